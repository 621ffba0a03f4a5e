// Turns an article's tree into nodes. An article is untrusted input: only the elements and
// attributes listed here come through, and an unknown element leaves its content behind.

import { h } from "../../shared/dom.js";
import { strings } from "../strings.js";

/** @typedef {import("../../kedb.d.ts").Node} Tree */

/** Allowed elements, with the attributes that each may have.
 * @type {Record<string, string[]>} */
export const ALLOWED = {
  p: [],
  br: [],
  hr: [],
  em: [],
  strong: [],
  b: [],
  i: [],
  s: [],
  del: [],
  sub: [],
  sup: [],
  kbd: [],
  code: ["class"],
  pre: [],
  ul: [],
  ol: ["start"],
  li: [],
  dl: [],
  dt: [],
  dd: [],
  blockquote: [],
  figure: [],
  figcaption: [],
  details: [],
  summary: [],
  h1: [],
  h2: ["id"],
  h3: ["id"],
  h4: ["id"],
  h5: ["id"],
  h6: ["id"],
  div: [],
  span: [],
  aside: ["class"],
  table: [],
  caption: [],
  thead: [],
  tbody: [],
  tr: [],
  th: ["scope", "colspan", "rowspan"],
  td: ["colspan", "rowspan"],
  a: ["href", "title"],
  img: ["src", "alt", "title", "width", "height"],
};

/** Nodes for these trees of the article at `url`; relative addresses start at the bundle's `base`.
 * @param {Tree[]} trees
 * @param {string} base
 * @param {string} url
 * @returns {Node[]} */
export function nodes(trees, base, url) {
  return trees.flatMap((tree) => {
    if (typeof tree === "string") return [document.createTextNode(tree)];
    const [tag, attributes, ...children] = tree;
    const content = nodes(children, base, url);
    const allowed = ALLOWED[tag];
    if (!allowed) return content;
    if (tag === "img") return [image(attributes, base)];
    /** @type {Record<string, string | undefined>} */
    const kept = {};
    for (const name of allowed) if (attributes[name] !== undefined) kept[name] = attributes[name];
    if (tag === "aside") Object.assign(kept, callout(attributes.class));
    else if (kept.class && !/^language-[\w+#-]+$/.test(kept.class)) kept.class = undefined;
    if (tag === "a") Object.assign(kept, link(attributes.href, base, url));
    // The page has its own outline; the panel's title is an h2 and its sections are h3.
    const level = /^h[1-6]$/.test(tag) ? `h${Math.max(4, +tag[1])}` : tag;
    const node = h(/** @type {"div"} */ (level), kept, ...content);
    // What can be scrolled must be reachable by keyboard.
    if (tag === "table") return [h("div", { class: "scroll", tabindex: 0, role: "group" }, node)];
    if (tag !== "pre") return [node];
    node.tabIndex = 0;
    return [
      h(
        "div",
        { class: "code", dir: "ltr" },
        node,
        h("button", { type: "button", class: "copy-code", "data-do": "copy-code" }, strings.copyCode),
      ),
    ];
  });
}

/** The class and the name of a callout. The classes of an article must not be the widget's own.
 * @param {string} [kind] */
function callout(kind = "note") {
  return { class: `callout callout-${kind}`, "data-label": calloutName(kind) };
}

/** What a callout is, in a word.
 * @param {string} [kind] The class of an `aside`.
 * @returns {string | undefined} */
export function calloutName(kind = "note") {
  return kind === "internal" ? strings.internal : strings.callout[/** @type {"note"} */ (kind)];
}

/** The address if a reader may follow it.
 * @param {string | undefined} address
 * @param {string} base
 * @returns {string | undefined} */
export function safeAddress(address, base) {
  try {
    // Another article, wherever its page lies.
    const url = new URL((address ?? "").replace(/^article:([^#]+)/, "articles/$1.html"), base);
    return address && /^(https?|mailto|tel|sms):$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an address can lead anywhere: a bundle in one file that has no address on the web names a
 * host that can never exist (RFC 6761).
 * @param {string} address */
export function isOnTheWeb(address) {
  return !/^https?:\/\/[^/]*\.invalid(:|\/|$)/.test(address);
}

/** The id of the article whose page has this address, if it is one of the bundle at `base`, and the
 * `id` of the heading that the address leads to.
 * @param {string} address @param {string} base */
export function articleAt(address, base) {
  const start = `${base}articles/`;
  const found = address.startsWith(start) && /^([^/?#]+)\.html(?:#(.*))?$/.exec(address.slice(start.length));
  if (!found) return undefined;
  try {
    const [id, anchor] = found.slice(1).map((part) => decodeURIComponent(part ?? ""));
    return { id, anchor };
  } catch {
    // A `%` that begins no escape: the browser may know what to do with it.
    return undefined;
  }
}

/** Where a link of the article at `url` leads a reader, in another tab too. Where articles have no pages
 * of their own, the page of the search opens them.
 * @param {string | undefined} href @param {string} base @param {string} url
 * @returns {string | undefined} */
export function addressOf(href, base, url) {
  const address = safeAddress(href, base);
  const to = address && !url.startsWith(`${base}articles/`) && articleAt(address, base);
  return to ? `${base}index.html${opening(to)}` : address;
}

/** What the page of the search reads behind its address: the article, and the heading to begin at.
 * @param {{ id: string, anchor: string }} to */
function opening({ id, anchor }) {
  return `#a=${encodeURIComponent(id)}${anchor && `&h=${encodeURIComponent(anchor)}`}`;
}

/** @param {string | undefined} href @param {string} base @param {string} url */
function link(href, base, url) {
  const address = safeAddress(href, base);
  if (!address) return { href: undefined };
  const to = articleAt(address, base);
  // What is not on the web is the page that is open.
  const shown = to && !isOnTheWeb(base) ? opening(to) : addressOf(href, base, url);
  const where = { "data-article": to?.id, "data-anchor": to?.anchor || undefined };
  return { href: shown, ...where, rel: "noopener noreferrer", target: "_blank" };
}

/** Images come from the bundle only: a remote one would tell a third party who reads what.
 * @param {Record<string, string>} attributes
 * @param {string} base */
function image({ src, alt = "", width, height }, base) {
  const address = safeAddress(src, base);
  if (!address?.startsWith(base)) return document.createTextNode(alt && strings.externalImage(alt));
  return h("img", { src: address, alt, width, height, loading: "lazy", decoding: "async" });
}

/** The trees of a section; if one of its headings is `first`, what stands below that comes before the others.
 * @param {Tree[]} trees @param {string} [first] */
export function partFirst(trees, first) {
  const level = (/** @type {Tree} */ tree) => (/^h\d$/.test(tree[0]) ? tree[0] : "");
  const begin = trees.findIndex((tree) => level(tree) && said(tree).trim() === first);
  if (begin < 0) return trees;
  const isNext = (/** @type {Tree} */ tree, /** @type {number} */ at) =>
    at > begin && level(tree) && level(tree) <= level(trees[begin]);
  const next = trees.findIndex((tree, at) => isNext(tree, at));
  const end = next < 0 ? trees.length : next;
  return [...trees.slice(begin, end), ...trees.slice(0, begin), ...trees.slice(end)];
}

/** @param {Tree} tree @returns {string} */
const said = (tree) =>
  typeof tree === "string"
    ? tree
    : tree
        .slice(2)
        .map((child) => said(/** @type {Tree} */ (child)))
        .join("");
