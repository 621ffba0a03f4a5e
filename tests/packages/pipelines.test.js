// The jobs for pipelines, step by step as a runner does them, with the files of a release on this
// machine in place of those on a server. What a runner itself does (checkouts, images, artifacts)
// is not tried.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { parse, parseAllDocuments } from "yaml";
import { freshFolder, named, packages, root, run } from "./support.js";

const skip = packages ? false : "KEDB_PACKAGES names no folder: cargo xtask release makes one";
const ERROR = "EXP-1042 export aborted: no space left for the report\n";

/** A repository with the base that `kedb init` makes, and an installed kedb to make it with. */
async function repository() {
  const folder = await freshFolder();
  await run("python3", ["-m", "venv", join(folder, "venv")]);
  const pip = ["install", "--quiet", "--no-index", "--find-links", packages, "kedb"];
  await run(join(folder, "venv/bin/pip"), pip);
  const work = join(folder, "work");
  await mkdir(join(work, "temp"), { recursive: true });
  await run(join(folder, "venv/bin/kedb"), ["init", work]);
  return { folder, work, programs: join(folder, "venv/bin") };
}

/** Runs a script, and gives its exit code and what it printed.
 * @param {string} script @param {string} cwd @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, text: string }>} */
const bash = (script, cwd, env) =>
  new Promise((resolve) => {
    const words = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script];
    execFile("bash", words, { cwd, env, encoding: "utf8" }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
    );
  });

/** Does the steps of `action.yml` with these inputs.
 * @param {string} work @param {Record<string, string>} inputs */
async function act(work, inputs) {
  const action = parse(await readFile(join(root, "action.yml"), "utf8"));
  for (const name of Object.keys(inputs)) assert.ok(name in action.inputs, `no input ${name}`);
  const given = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, inputs[name] ?? input.default]),
  );
  /** @type {Record<string, string>} */
  const context = { ...given, "github.server_url": "https://example.org", "github.action_repository": "a/kedb" };
  /** @type {NodeJS.ProcessEnv} */
  const runner = {
    GITHUB_ACTION_PATH: root,
    GITHUB_PATH: join(work, "temp/path"),
    GITHUB_STEP_SUMMARY: join(work, "temp/summary.md"),
    RUNNER_TEMP: join(work, "temp"),
  };
  await writeFile(/** @type {string} */ (runner.GITHUB_PATH), "");
  let [path, text] = [process.env.PATH, ""];
  for (const step of action.runs.steps) {
    assert.equal(step.shell, "bash");
    const env = Object.entries(step.env).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{ (\S+) \}\}/g, (_, key) => {
        assert.ok(key in context, key);
        return context[key];
      }),
    ]);
    const done = await bash(step.run, work, { ...runner, PATH: path, ...Object.fromEntries(env) });
    text += done.text;
    if (done.code) return { code: done.code, text };
    const added = await readFile(/** @type {string} */ (runner.GITHUB_PATH), "utf8");
    path = [...added.split("\n").filter(Boolean).reverse(), process.env.PATH].join(":");
  }
  return { code: 0, text };
}

