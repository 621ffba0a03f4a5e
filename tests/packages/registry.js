// A registry of npm on this machine, which serves the packages of a folder as the real one would.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { packages, run } from "./support.js";

/** Serves every `*.tgz` of the folder.
 * @param {string} folder */
export async function npmRegistry(folder) {
  /** @type {Map<string, { manifest: any, file: string, bytes: Buffer }>} */
  const packages = new Map();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".tgz"))) {
    const bytes = await readFile(join(folder, file));
    const manifest = execFileSync("tar", ["-xzOf", join(folder, file), "package/package.json"], { encoding: "utf8" });
    const { name } = JSON.parse(manifest);
    packages.set(name, { manifest: JSON.parse(manifest), file, bytes });
  }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://any").pathname).slice(1);
    const download = [...packages.values()].find(({ file }) => path === `-/${file}`);
    if (download) {
      response.end(download.bytes);
      return;
    }
    const found = packages.get(path);
    response.setHeader("content-type", "application/json");
    if (!found) {
      response.writeHead(404).end("{}");
      return;
    }
    const { manifest, file, bytes } = found;
    const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    const dist = { tarball: `http://${request.headers.host}/-/${file}`, integrity };
    const { name, version } = manifest;
    const versions = { [version]: { ...manifest, dist } };
    response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** Installs packages from the registry of this machine's settings, and kedb from the folder of packages.
 * @param {string} folder @param {string[]} others With their versions. */
export async function installFromNpm(folder, others) {
  const words = ["install", "--no-audit", "--no-fund"];
  await run("npm", [...words, ...others], { cwd: folder });
  const registry = await npmRegistry(packages);
  try {
    // The others are there already, and are not asked for again.
    const own = ["--registry", registry.address, "--cache", join(folder, "cache"), "--prefer-offline"];
    await run("npm", [...words, ...own, "kedb"], { cwd: folder });
  } finally {
    registry.close();
  }
}
