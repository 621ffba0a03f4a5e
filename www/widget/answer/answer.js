// Draws one article as an answer: what to do now, unmistakably first; then how to recognise
// the error, its cause, its fix; then whom to ask.
//
// It only draws: buttons say what they do in `data-do`, and actions.js does it.

import { articleAddress, hasInternalNotes } from "./copy.js";
import { contactButton } from "../contact.js";
import { staleness } from "../../shared/age.js";
import { h, icon } from "../../shared/dom.js";
import { shapes } from "../icons.js";
import { answerName, facts } from "../results/results.js";
import { strings } from "../strings.js";
import { isOnTheWeb, nodes, partFirst, safeAddress } from "./tree.js";

/** @typedef {import("../../kedb.d.ts").Article} Article */

/**
 * @typedef {object} Look
 * @property {string} base The bundle's address.
 * @property {string} lang
 * @property {string} [editUrl]
 * @property {string} [publicUrl]
 * @property {boolean} [tools] With all actions of a search: printing, editing, feedback.
 * @property {Node} [reasons] Why it was found.
 * @property {boolean} [ticket] Whether a ticket can be opened.
 * @property {string} [first] The heading of the case that was found: it comes first.
 */

/** @param {Article} article
 * @param {Look} look */
export function drawAnswer(article, look) {
  const { base, lang, editUrl } = look;
  const rest = article.sections.filter(({ answers }) => !answers);
  return [
    h(
      "header",
      {},
      bar(),
      h("div", { class: "meta" }, ...facts(article, lang)),
      h("h2", { id: "answer-title", dir: "auto", lang: article.lang, part: "answer-title" }, article.title),
      remark(article),
      reach(article),
      stale(article, lang),
    ),
    article.answer ? answerBlock(article.answer, article, look) : nothingYet(article, look),
    ...rest.map((section) => {
      const isOneOfSeveral = rest.filter(({ kind }) => kind === section.kind).length > 1;
      return sectionBlock(section, article, base, isOneOfSeveral);
    }),
    look.reasons,
    factList(article, lang, editUrl),
    look.tools ? h("div", { class: "section" }, feedback()) : undefined,
    helped(article.answer, look),
  ].filter((part) => part !== undefined);
}

/** The ways back: a word where the answer covers the list, a cross where it stands beside it. */
function bar() {
  return h(
    "div",
    { class: "bar" },
    h("button", { type: "button", class: "button back", "data-do": "close" }, icon(shapes.back), strings.back),
    h(
      "button",
      { type: "button", class: "close", "data-do": "close", "aria-label": strings.close },
      icon(shapes.close),
    ),
  );
}

/** @param {Article} article */
function remark({ status, fixedIn, answer }) {
  if (status === "fixed") return h("p", { class: "remark ok" }, fixedIn ? strings.isFixedIn(fixedIn) : strings.isFixed);
  return status === "wont-fix" && answer?.kind === "workaround"
    ? h("p", { class: "remark" }, strings.wontFix)
    : undefined;
}

/** What it affects, and where it ends: the badges that a list has no room for.
 * @param {Article} article */
function reach({ versions, fixedIn, status }) {
  const badge = (/** @type {string} */ name, /** @type {string | undefined} */ value) =>
    value ? h("span", { class: "badge plain", part: "badge" }, `${name} `, h("b", { dir: "ltr" }, value)) : undefined;
  const badges = [
    badge(strings.facts.versions, versions),
    badge(strings.facts.fixComesIn, status === "fixed" ? undefined : fixedIn),
  ];
  return badges.some(Boolean) ? h("p", { class: "meta" }, ...badges) : undefined;
}

/** A warning where nobody has looked for long.
 * @param {Article} article @param {string} lang */
function stale(article, lang) {
  const said = staleness(article, strings, lang);
  return said ? h("p", { class: "remark stale" }, icon(shapes.clock), said) : undefined;
}

/** @param {NonNullable<Article["answer"]>} answer @param {Article} article @param {Look} look */
function answerBlock(answer, article, look) {
  const sections = article.sections.filter(({ answers }) => answers);
  const found = (/** @type {Article["sections"][number]} */ { heading, nodes }) =>
    Number(!!look.first && (heading === look.first || partFirst(nodes, look.first) !== nodes));
  sections.sort((a, b) => found(b) - found(a));
  const [only] = sections.length > 1 ? [] : sections;
  const heading = (/** @type {Article["sections"][number]} */ { heading: text, anchor }) =>
    !only && text ? [h("h4", { id: anchor, dir: "auto" }, text)] : [];
  return h(
    "section",
    { class: "workaround", part: "workaround" },
    h("h3", { id: only?.anchor }, icon(shapes.wrench), h("bdi", {}, answerName(answer))),
    h(
      "div",
      { class: "prose", dir: "auto", lang: article.lang },
      ...sections.flatMap((section) => [
        ...heading(section),
        ...nodes(partFirst(section.nodes, look.first), look.base, article.url),
      ]),
    ),
    actions(true, article, look),
  );
}

/** @param {Article} article @param {Look} look */
function nothingYet(article, look) {
  return h(
    "section",
    { class: "no-workaround", part: "no-workaround" },
    h("h3", {}, icon(shapes.clock), strings.noWorkaround),
    h("p", {}, strings.noWorkaroundLong, article.contact || article.owner ? ` ${ask(article)}` : ""),
    actions(false, article, look),
  );
}

/** Whom to ask about an article, in a sentence.
 * @param {Article} article */
export function ask({ id, contact, owner }) {
  const who = contact ?? owner;
  return who ? strings.askContact({ who, id }) : strings.askDesk(id);
}

