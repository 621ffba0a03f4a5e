// The examples for frameworks: each is built for both sides and checked for types, its server side
// gives the page, and a browser takes the page over and searches in it.
//
// The frameworks come from their registries: `cargo xtask release --check` runs this, CI does not.

import assert from "node:assert/strict";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, search, serve, watchedPage } from "../web/support.js";
import { installFromNpm } from "./registry.js";
import { freshFolder, packages, root, run } from "./support.js";

const skip = packages ? false : "KEDB_PACKAGES names no folder: cargo xtask release makes one";

for (const name of ["react", "vue", "svelte", "angular"]) {
  test(`the example for ${name} is rendered by a server and searches`, { skip, timeout: 600_000 }, async () => {
    const example = await freshFolder();
    await cp(join(root, "examples", name), example, { recursive: true });
    await symlink(join(root, "kb"), join(example, "kb"));
    await install(example);
    await run("npm", ["run", "build"], { cwd: example });
    await run("npm", ["run", "typecheck"], { cwd: example });

    const { render } = await import(pathToFileURL(join(example, "dist/server/server.js")).href);
    const index = join(example, "dist/client/index.html");
    const shell = await readFile(index, "utf8");
    // Angular gives the whole document, the others what belongs into it.
    const rendered = await render(shell);
    assert.match(rendered, /<kedb-search[^>]*>\s*Known errors: call 4357/);
    const isWhole = rendered.trimStart().startsWith("<!DOCTYPE") || rendered.trimStart().startsWith("<!doctype");
    await writeFile(index, isWhole ? rendered : shell.replace("<!--page-->", rendered));

    const server = await serve(join(example, "dist/client"));
    const browser = await launch();
    try {
      const { page, complaints, close } = await watchedPage(browser);
      await page.goto(`http://127.0.0.1:${server.port}/`);
      const { input, options } = search(page);
      await input.fill("0x8004de40");
      await options.first().click();
      await page.getByRole("button", { name: "This solved it" }).click();
      await page.getByText("Solved: 1").waitFor();
      assert.deepEqual(complaints, []);
      await close();
    } finally {
      await browser.close();
      server.close();
    }
  });
}

/** Installs what the example asks for. @param {string} example */
async function install(example) {
  const file = join(example, "package.json");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  const { kedb: _, ...others } = { ...manifest.dependencies, ...manifest.devDependencies };
  delete manifest.dependencies;
  delete manifest.devDependencies;
  await writeFile(file, JSON.stringify(manifest));
  await installFromNpm(
    example,
    Object.entries(others).map(([name, version]) => `${name}@${version}`),
  );
}
