// What can be done with an answer: copying, saying that it helped or did not, asking people.
// The host hears of it, and addresses that it or the bundle names are opened when the reader clicks;
// nothing else leaves the page, unless it sets `count-url`.

import { ask } from "./answer.js";
import { articleAddress, escapeText, writeClipboard, workaroundCopy } from "./copy.js";
import { h } from "../../shared/dom.js";
import { filled, ticketAddress } from "../contact.js";
import { emit, endSession } from "../events.js";
import { strings } from "../strings.js";
import { isOnTheWeb } from "./tree.js";

/**
 * @typedef {import("../../kedb.d.ts").Article} Article
 * @typedef {import("../../kedb.d.ts").CopyDetail["what"]} Copied
 *
 * What an answer's actions need of the element that shows it.
 * @typedef {object} Stage
 * @property {HTMLElement} host The element, for its attributes.
 * @property {HTMLElement} answer What shows the article.
 * @property {Pick<import("../client/api.js").Client, "base" | "info" | "seldom">} kb
 * @property {import("../messages.js").Messages} messages
 * @property {() => import("../../kedb.d.ts").Asked} asked
 * @property {() => string} [agreed] The lines of a log that the reader agrees to send.
 * @property {() => number | undefined} since When the first key was pressed.
 * @property {() => void} [thank] What is done when it helped; else thanks are said.
 */

/** How many characters of a query an address carries. */
const MOST = 1000;

