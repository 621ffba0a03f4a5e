// What keys do in the search, beside those of its list.

import { isComposing } from "../shared/keys.js";
import { replaceText } from "./box-tools.js";

/**
 * What the keys act on, and what they do.
 * @typedef {object} Stage
 * @property {import("../loader/box.js").Box} box
 * @property {import("./answer/panel.js").AnswerPanel} answer
 * @property {HTMLElement} list
 * @property {(refocus: boolean) => void} close Closes the answer.
 * @property {() => boolean} copy Whether there was something to copy.
 * @property {() => void} liftService
 */

/** Listens to the keys of the search until the signal ends it. Call it before the list listens.
 * @param {HTMLElement} frame @param {Stage} stage @param {AbortSignal} signal */
export function onKeys(frame, stage, signal) {
  stage.box.input.addEventListener("keydown", (event) => isComposing(event) || inputKey(event, stage), { signal });
  frame.addEventListener("keydown", (event) => event.defaultPrevented || isComposing(event) || key(event, stage), {
    signal,
  });
}

/** Escape goes back a step at a time, at last out of the dialog; Mod+C copies an answer.
 * @param {KeyboardEvent} event @param {Stage} stage */
function key(event, stage) {
  const { key, target, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (key === "Escape") {
    if (stepBack(target, stage)) event.preventDefault();
  } else if (key.toLowerCase() === "c" && (ctrlKey || metaKey) && !shiftKey && !altKey && !isSelected(target)) {
    if (stage.copy()) event.preventDefault();
  }
}

/** @param {EventTarget | null} from @param {Stage} stage
 * @returns {boolean} whether the key did something */
function stepBack(from, { box, answer, close }) {
  const { input, text, log } = box;
  if (answer.actions.leaveFeedback(from)) return true;
  if (answer.article) close(true);
  else if (from !== input) {
    input.focus();
    input.select();
  } else if (text || log) replaceText(box, "");
  else return false;
  return true;
}

/** @param {KeyboardEvent} event @param {Stage} stage */
function inputKey({ key }, { box, answer, list, close, liftService }) {
  const { input, text, log } = box;
  if (key === "Backspace" && input.selectionStart === 0 && input.selectionEnd === 0) {
    if (log) box.fill(text);
    else liftService();
  }
  // Where the answer covers the list, the arrows go back to the list.
  const covered = answer.article && !list.getClientRects().length;
  if (covered && (key === "ArrowDown" || key === "ArrowUp")) close(false);
}

/** Calls `close` when somebody goes back by the key or gesture of a phone.
 * @param {() => void} close
 * @returns {{ destroy(): void } | undefined} */
export function backKey(close) {
  const Watcher = /** @type {any} */ (globalThis).CloseWatcher; // floor: going back leaves the page
  if (!Watcher || !matchMedia("(pointer: coarse)").matches) return undefined;
  const watcher = new Watcher();
  watcher.onclose = close;
  return watcher;
}

/** Whether there is a selection that Mod+C would copy by itself.
 * @param {EventTarget | null} target */
function isSelected(target) {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
    return target.selectionStart !== target.selectionEnd;
  return `${getSelection()}` !== "";
}
