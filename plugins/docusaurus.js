// A knowledge base in a Docusaurus site: its bundle is built with the site, and `<kedb-search>`
// may stand in any page. In `docusaurus.config.js`:
//
//   plugins: [["kedb/docusaurus", { base: "my-errors" }]],

import { join } from "node:path";
import { bundle } from "./site.js";

/**
 * @param {{ siteDir: string, baseUrl: string }} context
 * @param {object} options
 * @param {string} options.base The folder of the knowledge base, relative to the site.
 * @param {string} [options.path] Where the bundle lies in the site.
 * @param {"public" | "internal"} [options.audience] Whose bundle it is.
 */
export default function kedb({ siteDir, baseUrl }, { base, path = "known-errors", audience = "public" }) {
  return {
    name: "kedb",
    // Docusaurus copies its folder `static` as it is, and the development server serves it. An
    // article that is changed there loads the content again.
    loadContent: () => bundle(join(siteDir, base), join(siteDir, "static", path), audience),
    getPathsToWatch: () => [`${base}/**/*.md`],
    injectHtmlTags: () => ({
      headTags: [{ tagName: "script", attributes: { type: "module", src: `${baseUrl}${path}/kedb.js` } }],
    }),
  };
}
