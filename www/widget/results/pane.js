// The list of results, and what stands around it: the line above, the notice that nothing is known
// in its place, and what gives more below.

import { h } from "../../shared/dom.js";
import { strings } from "../strings.js";
import { Groups } from "./groups.js";
import { Head } from "./head.js";
import { skeleton } from "./loading.js";
import { notes, reasons, tellingLines, unfoldable } from "./notes.js";
import { emptyNotice, recentGroup } from "./results.js";
import { Rows } from "./row.js";

/**
 * @typedef {import("../../kedb.d.ts").Hit} Hit
 * @typedef {import("../../kedb.d.ts").Results} Results
 * @typedef {import("./groups.js").Group} Group
 *
 * How the results were asked for.
 * @typedef {object} Asked
 * @property {string} text
 * @property {string} log What was pasted with its line breaks.
 * @property {number} lines Of it.
 * @property {boolean} typing Whether the text may go on.
 * @property {boolean} isCut Whether the log is only some of a file.
 * @property {boolean} literal
 * @property {boolean} filtered By the page's service.
 * @property {boolean} narrowed By the reader.
 * @property {boolean} ticket Whether one can be opened.
 * @property {string} [newUrl] Where a new article is made.
 */

export class ResultsPane {
  list = h("div", {
    role: "listbox",
    id: "list",
    class: "list",
    part: "list",
    "aria-label": strings.answers,
    hidden: true,
  });
  head = new Head();
  #empty = h("div", {});
  #more = h("button", { type: "button", class: "button more", part: "more button", "data-do": "more", hidden: true });
  #forget = h("button", { type: "button", class: "undo forget", "data-do": "forget", hidden: true }, strings.forget);
  element = h("div", { class: "results" }, this.list, this.#empty, this.#more, this.#forget);

  #groups = new Groups(this.list);
  #rows = new Rows();
  /** The results that are shown.
   * @type {Results | undefined} */
  #shown;
  /** The lines of the log in the box that it was searched by. */
  #telling = "";
  /** Those that the reader agrees to send. */
  #agreed = "";
  /** Where the list stood when an answer covered it.
   * @type {number | undefined} */
  #top;
  /** The ids of the article that is open, and of the option that was just copied.
   * @type {{ open?: string, copied?: string }} */
  #marked = {};

  constructor() {
    new ResizeObserver(() => unfoldable(this.head.notes)).observe(this.head.notes);
    this.head.notes.addEventListener("change", ({ target }) => {
      this.#agreed = /** @type {HTMLInputElement} */ (target).checked ? this.#telling : "";
    });
  }

  /** The lines of the log in the box that the reader agrees to send: none as long as nobody has
   * ticked it, and none of an earlier log. */
  get agreed() {
    return this.#agreed === this.#telling ? this.#agreed : "";
  }

  /** Before anything is asked: what is broken now, the latest, and earlier searches.
   * @param {{ broken: Hit[], latest: Hit[] }} hits @param {string[]} earlier */
  drawStart({ broken, latest }, earlier) {
    const groups = earlier.length ? [recentGroup(earlier)] : [];
    if (broken.length) groups.push(this.#rows.group("broken", strings.brokenNow, broken));
    if (latest.length) groups.push(this.#rows.group("latest", strings.latest, latest));
    this.#empty.replaceChildren();
    this.head.note([]);
    this.#telling = "";
    this.#more.hidden = true;
    this.#forget.hidden = !earlier.length;
    this.#draw(undefined, groups);
  }

  /** @param {Results} results @param {Asked} asked
   * @param {boolean} [brief] Whether it is drawn once more when the typing rests: marks below the titles,
   *   and further rows below the answers, wait until then. */
  draw(results, asked, brief = false) {
    const { hits, related, total } = results;
    /** @type {Group[]} */
    const groups = [];
    if (hits.length) groups.push(this.#rows.group("answers", strings.count(total), hits, brief));
    // Only what is added below the others can wait: else rows would move when the typing rests.
    const first = brief && hits.length ? related.findIndex((hit) => !this.#rows.holds(hit)) : -1;
    const others = first < 0 ? related : related.slice(0, first);
    if (others.length) groups.push(this.#rows.group("related", strings.related, others, brief));
    // While a word is being typed, nothing is known about most of its beginnings. The notice stands below
    // what is related: above, it would push these rows away from under the pointer.
    this.#empty.replaceChildren(...(hits.length || asked.typing ? [] : [emptyNotice(results, asked)]));
    this.#telling = tellingLines(results.used ?? [], asked.log, asked.lines);
    this.head.note(notes(results, { ...asked, telling: this.#telling, agreed: this.#agreed }));
    if (!brief) requestAnimationFrame(() => unfoldable(this.head.notes));
    // What is left out comes by itself when the typing rests.
    const left = results.leftOut ? 0 : total - hits.length;
    this.#more.hidden = left <= 0;
    if (left > 0) this.#more.textContent = strings.more(left);
    this.#forget.hidden = true;
    this.#draw(results, groups, asked.narrowed);
  }

  /** When a search failed: why, and a way to try again.
   * @param {string} why */
  drawFailure(why) {
    const again = h(
      "button",
      { type: "button", class: "button", part: "button", "data-do": "ask-again" },
      strings.tryAgain,
    );
    this.#empty.replaceChildren(
      h("div", { class: "nothing", part: "nothing" }, h("p", { class: "why-failed", dir: "auto" }, why), again),
    );
    this.head.note([]);
    this.#telling = "";
    this.#more.hidden = this.#forget.hidden = true;
    this.#draw(undefined, []);
  }

  /** @param {Results | undefined} results @param {Group[]} groups @param {boolean} [narrowed] */
  #draw(results, groups, narrowed = false) {
    this.#shown = results;
    this.#rows.turn();
    this.#groups.draw(groups);
    this.list.hidden = !groups.length;
    this.head.name(groups[0]?.kind ?? "", groups[0]?.heading ?? "");
    this.head.element.hidden = this.list.hidden && !narrowed && !this.head.notes.childElementCount;
    this.mark();
  }

  /** Whether this article is an answer, and not only related.
   * @param {string} id */
  answers(id) {
    return !this.#shown?.related.some((hit) => hit.id === id);
  }

  /** The id of the first answer, which Enter opens. */
  get first() {
    return this.#shown?.hits[0]?.id;
  }

  /** The id of the first answer if it is certain: found by its number, its title, its code or a
   * line of a log, and the only one found so. */
  get certain() {
    const { hits = [], total = 0 } = this.#shown ?? {};
    const [first, second] = hits;
    // A list of one row may hide others that were found like this.
    const isAlone = second ? first.class !== second.class : total === hits.length;
    return first && first.class !== "words" && isAlone ? first.id : undefined;
  }

  /** Why this article is among the results, if it is.
   * @param {string} id */
  reasons(id) {
    const { hits = [], related = [], ignored } = this.#shown ?? {};
    const hit = [...hits, ...related].find((hit) => hit.id === id);
    return hit && reasons(hit, ignored);
  }

  /** How what to do is called in this article, if it is among the results.
   * @param {string} id */
  answerName(id) {
    const { hits = [], related = [] } = this.#shown ?? {};
    return [...hits, ...related].find((hit) => hit.id === id)?.answer?.name;
  }

  /** Shows the shape of results while nothing is there. Gives what takes it away. */
  awaitResults() {
    const ghost = this.list.hidden && this.#empty.childElementCount === 0 ? skeleton(3) : undefined;
    if (ghost) this.element.prepend(ghost);
    return () => ghost?.remove();
  }

  /** Keeps where the rows stand: an answer may cover them. */
  leave() {
    if (this.list.getClientRects().length) this.#top = this.list.getBoundingClientRect().top;
  }

  /** Brings the row of an article into sight, where it was before an answer covered it.
   * @param {string} id */
  reveal(id) {
    if (!this.list.getClientRects().length) return;
    const before = this.#top;
    this.#top = undefined;
    if (before !== undefined) {
      const moved = () => this.list.getBoundingClientRect().top - before;
      // In a dialog, the panel scrolls.
      const panel = this.element.closest(".panel");
      if (panel) panel.scrollTop += moved();
      scrollBy(0, moved());
    }
    this.list.querySelector(`#${CSS.escape(`hit-${id}`)}`)?.scrollIntoView({ block: "nearest" });
  }

  /** Shows which article is open, or which option was just copied, by id.
   * @param {{ open?: string, copied?: string }} [marked] */
  mark(marked) {
    Object.assign(this.#marked, marked);
    const options = /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("[data-id]"));
    for (const { classList, dataset } of options)
      for (const [name, id] of Object.entries(this.#marked)) classList.toggle(name, id === dataset.id);
  }
}
