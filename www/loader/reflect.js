// Properties of the elements, which say the same as their attributes: frameworks set the ones or
// the others.

/** Gives a class of elements a property for each of these attributes: `ticketUrl` for `ticket-url`.
 * @param {typeof HTMLElement} element @param {string[]} attributes @param {string[]} [switches] Those
 *   that are there or not. */
export function reflect({ prototype }, attributes, switches = []) {
  for (const name of [...attributes, ...switches]) {
    const isSwitch = switches.includes(name);
    Object.defineProperty(prototype, property(name), {
      configurable: true,
      enumerable: true,
      /** @this {HTMLElement} */
      get() {
        return isSwitch ? this.hasAttribute(name) : (this.getAttribute(name) ?? "");
      },
      /** @this {HTMLElement} @param {unknown} value */
      set(value) {
        if (isSwitch) this.toggleAttribute(name, Boolean(value));
        else if (value === undefined || value === null) this.removeAttribute(name);
        else this.setAttribute(name, `${value}`);
      },
    });
  }
}

/** Takes over properties that were set before the class was there: they hide its own.
 * @param {HTMLElement} element */
export function takeOver(element) {
  for (const name of Object.keys(element)) {
    if (!(name in Object.getPrototypeOf(element))) continue;
    const any = /** @type {any} */ (element);
    const value = any[name];
    delete any[name];
    any[name] = value;
  }
}

/** @param {string} attribute */
function property(attribute) {
  return attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
