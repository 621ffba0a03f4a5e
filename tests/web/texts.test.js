// The widget's texts: every language has all of them, with the same places to fill; the
// public reads none of the field's own words; and a page gets its own language.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { directionOf } from "../../www/elements/direction.js";
import { WORDS } from "../../www/loader/language.js";
import rightToLeft from "../../www/shared/right-to-left.json" with { type: "json" };
import { lang, setTexts, strings } from "../../www/widget/strings.js";
import { answer, search, sharedByTests, skip, watchedPage } from "./support.js";

/** Words that support staff know and the public does not. */
const JARGON = {
  en: /incident|workaround|known errors?|root cause|severity|\bSLO\b|\bsev\b|change request|signature/i,
  de: /incident|workaround|known error|bekannte[rsn]? fehler|störung|schweregrad|\bSLO\b|\bsev\b|\bchange\b/i,
  es: /incident|incidencia|solución temporal|error(es)? conocidos?|severidad|\bSLO\b|\bsev\b|\bcambio\b/i,
  fr: /incident|contournement|erreurs? connues?|sévérité|\bSLO\b|\bsév\b|\bchangement\b/i,
  it: /incident|soluzione temporanea|error[ei] not[oi]|severità|\bSLO\b|\bsev\b|cambiamento/i,
  ja: /インシデント|回避策|既知のエラー|重大度|SLO|変更/,
  ko: /인시던트|임시 해결|알려진 (모든 )?오류|심각도|SLO|변경/,
  nl: /incident|workaround|bekende fout|\bernst\b|\bSLO\b|\bsev\b|\bchange\b/i,
  pl: /incydent|obejści|znan(y|e|ych|ego) błęd|\bwag[aię]\b|\bSLO\b|\bzmian[aęy]\b/i,
  pt: /incident|solução de contorno|erros? conhecidos?|severidade|\bSLO\b|\bsev\b|mudança/i,
  ru: /инцидент|обходн|известн[а-яё]+ ошибк|критичност|\bSLO\b|изменени/i,
  sv: /incident|tillfällig lösning|kän(t|da) fel|allvarlighet|\bSLO\b|\bändring\b/i,
  zh: /事件|临时解决|已知错误|严重程度|SLO|变更/,
};
const LANGUAGES = /** @type {(keyof typeof JARGON)[]} */ (Object.keys(JARGON));

test("a language is one everywhere, or nowhere", async () => {
  const read = (/** @type {string} */ path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  const files = await readdir(new URL("../../www/texts/", import.meta.url));
  const embedded = (await read("src/runtime.rs")).matchAll(/\("(\w+)", include_str!\("[^"]*\/(\w+)\.json"\)\)/g);
  const expected = [...LANGUAGES].sort();
  assert.deepEqual(files.map((name) => name.replace(/\.json$/, "")).sort(), expected, "www/texts/");
  const ofPages = await readdir(new URL("../../www/pages/texts/", import.meta.url));
  assert.deepEqual(ofPages.map((name) => name.replace(/\.json$/, "")).sort(), expected, "www/pages/texts/");
  assert.deepEqual(Object.keys(WORDS).sort(), expected, "www/loader/language.js");
  for (const at of WORDS.en.keys()) {
    const said = new Set(Object.values(WORDS).map((words) => words[at]));
    assert.equal(said.size, expected.length, "each language has words of its own");
  }
  assert.deepEqual(
    [...embedded].map(([, key, file]) => `${key} ${file}`),
    expected.map((key) => `${key} ${key}`),
  );
});

test("languages are written as Unicode's data say", async () => {
  const { scripts, languages } = rightToLeft;
  const scriptOf = (/** @type {string} */ tag) => new Intl.Locale(tag).maximize().script?.toLowerCase() ?? "";
  for (const language of languages) assert.ok(scripts.includes(scriptOf(language)), language);
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const short = letters.flatMap((one) => letters.map((other) => one + other));
  assert.deepEqual(
    short.filter((tag) => scripts.includes(scriptOf(tag)) !== languages.includes(tag)),
    [],
  );
  for (const [tag, expected] of Object.entries({
    "ar-EG": "rtl",
    ckb: "rtl",
    "pa-Arab": "rtl",
    he_IL: "rtl",
    pa: "ltr",
    "ku-Latn": "ltr",
    "ar-Latn": "ltr",
    arn: "ltr",
    en: "ltr",
  }))
    assert.equal(directionOf(tag), expected, tag);
});

/** @param {string} language */
async function texts(language, folder = "texts") {
  return JSON.parse(await readFile(new URL(`../../www/${folder}/${language}.json`, import.meta.url), "utf8"));
}

/** The texts of the widget, and those of the static pages. */
const FOLDERS = ["texts", "pages/texts"];

/** Every text by its path, with the places that it has; forms of a plural count as one.
 * @param {any} words @param {string} [path] @returns {[string, string][]} */
function places(words, path = "") {
  const found = (/** @type {string} */ text) => [...new Set(text.match(/\{\w+\}/g))].sort().join();
  if (typeof words === "string") return [[path, found(words)]];
  if (words.other) return [[path, found(Object.values(words).join())]];
  return Object.entries(words).flatMap(([key, value]) =>
    path === ".keys" && key !== "length" ? places(value[1], `${path}.${key}`) : places(value, `${path}.${key}`),
  );
}

/** As a bundle of the public has them, see src/write/texts.rs.
 * @param {any} words @param {any} others @returns {any} */
function reworded(words, others) {
  if (typeof words !== "object" || Array.isArray(words)) return others ?? words;
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      others?.[key] === undefined ? value : reworded(value, others[key]),
    ]),
  );
}

