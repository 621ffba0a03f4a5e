// The language that an element speaks, and the few words that it needs before anything is
// fetched: those of the search box.

/** Label, placeholder, placeholder beside a log, the buttons Clear, Try again and Remove the
 * pasted log, the name of a log, what is said when nothing works. */
const WORDS = {
  en: "Search known errors|Describe the error, type a code, or paste a log|Add words to narrow it down|Clear|Try again|Remove the pasted log|log, # lines",
  de: "Bekannte Fehler suchen|Fehler beschreiben, Code eingeben oder Log einfügen|Mit weiteren Wörtern eingrenzen|Leeren|Erneut versuchen|Eingefügtes Log entfernen|Log, # Zeilen",
  fr: "Rechercher une erreur connue|Décrivez l’erreur, tapez un code ou collez un journal|Précisez avec d’autres mots|Effacer|Réessayer|Retirer le journal collé|journal, # lignes",
  es: "Buscar errores conocidos|Describa el error, escriba un código o pegue un registro|Añada palabras para acotar|Borrar|Reintentar|Quitar el registro pegado|registro, # líneas",
  pt: "Procurar erros conhecidos|Descreva o erro, digite um código ou cole um log|Acrescente palavras para restringir|Limpar|Tentar de novo|Remover o log colado|log, # linhas",
  it: "Cerca errori noti|Descrivi l’errore, scrivi un codice o incolla un log|Aggiungi parole per restringere|Cancella|Riprova|Rimuovi il log incollato|log, # righe",
  nl: "Bekende fouten zoeken|Beschrijf de fout, typ een code of plak een log|Voeg woorden toe om te verfijnen|Wissen|Opnieuw proberen|Geplakte log verwijderen|log, # regels",
  ja: "既知のエラーを検索|エラーの内容やコードを入力、またはログを貼り付け|言葉を追加して絞り込む|消去|再試行|貼り付けたログを削除|ログ、# 行",
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
  const [label, placeholder, more, clear, retry, drop, log] = WORDS[/** @type {keyof typeof WORDS} */ (nameOf(tag))].split("|");
  return { label, placeholder, more, clear, retry, drop, log: (/** @type {number} */ lines) => log.replace("#", lines.toLocaleString(tag)) };
}
