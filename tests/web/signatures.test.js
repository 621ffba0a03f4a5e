// What looks for signatures is a module of its own: fetched with the first text that may match one, and only where
// some article has signatures.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { onServer, paste, program, search, sharedByTests, skip } from "./support.js";

const shared = sharedByTests();

/** Nothing is loaded ahead on a page whose reader pays for each byte. */
const saving = () => Object.defineProperty(navigator, "connection", { value: { saveData: true } });

/** @param {string} folder */
const files = async (folder) => JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")).files;

const LOG = "INFO ok\nERROR stock-sync queue depth exceeded (8192)\nINFO bye";

/** @param {import("playwright-core").Page} page */
const recognised = (page) =>
  search(page)
    .options.first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();

test("what looks for signatures is fetched with the first text that may match one, once", { skip }, async () => {
  const { signatures } = await files(join(shared.site.folder, "agents"));
  await onServer(
    shared,
    {},
    async (page, server) => {
      const fetched = () => server.asked.filter((path) => path.endsWith(signatures.path)).length;
      await search(page).input.fill("our printer prints blank labels since this very morning");
      await search(page).options.first().waitFor();
      await page.waitForTimeout(500);
      assert.equal(fetched(), 0, "a message that no signature matches");
      await paste(page, LOG);
      await recognised(page);
      assert.equal(fetched(), 1);
      await paste(page, `${LOG}\nINFO once more`);
      await recognised(page);
      assert.equal(fetched(), 1);
    },
    { init: saving },
  );
});

test("what could not be fetched is fetched anew with the next pasted text", { skip }, async () => {
  const { signatures } = await files(join(shared.site.folder, "agents"));
  let isMissing = true;
  const instead = (/** @type {string} */ path) =>
    isMissing && path.endsWith(signatures.path) ? { status: 404, type: "text/plain", body: "" } : undefined;
  await onServer(
    shared,
    { instead },
    async (page) => {
      await search(page).input.focus();
      await search(page).options.first().waitFor();
      await paste(page, LOG);
      await search(page).element.getByText("could not be loaded").first().waitFor();
      isMissing = false;
      await paste(page, `${LOG}\nINFO once more`);
      await recognised(page);
    },
    { init: saving },
  );
});

test("a base without signatures names nothing that looks for them", { skip }, async () => {
  const top = await mkdtemp(join(tmpdir(), "kedb-signatures-"));
  const [base, out] = [join(top, "base"), join(top, "site")];
  try {
    await mkdir(base);
    const article = "---\nid: KE-1\ntitle: Nobody can print labels\nstatus: known-error\n---\n## Fix\nPull the plug.\n";
    await writeFile(join(base, "labels.md"), article);
    await promisify(execFile)(/** @type {string} */ (program), ["build", base, "--out", out]);
    assert.equal((await files(join(out, "agents"))).signatures, undefined);
  } finally {
    await rm(top, { recursive: true, force: true });
  }
});
