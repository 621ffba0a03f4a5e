//! Words that tell of an error.

/// Words that tell of an error, and how much.
pub(super) const TELLING: [(&str, u32); 24] = [
    ("fatal", 4),
    ("panic", 4),
    ("critical", 4),
    ("error", 3),
    ("severe", 3),
    ("exception", 3),
    ("caused by", 2),
    ("failed", 2),
    ("failure", 2),
    ("cannot", 2),
    ("can't", 2),
    ("could not", 2),
    ("unable", 2),
    ("denied", 2),
    ("refused", 2),
    ("exceeded", 2),
    ("timed out", 2),
    ("terminated unexpectedly", 2),
    ("no such", 2),
    ("timeout", 1),
    ("invalid", 1),
    ("not found", 1),
    ("abort", 1),
    ("warn", 1),
];

/// How much the most telling word of a text in lowercase tells; 0 if there is none.
pub(super) fn telling(lower: &str) -> u32 {
    let words = TELLING.iter().filter(|(word, _)| lower.contains(word));
    words.map(|(_, worth)| *worth).max().unwrap_or_default()
}
