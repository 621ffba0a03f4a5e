// Logs that are longer than what the engine reads of one text. Where a log ends tells most, so its
// two ends are searched as one text. What lies between is only held against signatures, a piece
// at a time, so that a newer question never waits long.

/** The length of a piece in bytes: what the engine reads of one text, less nine bytes that a piece
 * can gain: a line break, and eight where a cut parts characters. */
const MOST = (1 << 20) - 9;
/** What two neighbouring pieces have in common, for signatures of several lines. */
const SHARED = 4096;

/** @typedef {import("../../kedb.d.ts").Results} Results */

/** The two ends of a log as one text, then the pieces between them; a short log is one piece.
 * @param {string} log
 * @returns {Generator<string, void, void>} */
export function* pieces(log) {
  const bytes = new TextEncoder().encode(log);
  if (bytes.length <= MOST) {
    yield log;
    return;
  }
  const text = (/** @type {number} */ from, /** @type {number} */ to) =>
    new TextDecoder().decode(bytes.subarray(from, to));
  const half = MOST >> 1;
  const head = lineStart(bytes, half);
  const end = bytes.length - half;
  const tail = bytes.indexOf(10, end) + 1 || end;
  // A head that is one long line ends without a line break.
  yield `${text(0, head)}\n${text(tail, bytes.length)}`;
  for (let from = head; from < tail; ) {
    const most = Math.min(from + MOST - SHARED, tail);
    const line = lineStart(bytes, most);
    // A line that is longer than a piece is cut.
    const to = line > from ? line : most;
    yield text(Math.max(0, from - SHARED), to);
    from = to;
  }
}

/** The beginning of the line that holds this byte; the byte itself in a text without lines.
 * @param {Uint8Array} bytes @param {number} at */
function lineStart(bytes, at) {
  return bytes.lastIndexOf(10, at - 1) + 1 || at;
}

/** Adds to what the ends of a log gave what the signatures of its middle gave.
 * @param {Results} ends @param {Results} middle
 * @returns {Results} */
export function joined(ends, middle) {
  const known = new Set(ends.hits.map(({ id }) => id));
  const found = middle.hits.filter((hit) => hit.class === "signature" && !known.has(hit.id));
  const ids = new Set(found.map(({ id }) => id));
  const isSignature = (/** @type {Results["hits"][number]} */ hit) => hit.class === "signature";
  return {
    ...ends,
    hits: [...ends.hits.filter(isSignature), ...found, ...ends.hits.filter((hit) => !isSignature(hit))],
    related: ends.related.filter(({ id }) => !ids.has(id)),
    total: ends.total + found.length,
  };
}
