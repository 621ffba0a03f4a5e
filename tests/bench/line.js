// A server of static files at the end of a line of a certain speed: every answer comes one round trip
// late, and all answers share the line's bytes per second. Throttling in the browser would not reach
// what workers fetch.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

/** @typedef {{ name: string, delay: number, rate: number }} Line Milliseconds, and bytes in a millisecond. */

/** What a server compresses on the way.
 * @type {Map<string, string>} */
const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript"],
  [".css", "text/css"],
  [".json", "application/json"],
]);

/** Files of kedb and of Pagefind that never change: without this a browser may ask twice for what it fetches
 * first and then runs. */
const NAMED_BY_CONTENT = /\/(_|fragment|index)\//;

/** The types of scripts and styles. */
const LOOKS = new Set(["text/javascript", "text/css"]);

/** Most bytes that are sent in one go. */
const PIECE = 8192;

const wait = (/** @type {number} */ time) => new Promise((resolve) => setTimeout(resolve, time));

/** @param {string} folder @param {Line} line */
export async function serveOver(folder, line) {
  /** @type {Map<string, Buffer>} */
  const compressed = new Map();
  let sent = { requests: 0, bytes: 0, scripts: 0 };
  /** When the line is free again. */
  let free = 0;

  /** @param {import("node:http").ServerResponse} response @param {Buffer} body */
  const send = async (response, body) => {
    await wait(line.delay);
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      free = Math.max(free, performance.now()) + piece.length / line.rate;
      const late = free - performance.now();
      if (late > 1) await wait(late);
      response.write(piece);
    }
    response.end();
  };

  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://any").pathname));
    const type = TYPES.get(extname(path));
    let body = compressed.get(path) ?? (await readFile(join(folder, path)).catch(() => undefined));
    if (body && type && !compressed.has(path)) compressed.set(path, (body = gzipSync(body, { level: 9 })));
    sent.requests++;
    sent.bytes += body?.length ?? 0;
    if (type && LOOKS.has(type)) sent.scripts += body?.length ?? 0;
    response.writeHead(body ? 200 : 404, {
      "content-type": type ?? "application/octet-stream",
      ...(body && type && { "content-encoding": "gzip" }),
      "cache-control": NAMED_BY_CONTENT.test(path) ? "max-age=31536000, immutable" : "no-cache",
    });
    await send(response, body ?? Buffer.alloc(0));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}/`,
    /** What was sent since the last call. */
    taken() {
      const before = sent;
      sent = { requests: 0, bytes: 0, scripts: 0 };
      return before;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
