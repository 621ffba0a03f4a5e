// The search where WebAssembly may not run: in titles, ids and error codes, for which a few
// lines of JavaScript do. It has the methods of the engine, and so the widget stays as it is;
// articles are the same files. Fetched only then, like the titles that it reads.
//
// `prefetch`, printing and the reading of dropped files are in this file too: none of it is for most pages.

import { inflate } from "../shared/inflate.js";

export { textOf } from "./files.js";
export { prefetch } from "./prefetch.js";
export { printAlone } from "./print.js";

/**
 * @typedef {import("../kedb.d.ts").Hit} Hit
 *
 * A row of the bundle's titles: id, title, status, service, codes, path of the file with the tree, and
 * whether there is anything to do.
 * @typedef {[string, string, Hit["status"], string, string[], string, boolean]} Row
 */

/** A word that looks like an error code. */
const CODE = /^(0x[\da-f]{4,}|[a-z]{2,}[-_]?\d{3,})$/;

/** The look-up, with the methods of a connection to the engine.
 * @param {import("../loader/bundle.js").Edition} edition */
export async function lookUp(edition) {
  const engine = /** @type {any} */ (await createLookup(edition));
  console.info("kedb searches titles only: WebAssembly is off, or the CSP lacks 'wasm-unsafe-eval'");
  return {
    info: engine.info(),
    call: async (/** @type {string} */ method, /** @type {any[]} */ args) => engine[method](...args),
    close() {},
  };
}

/** @param {import("../loader/bundle.js").Edition} edition */
async function createLookup({ base, manifest, from }) {
  const { title, audience, articles: number, lang, files, pages = true } = manifest;
  const info = { title, audience, articles: number, lang, titlesOnly: true };
  /** @type {Row[]} */
  const titles = parsed(await from.fetchFile(base, files.titles));
  const articles = titles.map(([id, title, status, service, codes, trees, hasAnswer]) => ({
    status,
    service,
    trees,
    key: fold(title),
    ids: [id, ...codes].map(plain),
    shown: {
      id,
      title,
      status,
      service: service || undefined,
      lang,
      answer: hasAnswer ? { kind: "workaround" } : undefined,
      url: base + (pages ? `articles/${id}.html` : `index.html#a=${id}`),
      excerpt: "",
      excerptRanges: [],
    },
  }));

  /** @param {(typeof articles)[number]} article @param {string[]} words */
  const hit = ({ shown, key, ids }, words) => {
    const codes = words.filter((word) => ids.includes(plain(word)));
    const found = words.filter((word) => key.includes(word));
    const score = codes.length ? 1 + codes.length : found.length / words.length;
    /** @type {[number, number][]} */
    const titleRanges =
      key.length === shown.title.length
        ? found.map((word) => [key.indexOf(word), key.indexOf(word) + word.length])
        : [];
    return /** @type {Hit} */ ({
      ...shown,
      score,
      why: codes.map((text) => ({ kind: "code", text, fields: ["code"] })),
      titleRanges: titleRanges.sort(([a], [b]) => a - b),
      class: codes.length ? "code" : "words",
      confidence: Math.min(1, score),
    });
  };

  return {
    info: () => info,

    /** @param {string} text @param {{ limit?: number, service?: string, status?: string }} options
     * @returns {import("../kedb.d.ts").Results} */
    search(text, { limit = 10, service, status }) {
      const words = [...new Set(fold(text).match(/[\p{L}\p{N}][\p{L}\p{N}_.:-]*[\p{L}\p{N}]/gu))];
      const wanted = articles.filter(
        (article) => (!service || article.service === service) && (!status || article.status === status),
      );
      const hits = wanted.map((article) => hit(article, words)).filter(({ score }) => score > 0.5);
      hits.sort(
        (a, b) => b.score - a.score || +(a.status === "fixed") - +(b.status === "fixed") || (a.id < b.id ? -1 : 1),
      );
      const unknownCodes = words.filter(
        (word) => CODE.test(word) && !articles.some(({ ids, key }) => ids.includes(plain(word)) || key.includes(word)),
      );
      const answers = unknownCodes.length && !hits[0]?.why.length ? [] : hits;
      const related = answers === hits ? [] : hits.slice(0, 5);
      return {
        hits: answers.slice(0, limit),
        related,
        leftOut: 0,
        unknownCodes,
        total: answers.length,
        unknownPhrases: [],
        instead: [],
        ignored: [],
        used: [],
        isLog: false,
        isCut: false,
      };
    },

    /** @param {string} id */
    async article(id) {
      const row = articles.find(({ ids }) => ids[0] === plain(id));
      if (!row) return null;
      const trees = parsed(await inflate(await from.fetchFile(base, { path: row.trees })));
      const { id: own, url } = row.shown;
      const found = trees.find((/** @type {Hit} */ tree) => tree.id === own);
      if (!found) throw new Error("the bundle is incomplete: rebuild it");
      return { ...found, url };
    },

    facets: () => ({ services: [], statuses: [], severities: [] }),
    brokenNow: () => [],
    free() {},
  };
}

/** @param {ArrayBuffer} bytes */
function parsed(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Without accents and case.
 * @param {string} text */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** A code as it is compared.
 * @param {string} code */
function plain(code) {
  return code.toLowerCase().replace(/^0x0*/, "");
}
