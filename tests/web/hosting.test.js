// The recipes of docs/embed.md, word for word: servers with the configurations that it shows,
// judged by the setup page's own tests, and pages with its snippets.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readConfig, serveIis } from "./iis.js";
import { INTRANET, answer, search, serve, sharedByTests, skip, until, watchedPage } from "./support.js";

/** @type {string} */
let recipes;

const shared = sharedByTests({
  prepare: async () => {
    recipes = await readFile(fileURLToPath(new URL("../../docs/embed.md", import.meta.url)), "utf8");
  },
});

/** A block of code in the section with this heading.
 * @param {string} heading @param {string} language */
function recipe(heading, language) {
  const section = recipes.split(/^#+ /m).find((section) => section.startsWith(`${heading}\n`));
  const block = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "m").exec(section ?? "")?.[1];
  assert.ok(block, `no ${language} under ${heading}`);
  return block;
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** Images that articles may have. */
const IMAGES = [".png", ".jpg", ".jpeg", ".gif", ".webp"];

/** Modules of Apache that the recipe needs, and a server at all. */
const MODULES = ["mpm_event", "authz_core", "alias", "headers", "mime", "dir", "setenvif"];

/** @typedef {{ program: string, args(file: string): string[], config(top: string, port: number): string }} Server */
/** @type {Record<string, Server>} */
const SERVERS = {
  nginx: {
    program: "/usr/sbin/nginx",
    args: (file) => ["-c", file, "-e", "stderr"],
    config: (top, port) => `user root; daemon off; pid ${top}/pid; error_log stderr;
      events {}
      http { include /etc/nginx/mime.types; access_log off;
      client_body_temp_path ${top}/a; proxy_temp_path ${top}/b; fastcgi_temp_path ${top}/c; uwsgi_temp_path ${top}/d;
      scgi_temp_path ${top}/e;
      server { listen 127.0.0.1:${port}; ${recipe("nginx", "nginx").replaceAll("/srv/", `${top}/`)} } }`,
  },
  Apache: {
    program: "/usr/sbin/apache2",
    args: (file) => ["-f", file, "-D", "FOREGROUND"],
    config: (top, port) => `ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${top}/pid
ErrorLog ${top}/log
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
TypesConfig /etc/mime.types
${recipe("Apache", "apache").replaceAll("/srv/", `${top}/`)}`,
  },
};
for (const [name, { program, args, config }] of Object.entries(SERVERS)) {
  const missing = skip || (existsSync(program) ? false : `${program} is not installed`);
  test(`the recipe for ${name} passes the setup page's tests`, { skip: missing }, async () => {
    const top = await mkdtemp(join(tmpdir(), "kedb-host-"));
    await symlink(join(shared.site.folder, "public"), join(top, "errors"));
    const port = await freePort();
    await writeFile(join(top, "conf"), config(top, port));
    const running = spawn(program, args(join(top, "conf")), { stdio: ["ignore", "ignore", "inherit"] });
    try {
      await opened(port);
      await passes(port);
    } finally {
      running.kill();
      await new Promise((resolve) => running.once("exit", resolve));
      await rm(top, { recursive: true });
    }
  });
}

test("the recipe for IIS passes them on a server that obeys it as IIS does", { skip }, async () => {
  const folder = join(shared.site.folder, "public");
  const { page, close } = await watchedPage(shared.browser);
  const config = await readConfig(page, recipe("IIS", "xml"));
  await close();
  const server = await serveIis(folder, config);
  try {
    const endings = (await readdir(folder, { recursive: true })).map((name) => extname(name)).filter(Boolean);
    for (const ending of new Set([...endings, ...IMAGES])) assert.ok(server.types.has(ending), `IIS refuses ${ending}`);
    await passes(server.port);
  } finally {
    server.close();
  }
});

/** The setup page in /errors/ of this server finds nothing to mend but plain http.
 * @param {number} port */
async function passes(port) {
  const { page, close } = await watchedPage(shared.browser);
  try {
    await page.goto(`http://${INTRANET}:${port}/errors/setup.html`);
    const test = page.locator("#self-test");
    await test.getByText(/^(Yes: all is well|It works|Not yet)/).waitFor();
    const findings = await test
      .locator("li")
      .evaluateAll((items) =>
        items.map((item) => [item.querySelector("b")?.textContent, item.getAttribute("data-verdict")]),
      );
    assert.deepEqual(Object.fromEntries(findings), {
      "Files arrive: ": "fine",
      "Types: ": "fine",
      "Addresses of pages: ": "fine",
      "Unchanged: ": "fine",
      "Caching: ": "fine",
      "Content security policy: ": "fine",
      "Frames: ": "note",
      "Https: ": "advice",
      "Sign-in: ": "fine",
      "Pages on other servers: ": "fine",
      "A search: ": "fine",
    });
  } finally {
    await close();
  }
}

/** @param {number} port */
async function opened(port) {
  await until("the server", () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    ),
  );
}

