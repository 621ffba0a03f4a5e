// The way from the search to people.

import { h } from "../shared/dom.js";
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
