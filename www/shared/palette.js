// Colours as custom properties: each is `--kedb-NAME` of the page, else ours.
//
// Dark colours follow the page's own `color-scheme`, not the system's: a light intranet page
// stays light. Browsers without `light-dark()` get the light ones.

/** @typedef {[light: string, dark: string]} Pair */

/** @param {Record<string, Pair>} palette */
export function declare(palette) {
  /** @param {(pair: Pair) => string} pick */
  const list = (pick) =>
    Object.entries(palette)
      .map(([name, pair]) => `--_${name}:var(--kedb-${name},${pick(pair)})`)
      .join(";");
  const light = list(([light]) => light);
  const both = list(([light, dark]) => `light-dark(${light},${dark})`); // floor: the light ones
  return (
    `:host{color-scheme:light;${light}}` +
    `@supports (color:light-dark(#000,#fff)){:host{color-scheme:inherit;${both}}}`
  );
}
