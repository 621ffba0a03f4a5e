// The search as one file, opened from a disk: no server, no network.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { answer, program, search, sharedByTests, skip, watchedPage } from "./support.js";

/** Addresses of a public bundle that a browser writes otherwise, or that name more than a folder. */
const ADDRESSES = [
  "HTTPS://Status.Example:443/known-errors",
  "https://störung.example/Bekannte%20Fehler/",
  "https://status.example/fehler-für-alle?lang=de#top",
];

const shared = sharedByTests({
  prepare: async ({ folder }) => {
    const base = join(folder, "../base");
    const build = (/** @type {string[]} */ ...args) =>
      promisify(execFile)(/** @type {string} */ (program), ["build", base, ...args]);
    await build("--single-file", join(folder, "public.html"));
    await build("--single-file", join(folder, "agents.html"), "--audience", "internal");
    const settings = join(folder, "settings.toml");
    /** @param {string} name @param {string} more */
    const buildWith = async (name, more) => {
      await writeFile(settings, `title = "Known errors"\nexclude = ["README.md"]\n${more}`);
      await build("--single-file", join(folder, name), "--config", settings);
    };
    await buildWith("nowhere.html", "");
    await buildWith("spanish.html", 'lang = "es"\n');
    // A loader that does not run.
    const spanish = join(folder, "spanish.html");
    const text = await readFile(spanish, "utf8");
    await writeFile(spanish, text.replace(/(data-path="kedb\.js">)[^<]*/, `$1${btoa("throw new Error('no')")}`));
    for (const [number, address] of ADDRESSES.entries())
      await buildWith(`address-${number}.html`, `public_url = "${address}"\n`);
  },
});

/** @param {string} name @param {string} [hash] */
async function opened(name, hash = "") {
  const { page, complaints, requests, close } = await watchedPage(shared.browser);
  const address = pathToFileURL(join(shared.site.folder, name)).href;
  await page.goto(address + hash);
  /** What went wrong, and what was asked of anybody else. */
  const wrong = () => [
    ...complaints,
    ...requests.filter((request) => request !== address && !request.startsWith("blob:")),
  ];
  return { page, wrong, close };
}

test("a file that lies on a disk searches, and shows what to do and its pictures", { skip }, async () => {
  const { page, wrong, close } = await opened("public.html");
  await search(page).input.fill("0x80070643");
  await search(page).options.filter({ hasText: "0x80070643" }).first().click();
  await answer(page).workaround.getByText("Restart").first().waitFor();
  await search(page).input.fill("gateway 504");
  await search(page).options.filter({ hasText: "504" }).first().click();
  const image = answer(page).panel.locator("img").first();
  await image.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => {
    const image = document.querySelector("kedb-search")?.shadowRoot?.querySelector("img");
    return (image?.naturalWidth ?? 0) > 0;
  });
  assert.deepEqual(wrong(), []);
  await close();
});

test("a log that is pasted into a file is matched", { skip }, async () => {
  const { page, wrong, close } = await opened("agents.html");
  await search(page).input.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "INFO heartbeat ok\nERROR stock-sync queue depth exceeded (8192)\n");
    const input = document.querySelector("kedb-search")?.shadowRoot?.querySelector("input");
    input?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, composed: true, cancelable: true }),
    );
  });
  await search(page).options.filter({ hasText: "stock job" }).first().waitFor();
  assert.deepEqual(wrong(), []);
  await close();
});

test("what was searched stands behind the address of a file", { skip }, async () => {
  const { page, close } = await opened("public.html", "#q=0x80070643");
  await search(page).options.filter({ hasText: "0x80070643" }).first().waitFor();
  await close();
});

for (const [number, address] of ADDRESSES.entries())
  test(`a file whose bundle lies at ${address} searches`, { skip }, async () => {
    const { page, wrong, close } = await opened(`address-${number}.html`);
    await search(page).input.fill("0x80070643");
    await search(page).options.filter({ hasText: "0x80070643" }).first().click();
    await answer(page).workaround.getByText("Restart").first().waitFor();
    assert.deepEqual(wrong(), []);
    await close();
  });

for (const [name, query, links, pages] of /** @type {[string, string, number, number][]} */ ([
  ["public.html", "0x80070643", 1, 1],
  ["nowhere.html", "0x80070643", 0, 0],
  // The public reads this one at `public_url`, the next one nowhere.
  ["agents.html", "0x80070643", 1, 0],
  ["agents.html", "aadsts700016", 0, 0],
]))
  test(`${name} offers ${links} link and ${pages} page for ${query}`, { skip }, async () => {
    const { page, close } = await opened(name);
    await search(page).input.fill(query);
    await search(page).options.first().click();
    await answer(page).title.waitFor();
    const actions = answer(page).panel.locator(".actions").first();
    assert.equal(await actions.getByRole("button", { name: "Copy link" }).count(), links);
    assert.equal(await actions.getByRole("link", { name: "Open page" }).count(), pages);
    assert.doesNotMatch(await actions.innerHTML(), /\.invalid/);
    await close();
  });

for (const [name, start] of /** @type {[string, RegExp][]} */ ([
  ["nowhere.html", /^file:.*nowhere\.html#a=KE-\d+$/],
  ["public.html", /^https:\/\/.*\/articles\/KE-\d+\.html$/],
]))
  test(`a link from one article to another leads somewhere in another tab of ${name}`, { skip }, async () => {
    const { page, wrong, close } = await opened(name, "#q=691");
    await search(page).options.first().click();
    const link = answer(page).panel.locator(".prose a", { hasText: "809" });
    await link.waitFor();
    const address = await link.evaluate((node) => /** @type {HTMLAnchorElement} */ (node).href);
    assert.match(address, start);
    if (address.startsWith("file:")) {
      const other = await page.context().newPage();
      await other.goto(address);
      await answer(other).panel.locator("h2", { hasText: "809" }).waitFor();
    }
    await link.click();
    await answer(page).panel.locator("h2", { hasText: "809" }).waitFor();
    assert.deepEqual(wrong(), []);
    await close();
  });

test("a file says in its own language why it can't run", { skip }, async () => {
  const { page, close } = await opened("spanish.html");
  await page.getByText(/^Este navegador no puede ejecutar la búsqueda: /).waitFor();
  await close();
});

test("the file for the public holds nothing internal", { skip }, async () => {
  const read = (/** @type {string} */ name) => readFile(join(shared.site.folder, name), "utf8");
  const [everybody, agents] = [await read("public.html"), await read("agents.html")];
  assert.match(agents, /Internal: for support agents only/);
  assert.doesNotMatch(everybody, /Internal: for support agents only/);
  const { page, close } = await opened("public.html");
  const names = await readFile(join(shared.site.folder, "public/manifest.json"), "utf8");
  const held = await page.evaluate(() => {
    const manifest = document.querySelector('[data-path="manifest.json"]');
    return atob(manifest?.textContent ?? "");
  });
  assert.equal(held, names, "the same bundle as the one that is built into a folder");
  await close();
});
