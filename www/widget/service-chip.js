// The service that the page is about: a filter in the box, which the reader can lift.

import { h, icon } from "../shared/dom.js";
import { shapes } from "./icons.js";
import { strings } from "./strings.js";

export class ServiceChip {
  element = h("button", { type: "button", class: "chip", part: "chip", "data-do": "all-services", hidden: true });
  /** The key of the service; empty for all of them. */
  service = "";

  /** @param {string} service @param {import("./client/api.js").Client} kb Knows its name. */
  async set(service, kb) {
    this.service = service;
    this.element.hidden = !service;
    if (!service) return;
    const facets = await kb.facets().catch(() => undefined);
    const name = facets?.services.find(({ key }) => key === service)?.name ?? service;
    this.element.replaceChildren(strings.onlyService(name), icon(shapes.close));
    this.element.setAttribute("aria-label", strings.liftService(name));
  }
}
