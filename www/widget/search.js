// `<kedb-search>` once somebody means to search: broken now, results, an answer. This file
// leads from one to the other; each draws itself.

import { h } from "../shared/dom.js";
import { Beside } from "./answer/beside.js";
import { AnswerPanel } from "./answer/panel.js";
import { Asker } from "./asker.js";
import { BoxTools, fillPasted, replaceText } from "./box-tools.js";
import { Combobox } from "./combobox.js";
import { emit } from "./events.js";
import { backKey, onKeys } from "./keys.js";
import { Messages } from "./messages.js";
import { HitCopier } from "./results/copy-hit.js";
import { awaited } from "./results/loading.js";
import { ResultsPane } from "./results/pane.js";
import { ServiceChip } from "./service-chip.js";
import { strings } from "./strings.js";
import { style } from "./style.js";

/**
 * @typedef {import("../loader/box.js").Box} Box
 * @typedef {import("./client/api.js").Client} Client
 */

export class Search {
  #host;
  #tree;
  #box;
  #kb;
  #tools;
  #answer;
  #asker;
  #beside;
  #copier;
  #combobox;
  #chip = new ServiceChip();
  #pane = new ResultsPane();
  #messages = new Messages();
  #columns = h("div", { class: "columns" });
  #panel = h("div", { class: "panel", part: "panel" });
  #opening = 0;
  /** @type {ReturnType<typeof backKey>} */ #back;
  #attached = new AbortController();

