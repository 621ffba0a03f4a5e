// What answers do outside `<kedb-search>`: their buttons, and the word that they are of an old version.

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

/** Says once that a newer version is there, of which only another load of the page makes use.
 * @param {import("../widget/messages.js").Messages} messages
 * @param {import("./elements.js").Stage["kb"]} kb @param {AbortSignal} signal */
export function warnOfOld(messages, kb, signal) {
  kb.events.addEventListener("outdated", () => messages.outdated(false), { signal });
  if (kb.isOutdated) messages.outdated(false);
}
