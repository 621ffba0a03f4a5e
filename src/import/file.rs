//! A draft as the text of an article's file.

use super::draft::ArticleDraft;
use crate::config::Field;
use crate::yaml::{self, scalar};
use kedb_engine::article::ArticleId;

/// The keys that come from columns, as they are written.
const TEXTS_BEFORE: [Field; 2] = [Field::Service, Field::Severity];
const TEXTS_AFTER: [Field; 10] = [
    Field::Versions,
    Field::Problem,
    Field::Change,
    Field::FixedIn,
    Field::Owner,
    Field::Reported,
    Field::Updated,
    Field::ReviewBy,
    Field::Lang,
    Field::Origin,
];

/// The text of the article that `draft` is under this id.
pub(super) fn text(draft: &ArticleDraft, id: &ArticleId) -> String {
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: &str| {
        out.push_str(&format!("{key}: {value}\n"));
    };
    line("id", &scalar(id.as_str()));
    line("title", &scalar(&draft.title));
    line("status", draft.status.word());
    let text = |field: Field| match field {
        Field::Origin => draft.origin.as_ref(),
        field => draft.texts.get(&field),
    };
    for field in TEXTS_BEFORE {
        if let Some(value) = text(field) {
            line(field.key(), &scalar(value));
        }
    }
    // Always: what a base says of all its articles must not publish a copy.
    line("audience", draft.audience.word());
    for field in [Field::ErrorCodes, Field::Keywords] {
        let values = draft.lists.get(&field).map_or(&[][..], Vec::as_slice);
        if !values.is_empty() {
            line(field.key(), &yaml::list(values.iter().map(|value| scalar(value))));
        }
    }
    for field in TEXTS_AFTER {
        if let Some(value) = text(field) {
            line(field.key(), &scalar(value));
        }
    }
    line("aliases", &yaml::list([scalar(&draft.key)]));
    out.push_str("---\n");
    if !draft.body.is_empty() {
        out.push('\n');
        out.push_str(&draft.body);
        out.push('\n');
    }
    out
}

/// `text` with the status retired; none if it has no line with one.
pub(super) fn retired(text: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let status = lines.iter_mut().find(|line| line.starts_with("status: "))?;
    *status = "status: retired";
    Some(lines.join("\n"))
}
