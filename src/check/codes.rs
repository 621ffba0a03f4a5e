//! Two articles with one code.
//!
//! Who types a code that stands in two articles gets both, and has to find out which one
//! is meant; mostly it is one error that was written down twice. It is not where one links
//! to the other, where each has a code that the other one has not (`550 5.7.1` beside
//! `550 5.7.520`), or where so many have it that it names a kind of error (`0x80070005`,
//! "access denied").

use crate::config::Field;
use crate::diagnostic::Diagnostic;
use crate::links::resolved;
use crate::parse::Parsed;
use kedb_engine::article::Article;
use kedb_engine::text::{self, TokenKind};
use std::collections::{BTreeMap, BTreeSet};

/// In more articles than this, a code names a kind of error.
const SHARED: usize = 3;

/// Adds to the later of two articles that the earlier one has its code.
pub(super) fn articles(files: &mut [Parsed]) {
    let codes: Vec<BTreeMap<String, String>> = files
        .iter()
        .map(|file| file.published().map(codes).unwrap_or_default())
        .collect();
    let mut having: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, codes) in codes.iter().enumerate() {
        codes.keys().for_each(|code| having.entry(code).or_default().push(index));
    }
    let mut reported = BTreeSet::new();
    for (code, group) in having.iter().filter(|(_, group)| group.len() <= SHARED) {
        let [.., earlier, later] = group.as_slice() else { continue };
        let (Some(one), Some(other)) = (codes.get(*earlier), codes.get(*later)) else {
            continue;
        };
        let own = |codes: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
            codes.keys().any(|code| !other.contains_key(code))
        };
        let apart = own(one, other) && own(other, one);
        if apart || links(files, *earlier, *later) || !reported.insert(*later) {
            continue;
        }
        let Some(first) = files.get(*earlier).and_then(Parsed::published) else {
            continue;
        };
        let written = other.get(*code).map(String::as_str).unwrap_or_default();
        let message = format!(
            "`{written}` is also the code of `{}` (`{}`)",
            first.id, first.source
        );
        let Some(file) = files.get_mut(*later) else { continue };
        let fields = &file.places.fields;
        let place = fields.get(&Field::ErrorCodes).or(fields.get(&Field::Title));
        let place = place.copied().unwrap_or_else(|| file.places.field(Field::Title));
        let diagnostic = Diagnostic::warning("shared-code", &file.file, place, message);
        file.diagnostics.push(diagnostic.with_hint(
            "if it is one error, make one article of both; if not, let one link to the \
             other and say what tells them apart",
        ));
    }
}

/// Whether one of two articles links to the other.
fn links(files: &[Parsed], one: usize, other: usize) -> bool {
    let leads = |from: usize, to: usize| {
        let (Some(from), Some(to)) = (files.get(from), files.get(to)) else {
            return false;
        };
        let stem = to.file.strip_suffix(".md").unwrap_or(&to.file);
        from.places.targets.keys().any(|target| {
            resolved(&from.file, target)
                .is_some_and(|path| path == to.file || path == stem)
        })
    };
    leads(one, other) || leads(other, one)
}

/// The codes of an article, by the form to compare by, as written: those it lists, and
/// the one of its title that means one error. A title with several names a range.
fn codes(article: &Article) -> BTreeMap<String, String> {
    let listed = article.error_codes.iter().flat_map(|code| codes_in(code, false));
    let title: BTreeMap<String, String> = codes_in(&article.title, true).collect();
    let title = Some(title).filter(|codes| codes.len() == 1);
    listed.chain(title.into_iter().flatten()).collect()
}

fn codes_in(text: &str, strong_only: bool) -> impl Iterator<Item = (String, String)> {
    let tokens = text::tokens(text).into_iter();
    tokens.filter_map(move |token| {
        let TokenKind::Code { strong } = token.kind else { return None };
        let written = text.get(token.from..token.to).unwrap_or_default().to_owned();
        (strong || !strong_only).then_some((token.text, written))
    })
}
