//! Lists of the words that a setting may have: `internal | public`.

use super::internal::says_internal;

/// What parts the words of such a list.
const PARTING: [char; 6] = [',', '|', '/', ';', '、', '｜'];

/// Words that do.
const OR: [&str; 9] =
    [" or ", " and ", " oder ", " und ", " ou ", " et ", " o ", " y ", " of "];

/// Words that say of a setting that others are meant, too.
const OPEN: [&str; 10] = [
    "public",
    "external",
    "everyone",
    "öffentlich",
    "extern",
    "externe",
    "publique",
    "público",
    "pubblico",
    "公开",
];

/// Whether `text` lists words of which one says "internal" and another one "public": what a setting may be, and nobody's
/// label. Each is one word.
pub(super) fn is_one(text: &str) -> bool {
    let mut listed = text.to_lowercase();
    for or in OR {
        listed = listed.replace(or, "|");
    }
    let words = |part: &str| -> Vec<String> {
        let words = part.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let parts: Vec<Vec<String>> =
        listed.split(PARTING).map(words).filter(|part| !part.is_empty()).collect();
    let has = |is: &dyn Fn(&str) -> bool| {
        parts.iter().any(|part| matches!(part.as_slice(), [word] if is(word)))
    };
    parts.len() > 1
        && parts.iter().all(|part| part.len() == 1)
        && has(&says_internal)
        && has(&|word| OPEN.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::is_one;

    #[test]
    fn lists_of_values() {
        for (text, expected) in [
            ("internal | public", true),
            ("internal, public", true),
            ("`internal`, `private` or `public`", true),
            ("internal/external", true),
            ("intern oder öffentlich", true),
            ("public, internal, hidden", true),
            ("internal, not public", false),
            ("internal", false),
            ("Internal customer notes", false),
            ("internal, private", false),
            ("internal note | public", false),
            ("internal publication", false),
        ] {
            assert_eq!(is_one(text), expected, "{text}");
        }
    }
}
