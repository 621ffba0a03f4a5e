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
    const scripts = (await readdir(www, { recursive: true })).filter((name) => name.endsWith("style.js"));
    const styles = (await Promise.all(scripts.map((name) => readFile(new URL(name, www), "utf8")))).join("");
    const used = [...styles.matchAll(/var\((--kedb-[a-z-]+)/g), ...styles.matchAll(/^ {4}"?([a-z-]+)"?: \["#/gm)].map(
      ([, name]) => (name.startsWith("--") ? name : `--kedb-${name}`),
    );
    assert.deepEqual(
      used.filter((name) => !named.has(name)),
      [],
      "properties that the page does not name",
    );
    assert.equal(named.size, new Set(used).size);

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
