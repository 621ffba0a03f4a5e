// The promise of the project, in a browser: on an intranet page under a strict policy,
// somebody types what they see, gets the right workaround, and copies it. On 127.0.0.1, and
// on plain http under a name that is not loopback, where there is no `navigator.clipboard`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { INTRANET, STRICT, answer, recordCopies, search, sharedByTests, skip, watchedPage } from "./support.js";

const shared = sharedByTests({ serving: { csp: STRICT } });

for (const host of ["127.0.0.1", INTRANET]) {
  test(`a workaround is found and copied on http://${host}`, { skip }, async () => {
    const origin = `http://${host}:${shared.server.port}`;
    const { page, complaints, requests, close } = await watchedPage(shared.browser);
    await recordCopies(page);
    await page.goto(`${origin}/`);
    assert.equal(await page.evaluate("isSecureContext"), host === "127.0.0.1");

    const { input, options } = search(page);
    await input.click();
    await input.pressSequentially("checkout stalls nightly stock job");
    const first = options.first();
    await first.locator(".title", { hasText: /stock job/i }).waitFor();
    assert.match(await first.innerText(), /Workaround/);
    assert.ok((await first.locator("mark").count()) > 0, "no match is highlighted");

    await page.keyboard.press("Enter");
    const { panel, title, workaround } = answer(page);
    await title.waitFor();
    assert.match(await workaround.innerText(), /restart/i);
    assert.equal(await panel.evaluate((node) => node.matches(":focus")), true, "the answer has no focus");

    await panel.getByRole("button", { name: "Copy workaround" }).click();
    await panel.getByRole("button", { name: "Copied" }).waitFor();
    const copies = await page.evaluate("copies");
    const [text, html] = ["text/plain", "text/html"].map(
      (type) => copies.findLast((/** @type {any} */ copy) => copy.type === type).text,
    );
    assert.match(text, /^1\. /m);
    assert.match(text, /^2\. /m);
    assert.match(text, /^KE-\d+ · (Known error|Fix scheduled) · /m);
    assert.match(text, /https?:\/\/\S+\/articles\/KE-\d+\.html/);
    assert.match(html, /<ol>.*<li>/s);
    assert.doesNotMatch(html, /<aside/);

    assert.deepEqual(complaints, []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`)),
      [],
    );
    // What was typed is in no request.
    assert.deepEqual(
      requests.filter((url) => /stalls|nightly/i.test(url)),
      [],
    );
    await close();
  });
}

test("nothing is fetched before somebody means to search", { skip }, async () => {
  const { page, requests, close } = await watchedPage(shared.browser);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  await page.waitForTimeout(300);
  const ofBundle = () =>
    requests.filter((url) => url.includes("/agents/")).map((url) => url.replace(/.*\/agents\//, ""));
  assert.deepEqual(ofBundle(), ["kedb.js"]);
  await search(page).input.focus();
  await search(page).options.first().waitFor();
  assert.ok(ofBundle().includes("manifest.json"));
  await close();
});

test("what was typed before anything arrived is searched", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await page.route("**/manifest.json", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  const { input, options } = search(page);
  await input.click();
  await page.keyboard.type("checkout stalls");
  await options
    .first()
    .locator(".title", { hasText: /checkout/i })
    .waitFor();
  assert.equal(await input.inputValue(), "checkout stalls");
  await close();
});
