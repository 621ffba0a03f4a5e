// `<kedb-suggest for="subject details">`: known errors for what somebody writes into the fields
// of a form, below these fields. Where nothing is known, nothing is shown.
//
// It is no combobox: ARIA ids don't cross into a shadow tree, and the text in the field stays as it
// is. It is a region with a button for each known error, which opens the workaround in place. Fields
// that `for` names are listened to and never touched, and may come later or be replaced.
//
// With the form travel kedb_query (at most 80 characters, never a pasted log), kedb_tried (the
// ids of the articles that were opened) and kedb_solved (the one that helped, all the same).
//
// Events, as in widget.js: kedb:search, kedb:no-results, kedb:open, kedb:copy, kedb:contact,
// and kedb:solved, cancelable: else thanks are drawn in place of the suggestions, with a way to
// send the form all the same. The form is never blocked.

import { isComposing } from "../shared/keys.js";
import { Fields } from "./fields.js";
import { joined, surestFirst } from "./joined.js";
import { warnOfOld } from "./element-actions.js";
import rules from "./suggest.css";
import { Suggestion } from "./suggestion.js";

/** How long typing stands still before it is searched for. */
const PAUSE = 250;
/** How long before it is taken as complete, announced to the page, and read out. */
const SETTLED = 1000;
/** Less than this is no text to search for. */
const SHORTEST = 3;
/** @type {CSSStyleSheet | undefined} */
let style;

/**
 * @typedef {import("../kedb.d.ts").Hit} Hit
 * @typedef {import("../kedb.d.ts").Results} Results
 * @typedef {import("../loader/lazy.js").Drawn} Drawn
 */

/** @implements {Drawn} */
export class Suggest {
  #stage;
  #fields;
  #list;
  #region;
  #thanks;
  #messages;
  /** The suggestions that are shown, by id.
   * @type {Map<string, Suggestion>} */
  #items = new Map();
  /** @type {string | undefined} The id of the one that is unfolded. */ #open;
  /** @type {Set<string>} */ #tried = new Set();
  /** @type {string | undefined} */ #solved;
  /** The articles that have helped, and whether the page left the thanks to the element.
   * @type {Map<string, boolean>} */
  #helped = new Map();
  /** Whether the form is to be sent although an article helped. */
  #sends = false;
  #asked = "";
  /** When somebody began to write.
   * @type {number | undefined} */
  #since;
  #turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #pausing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #settling;
  #attached = new AbortController();

  /** @param {import("./elements.js").Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    const { host, tree, widget, kb } = stage;
    const { h, strings } = widget;
    this.#messages = new widget.Messages();
    this.#list = h("ul", { class: "suggestions" });
    this.#region = h(
      "section",
      { class: "region", part: "region", "aria-labelledby": "region-title", hidden: true },
      h("h2", { class: "region-title", id: "region-title", part: "region-title" }, strings.suggestTitle),
      this.#messages.lasting,
      this.#list,
    );
    const send = h("button", { type: "button", class: "button", part: "button" }, strings.sendAllTheSame);
    this.#thanks = h(
      "div",
      { class: "thanks", part: "thanks", tabindex: -1, hidden: true },
      h("p", { class: "thanks-title" }, strings.thanks),
      h("p", {}, strings.notNeeded),
      send,
    );
    style ??= widget.sheet(rules);
    tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, widget.style(), style];
    tree.replaceChildren(h("div", { class: "frame" }, this.#region, this.#thanks, this.#messages.status));

    this.#fields = new Fields(host, this.#attached.signal);
    this.#fields.onChange((typing) => this.#changed(typing));
    this.#fields.onReset(() => {
      this.#end();
      this.#changed(false);
    });
    this.#fields.onFormData((data) => this.#travel(data));
    this.#region.addEventListener("click", (event) => this.#click(event));
    this.#region.addEventListener("keydown", (event) => this.#key(event));
    send.addEventListener("click", () => this.#sendAllTheSame());
    kb.events.addEventListener("swap", () => this.#ask(false), this.#attached);
    warnOfOld(this.#messages, kb, this.#attached.signal);
    this.#changed(false);
  }

  /** Asks again, by other attributes. */
  update() {
    this.#ask(false);
  }

