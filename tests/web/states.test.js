// axe in the states of the search that other tests reach for another reason: what may be related, an
// unknown code, a log, an answer beside the list, what failed, what is old, and a page that waits.

import { test } from "node:test";
import { answer, assertAccessible, onServer, search, sharedByTests, skip } from "./support.js";

/** @typedef {import("playwright-core").Page} Page */

const shared = sharedByTests();

/** @param {Page} page @param {string} text */
async function ask(page, text) {
  await search(page).input.fill("");
  await search(page).input.fill(text);
}

/** @param {Page} page @param {string} type @param {Record<string, string | File>} carries */
const paste = (page, type, carries) =>
  page.evaluate(
    ([type, text]) => {
      const data = new DataTransfer();
      if (text) data.setData("text", text);
      else data.items.add(new File(["x"], "x.log"));
      const how = { bubbles: true, composed: true, cancelable: true };
      document
        .querySelector("kedb-search")
        ?.shadowRoot?.querySelector("input")
        ?.dispatchEvent(
          type === "paste"
            ? new ClipboardEvent(type, { ...how, clipboardData: data })
            : new DragEvent(type, { ...how, dataTransfer: data }),
        );
    },
    /** @type {const} */ ([type, `${carries.text ?? ""}`]),
  );

for (const [colorScheme, width] of /** @type {const} */ ([
  ["light", 390],
  ["dark", 1280],
])) {
  test(`axe finds nothing in the rest of the states: ${colorScheme}, ${width} px`, { skip }, () => {
    let down = false;
    /** @type {string | undefined} */
    let newer;
    const instead = (/** @type {string} */ path) => {
      if (newer && path.endsWith("manifest.json")) return { status: 200, type: "application/json", body: newer };
      return down && path.endsWith(".bin") ? { status: 503, type: "text/plain", body: "busy" } : undefined;
    };
    /** @type {Record<string, (page: Page) => Promise<unknown>>} */
    const STATES = {
      // First, as long as what is needed was not fetched yet.
      failed: async (page) => {
        await ask(page, "printer");
        await search(page).options.first().locator("mark").first().waitFor();
        down = true;
        await ask(page, "deadlock detected postgres");
        await page.locator("kedb-search .why-failed").waitFor();
        down = false;
      },
      related: async (page) => {
        await ask(page, "my coffee machine and the printer in the kitchen is slow");
        // Not only the sentence of the search that failed before, with rows of earlier words.
        await page.locator("kedb-search .group.related").waitFor();
        await page.locator("kedb-search .nothing").waitFor();
      },
      "unknown code": async (page) => {
        await ask(page, "XQZ-9999");
        await page.getByRole("link", { name: "Document it" }).waitFor();
      },
      filters: async (page) => {
        await ask(page, "printer");
        await page.locator("kedb-search .filter:visible").first().waitFor();
      },
      "an answer that is certain": async (page) => {
        await ask(page, "stk-4711");
        await page
          .locator("kedb-search .reason", { hasText: /stk-4711/i })
          .first()
          .waitFor();
        if (width > 1000) await answer(page).workaround.waitFor();
      },
      log: async (page) => {
        await ask(page, "");
        await paste(page, "paste", { text: "INFO ok\nERROR stock-sync queue depth exceeded (8192)\nINFO bye" });
        await page.locator("kedb-search .notes summary").click();
        await page.getByRole("checkbox", { name: "Send these lines along" }).waitFor();
      },
      "a file above the box": async (page) => {
        await paste(page, "dragover", {});
        await page.locator("kedb-search .box.drop").waitFor();
      },
      old: async (page) => {
        const manifest = await page.evaluate(async () => (await fetch("manifest.json")).json());
        newer = JSON.stringify({ ...manifest, format: 99 });
        await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
        await page.getByRole("button", { name: "Reload the page" }).waitFor();
      },
    };
    const work = async (/** @type {Page} */ page) => {
      for (const [state, reach] of Object.entries(STATES)) {
        await reach(page);
        await assertAccessible(page, state);
      }
    };
    return onServer(shared, { instead }, work, {
      path: "agents/index.html",
      context: { bypassCSP: true, colorScheme, viewport: { width, height: 844 } },
    });
  });
}
