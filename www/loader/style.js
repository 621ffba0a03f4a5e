// The look of the search box, which the loader draws, and what protects every element from the
// page's own style sheets. The rest is in widget/, also a dialog's: whoever comes near its
// button fetches that.
//
// The host element itself belongs to the page: a rule such as `* { all: unset }` beats `:host`.
// So everything that would be inherited from it starts anew at `.frame`, and its own box may be
// anything; in a flex row, where a container has no width of its own, it asks for 40em and takes
// less. The page's say goes through `--kedb-*` properties, which no `all` touches. `medium` is
// the reader's own size: many pages set `rem` to 10 px.

import { sheet } from "../shared/dom.js";
import { declare } from "../shared/palette.js";
import rules from "./box.css";

const palette = declare({
  surface: ["#fff", "#15181e"],
  text: ["#1a1f2b", "#e9ecf1"],
  muted: ["#566072", "#a5afbf"],
  edge: ["#858e9e", "#6f7a8c"],
  accent: ["#0b5d7a", "#74c7e3"],
  "accent-soft": ["#e4f0f5", "#17313c"],
});

/** @type {CSSStyleSheet | undefined} */
let made;

/** The style sheet, made once for all elements. */
export function style() {
  made ??= sheet(palette + rules);
  return made;
}
