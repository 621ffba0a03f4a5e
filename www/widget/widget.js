// What is fetched when somebody means to search: the search itself, the API over the engine,
// and what the elements of elements.js draw with.

import { sheet } from "../shared/dom.js";
import { Search } from "./search.js";
import { css } from "./style.js";

export { h, icon, sheet } from "../shared/dom.js";
export { Actions } from "./answer/actions.js";
export { drawAnswer } from "./answer/answer.js";
export { connect } from "./client/api.js";
export { emit } from "./events.js";
export { shapes } from "./icons.js";
export { Messages } from "./messages.js";
export { facts } from "./results/results.js";
export { lang, setTexts, strings } from "./strings.js";

/** @type {CSSStyleSheet | undefined} */
let made;

/** The style sheet of results and answers, made once. */
export const style = () => {
  made ??= sheet(css);
  return made;
};

/** Takes a drawn box over.
 * @param {import("../loader/search-box.js").Shell} shell
 * @param {import("./client/api.js").Client} knowledgeBase */
export function mount(shell, knowledgeBase) {
  const { root } = shell;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, style()];
  const search = new Search(shell, knowledgeBase);
  return {
    show: (/** @type {string} */ id) => search.show(id),
    /** Leaves the box as it was before. */
    free() {
      search.free();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== made);
    },
  };
}
