// `<kedb-search>` once somebody means to search: broken now, results, an answer.
//
// Parts to style with `kedb-search::part(…)`: box, input, chip, failure, panel, note, list,
// group, group-heading, result, result-title, result-why, result-excerpt, result-meta, badge, nothing,
// more, answer, answer-title, workaround, no-workaround, section (and its kind: symptoms,
// cause, fix, body), facts, helped, button, primary-button.
//
// Properties: --kedb-font, --kedb-font-size, --kedb-mono, --kedb-radius, and the colours
// --kedb-surface, -raised, -text, -muted, -line, -edge, -accent, -on-accent, -accent-soft,
// -ok, -ok-soft, -ok-line, -warn, -warn-soft, -warn-line, -bad, -internal, -mark, -mark-text.
//
// Events, which bubble and leave the shadow tree; a query is cut at 80 characters and never
// holds a pasted log, of which only the number of lines is told:
//   kedb:search      { query, lines, total }           results stood still for a moment
//   kedb:no-results  { query, lines, unknownCodes }    likewise, and nothing answers
//   kedb:open        { id, query, lines }              an answer was opened
//   kedb:close       {}                                it was closed
//   kedb:copy        { id, what: "workaround" | "link" }
//   kedb:solved      { id, query, lines }
//   kedb:contact     { id?, query, lines, tried }      cancelable: else `ticket-url` is opened

import { ask, drawAnswer } from "./answer.js";
import { connect } from "./client.js";
import { Combobox } from "./combobox.js";
import { articleAddress, fillClipboard, workaroundCopy, writeClipboard } from "./copy.js";
import { h, icon, sheet } from "./dom.js";
import { shapes } from "./icons.js";
import { emptyNotice, facts, group } from "./results.js";
import { lang, speak, strings } from "./strings.js";
import { css } from "./style.js";
import { safeAddress } from "./tree.js";

export { speak };
// What elements.js draws with.
export { articleAddress, ask, connect, drawAnswer, facts, h, icon, lang, safeAddress, shapes, sheet, strings, workaroundCopy, writeClipboard };

/**
 * @typedef {import("./search-box.js").Shell} Shell
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("./kedb.d.ts").Article} Article
 * @typedef {import("./kedb.d.ts").Hit} Hit
 * @typedef {import("./kedb.d.ts").Results} Results
 */

/** When results that stand still are told to the host and to screen readers. */
const SETTLED = 700;
/** How long a newer keystroke waits for an older one's answer before it goes ahead. */
const PATIENCE = 120;
const QUERY_LENGTH = 80;

/** @type {CSSStyleSheet | undefined} */
let made;

/** The style sheet of results and answers, made once. */
export const style = () => (made ??= sheet(css));

/** Takes the drawn box over.
 * @param {Shell} shell @param {Client} knowledgeBase */
export function take(shell, knowledgeBase) {
  shell.more = strings.narrow;
  shell.root.adoptedStyleSheets = [...shell.root.adoptedStyleSheets, style()];
  return new Widget(shell, knowledgeBase);
}

class Widget {
  #shell;
  #kb;
  #combobox;
  #list = h("div", { role: "listbox", id: "list", class: "list", part: "list", "aria-label": strings.answers, hidden: true });
  #note = h("p", { class: "note", part: "note", hidden: true });
  #empty = h("div", {});
  #more = h("button", { type: "button", class: "button more", part: "more button", "data-do": "more", hidden: true });
  #answer = h("section", { class: "answer", part: "answer", "aria-labelledby": "answer-title", tabindex: -1, hidden: true });
  #columns = h("div", { class: "columns" }, h("div", { class: "results" }, this.#list, this.#empty, this.#more), this.#answer);
  #panel = h("div", { class: "panel", part: "panel" }, this.#note, this.#columns);
  #status = h("div", { class: "ear", role: "status" });
  #filter = h("button", { type: "button", class: "chip", part: "chip", "data-do": "all-services", hidden: true });

  #service = "";
  #limit = 10;
  /** @type {Article | undefined} */ #article;
  /** @type {string[]} */ #tried = [];
  #busy = false;
  /** The text whose first answer is to be opened when it is here. @type {string | undefined} */
  #openFor;
  #typing = true;
  #turn = 0;
  #opening = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #settling;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #patience;
  #attached = new AbortController();

