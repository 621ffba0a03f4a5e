// Why a hit is one: marks in its texts, and what marks can't show.

import { h } from "../../shared/dom.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../../kedb.d.ts").Hit} Hit
 * @typedef {import("../../kedb.d.ts").Reason} Reason
 */

/** How many reasons a row has room for. */
const MOST = 3;

/** How much of an excerpt is in sight on a phone, in characters: behind it a mark shows nobody why. */
const IN_SIGHT = 60;

/** What a reason is called. A number with its unit looks like a code, and is none unless an article
 * is found by it: `30000ms`.
 * @param {Reason} reason @param {Hit} hit
 * @returns {Reason["kind"]} */
export function kindOf({ kind, fields }, hit) {
  return kind === "code" && hit.class !== "code" && !fields.includes("code") ? "word" : kind;
}

/** What was found: a number as the article writes it, however it was typed.
 * @param {Reason} reason @param {Hit} hit */
function textOf({ text }, { id }) {
  return text.toLowerCase() === id.toLowerCase() ? id : text;
}

/** A reason in words, and the parts of the article where it is found.
 * @param {Reason} reason @param {Hit} hit */
export function inWords(reason, hit) {
  const places = reason.fields.map((field) => strings.field[field]).filter(Boolean);
  const text = textOf(reason, hit);
  const said = strings.because[kindOf(reason, hit)]?.(text) ?? text;
  return said + (places.length ? `: ${places.join(", ")}` : "");
}

/** The reasons that a row shows: the code, the id or the line of a log that found it, each with its
 * name; else, where no mark is in sight, words alone.
 * @param {Hit} hit
 * @returns {{ name?: string, text: string }[]} */
export function shownReasons(hit) {
  const named = hit.why.filter((reason) => kindOf(reason, hit) in strings.matched);
  const isMarked = hit.titleRanges.length > 0 || hit.excerptRanges.some(([from]) => from < IN_SIGHT);
  const shown = named.length
    ? named.map((reason) => ({ name: strings.matched[/** @type {"code"} */ (reason.kind)], text: textOf(reason, hit) }))
    : isMarked
      ? []
      : hit.why.map((reason) => ({ text: inWords(reason, hit) }));
  return shown.slice(0, MOST);
}

/** Draws the reasons of a row, if it shows any.
 * @param {Hit} hit */
export function reasons(hit) {
  return shownReasons(hit).map(({ name, text }) =>
    name
      ? h("span", { class: "reason" }, name, " ", h("code", { dir: "ltr" }, text))
      : h("span", { class: "reason", dir: "auto" }, text),
  );
}

/** Shows a text with its matches marked, and touches only what is another text than before.
 * @param {HTMLElement} node Holds nothing else. @param {string} text @param {[number, number][]} ranges */
export function mark(node, text, ranges) {
  let there = node.firstChild;
  for (const [at, piece] of cut(text, ranges).entries()) {
    there ??= node.appendChild(at % 2 ? h("mark", {}, piece) : new Text());
    const words = there.firstChild ?? there;
    if (words.nodeValue !== piece) words.nodeValue = piece;
    there = there.nextSibling;
  }
  while (there) {
    const next = there.nextSibling;
    there.remove();
    there = next;
  }
}

/** The text in pieces: in turn what is between the matches, which may be empty, and a match.
 * Neighbouring matches are one.
 * @param {string} text @param {[number, number][]} ranges */
function cut(text, ranges) {
  /** @type {[number, number][]} */
  const joined = [];
  for (const [from, to] of [...ranges].sort(([one], [other]) => one - other)) {
    if (to <= from) continue;
    const last = joined.at(-1);
    if (last && (from <= last[1] || /^[\s\p{Pd}]*$/u.test(text.slice(last[1], from)))) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  const cuts = [0, ...joined.flat(), text.length];
  return cuts.slice(1).map((to, at) => text.slice(cuts[at], to));
}
