// The engine in use, and what takes its place: it starts a crashed engine again, once, and keeps
// a page that stays open for days current, since a new build is swapped in between two calls.

import { strings } from "../strings.js";
import { dropFormerChecks } from "./former-checks.js";
import { isCrash, startRunner } from "./runner.js";

/**
 * @typedef {import("../../loader/bundle.js").Parts} Parts
 * @typedef {import("./runner.js").Method} Method
 * @typedef {import("./runner.js").Runner} Runner
 * @typedef {{ useWorker: boolean, server?: string }} Place Where a bundle is searched: in a worker, and
 *   by its index on a search server.
 */

/** How long a page in use trusts the manifest it has. */
const MAX_AGE = 5 * 60 * 1000;

/** Tells of `restart`, of `swap`, and of `outdated` when only a reload brings what is new. */
export class Link extends EventTarget {
  /** @type {import("../../loader/bundle.js").Edition} */ #edition;
  #place;
  /** Unset after a failed start: the next call tries again.
   * @type {Promise<Runner> | undefined} */
  #runner;
  /** @type {Promise<unknown>} */ #line = Promise.resolve();
  #checked = Date.now();
  /** @type {Promise<boolean> | undefined} */ #checking;
  #crashed = false;
  /** Whether the bundle has become one that this widget can't open. */
  isOutdated = false;
  #attached = new AbortController();
  info;

  /** Starts an engine with the bundle whose files are under way.
   * @param {Parts} parts @param {Place} place */
  static async open(parts, place) {
    return new Link(parts, place, await startRunner(parts, place));
  }

  /** @param {Parts} parts @param {Place} place @param {Runner} runner */
  constructor({ base, text, manifest, from }, place, runner) {
    super();
    this.#edition = { base, text, manifest, from };
    this.#place = place;
    this.#runner = Promise.resolve(runner);
    this.info = runner.info;
    const visible = () => document.visibilityState === "visible" && this.#revalidate();
    document.addEventListener("visibilitychange", visible, this.#attached);
    // A page's service worker may have given an old manifest.
    if (navigator.serviceWorker?.controller) this.#revalidate();
  }

  get base() {
    return this.#edition.base;
  }

  get edition() {
    return this.#edition;
  }

  close() {
    this.#attached.abort();
    this.#retire(this.#runner);
  }

  /** Asks again what gave way to another search: one at a time, or two would give way to each
   * other for ever.
   * @template T @param {() => Promise<T>} ask */
  inLine(ask) {
    const turn = this.#line.then(ask);
    this.#line = turn.catch(() => {});
    return turn;
  }

  /** @param {Method} method @param {any[]} args @returns {Promise<any>} */
  async call(method, args) {
    if (Date.now() - this.#checked > MAX_AGE) this.#revalidate();
    const current = this.#start();
    try {
      const runner = await current;
      // Replaced while this call waited for it.
      if (this.#runner !== current) return this.call(method, args);
      const value = await runner.call(method, args);
      this.#crashed = false;
      return value;
    } catch (error) {
      if (isCrash(error)) return this.#again(current, method, args);
      if (/** @type {Error} */ (error).name === "AbortError") throw error;
      // Files of an earlier build may be gone from the server.
      if (await this.#revalidate()) return (await this.#start()).call(method, args);
      const { name, message } = /** @type {Error} */ (error);
      // Of a network that fails, the sentence says all that helps.
      const why = name === "NetworkError" ? "" : ` (${message})`;
      throw new Error(strings.notLoaded + why, { cause: error });
    }
  }

  /** The engine in use, started if there is none.
   * @returns {Promise<Runner>} */
  #start() {
    if (this.#runner) return this.#runner;
    if (this.#attached.signal.aborted) return Promise.reject(new Error("This knowledge base was closed."));
    const starting = startRunner(this.#edition.from.download(this.#edition), this.#place);
    starting.catch(() => this.#retire(starting));
    return (this.#runner = starting);
  }

  /** Frees an engine, also one that is still starting.
   * @param {Promise<Runner> | undefined} old */
  #retire(old) {
    if (this.#runner === old) this.#runner = undefined;
    old?.then(
      (runner) => runner.close(),
      () => {},
    );
  }

  /** Starts the engine anew, and repeats the call that it crashed in: once. Another call may
   * have been in it, and have started it already.
   * @param {Promise<Runner>} dead @param {Method} method @param {any[]} args */
  async #again(dead, method, args) {
    if (this.#runner === dead) {
      this.#retire(dead);
      if (this.#crashed) throw new Error(strings.stoppedAgain);
      this.#crashed = true;
      this.dispatchEvent(new Event("restart"));
    }
    const current = this.#start();
    try {
      return await (await current).call(method, args);
    } catch (error) {
      if (!isCrash(error)) throw error;
      this.#retire(current);
      throw new Error(strings.stoppedTwice);
    }
  }

  /** Whether a new build has taken the old one's place. */
  #revalidate() {
    this.#checked = Date.now();
    this.#checking ??= this.#swap()
      // Else offline, or in the middle of a deployment: what is open goes on.
      .catch((error) => error.name === "OutdatedError" && this.#outdate())
      .finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  #outdate() {
    if (!this.isOutdated) {
      this.isOutdated = true;
      this.dispatchEvent(new Event("outdated"));
    }
    return false;
  }

  async #swap() {
    const { base, manifest, from } = this.#edition;
    await dropFormerChecks(base);
    const edition = await from.readManifest(base, true);
    if (edition.manifest.build === manifest.build) return false;
    // Another kedb brings another widget: the two belong together, so a reload is needed.
    if (edition.manifest.files.widget.path !== manifest.files.widget.path) return this.#outdate();
    const next = await startRunner(from.download(edition), this.#place);
    if (this.#attached.signal.aborted) {
      next.close();
      return false;
    }
    const old = this.#runner;
    this.#edition = edition;
    this.#runner = Promise.resolve(next);
    this.info = next.info;
    this.#retire(old);
    this.dispatchEvent(new Event("swap"));
    return true;
  }
}
