//! Questions that are answered in a word: "Can I park here?" is the title, and the text begins with "No."

/// Whether a title asks something.
pub(super) fn asks(title: &str) -> bool {
    title.trim_end().ends_with(['?', '？', '؟'])
}

/// How such answers begin, in lowercase.
#[rustfmt::skip]
const REPLIES: [&str; 24] = [
    "yes", "no", "ja", "nein", "oui", "non", "sí", "no", "sì", "nee", "tak", "nie", "sim", "não", "да", "нет",
    "はい", "いいえ", "可以", "不可以", "是的", "不", "네", "아니요",
];

/// Whether a text begins with such an answer.
pub(super) fn begins(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    let ends = [',', '.', '!', ';', ':', '、', '。', '，', '！'];
    REPLIES.iter().any(|reply| {
        text.strip_prefix(reply).is_some_and(|rest| rest.trim_start().starts_with(ends))
    })
}

#[cfg(test)]
mod tests {
    use super::{asks, begins};

    #[test]
    fn answers_in_a_word() {
        for (text, expected) in [
            ("No. Use the other door.", true),
            ("Yes, with a card.", true),
            ("No card is needed.", false),
            ("Nothing happens.", false),
            ("Nein, das ist nicht erlaubt.", true),
            ("いいえ、できません。", true),
            ("Yesterday, it worked.", false),
            ("", false),
        ] {
            assert_eq!(begins(text), expected, "{text}");
        }
        assert!(asks("Can I park here?") && asks("駐車できますか？"));
        assert!(!asks("Parking is refused"));
    }
}
