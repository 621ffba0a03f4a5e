// A service worker of the page that keeps whatever it sees keeps each check for a new build too,
// since each has an address of its own: see `readManifest` in loader/bundle.js.

/** Removes the manifests of earlier checks from the caches of the page. The manifest itself stays
 * there, for when the network is gone.
 * @param {string} base The bundle's address. */
export async function dropFormerChecks(base) {
  if (!navigator.serviceWorker?.controller) return;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys(`${base}manifest.json`, { ignoreSearch: true }))
      if (new URL(request.url).searchParams.has("at")) await cache.delete(request);
  }
}
