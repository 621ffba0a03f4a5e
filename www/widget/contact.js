// The way from the search to people, and to the form of a new article.

import { h } from "../shared/dom.js";
import { safeAddress } from "./answer/tree.js";
import { strings } from "./strings.js";

/** The form of a ticket, if its address is known: from the page, else from the bundle.
 * @param {HTMLElement} host @param {Pick<import("./client/api.js").Client, "info">} kb */
export function ticketAddress(host, kb) {
  return host.getAttribute("ticket-url") ?? kb.info.ticketUrl;
}

/** @param {boolean} ticket Whether it opens a ticket. */
export function contactButton(ticket) {
  const text = ticket ? strings.openTicket : strings.needHelp;
  return h("button", { type: "button", class: "button", part: "button", "data-do": "contact" }, text);
}

/** A link to the form of a new article that declares this code.
 * @param {string | undefined} newUrl The address of the form, with its places. @param {string} code */
export function documentLink(newUrl, code) {
  // The file that the address brings along has the code between double quotes.
  const href = filled(newUrl, { code, quoted: JSON.stringify(code).slice(1, -1) });
  const look = { class: "button", part: "button", target: "_blank", rel: "noopener noreferrer" };
  return href ? h("a", { href, ...look }, strings.document) : undefined;
}

/** An address with these values in the places that bear their names, if it is one to follow.
 * @param {string | undefined} address @param {Record<string, string>} values */
export function filled(address, values) {
  const text = address?.replace(/\{(\w+)\}/g, (place, name) =>
    // Half of a character, where a text was cut, has no code to write.
    name in values ? encodeURIComponent(values[name].replace(/\p{Cs}/gu, "")) : place,
  );
  return safeAddress(text, document.baseURI);
}
