// The answer that is open: an article, drawn beside the results or over them.

import { h } from "../../shared/dom.js";
import { lang } from "../strings.js";
import { Actions } from "./actions.js";
import { drawAnswer } from "./answer.js";

/** @typedef {import("../../kedb.d.ts").Article} Article */

const UNFOLDED = /** @type {const} */ ({ block: "nearest" });

export class AnswerPanel {
  element = h("section", {
    class: "answer",
    part: "answer",
    "aria-labelledby": "answer-title",
    tabindex: -1,
    hidden: true,
  });
  actions;
  #kb;
  #isPreview = false;

  /** @param {Omit<import("./actions.js").Stage, "answer">} stage */
  constructor(stage) {
    this.#kb = stage.kb;
    this.actions = new Actions({ ...stage, answer: this.element });
    // The bar at the edge must not cover what somebody has just unfolded.
    const unfolded = (/** @type {any} */ { target }) => target.open && target.scrollIntoView(UNFOLDED);
    this.element.addEventListener("toggle", unfolded, true);
  }

  /** The article that somebody has opened. */
  get article() {
    return this.#isPreview ? undefined : this.actions.article;
  }

  /** Draws an article that somebody has opened.
   * @param {Article} article @param {Node} [reasons] Why it was found.
   * @param {string} [first] The heading of the case that was found. */
  open(article, reasons, first) {
    this.#isPreview = false;
    this.actions.article = article;
    this.#draw(article, reasons, first);
  }

  /** Draws an article that nobody has opened.
   * @param {Article} article @param {Node} [reasons] @param {string} [first] */
  preview(article, reasons, first) {
    this.#isPreview = true;
    this.actions.glance(article);
    this.#draw(article, reasons, first);
  }

  /** @param {Article} article @param {Node} [reasons] @param {string} [first] */
  #draw(article, reasons, first) {
    const { base, info } = this.#kb;
    const ticket = this.actions.opensTickets;
    const { editUrl, publicUrl } = info;
    const look = { base, lang, editUrl, publicUrl, tools: true, reasons, first, ticket };
    this.element.replaceChildren(...drawAnswer(article, look));
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  /** Keeps its lower edge, where what comes next stands, in sight. A frame may grow instead. */
  fit() {
    const above = parent === window ? Math.max(0, this.element.getBoundingClientRect().top) : 0;
    this.element.style.setProperty("--_above", `${above}px`);
  }

  /** @param {string} anchor The `id` of the heading to begin at; empty for the title. */
  focus(anchor) {
    this.fit();
    this.element.focus({ preventScroll: true });
    const { top } = this.element.getBoundingClientRect();
    // Where it covers the list, nothing beside it is lost by scrolling: what to do comes into sight.
    const covers = this.element.previousElementSibling?.getClientRects().length === 0;
    if (top < 0 || top > innerHeight / (covers ? 5 : 2)) this.element.scrollIntoView();
    this.reveal(anchor);
  }

  /** Leads to a heading of the open article.
   * @param {string} anchor The `id` of the heading. */
  reveal(anchor) {
    const heading = anchor && this.element.querySelector(`#${CSS.escape(anchor)}`);
    if (!(heading instanceof HTMLElement)) return;
    heading.tabIndex = -1;
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  }

  close() {
    this.#isPreview = false;
    this.actions.article = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
