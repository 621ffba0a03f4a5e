// What the buttons of an answer do outside `<kedb-search>`, and the events that tell of it.

/** @typedef {import("../kedb.d.ts").Article} Article */

/** Ties the buttons of an answer to what they do.
 * @param {HTMLElement} panel Where the answer is drawn.
 * @param {import("./elements.js").Stage} stage
 * @param {Article} article
 * @param {Pick<import("../widget/answer/actions.js").Stage, "announce" | "asked" | "since">} told
 * @param {Record<string, () => void>} [own] What the element does itself, by `data-do`. */
export function act(panel, { host, widget, kb }, article, told, own = {}) {
  const say = () => {}; // an answer is always open here
  const actions = new widget.Actions({
    host,
    answer: panel,
    kb,
    emit: (name, detail) => emit(host, name, detail),
    say,
    ...told,
  });
  actions.article = article;
  panel.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-do]") : null;
    if (!(button instanceof HTMLElement)) return;
    const what = button.dataset.do ?? "";
    if (own[what]) own[what]();
    else actions.do(what, button);
  });
}

/** Says something where the reader just clicked.
 * @param {HTMLElement} panel @param {string} text */
export function reply(panel, text) {
  const place = panel.querySelector(".reply");
  if (place) place.textContent = text;
}

/** Tells the page; the events are listed in widget.js.
 * @param {HTMLElement} host @param {string} name @param {object} detail
 * @returns {boolean} whether the page lets it go on */
export function emit(host, name, detail) {
  const cancelable = ["contact", "solved", "feedback"].includes(name);
  return host.dispatchEvent(new CustomEvent(`kedb:${name}`, { detail, bubbles: true, composed: true, cancelable }));
}

/** How a language is written.
 * @param {string} lang */
export function directionOf(lang) {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(lang) ? "rtl" : "ltr";
}