export class Actions {
  #stage;
  /** @type {Article | undefined} */ #article;
  /** The articles that were opened, for the ticket.
   * @type {Set<string>} */
  #tried = new Set();
  /** Those that helped.
   * @type {Set<string>} */
  #solved = new Set();
  /** Whether what comes next is about another matter. */
  #ended = false;

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
  }

  /** Whether somebody without an answer can open a ticket from here. */
  get opensTickets() {
    return !!ticketAddress(this.#stage.host, this.#stage.kb);
  }

  /** The article that is shown. */
  get article() {
    return this.#article;
  }

  set article(article) {
    this.#article = article;
    if (!article) return;
    const { id } = article;
    // What has helped unopened may be opened afterwards: that is the same matter.
    if (this.#ended && (this.#tried.has(id) || !this.#solved.has(id))) this.forget();
    this.#tried.add(id);
  }

  /** Acts on an article that is shown although nobody has opened it.
   * @param {Article} article */
  glance(article) {
    this.#article = article;
  }

  /** Forgets what was opened: the next caller's ticket must not say what the last one was shown. */
  forget() {
    this.#ended = false;
    this.#tried.clear();
    this.#solved.clear();
    endSession();
  }

  /** Another text was typed: it is about another matter if the last one came to its end. */
  typed() {
    if (this.#ended) this.forget();
  }

  /** Does what a button says in `data-do`.
   * @param {string | undefined} what @param {HTMLElement} button */
  do(what, button) {
    switch (what) {
      case "copy":
        return this.copy("workaround");
      case "copy-internal":
        return this.copy("internal");
      case "copy-link":
        return this.copy("link");
      case "copy-code":
        return this.#copyCode(button);
      case "print":
        return this.#print();
      case "solved":
        return this.solved();
      case "feedback":
        return this.#feedback();
      case "contact":
        return this.#contact();
    }
  }

  /** @param {Exclude<Copied, "hit">} what */
  async copy(what) {
    const article = this.#article;
    if (!article) return;
    const address = articleAddress(article, this.#stage.kb.info.publicUrl) ?? "";
    const link = { text: address, html: `<a href="${escapeText(address)}">${escapeText(address)}</a>` };
    if (!(await writeClipboard(what === "link" ? link : this.#text(article, what === "internal"))))
      return this.#reply(strings.copyFailed);
    const action = { workaround: "copy", internal: "copy-internal", link: "copy-link" }[what];
    const label = this.#stage.answer.querySelector(`[data-do=${action}] span`);
    if (label) this.#confirm(label);
    this.#copied(article, what);
  }

  /** Copies an article that is not open: one of the list.
   * @param {Article} article
   * @returns {Promise<boolean>} whether it worked */
  async copyHit(article) {
    const done = await writeClipboard(this.#text(article, false));
    if (done) this.#copied(article, "hit");
    else this.#stage.messages.say(strings.copyFailed);
    return done;
  }

  /** @param {Article} article @param {Copied} what */
  #copied({ id }, what) {
    this.#stage.messages.announce(strings.copied);
    emit(this.#stage.host, "copy", { id, what, ...this.#took() });
  }

  /** @param {Article} article @param {boolean} internal */
  #text(article, internal) {
    const { base, info } = this.#stage.kb;
    return workaroundCopy(article, { base, publicUrl: info.publicUrl, internal });
  }

  /** @param {HTMLElement} button */
  async #copyCode(button) {
    if (await writeClipboard({ text: button.previousElementSibling?.textContent ?? "" })) {
      this.#confirm(button);
      this.#stage.messages.announce(strings.copied);
    } else this.#reply(strings.copyFailed);
  }

  /** Shows for a moment that a copy was made.
   * @param {Element} label */
  #confirm(label) {
    if (label.textContent === strings.copied) return;
    const before = label.textContent;
    label.textContent = strings.copied;
    setTimeout(() => (label.textContent = before), 2000);
  }

  async #print() {
    const article = this.#article;
    if (!article) return;
    const { printAlone } = await this.#stage.kb.seldom();
    printAlone(
      this.#stage.answer,
      `${article.id} ${article.title}`,
      articleAddress(article, this.#stage.kb.info.publicUrl),
    );
  }

  /** Tells that it helped, and gives thanks unless the page does. */
  solved() {
    const { host, asked, thank } = this.#stage;
    const article = this.#article;
    if (!article || this.#solved.has(article.id)) return;
    this.#solved.add(article.id);
    this.#ended = true;
    if (!emit(host, "solved", { id: article.id, ...asked(), ...this.#took() })) return;
    if (thank) thank();
    else this.#reply(strings.thanks);
  }

  #contact() {
    const { host, kb } = this.#stage;
    const asked = this.#stage.asked();
    const tried = [...this.#tried];
    this.#ended = true;
    const excerpt = this.#stage.agreed?.() || undefined;
    if (!emit(host, "contact", { id: this.#article?.id, ...asked, tried, ...(excerpt && { excerpt }) })) return;
    const opened = visit(ticketAddress(host, kb), {
      query: [asked.query, excerpt].filter(Boolean).join("\n").slice(0, MOST),
      tried: tried.join(","),
    });
    if (!opened) this.#reply(this.#article ? ask(this.#article) : strings.askDeskPlain);
  }

  /** Somebody says that an answer is wrong: to the host, else to the form, else to the owner. */
  #feedback() {
    const article = this.#article;
    const place = this.#stage.answer.querySelector(".feedback");
    const choice = /** @type {HTMLInputElement | null | undefined} */ (place?.querySelector("input:checked"));
    const comment =
      /** @type {HTMLTextAreaElement | null | undefined} */ (place?.querySelector("textarea"))?.value.trim() ?? "";
    if (!article || !place || !choice) return;
    const reason = /** @type {import("../../kedb.d.ts").FeedbackReason} */ (choice.value);
    const { host, kb } = this.#stage;
    place.removeAttribute("open");
    place.querySelector("summary")?.focus();
    if (!emit(host, "feedback", { id: article.id, reason, comment, ...this.#stage.asked() }))
      return this.#reply(strings.feedbackThanks);
    if (visit(host.getAttribute("feedback-url") ?? kb.info.feedbackUrl, { id: article.id, reason, comment }))
      return this.#reply(strings.feedbackThanks);
    const mail = [article.owner, article.contact].find((who) => /^[^\s@]+@[^\s@]+$/.test(who ?? ""));
    if (!mail) return this.#reply(ask(article));
    const subject = `${article.id}: ${strings.reasons[reason]}`;
    const body = `${article.title}\n${isOnTheWeb(article.url) ? article.url : article.id}\n\n${comment}`;
    h("a", { href: `mailto:${mail}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}` }).click();
    this.#reply(strings.feedbackMail(mail));
  }

  /** Closes the feedback, for a key that was pressed in it.
   * @param {EventTarget | null} from
   * @returns {boolean} whether it was open */
  leaveFeedback(from) {
    const open = from instanceof Element ? from.closest(".feedback[open]") : null;
    open?.removeAttribute("open");
    open?.querySelector("summary")?.focus();
    return !!open;
  }

  /** How long it took from the first key to here: the time to the workaround. */
  #took() {
    const since = this.#stage.since();
    return since === undefined ? {} : { sinceTyping: Math.round(performance.now() - since) };
  }

  /** Says something where the reader just clicked.
   * @param {string} text */
  #reply(text) {
    const place = this.#stage.answer.querySelector(".reply");
    if (place) place.textContent = text;
    else this.#stage.messages.say(text);
  }
}

/** Opens an address, with what it has places for.
 * @param {string | undefined} address @param {Record<string, string>} values
 * @returns {boolean} whether there is one */
function visit(address, values) {
  const href = filled(address, values);
  if (href) window.open(href, "_blank", "noopener");
  return !!href;
}
