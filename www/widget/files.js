// Reads a file that was dropped or pasted: a log, a text, a mail, any of them packed with gzip.
// Nothing of it leaves the browser.

import { mailText } from "./mail.js";
import { strings } from "./strings.js";

/** How much of either end of one file is read, in bytes: what a log ends with tells most. */
const MOST = 16 * 1024 * 1024;

/** The text of all files, one after the other, and whether some of it was left out.
 * @param {File[]} files
 * @returns {Promise<{ text: string, isCut: boolean }>}
 * @throws {Error} which says why there is none */
export async function textOf(files) {
  const texts = files.filter(({ type }) => !type.startsWith("image/"));
  if (texts.length === 0) throw new Error(strings.file.picture);
  const all = await Promise.all(texts.map(read));
  return { text: all.map(({ text }) => text).join("\n"), isCut: all.some(({ isCut }) => isCut) };
}

/** @param {File} file */
async function read(file) {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  const { bytes, isCut } = isPacked ? await unpacked(file) : await ends([file]);
  const text = decoded(bytes);
  if (text.includes("\0")) throw new Error(strings.file.binary(file.name));
  const isMail = /\.eml$/i.test(file.name) || file.type === "message/rfc822";
  return { text: isMail ? mailText(text) : text, isCut };
}

/** The two ends of what these hold together, all of it where that is not much.
 * @param {BlobPart[]} parts @param {boolean} [isCut] Whether some of it is missing already. */
async function ends(parts, isCut = false) {
  const all = new Blob(parts);
  const isLong = all.size > 2 * MOST;
  const shown = isLong ? new Blob([all.slice(0, MOST), "\n", all.slice(-MOST)]) : all;
  return { bytes: new Uint8Array(await shown.arrayBuffer()), isCut: isCut || isLong };
}

/** What a file of gzip holds, also where its end is missing. Of a long one the middle is dropped
 * as it comes.
 * @param {Blob} file */
async function unpacked(file) {
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let [size, first, isCut] = [0, 0, false];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      if (size < MOST) first = parts.length + 1;
      parts.push(value);
      size += value.length;
      if (size > 3 * MOST) {
        size -= parts.splice(first, 1)[0].length;
        isCut = true;
      }
    }
  } catch {
    // What came before the damage is worth a search.
  }
  return ends(parts, isCut);
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
