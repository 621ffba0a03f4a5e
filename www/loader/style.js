// The look of the search box, which the loader draws, and what protects every element from the
// page's own style sheets. The rest is in style.js, also a dialog's: whoever comes near its
// button fetches that.
//
// The host element itself belongs to the page: a rule such as `* { all: unset }` beats `:host`.
// So everything that would be inherited from it starts anew at `.frame`, and its own box may be
// anything; in a flex row, where a container has no width of its own, it asks for 40em and takes
// less. The page's say goes through `--kedb-*` properties, which no `all` touches. `medium` is
// the reader's own size: many pages set `rem` to 10 px.

import { sheet } from "../shared/dom.js";
import { declare } from "../shared/palette.js";

/** @type {CSSStyleSheet | undefined} */
let made;

/** The style sheet, made once for all elements. */
export const style = () => (made ??= sheet(css));

const css =
  declare({
    surface: ["#fff", "#15181e"],
    text: ["#1a1f2b", "#e9ecf1"],
    muted: ["#566072", "#a5afbf"],
    edge: ["#858e9e", "#6f7a8c"],
    accent: ["#0b5d7a", "#74c7e3"],
    "accent-soft": ["#e4f0f5", "#17313c"],
  }) +
  `
:host{display:block;min-inline-size:0!important;--_r:var(--kedb-radius,.75rem)}
*,::before,::after{box-sizing:border-box}
:host([hidden]),[hidden]{display:none!important}
.frame,.trigger{all:initial;visibility:inherit;pointer-events:inherit;color-scheme:inherit;font:400 var(--kedb-font-size,medium)/1.5 var(--kedb-font,system-ui,sans-serif);color:var(--_text);text-align:start}
.frame{display:block;container-type:inline-size;contain-intrinsic-inline-size:40em}
.box{display:flex;align-items:center;gap:.625em;min-height:3.25em;padding-block:.25em;padding-inline:1em .5em;background:var(--_surface);border:1px solid var(--_edge);border-radius:var(--_r)}
.box:focus-within{border-color:var(--_accent);box-shadow:0 0 0 1px var(--_accent),0 0 0 5px var(--_accent-soft)}
.icon{flex:none;inline-size:1.25em;block-size:1.25em;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.box>.icon{color:var(--_muted)}
input{flex:1;min-inline-size:0;padding:.5em 0;font:inherit;font-size:1.0625em;color:inherit;background:none;border:0;outline:0}
input::placeholder{color:var(--_muted);opacity:1}
button{font:inherit;color:inherit;cursor:pointer}
:focus-visible{outline:2px solid var(--_accent);outline-offset:2px}
input:focus-visible{outline:0}
.busy>.icon{animation:busy .7s infinite alternate}
@keyframes busy{to{opacity:.25}}
.trigger{display:inline-flex;cursor:pointer;gap:.625em;align-items:center;max-inline-size:100%;min-block-size:2.75em;padding:.375em 1em;color:var(--_muted);background:var(--_surface);border:1px solid var(--_edge);border-radius:var(--_r)}
.trigger:hover{color:var(--_text);background:var(--_accent-soft)}
dialog{inline-size:min(64rem,100vw - 2rem);padding:0}
.failure{padding:.75em 1em}
.failure p{margin:0 0 .5em}
`;
