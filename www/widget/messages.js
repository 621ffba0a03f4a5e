// What is said to the reader: in a line above the results, and to screen readers.

import { h } from "../shared/dom.js";

export class Messages {
  note = h("p", { class: "note", part: "note", hidden: true });
  status = h("div", { class: "visually-hidden", role: "status" });

  /** Shows a sentence, and has it read out.
   * @param {string} text */
  say(text) {
    this.note.textContent = text;
    this.note.hidden = false;
    this.announce(text);
  }

  /** Has a sentence read out by screen readers, without showing it.
   * @param {string} text */
  announce(text) {
    this.status.textContent = text;
  }

  /** Says why something failed, unless it only gave way to something newer.
   * @param {unknown} error */
  fail(error) {
    if (error instanceof Error && error.name !== "AbortError") this.say(error.message);
    return undefined;
  }

  /** Takes the line away. */
  clear() {
    this.note.hidden = true;
  }
}
