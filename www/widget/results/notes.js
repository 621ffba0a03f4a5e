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
 * @returns {Node[]} */
export function notes(
  { hits, related, unknownCodes, unknownPhrases = [], instead = [], isCut },
  { text, literal, lines, isCut: isFileCut, telling, agreed },
) {
  const corrected = instead.filter(({ kind }) => kind === "correction");
  const synonyms = instead.filter(({ kind }) => kind === "synonym");
  /** @type {(Node | string)[][]} */
  const said = [];
  if (hits.length + related.length && unknownCodes.length) said.push([h("b", {}, strings.unknownCode(unknownCodes))]);
  if (corrected.length) {
    const meant = corrected.reduce((text, { typed, meant }) => replaceWord(text, typed, meant), text);
    said.push(around(strings.showing, h("b", { dir: "auto" }, meant)));
  }
  if (synonyms.length)
    said.push([strings.alsoFor(synonyms.map(({ typed, meant }) => strings.meant({ typed, meant })).join(", "))]);
  for (const phrase of unknownPhrases) said.push([strings.unknownPhrase(phrase)]);
  if (literal) said.push([strings.literally]);
  if (isCut) said.push([strings.cutLog]);
  if (isFileCut) said.push([strings.file.cut]);
  const other = literal
    ? undo("meaning", strings.withMeaning)
    : instead.length
      ? undo("literal", strings.onlyMyWords)
      : undefined;
  /** @type {Node[]} */
  const drawn = said.length ? [line(said, lines > 0, other)] : [];
  if (telling) {
    const shown = h(
      "details",
      // Where nothing is known, asking for help comes next.
      { open: hits.length === 0 },
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
  if (!said || (said.scrollWidth <= said.clientWidth + 1 && said.scrollHeight <= said.clientHeight + 1)) return;
  said.replaceWith(h("details", {}, h("summary", { class: "said", dir: "auto" }, ...said.childNodes)));
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

/** A sentence around a node, for which it has a place.
 * @param {(placeholder: string) => string} sentence @param {Node} node */
function around(sentence, node) {
  const [before, after] = sentence("\u0000").split("\u0000");
  return [h("span", { class: "lead" }, before), node, h("span", { class: "lead" }, after)];
}

/** @param {string} text @param {string} word @param {string} by */
function replaceWord(text, word, by) {
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  return at < 0 ? text : text.slice(0, at) + by + text.slice(at + word.length);
}

/** Why this article was found, in plain words.
 * @param {Hit} hit @param {string[]} [ignored] */
export function reasons(hit, ignored = []) {
  const said = hit.why.map((reason) => h("li", { dir: "auto" }, inWords(reason, hit)));
  if (ignored.length) said.push(h("li", {}, strings.ignored(ignored.join(", "))));
  if (said.length === 0) return undefined;
  return h(
    "details",
    { class: "section reasons", part: "reasons" },
    h("summary", {}, strings.whyThis),
    h("ul", {}, ...said),
  );
}
