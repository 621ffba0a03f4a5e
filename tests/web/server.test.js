// A search server in place of the bundle's index: real servers, filled by `kedb export`.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { elasticsearch, install, openSearch, proxy } from "./search-servers.js";
import { onServer, program, search, sharedByTests, skip, until } from "./support.js";

const unfit = skip || (await install());
const shared = sharedByTests({
  prepare: async () => {
    if (unfit) return;
    servers = { open: await openSearch(), elastic: await elasticsearch() };
    await exported("opensearch", servers.open.url);
    await exported("elasticsearch", servers.elastic.url);
  },
});
const run = promisify(execFile);

/** @param {...string} args */
const kedb = async (...args) => (await run(/** @type {string} */ (program), args, { maxBuffer: 1 << 26 })).stdout;

/** @type {{ open: import("./search-servers.js").Running, elastic: import("./search-servers.js").Running }} */
let servers;

/** Sends both bundles of the site to a server.
 * @param {string} kind @param {string} url */
async function exported(kind, url) {
  const { folder } = shared.site;
  await kedb("export", "--bundle", folder, "--to", kind, "--out", join(folder, `../${kind}`), "--push", url);
}

after(async () => {
  await servers?.open.close();
  await servers?.elastic.close();
});

/** @param {string} engine @param {string} audience */
const page = (engine, audience = "agents") =>
  `<!doctype html><html lang="en"><title>t</title><script type="module" src="${audience}/kedb.js"></script>
   <kedb-search bundle="${audience}/"${engine && ` engine="${engine}"`}></kedb-search>`;

/** Types a query into a page whose search asks `engine`; gives the titles that are shown, what the
 * console says, and the files that were fetched.
 * @param {string} engine @param {string} query */
async function typed(engine, query) {
  /** @type {string[]} */
  let titles = [];
  /** @type {string[]} */
  const warnings = [];
  /** @type {string[]} */
  let files = [];
  const body = page(engine);
  const instead = (/** @type {string} */ path) =>
    path === "/asking.html" ? { status: 200, type: "text/html", body } : undefined;
  await onServer(shared, { instead }, async (page, server) => {
    page.on("console", (message) => warnings.push(message.text()));
    await page.goto(`http://127.0.0.1:${server.port}/asking.html`);
    const { input, options } = search(page);
    await input.focus();
    await input.fill(query);
    await options.first().waitFor();
    // Until the text has rested, when it may be searched once more.
    await page.waitForTimeout(1000);
    titles = await options.allInnerTexts();
    files = server.asked;
  });
  return { titles, warnings, files };
}

/** Answers that the sample base has. */
const QUERIES = ["printer prints blank labels", "vpn disconnects every hour", "0x80070643"];

test("pages show what they show without a server, by one request a search", { skip: unfit }, async () => {
  const between = await proxy(servers.open.url, ["kedb-agents"]);
  for (const query of QUERIES) {
    const alone = await typed("", query);
    for (const engine of [`${between.url}/kedb-agents`, `${servers.elastic.url}/kedb-agents`]) {
      const asked = async () => {
        between.questions.length = 0;
        return typed(engine, query);
      };
      let found = await asked();
      // On a machine under load an answer may be late.
      if (found.warnings.some((warning) => warning.includes("in time"))) found = await asked();
      const { titles, warnings, files } = found;
      assert.deepEqual(titles, alone.titles, `${query} by ${engine}`);
      assert.deepEqual(warnings, []);
      assert.ok(files.length <= alone.files.length, `${query}: ${files.length} files`);
      if (!engine.startsWith(between.url)) continue;
      // What is typed may be the beginning of a word, and what rests is whole: these are two questions at
      // most, and none is asked again.
      const { questions } = between;
      assert.ok(questions.length === 1 || questions.length === 2, `${query}: ${questions.length} requests`);
      assert.equal(new Set(questions).size, questions.length, query);
    }
  }
  between.close();
});

test("a server that fails is named in the console, and the bundle is searched", { skip: unfit }, async () => {
  const [query] = QUERIES;
  const { titles: expected } = await typed("", query);
  /** @param {string} engine @param {RegExp} sentence */
  const check = async (engine, sentence) => {
    const { titles, warnings } = await typed(engine, query);
    assert.deepEqual(titles, expected, engine);
    assert.ok(
      warnings.some((text) => sentence.test(text)),
      `${engine}: ${warnings}`,
    );
  };
  const status = (/** @type {number} */ status) => proxy(servers.open.url, ["kedb-agents"], () => status);
  const [unauthorized, busy] = [await status(401), await status(503)];
  await check(`${servers.open.url}/kedb-agents`, /does not allow this site \(CORS\)/);
  await check("http://127.0.0.1:9/kedb-agents", /is down/);
  await check(`${unauthorized.url}/kedb-agents`, /HTTP 401: readers of this page may not search there/);
  await check(`${busy.url}/kedb-agents`, /HTTP 503: it is busy/);
  // Busy servers are asked once more.
  assert.equal(busy.asked.length, 2);
  await check(`${servers.elastic.url}/nothing`, /HTTP 404: there is no such index/);
  await check(`${servers.elastic.url}/kedb-public`, /articles of another build/);
  for (const server of [unauthorized, busy]) server.close();
});

