// The groups of the listbox. A group and a row that are still the same stay where they are: while
// somebody types, most are, and the browser lays out again only what it has not laid out yet.

import { h } from "../../shared/dom.js";

/**
 * Rows of one kind, and what they are.
 * @typedef {object} Group
 * @property {"broken" | "latest" | "answers" | "related" | "recent"} kind
 * @property {string} heading
 * @property {HTMLElement[]} rows
 */

export class Groups {
  #list;
  /** @type {Map<string, ReturnType<typeof emptyGroup>>} */ #drawn = new Map();

  /** @param {HTMLElement} list The listbox. */
  constructor(list) {
    this.#list = list;
  }

  /** Shows these groups, and no others. The first one has its heading above the list.
   * @param {Group[]} groups */
  draw(groups) {
    const nodes = groups.map(({ kind, heading, rows }, at) => {
      const group = this.#drawn.get(kind) ?? emptyGroup(kind, heading);
      this.#drawn.set(kind, group);
      arrange(group.node, at > 0 ? [group.heading, ...rows] : rows);
      return group.node;
    });
    arrange(this.#list, nodes);
  }
}

/** @param {Group["kind"]} kind @param {string} heading Always the same where it stands in the list. */
function emptyGroup(kind, heading) {
  const look = { role: "presentation", class: "group-heading", part: "group-heading" };
  return {
    node: h("div", { role: "group", "aria-labelledby": kind, class: `group ${kind}`, part: "group" }),
    heading: h("div", look, h("bdi", { id: kind }, heading)),
  };
}

/** Gives a parent these children, and touches only those that are not in their place.
 * @param {HTMLElement} parent @param {HTMLElement[]} nodes */
function arrange(parent, nodes) {
  for (const child of [...parent.children]) if (!nodes.includes(/** @type {HTMLElement} */ (child))) child.remove();
  for (const [at, node] of nodes.entries()) {
    const there = parent.children[at];
    if (there !== node) parent.insertBefore(node, there ?? null);
  }
}
