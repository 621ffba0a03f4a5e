// The markup of the static pages, by the Nu HTML Checker: pages of every kind, and an article that
// strains them. The checker is a program of Java's; where there is none, the test is skipped.

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { program, skip } from "./support.js";

const run = promisify(execFile);
const hasJava = spawnSync("java", ["-version"]).status === 0;
const here = { skip: skip || (hasJava ? false : "there is no Java here: on Debian, default-jre-headless brings it") };

/** The pages of the article that strains: its own, and the one that leads there. */
const STRAIN = /KE\.9300-b_1|OLD-1/;
const ARTICLE = `---
id: KE.9300-b_1
title: 'Quotes " and <b>tags</b> & a title that &amp; strains'
status: known-error
severity: 1
audience: public
lang: ar
owner: "who & <what>"
contact: mailto:a@example.com?subject="x"
versions: "<2 && >1"
error_codes: ['A"B-1', "<script>", "C:\\\\a b\\\\c.dll"]
aliases: ["OLD 1"]
signatures:
  - contains: '"<&>" failed'
---
## Workaround
1. A step with \`code <b>\`

   > [!WARNING]
   > A callout in a step.

   \`\`\`html
   <p id="a b">
   \`\`\`

3. Another, <kbd>Ctrl</kbd>+<kbd>C</kbd>, see [this](https://example.com/a b?c="d"&e=<f>#%%)
   - nested
     - deeper

       | a | b \\| c |
       |--:|:-:|
       | 1 | <br> |

<details><summary>More <b>of it</b></summary><table><tr><td>1<td colspan=2>2<tr><td>1<td>2<td>3</table></details>

::: internal
#### For agents <span>
![a picture](nowhere.png) ![](https://example.com/x.png)
:::

## Symptoms
#### A heading two levels down
###### And two more
### One up
<h1>HTML</h1> <p>an <p>open <ul><li>one<li>two</ul> <dl><dt>a<dd>b</dl> <div><center>c</center>

Term[^1] and ~~struck~~ H<sub>2</sub>O.

[^1]: A note.

## Cause

## Fix
- [ ] open
- [x] done
`;

/** The page of this one leads to it. */
const FORMER = `---
id: OLD-1
title: It <moved>
status: retired
audience: public
replaced_by: KE.9300-b_1
---
`;

/** A page of each kind in a bundle: those in its folder, and some of each folder in it.
 * @param {string} bundle */
async function pages(bundle) {
  const found = [];
  for (const folder of [".", "articles", "services"]) {
    const names = (await readdir(join(bundle, folder))).filter((name) => name.endsWith(".html"));
    const some = names.filter((name, at) => folder === "." || at < 3 || STRAIN.test(name));
    found.push(...some.map((name) => join(bundle, folder, name)));
  }
  return found;
}

test("the markup of all kinds of pages is valid", here, async () => {
  const top = await mkdtemp(join(tmpdir(), "kedb-web-"));
  try {
    const [base, site, single] = ["base", "site", "single.html"].map((name) => join(top, name));
    await cp(fileURLToPath(new URL("../../kb", import.meta.url)), base, { recursive: true });
    await writeFile(join(base, "strain.md"), ARTICLE);
    await writeFile(join(base, "former.md"), FORMER);
    for (const out of [
      ["--out", site],
      ["--single-file", single],
    ])
      await run(/** @type {string} */ (program), ["build", base, ...out]);
    const files = [single];
    for (const bundle of ["agents", "public"]) files.push(...(await pages(join(site, bundle))));
    assert.equal(files.filter((file) => STRAIN.test(file)).length, 4, files.join("\n"));
    const checker = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
    // A file has no origin that 'self' could be, so that each policy seems to forbid the page's own files.
    const ignored = ["--filterpattern", ".*Content Security Policy.*"];
    const checked = await run("java", ["-jar", checker, "--format", "gnu", ...ignored, ...files]).catch(
      (error) => error,
    );
    assert.equal(checked.stderr.trim(), "");
  } finally {
    await rm(top, { recursive: true, force: true });
  }
});
