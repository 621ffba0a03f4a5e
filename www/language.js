// The language that an element speaks, and the few words that it needs before anything is
// fetched: those of the search box.

/** Label, placeholder, the buttons Clear and Try again, the name of a log, what is said when
 * nothing can be fetched. */
const WORDS = {
  en: "Search known errors|Describe the error, type a code, or paste a log|Clear|Try again|log, # lines|",
  de: "Bekannte Fehler suchen|Fehler, Code oder Log eingeben|Leeren|Erneut versuchen|Log, # Zeilen|Die Suche ist gestört.",
  es: "Buscar errores conocidos|Escriba el error, un código o un registro|Borrar|Reintentar|registro, # líneas|Búsqueda no disponible.",
  fr: "Rechercher une erreur connue|Saisissez l’erreur, un code ou un journal|Effacer|Réessayer|journal, # lignes|Recherche indisponible.",
  it: "Ricerca errori noti|Inserire l’errore, un codice o un log|Cancella|Riprova|log, # righe|Ricerca non disponibile.",
  ja: "既知のエラーを検索|エラー、コード、ログを入力|消去|再試行|ログ、# 行|検索できません。",
  nl: "Bekende fouten zoeken|Typ de fout, een code of een log|Wissen|Opnieuw proberen|log, # regels|Zoeken lukt niet.",
  pt: "Pesquisar erros conhecidos|Digite o erro, um código ou um log|Limpar|Tentar de novo|log, # linhas|Pesquisa indisponível.",
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

/** The words of the search box.
 * @param {string} [tag] */
export function boxWords(tag = "en") {
  const [label, placeholder, clear, retry, log, failed] = WORDS[/** @type {"en"} */ (nameOf(tag))].split("|");
  return { label, placeholder, clear, retry, failed, log: (/** @type {number} */ lines) => log.replace("#", lines.toLocaleString(tag)) };
}
