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
/** When a code is taken as complete that nothing begins with: codes are typed in one go. */
const CODE_RESTS = 300;
/** When filters, marks below the titles and what may be related are drawn: they change with each key, and
 * nobody reads them meanwhile. */
const DETAILS_REST = 300;
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
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #settling;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #detailing;
  /** Whether the last question failed. */
  #failed = false;
  #online = () => this.#failed && this.ask({ typing: false });

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    this.#limit = this.#firstLimit();
    stage.pane.head.add(this.#facets.element);
    addEventListener("online", this.#online);
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
    this.#rest();
    this.#typing = typing;
    this.#rested = rested;
    this.#failed = false;
    // Kept apart from this question: a new build may ask it again before the answer is here.
    if (thenOpen) this.#openFor = this.#stage.box.text;
    this.#questions.ask(thenOpen);
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
    removeEventListener("online", this.#online);
    this.#rest();
    this.#questions.stop();
    // What is still fetched is not drawn.
    this.#drawnFor = { text: "", log: "" };
  }

  /** Nothing that waits for the typing to rest comes any more. */
  #rest() {
    clearTimeout(this.#settling);
    clearTimeout(this.#detailing);
  }

  #isAsking() {
    const { text, log } = this.#stage.box;
    return text.trim() !== "" || log !== "";
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
        this.#draw(results, typing);
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

  /** @param {boolean} typing
   * @param {{ facets?: boolean, brief?: boolean }} [how] Without facets, and brief, what a search gives is
   *   asked for again when the typing rests. */
  #search(typing, { facets = !typing || this.#stage.kb.info.articles <= MANY, brief = typing } = {}) {
    const { box, chip, kb } = this.#stage;
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

  /** @param {Results} results @param {boolean} typing */
  #draw(results, typing) {
    const { box, chip, host, kb, pane } = this.#stage;
    const asked = {
      text: box.text.trim(),
      log: box.log,
      lines: lineCount(box.log),
      typing,
      isCut: box.isCut,
      literal: this.#literal,
      filtered: chip.service !== "",
      narrowed: this.#facets.any,
      ticket: Boolean(ticketAddress(host, kb)),
      newUrl: kb.info.newUrl,
    };
    pane.draw(results, asked, typing);
    this.#rest();
    if (!typing) this.#drawFacets(results);
    else this.#detailing = setTimeout(() => this.#detail(results, asked), DETAILS_REST);
    this.#drawn(this.#openFor === box.text ? results.hits[0]?.id : undefined);
    // Nothing begins like this: it is asked once more as if it were complete. Only then it is said.
    const isUnknown = typing && results.hits.length === 0;
    if (isUnknown && /^\S*\d\S*$/.test(box.text.trim()))
      this.#settling = setTimeout(() => this.ask({ typing: false }), CODE_RESTS);
    else if (isUnknown) this.#settling = setTimeout(() => this.ask({ typing: false, rested: true }), SETTLED);
    else if (!typing) this.#settling = setTimeout(() => this.#settle(results, typing), this.#rested ? 0 : SETTLED);
  }

  /** Draws what waited for the typing to rest, and fetches what was left out until then.
   * @param {Results} results @param {import("./results/pane.js").Asked} asked */
  async #detail(results, asked) {
    const { pane } = this.#stage;
    const draw = (/** @type {Results} */ all) => {
      pane.draw(all, asked);
      this.#stage.drawn();
      this.#drawFacets(all);
    };
    draw(results);
    if (results.hits.length === 0) return;
    let all = results;
    if (results.leftOut) {
      const drawnFor = this.#drawnFor;
      // If it fails, the answers are here all the same.
      all = await this.#search(true, { brief: false }).catch(() => results);
      if (this.#drawnFor !== drawnFor || !this.isCurrent) return;
      draw(all);
    }
    this.#settling = setTimeout(() => this.#settle(all, true), SETTLED - DETAILS_REST);
  }

  /** @param {string} [open] */
  #drawn(open) {
    this.#openFor = undefined;
    this.#stage.messages.clear();
    this.#stage.drawn(open);
  }

  /** @param {Results} results */
  #drawFacets(results) {
    if (results.facets) this.#facets.draw(results, this.#stage.chip.service !== "");
  }

  /** @param {Results} results @param {boolean} typing */
  #settle(results, typing) {
    const { host, messages, pane } = this.#stage;
    tell(host, messages, results, this.asked(), pane.head.said);
    if (!results.facets)
      this.#search(typing, { facets: true, brief: false }).then(
        (counted) => this.#drawFacets(counted),
        () => {},
      );
  }
}
