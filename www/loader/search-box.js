// `<kedb-search>` before anything is loaded: the box, what is typed into it, and the moment
// when somebody means to search. Then the widget module takes the same nodes over, so that
// no keystroke, caret or half-composed character is lost.

import { h } from "../shared/dom.js";
import { Box, glass } from "./box.js";
import { join } from "./bundle.js";
import { modal } from "./dialog.js";
import { boxWords, languageOf } from "./language.js";
import { style } from "./style.js";

/**
 * What the widget takes over.
 * @typedef {object} Shell
 * @property {HTMLElement} host
 * @property {ShadowRoot} root
 * @property {HTMLElement} frame Holds the box; the panel goes below it.
 * @property {Box} box
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
  #box = new Box();
  #failure = h("div", { class: "failure", part: "failure", role: "alert", hidden: true });
  #frame = h("div", { class: "frame" }, this.#box.element, this.#failure);
  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  /** @type {Promise<void> | undefined} */ #loading;
  /** @type {ReturnType<typeof import("../widget/widget.js").mount> | undefined} */ #widget;
  /** @type {string | undefined} */ #wanted;
  /** @type {AbortController | undefined} */ #attached;
  /** @type {HTMLDialogElement | undefined} */ #dialog;
  #removed = false;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [style()];
    this.#root.append(this.#frame);
    for (const intent of ["focusin", "pointerenter"])
      this.addEventListener(intent, () => this.#failure.hidden && this.#intend());
  }

  connectedCallback() {
    const { element, input } = this.#box;
    this.#removed = false;
    const lang = languageOf(this);
    const words = boxWords(lang);
    const label = this.getAttribute("label") ?? words.label;
    this.#frame.lang = lang ?? "en";
    input.placeholder = this.getAttribute("placeholder") ?? words.placeholder;
    input.setAttribute("aria-label", label);
    const hotkey = this.getAttribute("hotkey");
    if (this.getAttribute("mode") === "dialog" && !this.#dialog) {
      const face = [glass(), h("span", {}, label)];
      if (hotkey) {
        const mod = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
        face.push(h("kbd", { "aria-hidden": "true" }, hotkey.replace("mod", mod)));
      }
      this.#dialog = modal(this.#frame, element, face, () => this.open(), label);
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
    return this.#box.text;
  }

  set value(text) {
    if (text === this.value) return;
    this.#box.fill(text, this.#box.log);
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
    this.#box.input.focus();
    this.#box.input.select();
  }

  /** Closes the dialog, if the box is in one. */
  close() {
    this.#dialog?.close();
  }

  #unfold() {
    if (this.#dialog && !this.#dialog.open && this.isConnected) this.#dialog.showModal();
  }

  #intend() {
    if (this.#widget || this.#loading) return;
    const { classList } = this.#box.element;
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
    const shell = { host: this, root: this.#root, frame: this.#frame, box: this.#box };
    this.#widget = widget.mount(shell, knowledgeBase);
    if (this.#wanted) this.#widget.show(this.#wanted);
  }

  /** @param {Error} error */
  #fail(error) {
    const retry = h("button", { type: "button" }, "Try again");
    retry.addEventListener("click", () => this.#intend());
    this.#failure.replaceChildren(h("p", {}, error.message, " ", retry), h("slot"));
    this.#failure.hidden = false;
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

/** @param {EventTarget | undefined} target */
function isEditable(target) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
