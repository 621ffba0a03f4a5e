// `<kedb-suggest>` on the demo's ticket form: what is known appears below the fields, the form
// stays as it is, and whoever is helped may go, or send it all the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  INTRANET,
  STRICT,
  assertAccessible,
  lastEvent,
  recordEvents,
  sharedByTests,
  skip,
  until,
  watchedPage,
} from "./support.js";

const ARABIC = `---
id: KE-9001
title: الطابعة لا تستجيب PRN-7788
status: known-error
audience: public
error_codes: [PRN-7788]
lang: ar
---
## Workaround
أعد تشغيل الطابعة.
`;

const shared = sharedByTests({ serving: { csp: STRICT }, prepare: (site) => site.build(ARABIC) });

/** The ticket form, where every `kedb:` event is kept in `events`.
 * @param {import("playwright-core").BrowserContextOptions & { host?: string, path?: string }} [options] */
async function visit({ host = "127.0.0.1", path = "ticket.html", ...options } = {}) {
  const watched = await watchedPage(shared.browser, options);
  const { page } = watched;
  await recordEvents(page);
  await page.goto(`http://${host}:${shared.server.port}/${path}`);
  const element = page.locator("kedb-suggest");
  return {
    ...watched,
    element,
    subject: page.locator("#subject"),
    details: page.locator("#details"),
    region: element.getByRole("region", { name: "This may be known already" }),
    hits: element.locator("button.summary"),
    workaround: element.locator(".workaround"),
    status: element.getByRole("status").first(),
  };
}

/** What the form would send of ours.
 * @param {import("playwright-core").Page} page */
function travels(page) {
  return page.evaluate(() => {
    const data = new FormData(/** @type {HTMLFormElement} */ (document.querySelector("form")));
    return Object.fromEntries([...data].filter(([name]) => name.startsWith("kedb_")));
  });
}

