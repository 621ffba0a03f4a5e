// The language that an element speaks, and the few words that it needs before anything is
// fetched: those of the search box.

/** Label, placeholder, the button Try again, the name of a log. */
const WORDS = {
  en: "Search known errors|Describe the error, type a code, or paste a log|Try again|log, # lines",
  de: "Bekannte Fehler suchen|Fehler, Code oder Log eingeben|Erneut versuchen|Log, # Zeilen",
  es: "Buscar errores conocidos|Escriba el error, un código o un registro|Reintentar|registro, # líneas",
  fr: "Rechercher une erreur connue|Saisissez l’erreur, un code ou un journal|Réessayer|journal, # lignes",
  it: "Ricerca errori noti|Inserire l’errore, un codice o un log|Riprova|log, # righe",
  ja: "既知のエラーを検索|エラー、コード、ログを入力|再試行|ログ、# 行",
  nl: "Bekende fouten zoeken|Typ de fout, een code of een log|Opnieuw proberen|log, # regels",
  pt: "Pesquisar erros conhecidos|Digite o erro, um código ou um log|Tentar de novo|log, # linhas",
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

/** The words of the search box; `clear`, `close` and `more` come with the texts, and are English
 * until then.
 * @param {string} [tag] */
export function boxWords(tag = "en") {
  const [label, placeholder, retry, log] = WORDS[/** @type {"en"} */ (nameOf(tag))].split("|");
  return { label, placeholder, retry, clear: "Clear", close: "Close", more: "", log: (/** @type {number} */ lines) => log.replace("#", lines.toLocaleString(tag)) };
}
