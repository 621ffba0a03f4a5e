// Everything that can be done with results and answers, by keyboard alone, on plain http under
// a name that is not loopback: there is no `navigator.clipboard`, as on many intranets.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  INTRANET,
  STRICT,
  answer,
  assertAccessible,
  recordCopies,
  recordEvents,
  search,
  sharedByTests,
  skip,
  lastEvent,
  watchedPage,
} from "./support.js";

const shared = sharedByTests({ serving: { csp: STRICT } });

/** The demo page with attributes on its search; its `kedb:` events are kept in `events`, the
 * addresses that are opened in `opened`.
 * @param {Record<string, string>} [attributes]
 * @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(attributes = {}, options) {
  const watched = await watchedPage(shared.browser, options);
  const { page } = watched;
  await recordCopies(page);
  await recordEvents(page, ["copy", "solved", "contact", "feedback", "open"]);
  await page.addInitScript(() => {
    const kept = /** @type {any} */ (window);
    kept.opened = [];
    window.open = (address) => {
      kept.opened.push(`${address}`);
      return null;
    };
    // A frame prints itself; what would be on paper is kept.
    const of = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentWindow");
    Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {
      get() {
        const view = of?.get?.call(this);
        view.print = () =>
          (kept.printed = `${view.document.title}\n${view.document.body.firstChild.shadowRoot.textContent}`);
        return view;
      },
    });
  });
  await page.goto(`http://${INTRANET}:${shared.server.port}/`);
  await page.evaluate((attributes) => {
    for (const [name, value] of Object.entries(attributes))
      document.querySelector("kedb-search")?.setAttribute(name, value);
  }, attributes);
  return { ...watched, ...search(page), ...answer(page) };
}

/** Opens the answer to these words by keyboard.
 * @param {Awaited<ReturnType<typeof visit>>} visited @param {string} words @param {RegExp} title */
async function open({ page, input, options }, words, title) {
  await input.focus();
  await page.keyboard.type(words);
  await options.first().locator(".title", { hasText: title }).waitFor();
  await page.keyboard.press("Enter");
  await answer(page).title.waitFor();
}

/** Tabs to the control with this name.
 * @param {import("playwright-core").Page} page @param {RegExp} name @param {string} [key] */
async function tabTo(page, name, key = "Tab") {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press(key);
    const now = await page.evaluate(() => {
      const active = document.activeElement?.shadowRoot?.activeElement;
      return active?.getAttribute("aria-label") ?? active?.textContent ?? "";
    });
    if (name.test(now)) return;
  }
  assert.fail(`no Tab leads to ${name}`);
}

/** What the page kept under this name, once there is some.
 * @param {import("playwright-core").Page} page @param {string} name @returns {Promise<any>} */
async function kept(page, name) {
  const value = await page.waitForFunction((name) => {
    const value = /** @type {any} */ (window)[name];
    return Array.isArray(value) ? value.at(-1) : value;
  }, name);
  return value.jsonValue();
}

/** The last copy, as text and as HTML.
 * @param {import("playwright-core").Page} page */
async function copied(page) {
  const copies = await page.evaluate("copies");
  return ["text/plain", "text/html"].map(
    (type) => copies.findLast((/** @type {any} */ copy) => copy.type === type)?.text ?? "",
  );
}

const STOCK = /** @type {const} */ (["checkout stalls nightly stock job", /stock job/i]);
const CERTIFICATE = /** @type {const} */ (["certificate expired not private", /connection is not private/i]);

/** Copying: what is opened, what is pressed, and what the copy must and must not hold.
 * @typedef {{ of: readonly [string, RegExp], press: RegExp | "Control+c", what: string }} Copying
 * @type {Record<string, Copying & { holds: RegExp[], not?: RegExp }>} */
