// `<kedb-suggest for="subject details">`: known errors for what somebody writes into the fields
// of a form, below these fields. Where nothing is known, nothing is shown.
//
// It can't be a combobox, since ARIA ids don't cross into a shadow tree, and it must not be
// one: the text in the field stays as it is. It is a region with a button for each known error,
// which opens the workaround in place; the page's fields are listened to and never touched.
//
// Attributes: `for` (ids of fields of the same document or shadow tree, which may come later or
// be replaced), `limit` (1 to 5, default 3), `service`, `bundle`, `lang`, `no-formdata`.
//
// With the form travel kedb_query (at most 80 characters, never a pasted log), kedb_tried (the
// ids of the articles that were opened) and kedb_solved (the one that helped, all the same).
//
// Events, as in widget.js: kedb:search, kedb:no-results, kedb:open, kedb:copy, kedb:contact,
// and kedb:solved, cancelable: else thanks are drawn in place of the
// suggestions, with a way to send the form all the same. The form is never blocked.
//
// Parts besides those of an answer: region, region-title, suggestion, summary, result-title,
// result-meta, thanks.

import { act, directionOf, emit, reply } from "./element-actions.js";
import { css } from "./suggest-style.js";

/** How long typing stands still before it is searched for. */
const PAUSE = 250;
/** How long before it is taken as complete, told, and read out. */
const SETTLED = 1000;
/** Less than this is no text to search for. */
const SHORTEST = 3;
const QUERY_LENGTH = 80;
/** How sure a hit is, the surest first. */
const CLASSES = ["signature", "id", "code", "all-words", "some-words"];

/** @type {CSSStyleSheet | undefined} */
let style;

/**
 * @typedef {import("../kedb.d.ts").Hit} Hit
 * @typedef {import("../loader/lazy.js").Drawn} Drawn
 * @typedef {HTMLInputElement & HTMLElement} Field Or any element with text, as an editor has.
 * @typedef {{ node: HTMLElement, button: HTMLElement, panel: HTMLElement }} Item
 */

/** @implements {Drawn} */
export class Suggest {
  #stage;
  #form;
  #title;
  #list;
  #region;
  #thanks;
  #status;
  /** The suggestions that are shown, by id. @type {Map<string, Item>} */ #items = new Map();
  /** @type {string | undefined} */ #open;
  /** @type {Set<string>} */ #tried = new Set();
  /** @type {string | undefined} */ #solved;
  /** @type {Field | undefined} */ #last;
  #asked = "";
  /** When somebody began to write. @type {number | undefined} */ #since;
  #turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #pausing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #settling;
  #attached = new AbortController();

