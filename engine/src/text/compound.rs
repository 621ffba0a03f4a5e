//! Names of several words: a code that people write as a word and a number, a verb with its
//! particle.

use super::{Token, TokenKind, code};

/// Codes that people write as a word and a number: the prefix of the code, and the words
/// that may stand between.
const NAMED_NUMBERS: [(&str, &[&str]); 5] = [
    ("event", &["id"]),
    ("eventid", &[]),
    ("http", &["status", "code", "error"]),
    ("kb", &["article"]),
    ("sqlstate", &[]),
];

/// Adds `Event ID 4625`, `HTTP 502`, `KB 5001234` as codes of their own.
pub(super) fn composites(tokens: &mut Vec<Token>) {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let named = NAMED_NUMBERS.iter().find(|(name, _)| *name == token.text);
        let Some((name, between)) = named else { continue };
        let rest = tokens.get(index + 1..).unwrap_or_default();
        let number = rest
            .iter()
            .filter(|t| t.kind != TokenKind::Whole)
            .find(|t| !between.contains(&t.text.as_str()));
        let Some(number) = number else { continue };
        let near = number.position <= token.position + 2;
        let digits = number.text.strip_prefix(code::SIGIL).unwrap_or_default();
        if near && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            let name = name.trim_end_matches("id");
            found.push(Token {
                text: code::term(&format!("{name}{digits}")),
                from: token.from,
                to: number.to,
                position: number.position,
                kind: TokenKind::Code { strong: true },
                volatile: false,
            });
        }
    }
    tokens.extend(found);
    tokens.sort_by_key(|token| token.position);
}

/// English verbs with the particles behind them that IT writes in one word too: `log in` is
/// `login`, `timed out` is a `timeout`.
const PHRASAL_VERBS: [(&str, &[&str]); 25] = [
    ("add", &["in", "on"]),
    ("back", &["up"]),
    ("break", &["down"]),
    ("check", &["in", "out"]),
    ("clean", &["up"]),
    ("drop", &["down"]),
    ("fail", &["over"]),
    ("fall", &["back"]),
    ("hand", &["over"]),
    ("lock", &["out"]),
    ("log", &["in", "off", "on", "out"]),
    ("look", &["up"]),
    ("plug", &["in"]),
    ("pop", &["up"]),
    ("print", &["out"]),
    ("roll", &["back", "out"]),
    ("set", &["up"]),
    ("shut", &["down"]),
    ("sign", &["in", "off", "on", "out", "up"]),
    ("slow", &["down"]),
    ("stand", &["by"]),
    ("start", &["up"]),
    ("time", &["out"]),
    ("wake", &["up"]),
    ("work", &["around"]),
];

/// Adds phrasal verbs as compounds.
pub(super) fn phrasal_verbs(tokens: &mut Vec<Token>) {
    let mut found = Vec::new();
    let mut words =
        tokens.iter().filter(|token| token.kind == TokenKind::Word).peekable();
    while let Some(word) = words.next() {
        let Some(next) = words.peek() else { break };
        let verb = PHRASAL_VERBS.iter().find(|(verb, particles)| {
            is_form_of(&word.text, verb) && particles.contains(&next.text.as_str())
        });
        if let Some((verb, _)) = verb
            && next.position == word.position + 1
        {
            found.push(Token {
                text: format!("{verb}{}", next.text),
                from: word.from,
                to: next.to,
                position: next.position,
                kind: TokenKind::Whole,
                volatile: false,
            });
        }
    }
    tokens.extend(found);
    tokens.sort_by_key(|token| token.position);
}

/// Whether `word` is a regular form of an English verb.
fn is_form_of(word: &str, verb: &str) -> bool {
    let stem = verb.trim_end_matches('e');
    let Some(ending) = word.strip_prefix(stem) else { return false };
    let doubled = verb.chars().next_back();
    let ending = ending.strip_prefix(|c| Some(c) == doubled).unwrap_or(ending);
    matches!(ending, "" | "s" | "e" | "es" | "ed" | "ing")
}
