// What all elements have to know about keys.

/** Whether a key belongs to a composition. Safari ends one before the key that ended it, and
 * gives that key the code 229.
 * @param {KeyboardEvent} event */
export function isComposing({ isComposing, keyCode }) {
  return isComposing || keyCode === 229;
}

/** Whether shortcuts are made with the Command key. */
export function isApple() {
  return /Mac|iP/.test(navigator.platform);
}
