// What happens to a search that works, or could: the network goes, a file comes late, the
// engine dies, wasm is off, the element is taken out of its page. People go on, or read a
// sentence that says what to do; and nothing stays behind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { STRICT, answer, launch, onServer, search, sharedByTests, skip, until } from "./support.js";

const shared = sharedByTests();

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./support.js").Serving} Serving */

/** Finds an article that is not among those that are shown before anybody types.
 * @param {Page} page @param {string} [text] */
async function finds(page, text = "laptop does not join the office") {
  const { input, options } = search(page);
  await input.fill(text);
  await options.first().locator(".title", { hasText: "Laptop does not join" }).waitFor();
}

// Without WebAssembly.

/** @param {Page} page */
async function looksUp(page) {
  const { element, input, options } = search(page);
  await finds(page);
  await element.getByText("only titles and error codes are searched").waitFor();
  await page.keyboard.press("Enter");
  await answer(page).workaround.getByText("network cable").first().waitFor();
  await page.keyboard.press("Escape");
  await input.fill("stk-4711");
  await options
    .first()
    .locator(".title", { hasText: /stock job/i })
    .waitFor();
  assert.equal(await options.count(), 1, "a code is found exactly");
  await input.fill("STK-9999");
  await element.getByText("No known error for stk-9999").first().waitFor();
  await input.fill("warehouse label printers blank");
  await options.first().getByText("No workaround yet").waitFor();
  await input.fill("zxqvbn wrtplk");
  await element.getByText("Nothing known about this").first().waitFor();
}

test("titles are looked up where wasm is forbidden everywhere", { skip }, () =>
  onServer(shared, { csp: STRICT.replace(" 'wasm-unsafe-eval'", ""), workerCsp: "script-src 'self'" }, looksUp),
);

test("titles are looked up where JavaScript may not be compiled", { skip }, async () => {
  const jitless = await launch(["--js-flags=--jitless"]);
  await onServer({ ...shared, browser: jitless }, { csp: STRICT }, looksUp);
  await jitless.close();
});

test("nothing of the look-up is fetched where it is not needed", { skip }, () =>
  onServer(shared, {}, async (page, { asked }) => {
    await finds(page);
    const { files } = await page.evaluate(async () => (await fetch("agents/manifest.json")).json());
    for (const file of [files.lookup, files.titles, files.list])
      assert.ok(!asked.some((path) => path.endsWith(file.path)), file.path);
  }),
);

// The network.

test("a block that fails twice and then loads is found", { skip }, () => {
  /** @type {Map<string, number>} */
  const times = new Map();
  let armed = false;
  const instead = (/** @type {string} */ path) => {
    if (!armed || !path.endsWith(".bin")) return undefined;
    times.set(path, (times.get(path) ?? 0) + 1);
    return Number(times.get(path)) > 2 ? undefined : { status: 503, type: "text/plain", body: "busy" };
  };
  return onServer(shared, { instead }, async (page) => {
    const { element, input, options } = search(page);
    await input.focus();
    await options.first().waitFor();
    armed = true;
    const sentence = element.locator(".nothing", { hasText: /could not be loaded/ });
    // Not one of those that are shown before anybody types.
    const found = options.first().locator(".title", { hasText: /print/i });
    // Every block of every round fails twice, so each attempt gets one block further.
    for (let attempt = 0; attempt < 40 && !(await found.isVisible()); attempt += 1) {
      await input.fill("");
      await sentence.waitFor({ state: "hidden" });
      assert.equal(await found.count(), 0, "it is not there before it is asked for");
      await input.fill("printer");
      await sentence.or(found).locator("visible=true").first().waitFor();
      if (attempt === 0) assert.ok(await sentence.isVisible(), "the first attempt fails, and says so");
    }
    await found.waitFor();
    assert.ok(
      [...times.values()].some((count) => count > 2),
      "a block was asked for again",
    );
  });
});

test("a sign-in page is not taken for the file that was expected", { skip }, () => {
  let expired = false;
  const instead = (/** @type {string} */ path) =>
    expired && path.endsWith(".bin")
      ? { status: 200, type: "text/html", body: "<!doctype html><title>Sign in</title>" }
      : undefined;
  return onServer(shared, { instead }, async (page) => {
    const { element, input, options } = search(page);
    await input.focus();
    await options.first().waitFor();
    expired = true;
    await input.fill("checkout stalls nightly");
    await element
      .getByText(/could not be loaded/)
      .first()
      .waitFor();
    expired = false;
    await finds(page);
  });
});

