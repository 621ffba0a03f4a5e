// A knowledge base in a VitePress site: its bundle is built with the site, and `<kedb-search>`
// may stand in any page. In `.vitepress/config.mjs`:
//
//   import { withKedb } from "kedb/vitepress";
//   export default withKedb({ title: "Help" }, { base: "my-errors" });

import { join, resolve } from "node:path";
import { bundle } from "./site.js";

/**
 * @param {any} site The configuration of the site.
 * @param {object} options
 * @param {string} options.base The folder of the knowledge base.
 * @param {string} [options.path] Where the bundle lies in the site.
 * @param {"public" | "internal"} [options.audience] Whose bundle it is.
 * @param {string} [options.docs] The folder of the site's pages, where it is not the current one.
 */
export async function withKedb(site, { base, path = "known-errors", audience = "public", docs = "." }) {
  // VitePress copies its folder `public` as it is, for the development server too.
  const out = join(resolve(docs), site.srcDir ?? ".", "public", path);
  await bundle(base, out, audience);
  const script = { type: "module", src: `${site.base ?? "/"}${path}/kedb.js` };
  const vue = site.vue ?? {};
  const compilerOptions = vue.template?.compilerOptions ?? {};
  const isOther = compilerOptions.isCustomElement ?? (() => false);
  return {
    ...site,
    head: [...(site.head ?? []), ["script", script]],
    // The bundle has pages of its own, which VitePress does not know.
    ignoreDeadLinks: site.ignoreDeadLinks ?? [new RegExp(`/${path}/`)],
    vue: {
      ...vue,
      template: {
        ...vue.template,
        compilerOptions: {
          ...compilerOptions,
          /** @param {string} tag */
          isCustomElement: (tag) => tag.startsWith("kedb-") || isOther(tag),
        },
      },
    },
  };
}
