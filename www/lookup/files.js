// Reads a file that was dropped or pasted: a log, a text, a mail, any of them packed with gzip.
// Nothing of it leaves the browser.

import { mailText } from "./mail.js";

/** @typedef {import("../widget/strings.js").FileStrings} FileStrings */

/** How much of either end of one file is read, in bytes: what a log ends with tells most. */
const MOST = 16 * 1024 * 1024;

/** The text of all files, one after the other, and whether some of it was left out.
 * @param {File[]} files @param {FileStrings} strings
 * @returns {Promise<{ text: string, isCut: boolean }>}
 * @throws {Error} which says why there is none */
export async function textOf(files, strings) {
  const texts = files.filter(({ type }) => !type.startsWith("image/"));
  if (!texts.length) throw new Error(strings.picture);
  const all = await Promise.all(texts.map((file) => read(file, strings)));
  return { text: all.map(({ text }) => text).join("\n"), isCut: all.some(({ isCut }) => isCut) };
}

/** @param {File} file @param {FileStrings} strings */
async function read(file, strings) {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  const { pieces, isCut } = isPacked ? await unpacked(file) : await ends([file]);
  const text = decoded(pieces);
  if (text.includes("\0")) throw new Error(strings.binary(file.name));
  const isMail = /\.eml$/i.test(file.name) || file.type === "message/rfc822";
  return { text: isMail ? mailText(text) : text, isCut };
}

/** The two ends of what these hold together, all of it where that is not much.
 * @param {BlobPart[]} parts @param {boolean} [isCut] Whether some of it is missing already. */
async function ends(parts, isCut = false) {
  const all = new Blob(parts);
  const isLong = all.size > 2 * MOST;
  const shown = isLong ? [all.slice(0, MOST), all.slice(-MOST)] : [all];
  const pieces = await Promise.all(shown.map(async (piece) => new Uint8Array(await piece.arrayBuffer())));
  return { pieces, isCut: isCut || isLong };
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

/** The text of the pieces of one file, a line for each. Windows writes logs as UTF-16 too, and
 * older programs write their own code page.
 * @param {Uint8Array[]} pieces */
export function decoded(pieces) {
  const [first, second] = pieces[0];
  const texts = (/** @type {string} */ name) => pieces.map((piece) => new TextDecoder(name).decode(piece));
  if (first === 0xff && second === 0xfe) return texts("utf-16le").join("\n");
  if (first === 0xfe && second === 0xff) return texts("utf-16be").join("\n");
  try {
    return pieces.map((piece, at) => utf8(piece, at > 0, at < pieces.length - 1)).join("\n");
  } catch {
    return texts("windows-1252").join("\n");
  }
}

/** Decodes a piece without the parts of a character that the cuts at its ends went through.
 * @param {Uint8Array} piece @param {boolean} cutBefore @param {boolean} cutAfter */
function utf8(piece, cutBefore, cutAfter) {
  const isPart = (/** @type {number} */ byte) => (byte & 0xc0) === 0x80;
  let from = 0;
  while (cutBefore && from < 3 && isPart(piece[from])) from++;
  return new TextDecoder("utf-8", { fatal: true }).decode(piece.subarray(from), { stream: cutAfter });
}
