/** `import "kedb/element"` defines `<kedb-search>`, `<kedb-suggest>` and `<kedb-answer>`. */

export { KedbAnswer, KedbSearch, KedbSuggest } from "./kedb.js";