/** A page of another site with this in it.
 * @param {string} body @param {Record<string, string>} files
 * @param {(page: import("playwright-core").Page) => Promise<void>} work
 * @param {string} [csp] Policy of the page. */
async function elsewhere(body, files, work, csp) {
  const kb = await serve(join(shared.site.folder, "agents"), { headers: { "access-control-allow-origin": "*" } });
  const folder = await mkdtemp(join(tmpdir(), "kedb-page-"));
  const own = (/** @type {string} */ text) =>
    text.replaceAll(/https:\/\/kb\.example(\/errors)?/g, `http://kb.${INTRANET}:${kb.port}`);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), own(text));
  await writeFile(join(folder, "index.html"), `<!doctype html><title>A page</title>${own(body)}`);
  const pages = await serve(folder, csp ? { csp: own(csp) } : {});
  const { page, complaints, close } = await watchedPage(shared.browser);
  try {
    await page.goto(`http://page.${INTRANET}:${pages.port}/`);
    await work(page);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
    pages.close();
    kb.close();
    await rm(folder, { recursive: true });
  }
}

test("the snippet for a page of your own finds something", { skip }, () =>
  elsewhere(recipe("A page of your own", "html"), {}, async (page) => {
    await page.locator("kedb-search").locator("input[role=combobox]").fill("stock job");
    await page.locator("kedb-search").locator("[role=option]").first().waitFor();
  }),
);

test("the policy for a folder on another server is all that the page needs", { skip }, () => {
  const [, policy] = recipes.matchAll(/^```text\n([^]*?)\n```/gm);
  return elsewhere(
    recipe("A page of your own", "html"),
    {},
    async (page) => {
      await search(page).input.fill("stock job");
      await search(page).options.first().click();
      await answer(page).title.waitFor();
    },
    policy[1],
  );
});

test("the snippet for a ticket form suggests something", { skip }, () => {
  const [loader] = recipe("A page of your own", "html").split("\n");
  return elsewhere(loader + recipe("A ticket form", "html"), {}, async (page) => {
    await page.locator("#details").fill("printer 0x0000011b");
    await page.locator("kedb-suggest button.summary").first().waitFor();
  });
});

test("the snippet for one article draws it", { skip }, () => {
  const [loader] = recipe("A page of your own", "html").split("\n");
  return elsewhere(loader + recipe("One article in a page", "html"), {}, (page) =>
    page.locator("kedb-answer .workaround").waitFor(),
  );
});

test("the snippet for a frame gives it the height of its content", { skip }, () =>
  elsewhere(
    `${recipe("A frame", "html")}<script src="frame.js"></script>`,
    { "frame.js": recipe("A frame", "js") },
    async (page) => {
      const inside = page.frameLocator("iframe").locator("kedb-search");
      await inside.locator("input[role=combobox]").fill("error 809");
      await inside.locator("[role=option]").first().click();
      await inside.locator(".workaround").waitFor();
      await page.waitForFunction(() => Number(document.querySelector("iframe")?.getAttribute("height")) > 640);
    },
  ),
);

/** What libraries of Confluence's and ServiceNow's age do to a page: a `define` that takes every
 * script for its own, prototypes with more in them, and built-ins as they were before 2015. */
const OLD_LIBRARIES = `
const refuse = () => { throw new Error("mismatched anonymous define()"); };
window.define = Object.assign(refuse, { amd: { jQuery: true } });
window.require = window.requirejs = window.module = refuse;
window.$ = window.jQuery = refuse;
Object.prototype.extendedBy = "an old library";
Array.prototype.toJSON = function () { return "[" + this.join() + "]"; };
Array.prototype.each = Array.prototype.forEach;
Array.from = (list) => { const all = []; for (let i = 0; i < (list.length || 0); i++) all.push(list[i]); return all; };
String.prototype.strip = String.prototype.trim;
for (const name of ["show", "hide", "toggle", "update", "select", "store", "open"])
  HTMLElement.prototype[name] = refuse;
HTMLElement.prototype.visible = true;`;

/** Global rules as in the style sheets of AUI and of portals. */
const OLD_STYLES = `
* { box-sizing: content-box; }
body { font: 14px/1.42857143 Arial, sans-serif; text-align: right; text-transform: uppercase; }
div, form, label, p { margin: 10px 0; float: left; }
input, button, select { display: block !important; width: 20px !important; }
input, button, select { font-size: 30px !important; border: 5px solid red !important; }
ul, ol { list-style: square; } a { color: red !important; } [hidden] { display: block !important; }
.answer, .box, .list { display: none !important; }`;

