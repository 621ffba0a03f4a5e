// Reads what the wasm gives: values as engine/src/wasm/values.rs writes them.

/** The value that `bytes` hold.
 * @param {Uint8Array} bytes
 * @returns {any} */
export function read(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  let at = 0;
  /** The next value; `undefined` at the end of a list or an object.
   * @returns {any} */
  const value = () => {
    switch (bytes[at++]) {
      case 1:
        return false;
      case 2:
        return true;
      case 3:
        at += 8;
        return view.getFloat64(at - 8, true);
      case 4: {
        const start = at + 4;
        at = start + view.getUint32(at, true);
        return decoder.decode(bytes.subarray(start, at));
      }
      case 5: {
        const list = [];
        for (let item = value(); item !== undefined; item = value()) list.push(item);
        return list;
      }
      case 6: {
        /** @type {Record<string, any>} */
        const object = {};
        for (let key = value(); key !== undefined; key = value()) object[key] = value();
        return object;
      }
    }
  };
  return value();
}
