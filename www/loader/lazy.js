// `<kedb-suggest>` and `<kedb-answer>` before anything is loaded. They show what the page put
// between their tags, wait for the moment when they are needed, and then let elements.js draw.

import { style } from "./style.js";
import { join } from "./bundle.js";
import { h } from "../shared/dom.js";

/** @typedef {{ update?(): void, free(): void }} Drawn What elements.js makes of an element. */

class Lazy extends HTMLElement {
  static observedAttributes = ["article"];

  #tree = this.attachShadow({ mode: "open" });
  /** @type {AbortController | undefined} */ #attached;
  /** @type {Promise<void> | undefined} */ #loading;
  /** @type {Drawn | undefined} */ #drawn;

  constructor() {
    super();
    this.#tree.append(h("slot"));
  }

  connectedCallback() {
    this.#attached = new AbortController();
    this.wait(this.#attached.signal);
  }

  disconnectedCallback() {
    this.#attached?.abort();
    this.#drawn?.free();
    this.#drawn = undefined;
    this.#show(h("slot"));
  }

  attributeChangedCallback() {
    this.#drawn?.update?.();
  }

  /** Calls `load` when the element is needed.
   * @param {AbortSignal} _signal Ends the waiting. */
  wait(_signal) {}

  load() {
    if (this.#drawn || this.#loading) return;
    const signal = this.#attached?.signal;
    this.#loading = this.#load()
      .catch((error) => this.#show(h("slot"), h("p", { part: "failure" }, error.message)))
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

/** `<kedb-suggest for="subject details">`: told by suggest.js. */
export class KedbSuggest extends Lazy {
  /** What was last pasted, perhaps before anything was loaded. */
  pasted = "";

  /** @override @param {AbortSignal} signal */
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

/** `<kedb-answer article="KE-0042">`: told by inline-answer.js. */
export class KedbAnswer extends Lazy {
  /** @override @param {AbortSignal} signal */
  wait(signal) {
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.load(),
      { rootMargin: "50%" },
    );
    observer.observe(this);
    signal.addEventListener("abort", () => observer.disconnect());
  }
}
