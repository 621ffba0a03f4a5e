// embed.html in a frame of another site's page: sandboxed without an origin, without clipboard
// and storage, of a fixed height; and what it and the page around it say to each other.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { INTRANET, STRICT, demoSite, launch, recordCopies, serve, skip, watchedPage } from "./support.js";

/** @type {Awaited<ReturnType<typeof demoSite>>} */
let site;
/** @type {Awaited<ReturnType<typeof serve>>} */
let base;
/** @type {Awaited<ReturnType<typeof serve>>} */
let pages;
/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;

const SANDBOX = 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"';

before(async () => {
  if (skip) return;
  site = await demoSite();
  // A page without an origin asks as "null": the base's server has to allow that.
  base = await serve(site.folder, { csp: STRICT, headers: { "access-control-allow-origin": "*" } });
  folder = await mkdtemp(join(tmpdir(), "kedb-embed-"));
  pages = await serve(folder);
  const embed = `http://base.${INTRANET}:${base.port}/agents/embed.html`;
  const page = (/** @type {string} */ frame, head = "") =>
    `<!doctype html><html lang="en"><title>A page</title>${head}<script src="page.js"></script><h1>A page</h1>${frame}`;
  await writeFile(
    join(folder, "page.js"),
    'window.messages = []; addEventListener("message", ({ origin, data }) => messages.push({ origin, data }));',
  );
  await writeFile(
    join(folder, "plain.html"),
    page(`<iframe src="${embed}#q=stock+job" title="Known errors" width="700" height="400"></iframe>`),
  );
  await writeFile(
    join(folder, "sandboxed.html"),
    page(
      `<iframe ${SANDBOX} allow="clipboard-write 'none'; clipboard-read 'none'"
        src="${embed}#q=stock+job&theme=dark" title="Known errors" width="700" height="400"></iframe>`,
    ),
  );
  await writeFile(
    join(folder, "silent.html"),
    page(
      `<iframe referrerpolicy="no-referrer"
        src="${embed}#service=vpn&lang=en-GB" title="Known errors" width="700" height="400"></iframe>`,
    ),
  );
  browser = await launch();
});

after(async () => {
  await browser?.close();
  base?.close();
  pages?.close();
  await site?.remove();
  if (folder) await rm(folder, { recursive: true });
});

/** @param {string} name */
async function visit(name) {
  const watched = await watchedPage(browser);
  await recordCopies(watched.page);
  await watched.page.goto(`http://page.${INTRANET}:${pages.port}/${name}`);
  const inside = watched.page.frameLocator("iframe");
  const search = inside.locator("kedb-search");
  return {
    ...watched,
    inside,
    search,
    input: search.locator("input[role=combobox]"),
    options: search.locator("[role=option]"),
    answer: search.locator(".answer"),
  };
}

/** The first message of this type.
 * @param {import("playwright-core").Page} page @param {string} type */
async function said(page, type) {
  const message = await page.waitForFunction(
    (type) => /** @type {any} */ (window).messages.find((/** @type {any} */ { data }) => data.type === type),
    type,
  );
  return message.jsonValue();
}

for (const name of ["plain.html", "sandboxed.html"]) {
  test(`it finds, copies and opens in a frame: ${name}`, { skip }, async () => {
    const { page, inside, options, answer, complaints, close } = await visit(name);
    await options
      .first()
      .locator(".title", { hasText: /stock job/i })
      .waitFor();
    await options.first().click();
    await answer.locator(".workaround").waitFor();
    await answer.getByRole("button", { name: "Copy workaround" }).click();
    await answer.getByRole("button", { name: "Copied" }).waitFor();
    const frame = page.frames()[1];
    assert.match((await frame.evaluate("copies"))[0].text, /KE-0001/);
    if (name === "sandboxed.html") {
      assert.equal(await frame.evaluate("origin"), "null");
      assert.equal(await frame.evaluate("document.documentElement.dataset.theme"), "dark");
    }
    // Nothing is wider than the frame, and all of it can be reached in its fixed height.
    assert.equal(await frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    await answer.getByRole("button", { name: "Open a ticket" }).scrollIntoViewIfNeeded();

    const opened = page.waitForEvent("popup");
    await answer.getByRole("link", { name: "Open page" }).click();
    const popup = await opened;
    await popup.waitForLoadState();
    assert.match(popup.url(), /\/agents\/articles\/KE-0001\.html$/);
    assert.equal(await inside.locator("kedb-search").count(), 1, "the frame went away");
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("the page around it learns its height and what happens, and nobody else does", { skip }, async () => {
  const { page, options, close } = await visit("plain.html");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  const search = await said(page, "kedb:search");
  assert.equal(search.origin, `http://base.${INTRANET}:${base.port}`);
  assert.deepEqual([search.data.query, search.data.lines], ["stock job", 0]);
  await page.waitForFunction(() =>
    /** @type {any} */ (window).messages.some(
      (/** @type {any} */ { data }) => data.type === "kedb:height" && data.height > 150,
    ),
  );
  await options.first().click();
  assert.equal((await said(page, "kedb:open")).data.id, "KE-0001");

  // What it sends is for the origin of the page around it, whatever that page sends.
  const targets = await page.frames()[1].evaluate(async () => {
    const search = /** @type {HTMLElement} */ (document.querySelector("kedb-search"));
    search.dispatchEvent(new CustomEvent("kedb:open", { detail: { id: "X" } }));
    return [...location.ancestorOrigins];
  });
  assert.deepEqual(targets, [`http://page.${INTRANET}:${pages.port}`]);
  await close();
});

test("it hears the page around it, and no other", { skip }, async () => {
  const { page, input, options, close } = await visit("silent.html");
  await input.waitFor();
  const frame = page.frames()[1];
  assert.equal(await frame.evaluate("document.documentElement.lang"), "en-GB");
  assert.equal(await frame.evaluate("document.querySelector('kedb-search').getAttribute('service')"), "vpn");
  // From the frame itself, and in a form that is not ours: unheard.
  await frame.evaluate(() => window.postMessage({ type: "kedb:set", q: "from within" }, "*"));
  await page.evaluate(() => {
    const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe")).contentWindow;
    frame?.postMessage("kedb:set", "*");
    frame?.postMessage({ type: "kedb:set", q: { not: "text" }, theme: "pink" }, "*");
  });
  await page.waitForTimeout(200);
  assert.equal(await input.inputValue(), "");
  assert.equal(await frame.evaluate("document.documentElement.dataset.theme"), undefined);
  await page.evaluate(() =>
    /** @type {HTMLIFrameElement} */ (document.querySelector("iframe")).contentWindow?.postMessage(
      { type: "kedb:set", q: "error 809", theme: "dark" },
      "*",
    ),
  );
  await options.first().locator(".title", { hasText: "809" }).waitFor();
  assert.equal(await frame.evaluate("document.documentElement.dataset.theme"), "dark");
  await close();
});

test("what follows # in its address may change", { skip }, async () => {
  const { page, options, close } = await visit("plain.html");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  await page.evaluate(() => {
    const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
    frame.src = frame.src.replace(/#.*/, "#q=error+809");
  });
  await options.first().locator(".title", { hasText: "809" }).waitFor();
  await close();
});