/** @param {boolean} copyable @param {Article} article @param {Look} look */
function actions(copyable, article, { tools, editUrl, publicUrl }) {
  const edit =
    tools && article.source && safeAddress(editUrl?.replace("{source}", encodeURI(article.source)), article.url);
  return h(
    "div",
    { class: "actions" },
    tools && copyable && hasInternalNotes(article)
      ? button("copy-internal", shapes.lock, strings.copyInternal)
      : undefined,
    articleAddress(article, publicUrl) ? button("copy-link", shapes.link, strings.copyLink, "button quiet") : undefined,
    isOnTheWeb(article.url) ? externalLink(article.url, article.url, shapes.page, strings.openPage) : undefined,
    tools ? button("print", shapes.print, strings.print, "button quiet") : undefined,
    edit ? externalLink(edit, article.url, shapes.pen, strings.edit) : undefined,
  );
}

/** @param {string} address @param {string} base @param {string} shape @param {string} text */
function externalLink(address, base, shape, text) {
  return h(
    "a",
    { class: "button quiet", part: "button", href: safeAddress(address, base), target: "_blank", rel: "noopener" },
    icon(shape),
    text,
  );
}

/** @param {string} action @param {string} shape @param {string} text @param {string} [look] */
function button(action, shape, text, look = "button") {
  return h(
    "button",
    {
      type: "button",
      class: look,
      part: look.replace("primary", "primary-button").replace(" quiet", ""),
      "data-do": action,
    },
    icon(shape),
    h("span", {}, text),
  );
}

/** @param {Article["sections"][number]} section @param {Article} article @param {string} base
 * @param {boolean} isOneOfSeveral Of its kind: each then has the heading that its author gave it. */
function sectionBlock({ kind, heading, anchor, nodes: trees }, article, base, isOneOfSeveral) {
  const name = kind === "body" || isOneOfSeveral ? heading : undefined;
  const change = kind === "fix" && article.change;
  return h(
    "section",
    { class: `section ${kind}`, part: `section ${kind}` },
    h(
      "h3",
      { id: anchor },
      h("bdi", {}, name ?? strings.section[kind]),
      change
        ? h("span", { class: "badge plain", part: "badge" }, `${strings.facts.change} `, h("b", { dir: "ltr" }, change))
        : undefined,
    ),
    h("div", { class: "prose", dir: "auto", lang: article.lang }, ...nodes(trees, base, article.url)),
  );
}

/** @param {Article} article @param {string} lang @param {string} [editUrl] */
function factList(article, lang, editUrl) {
  const names = strings.facts;
  const day = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeZone: "UTC" });
  const date = (/** @type {string | undefined} */ iso) =>
    iso && h("time", { datetime: iso }, day.format(Date.parse(iso)));
  const linked = (/** @type {string | undefined} */ text, /** @type {string | undefined} */ address) => {
    const href = safeAddress(address, article.url);
    return text && href ? h("a", { href, rel: "noopener noreferrer", target: "_blank" }, text) : text;
  };
  const contact =
    article.contact?.includes("@") && !/\s/.test(article.contact) ? `mailto:${article.contact}` : article.contact;
  /** @type {[string, Node | string | undefined][]} */
  const rows = [
    [
      names.codes,
      article.errorCodes.length
        ? h("span", { class: "codes" }, ...article.errorCodes.map((code) => h("code", { dir: "ltr" }, code)))
        : undefined,
    ],
    [names.service, linked(article.serviceName ?? article.service, article.serviceUrl)],
    [names.owner, article.owner],
    [names.contact, linked(article.contact, /^(https?|mailto):/.test(contact ?? "") ? contact : undefined)],
    [names.slo, linked(article.slo, /^https?:/.test(article.slo ?? "") ? article.slo : article.serviceUrl)],
    [names.problem, article.problem],
    [names.change, article.sections.some(({ kind }) => kind === "fix") ? undefined : article.change],
    [names.reported, date(article.reported)],
    [names.updated, date(article.updated)],
    [names.reviewBy, date(article.reviewBy)],
    [names.origin, linked(article.origin, article.origin)],
    [names.source, article.source && linked(article.source, editUrl?.replace("{source}", encodeURI(article.source)))],
  ];
  const known = rows.filter(([, value]) => value);
  if (!known.length) return undefined;
  return h(
    "dl",
    { class: "facts", part: "facts" },
    ...known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("bdi", {}, value)))),
  );
}

/** What comes next, in sight wherever the answer is scrolled to.
 * @param {Article["answer"]} answer @param {Look} look */
function helped(answer, { ticket = false }) {
  const { kind } = answer ?? {};
  const copy = kind === "workaround" ? strings.copy : kind === "description" ? strings.copyCode : strings.copySteps;
  return h(
    "footer",
    { class: "helped", part: "helped", role: "group", "aria-label": strings.helped },
    h("p", { class: "reply", role: "status", dir: "auto" }),
    answer ? button("copy", shapes.copy, copy, "button primary") : undefined,
    answer ? button("solved", shapes.check, strings.solved) : undefined,
    contactButton(ticket),
  );
}

/** What is wrong with it, for those who keep it. No form: a frame's sandbox may forbid one. */
function feedback() {
  const choices = Object.entries(strings.reasons).map(([value, text], at) =>
    h("label", {}, h("input", { type: "radio", name: "reason", value, checked: at === 0 }), text),
  );
  return h(
    "details",
    { class: "feedback", part: "feedback" },
    h("summary", { class: "button", part: "button" }, strings.feedback),
    h("fieldset", {}, h("legend", {}, strings.whatIsWrong), ...choices),
    h("label", {}, strings.comment, h("textarea", { rows: 2, maxlength: 500, dir: "auto" })),
    h("button", { type: "button", class: "button", part: "button", "data-do": "feedback" }, strings.send),
  );
}
