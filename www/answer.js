// Draws one article as an answer: what to do now, unmistakably first; then how to recognise
// the error, its cause, its fix; then whom to ask.
//
// It only draws: buttons say what they do in `data-do`, and widget.js does it.

import { h, icon } from "./dom.js";
import { shapes } from "./icons.js";
import { facts } from "./results.js";
import { strings } from "./strings.js";
import { nodes, safeAddress } from "./tree.js";

/** @typedef {import("./kedb.d.ts").Article} Article */

/** @param {Article} article
 * @param {{ base: string, lang: string, editUrl?: string }} look */
export function drawAnswer(article, { base, lang, editUrl }) {
  const workaround = article.sections.filter(({ kind }) => kind === "workaround");
  const rest = article.sections.filter(({ kind }) => kind !== "workaround");
  return [
    h(
      "header",
      {},
      bar(),
      h("div", { class: "meta" }, ...facts(article, lang)),
      h("h2", { id: "answer-title", dir: "auto", lang: article.lang, part: "answer-title" }, article.title),
      remark(article),
    ),
    workaround.length ? workaroundBlock(workaround, article, base) : nothingYet(article),
    ...rest.map((section) => sectionBlock(section, article, base)),
    factList(article, lang, editUrl),
    helped(workaround.length > 0),
  ].filter((part) => part !== undefined);
}

/** The ways back: a word where the answer covers the list, a cross where it stands beside it. */
function bar() {
  return h(
    "div",
    { class: "bar" },
    h("button", { type: "button", class: "button back", "data-do": "close" }, icon(shapes.back), strings.back),
    h("button", { type: "button", class: "close", "data-do": "close", "aria-label": strings.close }, icon(shapes.close)),
  );
}

/** @param {Article} article */
function remark({ status, fixedIn, sections }) {
  const works = sections.some(({ kind }) => kind === "workaround");
  if (status === "fixed") return h("p", { class: "remark ok" }, fixedIn ? strings.isFixedIn(fixedIn) : strings.isFixed);
  return status === "wont-fix" && works ? h("p", { class: "remark" }, strings.wontFix) : undefined;
}

/** @param {Article["sections"]} sections @param {Article} article @param {string} base */
function workaroundBlock(sections, article, base) {
  return h(
    "section",
    { class: "workaround", part: "workaround", "aria-labelledby": "workaround-title" },
    h("h3", { id: "workaround-title" }, icon(shapes.wrench), strings.section.workaround),
    h("div", { class: "prose", dir: "auto", lang: article.lang }, ...sections.flatMap((section) => nodes(section.nodes, base))),
    actions(true, article),
  );
}

/** @param {Article} article */
function nothingYet(article) {
  return h(
    "section",
    { class: "no-workaround", part: "no-workaround", "aria-labelledby": "workaround-title" },
    h("h3", { id: "workaround-title" }, icon(shapes.clock), strings.noWorkaround),
    h("p", {}, strings.noWorkaroundLong, article.contact || article.owner ? ` ${ask(article)}` : ""),
    actions(false, article),
  );
}

/** Whom to ask about an article, in a sentence.
 * @param {Article} article */
export function ask({ id, contact, owner }) {
  const who = contact ?? owner;
  return who ? strings.askContact({ who, id }) : strings.askDesk(id);
}

/** @param {boolean} copyable @param {Article} article */
function actions(copyable, article) {
  return h(
    "div",
    { class: "actions" },
    copyable ? button("copy", shapes.copy, strings.copy, "button primary") : undefined,
    button("copy-link", shapes.link, strings.copyLink),
    h("a", { class: "button", part: "button", href: safeAddress(article.url, article.url), target: "_blank", rel: "noopener" }, icon(shapes.page), strings.openPage),
  );
}

/** @param {string} action @param {string} shape @param {string} text @param {string} [look] */
function button(action, shape, text, look = "button") {
  return h("button", { type: "button", class: look, part: look.replace("primary", "primary-button"), "data-do": action }, icon(shape), h("span", {}, text));
}

/** @param {Article["sections"][number]} section @param {Article} article @param {string} base */
function sectionBlock({ kind, heading, nodes: trees }, article, base) {
  return h(
    "section",
    { class: `section ${kind}`, part: `section ${kind}` },
    h("h3", {}, h("bdi", {}, kind === "body" ? (heading ?? strings.section.body) : strings.section[kind])),
    h("div", { class: "prose", dir: "auto", lang: article.lang }, ...nodes(trees, base)),
  );
}

/** @param {Article} article @param {string} lang @param {string} [editUrl] */
function factList(article, lang, editUrl) {
  const names = strings.facts;
  const day = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeZone: "UTC" });
  const date = (/** @type {string | undefined} */ iso) => iso && h("time", { datetime: iso }, day.format(Date.parse(iso)));
  const linked = (/** @type {string | undefined} */ text, /** @type {string | undefined} */ address) => {
    const href = safeAddress(address, article.url);
    return text && href ? h("a", { href, rel: "noopener noreferrer", target: "_blank" }, text) : text;
  };
  const contact = article.contact?.includes("@") && !/\s/.test(article.contact) ? `mailto:${article.contact}` : article.contact;
  /** @type {[string, Node | string | undefined][]} */
  const rows = [
    [names.codes, article.errorCodes.length ? h("span", { class: "codes" }, ...article.errorCodes.map((code) => h("code", { dir: "ltr" }, code))) : undefined],
    [names.versions, article.versions],
    [article.status === "fixed" ? names.fixedIn : names.fixComesIn, article.fixedIn],
    [names.service, linked(article.serviceName ?? article.service, article.serviceUrl)],
    [names.owner, article.owner],
    [names.contact, linked(article.contact, /^(https?|mailto):/.test(contact ?? "") ? contact : undefined)],
    [names.slo, article.slo],
    [names.problem, article.problem],
    [names.change, article.change],
    [names.reported, date(article.reported)],
    [names.updated, date(article.updated)],
    [names.reviewBy, date(article.reviewBy)],
    [names.origin, linked(article.origin, article.origin)],
    [names.source, article.source && linked(article.source, editUrl?.replace("{source}", encodeURI(article.source)))],
  ];
  const known = rows.filter(([, value]) => value);
  if (known.length === 0) return undefined;
  return h("dl", { class: "facts", part: "facts" }, ...known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("bdi", {}, value)))));
}

/** @param {boolean} asking Whether there was anything that can have helped. */
function helped(asking) {
  return h(
    "footer",
    { class: "helped", part: "helped" },
    asking ? h("bdi", {}, strings.helped) : undefined,
    asking ? button("solved", shapes.check, strings.solved) : undefined,
    h("button", { type: "button", class: "button", part: "button", "data-do": "contact" }, strings.needHelp),
    h("p", { class: "reply", role: "status", dir: "auto" }),
  );
}