const COPIES = {
  "the workaround": {
    of: STOCK,
    press: /^Copy workaround/,
    what: "workaround",
    holds: [/^1\. Restart the queue/m, /^KE-0001 · Fix scheduled/m, /\/articles\/KE-0001\.html/],
  },
  "the workaround by Ctrl+C": { of: STOCK, press: "Control+c", what: "workaround", holds: [/^1\. Restart the queue/m] },
  "a public workaround without its internal notes": {
    of: CERTIFICATE,
    press: /^Copy workaround/,
    what: "workaround",
    holds: [/^KE-0042/m, /https:\/\/status\.example\.com\/known-errors\/articles\/KE-0042/],
    not: /INTERNAL|openssl/,
  },
  "with internal notes": {
    of: CERTIFICATE,
    press: /^Copy with internal notes/,
    what: "internal",
    holds: [
      /^INTERNAL/,
      /^KE-0042/m,
      new RegExp(`http://${INTRANET.replace(".", "\\.")}:\\d+/agents/articles/KE-0042`),
    ],
  },
  "the link": { of: STOCK, press: /^Copy link/, what: "link", holds: [/^http\S+\/agents\/articles\/KE-0001\.html$/] },
};
for (const [name, { of, press, what, holds, not }] of Object.entries(COPIES)) {
  test(`copies ${name}`, { skip }, async () => {
    const visited = await visit();
    const { page, panel, complaints, close } = visited;
    await open(visited, ...of);
    if (press === "Control+c") await page.keyboard.press(press);
    else {
      await tabTo(page, press);
      await page.keyboard.press("Enter");
    }
    await panel.getByText("Copied", { exact: true }).waitFor();
    const [text, html] = await copied(page);
    for (const pattern of holds) assert.match(text, pattern);
    if (not) assert.doesNotMatch(text + html, not);
    const event = (await page.evaluate("events")).at(-1);
    assert.deepEqual([event.name, event.what], ["copy", what]);
    assert.ok(event.sinceTyping > 0 && event.sinceTyping < 60_000, `${event.sinceTyping} ms since the first key`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

/** Ctrl+C on an active option: words, how far down, and what the copy must hold.
 * @type {[string, RegExp, RegExp[]][]} */
const HITS = [
  ["checkout stalls nightly", /^Checkout stalls/, [/^1\. Restart the queue/m, /KE-0001\.html/]],
  [
    "gift card shows a balance",
    /^Gift card/,
    [/^KE-0003 · Investigating · .*PRB-/m, /^No workaround yet/m, /KE-0003\.html/],
  ],
];
for (const [words, title, holds] of HITS) {
  test(`Ctrl+C copies the active option: ${words}`, { skip }, async () => {
    const { page, input, options, element, close } = await visit();
    await input.focus();
    await page.keyboard.type(words);
    await options.first().locator(".title", { hasText: title }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+c");
    await element.locator(".hit.copied").waitFor();
    const [text] = await copied(page);
    for (const pattern of holds) assert.match(text, pattern);
    const { name, what } = (await page.evaluate("events")).at(-1);
    assert.deepEqual([name, what], ["copy", "hit"]);
    // A selection is the reader's own.
    const before = (await page.evaluate("copies")).length;
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    assert.equal((await page.evaluate("copies")).length, before);
    await close();
  });
}

test("a block of code is copied as it is", { skip }, async () => {
  const visited = await visit();
  await open(visited, ...STOCK);
  await tabTo(visited.page, /^Copy$/);
  await visited.page.keyboard.press("Enter");
  await visited.panel.getByText("Copied", { exact: true }).waitFor();
  assert.match((await copied(visited.page))[0], /^kubectl -n shop rollout restart/);
  await visited.close();
});

test("an answer is printed alone", { skip }, async () => {
  const visited = await visit();
  await open(visited, ...STOCK);
  await tabTo(visited.page, /^Print$/);
  await visited.page.keyboard.press("Enter");
  const printed = await kept(visited.page, "printed");
  assert.match(printed, /^KE-0001 Checkout stalls/);
  assert.match(printed, /Restart the queue[\s\S]*Symptoms[\s\S]*Cause/);
  assert.match(printed, /\/agents\/articles\/KE-0001\.html$/, "the foot says where it is found");
  assert.doesNotMatch(printed, /What is not working/);
  assert.deepEqual(visited.complaints, []);
  await visited.close();
});

test("agents are led to the source", { skip }, async () => {
  const visited = await visit();
  await open(visited, ...STOCK);
  await tabTo(visited.page, /^Edit$/);
  const address = await visited.panel.getByRole("link", { name: "Edit" }).getAttribute("href");
  assert.equal(address, "https://git.example.com/known-errors/edit/main/checkout/stock-job-overrun.md");
  assert.match(await visited.panel.locator(".facts").innerText(), /commerce-platform[\s\S]*99\.95 %/);
  assert.ok(
    await visited.panel
      .locator(".facts")
      .getByRole("link", { name: /99\.95/ })
      .count(),
    "the SLO is no link",
  );
  await visited.close();
});

test("what helped is reported, with the time that it took", { skip }, async () => {
  const visited = await visit();
  await open(visited, ...STOCK);
  await tabTo(visited.page, /^This solved it/);
  await visited.page.keyboard.press("Space");
  await visited.panel.getByText("Glad that solved it").waitFor();
  const { name, id, query, sinceTyping } = await kept(visited.page, "events");
  assert.deepEqual([name, id, query], ["solved", "KE-0001", STOCK[0]]);
  assert.ok(sinceTyping > 0);
  await visited.close();
});

test("a page that cancels what helped says thanks itself", { skip }, async () => {
  const visited = await visit();
  await visited.page.evaluate(() => document.addEventListener("kedb:solved", (event) => event.preventDefault()));
  await open(visited, ...STOCK);
  await visited.panel.getByRole("button", { name: "This solved it" }).click();
  assert.equal((await lastEvent(visited.page, "solved")).id, "KE-0001");
  assert.equal(await visited.panel.locator(".reply").innerText(), "");
  await visited.close();
});

test("nothing typed, no time reported", { skip }, async () => {
  const visited = await visit();
  await visited.input.focus();
  await visited.options.first().waitFor();
  await visited.page.keyboard.press("ArrowDown");
  await visited.page.keyboard.press("Enter");
  await answer(visited.page).title.waitFor();
  await visited.page.keyboard.press("Control+c");
  await visited.panel.getByText("Copied", { exact: true }).waitFor();
  assert.equal("sinceTyping" in (await kept(visited.page, "events")), false);
  await visited.close();
});

test("help is one key away, with what was tried", { skip }, async () => {
  const visited = await visit({ "ticket-url": "https://desk.example/new?q={query}&tried={tried}" });
  await open(visited, ...STOCK);
  await tabTo(visited.page, /^Open a ticket/);
  await visited.page.keyboard.press("Enter");
  assert.equal(
    await kept(visited.page, "opened"),
    "https://desk.example/new?q=checkout%20stalls%20nightly%20stock%20job&tried=KE-0001",
  );
  const { name, tried } = await kept(visited.page, "events");
  assert.deepEqual([name, tried], ["contact", ["KE-0001"]]);
  await visited.close();
});

/** Where a remark goes: the search's attributes, whether the host takes it, the words, and
 * what is opened and said.
 * @typedef {{ attributes?: Record<string, string>, taken?: boolean, of: readonly [string, RegExp] }} Feedback
 * @type {Record<string, Feedback & { opened?: string, mail?: RegExp, said: RegExp }>} */
const FEEDBACK = {
  "to the form": {
    attributes: { "feedback-url": "https://desk.example/fb?id={id}&why={reason}&text={comment}" },
    of: STOCK,
    opened: "https://desk.example/fb?id=KE-0001&why=outdated&text=still%20broken",
    said: /passed on/,
  },
  "to the host": { taken: true, of: STOCK, said: /passed on/ },
  "to a mail address": {
    of: ["label printers second label", /^Label printers/],
    mail: /^mailto:print-desk@example\.com\?subject=KE-0021%3A%20It%20is%20outdated&body=.*still%20broken/,
    said: /print-desk@example\.com/,
  },
  "to people": { of: STOCK, said: /#commerce-oncall.*KE-0001/ },
};
for (const [where, { attributes, taken, of, opened, mail, said }] of Object.entries(FEEDBACK)) {
  test(`a remark goes ${where}`, { skip }, async () => {
    const visited = await visit(attributes);
    const { page, panel, complaints, close } = visited;
    await page.evaluate((taken) => {
      if (taken) document.addEventListener("kedb:feedback", (event) => event.preventDefault());
      HTMLAnchorElement.prototype.click = function () {
        /** @type {any} */ (window).mail = this.href;
      };
    }, taken);
    await open(visited, ...of);
    await tabTo(page, /^Outdated or did not work/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.type("still broken");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await panel.locator(".reply", { hasText: said }).waitFor();
    const { name, reason, comment, id } = await kept(page, "events");
    assert.deepEqual([name, reason, comment], ["feedback", "outdated", "still broken"]);
    assert.match(id, /^KE-/);
    assert.deepEqual(await page.evaluate("opened"), opened ? [opened] : []);
    if (mail) assert.match(await kept(page, "mail"), mail);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("old answers say so", { skip }, async () => {
  const visited = await visit();
  await visited.page.clock.setFixedTime(new Date("2028-04-20"));
  await open(visited, ...STOCK);
  await visited.panel.getByText("Last checked 19 months ago. Its review was due 4 months ago.").waitFor();
  await visited.close();
});

test("why an article is a result is said in words", { skip }, async () => {
  const visited = await visit();
  await open(visited, "STK-4711 checkout", /stock job/i);
  await tabTo(visited.page, /^Why this result/);
  await visited.page.keyboard.press("Enter");
  await visited.panel.getByText(/The code STK-4711/).waitFor();
  await visited.close();
});

test("facets narrow the results down, and can be lifted", { skip }, async () => {
  const { page, input, options, element, complaints, close } = await visit();
  await input.focus();
  await page.keyboard.type("server certificate");
  const service = element.getByLabel("Service", { exact: true });
  await service.waitFor();
  await element
    .getByRole("status")
    .filter({ hasText: /known error/ })
    .waitFor();
  const all = await options.count();
  await tabTo(page, /^Service$/);
  await page.keyboard.type("Remote");
  await page.waitForFunction(
    (all) => document.querySelector("kedb-search")?.shadowRoot?.querySelectorAll(".hit").length !== all,
    all,
  );
  const shown = await options.locator(".service").allInnerTexts();
  assert.ok(shown.length > 0 && shown.every((name) => name === "Remote access (VPN)"), `${shown}`);
  const label = await service.locator("option:checked").innerText();
  assert.equal(label, `Remote access (VPN) (${shown.length})`, "the number is that of the results");
  await tabTo(page, /Remove this filter/);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (all) => document.querySelector("kedb-search")?.shadowRoot?.querySelectorAll(".hit").length === all,
    all,
  );
  assert.equal(
    await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label")),
    "Service",
    "the focus stays with the facet",
  );
  await page.keyboard.press("Escape");
  assert.equal(await input.evaluate((node) => node.matches(":focus")), true);
  // What can't narrow anything is not offered.
  await input.fill("checkout stalls nightly stock job overruns");
  await page.waitForFunction(
    () => document.querySelector("kedb-search")?.shadowRoot?.querySelectorAll(".hit").length === 1,
  );
  await service.waitFor({ state: "hidden" });
  assert.deepEqual(complaints, []);
  await close();
});

test("a filter that leaves nothing can be removed where that is said", { skip }, async () => {
  const { page, input, element, options, close } = await visit();
  await input.fill("server certificate");
  await element.getByLabel("Service", { exact: true }).selectOption("vpn");
  await input.fill("nightly stock job");
  await element.getByText("Nothing known about this").first().waitFor();
  await element.getByRole("button", { name: "Remove the filters" }).focus();
  await page.keyboard.press("Enter");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  assert.equal(await input.evaluate((node) => node.matches(":focus")), true);
  await close();
});

test("a correction is said, and can be undone", { skip }, async () => {
  const { page, input, options, element, close } = await visit();
  await input.fill("chekout stalls");
  await options.first().waitFor();
  await page.keyboard.press("Enter");
  await answer(page)
    .title.filter({ hasText: /stock job/i })
    .waitFor();
  await element.getByText("Showing results for checkout stalls.").first().waitFor();
  await page.keyboard.press("Escape");
  await tabTo(page, /^Only my words/);
  await page.keyboard.press("Enter");
  await element.getByText("Only exactly these words.").waitFor();
  await tabTo(page, /^Search with spelling and synonyms/);
  await page.keyboard.press("Enter");
  await element.getByText("Showing results for checkout stalls.").first().waitFor();
  await close();
});

test("what was done to the words stays when the same question is asked again", { skip }, async () => {
  const { page, input, options, element, close } = await visit();
  await input.fill("chekout stalls");
  await options.first().waitFor();
  const said = element.locator(".notes > .line", { hasText: "Showing results for checkout stalls." });
  const drawn = await said.elementHandle();
  // Enter asks once more, and opens the first answer.
  await page.keyboard.press("Enter");
  await answer(page)
    .title.filter({ hasText: /stock job/i })
    .waitFor();
  assert.equal(await drawn?.evaluate((node) => node.isConnected), true);
  await close();
});

test("a log says by which lines it was searched", { skip }, async () => {
  const { page, input, options, element, close } = await visit();
  await input.focus();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    const quiet = Array.from(
      { length: 120 },
      (_, i) => `2026-03-02T01:14:${String(i % 60).padStart(2, "0")}Z INFO heartbeat ok`,
    );
    clipboardData.setData(
      "text/plain",
      [
        ...quiet,
        "2026-03-02T01:14:07Z ERROR stock-sync queue depth exceeded (8192)",
        "2026-03-02T01:14:09Z FATAL No space left on device",
      ].join("\n"),
    );
    const input = document.querySelector("kedb-search")?.shadowRoot?.querySelector("input");
    input?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
  });
  await options.first().waitFor();
  const lines = element.getByText(/Searched by \d+ of 122 lines/);
  await lines.waitFor();
  await tabTo(page, /Searched by/);
  await page.keyboard.press("Enter");
  const unfolded = element.locator("details[open] > pre", { hasText: "stock-sync queue depth exceeded (8192)" });
  await unfolded.waitFor();
  // Drawn again, the lines are as the reader left them.
  assert.ok((await options.count()) > 1, "a row goes with the limit");
  await element.evaluate((node) => node.setAttribute("limit", "1"));
  await page.waitForFunction(
    () => document.querySelector("kedb-search")?.shadowRoot?.querySelectorAll("[role=option]").length === 1,
  );
  await unfolded.waitFor({ timeout: 1000 });
  assert.match(await element.locator(":focus").innerText(), /^Searched by/);
  await close();
});

test("earlier searches are offered where the page wants it, and only what was typed", { skip }, async () => {
  const visited = await visit({ recent: "" });
  const { page, input, options, element, close } = visited;
  await open(visited, "label printers", /^Label printers/);
  await page.keyboard.press("Escape");
  await input.fill("");
  await page.evaluate(() => {
    const input = /** @type {any} */ (document.querySelector("kedb-search")?.shadowRoot?.querySelector("input"));
    input.value = "gift card shows a balance";
    input.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true, composed: true }));
  });
  await options
    .first()
    .locator(".title", { hasText: /^Gift card/ })
    .waitFor();
  await page.keyboard.press("Enter");
  await answer(visited.page).title.waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  const earlier = element.locator(".earlier");
  await earlier.first().waitFor();
  assert.deepEqual(await earlier.allInnerTexts(), ["label printers"]);
  assert.deepEqual(
    await page.evaluate(() => [Object.values(sessionStorage), Object.keys(localStorage), document.cookie]),
    [['["label printers"]'], [], ""],
  );
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await input.inputValue(), "label printers");
  await options
    .first()
    .locator(".title", { hasText: /^Label printers/ })
    .waitFor();
  await input.fill("");
  await earlier.first().waitFor();
  await tabTo(page, /^Forget these searches/);
  await page.keyboard.press("Enter");
  await earlier.first().waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await close();
});

test("nothing is stored where the page does not ask for it", { skip }, async () => {
  const visited = await visit();
  await open(visited, ...STOCK);
  assert.deepEqual(await visited.page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]), [
    0,
    0,
    "",
  ]);
  await visited.close();
});

test("waiting is shown after a moment, and not before", { skip }, async () => {
  const { page, input, element, options, close } = await visit();
  await input.focus();
  await options.first().waitFor();
  assert.equal(await element.locator(".skeleton").count(), 0);
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.context().route("**/_/*", async (route) => {
    await held;
    await route.continue();
  });
  await input.fill("");
  await input.fill("zxqvbn stalls");
  await element.locator("[aria-busy]").waitFor();
  release();
  await element.locator("[aria-busy]").waitFor({ state: "detached" });
  await close();
});

/** States beyond those of widget.test.js.
 * @type {Record<string, (visited: Awaited<ReturnType<typeof visit>>) => Promise<unknown>>} */
const STATES = {
  facets: ({ input, element }) =>
    input.fill("server certificate").then(() => element.getByLabel("Service", { exact: true }).selectOption("vpn")),
  correction: async ({ input, element }) => {
    await input.fill(""); // no service any more
    await input.fill("chekout stalls");
    await element.locator(".notes .said", { hasText: "Showing results for" }).waitFor();
    await element.getByRole("status").filter({ hasText: "Showing results for" }).waitFor();
  },
  feedback: async (visited) => {
    await visited.input.fill("");
    await open(visited, ...CERTIFICATE);
    await visited.panel.getByText("Outdated or did not work").click();
    await visited.panel.getByText("Why this result?").click();
  },
  recent: async ({ page, element }) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await element.locator(".earlier").first().waitFor();
  },
};
for (const [scheme, width] of /** @type {const} */ ([
  ["light", 320],
  ["dark", 1280],
])) {
  test(`axe finds nothing in further states: ${scheme}, ${width} px`, { skip }, async () => {
    const visited = await visit(
      { recent: "" },
      { bypassCSP: true, colorScheme: scheme, viewport: { width, height: 800 } },
    );
    const { page } = visited;
    for (const [state, reach] of Object.entries(STATES)) {
      await reach(visited);
      await assertAccessible(page, state);
    }
    await visited.close();
  });
}
