// `kedb build` for scripts.

import { execFile } from "node:child_process";
import { program } from "./program.js";

export { program };

/** @type {typeof import("./build.d.ts").build} */
export function build(kb, { out, audience = "all", config, strict = false, prune = false }) {
  const words = ["build", String(kb), "--out", String(out), "--audience", audience, "--json"];
  if (config) words.push("--config", String(config));
  if (strict) words.push("--strict");
  if (prune) words.push("--prune");
  return new Promise((resolve, reject) => {
    execFile(program(), words, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || error.message));
      else {
        // Articles that were left out, and why.
        process.stderr.write(stderr);
        resolve(JSON.parse(stdout));
      }
    });
  });
}
