// One known error below the fields: a button, and the answer that it unfolds.

import { act } from "./element-actions.js";
import { directionOf } from "./direction.js";

/**
 * @typedef {import("../kedb.d.ts").Article} Article
 * @typedef {import("../kedb.d.ts").Hit} Hit
 */

export class Suggestion {
  node;
  #stage;
  #button;
  #panel;

  /** @param {Hit} hit @param {import("./elements.js").Stage} stage */
  constructor(hit, stage) {
    this.#stage = stage;
    const { h, icon, shapes, rowFacts, lang } = stage.widget;
    const direction = directionOf(hit.lang);
    this.#panel = h("div", { class: "unfolded", id: `panel-${hit.id}`, hidden: true });
    this.#button = h(
      "button",
      {
        type: "button",
        class: "summary",
        part: "summary",
        "aria-expanded": "false",
        "aria-controls": this.#panel.id,
        "data-do": "toggle",
        "data-id": hit.id,
      },
      icon(shapes.down),
      h("span", { class: "title", part: "result-title", lang: hit.lang, dir: direction }, hit.title),
      h(
        "span",
        { class: "meta", part: "result-meta" },
        ...rowFacts({ ...hit, severity: undefined, updated: undefined }, lang),
      ),
    );
    this.node = h("li", { class: "suggestion", part: "suggestion" }, this.#button, this.#panel);
  }

  focus() {
    this.#button.focus();
  }

  /** @param {boolean} unfolded */
  set unfolded(unfolded) {
    this.#button.setAttribute("aria-expanded", `${unfolded}`);
  }

  /** Shows the article, with the buttons that fit below a form.
   * @param {Article} article
   * @param {Parameters<typeof act>[3]} context
   * @param {Parameters<typeof act>[4]} own */
  draw(article, context, own) {
    const { widget, kb } = this.#stage;
    const parts = widget.drawAnswer(article, { base: kb.base, lang: widget.lang });
    const answer = widget.h("div", { class: "answer" }, ...parts);
    // The title is above it already, and a form is no place for the whole story.
    for (const part of answer.querySelectorAll(".bar, .meta, h2, .facts, .section:not(.symptoms)")) part.remove();
    const header = answer.querySelector("header");
    if (header?.childElementCount === 0) header.remove();
    for (const prose of answer.querySelectorAll(".prose")) prose.setAttribute("dir", directionOf(article.lang));
    act(answer, this.#stage, article, context, own);
    this.#show(answer);
  }

  /** Says why there is no article.
   * @param {string} failure */
  fail(failure) {
    this.#show(this.#stage.widget.h("p", { class: "note" }, failure));
  }

  /** @param {HTMLElement} content */
  #show(content) {
    this.#panel.hidden = false;
    this.#panel.replaceChildren(content);
  }

  fold() {
    this.unfolded = false;
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
  }
}
