//! What may stand at the cursor: keys, statuses, services, ids.

use super::context::{Context, field, typing};
use super::documents::Document;
use super::position::range;
use super::snapshot::Snapshot;
use crate::check::lines::Lines;
use crate::config::Field;
use crate::diagnostic::{Place, Span};
use crate::format::{KEYS, Key, STATUSES};
use kedb_engine::article::{Article, Status};
use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, TextEdit};

/// What may stand at `place`, in the order in which it is offered.
pub(super) fn items(
    base: &Snapshot,
    document: &Document,
    place: Place,
) -> Vec<CompletionItem> {
    let lines = Lines::new(&document.text);
    let (context, column) = typing(&document.file, &lines, place);
    let start = Place { line: place.line, column };
    let proposals = match context {
        Context::Key => keys(&lines),
        Context::Value(field) => values(base, field),
        Context::Link => ids(base, |_| true),
        Context::Expect => {
            let nothing = Proposal::new("nothing", "no known error may be found");
            let mut proposals = vec![nothing];
            proposals.extend(ids(base, |article| article.status != Status::Retired));
            proposals
        }
        Context::Text => Vec::new(),
    };
    let span = Span { start, end: place };
    let items = proposals.into_iter().enumerate().map(|(number, proposal)| {
        let edit = TextEdit { range: range(&lines, span), new_text: proposal.text };
        CompletionItem {
            label: proposal.label,
            detail: Some(proposal.about),
            kind: Some(proposal.kind),
            sort_text: Some(format!("{number:05}")),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            ..CompletionItem::default()
        }
    });
    items.collect()
}

struct Proposal {
    label: String,
    about: String,
    /// What is written.
    text: String,
    kind: CompletionItemKind,
}

impl Proposal {
    fn new(text: &str, about: &str) -> Proposal {
        Proposal {
            label: text.to_owned(),
            about: about.to_owned(),
            text: text.to_owned(),
            kind: CompletionItemKind::VALUE,
        }
    }
}

/// The keys that the front matter does not have yet.
fn keys(lines: &Lines<'_>) -> Vec<Proposal> {
    let front = (2..).map_while(|number| lines.get(number));
    let front = front.take_while(|line| line.trim_end() != "---");
    let taken: Vec<Field> =
        front.filter_map(|line| field(line.split_once(':')?.0)).collect();
    let free = KEYS.iter().filter(|key| !taken.contains(&key.field));
    let proposals = free.map(|Key { field, effect, .. }| Proposal {
        text: format!("{}: ", field.key()),
        kind: CompletionItemKind::PROPERTY,
        ..Proposal::new(field.key(), effect)
    });
    proposals.collect()
}

fn values(base: &Snapshot, field: Field) -> Vec<Proposal> {
    let words = |words: &[(&str, &str)]| -> Vec<Proposal> {
        words.iter().map(|(word, about)| Proposal::new(word, about)).collect()
    };
    match field {
        Field::Status => words(&STATUSES.map(|(status, about)| (status.word(), about))),
        Field::Severity => words(&[
            ("sev1", "revenue or safety"),
            ("sev2", "high"),
            ("sev3", "medium"),
            ("sev4", "low"),
        ]),
        Field::Audience => {
            words(&[("internal", "agents alone"), ("public", "everybody")])
        }
        Field::Pinned => words(&[("true", "shown before anybody types"), ("false", "")]),
        Field::Service => {
            let services = base.services.iter();
            services.map(|(key, name)| Proposal::new(key, name)).collect()
        }
        Field::ReplacedBy => ids(base, |article| article.status != Status::Retired),
        _ => Vec::new(),
    }
}

/// The ids of the articles that are `wanted`.
fn ids(base: &Snapshot, wanted: impl Fn(&Article) -> bool) -> Vec<Proposal> {
    let articles = base.articles.iter().filter(|article| wanted(article));
    let proposals = articles.map(|article| Proposal {
        kind: CompletionItemKind::REFERENCE,
        ..Proposal::new(article.id.as_str(), &article.title)
    });
    proposals.collect()
}
