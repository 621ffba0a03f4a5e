// The JavaScript API over a running engine: `open` gives it to pages, and the elements use
// nothing else. A search cancels the one before it.

import { Link } from "./link.js";
import { joined, pieces } from "./long-log.js";

/**
 * @typedef {import("../../loader/bundle.js").Parts} Parts
 * @typedef {import("../../engine/engine.js").Call["method"]} Method
 * @typedef {import("../../kedb.d.ts").KnowledgeBase} KnowledgeBase
 * @typedef {import("../../kedb.d.ts").SearchOptions} SearchOptions
 */

/** From this many characters on, a text is a log even if it does not look like one. */
const LOG = 1 << 16;

/** Opens the bundle whose files are under way.
 * @param {Parts} parts
 * @param {import("../../kedb.d.ts").OpenOptions} [options] */
export async function connect(parts, options) {
  const server = options?.engine ? new URL(options.engine, document.baseURI).href : undefined;
  const place = { useWorker: options?.worker !== false, server };
  const key = `${parts.base} ${place.useWorker} ${server}`;
  const shared = links.get(key) ?? { users: 0, opening: Link.open(parts, place) };
  links.set(key, shared);
  // Counted before anything is awaited: else the last user's `close` ends a newcomer's engine.
  shared.users++;
  const release = () => {
    if (--shared.users === 0 && links.get(key) === shared) links.delete(key);
    return shared.users === 0;
  };
  try {
    const link = await shared.opening;
    return new Client(link, () => release() && link.close());
  } catch (error) {
    release();
    throw error;
  }
}

/** One engine for all who open the same bundle.
 * @type {Map<string, { users: number, opening: Promise<Link> }>} */
const links = new Map();

/** @implements {KnowledgeBase} */
export class Client {
  #link;
  #release;
  #open = true;
  /** What stands for the newest search. */
  #latest = {};
  /** Ends the search that is under way, which a newer one takes over.
   * @type {(() => void) | undefined} */
  #giveWay;

  /** @param {Link} link @param {() => void} release */
  constructor(link, release) {
    this.#link = link;
    this.#release = release;
  }

  get info() {
    return this.#link.info;
  }

  /** The bundle's folder. */
  get base() {
    return this.#link.base;
  }

  /** Whether only a reload brings what is new. */
  get isOutdated() {
    return this.#link.isOutdated;
  }

  /** Tells of `restart`, `swap` and `outdated`.
   * @returns {EventTarget} */
  get events() {
    return this.#link;
  }

  /** @param {string} text @param {SearchOptions} [options] */
  search(text, options) {
    return this.#newest(text, "search", options);
  }

  /** @param {string} text @param {SearchOptions} [options] */
  suggest(text, options) {
    return this.#newest(text, "suggest", options);
  }

  /** @param {string} log @param {SearchOptions} [options] */
  async match(log, options) {
    const parts = pieces(log);
    const ends = parts.next().value ?? "";
    const mode = log.length > LOG ? "log" : "match";
    let asked = this.#newest(ends, mode, options);
    let mine = this.#latest;
    let results = await asked;
    for (const piece of parts) {
      if (this.#latest !== mine) throw takenOver();
      asked = this.#newest(piece, mode, { ...options, facets: false });
      mine = this.#latest;
      results = { ...joined(results, await asked), isCut: true };
    }
    return results;
  }

  /** @param {string} id
   * @returns {Promise<import("../../kedb.d.ts").Article | null>} */
  article(id) {
    return this.#call("article", id);
  }

  /** @returns {Promise<import("../../kedb.d.ts").Facets>} */
  facets() {
    return this.#call("facets");
  }

  /** @returns {Promise<import("../../kedb.d.ts").FirstHit[]>} */
  brokenNow() {
    return this.#call("brokenNow");
  }

  /** Loads the rest of the bundle ahead, if it is small.
   * @param {AbortSignal} signal */
  async prefetch(signal) {
    const { prefetch } = await this.seldom();
    return prefetch(this.#link.edition, signal);
  }

  /** What most pages never need, fetched now.
   * @returns {Promise<typeof import("../../lookup/lookup.js")>} */
  seldom() {
    const { edition } = this.#link;
    return edition.from.script(edition, "lookup");
  }

  close() {
    if (!this.#open) return;
    this.#open = false;
    this.#giveWay?.();
    this.#release();
  }

  /** @param {Method} method @param {...any} args @returns {Promise<any>} */
  async #call(method, ...args) {
    if (!this.#open) throw new Error("This knowledge base was closed.");
    return this.#link.call(method, args);
  }

  /** @param {string} text @param {string} mode @param {SearchOptions} [options]
   * @returns {Promise<import("../../kedb.d.ts").Results>} */
  #newest(text, mode, { limit, filters, typing, literal, facets, brief, pasted } = {}) {
    this.#giveWay?.();
    const mine = (this.#latest = {});
    const ask = () => {
      if (this.#latest !== mine) throw takenOver();
      return this.#call("search", text, { ...filters, limit, typing, literal, facets, brief, pasted, mode });
    };
    return new Promise((resolve, reject) => {
      const giveWay = () => reject(takenOver());
      this.#giveWay = giveWay;
      // The engine gives way to any newer search, also to that of another box on the page.
      /** @param {Error} error @returns {Promise<any>} */
      const again = (error) => {
        if (error.name !== "AbortError" || this.#latest !== mine) throw error;
        return this.#link.inLine(async () => ask()).catch(again);
      };
      const done = () => this.#giveWay === giveWay && (this.#giveWay = undefined);
      ask().catch(again).finally(done).then(resolve, reject);
    });
  }
}

function takenOver() {
  return new DOMException("Another search took over.", "AbortError");
}
