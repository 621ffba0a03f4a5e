// embed.html: the search in a frame of somebody else's page, which may be sandboxed, of a fixed
// height, and without storage or clipboard.
//
// After `#`, in the address: `q` the first text, `service`, `theme` (light or dark), `lang`.
//
// With the page around it speaks by `postMessage`, and with no other: what it says goes to that
// page's origin only; what it hears must come from that page and its origin. It says
// { type: "kedb:height", height } and each event of the search as { type: "kedb:search", … }
// with what the event carries. It hears { type: "kedb:set", q?, service?, theme? }; where a browser does
// not tell the frame who is around it, the first of these does.

export {};

const EVENTS = ["search", "no-results", "open", "close", "copy", "solved", "contact", "feedback"];

const search = /** @type {any} */ (document.querySelector("kedb-search"));
let around = originAround();

set(Object.fromEntries(new URLSearchParams(location.hash.slice(1))), true);
// A frame is there to be searched: it begins without waiting for the reader.
customElements.whenDefined("kedb-search").then(() => search.dispatchEvent(new Event("pointerenter")));
addEventListener("hashchange", () => set(Object.fromEntries(new URLSearchParams(location.hash.slice(1)))));

if (parent !== window) {
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || typeof data !== "object" || data?.type !== "kedb:set") return;
    around ??= isOrigin(origin) ? origin : undefined;
    if (origin !== around) return;
    set(data);
    tellHeight();
  });
  for (const name of EVENTS) {
    search.addEventListener(`kedb:${name}`, (/** @type {CustomEvent} */ event) => tell(event.type, event.detail));
  }
  new ResizeObserver(tellHeight).observe(document.body);
}

/** The origin of the page around this one, as far as the browser tells it. */
function originAround() {
  const [nearest = document.referrer && new URL(document.referrer).origin] = location.ancestorOrigins ?? [];
  return isOrigin(nearest) ? nearest : undefined;
}

/** A sandboxed page has no origin that a message could be sent to, nor has an app.
 * @param {string} origin */
function isOrigin(origin) {
  return /^https?:/.test(origin);
}

/** @param {string} type @param {object} detail */
function tell(type, detail) {
  if (around) parent.postMessage({ ...detail, type }, around);
}

function tellHeight() {
  tell("kedb:height", { height: Math.ceil(document.body.getBoundingClientRect().height) });
}

/** Takes over what is text, and known.
 * @param {Record<string, unknown>} wanted
 * @param {boolean} [first] The search is not there yet: only now the page takes a language. */
function set({ q, service, theme, lang }, first = false) {
  const root = document.documentElement;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (typeof service === "string") search.setAttribute("service", service);
  if (first && typeof lang === "string" && /^[a-z]{2,3}(-[a-z\d]+)*$/i.test(lang))
    // The search has a language of its own where the page's words have none.
    root.lang = search.lang = lang;
  if (typeof q !== "string") return;
  customElements.whenDefined("kedb-search").then(() => (search.value = q));
}
