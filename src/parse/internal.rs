//! Words that say "internal".

/// How a word for "internal" begins: in the European languages of the user interface all
/// do alike, but for Polish and Russian; then Japanese, Chinese and Korean.
const STEMS: [&str; 12] = [
    "intern",
    "wewnętrzn",
    "wewnetrzn",
    "внутренн",
    "社内",
    "内部",
    "內部",
    "社外秘",
    "部外秘",
    "インターナル",
    "내부",
    "대외비",
];

/// What follows the first stem in words that say something else: internet, international.
const OTHER_WORDS: [&str; 2] = ["et", "at"];

/// Whether `word`, as it is seen, begins like a word for "internal".
pub(super) fn says_internal(word: &str) -> bool {
    let word: String = word.chars().take(20).flat_map(char::to_lowercase).collect();
    STEMS.iter().any(|stem| {
        word.strip_prefix(stem)
            .is_some_and(|rest| !OTHER_WORDS.iter().any(|other| rest.starts_with(other)))
    })
}
