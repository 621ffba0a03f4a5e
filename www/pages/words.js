// The words that scripts add to a static page. The page brings them, in its own language.

/** @type {Record<"copy" | "copied" | "copyFailed" | "solved" | "thanks" | "filter" | "none", string>} */
export const words = JSON.parse(document.querySelector("main")?.dataset.words ?? "{}");
