// `mode="dialog"`: a button where the element stands, and the search in a modal dialog, after
// the ARIA Authoring Practices. The browser keeps focus in it, and gives it back.

import { h } from "../shared/dom.js";

/**
 * Puts the frame into a dialog, and a button where it was.
 * @param {HTMLElement} frame
 * @param {HTMLElement} box Gets a button that closes.
 * @param {(Node | string)[]} face What the button shows.
 * @param {() => void} open
 * @param {string} label
 * @returns {{ dialog: HTMLDialogElement, undo: () => void }} `undo` puts the frame where it was.
 */
export function modal(frame, box, face, open, label) {
  const closer = h("button", { class: "closer", part: "close-button", type: "button" }, "Close");
  const dialog = h("dialog", { part: "dialog", "aria-label": label });
  const trigger = h(
    "button",
    { class: "trigger", part: "trigger", type: "button", "aria-haspopup": "dialog" },
    ...face,
  );
  frame.replaceWith(trigger, dialog);
  dialog.append(frame);
  box.append(closer);
  trigger.addEventListener("click", open);
  // Outside of the frame there is only the page behind.
  dialog.addEventListener("click", ({ target }) => (target === dialog || target === closer) && dialog.close());
  dialog.addEventListener("close", () => lock(false));
  const undo = () => {
    // An open dialog that is removed sends no event, and the page behind would stay locked.
    dialog.close();
    closer.remove();
    trigger.remove();
    dialog.replaceWith(frame);
  };
  return { dialog, undo };
}

/** What the page's own style was before it was locked.
 * @type {string | undefined} */
let overflow;

/** Keeps the page behind from being scrolled.
 * @param {boolean} locked */
export function lock(locked) {
  const { style } = document.documentElement;
  if (locked) {
    overflow ??= style.overflow;
    style.overflow = "hidden";
  } else if (overflow !== undefined) {
    style.overflow = overflow;
    overflow = undefined;
  }
}
