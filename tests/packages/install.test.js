// Each package, installed from its file into a folder of its own as its registry would serve it:
// then kedb builds, searches and serves the sample base. What this machine can't run is skipped,
// and says why.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmod, cp, mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import { npmRegistry } from "./registry.js";
import { freshFolder, has, named, packages, root, run, use } from "./support.js";

/** @typedef {import("./support.js").Installed} Installed */

const [system, processor] = [process.platform, process.arch];
const own = { linux: "linux", darwin: "macos", win32: "windows" }[/** @type {string} */ (system)];

/** Adds a test that installs a package and then uses it, if there is one.
 * @param {string} name
 * @param {RegExp} file The package that it is about.
 * @param {(file: string, prefix: string) => Promise<Installed | string>} install A text says why it can't.
 * @param {(prefix: string, work: string) => Promise<void>} [more] What else must hold of it, in the folder where it was
 *   used. */
async function check(name, file, install, more) {
  const [found] = await named(file);
  if (!found) return;
  test(name, { timeout: 900_000 }, async (t) => {
    const prefix = await freshFolder();
    const started = performance.now();
    const installed = await install(found, prefix);
    if (typeof installed === "string") return t.skip(installed);
    const ready = performance.now();
    const { work, seconds } = await use(installed);
    await more?.(prefix, work);
    const installing = (ready - started) / 1000;
    const searches = seconds ? `, ${(installing + seconds).toFixed(1)} s to a page that searches` : "";
    const { size } = await stat(found);
    t.diagnostic(`${basename(found)}: ${size} bytes, installed in ${installing.toFixed(1)} s${searches}`);
  });
}

/** Unpacks an archive, and gives the folder in it. @param {string} file @param {string} prefix */
async function unpack(file, prefix) {
  await (file.endsWith(".zip")
    ? run("python3", ["-m", "zipfile", "-e", file, prefix])
    : run("tar", ["-xzf", file, "-C", prefix]));
  return join(prefix, basename(file).replace(/\.(zip|tar\.gz)$/, ""));
}

await check(
  "the archive of this system",
  new RegExp(`-${own}-${processor}\\.(tar\\.gz|zip)$`),
  async (file, prefix) => ({
    command: [join(await unpack(file, prefix), "kedb")],
  }),
);

await check("the archive of Linux on arm64, emulated", /-linux-arm64\.tar\.gz$/, async (file, prefix) => {
  if (!(await has("qemu-aarch64"))) return "no qemu-aarch64, of the package qemu-user";
  return { command: ["qemu-aarch64", join(await unpack(file, prefix), "kedb")] };
});

await check(
  "the archive of Windows, in Wine",
  /-windows-x64\.zip$/,
  async (file, prefix) => {
    if (!(await has("wine"))) return "no wine";
    const folder = await unpack(file, prefix);
    if (await has("x86_64-w64-mingw32-gcc")) await addRandomNumbers(folder);
    return { command: ["wine", join(folder, "kedb.exe")], env: wine(prefix) };
  },
  async (prefix, work) => {
    // The same articles as an editor of Windows saves them, and a path without Windows' limits of length.
    for (const file of await readdir(join(work, "kb"), { recursive: true })) {
      if (!/\.(md|toml)$/.test(file)) continue;
      const text = await readFile(join(work, "kb", file), "utf8");
      await writeFile(join(work, "kb", file), text.replaceAll("\n", "\r\n"));
    }
    const long = [work, ...Array(5).fill("a".repeat(60)), "site"].join("/");
    const out = `\\\\?\\Z:${long.replaceAll("/", "\\")}`;
    const [folder] = (await readdir(prefix)).filter((name) => name.startsWith("kedb-"));
    const words = [join(prefix, folder, "kedb.exe"), "build", "kb", "--out", out];
    await run("wine", words, { cwd: work, env: wine(prefix) });
    const manifest = (/** @type {string} */ site) => readFile(join(site, "public/manifest.json"), "utf8");
    assert.equal(await manifest(long), await manifest(join(work, "site")));
  },
);

/** What Wine runs with: a folder of its own for all that it keeps. @param {string} prefix */
function wine(prefix) {
  return { ...process.env, WINEPREFIX: join(prefix, "wine"), WINEDEBUG: "-all" };
}

/** Adds the library that programs in Rust get random numbers from: the Wine of Debian 12 has none.
 * @param {string} folder That of the program. */
