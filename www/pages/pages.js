// The behaviour of the static pages, which work without it: an article is copied, codes are
// filtered, and what is searched on index.html is kept in the address, after `#`, which no proxy
// or server ever sees.
//
// `#q=WORDS` is the text in the box, `&a=ID` the article that is open, `&h=ID` the heading at which
// it begins. A pasted log is never put into the address.

import { equip } from "./article.js";
import { filterCodes } from "./codes.js";
import { catchFiles } from "./drop.js";

/** @typedef {import("../loader/search-box.js").KedbSearch} KedbSearch */

equip();
filterCodes();
catchFiles();
const search = /** @type {KedbSearch | null} */ (document.querySelector("main kedb-search"));
if (search) customElements.whenDefined("kedb-search").then(() => sync(search));

/** How long the text stands still before it goes into the address: Safari refuses a page that
 * changes it more than 100 times in 30 seconds. */
const STILL = 300;

/** @param {KedbSearch} search */
function sync(search) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pending;
  const still = () => {
    clearTimeout(pending);
    pending = undefined;
  };
  const read = () => {
    still();
    const wanted = new URLSearchParams(location.hash.slice(1));
    search.value = wanted.get("q") ?? "";
    search.show(wanted.get("a") ?? "", wanted.get("h") ?? "");
  };
  /** @param {string} article @param {boolean} [step] Whether Back should lead here again. */
  const write = (article, step = false) => {
    // Back leads from an answer to the text that it was found with.
    if (step && pending) write("");
    still();
    const now = new URLSearchParams();
    if (search.value.trim()) now.set("q", search.value.trim());
    if (article) now.set("a", article);
    const before = new URLSearchParams(location.hash.slice(1));
    const heading = before.get("h");
    if (article && article === before.get("a") && heading) now.set("h", heading);
    const hash = `${now}` && `#${now}`;
    if (hash === location.hash) return;
    const address = location.pathname + location.search + hash;
    try {
      if (step) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch {
      // Refused for now: the address lags behind, and the search goes on.
    }
  };
  search.addEventListener("input", () => {
    still();
    pending = setTimeout(() => write(""), STILL);
  });
  search.addEventListener("kedb:close", () => write(""));
  search.addEventListener("kedb:open", (event) => write(/** @type {CustomEvent} */ (event).detail.id, true));
  addEventListener("hashchange", read);
  if (location.hash) read();
}
