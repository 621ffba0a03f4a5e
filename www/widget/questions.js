// One question to the engine at a time, and the last one asked wins. A newer keystroke gives
// the older one's answer a moment, so that results keep coming while somebody types fast.

/** How long a newer question waits for an older one's answer before it goes ahead. */
const PATIENCE = 120;

export class Questions {
  #work;
  #busy = false;
  #turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #patience;

  /** @param {(isNewest: () => boolean) => Promise<void>} work Asks what is to be asked now. */
  constructor(work) {
    this.#work = work;
  }

  /** @param {boolean} [now] Without waiting for an older answer. */
  async ask(now) {
    if (this.#busy && !now) this.#patience ??= setTimeout(() => this.#ask(), PATIENCE);
    else await this.#ask();
  }

  /** Nobody wants an answer any more. */
  stop() {
    clearTimeout(this.#patience);
    this.#turn++;
  }

  async #ask() {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#busy = true;
    const turn = ++this.#turn;
    await this.#work(() => turn === this.#turn);
    if (turn !== this.#turn) return;
    this.#busy = false;
    if (this.#patience) await this.#ask();
  }
}
