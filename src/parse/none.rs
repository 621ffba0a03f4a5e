//! Whether a text only says that there is nothing to do.
//!
//! Many workaround and fix sections say no more than that ("N/A", "There is currently no
//! workaround for this scenario", "We are working on a fix"). Such an article must not be
//! dressed as an answer. The rule is conservative: each of the words is a negation, a name
//! for "workaround", or filler; one word of advice makes a text more than that. Knows the
//! twelve languages of the headings.

/// Whether `text` is empty, only says that there is nothing, or only under which licence the page is.
pub(super) fn says_none(text: &str) -> bool {
    says_nothing_to_do(text) || says_rights(text)
}

/// Longest text that tells nothing but whose the page is, in characters.
const MAX_RIGHTS: usize = 300;

/// How such a text begins, in lowercase, where it names a licence.
#[rustfmt::skip]
const PAGES: &[&str] = &[
    "this page", "this article", "this work", "this content", "this document", "this documentation", "this text", "this site",
    "the content", "the text", "content on", "content is", "text is", "except where", "unless otherwise", "licensed under",
    "licence:", "license:", "lizenz:", "licencia:", "licença:", "licenza:", "diese seite", "dieser artikel",
    "dieser inhalt", "cette page", "ce contenu", "cet article", "esta página", "este contenido", "este artigo",
    "questa pagina", "deze pagina", "ta strona", "эта страница", "本页", "本作品", "このページ", "이 페이지",
];

/// How licences of texts are called, and how it is said that something has one, in lowercase.
#[rustfmt::skip]
const LICENCES: &[&str] = &[
    "cc by", "cc-by", "cc0", "creative commons", "gnu fdl", "gfdl", "gnu free documentation", "public domain",
    "is licensed under", "is licensed:", "are licensed under", "licensed under", "lizenziert", "unter der lizenz", "sous licence", "bajo licencia",
    "bajo la licencia", "sob a licença", "con licenza", "sotto licenza", "onder de licentie", "na licencji",
];

/// How it is said that all rights are reserved, in lowercase.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados",
    "todos os direitos reservados", "tutti i diritti riservati", "alle rechten voorbehouden",
    "wszelkie prawa zastrzeżone", "все права защищены", "保留所有权利", "無断転載",
];

/// Whether `text` only tells whose the page is, or under which licence: "This page is licensed: CC BY-SA".
fn says_rights(text: &str) -> bool {
    if text.len() > MAX_RIGHTS * 4 || text.chars().count() > MAX_RIGHTS {
        return false;
    }
    let text = text.to_lowercase().replace('\n', " ");
    let bare =
        text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    let behind =
        ["©", "(c)", "copyright"].iter().find_map(|mark| bare.strip_prefix(mark));
    // "Copyright is missing" tells what is wrong.
    let is_claim = behind.is_some_and(|rest| {
        let rest =
            rest.trim_start_matches(|c: char| c == ' ' || c == '©' || "(c),".contains(c));
        bare.starts_with('©') || rest.starts_with(|c: char| c.is_ascii_digit())
    });
    is_claim
        || RESERVED.iter().any(|words| bare.contains(words))
        || PAGES.iter().any(|page| bare.starts_with(page))
            && LICENCES.iter().any(|licence| bare.contains(licence))
            && !super::advice::instructs(bare)
}

