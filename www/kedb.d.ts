/** What `kedb.js` gives to a page: the JavaScript API, the elements and their events. */

/** Opens the bundle at `baseUrl` (default: the folder that `kedb.js` came from). */
export function open(baseUrl?: string | URL, options?: OpenOptions): Promise<KnowledgeBase>;

export interface OpenOptions {
  /**
   * `false` keeps the engine on the page's thread. Default: a module worker, with the page's
   * thread as the fallback.
   */
  worker?: boolean;
  /**
   * The address of the bundle's index on a search server, which `kedb export` has filled: it is
   * asked in place of the files of the bundle's own index. Where it fails, those are read.
   */
  engine?: string | null;
}

export interface KnowledgeBase {
  /** What the bundle says of itself. */
  readonly info: Info;
  /**
   * Known errors for `text`: words, a code, or a whole log. A newer call cancels an older one,
   * which rejects with an `AbortError`.
   */
  search(text: string, options?: SearchOptions): Promise<Results>;
  /** The same for the text of a form field: at most five hits, and only good ones. */
  suggest(text: string, options?: SearchOptions): Promise<Results>;
  /**
   * Known errors that a log shows. Of one longer than 1 MiB the two ends are searched, and all of
   * it is held against signatures, in pieces.
   */
  match(log: string, options?: SearchOptions): Promise<Results>;
  /** The article with this id, alias, or the replacement of a retired one; `null` if there is none. */
  article(id: string): Promise<Article | null>;
  /** Services, statuses and severities with their numbers of articles. */
  facets(): Promise<Facets>;
  /** The active articles to show before anything is typed: the pinned ones, then the latest. */
  brokenNow(): Promise<FirstHit[]>;
  /** Ends the worker. Later calls reject. */
  close(): void;
}

export interface SearchOptions {
  /** Most hits to give. Default 10. */
  limit?: number;
  /** Only articles that have all of these. */
  filters?: { service?: string; status?: Status; severity?: 1 | 2 | 3 | 4 };
  /** The last word is still being typed: it may be the beginning of one. */
  typing?: boolean;
  /**
   * The text was pasted: a single line of it may be known by its signature, as several lines
   * always may be, and nothing in it is a filter.
   */
  pasted?: boolean;
  /** Every word means itself: no correction, no synonym. */
  literal?: boolean;
  /** Count the answers by service, status and severity. */
  facets?: boolean;
  /** Fetch little, while somebody types: the first five of `hits`, or where nothing answers, of `related`. */
  brief?: boolean;
}

export type Status = "investigating" | "known-error" | "fix-scheduled" | "fixed" | "wont-fix";
export type SectionKind = "workaround" | "symptoms" | "cause" | "fix" | "body";
/** Which rule put a hit where it is, best first. */
export type HitClass = "signature" | "id" | "title" | "code" | "words";

export interface Info {
  title: string;
  audience: "internal" | "public";
  articles: number;
  /** Default language of the base. */
  lang: string;
  /** Whether only titles and codes are searched, because WebAssembly may not run. */
  titlesOnly?: boolean;
  /** Where people without an answer go: a ticket form's address. */
  ticketUrl?: string;
  /** Where remarks on an article go. */
  feedbackUrl?: string;
  /** Where an article is edited; `{source}` stands for its path. Agents' bundles only. */
  editUrl?: string;
  /** Where a new article is made; `{code}` stands for the code that it is to declare, `{quoted}` for
   * the code as it is written between double quotes. Agents' bundles only. */
  newUrl?: string;
  /** The address of the public bundle, to link from what is copied. */
  publicUrl?: string;
}

export interface Results {
  /** Answers, best first. */
  hits: Hit[];
  /** What may be about something else, best first: for people to judge, never to act on unread. */
  related: Hit[];
  /** How many articles within the limit are left out, since `brief` asks to fetch little. */
  leftOut: number;
  /** Codes of the query that no article documents, as typed. */
  unknownCodes: string[];
  /** What stands in quotes and in no article: its words were taken one by one. */
  unknownPhrases: string[];
  /** How many articles answer in all. */
  total: number;
  /** Words that were read as others; `literal` takes that back. */
  instead: { kind: "correction" | "synonym"; typed: string; meant: string }[];
  /** Words that were not looked for: excluded, or less telling than enough others. */
  ignored: string[];
  /** Of a log, the lines that were looked for, the most telling first. */
  used: string[];
  /** Whether the text was read as a log. */
  isLog: boolean;
  /**
   * Whether the text was longer than 1 MiB: the rest was not read, or by `match` held against
   * signatures only.
   */
  isCut: boolean;
  /** How the answers are spread, if it was asked for; each facet as if nothing filtered on it. */
  facets?: Facets;
}