test("what was loaded ahead works without the network", { skip }, () =>
  onServer(
    shared,
    {},
    async (page, { asked, close }) => {
      const { input, options } = search(page);
      await finds(page);
      const list = await page.evaluate(async () => {
        const { files } = await (await fetch("manifest.json")).json();
        return (await fetch(files.list.path)).json();
      });
      await until("all of it, ahead", () =>
        list.every((/** @type {string} */ path) => asked.some((other) => other.endsWith(path))),
      );
      close();
      await input.fill("printer");
      await options.first().locator(".title", { hasText: /print/i }).waitFor();
      await page.keyboard.press("Enter");
      await answer(page).title.waitFor();
      await page.keyboard.press("Escape");
      await finds(page);
      await page.keyboard.press("Enter");
      await answer(page).title.waitFor();
    },
    { path: "agents/index.html" },
  ),
);

test("nothing is loaded ahead where nobody asked for it", { skip }, () =>
  onServer(shared, {}, async (page, { asked }) => {
    await finds(page);
    await page.waitForTimeout(500);
    assert.ok(asked.filter((path) => path.includes("/_/")).length < 30, `${asked.length} files`);
  }),
);

test("without the network and without what is needed, it says so, and goes on later", { skip }, () => {
  let down = false;
  return onServer(
    shared,
    { instead: () => (down ? { status: 502, type: "text/html", body: "<h1>Bad gateway</h1>" } : undefined) },
    async (page) => {
      const { element, input, options } = search(page);
      await input.focus();
      await options.first().waitFor();
      down = true;
      await input.fill("checkout stalls nightly stock job");
      await element
        .getByText(/could not be loaded/)
        .first()
        .waitFor();
      down = false;
      await page.keyboard.press("Enter");
      await answer(page).title.waitFor();
    },
  );
});

// The engine.

/** Makes the engine read far beyond its memory at the next text that is not ASCII: a trap.
 * @param {import("playwright-core").Worker} worker */
function poison(worker) {
  return worker.evaluate(() => {
    const encode = TextEncoder.prototype.encodeInto;
    TextEncoder.prototype.encodeInto = function (...args) {
      return { ...encode.apply(this, args), written: 0x7fff0000 };
    };
  });
}

test("a dead engine is started again, once, and that is said", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { element, options, input } = search(page);
    await input.focus();
    await options.first().waitFor();
    const [worker] = page.workers();
    await poison(worker);
    await input.fill("checkout ställs nightly stock job");
    await element.getByText("The search engine had stopped and was started again").first().waitFor();
    await finds(page);
    assert.equal(page.workers().length, 1, "the dead worker is gone");
    assert.notEqual(page.workers()[0], worker);
  }),
);

test("a text that kills the engine twice is named, and others are searched", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { element, options, input } = search(page);
    await input.focus();
    await options.first().waitFor();
    await poison(page.workers()[0]);
    page.once("worker", (worker) => void poison(worker));
    // The second engine must not be asked before it is poisoned.
    await page.evaluate(() => {
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (/** @type {[any]} */ ...message) {
        setTimeout(() => post.apply(this, message), 1000);
      };
    });
    await input.fill("checkout ställs");
    await element
      .getByText(/stopped twice on this text. Try other words.*files of the knowledge base may be damaged/)
      .first()
      .waitFor();
    await finds(page);
  }),
);

// The page.

test("two searches on one page speak their own languages", { skip }, () =>
  onServer(shared, { csp: STRICT }, async (page) => {
    await page.evaluate(() => {
      const other = document.createElement("kedb-search");
      other.setAttribute("lang", "de");
      document.querySelector("main")?.append(other);
    });
    const [english, german] = [page.locator("kedb-search:not([lang])"), page.locator("kedb-search[lang=de]")];
    for (const box of [german, english]) await box.locator("input[role=combobox]").fill("checkout stalls");
    await german.locator(".group-heading", { hasText: /bekannter? Fehler/ }).waitFor();
    await english.locator(".group-heading", { hasText: /known errors?/ }).waitFor();
  }),
);

test("two searches of one language share an engine", { skip }, () =>
  onServer(shared, {}, async (page) => {
    await page.evaluate(() => document.querySelector("main")?.append(document.createElement("kedb-search")));
    const boxes = page.locator("kedb-search");
    for (const box of [boxes.nth(0), boxes.nth(1)]) {
      await box.locator("input[role=combobox]").fill("checkout stalls");
      await box.locator("[role=option]").first().waitFor();
    }
    assert.equal(page.workers().length, 1);
    await page.evaluate(() => document.querySelector("kedb-search")?.remove());
    await boxes.nth(0).locator("input[role=combobox]").fill("printer");
    await boxes.nth(0).locator("[role=option]").first().locator(".title", { hasText: /print/i }).waitFor();
  }),
);

test("a hundred fast keystrokes end in the answers to the last", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { input, options } = search(page);
    await input.focus();
    await page.evaluate(() => {
      const input = /** @type {HTMLInputElement} */ (
        document.querySelector("kedb-search")?.shadowRoot?.querySelector("input")
      );
      const text = "checkout stalls nightly stock job";
      for (let i = 0; i < 100; i++) {
        input.value = i === 99 ? text : text.slice(0, (i * 7) % text.length);
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
    });
    await options
      .first()
      .locator(".title", { hasText: /stock job/i })
      .waitFor();
    await page.waitForTimeout(500);
    assert.match(await options.first().locator(".title").innerText(), /stock job/i);
    assert.equal(await search(page).element.locator(".note:visible").count(), 0);
  }),
);

