// An open bundle: asks the engine, fetches the files that it needs for an answer, and asks again.

import { Engine } from "../pkg/kedb.js";
import { MOST } from "../shared/inflate.js";
import { supply, unpacked } from "./file.js";
import { Server } from "./server.js";
import { fetchSignatures } from "./signatures.js";
import { read } from "./values.js";

/** Rounds after which a search gives up: one needs three, the order of words and misspelt ones
 * one more each. */
const MAX_ROUNDS = 12;

/** What is said of a bundle that lacks something. */
const INCOMPLETE = "the bundle is incomplete: rebuild it";

export class Bundle {
  #engine;
  #base;
  /** What is asked in place of the bundle's index, if a server is named. */
  #server;
  /** The file of what looks for signatures, if the bundle has any. */
  #file;
  /** @type {ReturnType<typeof fetchSignatures> | undefined} */
  #fetching;
  /** @type {import("../pkg/signatures.js").Signatures | undefined} */
  #signatures;
  /** Counts searches: a newer one ends the older. */
  #newest = 0;

  /** Opens the bundle at `base`, whose manifest and hot pack have been fetched.
   * @param {string} base @param {string} manifest @param {ArrayBuffer} bytes
   * @param {string} [server] The address of its index on a search server. */
  static async open(base, manifest, bytes, server) {
    const { files, pages = true } = JSON.parse(manifest);
    const { path, checksum } = files.hot;
    const engine = new Engine(base, manifest, path, checksum, pages);
    engine.supply(path, await unpacked(engine, { path, most: MOST }, new Uint8Array(bytes)));
    return new Bundle(engine, base, files.signatures, server ? new Server(server, path) : undefined);
  }

  /** @param {Engine} engine @param {string} base
   * @param {import("../loader/bundle.js").File | undefined} file What looks for signatures.
   * @param {Server} [server] */
  constructor(engine, base, file, server) {
    this.#engine = engine;
    this.#base = base;
    this.#file = file;
    this.#server = server;
  }

  /** Known errors for `text`: a `Results`.
   * @param {string} text
   * @param {Record<string, any>} options */
  search(text, { mode = "", typing, pasted, literal, facets, brief, limit, service, status, severity }) {
    const turn = ++this.#newest;
    this.#server?.prepare(this.#engine);
    const flags = /** @type {const} */ ([!!typing, !!pasted, !!literal, !!facets, !!brief]);
    return this.#run(
      () => this.#engine.search(text, mode, ...flags, limit, service, status, severity),
      () => turn === this.#newest,
    );
  }

  /** The article with this id, alias or retired id: an `Article`, or `null`.
   * @param {string} id */
  async article(id) {
    const found = await this.#run(() => this.#engine.article(id));
    if (!found) return null;
    const [own, url, trees] = found;
    const tree = JSON.parse(trees).find((/** @type {{ id: string }} */ { id }) => id === own);
    if (!tree) throw new Error(INCOMPLETE);
    return { ...tree, url };
  }

  facets() {
    return read(this.#engine.facets());
  }

  brokenNow() {
    return read(this.#engine.brokenNow());
  }

  info() {
    return read(this.#engine.info());
  }

  free() {
    this.#signatures?.free();
    this.#engine.free();
  }

  /** Fetches what looks for signatures; what failed is fetched anew the next time. */
  async #fetch() {
    if (!this.#file) throw new Error(INCOMPLETE);
    this.#fetching ??= fetchSignatures(this.#base, this.#file);
    try {
      return await this.#fetching;
    } catch (error) {
      this.#fetching = undefined;
      throw error;
    }
  }

  /** Looks for signatures in lines, and hands the engine what is found.
   * @param {string} lines @param {() => boolean} isWanted */
  async #recognise(lines, isWanted) {
    const Signatures = await this.#fetch();
    if (!isWanted()) return;
    this.#signatures ??= new Signatures(this.#engine.signatures());
    this.#engine.recognised(this.#signatures.find(lines));
  }

  /** Repeats a step until no file is missing.
   * @param {() => Uint8Array} step @param {() => boolean} [isWanted]
   * @returns {Promise<any>} */
  async #run(step, isWanted = () => true) {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { missing, question, lines, done } = read(step());
      if (question) await this.#server?.answer(this.#engine, question, isWanted);
      else if (lines) await this.#recognise(lines, isWanted);
      else if (missing) {
        await Promise.all(
          missing.map((/** @type {import("./file.js").Wanted} */ file) => supply(this.#engine, this.#base, file)),
        );
      } else return done;
      if (!isWanted()) throw new DOMException("a newer search has begun", "AbortError");
    }
    throw new Error(INCOMPLETE);
  }
}