async function addRandomNumbers(folder) {
  const source = join(folder, "random.c");
  await writeFile(
    source,
    `#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);
__declspec(dllexport) BOOL ProcessPrng(PBYTE buffer, SIZE_T length) {
  return SystemFunction036(buffer, (ULONG)length);
}
`,
  );
  const library = join(folder, "bcryptprimitives.dll");
  await run("x86_64-w64-mingw32-gcc", ["-shared", "-o", library, source, "-ladvapi32"]);
}

await check(
  "the packages of npm",
  /^kedb-\d[^-]*\.tgz$/,
  async (_file, prefix) => {
    const registry = await npmRegistry(packages);
    await writeFile(join(prefix, "package.json"), '{ "private": true, "type": "module" }');
    const words = [
      "install",
      "--registry",
      registry.address,
      "--cache",
      join(prefix, "cache"),
      "--no-audit",
      "--no-fund",
    ];
    try {
      await run("npm", [...words, "kedb"], { cwd: prefix });
    } finally {
      registry.close();
    }
    return { command: ["node", join(prefix, "node_modules/kedb/bin/kedb.js")] };
  },
  async (prefix) => {
    // What a project does with it: a script that builds, and a server that renders its pages.
    await writeFile(
      join(prefix, "script.js"),
      `import "kedb/element";
    import { open } from "kedb";
    import { build } from "kedb/build";
    const { articles } = await build("kb", { out: "site", audience: "public" });
    const refused = await open("/").catch((error) => error.message);
    const wrong = await build("nothing", { out: "other" }).catch((error) => error.message);
    console.log(JSON.stringify({ articles, refused, wrong }));`,
    );
    await cp(new URL("../../kb", import.meta.url), join(prefix, "kb"), { recursive: true });
    const printed = JSON.parse(await run("node", ["script.js"], { cwd: prefix }));
    assert.ok(printed.articles > 10, JSON.stringify(printed));
    assert.match(printed.refused, /needs a browser/);
    assert.match(printed.wrong, /nothing/);
  },
);

await check(
  "the Python wheel",
  /\.whl$/,
  async (_file, prefix) => {
    await run("python3", ["-m", "venv", prefix]);
    const pip = ["-m", "pip", "install", "--quiet", "--no-index", "--find-links", packages, "kedb"];
    await run(join(prefix, "bin/python"), pip);
    return { command: [join(prefix, "bin/kedb")] };
  },
  async (prefix) => {
    const python = join(prefix, "bin/python");
    assert.match(await run(python, ["-m", "kedb", "--version"]), /^kedb /);
    const script = `import kedb
print(kedb.build("kb", "site")["articles"])
try:
    kedb.build("nothing", "other")
except kedb.KedbError as error:
    print("nothing" in str(error))`;
    await cp(new URL("../../kb", import.meta.url), join(prefix, "kb"), { recursive: true });
    assert.match(await run(python, ["-c", script], { cwd: prefix }), /^\d+\nTrue\n$/);
  },
);

await check("the wheel by uvx", /\.whl$/, async () => {
  if (!(await has("uvx"))) return "no uvx";
  return { command: ["uvx", "--no-index", "--find-links", packages, "kedb"] };
});

const debian = { x64: "amd64", arm64: "arm64" }[/** @type {string} */ (processor)];

await check("the Debian package", new RegExp(`_${debian}\\.deb$`), async (file, prefix) => {
  if (!(await has("dpkg"))) return "no dpkg";
  await mkdir(join(prefix, "var/lib/dpkg/updates"), { recursive: true });
  await mkdir(join(prefix, "var/lib/dpkg/info"));
  await writeFile(join(prefix, "var/lib/dpkg/status"), "");
  const words = [`--root=${prefix}`, `--log=${prefix}/log`, "--force-not-root", "--force-script-chrootless"];
  // Its own root has no other packages, such as the C library of a program that is not static.
  await run("dpkg", [...words, "--force-depends", "--install", file]);
  const listed = await run("dpkg", [...words, "--listfiles", "kedb"]);
  assert.match(listed, /^\/usr\/share\/doc\/kedb\/copyright$/m);
  return { command: [join(prefix, "usr/bin/kedb")] };
});

await check("the crates", /^kedb-\d.*\.crate$/, async (_file, prefix) => {
  for (const file of await named(/\.crate$/)) await run("tar", ["-xzf", file, "-C", prefix]);
  const [kedb] = (await readdir(prefix)).filter((name) => /^kedb-\d/.test(name));
  // As the registry would give the engine: from its own package.
  const engine = `patch.crates-io.kedb-engine.path="${join(prefix, kedb.replace("kedb-", "kedb-engine-"))}"`;
  const words = ["install", "--path", join(prefix, kedb), "--config", engine, "--root", prefix, "--no-track"];
  // Compiled crates of others are shared with the other optimised builds.
  const env = { ...process.env, CARGO_TARGET_DIR: join(root, "target/native") };
  await run(process.env.CARGO ?? "cargo", words, { cwd: prefix, env });
  return { command: [join(prefix, "bin/kedb")] };
});

