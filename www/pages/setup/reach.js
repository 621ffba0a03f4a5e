// From where the folder can be used: over https, without a sign-in, from pages on other servers.

import { sentence } from "./sentence.js";

/**
 * @typedef {import("./server-tests.js").Finding} Finding
 * @typedef {import("./server-tests.js").Got} Got
 */

/** @param {string} base @returns {Finding} */
export function scheme(base) {
  const about = "Https";
  if (base.startsWith("https:"))
    return { verdict: "fine", about, found: "pages on https and on http can use this folder." };
  return {
    verdict: "advice",
    about,
    found: "this folder is on plain http. A page on https can't use it: browsers block it there without a word.",
    ask: `Please serve ${base} on https too. Browsers refuse to load it into pages that are on https (mixed content).`,
  };
}

/** @param {string} base @returns {Promise<Finding>} */
export async function signIn(base) {
  const about = "Sign-in";
  const response = await fetch(`${base}manifest.json`, { cache: "no-store", credentials: "omit" }).catch(
    () => undefined,
  );
  const open = response?.ok && /^\s*\{/.test(await response.text().catch(() => ""));
  if (open)
    return {
      verdict: "fine",
      about,
      found: "none is needed to fetch the files; so whoever can reach this server can read them.",
    };
  return {
    verdict: "note",
    about,
    found: sentence`the files are only for who is signed in on this server. Pages on this server can use them. A page on
          another server can't; a frame in it can where both servers have one domain (a.example.com and
          b.example.com), since browsers keep the sign-in of other domains out of frames.`,
    ask: sentence`Our page is on another server. Please let it fetch ${base} without a sign-in from inside our
        network, or put a copy of the folder on our page's own server.`,
  };
}

/** @param {string} base @param {Got} loader @returns {Finding} */
export function otherServers(base, { response }) {
  const about = "Pages on other servers";
  const allowed = response?.headers.get("access-control-allow-origin");
  if (allowed)
    return {
      verdict: "fine",
      about,
      found: allowed === "*" ? "all may use this folder." : `this one may use the folder: ${allowed}`,
    };
  return {
    verdict: "note",
    about,
    found: sentence`none seems to be allowed. Pages on this server need nothing, and frames neither. For a page
          elsewhere, put the address of its server into this:`,
    ask: sentence`Our page is on another server. Please send “Access-Control-Allow-Origin:
        https://the-server-of-our-page” with all files below ${base}`,
  };
}

/** Whether a page is still in its folder when the server has rewritten its address: else a browser
 * looks for its files in another one.
 * @param {string} base @param {Got} index @returns {Finding} */
export function addresses(base, { response }) {
  const about = "Addresses of pages";
  const address = response?.ok ? response.url : base;
  const looked = new URL(".", address).href;
  if (looked === base)
    return { verdict: "fine", about, found: "pages find their files from the addresses that they have." };
  return {
    verdict: "broken",
    about,
    found: sentence`index.html is led to ${address}, without the slash at its end. There a browser looks for the
        page's files in ${looked}, and the page comes bare.`,
    ask: sentence`Please do not shorten the addresses of pages below ${base}: let index.html be answered as it is, or
        led to ${base} with the slash (“clean URLs” and “trailing slash” in the settings of the host).`,
  };
}

/** Whether a service worker of this server stands before the folder.
 * @param {string} base @returns {Finding | undefined} */
export function serviceWorker(base) {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return undefined;
  return {
    verdict: "advice",
    about: "Service worker",
    found: sentence`${worker.scriptURL} answers for this folder. If it keeps what it has, a new build is never seen.`,
    ask: sentence`Please let the service worker ${worker.scriptURL} pass on what lies below ${base}, or always ask the
        server first for manifest.json and kedb.js there.`,
  };
}
