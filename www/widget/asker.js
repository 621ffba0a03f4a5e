// Asks what is in the box, and draws what comes back: results, or what is broken now where
// nothing is asked.

import { lineCount } from "./box-tools.js";
import { ticketAddress } from "./contact.js";
import { Questions } from "./questions.js";
import { Facets } from "./results/facets.js";
import { awaited } from "./results/loading.js";
import { Recent } from "./results/recent.js";
import { atStart } from "./results/start.js";
import { tell } from "./results/tell.js";

/**
 * @typedef {import("../kedb.d.ts").Hit} Hit
 * @typedef {import("../kedb.d.ts").Results} Results
 *
 * What it works with.
 * @typedef {object} Stage
 * @property {HTMLElement} host
 * @property {import("../loader/box.js").Box} box
 * @property {import("./client/api.js").Client} kb
 * @property {import("./service-chip.js").ServiceChip} chip
 * @property {import("./results/pane.js").ResultsPane} pane
 * @property {import("./messages.js").Messages} messages
 * @property {() => () => void} wait Shows that something is awaited, and gives what ends it.
 * @property {(open?: string) => void} drawn Called with other results in place; `open` is the
 *   article that is to be opened.
 */

/** When results that stand still are announced to the page and to screen readers. */
const SETTLED = 700;
/** When filters, marks below the titles and what may be related are drawn: they change with each key, and
 * nobody reads them meanwhile. A code that nothing begins with is taken as complete then: codes are typed in
 * one go. */
const PAUSED = 300;
/** Articles above which facets wait until the typing rests: all that they count is fetched for
 * them, 58 kB at 46,000. */
const MANY = 10_000;
/** How many more results are shown at a time. */
const STEP = 10;
const QUERY_LENGTH = 80;

export class Asker {
  #stage;
  /** @type {Recent | undefined} */ #recent;
  #facets = new Facets(() => this.ask({ typing: false }));
  #questions = new Questions((isNewest) => this.#question(isNewest));
  #limit;
  /** Every word as written: the reader undid a correction. */
  #literal = false;
  #typing = true;
  /** What the results that are shown were asked for. */
  #drawnFor = { text: "", log: "" };
  #rested = false;
  /** The text whose first answer is to be opened when it is here.
   * @type {string | undefined} */
  #openFor;
  /** What comes when the typing pauses, or has rested.
   * @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;
  /** Whether the last question failed. */
  #failed = false;

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    this.#limit = this.#firstLimit();
    stage.pane.head.add(this.#facets.element);
    if (stage.host.hasAttribute("recent")) this.#recent = new Recent(stage.kb.base);
  }

