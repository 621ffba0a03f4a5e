// Search servers for tests: two small ones that come as Python packages and start in a second. One
// speaks OpenSearch and allows no other site to ask it, one speaks Elasticsearch and allows all.

import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { listen, until } from "./support.js";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("../../target/search-servers", import.meta.url));
const PACKAGES = ["osmem-server==0.1.6", "noida-db==0.2.3"];

/** Installs the servers, once. Gives why they can't be had, or `false`. */
export async function install() {
  try {
    if (!(await found())) {
      await rm(folder, { recursive: true, force: true });
      await run("python3", ["-m", "venv", folder]);
      await run(join(folder, "bin/pip"), ["install", "--quiet", "--only-binary=:all:", ...PACKAGES]);
    }
    return (await found()) ? false : "the search servers have no program for this machine";
  } catch (error) {
    return `the search servers can't be installed: ${/** @type {Error} */ (error).message.split("\n")[0]}`;
  }
}

/** The folder of the packages, if both are there. */
async function found() {
  const names = await readdir(join(folder, "lib")).catch(() => []);
  const packages = join(folder, "lib", names[0] ?? "", "site-packages");
  const programs = [join(packages, "osmem_server/bin/osmem-server"), join(packages, "noida_db/noida-db")];
  return programs.every((program) => existsSync(program)) ? programs : undefined;
}

/** @typedef {{ url: string, close: () => Promise<void> }} Running */

/** A server that speaks OpenSearch, without CORS.
 * @returns {Promise<Running>} */
export async function openSearch() {
  const [program] = (await found()) ?? [];
  // It ends with its standard input.
  const child = spawn(program ?? "", ["-addr", "127.0.0.1:0"], { stdio: ["pipe", "pipe", "ignore"] });
  let printed = "";
  child.stdout.on("data", (text) => (printed += text));
  const line = await until("the search server", () => (printed.includes("\n") ? printed.split("\n")[0] : ""));
  return { url: JSON.parse(line).url, close: () => ended(child) };
}

/** A server that speaks Elasticsearch, with CORS.
 * @returns {Promise<Running>} */
export async function elasticsearch() {
  const [, program] = (await found()) ?? [];
  const data = await mkdtemp(join(tmpdir(), "kedb-server-"));
  const port = await freePort();
  const args = ["start", "--only", "elasticsearch", "--elasticsearch-port", `${port}`, "--data-dir", data];
  const child = spawn(program ?? "", args, { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await until("the search server", () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const close = async () => {
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  return { url, close };
}

/** @param {import("node:child_process").ChildProcess} child */
function ended(child) {
  /** @type {Promise<void>} */
  const exit = new Promise((resolve) => child.once("exit", () => resolve()));
  child.kill();
  return exit;
}

/** A port that was free a moment ago. */
async function freePort() {
  const { port, close } = await listen(createServer());
  close();
  return port;
}

/**
 * What stands between pages and a server, as docs/scale.md shows it for nginx: it lets through
 * searches of the named indexes and nothing else, and allows other sites to ask.
 * @param {string} url @param {string[]} indexes
 * @param {(path: string) => number | undefined} [instead] A status that is answered in place of the
 *   server.
 */
export async function proxy(url, indexes, instead) {
  const asked = /** @type {string[]} */ ([]);
  const questions = /** @type {string[]} */ ([]);
  const server = createServer((from, to) => {
    to.setHeader("access-control-allow-origin", "*");
    to.setHeader("access-control-allow-headers", "content-type");
    if (from.method === "OPTIONS") return void to.end();
    asked.push(`${from.method} ${from.url}`);
    const allowed = indexes.some((index) => from.method === "POST" && from.url === `/${index}/_search`);
    const status = allowed ? instead?.(from.url ?? "") : 403;
    if (status) return void to.writeHead(status).end();
    const headers = { "content-type": "application/json" };
    const on = request(url + from.url, { method: "POST", headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(to);
    });
    on.on("error", () => to.writeHead(502).end());
    text(from).then((question) => {
      questions.push(question);
      on.end(question);
    });
  });
  const { port, close } = await listen(server);
  return { url: `http://127.0.0.1:${port}`, asked, questions, close };
}
