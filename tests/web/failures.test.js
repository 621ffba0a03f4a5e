// What can go wrong on somebody else's page: the search works as well as the page allows,
// and says in a sentence what is missing where it can't.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { STRICT, answer, onServer, search, serve, sharedByTests, skip } from "./support.js";

const shared = sharedByTests();

/** @typedef {import("./support.js").Serving} Serving */

/** @param {import("playwright-core").Page} page */
async function finds(page) {
  const { input, options } = search(page);
  await input.fill("checkout stalls nightly stock job");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  await page.keyboard.press("Enter");
  await answer(page).title.waitFor();
}

/** @type {Record<string, Serving>} */
const WORKING = {
  "under the strictest policy": { csp: STRICT },
  "in the worker of a page without 'wasm-unsafe-eval'": { csp: STRICT.replace(" 'wasm-unsafe-eval'", "") },
  "without a worker": { csp: STRICT.replace("worker-src 'self'", "worker-src 'none'") },
  "without the Trusted Types policy": { csp: STRICT.replace("trusted-types kedb", "trusted-types 'none'") },
  "where the worker's file forbids wasm": { workerCsp: "script-src 'self'" },
};
for (const [where, serving] of Object.entries(WORKING)) {
  test(`it works ${where}`, { skip }, () => onServer(shared, serving, finds));
}

/** @type {Record<string, [Serving, RegExp]>} */
const FAILING = {
  "there is no bundle": [
    {
      instead: (path) =>
        path.endsWith("manifest.json") ? { status: 404, type: "text/html", body: "<h1>Not found</h1>" } : undefined,
    },
    /There is no knowledge base at .*\(HTTP 404\)/,
  ],
  "a sign-in page comes back": [
    {
      instead: (path) =>
        path.endsWith("manifest.json")
          ? { status: 200, type: "text/html", body: "<!doctype html><title>Sign in</title>" }
          : undefined,
    },
    /A web page came back instead.*sign in and try again/,
  ],
  "the manifest is damaged": [
    {
      instead: (path) =>
        path.endsWith("manifest.json") ? { status: 200, type: "application/json", body: "{" } : undefined,
    },
    /There is no knowledge base at .*, or a damaged one/,
  ],
  "the bundle is of another format": [
    {
      instead: (path) =>
        path.endsWith("manifest.json") ? { status: 200, type: "application/json", body: '{"format":999}' } : undefined,
    },
    /different versions/,
  ],
  "files are missing": [
    { instead: (path) => (path.endsWith(".bin") ? { status: 404, type: "text/plain", body: "no" } : undefined) },
    /is missing, or was changed on its way: _\//,
  ],
  "a file was changed on its way": [
    {
      instead: (path) => (path.endsWith(".bin") ? { status: 200, type: "text/plain", body: "other bytes" } : undefined),
    },
    /was changed on its way/,
  ],
};
for (const [what, [serving, sentence]] of Object.entries(FAILING)) {
  test(`it says so when ${what}`, { skip }, () =>
    onServer(shared, serving, async (page) => {
      const { element, input } = search(page);
      await input.focus();
      const alert = element.getByRole("alert");
      await alert.waitFor();
      assert.match(await alert.innerText(), sentence);
      assert.equal(await element.getByText("call 4357").isVisible(), true, "the page's own words are shown");
    }),
  );
}

test("a bundle on another origin needs CORS, and says so", { skip }, async () => {
  for (const allowed of [false, true]) {
    const other = await serve(shared.site.folder, { headers: allowed ? { "access-control-allow-origin": "*" } : {} });
    await onServer(shared, {}, async (page) => {
      await page.evaluate(
        (port) => document.querySelector("kedb-search")?.setAttribute("bundle", `http://127.0.0.1:${port}/agents/`),
        other.port,
      );
      if (allowed) return finds(page);
      const { element, input } = search(page);
      await input.focus();
      await element.getByText("does not allow this site (CORS)").waitFor();
    });
    other.close();
  }
});

test("a failure can be tried again", { skip }, async () => {
  let down = true;
  const instead = (/** @type {string} */ path) =>
    down && path.endsWith("manifest.json") ? { status: 503, type: "text/plain", body: "down" } : undefined;
  await onServer(shared, { instead }, async (page) => {
    const { element, input } = search(page);
    await input.focus();
    await element.getByRole("alert").waitFor();
    down = false;
    await element.getByRole("button", { name: "Try again" }).click();
    await finds(page);
  });
});

test("an open page goes on when a newer kedb builds the bundle, and says what to do once files are gone", {
  skip,
}, async () => {
  const manifest = JSON.parse(await readFile(join(shared.site.folder, "agents/manifest.json"), "utf8"));
  manifest.build = "another";
  manifest.files.widget.path = "_/widget-of-another-kedb.js";
  const newer = { status: 200, type: "application/json", body: JSON.stringify(manifest) };
  let [built, gone] = [false, false];
  const missing = { status: 404, type: "text/plain", body: "no" };
  await onServer(
    shared,
    {
      instead: (path) =>
        gone && path.endsWith(".bin") ? missing : built && path.endsWith("manifest.json") ? newer : undefined,
    },
    async (page) => {
      const { element, input, options } = search(page);
      await input.focus();
      await options.first().waitFor();
      built = true;
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await finds(page);
      gone = true;
      await input.fill("certificate expired browser");
      await element.getByText("could not be loaded. Check the connection, and try again.").first().waitFor();
    },
  );
});

test("an open page takes up a new build", { skip }, () =>
  onServer(shared, {}, async (page) => {
    await finds(page);
    await shared.site.build(
      "---\nid: KE-9001\ntitle: The periscope squeaks on submarines\nstatus: known-error\n---\n" +
        "## Workaround\nOil it.\n",
    );
    const { input, options } = search(page);
    await input.fill("periscope squeaks");
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await options.first().locator(".title", { hasText: "periscope" }).waitFor();
    await page.keyboard.press("Enter");
    await answer(page).workaround.getByText("Oil it.").waitFor();
  }),
);
