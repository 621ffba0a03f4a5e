// The few words of the static pages that scripts add to them, by the language of the page.

/** @type {Record<string, { copy: string, copyWorkaround: string, copied: string, filter: string, none: string }>} */
const WORDS = {
  en: {
    copy: "Copy",
    copyWorkaround: "Copy workaround",
    copied: "Copied",
    filter: "Filter the codes",
    none: "No such code is documented.",
  },
  de: {
    copy: "Kopieren",
    copyWorkaround: "Workaround kopieren",
    copied: "Kopiert",
    filter: "Codes filtern",
    none: "Dieser Code ist nicht dokumentiert.",
  },
  es: {
    copy: "Copiar",
    copyWorkaround: "Copiar los pasos",
    copied: "Copiado",
    filter: "Filtrar los códigos",
    none: "Ese código no está documentado.",
  },
  fr: {
    copy: "Copier",
    copyWorkaround: "Copier les étapes",
    copied: "Copié",
    filter: "Filtrer les codes",
    none: "Ce code n’est pas documenté.",
  },
  it: {
    copy: "Copia",
    copyWorkaround: "Copia i passaggi",
    copied: "Copiato",
    filter: "Filtra i codici",
    none: "Questo codice non è documentato.",
  },
  ja: {
    copy: "コピー",
    copyWorkaround: "手順をコピー",
    copied: "コピーしました",
    filter: "コードを絞り込む",
    none: "このコードの記事はありません。",
  },
  nl: {
    copy: "Kopiëren",
    copyWorkaround: "Stappen kopiëren",
    copied: "Gekopieerd",
    filter: "Codes filteren",
    none: "Deze code is niet gedocumenteerd.",
  },
  pt: {
    copy: "Copiar",
    copyWorkaround: "Copiar os passos",
    copied: "Copiado",
    filter: "Filtrar os códigos",
    none: "Esse código não está documentado.",
  },
};

export const words = WORDS[document.documentElement.lang.toLowerCase().split("-")[0]] ?? WORDS.en;
