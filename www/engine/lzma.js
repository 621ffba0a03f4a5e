// Undoes LZMA by the small module of WebAssembly that lzma/ in the repository is compiled to.

import { UNPACK } from "../pkg/unpack.js";

/**
 * @typedef {object} Unpacker
 * @property {WebAssembly.Memory} memory
 * @property {WebAssembly.Global} __heap_base Where its memory is free.
 * @property {(packed: number, packedLength: number, content: number, length: number) => number} unpack
 */

/** Bytes before the content, and where in them the length stands, in eight. */
const HEADER = 13;
const LENGTH = 5;

const MIB = 1 << 20;

/** Bytes of a page of WebAssembly's memory. */
const PAGE = 1 << 16;

/** What a file holds, or nothing if it is damaged. Throws if it holds more than `most` bytes.
 * @param {Uint8Array} file @param {number} most
 * @returns {Promise<Uint8Array>} */
export async function unlzma(file, most) {
  const header = new DataView(file.buffer, file.byteOffset);
  if (file.length < HEADER) return new Uint8Array();
  const length = Number(header.getBigUint64(LENGTH, true));
  if (length > most) throw new Error(`A file exceeds ${most / MIB} MiB.`);
  const code = Uint8Array.from(atob(UNPACK), (char) => char.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(code);
  const { memory, __heap_base, unpack } = /** @type {Unpacker} */ (/** @type {unknown} */ (instance.exports));
  const start = __heap_base.value;
  const end = start + file.length;
  const missing = end + length - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  new Uint8Array(memory.buffer).set(file, start);
  const isWhole = unpack(start, file.length, end, length);
  return new Uint8Array(memory.buffer, end, isWhole ? length : 0);
}
