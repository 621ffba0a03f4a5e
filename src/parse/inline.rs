//! Components and custom elements within a line: `<Badge text="new" />`, `<my-note>words</my-note>`.
//!
//! What looks like one may also be a part of the text: a placeholder (`<your-name>`), a type
//! (`List<Item>`), XML that a message quotes. So a tag goes only if it can be nothing else: it has
//! attributes, or it ends itself, or its end stands in the same line behind several words, as those of
//! XML stand around a value. What stands between two tags stays.

use super::code::outside_code;
use super::start_tag::Budget;
use super::tags::{self, Tag};
use kedb_engine::article::Tag as Element;
use std::collections::BTreeSet;

/// What has gone of a file so far.
#[derive(Default)]
pub(super) struct Inline {
    /// The components that go wherever they stand, by name.
    pub(super) components: BTreeSet<String>,
    /// The elements that have begun in a line before.
    begun: BTreeSet<String>,
}

impl Inline {
    pub(super) fn of(components: BTreeSet<String>) -> Inline {
        Inline { components, begun: BTreeSet::new() }
    }

    /// `line` without such tags; `lost` gets those that stand for nothing that can be written.
    pub(super) fn without<'l>(
        &mut self,
        line: &'l str,
        mut lost: impl FnMut(&Tag<'l>),
    ) -> String {
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        let mut budget = Budget::of(line.len());
        while let Some(start) = outside_code(rest, "<") {
            let (before, tag) = rest.split_at(start);
            out.push_str(before);
            let is_escaped = before.ends_with('\\');
            let found = tags::leading(tag, &mut budget).filter(|_| !is_escaped);
            let found = found.filter(|(tag, after)| self.goes(tag, after));
            let Some((found, after)) = found else {
                let (kept, after) = tag.split_at(1);
                out.push_str(kept);
                rest = after;
                continue;
            };
            let text = if found.is_whole {
                found.text()
            } else {
                let title = found.title().filter(|_| !found.is_end);
                Some(title.map_or_else(String::new, |title| title + " "))
            };
            if text.is_none() {
                lost(&found);
            }
            out.push_str(&text.unwrap_or_default());
            if !found.is_end && !found.is_whole {
                self.begun.insert(found.name);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Whether a tag, which `after` follows in its line, can be nothing but one.
    fn goes(&self, tag: &Tag<'_>, after: &str) -> bool {
        if self.components.contains(&tag.name) {
            return true;
        }
        if Element::named(&tag.name).is_some() {
            return false;
        }
        if tag.is_end {
            return self.begun.contains(&tag.name);
        }
        let name = tag.written.get(1..=tag.name.len()).unwrap_or_default();
        let inner =
            after.split_once(&format!("</{name}>")).map(|(inner, _)| inner.trim());
        let holds_words = |inner: &str| {
            !inner.contains('<') && (name.contains('-') || inner.contains(' '))
        };
        tag.is_whole || tag.rest.contains('=') || inner.is_some_and(holds_words)
    }
}

#[cfg(test)]
mod tests {
    use super::Inline;

    #[test]
    fn a_tag_goes_where_it_can_be_nothing_else() {
        for (line, expected) in [
            ("It is <Badge type=\"tip\" text=\"2.1+\" /> new", "It is 2.1+ new"),
            ("a <Version v={14} /> b", "a  b"),
            ("See <Foo>the text</Foo>.", "See the text."),
            ("See <my-note>the text</my-note>.", "See the text."),
            ("<Tooltip tip=\"x\">words</Tooltip> end", "words end"),
            ("<Note title=\"Paper\">It is out.</Note>", "**Paper** It is out."),
            ("<Tooltip tip=\"x\">words go on", "words go on"),
            ("`<Foo>a</Foo>` is code", "`<Foo>a</Foo>` is code"),
            (
                "Ask <your-name>, <Project> or <ticket id>",
                "Ask <your-name>, <Project> or <ticket id>",
            ),
            ("Map<String, List<Item>> and <T>", "Map<String, List<Item>> and <T>"),
            ("Set <maxSize>10</maxSize>", "Set <maxSize>10</maxSize>"),
            ("Set <MaxSize>10</MaxSize>", "Set <MaxSize>10</MaxSize>"),
            ("<key name=\"a\"/> is missing", "<key name=\"a\"/> is missing"),
            ("expected <Foo> but got </Bar>", "expected <Foo> but got </Bar>"),
            ("press <kbd>C</kbd>", "press <kbd>C</kbd>"),
            ("\\<Foo>a</Foo>", "\\<Foo>a</Foo>"),
        ] {
            assert_eq!(Inline::default().without(line, |_| ()), expected);
        }
    }

    #[test]
    fn an_element_goes_over_lines() {
        let mut inline = Inline::default();
        let mut lost = Vec::new();
        let lines =
            ["<Tooltip tip=\"x\">words", "go on</Tooltip> </Other> <Icon name=\"a\" />"];
        let shown: Vec<String> = lines
            .into_iter()
            .map(|line| inline.without(line, |tag| lost.push(tag.written)))
            .collect();
        assert_eq!(shown, ["words", "go on </Other> "]);
        assert_eq!(lost, ["<Icon name=\"a\" />"]);
    }
}
