// `<kedb-search>` once somebody means to search: broken now, results, an answer.
//
// Parts to style with `kedb-search::part(…)`: trigger, dialog, close-button, box, input, chip,
// failure, panel, note, filters, filter, list, group, group-heading, result, result-title,
// result-why, result-excerpt, result-meta, badge, nothing, skeleton, more, answer, answer-title,
// workaround, no-workaround, section (and its kind: symptoms, cause, fix, body), reasons, facts,
// helped, feedback, button, primary-button.
//
// Properties: --kedb-font, --kedb-font-size, --kedb-mono, --kedb-radius, and the colours
// --kedb-surface, -raised, -text, -muted, -line, -edge, -accent, -on-accent, -accent-soft,
// -ok, -ok-soft, -ok-line, -warn, -warn-soft, -warn-line, -bad, -bad-soft, -internal,
// -internal-soft, -mark, -mark-text.
//
// Events, which bubble and leave the shadow tree; a query is cut at 80 characters and never
// holds a pasted log, of which only the number of lines is told. `sinceTyping` is the time to
// the workaround, in milliseconds since the first key of this search; it is left out where
// nothing was typed:
//   kedb:search      { query, lines, total }           results stood still for a moment
//   kedb:no-results  { query, lines, unknownCodes }    likewise, and nothing answers
//   kedb:open        { id, query, lines }              an answer was opened
//   kedb:close       {}                                it was closed
//   kedb:copy        { id, what, sinceTyping? }        what: "workaround", "internal", "link",
//                                                      or "hit" for one copied from the list
//   kedb:solved      { id, query, lines, sinceTyping? }
//   kedb:contact     { id?, query, lines, tried }      cancelable: else `ticket-url` is opened
//   kedb:feedback    { id, reason, comment, query, lines }   cancelable: else `feedback-url` is
//                    opened, or a mail to the owner; reason: "did-not-work", "outdated", "unclear"

import { Actions } from "./answer/actions.js";
import { drawAnswer } from "./answer/answer.js";
import { BoxTools } from "./box-tools.js";
import { connect } from "./client/client.js";
import { Combobox } from "./combobox.js";
import { h, icon, sheet } from "../shared/dom.js";
import { Facets } from "./results/facets.js";
import { shapes } from "./icons.js";
import { emptyNotice, facts, group, recentGroup } from "./results/results.js";
import { awaited, skeleton } from "./results/loading.js";
import { notes, reasons } from "./results/notes.js";
import { Questions } from "./questions.js";
import { Recent } from "./results/recent.js";
import { lang, speak, strings } from "./strings.js";
import { css } from "./style.js";

export { speak };
// What elements.js draws with.
export { Actions, connect, drawAnswer, facts, h, icon, lang, shapes, sheet, strings };

/**
 * @typedef {import("../loader/search-box.js").Shell} Shell
 * @typedef {import("./client/client.js").Client} Client
 * @typedef {import("../kedb.d.ts").Article} Article
 * @typedef {import("../kedb.d.ts").Hit} Hit
 * @typedef {import("../kedb.d.ts").Results} Results
 */

/** When results that stand still are told to the host and to screen readers. */
const SETTLED = 700;
/** Articles above which facets wait until the typing rests: all that they count is fetched for
 * them, 58 kB at 46,000. */
const MANY = 10_000;
/** How long an option is the active one before its article is fetched. */
const GLANCE = 200;
const QUERY_LENGTH = 80;

/** @type {CSSStyleSheet | undefined} */
let made;

/** The style sheet of results and answers, made once. */
export const style = () => (made ??= sheet(css));

/** Takes the drawn box over.
 * @param {Shell} shell @param {Client} knowledgeBase */
export function take(shell, knowledgeBase) {
  shell.root.adoptedStyleSheets = [...shell.root.adoptedStyleSheets, style()];
  return new Widget(shell, knowledgeBase);
}

