//! Labels that may say that a text is for those who work in support, and may as well say something else: "For
//! agents", of which many are programs. Everybody reads what stands below them, and a warning says so to the author.

use super::labels::{is_label, may_address, title_of_box, titles_box};
use super::sections::is_internal;
use super::source::Line;
use crate::diagnostic::{Diagnostic, Place};
use kedb_engine::article::{Node, plain_text};

/// The warnings about such labels in the `nodes` of an article, whose text stands in `lines`.
pub(super) fn warnings(path: &str, nodes: &[Node], lines: &[Line]) -> Vec<Diagnostic> {
    let mut labels = Vec::new();
    gather(nodes, &mut labels);
    // Labels are looked for in the order of the lines: the same one may stand in several.
    let mut from = 0;
    let warnings = labels.into_iter().map(|label| {
        let holds = |line: &Line| !line.internal && line.text.contains(&label);
        let rest = lines.get(from..).unwrap_or_default();
        let found = rest.iter().position(holds).map(|behind| from + behind);
        from = found.map_or(from, |found| found + 1);
        let line = found.and_then(|found| lines.get(found));
        let place = line.map_or(Place::START, |line| Place::line(line.number));
        let message = format!("everybody reads what stands below `{label}`");
        Diagnostic::warning("unsure-label", path, place, message).with_hint(
            "if only agents may read it, put it between `::: internal` and `:::`; if everybody may, say for whom it is \
             (`For AI agents`), or silence the rule: `<!-- kedb-ignore: unsure-label why -->`",
        )
    });
    warnings.collect()
}

fn gather(nodes: &[Node], labels: &mut Vec<String>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        // A box that is called so is taken for one that agents alone read.
        if is_internal(element) || title_of_box(element).is_some() {
            continue;
        }
        let text = || plain_text(&element.children);
        let label = match element.tag.name() {
            "code" | "pre" => continue,
            // The title of a box, as above.
            "summary" => Some(text()).filter(|text| !titles_box(text)),
            "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "th" => {
                let text = text();
                Some(in_brackets(&text).unwrap_or(text))
            }
            // A sentence that begins so may go on: "For agents on Windows, ...".
            "p" | "li" | "dd" | "td" => {
                let text = text();
                let first = text.split(['\n', ':', '：']).next().map(str::to_owned);
                first
                    .filter(|first| first.len() < text.len() || element.tag.name() == "p")
            }
            _ => None,
        };
        let label =
            label.map(|label| label.trim().trim_end_matches([':', '：']).to_owned());
        let is_unsure = |label: &String| may_address(label) && !is_label(label);
        match label.filter(is_unsure) {
            Some(label) => labels.push(label),
            None => gather(&element.children, labels),
        }
    }
}

/// What stands in brackets behind the words of a heading, if it may be a label: "Workaround (for agents)".
fn in_brackets(heading: &str) -> Option<String> {
    let (_, behind) = heading.trim().split_once(['(', '[', '（'])?;
    let label = behind.strip_suffix([')', ']', '）'])?;
    may_address(label).then(|| label.to_owned())
}
