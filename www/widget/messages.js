// What is said to the reader: below the results, at the lower edge of what is in sight, and to screen
// readers.

import { h } from "../shared/dom.js";
import { strings } from "./strings.js";

export class Messages {
  note = h("p", { class: "note", part: "note", hidden: true });
  /** What stays until the page is loaded again. */
  lasting = h("p", { class: "note", part: "note", hidden: true });
  status = h("div", { class: "visually-hidden", role: "status" });

  #kept = false;

  /** Shows a sentence, and has it read out.
   * @param {string} text @param {boolean} [kept] Until the text in the box is another one. */
  say(text, kept = false) {
    this.#kept = kept;
    this.note.textContent = text;
    this.note.hidden = false;
    this.announce(text);
  }

  /** Says that a newer version needs a reload.
   * @param {boolean} [reloads] Offers it, too: not beside a form, which would lose what was written. */
  outdated(reloads = true) {
    const reload = h("button", { type: "button", class: "undo", "data-do": "reload" }, strings.reload);
    this.lasting.replaceChildren(strings.outdated, " ", reloads ? reload : "");
    this.lasting.hidden = false;
    this.announce(strings.outdated);
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

  /** Takes the line away. @param {boolean} [kept] Also one that is to stay with the text. */
  clear(kept = false) {
    if (!this.#kept || kept) this.note.hidden = true;
  }
}
