// The page of themes: it works under the strictest policy, and names every part and property
// that a page owner can style.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { STRICT, assertAccessible, demoSite, launch, serve, skip, watchedPage } from "./support.js";

const www = new URL("../../www/", import.meta.url);

test("the page of themes shows all that can be styled", { skip }, async () => {
  const site = await demoSite();
  const server = await serve(site.folder, { csp: STRICT });
  const browser = await launch();
  try {
    const { page, complaints, close } = await watchedPage(browser);
    await page.goto(`http://127.0.0.1:${server.port}/theme.html`);
    const first = page.locator("kedb-search:not([mode])").first();
    for (const [state, selector] of [
      ["results", "[role=option]"],
      ["an answer", ".workaround"],
      ["no workaround", ".no-workaround"],
      ["nothing known", ".nothing"],
    ]) {
      await page.getByLabel(state, { exact: true }).check();
      await first.locator(selector).first().waitFor();
      const parts = await page.evaluate(() => {
        const nodes = [...document.querySelectorAll("kedb-search")].flatMap((search) => [
          ...(search.shadowRoot?.querySelectorAll("[part]") ?? []),
        ]);
        const known = new Set([...document.querySelectorAll("#part-names button")].map((button) => button.textContent));
        return [...new Set(nodes.flatMap((node) => [...node.part]))].filter((part) => !known.has(part));
      });
      assert.deepEqual(parts, [], `${state}: parts that the page does not name`);
    }
    const named = new Set(await page.locator("#property-names code").allInnerTexts());
    const manifest = JSON.parse(await readFile(new URL("custom-elements.json", www), "utf8"));
    const declared = manifest.modules.flatMap((/** @type {any} */ { declarations }) => declarations);
    const element = declared.find((/** @type {any} */ { tagName }) => tagName === "kedb-search");
    const names = (/** @type {any[]} */ list) => list.map(({ name }) => name).sort();
    assert.deepEqual([...named].sort(), names(element.cssProperties), "properties of the reference");
    const parts = await page.locator("#part-names button").allInnerTexts();
    assert.deepEqual(parts.sort(), names(element.cssParts), "parts of the reference");

    const files = (await readdir(www, { recursive: true })).filter((name) => /(^|\/)(style\.js|\w+\.css)$/.test(name));
    const styles = (await Promise.all(files.map((name) => readFile(new URL(name, www), "utf8")))).join("");
    const palette = [...styles.matchAll(/^ {2}"?([a-z-]+)"?: \["#/gm)].map(([, name]) => `--kedb-${name}`);
    const used = new Set([...palette, ...[...styles.matchAll(/var\((--kedb-[a-z-]+)/g)].map(([, name]) => name)]);
    assert.deepEqual([...used].sort(), [...named].sort(), "properties that the styles use");

    const [light, dark] = await page.evaluate(() =>
      [".plain", ".night"].map((theme) => {
        const box = document.querySelector(`${theme} kedb-search`)?.shadowRoot?.querySelector(".box");
        return box ? getComputedStyle(box).backgroundColor : "";
      }),
    );
    assert.deepEqual(
      [light, dark],
      ["rgb(255, 255, 255)", "rgb(21, 24, 30)"],
      "colours follow the color-scheme around them",
    );
    assert.deepEqual(complaints, []);
    await close();

    const free = await watchedPage(browser, { bypassCSP: true, viewport: { width: 320, height: 800 } });
    await free.page.goto(`http://127.0.0.1:${server.port}/theme.html`);
    await free.page.getByLabel("an answer", { exact: true }).check();
    await free.page.locator("kedb-search .workaround").nth(3).waitFor();
    await assertAccessible(free.page);
  } finally {
    await browser.close();
    server.close();
    await site.remove();
  }
});
