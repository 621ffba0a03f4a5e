// What the tests of packages share: running programs, and using an installed kedb.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { access, cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of packages, from `cargo xtask release`. */
export const packages = process.env.KEDB_PACKAGES ?? "";

/** The packages whose names match, in the order of their names. @param {RegExp} name */
export async function named(name) {
  const files = packages ? await readdir(packages) : [];
  return files
    .filter((file) => name.test(file))
    .sort()
    .map((file) => join(packages, file));
}

/** A folder that is removed after the tests. */
export async function freshFolder() {
  const folder = await mkdtemp(join(tmpdir(), "kedb-packages-"));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a program to its end, and gives what it printed.
 * @param {string} program @param {string[]} words @param {import("node:child_process").ExecFileOptions} [options] */
export async function run(program, words, options) {
  const done = await promisify(execFile)(program, words, { maxBuffer: 1 << 26, encoding: "utf8", ...options });
  return String(done.stdout);
}

/** Whether a program can be started. @param {string} program @param {string[]} [words] */
export const has = (program, words = ["--version"]) =>
  promisify(execFile)(program, words).then(
    () => true,
    () => false,
  );

/** A browser, where there is one: on the Macs of the release workflow there is none.
 * @returns {Promise<import("playwright-core").Browser | undefined>} */
async function browser() {
  const program = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";
  const isThere = await access(program).then(
    () => true,
    () => false,
  );
  // Not before: where there is no browser, there may be none of the packages that drive it.
  return isThere ? (await import("../web/support.js")).launch() : undefined;
}

/**
 * An installed kedb.
 * @typedef {object} Installed
 * @property {string[]} command The program and the words before its own.
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [folder] Where it runs, if it can't see other folders.
 * @property {string} [seen] What that folder is called by the program. Default: the same name.
 * @property {() => Promise<unknown>} [end] Ends the program, where Ctrl+C can't.
 */

/** Serves, builds and searches the sample base, as somebody does who has just installed kedb. `seconds` is the
 * time until a page searches, if there is a browser.
 * @param {Installed} installed @returns {Promise<{ work: string, seconds?: number }>} */
export async function use(installed) {
  const work = installed.folder ?? (await freshFolder());
  await cp(join(root, "kb"), join(work, "kb"), { recursive: true });
  const seconds = await serve(installed, work);

  const { command, env = process.env, seen: from = "." } = installed;
  const [program, ...first] = command;
  const options = { cwd: work, env };
  const version = await run(program, [...first, "--version"], options);
  assert.match(version, /^kedb \d+\.\d+\.\d+\s*$/);
  const built = await run(program, [...first, "build", `${from}/kb`, "--out", `${from}/site`, "--json"], options);
  assert.ok(JSON.parse(built).articles > 30, built);
  for (const file of ["manifest.json", "kedb.js", "index.html", "notices.html"]) {
    await access(join(work, "site/public", file));
  }
  const words = ["search", "--bundle", `${from}/site/agents`, "--json", "0x8004de40"];
  const found = JSON.parse(await run(program, [...first, ...words], options));
  assert.match(found.hits[0].source, /onedrive-0x8004de40/);
  return { work, seconds };
}

/** Serves the sample base, and gives the seconds until a page searches.
 * @param {Installed} installed @param {string} work */
async function serve({ command: [program, ...first], env = process.env, seen = ".", end }, work) {
  const reader = await browser();
  const started = performance.now();
  const words = [...first, "serve", `${seen}/kb`, "--out", `${seen}/served`, "--port", "0"];
  const server = spawn(program, words, { cwd: work, env, stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => server.on("exit", resolve));
  try {
    const address = await new Promise((resolve, reject) => {
      let text = "";
      server.stdout.on("data", (piece) => {
        text += piece;
        const line = /^http:\S+/m.exec(text);
        if (line) resolve(line[0]);
      });
      void ended.then(() => reject(new Error("the server ended")));
    });
    const answer = await fetch(new URL("public/manifest.json", address));
    assert.equal(answer.status, 200);
    if (!reader) return undefined;
    const { searchIn } = await import("./browser.js");
    await searchIn(reader, new URL("public/", address).href);
    return (performance.now() - started) / 1000;
  } finally {
    await (end ? end() : server.kill("SIGINT"));
    await reader?.close();
    await ended;
  }
}
