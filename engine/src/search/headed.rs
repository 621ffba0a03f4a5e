//! Articles with the query, or a line or sentence of it, for a heading: on a page with many topics it is the
//! title of one of them, and counts as one that is asked for as a whole.

use super::rank::Scored;
use crate::bundle::Card;
use crate::query::Query;
use crate::schema;
use crate::weights;

/// Takes note of the documents with such a heading, among the first that hold all that was asked. `card` has
/// a document's card, if that is here; gives the documents whose cards are needed first.
pub(super) fn mark<'c>(
    query: &Query,
    scored: &mut [Scored],
    card: impl Fn(u32) -> Option<&'c Card>,
) -> Vec<u32> {
    let asked: Vec<u16> =
        query.titles.iter().map(|title| schema::heading(title)).collect();
    if asked.is_empty() || query.is_log {
        return Vec::new();
    }
    let mut unread = Vec::new();
    let whole = scored.iter_mut().filter(|one| one.share >= weights::ALL);
    for one in whole.take(weights::HEADED) {
        match card(one.doc) {
            Some(card) => {
                let has = |heading| card.headings.binary_search(heading).is_ok();
                one.is_headed = asked.iter().any(has);
                if one.is_headed {
                    one.evidence.is_complete = true;
                    one.evidence.title = 1.0;
                }
            }
            None => unread.push(one.doc),
        }
    }
    unread
}
