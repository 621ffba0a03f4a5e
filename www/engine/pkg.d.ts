// The generated glue of the wasm engine, so that types are checked without it. What its
// methods give is written by engine/src/wasm.rs, and read by values.js.
declare module "*/pkg/kedb.js" {
  export default function init(options: { module_or_path: BufferSource }): Promise<unknown>;

  export class Engine {
    /** The bundle at `base`: its manifest's text, and what that says of the hot pack and of pages. */
    constructor(base: string, manifest: string, path: string, checksum: string, pages: boolean);
    isPacked(path: string, bytes: Uint8Array): boolean;
    supply(path: string, content: Uint8Array): void;
    search(
      text: string,
      mode: string,
      typing: boolean,
      pasted: boolean,
      literal: boolean,
      facets: boolean,
      brief: boolean,
      limit?: number,
      service?: string,
      status?: string,
      severity?: number,
    ): Uint8Array;
    article(id: string): Uint8Array;
    facets(): Uint8Array;
    brokenNow(): Uint8Array;
    info(): Uint8Array;
    free(): void;
  }
}

// What undoes LZMA, as base64: the build task `wasm` writes it.
declare module "*/pkg/unpack.js" {
  export const UNPACK: string;
}
