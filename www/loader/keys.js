// Which keys an element takes for itself, so that no shortcut of the page gets them as well; and
// which key leads into the search.

import { isApple, isComposing } from "../shared/keys.js";

const FIELDS = "input, textarea, select";

/** Stops the keys that a control of the element uses, once the element has handled them.
 * @param {HTMLElement} host */
export function keepKeys(host) {
  /** The keys that are down and were stopped.
   * @type {Set<string>} */
  const down = new Set();
  host.addEventListener("keydown", (event) => {
    if (!uses(event)) return;
    down.add(event.code);
    event.stopPropagation();
  });
  host.addEventListener("keypress", (event) => uses(event) && event.stopPropagation());
  host.addEventListener("keyup", (event) => down.delete(event.code) && event.stopPropagation());
}

/** @param {KeyboardEvent} event */
function uses(event) {
  const [control] = event.composedPath();
  const { key, ctrlKey, metaKey, defaultPrevented } = event;
  // What was prevented did something here: it moved in the list, closed or copied.
  if (defaultPrevented || isComposing(event)) return true;
  if (!(control instanceof HTMLElement)) return false;
  const isField = control.matches(FIELDS);
  if (key === "Enter" || key === " ") return isField || control.matches("a, button, summary");
  if (!isField) return false;
  const isText = key.length === 1 && ((!ctrlKey && !metaKey) || event.getModifierState("AltGraph"));
  const moves = control.getAttribute("role") === "combobox" ? /^Arrow(Left|Right)$/ : /^Arrow/;
  return isText || key === "Backspace" || key === "Delete" || moves.test(key);
}

/** Whether this key is the hotkey, pressed where it may be taken.
 * @param {KeyboardEvent} event
 * @param {string} hotkey As in `mod+k` or `/`. */
export function isHotkey(event, hotkey) {
  const [key, ...mods] = hotkey.toLowerCase().split("+").reverse();
  const { ctrlKey, metaKey, shiftKey, altKey, defaultPrevented } = event;
  if (!key || defaultPrevented || isComposing(event) || !presses(event, key)) return false;
  const mod = mods.includes("mod");
  const [held, other] = isApple() ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  if (held !== mod || other || altKey !== mods.includes("alt")) return false;
  // Some layouts need Shift for `/`.
  if (shiftKey !== mods.includes("shift") && /\w/.test(key)) return false;
  const [target] = event.composedPath();
  // In an editor, Mod+K makes a link; in a field of a form it does nothing.
  return mod ? !isEditor(target) : !mayBeText(target);
}

/** Whether the key is this one. On a layout without Latin letters the place of the key counts.
 * @param {KeyboardEvent} event @param {string} wanted */
function presses({ key, code }, wanted) {
  const isLatin = /^[\0-\u024f]/.test(key);
  return isLatin ? key.toLowerCase() === wanted : code.toLowerCase() === `key${wanted}`;
}

/** @param {EventTarget} target */
function isEditor(target) {
  return document.designMode === "on" || (target instanceof HTMLElement && target.isContentEditable);
}

/** Whether what has the focus may be written into. What lies in a closed shadow tree can't be
 * known: its host is taken for a field, unless it can have the focus itself.
 * @param {EventTarget} target */
function mayBeText(target) {
  if (!(target instanceof HTMLElement) || target === document.body || target === document.documentElement)
    return isEditor(target);
  const isKnown = target.matches("a, button, summary, [tabindex]") && !target.localName.includes("-");
  return !isKnown || isEditor(target) || target.matches("[role=textbox], [role=searchbox], [role=combobox]");
}
