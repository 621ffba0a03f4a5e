// The manifest of the elements and their reference, both made from the comments of their classes
// in www/loader/: `cargo xtask elements` puts them where they belong.

import { mkdirSync, writeFileSync } from "node:fs";

const FOLDER = "target/elements";

export default {
  globs: ["www/loader/{search-box,lazy,element}.js"],
  packagejson: false,
  outdir: FOLDER,
  plugins: [
    {
      name: "reference",
      /** @param {{ customElementsManifest: any }} context */
      packageLinkPhase({ customElementsManifest: manifest }) {
        clean(manifest);
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(`${FOLDER}/elements.md`, reference(manifest));
      },
    },
  ],
};

/** Elements by name, with what pages may use of each: nothing private, nothing of a module.
 * @param {any} manifest */
function clean(manifest) {
  const order = ["search-box", "lazy", "element"].map((name) => `www/loader/${name}.js`);
  manifest.modules.sort((/** @type {any} */ a, /** @type {any} */ b) => order.indexOf(a.path) - order.indexOf(b.path));
  for (const module of manifest.modules) {
    module.exports = module.exports?.filter((/** @type {any} */ { declaration }) => /^Kedb/.test(declaration.name));
    module.declarations = module.declarations.filter((/** @type {any} */ { name }) => /^Kedb/.test(name));
    for (const element of module.declarations) {
      // A class that is not listed observes attributes for all elements that extend it; those
      // that an element describes are its own.
      element.attributes = element.attributes?.filter((/** @type {any} */ { description }) => description);
      for (const attribute of element.attributes ?? [])
        if (attribute.inheritedFrom && !/^Kedb/.test(attribute.inheritedFrom.name)) delete attribute.inheritedFrom;
      element.members = element.members?.filter(
        (/** @type {any} */ { privacy, description }) => privacy !== "private" && description,
      );
    }
  }
}

/** @param {any} manifest */
function reference(manifest) {
  const elements = manifest.modules.flatMap((/** @type {any} */ { declarations }) => declarations);
  const common = elements.find((/** @type {any} */ { name }) => name === "KedbElement");
  const parts = elements.filter((/** @type {any} */ { tagName }) => tagName).map(section);
  return `<!-- Made by \`cargo xtask elements\` from the comments in www/loader/. -->

# The elements

[embed.md](embed.md) says how to put them on a page. The types of the API and of what the events
carry are in [\`www/kedb.d.ts\`](../www/kedb.d.ts), and editors that know custom elements read
[\`custom-elements.json\`](../www/custom-elements.json).

The query in an event is cut at 80 characters and never holds a pasted log. Of that it holds only
the number of lines, and its telling lines if the person agreed to send them (\`excerpt\`).
\`sinceTyping\` is the time to the workaround, in milliseconds since the first key of the
search. Events bubble and leave the shadow tree; where one is cancelable,
\`preventDefault()\` leaves what comes next to the page.

${parts.join("\n")}
## All elements

${common.description}

${lists(common)}`;
}

/** @param {any} element */
function section(element) {
  return `## \`<${element.tagName}>\`

${element.description}

${lists(element)}`;
}

/** The tables of what an element itself declares.
 * @param {any} element */
function lists({ attributes, members, events, cssParts, cssProperties }) {
  const own = (/** @type {any[]} */ list = []) => list.filter(({ inheritedFrom }) => !inheritedFrom);
  const attributeRows = own(attributes).map(({ name, type, description }) => [
    code(name),
    code(type?.text),
    description,
  ]);
  const memberRows = own(members).map(({ name, kind, parameters = [], description }) => [
    code(kind === "method" ? `${name}(${parameters.map((/** @type {any} */ { name }) => name).join(", ")})` : name),
    description,
  ]);
  const eventRows = own(events).map(({ name, type, description }) => [
    code(name),
    code(/<(\w+)>/.exec(type?.text)?.[1] ?? ""),
    description,
  ]);
  const partRows = own(cssParts).map(({ name, description }) => [code(name), description]);
  const propertyRows = own(cssProperties).map(({ name, default: value, description }) => [
    code(name),
    code(value ?? ""),
    description,
  ]);
  return [
    table(["attribute", "", ""], attributeRows),
    table(["member", ""], memberRows),
    table(["event", "its `detail`", ""], eventRows),
    table(["part", ""], partRows),
    table(["property", "else", ""], propertyRows),
  ]
    .filter(Boolean)
    .join("\n");
}

/** @param {string} text */
function code(text) {
  return text && `\`${text.replaceAll("|", "\\|")}\``;
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  if (rows.length === 0) return "";
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replace(/\s+/g, " ")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}
