// `<kedb-search>` before anything is loaded: the box, what is typed into it, and the moment
// when somebody means to search. Then the widget module takes the same nodes over, so that
// no keystroke, caret or half-composed character is lost.

import { style } from "./box-style.js";
import { join } from "./bundle.js";
import { h, icon } from "./dom.js";
import { boxWords, languageOf } from "./language.js";

/**
 * What the widget takes over.
 * @typedef {object} Shell
 * @property {HTMLElement} host
 * @property {ShadowRoot} root
 * @property {HTMLElement} frame Holds the box; the panel goes below it.
 * @property {HTMLElement} box
 * @property {HTMLInputElement} input
 * @property {() => string} log What was pasted with its line breaks.
 * @property {(log: string) => void} setLog
 * @property {string} more What the empty input says beside a log.
 */


/**
 * `<kedb-search>`: attributes `bundle` (the bundle's folder; default: where this script lies),
 * `service` (a filter that the reader can lift), `limit`, `lang`, `ticket-url`, `placeholder`,
 * `label`, `hotkey` (as in `mod+k` or `/`), `autofocus`. Its children are shown when it can't
 * work. The parts, properties and events are listed in widget.js.
 */
export class KedbSearch extends HTMLElement {
  /** @type {Shell} */ #shell;
  #log = "";
  /** @type {string | undefined} */ #lang;
  #words = boxWords();
  #chip = h("button", { class: "chip", part: "chip", type: "button" });
  #clear = h("button", { class: "clear", type: "button" }, icon("M6 6l12 12M18 6L6 18"));
  #failure = h("div", { class: "failure", part: "failure", role: "alert" });
  /** @type {Promise<void> | undefined} */ #loading;
  /** @type {ReturnType<typeof import("./widget.js").take> | undefined} */ #widget;
  /** @type {string | undefined} */ #wanted;
  /** @type {AbortController | undefined} */ #attached;
  #removed = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [style()];
    const input = h("input", {
      part: "input", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
    });
    const box = h("div", { class: "box", part: "box" }, icon("M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20"), this.#chip, input, this.#clear);
    const frame = h("div", { class: "frame" }, box, this.#failure);
    this.#chip.hidden = this.#failure.hidden = true;
    root.append(frame);
    this.#shell = { host: this, root, frame, box, input, log: () => this.#log, setLog: (log) => this.#setLog(log), more: "" };

    for (const intent of ["focusin", "pointerenter"]) this.addEventListener(intent, () => this.#failure.hidden && this.#intend());
    input.addEventListener("input", () => this.#changed());
    input.addEventListener("paste", (event) => this.#paste(event));
    this.#clear.addEventListener("click", () => this.#replace(""));
    this.#chip.addEventListener("click", () => this.#replace(input.value));
    box.addEventListener("pointerdown", (event) => {
      if (event.target === input || /** @type {Element} */ (event.target).closest("button")) return;
      event.preventDefault();
      input.focus();
    });
  }

  connectedCallback() {
    const { input } = this.#shell;
    this.#removed = false;
    this.#lang = languageOf(this);
    const words = (this.#words = boxWords(this.#lang));
    this.#shell.frame.lang = this.#lang ?? "en";
    this.#invite();
    this.#clear.setAttribute("aria-label", words.clear);
    input.setAttribute("aria-label", this.getAttribute("label") ?? words.label);
    this.#attached = new AbortController();
    document.addEventListener("keydown", (event) => this.#hotkey(event), this.#attached);
    if (this.hasAttribute("autofocus")) input.focus();
  }

  disconnectedCallback() {
    this.#attached?.abort();
    // An element that is only moved is in the document again by then.
    setTimeout(() => this.isConnected || this.#free());
  }

  /** Gives back what the widget holds; a box that comes back loads it again when it is meant. */
  #free() {
    this.#removed = true;
    this.#widget?.free();
    this.#widget = this.#wanted = undefined;
  }

  /** What is in the box, without a pasted log. */
  get value() {
    return this.#shell.input.value;
  }

  set value(text) {
    if (text === this.value) return;
    this.#shell.input.value = text;
    this.#changed();
    this.#intend();
  }

  /** Opens the article with this id; an empty id closes the one that is open.
   * @param {string} id */
  show(id) {
    this.#wanted = id;
    this.#widget?.show(id);
    if (id) this.#intend();
  }

  #intend() {
    if (this.#widget || this.#loading) return;
    this.#loading = this.#load()
      .catch((error) => this.#fail(error))
      .finally(() => (this.#loading = undefined));
  }

  async #load() {
    const { widget, knowledgeBase } = await join(this);
    if (this.#removed) return knowledgeBase.close();
    this.#failure.hidden = true;
    this.#widget = widget.take(this.#shell, knowledgeBase);
    this.#invite();
    if (this.#wanted) this.#widget.show(this.#wanted);
  }

  /** @param {Error} error */
  #fail(error) {
    const retry = h("button", { type: "button" }, this.#words.retry);
    retry.addEventListener("click", () => this.#intend());
    this.#failure.replaceChildren(h("p", {}, this.#words.failed, " ", error.message, " ", retry), h("slot"));
    this.#failure.hidden = false;
  }

  /** Empties the box of a log, and puts this text into it.
   * @param {string} text */
  #replace(text) {
    const { input } = this.#shell;
    input.value = text;
    this.#setLog("");
    input.focus();
  }

  /** An input would drop line breaks, and a log means nothing without them.
   * @param {ClipboardEvent} event */
  #paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    this.#setLog(text);
  }

  /** @param {string} log */
  #setLog(log) {
    const lines = log.trim().split(/\r\n|\r|\n/).length;
    this.#log = log;
    this.#chip.hidden = !log;
    this.#chip.replaceChildren(this.#words.log(lines), icon("M7 7l10 10M17 7L7 17"));
    this.#chip.setAttribute("aria-label", `${this.#words.log(lines)}. ${this.#words.clear}`);
    this.#invite();
    this.#changed();
  }

  #invite() {
    this.#shell.input.placeholder = this.#log ? this.#shell.more : (this.getAttribute("placeholder") ?? this.#words.placeholder);
  }

  #changed() {
    this.#shell.box.classList.toggle("filled", this.value !== "" || this.#log !== "");
    this.#widget?.changed();
  }

  /** @param {KeyboardEvent} event */
  #hotkey(event) {
    const [key, mod] = (this.getAttribute("hotkey") ?? "").toLowerCase().split("+").reverse();
    if (!key || event.key.toLowerCase() !== key || event.defaultPrevented) return;
    if (mod ? !(event.ctrlKey || event.metaKey) : isEditable(event.composedPath()[0])) return;
    event.preventDefault();
    this.#shell.input.focus();
    this.#shell.input.select();
  }
}

/** @param {EventTarget | undefined} target */
function isEditable(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
