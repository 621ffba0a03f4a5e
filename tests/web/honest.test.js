// That nothing on the screen misleads: what stands below the words answers them, what is old says
// so, and nothing is called unknown that was not looked at.

import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, pieces } from "../../www/widget/client/long-log.js";
import { onServer, recordEvents, search, sharedByTests, skip, until, lastEvent, watchedPage } from "./support.js";

const shared = sharedByTests();

test("after a search that failed no earlier answer stands below the words", { skip }, () => {
  let down = false;
  const instead = (/** @type {string} */ path) =>
    down && path.endsWith(".bin") ? { status: 503, type: "text/plain", body: "busy" } : undefined;
  return onServer(shared, { instead }, async (page) => {
    const { element, input, options } = search(page);
    await input.fill("checkout stalls");
    await options.first().locator("mark").first().waitFor();
    down = true;
    await input.fill("label printer is blank");
    const again = element.getByRole("button", { name: "Try again" });
    await again.waitFor();
    assert.equal(await options.count(), 0);
    assert.equal(await input.getAttribute("aria-expanded"), "false");
    assert.equal(await element.locator(".filters").isVisible(), false);
    down = false;
    await again.click();
    await options
      .first()
      .locator(".title", { hasText: /printer/i })
      .waitFor();
  });
});

test("rows of earlier words are pale while the answer to others takes long", { skip }, () => {
  let release = () => {};
  const held = new Promise((resolve) => (release = () => resolve(undefined)));
  return onServer(shared, {}, async (page) => {
    const { input, options, list } = search(page);
    await input.fill("checkout stalls");
    await options.first().locator("mark").first().waitFor();
    const opacity = () => list.evaluate((node) => Number(getComputedStyle(node).opacity));
    assert.equal(await opacity(), 1);
    await page.context().route("**/_/*", async (route) => {
      await held;
      await route.continue();
    });
    await input.fill("label printer is blank");
    await until("pale rows", async () => (await opacity()) < 1);
    release();
    await options
      .first()
      .locator(".title", { hasText: /printer/i })
      .waitFor();
    await until("rows that answer", async () => (await opacity()) === 1);
  });
});

/** What a newer build has in place of this one's manifest.
 * @type {Record<string, (manifest: any) => any>} */
const NEWER = {
  "of another widget": (manifest) => ({
    ...manifest,
    build: "another",
    files: { ...manifest.files, widget: { ...manifest.files.widget, path: "_/another.js" } },
  }),
  "of another format": (manifest) => ({ ...manifest, format: 99 }),
};
for (const [what, change] of Object.entries(NEWER)) {
  test(`a page that is open while a build ${what} arrives says so`, { skip }, () => {
    /** @type {string | undefined} */
    let newer;
    const instead = (/** @type {string} */ path) =>
      newer && path.endsWith("manifest.json") ? { status: 200, type: "application/json", body: newer } : undefined;
    return onServer(shared, { instead }, async (page) => {
      const { element, input, options } = search(page);
      await input.fill("checkout stalls");
      await options.first().waitFor();
      const manifest = await page.evaluate(async () => (await fetch("agents/manifest.json")).json());
      newer = JSON.stringify(change(manifest));
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await element.getByText("There is a newer version").first().waitFor();
      await input.fill("printer");
      await options.first().locator(".title", { hasText: /print/i }).waitFor();
      assert.ok(await element.getByText("There is a newer version").first().isVisible(), "it stays");
      newer = undefined;
      const loaded = page.waitForEvent("load");
      await element.getByRole("button", { name: "Reload the page" }).click();
      await loaded;
    });
  });
}

