//! One known error, and the list of services, as text for models.

use super::known_errors::{KnownErrors, named, without};
use super::quote::{NOTICE, SHOWN, quoted, quoted_key, quoted_line, short};
use super::reply::RANGE;
use crate::markdown::{Form, pieces};
use kedb_engine::article::SectionKind;
use kedb_engine::bundle::{Card, Tree};

/// Longest line with the address of a page, in bytes.
const ADDRESS: usize = 160;

/// The steps in which a larger `max_bytes` is proposed.
const STEP: usize = 500;

/// A part of an article: what it is called in the answer, and its pieces, each quoted.
struct Part {
    name: &'static str,
    /// The heading that the article gives it, quoted.
    heading: String,
    pieces: Vec<String>,
}

/// The known error that `id` names, as far as it fits into `max_bytes`; without a bound, all of
/// it. None if there is no such article.
///
/// # Errors
/// The bundle is damaged.
pub(super) fn article(
    known: &mut KnownErrors,
    id: &str,
    max_bytes: Option<usize>,
) -> anyhow::Result<Option<String>> {
    let Some(card) = known.card(id)? else { return Ok(None) };
    let tree = known.bundle().tree(&card)?;
    let mut out = format!("{NOTICE}\n{}", named(&card));
    if !id.eq_ignore_ascii_case(&card.id) {
        out.push_str(&format!("(`{}` leads to this article)\n", short(id, SHOWN)));
    }
    out.push_str(&facts(known, &card, &tree));
    let parts = parts(&tree);
    let whole: usize = parts.iter().map(|part| part.len(part.pieces.len())).sum();
    let max = max_bytes.unwrap_or(usize::MAX);
    if out.len() + whole <= max {
        parts.iter().for_each(|part| part.push(part.pieces.len(), &mut out));
        return Ok(Some(out));
    }
    let needed = (out.len() + whole).next_multiple_of(STEP);
    let shown = fitting(&parts, |shown| {
        let left = left_out(&parts, shown, &card.id, needed).len();
        let used: usize = begun(&parts, shown).map(|(part, count)| part.len(count)).sum();
        out.len() + used + left <= max
    });
    begun(&parts, shown).for_each(|(part, count)| part.push(count, &mut out));
    out.push_str(&left_out(&parts, shown, &card.id, needed));
    Ok(Some(out))
}

/// How many pieces, counted over all parts, fit into an answer that has no room for all: found by
/// halving, since each more makes the answer longer.
fn fitting(parts: &[Part], fits: impl Fn(usize) -> bool) -> usize {
    let mut shown = 0;
    let mut too_many: usize = parts.iter().map(|part| part.pieces.len()).sum();
    while too_many - shown > 1 {
        let middle = shown.midpoint(too_many);
        if fits(middle) {
            shown = middle;
        } else {
            too_many = middle;
        }
    }
    shown
}

/// The parts of which at least one of the first `shown` pieces is, and how many of these it has.
fn begun(parts: &[Part], mut shown: usize) -> impl Iterator<Item = (&Part, usize)> {
    parts.iter().map_while(move |part| {
        let count = part.pieces.len().min(shown);
        shown -= count;
        (count > 0).then_some((part, count))
    })
}

/// What is left out behind the first `shown` pieces, and how to get it.
fn left_out(parts: &[Part], mut shown: usize, id: &str, needed: usize) -> String {
    let mut missing: Vec<String> = Vec::new();
    for part in parts {
        let all = part.pieces.len();
        let count = all.min(shown);
        shown -= count;
        let text = match count {
            0 => part.name.to_owned(),
            count if count < all => {
                format!("{} of {all} parts of the {}", all - count, part.name)
            }
            _ => continue,
        };
        if !missing.contains(&text) {
            missing.push(text);
        }
    }
    let how = if RANGE.contains(&needed) {
        format!("call get_known_error with max_bytes {needed}")
    } else {
        format!("read the resource kedb://article/{id}")
    };
    format!("\n(left out: {}. To get it, {how})\n", missing.join(", "))
}

