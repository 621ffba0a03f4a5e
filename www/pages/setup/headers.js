// What the server's headers say: how long files are kept, what pages may run, and who may show
// the search in a frame.

import { sentence } from "./sentence.js";

/**
 * @typedef {import("./server-tests.js").Finding} Finding
 * @typedef {import("./server-tests.js").Got} Got
 */

/** A stored copy of a file whose content changes may be used this long, in seconds. */
const BRIEF = 600;
/** One whose content never changes should be kept this long at least. */
const LONG = 86_400;
/** The smallest WebAssembly module. */
const EMPTY_WASM = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
/** How long a browser may take to say that its policy was broken, in milliseconds. */
const SOON = 200;

/** Whether this page's policy forbids it to fetch what lies beside it.
 * @param {string} base @returns {Promise<boolean>} */
export function forbidden(base) {
  return new Promise((resolve) => {
    document.addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective }) => resolve(effectiveDirective === "connect-src"),
      { once: true },
    );
    // A browser tells so a little after the request has failed.
    fetch(`${base}manifest.json`)
      .catch(() => undefined)
      .then(() => setTimeout(resolve, SOON, false));
  });
}

/** @param {string} base @returns {Finding} */
export function noRequests(base) {
  return {
    verdict: "broken",
    about: "Content security policy",
    found: "the server's policy forbids its pages to fetch files, so nothing else can be tested.",
    ask: sentence`Please add connect-src 'self' to the Content-Security-Policy that is sent with ${base}, and allow
        script-src 'self' 'wasm-unsafe-eval', worker-src 'self', style-src 'self' and img-src 'self'.`,
  };
}

/** @param {string} base @param {Got} embed @returns {Promise<Finding>} */
export async function policy(base, { response }) {
  const about = "Content security policy";
  const sent = response?.headers.get("content-security-policy");
  const compiles = await WebAssembly.compile(EMPTY_WASM).then(
    () => true,
    () => false,
  );
  if (compiles)
    return {
      verdict: "fine",
      about,
      found: sent
        ? "the server sends one, and it lets the search engine run."
        : "the server sends none. The page that the search is on may have its own: see below.",
    };
  return {
    verdict: "advice",
    about,
    found: sentence`the server's policy forbids WebAssembly on its pages, which the search engine needs: only titles and
          codes may be found.`,
    ask: sentence`Please add 'wasm-unsafe-eval' to script-src in the Content-Security-Policy that is sent with ${base},
        and allow connect-src 'self' and worker-src 'self'. It lets a WebAssembly module start; it does not
        allow eval.`,
  };
}

/** @param {string} base @param {Got[]} stable @param {Got[]} hashed @returns {Finding} */
export function caching(base, stable, hashed) {
  const about = "Caching";
  const age = (/** @type {Got} */ { response }) => {
    const control = response?.headers.get("cache-control") ?? "";
    if (/no-store|no-cache/.test(control)) return 0;
    const seconds = /(?:^|[\s,])max-age=(\d+)/.exec(control)?.[1];
    return seconds === undefined ? undefined : Number(seconds);
  };
  const stale = stable.find((got) => got.response?.ok && (age(got) ?? Infinity) > BRIEF);
  const brief = hashed.find((got) => got.response?.ok && (age(got) ?? 0) < LONG);
  if (!stale && !brief)
    return { verdict: "fine", about, found: "what changes is asked for anew, what never changes is kept." };
  return {
    verdict: "advice",
    about,
    found: [
      stale &&
        sentence`${stale.name} may be kept
            ${age(stale) === undefined ? "as long as a browser likes" : `for ${age(stale)} seconds`}, so a new
            build is seen late.`,
      brief && "the files in _/ are fetched again and again, although they never change.",
    ]
      .filter(Boolean)
      .join(" And "),
    ask: sentence`Please send “Cache-Control: public, max-age=31536000, immutable” with all files below ${base}_/,
        and “Cache-Control: no-cache” with all others below ${base}`,
  };
}

/** @param {string} base @param {Got} embed @returns {Finding} */
export function framing(base, { response }) {
  const about = "Frames";
  const options = response?.headers.get("x-frame-options") ?? "";
  const policy = response?.headers.get("content-security-policy") ?? "";
  // Several policies arrive joined by commas, and all of them hold; browsers obey them alone
  // where X-Frame-Options is sent too, and of that they know two words.
  const lists = [...policy.matchAll(/frame-ancestors\s+([^;,]+)/gi)].map(([, list]) => list.trim());
  if (lists.length === 0) lists.push(/deny/i.test(options) ? "'none'" : /sameorigin/i.test(options) ? "'self'" : "*");
  const ask = sentence`Please let our page show ${base}embed.html in a frame: for this address send
      “Content-Security-Policy: frame-ancestors 'self' https://the-server-of-our-page”, and no X-Frame-Options.`;
  if (lists.every((list) => list === "*"))
    return { verdict: "fine", about, found: "any page may show embed.html in a frame." };
  if (lists.includes("'none'"))
    return { verdict: "advice", about, found: "no page may show embed.html in a frame.", ask };
  if (lists.includes("'self'"))
    return { verdict: "note", about, found: "only pages on this server may show embed.html in a frame.", ask };
  const allowed = lists.join(", and of these: ").replaceAll("'self'", "this server");
  return { verdict: "note", about, found: `pages of these servers may show embed.html in a frame: ${allowed}`, ask };
}
