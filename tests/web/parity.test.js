// One search, two engines: what the wasm finds in a browser through the public API is what
// the command line finds natively, for the sample base's own cases and for texts that nobody
// should type but somebody will paste. The widget shows the same article first.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "smol-toml";
import { STRICT, program, search, sharedByTests, skip, watchedPage } from "./support.js";

/** @typedef {{ query: string, expect: string, reason: string }} Case */

const queries = fileURLToPath(new URL("../../kb/queries.toml", import.meta.url));
const cases = /** @type {{ case: Case[] }} */ (/** @type {unknown} */ (parse(await readFile(queries, "utf8")))).case;

/** Scores are sums of logarithms, which differ in their last bits between two libraries of
 * mathematics; what comes first does not. */
const SAME_SCORE = 1e-4;

const LOG = "2026-03-02T01:14:07Z ERROR stock-sync queue depth exceeded (8192) at 0x80070643\n";

/** By what is wrong with them. @type {Record<string, string>} */
const ADVERSARIAL = {
  nothing: "",
  spaces: " \t \u00a0\u3000\n\r\n ",
  "one letter": "e",
  "one quote": '"',
  "an unclosed phrase": '"connection reset',
  "quotes of all kinds": "\"'`´“”„‘’«»‹› printer",
  operators: "AND OR NOT + - ~ ^ * ? : ( ) [ ] { } / \\ |",
  "a field without a value": "service: status: sev:",
  "a field that is none": "nonsense:printer",
  "a minus alone": "- --printer",
  emoji: "🖨️ printer 👩‍💻 offline 🏴‍☠️ 1️⃣",
  "right to left": "الطابعة لا تعمل printer offline שגיאה",
  "overrides of direction": "\u202eretnirp\u202c printer \u2066offline\u2069",
  "a high surrogate alone": "printer \ud83d offline",
  "a low surrogate alone": "\udda8 printer offline",
  NUL: "printer\0offline \0",
  "control characters": "\u0001\u0007\u001b[31mERROR\u001b[0m printer\u007f offline",
  "marks without a letter": "\u0301\u0308\u20dd printer",
  "a tower of marks": `p${"\u0301".repeat(2000)}rinter offline`,
  "decomposed letters": "cafe\u0301 re\u0301sume\u0301 printer",
  "ligatures and full width": "ﬁle ｐｒｉｎｔｅｒ ０ｘ８００７０６４３",
  "letters that grow when folded": "İSTANBUL ẞ ŉ ǰ ΐ printer",
  "zero-width characters": "prin\u200bter\ufeff off\u00adline",
  CJK: "打印机 无法连接 プリンター エラー 프린터 오류",
  "CJK between codes": "错误0x80070643出现",
  Thai: "เครื่องพิมพ์ไม่ทำงาน",
  "a code": "0x80070643",
  "a code in capitals": "0X80070643",
  "a code without its prefix": "80070643",
  "a signed code": "-2147023293",
  "an unsigned code": "2147944003",
  "a code with rubbish around it": "(0x80070643)...!!",
  "a code with a long tail": `0x${"8".repeat(500)}`,
  "a number without an end": "9".repeat(5000),
  "codes next to each other": "0x80070643,0x8004010F;ORA-00942/KB5034441|AADSTS50011",
  "an unknown code": "0x8007FFFF printer",
  "an unknown code alone": "ZZZ-99999",
  "an id": "KE-0030",
  "an id in small letters": "ke-0030",
  "an id that is none": "KE-9999",
  "a retired id": "KE-0001 KE-0002 KE-0003",
  "a path": "C:\\Windows\\System32\\spoolsv.exe /var/log/syslog",
  "dots and pluses": "C++ .NET node.js Foo::bar a.b.c.d",
  "separators only": "._-/\\:;,",
  "entities and escapes": "&quot;printer&quot; \\n\\t \\u0041 &#0; &#x110000; &",
  markup: "<script>alert(1)</script><img src=x onerror=alert(1)> printer",
  "one word of 100,000 letters": "x".repeat(100_000),
  "5,000 words": Array.from({ length: 5000 }, (_, i) => ["printer", "offline", `word${i}`, "queue"][i % 4]).join(" "),
  "5,000 codes": Array.from({ length: 5000 }, (_, i) => `0x8007${(i % 0x1000).toString(16).padStart(4, "0")}`).join(
    " ",
  ),
  "one word 50,000 times": "printer ".repeat(50_000),
  "a paste of 1 MB": LOG.repeat(Math.ceil(1_000_000 / LOG.length)),
};

const shared = sharedByTests({ serving: { csp: STRICT } });

/** What the command line finds.
 * @param {string[]} texts
 * @returns {Promise<any[]>} */
