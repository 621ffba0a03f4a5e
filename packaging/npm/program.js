// Where the program is: in the package of this system, which npm has installed beside this one.

import { createRequire } from "node:module";

/** The path of the program for this system. */
export function program() {
  const system = `${process.platform}-${process.arch}`;
  const file = process.platform === "win32" ? "kedb.exe" : "kedb";
  try {
    return createRequire(import.meta.url).resolve(`@kedb/${system}/bin/${file}`);
  } catch {
    throw new Error(
      `kedb: the package @kedb/${system} is missing. Install kedb again without --omit=optional; if there is no such package, kedb is not released for this system.`,
    );
  }
}
