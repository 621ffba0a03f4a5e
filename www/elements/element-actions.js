// What the buttons of an answer do outside `<kedb-search>`.

/** @typedef {import("../widget/answer/actions.js").Actions} Actions */

/** Ties the buttons of an answer to what they do.
 * @param {HTMLElement} panel Where the answer is drawn.
 * @param {import("./elements.js").Stage} stage
 * @param {import("../kedb.d.ts").Article} article
 * @param {Omit<import("../widget/answer/actions.js").Stage, "host" | "answer" | "kb">} context
 * @param {Record<string, (actions: Actions) => void>} [own] What the element does itself, by `data-do`. */
export function act(panel, { host, widget, kb }, article, context, own = {}) {
  const actions = new widget.Actions({ host, answer: panel, kb, ...context });
  actions.article = article;
  panel.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-do]") : null;
    if (!(button instanceof HTMLElement)) return;
    const what = button.dataset.do ?? "";
    if (own[what]) own[what](actions);
    else actions.do(what, button);
  });
}
