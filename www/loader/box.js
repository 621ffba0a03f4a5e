// The search box: what is in it, and how it came there.

import { h, icon } from "../shared/dom.js";

/** Tells of `change` when the text or the log is another one, and of `files` when there are some to
 * read. */
export class Box extends EventTarget {
  input = h("input", {
    id: "input",
    part: "input",
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
  });
  // A label leads a click beside the input into it.
  element = h("label", { class: "box", part: "box", for: "input" }, glass(), this.input);
  /** What stands in it as long as it is empty. */
  placeholder = "";
  /** What was pasted with its line breaks. */
  log = "";
  /** When the first key of this search was pressed.
   * @type {number | undefined} */
  since;
  /** Whether the text is as it was pasted. */
  isPasted = false;
  /** Whether the log is only some of a file. */
  isCut = false;
  /** Files that were dropped or pasted and are to be read.
   * @type {File[]} */
  files = [];
  /** Whether Enter was the last key before the search was there. */
  isEntered = false;
  /** Whether some of the text was pasted. */
  holdsPasted = false;

  constructor() {
    super();
    this.input.addEventListener("input", (event) => {
      this.isPasted = /Paste|Drop/.test(/** @type {InputEvent} */ (event).inputType);
      this.holdsPasted ||= this.isPasted;
      this.#changed();
    });
    for (const way of ["paste", "drop"]) this.input.addEventListener(way, (event) => this.#paste(event));
  }

  /** What is in the box, without the log. */
  get text() {
    return this.input.value;
  }

  /** Puts a text and a log into the box.
   * @param {string} text */
  fill(text, log = "") {
    this.isCut &&= log === this.log;
    this.isPasted &&= text === this.text;
    this.input.value = text;
    this.log = log;
    this.#changed();
  }

  /** @param {FileList} files To be read. */
  take(files) {
    this.files = [...files];
    this.input.focus();
    this.dispatchEvent(new Event("files"));
  }

  /** Keeps a text with line breaks as a log, since an input would drop the line breaks. Files are
   * taken only where there is no text: cells of a spreadsheet come as a text and as a picture.
   * @param {any} event Of pasting or dropping. */
  #paste(event) {
    const data = event.clipboardData ?? event.dataTransfer;
    const text = data.getData("text");
    if (!text && data.files.length) {
      event.preventDefault();
      // Dropped ones are taken wherever they are dropped on the element.
      return event.clipboardData && this.take(data.files);
    }
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    this.fill(this.text, text);
  }

  #changed() {
    const filled = this.text + this.log !== "";
    this.since = filled ? (this.since ?? performance.now()) : undefined;
    this.holdsPasted &&= filled;
    this.dispatchEvent(new Event("change"));
  }
}

/** A magnifying glass. */
export function glass() {
  return icon("M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15 15l5 5");
}
