// The language that an element speaks, and the few words that it needs before anything is
// fetched: those of the search box. The rest of its words comes with the texts: until then Close
// is English, like the sentences of bundle.js and the button beside them.

/** What the box is for, by language: a label, and after its colon what may be typed. */
export const WORDS = {
  en: "Search known errors: words, code, log",
  de: "Bekannte Fehler suchen: Worte, Code, Log",
  es: "Buscar errores conocidos: palabras, código, registro",
  fr: "Rechercher une erreur connue : mots, code, journal",
  it: "Ricerca errori noti: parole, codice, log",
  ja: "既知のエラーを検索：言葉、コード、ログ",
  nl: "Bekende fouten zoeken: woorden, code, log",
  pt: "Pesquisar erros conhecidos: palavras, código, log",
};

/** What is said while the search is fetched. */
export const LOADING = {
  en: "Loading…",
  de: "Wird geladen …",
  es: "Cargando…",
  fr: "Chargement…",
  it: "Caricamento…",
  ja: "読み込み中…",
  nl: "Laden…",
  pt: "Carregando…",
};

/** The first of these languages that there are texts in, with its region.
 * @param {...(string | undefined)} tags */
export function known(...tags) {
  return tags.find((tag) => nameOf(tag ?? "") in WORDS);
}

/** The language without its region: the name of its texts.
 * @param {string} tag */
export function nameOf(tag) {
  return tag.toLowerCase().split("-")[0];
}

/** The language around an element, else the browser's; `undefined` if there are no texts in
 * either. An element in the shadow of another has that one's language.
 * @param {Element} element */
export function languageOf(element) {
  /** @type {Element | undefined} */
  let from = element;
  /** @type {string | undefined} */
  let tag;
  while (from && tag === undefined) {
    tag = from.closest("[lang]")?.getAttribute("lang") ?? undefined;
    from = /** @type {Partial<ShadowRoot>} */ (from.getRootNode()).host;
  }
  return known(tag, ...navigator.languages);
}

/** The words of the search box, until its texts are here.
 * @param {string} [tag] */
export function boxWords(tag = "en") {
  const placeholder = WORDS[/** @type {"en"} */ (nameOf(tag))];
  return { label: placeholder.split(/ ?[:：]/)[0], placeholder };
}

/** @param {string} [tag] */
export function loadingWord(tag = "en") {
  return LOADING[/** @type {"en"} */ (nameOf(tag))];
}
