// What is fetched when somebody means to search: the search itself, the API over the engine,
// and what the elements of elements.js draw with.

import { Search } from "./search.js";
import { style } from "./style.js";

export { h, icon, sheet } from "../shared/dom.js";
export { Actions } from "./answer/actions.js";
export { drawAnswer } from "./answer/answer.js";
export { connect } from "./client/api.js";
export { emit } from "./events.js";
export { shapes } from "./icons.js";
export { Messages } from "./messages.js";
export { facts } from "./results/results.js";
export { lang, setTexts, strings } from "./strings.js";
export { style } from "./style.js";

/** Takes a drawn box over.
 * @param {HTMLElement} host
 * @param {HTMLElement} frame Holds the box; the panel goes below it.
 * @param {import("../loader/box.js").Box} box
 * @param {import("./client/api.js").Client} knowledgeBase */
export function mount(host, frame, box, knowledgeBase) {
  const root = /** @type {ShadowRoot} */ (host.shadowRoot);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, style()];
  const search = new Search(host, frame, box, knowledgeBase);
  return {
    show: (/** @type {string} */ id) => search.show(id),
    /** Leaves the box as it was before. */
    free() {
      search.free();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== style());
    },
  };
}
