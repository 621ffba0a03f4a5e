// Undoes gzip, up to what a file of a bundle may hold.

/** The most bytes that a file inflates to, as `MAX_FILE` in engine/src/bundle.rs. */
export const MOST = 64 << 20;

/** The bytes without gzip, which some servers have undone already.
 * @param {ArrayBuffer} bytes
 * @returns {Promise<ArrayBuffer>} */
export async function inflate(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first !== 0x1f || second !== 0x8b) return bytes;
  let left = MOST;
  const cap = new TransformStream({
    transform(part, to) {
      left -= part.length;
      if (left < 0) to.terminate();
      else to.enqueue(part);
    },
  });
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const inflated = await new Response(stream.pipeThrough(cap)).arrayBuffer();
  // An error of the stream would come out as one of the network.
  if (left < 0) throw new Error("A file exceeds 64 MiB.");
  return inflated;
}
