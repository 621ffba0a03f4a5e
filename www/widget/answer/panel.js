// The answer that is open: an article, drawn beside the results or over them.

import { h } from "../../shared/dom.js";
import { reasons } from "../results/notes.js";
import { lang } from "../strings.js";
import { Actions } from "./actions.js";
import { drawAnswer } from "./answer.js";

/** @typedef {import("../../kedb.d.ts").Article} Article */

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
  /** @type {Article | undefined} */ #article;

  /** @param {Omit<import("./actions.js").Stage, "answer">} stage */
  constructor(stage) {
    this.#kb = stage.kb;
    this.actions = new Actions({ ...stage, answer: this.element });
  }

  /** The article that is open. */
  get article() {
    return this.#article;
  }

  /** Draws an article, and leads to it.
   * @param {Article} article
   * @param {{ hit?: import("../../kedb.d.ts").Hit, ignored?: string[] }} found */
  open(article, { hit, ignored }) {
    this.#article = this.actions.article = article;
    const look = { base: this.#kb.base, lang, editUrl: this.#kb.info.editUrl, tools: true };
    this.element.replaceChildren(...drawAnswer(article, { ...look, reasons: hit && reasons(hit, ignored) }));
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  focus() {
    this.element.focus({ preventScroll: true });
    const { top } = this.element.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) this.element.scrollIntoView();
  }

  close() {
    this.#article = this.actions.article = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
