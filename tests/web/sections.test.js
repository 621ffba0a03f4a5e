// The sections of an article that is open, as its author wrote them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, search, sharedByTests, skip, watchedPage } from "./support.js";

const ARTICLE = `---
id: KE-9101
title: Sections of an article SEC-9101
status: known-error
error_codes: [SEC-9101]
---
## Workaround
\`\`\`
${"restart --force --with-a-long-option ".repeat(12)}
\`\`\`

## Root cause
It is old.

## Cause
It is worn.

## Fix
A new one.
`;

const shared = sharedByTests({ prepare: (site) => site.build(ARTICLE) });

test("two sections of one kind keep their own headings, and long commands wrap", { skip }, async () => {
  const { page, close } = await watchedPage(shared.browser);
  await page.goto(`http://127.0.0.1:${shared.server.port}/`);
  const { panel } = answer(page);
  await search(page).input.fill("sec-9101");
  await search(page).options.first().locator(".title", { hasText: "Sections" }).waitFor();
  await search(page).input.press("Enter");
  await panel.locator("h2", { hasText: "Sections" }).waitFor();
  const headings = await panel.locator("h3").allInnerTexts();
  assert.deepEqual(headings, ["Workaround", "Root cause", "Cause", "Fix"]);
  const isWide = await panel.locator("pre").evaluate((node) => node.scrollWidth > node.clientWidth);
  assert.equal(isWide, false);
  await close();
});