class Widget {
  #shell;
  #kb;
  #combobox;
  #list = h("div", {
    role: "listbox",
    id: "list",
    class: "list",
    part: "list",
    "aria-label": strings.answers,
    hidden: true,
  });
  #note = h("p", { class: "note", part: "note", hidden: true });
  #notes = h("div", { class: "notes", part: "note" });
  #empty = h("div", {});
  #more = h("button", { type: "button", class: "button more", part: "more button", "data-do": "more", hidden: true });
  #forget = h("button", { type: "button", class: "undo forget", "data-do": "forget", hidden: true }, strings.forget);
  #answer = h("section", {
    class: "answer",
    part: "answer",
    "aria-labelledby": "answer-title",
    tabindex: -1,
    hidden: true,
  });
  #results = h("div", { class: "results" }, this.#list, this.#empty, this.#more, this.#forget);
  #columns = h("div", { class: "columns" }, this.#results, this.#answer);
  #facets = new Facets(() => this.#ask({ typing: false }));
  #panel = h("div", { class: "panel", part: "panel" }, this.#note, this.#notes, this.#facets.element, this.#columns);
  #status = h("div", { class: "ear", role: "status" });
  #filter = h("button", { type: "button", class: "chip", part: "chip", "data-do": "all-services", hidden: true });
  #tools;
  #actions;
  /** @type {Recent | undefined} */ #recent;

  #service = "";
  #limit = 10;
  /** Every word as written: the reader undid a correction. */
  #literal = false;
  /** @type {Article | undefined} */ #article;
  /** The results that are shown. @type {Results | undefined} */ #shown;
  /** The id of the option that was just copied. @type {string | undefined} */ #copied;
  /** The article of the active option. @type {Article | undefined} */ #glanced;
  #questions = new Questions((isNewest) => this.#question(isNewest));
  /** The text whose first answer is to be opened when it is here. @type {string | undefined} */
  #openFor;
  #typing = true;
  /** Whether the text is as it was pasted: then it holds no filters. */
  #pasted = false;
  #opening = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #settling;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #glancing;
  #attached = new AbortController();

  /** @param {Shell} shell @param {Client} knowledgeBase */
  constructor(shell, knowledgeBase) {
    this.#shell = shell;
    this.#kb = knowledgeBase;
    const { input, box, frame, host } = shell;
    this.#limit = this.#firstLimit();
    if (host.hasAttribute("recent")) this.#recent = new Recent(knowledgeBase.base);
    this.#actions = new Actions({
      host,
      kb: knowledgeBase,
      answer: this.#answer,
      emit: (name, detail) => this.#emit(name, detail),
      say: (text) => this.#say(text),
      announce: (text) => this.#announce(text),
      asked: () => this.#asked(),
      since: shell.since,
    });
    box.insertBefore(this.#filter, input);
    this.#tools = new BoxTools(shell);
    frame.append(this.#panel, this.#status);
    if (host.hasAttribute("prefetch")) {
      const ahead = () => void knowledgeBase.prefetch(this.#attached.signal).catch(() => {}); // offline already
      knowledgeBase.events.addEventListener("swap", ahead, this.#attached);
      ahead();
    }
    if (knowledgeBase.info.titlesOnly) this.#panel.prepend(h("p", { class: "note", part: "note" }, strings.titlesOnly));
    input.addEventListener("keydown", (event) => this.#inputKey(event), this.#attached);
    // Before the loader asks for what is new.
    const { signal } = this.#attached;
    input.addEventListener(
      "input",
      (event) => (this.#pasted = /Paste|Drop/.test(/** @type {InputEvent} */ (event).inputType)),
      { signal, capture: true },
    );
    this.#combobox = new Combobox(
      input,
      this.#list,
      {
        choose: (option) => this.#choose(option),
        enter: () => this.#ask({ typing: false, thenOpen: true }),
        moved: (option) => this.#glance(option?.dataset.id),
      },
      this.#attached.signal,
    );
    frame.addEventListener("click", (event) => this.#click(event), this.#attached);
    frame.addEventListener("keydown", (event) => this.#key(event), this.#attached);
    knowledgeBase.events.addEventListener("swap", () => this.#ask({ typing: false }), this.#attached);
    knowledgeBase.events.addEventListener("restart", () => this.#say(strings.restarted), this.#attached);
    this.#setService(host.getAttribute("service") ?? "");
    this.#ask({ typing: true });
  }

  /** The text, the log or the filter changed. */
  changed() {
    this.#tools.update();
    this.#close({ refocus: false });
    this.#limit = this.#firstLimit();
    this.#literal = false;
    if (!this.#isAsking()) this.#facets.clear();
    this.#ask({ typing: !this.#shell.log() });
  }

  /** Leaves the box as it was before, for one that was removed from its page. */
  free() {
    this.#attached.abort();
    for (const timer of [this.#settling, this.#glancing]) clearTimeout(timer);
    this.#questions.stop();
    this.#opening++;
    this.#tools.free();
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
    const waiting = awaited(this.#kb.article(id), () => this.#await());
    const article = await waiting.catch((error) => this.#fail(error));
    if (turn !== this.#opening || article === undefined) return;
    if (!article) return this.#say(strings.missing(id));
    this.#article = this.#actions.article = article;
    const hit = [...(this.#shown?.hits ?? []), ...(this.#shown?.related ?? [])].find((hit) => hit.id === article.id);
    const { editUrl } = this.#kb.info;
    this.#answer.replaceChildren(
      ...drawAnswer(article, {
        base: this.#kb.base,
        lang,
        editUrl,
        tools: true,
        reasons: hit && reasons(hit, this.#shown?.ignored),
      }),
    );
    this.#answer.hidden = false;
    this.#answer.scrollTop = 0;
    this.#columns.classList.add("opened");
    this.#mark();
    this.#combobox.update();
    this.#answer.focus({ preventScroll: true });
    const { top } = this.#answer.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) this.#answer.scrollIntoView();
    if (!this.#shell.pasted()) this.#recent?.add(this.#shell.input.value.trim());
    this.#emit("open", { id: article.id, ...this.#asked() });
  }

  /** @param {{ refocus?: boolean }} [how] */
  #close({ refocus = true } = {}) {
    this.#opening++;
    if (!this.#article) return;
    this.#article = this.#actions.article = undefined;
    this.#answer.hidden = true;
    this.#answer.replaceChildren();
    this.#columns.classList.remove("opened");
    this.#mark();
    this.#combobox.update();
    this.#emit("close", {});
    if (refocus) this.#toText();
  }

  #toText() {
    this.#shell.input.focus();
    this.#shell.input.select();
  }

  // Keys and clicks.

  /** Escape goes back a step at a time, at last out of the dialog; Mod+C copies an answer.
   * @param {KeyboardEvent} event */
  #key(event) {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing) return;
    if (key === "Escape") {
      if (this.#escape(target)) event.preventDefault();
    } else if (
      key.toLowerCase() === "c" &&
      (event.ctrlKey || event.metaKey) &&
      !event.shiftKey &&
      !event.altKey &&
      !isSelected(target)
    ) {
      if (this.#copy()) event.preventDefault();
    }
  }

  /** @param {EventTarget | null} from
   * @returns {boolean} whether the key did something */
  #escape(from) {
    const { input, replace, log } = this.#shell;
    if (this.#article) this.#close();
    else if (from !== input) this.#toText();
    else if (input.value || log()) replace("");
    else return false;
    return true;
  }

  /** @returns {boolean} whether there is something to copy */
  #copy() {
    const option = this.#combobox.active;
    if (this.#article) this.#actions.copy("workaround");
    else if (option?.dataset.id) this.#copyHit(option.dataset.id);
    else return false;
    return true;
  }

  /** @param {string} id */
  async #copyHit(id) {
    // What was glanced at is copied at once: a browser may want it in the very key press.
    const article =
      this.#glanced?.id === id ? this.#glanced : await this.#kb.article(id).catch((error) => this.#fail(error));
    if (!article || !(await this.#actions.copyHit(article))) return;
    this.#copied = id;
    this.#mark();
    setTimeout(() => {
      this.#copied = undefined;
      this.#mark();
    }, 2000);
  }

  /** Fetches the article of an option that stays the active one.
   * @param {string | undefined} id */
  #glance(id) {
    clearTimeout(this.#glancing);
    if (!id) return;
    this.#glancing = setTimeout(async () => {
      this.#glanced = (await this.#kb.article(id).catch(() => null)) ?? undefined;
    }, GLANCE);
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

  /** @param {HTMLElement} option */
  #choose({ dataset: { id, text } }) {
    if (text) this.#shell.replace(text);
    else if (id) this.show(id);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target.closest("[data-do], a[href]") : null;
    if (target instanceof HTMLAnchorElement) return this.#follow(event, target.href);
    if (!(target instanceof HTMLElement)) return;
    switch (target.dataset.do) {
      case "close":
        return this.#close();
      case "all-services":
        return this.#liftService();
      case "no-filters":
        this.#facets.clear();
        return this.#again();
      case "literal":
      case "meaning":
        this.#literal = target.dataset.do === "literal";
        return this.#again();
      case "forget":
        this.#recent?.forget();
        return this.#again();
      case "more":
        this.#limit += 10;
        return this.#ask({ typing: false });
      default:
        return this.#actions.do(target.dataset.do, target);
    }
  }

  /** Asks the same in another way; the button that was clicked may be gone. */
  #again() {
    this.#shell.input.focus();
    this.#ask({ typing: false });
  }

  /** A link from one article to another opens here; a modified click is the browser's.
   * @param {MouseEvent} event @param {string} address */
  #follow(event, address) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || address === this.#article?.url) return;
    const start = `${this.#kb.base}articles/`;
    const id = address.startsWith(start) && /^([^/?#]+)\.html(#|$)/.exec(address.slice(start.length))?.[1];
    if (!id) return;
    event.preventDefault();
    this.show(decodeURIComponent(id));
  }

  // Asking, and drawing what comes back.

  #isAsking() {
    return this.#shell.input.value.trim() !== "" || this.#shell.log() !== "";
  }

  #firstLimit() {
    return Math.max(1, Number(this.#shell.host.getAttribute("limit")) || 10);
  }

  /** @param {{ typing: boolean, thenOpen?: boolean }} how */
  #ask({ typing, thenOpen = false }) {
    clearTimeout(this.#settling);
    this.#typing = typing;
    // Kept apart from this question: a new build may ask it again before the answer is here.
    if (thenOpen) this.#openFor = this.#shell.input.value;
    this.#questions.ask(thenOpen);
  }

  /** @param {() => boolean} isNewest */
  async #question(isNewest) {
    const typing = this.#typing;
    try {
      if (this.#isAsking()) {
        const results = await awaited(this.#search(typing), () => this.#await());
        if (isNewest()) this.#draw(results, typing);
      } else {
        const hits = await awaited(this.#kb.brokenNow(), () => this.#await());
        if (isNewest()) this.#drawBrokenNow(hits);
      }
    } catch (error) {
      if (!isNewest()) return;
      this.#openFor = undefined;
      this.#fail(error);
    }
  }

  /** @param {boolean} typing @param {boolean} [facets] Else counted when the typing rests. */
  #search(typing, facets = !typing || this.#kb.info.articles <= MANY) {
    const log = this.#shell.log();
    const text = this.#shell.input.value;
    const service = this.#service || undefined;
    const options = {
      limit: this.#limit,
      typing,
      literal: this.#literal,
      facets,
      pasted: this.#pasted,
      filters: { ...this.#facets.filters, ...(service && { service }) },
    };
    return log ? this.#kb.match(`${text}\n${log}`, options) : this.#kb.search(text, options);
  }

  /** Shows that something is awaited; gives what ends it. */
  #await() {
    const { box } = this.#shell;
    const ghost = this.#list.hidden && !this.#article && this.#empty.childElementCount === 0 ? skeleton(3) : undefined;
    if (ghost) this.#results.prepend(ghost);
    box.classList.add("busy");
    this.#panel.setAttribute("aria-busy", "true");
    return () => {
      ghost?.remove();
      box.classList.remove("busy");
      this.#panel.removeAttribute("aria-busy");
    };
  }

  /** @param {Hit[]} hits */
  #drawBrokenNow(hits) {
    const shown = hits.filter(({ service }) => !this.#service || service === this.#service).slice(0, this.#limit);
    const earlier = this.#recent?.list() ?? [];
    const groups = earlier.length ? [recentGroup(earlier)] : [];
    if (shown.length) groups.push(group("broken", strings.brokenNow, shown, this.#look()));
    this.#shown = undefined;
    this.#list.replaceChildren(...groups);
    this.#empty.replaceChildren();
    this.#notes.replaceChildren();
    this.#more.hidden = true;
    this.#forget.hidden = earlier.length === 0;
    this.#openFor = undefined;
    this.#drawn(groups.length > 0);
  }

  /** @param {Results} results @param {boolean} typing */
  #draw(results, typing) {
    const { hits, related, total } = results;
    const groups = [];
    this.#shown = results;
    if (hits.length) groups.push(group("answers", strings.count(total), hits, this.#look()));
    if (related.length) groups.push(group("related", strings.related, related, this.#look()));
    this.#list.replaceChildren(...groups);
    this.#empty.replaceChildren(
      ...(hits.length ? [] : [emptyNotice(results, { filtered: this.#service !== "", narrowed: this.#facets.any })]),
    );
    this.#notes.replaceChildren(
      ...notes(results, { text: this.#shell.input.value.trim(), literal: this.#literal, lines: this.#asked().lines }),
    );
    if (results.facets) this.#facets.draw(results, this.#service !== "");
    // What was said about an unknown code comes before what merely shares words.
    this.#empty.classList.toggle("before", related.length > 0);
    this.#more.hidden = total <= hits.length;
    this.#more.textContent = strings.more(total - hits.length);
    this.#forget.hidden = true;
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
    this.#mark();
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
    const counted = hits.length
      ? strings.count(total)
      : related.length
        ? `${nothing}. ${strings.relatedCount(related.length)}`
        : nothing;
    const said = this.#notes.querySelector("p")?.firstChild ? `${this.#notes.querySelector("p")?.innerText} ` : "";
    this.#announce(said + counted);
    this.#emit("search", { ...this.#asked(), total });
    if (hits.length === 0) this.#emit("no-results", { ...this.#asked(), unknownCodes });
    if (!results.facets)
      this.#search(typing, true).then(
        (counted) => this.#facets.draw(counted, this.#service !== ""),
        () => {},
      );
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

  /** Shows which option is open, and which was just copied. */
  #mark() {
    const options = /** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll("[data-id]"));
    for (const option of options) {
      const { id } = option.dataset;
      option.classList.toggle("open", id === this.#article?.id);
      option.classList.toggle("copied", id === this.#copied);
      option.dataset.copied = strings.copied;
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

  /** @param {string} name @param {object} detail @returns {boolean} whether the host lets it go on */
  #emit(name, detail) {
    const event = new CustomEvent(`kedb:${name}`, {
      detail,
      bubbles: true,
      composed: true,
      cancelable: name === "contact" || name === "feedback",
    });
    return this.#shell.host.dispatchEvent(event);
  }

  #asked() {
    const log = this.#shell.log().trim();
    return {
      query: this.#shell.input.value.trim().slice(0, QUERY_LENGTH),
      lines: log ? log.split(/\r\n|\r|\n/).length : 0,
    };
  }

  #look() {
    return { lang, open: this.#article?.id };
  }
}

/** Whether there is a selection that Mod+C would copy by itself.
 * @param {EventTarget | null} target */
function isSelected(target) {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
    return target.selectionStart !== target.selectionEnd;
  return `${getSelection()}` !== "";
}
