// The live preview of `kedb serve`, which puts this script into each page on its way out; no
// bundle holds it. It asks for news, and the answer comes with the next build: if this page, or
// the bundle that it searches, has changed, the page is loaded again, with what was typed and
// where it was scrolled to. What is wrong with the article, or with the base, lies over a corner
// of the page.

/**
 * @typedef {{ level: "error" | "warning", rule: string, place: string, message: string, hint: string | null }} Problem
 * @typedef {object} News
 * @property {number} build The number of the last build.
 * @property {string | null} state Of this page; `null` if it is not there any more.
 * @property {string | null} error Why the last build failed.
 * @property {string | null} file The article's, if this page is one.
 * @property {number} errors In the whole base.
 * @property {number} warnings Likewise.
 * @property {Problem[]} problems The article's, or the base's worst ones.
 *
 * What a page is to be after it was loaded again.
 * @typedef {{ x: number, y: number, value?: string, log?: string, article?: string }} Kept
 *
 * @typedef {import("../loader/search-box.js").KedbSearch} KedbSearch
 */

/** What the page is: written into this script's address, empty where no page lies. */
const shown = new URL(import.meta.url).searchParams.get("state");

/** Until when a page that grows is scrolled to where it was, in milliseconds. */
const GROWING = 3000;
/** How long the server may be gone before it is asked again. */
const AWAY = 1000;

const KEPT = `kedb:preview:${location.pathname}`;
const CLOSED = "kedb:preview:closed";

const search = /** @type {KedbSearch | null} */ (document.querySelector("kedb-search"));
/** The article that is open in the search. */
let article = "";
/** The log that was pasted last. */
let log = "";
document.addEventListener("kedb:open", (event) => (article = /** @type {CustomEvent} */ (event).detail.id));
document.addEventListener("kedb:close", () => (article = ""));
search?.addEventListener("paste", (event) => (log = event.clipboardData?.getData("text") ?? ""), { capture: true });

const overlay = drawOverlay();
restore();
listen();

async function listen() {
  /** @type {number | undefined} */
  let heard;
  for (;;) {
    await visible();
    try {
      const news = await ask(heard);
      if (news.state && news.state !== shown) return reload();
      if (news.build !== heard) overlay.show(news);
      heard = news.build;
    } catch {
      // The server was ended, or the page was hidden while it waited.
      await new Promise((resolve) => setTimeout(resolve, AWAY));
    }
  }
}

/** A browser has few connections to one server: pages that nobody sees must not hold them.
 * @param {number | undefined} heard Unset: what is known now. @returns {Promise<News>} */
async function ask(heard) {
  const query = new URLSearchParams({ path: location.pathname, ...(heard && { build: `${heard}` }) });
  const gone = new AbortController();
  document.addEventListener("visibilitychange", () => gone.abort(), { once: true, signal: gone.signal });
  const response = await fetch(`/.kedb/news.json?${query}`, { cache: "no-store", signal: gone.signal });
  return response.json();
}

/** @returns {Promise<void>} */
function visible() {
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    look();
  });
}

// What is kept.

function reload() {
  /** @type {Kept} */
  const kept = { x: scrollX, y: scrollY };
  if (search) {
    // The chip is there as long as the log is.
    const chip = search.shadowRoot?.querySelector(".box > .chip:not([data-do])");
    Object.assign(kept, { value: search.value, article, log: chip && !chip.hasAttribute("hidden") ? log : "" });
  }
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // A log that is too long to be kept: the page shows the new build without it.
  }
  location.reload();
}

function restore() {
  const stored = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (!stored) return;
  const kept = /** @type {Kept} */ (JSON.parse(stored));
  scrollWhileGrowing(kept);
  if (search) customElements.whenDefined("kedb-search").then(() => searchAgain(search, kept));
}

/** @param {KedbSearch} search @param {Kept} kept */
function searchAgain(search, { value = "", log: pasted, article }) {
  search.value = value;
  if (pasted) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", pasted);
    search.shadowRoot
      ?.querySelector("input")
      ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, composed: true }));
    // A log alone does not show that somebody means to search.
    search.dispatchEvent(new Event("pointerenter"));
  }
  if (article) search.show(article);
}

