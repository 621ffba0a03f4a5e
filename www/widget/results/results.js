// Draws hits as options, and says honestly when there are none.

import { contactButton, documentLink } from "../contact.js";
import { age } from "../../shared/age.js";
import { h, icon } from "../../shared/dom.js";
import { shapes } from "../icons.js";
import { strings } from "../strings.js";
import { marked, reasons, shownReasons } from "./why.js";

/**
 * @typedef {import("../../kedb.d.ts").Hit} Hit
 * @typedef {import("../../kedb.d.ts").Results} Results
 * @typedef {import("./groups.js").Group} Group
 */

/** From this many characters on an id is a slug. */
const LONG_ID = 16;

/** Hits as a group.
 * @param {Group["kind"]} kind
 * @param {string} heading
 * @param {Hit[]} hits
 * @param {{ lang: string, open?: string, cards: Cards }} look
 * @returns {Group} */
export function hitGroup(kind, heading, hits, { lang, open, cards }) {
  const usual = { internal: hits.length > 1 && hits.every(({ internal }) => internal) };
  const rows = hits.map((hit, at) => {
    const node = cards.of(hit, usual.internal, () => option(hit, lang, usual));
    node.setAttribute("aria-selected", "false");
    node.classList.toggle("open", open === hit.id);
    node.classList.toggle("next", kind === "answers" && at === 0);
    return node;
  });
  return { kind, heading, rows };
}

/** Rows that were drawn before. A row that is still the same is not drawn again. */
export class Cards {
  /** @type {Map<string, { key: string, node: HTMLElement }>} */ #kept = new Map();
  /** @type {Map<string, { key: string, node: HTMLElement }>} */ #drawn = new Map();

  /** @param {Hit} hit @param {boolean} usual What else its look depends on. @param {() => HTMLElement} draw */
  of(hit, usual, draw) {
    const { score: _, confidence: __, why: ___, ...seen } = hit;
    const key = JSON.stringify([seen, usual, shownReasons(hit)]);
    const kept = this.#kept.get(hit.id);
    const card = kept?.key === key ? kept : { key, node: draw() };
    this.#drawn.set(hit.id, card);
    return card.node;
  }

  /** Keeps the rows that were drawn since the last time, and no others. */
  turn() {
    this.#kept = this.#drawn;
    this.#drawn = new Map();
  }
}

/** @param {Hit} hit @param {string} lang @param {{ internal: boolean }} usual What all rows are. */
function option(hit, lang, usual) {
  const [titleId, statusId] = [`title-${hit.id}`, `status-${hit.id}`];
  const look = { id: titleId, class: "title", part: "result-title", dir: "auto" };
  const title = h("div", look, ...marked(hit.title, hit.titleRanges));
  // To the public, the status of what has no workaround is the same sentence as its label.
  const isSaid = (/** @type {HTMLElement} */ { dataset, textContent }) =>
    dataset.status && !hit.answer && textContent === strings.noWorkaround;
  const shown = rowFacts(hit, lang, usual).filter((fact) => !isSaid(fact));
  shown.find(({ dataset }) => dataset.status)?.setAttribute("id", statusId);
  const meta = h("div", { class: "meta", part: "result-meta" }, ...shown);
  const node = h(
    "div",
    {
      role: "option",
      id: `hit-${hit.id}`,
      "aria-selected": "false",
      // Else a screen reader reads the whole row at each step.
      "aria-labelledby": `${titleId} ${statusId}`,
      class: "hit",
      part: "result",
      "data-id": hit.id,
      lang: hit.lang,
    },
    title,
    excerpt(hit),
    meta,
  );
  const why = reasons(hit);
  if (why) title.after(why);
  return node;
}

/** The facts of a hit without those that tell the reader nothing: the status "known error", what
 * all rows have in common, and an id that merely repeats the title.
 * @param {Hit} hit @param {string} lang @param {{ internal: boolean }} [usual] */