test("the command line gives what it gives without a server", { skip: unfit }, async () => {
  const { folder } = shared.site;
  const queries = join(folder, "../queries.jsonl");
  const own = [...(await readFile(join(folder, "../base/queries.toml"), "utf8")).matchAll(/^query = "(.+)"$/gm)];
  const all = [
    ...QUERIES,
    "hello",
    "printer -label",
    "service:vpn slow",
    ...own.map(([, query]) => JSON.parse(`"${query}"`)),
  ];
  assert.ok(all.length > 60, `${all.length} queries`);
  const batch = ["search", "--bundle", folder, "--batch", queries];
  /** @param {string} text */
  const answers = (text) =>
    text
      .trim()
      .split("\n")
      .map((line) => ({ ...JSON.parse(line), took_us: 0 }));
  for (const [{ url }, asked] of /** @type {const} */ ([
    [servers.open, all],
    // It takes a second for some.
    [servers.elastic, all.slice(0, 20)],
  ])) {
    await writeFile(queries, asked.map((query) => JSON.stringify({ query })).join("\n"));
    const expected = answers(await kedb(...batch));
    assert.deepEqual(answers(await kedb(...batch, "--engine", `${url}/kedb-agents`)), expected);
  }
  const log = join(folder, "../some.log");
  await writeFile(log, "INFO start\nORA-12541: TNS:no listener\nINFO end\n");
  const match = ["match", "--bundle", folder, "--format", "json", log];
  assert.equal(await kedb(...match, "--engine", `${servers.open.url}/kedb-agents`), await kedb(...match));
});

test("a new build moves the alias, and the index before goes", { skip: unfit }, async () => {
  const { url } = servers.open;
  const indexes = async () => Object.keys(await (await fetch(`${url}/_alias/kedb-agents`)).json());
  const before = await indexes();
  assert.equal(before.length, 1);
  await shared.site.build(
    "---\nid: KE-9999\ntitle: Quokka scanner beeps twice\nstatus: known-error\n---\n\n## Workaround\n\nPress it once.\n",
  );
  await exported("opensearch", url);
  const after = await indexes();
  assert.equal(after.length, 1);
  assert.notDeepEqual(after, before);
  assert.equal((await fetch(`${url}/${before[0]}`)).status, 404);
  const { folder } = shared.site;
  const found = await kedb("search", "--bundle", folder, "--engine", `${url}/kedb-agents`, "quokka scanner");
  assert.match(found, /KE-9999/);
  // Sending the same again changes nothing.
  await exported("opensearch", url);
  assert.deepEqual(await indexes(), after);
});

test("the same build from another folder replaces nothing that pages ask", { skip: unfit }, async () => {
  const { folder } = shared.site;
  const { url } = servers.open;
  const uuid = async () => {
    const settings = Object.values(await (await fetch(`${url}/kedb-agents/_settings`)).json());
    return settings.map(({ settings }) => settings.index.uuid);
  };
  const before = await uuid();
  const out = join(folder, "../another");
  await kedb("export", "--bundle", folder, "--to", "opensearch", "--out", out, "--push", url);
  assert.deepEqual(await uuid(), before);
  // A base is asked for as its bundle is, also where it has images.
  const base = join(folder, "../base");
  const args = ["search", "--kb", base, "--engine", `${url}/kedb-agents`, "quokka scanner"];
  const { stderr } = await run(/** @type {string} */ (program), args);
  assert.doesNotMatch(stderr, /search server|searched/);
});

test("what was broken off goes on where it was", { skip: unfit }, async () => {
  const { folder } = shared.site;
  const out = join(folder, "../opensearch/agents");
  const state = JSON.parse(await readFile(join(out, "sent.json"), "utf8"));
  assert.ok(state.files > 0);
  // An index of nobody's under the same alias stays.
  const { url } = servers.open;
  await fetch(`${url}/foreign`, { method: "PUT" });
  const add = { actions: [{ add: { index: "foreign", alias: "kedb-agents" } }] };
  const headers = { "content-type": "application/json" };
  await fetch(`${url}/_aliases`, { method: "POST", headers, body: JSON.stringify(add) });
  await writeFile(join(out, "sent.json"), JSON.stringify({ ...state, files: 0 }));
  await exported("opensearch", url);
  await until("the alias", async () => {
    const named = Object.keys(await (await fetch(`${url}/_alias/kedb-agents`)).json());
    return named.length === 1 && named[0] === state.index;
  });
  assert.equal((await fetch(`${url}/foreign`)).status, 200);
});
