// What a search did to the words that were typed, said above its results, with the way to
// undo it; and why an article is among them, said below an answer.

import { h } from "../../shared/dom.js";
import { strings } from "../strings.js";
import { inWords } from "./why.js";

/**
 * @typedef {import("../../kedb.d.ts").Hit} Hit
 * @typedef {import("../../kedb.d.ts").Results} Results
 */

/** How many lines a log has at most that is searched by all of them. */
const FEW = 8;

/** @param {Results} results
 * @param {{ text: string, literal: boolean, lines: number, isCut: boolean, telling: string, agreed?: string }} asked
 *   `telling`: the lines by which a log was searched; `agreed`: those that the reader agrees to send.
 * @returns {HTMLElement[]} */
export function notes(
  { hits, related, unknownCodes, unknownPhrases = [], instead = [], isCut },
  { text, literal, lines, isCut: isFileCut, telling, agreed },
) {
  const ofKind = (/** @type {string} */ wanted) => instead.filter(({ kind }) => kind === wanted);
  const [corrected, synonyms] = ["correction", "synonym"].map(ofKind);
  /** @type {(Node | string)[][]} */
  const said = [];
  if (hits.length + related.length && unknownCodes.length) said.push([h("b", {}, strings.unknownCode(unknownCodes))]);
  if (corrected.length) said.push(around(strings.showing, correctedText(text, corrected)));
  if (synonyms.length)
    said.push([strings.alsoFor(synonyms.map(({ typed, meant }) => strings.meant({ typed, meant })).join(", "))]);
  for (const phrase of unknownPhrases) said.push([strings.unknownPhrase(phrase)]);
  if (literal) said.push([strings.literally]);
  if (isCut) said.push([strings.cutLog]);
  if (isFileCut) said.push([strings.file.cut]);
  const other = literal ? undo("meaning", strings.withMeaning) : instead[0] && undo("literal", strings.onlyMyWords);
  /** @type {HTMLElement[]} */
  const drawn = said.length ? [line(said, lines > 0, other)] : [];
  if (telling) {
    const shown = h(
      "details",
      // Where nothing is known, asking for help comes next.
      { class: hits.length ? "lines" : "lines alone", open: !hits.length },
      h("summary", {}, strings.usedLines({ used: telling.split("\n").length, all: lines })),
      h("pre", { tabindex: 0, dir: "ltr" }, telling),
      h("label", {}, h("input", { type: "checkbox", checked: agreed === telling }), " ", strings.sendLines),
    );
    drawn.push(shown);
  }
  return drawn;
}

/** All sentences in the room that is kept for them, so that the rows below stay where they are while
 * somebody types.
 * @param {(Node | string)[][]} said @param {boolean} whole Whether they take more room if they need it.
 * @param {Node} [undo] */
function line(said, whole, undo) {
  const words = said.flatMap((sentence) => [...sentence, " "]);
  return h("div", { class: "line" }, h("div", { class: whole ? "said whole" : "said", dir: "auto" }, ...words), undo);
}

/** Lets what the room has cut off unfold. Sentences that are whole need no control.
 * @param {HTMLElement} notes */
export function unfoldable(notes) {
  const said = notes.querySelector(".said");
  const around = said?.closest("details");
  if (!said || around?.open) return;
  const isWhole = said.scrollWidth <= said.clientWidth + 1;
  if (isWhole === !around) return;
  const look = { class: "said", dir: "auto" };
  const words = said.childNodes;
  if (around) around.replaceWith(h("div", look, ...words));
  else said.replaceWith(h("details", {}, h("summary", look, ...words)));
}

/** The lines of a log by which it was searched: those that the search has chosen, else all of a log that
 * is so short that there was nothing to choose. A longer text without them, such as a mail, has none.
 * @param {string[]} used @param {string} log @param {number} lines Of it. */
export function tellingLines(used, log, lines) {
  if (used.length) return used.join("\n");
  return lines > FEW ? "" : log.trim();
}

/** @param {string} action @param {string} text */
function undo(action, text) {
  return h("button", { type: "button", class: "undo", "data-do": action }, text);
}

/** A sentence around words that matter more, for which it has a place.
 * @param {(placeholder: string) => string} sentence @param {Node[]} nodes */
function around(sentence, nodes) {
  const [before, after] = sentence("\u0000").split("\u0000");
  return [h("span", { class: "corrected" }, lead(before), ...nodes, lead(after))];
}

/** The text with its corrected words in bold.
 * @param {string} text @param {{ typed: string, meant: string }[]} corrections */
function correctedText(text, corrections) {
  let pieces = [lead(text)];
  for (const { typed, meant } of corrections)
    pieces = pieces.flatMap((piece) => {
      const words = /** @type {string} */ (piece.textContent);
      const at = piece.className ? words.toLowerCase().indexOf(typed.toLowerCase()) : -1;
      return at < 0 ? piece : [lead(words.slice(0, at)), h("b", {}, meant), lead(words.slice(at + typed.length))];
    });
  return pieces;
}

/** Words that give way where there is little room.
 * @param {string} text
 * @returns {HTMLElement} */
function lead(text) {
  return h("span", { class: "lead" }, text);
}

/** Why this article was found, in plain words.
 * @param {Hit} hit @param {string[]} [ignored] */
export function reasons(hit, ignored = []) {
  const said = hit.why.map((reason) => h("li", { dir: "auto" }, inWords(reason, hit)));
  if (ignored.length) said.push(h("li", {}, strings.ignored(ignored.join(", "))));
  if (!said.length) return undefined;
  return h(
    "details",
    { class: "section reasons", part: "reasons" },
    h("summary", {}, strings.whyThis),
    h("ul", {}, ...said),
  );
}
