// What the plugins for site generators share.

import { build } from "kedb/build";

/** Builds one audience's bundle into a folder of the site. A site has one kind of readers: with
 * both bundles in it the public could read the agents' one.
 * @param {string} base The folder of the knowledge base.
 * @param {string} out
 * @param {"public" | "internal"} audience */
export async function bundle(base, out, audience) {
  if (audience !== "public" && audience !== "internal")
    throw new Error(`kedb: the audience is "${audience}": expected "public" or "internal"`);
  await build(base, { out, audience, prune: true });
}
