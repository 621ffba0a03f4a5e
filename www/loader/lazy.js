// `<kedb-suggest>` and `<kedb-answer>` before anything is loaded. They show what the page put
// between their tags, wait for the moment when they are needed, and then let elements.js draw.

import { reflect, takeOver } from "./reflect.js";
import { style } from "./style.js";
import { join } from "./bundle.js";
import { KedbElement } from "./element.js";
import { failure } from "./language.js";
import { h } from "../shared/dom.js";

/** @typedef {{ update(): void, free(): void }} Drawn What elements.js makes of an element. */

class Lazy extends KedbElement {
  static observedAttributes = ["article", "bundle", "engine", "lang", "service", "limit"];

  #tree = this.attachShadow({ mode: "open" });
  /** @type {AbortController | undefined} */ #attached;
  /** @type {Promise<void> | undefined} */ #loading;
  /** @type {Drawn | undefined} */ #drawn;

  constructor() {
    super();
    this.#tree.append(h("slot"));
  }

  connectedCallback() {
    takeOver(this);
    this.#attached = new AbortController();
    this.wait(this.#attached.signal);
  }

  disconnectedCallback() {
    this.#attached?.abort();
    this.#drawn?.free();
    this.#drawn = undefined;
    this.#show(h("slot"));
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#attached) return;
    if (!["bundle", "engine", "lang"].includes(name)) return this.#drawn?.update();
    if (!this.#drawn && !this.#loading) return;
    // With another bundle or language it begins anew.
    this.disconnectedCallback();
    this.connectedCallback();
    this.load();
  }

  /** Calls `load` when the element is needed.
   * @internal
   * @param {AbortSignal} _signal Ends the waiting. */
  wait(_signal) {}

  load() {
    if (this.#drawn || this.#loading) return;
    const signal = this.#attached?.signal;
    this.#loading = this.#load()
      .catch((error) => this.#show(h("slot"), failure(this, error)))
      .finally(() => {
        this.#loading = undefined;
        // It was moved in the meantime.
        if (signal?.aborted && this.isConnected) this.load();
      });
  }

  async #load() {
    const signal = this.#attached?.signal;
    const { widget, knowledgeBase, more } = await join(this, "elements");
    if (signal?.aborted) return knowledgeBase.close();
    this.#tree.adoptedStyleSheets = [style()];
    this.#drawn = more.draw(this, this.#tree, widget, knowledgeBase);
  }

  /** @param {...Node} content */
  #show(...content) {
    this.#tree.adoptedStyleSheets = [];
    this.#tree.replaceChildren(...content);
  }
}

/**
 * Known errors for what somebody writes into the fields of a form, below these fields. Where
 * nothing is known, nothing is shown. The fields are listened to, and never touched.
 *
 * With the form travel `kedb_query` (at most 80 characters, never a pasted log), `kedb_tried` (the
 * ids of the articles that were opened) and `kedb_solved` (the one that helped).
 *
 * @tag kedb-suggest
 *
 * @attr {string} for - Ids of fields of the same document or shadow tree, with blanks between
 *   them; they may come later, or be replaced.
 * @attr {number} limit - How many suggestions are shown, 1 to 5; else 3.
 * @attr {string} service - Only articles about this service.
 * @attr {string} count-url - As that of `kedb-search`.
 * @attr {boolean} no-formdata - Nothing travels with the form.
 *
 * @fires {CustomEvent<SearchDetail>} kedb:search - Suggestions stood still for a moment.
 * @fires {CustomEvent<NoResultsDetail>} kedb:no-results - Likewise, and there are none.
 * @fires {CustomEvent<OpenDetail>} kedb:open - An answer was opened.
 * @fires {CustomEvent<SolvedDetail>} kedb:solved - An answer helped. Cancelable: else thanks take the
 *   place of the suggestions, with a way to send the form all the same.
 * @fires {CustomEvent<ContactDetail>} kedb:contact - Somebody goes back to the form.
 *
 * @csspart region - All suggestions.
 * @csspart region-title - What they are.
 * @csspart suggestion - One of them.
 * @csspart summary - The button that unfolds it.
 * @csspart result-title - Its title.
 * @csspart result-meta - Its status, service and id.
 * @csspart thanks - What takes their place when one helped.
 */
export class KedbSuggest extends Lazy {
  /** What was last pasted, perhaps before anything was loaded.
   * @internal */
  pasted = "";

  /** @internal @override @param {AbortSignal} signal */
  wait(signal) {
    const tree = /** @type {Document | ShadowRoot} */ (this.getRootNode());
    const ids = () => this.getAttribute("for")?.split(/\s+/) ?? [];
    for (const intent of ["focusin", "input", "paste"]) {
      tree.addEventListener(
        intent,
        (event) => {
          if (!ids().includes(/** @type {Element} */ (event.target).id)) return;
          if (event.type === "paste")
            this.pasted = /** @type {ClipboardEvent} */ (event).clipboardData?.getData("text") ?? "";
          this.load();
        },
        { signal },
      );
    }
    if (ids().some((id) => id && /** @type {HTMLInputElement | null} */ (tree.getElementById(id))?.value)) this.load();
  }
}

/**
 * One article, drawn as an answer in the flow of a page; fetched when it comes near the reader.
 *
 * @tag kedb-answer
 *
 * @attr {string} article - Its id, an alias, or the id of one that it replaced.
 * @attr {string} ticket-url - Opened by “Open a ticket”, with a place for `{tried}`.
 * @attr {string} feedback-url - Opened by “Outdated or did not work”: `{id}`, `{reason}`, `{comment}`.
 * @attr {string} count-url - As that of `kedb-search`.
 *
 * @fires {CustomEvent<SolvedDetail>} kedb:solved - An answer helped. Cancelable: else thanks are said.
 * @fires {CustomEvent<ContactDetail>} kedb:contact - Somebody needs help. Cancelable: else
 *   `ticket-url` is opened, or whom to ask is said.
 * @fires {CustomEvent<FeedbackDetail>} kedb:feedback - The article is wrong. Cancelable: else
 *   `feedback-url` is opened, or a mail to the owner.
 */
export class KedbAnswer extends Lazy {
  /** @internal @override @param {AbortSignal} signal */
  wait(signal) {
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.load(),
      { rootMargin: "50%" },
    );
    observer.observe(this);
    signal.addEventListener("abort", () => observer.disconnect());
  }
}

reflect(KedbSuggest, ["bundle", "engine", "for", "limit", "service", "count-url"], ["no-formdata"]);
reflect(KedbAnswer, ["bundle", "engine", "article", "ticket-url", "feedback-url", "count-url"]);