impl Part {
    /// The bytes of its first `count` pieces, and of what stands above them.
    fn len(&self, count: usize) -> usize {
        let pieces: usize = self.pieces.iter().take(count).map(String::len).sum();
        self.name.len() + 3 + self.heading.len() + pieces
    }

    fn push(&self, count: usize, out: &mut String) {
        out.push_str(&format!("\n{}:\n{}", self.name, self.heading));
        self.pieces.iter().take(count).for_each(|piece| out.push_str(piece));
    }
}

/// The sections of an article, in the order in which they help.
fn parts(tree: &Tree) -> Vec<Part> {
    let sections = tree.sections.iter().map(|section| {
        let name = match (section.answers, section.kind) {
            (true, _) => "answer",
            (false, SectionKind::Workaround) => "workaround",
            (false, SectionKind::Symptoms) => "symptoms",
            (false, SectionKind::Cause) => "cause",
            (false, SectionKind::Fix) => "fix",
            (false, SectionKind::Body) => "more",
        };
        let heading = section.heading.as_deref().map(quoted_line).unwrap_or_default();
        let pieces = pieces(&section.nodes, Form::Source).into_iter();
        Part { name, heading, pieces: pieces.map(|piece| quoted(&piece)).collect() }
    });
    sections.filter(|part| !part.pieces.is_empty()).collect()
}

/// The keys of an article that a model needs, each in a quoted line.
fn facts(known: &mut KnownErrors, card: &Card, tree: &Tree) -> String {
    let codes = tree.error_codes.join(", ");
    let service = tree.service_name.as_ref().or(tree.service.as_ref());
    let facts = [
        ("Codes", Some(&codes).filter(|codes| !codes.is_empty())),
        ("Service", service),
        ("Affects", tree.versions.as_ref()),
        ("Owner", tree.owner.as_ref()),
        ("Contact", tree.contact.as_ref()),
        ("Problem", tree.problem.as_ref()),
        ("Change", tree.change.as_ref()),
        ("Updated", tree.updated.as_ref()),
    ];
    let mut out = String::new();
    for (name, value) in facts {
        if let Some(value) = value {
            out.push_str(&quoted_key(name, value));
        }
    }
    if !tree.sections.iter().any(|section| section.answers) {
        out.push_str(without(card.status));
    }
    if let Some(url) = known.bundle().public_address(card) {
        let line = quoted(&format!("Page: {url}"));
        // A part of an address would lead nowhere.
        if line.len() <= ADDRESS {
            out.push_str(&line);
        }
    }
    out
}

/// The services with the numbers of their known errors, as far as they fit.
pub(super) fn services(known: &mut KnownErrors, max_bytes: usize) -> String {
    let known = known.bundle().info().services.iter().filter(|service| service.count > 0);
    let lines = known.map(|service| {
        let contact =
            service.contact.as_ref().map(|contact| format!(", contact: {contact}"));
        let contact = contact.unwrap_or_default();
        let (key, name, count) = (&service.key, &service.name, service.count);
        quoted_line(&format!("{key}: {name}, {count}{contact}"))
    });
    let lines: Vec<String> = lines.collect();
    let mut out = format!(
        "{NOTICE}Each line: key of the service, its name, its number of known errors.\n"
    );
    let all = lines.len();
    let room = max_bytes.saturating_sub(STEP / 5);
    let shown = lines.iter().take_while(|line| {
        let fits = out.len() + line.len() <= room;
        if fits {
            out.push_str(line);
        }
        fits
    });
    let left = all - shown.count();
    if all == 0 {
        out.push_str("No service is named by a known error.\n");
    }
    if left > 0 {
        out.push_str(&format!("({left} more: ask again with a larger max_bytes)\n"));
    }
    out
}