  /** @param {import("./elements.js").Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    const { host, tree, widget, kb } = stage;
    const { h, strings } = widget;
    this.#title = h("h2", { class: "region-title", id: "region-title", part: "region-title" }, strings.suggestTitle);
    this.#list = h("ul", { class: "suggestions" });
    this.#region = h(
      "section",
      { class: "region", part: "region", "aria-labelledby": "region-title" },
      this.#title,
      this.#list,
    );
    this.#thanks = h(
      "div",
      { class: "thanks", part: "thanks", tabindex: -1 },
      h("p", { class: "thanks-title" }, strings.thanks),
      h("p", {}, strings.notNeeded),
      h("button", { type: "button", class: "button", part: "button", "data-do": "send" }, strings.sendAllTheSame),
    );
    this.#status = h("div", { class: "ear", role: "status" });
    this.#region.hidden = this.#thanks.hidden = true;
    tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, widget.style(), (style ??= widget.sheet(css))];
    tree.replaceChildren(h("div", { class: "frame" }, this.#region, this.#thanks, this.#status));

    this.#form = /** @type {Document | ShadowRoot} */ (host.getRootNode());
    this.#listen(
      "input",
      ({ inputType, isComposing }) => isComposing || this.#changed(!inputType?.startsWith("insertFrom")),
    );
    for (const end of ["change", "compositionend"]) this.#listen(end, () => this.#changed(false));
    this.#form.addEventListener(
      "reset",
      ({ target }) => this.#isForm(target) && setTimeout(() => this.#changed(false)),
      this.#attached,
    );
    this.#form.addEventListener(
      "formdata",
      (event) => this.#travel(/** @type {FormDataEvent} */ (event)),
      this.#attached,
    );
    this.#region.addEventListener("click", (event) => this.#click(event));
    this.#region.addEventListener("keydown", (event) => this.#key(event));
    this.#thanks.querySelector("button")?.addEventListener("click", () => this.#sendAllTheSame());
    kb.events.addEventListener("swap", () => this.#ask(false), this.#attached);
    this.#changed(false);
  }

  free() {
    this.#attached.abort();
    this.#turn++;
    clearTimeout(this.#pausing);
    clearTimeout(this.#settling);
    this.#stage.kb.close();
  }

  // The fields.

  /** @param {string} name @param {(event: any, field: Field) => void} work */
  #listen(name, work) {
    const heard = (/** @type {Event} */ event) => {
      const field = this.#fields().find((field) => field === event.target);
      if (!field) return;
      this.#last = field;
      work(event, field);
    };
    this.#form.addEventListener(name, heard, this.#attached);
  }

  /** @returns {Field[]} */
  #fields() {
    const ids = this.#stage.host.getAttribute("for")?.split(/\s+/) ?? [];
    return /** @type {any} */ (ids.map((id) => id && this.#form.getElementById(id)).filter(Boolean));
  }

  /** @param {EventTarget | null} form */
  #isForm(form) {
    return this.#fields().some((field) => (field.form ?? field.closest("form")) === form);
  }

  /** What the fields hold, each with its line breaks.
   * @returns {string[]} */
  #texts() {
    const host = /** @type {import("../loader/lazy.js").KedbSuggest} */ (this.#stage.host);
    const texts = this.#fields().map((field) => {
      const text = `${field.value ?? field.innerText ?? ""}`.trim();
      // An input turns the line breaks of what is pasted into spaces, or drops them, and a log
      // means nothing without them.
      const log = host.pasted.trim();
      return /[\r\n]/.test(log) && !/[\r\n]/.test(text) && bare(text).includes(bare(log)) ? log : text;
    });
    if (!texts.some(Boolean)) host.pasted = "";
    return texts.filter(Boolean);
  }

  /** Whether a line holds some of the log that was pasted: that is told to nobody.
   * @param {string} text */
  #isOfLog(text) {
    const lines = /** @type {import("../loader/lazy.js").KedbSuggest} */ (this.#stage.host).pasted
      .trim()
      .split(/[\r\n]+/);
    return lines.length > 1 && lines.some((line) => bare(line).length > 3 && bare(text).includes(bare(line)));
  }

  // Asking.

  /** @param {boolean} typing */
  #changed(typing) {
    const text = this.#texts().join("\n");
    if (text === this.#asked) return;
    this.#since = text ? (this.#since ?? performance.now()) : undefined;
    clearTimeout(this.#pausing);
    clearTimeout(this.#settling);
    this.#pausing = setTimeout(() => this.#ask(typing), typing ? PAUSE : 0);
    this.#settling = setTimeout(() => this.#settle(), SETTLED);
  }

  /** @param {boolean} typing
   * @returns {Promise<import("../kedb.d.ts").Results | undefined>} nothing if a newer text took over */
  async #ask(typing) {
    const { host } = this.#stage;
    const turn = ++this.#turn;
    const text = (this.#asked = this.#texts().join("\n"));
    const limit = Math.min(5, Math.max(1, Number(host.getAttribute("limit")) || 3));
    const service = host.getAttribute("service");
    const options = { limit, typing, pasted: true, filters: service ? { service } : {} };
    const results = await this.#suggest(options, () => turn === this.#turn);
    if (turn !== this.#turn) return undefined;
    this.#draw(results?.hits.slice(0, limit) ?? [], !text);
    return results;
  }

  /** What is known about each field's text, the surest first: a greeting below it must not
   * hide what the subject says.
   * @param {import("../kedb.d.ts").SearchOptions} options @param {() => boolean} isNewest */
  async #suggest(options, isNewest) {
    /** @type {import("../kedb.d.ts").Results | undefined} */
    let all;
    for (const text of this.#texts().filter((text) => text.length >= SHORTEST)) {
      try {
        const results = await this.#stage.kb.suggest(text, options);
        const known = new Set(all?.hits.map(({ id }) => id));
        const hits = results.hits.filter(({ id }) => !known.has(id));
        all = all
          ? {
              ...all,
              hits: [...all.hits, ...hits],
              total: all.total + hits.length,
              unknownCodes: [...all.unknownCodes, ...results.unknownCodes],
            }
          : results;
      } catch (error) {
        const { name, message } = /** @type {Error} */ (error);
        if (name !== "AbortError") console.warn(message);
      }
      if (!isNewest()) return undefined;
    }
    all?.hits.sort((a, b) => CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class));
    return all;
  }

  async #settle() {
    const { host, widget } = this.#stage;
    const results = await this.#ask(false);
    if (!results) return;
    const { hits, total, unknownCodes } = results;
    this.#status.textContent = hits.length ? widget.strings.suggestCount(this.#items.size) : "";
    emit(host, "search", { ...this.#query(), total });
    if (hits.length === 0) emit(host, "no-results", { ...this.#query(), unknownCodes });
  }

  #query() {
    const texts = this.#texts();
    const lines = texts.map((text) => text.split(/\r\n|\r|\n/).length);
    const query = texts
      .filter((text, at) => lines[at] === 1 && !this.#isOfLog(text))
      .join(" ")
      .slice(0, QUERY_LENGTH);
    return { query, lines: lines.reduce((sum, count) => sum + (count > 1 ? count : 0), 0) };
  }

  // Showing.

  /** @param {Hit[]} hits @param {boolean} empty Whether the fields are. */
  #draw(hits, empty) {
    if (this.#solved && !empty) this.#forgive();
    const before = this.#items;
    this.#items = new Map(hits.map((hit) => [hit.id, before.get(hit.id) ?? this.#item(hit)]));
    // What somebody reads stays.
    const read = this.#open && before.get(this.#open);
    if (this.#open && read && !empty) this.#items.set(this.#open, read);
    if (!this.#open || !this.#items.has(this.#open)) this.#open = undefined;
    const nodes = [...this.#items.values()].map(({ node }) => node);
    if (nodes.length !== this.#list.children.length || nodes.some((node, at) => node !== this.#list.children[at]))
      this.#list.replaceChildren(...nodes);
    this.#region.hidden = nodes.length === 0;
    if (nodes.length === 0) this.#status.textContent = "";
  }

  /** @param {Hit} hit
   * @returns {Item} */
  #item(hit) {
    const { h, icon, shapes, facts } = this.#stage.widget;
    const panel = h("div", { class: "unfolded", id: `panel-${hit.id}`, hidden: true });
    const button = h(
      "button",
      {
        type: "button",
        class: "summary",
        part: "summary",
        "aria-expanded": "false",
        "aria-controls": panel.id,
        "data-do": "toggle",
        "data-id": hit.id,
      },
      icon(shapes.down),
      h("span", { class: "title", part: "result-title", lang: hit.lang, dir: directionOf(hit.lang) }, hit.title),
      h(
        "span",
        { class: "meta", part: "result-meta" },
        ...facts({ ...hit, severity: undefined, updated: undefined }, this.#stage.widget.lang),
      ),
    );
    return { node: h("li", { class: "suggestion", part: "suggestion" }, button, panel), button, panel };
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
    if (event.key !== "Escape" || !this.#open) return;
    event.stopPropagation();
    this.#items.get(this.#open)?.button.focus();
    this.#close();
  }

  #close() {
    const item = this.#items.get(this.#open ?? "");
    this.#open = undefined;
    item?.button.setAttribute("aria-expanded", "false");
    if (!item) return;
    item.panel.hidden = true;
    item.panel.replaceChildren();
  }

  /** @param {string} id */
  async #read(id) {
    const { host, widget, kb } = this.#stage;
    this.#close();
    const item = this.#items.get(id);
    if (!item) return;
    this.#open = id;
    item.button.setAttribute("aria-expanded", "true");
    let failure = widget.strings.missing(id);
    const article = await kb.article(id).catch((error) => void (failure = error.message));
    if (this.#open !== id) return;
    item.panel.hidden = false;
    if (!article) return item.panel.replaceChildren(widget.h("p", { class: "note" }, failure));
    this.#tried.add(article.id);
    const answer = widget.h(
      "div",
      { class: "answer" },
      ...widget.drawAnswer(article, { base: kb.base, lang: widget.lang }),
    );
    // The title is above it already, and a form is no place for the whole story.
    for (const part of answer.querySelectorAll(".bar, .meta, h2, .facts, .section:not(.symptoms)")) part.remove();
    const header = answer.querySelector("header");
    if (header?.childElementCount === 0) header.remove();
    for (const prose of answer.querySelectorAll(".prose")) prose.setAttribute("dir", directionOf(article.lang));
    const told = {
      announce: (/** @type {string} */ text) => (this.#status.textContent = text),
      asked: () => this.#query(),
      since: () => this.#since,
    };
    act(answer, this.#stage, article, told, {
      solved: () => this.#solve(answer, article.id),
      contact: () => this.#goOn({ id: article.id }),
    });
    item.panel.replaceChildren(answer);
    emit(host, "open", { id: article.id, ...this.#query() });
  }

  // Leaving.

  /** @param {HTMLElement} answer @param {string} id */
  #solve(answer, id) {
    this.#solved = id;
    const took = this.#since === undefined ? {} : { sinceTyping: Math.round(performance.now() - this.#since) };
    if (!emit(this.#stage.host, "solved", { id, ...this.#query(), ...took }))
      return reply(answer, this.#stage.widget.strings.thanks);
    this.#region.hidden = true;
    this.#thanks.hidden = false;
    this.#thanks.focus();
  }

  #sendAllTheSame() {
    const id = this.#solved;
    this.#forgive();
    this.#region.hidden = this.#items.size === 0;
    this.#goOn({ id });
  }

  #forgive() {
    this.#solved = undefined;
    this.#thanks.hidden = true;
  }

  /** Back to the form.
   * @param {{ id?: string }} detail */
  #goOn(detail) {
    emit(this.#stage.host, "contact", { ...detail, ...this.#query(), tried: [...this.#tried] });
    this.#close();
    (this.#last ?? this.#fields()[0])?.focus();
  }

  /** @param {FormDataEvent} event */
  #travel({ target, formData }) {
    if (this.#stage.host.hasAttribute("no-formdata") || !this.#isForm(target)) return;
    const told = { query: this.#query().query, tried: [...this.#tried].join(","), solved: this.#solved };
    for (const [name, value] of Object.entries(told)) if (value) formData.append(`kedb_${name}`, value);
  }
}

/** Without white space, which a field may change.
 * @param {string} text */
function bare(text) {
  return text.replace(/\s+/g, "");
}