  /** Asks for another text, log or service. */
  anew() {
    this.#limit = this.#firstLimit();
    this.#literal = false;
    if (!this.#isAsking()) this.#facets.clear();
    this.ask({ typing: !this.#stage.box.log });
  }

  /** @param {{ typing: boolean, thenOpen?: boolean, rested?: boolean }} how `rested`: nothing was
   *   typed for a while. */
  ask({ typing, thenOpen = false, rested = false }) {
    clearTimeout(this.#waiting);
    this.#typing = typing;
    this.#rested = rested;
    this.#failed = false;
    // Kept apart from this question: a new build may ask it again before the answer is here.
    if (thenOpen) this.#openFor = this.#stage.box.text;
    this.#questions.ask(thenOpen);
  }

  /** Asks once more what failed: the network is back, or a page whose requests ended when it was left. Their end
   * may be heard a little later. */
  retry() {
    setTimeout(() => this.#failed && this.ask({ typing: false }), PAUSED);
  }

  /** Asks for more of the same. */
  more() {
    this.#limit += STEP;
    this.ask({ typing: false });
  }

  /** Asks the same in the way that a button says in `data-do`.
   * @param {"no-filters" | "literal" | "meaning" | "forget"} [way] */
  again(way) {
    if (way === "no-filters") this.#facets.clear();
    else if (way === "forget") this.#recent?.forget();
    else if (way) this.#literal = way === "literal";
    // The button that was clicked may be gone.
    this.#stage.box.input.focus();
    this.ask({ typing: false });
  }

  /** Offers what is in the box again, in this tab. */
  remember() {
    const { box } = this.#stage;
    if (!box.holdsPasted) this.#recent?.add(box.text.trim());
  }

  /** Whether what is shown answers what is in the box now. */
  get isCurrent() {
    const { text, log } = this.#stage.box;
    return this.#drawnFor.text === text && this.#drawnFor.log === log;
  }

  /** What was asked, as events may carry it: without the log. */
  asked() {
    const { text, log } = this.#stage.box;
    return { query: text.trim().slice(0, QUERY_LENGTH), lines: lineCount(log) };
  }

  stop() {
    this.#failed = false;
    clearTimeout(this.#waiting);
    this.#questions.stop();
  }

  #isAsking() {
    const { text, log } = this.#stage.box;
    return !!(text.trim() || log);
  }

  #firstLimit() {
    return Math.max(1, Number(this.#stage.host.getAttribute("limit")) || STEP);
  }

  /** @param {() => boolean} isNewest */
  async #question(isNewest) {
    const { wait } = this.#stage;
    const typing = this.#typing;
    const { text, log } = this.#stage.box;
    try {
      if (this.#isAsking()) {
        const results = await awaited(this.#search(typing), wait);
        if (!isNewest()) return;
        this.#drawnFor = { text, log };
        this.#draw(results, typing, isNewest);
      } else {
        const hits = await awaited(this.#startHits(), wait);
        if (isNewest()) this.#drawStart(hits);
      }
    } catch (error) {
      if (!isNewest()) return;
      this.#openFor = undefined;
      if (error instanceof Error && error.name !== "AbortError") this.#drawFailure(error.message);
    }
  }

  /** @param {boolean} typing @param {boolean} [brief] Whether some is left out until the typing rests. */
  #search(typing, brief = typing) {
    const { box, chip, kb } = this.#stage;
    const facets = !brief || kb.info.articles <= MANY;
    const { text, log, isPasted } = box;
    const filters = { ...this.#facets.filters, ...(chip.service && { service: chip.service }) };
    const options = { limit: this.#limit, typing, literal: this.#literal, facets, brief, pasted: isPasted, filters };
    return log ? kb.match(`${text}\n${log}`, options) : kb.search(text, options);
  }

  /** What may be shown before anything is asked; of one service, its own.
   * @returns {Promise<import("../kedb.d.ts").FirstHit[]>} */
  async #startHits() {
    const { chip, kb } = this.#stage;
    const hits = await kb.brokenNow();
    if (!chip.service) return hits;
    const own = hits.filter(({ service }) => service === chip.service);
    const more = await kb.search(`service:${chip.service}`, { limit: 100 });
    return [...own, ...more.hits.filter(({ id }) => !own.some((hit) => hit.id === id))];
  }

  /** @param {Hit[]} hits */
  #drawStart(hits) {
    this.#stage.pane.drawStart(atStart(hits, this.#limit), this.#recent?.list() ?? []);
    this.#drawn();
  }

  /** The answers to an earlier text must not stand below this one.
   * @param {string} why */
  #drawFailure(why) {
    const { messages, pane } = this.#stage;
    this.#failed = true;
    pane.drawFailure(why);
    this.#facets.element.hidden = true;
    this.#drawn();
    messages.announce(why);
  }

  /** @param {Results} results @param {boolean} typing @param {() => boolean} isNewest */
  #draw(results, typing, isNewest) {
    const { box, chip, host, kb, pane } = this.#stage;
    const asked = {
      text: box.text.trim(),
      log: box.log,
      lines: lineCount(box.log),
      typing,
      isCut: box.isCut,
      literal: this.#literal,
      filtered: !!chip.service,
      narrowed: this.#facets.any,
      ticket: !!ticketAddress(host, kb),
      newUrl: kb.info.newUrl,
    };
    pane.draw(results, asked, typing);
    if (!typing) this.#drawFacets(results);
    this.#drawn(this.#openFor === box.text ? results.hits[0]?.id : undefined);
    if (typing) this.#wait(() => this.#detail(results, asked, isNewest), PAUSED);
    else this.#wait(() => this.#settle(results), this.#rested ? 0 : SETTLED);
  }

  /** Draws what waited for the typing to rest, and fetches what was left out until then.
   * @param {Results} results @param {import("./results/pane.js").Asked} asked @param {() => boolean} isNewest */
  async #detail(results, asked, isNewest) {
    this.#stage.pane.draw(results, asked);
    this.#stage.drawn();
    this.#drawFacets(results);
    const rest = SETTLED - PAUSED;
    if (!results.hits.length) {
      // Nothing begins like this: it is asked once more as if it were complete. Only then it is said.
      const isCode = /^\S*\d\S*$/.test(asked.text);
      this.#wait(() => this.ask({ typing: false, rested: !isCode }), isCode ? 0 : rest);
    } else if (results.leftOut) {
      const all = await this.#whole(results);
      if (isNewest()) this.#detail(all, asked, isNewest);
    } else this.#wait(() => this.#settle(results), rest);
  }

  /** Also what is left out while somebody types. If that fails, the answers are here all the same.
   * @param {Results} results */
  #whole(results) {
    return this.#search(this.#typing, false).catch(() => ({ ...results, leftOut: 0 }));
  }

  /** Does this after so many milliseconds, unless something else is asked before.
   * @param {() => void} then @param {number} ms */
  #wait(then, ms) {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(then, ms);
  }

  /** @param {string} [open] */
  #drawn(open) {
    this.#openFor = undefined;
    this.#stage.messages.clear();
    this.#stage.drawn(open);
  }

  /** @param {Results} results */
  #drawFacets(results) {
    if (results.facets) this.#facets.draw(results, !!this.#stage.chip.service);
  }

  /** @param {Results} results */
  #settle(results) {
    const { host, messages, pane } = this.#stage;
    tell(host, messages, results, this.asked(), pane.head.said);
    if (!results.facets) this.#whole(results).then((all) => this.#drawFacets(all));
  }
}
