// Loads the rest of a small bundle ahead, while nothing else is going on: whoever has met the
// search once has it when the network is gone. Only into the browser's cache, where the engine
// finds what it asks for.

/** @param {Pick<import("../loader/bundle.js").Edition, "base" | "manifest" | "from">} edition
 * @param {AbortSignal} signal Ends it.
 * @returns {Promise<void>} Settled when all is here; never rejected. */
export async function prefetch({ base, manifest, from }, signal) {
  const { list } = manifest.files;
  if (!list || /** @type {any} */ (navigator).connection?.saveData) return;
  try {
    /** @type {string[]} */
    const paths = JSON.parse(new TextDecoder().decode(await from.fetchFile(base, list)));
    for (const path of paths) {
      await new Promise((idle) => (globalThis.requestIdleCallback ?? setTimeout)(idle)); // floor: a timer
      // Read to the end: what is not is not kept.
      await (await fetch(base + path, { signal, cache: "force-cache" })).arrayBuffer();
    }
  } catch {
    // The element was removed, or the network went away too early.
  }
}