await check(
  "the image of a container, as a root with nothing else in it",
  /-container\.tar\.gz$/,
  async (file, prefix) => {
    if (process.getuid?.() !== 0) return "only root may change the root";
    const context = await freshFolder();
    await run("tar", ["-xzf", file, "-C", context]);
    const lines = (await readFile(join(context, "Dockerfile"), "utf8")).split("\n");
    assert.ok(lines.includes("FROM scratch"));
    // With a value of its own the image of every processor would hold the same program.
    assert.ok(lines.includes("ARG TARGETARCH"));
    let [workdir, entrypoint] = ["/", /** @type {string[]} */ ([])];
    for (const line of lines.map((line) => line.replaceAll("${TARGETARCH}", debian ?? ""))) {
      const [instruction, ...words] = line.split(" ");
      if (instruction === "COPY") {
        const to = words.pop() ?? "";
        for (const from of words) {
          const place = join(prefix, to.endsWith("/") ? join(to, basename(from)) : to);
          await cp(join(context, from), place);
        }
      }
      if (instruction === "WORKDIR") workdir = words[0];
      if (instruction === "ENTRYPOINT") entrypoint = JSON.parse(words.join(" "));
    }
    await chmod(join(prefix, entrypoint[0]), 0o755);
    const folder = join(prefix, workdir);
    await mkdir(folder);
    return { command: ["chroot", prefix, ...entrypoint], folder, seen: workdir };
  },
);

await check("the image of a container, built and run by podman", /-container\.tar\.gz$/, async (file, prefix) => {
  if (!(await has("podman"))) return "no podman";
  const folder = await freshFolder();
  const own = ["--storage-driver=vfs", "--cgroup-manager=cgroupfs"];
  own.push(`--root=${join(prefix, "images")}`, `--runroot=${join(prefix, "run")}`);
  // As the README says it for Docker.
  await run("sh", ["-c", `podman "$@" build --tag kedb - < '${file}'`, "sh", ...own]);
  const name = basename(folder);
  // Limits that nobody needs rights for.
  const limits = ["--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024"];
  const where = ["--network=host", `--volume=${folder}:/work`];
  return {
    command: ["podman", ...own, "run", "--rm", "--replace", `--name=${name}`, ...limits, ...where, "kedb"],
    folder,
    // The kernel keeps Ctrl+C from the first process of a container, unless `--init` adds another one.
    end: () => run("podman", [...own, "kill", name]),
  };
});

const skip = packages ? false : "KEDB_PACKAGES names no folder: cargo xtask release makes one";

test("the checksums and the provenance are those of the files", { skip }, async () => {
  const sums = (await readFile(join(packages, "SHA256SUMS"), "utf8")).trim().split("\n");
  assert.ok(sums.length >= 5, sums.join("\n"));
  for (const line of sums) {
    const [sum, name] = line.split("  ");
    const bytes = await readFile(join(packages, name));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), sum, name);
  }
  const [file] = await named(/\.provenance\.json$/);
  const { subject, predicate } = JSON.parse(await readFile(file, "utf8"));
  const subjects = subject.map((/** @type {any} */ { name, digest }) => `${digest.sha256}  ${name}`);
  assert.deepEqual(
    subjects,
    sums.filter((line) => !line.endsWith(basename(file))),
  );
  const [sources, ...locks] = predicate.buildDefinition.resolvedDependencies;
  assert.match(sources.digest.gitCommit, /^[0-9a-f]{40}$/);
  for (const { name, digest } of locks) {
    const bytes = await readFile(join(root, name));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), digest.sha256, name);
  }
});

// Only a release has crates, and then it has everything.
if ((await named(/\.crate$/)).length > 0) {
  test("the README names files that a release has", async () => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const names = readme.match(/\bkedb[-_][\w.-]+\.(tgz|deb|crate|tar\.gz)\b/g) ?? [];
    assert.ok(names.length > 3, names.join(" "));
    const there = await readdir(packages);
    for (const name of names.filter((name) => !name.includes("SYSTEM"))) assert.ok(there.includes(name), name);
  });
}
