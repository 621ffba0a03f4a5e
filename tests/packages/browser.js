// A person in a browser, who opens a page and searches in it.

import assert from "node:assert/strict";
import { search, watchedPage } from "../web/support.js";

/** Opens a page and searches for a code of the sample base in it. Nothing may go wrong meanwhile.
 * @param {import("playwright-core").Browser} browser @param {string} address */
export async function searchIn(browser, address) {
  const { page, complaints, close } = await watchedPage(browser);
  await page.goto(address);
  const { input, options } = search(page);
  await input.fill("0x8004de40");
  // Until then the latest known errors may stand there.
  await options.first().filter({ hasText: "OneDrive" }).waitFor();
  assert.deepEqual(complaints, [], address);
  await close();
}