/** One article that answers. Ranges are pairs of UTF-16 offsets, `[from, to)`. */
export interface Hit {
  id: string;
  title: string;
  titleRanges: [number, number][];
  status: Status;
  service?: string;
  serviceName?: string;
  severity?: 1 | 2 | 3 | 4;
  /** ISO day of the last change. */
  updated?: string;
  fixedIn?: string;
  lang: string;
  /** What there is to do now; none if there is nothing at all. */
  answer?: Answer;
  /** The beginning of what to do now, or else of what tells most. */
  excerpt: string;
  excerptRanges: [number, number][];
  /** Only in bundles for agents. */
  internal?: boolean;
  source?: string;
  /** Comparable within one class of one search. */
  score: number;
  /** How certain it is that it answers, 0 to 1: from 0.5 on it is among `hits`. */
  confidence: number;
  class: HitClass;
  why: Reason[];
  /** Address of the article's page, absolute. */
  url: string;
}

/** What an article answers with: what there is to do now (the workaround, else the fix, else an article that
 * is nothing but text), or, as "description", only what is known. */
export interface Answer {
  kind: "workaround" | "fix" | "body" | "description";
  /** How the article calls it, such as "Solution"; none for a workaround. */
  name?: string;
}

/** One of the articles to show before anything is typed. */
export interface FirstHit extends Hit {
  /** Whether its authors keep it on top. */
  pinned?: boolean;
}

/** Why a hit is one: what matched, and where. */
export interface Reason {
  kind: "signature" | "id" | "title" | "phrase" | "code" | "word" | "prefix" | "correction" | "synonym";
  /**
   * What of the query; for a signature the line that it recognised; for a correction or synonym
   * what was typed, an arrow, and what was taken.
   */
  text: string;
  /** In which parts of the article. */
  fields: ("title" | "code" | "keyword" | SectionKind)[];
}

export interface Article
  extends Omit<Hit, "titleRanges" | "excerpt" | "excerptRanges" | "score" | "confidence" | "class" | "why"> {
  errorCodes: string[];
  versions?: string;
  problem?: string;
  change?: string;
  owner?: string;
  contact?: string;
  slo?: string;
  serviceUrl?: string;
  reported?: string;
  reviewBy?: string;
  origin?: string;
  /** In the order in which they help: what to do now, symptoms, cause, fix, the rest. */
  sections: Section[];
}

export interface Section {
  kind: SectionKind;
  heading?: string;
  /** The `id` of the heading, to which links lead. */
  anchor?: string;
  nodes: Node[];
  /** Whether it says what to do now. */
  answers?: boolean;
}

/** Rich text: a string is text; `[tag, attributes, ...children]` is one of a few allow-listed elements. */
export type Node = string | [tag: string, attributes: Record<string, string>, ...children: Node[]];

/** What was asked, as events carry it: a pasted log stays where it is. */
export interface Asked {
  /** At most 80 characters. */
  query: string;
  /** How many lines of a log were pasted. */
  lines: number;
}

/** What every event carries. */
export interface Told {
  /** The name of the matter that is asked about: made up by chance, and kept in memory alone. A new
   * matter begins with an emptied box or form, and in `<kedb-search>` with what is typed after contact
   * or "solved". */
  session: string;
}

export interface SearchDetail extends Asked {
  /** The ids of the articles that are shown as answers. */
  shown: string[];
  /** How many articles answer. */
  total: number;
}

export interface NoResultsDetail extends Asked {
  /** Codes of the query that no article documents. */
  unknownCodes: string[];
}

export interface OpenDetail extends Asked {
  /** The article's. */
  id: string;
}

/** The time to the workaround. */
export interface Took {
  /** Milliseconds since the first key of this search; left out where nothing was typed. */
  sinceTyping?: number;
}