for (const language of LANGUAGES) {
  test(`${language}: all texts are there, with their places and plurals`, async () => {
    const words = await texts(language);
    assert.deepEqual(places(words).sort(), places(await texts("en")).sort());
    const { date, months, ...ofPages } = await texts(language, "pages/texts");
    const { date: _, months: __, ...english } = await texts("en", "pages/texts");
    assert.deepEqual(places(ofPages).sort(), places(english).sort());
    // As the widget writes days; the ends of short names differ between versions of Unicode's data.
    const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
    for (const [at, month] of months.entries()) {
      const [mm, dd] = [`${at + 1}`.padStart(2, "0"), "05"];
      /** @type {Record<string, string>} */
      const values = { year: "2026", month, mm, day: "5", dd };
      const written = date.replace(
        /\{(\w+)\}/g,
        (/** @type {string} */ _place, /** @type {string} */ name) => values[name],
      );
      const plain = (/** @type {string} */ text) => text.replace(/(\p{L}{3})\p{L}*\.?/gu, "$1");
      assert.equal(plain(written), plain(format.format(new Date(`2026-${mm}-${dd}`))), month);
    }
    const rules = new Intl.PluralRules(language);
    // In Romance languages `many` stands for millions, of which there are none here.
    const isOfMillions = rules.select(1e6) === "many" && rules.select(5) !== "many";
    const forms = rules.resolvedOptions().pluralCategories.filter((form) => form !== "many" || !isOfMillions);
    for (const [key, value] of Object.entries({ ...words, ...words.public })) {
      if (value.other) assert.deepEqual(Object.keys(value).sort(), [...forms].sort(), key);
    }
  });

  test(`${language}: the public reads no jargon`, async () => {
    /** @type {string[]} */
    const values = [];
    for (const folder of FOLDERS) {
      const { public: others, internalOnly: _, ...words } = await texts(language, folder);
      const shown = JSON.stringify(reworded(words, others), (_, value) =>
        typeof value === "object" ? value : `${value}`,
      );
      values.push(...[...shown.matchAll(/(?<=[:[,])"((?:[^"\\]|\\.)*)"(?=[,}\]])/g)].map(([, text]) => text));
    }
    assert.ok(values.length > 120);
    assert.deepEqual(
      values.filter((text) => JARGON[language].test(text)),
      [],
    );
  });
}

test("texts are filled in by name, number and language", async () => {
  setTexts(await texts("de"), "de-AT");
  assert.equal(lang, "de-AT");
  assert.equal(strings.fixedIn("2.5"), "Behoben in 2.5");
  assert.equal(strings.askContact({ who: "Ada", id: "KE-1" }), "Fragen Sie Ada und nennen Sie KE-1.");
  assert.equal(strings.count(1), "1 bekannter Fehler");
  assert.equal(
    strings.count(1234567),
    "1 234 567 bekannte Fehler".replace(/ (?=\d)/g, (1234567).toLocaleString("de-AT")[1]),
  );
  assert.equal(strings.unknownCode(["A", "B"]), "Kein bekannter Fehler zu A oder B");
  setTexts(await texts("ja"), "ja");
  assert.equal(strings.count(3), "既知のエラー 3 件");
  assert.equal(strings.because.word?.("{text} $&"), "「{text} $&」", "what is filled in stays as it is");
});

// In a browser.

const shared = sharedByTests();

/** A page whose root says this language.
 * @param {string} language @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(language, options) {
  const watched = await watchedPage(shared.browser, options);
  await watched.page.addInitScript(
    (language) =>
      document.addEventListener("readystatechange", () => {
        if (language) document.documentElement.lang = language;
        else document.documentElement.removeAttribute("lang");
      }),
    language,
  );
  await watched.page.goto(`http://127.0.0.1:${shared.server.port}/`);
  return { ...watched, ...search(watched.page), ...answer(watched.page) };
}

for (const language of LANGUAGES) {
  for (const audience of /** @type {const} */ (["agents", "public"])) {
    test(`${language}, ${audience}: a search speaks its page's language`, { skip }, async () => {
      const { page, element, input, options, panel, complaints, requests, close } = await visit(language);
      const words = await texts(language);
      const expected = audience === "public" ? reworded(words, words.public) : words;
      await page.evaluate(
        (audience) => document.querySelector("kedb-search")?.setAttribute("bundle", `${audience}/`),
        audience,
      );
      assert.notEqual(
        await input.getAttribute("placeholder"),
        language === "en" ? "" : "Describe the error, type a code, or paste a log",
      );
      await input.fill("printer");
      await options.first().waitFor();
      await options.first().getByText(expected.section.workaround, { exact: true }).first().waitFor();
      await options.first().click();
      await panel.locator(".workaround h3", { hasText: expected.section.workaround }).waitFor();
      await panel.getByRole("button", { name: expected.copy }).waitFor();
      await input.fill("zxqvbn wrtplk");
      await element.getByText(expected.nothing).first().waitFor();
      assert.equal(
        requests.filter((url) => url.endsWith(".json") && url.includes("/_/")).length,
        1,
        "one set of texts is fetched",
      );
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}

/** @type {[string, string, string, string, string][]} page, element, browser, expected, why */
const CHOICES = [
  ["de-CH", "", "en-US", "de", "the page's"],
  ["fr", "ja", "en-US", "ja", "the element's own"],
  ["", "", "nl-NL", "nl", "the browser's, where the page says none"],
  ["fi", "", "es-MX", "es", "the browser's, where the page's has no texts"],
  ["", "", "fi-FI", "en", "the base's, where no other has texts"],
];
for (const [ofPage, ofElement, ofBrowser, expected, why] of CHOICES) {
  test(`the language is ${why}`, { skip }, async () => {
    const { page, input, options, element, close } = await visit(ofPage, { locale: ofBrowser });
    await page.evaluate((language) => {
      const box = document.querySelector("kedb-search");
      if (language) box?.setAttribute("lang", language);
      const place = box?.parentElement;
      box?.remove();
      if (box) place?.append(box);
    }, ofElement);
    await input.fill("printer");
    await options.first().waitFor();
    await element
      .getByText((await texts(expected)).section.workaround, { exact: true })
      .first()
      .waitFor();
    assert.equal((await element.locator(".frame").getAttribute("lang"))?.slice(0, 2), expected);
    await close();
  });
}
