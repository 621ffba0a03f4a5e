//! Names of several words: a code that people write as a word and a number, a verb with its
//! particle.

use super::{Token, TokenKind, code};

/// The words that may stand between a word and a number that people write for one code; none if
/// `word` begins no such code.
fn between(word: &str) -> Option<&'static [&'static str]> {
    match word {
        "event" => Some(&["id"]),
        "http" => Some(&["status", "code", "error"]),
        "kb" => Some(&["article"]),
        "eventid" | "sqlstate" => Some(&[]),
        _ => None,
    }
}

/// Adds `Event ID 4625`, `HTTP 502`, `KB 5001234` as codes of their own.
pub(super) fn composites(tokens: &mut Vec<Token>) {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Some(between) = between(&token.text) else { continue };
        let rest = tokens.get(index + 1..).unwrap_or_default();
        let number = rest
            .iter()
            .filter(|t| t.kind != TokenKind::Whole)
            .find(|t| !between.contains(&t.text.as_str()));
        let Some(number) = number else { continue };
        let near = number.position <= token.position + 2;
        let digits = number.text.strip_prefix(code::SIGIL).unwrap_or_default();
        if near && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            let name = token.text.trim_end_matches("id");
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

/// The English verbs that IT writes in one word with the `particle` behind them too: `log in` is
/// `login`, `timed out` is a `timeout`.
fn verbs(particle: &str) -> &'static [&'static str] {
    match particle {
        "around" => &["work"],
        "back" => &["fall", "roll"],
        "by" => &["stand"],
        "down" => &["break", "drop", "shut", "slow"],
        "in" => &["add", "check", "log", "plug", "sign"],
        "off" => &["log", "sign"],
        "on" => &["add", "log", "sign"],
        "out" => &["check", "lock", "log", "print", "roll", "sign", "time"],
        "over" => &["fail", "hand"],
        "up" => &["back", "clean", "look", "pop", "set", "sign", "start", "wake"],
        _ => &[],
    }
}

/// Adds phrasal verbs as compounds.
pub(super) fn phrasal_verbs(tokens: &mut Vec<Token>) {
    let mut found = Vec::new();
    let mut words =
        tokens.iter().filter(|token| token.kind == TokenKind::Word).peekable();
    while let Some(word) = words.next() {
        let Some(next) = words.peek() else { break };
        let verb = verbs(&next.text).iter().find(|verb| is_form_of(&word.text, verb));
        if let Some(verb) = verb
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