test("the two lines work in an HTML macro, beside old libraries and global styles", { skip }, () => {
  const [loader] = recipe("A page of your own", "html").split("\n");
  const snippets = ["A page of your own", "A ticket form", "One article in a page"].map((name) => recipe(name, "html"));
  const page = `<script src="old.js"></script><link rel="stylesheet" href="old.css">
    <div class="wiki-content">${snippets.join("")}${loader}</div>`;
  return elsewhere(page, { "old.js": OLD_LIBRARIES, "old.css": OLD_STYLES }, async (page) => {
    const { element, input, options } = search(page);
    await input.fill("stock job");
    assert.ok(((await input.boundingBox())?.width ?? 0) > 200, "the page's rules reach into the box");
    await options.first().click();
    await answer(page).title.waitFor();
    await element.getByRole("button", { name: "Copy workaround" }).click();
    await element.getByRole("button", { name: "Copied" }).waitFor();
    await page.locator("#details").fill("printer 0x0000011b");
    await page.locator("kedb-suggest button.summary").first().click();
    await page.locator("kedb-suggest .workaround").first().waitFor();
    await page.locator("kedb-answer .workaround").waitFor();
  });
});

/** What apps that show HTML in Confluence Cloud allow their frame, and what other products do. */
const FRAMES = {
  "a SharePoint page": "",
  "a Confluence app": 'sandbox="allow-scripts allow-same-origin allow-modals allow-popups allow-forms"',
};
for (const [product, sandbox] of Object.entries(FRAMES)) {
  test(`the frame works in ${product}, whose server is named, and in no other`, { skip }, async () => {
    const headers = /** @type {Record<string, string>} */ ({});
    const kb = await serve(join(shared.site.folder, "public"), { headers });
    const folder = await mkdtemp(join(tmpdir(), "kedb-page-"));
    const frame = recipe("A frame", "html")
      .replaceAll("https://kb.example/errors", `http://kb.${INTRANET}:${kb.port}`)
      .replace("<iframe", `<iframe ${sandbox}`);
    // Some web parts leave a frame no more room than this.
    await writeFile(
      join(folder, "index.html"),
      `<!doctype html><title>A page</title><div style="width: 340px">${frame}</div>`,
    );
    const pages = await serve(folder, { headers: { "referrer-policy": "strict-origin" } });
    const [, policy] = /Content-Security-Policy "([^"]+)"/.exec(recipe("nginx", "nginx")) ?? [];
    headers["content-security-policy"] = policy.replace(
      "https://intranet.example",
      `http://page.${INTRANET}:${pages.port}`,
    );
    const { page, close } = await watchedPage(shared.browser);
    try {
      await page.goto(`http://other.${INTRANET}:${pages.port}/`);
      await page.waitForFunction(() => frames.length === 1);
      assert.equal(
        await page.frameLocator("iframe").locator("kedb-search").count(),
        0,
        "a page that is not named shows it",
      );

      await page.goto(`http://page.${INTRANET}:${pages.port}/`);
      const inside = page.frameLocator("iframe").locator("kedb-search");
      await inside.locator("input[role=combobox]").fill("vpn 809");
      await inside.locator("[role=option]").first().click();
      await inside.locator(".workaround").waitFor();
      assert.equal(await page.frames()[1].evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
      const opened = page.waitForEvent("popup");
      await inside.locator(".answer").getByRole("link", { name: "Open page" }).click();
      await (await opened).getByRole("heading", { level: 1 }).first().waitFor();
    } finally {
      await close();
      pages.close();
      kb.close();
      await rm(folder, { recursive: true });
    }
  });
}

test("a portal's widget can add the loader, go away, come back, and hear what happens", { skip }, () => {
  // A widget of a portal: its template becomes nodes, its controller gets the element around them.
  const script = `const api = {}, heard = [], spUtil = { addInfoMessage: (text) => heard.push(text) };
${recipe("ServiceNow portal", "js")}
let widget = document.querySelector("#widget");
const template = widget.innerHTML;
function draw() {
  const next = document.createElement("div");
  next.innerHTML = template;
  widget.replaceWith(next);
  new api.controller([widget = next], spUtil);
}
draw();`;
  return elsewhere(
    `<div id="widget">${recipe("ServiceNow portal", "html")}</div><script src="client.js"></script>`,
    { "client.js": script },
    async (page) => {
      const { input, options, element } = search(page);
      for (const text of ["stock job", "error 809"]) {
        await input.fill(text);
        await options.first().click();
        await element.getByRole("button", { name: "This solved it" }).click();
        await page.evaluate("draw()");
      }
      assert.deepEqual(await page.evaluate("heard.length"), 2);
      assert.equal(await page.locator("script[type=module]").count(), 1);
    },
  );
});
