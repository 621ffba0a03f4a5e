//! What hides a text in `MyST`: the words and the options of a directive, and comments.

use super::super::source::without_block_marks;
use super::super::{directives, hiding, labels};
use super::CODE;
use super::directive::{Directive, within_block};
use kedb_engine::article::Audience;

/// Whether the words or the options of a directive may hide what it shows from the `readers` of the article. One that
/// shows nothing hides nothing, and what others than the public read hides nothing from agents.
pub(super) fn hides(found: &Directive<'_>, readers: Audience) -> bool {
    let name = found.name.as_str();
    if readers == Audience::Internal && matches!(name, "only" | "ifconfig") {
        return false;
    }
    if matches!(name, "toctree" | "toc" | "tableofcontents" | "contents") {
        return false;
    }
    let info = format!("{{{name}}} {}", found.arg);
    let is_comment = |text: &str| text.contains("<!--") || text.contains("-->");
    let inner = || found.inner().iter().map(|line| line.text.as_str());
    let is_by_text = match name {
        "eval-rst" | "rst" => directives::any_hides(found.head().chain(inner())),
        "raw" => {
            let html: String = inner().flat_map(|line| [line, "\n"]).collect();
            hiding::in_html(&html).is_some()
        }
        _ => false,
    };
    directives::hides(name, &found.arg)
        || is_by_text
        || labels::is_tag_label(&info)
        || labels::holds_label(found.arg.trim())
        || hiding::list_hides(&found.arg)
        || is_comment(&found.arg)
        || found.options.iter().any(|(key, value)| {
            hiding::attribute_hides(key, value)
                || labels::holds_label(value)
                || key.is_empty() && labels::is_tag_label(value)
                || is_comment(value)
        })
}

/// Whether a line of `MyST` is a comment, which may be indented further `in_block`: in a list, a footnote or a
/// definition. Two signs for percent begin one of Obsidian.
pub(super) fn is_comment(line: &str, in_block: bool) -> bool {
    let text = within_block(line);
    let begins_block = text.len() < line.trim_start().len();
    let is_code = !in_block && !begins_block && line.len() - text.len() >= CODE;
    text.starts_with('%') && !text.starts_with("%%") && !is_code
}

/// Whether a line begins with a variable of Windows, which an author wants to be read: `%TEMP%\x`. That `MyST` takes it
/// for a comment counts where everybody reads the article.
pub(super) fn names_variable(line: &str) -> bool {
    let rest = within_block(line).strip_prefix('%');
    let name = rest.and_then(|rest| rest.split_once('%')).map_or("", |(name, _)| name);
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_()".contains(c);
    !name.is_empty() && name.chars().all(is_name)
}

/// Whether lines stand in a footnote or a definition.
#[derive(Default)]
pub(super) struct Blocks {
    is_open: bool,
}

impl Blocks {
    /// Takes the next line; says whether it stands in such a block.
    pub(super) fn step(&mut self, line: &str) -> bool {
        let is_far = line.starts_with([' ', '\t']);
        if !line.trim().is_empty() && !is_far {
            let inner = without_block_marks(line);
            self.is_open = within_block(line).len() < inner.len();
        }
        self.is_open
    }
}
