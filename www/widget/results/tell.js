// Tells screen readers and the page what was found, once the results stand still.

import { emit } from "../events.js";
import { strings } from "../strings.js";

/**
 * @param {HTMLElement} host
 * @param {import("../messages.js").Messages} messages
 * @param {import("../../kedb.d.ts").Results} results
 * @param {import("../../kedb.d.ts").Asked} asked
 * @param {string} said What the notes above the results say.
 */
export function tell(host, messages, { total, hits, related, unknownCodes }, asked, said) {
  const unknown = unknownCodes.length ? strings.unknownCode(unknownCodes) : strings.nothing;
  const nothing = related.length ? strings.unsure : unknown;
  const others = related.length ? `. ${strings.relatedCount(related.length)}` : "";
  const counted = hits.length ? strings.count(total) : nothing + others;
  messages.announce(said ? `${said} ${counted}` : counted);
  emit(host, "search", { ...asked, total, shown: hits.map(({ id }) => id) });
  if (!hits.length) emit(host, "no-results", { ...asked, unknownCodes });
}
