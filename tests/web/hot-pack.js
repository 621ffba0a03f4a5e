// What each hashed file of a bundle is for. Only the hot pack says it, and only the figures
// ask: engine/src/bundle/hot.rs describes the layout.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { unlzma } from "../../www/engine/lzma.js";
import { MOST } from "../../www/shared/inflate.js";

/** @typedef {import("../../www/loader/bundle.js").Manifest} Manifest */
/** @typedef {"term" | "idx" | "pos" | "fieldnorm"} IndexKind */
/** @typedef {"loader" | "manifest" | "engine" | "wasm" | "widget" | "elements" | "hot" | "cards" | IndexKind} Kind */

/** What the files of the bundle in `folder` are for, by path; a tree of an article is not among them.
 * @param {string} folder
 * @returns {Promise<Map<string, Kind>>} */
export async function kindsOfFiles(folder) {
  const content = async (/** @type {string} */ path) =>
    Buffer.from(await unlzma(await readFile(join(folder, path)), MOST));
  const manifest = /** @type {Manifest} */ (JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")));
  /** @type {Map<string, Kind>} */
  const kinds = new Map([
    ["kedb.js", "loader"],
    ["manifest.json", "manifest"],
  ]);
  for (const [kind, { path }] of Object.entries(manifest.files)) kinds.set(path, /** @type {Kind} */ (kind));

  const hot = new Reader(await content(manifest.files.hot.path));
  hot.slice(); // info
  const series = hot.take(16).toString("hex");
  let past = 0;
  /** @param {number} block @param {Kind} kind */
  const known = (block, kind) => {
    const path = `_/${series}-${block}.bin`;
    // A block with the entries of words holds their postings too.
    if (!kinds.has(path)) kinds.set(path, kind);
  };
  for (let files = hot.number(); files > 0; files--) {
    const kind = /** @type {Kind} */ (hot.slice().toString());
    const first = hot.number();
    const pieces = hot.number();
    for (let piece = 0; piece < pieces; piece++) if (hot.number() > 0) known(first + piece, kind);
    past = Math.max(past, first + pieces);
  }
  for (let ranges = hot.number(); ranges > 0; ranges--) {
    hot.number(); // file
    hot.number(); // offset
    hot.slice();
  }
  const cards = past;
  for (let count = hot.number(), card = 0; card < count; card++) known(cards + card, "cards");
  return kinds;
}

class Reader {
  #bytes;
  #at = 0;

  /** @param {Buffer} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  number() {
    let [number, byte, factor] = [0, 0, 1];
    do {
      byte = this.#bytes.readUInt8(this.#at++);
      number += (byte & 0x7f) * factor;
      factor *= 0x80;
    } while (byte >= 0x80);
    return number;
  }

  /** @param {number} length */
  take(length) {
    return this.#bytes.subarray(this.#at, (this.#at += length));
  }

  slice() {
    return this.take(this.number());
  }
}
