// Finds a bundle's files: reads the manifest, starts every download that a first query needs
// at the same time, and turns each way this can fail into a sentence for people.
//
// Of what it fetches it runs the widget and what else is written in JavaScript; the engine
// belongs to widget/client/.

import { known, languageOf, nameOf } from "./language.js";

/** The manifest format this loader reads. */
const FORMAT = 12;

/**
 * @typedef {{ path: string, integrity?: string }} File
 * @typedef {"engine" | "wasm" | "widget" | "elements" | "hot" | "lookup" | "titles"} FileName
 * @typedef {object} Manifest
 * @property {number} format
 * @property {string} kedb The version of the program that built it.
 * @property {string} build
 * @property {string} title
 * @property {"internal" | "public"} audience
 * @property {number} articles
 * @property {string} lang
 * @property {false} [pages] Articles have no pages of their own.
 * @property {Record<FileName, File> & { list?: File, signatures?: File }} files
 * @property {Record<string, File>} texts The widget's texts by language.
 *
 * What fetches a bundle's files.
 * @typedef {object} Source
 * @property {typeof readManifest} readManifest
 * @property {typeof download} download
 * @property {typeof script} script
 * @property {typeof fetchFile} fetchFile
 *
 * One build of a bundle, and what fetches it.
 * @typedef {{ base: string, text: string, manifest: Manifest, from: Source }} Edition
 * @typedef {Edition & Record<"engine" | "wasm" | "hot", Promise<ArrayBuffer>>} Parts
 * @typedef {typeof import("../widget/widget.js")} Widget
 */

/** The absolute address of a bundle's folder; by default the one that this script came from.
 * @param {string | URL} [address] */
export function baseOf(address) {
  const base = new URL(address || ".", address ? document.baseURI : import.meta.url);
  base.search = base.hash = "";
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return base.href;
}

/** Bundles by address and language: the elements of one page share their downloads and an engine.
 * @type {Map<string, ReturnType<typeof load>>} */
const loads = new Map();

/** Opens the bundle of one element, which may need a further module; what failed is loaded anew
 * the next time.
 * @param {Element} element @param {"elements"} [further] */
export async function join(element, further) {
  const base = baseOf(element.getAttribute("bundle") ?? undefined);
  const lang = languageOf(element);
  const key = `${base} ${lang}`;
  const loading = loads.get(key) ?? load(base, lang);
  loads.set(key, loading);
  try {
    const { parts, widget } = await loading;
    const more = further && script(parts, further);
    more?.catch(() => {}); // reported below
    const knowledgeBase = await widget.connect(parts, { engine: element.getAttribute("engine") });
    return { widget, knowledgeBase, more: await more };
  } catch (error) {
    loads.delete(key);
    throw error;
  }
}

/** Starts all downloads of the bundle at `address`; the texts are in the language `lang`, else
 * in the bundle's.
 * @param {string | URL} [address] @param {string} [lang]
 * @returns {Promise<{ parts: Parts, widget: Widget }>} */
export async function load(address, lang) {
  const edition = await readManifest(baseOf(address));
  try {
    return await start(edition, lang);
  } catch (error) {
    // A new build may have replaced files between the manifest and the download.
    const newer = await readManifest(edition.base, true);
    if (newer.manifest.build === edition.manifest.build) throw error;
    return start(newer, lang);
  }
}

/** @param {Edition} edition @param {string} [lang] */
async function start(edition, lang) {
  const parts = download(edition);
  const { base, manifest } = edition;
  const tag = lang ?? known(manifest.lang) ?? "en";
  // A fragment makes an instance of the module for each language.
  const [words, widget] = await Promise.all([
    fetchFile(base, manifest.texts[nameOf(tag)]),
    script(edition, "widget", `#${tag}`),
  ]);
  widget.setTexts(JSON.parse(new TextDecoder().decode(words)), tag);
  return { parts, widget };
}

/** Runs one of the bundle's modules, verified.
 * @param {Edition} edition @param {"widget" | "elements" | "lookup"} name @param {string} [instance]
 * @returns {Promise<any>} */
export async function script({ base, manifest }, name, instance = "") {
  const file = manifest.files[name];
  await fetchFile(base, file);
  return import(new URL(file.path + instance, base).href);
}

/** The engine's downloads, under way.
 * @param {Edition} edition
 * @returns {Parts} */
export function download(edition) {
  const { base, manifest } = edition;
  const [engine, wasm, hot] = /** @type {const} */ (["engine", "wasm", "hot"]).map((name) => {
    const bytes = fetchFile(base, manifest.files[name]);
    bytes.catch(() => {}); // reported where it is awaited
    return bytes;
  });
  return { ...edition, engine, wasm, hot };
}

/** The manifest of the bundle at `base`, revalidated.
 * @param {string} base
 * @param {boolean} [anew] Whether one was read already. A service worker of the page that keeps what
 *   it has seen would give that again, so the address is another one.
 * @returns {Promise<Edition>} */
export async function readManifest(base, anew = false) {
  const query = anew && navigator.serviceWorker?.controller ? `?at=${Date.now()}` : "";
  const response = await fetch(`${base}manifest.json${query}`, { cache: "no-cache" }).catch(() => {
    throw new Error(unreachable(base));
  });
  const text = await response.text();
  if (/^\s*</.test(text) && (response.ok || response.redirected || response.status < 404)) {
    throw new Error("A web page came back instead. Perhaps sign in and try again.");
  }
  let manifest;
  try {
    manifest = response.ok && JSON.parse(text);
  } catch {
    // Reported with what is not there at all.
  }
  if (!manifest) {
    throw new Error(`There is no knowledge base at ${base}, or a damaged one (HTTP ${response.status}).`);
  }
  if (manifest.format !== FORMAT) {
    throw Object.assign(new Error("Page and knowledge base have different versions. Reload the page."), {
      name: "OutdatedError",
    });
  }
  // The modules that are fetched don't bring these with them again.
  return { base, text, manifest, from: { readManifest, download, script, fetchFile } };
}

/** @param {string} base @param {File} file */
export async function fetchFile(base, { path, integrity }) {
  const response = await fetch(base + path, { integrity }).catch(() => undefined);
  if (!response?.ok) {
    throw new Error(`A file is missing, or was changed on its way: ${path}. Reload the page.`);
  }
  return response.arrayBuffer();
}

/** @param {string} base */
function unreachable(base) {
  const { origin } = new URL(base);
  return origin === location.origin
    ? "The knowledge base can't be reached. Check connection and sign-in, and try again."
    : `The knowledge base can't be reached: ${origin} is down, or does not allow this site (CORS).`;
}
