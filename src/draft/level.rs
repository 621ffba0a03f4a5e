//! The level that an entry of a log has, by the column or the word that says it.

use super::begin;
use kedb_engine::text::carried;
use regex_lite::Regex;
use std::sync::LazyLock;

/// How grave its program calls an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Information,
    Warning,
    Error,
}

/// Longest part of a line in which its level is looked for, in bytes.
const READ: usize = 160;

/// The words and the letter of each level in the languages that programs speak, and what only some write.
const LEVELS: [(Level, &str, &str, &str); 3] = [
    (
        Level::Information,
        "trace|debug|verbose|info|information|log|note|notice|normal|hinweis|informaci[oó]n|informazioni|注意|情報|信息",
        "[DINV]",
        r#"%[A-Z][A-Z0-9_]*-[5-7]-|\]LOG\]!>.* type="[12]"|<Level>[45]</Level>|\bIn\(\d+\) |^\d+:[A-Z] [^.]{8,24}\.\d+ [*.-] "#,
    ),
    (
        Level::Warning,
        "warn|warning|wrn|warnung|avertissement|attention|advertencia|aviso|avviso|waarschuwing|ostrzeżenie|upozornění|uyarı|предупреждение|警告|경고",
        "[Ww]",
        r"<Level>3</Level>|\bWa\(\d+\) |^\d+:[A-Z] [^.]{8,24}\.\d+ # ",
    ),
    (
        Level::Error,
        "error|err|kritisch|critique|crítico|fatal|fatal error|severe|critical|crit|panic|alert|emerg|fehler|schwerwiegend|erreur|grave|errore|erro|fout|błąd|chyba|hata|ошибка|エラー|错误|오류",
        "[EeF]",
        r"<Level>[12]</Level>|%[A-Z][A-Z0-9_]*-[0-3]-|\bEr\(\d+\) ",
    ),
];

/// Where levels stand: a letter before all else, the value of a key, a word in brackets, a column in capitals
/// or between wide spaces, a word before the colon of a message.
const PLACES: &str = concat!(
    r"^(?:#[\d. ]+)?LETTER(?:\d{4} |, \[| \[|: | \(\d+\) )|^\d\d-\d\d [\d:.]+ +\d+ +\d+ LETTER ",
    r#"|"(?:s|level|severity|log\.level)": ?"(?i:WORDS|LETTER|d\d)"|^"(?i:WORDS)","#,
    r"|(?i:\b(?:level|lvl|severity)=(?:WORDS)\b)|(?i:[\[<(](?:\w+:)?(?:WORDS) *[\]>)])",
    r"|(?:^|[\s|/.:])(?:UPPER)(?:[\s|:,/\[\]]|$)|(?:^|[\s:])(?i:WORDS)(?:\s\s|\t)",
    r"|(?i:(?:^\W{0,3}|: |\d |\] |PHP |^\w{4}:)(?:WORDS):(?: |\w+:))",
);

static COMPILED: LazyLock<Vec<(Level, Regex)>> = LazyLock::new(|| {
    let compiled = LEVELS.iter().filter_map(|(level, words, letter, some)| {
        let places = PLACES.replace("UPPER", &words.to_uppercase());
        let places = places.replace("WORDS", words).replace("LETTER", letter);
        Some((*level, Regex::new(&format!("{places}|{some}")).ok()?))
    });
    compiled.collect()
});

/// What programs say of a message that is none of an error.
const SAID: [&str; 4] = [
    "nformational message",
    "nformationsmeldung",
    "nformationszwecken",
    "o user action is required",
];

/// The level of a line: that which its keeper puts before it, or its program names first.
pub(super) fn level(line: &str) -> Option<Level> {
    let behind = carried::behind_head(line);
    behind.and_then(named_first).or_else(|| named_first(line))
}

/// The level that a line names first.
fn named_first(line: &str) -> Option<Level> {
    if SAID.iter().any(|said| line.contains(said)) {
        return Some(Level::Information);
    }
    let read = if line.contains("]LOG]!>") { line } else { begin(line, READ) };
    let found = COMPILED
        .iter()
        .filter_map(|(level, one)| Some((one.find(read)?.start(), *level)));
    // What begins at one place is the gravest: `fatal error`.
    found
        .min_by_key(|(at, level)| (*at, std::cmp::Reverse(*level)))
        .map(|(_, level)| level)
}

/// The level of an event of Windows as text: `Level: Error`, `Ebene: Warnung`.
pub(super) fn of_event(line: &str) -> Option<Level> {
    let (name, level) = line.split_once(':')?;
    let is_name =
        matches!(name.trim(), "Level" | "Ebene" | "Niveau" | "Nivel" | "Livello");
    let level = level.trim().to_lowercase();
    let begins = |words: &str| words.split('|').any(|word| level.starts_with(word));
    LEVELS
        .iter()
        .find(|(_, words, ..)| is_name && begins(words))
        .map(|(level, ..)| *level)
}
