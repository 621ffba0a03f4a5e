// The events of all elements. They bubble and leave the shadow tree.

/** @typedef {import("../kedb.d.ts").KedbEventMap} KedbEventMap */

/** What a page can prevent: the element then leaves to the page what it would do next. */
const CANCELABLE = ["solved", "contact", "feedback"];

/** Tells the page.
 * @template {"search" | "no-results" | "open" | "close" | "copy" | "solved" | "contact" | "feedback"} Name
 * @param {HTMLElement} host The element.
 * @param {Name} name
 * @param {KedbEventMap[`kedb:${Name}`]["detail"]} detail
 * @returns {boolean} whether the page lets the element go on */
export function emit(host, name, detail) {
  const cancelable = CANCELABLE.includes(name);
  return host.dispatchEvent(new CustomEvent(`kedb:${name}`, { detail, bubbles: true, composed: true, cancelable }));
}
