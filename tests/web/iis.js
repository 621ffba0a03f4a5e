// IIS as far as it can be had without Windows: a server that obeys the parts of a web.config
// that the recipe uses, and is as strict about them: an ending without a type is refused, and
// one that is mapped twice is an error.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

/** Endings that IIS 10 knows by itself, as far as a bundle can have them.
 * @type {[string, string][]} */
const KNOWN = [
  [".html", "text/html"],
  [".css", "text/css"],
  [".js", "application/javascript"],
  [".json", "application/json"],
  [".txt", "text/plain"],
  [".png", "image/png"],
  [".jpg", "image/jpeg"],
  [".jpeg", "image/jpeg"],
  [".gif", "image/gif"],
];

/**
 * What a web.config says, for each folder it speaks of.
 * @typedef {object} Part
 * @property {string} path `""`, or that of its `<location>`.
 * @property {[string, string, string][]} types `remove` or `mimeMap`, ending, type; in order.
 * @property {[string, string, string][]} headers `remove` or `add`, name, value; in order.
 * @property {Record<string, string>} cache Attributes of `clientCache`.
 */

/** Reads a web.config with the page's own XML parser.
 * @param {import("playwright-core").Page} page @param {string} text @returns {Promise<Part[]>} */
export function readConfig(page, text) {
  return page.evaluate((text) => {
    const xml = new DOMParser().parseFromString(text, "application/xml");
    if (xml.querySelector("parsererror")) throw new Error(xml.documentElement.textContent ?? "");
    return [...xml.querySelectorAll("system\\.webServer")].map((server) => {
      const named = (/** @type {Element} */ element, /** @type {string} */ name) => element.getAttribute(name) ?? "";
      /** @returns {[string, string, string][]} */
      const list = (/** @type {string} */ parent, /** @type {string} */ key, /** @type {string} */ value) =>
        [...server.querySelectorAll(`${parent} > [${key}]`)].map((element) => [
          element.tagName,
          named(element, key),
          named(element, value),
        ]);
      return {
        path: server.parentElement?.tagName === "location" ? named(server.parentElement, "path") : "",
        types: list("staticContent", "fileExtension", "mimeType"),
        headers: list("customHeaders", "name", "value"),
        cache: Object.fromEntries(
          [...(server.querySelector("clientCache")?.attributes ?? [])].map(({ name, value }) => [name, value]),
        ),
      };
    });
  }, text);
}

/** What these steps leave of a list.
 * @param {[string, string][]} before @param {[string, string, string][]} steps */
function changed(before, steps) {
  const after = new Map(before);
  for (const [step, name, value] of steps) {
    if (step === "remove") after.delete(name);
    else if (after.has(name)) throw new Error(`${name} is there already`);
    else after.set(name, value);
  }
  return after;
}

/** `Cache-Control` by a `clientCache`.
 * @param {Record<string, string>} cache */
function cacheControl({ cacheControlMode, cacheControlMaxAge = "1.00:00:00", cacheControlCustom }) {
  const [, days, hours, minutes, seconds] = (/^(?:(\d+)\.)?(\d+):(\d+):(\d+)$/.exec(cacheControlMaxAge) ?? []).map(
    Number,
  );
  const age = (((days || 0) * 24 + hours) * 60 + minutes) * 60 + seconds;
  const way = { DisableCache: "no-cache", UseMaxAge: `max-age=${age}` }[cacheControlMode];
  return [cacheControlCustom, way].filter(Boolean).join(",");
}

/** Serves `folder` at `/errors/`.
 * @param {string} folder @param {Part[]} parts */
export async function serveIis(folder, parts) {
  const [top, ...inner] = parts;
  const types = changed(KNOWN, top.types);
  const headers = changed([["X-Powered-By", "ASP.NET"]], top.headers);
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? "/", "http://any").pathname).replace(/^\/errors\//, "");
    const part = inner.find(({ path }) => name.startsWith(`${path}/`)) ?? top;
    const type = types.get(extname(name));
    const body = type && (await readFile(join(folder, name)).catch(() => undefined));
    for (const [name, value] of headers) response.setHeader(name, value);
    if (body) response.setHeader("cache-control", cacheControl(part.cache));
    response.writeHead(body ? 200 : 404, { "content-type": type ?? "text/html" }).end(body || "404.3");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port, types, close };
}