export interface CopyDetail extends Took {
  id: string;
  /** `hit`: the workaround of one that is not open, from the list. */
  what: "workaround" | "internal" | "link" | "hit";
}

export interface SolvedDetail extends Asked, Took {
  id: string;
}

export interface ContactDetail extends Asked {
  /** Of the article that is open, if one is. */
  id?: string;
  /** Ids of the articles that were opened. */
  tried: string[];
  /** The telling lines of a pasted log, if the person has agreed to send them. */
  excerpt?: string;
}

export type FeedbackReason = "did-not-work" | "outdated" | "unclear";

export interface FeedbackDetail extends Asked {
  id: string;
  reason: FeedbackReason;
  comment: string;
}

/** The events of the elements. They bubble, and leave the shadow tree. */
export interface KedbEventMap {
  "kedb:search": CustomEvent<SearchDetail & Told>;
  "kedb:no-results": CustomEvent<NoResultsDetail & Told>;
  "kedb:open": CustomEvent<OpenDetail & Told>;
  "kedb:close": CustomEvent<Told>;
  "kedb:copy": CustomEvent<CopyDetail & Told>;
  "kedb:solved": CustomEvent<SolvedDetail & Told>;
  "kedb:contact": CustomEvent<ContactDetail & Told>;
  "kedb:feedback": CustomEvent<FeedbackDetail & Told>;
}

/** `<kedb-search>`: the search. */
export class KedbSearch extends HTMLElement {
  /** What is in the box, without a pasted log. */
  value: string;
  /** Opens the article with this id, at the heading with the `id` `anchor` if one is named; an empty id
   * closes the one that is open. */
  show(id: string, anchor?: string): void;
  /** Leads into the box, through its dialog if it is in one. */
  open(): void;
  /** Closes the dialog, if the box is in one. */
  close(): void;
  // Each attribute is a property too.
  bundle: string;
  engine: string;
  mode: string;
  hotkey: string;
  service: string;
  limit: number | string;
  label: string;
  placeholder: string;
  query: string;
  ticketUrl: string;
  feedbackUrl: string;
  countUrl: string;
  recent: boolean;
  prefetch: boolean;
}

/** `<kedb-suggest for="subject details">`: known errors for what is written into a form. */
export class KedbSuggest extends HTMLElement {
  bundle: string;
  engine: string;
  for: string;
  limit: number | string;
  service: string;
  noFormdata: boolean;
  countUrl: string;
}

/** `<kedb-answer article="KE-0042">`: one article in the flow of a page. */
export class KedbAnswer extends HTMLElement {
  bundle: string;
  engine: string;
  article: string;
  ticketUrl: string;
  feedbackUrl: string;
  countUrl: string;
}

/** The attributes of all elements, as a framework with typed markup wants them. */
export interface KedbAttributes {
  /** Asked for at each event, with its kind and the article's id. */
  "count-url"?: string;
  /** The bundle's folder; else the one that `kedb.js` lies in. */
  bundle?: string;
  /** The address of the bundle's index on a search server, as `kedb export` has made it. */
  engine?: string;
  lang?: string;
}

export interface KedbSearchAttributes extends KedbAttributes {
  mode?: "inline" | "dialog";
  hotkey?: string;
  /** What is searched at first. */
  query?: string;
  /** The same, as the fields of a form have it. */
  value?: string;
  service?: string;
  limit?: number | string;
  label?: string;
  placeholder?: string;
  "ticket-url"?: string;
  "feedback-url"?: string;
  recent?: boolean | "";
  prefetch?: boolean | "";
}

export interface KedbSuggestAttributes extends KedbAttributes {
  /** Ids of the fields. */
  for: string;
  service?: string;
  limit?: number | string;
  "no-formdata"?: boolean | "";
}

export interface KedbAnswerAttributes extends KedbAttributes {
  /** An id, an alias, or the id of one that it replaced. */
  article: string;
  "ticket-url"?: string;
  "feedback-url"?: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "kedb-search": KedbSearch;
    "kedb-suggest": KedbSuggest;
    "kedb-answer": KedbAnswer;
  }
  interface GlobalEventHandlersEventMap extends KedbEventMap {}
}

export interface Facets {
  services: { key: string; name: string; count: number }[];
  statuses: { key: Status; count: number }[];
  severities: { key: 1 | 2 | 3 | 4; count: number }[];
}
