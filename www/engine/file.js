// Fetches the files that the engine asks for: checked by the engine, and unpacked.

import { unlzma } from "./lzma.js";

/** @typedef {{ path: string, most: number }} Wanted A file, and the most bytes that it may have. */
/** @typedef {import("../pkg/kedb.js").Engine} Engine */

/** How a file is asked for, one way after the other, before the search gives up. Names are hashes:
 * what the browser has is right however old it is, unless it is damaged.
 * @type {RequestCache[]} */
const WAYS = ["force-cache", "reload"];

/** What every file of gzip begins with; all others are LZMA. */
const GZIP = 0x1f;

/** Fetches a file, and hands it in.
 * @param {Engine} engine @param {string} base @param {Wanted} wanted */
export async function supply(engine, base, wanted) {
  let failure;
  for (const cache of WAYS) {
    try {
      const bytes = await fetched(base, wanted, { cache });
      return engine.supply(wanted.path, await unpacked(engine, wanted, bytes));
    } catch (error) {
      // What the engine died of, the next way would not mend.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** The bytes of a file as it is stored.
 * @param {string} base @param {Wanted} wanted @param {RequestInit} options */
export async function fetched(base, { path, most }, options) {
  let status;
  try {
    const response = await fetch(base + path, options);
    if (response.ok) return await upTo(most, /** @type {ReadableStream<Uint8Array>} */ (response.body));
    status = response.status;
  } catch {
    const message = `the file \`${path}\` of the known errors can't be loaded: check the network`;
    throw new DOMException(message, "NetworkError");
  }
  throw new Error(
    `the file \`${path}\` of the known errors is missing on the server (HTTP ${status}): load the ` +
      "page again; if that does not help, the bundle was not copied whole",
  );
}

/** What the file holds that arrived as `bytes`.
 * @param {Engine} engine @param {Wanted} wanted @param {Uint8Array} bytes */
export async function unpacked(engine, { path, most }, bytes) {
  if (!engine.isPacked(path, bytes)) return bytes;
  if (bytes[0] !== GZIP) return unlzma(bytes, most);
  const { readable, writable } = new DecompressionStream("gzip");
  // A stream that is made of a `Blob` asks the browser's own process for its bytes.
  const writer = writable.getWriter();
  // What fails to be written fails to be read, too.
  Promise.allSettled([writer.write(/** @type {BufferSource} */ (bytes)), writer.close()]);
  // Nothing is what no file holds: the engine says that it is damaged.
  return upTo(most, readable).catch(() => new Uint8Array());
}

/** All that `stream` gives, or a little more than `most` bytes: the engine refuses those.
 * @param {number} most @param {ReadableStream<Uint8Array>} stream */
async function upTo(most, stream) {
  const parts = [];
  let length = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > most) {
      // Nobody waits for the rest.
      reader.cancel().catch(() => {});
      break;
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
