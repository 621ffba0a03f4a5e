// The JavaScript API over a running engine: a module worker where the page may have one, else
// the page's own thread.
//
// It cancels what a newer call replaces, starts a crashed engine again once, and keeps a page
// that stays open for days current: a new build is swapped in between two calls.

import { strings } from "../strings.js";

/**
 * @typedef {import("../../loader/bundle.js").Parts} Parts
 * @typedef {import("../../engine/engine.js").Call["method"]} Method
 * @typedef {import("../../kedb.d.ts").Info} Info
 * @typedef {import("../../kedb.d.ts").KnowledgeBase} KnowledgeBase
 * @typedef {import("../../kedb.d.ts").SearchOptions} SearchOptions
 * @typedef {{ info: Info, call(method: Method, args: any[]): Promise<any>, close(): void }} Runner
 */

/** How long a page in use trusts the manifest it has. */
const MAX_AGE = 5 * 60 * 1000;

/** Opens the bundle whose files are under way.
 * @param {Parts} parts
 * @param {import("../../kedb.d.ts").OpenOptions} [options] */
export async function connect(parts, options) {
  const useWorker = options?.worker !== false;
  const key = parts.base + useWorker;
  const shared = links.get(key) ?? { users: 0, opening: openLink(parts, useWorker) };
  links.set(key, shared);
  // Counted before anything is awaited: else the last user's `close` ends a newcomer's engine.
  shared.users++;
  const leave = () => {
    if (--shared.users === 0 && links.get(key) === shared) links.delete(key);
    return shared.users === 0;
  };
  try {
    const link = await shared.opening;
    return new Client(link, () => leave() && link.close());
  } catch (error) {
    leave();
    throw error;
  }
}

/** One engine for all who open the same bundle.
 * @type {Map<string, { users: number, opening: Promise<Link> }>} */
const links = new Map();

/** @param {Parts} parts @param {boolean} useWorker */
async function openLink(parts, useWorker) {
  return new Link(parts, useWorker, await startRunner(parts, useWorker));
}

/** @implements {KnowledgeBase} */
export class Client {
  #link;
  #release;
  #open = true;
  /** @type {AbortController | undefined} */ #latest;

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

  /** Tells of `restart` and `swap`.
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
  match(log, options) {
    return this.#newest(log, "match", options);
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

  /** @returns {Promise<import("../../kedb.d.ts").Hit[]>} */
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
    this.#latest?.abort();
    this.#release();
  }

  /** @param {Method} method @param {...any} args @returns {Promise<any>} */
  async #call(method, ...args) {
    if (!this.#open) throw new Error("This knowledge base was closed.");
    return this.#link.call(method, args);
  }

  /** @param {string} text @param {string} mode @param {SearchOptions} [options]
   * @returns {Promise<import("../../kedb.d.ts").Results>} */
  #newest(
    text,
    mode,
    {
      limit = mode === "suggest" ? 5 : 10,
      filters = {},
      typing = false,
      literal = false,
      facets = false,
      pasted = false,
    } = {},
  ) {
    this.#latest?.abort();
    const { signal } = (this.#latest = new AbortController());
    const ask = () => {
      signal.throwIfAborted();
      return this.#call("search", text, { ...filters, limit, typing, literal, facets, pasted, mode });
    };
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      // The engine gives way to any newer search, also to that of another box on the page.
      /** @param {Error} error @returns {Promise<any>} */
      const again = (error) => {
        if (error.name !== "AbortError" || signal.aborted) throw error;
        return this.#link.inLine(ask).catch(again);
      };
      ask().catch(again).then(resolve, reject);
    });
  }
}

/** The engine in use, and what takes its place. */
class Link extends EventTarget {
  /** @type {import("../../loader/bundle.js").Edition} */ #edition;
  #useWorker;
  /** Unset after a failed start: the next call tries again.
   * @type {Promise<Runner> | undefined} */
  #runner;
  /** @type {Promise<unknown>} */ #line = Promise.resolve();
  #checked = Date.now();
  /** @type {Promise<boolean> | undefined} */ #checking;
  #crashed = false;
  #attached = new AbortController();
  info;

  /** @param {Parts} parts @param {boolean} useWorker @param {Runner} runner */
  constructor({ base, text, manifest, from }, useWorker, runner) {
    super();
    this.#edition = { base, text, manifest, from };
    this.#useWorker = useWorker;
    this.#runner = Promise.resolve(runner);
    this.info = runner.info;
    const visible = () => document.visibilityState === "visible" && this.#revalidate();
    document.addEventListener("visibilitychange", visible, this.#attached);
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
      throw new Error(`${strings.notLoaded} (${/** @type {Error} */ (error).message})`);
    }
  }

