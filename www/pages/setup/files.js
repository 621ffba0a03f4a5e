// Whether the folder's files arrive as they were published: all of them, as what they are, and
// unchanged.

import { sentence } from "./sentence.js";

/**
 * @typedef {import("./server-tests.js").Finding} Finding
 * @typedef {import("./server-tests.js").Got} Got
 */

/** Whether a page came where a file was asked for.
 * @param {Got} got */
const isPage = ({ name, response, text }) =>
  !name.endsWith(".html") && (/^\s*</.test(text) || /^text\/html\b/.test(response?.headers.get("content-type") ?? ""));

/** @param {string} base @param {Got[]} all @returns {Finding} */
export function arrival(base, all) {
  const about = "Files arrive";
  const page = all.find((got) => got.response?.ok && isPage(got));
  if (page) {
    return {
      verdict: "broken",
      about,
      found: sentence`a web page came where ${page.name} was asked for: a sign-in page, or an application that
          answers every address.`,
      ask: sentence`Please let ${base} and all below it be answered with the files that lie there. For ${page.name} the
          server sends an HTML page${page.response?.redirected ? ` from ${page.response.url}` : ""}. If a
          sign-in is needed, it must accept the session of the page that the search is on; answer with status
          401 instead of a page where there is none.`,
    };
  }
  const led = all.find((got) => got.led);
  if (led) {
    return {
      verdict: "broken",
      about,
      found: sentence`the server leads to another server when asked for ${led.name}: to a sign-in, most likely. Sign in
          again, and test again.`,
      ask: sentence`At ${base}, the server answers with a redirect to another server when asked for ${led.name}. Please
          let it be answered with the file that lies there, also by the session of the page that the search is
          on; with status 401 instead of a redirect where there is none.`,
    };
  }
  const missing = all.filter(({ response }) => !response?.ok);
  if (missing.length === 0) return { verdict: "fine", about, found: `all ${all.length} that were asked for.` };
  const [{ name, response }] = missing;
  const answer = response ? `answers with ${response.status}` : "does not answer";
  const reason = missing.every(({ name }) => name.startsWith("_/"))
    ? sentence`The folder “_” must be published too; some hosts leave out names that begin with an underscore
        (GitHub Pages does until there is an empty file “.nojekyll” at the top).`
    : missing.every(({ name }) => /\.(json|bin)$/.test(name))
      ? sentence`IIS refuses endings that it has no MIME type for: add .json as application/json and .bin as
          application/octet-stream.`
      : "Please publish the whole folder, names and sub-folders unchanged.";
  return {
    verdict: "broken",
    about,
    found: `the server ${answer} when asked for ${name}.`,
    ask: `At ${base}, the server ${answer} when asked for ${missing.map(({ name }) => name).join(", ")}. ${reason}`,
  };
}

/** The mark that lies in the folder while a build writes into it. It is empty. */
export const UNFINISHED = "_/placing.new";

/** A finding if the last build of the folder did not finish.
 * @param {string} base @param {Got} mark What came of asking for it: nothing, as a rule.
 * @returns {Finding | undefined} */
export function brokenOff(base, { response, text }) {
  // Some servers answer every address, but with a page.
  if (!response?.ok || text) return undefined;
  return {
    verdict: "broken",
    about: "The build",
    found: sentence`a build of this folder broke off, or still runs: it may hold files that nobody shall read any
        more.`,
    ask: sentence`The last build of ${base} did not come to its end. Please run “kedb build” again, publish the
        folder whole, and delete on the server what the build has deleted (${UNFINISHED} among it).`,
  };
}

/** @param {string} base @param {Got[]} all @returns {Finding} */
export function types(base, all) {
  const about = "Types";
  const wrong = all.find(
    ({ name, response }) =>
      name.endsWith(".js") &&
      response?.ok &&
      !/^(text|application)\/(x-)?(java|ecma)script\b/.test(response.headers.get("content-type") ?? ""),
  );
  if (!wrong) return { verdict: "fine", about, found: "scripts are sent as JavaScript." };
  const type = wrong.response?.headers.get("content-type") || "nothing";
  return {
    verdict: "broken",
    about,
    found: `${wrong.name} is sent as ${type}; browsers run no script module of that type.`,
    ask: sentence`At ${base}, please send files that end in .js with the header “Content-Type: text/javascript”. Now
        ${wrong.name} is sent as ${type}.`,
  };
}

/** @param {string} base @param {{ path: string, integrity?: string }[]} files @returns {Promise<Finding>} */
export async function integrity(base, files) {
  const about = "Unchanged";
  const sound = await Promise.all(
    files
      .filter(({ integrity }) => integrity)
      .map(({ path, integrity }) =>
        fetch(base + path, { integrity, cache: "no-store" }).then(
          ({ ok }) => ok && undefined,
          () => path,
        ),
      ),
  );
  const changed = sound.find((path) => path);
  if (!changed) return { verdict: "fine", about, found: "scripts and engine arrive byte for byte." };
  return {
    verdict: "broken",
    about,
    found: `${changed} is missing, or was changed on its way.`,
    ask: sentence`Please let the files below ${base}_/ arrive byte for byte: no minifying, no script that a proxy
        puts in, no conversion of line ends at upload (binary mode). ${changed} is not what was published.`,
  };
}
