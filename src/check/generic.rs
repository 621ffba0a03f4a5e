//! Signatures that recognise more than their error.
//!
//! A signature outranks everything else that a search finds, so one that is too generic
//! gives wrong answers to everybody who pastes a log. It is, if it is short, if it matches
//! a log in which nothing unusual happens (`ordinary.log`), or if it matches a sample of
//! another article.

use super::overlap::{self, Owned};
use crate::diagnostic::Diagnostic;
use crate::parse::Parsed;
use kedb_engine::article::Signature;
use kedb_engine::signature::{MIN_LITERAL, Set, fold};
use kedb_engine::text::{self, TokenKind};
use std::collections::BTreeMap;

/// Lines of programs that do what they always do: extend it with what your logs are full
/// of, if it tells of no error that anybody would document.
pub const ORDINARY: &str = include_str!("ordinary.log");

/// A single word shorter than this stands in many messages, unless it is a code.
const SHORT_WORD: usize = 12;

/// Most characters of a signature or a line that are shown.
const SHOWN: usize = 60;

/// Adds to each file what is wrong with its signatures beside all others.
pub(super) fn signatures(files: &mut [Parsed]) {
    let all = overlap::all(files);
    if all.is_empty() {
        return;
    }
    let mut reasons: BTreeMap<usize, String> = BTreeMap::new();
    for (number, owned) in all.iter().enumerate() {
        if is_short(owned.signature) {
            reasons
                .insert(number, "is too short to tell this error from others".to_owned());
        }
    }
    if let Some(set) = Set::new(all.iter().map(|owned| owned.signature)) {
        let lines: Vec<&str> = ORDINARY.lines().collect();
        for (number, line) in set.find(&lines, |number| !reasons.contains_key(&number)) {
            let line = shown(lines.get(line).copied().unwrap_or_default());
            reasons
                .insert(number, format!("matches the line of an ordinary log `{line}`"));
        }
        for (number, matched) in overlap::matches(files, &all, &set) {
            let Some(other) = files.get(matched) else { continue };
            let Some(article) = &other.article else { continue };
            reasons.entry(number).or_insert_with(|| {
                format!("also matches a sample of `{}` (`{}`)", article.id, other.file)
            });
        }
    }
    let found: Vec<(usize, Diagnostic)> = reasons
        .into_iter()
        .filter_map(|(number, reason)| {
            let owned = all.get(number)?;
            let Owned { file, place, .. } = owned;
            let message = format!("the signature `{}` {reason}", shown(&owned.written()));
            let diagnostic = Diagnostic::warning(
                "generic-signature",
                &files.get(*file)?.file,
                *place,
                message,
            );
            let hint = "take more of the line: what only this error says";
            Some((*file, diagnostic.with_hint(hint)))
        })
        .collect();
    for (file, diagnostic) in found {
        if let Some(file) = files.get_mut(file) {
            file.diagnostics.push(diagnostic);
        }
    }
}

/// Whether nothing in a signature is long enough to be of one error only. Regular
/// expressions say more than their text, and have to hold a long one anyway.
fn is_short(signature: &Signature) -> bool {
    match signature {
        Signature::Contains(text) => is_short_text(text),
        Signature::Lines(texts) => texts.iter().all(|text| is_short_text(text)),
        Signature::Regex(_) => false,
    }
}

fn is_short_text(text: &str) -> bool {
    let folded = fold(text);
    let letters = folded.chars().count();
    let is_word = !folded.contains(' ');
    let is_code = || {
        let tokens = text::tokens(text);
        tokens.iter().any(|token| token.kind == TokenKind::Code { strong: true })
    };
    (letters < MIN_LITERAL || (is_word && letters < SHORT_WORD)) && !is_code()
}

fn shown(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
