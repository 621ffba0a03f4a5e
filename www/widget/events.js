// The events of all elements. They bubble and leave the shadow tree.

import { safeAddress } from "./answer/tree.js";

/** @typedef {import("../kedb.d.ts").KedbEventMap} KedbEventMap */

/** What a page can prevent: the element then leaves to the page what it would do next. */
const CANCELABLE = ["solved", "contact", "feedback"];

/** The name of the matter that is asked about: by chance, and in memory alone. */
let session = newName();

/** What comes next is about another matter. */
export function endSession() {
  session = newName();
}

function newName() {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");
}

/** Tells the page.
 * @template {"search" | "no-results" | "open" | "close" | "copy" | "solved" | "contact" | "feedback"} Name
 * @param {HTMLElement} host The element.
 * @param {Name} name
 * @param {Omit<KedbEventMap[`kedb:${Name}`]["detail"], "session">} detail
 * @returns {boolean} whether the page lets the element go on */
export function emit(host, name, detail) {
  const cancelable = CANCELABLE.includes(name);
  const event = new CustomEvent(`kedb:${name}`, {
    detail: { ...detail, session },
    bubbles: true,
    composed: true,
    cancelable,
  });
  const goesOn = host.dispatchEvent(event);
  count(host, name, "id" in detail ? `${detail.id ?? ""}` : "");
  return goesOn;
}

/** Asks for the file that a page names in `count-url`, so that the log of its server counts the
 * event. The address says which event it is and which article it is about, and nothing else.
 * @param {HTMLElement} host @param {string} name @param {string} id */
function count(host, name, id) {
  const file = safeAddress(host.getAttribute("count-url") ?? undefined, document.baseURI);
  if (!file) return;
  const address = new URL(file);
  address.searchParams.set("kedb", name);
  if (id) address.searchParams.set("id", id);
  const quietly = /** @type {const} */ ({ mode: "no-cors", credentials: "omit", referrerPolicy: "no-referrer" });
  fetch(address, { ...quietly, cache: "no-store", keepalive: true }).catch(() => {}); // not counted, then
}
