// What looks for signatures: a module of WebAssembly that is fetched with the first text that may match one.

import init, { Signatures } from "../pkg/signatures.js";
import { MOST } from "../shared/inflate.js";
import { fetched } from "./file.js";
import { unlzma } from "./lzma.js";

/** Fetches the module, and gives what is made of a bundle's signatures.
 * @param {string} base @param {import("../loader/bundle.js").File} file */
export async function fetchSignatures(base, { path, integrity }) {
  const bytes = await fetched(base, { path, most: MOST }, { integrity });
  const code = await unlzma(bytes, MOST);
  await init({ module_or_path: /** @type {BufferSource} */ (code) });
  return Signatures;
}
