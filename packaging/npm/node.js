// What stands for the browser's part where a server renders pages: importing it does nothing, and
// the elements come alive in the browser.

/** @type {typeof import("./kedb.js").open} */
export async function open(_baseUrl, _options) {
  throw new Error("kedb: `open` needs a browser");
}

export class KedbAnswer {}
export class KedbSearch {}
export class KedbSuggest {}
