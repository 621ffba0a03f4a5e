// What setup.html finds out about the server that it came from: by asking for the folder's own
// files as a page would, and by searching. Nothing leaves this server.

/**
 * @typedef {{ verdict: "fine" | "advice" | "broken" | "note", about: string, found: string, ask?: string }} Finding
 *   `ask`: the sentence for whoever runs the server.
 * @typedef {{ name: string, response: Response | undefined, text: string, led?: boolean }} Got
 *   `led`: there is no response, since the server led to another one.
 */

/** A stored copy of a file whose content changes may be used this long, in seconds. */
const BRIEF = 600;
/** One whose content never changes should be kept this long at least. */
const LONG = 86_400;
/** How long a browser may take to say that its policy was broken, in milliseconds. */
const SOON = 200;
/** The smallest WebAssembly module. */
const EMPTY_WASM = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

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
  tell(types(base, all));
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
  const text = /\.(js|json|html)$/.test(name) ? await response?.text().catch(() => "") : "";
  const led = !response && (await fetch(base + name, { cache: "no-store", redirect: "manual" }).then(({ type }) => type === "opaqueredirect", () => false));
  return { name, response, text: text ?? "", led };
}

/** Whether this page's policy forbids it to fetch what lies beside it.
 * @param {string} base @returns {Promise<boolean>} */
function forbidden(base) {
  return new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective === "connect-src"), { once: true });
    // A browser tells so a little after the request has failed.
    fetch(`${base}manifest.json`).catch(() => undefined).then(() => setTimeout(resolve, SOON, false));
  });
}

