//! Whether a text only says that there is nothing to do.
//!
//! Many workaround and fix sections say no more than that ("N/A", "There is currently no
//! workaround for this scenario", "We are working on a fix"). Such an article must not be
//! dressed as an answer. The rule is conservative: each of the words is a negation, a name
//! for "workaround", or filler; one word of advice makes a text more than that. Knows the
//! eleven languages of the headings.

/// Whether `text` is empty or only says that there is nothing.
pub(super) fn says_none(text: &str) -> bool {
    let folded = fold(text);
    if SILENT.contains(&folded.trim_matches(|c: char| !c.is_alphanumeric())) {
        return true;
    }
    let mut words = folded
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '/')
        .map(|word| word.trim_matches(['\'', '/']))
        .filter(|word| !word.is_empty())
        .peekable();
    if words.peek().is_none() {
        return true;
    }
    let (mut count, mut negated, mut named) = (0, false, false);
    let silent = words.all(|word| {
        let (negation, noun) = (NEGATIONS.contains(&word), NOUNS.contains(&word));
        count += 1;
        negated |= negation;
        named |= noun;
        negation || noun || FILLER.contains(&word)
    });
    silent && negated && (named || count <= 2)
}

/// `text` in lowercase, without the accents of the languages below.
fn fold(text: &str) -> String {
    let lower = text.to_lowercase();
    lower
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            'ą' => 'a',
            'ć' => 'c',
            'ę' => 'e',
            'ł' => 'l',
            'ń' => 'n',
            'ś' => 's',
            'ź' | 'ż' => 'z',
            '’' => '\'',
            _ => c,
        })
        .collect()
}

#[rustfmt::skip]
const NEGATIONS: &[&str] = &[
    // English
    "no", "not", "none", "n/a", "na", "nothing", "without", "don't", "isn't",
    "unavailable", "unknown", "tbd", "tba", "todo", "pending", "investigating",
    "investigation", "investigated", "working", "researching",
    // Spanish, Portuguese
    "ninguna", "ninguno", "ningun", "nada", "sin", "nao", "nenhum", "nenhuma", "sem",
    "inexistente",
    // French
    "aucun", "aucune", "pas", "neant", "sans", "n'existe", "n'y", "n'est",
    // German
    "kein", "keine", "keinen", "keiner", "nicht", "nichts",
    // Italian, Dutch, Polish
    "nessuno", "nessun", "nessuna", "niente", "non", "geen", "niet", "niets", "brak", "nie",
    "zadne", "zadnego",
];

#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "workaround", "workarounds", "workarround", "workaroud", "woraround", "wa", "solution", "solutions",
    "fix", "mitigation", "alternative", "alternatives",
    "solucion", "soluciones", "alternativa", "alternativas", "provisional", "temporal",
    "solucao", "solucoes", "contorno", "paliativa",
    "contournement", "contour", "palliatif", "palliative",
    "umgehung", "umgehungslosung", "behelfslosung", "losung",
    // What there is none of need not be named again below its heading.
    "available", "possible", "disponible", "disponibles", "disponivel", "verfugbar",
    "vorhanden", "soluzione", "soluzioni", "rimedio", "temporanea", "disponibile", "oplossing",
    "tijdelijke", "beschikbaar", "omweg", "obejscie", "obejscia", "rozwiazanie", "rozwiazania",
    "dostepne", "resolution", "resolutions",
    // Who says that it is looked for has none.
    "investigating", "investigation", "investigated", "working", "researching",
];

#[rustfmt::skip]
const FILLER: &[&str] = &[
    // English
    "a", "an", "any", "are", "at", "behavior", "behaviour", "bug", "by", "can",
    "case", "cases", "currently", "do", "does", "error", "existing", "exists", "for", "has",
    "have", "identified", "if", "in", "is", "issue", "it", "known", "moment", "now", "of",
    "problem", "provided", "so", "scenario", "situation", "that", "the", "there",
    "these", "this", "time", "to", "unfortunately", "until", "us", "we", "yet", "initially",
    "far", "there's", "exist", "current", "presently", "native", "right", "today", "ki",
    "was", "root", "avoid", "prevent", "divergence", "our", "engineering", "engineers", "team",
    "developers", "on", "and", "aware", "still", "under", "being", "actively", "be", "as",
    // Spanish
    "actualmente", "caso", "comportamiento", "conocida", "de",
    "el", "en", "error", "escenario", "esta", "este", "esto", "existe", "existen", "hasta",
    "hay", "la", "lamentablemente", "momento", "no", "para", "por", "problema", "se",
    "tenemos", "un", "una",
    // Portuguese
    "ate", "atualmente", "cenario", "comportamento", "conhecida", "esse",
    "essa", "ha", "infelizmente", "isso", "neste", "nesse", "o", "temos", "um", "uma",
    // French
    "actuellement", "ce", "cette", "connue", "connu", "disposition", "est", "il", "le",
    "pour", "probleme", "y", "solution",
    // German
    "aktuell", "bekannt", "derzeit", "diese", "dieses", "es", "fur", "gibt", "leider",
    "problem", "zurzeit", "uns", "eine", "einen", "noch",
    // Italian, Dutch, Polish
    "al", "attualmente", "ancora", "conosciuta", "nota", "ci", "sono", "di", "per", "questo",
    "er", "is", "op", "dit", "voor", "nog", "bekend", "bekende", "momenteel", "probleem",
    "ten", "tego", "dla", "obecnie", "znane", "znanego", "jest", "w", "tej", "chwili",
];

/// In the languages that put no spaces between words, the whole text.
const SILENT: &[&str] = &[
    "なし",
    "無し",
    "ありません",
    "ございません",
    "回避策はありません",
    "回避策なし",
    "現在回避策はありません",
    "現時点で回避策はありません",
    "解決策はありません",
    "調査中",
    "調査中です",
    "未定",
    "无",
    "無",
    "暂无",
    "暫無",
    "没有",
    "沒有",
    "无解决方法",
    "没有解决方法",
    "暂无解决方法",
    "暂无解决方案",
    "没有解决方案",
    "目前没有解决方法",
    "目前没有解决方案",
    "无解决方案",
    "目前暂无解决方法",
    "无变通方法",
    "没有变通方法",
    "待定",
    "없음",
    "없습니다",
    "해당 없음",
    "해결 방법 없음",
    "해결 방법이 없습니다",
    "현재 해결 방법이 없습니다",
    "해결 방법은 없습니다",
    "조사 중",
    "조사 중입니다",
];
