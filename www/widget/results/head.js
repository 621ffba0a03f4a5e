// What stands above the rows: what was done to the words, what the first rows are, what narrows them
// down, and what the keys do. It is as high with filters and a note as without them, so that none of
// them moves the rows.

import { isApple } from "../../shared/keys.js";
import { h } from "../../shared/dom.js";
import { strings } from "../strings.js";

export class Head {
  #title = h("bdi", {});
  #heading = h("div", { class: "group-heading", part: "group-heading" }, this.#title);
  #narrow = h("div", { class: "narrow" }, this.#heading);
  notes = h("div", { class: "notes", part: "note" });
  element = h("div", { class: "head" }, this.notes, this.#narrow, keys());

  /** Takes in what narrows the rows down.
   * @param {HTMLElement} filters */
  add(filters) {
    this.#narrow.append(filters);
  }

  /** Shows these notes in place of the former ones. One that says the same stays as it is, unfolded and with
   * the focus: results are drawn again when the typing rests, and when more of the bundle has arrived.
   * @param {HTMLElement[]} notes */
  note(notes) {
    const former = /** @type {HTMLElement[]} */ ([...this.notes.children]);
    const wanted = notes.map(
      (note) => former.find((one) => one.className === note.className && one.textContent === note.textContent) ?? note,
    );
    for (const one of former) if (!wanted.includes(one)) one.remove();
    wanted.forEach((note, at) => {
      const there = this.notes.children[at];
      if (there !== note) this.notes.insertBefore(note, there ?? null);
    });
  }

  /** Names the rows below, which have this id to refer to their name.
   * @param {string} id @param {string} text */
  name(id, text) {
    this.#title.id = id;
    if (this.#title.textContent !== text) this.#title.textContent = text;
    this.#heading.hidden = !text;
  }

  /** What the notes say, in a line.
   * @returns {string} */
  get said() {
    return this.notes.querySelector(".said")?.textContent ?? "";
  }
}

/** What the keys do, for the eye: screen readers know a combobox. */
function keys() {
  const copyKeys = isApple() ? "⌘ C" : "Ctrl C";
  const known = [...strings.keys, [copyKeys, strings.copyHit]].map(([key, what]) =>
    h("span", {}, h("kbd", {}, key), what),
  );
  return h("span", { class: "keys", "aria-hidden": "true" }, ...known);
}
