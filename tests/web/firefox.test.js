// The promise of the project in Debian's Firefox: what the other files test in Chromium at
// length is tried here once, where browsers differ: scripts, shadow trees, wasm in workers,
// the clipboard, policies.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import puppeteer from "puppeteer-core";
import { INTRANET, program, STRICT, serve, sharedByTests, skip } from "./support.js";

const LOG = ["INFO heartbeat ok", "INFO heartbeat ok", "ERROR stock-sync queue depth exceeded (8192)"].join("\n");

/** Debian's Firefox with an empty profile; `INTRANET` is this machine.
 * @param {Record<string, unknown>} [prefs] */
function launchFirefox(prefs) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    extraPrefsFirefox: { "network.dns.localDomains": INTRANET, ...prefs },
  });
}

const shared = sharedByTests({ serving: { csp: STRICT }, start: launchFirefox });

/** @param {import("puppeteer-core").Page} page @param {import("puppeteer-core").KeyInput} key Pressed with Control. */
async function keys(page, key) {
  await page.keyboard.down("Control");
  await page.keyboard.press(key);
  await page.keyboard.up("Control");
}

/** Finds the first part of an element with this selector and this text, once it is shown.
 * @param {import("puppeteer-core").Page | import("puppeteer-core").Frame} page
 * @param {string} [element] */
function shownIn(page, element = "kedb-search") {
  return async (/** @type {string} */ selector, text = "") => {
    const found = await page.waitForFunction(
      (element, selector, text) => {
        const all = document.querySelector(element)?.shadowRoot?.querySelectorAll(selector) ?? [];
        return [...all].find((node) => node.getClientRects().length > 0 && node.textContent?.includes(text));
      },
      { timeout: 15_000, polling: 50 },
      element,
      selector,
      text,
    );
    return /** @type {import("puppeteer-core").ElementHandle<HTMLElement>} */ (found.asElement());
  };
}

/** @param {import("puppeteer-core").Browser} browser @param {string} path
 * @param {{ host?: string, port?: number }} [where] */
async function visit(browser, path = "", { host = "127.0.0.1", port = shared.server.port } = {}) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.evaluateOnNewDocument(() => {
    const copies = /** @type {Record<string, string>} */ ({});
    Object.assign(window, { copies });
    const set = DataTransfer.prototype.setData;
    DataTransfer.prototype.setData = function (type, text) {
      copies[type] = text;
      set.call(this, type, text);
    };
  });
  await page.goto(`http://${host}:${port}/${path}`);
  const shown = shownIn(page);
  /** @param {string} text */
  const type = async (text) => {
    await (await shown("input")).focus();
    await page.keyboard.type(text);
  };
  return { page, complaints, shown, type };
}

for (const host of ["127.0.0.1", INTRANET]) {
  test(`a workaround is found and copied on http://${host} in Firefox`, { skip }, async () => {
    const { page, complaints, shown, type } = await visit(shared.browser, "", { host });
    await type("checkout stalls nightly stock job");
    await shown(".title", "stock job");
    await page.keyboard.press("Enter");
    await shown(".workaround", "Restart");
    await (await shown("[data-do=copy]")).click();
    await shown("[data-do=copy]", "Copied");
    const copies = /** @type {Record<string, string>} */ (await page.evaluate("copies"));
    assert.match(copies["text/plain"], /^1\. /m);
    assert.match(copies["text/plain"], /\/articles\/KE-0001\.html/);
    assert.match(copies["text/html"], /<ol>.*<li>/s);
    await page.keyboard.press("Escape");
    assert.equal(
      await page.evaluate("document.querySelector('kedb-search').shadowRoot.activeElement.tagName"),
      "INPUT",
    );
    assert.deepEqual(complaints, []);
    await page.close();
  });
}

test("a pasted log is searched in Firefox", { skip }, async () => {
  const { page, complaints, shown } = await visit(shared.browser);
  // Firefox makes no paste event of a script's own: copied and pasted by keys.
  await page.evaluate((text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
  }, LOG);
  await keys(page, "c");
  await (await shown("input")).focus();
  await keys(page, "v");
  await shown(".chip", "text, 3 lines");
  await shown(".title", "stock job");
  assert.deepEqual(complaints, []);
  await page.close();
});

