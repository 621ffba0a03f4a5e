// `<kedb-search>` before anything is loaded: the box, what is typed into it, and the moment
// when somebody means to search. Then the widget module takes the same nodes over, so that
// no keystroke, caret or half-composed character is lost.

import { h } from "../shared/dom.js";
import { Box, glass } from "./box.js";
import { join } from "./bundle.js";
import { lock, modal } from "./dialog.js";
import { dropZone } from "./drop.js";
import { KedbElement } from "./element.js";
import { isHotkey } from "./keys.js";
import { isApple, isComposing } from "../shared/keys.js";
import { failure, firstWords, languageOf } from "./language.js";
import { reflect, takeOver } from "./reflect.js";
import { style } from "./style.js";

/** After how long waiting is shown. */
const LATE = 150;

/** The attributes that may change at any time. */
const LIVE = [
  "bundle",
  "engine",
  "lang",
  "mode",
  "hotkey",
  "service",
  "limit",
  "label",
  "placeholder",
  "query",
  "value",
];

/**
 * The search: a box, and below it what is broken now, results, and an answer. Nothing is fetched
 * before somebody means to search.
 *
 * @tag kedb-search
 *
 * @attr {"inline" | "dialog"} mode - `dialog` is a button, and the search in a dialog over the page.
 * @attr {string} hotkey - A key that leads into it, as in `mod+k` or `/`; a single key is ignored
 *   where somebody types, and `mod+k` in an editor.
 * @attr {string} service - A filter to begin with, which the reader can lift.
 * @attr {string} query - What is searched at first, without waiting for the reader.
 * @attr {string} value - The same, as the fields of a form have it.
 * @attr {number} limit - How many results are shown at first; else 10.
 * @attr {string} label - The name of the box for assistive technology, and the button's text.
 * @attr {string} placeholder - What stands in the empty box.
 * @attr {string} ticket-url - Opened by “Open a ticket”, with places for `{query}` and `{tried}`.
 * @attr {string} feedback-url - Opened by “Outdated or did not work”: `{id}`, `{reason}`, `{comment}`.
 * @attr {string} count-url - Asked for at each event, with its kind and the article's id, so that the
 *   log of a web server counts it.
 * @attr {boolean} recent - Offers the searches of this tab again; never what was pasted.
 * @attr {boolean} prefetch - Loads the rest of a bundle of at most 10 MB ahead, once somebody has
 *   meant to search, for when the network is gone.
 * @attr {boolean} autofocus - The box has the focus when the page comes.
 *
 * @fires {CustomEvent<SearchDetail>} kedb:search - Results stood still for a moment.
 * @fires {CustomEvent<NoResultsDetail>} kedb:no-results - Likewise, and nothing answers.
 * @fires {CustomEvent<OpenDetail>} kedb:open - An answer was opened.
 * @fires {CustomEvent<{}>} kedb:close - The answer was closed.
 * @fires {CustomEvent<SolvedDetail>} kedb:solved - An answer helped. Cancelable: else thanks are said.
 * @fires {CustomEvent<ContactDetail>} kedb:contact - Somebody needs help. Cancelable: else
 *   `ticket-url` is opened, or whom to ask is said.
 * @fires {CustomEvent<FeedbackDetail>} kedb:feedback - An article is wrong. Cancelable: else
 *   `feedback-url` is opened, or a mail to the owner.
 *
 * @csspart trigger - The button of a dialog.
 * @csspart dialog - The dialog.
 * @csspart close-button - What closes it.
 * @csspart box - The search box.
 * @csspart input - What is typed into.
 * @csspart chip - A pasted log or the page's service, in the box.
 * @csspart panel - All that is below the box.
 * @csspart filters - What narrows the results down.
 * @csspart filter - One of them.
 * @csspart list - The list of results.
 * @csspart group - Results of one kind.
 * @csspart group-heading - What they are.
 * @csspart result - A result.
 * @csspart result-title - Its title.
 * @csspart result-why - The codes or lines that it was found by.
 * @csspart result-excerpt - The beginning of its workaround.
 * @csspart result-meta - Its status, service, age and id.
 * @csspart nothing - Said when nothing is known.
 * @csspart skeleton - The shape of results that are awaited.
 * @csspart more - The button for more results.
 */
export class KedbSearch extends KedbElement {
  static observedAttributes = LIVE;