  free() {
    this.#attached.abort();
    this.#turn++;
    clearTimeout(this.#pausing);
    clearTimeout(this.#settling);
    this.#stage.kb.close();
  }

  // Asking.

  /** @param {boolean} typing */
  #changed(typing) {
    const text = this.#fields.texts().join("\n");
    if (text === this.#asked) return;
    // Who goes on writing below the thanks needs help after all.
    if (!text) this.#end();
    else if (!this.#sends) this.#takeBack();
    this.#since = text ? (this.#since ?? performance.now()) : undefined;
    clearTimeout(this.#pausing);
    clearTimeout(this.#settling);
    this.#pausing = setTimeout(() => this.#ask(typing), typing ? PAUSE : 0);
    this.#settling = setTimeout(() => this.#settle(), SETTLED);
  }

  /** @param {boolean} typing
   * @returns {Promise<Results | undefined>} nothing if a newer text took over */
  async #ask(typing) {
    const { host } = this.#stage;
    const turn = ++this.#turn;
    const texts = this.#fields.texts();
    this.#asked = texts.join("\n");
    const limit = Math.min(5, Math.max(1, Number(host.getAttribute("limit")) || 3));
    const service = host.getAttribute("service");
    const options = { limit, typing, pasted: true, filters: service ? { service } : {} };
    const results = await this.#suggest(texts, options, () => turn === this.#turn);
    if (turn !== this.#turn) return undefined;
    this.#draw(results?.hits.slice(0, limit) ?? [], texts.length === 0);
    return results;
  }

  /** What is known about each field's text, the surest first: a greeting below it must not
   * hide what the subject says.
   * @param {string[]} texts
   * @param {import("../kedb.d.ts").SearchOptions} options @param {() => boolean} isNewest */
  async #suggest(texts, options, isNewest) {
    /** @type {Results | undefined} */
    let all;
    for (const text of texts.filter((text) => text.length >= SHORTEST)) {
      try {
        const results = await this.#stage.kb.suggest(text, options);
        all = all ? joined(all, results) : results;
      } catch (error) {
        const { name, message } = /** @type {Error} */ (error);
        if (name !== "AbortError") console.warn(message);
      }
      if (!isNewest()) return undefined;
    }
    return all && surestFirst(all);
  }

  async #settle() {
    const { host, widget } = this.#stage;
    const results = await this.#ask(false);
    if (!results) return;
    const { hits, total, unknownCodes } = results;
    this.#messages.announce(hits.length ? widget.strings.suggestCount(this.#items.size) : "");
    widget.emit(host, "search", { ...this.#fields.asked(), total, shown: [...this.#items.keys()] });
    if (hits.length === 0) widget.emit(host, "no-results", { ...this.#fields.asked(), unknownCodes });
  }

  // Showing.

  /** @param {Hit[]} hits @param {boolean} empty Whether the fields are. */
  #draw(hits, empty) {
    const before = this.#items;
    this.#items = new Map(hits.map((hit) => [hit.id, before.get(hit.id) ?? new Suggestion(hit, this.#stage)]));
    // What somebody reads stays.
    const read = this.#open && before.get(this.#open);
    if (this.#open && read && !empty) this.#items.set(this.#open, read);
    if (!this.#open || !this.#items.has(this.#open)) this.#open = undefined;
    const nodes = [...this.#items.values()].map(({ node }) => node);
    const { children } = this.#list;
    if (nodes.length !== children.length || nodes.some((node, at) => node !== children[at]))
      this.#list.replaceChildren(...nodes);
    this.#region.hidden = nodes.length === 0 || !this.#thanks.hidden;
    if (nodes.length === 0) this.#messages.announce("");
  }

  /** @param {MouseEvent} event */
  #click({ target }) {
    const button = target instanceof Element ? target.closest("[data-do=toggle]") : null;
    if (!(button instanceof HTMLElement)) return;
    const { id = "" } = button.dataset;
    if (this.#open === id) this.#close();
    else this.#read(id);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || !this.#open || isComposing(event)) return;
    event.preventDefault();
    this.#items.get(this.#open)?.focus();
    this.#close();
  }

  #close() {
    this.#items.get(this.#open ?? "")?.fold();
    this.#open = undefined;
  }

  /** @param {string} id */
  async #read(id) {
    const { host, widget, kb } = this.#stage;
    this.#close();
    const item = this.#items.get(id);
    if (!item) return;
    this.#open = id;
    item.unfolded = true;
    let failure = widget.strings.missing(id);
    const article = await kb.article(id).catch((error) => void (failure = error.message));
    if (this.#open !== id) return;
    if (!article) return item.fail(failure);
    this.#tried.add(article.id);
    const context = {
      messages: this.#messages,
      asked: () => this.#fields.asked(),
      since: () => this.#since,
      thank: () => this.#thank(article.id),
    };
    item.draw(article, context, {
      solved: (actions) => {
        const isThanked = this.#helped.get(article.id);
        this.#solved = article.id;
        this.#helped.set(article.id, isThanked ?? false);
        if (isThanked === undefined) actions.solved();
        else if (isThanked) this.#thank(article.id);
      },
      contact: () => this.#goOn({ id: article.id }),
    });
    widget.emit(host, "open", { id: article.id, ...this.#fields.asked() });
  }

  // Leaving.

  /** @param {string} id The article that helped. */
  #thank(id) {
    this.#helped.set(id, true);
    this.#region.hidden = true;
    this.#thanks.hidden = false;
    this.#thanks.focus();
  }

  #sendAllTheSame() {
    this.#sends = true;
    this.#thanks.hidden = true;
    this.#region.hidden = this.#items.size === 0;
    this.#goOn({ id: this.#solved });
  }

  /** What comes next is about another matter. */
  #end() {
    this.#sends = false;
    this.#tried.clear();
    this.#helped.clear();
    this.#stage.widget.endSession();
    this.#takeBack();
  }

  /** It is not solved after all. */
  #takeBack() {
    this.#solved = undefined;
    this.#thanks.hidden = true;
  }

  /** Back to the form.
   * @param {{ id?: string }} detail */
  #goOn(detail) {
    const { host, widget } = this.#stage;
    widget.emit(host, "contact", { ...detail, ...this.#fields.asked(), tried: [...this.#tried] });
    this.#close();
    this.#fields.focus();
  }

  /** @param {FormData} data */
  #travel(data) {
    if (this.#stage.host.hasAttribute("no-formdata")) return;
    const values = { query: this.#fields.asked().query, tried: [...this.#tried].join(","), solved: this.#solved };
    for (const [name, value] of Object.entries(values)) if (value) data.append(`kedb_${name}`, value);
  }
}
