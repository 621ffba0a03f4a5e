// Attributes and properties of the elements, as pages and frameworks set them: at any time, also
// before the elements are there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { onServer, search, sharedByTests, skip } from "./support.js";

const shared = sharedByTests();

/** @typedef {import("playwright-core").Page} Page */

/** Does `work` on a page of its own.
 * @param {string} body @param {(page: Page) => Promise<unknown>} work */
async function onHost(body, work) {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body>${body}</body></html>`;
  const instead = (/** @type {string} */ path) =>
    path === "/host.html" ? { status: 200, type: "text/html", body: html } : undefined;
  await onServer(shared, { instead }, work, { path: "host.html" });
}

const SCRIPT = '<script type="module" src="agents/kedb.js"></script>';

/** @param {Page} page @param {string} name @param {string | null} value */
const set = (page, name, value) =>
  page
    .locator("kedb-search")
    .evaluate(
      (node, [name, value]) => (value === null ? node.removeAttribute(`${name}`) : node.setAttribute(`${name}`, value)),
      /** @type {const} */ ([name, value]),
    );

test("attributes are live", { skip }, () =>
  onHost(`${SCRIPT}<kedb-search></kedb-search>`, async (page) => {
    const { element, input, options } = search(page);
    await input.focus();
    await options.nth(5).waitFor();
    await set(page, "limit", "2");
    await options.nth(2).waitFor({ state: "detached" });
    await set(page, "service", "java");
    await element.locator(".chip", { hasText: "Only Java" }).waitFor();
    await options.first().locator(".service", { hasText: "Java" }).waitFor();
    await set(page, "service", null);
    await element.locator(".chip", { hasText: "Only" }).waitFor({ state: "hidden" });
    await set(page, "label", "Is it broken?");
    assert.equal(await input.getAttribute("aria-label"), "Is it broken?");
    await set(page, "placeholder", "Say it");
    assert.equal(await input.getAttribute("placeholder"), "Say it");
    await set(page, "lang", "de");
    await input.fill("checkout stalls");
    await element.locator(".group-heading", { hasText: "bekannt" }).waitFor();
    await set(page, "mode", "dialog");
    await element.locator(".trigger", { hasText: "Is it broken?" }).click();
    await input.waitFor();
    await element.evaluate((node) => /** @type {any} */ (node).close());
    await set(page, "mode", "inline");
    assert.equal(await element.locator(".trigger").count(), 0);
    await set(page, "mode", "dialog");
    await element.locator(".trigger").click();
    const trigger = await element.locator(".trigger").elementHandle();
    await element.getByRole("button", { name: "Schließen" }).waitFor();
    await set(page, "limit", "3");
    await set(page, "service", "java");
    await set(page, "service", null);
    assert.equal(await trigger?.evaluate((node) => node.isConnected), true, "the dialog is the same one");
    await set(page, "label", "Was ist kaputt?");
    await element.evaluate((node) => /** @type {any} */ (node).close());
    await set(page, "label", "Ist es kaputt?");
    await element.locator(".trigger").click();
    await element.getByRole("button", { name: "Schließen" }).waitFor();
    await set(page, "mode", "inline");
    // The page behind an open dialog that is gone scrolls.
    await page.waitForFunction(() => document.documentElement.style.overflow === "");
    await set(page, "value", "printer");
    await options.first().locator(".title", { hasText: /print/i }).waitFor();
    await set(page, "bundle", "public/");
    await element.locator(".group-heading", { hasText: "bekannte Probleme" }).waitFor();
    assert.equal(page.workers().length, 1, "the first bundle's engine is gone");
  }),
);

test("what is set while it loads counts", { skip }, () =>
  onHost(`${SCRIPT}<kedb-search></kedb-search>`, async (page) => {
    await page.evaluate(() => {
      const box = /** @type {any} */ (document.querySelector("kedb-search"));
      box.value = "checkout stalls";
      box.setAttribute("lang", "de");
    });
    await search(page).element.locator(".group-heading", { hasText: "bekannt" }).waitFor();
  }),
);

test("properties that were set before the elements were there are taken over", { skip }, () =>
  onHost("<kedb-search></kedb-search><kedb-answer></kedb-answer>", async (page) => {
    await page.evaluate(() => {
      const box = /** @type {any} */ (document.querySelector("kedb-search"));
      Object.assign(box, {
        service: "java",
        limit: 3,
        value: "heap",
        label: "Broken?",
        prefetch: true,
        ticketUrl: "/t",
      });
      Object.assign(/** @type {any} */ (document.querySelector("kedb-answer")), { article: "KE-0001" });
      const script = document.createElement("script");
      Object.assign(script, { type: "module", src: "agents/kedb.js" });
      document.head.append(script);
    });
    const { element, input, options } = search(page);
    await element.locator(".chip", { hasText: "Only Java" }).waitFor();
    await options.first().waitFor();
    assert.equal(await input.inputValue(), "heap");
    assert.equal(await input.getAttribute("aria-label"), "Broken?");
    const attributes = await element.evaluate((node) => [node.getAttribute("limit"), node.hasAttribute("prefetch")]);
    assert.deepEqual(attributes, ["3", true]);
    assert.equal(await element.getAttribute("ticket-url"), "/t");
    await page.locator("kedb-answer .workaround").waitFor();
    await element.evaluate((node) => Object.assign(node, { service: undefined }));
    assert.equal(await element.getAttribute("service"), null);
  }),
);

test("every attribute of the reference is a property, and has its types", { skip }, async () => {
  const www = new URL("../../www/", import.meta.url);
  const manifest = JSON.parse(await readFile(new URL("custom-elements.json", www), "utf8"));
  const types = await readFile(new URL("kedb.d.ts", www), "utf8");
  const block = (/** @type {string} */ name) =>
    new RegExp(`^export (class|interface) ${name} [^]*?^}$`, "m").exec(types)?.[0];
  const declared = manifest.modules.flatMap((/** @type {any} */ { declarations }) => declarations);
  const elements = declared.filter((/** @type {any} */ { tagName }) => tagName);
  assert.equal(elements.length, 3);
  await onHost(SCRIPT, async (page) => {
    for (const { name, tagName, attributes } of elements) {
      await page.evaluate((tag) => customElements.whenDefined(tag), tagName);
      for (const { name: attribute } of attributes) {
        const property = attribute.replace(/-./g, (/** @type {string} */ part) => part[1].toUpperCase());
        const isThere = await page.evaluate(({ tag, property }) => property in document.createElement(tag), {
          tag: tagName,
          property,
        });
        assert.ok(isThere, `${tagName} has no property ${property}`);
        // React and the others know these of every element.
        if (["lang", "autofocus"].includes(attribute)) continue;
        assert.match(`${block(name)}`, new RegExp(`^  ${property}: `, "m"));
        const of = `${block(`${name}Attributes`)}${block("KedbAttributes")}`;
        assert.match(of, new RegExp(`^  "?${attribute}"?\\??: `, "m"), tagName);
      }
    }
  });
});

test("a first query is searched at once, and may be another one later", { skip }, () =>
  onHost(`${SCRIPT}<kedb-search query="checkout stalls"></kedb-search>`, async (page) => {
    const { input, options } = search(page);
    await options
      .first()
      .locator(".title", { hasText: /stock job/i })
      .waitFor();
    assert.equal(await input.evaluate((node) => node.matches(":focus")), false, "the focus stays where it is");
    await set(page, "query", "printer");
    await options.first().locator(".title", { hasText: /print/i }).waitFor();
  }),
);
