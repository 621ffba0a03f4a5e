// The words that scripts add to a static page. The page brings them, in its own language.

/** @typedef {"copy" | "copied" | "copyFailed" | "solved" | "thanks" | "filter" | "none"} Alone
 * @typedef {"lastChecked" | "reviewDue"} WithAge Has a place for an age. */

/** @type {Record<Alone | WithAge, string>} */
export const words = JSON.parse(document.querySelector("main")?.dataset.words ?? "{}");
