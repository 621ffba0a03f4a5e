// What is copied from an answer, without a browser: every word of its tree is in both forms, in
// the order in which the article has them, whatever elements stand in each other.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { articleAddress, workaroundCopy } from "../../www/widget/answer/copy.js";
import { ALLOWED, articleAt, safeAddress } from "../../www/widget/answer/tree.js";
import { setTexts } from "../../www/widget/strings.js";

/** @typedef {import("../../www/kedb.d.ts").Node} Tree */

before(async () => {
  const texts = new URL("../../www/texts/en.json", import.meta.url);
  setTexts(JSON.parse(await readFile(texts, "utf8")), "en");
});

/** Marsaglia's xorshift (2003): the same trees in every run.
 * @param {number} seed */
function randomly(seed) {
  let state = seed;
  return (/** @type {number} */ end) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  };
}

/** A tree of any elements in each other, and the words in it, in order.
 * @param {number} seed */
function tree(seed) {
  const random = randomly(seed);
  const tags = [...Object.keys(ALLOWED), "unknown"];
  /** @type {string[]} */
  const words = [];
  const word = () => {
    words.push(`w${words.length}w`);
    return /** @type {string} */ (words.at(-1));
  };
  /** @param {number} depth @returns {Tree} */
  const node = (depth) => {
    if (depth === 0 || random(4) === 0) return `${word()} `;
    const tag = tags[random(tags.length)];
    if (tag === "br" || tag === "hr") return [tag, {}];
    if (tag === "img") return [tag, { src: "x.png", alt: word() }];
    /** @type {Record<string, string>} */
    const attributes = tag === "a" ? { href: "https://example.com/" } : tag === "aside" ? { class: "note" } : {};
    return [tag, attributes, ...Array.from({ length: 1 + random(3) }, () => node(depth - 1))];
  };
  return { nodes: Array.from({ length: 1 + random(3) }, () => node(5)), words };
}

test("a copy names no address that can't exist", () => {
  const nodes = [["p", {}, "See ", ["a", { href: "article:KE-2" }, "the other one"]]];
  const sections = [{ kind: "workaround", answers: true, nodes }];
  const known = { id: "KE-1", title: "T", status: "fixed", answer: { kind: "workaround" }, sections };
  for (const [base, is] of /** @type {[string, boolean][]} */ ([
    ["https://known-errors.invalid/", false],
    ["https://status.example/invalid/", true],
    ["https://invalid.example/", true],
  ])) {
    const article = /** @type {any} */ ({ ...known, url: `${base}articles/KE-1.html` });
    const { text, html } = workaroundCopy(article, { base });
    for (const copied of [text, html ?? ""]) {
      assert.equal(copied.includes(`${base}articles/KE-1.html`), is, copied);
      assert.match(copied, /the other one/);
    }
    assert.equal(html?.includes("href"), is, html);
  }
});

test("every word of a tree is copied in both forms", () => {
  for (let seed = 1; seed <= 2000; seed += 1) {
    const { nodes, words } = tree(seed);
    const article = /** @type {any} */ ({
      id: "KE-1",
      title: "T",
      status: "fixed",
      answer: { kind: "workaround" },
      sections: [{ kind: "workaround", answers: true, nodes }],
      url: "https://example.com/articles/KE-1.html",
    });
    const { text, html } = workaroundCopy(article, { base: "https://example.com/" });
    for (const copied of [text, html ?? ""])
      assert.deepEqual(copied.match(/w\d+w/g) ?? [], words, `${JSON.stringify(nodes)}\n${copied}`);
  }
});

test("the public address of an article follows where its own bundle has it", () => {
  for (const [url, expected] of [
    ["https://desk.example/errors/articles/KE-1.html", "https://public.example/kb/articles/KE-1.html"],
    ["https://desk.example/errors/index.html#a=KE-1", "https://public.example/kb/index.html#a=KE-1"],
    ["https://desk.example/articles/index.html#a=KE-1", "https://public.example/kb/index.html#a=KE-1"],
    ["https://desk.example/articles/articles/a.b_c-d.html", "https://public.example/kb/articles/a.b_c-d.html"],
  ]) {
    const article = /** @type {any} */ ({ id: "KE-1", internal: false, url });
    for (const folder of ["https://public.example/kb", "https://public.example/kb/"])
      assert.equal(articleAddress(article, folder), expected);
  }
});

test("the address of a heading names its article and the heading", () => {
  const base = "https://desk.example/errors/";
  for (const [written, expected] of /** @type {[string, object | undefined][]} */ ([
    ["article:KE-2", { id: "KE-2", anchor: "" }],
    ["article:KE-2#at-if-it-fails", { id: "KE-2", anchor: "at-if-it-fails" }],
    ["article:KE-2#at-解决方法", { id: "KE-2", anchor: "at-解决方法" }],
    ["articles/KE-2.html#at-x", { id: "KE-2", anchor: "at-x" }],
    ["https://elsewhere.example/articles/KE-2.html#at-x", undefined],
    ["index.html#at-x", undefined],
    ["articles/KE-2.html#%zz", undefined],
  ])) {
    const address = safeAddress(written, base) ?? "";
    assert.deepEqual(articleAt(address, base), expected, written);
  }
});
