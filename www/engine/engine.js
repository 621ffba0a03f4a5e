// The engine's side of the browser: starts the wasm and opens a bundle with it.
//
// The same file is a module worker's entry and a module for the page's thread, where
// widget/client/runner.js calls `createEngine` itself. To start, it fetches nothing: runner.js hands
// it the bytes.

import init from "../pkg/kedb.js";
import { MOST } from "../shared/inflate.js";
import { Bundle } from "./bundle.js";
import { unlzma } from "./lzma.js";

/**
 * @typedef {{ base: string, manifest: string, wasm: ArrayBuffer, hot: ArrayBuffer, server?: string }} Opening
 * @typedef {{ id: number, method: "open" | "search" | "article" | "facets" | "brokenNow", args: any[] }} Call
 * @typedef {{ id: number, value?: any, error?: { name: string, message: string } }} Answer
 */

/** Starts the wasm and opens the bundle.
 * @param {Opening} opening
 */
export async function createEngine({ base, manifest, wasm, hot, server }) {
  const code = await unlzma(new Uint8Array(wasm), MOST);
  await init({ module_or_path: /** @type {BufferSource} */ (code) });
  return Bundle.open(base, manifest, hot, server);
}

/** Answers the calls of widget/client/runner.js. */
function serve() {
  /** @type {Bundle} */
  let engine;
  /** @param {Call} call */
  const run = async ({ method, args }) => {
    if (method !== "open") return /** @type {any} */ (engine)[method](...args);
    engine = await createEngine(args[0]);
    return engine.info();
  };
  /** @param {Answer | "ready"} answer */
  const answer = (answer) => self.postMessage(answer);
  self.onmessage = ({ data }) => {
    run(data).then(
      (value) => answer({ id: data.id, value }),
      ({ name, message }) => answer({ id: data.id, error: { name, message } }),
    );
  };
  answer("ready");
}

if (typeof document === "undefined") serve();
