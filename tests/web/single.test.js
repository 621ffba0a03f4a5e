// The search as one file, opened from a disk: no server, no network.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { answer, program, search, sharedByTests, skip, watchedPage } from "./support.js";

const shared = sharedByTests({
  prepare: async ({ folder }) => {
    const base = join(folder, "../base");
    const build = (/** @type {string[]} */ ...args) =>
      promisify(execFile)(/** @type {string} */ (program), ["build", base, ...args]);
    await build("--single-file", join(folder, "public.html"));
    await build("--single-file", join(folder, "agents.html"), "--audience", "internal");
  },
});

/** @param {string} name @param {string} [hash] */
async function opened(name, hash = "") {
  const { page, complaints, requests, close } = await watchedPage(shared.browser);
  const address = pathToFileURL(join(shared.site.folder, name)).href + hash;
  await page.goto(address);
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
