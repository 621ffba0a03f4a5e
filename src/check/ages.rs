//! What time does to articles: reviews that are due, and texts that nobody has looked at
//! for long.
//!
//! The only rules that depend on the day, which the caller gives: a build never asks for
//! them, for it must make the same bundle tomorrow.

use crate::config::Field;
use crate::diagnostic::Diagnostic;
use crate::parse::Parsed;
use kedb_engine::article::{Article, Date, Status};

/// Adds to each file what is wrong with its age on the day `today`. An active article
/// that is to be reviewed on no certain day is old after `stale_after` days.
pub fn ages(files: &mut [Parsed], today: Date, stale_after: u32) {
    for file in files {
        let Some(article) = file.published() else { continue };
        let diagnostic = if let Some(due) = article.review_by {
            (due < today && article.status.is_active()).then(|| {
                let message = format!("the review was due on {due}");
                let hint = "read it again: does the workaround still work, is the error \
                            still there? then set `updated` and the next `review_by`";
                (Field::ReviewBy, "past-review", message, hint)
            })
        } else if !file.places.fields.contains_key(&Field::Status) {
            // Nobody said that it is active: that is only the base's default.
            None
        } else {
            old(article, today, stale_after).map(|(field, changed)| {
                let message = format!("not changed since {changed}, and still active");
                let hint = "read it again, set `updated`, and say with `review_by` when to \
                            look next; if the error is gone, set the status";
                (field, "stale", message, hint)
            })
        };
        let Some((field, rule, message, hint)) = diagnostic else { continue };
        let place = file.places.field(field);
        let diagnostic = Diagnostic::warning(rule, &file.file, place, message);
        file.diagnostics.push(diagnostic.with_hint(hint));
    }
}

/// When an article was last changed, if that is too long ago. What nobody will ever fix
/// does not change, and what is fixed needs no care.
fn old(article: &Article, today: Date, stale_after: u32) -> Option<(Field, Date)> {
    let ages = matches!(
        article.status,
        Status::Investigating | Status::KnownError | Status::FixScheduled
    );
    let updated = article.updated.map(|date| (Field::Updated, date));
    let last = updated.or(article.reported.map(|date| (Field::Reported, date)))?;
    let age = today.days() - last.1.days();
    (ages && age > i64::from(stale_after)).then_some(last)
}
