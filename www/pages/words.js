// The few words of the static pages that scripts add to them, by the language of the page.

/** @type {Record<string, { copy: string, copySteps: string, copied: string, filter: string, none: string }>} */
const WORDS = {
  en: {
    copy: "Copy",
    copySteps: "Copy the steps",
    copied: "Copied",
    filter: "Filter the codes",
    none: "No such code is documented.",
  },
  de: {
    copy: "Kopieren",
    copySteps: "Anleitung kopieren",
    copied: "Kopiert",
    filter: "Codes filtern",
    none: "Dieser Code ist nicht dokumentiert.",
  },
  es: {
    copy: "Copiar",
    copySteps: "Copiar los pasos",
    copied: "Copiado",
    filter: "Filtrar los códigos",
    none: "Ese código no está documentado.",
  },
  fr: {
    copy: "Copier",
    copySteps: "Copier les étapes",
    copied: "Copié",
    filter: "Filtrer les codes",
    none: "Ce code n’est pas documenté.",
  },
  it: {
    copy: "Copia",
    copySteps: "Copia i passaggi",
    copied: "Copiato",
    filter: "Filtra i codici",
    none: "Questo codice non è documentato.",
  },
  ja: {
    copy: "コピー",
    copySteps: "手順をコピー",
    copied: "コピーしました",
    filter: "コードを絞り込む",
    none: "このコードの記事はありません。",
  },
  nl: {
    copy: "Kopiëren",
    copySteps: "Stappen kopiëren",
    copied: "Gekopieerd",
    filter: "Codes filteren",
    none: "Deze code is niet gedocumenteerd.",
  },
  pt: {
    copy: "Copiar",
    copySteps: "Copiar os passos",
    copied: "Copiado",
    filter: "Filtrar os códigos",
    none: "Esse código não está documentado.",
  },
};

export const words = WORDS[document.documentElement.lang.toLowerCase().split("-")[0]] ?? WORDS.en;
