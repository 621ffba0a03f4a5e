// What the buttons of an answer do outside `<kedb-search>`, and the events that tell of it.

/** @typedef {import("./kedb.d.ts").Article} Article */

/** Shows for this long that a copy was made. */
const CONFIRMED = 2000;

/** Ties the buttons of an answer to what they do.
 * @param {HTMLElement} panel Where the answer is drawn.
 * @param {import("./elements.js").Stage} stage
 * @param {Article} article
 * @param {{ solved(): void, contact(): void, close?(): void }} on What the element does itself. */
export function act(panel, { host, widget, kb }, article, on) {
  const { strings, writeClipboard, articleAddress, workaroundCopy } = widget;
  const { publicUrl } = kb.info;
  /** @param {Element} label @param {import("./copy.js").Copy} copy @param {string} [what] */
  const copy = async (label, copy, what) => {
    if (!(await writeClipboard(copy))) return reply(panel, strings.copyFailed);
    const before = label.textContent;
    if (before === strings.copied) return;
    label.textContent = strings.copied;
    setTimeout(() => (label.textContent = before), CONFIRMED);
    if (what) emit(host, "copy", { id: article.id, what });
  };
  panel.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-do]") : null;
    if (!(button instanceof HTMLElement)) return;
    const label = button.querySelector("span") ?? button;
    switch (button.dataset.do) {
      case "copy":
        return copy(label, workaroundCopy(article, { base: kb.base, publicUrl }), "workaround");
      case "copy-link":
        return copy(label, { text: articleAddress(article, publicUrl) }, "link");
      case "copy-code":
        return copy(label, { text: button.previousElementSibling?.textContent ?? "" });
      case "solved":
        return on.solved();
      case "contact":
        return on.contact();
      case "close":
        return on.close?.();
    }
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
  const cancelable = name === "contact" || name === "solved";
  return host.dispatchEvent(new CustomEvent(`kedb:${name}`, { detail, bubbles: true, composed: true, cancelable }));
}

/** How a language is written.
 * @param {string} lang */
export function directionOf(lang) {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(lang) ? "rtl" : "ltr";
}
