// A knowledge base in a Docusaurus site: its bundle is built with the site, and `<kedb-search>`
// may stand in any page. In `docusaurus.config.js`:
//
//   plugins: [["kedb/docusaurus", { base: "my-errors" }]],

import { join } from "node:path";
import { build } from "kedb/build";

/**
 * @param {{ siteDir: string, baseUrl: string }} context
 * @param {object} options
 * @param {string} options.base The folder of the knowledge base, relative to the site.
 * @param {string} [options.path] Where the bundle lies in the site.
 * @param {"public" | "internal"} [options.audience] Whose bundle it is.
 */
export default async function kedb({ siteDir, baseUrl }, { base, path = "known-errors", audience = "public" }) {
  // Docusaurus copies its folder `static` as it is, and the development server serves it.
  await build(join(siteDir, base), { out: join(siteDir, "static", path), audience, prune: true });
  return {
    name: "kedb",
    getPathsToWatch: () => [`${base}/**/*.md`],
    injectHtmlTags: () => ({
      headTags: [{ tagName: "script", attributes: { type: "module", src: `${baseUrl}${path}/kedb.js` } }],
    }),
  };
}