  /** The engine in use, started if there is none.
   * @returns {Promise<Runner>} */
  #start() {
    if (this.#runner) return this.#runner;
    if (this.#attached.signal.aborted) return Promise.reject(new Error("This knowledge base was closed."));
    const starting = startRunner(this.#edition.from.download(this.#edition), this.#useWorker);
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
      .catch(() => false) // offline, or in the middle of a deployment: what is open goes on
      .finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async #swap() {
    const { base, manifest, from } = this.#edition;
    const edition = await from.readManifest(base);
    if (edition.manifest.build === manifest.build) return false;
    // Another kedb brings another widget: the two belong together, so a reload is needed.
    if (edition.manifest.files.widget.path !== manifest.files.widget.path) return false;
    const next = await startRunner(from.download(edition), this.#useWorker);
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

/** @param {unknown} error */
function isCrash(error) {
  return error instanceof Error && error.name === "RuntimeError";
}

/** An engine with the bundle open, in the best place that the page allows.
 * @param {Parts} parts @param {boolean} useWorker
 * @returns {Promise<Runner>} */
async function startRunner(parts, useWorker) {
  const { base, text, manifest } = parts;
  const address = new URL(manifest.files.engine.path, base).href;
  await parts.engine;
  const places = useWorker ? [inWorker, onPage] : [onPage];
  const opening = async () => ({ base, manifest: text, wasm: await parts.wasm, hot: await parts.hot });
  let failure;
  for (const place of places) {
    try {
      return await place(address, opening);
    } catch (error) {
      failure = error;
    }
  }
  const { name, message } = /** @type {Error} */ (failure);
  if (name === "CompileError" || typeof WebAssembly === "undefined") {
    const { lookUp } = await parts.from.script(parts, "lookup");
    return lookUp(parts);
  }
  throw new Error(message);
}

/** @typedef {() => Promise<import("../../engine/engine.js").Opening>} Opener */

/** @param {string} address @param {Opener} opening @returns {Promise<Runner>} */
async function inWorker(address, opening) {
  const worker = newWorker(address);
  /** @type {Map<number, { resolve(value: any): void, reject(error: Error): void }>} */
  const waiting = new Map();
  let count = 0;
  let closing = false;
  /** @param {Error} error */
  const fail = (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error("The search engine could not be started as a worker."));
    };
  });
  // A trap inside a future settles no promise: it is only seen here.
  worker.onerror = (event) => {
    event.preventDefault();
    fail(crash(event.message));
  };
  worker.onmessage = ({ data }) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) call?.reject(Object.assign(new Error(data.error.message), { name: data.error.name }));
    else call?.resolve(data.value);
    if (closing && waiting.size === 0) worker.terminate();
  };
  /** @type {(method: Method, args: any[]) => Promise<any>} */
  const call = (method, args) =>
    new Promise((resolve, reject) => {
      waiting.set(++count, { resolve, reject });
      worker.postMessage({ id: count, method, args });
    });
  const close = () => {
    closing = true;
    if (waiting.size === 0) worker.terminate();
  };
  try {
    return { info: await call("open", [await opening()]), call, close };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** @param {string} address @param {Opener} opening @returns {Promise<Runner>} */
async function onPage(address, opening) {
  // A fragment makes the module, and so the wasm's memory, a new one after a crash.
  const { createEngine } = await import(instances++ ? `${address}#${instances}` : address);
  const engine = await createEngine(await opening());
  /** @type {Promise<unknown>} */
  let calls = Promise.resolve();
  /** @type {(method: Method, args: any[]) => Promise<any>} */
  const call = (method, args) => {
    const attached = new AbortController();
    const result = new Promise((resolve, reject) => {
      /** @param {ErrorEvent} event */
      const trapped = ({ error, message }) => {
        if (error instanceof WebAssembly.RuntimeError) reject(crash(message));
      };
      addEventListener("error", trapped, attached);
      Promise.resolve(engine[method](...args)).then(resolve, reject);
    }).finally(() => attached.abort());
    calls = Promise.allSettled([calls, result]);
    return result;
  };
  return { info: engine.info(), call, close: () => void calls.then(() => engine.free()).catch(() => {}) };
}

let instances = 0;

/** @param {string} message */
function crash(message) {
  return Object.assign(new Error(message), { name: "RuntimeError" });
}

/** A module worker that runs `address`, which may lie on another origin.
 * @param {string} address */
function newWorker(address) {
  const options = /** @type {const} */ ({ type: "module", name: "kedb" });
  if (new URL(address).origin === location.origin) return new Worker(trusted(address), options);
  const entry = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)}`], { type: "text/javascript" }));
  return new Worker(trusted(entry), options);
}

/** @type {{ createScriptURL(url: string): string } | undefined} */
let policy;

/** The address as pages with Trusted Types want it: the only use of the policy `kedb`.
 * @param {string} address
 * @returns {string} */
function trusted(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return address;
  policy ??= types.createPolicy("kedb", { createScriptURL: (/** @type {string} */ url) => url });
  return /** @type {NonNullable<typeof policy>} */ (policy).createScriptURL(address);
}
