// The widget's texts, in the language of its page. They are data: `texts/en.json` and its
// siblings, one set per audience, of which the loader fetches one.
//
// A text with a place to fill, as in `{version}`, is a function here. One place takes what it
// is called with; several take an object: `strings.askContact({ who, id })`. A text that
// depends on a number has a form for each plural of its language, and is called with the
// number. Keep the names of such texts in `Filled`, for their type.
//
// There is one set in each instance of this module; the loader makes an instance for each
// language that a page uses, see `start` in bundle.js.

/**
 * @typedef {Omit<typeof import("../texts/en.json"), "public">} Words
 * @typedef {"severity" | "fixedIn" | "updated" | "isFixedIn" | "count" | "relatedCount" | "unknownCode" | "onlyService"
 *   | "liftService" | "more" | "askContact" | "askDesk" | "missing" | "externalImage" | "suggestCount" | "any" | "lift"
 *   | "showing" | "meant" | "alsoFor" | "usedLines" | "ignored" | "lastChecked" | "reviewDue"
 *   | "feedbackMail" | "unknownPhrase"} Filled
 * @typedef {string | number | string[]} Filling
 * @typedef {(filling: Filling | Record<string, Filling>) => string} Fill
 * @typedef {Omit<Words["box"], "log"> & { log: Fill }} BoxStrings
 * @typedef {{ picture: string, cut: string, binary: Fill }} FileStrings
 * @typedef {{ because: Record<string, Fill | undefined>, box: BoxStrings, file: FileStrings }} Nested
 * @typedef {Omit<Words, Filled | keyof Nested> & Record<Filled, Fill> & Nested} Strings
 */

export const strings = /** @type {Strings} */ ({});

/** The language of the texts, with the region that the page says, for dates and numbers. */
export let lang = "en";
let numbers = new Intl.NumberFormat(lang);

/** Sets the texts: once, before anything is drawn.
 * @param {Words} words @param {string} tag */
export function setTexts(words, tag) {
  lang = tag;
  numbers = new Intl.NumberFormat(lang);
  Object.assign(strings, said(words));
}

/** @param {any} words @returns {any} */
function said(words) {
  if (typeof words === "string")
    return words.includes("{") ? (/** @type {any} */ filling) => fill(words, filling) : words;
  if (Array.isArray(words)) return words;
  if (!words.other) return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, said(value)]));
  const plural = new Intl.PluralRules(lang);
  return (/** @type {any} */ filling) => fill(words[plural.select(filling.n ?? filling)] ?? words.other, filling);
}

/** @param {string} text @param {any} filling */
function fill(text, filling) {
  const named = typeof filling === "object" && !Array.isArray(filling);
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(named ? filling[name] : filling));
}

/** @param {Filling} value */
function shown(value) {
  if (typeof value === "number") return numbers.format(value);
  return Array.isArray(value) ? new Intl.ListFormat(lang, { type: "disjunction" }).format(value) : value;
}
