// Earlier searches of this tab, for pages that ask for them with `recent`: in sessionStorage,
// which ends with the tab. Only words that somebody typed; nothing that was pasted.

const MOST = 5;
const LENGTH = 80;

export class Recent {
  #key;

  /** @param {string} base The bundle's address. */
  constructor(base) {
    this.#key = `kedb:recent:${base}`;
  }

  /** The newest first.
   * @returns {string[]} */
  list() {
    try {
      const texts = JSON.parse(sessionStorage.getItem(this.#key) ?? "[]");
      return Array.isArray(texts) ? texts.filter((text) => typeof text === "string").slice(0, MOST) : [];
    } catch {
      return []; // no storage here, or not ours
    }
  }

  /** @param {string} text */
  add(text) {
    if (text.length < 2 || text.length > LENGTH) return;
    this.#store([text, ...this.list().filter((other) => other !== text)].slice(0, MOST));
  }

  forget() {
    this.#store([]);
  }

  /** @param {string[]} texts */
  #store(texts) {
    try {
      if (texts.length) sessionStorage.setItem(this.#key, JSON.stringify(texts));
      else sessionStorage.removeItem(this.#key);
    } catch {
      // A frame without storage: nothing is offered again.
    }
  }
}
