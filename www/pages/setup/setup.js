// setup.html: puts the folder's own address into the snippets, makes them ready to copy, and
// shows whether the server is set up well, each finding with the sentence to send to whoever
// runs it. What is found out, and how, is in server-tests.js.

import { writeClipboard } from "../../widget/answer/copy.js";
import { h } from "../../shared/dom.js";
import { testServer } from "./server-tests.js";

/** How long a button says that it has copied. */
const CONFIRMED = 2000;

// This script lies in a folder of the bundle. The page's own address may lack its last slash.
const base = new URL("../", import.meta.url).href;

/** The page brings the words, in its own language; what is found is said in English, as servers do.
 * @type {Record<import("./server-tests.js").Finding["verdict"] | "copy" | "copied" | "copyFailed" | "testing"
 *   | "testAgain" | "allWell" | "works" | "notYet" | "thinkAbout" | "toSend", string>} */
const words = JSON.parse(
  /** @type {HTMLElement | null} */ (document.querySelector("#self-test"))?.dataset.words ?? "{}",
);

for (const snippets of document.querySelectorAll("#snippets")) fillIn(/** @type {HTMLElement} */ (snippets));
for (const block of document.querySelectorAll("main pre")) block.after(copyButton(block.textContent ?? ""));
for (const section of document.querySelectorAll("#self-test")) show(/** @type {HTMLElement} */ (section));

/** @param {HTMLElement} snippets */
function fillIn(snippets) {
  const example = snippets.dataset.address ?? "";
  snippets.querySelector("#stands-for")?.remove();
  for (const code of snippets.querySelectorAll("pre code")) {
    code.textContent = (code.textContent ?? "").replaceAll(example, base.replace(/\/$/, ""));
  }
}

/** @param {string} text */
function copyButton(text) {
  const button = h("button", { type: "button", class: "tool" }, words.copy);
  button.addEventListener("click", async () => {
    button.textContent = (await writeClipboard({ text })) ? words.copied : words.copyFailed;
    setTimeout(() => (button.textContent = words.copy), CONFIRMED);
  });
  return button;
}

/** @param {HTMLElement} section */
async function show(section) {
  const state = h("p", { role: "status" });
  const again = h("button", { type: "button", class: "tool" }, words.testAgain);
  const list = h("ul", { class: "findings" });
  section.append(state, list, again);
  section.hidden = false;
  const run = async () => {
    again.disabled = true;
    state.textContent = words.testing;
    list.replaceChildren();
    /** @type {import("./server-tests.js").Finding[]} */
    const findings = [];
    await testServer(base, (finding) => {
      findings.push(finding);
      list.append(item(finding));
    });
    const count = (/** @type {string} */ verdict) => findings.filter((finding) => finding.verdict === verdict).length;
    const [broken, advice] = [count("broken"), count("advice")];
    const verdict = broken ? words.notYet.replace("{broken}", `${broken}`) : advice ? words.works : words.allWell;
    state.textContent = verdict + (advice ? ` ${words.thinkAbout.replace("{advice}", `${advice}`)}` : "");
    again.disabled = false;
  };
  again.addEventListener("click", run);
  await run();
}

/** @param {import("./server-tests.js").Finding} finding */
function item({ verdict, about, found, ask }) {
  const says = h("span", { lang: "en" }, h("b", {}, `${about}: `), found);
  const line = h("p", {}, h("strong", { class: "verdict" }, words[verdict]), " ", says);
  const request = ask ? [h("p", {}, words.toSend), h("blockquote", { lang: "en" }, ask), copyButton(ask)] : [];
  return h("li", { "data-verdict": verdict }, line, ...request);
}
