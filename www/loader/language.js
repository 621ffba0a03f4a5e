// The language that an element speaks, and the few words that it needs before anything is
// fetched. The rest of its words comes with the texts: until then Close is English, like the
// reasons in bundle.js.

import { h } from "../shared/dom.js";

/** By language: the label of the box, and after its colon what may be typed; what is said while the
 * search is fetched; what is said before the reason where it could not be fetched (nothing in English,
 * the language of the reasons); and the name of the button that tries again. */
export const WORDS = {
  en: ["Search known errors: words, code, log", "Loading…", "", "Try again"],
  de: [
    "Bekannte Fehler suchen: Worte, Code, Log",
    "Wird geladen …",
    "Konnte nicht geladen werden.",
    "Noch einmal versuchen",
  ],
  es: ["Buscar errores conocidos: palabras, código, registro", "Cargando…", "No se pudo cargar.", "Reintentar"],
  fr: ["Rechercher une erreur connue : mots, code, journal", "Chargement…", "Le chargement a échoué.", "Réessayer"],
  it: ["Ricerca errori noti: parole, codice, log", "Caricamento…", "Caricamento non riuscito.", "Riprova"],
  ja: ["既知のエラーを検索：言葉、コード、ログ", "読み込み中…", "読み込めませんでした。", "もう一度試す"],
  ko: ["알려진 오류 검색: 단어, 코드, 로그", "불러오는 중…", "불러오지 못했습니다.", "다시 시도"],
  nl: ["Bekende fouten zoeken: woorden, code, log", "Laden…", "Het laden is mislukt.", "Opnieuw proberen"],
  pl: ["Szukaj błędów: słowa, kod, log", "Ładuję…", "Błąd.", "Ponów"],
  pt: [
    "Pesquisar erros conhecidos: palavras, código, log",
    "Carregando…",
    "Não foi possível carregar.",
    "Tentar de novo",
  ],
  ru: ["Поиск известных ошибок: слова, код, журнал", "Загрузка…", "Не удалось загрузить.", "Повторить"],
  sv: ["Sök fel: ord, kod, logg", "Laddar…", "Fel.", "Igen"],
  zh: ["搜索已知错误：词语、代码、日志", "正在加载…", "加载失败。", "重试"],
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

/** What an element says until its texts are here.
 * @param {string} [tag] */
export function firstWords(tag = "en") {
  const [placeholder, loading, failed, again] = WORDS[/** @type {"en"} */ (nameOf(tag))];
  return { label: placeholder.split(/ ?[:：]/)[0], placeholder, loading, failed, again };
}

/** Says that an element could not be loaded, and why, for readers and screen readers of any language.
 * @param {Element} element @param {Error} error @param {HTMLElement} [retry] A button
 * that tries again, without its words. */
export function failure(element, { message }, retry) {
  const { failed, again } = firstWords(languageOf(element));
  retry?.append(again);
  return h("p", { part: "failure" }, failed, " ", h("span", { lang: "en" }, message), " ", retry);
}