fn says_nothing_to_do(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    let Some(first) = letters.next() else { return true };
    if !first.is_ascii() && is_of_pieces(text) {
        return true;
    }
    // Most texts say something with their first words, and need not be read any further.
    let mut words = text
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '/'))
        .map(|word| fold(word.trim_matches(['\'', '’', '/'])))
        .filter(|word| !word.is_empty());
    let (mut count, mut negated, mut named) = (0, false, false);
    let silent = words.all(|word| {
        let word = word.as_str();
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
    // Russian
    "нет", "не", "без", "отсутствует", "отсутствуют", "неизвестно",
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
    "решение", "решения", "исправление", "исправления", "обходное", "обходного", "обходных", "путь",
    "пути", "путей",
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
    // Russian
    "пока", "на", "данный", "момент", "в", "настоящее", "время", "для", "этой", "этого", "проблемы",
    "ошибки", "известно", "найдено", "существует", "сейчас", "еще", "ещё", "к", "сожалению",
];

/// The words of the languages that put no spaces between them, longer ones before those that they
/// hold, as far as a text has them that names nothing to do. Whether each denies something.
#[rustfmt::skip]
const PIECES: &[(&str, bool)] = &[
    // Japanese
    ("見つかっていません", true), ("提供されていません", true), ("確認されていません", true),
    ("存在しません", true), ("ございません", true), ("ありません", true), ("未定", true), ("調査中", true),
    ("なし", true), ("無し", true), ("ない", true), ("今のところ", false), ("現時点", false), ("現在", false),
    ("利用できる", false), ("利用可能な", false), ("有効な", false), ("既知の", false), ("問題", false), ("この", false),
    ("その", false), ("対する", false), ("ための", false), ("回避方法", false), ("回避策", false),
    ("暫定対応", false), ("解決方法", false), ("解決策", false), ("対処方法", false), ("対処法", false),
    ("対応策", false), ("対策", false), ("ワークアラウンド", false), ("です", false), ("ます", false),
    ("まだ", false), ("では", false), ("は", false), ("が", false), ("に", false), ("の", false), ("も", false),
    ("で", false),
    // Chinese
    ("没有", true), ("沒有", true), ("尚无", true), ("暂无", true), ("暫無", true), ("待定", true), ("无", true),
    ("無", true), ("目前", false), ("当前", false), ("當前", false), ("暂时", false), ("暫時", false), ("尚", false),
    ("还", false), ("可用", false), ("已知", false), ("任何", false), ("此问题", false), ("该问题", false),
    ("针对", false), ("解决方法", false), ("解决方案", false), ("解決方法", false), ("解決方案", false),
    ("解决办法", false), ("变通方法", false), ("替代方法", false), ("替代方案", false), ("规避方法", false),
    ("临时方案", false), ("的", false), ("此", false),
    // Korean
    ("없습니다", true), ("없음", true), ("조사중입니다", true), ("조사중", true), ("현재", false), ("아직", false),
    ("사용할수있는", false), ("사용가능한", false), ("알려진", false), ("해당", false), ("이문제에대한", false),
    ("해결방법", false), ("해결책", false), ("대안", false), ("우회방법", false), ("임시조치", false), ("이", false),
    ("은", false), ("는", false), ("가", false),
];

/// Whether `text` is made of nothing but such pieces, one of which denies something.
fn is_of_pieces(text: &str) -> bool {
    let (mut rest, mut denies) = (without_marks(text), false);
    while let Some((behind, is_denial)) = PIECES
        .iter()
        .find_map(|(piece, denies)| Some((behind_piece(rest, piece)?, *denies)))
    {
        rest = without_marks(behind);
        denies |= is_denial;
    }
    denies && rest.is_empty()
}

/// What stands in `text` behind `piece`, if it begins with it. Marks and spaces between the
/// characters don't count.
fn behind_piece<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    piece.chars().try_fold(text, |rest, c| without_marks(rest).strip_prefix(c))
}

fn without_marks(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::says_none;

    #[test]
    fn texts_that_name_nothing_to_do() {
        for (text, expected) in [
            ("現在利用できる解決策はありません。", true),
            ("この問題に対する回避策は、現時点では見つかっていません。", true),
            ("現在のところ、", false),
            ("調査中です", true),
            ("回避策", false),
            ("解決策はありませんが、再起動してください。", false),
            ("目前没有可用的解决方法。", true),
            ("暂无", true),
            ("此问题尚无已知的解决方案", true),
            ("没有网络时请重启。", false),
            ("현재 사용할 수 있는 해결 방법이 없습니다.", true),
            ("해당 없음", true),
            ("재시작하면 문제가 없습니다.", false),
            ("Обходного пути пока нет.", true),
            ("Решение этой проблемы пока не найдено.", true),
            ("Нет сети: перезагрузите.", false),
            ("N/A", true),
            ("There is currently no workaround.", true),
            ("Restart it.", false),
            ("This page is licensed: CC BY-SA / Gnu FDL", true),
            ("© 2024 The Till Company. All rights reserved.", true),
            ("Copyright 2019–2024, the authors", true),
            ("Diese Seite ist unter CC BY 4.0 lizenziert.", true),
            ("本页内容采用 CC BY-SA 许可协议。", true),
            (
                "Unless otherwise noted, the text is under a Creative Commons licence.",
                true,
            ),
            ("The till is not licensed. Buy a licence.", false),
            ("Renew the licence under Settings.", false),
            ("This page is empty until the till is licensed. Enter its key.", false),
            ("Copyright is missing in the footer: add it.", false),
            ("Write Creative Commons as the licence.", false),
        ] {
            assert_eq!(says_none(text), expected, "{text}");
        }
    }
}
