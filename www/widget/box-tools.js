// What the search box gets once its widget is here: a chip for a pasted log, a button that
// empties it, and its words in the reader's language.

import { h, icon } from "../shared/dom.js";
import { shapes } from "./icons.js";
import { strings } from "./strings.js";

export class BoxTools {
  #shell;
  #chip = h("button", { class: "chip", part: "chip", type: "button", hidden: true });
  #clear = h("button", { class: "clear", type: "button", "aria-label": strings.box.clear }, icon(shapes.close));

  /** @param {import("../loader/search-box.js").Shell} shell */
  constructor(shell) {
    this.#shell = shell;
    const { box, input, leave, replace } = shell;
    box.insertBefore(this.#chip, input);
    input.after(this.#clear);
    this.#clear.addEventListener("click", () => replace(""));
    this.#chip.addEventListener("click", () => replace(input.value));
    if (leave) leave.textContent = strings.box.close;
    this.update();
  }

  /** Shows what is in the box now. */
  update() {
    const { host, input, log } = this.#shell;
    const pasted = log().trim();
    const { box } = strings;
    this.#clear.hidden = !input.value && !pasted;
    this.#chip.hidden = !pasted;
    const name = box.log(pasted.split(/\r\n|\r|\n/).length);
    this.#chip.replaceChildren(name, icon(shapes.close));
    this.#chip.setAttribute("aria-label", `${name}. ${box.clear}`);
    input.placeholder = pasted ? box.more : (host.getAttribute("placeholder") ?? box.placeholder);
  }

  free() {
    this.#chip.remove();
    this.#clear.remove();
  }
}