for (const [tag, ready] of /** @type {const} */ ([
  ["kedb-suggest", ".summary"],
  ["kedb-answer", ".workaround"],
])) {
  test(`a ${tag} that is open while a newer kedb arrives says so`, { skip }, () => {
    const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
      <script type="module" src="agents/kedb.js"></script><input id="subject" aria-label="Subject">
      <kedb-suggest for="subject"></kedb-suggest><kedb-answer article="KE-0001"></kedb-answer>`;
    /** @type {string | undefined} */
    let newer;
    const instead = (/** @type {string} */ path) => {
      if (path === "/host.html") return { status: 200, type: "text/html", body };
      return newer && path.endsWith("manifest.json")
        ? { status: 200, type: "application/json", body: newer }
        : undefined;
    };
    const work = async (/** @type {import("playwright-core").Page} */ page) => {
      await page.locator("#subject").fill("printer 0x0000011b");
      await page.locator(tag).locator(ready).first().waitFor();
      const manifest = await page.evaluate(async () => (await fetch("agents/manifest.json")).json());
      newer = JSON.stringify({ ...manifest, format: 99 });
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await page.locator(tag).locator(".note", { hasText: "There is a newer version" }).waitFor();
      assert.equal(await page.locator(tag).getByRole("button", { name: "Reload" }).count(), 0, "a form keeps its text");
    };
    return onServer(shared, { instead }, work, { path: "host.html" });
  });
}

const LINE = "2026-03-02T01:14:07Z ERROR stock-sync queue depth exceeded (8192)\n";
for (const where of [0, 0.5, 1]) {
  test(`a line is recognised at ${where * 100} % of a log of 5 MB`, { skip }, () =>
    onServer(shared, {}, async (page) => {
      const { element, input, options } = search(page);
      await input.focus();
      await page.evaluate(
        ([line, where]) => {
          const noise = "2026-03-02T01:14:06Z INFO heartbeat of the scheduler is all right\n";
          const count = 5_000_000 / noise.length;
          const before = Math.round(count * +where);
          const text = noise.repeat(before) + line + noise.repeat(count - before);
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document
            .querySelector("kedb-search")
            ?.shadowRoot?.querySelector("input")
            ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        },
        [LINE, where],
      );
      await options
        .first()
        .locator(".title", { hasText: /stock job/i })
        .waitFor();
      await element.getByText("words were taken from its beginning and its end").first().waitFor();
    }),
  );
}

test("a long log is cut between lines, and nothing of it is lost", () => {
  const line = (/** @type {number} */ n) => `${n}: ${"é".repeat(n % 50)}\n`;
  // One line is longer than a piece.
  const lines = [`${"x".repeat(2_000_000)}\n`, ...Array.from({ length: 100_000 }, (_, n) => line(n))];
  const [ends, ...middle] = pieces(lines.join(""));
  const found = new Set([ends, ...middle].flatMap((piece) => piece.split("\n")));
  assert.deepEqual(
    lines.slice(1).filter((line) => !found.has(line.slice(0, -1))),
    [],
  );
  for (const piece of [ends, ...middle]) assert.ok(Buffer.byteLength(piece) <= 1 << 20);
  assert.deepEqual([...pieces("short\nlog")], ["short\nlog"]);
  const oneLine = [...pieces("x".repeat(3_000_000))];
  assert.ok(oneLine.every((piece) => piece.length <= 1 << 20));
  assert.ok(oneLine.join("").length >= 3_000_000);
});

test("what the middle of a log shows comes after the signatures of its ends, and before words", () => {
  const hit = (/** @type {string} */ id, /** @type {string} */ kind) => ({ id, class: kind });
  const ends = { hits: [hit("A", "signature"), hit("B", "words")], related: [hit("C", "words")], total: 2 };
  const middle = { hits: [hit("A", "signature"), hit("C", "signature"), hit("D", "words")], related: [], total: 3 };
  const { hits, related, total } = joined(/** @type {any} */ (ends), /** @type {any} */ (middle));
  assert.deepEqual([hits.map(({ id }) => id), related, total], [["A", "C", "B"], [], 3]);
});

test("nothing is called unknown while a word is typed, and soon after", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { element, input, options } = search(page);
    await input.focus();
    await options.first().waitFor();
    await page.evaluate(() => {
      const panel = document.querySelector("kedb-search")?.shadowRoot?.querySelector(".panel");
      const seen = /** @type {string[]} */ ([]);
      Object.assign(window, { seen });
      let typed = 0;
      document.addEventListener("input", () => (typed = performance.now()), true);
      const look = () => {
        const said = panel?.querySelector(".nothing");
        if (said && performance.now() - typed < 300) seen.push(said.textContent ?? "");
      };
      new MutationObserver(look).observe(/** @type {Node} */ (panel), { childList: true, subtree: true });
    });
    for (const text of ["zxqvbn wrtplk", "0x8badf00d"]) {
      await input.fill("");
      await input.pressSequentially(text, { delay: 60 });
      await element.locator(".nothing-title").waitFor();
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).seen), [], text);
    }
  }),
);

test("a log is sent no further than the reader has agreed to", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await recordEvents(page, ["contact"]);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  await page.evaluate(() => {
    const host = /** @type {any} */ (document.querySelector("kedb-search"));
    host.setAttribute("ticket-url", "https://desk.example/new?q={query}");
    Object.assign(window, { open: (/** @type {string} */ address) => Object.assign(window, { opened: address }) });
    const input = host.shadowRoot.querySelector("input");
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "INFO zebra ready\nERROR zebrafish quagmire exceeded its flubber\nINFO bye");
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  const { element } = search(page);
  const agree = element.getByRole("checkbox", { name: "Send these lines along" });
  const contact = element.getByRole("button", { name: "Open a ticket" });
  await contact.click();
  const opened = () => page.evaluate(() => /** @type {any} */ (window).opened);
  assert.equal(await agree.isChecked(), false);
  assert.equal((await lastEvent(page, "contact")).excerpt, undefined);
  assert.equal(await opened(), "https://desk.example/new?q=");
  await agree.check();
  await contact.click();
  assert.match((await lastEvent(page, "contact")).excerpt, /zebrafish quagmire/);
  assert.match(decodeURIComponent(await opened()), /zebrafish quagmire/);
  await close();
});