test("the action for GitHub checks, tests, builds and matches", { skip }, async () => {
  const { work } = await repository();
  const releases = pathToFileURL(packages).href;
  const done = await act(work, { releases });
  assert.equal(done.code, 0, done.text);
  await readFile(join(work, "out/public/manifest.json"));

  await writeFile(join(work, "build.log"), `ok\n${ERROR}`);
  const known = await act(work, { releases, run: "match" });
  assert.equal(known.code, 0, known.text);
  assert.match(known.text, /^::notice file=build\.log,line=2,title=Known error KE-0001::/m);
  const summary = await readFile(join(work, "temp/summary.md"), "utf8");
  assert.match(summary, /## 1 known error in 2 lines/);
  await writeFile(join(work, "build.log"), "something else\n");
  assert.equal((await act(work, { releases, run: "match" })).code, 0, "nothing known is no failure");
  const none = await act(work, { releases, run: "match", log: "missing.log" });
  assert.notEqual(none.code, 0, "a log that is missing is a failure");
  const wrong = await act(work, { releases, run: "publish" });
  assert.equal(wrong.code, 2);
  assert.match(wrong.text, /`publish` is no task/);
});

test("a program with another checksum is not installed", { skip }, async () => {
  const folder = await freshFolder();
  const [archive] = await named(new RegExp(`-linux-${process.arch}\\.tar\\.gz$`));
  await cp(archive, join(folder, archive.split("/").pop() ?? ""));
  const sums = await readFile(join(packages, "SHA256SUMS"), "utf8");
  await writeFile(join(folder, "SHA256SUMS"), sums.replace(/^[0-9a-f]{64}/gm, "0".repeat(64)));
  const version = /kedb-([\d.]+)-linux/.exec(archive)?.[1] ?? "";
  const script = `sh packaging/ci/install.sh ${pathToFileURL(folder).href} ${version} ${folder}/bin`;
  const { code, text } = await bash(script, root, process.env);
  assert.notEqual(code, 0);
  assert.match(text, /FAILED|did NOT match/);
  await assert.rejects(readFile(join(folder, "bin/kedb")));
});

/** The script of a component's only job, as GitLab fills it in.
 * @param {string} name @param {Record<string, string>} inputs */
async function component(name, inputs) {
  const text = await readFile(join(root, `templates/${name}.yml`), "utf8");
  const { spec } = parse(text.split("\n---\n")[0]);
  const filled = text.replace(/\$\[\[ inputs\.(\S+) \]\]/g, (_, key) => {
    const value = inputs[key] ?? spec.inputs[key].default;
    assert.ok(value, `no input ${key}`);
    return value;
  });
  const jobs = parseAllDocuments(filled).at(-1)?.toJS();
  return Object.values(jobs)[0].script.join("\n");
}

test("the components for GitLab check, test, build and match", { skip }, async () => {
  const { work, programs } = await repository();
  const env = { ...process.env, PATH: `${programs}:${process.env.PATH}`, PIP_NO_INDEX: "1", PIP_FIND_LINKS: packages };
  const done = await bash(await component("kedb", {}), work, env);
  assert.equal(done.code, 0, done.text);
  await readFile(join(work, "out/public/manifest.json"));

  const match = await component("match", { kb: "." });
  await writeFile(join(work, "build.log"), ERROR);
  const known = await bash(match, work, env);
  assert.equal(known.code, 0, known.text);
  assert.match(known.text, /KE-0001/);
  await writeFile(join(work, "build.log"), "something else\n");
  assert.equal((await bash(match, work, env)).code, 0, "nothing known is no failure");
});

test("the jobs in the documentation name inputs that there are", async () => {
  const text = await readFile(join(root, "docs/ci.md"), "utf8");
  const cargo = await readFile(join(root, "Cargo.toml"), "utf8");
  const version = /^version = "(.*)"$/m.exec(cargo)?.[1];
  const action = parse(await readFile(join(root, "action.yml"), "utf8"));
  let [actions, components] = [0, 0];
  for (const [, block] of text.matchAll(/```yaml\n(.*?)```/gs)) {
    const { jobs = {}, include = [], repos = [] } = parse(block);
    for (const { steps } of Object.values(jobs)) {
      for (const { uses = "", with: inputs = {} } of steps) {
        if (!uses.includes("/kedb@")) continue;
        assert.equal(uses, `your-org/kedb@v${version}`);
        for (const name of Object.keys(inputs)) assert.ok(name in action.inputs, name);
        actions++;
      }
    }
    for (const { component, inputs } of include) {
      const [, name, tag] = /kedb\/(\w+)@(.*)$/.exec(component) ?? [];
      assert.equal(tag, `v${version}`);
      const { spec } = parse((await readFile(join(root, `templates/${name}.yml`), "utf8")).split("\n---\n")[0]);
      for (const name of Object.keys(inputs)) assert.ok(name in spec.inputs, name);
      components++;
    }
    for (const { rev } of repos) assert.equal(rev, `v${version}`);
  }
  assert.deepEqual({ actions, components }, { actions: 2, components: 2 });
});

test("the hook of pre-commit runs what it names", { skip }, async () => {
  const { work, programs } = await repository();
  const [hook] = parse(await readFile(join(root, ".pre-commit-hooks.yaml"), "utf8"));
  const env = { ...process.env, PATH: `${programs}:${process.env.PATH}` };
  const done = await bash([hook.entry, ...hook.args].join(" "), work, env);
  assert.equal(done.code, 0, done.text);
  const project = await readFile(join(root, "pyproject.toml"), "utf8");
  const cargo = await readFile(join(root, "Cargo.toml"), "utf8");
  const version = /^version = "(.*)"$/m.exec(cargo)?.[1];
  assert.ok(project.includes(`dependencies = ["kedb==${version}"]`), "the hook has the version of the crate");
});
