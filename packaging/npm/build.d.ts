/** What `kedb/build` gives to scripts that run in Node.js. */

export interface BuildOptions {
  /** The folder that is written: `agents` and `public` in it, or the one bundle itself. */
  out: string;
  /** Whose bundle to make. Default: both, each in a folder of its own. */
  audience?: "internal" | "public" | "all";
  /** Settings to use instead of the knowledge base's own `kedb.toml`. */
  config?: string;
  /** Write nothing if an article has an error, and reject. */
  strict?: boolean;
  /** Delete the files of earlier builds, which open pages may still need. */
  prune?: boolean;
}

/** The numbers of a build. */
export interface BuildSummary {
  articles: number;
  /** Articles that were left out because of an error. */
  left_out: number;
  /** Articles that are retired. */
  retired: number;
  /** Articles that `exclude` names. */
  excluded: number;
  files: number;
  bytes: number;
  index_bytes: number;
  seconds: number;
}

/**
 * Builds the bundles of the knowledge base in the folder `kb`. Rejects with the program's message
 * where nothing could be built; what it says of a build that was made, such as why an article was
 * left out, goes to the standard error output.
 */
export function build(kb: string, options: BuildOptions): Promise<BuildSummary>;

/** The path of the program for this system. */
export function program(): string;
