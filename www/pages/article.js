// What the page of an article can do with scripts: warn that it is old, copy the steps and code, say
// that it helped, and let the keyboard scroll what is too wide.

import { staleness } from "../shared/age.js";
import { h } from "../shared/dom.js";
import { writeClipboard } from "../widget/answer/copy.js";
import { emit } from "../widget/events.js";
import { words } from "./words.js";

/** How long a button says that something was copied, in milliseconds. */
const CONFIRMED = 2000;

/** Adds to the page what it can do. */
export function equip() {
  const blocks = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("main pre"));
  for (const block of blocks) {
    const button = copyButton(words.copy, () => block.innerText);
    const frame = h("div", { class: "code" });
    block.replaceWith(frame);
    frame.append(block, button);
  }
  for (const link of document.querySelectorAll("article a[href]")) {
    const [text, address] = [link.textContent, link.getAttribute("href")].map((said) => bare(said ?? ""));
    link.classList.toggle("address", text === address);
  }
  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries) reach(target);
  });
  for (const block of document.querySelectorAll("main pre, main table")) wide.observe(block);
  const article = /** @type {HTMLElement | null} */ (document.querySelector("article[data-id]"));
  if (article) warnOfAge(article);
  // Only what answers can be copied: the page brings the word for it.
  if (!article?.dataset.copy) return;
  const steps = /** @type {HTMLElement[]} */ ([...article.querySelectorAll(".workaround")]);
  const copy = copyButton(article.dataset.copy, () => workaround(steps));
  steps.at(-1)?.append(h("p", { class: "tools" }, copy, ...solved(article)));
}

/** An address as people write it.
 * @param {string} address */
function bare(address) {
  return address
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/\/$/, "");
}

/** Says that nobody has looked at the article for long: how long, only the day of reading tells.
 * @param {HTMLElement} article */
function warnOfAge(article) {
  const say = {
    lastChecked: (/** @type {string} */ age) => words.lastChecked.replace("{age}", age),
    reviewDue: (/** @type {string} */ age) => words.reviewDue.replace("{age}", age),
  };
  const said = staleness(article.dataset, say, document.documentElement.lang);
  if (said) article.querySelector(".badges")?.after(h("p", { class: "stale" }, said));
}

/** Lets the keyboard scroll it, if there is anything to scroll.
 * @param {Element} block */
function reach(block) {
  if (block.scrollWidth > block.clientWidth) block.setAttribute("tabindex", "0");
  else block.removeAttribute("tabindex");
}

/** The title, the steps without notes for agents, and the address. What a callout is, is said as on
 * the screen, where the style sheet says it.
 * @param {HTMLElement[]} steps The sections that answer. */
function workaround(steps) {
  const left = steps.flatMap((section) => [
    .../** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(".internal, .tools, .code button")),
  ]);
  const callouts = steps.flatMap((section) => [
    .../** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("aside[data-label]")),
  ]);
  const labels = callouts.map((callout) => {
    const label = h("span", {}, `${callout.dataset.label}: `);
    (callout.firstElementChild ?? callout).prepend(label);
    return label;
  });
  for (const node of left) node.hidden = true;
  const text = steps.map((section) => section.innerText.trim()).join("\n\n");
  for (const node of left) node.hidden = false;
  for (const label of labels) label.remove();
  return `${document.querySelector("h1")?.innerText}\n\n${text}\n\n${location.href}\n`;
}

/** @param {string} label @param {() => string} text What is copied. */
function copyButton(label, text) {
  const button = h("button", { type: "button", class: "tool" }, label);
  const said = h("span", { role: "status", class: "visually-hidden" });
  button.addEventListener("click", async () => {
    const done = (await writeClipboard({ text: text() })) ? words.copied : words.copyFailed;
    button.firstChild?.replaceWith(done);
    said.textContent = done;
    setTimeout(() => {
      button.firstChild?.replaceWith(label);
      said.textContent = "";
    }, CONFIRMED);
  });
  button.append(said);
  return button;
}

/** A button that says that the article helped, and the thanks that take its place. A script that
 * somebody added to the page hears of it as from the search.
 * @param {HTMLElement} article */
function solved(article) {
  const button = h("button", { type: "button", class: "tool" }, words.solved);
  const thanks = h("span", { role: "status", tabindex: -1 });
  button.addEventListener("click", () => {
    const { id = "" } = article.dataset;
    if (!emit(article, "solved", { id, query: "", lines: 0 })) return;
    thanks.textContent = words.thanks;
    thanks.focus();
    button.remove();
  });
  return [button, thanks];
}
