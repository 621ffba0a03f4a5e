// The keyboard and ARIA side of a combobox whose options are drawn by somebody else: list
// autocomplete with manual selection, after the ARIA Authoring Practices. Focus stays in the
// input. It knows no data.

import { isComposing } from "../shared/keys.js";

/** Ties an input to a listbox in the same tree of nodes, until its signal says so. */
export class Combobox {
  #input;
  #listbox;
  #moved;
  /** @type {HTMLElement | undefined} */ #active;

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} listbox Holds `role="option"` elements, each with an id.
   * @param {{ choose(option: HTMLElement): void, enter(): void, moved?(option: HTMLElement | undefined): void }} on
   *   `enter`: Enter without an option; `moved`: another option is the active one.
   * @param {AbortSignal} signal Unties them.
   */
  constructor(input, listbox, on, signal) {
    this.#input = input;
    this.#listbox = listbox;
    this.#moved = on.moved;
    input.setAttribute("aria-controls", listbox.id);
    input.addEventListener(
      "keydown",
      (event) => {
        if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
        if (this.#key(event, on)) event.preventDefault();
      },
      { signal },
    );
    signal.addEventListener("abort", () => {
      input.removeAttribute("aria-controls");
      input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-expanded", "false");
    });
    // The caret stays where it is while an option is clicked.
    listbox.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    listbox.addEventListener(
      "click",
      ({ target }) => {
        const option = target instanceof Element && target.closest("[role=option]");
        if (option instanceof HTMLElement) on.choose(option);
      },
      { signal },
    );
  }

  /** Call after the options were drawn anew: the active one stays if it is still there. */
  update() {
    const options = this.#options();
    this.#input.setAttribute("aria-expanded", String(options.length > 0));
    this.#activate(options.find(({ id }) => id === this.#active?.id));
  }

  /** The option that Enter would choose. */
  get active() {
    return this.#active;
  }

  #options() {
    return this.#listbox.hidden
      ? []
      : /** @type {HTMLElement[]} */ ([...this.#listbox.querySelectorAll("[role=option]")]);
  }

  /** @param {KeyboardEvent} event
   * @param {{ choose(option: HTMLElement): void, enter(): void }} on */
  #key({ key, shiftKey }, on) {
    switch (key) {
      case "ArrowDown":
      case "ArrowUp":
        if (shiftKey) return false;
        this.#move(key === "ArrowDown" ? 1 : -1);
        return true;
      case "Enter":
        if (this.#active) on.choose(this.#active);
        else on.enter();
        return true;
      default:
        // Editing the text, or moving in it, leaves the list.
        if (key.length === 1 || /^(Backspace|Delete|Home|End|Arrow(Left|Right))$/.test(key)) this.#activate(undefined);
        return false;
    }
  }

  /** One further, over the ends by way of the input.
   * @param {1 | -1} step */
  #move(step) {
    const options = this.#options();
    const from = this.#active ? options.indexOf(this.#active) : step > 0 ? -1 : options.length;
    this.#activate(options[from + step]);
    this.#active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement | undefined} option */
  #activate(option) {
    this.#active?.setAttribute("aria-selected", "false");
    if (option !== this.#active) this.#moved?.(option);
    this.#active = option;
    this.#listbox.classList.toggle("choosing", !!option);
    option?.setAttribute("aria-selected", "true");
    if (option) this.#input.setAttribute("aria-activedescendant", option.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }
}
