// Files that fall beside the search: the browser would open them in place of the page, so the search
// gets them.

/** Leads files that are dropped anywhere on the page to the search. */
export function catchFiles() {
  for (const type of /** @type {const} */ (["dragover", "dragleave", "drop"])) addEventListener(type, lead);
}

/** @param {DragEvent} event */
function lead(event) {
  const { type, dataTransfer, relatedTarget } = event;
  if (event.defaultPrevented || !dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  // Only out of the window, and not from one part of the page to another.
  if (type === "dragleave" && relatedTarget) return;
  document.querySelector("kedb-search")?.dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }));
}
