// The service that the page is about: a filter in the box, which the reader can lift.

import { h, icon } from "../shared/dom.js";
import { shapes } from "./icons.js";
import { strings } from "./strings.js";

export class ServiceChip {
  element = h("button", { type: "button", class: "chip", part: "chip", "data-do": "all-services", hidden: true });
  /** The key of the service; empty for all of them. */
  service = "";
  #kb;

  /** @param {import("./client/api.js").Client} knowledgeBase */
  constructor(knowledgeBase) {
    this.#kb = knowledgeBase;
  }

  /** @param {string} service */
  async set(service) {
    this.service = service;
    this.element.hidden = !service;
    if (!service) return;
    const facets = await this.#kb.facets().catch(() => undefined);
    const name = facets?.services.find(({ key }) => key === service)?.name ?? service;
    this.element.replaceChildren(strings.onlyService(name), icon(shapes.close));
    this.element.setAttribute("aria-label", strings.liftService(name));
  }
}