/** Results come later than the page: only then it is as long as it was.
 * @param {Kept} kept */
function scrollWhileGrowing({ x, y }) {
  const scroll = () => scrollTo(x, y);
  const growing = new ResizeObserver(scroll);
  growing.observe(document.body);
  document.addEventListener("kedb:open", scroll);
  const end = () => {
    growing.disconnect();
    document.removeEventListener("kedb:open", scroll);
  };
  for (const own of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(own, end, { once: true });
  setTimeout(end, GROWING);
  scroll();
}

// What is shown.

/** @returns {{ show(news: News): void }} */
function drawOverlay() {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  dress(sheet);
  const title = make("strong");
  const fold = make("button", { type: "button", class: "fold", "aria-controls": "problems" }, title);
  const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  const list = make("div", { id: "problems", class: "list", tabindex: "0" });
  const panel = make(
    "section",
    { class: "panel", "aria-label": "kedb preview" },
    make("header", {}, fold, close),
    list,
  );
  const status = make("p", { class: "visually-hidden", role: "status" });
  root.append(panel, status);
  panel.hidden = true;
  document.body.append(host);

  /** What is shown, to know it again. */
  let shown = "";
  /** @param {boolean} open */
  const unfold = (open) => {
    fold.setAttribute("aria-expanded", `${open}`);
    list.hidden = !open;
  };
  const hide = () => {
    sessionStorage.setItem(CLOSED, shown);
    panel.hidden = true;
  };
  fold.addEventListener("click", () => unfold(fold.getAttribute("aria-expanded") === "false"));
  close.addEventListener("click", hide);
  panel.addEventListener("keydown", ({ key }) => key === "Escape" && hide());

  return {
    show(news) {
      const { error, problems, file } = news;
      const words = headline(news);
      shown = JSON.stringify([words, error, problems]);
      title.textContent = words;
      panel.dataset.level = error || problems[0]?.level === "error" ? "error" : "warning";
      list.replaceChildren(...(error ? [make("pre", {}, error)] : problems.map(drawProblem)));
      const more = news.errors + news.warnings - problems.length;
      if (!error && !file && more > 0) list.append(make("p", {}, `${more} more: kedb check`));
      unfold(error !== null || file !== null || news.errors > 0);
      panel.hidden = !words || sessionStorage.getItem(CLOSED) === shown;
      status.textContent = panel.hidden ? "" : words;
    },
  };
}

/** Fetches the rules: whatever policy the page has, it lets this script ask and adopt.
 * @param {CSSStyleSheet} sheet */
async function dress(sheet) {
  const response = await fetch(new URL("preview.css", import.meta.url)).catch(() => undefined);
  if (response) sheet.replaceSync(await response.text());
}

/** What there is to say; nothing if all is well.
 * @param {News} news */
function headline({ error, file, problems, errors, warnings, state }) {
  if (error) return "Not built: this is the last good bundle";
  const of = (/** @type {string} */ level) => problems.filter((problem) => problem.level === level).length;
  const counts = file ? count(of("error"), of("warning")) : count(errors, warnings);
  if (!counts) return "";
  if (!file) return `${counts} in this base`;
  return `${counts} in ${file}${state === null ? ": left out" : ""}`;
}

/** @param {number} errors @param {number} warnings */
function count(errors, warnings) {
  const counted = (/** @type {number} */ n, /** @type {string} */ what) =>
    n ? [`${n} ${what}${n === 1 ? "" : "s"}`] : [];
  return [...counted(errors, "error"), ...counted(warnings, "warning")].join(", ");
}

/** @param {Problem} problem */
function drawProblem({ level, rule, place, message, hint }) {
  const help = hint ? [make("p", { class: "hint" }, `hint: ${hint}`)] : [];
  return make(
    "article",
    { "data-level": level },
    make("code", {}, place),
    make("p", {}, make("b", {}, `${level}[${rule}]`), ` ${message}`),
    ...help,
  );
}

/** @param {string} name @param {Record<string, string>} [attributes] @param {...(string | Node)} children */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