test("the search page takes its query from the address in Firefox", { skip }, async () => {
  const { page, shown } = await visit(shared.browser, "agents/index.html#q=stock+job");
  await shown(".title", "stock job");
  await page.keyboard.press("Enter");
  await shown(".workaround");
  assert.match(new URL(page.url()).hash, /^#q=stock\+job&a=KE-\d+$/);
  await page.goBack();
  await page.waitForFunction(() =>
    document.querySelector("kedb-search")?.shadowRoot?.querySelector(".answer")?.matches("[hidden]"),
  );
  await page.close();
});

/** @type {Record<string, Parameters<typeof serve>[1]>} */
const WORKING = {
  "in the worker of a page without 'wasm-unsafe-eval'": { csp: STRICT.replace(" 'wasm-unsafe-eval'", "") },
  "without a worker": { csp: STRICT.replace("worker-src 'self'", "worker-src 'none'") },
};
for (const [where, serving] of Object.entries(WORKING)) {
  test(`it works ${where} in Firefox`, { skip }, async () => {
    const strict = await serve(shared.site.folder, serving);
    const { page, shown, type } = await visit(shared.browser, "", strict);
    await type("checkout stalls nightly stock job");
    await shown(".title", "stock job");
    await page.close();
    strict.close();
  });
}

/** Firefox may not run wasm: switched off, or forbidden to page and worker alike.
 * @type {Record<string, [Record<string, unknown>, Parameters<typeof serve>[1]]>} */
const WITHOUT_WASM = {
  "is switched off": [{ "javascript.options.wasm": false }, { csp: STRICT }],
  "is forbidden": [{}, { csp: STRICT.replace(" 'wasm-unsafe-eval'", ""), workerCsp: "script-src 'self'" }],
};
for (const [what, [prefs, serving]] of Object.entries(WITHOUT_WASM)) {
  test(`titles are looked up where wasm ${what} in Firefox`, { skip }, async () => {
    const other = await launchFirefox(prefs);
    const strict = await serve(shared.site.folder, serving);
    const { page, shown, type } = await visit(other, "", strict);
    await type("checkout stalls nightly stock job");
    await shown(".title", "stock job");
    await shown(".note", "only titles and error codes are searched");
    await page.keyboard.press("Enter");
    await shown(".workaround", "Restart");
    await other.close();
    strict.close();
  });
}

test("the search speaks its page's language in Firefox", { skip }, async () => {
  const { page, shown, type } = await visit(shared.browser);
  await page.evaluate(() => {
    const box = document.querySelector("kedb-search");
    box?.setAttribute("lang", "ja");
    box?.replaceWith(box);
  });
  await type("printer");
  await shown(".label", "回避策");
  await page.close();
});

test("a ticket form has suggestions, and takes them along, in Firefox", { skip }, async () => {
  const { page, complaints } = await visit(shared.browser, "ticket.html");
  const shown = shownIn(page, "kedb-suggest");
  await page.type("#subject", "printer 0x0000011b");
  await (await shown(".summary .title", "0x0000011b")).click();
  await shown(".workaround");
  const [summary] = await page.$$("kedb-suggest >>> .summary[aria-expanded=true]");
  const tried = await summary.evaluate((node) => node.getAttribute("data-id"));
  await (await shown("[data-do=solved]")).click();
  await shown(".thanks", "You don’t need to send this form");
  const sent = await page.evaluate(() =>
    Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (document.querySelector("form")))),
  );
  assert.equal(sent.subject, "printer 0x0000011b");
  assert.deepEqual([sent.kedb_query, sent.kedb_tried, sent.kedb_solved], ["printer 0x0000011b", tried, tried]);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("one article stands in a page in Firefox", { skip }, async () => {
  const { page, complaints } = await visit(shared.browser);
  const shown = shownIn(page, "kedb-answer");
  await page.evaluate(() => {
    const element = document.createElement("kedb-answer");
    element.setAttribute("article", "KE-0001");
    document.querySelector("main")?.prepend(element);
  });
  await shown(".workaround", "Restart");
  await (await shown("[data-do=copy]")).click();
  await shown("[data-do=copy]", "Copied");
  assert.match(/** @type {any} */ (await page.evaluate("copies"))["text/plain"], /KE-0001/);
  assert.deepEqual(complaints, []);
  await page.close();
});

/** The search in a frame of a page on another host.
 * @param {(page: import("puppeteer-core").Page, frame: import("puppeteer-core").Frame) => Promise<void>} work
 * @param {{ sandbox?: string, init?: () => void, other?: import("puppeteer-core").Browser }} how */
async function framed(work, { sandbox, init, other }) {
  const open = await serve(shared.site.folder, { headers: { "access-control-allow-origin": "*" } });
  const { page } = await visit(other ?? shared.browser, "demo.css", open);
  if (init) await page.evaluateOnNewDocument(init);
  const address = `http://${INTRANET}:${open.port}/agents/embed.html#q=stock+job`;
  await page.evaluate(
    (src, sandbox) => {
      const frame = document.createElement("iframe");
      if (sandbox) frame.setAttribute("sandbox", sandbox);
      Object.assign(frame, { src, width: 700, height: 400 });
      const heard = /** @type {object[]} */ ([]);
      Object.assign(window, { heard });
      addEventListener("message", ({ data }) => heard.push(data));
      document.body.append(frame);
    },
    address,
    sandbox,
  );
  try {
    await work(page, await page.waitForFrame((frame) => frame.url() === address));
  } finally {
    await page.close();
    open.close();
  }
}

test("a sandboxed frame finds and opens in Firefox", { skip }, () =>
  framed(
    async (_, frame) => {
      const shown = shownIn(frame);
      await (await shown(".title", "stock job")).click();
      await shown(".workaround", "Restart");
      assert.equal(await frame.evaluate("origin"), "null");
    },
    { sandbox: "allow-scripts allow-popups" },
  ),
);

// An older Firefox tells a frame what is around it only by the page that led to it.
test("a frame in an app, which has no origin, speaks when it was spoken to", { skip }, async () => {
  const other = await launchFirefox({ "dom.location.ancestorOrigins.enabled": false });
  await framed(
    async (page, frame) => {
      assert.equal(await frame.evaluate("typeof location.ancestorOrigins"), "undefined");
      await shownIn(frame)(".title", "stock job");
      assert.deepEqual(await frame.evaluate("failed"), []);
      assert.deepEqual(await page.evaluate("heard"), []);
      await page.evaluate(() =>
        document.querySelector("iframe")?.contentWindow?.postMessage({ type: "kedb:set" }, "*"),
      );
      await page.waitForFunction("heard.some(({ type }) => type === 'kedb:height')", { polling: 50 });
    },
    {
      init: () => {
        const failed = /** @type {string[]} */ ([]);
        Object.assign(window, { failed });
        addEventListener("error", ({ message }) => failed.push(message));
        Object.defineProperty(Document.prototype, "referrer", { get: () => "android-app://com.example/" });
      },
      other,
    },
  ).finally(() => other.close());
});

test("the setup page's self-test is content in Firefox", { skip }, async () => {
  const { page } = await visit(shared.browser, "agents/setup.html");
  const found = await page.waitForFunction(
    () => {
      const done = /^(Yes: all is well|It works|Not yet)/m.test(
        document.querySelector("#self-test")?.textContent ?? "",
      );
      return (
        done &&
        [...document.querySelectorAll("#self-test li")].map((node) => [
          node.querySelector("b")?.textContent,
          node.getAttribute("data-verdict"),
        ])
      );
    },
    { timeout: 15_000, polling: 50 },
  );
  const findings = Object.fromEntries(/** @type {[string, string][]} */ (await found.jsonValue()));
  assert.equal(findings["A search: "], "fine", JSON.stringify(findings));
  assert.ok(!Object.values(findings).includes("broken"), JSON.stringify(findings));
  await page.close();
});

test("the search as one file runs from a disk in Firefox", { skip }, async () => {
  const file = join(shared.site.folder, "search.html");
  const base = join(shared.site.folder, "../base");
  await promisify(execFile)(/** @type {string} */ (program), ["build", base, "--single-file", file]);
  const page = await shared.browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  const shown = shownIn(page);
  await (await shown("input")).focus();
  await page.keyboard.type("0x80070643");
  await shown("[role=option]", "0x80070643");
  await page.keyboard.press("Enter");
  await shown(".workaround", "Restart");
  assert.deepEqual(complaints, []);
  await page.close();
});
