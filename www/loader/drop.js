// Files that are dropped on an element. The browser would open them in place of the page.

/** Takes the files that are dropped anywhere on the element into the box, and shows meanwhile
 * where they go.
 * @param {HTMLElement} host @param {import("./box.js").Box} box */
export function dropZone(host, box) {
  const tree = /** @type {ShadowRoot} */ (host.shadowRoot);
  const show = (/** @type {boolean} */ isOver) => {
    for (const { classList } of tree.querySelectorAll(".box,.trigger")) classList.toggle("drop", isOver);
  };
  /** @param {DragEvent} event */
  const over = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    show(event.type !== "drop");
    if (event.type === "drop") box.take(event.dataTransfer.files);
  };
  for (const type of /** @type {const} */ (["dragenter", "dragover", "drop"])) host.addEventListener(type, over);
  host.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!host.contains(/** @type {Node | null} */ (relatedTarget))) show(false);
  });
}
