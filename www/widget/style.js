// The look of results and answers. Colours are in pairs, light and dark; every text has at
// least 4.5:1 on what it stands on, every edge that means something 3:1.

import { sheet } from "../shared/dom.js";
import { declare } from "../shared/palette.js";
import rules from "./styles/widget.css";

const palette = declare({
  raised: ["#f5f7f9", "#1c2027"],
  line: ["#dde2e9", "#2d333d"],
  "on-accent": ["#fff", "#06202a"],
  ok: ["#0f5c37", "#86dbab"],
  "ok-soft": ["#eaf6ef", "#11271b"],
  "ok-line": ["#1f8a52", "#33a56b"],
  warn: ["#744600", "#f2c773"],
  "warn-soft": ["#fdf3dd", "#2b2211"],
  "warn-line": ["#b97a10", "#b98a36"],
  bad: ["#a4161a", "#ff9f9b"],
  "bad-soft": ["#fdeaea", "#351a1b"],
  internal: ["#5b2a9d", "#cdb3f6"],
  "internal-soft": ["#f2ebfb", "#281c3a"],
  mark: ["#ffe48a", "#5d4b06"],
  "mark-text": ["#1a1f2b", "#fff3c7"],
});

/** @type {CSSStyleSheet | undefined} */
let made;

/** The style sheet, made once. */
export function style() {
  made ??= sheet(palette + rules);
  return made;
}
