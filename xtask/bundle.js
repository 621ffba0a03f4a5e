// Bundles and minifies the scripts and styles of a bundle, each into one file:
//
//   node xtask/bundle.js FOLDER NAME=SOURCE...
//
// Imports of computed addresses stay as they are. A style sheet that a script imports arrives
// as its minified text.

import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import * as esbuild from "esbuild";
import { minify } from "terser";

const OPTIONS = /** @satisfies {esbuild.BuildOptions} */ ({
  bundle: true,
  minify: true,
  format: "esm",
  charset: "utf8",
  // The oldest browsers that must work.
  target: ["chrome109", "firefox115", "safari16.4"],
  legalComments: "none",
  logLevel: "warning",
});

/** @type {esbuild.Plugin} */
const STYLES_AS_TEXT = {
  name: "styles as text",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.css$/ }, ({ kind, path, resolveDir }) =>
      kind === "import-statement" ? { path: resolve(resolveDir, path), namespace: "style" } : undefined,
    );
    onLoad({ filter: /./, namespace: "style" }, async ({ path }) => {
      const { outputFiles } = await esbuild.build({ ...OPTIONS, entryPoints: [path], write: false });
      return { contents: outputFiles[0].text.trim(), loader: "text" };
    });
  },
};

const [outdir, ...sources] = process.argv.slice(2);
try {
  const { outputFiles } = await esbuild.build({
    ...OPTIONS,
    entryPoints: sources.map((source) => {
      const [out, entry] = source.split("=");
      return { out, in: entry };
    }),
    outdir,
    write: false,
    plugins: [STYLES_AS_TEXT],
  });
  mkdirSync(outdir, { recursive: true });
  for (const { path, text } of outputFiles) writeFileSync(path, path.endsWith(".js") ? await smaller(text) : text);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

/** What terser saves beyond esbuild, about one byte in a hundred after gzip.
 * @param {string} code */
async function smaller(code) {
  const result = await minify(code, { module: true, ecma: 2020, compress: { passes: 3, pure_getters: true } });
  return result.code ?? code;
}
