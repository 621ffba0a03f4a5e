// The recipe of docs/report.md, from a search on a page to the figures that `kedb report` gives.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { STRICT, answer, program, search, serve, sharedByTests, skip, until, watchedPage } from "./support.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

const shared = sharedByTests();

test("what the recipe collects is what the report counts", { skip }, async (t) => {
  const docs = await readFile(join(root, "docs/report.md"), "utf8");
  const recipe = /```js\n([^]*?)```/.exec(docs)?.[1] ?? "";
  await writeFile(join(shared.site.folder, "recipe.js"), recipe);
  const html = await readFile(join(shared.site.folder, "agents/index.html"), "utf8");
  await writeFile(
    join(shared.site.folder, "agents/counted.html"),
    html.replace("</head>", '<script type="module" src="/recipe.js"></script></head>'),
  );
  const instead = (/** @type {string} */ path) =>
    path === "/kedb-events" ? { status: 204, type: "text/plain", body: "" } : undefined;
  const { port, close } = await serve(shared.site.folder, { csp: STRICT, instead });
  t.after(close);
  const { page, complaints } = await watchedPage(shared.browser);
  /** @type {string[]} */
  const lines = [];
  page.on("request", (request) => request.url().endsWith("/kedb-events") && lines.push(request.postData() ?? ""));
  const reported = (/** @type {string} */ type) =>
    until(type, () => lines.some((line) => line.includes(`"kedb:${type}"`)));

  await page.goto(`http://127.0.0.1:${port}/agents/counted.html`);
  const { input, options } = search(page);
  await input.fill("xylophone quartet");
  await reported("no-results");
  await input.fill("vpn 809");
  await options.first().click();
  await answer(page).panel.locator("[data-do=copy]").click();
  await answer(page).panel.locator("[data-do=solved]").click();
  await reported("solved");
  assert.deepEqual(complaints, []);

  // Another search may be reported while the report is made.
  const collected = [...lines];
  const events = join(shared.site.folder, "events.jsonl");
  await writeFile(events, collected.map((line) => `${line}\n`).join(""));
  const { stdout } = await promisify(execFile)(/** @type {string} */ (program), [
    "report",
    join(root, "kb"),
    "--events",
    events,
    "--json",
  ]);
  const { usage } = JSON.parse(stdout);
  assert.equal(usage.events, collected.length);
  assert.deepEqual([usage.broken, usage.unknown, usage.no_article], [0, {}, 0]);
  assert.equal(usage.unanswered[0].query, "xylophone quartet");
  assert.equal(usage.unanswered[0].last, new Date().toISOString().slice(0, 10));
  const [{ article, opened, copied, solved, time_to_workaround }] = usage.articles;
  assert.deepEqual([article.id, opened, copied, solved, time_to_workaround.n], ["KE-0012", 1, 1, 1, 2]);
});
