// A knowledge base in an Astro or Starlight site: its bundle is built with the site, and
// `<kedb-search>` may stand in any page. In `astro.config.mjs`:
//
//   import kedb from "kedb/astro";
//   export default defineConfig({ integrations: [kedb({ base: "my-errors" })] });

import { fileURLToPath } from "node:url";
import { bundle } from "./site.js";

/**
 * @param {object} options
 * @param {string} options.base The folder of the knowledge base, relative to the site.
 * @param {string} [options.path] Where the bundle lies in the site.
 * @param {"public" | "internal"} [options.audience] Whose bundle it is.
 */
export default function kedb({ base, path = "known-errors", audience = "public" }) {
  return {
    name: "kedb",
    hooks: {
      /** @param {{ config: { root: URL, publicDir: URL, base: string }, injectScript: Function }} astro */
      "astro:config:setup": async ({ config, injectScript }) => {
        const out = fileURLToPath(new URL(`${path}/`, config.publicDir));
        await bundle(fileURLToPath(new URL(base, config.root)), out, audience);
        const loader = JSON.stringify(`${config.base.replace(/\/$/, "")}/${path}/kedb.js`);
        // A bundler must not follow the address: the file is the bundle's own.
        injectScript("head-inline", `import(${loader})`);
      },
    },
  };
}
