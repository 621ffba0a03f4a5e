/** Text that is broken into lines here and is one line there.
 * @param {TemplateStringsArray} parts @param {...(string | number)} values */
export function sentence(parts, ...values) {
  return String.raw({ raw: parts.map((part) => part.replace(/\n\s+/g, " ")) }, ...values);
}
