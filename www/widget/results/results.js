// What is said of a hit, earlier searches as options, and what is said where nothing answers.

import { contactButton, documentLink } from "../contact.js";
import { age } from "../../shared/age.js";
import { h, icon } from "../../shared/dom.js";
import { shapes } from "../icons.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../../kedb.d.ts").Hit} Hit
 * @typedef {import("../../kedb.d.ts").Results} Results
 * @typedef {import("./groups.js").Group} Group
 */

/** From this many characters on an id is a slug. */
const LONG_ID = 16;

/** The facts of a hit without those that tell the reader nothing: the status "known error", what
 * all rows have in common, and an id that merely repeats the title.
 * @param {Hit} hit @param {string} lang @param {boolean} [allInternal] Whether all rows are internal. */
export function rowFacts(hit, lang, allInternal = false) {
  const telling = { ...hit, id: hit.id.length > LONG_ID ? "" : hit.id, internal: hit.internal && !allInternal };
  const usual = strings.status["known-error"];
  return facts(telling, lang).filter(({ dataset, textContent }) => !dataset.status || textContent !== usual);
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
  return name ?? { ...strings.section, ...strings.answer }[kind];
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
  // Of an unknown code, a note above the rows says it.
  const [title, hint] = related.length
    ? [strings.unsure, strings.unsureHint]
    : unknownCodes.length
      ? [strings.unknownCode(unknownCodes), strings.unknownCodeHint]
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