/** @param {string} base @returns {Finding} */
function noRequests(base) {
  return {
    verdict: "broken", about: "Content security policy",
    found: "the server's policy forbids its pages to fetch files, so nothing else can be tested.",
    ask: `Please add connect-src 'self' to the Content-Security-Policy that is sent with ${base}, and allow script-src 'self' 'wasm-unsafe-eval', worker-src 'self', style-src 'self' and img-src 'self'.`,
  };
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

/** Whether a page came where a file was asked for.
 * @param {Got} got */
const isPage = ({ name, response, text }) =>
  !name.endsWith(".html") && (/^\s*</.test(text) || /^text\/html\b/.test(response?.headers.get("content-type") ?? ""));

/** @param {string} base @param {Got[]} all @returns {Finding} */
function arrival(base, all) {
  const about = "Files arrive";
  const page = all.find((got) => got.response?.ok && isPage(got));
  if (page) {
    return {
      verdict: "broken", about,
      found: `a web page came where ${page.name} was asked for: a sign-in page, or an application that answers every address.`,
      ask: `Please let ${base} and all below it be answered with the files that lie there. For ${page.name} the server sends an HTML page${page.response?.redirected ? ` from ${page.response.url}` : ""}. If a sign-in is needed, it must accept the session of the page that the search is on; answer with status 401 instead of a page where there is none.`,
    };
  }
  const led = all.find((got) => got.led);
  if (led) {
    return {
      verdict: "broken", about,
      found: `the server leads to another server when asked for ${led.name}: to a sign-in, most likely. Sign in again, and test again.`,
      ask: `At ${base}, the server answers with a redirect to another server when asked for ${led.name}. Please let it be answered with the file that lies there, also by the session of the page that the search is on; with status 401 instead of a redirect where there is none.`,
    };
  }
  const missing = all.filter(({ response }) => !response?.ok);
  if (missing.length === 0) return { verdict: "fine", about, found: `all ${all.length} that were asked for.` };
  const [{ name, response }] = missing;
  const answer = response ? `answers with ${response.status}` : "does not answer";
  const reason = missing.every(({ name }) => name.startsWith("_/"))
    ? "The folder “_” must be published too; some hosts leave out names that begin with an underscore (GitHub Pages does until there is an empty file “.nojekyll” at the top)."
    : missing.every(({ name }) => /\.(json|bin)$/.test(name))
      ? "IIS refuses endings that it has no MIME type for: add .json as application/json and .bin as application/octet-stream."
      : "Please publish the whole folder, names and sub-folders unchanged.";
  return { verdict: "broken", about, found: `the server ${answer} when asked for ${name}.`, ask: `At ${base}, the server ${answer} when asked for ${missing.map(({ name }) => name).join(", ")}. ${reason}` };
}

/** @param {string} base @param {Got[]} all @returns {Finding} */
function types(base, all) {
  const about = "Types";
  const wrong = all.find(({ name, response }) => name.endsWith(".js") && response?.ok && !/^(text|application)\/(x-)?(java|ecma)script\b/.test(response.headers.get("content-type") ?? ""));
  if (!wrong) return { verdict: "fine", about, found: "scripts are sent as JavaScript." };
  const type = wrong.response?.headers.get("content-type") || "nothing";
  return { verdict: "broken", about, found: `${wrong.name} is sent as ${type}; browsers run no script module of that type.`, ask: `At ${base}, please send files that end in .js with the header “Content-Type: text/javascript”. Now ${wrong.name} is sent as ${type}.` };
}

/** @param {string} base @param {{ path: string, integrity?: string }[]} files @returns {Promise<Finding>} */
async function integrity(base, files) {
  const about = "Unchanged";
  const sound = await Promise.all(files.filter(({ integrity }) => integrity).map(({ path, integrity }) =>
    fetch(base + path, { integrity, cache: "no-store" }).then(({ ok }) => ok && undefined, () => path)));
  const changed = sound.find((path) => path);
  if (!changed) return { verdict: "fine", about, found: "scripts and engine arrive byte for byte." };
  return { verdict: "broken", about, found: `${changed} is missing, or was changed on its way.`, ask: `Please let the files below ${base}_/ arrive byte for byte: no minifying, no script that a proxy puts in, no conversion of line ends at upload (binary mode). ${changed} is not what was published.` };
}

/** @param {string} base @param {Got[]} stable @param {Got[]} hashed @returns {Finding} */
function caching(base, stable, hashed) {
  const about = "Caching";
  const age = (/** @type {Got} */ { response }) => {
    const control = response?.headers.get("cache-control") ?? "";
    if (/no-store|no-cache/.test(control)) return 0;
    const seconds = /(?:^|[\s,])max-age=(\d+)/.exec(control)?.[1];
    return seconds === undefined ? undefined : Number(seconds);
  };
  const stale = stable.find((got) => got.response?.ok && (age(got) ?? Infinity) > BRIEF);
  const brief = hashed.find((got) => got.response?.ok && (age(got) ?? 0) < LONG);
  if (!stale && !brief) return { verdict: "fine", about, found: "what changes is asked for anew, what never changes is kept." };
  return {
    verdict: "advice", about,
    found: [
      stale && `${stale.name} may be kept ${age(stale) === undefined ? "as long as a browser likes" : `for ${age(stale)} seconds`}, so a new build is seen late.`,
      brief && "the files in _/ are fetched again and again, although they never change.",
    ].filter(Boolean).join(" And "),
    ask: `Please send “Cache-Control: public, max-age=31536000, immutable” with all files below ${base}_/, and “Cache-Control: no-cache” with all others below ${base}`,
  };
}

/** @param {string} base @param {Got} embed @returns {Promise<Finding>} */
async function policy(base, { response }) {
  const about = "Content security policy";
  const sent = response?.headers.get("content-security-policy");
  const compiles = await WebAssembly.compile(EMPTY_WASM).then(() => true, () => false);
  if (compiles) return { verdict: "fine", about, found: sent ? "the server sends one, and it lets the search engine run." : "the server sends none. The page that the search is on may have its own: see below." };
  return {
    verdict: "advice", about,
    found: "the server's policy forbids WebAssembly on its pages, which the search engine needs: only titles and codes may be found.",
    ask: `Please add 'wasm-unsafe-eval' to script-src in the Content-Security-Policy that is sent with ${base}, and allow connect-src 'self' and worker-src 'self'. It lets a WebAssembly module start; it does not allow eval.`,
  };
}

/** @param {string} base @param {Got} embed @returns {Finding} */
function framing(base, { response }) {
  const about = "Frames";
  const options = response?.headers.get("x-frame-options") ?? "";
  const policy = response?.headers.get("content-security-policy") ?? "";
  // Several policies arrive joined by commas, and all of them hold; browsers obey them alone
  // where X-Frame-Options is sent too, and of that they know two words.
  const lists = [...policy.matchAll(/frame-ancestors\s+([^;,]+)/gi)].map(([, list]) => list.trim());
  if (lists.length === 0) lists.push(/deny/i.test(options) ? "'none'" : /sameorigin/i.test(options) ? "'self'" : "*");
  const ask = `Please let our page show ${base}embed.html in a frame: for this address send “Content-Security-Policy: frame-ancestors 'self' https://the-server-of-our-page”, and no X-Frame-Options.`;
  if (lists.every((list) => list === "*")) return { verdict: "fine", about, found: "any page may show embed.html in a frame." };
  if (lists.includes("'none'")) return { verdict: "advice", about, found: "no page may show embed.html in a frame.", ask };
  if (lists.includes("'self'")) return { verdict: "note", about, found: "only pages on this server may show embed.html in a frame.", ask };
  const allowed = lists.join(", and of these: ").replaceAll("'self'", "this server");
  return { verdict: "note", about, found: `pages of these servers may show embed.html in a frame: ${allowed}`, ask };
}

/** @param {string} base @returns {Finding} */
function scheme(base) {
  const about = "Https";
  if (base.startsWith("https:")) return { verdict: "fine", about, found: "pages on https and on http can use this folder." };
  return { verdict: "advice", about, found: "this folder is on plain http. A page on https can't use it: browsers block it there without a word.", ask: `Please serve ${base} on https too. Browsers refuse to load it into pages that are on https (mixed content).` };
}

/** @param {string} base @returns {Promise<Finding>} */
async function signIn(base) {
  const about = "Sign-in";
  const response = await fetch(`${base}manifest.json`, { cache: "no-store", credentials: "omit" }).catch(() => undefined);
  const open = response?.ok && /^\s*\{/.test(await response.text().catch(() => ""));
  if (open) return { verdict: "fine", about, found: "none is needed to fetch the files; so whoever can reach this server can read them." };
  return { verdict: "note", about, found: "the files are only for who is signed in on this server. Pages on this server can use them. A page on another server can't; a frame in it can where both servers have one domain (a.example.com and b.example.com), since browsers keep the sign-in of other domains out of frames.", ask: `Our page is on another server. Please let it fetch ${base} without a sign-in from inside our network, or put a copy of the folder on our page's own server.` };
}

/** @param {string} base @param {Got} loader @returns {Finding} */
function otherServers(base, { response }) {
  const about = "Pages on other servers";
  const allowed = response?.headers.get("access-control-allow-origin");
  if (allowed) return { verdict: "fine", about, found: allowed === "*" ? "all may use this folder." : `this one may use the folder: ${allowed}` };
  return { verdict: "note", about, found: "none seems to be allowed. Pages on this server need nothing, and frames neither. For a page elsewhere, put the address of its server into this:", ask: `Our page is on another server. Please send “Access-Control-Allow-Origin: https://the-server-of-our-page” with all files below ${base}` };
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
    return { verdict: "fine", about, found: `works here, in ${Math.round(performance.now() - started)} ms from a cold start; ${kb.info.articles} articles.` };
  } catch (error) {
    return { verdict: "broken", about, found: error instanceof Error ? error.message : String(error) };
  }
}
