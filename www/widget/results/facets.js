// What narrows the results down: service, status and severity, each with the numbers of
// articles. Native selects, which every keyboard, reader and phone knows, under a face of ours.

import { h, icon } from "../../shared/dom.js";
import { shapes } from "../icons.js";
import { strings } from "../strings.js";

/** @typedef {{ service?: string, status?: string, severity?: string }} Chosen */
/** @typedef {NonNullable<import("../../kedb.d.ts").SearchOptions["filters"]>} Filters */
/** @typedef {{ value: string, text: string, count: number }} Choice */

export class Facets {
  /** @type {Chosen} */ #chosen = {};
  element = h("div", { class: "filters", part: "filters", role: "group", "aria-label": strings.narrow, hidden: true });
  #menus = /** @type {const} */ (["service", "status", "severity"]).map((name) => new Menu(name));

  /** @param {() => void} changed */
  constructor(changed) {
    for (const { name, element, select, off } of this.#menus) {
      const choose = (/** @type {string} */ value) => {
        this.#chosen[name] = value;
        changed();
      };
      select.addEventListener("change", () => choose(select.value));
      off.addEventListener("click", () => {
        choose("");
        select.focus();
      });
      this.element.append(element);
    }
  }

  get any() {
    return Object.values(this.#chosen).some(Boolean);
  }

  /** As a search takes them. */
  get filters() {
    const { service, status, severity } = this.#chosen;
    return /** @type {Filters} */ ({
      ...(service && { service }),
      ...(status && { status }),
      ...(severity && { severity: +severity }),
    });
  }

  clear() {
    this.#chosen = {};
    this.element.hidden = true;
  }

  /** Shows what can narrow these results, and what already does.
   * @param {import("../../kedb.d.ts").Results} results
   * @param {boolean} serviceFixed Whether the page has chosen the service. */
  draw({ facets: counts, total }, serviceFixed) {
    const severities = [...(counts?.severities ?? [])].sort((one, other) => one.key - other.key);
    /** @type {Choice[][]} */
    const choices = [
      serviceFixed ? [] : (counts?.services ?? []).map(({ key, name, count }) => ({ value: key, text: name, count })),
      (counts?.statuses ?? []).map(({ key, count }) => ({ value: key, text: strings.status[key], count })),
      severities.map(({ key, count }) => ({ value: `${key}`, text: strings.severity(key), count })),
    ];
    const shown = this.#menus.map((menu, at) => menu.draw(choices[at], total, this.#chosen[menu.name]));
    this.element.hidden = !shown.some(Boolean);
  }
}

class Menu {
  name;
  #face = h("span", { class: "filter-face", "aria-hidden": "true" });
  select;
  /** What the values are called, also of those that nothing has any more.
   * @type {Map<string, string>} */
  #names = new Map();
  /** What is chosen and what can be, as it was drawn.
   * @type {string | undefined} */
  #said;
  off = h("button", { type: "button", class: "filter-off", hidden: true }, icon(shapes.close));
  element;

  /** @param {keyof Chosen} name */
  constructor(name) {
    this.name = name;
    this.select = h("select", { "aria-label": strings.facet[name], "data-facet": name });
    this.element = h(
      "span",
      { class: "filter", part: "filter" },
      h("span", { class: "filter-menu" }, this.#face, icon(shapes.down), this.select),
      this.off,
    );
  }

  /** @param {Choice[]} choices @param {number} total @param {string} [chosen]
   * @returns {boolean} whether there is anything to choose */
  draw(choices, total, chosen) {
    for (const { value, text } of choices) this.#names.set(value, text);
    const here = choices.filter(({ value, count }) => count > 0 || value === chosen);
    const label = strings.facet[this.name];
    const now =
      here.find(({ value }) => value === chosen) ??
      (chosen ? { value: chosen, text: this.#names.get(chosen) ?? chosen, count: 0 } : undefined);
    const shown = !!now || here.some(({ count }) => count < total);
    const offered = now && !here.includes(now) ? [now, ...here] : here;
    const said = [now?.value, ...offered.map(({ text, count }) => `${text} (${count})`)].join();
    this.element.hidden = !shown;
    if (said === this.#said) return shown;
    this.#said = said;
    const options = offered.map(({ value, text, count }) => h("option", { value }, `${text} (${count})`));
    this.select.replaceChildren(h("option", { value: "" }, strings.any(label)), ...options);
    this.select.value = chosen ?? "";
    this.#face.textContent = now?.text ?? label;
    this.off.hidden = !now;
    if (now) this.off.setAttribute("aria-label", strings.lift({ label, value: now.text }));
    this.element.classList.toggle("on", !!now);
    return shown;
  }
}