  /** @param {Shell} shell @param {Client} knowledgeBase */
  constructor(shell, knowledgeBase) {
    this.#shell = shell;
    this.#kb = knowledgeBase;
    const { input, box, frame, host } = shell;
    this.#limit = Math.max(1, Number(host.getAttribute("limit")) || 10);
    box.insertBefore(this.#filter, input);
    frame.append(this.#panel, this.#status);
    input.addEventListener("keydown", (event) => this.#inputKey(event), this.#attached);
    this.#combobox = new Combobox(input, this.#list, {
      choose: (option) => this.show(option.dataset.id ?? ""),
      enter: () => this.#ask({ typing: false, thenOpen: true }),
      escape: () => this.#escape(),
    }, this.#attached.signal);
    frame.addEventListener("click", (event) => this.#click(event), this.#attached);
    this.#answer.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#close();
    });
    // Ctrl+C in an answer with nothing selected copies the workaround.
    this.#answer.addEventListener("copy", (event) => {
      if (!this.#article || `${getSelection()}` !== "") return;
      fillClipboard(event, this.#workaround(this.#article));
      this.#copied("workaround");
    });
    knowledgeBase.events.addEventListener("swap", () => this.#ask({ typing: false }), this.#attached);
    knowledgeBase.events.addEventListener("restart", () => this.#say(strings.restarted), this.#attached);
    this.#setService(host.getAttribute("service") ?? "");
    this.#ask({ typing: true });
  }

  /** The text, the log or the filter changed. */
  changed() {
    this.#close({ refocus: false });
    this.#limit = Math.max(1, Number(this.#shell.host.getAttribute("limit")) || 10);
    this.#ask({ typing: !this.#shell.log() });
  }

  /** Leaves the box as it was before, for one that was removed from its page. */
  free() {
    this.#attached.abort();
    clearTimeout(this.#settling);
    clearTimeout(this.#patience);
    this.#turn++;
    this.#opening++;
    for (const node of [this.#filter, this.#panel, this.#status]) node.remove();
    const { root } = this.#shell;
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== made);
    this.#kb.close();
  }

  /** Opens an article; an empty id closes the one that is open.
   * @param {string} id */
  async show(id) {
    if (!id) return this.#close({ refocus: false });
    const turn = ++this.#opening;
    const article = await this.#kb.article(id).catch((error) => this.#fail(error));
    if (turn !== this.#opening || article === undefined) return;
    if (!article) return this.#say(strings.missing(id));
    this.#article = article;
    this.#tried = [...new Set([...this.#tried, article.id])];
    this.#answer.replaceChildren(...drawAnswer(article, { base: this.#base(), lang, editUrl: this.#kb.info.editUrl }));
    this.#answer.hidden = false;
    this.#answer.scrollTop = 0;
    this.#columns.classList.add("opened");
    this.#markOpen();
    this.#combobox.update();
    this.#answer.focus({ preventScroll: true });
    if (this.#answer.getBoundingClientRect().top < 0) this.#answer.scrollIntoView({ block: "start" });
    this.#emit("open", { id: article.id, ...this.#asked() });
  }

  /** @param {{ refocus?: boolean }} [how] */
  #close({ refocus = true } = {}) {
    this.#opening++;
    if (!this.#article) return;
    this.#article = undefined;
    this.#answer.hidden = true;
    this.#answer.replaceChildren();
    this.#columns.classList.remove("opened");
    this.#markOpen();
    this.#combobox.update();
    this.#emit("close", {});
    if (!refocus) return;
    this.#shell.input.focus();
    this.#shell.input.select();
  }

  #escape() {
    const { input } = this.#shell;
    if (this.#article) this.#close();
    else if (input.value || this.#shell.log()) {
      input.value = "";
      this.#shell.setLog("");
    } else return false;
    return true;
  }

  /** @param {KeyboardEvent} event */
  #inputKey({ key, isComposing }) {
    const { input } = this.#shell;
    if (isComposing) return;
    if (key === "Backspace" && input.selectionStart === 0 && input.selectionEnd === 0) {
      if (this.#shell.log()) this.#shell.setLog("");
      else this.#liftService();
    }
    // Where the answer covers the list, the arrows go back to the list.
    const covered = this.#article && this.#list.getClientRects().length === 0;
    if (covered && (key === "ArrowDown" || key === "ArrowUp")) this.#close({ refocus: false });
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target.closest("[data-do], a[href]") : null;
    if (target instanceof HTMLAnchorElement) return this.#follow(event, target.href);
    switch (target instanceof HTMLElement && target.dataset.do) {
      case "close":
        return this.#close();
      case "copy":
        return this.#copy("workaround");
      case "copy-link":
        return this.#copy("link");
      case "copy-code":
        return this.#copyCode(/** @type {HTMLElement} */ (target));
      case "solved":
        this.#reply(strings.thanks);
        return this.#emit("solved", { id: this.#article?.id, ...this.#asked() });
      case "contact":
        return this.#contact();
      case "all-services":
        return this.#liftService();
      case "more":
        this.#limit += 10;
        return this.#ask({ typing: false });
    }
  }

  /** A link from one article to another opens here; a modified click is the browser's.
   * @param {MouseEvent} event @param {string} address */
  #follow(event, address) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || address === this.#article?.url) return;
    const start = `${this.#base()}articles/`;
    const id = address.startsWith(start) && /^([^/?#]+)\.html(#|$)/.exec(address.slice(start.length))?.[1];
    if (!id) return;
    event.preventDefault();
    this.show(decodeURIComponent(id));
  }

  // Asking. One question is under way at a time, and the last one asked wins.

  /** @param {{ typing: boolean, thenOpen?: boolean }} how */
  async #ask({ typing, thenOpen = false }) {
    clearTimeout(this.#settling);
    this.#typing = typing;
    if (this.#busy && !thenOpen) {
      this.#patience ??= setTimeout(() => this.#askNow(), PATIENCE);
      return;
    }
    // Kept apart from this question: a new build may ask it again before the answer is here.
    if (thenOpen) this.#openFor = this.#shell.input.value;
    await this.#askNow();
  }

  async #askNow() {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#busy = true;
    const turn = ++this.#turn;
    const typing = this.#typing;
    const text = this.#shell.input.value;
    const log = this.#shell.log();
    try {
      const options = { limit: this.#limit, typing, filters: this.#service ? { service: this.#service } : {} };
      if (!text.trim() && !log) {
        const hits = await this.#kb.brokenNow();
        if (turn === this.#turn) this.#drawBrokenNow(hits);
      } else {
        const results = log ? await this.#kb.match(`${text}\n${log}`, options) : await this.#kb.search(text, options);
        if (turn === this.#turn) this.#draw(results, typing);
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.#openFor = undefined;
        this.#fail(error);
      }
    }
    if (turn !== this.#turn) return;
    this.#busy = false;
    if (this.#patience) await this.#askNow();
  }

  /** @param {Hit[]} hits */
  #drawBrokenNow(hits) {
    const shown = hits.filter(({ service }) => !this.#service || service === this.#service).slice(0, this.#limit);
    this.#list.replaceChildren(...(shown.length ? [group("broken", strings.brokenNow, shown, this.#look())] : []));
    this.#empty.replaceChildren();
    this.#more.hidden = true;
    this.#openFor = undefined;
    this.#drawn(shown.length > 0);
  }

  /** @param {Results} results @param {boolean} typing */
  #draw(results, typing) {
    const { hits, related, total } = results;
    const groups = [];
    if (hits.length) groups.push(group("answers", strings.count(total), hits, this.#look()));
    if (related.length) groups.push(group("related", strings.related, related, this.#look()));
    this.#list.replaceChildren(...groups);
    this.#empty.replaceChildren(...(hits.length ? [] : [emptyNotice(results, { filtered: this.#service !== "" })]));
    // What was said about an unknown code comes before what merely shares words.
    this.#empty.classList.toggle("before", related.length > 0);
    this.#more.hidden = total <= hits.length;
    this.#more.textContent = strings.more(total - hits.length);
    this.#drawn(groups.length > 0);
    const open = this.#openFor === this.#shell.input.value && hits[0];
    this.#openFor = undefined;
    if (open) this.show(open.id);
    this.#settling = setTimeout(() => this.#settle(results, typing), SETTLED);
  }

  /** @param {boolean} any */
  #drawn(any) {
    this.#list.hidden = !any;
    this.#note.hidden = true;
    this.#combobox.update();
  }

  /** @param {Results} results @param {boolean} typing */
  #settle(results, typing) {
    // Nothing begins like this: ask once more as if it were complete.
    if (typing && results.hits.length === 0 && results.unknownCodes.length === 0) {
      this.#ask({ typing: false });
      return;
    }
    const { total, hits, related, unknownCodes } = results;
    const nothing = unknownCodes.length ? strings.unknownCode(unknownCodes) : strings.nothing;
    this.#announce(hits.length ? strings.count(total) : related.length ? `${nothing}. ${strings.relatedCount(related.length)}` : nothing);
    this.#emit("search", { ...this.#asked(), total });
    if (hits.length === 0) this.#emit("no-results", { ...this.#asked(), unknownCodes });
  }

  // Acting on an answer.

  /** @param {"workaround" | "link"} what */
  async #copy(what) {
    const article = this.#article;
    if (!article) return;
    const address = articleAddress(article, this.#kb.info.publicUrl);
    const link = { text: address, html: `<a href="${encodeURI(address)}">${encodeURI(address)}</a>` };
    const done = await writeClipboard(what === "link" ? link : this.#workaround(article));
    if (done) this.#copied(what);
    else this.#reply(strings.copyFailed);
  }

  /** @param {HTMLElement} button */
  async #copyCode(button) {
    const text = button.previousElementSibling?.textContent ?? "";
    if (await writeClipboard({ text })) this.#confirm(button, strings.copyCode);
    else this.#reply(strings.copyFailed);
  }

  /** @param {"workaround" | "link"} what */
  #copied(what) {
    const label = this.#answer.querySelector(`[data-do=${what === "link" ? "copy-link" : "copy"}] span`);
    if (label) this.#confirm(label, what === "link" ? strings.copyLink : strings.copy);
    this.#emit("copy", { id: this.#article?.id, what });
  }

  /** Shows for a moment, and says, that a copy was made.
   * @param {Element} label @param {string} before */
  #confirm(label, before) {
    label.textContent = strings.copied;
    setTimeout(() => (label.textContent = before), 2000);
    this.#announce(strings.copied);
  }

  /** @param {Article} article */
  #workaround(article) {
    return workaroundCopy(article, { base: this.#base(), publicUrl: this.#kb.info.publicUrl });
  }

  #contact() {
    const asked = this.#asked();
    const goOn = this.#emit("contact", { id: this.#article?.id, ...asked, tried: this.#tried });
    if (!goOn) return;
    const form = this.#shell.host.getAttribute("ticket-url") ?? this.#kb.info.ticketUrl;
    const filled = form?.replace(/\{(query|tried)\}/g, (_, name) => encodeURIComponent(name === "query" ? asked.query : this.#tried.join(",")));
    const address = safeAddress(filled, document.baseURI);
    if (address) window.open(address, "_blank", "noopener");
    else this.#reply(this.#article ? ask(this.#article) : strings.askDeskPlain);
  }

  /** Says something where the reader just clicked.
   * @param {string} text */
  #reply(text) {
    const place = this.#answer.querySelector(".reply");
    if (place) place.textContent = text;
    else this.#say(text);
  }

  // The service that the page is about, which the reader can lift.

  /** @param {string} service */
  async #setService(service) {
    this.#service = service;
    this.#filter.hidden = !service;
    if (!service) return;
    const facets = await this.#kb.facets().catch(() => undefined);
    const name = facets?.services.find(({ key }) => key === service)?.name ?? service;
    this.#filter.replaceChildren(strings.onlyService(name), icon(shapes.close));
    this.#filter.setAttribute("aria-label", strings.liftService(name));
  }

  #liftService() {
    if (!this.#service) return;
    this.#setService("");
    this.#shell.input.focus();
    this.changed();
  }

  // Telling.

  #markOpen() {
    for (const option of this.#list.querySelectorAll("[role=option]")) {
      option.classList.toggle("open", option instanceof HTMLElement && option.dataset.id === this.#article?.id);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    if (error instanceof Error && error.name !== "AbortError") this.#say(error.message);
    return undefined;
  }

  /** @param {string} text */
  #say(text) {
    this.#note.textContent = text;
    this.#note.hidden = false;
    this.#announce(text);
  }

  /** @param {string} text */
  #announce(text) {
    this.#status.textContent = text;
  }

  /** @param {string} name @param {object} detail @returns {any} whether the host lets it go on */
  #emit(name, detail) {
    const event = new CustomEvent(`kedb:${name}`, { detail, bubbles: true, composed: true, cancelable: name === "contact" });
    return this.#shell.host.dispatchEvent(event);
  }

  #asked() {
    const log = this.#shell.log().trim();
    return { query: this.#shell.input.value.trim().slice(0, QUERY_LENGTH), lines: log ? log.split(/\r\n|\r|\n/).length : 0 };
  }

  #look() {
    return { lang, open: this.#article?.id };
  }

  #base() {
    return this.#kb.base;
  }
}
