// `<kedb-answer article="KE-0042">`: one article, drawn as an answer in the flow of a page.
//
// Attributes: `article` (its id, an alias, or the id of one that it replaced), `bundle`, `lang`,
// `ticket-url`, `feedback-url`. Parts, properties and the events kedb:copy, kedb:solved,
// kedb:contact and kedb:feedback are those of widget.js; nothing was asked here.

import { act, warnOfOld } from "./element-actions.js";

/** @typedef {import("../loader/lazy.js").Drawn} Drawn */

/** @implements {Drawn} */
export class InlineAnswer {
  #stage;
  #turn = 0;
  #messages;
  #attached = new AbortController();

  /** @param {import("./elements.js").Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    const { tree, widget, kb } = stage;
    this.#messages = new widget.Messages();
    warnOfOld(this.#messages, kb, this.#attached.signal);
    tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, widget.style()];
    // The article of a new build, unless somebody is at work in this one.
    kb.events.addEventListener("swap", () => tree.activeElement || this.update(), this.#attached);
    this.update();
  }

  /** Draws the article that the element names now. */
  async update() {
    const { host, tree, widget, kb } = this.#stage;
    const { h, strings } = widget;
    const turn = ++this.#turn;
    const id = host.getAttribute("article")?.trim() ?? "";
    let failure = strings.missing(id);
    const article = await kb.article(id).catch((error) => void (failure = error.message));
    if (turn !== this.#turn) return;
    if (!article) {
      tree.replaceChildren(
        h("slot"),
        h("div", { class: "frame" }, h("p", { class: "note", part: "failure" }, failure)),
      );
      return;
    }
    const look = {
      base: kb.base,
      lang: widget.lang,
      editUrl: kb.info.editUrl,
      publicUrl: kb.info.publicUrl,
      tools: true,
      ticket: Boolean(host.getAttribute("ticket-url") ?? kb.info.ticketUrl),
    };
    const panel = h(
      "section",
      { class: "answer", part: "answer", "aria-labelledby": "answer-title" },
      ...widget.drawAnswer(article, look),
    );
    panel.querySelector(".bar")?.remove();
    const messages = this.#messages;
    act(panel, this.#stage, article, {
      messages,
      asked: () => ({ query: "", lines: 0 }),
      since: () => undefined,
    });
    tree.replaceChildren(h("div", { class: "frame" }, messages.lasting, panel, messages.status));
  }

  free() {
    this.#turn++;
    this.#attached.abort();
    this.#stage.kb.close();
  }
}
