// What setup.html finds out about the server that it came from: by asking for the folder's own
// files as a page would, and by searching. Nothing leaves this server.

import { UNFINISHED, arrival, brokenOff, integrity, types } from "./files.js";
import { caching, forbidden, framing, noRequests, policy } from "./headers.js";
import { addresses, otherServers, scheme, serviceWorker, signIn } from "./reach.js";
import { sentence } from "./sentence.js";

/**
 * @typedef {object} Finding
 * @property {"fine" | "advice" | "broken" | "note"} verdict
 * @property {string} about
 * @property {string} found
 * @property {string} [ask] The sentence for whoever runs the server.
 *
 * What came of a request.
 * @typedef {object} Got
 * @property {string} name
 * @property {Response | undefined} response
 * @property {string} text
 * @property {boolean} [led] There is no response, since the server led to another one.
 */

/** Finds out about the folder at `base`, and tells each finding as it comes.
 * @param {string} base @param {(finding: Finding) => void} tell */
export async function testServer(base, tell) {
  const stable = await Promise.all(["kedb.js", "manifest.json", "embed.html"].map((name) => get(base, name)));
  const manifest = parsed(stable[1].text);
  const files = Object.values(manifest?.files ?? {});
  const hashed = await Promise.all(files.map(({ path }) => get(base, path)));
  const all = [...stable, ...hashed];
  const nothing = all.every(({ response, led }) => !response && !led);
  if (nothing && (await forbidden(base))) return tell(noRequests(base));
  tell(arrival(base, all));
  const broken = brokenOff(base, await get(base, UNFINISHED));
  if (broken) tell(broken);
  tell(types(base, all));
  tell(addresses(base, await get(base, "index.html")));
  const worker = serviceWorker(base);
  if (worker) tell(worker);
  tell(await integrity(base, files));
  tell(caching(base, stable, hashed));
  tell(await policy(base, stable[2]));
  tell(framing(base, stable[2]));
  tell(scheme(base));
  tell(await signIn(base));
  tell(otherServers(base, stable[0]));
  tell(await searching(base));
}

/** @param {string} base @param {string} name @returns {Promise<Got>} */
async function get(base, name) {
  const response = await fetch(base + name, { cache: "no-store" }).catch(() => undefined);
  const text = /\.(js|json|html|new)$/.test(name) ? await response?.text().catch(() => "") : "";
  const led =
    !response &&
    (await fetch(base + name, { cache: "no-store", redirect: "manual" }).then(
      ({ type }) => type === "opaqueredirect",
      () => false,
    ));
  return { name, response, text: text ?? "", led };
}

/** @param {string} text
 * @returns {{ files: Record<string, { path: string, integrity?: string }> } | undefined} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} base @returns {Promise<Finding>} */
async function searching(base) {
  const about = "A search";
  try {
    const { open } = await import(`${base}kedb.js`);
    const started = performance.now();
    const kb = await open(base);
    await kb.search("error");
    kb.close();
    return {
      verdict: "fine",
      about,
      found: sentence`works here, in ${Math.round(performance.now() - started)} ms from a cold start;
          ${kb.info.articles} articles.`,
    };
  } catch (error) {
    return { verdict: "broken", about, found: error instanceof Error ? error.message : String(error) };
  }
}
