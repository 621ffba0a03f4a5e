// Colours as custom properties: each is `--kedb-NAME` of the page, else ours.
//
// Dark colours follow the page's own `color-scheme`, not the system's: a light intranet page
// stays light. Browsers without `light-dark()` get the light ones.

/** @param {Record<string, [light: string, dark: string]>} palette */
export function declare(palette) {
  /** @param {(light: string, dark: string) => string} pick */
  const list = (pick) =>
    Object.entries(palette)
      .map(([name, [light, dark]]) => `--_${name}:var(--kedb-${name},${pick(light, dark)})`)
      .join(";");
  return (
    `:host{color-scheme:light;${list((light) => light)}}` +
    // floor: the light colours above
    `@supports (color:light-dark(#000,#fff)){:host{color-scheme:inherit;${list((light, dark) => `light-dark(${light},${dark})`)}}}`
  );
}
