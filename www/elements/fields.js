// The fields that `<kedb-suggest>` is for: listened to, read, and never touched.

const QUERY_LENGTH = 80;

/** @typedef {HTMLInputElement & HTMLElement} Field Or any element with text, as an editor has. */

export class Fields {
  #host;
  #root;
  #signal;
  /** The one that was written into last.
   * @type {Field | undefined} */
  #last;

  /** @param {HTMLElement} host A `<kedb-suggest>`. @param {AbortSignal} signal Ends the listening. */
  constructor(host, signal) {
    this.#host = /** @type {import("../loader/lazy.js").KedbSuggest} */ (host);
    this.#root = /** @type {Document | ShadowRoot} */ (host.getRootNode());
    this.#signal = signal;
  }

  /** The fields may come later, or be replaced.
   * @returns {Field[]} */
  #all() {
    const ids = this.#host.getAttribute("for")?.split(/\s+/) ?? [];
    return /** @type {any} */ (ids.map((id) => id && this.#root.getElementById(id)).filter(Boolean));
  }

  /** Calls `work` when somebody writes; `typing` says whether it goes on letter by letter.
   * @param {(typing: boolean) => void} work */
  onChange(work) {
    /** @param {string} name @param {(event: InputEvent) => void} heard */
    const listen = (name, heard) => {
      const ofField = (/** @type {any} */ event) => {
        const field = this.#all().find((field) => field === event.target);
        if (!field) return;
        this.#last = field;
        heard(event);
      };
      this.#root.addEventListener(name, ofField, { signal: this.#signal });
    };
    listen("input", ({ inputType, isComposing }) => isComposing || work(!inputType?.startsWith("insertFrom")));
    for (const end of ["change", "compositionend"]) listen(end, () => work(false));
  }

  /** Calls `work` when the fields' form was reset.
   * @param {() => void} work */
  onReset(work) {
    const reset = (/** @type {Event} */ { target }) => this.#isForm(target) && setTimeout(work);
    this.#root.addEventListener("reset", reset, { signal: this.#signal });
  }

  /** Calls `work` with the data of the fields' form when it is collected.
   * @param {(data: FormData) => void} work */
  onFormData(work) {
    const collected = (/** @type {any} */ { target, formData }) => this.#isForm(target) && work(formData);
    this.#root.addEventListener("formdata", collected, { signal: this.#signal });
  }

  /** @param {EventTarget | null} form */
  #isForm(form) {
    return this.#all().some((field) => (field.form ?? field.closest("form")) === form);
  }

  /** What the fields hold, each with its line breaks.
   * @returns {string[]} */
  texts() {
    const texts = this.#all().map((field) => {
      const text = `${field.value ?? field.innerText ?? ""}`.trim();
      // An input turns the line breaks of what is pasted into spaces, or drops them, and a log
      // means nothing without them.
      const log = this.#host.pasted.trim();
      return /[\r\n]/.test(log) && !/[\r\n]/.test(text) && bare(text).includes(bare(log)) ? log : text;
    });
    if (!texts.some(Boolean)) this.#host.pasted = "";
    return texts.filter(Boolean);
  }

  /** What was asked, as events may carry it: without logs. */
  asked() {
    const texts = this.texts();
    const lines = texts.map((text) => text.split(/\r\n|\r|\n/).length);
    const lineTexts = texts.filter((text, at) => lines[at] === 1 && !this.#isOfLog(text));
    return {
      query: lineTexts.join(" ").slice(0, QUERY_LENGTH),
      lines: lines.reduce((sum, count) => sum + (count > 1 ? count : 0), 0),
    };
  }

  /** Whether a line holds some of the log that was pasted.
   * @param {string} text */
  #isOfLog(text) {
    const lines = this.#host.pasted.trim().split(/[\r\n]+/);
    return lines.length > 1 && lines.some((line) => bare(line).length > 3 && bare(text).includes(bare(line)));
  }

  /** Leads back to where somebody was writing. */
  focus() {
    (this.#last ?? this.#all()[0])?.focus();
  }
}

/** Without white space, which a field may change.
 * @param {string} text */
function bare(text) {
  return text.replace(/\s+/g, "");
}
