//! Signatures of one article that contradict themselves, each other, or its samples.
//!
//! A signature that can never match looks like a promise and keeps none. It can't, if it
//! asks for a line break (every line is looked at by itself), or for text before the
//! beginning or after the end of the line. What is no contradiction but dead weight: a
//! signature that matches nothing that another one does not match already, and one that no
//! sample bears witness for, although the article has samples.

use crate::diagnostic::{Diagnostic, Span};
use crate::parse::Parsed;
use kedb_engine::article::Signature;
use kedb_engine::signature::{Matcher, fold, literal, skip_class};

/// Adds to a file what is wrong with its signatures beside each other and its samples.
pub(super) fn signatures(file: &mut Parsed) {
    let Some(article) = &file.article else { return };
    let mut diagnostics = Vec::new();
    let all = &article.signatures;
    for (index, (signature, place)) in
        all.iter().zip(file.places.signatures.iter()).enumerate()
    {
        let mut tell = |diagnostic: Diagnostic| diagnostics.push(diagnostic);
        if let Some((reason, hint)) = impossible(signature) {
            let message = format!("this signature can never match: {reason}");
            let rule = "impossible-signature";
            tell(Diagnostic::error(rule, &file.file, *place, message).with_hint(hint));
            continue;
        }
        let matched = all.iter().enumerate().find(|(other, wider)| {
            *other != index
                && covers(wider, signature)
                && (*other < index || !covers(signature, wider))
        });
        if let Some((_, wider)) = matched {
            tell(redundant(&file.file, *place, wider));
        } else if !article.samples.is_empty() && !proven(signature, &article.samples) {
            let message = "no sample shows that this signature matches";
            let rule = "unproven-signature";
            tell(Diagnostic::warning(rule, &file.file, *place, message).with_hint(
                "add a line of a log that it has to match to `samples`, or correct it",
            ));
        }
    }
    file.diagnostics.append(&mut diagnostics);
}

fn redundant(file: &str, place: Span, wider: &Signature) -> Diagnostic {
    let wider = match wider {
        Signature::Contains(text) => format!("contains: {text}"),
        Signature::Regex(pattern) => format!("regex: {pattern}"),
        Signature::Lines(texts) => format!("lines: {}", texts.join(", ")),
    };
    let message = format!("whatever this matches, `{wider}` matches already");
    Diagnostic::warning("redundant-signature", file, place, message)
        .with_hint("remove this one; or that one, if it recognises other errors too")
}

fn proven(signature: &Signature, samples: &[String]) -> bool {
    let Ok(matcher) = Matcher::new(signature) else { return true };
    samples.iter().any(|sample| {
        let lines: Vec<&str> = sample.lines().collect();
        matcher.find(&lines).is_some()
    })
}

/// Whether `wider` matches every text that `narrow` matches.
fn covers(wider: &Signature, narrow: &Signature) -> bool {
    if wider == narrow {
        return true;
    }
    let Signature::Contains(text) = wider else { return false };
    let text = fold(text);
    match narrow {
        Signature::Contains(narrow) => fold(narrow).contains(&text),
        Signature::Lines(narrow) => narrow.iter().any(|line| fold(line).contains(&text)),
        Signature::Regex(pattern) => fold(&literal(pattern)).contains(&text),
    }
}

/// Why a signature can't match anything, and what to do.
fn impossible(signature: &Signature) -> Option<(&'static str, &'static str)> {
    let broken = |text: &String| text.trim().contains('\n');
    match signature {
        Signature::Contains(text) => broken(text).then_some(BREAK),
        Signature::Lines(texts) => texts.iter().any(broken).then_some(BREAK),
        Signature::Regex(pattern) => impossible_regex(pattern),
    }
}

/// Looks at what every match must hold: nothing in groups, no alternatives.
fn impossible_regex(pattern: &str) -> Option<(&'static str, &'static str)> {
    let mut chars = pattern.chars().peekable();
    let (mut depth, mut begun, mut ended) = (0_usize, false, false);
    let mut found = None;
    while let Some(c) = chars.next() {
        let (mut is_text, mut is_break) = (false, false);
        match c {
            '\\' => match chars.next()? {
                'b' | 'B' => {}
                'A' => found = found.or(begun.then_some(BEGINNING)),
                'z' => ended = true,
                'd' | 'D' | 's' | 'S' | 'w' | 'W' | 't' => is_text = true,
                'n' => (is_text, is_break) = (true, true),
                // Too rare to be read here.
                letter if letter.is_ascii_alphanumeric() => return None,
                _ => is_text = true,
            },
            '[' => {
                skip_class(&mut chars);
                is_text = true;
            }
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => return None,
            '^' if depth == 0 => found = found.or(begun.then_some(BEGINNING)),
            '$' if depth == 0 => ended = true,
            '{' => {
                chars.by_ref().find(|c| *c == '}');
            }
            '?' | '*' | '+' | '^' | '$' | '|' => {}
            '\n' => (is_text, is_break) = (true, true),
            _ => is_text = true,
        }
        if depth > 0 || !is_text || matches!(chars.peek(), Some('?' | '*' | '{')) {
            continue;
        }
        found = found.or(is_break.then_some(BREAK)).or(ended.then_some(END));
        begun = true;
    }
    found
}

/// A reason and what to do.
const BREAK: (&str, &str) = (
    "it holds a line break",
    "each line is looked at by itself: name several as `lines: [\"...\", \"...\"]`",
);
const BEGINNING: (&str, &str) =
    ("text before `^`, the beginning of the line", "write the character itself as `\\^`");
const END: (&str, &str) =
    ("text after `$`, the end of the line", "write the character itself as `\\$`");
