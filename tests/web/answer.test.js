// `<kedb-answer>`: one article in the flow of a page.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { INTRANET, STRICT, assertAccessible, recordCopies, sharedByTests, skip, watchedPage } from "./support.js";

const shared = sharedByTests({
  serving: { csp: STRICT },
  prepare: async (site) => {
    const page = (/** @type {string} */ body) =>
      `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>
<link rel="stylesheet" href="demo.css"><script type="module" src="agents/kedb.js"></script>
<main><h1>A page</h1>${body}</main>`;
    await writeFile(
      join(site.folder, "answer.html"),
      page(`<kedb-answer article="KE-0040"><a href="agents/articles/KE-0040.html">No network</a></kedb-answer>`),
    );
    await writeFile(
      join(site.folder, "far.html"),
      page(
        `<link rel="stylesheet" href="far.css"><p>Far above</p><kedb-answer article="KE-0040">Far below</kedb-answer>`,
      ),
    );
    await writeFile(join(site.folder, "far.css"), "p { height: 4000px }");
    await writeFile(
      join(site.folder, "missing.html"),
      page(`<kedb-answer article="KE-7777">Ask the service desk</kedb-answer>`),
    );
  },
});

/** @param {string} path @param {import("playwright-core").BrowserContextOptions & { host?: string }} [options] */
async function visit(path, { host = "127.0.0.1", ...options } = {}) {
  const watched = await watchedPage(shared.browser, options);
  await recordCopies(watched.page);
  await watched.page.goto(`http://${host}:${shared.server.port}/${path}`);
  const element = watched.page.locator("kedb-answer");
  return { ...watched, element, workaround: element.locator(".workaround") };
}

test("an article is drawn in place, and its actions work by keyboard on plain http", { skip }, async () => {
  const { page, element, workaround, complaints, close } = await visit("answer.html", { host: INTRANET });
  await workaround.waitFor();
  assert.equal(await element.getByText("Unplug the network cable").count(), 1);
  assert.equal(await element.getByRole("button", { name: "Close" }).count(), 0);
  const copy = element.getByRole("button", { name: "Copy workaround" });
  for (let step = 0; step < 40 && !(await copy.evaluate((node) => node.matches(":focus"))); step++)
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await element.getByRole("button", { name: "Copied" }).waitFor();
  const copies = await page.evaluate("copies");
  assert.match(copies.find((/** @type {any} */ copy) => copy.type === "text/plain").text, /^No network.*\n.*KE-0040/);
  const solved = element.getByRole("button", { name: "This solved it" });
  await page.evaluate(() =>
    document.addEventListener("kedb:solved", (event) => event.preventDefault(), { once: true }),
  );
  await solved.press("Enter");
  assert.equal(await element.locator(".reply").innerText(), "", "cancelled: the page says thanks");
  await solved.press("Enter");
  assert.equal(await element.locator(".reply").innerText(), "", "it is said once");
  assert.deepEqual(complaints, []);
  await close();
});

test("nothing is fetched before the answer comes near", { skip }, async () => {
  const { page, element, workaround, requests, close } = await visit("far.html", {
    viewport: { width: 800, height: 600 },
  });
  await page.waitForTimeout(300);
  assert.deepEqual(
    requests.filter((url) => url.includes("/agents/")).map((url) => url.replace(/.*\/agents\//, "")),
    ["kedb.js"],
  );
  await page.evaluate(() => scrollTo(0, 4000));
  await workaround.waitFor();
  await element.evaluate((node) => node.setAttribute("article", "KE-0018"));
  await element.getByText("Cannot connect to a shared printer").waitFor();
  await close();
});

test("what the page wrote stays, with the reason, where it can't be drawn", { skip }, async () => {
  const { element, close } = await visit("missing.html");
  await element.getByText("There is no article KE-7777 in this knowledge base").waitFor();
  await element.getByText("Ask the service desk").waitFor();
  await close();
  const { page, element: other, close: closeOther } = await visit("demo.css");
  await page.route("**/manifest.json", (route) => route.fulfill({ status: 404, body: "no" }));
  await page.goto(`http://127.0.0.1:${shared.server.port}/answer.html`);
  await other.getByText("There is no knowledge base at").waitFor();
  await other.getByRole("link", { name: "No network" }).waitFor();
  await closeOther();
});

for (const [scheme, width] of /** @type {const} */ ([
  ["light", 1280],
  ["dark", 320],
])) {
  test(`axe finds nothing in an inline answer: ${scheme}, ${width} px`, { skip }, async () => {
    const { page, workaround, close } = await visit("answer.html", {
      bypassCSP: true,
      colorScheme: scheme,
      viewport: { width, height: 800 },
    });
    await workaround.waitFor();
    await assertAccessible(page);
    await close();
  });
}
