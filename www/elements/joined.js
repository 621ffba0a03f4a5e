// What is known about several fields, put together.

/** @typedef {import("../kedb.d.ts").Results} Results */

/** How sure a hit is, the surest first. */
const CLASSES = ["signature", "id", "title", "code", "words"];

/** The hits of both, each article once.
 * @param {Results} one @param {Results} other @returns {Results} */
export function joined(one, other) {
  const known = new Set(one.hits.map(({ id }) => id));
  const hits = other.hits.filter(({ id }) => !known.has(id));
  return {
    ...one,
    hits: [...one.hits, ...hits],
    total: one.total + hits.length,
    unknownCodes: [...one.unknownCodes, ...other.unknownCodes],
  };
}

/** The same results, the surest hits first.
 * @param {Results} results */
export function surestFirst(results) {
  const hits = [...results.hits].sort((a, b) => CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class));
  return { ...results, hits };
}
