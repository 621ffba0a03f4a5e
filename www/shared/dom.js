// Builds nodes. Text goes in as text; there is no way to pass markup.

/** An element with these attributes and children; `undefined` and `false` leave one out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes]
 * @param {...(Node | string | undefined)} children
 * @returns {HTMLElementTagNameMap[T]} */
export function h(tag, attributes, ...children) {
  const node = withAttributes(document.createElement(tag), attributes);
  for (const child of children) if (child) node.append(child);
  return node;
}

/** A 24 by 24 line drawing, hidden from assistive technology.
 * @param {string} path */
export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const looks = { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" };
  const svg = withAttributes(document.createElementNS(space, "svg"), looks);
  svg.append(withAttributes(document.createElementNS(space, "path"), { d: path }));
  return svg;
}

/** The element with these attributes.
 * @template {Element} E
 * @param {E} node @param {Record<string, string | number | boolean | undefined>} [attributes] */
function withAttributes(node, attributes = {}) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = /** @type {string} */ (value === true ? "" : value);
    if (value !== undefined && value !== false) node.setAttribute(name, text);
  }
  return node;
}

/** A style sheet for `adoptedStyleSheets`, which no `style-src` forbids.
 * @param {string} css */
export function sheet(css) {
  const result = new CSSStyleSheet();
  result.replaceSync(css);
  return result;
}
