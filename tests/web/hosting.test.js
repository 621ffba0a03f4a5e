// The recipes of docs/embed.md, word for word: servers with the configurations that it shows,
// judged by the setup page's own tests, and pages with its snippets.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { INTRANET, demoSite, launch, serve, skip, watchedPage } from "./support.js";

/** @type {Awaited<ReturnType<typeof demoSite>>} */
let site;
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {string} */
let recipes;

before(async () => {
  if (skip) return;
  site = await demoSite();
  browser = await launch();
  recipes = await readFile(fileURLToPath(new URL("../../docs/embed.md", import.meta.url)), "utf8");
});

after(async () => {
  await browser?.close();
  await site?.remove();
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

/** Modules of Apache that the recipe needs, and a server at all. */
const MODULES = ["mpm_event", "authz_core", "alias", "headers", "mime", "dir", "setenvif"];

/** @type {Record<string, { program: string, args: (file: string) => string[], config: (top: string, port: number) => string }>} */
const SERVERS = {
  nginx: {
    program: "/usr/sbin/nginx",
    args: (file) => ["-c", file, "-e", "stderr"],
    config: (top, port) => `user root; daemon off; pid ${top}/pid; error_log stderr;
      events {}
      http { include /etc/nginx/mime.types; access_log off; client_body_temp_path ${top}/a; proxy_temp_path ${top}/b; fastcgi_temp_path ${top}/c; uwsgi_temp_path ${top}/d; scgi_temp_path ${top}/e;
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
    await symlink(join(site.folder, "public"), join(top, "errors"));
    const port = await freePort();
    await writeFile(join(top, "conf"), config(top, port));
    const running = spawn(program, args(join(top, "conf")), { stdio: ["ignore", "ignore", "inherit"] });
    const { page, close } = await watchedPage(browser);
    try {
      await opened(port);
      await page.goto(`http://${INTRANET}:${port}/errors/setup.html`);
      const test = page.locator("#self-test");
      await test.getByText(/^(Yes: all is well|It works|Not yet)/).waitFor();
      const findings = await test.locator("li").evaluateAll((items) => items.map((item) => [item.querySelector("b")?.textContent, item.getAttribute("data-verdict")]));
      assert.deepEqual(Object.fromEntries(findings), {
        "Files arrive: ": "fine", "Types: ": "fine", "Unchanged: ": "fine", "Caching: ": "fine", "Content security policy: ": "fine",
        "Frames: ": "note", "Https: ": "advice", "Sign-in: ": "fine", "Pages on other servers: ": "fine", "A search: ": "fine",
      });
    } finally {
      await close();
      running.kill();
      await new Promise((resolve) => running.once("exit", resolve));
      await rm(top, { recursive: true });
    }
  });
}

/** @param {number} port */
async function opened(port) {
  for (let attempt = 0; attempt < 50; attempt++) {
    if (await fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server did not start");
}

/** A page of another site with this in it.
 * @param {string} body @param {Record<string, string>} files
 * @param {(page: import("playwright-core").Page) => Promise<void>} work */
async function elsewhere(body, files, work) {
  const kb = await serve(join(site.folder, "agents"), { headers: { "access-control-allow-origin": "*" } });
  const folder = await mkdtemp(join(tmpdir(), "kedb-page-"));
  const own = (/** @type {string} */ text) => text.replaceAll("https://kb.example/errors", `http://kb.${INTRANET}:${kb.port}`);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), own(text));
  await writeFile(join(folder, "index.html"), `<!doctype html><title>A page</title><link rel="icon" href="data:,">${own(body)}`);
  const pages = await serve(folder);
  const { page, complaints, close } = await watchedPage(browser);
  await page.goto(`http://page.${INTRANET}:${pages.port}/`);
  await work(page);
  assert.deepEqual(complaints, []);
  await close();
  pages.close();
  kb.close();
  await rm(folder, { recursive: true });
}

test("the snippet for a page of your own finds something", { skip }, () =>
  elsewhere(recipe("A page of your own", "html"), {}, async (page) => {
    await page.locator("kedb-search").locator("input[role=combobox]").fill("stock job");
    await page.locator("kedb-search").locator("[role=option]").first().waitFor();
  }));

test("the snippet for a ticket form suggests something", { skip }, () => {
  const [loader] = recipe("A page of your own", "html").split("\n");
  return elsewhere(loader + recipe("A ticket form", "html"), {}, async (page) => {
    await page.locator("#details").fill("printer 0x0000011b");
    await page.locator("kedb-suggest button.summary").first().waitFor();
  });
});

test("the snippet for one article draws it", { skip }, () => {
  const [loader] = recipe("A page of your own", "html").split("\n");
  return elsewhere(loader + recipe("One article in a page", "html"), {}, (page) => page.locator("kedb-answer .workaround").waitFor());
});

test("the snippet for a frame gives it the height of its content", { skip }, () =>
  elsewhere(`${recipe("A frame", "html")}<script src="frame.js"></script>`, { "frame.js": recipe("A frame", "js") }, async (page) => {
    const inside = page.frameLocator("iframe").locator("kedb-search");
    await inside.locator("input[role=combobox]").fill("error 809");
    await inside.locator("[role=option]").first().click();
    await inside.locator(".workaround").waitFor();
    await page.waitForFunction(() => Number(document.querySelector("iframe")?.getAttribute("height")) > 640);
  }));

test("a loader that a script adds later works, as in a ServiceNow widget", { skip }, () => {
  const script = `const api = {};\n${recipe("ServiceNow portal", "js")}\nsetTimeout(() => api.controller());`;
  return elsewhere(`${recipe("ServiceNow portal", "html")}<script src="client.js"></script>`, { "client.js": script }, async (page) => {
    await page.locator("kedb-search").locator("input[role=combobox]").fill("stock job");
    await page.locator("kedb-search").locator("[role=option]").first().waitFor();
  });
});
