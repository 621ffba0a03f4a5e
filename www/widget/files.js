// Reads a file that was dropped or pasted: a log, a text, a mail, any of them packed with gzip.
// Nothing of it leaves the browser.

import { mailText } from "./mail.js";
import { strings } from "./strings.js";

/** How much of one file is read, in bytes. */
const MOST = 32 * 1024 * 1024;

/** The text of all files, one after the other.
 * @param {File[]} files
 * @returns {Promise<string>}
 * @throws {Error} which says why there is none */
export async function textOf(files) {
  const texts = files.filter(({ type }) => !type.startsWith("image/"));
  if (texts.length === 0) throw new Error(strings.file.picture);
  return (await Promise.all(texts.map(read))).join("\n");
}

/** @param {File} file */
async function read(file) {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  const bytes = isPacked ? await unpacked(file) : await bothEnds(file);
  const text = decoded(bytes);
  if (text.includes("\0")) throw new Error(strings.file.binary(file.name));
  return /\.eml$/i.test(file.name) || file.type === "message/rfc822" ? mailText(text) : text;
}

/** @param {Blob} file */
async function bothEnds(file) {
  if (file.size <= MOST) return new Uint8Array(await file.arrayBuffer());
  const ends = new Blob([file.slice(0, MOST / 2), "\n", file.slice(-MOST / 2)]);
  return new Uint8Array(await ends.arrayBuffer());
}

/** The beginning of what a file of gzip holds, at most `MOST` bytes, also where its end is missing.
 * @param {Blob} file */
async function unpacked(file) {
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  /** @type {BlobPart[]} */
  const parts = [];
  try {
    for (let size = 0; size < MOST; ) {
      const { value, done } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
    }
    await reader.cancel();
  } catch {
    // What came before the damage is worth a search.
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Windows writes logs as UTF-16 too, and older programs write their own code page.
 * @param {Uint8Array} bytes */
function decoded(bytes) {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
