// The bundle that a single file holds: what the search fetches from the bundle's address, it gets
// from the elements of this page, and nothing from anywhere else.
//
// A page that is opened from a file may fetch nothing. So `fetch` answers from the page, modules
// come from blobs under the addresses that the loader knows, and images get their bytes.

const store = /** @type {HTMLElement} */ (document.querySelector("[data-bundle]"));

/** The bundle's address as the loader writes it: a browser changes the letters of a host, a port that is the usual
 * one, an umlaut. */
const named = new URL(/** @type {string} */ (store.dataset.bundle));
named.search = named.hash = "";
if (!named.pathname.endsWith("/")) named.pathname += "/";
const base = named.href;

/** The elements that hold files, by path.
 * @type {Map<string, HTMLElement>} */
const held = new Map();
for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-path]")))
  held.set(/** @type {string} */ (element.dataset.path), element);

/** The bytes of a file.
 * @param {string} path */
function bytesOf(path) {
  const text = held.get(path)?.textContent;
  return text == null ? undefined : Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
}

/** The path of a file of the bundle.
 * @param {string} address */
function pathOf(address) {
  return address.startsWith(base) ? address.slice(base.length).replace(/[?#].*$/, "") : undefined;
}

window.fetch = async (address) => {
  const bytes = bytesOf(pathOf(String(address)) ?? "");
  return new Response(bytes, { status: bytes ? 200 : 404 });
};

// A worker would have to have the files, too: the search runs in the page's own thread.
Reflect.deleteProperty(window, "Worker");

/** Addresses of the files that were asked for as images or modules.
 * @type {Map<string, string>} */
const blobs = new Map();

/** @param {string} path @param {string} type */
function blobOf(path, type) {
  const known = blobs.get(path);
  if (known) return known;
  const bytes = bytesOf(path);
  const address = bytes ? URL.createObjectURL(new Blob([bytes], { type })) : "";
  blobs.set(path, address);
  return address;
}

const set = HTMLImageElement.prototype.setAttribute;
/** @this {HTMLImageElement} @param {string} name @param {string} value */
HTMLImageElement.prototype.setAttribute = function (name, value) {
  const path = name === "src" ? pathOf(value) : undefined;
  set.call(this, name, path ? blobOf(path, "") : value);
};

// The loader makes an instance of the widget for each language, and of the engine after a crash.
const tags = [document.documentElement.lang, ...navigator.languages, store.dataset.lang, "en"];
const instances = ["", ...tags.map((tag) => `#${tag}`), ...Array.from({ length: 8 }, (_, n) => `#${n + 2}`)];
/** @type {Record<string, string>} */
const imports = {};
for (const path of held.keys()) {
  if (!path.endsWith(".js")) continue;
  for (const instance of instances) imports[base + path + instance] = blobOf(path, "text/javascript") + instance;
}
const map = document.createElement("script");
map.type = "importmap";
map.nonce = store.dataset.nonce ?? "";
map.textContent = JSON.stringify({ imports });
document.head.append(map);

for (const path of store.dataset.run?.split(" ") ?? []) {
  import(base + path).catch((error) => {
    const place = document.querySelector("kedb-search p");
    if (place) place.textContent = store.dataset.failure?.replace("{reason}", () => error.message) ?? "";
  });
}
