// The generated glue of the wasm engine, so that types are checked without it. What its
// methods give is described in kedb.d.ts.
declare module "*/pkg/kedb.js" {
  export default function init(options: { module_or_path: BufferSource }): Promise<unknown>;

  export class Engine {
    /** Opens the bundle at `baseUrl`: its manifest's text and its hot pack as fetched. */
    static open(baseUrl: string, manifest: string, hot: Uint8Array): Promise<Engine>;
    search(text: string, options: object): Promise<unknown>;
    article(id: string): Promise<unknown>;
    facets(): unknown;
    brokenNow(): unknown;
    info(): unknown;
    free(): void;
  }
}
