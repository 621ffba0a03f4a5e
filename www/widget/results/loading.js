// What is shown while something is awaited: nothing at first, because most answers are here
// before an eye could follow, then the shape of what is coming.

import { h } from "../../shared/dom.js";

/** After how long waiting is shown. */
const LATE = 150;

/** Calls `show` if `work` takes long, and the function that it gives when it is done.
 * @template T
 * @param {Promise<T>} work @param {() => (() => void)} show
 * @returns {Promise<T>} */
export function awaited(work, show) {
  /** @type {(() => void) | undefined} */
  let hide;
  const late = setTimeout(() => (hide = show()), LATE);
  return work.finally(() => {
    clearTimeout(late);
    hide?.();
  });
}

/** Grey lines in the shape of results or of an answer.
 * @param {number} blocks */
export function skeleton(blocks) {
  const block = () => h("div", { class: "ghost" }, h("i"), h("i"), h("i"));
  return h(
    "div",
    { class: "skeleton", part: "skeleton", "aria-hidden": "true" },
    ...Array.from({ length: blocks }, block),
  );
}
