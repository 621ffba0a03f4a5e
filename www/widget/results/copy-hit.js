// Copies the workaround of the option that is the active one, without opening its article.

/**
 * @typedef {import("../../kedb.d.ts").Article} Article
 */

/** How long an option is the active one before its article is fetched. */
const GLANCE = 200;
/** How long an option says that it was copied. */
const CONFIRMED = 2000;

export class HitCopier {
  #kb;
  #actions;
  #pane;
  #messages;
  /** The article of the active option.
   * @type {Article | undefined} */
  #glanced;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #glancing;

  /**
   * @param {import("../client/api.js").Client} knowledgeBase
   * @param {import("../answer/actions.js").Actions} actions
   * @param {import("./pane.js").ResultsPane} pane
   * @param {import("../messages.js").Messages} messages
   */
  constructor(knowledgeBase, actions, pane, messages) {
    this.#kb = knowledgeBase;
    this.#actions = actions;
    this.#pane = pane;
    this.#messages = messages;
  }

  /** Fetches the article of an option that stays the active one.
   * @param {string | undefined} id */
  glance(id) {
    clearTimeout(this.#glancing);
    if (!id) return;
    this.#glancing = setTimeout(async () => {
      this.#glanced = (await this.#kb.article(id).catch(() => null)) ?? undefined;
    }, GLANCE);
  }

  /** @param {string} id */
  async copy(id) {
    // What was glanced at is copied at once: a browser may want it in the very key press.
    const article =
      this.#glanced?.id === id
        ? this.#glanced
        : await this.#kb.article(id).catch((error) => this.#messages.fail(error));
    if (!article || !(await this.#actions.copyHit(article))) return;
    this.#pane.markCopied(id);
    setTimeout(() => this.#pane.markCopied(undefined), CONFIRMED);
  }

  stop() {
    clearTimeout(this.#glancing);
  }
}
