// What is copied from an answer, as plain text and as HTML at once, and how it gets onto the
// clipboard where `navigator.clipboard` does not exist: plain http, which intranets speak.

import { answerName } from "../results/results.js";
import { strings } from "../strings.js";
import { ALLOWED, addressOf, calloutName, isOnTheWeb } from "./tree.js";

/**
 * @typedef {import("../../kedb.d.ts").Article} Article
 * @typedef {import("../../kedb.d.ts").Node} Tree
 * @typedef {{ text: string, html?: string }} Copy
 */

/** What to do, for a ticket: title, id, status, steps, link; where there is nothing to do the
 * record of the problem instead. Internal containers stay out, unless they are asked for.
 * @param {Article} article
 * @param {{ base: string, publicUrl?: string, internal?: boolean }} how
 * @returns {Copy} */
export function workaroundCopy(article, { base, publicUrl, internal = false }) {
  const sections = article.sections.filter(({ answers }) => answers);
  const trees = sections.flatMap((section) => (internal ? section.nodes : withoutInternal(section.nodes)));
  const known = [
    article.id,
    strings.status[article.status],
    article.serviceName ?? article.service,
    trees.length ? "" : article.problem,
  ];
  const facts = known.filter(Boolean).join(" · ");
  const address = articleAddress(internal ? { ...article, internal } : article, publicUrl);
  const warning = article.internal || internal ? strings.internalCopy : "";
  const heading = article.answer && trees.length ? answerName(article.answer) : strings.noWorkaround;
  const blocks = [warning, `${article.title}\n${facts}`, `${heading}\n${plain(trees).trim()}`.trim(), address];
  return {
    text: `${blocks.filter(Boolean).join("\n\n")}\n`,
    html:
      (warning && `<p><strong>${escapeText(warning)}</strong></p>`) +
      `<p><strong>${escapeText(article.title)}</strong><br>${escapeText(facts)}</p>` +
      `<p><strong>${escapeText(heading)}</strong></p>${markup(trees, base, article.url)}` +
      (address ? `<p><a href="${escapeText(address)}">${escapeText(address)}</a></p>` : ""),
  };
}

/** Where readers of a copy find the article, if it has a page on the web: the public page, unless it is internal.
 * @param {Article} article @param {string} [publicUrl] */
