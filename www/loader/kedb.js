// The loader: the one script a page names. It gives `open` and the elements, draws the search
// box, and fetches nothing until somebody means to search, writes into a field that has
// suggestions, or comes to an answer.
//
// With the manifest it is the only stable address of a bundle: everything else is taken from
// the manifest by hashed name.

import { load } from "./bundle.js";
import { languageOf } from "./language.js";
import { KedbAnswer, KedbSuggest } from "./lazy.js";
import { KedbSearch } from "./search-box.js";

/** @type {typeof import("../kedb.d.ts").open} */
export async function open(baseUrl, options) {
  const { parts, widget } = await load(baseUrl, languageOf(document.documentElement));
  return widget.connect(parts, options);
}

export { KedbAnswer, KedbSearch, KedbSuggest };

// A page may name two bundles, or one twice: the first loader serves all elements.
for (const [name, element] of Object.entries({
  "kedb-search": KedbSearch,
  "kedb-suggest": KedbSuggest,
  "kedb-answer": KedbAnswer,
})) {
  if (!customElements.get(name)) customElements.define(name, element);
}