for (const host of ["127.0.0.1", INTRANET]) {
  test(`somebody is helped before the ticket is sent, by keyboard, on http://${host}`, { skip }, async () => {
    const { page, subject, details, hits, workaround, element, region, status, complaints, close } = await visit({
      host,
    });
    const before = await page
      .locator("form :is(input, select, textarea)")
      .evaluateAll((fields) => fields.map((field) => /** @type {Element} */ (field.cloneNode()).outerHTML));
    await subject.focus();
    await page.keyboard.type("printer 0x0000011b");
    await region.waitFor();
    // Read out: from now on nothing moves.
    await status.getByText("may be this").waitFor({ state: "attached" });
    await page.keyboard.press("Tab");
    assert.equal(
      await details.evaluate((node) => node === document.activeElement),
      true,
      "the suggestions come after the fields",
    );
    await page.keyboard.press("Tab");
    assert.equal(await hits.first().getAttribute("aria-expanded"), "false");
    await page.keyboard.press("Enter");
    await workaround.waitFor();
    assert.equal(await hits.first().getAttribute("aria-expanded"), "true");
    assert.match(await workaround.innerText(), /Restart the computer/);
    await page.keyboard.press("Escape");
    await workaround.waitFor({ state: "detached" });
    assert.equal(
      await hits.first().evaluate((node) => node.matches(":focus")),
      true,
      "Escape leads back to the button",
    );
    await page.keyboard.press("Space");
    await workaround.waitFor();
    const solvedIt = element.getByRole("button", { name: "This solved it" });
    for (let step = 0; step < 12 && !(await solvedIt.evaluate((node) => node.matches(":focus"))); step++)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await element.getByText("You don’t need to send this form").waitFor();
    const { sinceTyping, ...solved } = await lastEvent(page, "solved");
    assert.deepEqual(solved, { name: "solved", id: "KE-0018", query: "printer 0x0000011b", lines: 0 });
    assert.ok(sinceTyping > 0, "the time to the workaround");
    assert.deepEqual(await travels(page), {
      kedb_query: "printer 0x0000011b",
      kedb_tried: "KE-0018",
      kedb_solved: "KE-0018",
    });

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await region.waitFor();
    assert.equal(
      await subject.evaluate((node) => node === document.activeElement),
      true,
      "the way back leads to the field",
    );
    assert.deepEqual(await travels(page), {
      kedb_query: "printer 0x0000011b",
      kedb_tried: "KE-0018",
      kedb_solved: "KE-0018",
    });
    const after = await page
      .locator("form :is(input, select, textarea)")
      .evaluateAll((fields) => fields.map((field) => /** @type {Element} */ (field.cloneNode()).outerHTML));
    assert.deepEqual(after, before, "the page's own fields were touched");
    assert.equal(await subject.inputValue(), "printer 0x0000011b");
    assert.equal(new URL(page.url()).pathname, "/ticket.html");
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("nothing is fetched before a field has focus or text", { skip }, async () => {
  const { page, requests, subject, hits, close } = await visit();
  await page.locator("#phone").fill("4357");
  await page.waitForTimeout(300);
  const ofBundle = () =>
    requests.filter((url) => url.includes("/public/")).map((url) => url.replace(/.*\/public\//, ""));
  assert.deepEqual(ofBundle(), ["kedb.js"]);
  await subject.focus();
  await page.waitForRequest("**/manifest.json", { timeout: 2000 }).catch(() => {});
  assert.ok(ofBundle().includes("manifest.json"));
  assert.equal(await hits.count(), 0);
  await close();
});

test("nothing known shows nothing, and the host may learn it", { skip }, async () => {
  const { page, subject, region, element, status, close } = await visit();
  await subject.fill("zxqvbn wrtplk");
  assert.equal((await lastEvent(page, "no-results")).query, "zxqvbn wrtplk");
  assert.equal(await region.isVisible(), false);
  assert.equal(await status.innerText(), "");
  assert.equal((await element.boundingBox())?.height ?? 0, 0, "it takes room");
  await close();
});

test("the count is read out when typing has paused", { skip }, async () => {
  const { page, subject, status, hits, close } = await visit();
  await subject.focus();
  await page.keyboard.type("printer 0x0000011b");
  await hits.first().waitFor();
  assert.equal(await status.innerText(), "");
  await status.filter({ hasText: /^\d known (error|problem)s? may be this/ }).waitFor();
  await subject.fill("");
  await hits.first().waitFor({ state: "detached" });
  assert.equal(await status.innerText(), "");
  await close();
});

test("a log that is pasted into a line keeps its lines, and no event carries it", { skip }, async () => {
  const { page, subject, hits, close } = await visit({ path: "hostile.html" });
  await subject.focus();
  const log = [
    "2026-03-02T01:14:06Z INFO heartbeat ok",
    "2026-03-02T01:14:07Z ERROR stock-sync queue depth exceeded (8192)",
    "bye",
  ].join("\n");
  await page.evaluate((log) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", log);
    const input = /** @type {HTMLInputElement} */ (document.querySelector("#subject"));
    input.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
    // As the browser itself puts it in.
    input.focus();
    document.execCommand("insertText", false, log);
  }, log);
  await hits.filter({ hasText: "stock job" }).waitFor();
  const event = await lastEvent(page, "search");
  assert.deepEqual([event.query, event.lines], ["", 3]);
  await page.keyboard.type(" and more");
  const travels = await page.evaluate(() =>
    new FormData(/** @type {HTMLFormElement} */ (document.querySelector("form"))).get("kedb_query"),
  );
  assert.doesNotMatch(`${travels ?? ""}`, /heartbeat|stock-sync/, "not even when it was edited");
  await close();
});

test("fields may come later and be replaced", { skip }, async () => {
  const { page, subject, hits, region, close } = await visit();
  await page.evaluate(() => {
    for (const id of ["subject", "details"]) document.getElementById(id)?.remove();
  });
  await page.evaluate(() => {
    const field = Object.assign(document.createElement("div"), { id: "subject", contentEditable: "true" });
    field.setAttribute("role", "textbox");
    field.setAttribute("aria-label", "Subject");
    document.querySelector("form")?.prepend(field);
  });
  await subject.click();
  await page.keyboard.type("printer 0x0000011b");
  await hits.first().waitFor();
  await page.evaluate(() => document.querySelector("form")?.reset());
  await subject.fill("");
  await region.waitFor({ state: "hidden" });
  await close();
});

test("whoever is helped at once stays helped", { skip }, async () => {
  const { page, subject, hits, element, close } = await visit();
  await subject.fill("printer 0x0000011b");
  await hits.first().click();
  await element.getByRole("button", { name: "This solved it" }).click();
  await lastEvent(page, "search");
  assert.equal(await element.getByText("You don’t need to send this form").isVisible(), true);
  assert.equal((await travels(page)).kedb_solved, "KE-0018");
  await subject.fill("printer 0x0000011b again");
  await element.getByText("You don’t need to send this form").waitFor({ state: "hidden" });
  await hits.first().waitFor();
  assert.equal((await travels(page)).kedb_solved, undefined);
  await close();
});

test("what the page cancels or switches off stays the page's", { skip }, async () => {
  const { page, subject, hits, element, close } = await visit();
  await page.evaluate(() => {
    document.addEventListener("kedb:solved", (event) => event.preventDefault());
    document.querySelector("kedb-suggest")?.setAttribute("no-formdata", "");
  });
  await subject.fill("printer 0x0000011b");
  await hits.first().click();
  await element.getByRole("button", { name: "This solved it" }).click();
  await lastEvent(page, "solved");
  assert.equal(await element.getByText("You don’t need to send this form").isVisible(), false);
  assert.equal(await element.locator(".reply").innerText(), "");
  assert.deepEqual(await travels(page), {});
  // A second press, and one after the answer was opened anew, tell nothing more.
  const solvedIt = element.getByRole("button", { name: "This solved it" });
  await solvedIt.click();
  await hits.first().click();
  await hits.first().click();
  await solvedIt.click();
  await subject.fill("the printer 0x0000011b");
  await solvedIt.click();
  const events = await page.evaluate(() => /** @type {any} */ (window).events);
  assert.equal(events.filter((/** @type {any} */ { name }) => name === "solved").length, 1);
  assert.equal(await element.getByText("You don’t need to send this form").isVisible(), false);
  await close();
});

test("a hit has the language and direction of its article", { skip }, async () => {
  const { page, subject, hits, workaround, close } = await visit();
  await subject.fill("PRN-7788");
  const title = hits.first().locator(".title");
  assert.deepEqual([await title.getAttribute("lang"), await title.getAttribute("dir")], ["ar", "rtl"]);
  await hits.first().click();
  assert.deepEqual(
    await workaround.locator(".prose").evaluate((node) => ["lang", "dir"].map((name) => node.getAttribute(name))),
    ["ar", "rtl"],
  );
  await subject.fill("Netzlaufwerk 0x80070035");
  await page.waitForFunction(() =>
    document.querySelector("kedb-suggest")?.shadowRoot?.querySelector(".title[lang=de][dir=ltr]"),
  );
  await close();
});

test("a bundle that can't be read leaves the form alone", { skip }, async () => {
  const { page, subject, element, close } = await visit();
  await page.route("**/manifest.json", (route) =>
    route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html><title>Sign in</title>" }),
  );
  await page.evaluate(() => document.querySelector("kedb-suggest")?.append("Known errors are listed on the intranet."));
  await subject.fill("printer 0x0000011b");
  await element.getByText("Known errors are listed").waitFor();
  assert.equal(await element.locator(".summary").count(), 0);
  assert.equal(await subject.inputValue(), "printer 0x0000011b");
  await page.unroute("**/manifest.json");
  await page.locator("#phone").focus();
  await subject.focus();
  await element.locator(".summary").first().waitFor();
  await close();
});

for (const [scheme, width] of /** @type {const} */ ([
  ["light", 1280],
  ["dark", 768],
  ["light", 320],
])) {
  test(`axe finds nothing in the form: ${scheme}, ${width} px`, { skip }, async () => {
    const { page, subject, hits, workaround, element, close } = await visit({
      bypassCSP: true,
      colorScheme: scheme,
      viewport: { width, height: 800 },
    });
    for (const state of ["suggestions", "workaround", "thanks"]) {
      if (state === "suggestions") {
        await subject.fill("printer 0x0000011b");
        await hits.first().waitFor();
      } else if (state === "workaround") {
        await hits.first().click();
        await workaround.waitFor();
      } else await element.getByRole("button", { name: "This solved it" }).click();
      await assertAccessible(page, state);
    }
    await close();
  });
}

for (const width of [1280, 320]) {
  test(`a hostile style sheet stays outside: ${width} px`, { skip }, async () => {
    const { page, subject, hits, complaints, close } = await visit({
      path: "hostile.html",
      viewport: { width, height: 800 },
    });
    await page.locator("kedb-search input").fill("certificate expired");
    await page.locator("kedb-search .hit").first().waitFor();
    await subject.fill("printer 0x0000011b");
    await hits.first().click();
    await page.locator("kedb-suggest .workaround").waitFor();
    await page.locator("kedb-answer").scrollIntoViewIfNeeded();
    await page.locator("kedb-answer .workaround").waitFor();
    for (const name of ["kedb-search", "kedb-suggest", "kedb-answer"]) {
      const texts = await page.locator(`${name} :is(.title, .prose, h2, h3, .button, input)`).evaluateAll((nodes) =>
        nodes.map((node) => {
          const {
            fontSize,
            fontStyle,
            fontFamily,
            letterSpacing,
            textTransform,
            textIndent,
            textShadow,
            whiteSpaceCollapse,
            cssFloat,
            color,
            margin,
          } = /** @type {any} */ (getComputedStyle(node));
          return {
            size: parseFloat(fontSize) >= 12 && parseFloat(fontSize) <= 26,
            fontStyle,
            fantasy: fontFamily === "fantasy",
            spaced: parseFloat(letterSpacing) > 1,
            textTransform,
            textIndent,
            textShadow,
            whiteSpaceCollapse,
            cssFloat,
            hostile: color === "rgb(204, 0, 255)",
            pushed: margin === "40px",
          };
        }),
      );
      assert.ok(texts.length > 0, name);
      for (const text of texts) {
        assert.deepEqual(
          text,
          {
            size: true,
            fontStyle: "normal",
            fantasy: false,
            spaced: false,
            textTransform: "none",
            textIndent: "0px",
            textShadow: "none",
            whiteSpaceCollapse: "collapse",
            cssFloat: "none",
            hostile: false,
            pushed: false,
          },
          name,
        );
      }
      const box = await page.locator(name).locator(".frame").boundingBox();
      assert.ok(
        box && box.x >= 0 && box.x + box.width <= width && box.width >= Math.min(600, width - 64),
        `${name} is ${JSON.stringify(box)}`,
      );
    }
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("a removed element leaves nothing behind, and one that comes back works", { skip }, async () => {
  const { page, subject, hits, close } = await visit();
  await subject.fill("printer 0x0000011b");
  await hits.first().waitFor();
  assert.equal(page.workers().length, 1);
  await page.evaluate(() => {
    const element = /** @type {HTMLElement} */ (document.querySelector("kedb-suggest"));
    Object.assign(window, { element });
    element.remove();
  });
  await until("the end of the engine", () => page.workers().length === 0);
  await subject.fill("onedrive 0x8004de40");
  assert.deepEqual(await travels(page), {});
  await page.evaluate(() => document.querySelector("form")?.append(/** @type {any} */ (window).element));
  await subject.focus();
  await hits.filter({ hasText: "OneDrive" }).waitFor();
  await close();
});

test("suggestions in a wide form stay in one column", { skip }, async () => {
  const { page, subject, hits, workaround, close } = await visit({ viewport: { width: 1600, height: 900 } });
  await page.evaluate(() =>
    document.querySelector("main")?.append(/** @type {Element} */ (document.querySelector("kedb-suggest"))),
  );
  await subject.fill("printer 0x0000011b");
  await hits.first().click();
  const [outer, inner] = [await hits.first().boundingBox(), await workaround.boundingBox()];
  assert.ok(
    outer && inner && outer.width > 832 && inner.width > outer.width - 80,
    `${inner?.width} of ${outer?.width}`,
  );
  await close();
});

test("a greeting in the second field hides nothing", { skip }, async () => {
  const { page, subject, hits, close } = await visit();
  await subject.fill("VPN error 809");
  await page.locator("#details").fill("Hello,\nsince this morning I am out.\nThanks\nBest regards\nEva");
  await hits.filter({ hasText: "809" }).waitFor();
  await close();
});
