// Bundles that somebody has forged: their names and hashes are right, and a file inflates to far
// more than any file of a bundle holds. The browser stops reading, and says so.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { STRICT, answer, onServer, search, sharedByTests, skip } from "./support.js";

const shared = sharedByTests();

/** The most that any file inflates to, as `MAX_FILE` in engine/src/bundle.rs. */
const MOST = 64 << 20;

/** @param {number} length @param {string} type */
const zeros = (length, type) => ({ status: 200, type, body: gzipSync(Buffer.alloc(length)) });

test("a block that inflates to too much ends its search with a sentence", { skip }, () => {
  let forged = false;
  const block = zeros(2 << 20, "application/octet-stream");
  const instead = (/** @type {string} */ path) => (forged && /-\d+\.bin$/.test(path) ? block : undefined);
  return onServer(shared, { instead }, async (page) => {
    const { element, input, options } = search(page);
    await input.focus();
    await options.first().waitFor();
    forged = true;
    await input.fill("laptop does not join the office");
    await element
      .getByText(/inflates to more than a bundle of kedb holds/)
      .first()
      .waitFor();
  });
});

test("an article that inflates to too much is not shown where titles are looked up", { skip }, async () => {
  const manifest = JSON.parse(await readFile(join(shared.site.folder, "agents/manifest.json"), "utf8"));
  const tree = zeros(MOST + 1, "application/octet-stream");
  // Files that the manifest does not name are articles.
  const named = JSON.stringify(manifest);
  const instead = (/** @type {string} */ path) =>
    /_\/[^/]+\.(bin|json)$/.test(path) && !named.includes(path.slice(path.indexOf("_/"))) ? tree : undefined;
  const serving = { csp: STRICT.replace(" 'wasm-unsafe-eval'", ""), workerCsp: "script-src 'self'", instead };
  await onServer(shared, serving, async (page) => {
    const { element, input, options } = search(page);
    await input.fill("laptop does not join the office");
    await options.first().locator(".title", { hasText: "Laptop does not join" }).waitFor();
    await page.keyboard.press("Enter");
    await element.getByText("A file exceeds 64 MiB.").first().waitFor();
    assert.equal(await answer(page).workaround.count(), 0, "nothing of it is shown");
  });
});

/** The header of LZMA for so many bytes: the properties, the dictionary, and the length.
 * @param {number} length */
function tooLong(length) {
  const body = Buffer.alloc(64);
  body.writeUInt8(3);
  body.writeUInt32LE(1 << 20, 1);
  body.writeBigUInt64LE(BigInt(length), 5);
  return { status: 200, type: "application/octet-stream", body };
}

test("an engine that inflates to too much is not started", { skip }, async () => {
  const manifest = JSON.parse(await readFile(join(shared.site.folder, "agents/manifest.json"), "utf8"));
  const wasm = tooLong(MOST + 1);
  const integrity = `sha256-${createHash("sha256").update(wasm.body).digest("base64")}`;
  manifest.files.wasm.integrity = integrity;
  const instead = (/** @type {string} */ path) => {
    if (path.endsWith("manifest.json"))
      return { status: 200, type: "application/json", body: JSON.stringify(manifest) };
    return path.endsWith(manifest.files.wasm.path) ? wasm : undefined;
  };
  await onServer(shared, { instead }, async (page) => {
    const { element, input } = search(page);
    await input.focus();
    const alert = element.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /A file exceeds 64 MiB\./);
  });
});
