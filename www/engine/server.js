// A search server that holds the bundle's articles, asked in place of the bundle's index. Where it
// fails, the bundle itself is searched: the same articles in the same order, only with more files.

/** @typedef {import("../pkg/kedb.js").Engine} Engine */

/** How long an answer may take, in milliseconds. */
const TIMEOUT = 5000;

/** The pause before a busy server is asked again, in milliseconds. */
const PAUSE = 400;

/** For how long a server that has failed is not asked, in milliseconds. */
const REST = 60_000;

/** Answers of a server that is busy, or starts. */
const BUSY = [429, 502, 503, 504];

export class Server {
  #url;
  #build;
  /** When it may be asked. */
  #from = 0;
  /** What was asked last, and its answer, which may be on its way: the same is asked again when a text
   * rests, or more results of it are wanted.
   * @type {{ question: string, answer: Promise<any>, asking: AbortController } | undefined} */
  #last;

  /** @param {string} url The address of the index. @param {string} build The path of the hot pack. */
  constructor(url, build) {
    this.#url = url.replace(/\/+$/, "");
    this.#build = build;
  }

  /** Makes the engine ask the server, or the bundle alone while the server rests.
   * @param {Engine} engine */
  prepare(engine) {
    // Quickwit's endpoints for clients of Elasticsearch lie below this path.
    const dialect = this.#url.includes("/api/v1/_elastic/") ? "quickwit" : "opensearch";
    engine.askServer(Date.now() < this.#from ? "" : dialect);
  }

  /** Asks, and hands the answer to the engine.
   * @param {Engine} engine @param {string} question @param {() => boolean} isWanted */
  async answer(engine, question, isWanted) {
    if (this.#last?.question !== question) {
      this.#last?.asking.abort();
      const asking = new AbortController();
      this.#last = { question, answer: this.#ask(question, asking), asking };
    }
    const last = this.#last;
    try {
      const answer = await last.answer;
      if (isWanted()) this.#supply(engine, answer);
    } catch (error) {
      if (this.#last === last) this.#last = undefined;
      // A newer search has taken its place, or the engine died.
      if (!isWanted() || error instanceof WebAssembly.RuntimeError) throw error;
      const { message } = /** @type {Error} */ (error);
      console.warn(`kedb: ${message} The bundle itself is searched.`);
      this.#from = Date.now() + REST;
      engine.askServer("");
    }
  }

  /** @param {string} body @param {AbortController} asking @returns {Promise<any>} */
  async #ask(body, asking) {
    const url = `${this.#url}/_search`;
    const server = `The search server ${url}`;
    const late = setTimeout(() => asking.abort(), TIMEOUT);
    /** @param {string} otherwise */
    const failed = (otherwise) => () => {
      throw new Error(`${server} ${asking.signal.aborted ? "does not answer in time." : otherwise}`);
    };
    const headers = { "content-type": "application/json" };
    const post = () =>
      fetch(url, { method: "POST", headers, body, signal: asking.signal }).catch(
        failed("is down, or does not allow this site (CORS)."),
      );
    try {
      let response = await post();
      if (BUSY.includes(response.status)) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        response = await post();
      }
      if (!response.ok) throw new Error(refusal(server, response.status));
      const answer = await response.json().catch(failed("gives no JSON."));
      return answer?.hits?.hits ? answer : failed("gives no hits: it may be the address of no index.")();
    } finally {
      clearTimeout(late);
    }
  }

  /** @param {Engine} engine @param {any} answer */
  #supply(engine, answer) {
    for (const { _source } of answer.hits.hits) {
      const { build, doc, length, attributes, card, places } = _source?.data ?? {};
      if (build !== this.#build) {
        throw new Error(`The search server ${this.#url} holds the articles of another build.`);
      }
      const lines = Object.entries(places ?? {}).map(([word, at]) => `${word} ${at}`);
      const bytes = Uint8Array.from(atob(card), (byte) => byte.charCodeAt(0));
      engine.candidate([doc, length, attributes, ...lines].join("\n"), bytes);
    }
    const counts = (answer.aggregations?.clauses.buckets ?? []).map(
      (/** @type {{ doc_count: number }} */ bucket) => bucket.doc_count,
    );
    engine.answered(Uint32Array.from(counts));
  }
}

/** @param {string} server @param {number} status */
function refusal(server, status) {
  const what = `${server} answers with HTTP ${status}:`;
  if (status === 401 || status === 403) return `${what} readers of this page may not search there.`;
  if (status === 404) return `${what} there is no such index.`;
  if (BUSY.includes(status)) return `${what} it is busy.`;
  return `${what} see its log.`;
}