  #box = new Box();
  #failure = h("div", { class: "failure", role: "alert", hidden: true });
  #waiting = h("p", { class: "waiting", role: "status" });
  #frame = h("div", { class: "frame" }, this.#box.element, this.#waiting, this.#failure);
  /** @type {Promise<unknown> | undefined} */ #loading;
  /** @type {InstanceType<typeof import("../widget/widget.js").Search> | undefined} */ #widget;
  /** @type {[id: string, anchor?: string] | undefined} */ #wanted;
  /** @type {AbortController | undefined} */ #attached;
  /** @type {HTMLDialogElement | undefined} */ #dialog;
  /** @type {(() => void) | undefined} */ #undo;
  #turn = 0;
  #removed = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [style()];
    root.append(this.#frame);
    // What Escape closes first, the widget closes: this is what is left.
    root.addEventListener("keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
    dropZone(this, this.#box);
    this.#box.addEventListener("change", () => this.#intend());
    this.#box.addEventListener("files", () => {
      this.#intend();
      // They may have fallen on the button of the dialog.
      this.#unfold();
    });
    for (const intent of ["focusin", "pointerenter"])
      this.addEventListener(intent, () => this.#failure.hidden && this.#intend());
  }

  connectedCallback() {
    takeOver(this);
    this.#removed = false;
    this.#dress();
    this.#attached = new AbortController();
    document.addEventListener("keydown", (event) => this.#hotkey(event), this.#attached);
    addEventListener("online", () => this.#failure.hidden || this.#intend(), this.#attached);
    if (this.hasAttribute("autofocus")) this.#box.input.focus();
    const query = this.getAttribute("query") ?? this.getAttribute("value");
    if (query && !this.value) this.value = query;
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (!this.#attached || before === after) return;
    if (name === "query" || name === "value") this.value = after ?? "";
    else if (["bundle", "engine", "lang"].includes(name)) this.#reload();
    else if (name !== "service" && name !== "limit") this.#dress();
    this.#widget?.changed(name);
  }

  /** Shows what the attributes say of the box, and of the button that leads to it. */
  #dress() {
    const box = this.#box;
    const { element, input } = box;
    const lang = languageOf(this);
    const words = firstWords(lang);
    const label = this.getAttribute("label") ?? words.label;
    this.#frame.lang = lang ?? "en";
    input.placeholder = box.placeholder = this.getAttribute("placeholder") ?? words.placeholder;
    input.setAttribute("aria-label", label);
    const isDialog = this.getAttribute("mode") === "dialog";
    if (isDialog && this.#dialog?.open) return;
    this.#undo?.();
    this.#dialog = this.#undo = undefined;
    if (!isDialog) return;
    /** @type {(Node | string)[]} */
    const face = [glass(), label];
    const hotkey = this.getAttribute("hotkey");
    if (hotkey) face.push(h("kbd", { "aria-hidden": "true" }, hotkey.replace("mod", isApple() ? "⌘" : "Ctrl")));
    const { dialog, undo } = modal(this.#frame, element, face, () => this.open(), label);
    this.#dialog = dialog;
    this.#undo = undo;
  }

  /** Begins anew with another bundle or language, if anything was loaded. */
  #reload() {
    const wasLoaded = this.#widget || this.#loading;
    this.#turn++;
    this.#widget?.free();
    this.#widget = this.#loading = undefined;
    this.#dress();
    if (wasLoaded) this.#intend();
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
   * @param {string} id @param {string} [anchor] The `id` of the heading to begin at. */
  show(id, anchor) {
    if (id) this.#unfold();
    if (this.#widget) this.#widget.show(id, anchor);
    else this.#wanted = [id, anchor];
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
    if (!this.#dialog || this.#dialog.open || !this.isConnected) return;
    this.#dialog.showModal();
    lock(true);
  }

  #intend() {
    if (this.#widget || this.#loading) return;
    const { classList } = this.#box.element;
    const late = setTimeout(() => {
      classList.add("busy");
      this.#waiting.textContent = firstWords(languageOf(this)).loading;
    }, LATE);
    const turn = this.#turn;
    this.#loading = this.#load(turn)
      .catch((error) => turn === this.#turn && this.#fail(error))
      .finally(() => {
        clearTimeout(late);
        classList.remove("busy");
        this.#waiting.textContent = "";
        if (turn === this.#turn) this.#loading = undefined;
      });
  }

  /** @param {number} turn */
  async #load(turn) {
    const { widget, knowledgeBase } = await join(this);
    if (this.#removed || turn !== this.#turn) return knowledgeBase.close();
    this.#failure.hidden = true;
    this.#widget = new widget.Search(this, this.#frame, this.#box, knowledgeBase);
    if (this.#wanted) this.#widget.show(...this.#wanted);
    this.#wanted = undefined;
  }

  /** @param {Error} error */
  #fail(error) {
    const retry = h("button", { type: "button" });
    retry.addEventListener("click", () => this.#intend());
    this.#failure.replaceChildren(failure(this, error, retry), h("slot"));
    this.#failure.hidden = false;
  }

  /** @param {KeyboardEvent} event */
  #hotkey(event) {
    if (!isHotkey(event, this.getAttribute("hotkey") ?? "")) return;
    event.preventDefault();
    this.open();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    this.#box.isEntered = !this.#widget && event.key === "Enter" && !isComposing(event);
    if (event.key !== "Escape" || event.defaultPrevented || isComposing(event) || !this.#dialog?.open) return;
    event.preventDefault();
    this.close();
  }
}

reflect(
  KedbSearch,
  [...LIVE.filter((name) => name !== "lang" && name !== "value"), "ticket-url", "feedback-url", "count-url"],
  ["recent", "prefetch"],
);
