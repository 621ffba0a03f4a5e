// Prints one answer alone, readable on paper, whatever the page around it looks like: in a
// frame of its own, which takes the page's policy and loads nothing.

import { h } from "../shared/dom.js";

/** @param {HTMLElement} answer In a shadow tree, whose style it keeps. @param {string} title
 * @param {string} [address] Where the article is found, for the foot of it. */
export function printAlone(answer, title, address) {
  const tree = /** @type {ShadowRoot} */ (answer.getRootNode());
  const frame = h("iframe", { class: "visually-hidden", tabindex: -1, "aria-hidden": "true" });
  tree.append(frame);
  const view = /** @type {Window & typeof globalThis} */ (frame.contentWindow);
  const { document } = view;
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(
    tree.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join(""),
  );
  root.adoptedStyleSheets = [sheet];
  const copy = /** @type {HTMLElement} */ (document.importNode(answer, true));
  for (const part of copy.querySelectorAll(".reasons, .feedback, .callout-internal")) part.remove();
  for (const details of copy.querySelectorAll("details")) details.open = true;
  root.append(h("div", { class: "frame" }, copy, address && h("p", { class: "section" }, address)));
  document.title = title;
  document.body.append(host);
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  view.print();
}