async function native(texts) {
  // As a browser hands a text to wasm: a surrogate alone becomes U+FFFD.
  const whole = texts.map((text) => Buffer.from(text).toString());
  const batch = join(shared.site.folder, "batch.jsonl");
  await writeFile(batch, whole.map((query) => JSON.stringify({ query })).join("\n"));
  const args = ["search", "--bundle", join(shared.site.folder, "agents"), "--batch", batch, "--limit", "10"];
  const { stdout } = await promisify(execFile)(/** @type {string} */ (program), args, { maxBuffer: 1 << 28 });
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** What the engine of a browser finds, on the page's thread or in a worker.
 * @param {string[]} texts @param {boolean} worker
 * @returns {Promise<import("../../www/kedb.d.ts").Results[]>} */
async function inBrowser(texts, worker) {
  const { page, complaints, close } = await watchedPage(shared.browser);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  // Texts travel as escapes: a surrogate alone would not survive the way to the page.
  const escaped = JSON.stringify(texts);
  const found = await page.evaluate(
    async ({ escaped, worker }) => {
      const { open } = await import(new URL("agents/kedb.js", document.baseURI).href);
      const kb = await open(undefined, { worker });
      const found = [];
      for (const text of JSON.parse(escaped)) found.push(await kb.search(text, { limit: 10 }));
      kb.close();
      return found;
    },
    { escaped, worker },
  );
  assert.deepEqual(complaints, []);
  await close();
  return found;
}

/** @param {any} hit */
const identity = ({ id, class: rule, why, title, status }) => ({ id, class: rule, why, title, status });

/** @param {string} name @param {import("../../www/kedb.d.ts").Results} wasm @param {any} native */
function assertSame(name, wasm, native) {
  assert.deepEqual(wasm.hits.map(identity), native.hits.map(identity), `hits for ${name}`);
  assert.deepEqual(wasm.related.map(identity), native.related.map(identity), `related for ${name}`);
  assert.deepEqual(wasm.unknownCodes, native.unknown_codes, `unknown codes for ${name}`);
  assert.equal(wasm.total, native.total, `total for ${name}`);
  for (const [index, hit] of [...wasm.hits, ...wasm.related].entries()) {
    const { score } = [...native.hits, ...native.related][index];
    assert.ok(
      Math.abs(hit.score - score) <= SAME_SCORE * Math.max(1, Math.abs(score)),
      `${hit.score} is not ${score} for ${name}`,
    );
    assertRanges(hit.title, hit.titleRanges, name);
    assertRanges(hit.excerpt, hit.excerptRanges, name);
  }
}

/** Ranges ascend, hold something, and cut no character in two.
 * @param {string} text @param {[number, number][]} ranges @param {string} name */
function assertRanges(text, ranges, name) {
  let end = 0;
  for (const [from, to] of ranges) {
    assert.ok(
      end <= from && from < to && to <= text.length,
      `${JSON.stringify(ranges)} in ${JSON.stringify(text)} for ${name}`,
    );
    assert.doesNotMatch(text.slice(from, to), /^[\udc00-\udfff]|[\ud800-\udbff]$/, `half a character for ${name}`);
    end = to;
  }
}

test("the base's own cases find the same in the browser as natively", { skip }, async () => {
  const texts = cases.map(({ query }) => query);
  const [wasm, cli] = await Promise.all([inBrowser(texts, true), native(texts)]);
  assert.equal(wasm.length, cases.length);
  for (const [index, { query }] of cases.entries()) assertSame(JSON.stringify(query), wasm[index], cli[index]);
});

for (const worker of [true, false]) {
  test(`no text throws or differs ${worker ? "in a worker" : "on the page's thread"}`, { skip }, async () => {
    const texts = Object.values(ADVERSARIAL);
    const [wasm, cli] = await Promise.all([inBrowser(texts, worker), native(texts)]);
    for (const [index, name] of Object.keys(ADVERSARIAL).entries()) assertSame(name, wasm[index], cli[index]);
  });
}

test("the widget shows the same article first", { skip }, async () => {
  const lines = cases.map(({ query }) => query).filter((query) => !query.includes("\n"));
  const answered = (await native(lines)).filter(({ hits }) => hits.length);
  const some = answered.filter((_, index) => index % 10 === 0);
  assert.ok(some.length >= 5, "too few cases have an answer");
  const { page, complaints, close } = await watchedPage(shared.browser);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  const { input, options } = search(page);
  for (const {
    query,
    hits: [first],
  } of some) {
    await input.fill(query);
    const shown = options.first().and(page.locator(`[data-id="${first.id}"]`));
    await shown
      .waitFor({ timeout: 5000 })
      .catch(() => assert.fail(`${JSON.stringify(query)} does not show ${first.id} first`));
    assert.equal(await shown.locator(".title").innerText(), first.title);
    await input.fill("");
  }
  assert.deepEqual(complaints, []);
  await close();
});
