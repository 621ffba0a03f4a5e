// The elements that few pages have, in a file of their own: fetched when one is needed. They
// get what they share with the search as the module `widget`, and so import nothing of it.

import { InlineAnswer } from "./inline-answer.js";
import { Suggest } from "./suggest.js";

/**
 * @typedef {object} Stage What an element draws on, and with.
 * @property {HTMLElement} host
 * @property {ShadowRoot} tree
 * @property {typeof import("../widget/widget.js")} widget
 * @property {import("../widget/client/api.js").Client} kb
 */

/** @param {HTMLElement} host @param {ShadowRoot} tree @param {Stage["widget"]} widget @param {Stage["kb"]} kb
 * @returns {import("../loader/lazy.js").Drawn} */
export function draw(host, tree, widget, kb) {
  for (const type of ["dragover", "drop"]) tree.addEventListener(type, keepPage);
  const stage = { host, tree, widget, kb };
  return host.localName === "kedb-suggest" ? new Suggest(stage) : new InlineAnswer(stage);
}

/** A file that falls here would be opened in place of the page, and what was written into its form be lost.
 * @param {Event} event */
function keepPage(event) {
  const { dataTransfer } = /** @type {DragEvent} */ (event);
  if (!dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  dataTransfer.dropEffect = "none";
}