/** Counts, before anything runs, what the page's scripts hold. */
function count() {
  const held = { listeners: 0, timers: new Set(), workers: 0 };
  Object.assign(window, { held });
  const target = EventTarget.prototype;
  const { addEventListener, removeEventListener } = target;
  // On what outlives the element, and not by the test's own tools.
  /** @param {any} node */
  const lasting = (node) =>
    (node === document || node === window || node === undefined) && /\.js[#:]/.test(`${new Error().stack}`);
  target.addEventListener = function (type, listener, options) {
    if (lasting(this)) {
      held.listeners++;
      if (typeof options === "object") options?.signal?.addEventListener("abort", () => held.listeners--);
    }
    return addEventListener.call(this, type, listener, options);
  };
  target.removeEventListener = function (type, listener, options) {
    if (lasting(this)) held.listeners--;
    return removeEventListener.call(this, type, listener, options);
  };
  const { setTimeout, clearTimeout, Worker } = window;
  /** @type {any} */ (window).setTimeout = (/** @type {any} */ work, /** @type {number} */ time) => {
    const timer = setTimeout(() => {
      held.timers.delete(timer);
      work();
    }, time);
    held.timers.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => {
    held.timers.delete(timer);
    clearTimeout(timer);
  };
  window.Worker = class extends Worker {
    /** @param {any} address @param {any} options */
    constructor(address, options) {
      super(address, options);
      held.workers++;
    }
    terminate() {
      held.workers--;
      super.terminate();
    }
  };
}

/** Elements that are taken out of a page while they are at work: the page, the element, what
 * prepares it, and how it is used.
 * @typedef {(box: HTMLElement) => void} Prepare
 * @typedef {[path: string, name: string, prepare: Prepare, use: (page: Page) => Promise<unknown>]} Use
 * @type {Record<string, Use>} */
const REMOVED = {
  "a search": [
    "",
    "kedb-search",
    () => {},
    async (page) => {
      await finds(page);
      await page.keyboard.press("Enter");
      await answer(page).panel.getByRole("button", { name: "Copy link" }).dispatchEvent("click");
      await search(page).input.fill("another");
    },
  ],
  "a search in a dialog": [
    "",
    "kedb-search",
    (box) => box.setAttribute("mode", "dialog"),
    async (page) => {
      await search(page).element.getByRole("button", { name: "Search known errors" }).click();
      await finds(page);
      await page.keyboard.press("Enter");
      await answer(page).title.waitFor();
    },
  ],
  "a suggestion": [
    "ticket.html",
    "kedb-suggest",
    (box) => box.setAttribute("for", "subject"),
    async (page) => {
      await page.locator("#subject").fill("");
      await page.locator("#subject").fill("printer 0x0000011b");
      await page.locator("kedb-suggest .summary").first().click();
      await page.locator("kedb-suggest .workaround").waitFor();
      await page.locator("#subject").fill("printer 0x0000011b, again");
    },
  ],
  "an article in a page": [
    "",
    "kedb-answer",
    (box) => box.setAttribute("article", "KE-0001"),
    async (page) => {
      await page.locator("kedb-answer .workaround").waitFor();
    },
  ],
};
for (const [what, [path, name, prepare, use]] of Object.entries(REMOVED)) {
  test(`${what} that is removed leaves nothing behind, and works when it is back`, { skip }, () =>
    onServer(
      shared,
      {},
      async (page) => {
        const held = () =>
          page.evaluate(() => {
            const { listeners, timers, workers } = /** @type {any} */ (window).held;
            return { listeners, timers: timers.size, workers };
          });
        const box = await page.evaluateHandle((name) => {
          for (const other of document.querySelectorAll("kedb-search, kedb-suggest")) other.remove();
          return document.createElement(name);
        }, name);
        await box.evaluate(prepare);
        await page.waitForTimeout(100);
        const before = await held();
        for (let round = 0; round < 3; round++) {
          await box.evaluate((box) => (document.querySelector("form") ?? document.querySelector("main"))?.append(box));
          await use(page);
          assert.notDeepEqual(await held(), before, "what it holds is counted");
          await page.waitForTimeout(50);
          await box.evaluate((box) => box.remove());
          // What was copied says so for two seconds.
          const isAsBefore = async () => JSON.stringify(await held()) === JSON.stringify(before);
          await until("what it held, given back", isAsBefore).catch(() => {}); // the difference is shown below
          assert.deepEqual(await held(), before, `round ${round}`);
          await until("the end of its worker", () => page.workers().length === 0);
        }
      },
      { init: count, path },
    ),
  );
}
