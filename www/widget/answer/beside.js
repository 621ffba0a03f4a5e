// On a wide screen the answer stands beside the list while somebody types, if the first hit is
// certain: then nobody has to open it. Nothing is fetched for a hit that is not.

/**
 * @typedef {object} Stage
 * @property {Pick<import("../client/api.js").Client, "article">} kb
 * @property {import("../results/pane.js").ResultsPane} pane
 * @property {import("./panel.js").AnswerPanel} answer
 * @property {HTMLElement} columns Holds both.
 */

/** From this width on, in em, list and answer stand side by side: as in states.css. */
const WIDE = 52;

export class Beside {
  #stage;
  /** The article that is shown, or under way.
   * @type {string | undefined} */
  #id;
  /** What is said of it besides its text: why it was found, and what the answer is called. */
  #said = "";

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
  }

  /** Shows the certain answer of the results that were drawn, or takes the former one away. */
  async update() {
    const { kb, pane, answer, columns } = this.#stage;
    const certain = answer.article ? undefined : pane.certain;
    const id = certain && this.#isWide() ? certain : undefined;
    const said = id ? `${pane.reasons(id)?.textContent} ${pane.answerName(id)}` : "";
    // Another list may have come with the same article in front.
    if (id && id === this.#id && said === this.#said) return pane.mark({ open: id });
    this.end();
    [this.#id, this.#said] = [id, said];
    const article = id && (await kb.article(id).catch(() => null));
    if (this.#id !== id || this.#said !== said || !id) return;
    if (!article) return this.end(); // tried again with the next results
    if (answer.article) return;
    answer.preview(article, pane.reasons(id), pane.answerName(id));
    columns.classList.add("beside");
    answer.fit();
    pane.mark({ open: id });
  }

  /** Takes the answer away. One that was opened stays. */
  end() {
    const { pane, answer, columns } = this.#stage;
    if (!this.#id) return;
    this.#id = undefined;
    columns.classList.remove("beside");
    if (answer.article) return;
    answer.close();
    pane.mark({ open: undefined });
  }

  #isWide() {
    const { columns } = this.#stage;
    return columns.clientWidth >= WIDE * Number.parseFloat(getComputedStyle(columns).fontSize);
  }
}
