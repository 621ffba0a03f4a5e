// codes.html: a field that narrows the list of codes down.

import { h } from "../shared/dom.js";
import { words } from "./words.js";

/** Adds the field above the lists, if the page has some. */
export function filterCodes() {
  const lists = [...document.querySelectorAll("main > h2 + dl.facts")];
  if (lists.length === 0) return;
  const codes = new Map(
    lists.flatMap((list) => [...list.querySelectorAll("dt")].map((node) => [node, plain(node.textContent ?? "")])),
  );
  const input = h("input", { type: "search", "aria-label": words.filter, placeholder: words.filter, class: "filter" });
  const none = h("p", { role: "status" });
  document.querySelector("main > h1")?.after(input, none);
  input.addEventListener("input", () => {
    const wanted = plain(input.value);
    let found = false;
    for (const list of lists) {
      let isShown = false;
      let isEmpty = true;
      for (const node of /** @type {HTMLCollectionOf<HTMLElement>} */ (list.children)) {
        // A code, and then its articles.
        if (node.localName === "dt") isShown = codes.get(/** @type {any} */ (node))?.includes(wanted) ?? false;
        node.hidden = !isShown;
        if (isShown) isEmpty = false;
      }
      for (const node of [list, list.previousElementSibling]) if (node instanceof HTMLElement) node.hidden = isEmpty;
      if (!isEmpty) found = true;
    }
    none.textContent = found ? "" : words.none;
  });
}

/** A code as it is compared: however it is written.
 * @param {string} code */
function plain(code) {
  return code.toLowerCase().replace(/[\s_-]+/g, "");
}
