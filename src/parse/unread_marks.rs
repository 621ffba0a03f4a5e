//! Marks by which an author meant to hide something and which nothing has read.

use super::marks::{self, Mark};
use super::source::Directive;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use kedb_engine::article::Node;
use std::collections::BTreeSet;

/// The rules that already tell of a line that is nearly a mark.
const CONTAINER_ERRORS: [&str; 3] =
    ["unknown-container", "nested-container", "stray-container-end"];

/// What the author of an article for the public meant to hide, and nothing read: in the
/// lines of `text`, else in `nodes`, what it shows. A container is read only `in_body`: between the
/// keys its mark hides nothing.
pub(super) fn find(
    path: &str,
    text: &str,
    in_body: &BTreeSet<usize>,
    has_keys: bool,
    nodes: &[Node],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let known: BTreeSet<usize> = diagnostics
        .iter()
        .filter(|diagnostic| CONTAINER_ERRORS.contains(&diagnostic.rule))
        .map(|diagnostic| diagnostic.line)
        .collect();
    let mut error = |mark: &Mark, place: Place| {
        let diagnostic =
            Diagnostic::error("internal-mark", path, place, mark.to_string());
        diagnostics.push(diagnostic.with_hint(mark.hint()));
    };
    let mut found = false;
    for (line, number) in text.split('\n').zip(1..) {
        let is_read = in_body.contains(&number)
            && Directive::of(line).is_some_and(|found| found.name == "internal");
        if is_read || known.contains(&number) {
            continue;
        }
        if let Some(mark) = Mark::in_line(line, &config.not_internal) {
            found = true;
            error(&mark, Place::line(number));
        }
    }
    if let Some(mark) = marks::in_nodes(nodes, &config.not_internal).filter(|_| !found) {
        error(&mark, Place::START);
    }
    let hiding = text.split('\n').zip(1..).find(|(line, _)| marks::line_hides(line));
    if let Some((_, number)) = hiding.filter(|_| !has_keys) {
        let message = "the file has no front matter, and this line says who may read it";
        diagnostics.push(
            Diagnostic::error("unread-audience", path, Place::line(number), message)
                .with_hint("begin the first line of the file with `---`, and write YAML"),
        );
    }
}
