// What the page of an article can do with scripts: copy the workaround, copy code, and let the
// keyboard scroll what is too wide.

import { h } from "../shared/dom.js";
import { writeClipboard } from "../widget/answer/copy.js";
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
  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries) reach(target);
  });
  for (const block of document.querySelectorAll("main pre, main .scroll")) wide.observe(block);
  const steps = /** @type {HTMLElement | null} */ (
    document.querySelector("article .workaround:not([data-state=none])")
  );
  steps?.append(
    h(
      "p",
      { class: "tools" },
      copyButton(words.copySteps, () => workaround(steps)),
    ),
  );
}

/** Lets the keyboard scroll it, if there is anything to scroll.
 * @param {Element} block */
function reach(block) {
  if (block.scrollWidth > block.clientWidth) block.setAttribute("tabindex", "0");
  else block.removeAttribute("tabindex");
}

/** The title, the steps without notes for agents, and the address.
 * @param {HTMLElement} steps */
function workaround(steps) {
  const left = /** @type {NodeListOf<HTMLElement>} */ (steps.querySelectorAll(".internal, .tools, .code button"));
  for (const node of left) node.hidden = true;
  const text = steps.innerText.trim();
  for (const node of left) node.hidden = false;
  return `${document.querySelector("h1")?.innerText}\n\n${text}\n\n${location.href}\n`;
}

/** @param {string} label @param {() => string} text What is copied. */
function copyButton(label, text) {
  const button = h("button", { type: "button", class: "copy" }, label);
  const said = h("span", { role: "status", class: "visually-hidden" });
  button.addEventListener("click", async () => {
    if (!(await writeClipboard({ text: text() }))) return;
    button.firstChild?.replaceWith(words.copied);
    said.textContent = words.copied;
    setTimeout(() => {
      button.firstChild?.replaceWith(label);
      said.textContent = "";
    }, CONFIRMED);
  });
  button.append(said);
  return button;
}
