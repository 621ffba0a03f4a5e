// What the search box gets once its widget is here: a chip for a pasted log, a button that
// empties it, and its words in the reader's language.

import { h, icon } from "../shared/dom.js";
import { shapes } from "./icons.js";
import { strings } from "./strings.js";

export class BoxTools {
  #box;
  #chip = h("button", { class: "chip", part: "chip", type: "button", hidden: true });
  #clear = h("button", { class: "clear", type: "button", "aria-label": strings.box.clear }, icon(shapes.close));

  /** @param {import("../loader/box.js").Box} box */
  constructor(box) {
    this.#box = box;
    box.element.insertBefore(this.#chip, box.input);
    box.input.after(this.#clear);
    this.#clear.addEventListener("click", () => replaceText(box, ""));
    this.#chip.addEventListener("click", () => replaceText(box, box.text));
    box.element.dataset.drop = strings.box.drop;
    this.update();
  }

  /** Shows what is in the box now. */
  update() {
    const words = strings.box;
    const { input, text, log } = this.#box;
    const lines = lineCount(log);
    // A dialog that was made anew has another one.
    const closer = this.#box.element.querySelector(".closer");
    if (closer && closer.textContent !== words.close) closer.textContent = words.close;
    this.#clear.hidden = !text && !lines;
    this.#chip.hidden = !lines;
    if (lines) {
      const name = words.log(lines);
      this.#chip.replaceChildren(name, icon(shapes.close));
      this.#chip.setAttribute("aria-label", `${name}. ${words.clear}`);
    }
    const placeholder = lines ? words.more : this.#box.placeholder;
    if (input.placeholder !== placeholder) input.placeholder = placeholder;
  }

  free() {
    this.#chip.remove();
    this.#clear.remove();
  }
}

/** Empties the box of a log, puts this text into it, and leads there.
 * @param {import("../loader/box.js").Box} box @param {string} text */
export function replaceText(box, text) {
  box.fill(text);
  box.input.focus();
}

/** Puts the text of files into the box, as if it had been pasted.
 * @param {import("../loader/box.js").Box} box
 * @param {{ text: string, isCut: boolean }} read `isCut`: some of the files was left out. */
export function fillPasted(box, { text, isCut }) {
  const isLog = /[\r\n]/.test(text.trim());
  box.input.value = isLog ? "" : text.trim();
  box.log = isLog ? text : "";
  box.isCut = isCut;
  box.isPasted = box.holdsPasted = true;
  box.fill(box.text, box.log);
}

/** The last log that was counted: each key that is typed beside a log asks again. */
let counted = { log: "", lines: 0 };

/** How many lines a log has; an empty one has none.
 * @param {string} log */
export function lineCount(log) {
  if (log !== counted.log) {
    const text = log.trim();
    counted = { log, lines: text ? text.split(/\r\n|\r|\n/).length : 0 };
  }
  return counted.lines;
}
