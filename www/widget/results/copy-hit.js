// Copies the workaround of the option that is the active one, without opening its article.

/**
 * @typedef {import("../../kedb.d.ts").Article} Article
 *
 * @typedef {object} Stage
 * @property {import("../client/api.js").Client} kb
 * @property {import("../answer/actions.js").Actions} actions
 * @property {import("./pane.js").ResultsPane} pane
 * @property {import("../messages.js").Messages} messages
 */

/** How long an option is the active one before its article is fetched. */
const GLANCE = 200;
/** How long an option says that it was copied. */
const CONFIRMED = 2000;

export class HitCopier {
  #stage;
  /** The article of the active option.
   * @type {Article | undefined} */
  #glanced;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #glancing;

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
  }

  /** Fetches the article of an option that stays the active one.
   * @param {string | undefined} id */
  glance(id) {
    clearTimeout(this.#glancing);
    if (!id) return;
    this.#glancing = setTimeout(async () => {
      this.#glanced = (await this.#stage.kb.article(id).catch(() => null)) ?? undefined;
    }, GLANCE);
  }

  /** @param {string} id */
  async copy(id) {
    const { kb, actions, pane, messages } = this.#stage;
    // What was glanced at is copied at once: a browser may want it in the very key press.
    const article =
      this.#glanced?.id === id ? this.#glanced : await kb.article(id).catch((error) => messages.fail(error));
    if (!article || !(await actions.copyHit(article))) return;
    pane.mark({ copied: id });
    setTimeout(() => pane.mark({ copied: undefined }), CONFIRMED);
  }

  stop() {
    clearTimeout(this.#glancing);
  }
}
