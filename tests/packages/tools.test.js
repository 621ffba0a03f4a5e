// Tools of others that read what kedb gives them: pre-commit the hook, and the language servers of
// editors the JSON Schemas.
//
// The tools come from their registries: `cargo xtask release --check` runs this, CI does not.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { freshFolder, packages, root, run } from "./support.js";

const skip = packages ? false : "KEDB_PACKAGES names no folder: cargo xtask release makes one";

/** What a program printed, and whether it succeeded.
 * @param {string} program @param {string[]} words @param {import("node:child_process").ExecFileOptions} options */
const tried = (program, words, options) =>
  run(program, words, options).then(
    (text) => ({ ok: true, text }),
    (error) => ({ ok: false, text: `${error.stdout}${error.stderr}` }),
  );

test("pre-commit installs the hook, and runs it", { skip, timeout: 300_000 }, async () => {
  const folder = await freshFolder();
  const work = await freshFolder();
  await run("python3", ["-m", "venv", folder]);
  await run(join(folder, "bin/pip"), ["install", "--quiet", "pre-commit==4.7.0"]);
  const commit = (await run("git", ["rev-parse", "HEAD"], { cwd: root })).trim();
  const hook = `repos:\n  - repo: ${root}\n    rev: ${commit}\n    hooks: [{ id: kedb-check, args: [kb] }]\n`;
  await writeFile(join(work, ".pre-commit-config.yaml"), hook);
  await cp(join(root, "kb"), join(work, "kb"), { recursive: true });
  const env = { ...process.env, PRE_COMMIT_HOME: join(folder, "cache"), PIP_FIND_LINKS: packages };
  await run("git", ["init", "--quiet"], { cwd: work });
  const check = async () => {
    await run("git", ["add", "--all"], { cwd: work });
    return tried(join(folder, "bin/pre-commit"), ["run", "--all-files"], { cwd: work, env });
  };
  const good = await check();
  assert.ok(good.ok, good.text);
  assert.match(good.text, /known errors\.+Passed/);
  await writeFile(join(work, "kb/unfinished.md"), "---\nid: KE-9999\n---\n");
  const bad = await check();
  assert.ok(!bad.ok, bad.text);
  assert.match(bad.text, /missing-status/);
});

/** A folder with the schemas and a tool of npm, and the path of its program. @param {string} name @param {string} program */
async function schemasBeside(name, program) {
  const folder = await freshFolder();
  await cp(join(root, "schemas"), folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true }');
  await run("npm", ["install", "--no-audit", "--no-fund", name], { cwd: folder });
  return { folder, program: join(folder, "node_modules/.bin", program) };
}

test("Taplo, which Even Better TOML is, checks settings and services", { skip }, async () => {
  const { folder, program } = await schemasBeside("@taplo/cli@0.7.0", "taplo");
  const settings = await readFile(join(root, "kb/kedb.toml"), "utf8");
  const services = await readFile(join(root, "kb/services.toml"), "utf8");
  const cases = [
    { schema: "settings", text: settings, refused: undefined },
    { schema: "settings", text: 'titel = "Known errors"\n', refused: /titel/ },
    { schema: "services", text: services, refused: undefined },
    { schema: "services", text: '[mail]\nnaem = "Mail"\n', refused: /naem/ },
  ];
  for (const { schema, text, refused } of cases) {
    await writeFile(join(folder, "case.toml"), `#:schema ./${schema}.schema.json\n${text}`);
    const { ok, text: printed } = await tried(program, ["lint", "case.toml"], { cwd: folder });
    assert.equal(ok, !refused, printed);
    if (refused) assert.match(printed, refused);
  }
});

test("the language server for YAML checks keys of an article", { skip }, async () => {
  const { folder, program } = await schemasBeside("yaml-language-server@1.25.0", "yaml-language-server");
  const server = spawn(program, ["--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  const send = (/** @type {object} */ message) => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  /** Opens keys of an article, and gives what is wrong with them. @param {string} name @param {string} keys */
  const open = (name, keys) => {
    const uri = pathToFileURL(join(folder, name)).href;
    const text = `# yaml-language-server: $schema=./article.schema.json\n${keys}`;
    send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
    return new Promise((resolve) => {
      wrong.set(uri, (/** @type {any[]} */ all) => resolve(all.map(({ message }) => message).join("\n")));
    });
  };
  /** @type {Map<string, (diagnostics: any[]) => void>} */
  const wrong = new Map();
  /** @type {(value: unknown) => void} */
  let begin = () => {};
  const begun = new Promise((resolve) => (begin = resolve));
  let rest = Buffer.alloc(0);
  server.stdout.on("data", (piece) => {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const head = rest.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(`${rest.subarray(0, Math.max(head, 0))}`)?.[1]);
      if (head < 0 || rest.length < head + 4 + length) return;
      const { id, method, params } = JSON.parse(`${rest.subarray(head + 4, head + 4 + length)}`);
      rest = rest.subarray(head + 4 + length);
      if (method === "textDocument/publishDiagnostics") wrong.get(params.uri)?.(params.diagnostics);
      // It asks for the editor's settings, of which there are none.
      else if (method && id !== undefined) send({ id, result: params?.items?.map(() => null) ?? null });
      else if (id === 1) begin(undefined);
    }
  });
  try {
    const rootUri = pathToFileURL(folder).href;
    send({ id: 1, method: "initialize", params: { processId: null, rootUri, capabilities: {} } });
    await begun;
    send({ method: "initialized", params: {} });
    assert.equal(await open("good.yaml", "id: KE-1\ntitle: Printer\nstatus: fixed\n"), "");
    assert.match(await open("bad.yaml", "id: KE-1\ntitle: Printer\nstatus: closed\n"), /"known-error"/);
  } finally {
    server.kill();
  }
});
