// How a language is written. The list is in right-to-left.json, which the static pages read too.

// floor: the bundler puts it in
import rightToLeft from "../shared/right-to-left.json" with { type: "json" };

const { scripts, languages } = rightToLeft;

/** The direction of a language: by the script that its tag names, else by the usual one.
 * @param {string} tag As in `ar`, `ckb-IQ`, `pa-Arab-PK`. */
export function directionOf(tag) {
  const [language, ...subtags] = tag.toLowerCase().split(/[-_]/);
  const script = subtags.find((subtag) => /^[a-z]{4}$/.test(subtag));
  return (script ? scripts.includes(script) : languages.includes(language)) ? "rtl" : "ltr";
}
