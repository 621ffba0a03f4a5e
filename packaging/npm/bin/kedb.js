#!/usr/bin/env node
// `kedb`: starts the program of this system with the same arguments, streams and exit code.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { program } from "../program.js";

try {
  const child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });
  // A terminal sends Ctrl+C to both: the program decides when it ends, and this one ends after it.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal ?? "SIGTERM"];
  });
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

/** @param {string} reason */
function fail(reason) {
  console.error(`error: ${reason}`);
  process.exitCode = 2;
}
