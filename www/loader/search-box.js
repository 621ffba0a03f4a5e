// `<kedb-search>` before anything is loaded: the box, what is typed into it, and the moment
// when somebody means to search. Then the widget module takes the same nodes over, so that
// no keystroke, caret or half-composed character is lost.

import { style } from "./style.js";
import { join } from "./bundle.js";
import { modal } from "./dialog.js";
import { h, icon } from "../shared/dom.js";
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
 * @property {HTMLElement | undefined} leave What closes the dialog, in one.
 * @property {(log: string) => void} setLog
 * @property {(text: string) => void} replace Empties the box of a log, and puts this text into it.
 * @property {() => number | undefined} since When the first key of this search was pressed.
 * @property {() => boolean} pasted Whether some of the text was pasted.
 */

/** After how long waiting is shown. */
const LATE = 150;

/**
 * `<kedb-search>`: attributes `bundle` (the bundle's folder; default: where this script lies),
 * `mode` (`inline`, or `dialog` behind a button), `service` (a filter that the reader can lift),
 * `limit`, `lang`, `ticket-url`, `feedback-url`, `placeholder`, `label`, `hotkey` (as in `mod+k`
 * or `/`), `recent` (offers this tab's earlier searches again), `prefetch` (loads the rest of a
 * bundle of at most 10 MB ahead, once somebody has meant to search), `autofocus`. Its children are
 * shown when it can't work. The parts, properties and events are listed in widget.js.
 */
export class KedbSearch extends HTMLElement {
  /** @type {Shell} */ #shell;
  #log = "";
  #failure = h("div", { class: "failure", part: "failure", role: "alert" });
  /** @type {Promise<void> | undefined} */ #loading;
  /** @type {ReturnType<typeof import("../widget/widget.js").take> | undefined} */ #widget;
  /** @type {string | undefined} */ #wanted;
  /** @type {AbortController | undefined} */ #attached;
  /** @type {ReturnType<typeof modal> | undefined} */ #modal;
  #removed = false;
  /** @type {number | undefined} */ #since;
  #pasted = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [style()];
    const input = h("input", {
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
    const box = h("label", { class: "box", part: "box", for: "input" }, glass(), input);
    const frame = h("div", { class: "frame" }, box, this.#failure);
    this.#failure.hidden = true;
    root.append(frame);
    this.#shell = {
      host: this,
      root,
      frame,
      box,
      input,
      leave: undefined,
      log: () => this.#log,
      setLog: (log) => this.#setLog(log),
      replace: (text) => this.#replace(text),
      since: () => this.#since,
      pasted: () => this.#pasted,
    };

    for (const intent of ["focusin", "pointerenter"])
      this.addEventListener(intent, () => this.#failure.hidden && this.#intend());
    input.addEventListener("input", (event) => {
      this.#pasted ||= /Paste|Drop/.test(/** @type {InputEvent} */ (event).inputType);
      this.#changed();
    });
    for (const way of ["paste", "drop"]) input.addEventListener(way, (event) => this.#paste(event));
  }

  connectedCallback() {
    const { box, frame, input } = this.#shell;
    this.#removed = false;
    const lang = languageOf(this);
    const words = boxWords(lang);
    const label = this.getAttribute("label") ?? words.label;
    frame.lang = lang ?? "en";
    input.placeholder = this.getAttribute("placeholder") ?? words.placeholder;
    input.setAttribute("aria-label", label);
    if (this.getAttribute("mode") === "dialog" && !this.#modal) {
      const face = [glass(), h("span", {}, label)];
      const hotkey = this.getAttribute("hotkey");
      if (hotkey) {
        const mod = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
        face.push(h("kbd", { "aria-hidden": "true" }, hotkey.replace("mod", mod)));
      }
      this.#modal = modal(frame, box, face, () => this.open(), label);
      this.#shell.leave = this.#modal.leave;
    }
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
    this.close();
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
    if (id) this.#unfold();
    this.#widget?.show(id);
    if (id) this.#intend();
  }

  /** Leads into the box, through its dialog if it is in one. */
  open() {
    this.#unfold();
    this.#shell.input.focus();
    this.#shell.input.select();
  }

  /** Closes the dialog, if the box is in one. */
  close() {
    this.#modal?.dialog.close();
  }

  #unfold() {
    const dialog = this.#modal?.dialog;
    if (dialog && !dialog.open && this.isConnected) dialog.showModal();
  }

  #intend() {
    if (this.#widget || this.#loading) return;
    const { classList } = this.#shell.box;
    const late = setTimeout(() => classList.add("busy"), LATE);
    this.#loading = this.#load()
      .catch((error) => this.#fail(error))
      .finally(() => {
        clearTimeout(late);
        classList.remove("busy");
        this.#loading = undefined;
      });
  }

  async #load() {
    const { widget, knowledgeBase } = await join(this);
    if (this.#removed) return knowledgeBase.close();
    this.#failure.hidden = true;
    this.#widget = widget.take(this.#shell, knowledgeBase);
    if (this.#wanted) this.#widget.show(this.#wanted);
  }

  /** @param {Error} error */
  #fail(error) {
    const retry = h("button", { type: "button" }, "Try again");
    retry.addEventListener("click", () => this.#intend());
    this.#failure.replaceChildren(h("p", {}, error.message, " ", retry), h("slot"));
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
   * @param {any} event Of pasting or dropping. */
  #paste(event) {
    const text = (event.clipboardData ?? event.dataTransfer).getData("text");
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    this.#setLog(text);
  }

  /** @param {string} log */
  #setLog(log) {
    this.#log = log;
    this.#changed();
  }

  #changed() {
    const filled = this.value !== "" || this.#log !== "";
    this.#since = filled ? (this.#since ?? performance.now()) : undefined;
    this.#pasted &&= filled;
    this.#widget?.changed();
  }

  /** @param {KeyboardEvent} event */
  #hotkey(event) {
    const [key, ...mods] = (this.getAttribute("hotkey") ?? "").toLowerCase().split("+").reverse();
    if (!key || event.key.toLowerCase() !== key || event.defaultPrevented) return;
    if (mods.includes("mod") !== (event.ctrlKey || event.metaKey) || (mods.includes("shift") && !event.shiftKey))
      return;
    // A field keeps its keys.
    if (isEditable(event.composedPath()[0])) return;
    event.preventDefault();
    this.open();
  }
}

function glass() {
  return icon("M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15 15l5 5");
}

/** @param {EventTarget | undefined} target */
function isEditable(target) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
