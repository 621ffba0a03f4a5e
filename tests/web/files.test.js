// Files that are dropped on the search or pasted into it: a log, a text, a mail, packed or not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { decoded } from "../../www/lookup/files.js";
import { mailText } from "../../www/lookup/mail.js";
import { onServer, search, sharedByTests, skip } from "./support.js";

const shared = sharedByTests();

const LINE = "2026-03-02T01:14:07Z ERROR stock-sync queue depth exceeded (8192)";
const LOG = `${"2026-03-02T01:14:06Z INFO heartbeat ok\n".repeat(50)}${LINE}\n`;
const MAIL = `From: a@example.com
Subject: =?utf-8?q?Printer_caf=C3=A9?=
Content-Type: multipart/alternative; boundary="b1"

--b1
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The checkout hangs, STK-4711, f=FCr alle =
Kunden
--b1
Content-Type: text/html

<p>The checkout hangs</p>
--b1--
`;

/** Drops or pastes a file, and says whether the browser was kept from opening it.
 * @param {import("playwright-core").Page} page @param {"drop" | "paste"} way
 * @param {{ name: string, type?: string, bytes: Buffer }} file @param {string} [on] */
function bring(page, way, { name, type = "", bytes }, on = "input") {
  return page.evaluate(
    ([way, name, type, bytes, on]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes), (byte) => byte.charCodeAt(0))], name, { type }));
      const node = document.querySelector("kedb-search")?.shadowRoot?.querySelector(on);
      const how = { bubbles: true, composed: true, cancelable: true };
      const events =
        way === "paste"
          ? [new ClipboardEvent("paste", { ...how, clipboardData: data })]
          : ["dragenter", "dragover", "drop"].map((type) => new DragEvent(type, { ...how, dataTransfer: data }));
      return events.every((event) => !node?.dispatchEvent(event));
    },
    /** @type {const} */ ([way, name, type, bytes.toString("base64"), on]),
  );
}

/** @type {[file: { name: string, type?: string, bytes: Buffer }, expected: RegExp][]} */
const FILES = [
  [{ name: "app.log", bytes: Buffer.from(LOG) }, /text, 51 lines/],
  [{ name: "app.txt", type: "text/plain", bytes: Buffer.from(`\ufeff${LOG}`, "utf16le") }, /text, 51 lines/],
  [{ name: "app.log.gz", type: "application/gzip", bytes: gzipSync(LOG) }, /text, 51 lines/],
  [{ name: "cut.gz", bytes: gzipSync(LOG.repeat(20)).subarray(0, -12) }, /text, 1,?0?\d\d lines/],
  [{ name: "a mail.eml", type: "message/rfc822", bytes: Buffer.from(MAIL) }, /text, 3 lines/],
];
for (const way of /** @type {const} */ (["drop", "paste"])) {
  test(`what a file says is searched: ${way}`, { skip }, () =>
    onServer(shared, {}, async (page) => {
      const { element, options } = search(page);
      for (const [file, expected] of FILES) {
        await page.reload();
        assert.equal(await bring(page, way, file), true, `${file.name} is not opened by the browser`);
        await element.locator(".chip", { hasText: expected }).waitFor();
        await options
          .first()
          .locator(".title", { hasText: /stock job/i })
          .waitFor();
      }
    }),
  );
}

test("a file whose reader can't be fetched is not lost without a word", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { element, input, options } = search(page);
    await input.fill("printer");
    await options.first().waitFor();
    const reader = await page.evaluate(
      async () => (await (await fetch("agents/manifest.json")).json()).files.lookup.path,
    );
    await page.route(`**/${reader}`, (route) => route.abort());
    await bring(page, "drop", FILES[0][0]);
    await element.locator(".note", { hasText: "A file is missing" }).waitFor();
    await page.unroute(`**/${reader}`);
    await bring(page, "drop", FILES[0][0]);
    await element.locator(".chip", { hasText: "text, 51 lines" }).waitFor();
  }),
);

test("a file is taken wherever it falls on the search, and it is shown where it goes", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { element, input, options } = search(page);
    await input.fill("printer");
    await options.first().waitFor();
    await options.first().evaluate((node) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["text"], "a.log"));
      node.dispatchEvent(new DragEvent("dragover", { bubbles: true, composed: true, cancelable: true, dataTransfer }));
    });
    const shown = await element.locator(".box").evaluate((node) => getComputedStyle(node, "::after").content);
    assert.match(shown, /Drop the file here/);
    assert.equal(await bring(page, "drop", FILES[0][0], ".hit"), true);
    await element.locator(".chip", { hasText: "text, 51 lines" }).waitFor();
    assert.equal(await element.locator(".box.drop").count(), 0);
  }),
);

test(
  "a file that falls on the button of a dialog is searched in the dialog, and the button shows where it goes",
  { skip },
  () =>
    onServer(shared, {}, async (page) => {
      const { element } = search(page);
      await element.evaluate((node) => node.setAttribute("mode", "dialog"));
      const outline = await element.locator(".trigger").evaluate((node) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["text"], "a.log"));
        node.dispatchEvent(
          new DragEvent("dragover", { bubbles: true, composed: true, cancelable: true, dataTransfer }),
        );
        return getComputedStyle(node).outlineStyle;
      });
      assert.equal(outline, "dashed");
      assert.equal(await bring(page, "drop", FILES[0][0], ".trigger"), true);
      await element.locator("dialog .chip", { hasText: "text, 51 lines" }).waitFor();
      assert.equal(await element.locator(".drop").count(), 0);
    }),
);