  /** Takes a drawn box over.
   * @param {HTMLElement} host
   * @param {HTMLElement} frame Holds the box; the panel goes below it.
   * @param {Box} box
   * @param {Client} knowledgeBase */
  constructor(host, frame, box, knowledgeBase) {
    const tree = /** @type {ShadowRoot} */ (host.shadowRoot);
    tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, style()];
    this.#tree = tree;
    this.#host = host;
    this.#box = box;
    this.#kb = knowledgeBase;
    const stage = { host, kb: knowledgeBase, messages: this.#messages };
    this.#asker = new Asker({
      ...stage,
      box,
      chip: this.#chip,
      pane: this.#pane,
      wait: () => this.#wait(),
      drawn: (open) => this.#drawn(open),
    });
    const agreed = () => this.#pane.agreed;
    this.#answer = new AnswerPanel({ ...stage, asked: () => this.#asker.asked(), agreed, since: () => box.since });
    const places = { ...stage, pane: this.#pane, answer: this.#answer, columns: this.#columns };
    this.#beside = new Beside(places);
    this.#copier = new HitCopier({ ...places, actions: this.#answer.actions });

    box.element.insertBefore(this.#chip.element, box.input);
    this.#tools = new BoxTools(box);
    this.#columns.append(this.#pane.head.element, this.#pane.element, this.#answer.element);
    // Below what they must not move.
    this.#panel.append(this.#columns, this.#messages.lasting, this.#messages.note);
    // What unfolds above the answer must not push the bar below it out of sight.
    this.#pane.head.notes.addEventListener("toggle", () => this.#answer.fit(), true);
    if (knowledgeBase.info.titlesOnly) this.#panel.prepend(h("p", { class: "note", part: "note" }, strings.titlesOnly));
    // A dialog scrolls it, and no option takes the focus.
    if (host.getAttribute("mode") === "dialog") this.#panel.tabIndex = 0;
    frame.append(this.#panel, this.#messages.status);

    const close = (/** @type {boolean} */ refocus) => this.#close({ refocus });
    const keys = { close, copy: () => this.#copy(), liftService: () => this.#liftService() };
    onKeys(frame, { box, answer: this.#answer, list: this.#pane.list, ...keys }, this.#attached.signal);
    this.#combobox = new Combobox(
      box.input,
      this.#pane.list,
      {
        choose: (option) => this.#choose(option),
        enter: () => this.#asker.ask({ typing: false, thenOpen: true }),
        moved: (option) => this.#copier.glance(option?.dataset.id),
      },
      this.#attached.signal,
    );
    frame.addEventListener("click", (event) => this.#click(event), this.#attached);
    box.addEventListener("change", () => this.#changed(), this.#attached);
    box.addEventListener("files", () => this.#read(), this.#attached);
    for (const event of ["online", "pageshow"]) addEventListener(event, () => this.#asker.retry(), this.#attached);
    knowledgeBase.events.addEventListener("swap", () => this.#asker.ask({ typing: false }), this.#attached);
    knowledgeBase.events.addEventListener("restart", () => this.#messages.say(strings.restarted), this.#attached);
    knowledgeBase.events.addEventListener("outdated", () => this.#messages.outdated(), this.#attached);
    if (knowledgeBase.isOutdated) this.#messages.outdated();
    if (host.hasAttribute("prefetch")) this.#prefetch();
    this.#chip.set(host.getAttribute("service") ?? "", knowledgeBase);
    this.#asker.ask({ typing: !box.isEntered, thenOpen: box.isEntered });
    this.#read();
  }

  /** An attribute of the element has another value.
   * @param {string} name */
  changed(name) {
    if (name === "service") this.#chip.set(this.#host.getAttribute("service") ?? "", this.#kb);
    if (name === "service" || name === "limit") this.#changed();
    else this.#tools.update();
  }

  /** Leaves the box as it was before, for one that was removed from its page. */
  free() {
    this.#attached.abort();
    this.#copier.stop();
    this.#asker.stop();
    this.#opening++;
    this.#back?.destroy();
    this.#tools.free();
    for (const node of [this.#chip.element, this.#panel, this.#messages.status]) node.remove();
    this.#tree.adoptedStyleSheets = this.#tree.adoptedStyleSheets.filter((sheet) => sheet !== style());
    this.#host.removeAttribute("data-open");
    this.#kb.close();
  }

  #prefetch() {
    const ahead = () => void this.#kb.prefetch(this.#attached.signal).catch(() => {}); // offline already
    this.#kb.events.addEventListener("swap", ahead, this.#attached);
    ahead();
  }

  // The answer.

  /** Opens an article; an empty id closes the one that is open.
   * @param {string} id @param {string} [anchor] The `id` of the heading to begin at. */
  async show(id, anchor = "") {
    if (!id) return this.#close({ refocus: false });
    const turn = ++this.#opening;
    const waiting = awaited(this.#kb.article(id), () => this.#wait());
    const article = await waiting.catch((error) => this.#messages.fail(error));
    if (turn !== this.#opening || article === undefined) return;
    if (!article) return this.#messages.say(strings.missing(id));
    this.#beside.end();
    this.#pane.leave();
    this.#answer.open(article, this.#pane.reasons(article.id), this.#pane.answerName(article.id));
    this.#opened();
    this.#pane.reveal(article.id);
    this.#answer.focus(anchor);
    this.#asker.remember();
    emit(this.#host, "open", { id: article.id, ...this.#asker.asked() });
  }

  /** @param {{ refocus?: boolean }} [how] */
  #close({ refocus = true } = {}) {
    this.#opening++;
    const id = this.#answer.article?.id;
    if (!id) return;
    this.#answer.close();
    this.#opened();
    emit(this.#host, "close", {});
    if (!refocus) return;
    // Where somebody was reading, not where they typed.
    this.#box.input.focus({ preventScroll: true });
    this.#box.input.setSelectionRange(0, this.#box.text.length);
    this.#pane.reveal(id);
  }

  /** Shows which article is open, or that none is. */
  #opened() {
    const id = this.#answer.article?.id;
    this.#back?.destroy();
    this.#back = id === undefined ? undefined : backKey(() => this.#close());
    this.#columns.classList.toggle("opened", id !== undefined);
    // For a page that prints the open answer alone.
    this.#host.toggleAttribute("data-open", id !== undefined);
    this.#pane.mark({ open: id });
    this.#combobox.update();
  }

  // Keys and clicks.

  /** @returns {boolean} whether there is something to copy */
  #copy() {
    const id = this.#combobox.active?.dataset.id ?? (this.#asker.isCurrent ? this.#pane.first : undefined);
    if (this.#answer.article) this.#answer.actions.copy("workaround");
    else if (id && this.#pane.answers(id)) this.#copier.copy(id);
    else return false;
    return true;
  }

  /** @param {HTMLElement} option */
  #choose({ dataset: { id, text } }) {
    if (text) replaceText(this.#box, text);
    else if (id) this.show(id);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target.closest("[data-do], a[href]") : null;
    if (target instanceof HTMLAnchorElement) return this.#follow(event, target.dataset);
    if (!(target instanceof HTMLElement)) return;
    switch (target.dataset.do) {
      case "close":
        return this.#close();
      case "all-services":
        return this.#liftService();
      case "more":
        return this.#asker.more();
      case "reload":
        return location.reload();
      case "ask-again":
        return this.#asker.again();
      case "no-filters":
      case "literal":
      case "meaning":
      case "forget":
        return this.#asker.again(target.dataset.do);
      default:
        return this.#answer.actions.do(target.dataset.do, target);
    }
  }

  /** A link from one article to another opens here; a modified click is the browser's.
   * @param {MouseEvent} event @param {DOMStringMap} to */
  #follow(event, { article, anchor = "" }) {
    if (!article || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (article === this.#answer.article?.id) this.#answer.reveal(anchor);
    else this.show(article, anchor);
  }

  #liftService() {
    if (!this.#chip.service) return;
    this.#chip.set("", this.#kb);
    this.#box.input.focus();
    this.#changed();
  }

  // Asking.

  /** Searches for what the files say that were dropped or pasted. */
  async #read() {
    const { files } = this.#box;
    if (!files.length) return;
    /** @type {File[]} */
    const none = [];
    this.#box.files = none;
    const reading = this.#kb.seldom().then(({ textOf }) => textOf(files, strings.file));
    const text = await awaited(reading, () => this.#wait()).catch(
      (error) => void this.#messages.say(error.message, true),
    );
    // Another list means that other files were dropped since.
    const isLast = this.#box.files === none && !this.#attached.signal.aborted;
    if (text && isLast) fillPasted(this.#box, text);
  }

  /** The text, the log or the service is another one. */
  #changed() {
    this.#tools.update();
    this.#messages.clear(true);
    const { actions } = this.#answer;
    // What is closed belongs to the matter that may end here.
    this.#close({ refocus: false });
    if (this.#box.text || this.#box.log) actions.typed();
    else actions.forget();
    this.#asker.anew();
  }

  /** @param {string} [open] The article that is to be opened. */
  #drawn(open) {
    this.#combobox.update();
    if (open) this.show(open);
    else this.#beside.update();
  }

  /** Shows that something is awaited; gives what ends it. */
  #wait() {
    const { classList } = this.#box.element;
    const arrived = this.#answer.article ? undefined : this.#pane.awaitResults();
    classList.add("busy");
    this.#panel.setAttribute("aria-busy", "true");
    return () => {
      arrived?.();
      classList.remove("busy");
      this.#panel.removeAttribute("aria-busy");
    };
  }
}