export function articleAddress({ internal, url }, publicUrl) {
  if (!publicUrl || internal) return isOnTheWeb(url) ? url : undefined;
  const [path] = /(articles\/[^/]+\.html|index\.html#a=[^/]*)$/.exec(url) ?? [];
  return publicUrl.replace(/\/?$/, "/") + path;
}

/** Puts both forms on the clipboard; call it from a user's action.
 * @param {Copy} copy
 * @returns {Promise<boolean>} whether it worked */
export async function writeClipboard(copy) {
  let written = false;
  /** @param {ClipboardEvent} event */
  const onCopy = (event) => {
    fillClipboard(event, copy);
    written = true;
  };
  document.addEventListener("copy", onCopy, true);
  document.execCommand("copy");
  document.removeEventListener("copy", onCopy, true);
  if (written) return true;
  // Safari fires no copy event without a selection, but has the newer way where it is secure.
  return (navigator.clipboard?.writeText(copy.text) ?? Promise.reject()).then(
    () => true,
    () => false,
  );
}

/** Answers a copy event with both forms.
 * @param {ClipboardEvent} event @param {Copy} copy */
export function fillClipboard(event, { text, html }) {
  event.clipboardData?.setData("text/plain", text);
  if (html) event.clipboardData?.setData("text/html", html);
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {Tree} tree */
const isInternal = (tree) =>
  typeof tree !== "string" && tree[0] === "aside" && /\binternal\b/.test(tree[1].class ?? "");

/** @param {Tree[]} trees @returns {Tree[]} */
function withoutInternal(trees) {
  return trees.flatMap((tree) => {
    if (typeof tree === "string") return [tree];
    const [tag, attributes, ...children] = tree;
    return isInternal(tree) ? [] : [/** @type {Tree} */ ([tag, attributes, ...withoutInternal(children)])];
  });
}

/** Whether what an article says to do has notes for agents in it.
 * @param {Article} article */
export function hasInternalNotes({ sections }) {
  /** @param {Tree} tree @returns {boolean} */
  const holds = (tree) =>
    isInternal(tree) || (typeof tree !== "string" && tree.slice(2).some((child) => holds(/** @type {Tree} */ (child))));
  return sections.some(({ answers, nodes }) => answers && nodes.some(holds));
}

/** Text with numbered steps; nested lists are indented.
 * @param {Tree[]} trees
 * @param {boolean} [verbatim] Inside `pre`, where white space counts.
 * @returns {string} */
function plain(trees, verbatim = false) {
  return trees
    .map((tree) => {
      if (typeof tree === "string") return verbatim ? tree : tree.replace(/\s+/g, " ");
      const [tag, attributes, ...children] = tree;
      if (tag === "br") return "\n";
      if (tag === "img") return attributes.alt ? `[${attributes.alt}]` : "";
      if (tag === "ol" || tag === "ul") return list(tag, attributes, children);
      const text = plain(children, verbatim || tag === "pre");
      if (tag === "aside") return `${calloutName(attributes.class)}: ${text.trim()}\n\n`;
      if (tag === "a")
        return attributes.href?.startsWith("http") && attributes.href !== text ? `${text} (${attributes.href})` : text;
      if (tag === "pre") return `\n${text.replace(/\n+$/, "").replace(/^/gm, "    ")}\n\n`;
      if (tag === "td" || tag === "th") return `${text.trim()}\t`;
      if (tag === "tr") return `${text.trimEnd()}\n`;
      return /^(p|h[1-6]|div|aside|blockquote|table|dl|dt|dd|figure|details|summary)$/.test(tag)
        ? `${text.trim()}\n\n`
        : text;
    })
    .join("")
    .replace(/\n{3,}/g, "\n\n");
}

/** A list, item by item. What an author put between the items is an item of its own.
 * @param {string} tag @param {Record<string, string>} attributes @param {Tree[]} children */
function list(tag, attributes, children) {
  let number = Number(attributes.start ?? 1);
  const items = children.filter((child) => typeof child !== "string" || child.trim());
  const lines = items.map((item) => {
    const content = typeof item !== "string" && item[0] === "li" ? item.slice(2) : [item];
    const mark = tag === "ol" ? `${number++}. ` : "- ";
    const text = plain([["div", {}, .../** @type {Tree[]} */ (content)]])
      .trim()
      .replace(/\n\n(?=\d+\. |- )/g, "\n");
    return mark + text.replace(/\n(?=.)/g, `\n${" ".repeat(mark.length)}`);
  });
  return `\n${lines.join("\n")}\n\n`;
}

/** @param {Tree[]} trees @param {string} base @param {string} url @returns {string} */
function markup(trees, base, url) {
  return trees
    .map((tree) => {
      if (typeof tree === "string") return escapeText(tree);
      const [tag, attributes, ...children] = tree;
      if (tag === "img") return escapeText(attributes.alt ? `[${attributes.alt}]` : "");
      const content = markup(children, base, url);
      if (!ALLOWED[tag]) return content;
      if (tag === "br" || tag === "hr") return `<${tag}>`;
      const address = tag === "a" ? addressOf(attributes.href, base, url) : undefined;
      const href = address && isOnTheWeb(address) ? address : undefined;
      const start = tag === "ol" ? attributes.start : undefined;
      const label = tag === "aside" ? `<p><strong>${escapeText(calloutName(attributes.class) ?? "")}</strong></p>` : "";
      const attribute = (/** @type {string} */ name, /** @type {string | undefined} */ value) =>
        value ? ` ${name}="${escapeText(value)}"` : "";
      return `<${tag}${attribute("href", href)}${attribute("start", start)}>${label}${content}</${tag}>`;
    })
    .join("");
}

/** @param {string} text */
export function escapeText(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
