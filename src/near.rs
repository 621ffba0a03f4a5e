//! "Did you mean": the known word nearest to a misspelt one.

use crate::diagnostic::{Diagnostic, Span};

/// Most characters of a word that are compared: no known one is as long.
const LONGEST: usize = 40;

/// The candidate that differs from `word` in at most two letters, and in less than half.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let (nearest, _) = near(word, candidates)?;
    Some(nearest)
}

/// `diagnostic` with the known word that `word` was probably to be, else with the hint
/// `otherwise`. That word also corrects it, if no other is as near, and if `place` says
/// where it has to stand.
pub(crate) fn meant<'a>(
    diagnostic: Diagnostic,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    place: Option<Span>,
    otherwise: &str,
) -> Diagnostic {
    let Some((nearest, is_only)) = near(word, known) else {
        return diagnostic.with_hint(otherwise);
    };
    let diagnostic = diagnostic.with_hint(format!("did you mean `{nearest}`?"));
    let in_a_line =
        |span: &Span| span.start.line == span.end.line && span.start < span.end;
    match place.filter(in_a_line).filter(|_| is_only) {
        Some(span) => diagnostic.with_fix(span, nearest),
        None => diagnostic,
    }
}

/// The nearest one, and whether no other is as near.
fn near<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<(&'a str, bool)> {
    let word: String = word.to_lowercase().chars().take(LONGEST).collect();
    let letters = word.chars().count();
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::levenshtein(&word, candidate), candidate))
        .filter(|(distance, _)| *distance <= 2 && *distance * 2 < letters)
        .collect();
    near.sort_unstable();
    let (distance, nearest) = near.first()?;
    Some((nearest, near.get(1).is_none_or(|(other, _)| other > distance)))
}