export function rowFacts(hit, lang, usual = { internal: false }) {
  const telling = { ...hit, id: hit.id.length > LONG_ID ? "" : hit.id, internal: hit.internal && !usual.internal };
  return facts(telling, lang).filter(({ dataset }) => dataset.status !== "known-error");
}

/** Status, severity, service, age and id, as far as they are known.
 * @param {Pick<Hit, "id" | "status" | "fixedIn" | "severity" | "service" | "serviceName" | "updated" | "internal">} hit
 * @param {string} lang
 * @returns {HTMLElement[]} */
export function facts({ id, status, fixedIn, severity, service, serviceName, updated, internal }, lang) {
  const state = status === "fixed" && fixedIn ? strings.fixedIn(fixedIn) : strings.status[status];
  return [
    h("span", { class: "badge", part: "badge", "data-status": status }, state),
    severity &&
      h("span", { class: "badge severity", part: "badge", "data-severity": severity }, strings.severity(severity)),
    internal && h("span", { class: "badge internal", part: "badge" }, icon(shapes.lock), strings.internal),
    (serviceName ?? service) && h("span", { class: "service" }, serviceName ?? service),
    // Together, so that no id stands alone in the last line.
    (updated || id) &&
      h(
        "span",
        { class: "stamp" },
        updated && h("time", { datetime: updated, title: updated }, strings.updated(age(updated, lang))),
        id ? h("span", { class: "id" }, id) : undefined,
      ),
  ].filter((part) => part instanceof HTMLElement);
}

/** What there is to do, as the article calls it, else in the reader's language.
 * @param {NonNullable<Hit["answer"]>} answer */
export function answerName({ kind, name }) {
  return name ?? (kind === "body" ? strings.whatToDo : strings.section[kind]);
}

/** @param {Hit} hit */
function excerpt(hit) {
  if (hit.answer && !hit.excerpt) return undefined;
  const label = hit.answer
    ? h("b", { class: "label do", dir: "auto" }, answerName(hit.answer))
    : h("b", { class: "label none", dir: "auto" }, strings.noWorkaround);
  // The text alone says which way the line runs: against it, its beginning would be cut off.
  return h(
    "div",
    { class: "excerpt", part: "result-excerpt", dir: "auto" },
    label,
    h("span", {}, ...marked(hit.excerpt, hit.excerptRanges)),
  );
}

/** Earlier searches, as options.
 * @param {string[]} texts
 * @returns {Group} */
export function recentGroup(texts) {
  const rows = texts.map((text, at) =>
    h(
      "div",
      {
        role: "option",
        id: `recent-${at}`,
        "aria-selected": "false",
        class: "hit earlier",
        part: "result",
        "data-text": text,
        dir: "auto",
      },
      icon(shapes.clock),
      h("span", {}, text),
    ),
  );
  return { kind: "recent", heading: strings.recent, rows };
}

/** What to say when nothing answers.
 * @param {Results} results
 * @param {{ filtered: boolean, narrowed?: boolean, ticket: boolean, newUrl?: string }} state
 *   `filtered`: by the page's service; `narrowed`: by the reader; `ticket`: one can be opened;
 *   `newUrl`: where a new article is made. */
export function emptyNotice({ unknownCodes, related }, { filtered, narrowed, ticket, newUrl }) {
  const [title, hint] = unknownCodes.length
    ? [strings.unknownCode(unknownCodes), related.length ? strings.unknownCodeRelated : strings.unknownCodeHint]
    : related.length
      ? [strings.unsure, strings.unsureHint]
      : [strings.nothing, strings.nothingHint];
  return h(
    "div",
    { class: "nothing", part: "nothing" },
    h("p", { class: "nothing-title", dir: "auto" }, title),
    h("p", { dir: "auto" }, hint),
    narrowed
      ? h("button", { type: "button", class: "button", part: "button", "data-do": "no-filters" }, strings.noFilters)
      : undefined,
    filtered
      ? h("button", { type: "button", class: "button", "data-do": "all-services" }, strings.allServices)
      : undefined,
    contactButton(ticket),
    unknownCodes.length ? documentLink(newUrl, unknownCodes[0]) : undefined,
  );
}