test("a file that falls on suggestions or on an answer in a page leaves the page as it is", { skip }, () => {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
    <script type="module" src="agents/kedb.js"></script><input id="subject" aria-label="Subject">
    <kedb-suggest for="subject"></kedb-suggest><kedb-answer article="KE-0001"></kedb-answer>`;
  const instead = (/** @type {string} */ path) =>
    path === "/host.html" ? { status: 200, type: "text/html", body } : undefined;
  return onServer(
    shared,
    { instead },
    async (page) => {
      await page.locator("#subject").fill("printer 0x0000011b");
      for (const inside of ["kedb-suggest .summary", "kedb-answer .workaround"]) {
        const place = page.locator(inside).first();
        await place.waitFor();
        const arePrevented = await place.evaluate((node) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["text"], "a.log"));
          return ["dragover", "drop"].map(
            (type) =>
              !node.dispatchEvent(
                new DragEvent(type, { bubbles: true, composed: true, cancelable: true, dataTransfer }),
              ),
          );
        });
        assert.deepEqual(arePrevented, [true, true], inside);
      }
    },
    { path: "host.html" },
  );
});

for (const path of [
  "agents/index.html",
  "agents/codes.html",
  "agents/articles/KE-0019.html",
  "agents/services/printing.html",
]) {
  test(`a file that falls beside the search of a page is searched: ${path}`, { skip }, () =>
    onServer(
      shared,
      {},
      async (page) => {
        const { element } = search(page);
        await element.locator(".trigger, .box").first().waitFor();
        const arePrevented = await page.locator("footer").evaluate((node) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["ERROR stock-sync queue depth exceeded (8192)\nbye\n"], "a.log"));
          return ["dragenter", "dragover", "drop"].map(
            (type) => !node.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer })),
          );
        });
        assert.deepEqual(arePrevented.slice(1), [true, true], "the browser opens it");
        await element.locator(".chip", { hasText: "text, 2 lines" }).waitFor();
      },
      { path },
    ),
  );
}

test("of a picture and of what is no text it is said what to do", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { element } = search(page);
    await bring(page, "paste", { name: "image.png", type: "image/png", bytes: Buffer.from([0x89, 0x50]) });
    await element.getByText("A picture can’t be searched").first().waitFor();
    await bring(page, "drop", { name: "a.exe", bytes: Buffer.from([0x4d, 0x5a, 0, 0, 0, 1]) });
    await element.getByText("a.exe is not a text file").first().waitFor();
  }),
);

test("a mail is read by its subject and its plain text", () => {
  assert.equal(mailText(MAIL), "Printer café\n\nThe checkout hangs, STK-4711, für alle Kunden");
  const packed = `Subject: a\r\n b\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from("Größe").toString("base64")}\r\n`;
  assert.equal(mailText(packed), "a b\n\nGröße");
  assert.equal(mailText("Content-Type: text/html\n\n<style>p{}</style><p>a &amp; b</p>c"), "a & b\nc");
  assert.equal(mailText("no headers at all"), "no headers at all");
  const nested = MAIL.replace("Content-Type: multipart/alternative", "Content-Type: multipart/mixed").replace(
    "text/html",
    "image/png",
  );
  assert.equal(mailText(nested).includes("<p>"), false);
});

test("nothing is offered once a file is dragged elsewhere", { skip }, () =>
  onServer(shared, {}, async (page) => {
    const { input } = search(page);
    await input.waitFor();
    const isOffered = await page.evaluate(() => {
      const host = /** @type {HTMLElement} */ (document.querySelector("kedb-search"));
      const inside = host.shadowRoot?.querySelector("input, textarea");
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["x"], "x.log"));
      const how = { bubbles: true, composed: true, cancelable: true, dataTransfer };
      inside?.dispatchEvent(new DragEvent("dragenter", how));
      const before = host.shadowRoot?.querySelector(".drop") !== null;
      inside?.dispatchEvent(new DragEvent("dragleave", { ...how, relatedTarget: document.body }));
      return [before, host.shadowRoot?.querySelector(".drop") !== null];
    });
    assert.deepEqual(isOffered, [true, false]);
  }),
);

test("a cut through a character costs that character alone", () => {
  const utf8 = Buffer.from("Größe: 5 €\nGröße: 6 €\n");
  for (let cut = 1; cut < utf8.length; cut++) {
    const text = decoded([utf8.subarray(0, cut), utf8.subarray(cut)]);
    const [before, after] = [utf8.subarray(0, cut), utf8.subarray(cut)].map((part) => part.toString());
    const whole = `${before.replace(/\ufffd$/, "")}\n${after.replace(/^\ufffd+/, "")}`;
    assert.equal(text, whole, `cut at ${cut}`);
  }
  const utf16 = Buffer.from("\ufeffGröße: 5 €\n", "utf16le");
  assert.equal(decoded([utf16.subarray(0, 8), utf16.subarray(8)]), "Grö\nße: 5 €\n");
  assert.equal(decoded([Buffer.from("caf\xe9", "latin1"), Buffer.from("\xe9t\xe9", "latin1")]), "café\nété");
});
