// The rows of the list: each is a hit, drawn as an option. While somebody types, most articles stay
// in the list, and little of their rows changes, such as how far a mark reaches. So a row is drawn
// once, and from then on only what has changed in it is touched. Marks below the titles, where nobody
// reads meanwhile, wait until the typing rests: each of them has its whole text laid out again.

import { h } from "../../shared/dom.js";
import { lang, strings } from "../strings.js";
import { answerName, rowFacts } from "./results.js";
import { mark, reasons, shownReasons } from "./why.js";

/**
 * @typedef {import("../../kedb.d.ts").Hit} Hit
 * @typedef {import("./groups.js").Group} Group
 */

/** The rows that are in the list, by the ids of their articles. */
export class Rows {
  /** @type {Map<string, Row>} */ #kept = new Map();
  /** @type {Map<string, Row>} */ #drawn = new Map();

  /** Hits as a group.
   * @param {Group["kind"]} kind @param {string} heading @param {Hit[]} hits
   * @param {boolean} [brief] Whether marks below the titles wait.
   * @returns {Group} */
  group(kind, heading, hits, brief = false) {
    const allInternal = hits.length > 1 && hits.every(({ internal }) => internal);
    const rows = hits.map((hit, at) => {
      const row = this.#kept.get(hit.id) ?? new Row(hit);
      row.draw(hit, allInternal, brief);
      row.node.classList.toggle("next", kind === "answers" && at === 0);
      this.#drawn.set(hit.id, row);
      return row.node;
    });
    return { kind, heading, rows };
  }

  /** Whether the article has a row.
   * @param {Hit} hit */
  holds({ id }) {
    return this.#kept.has(id);
  }

  /** Keeps the rows that were drawn since the last time, and no others. */
  turn() {
    this.#kept = this.#drawn;
    this.#drawn = new Map();
  }
}

class Row {
  #title;
  #why = h("div", { class: "why", part: "result-why" });
  #label = h("b", { class: "label", dir: "auto" });
  #text = h("span", {});
  // The text alone says which way the line runs: against it, its beginning would be cut off.
  #excerpt = h("div", { class: "excerpt", part: "result-excerpt", dir: "auto" }, this.#label, this.#text);
  #meta = h("div", { class: "meta", part: "result-meta" });
  /** What these parts were drawn from.
   * @type {Map<HTMLElement, string>} */
  #seen = new Map();
  node;

  /** @param {Hit} hit */
  constructor({ id, lang }) {
    this.#title = h("div", { id: `title-${id}`, class: "title", part: "result-title", dir: "auto" });
    const look = {
      role: "option",
      id: `hit-${id}`,
      "aria-selected": "false",
      // Else a screen reader reads the whole row at each step.
      "aria-labelledby": `title-${id} status-${id}`,
      class: "hit",
      part: "result",
      "data-id": id,
      "data-copied": strings.copied,
      lang,
    };
    this.node = h("div", look, this.#title, this.#why, this.#excerpt, this.#meta);
  }

  /** @param {Hit} hit @param {boolean} allInternal Whether all rows beside it are internal, too.
   * @param {boolean} brief Whether marks below the title wait. */
  draw(hit, allInternal, brief) {
    const { title, titleRanges, answer, excerpt, excerptRanges } = hit;
    const { status, fixedIn, severity, service, serviceName, updated, internal } = hit;
    this.#mark(this.#title, title, titleRanges);
    this.#put(this.#why, shownReasons(hit), () => reasons(hit));
    this.#put(this.#label, [answer], () => [answer ? answerName(answer) : strings.noWorkaround]);
    this.#label.classList.toggle("none", !answer);
    if (!brief) this.#mark(this.#text, excerpt, excerptRanges);
    else if (this.#text.textContent !== excerpt) this.#mark(this.#text, excerpt, []);
    this.#excerpt.hidden = !!answer && !excerpt;
    const known = [status, fixedIn, severity, service, serviceName, updated, internal && !allInternal, !!answer];
    this.#put(this.#meta, known, () => this.#facts(hit, allInternal));
  }

  /** Whether a part was drawn from something else before.
   * @param {HTMLElement} part @param {unknown[]} from */
  #isNew(part, from) {
    const seen = JSON.stringify(from);
    if (this.#seen.get(part) === seen) return false;
    this.#seen.set(part, seen);
    return true;
  }

  /** @param {HTMLElement} part @param {string} text @param {[number, number][]} ranges */
  #mark(part, text, ranges) {
    if (this.#isNew(part, [text, ranges])) mark(part, text, ranges);
  }

  /** @param {HTMLElement} part @param {unknown[]} from @param {() => (Node | string)[]} draw */
  #put(part, from, draw) {
    if (!this.#isNew(part, from)) return;
    part.replaceChildren(...draw());
    part.hidden = part.firstChild === null;
  }

  /** @param {Hit} hit @param {boolean} allInternal */
  #facts(hit, allInternal) {
    const facts = rowFacts(hit, lang, allInternal);
    const status = facts.find(({ dataset }) => dataset.status);
    status?.setAttribute("id", `status-${hit.id}`);
    // To the public, the status of what has no workaround is the same sentence as its label.
    const isSaid = !hit.answer && status?.textContent === strings.noWorkaround;
    return isSaid ? facts.filter((fact) => fact !== status) : facts;
  }
}
