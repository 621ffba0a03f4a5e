//! Another reading of the fences in a text: systems differ in whether a fence that is left open ends with the block
//! around it, be it a note, a box, a tab or an element. What is code in one reading is prose in the other, and may be
//! hidden there.

use super::fences::indentation;
use super::source::{Directive, Fence, Line, without_block_marks};
use super::start_tag::{self, leading_name};

/// Most blocks that are open at a time. Of more the outer ones are forgotten.
const MAX_OPEN: usize = 32;

/// How many times the lines of a text may be looked at for the ends of fences.
const LOOKS: usize = 8;

/// A text whose fences end with the blocks around them.
pub(super) struct Ended {
    pub(super) lines: Vec<Line>,
    /// Lines that are prose in it alone and begin what is cut out of prose.
    pub(super) cut: Vec<Line>,
}

/// `lines` in which each fence ends with the block around it; none if no fence goes on behind its block.
pub(super) fn ended(lines: &[Line]) -> Option<Ended> {
    let mut out = Vec::with_capacity(lines.len());
    let mut cut = Vec::new();
    let (mut fence, mut first) = (Fence::default(), Fence::default());
    let mut open: Vec<String> = Vec::new();
    let mut begun: Option<Begun> = None;
    let mut left = lines.len().saturating_mul(LOOKS);
    let mut is_other = false;
    for (at, line) in lines.iter().enumerate() {
        if let Some(one) = begun.as_mut()
            && one.ends_before(&line.text, &open)
        {
            out.push(Line { text: one.end(), ..line.clone() });
            (fence, begun, is_other) = (Fence::default(), None, true);
        }
        let was_open = fence.is_open();
        let is_code = fence.step(&line.text);
        if !was_open && fence.is_open() {
            let below = lines.get(at + 1..).unwrap_or_default();
            begun = Begun::of(&line.text, below, &mut left);
        } else if !fence.is_open() {
            begun = None;
        }
        if !is_code {
            step(&line.text, &mut open);
        }
        let is_disputed = first.step(&line.text) && !is_code;
        cut.extend((is_disputed && begins_cut(&line.text)).then(|| line.clone()));
        out.push(line.clone());
    }
    is_other.then_some(Ended { lines: out, cut })
}

/// Whether a line begins what is cut out of prose, and shown in code: a comment, a box for agents.
fn begins_cut(line: &str) -> bool {
    let line = line.to_lowercase();
    ["<!--", "[!internal]", "class=\"internal\""].iter().any(|mark| line.contains(mark))
}

/// A fence that is open.
struct Begun {
    /// Where its marks stand.
    width: usize,
    marks: String,
    /// Whether it may end with a line that stands further left.
    may_be_left: bool,
    /// The blocks that begin in it, as code.
    within: Vec<String>,
}

impl Begun {
    /// The fence that `line` begins, of whose lines `below` at most so many are `left` to be looked at.
    fn of(line: &str, below: &[Line], left: &mut usize) -> Option<Begun> {
        let inner = without_block_marks(line);
        let mark = inner.chars().next()?;
        let marks: String = inner.chars().take_while(|c| *c == mark).collect();
        let before = line.get(..line.len() - inner.len())?;
        let blank: String =
            before.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let (width, _) = indentation(&format!("{blank}x"));
        let mut may_be_left = false;
        if width > 0 {
            let mut fence = Fence::default();
            fence.step(line);
            let near = below.get(..below.len().min(*left)).unwrap_or_default();
            let end = near.iter().position(|line| {
                fence.step(&line.text);
                !fence.is_open()
            });
            *left -= end.unwrap_or(near.len());
            // Authors who indent its end as well mean all that stands between.
            let end = end.and_then(|end| near.get(end));
            may_be_left = end.is_none_or(|end| indentation(&end.text).0 < width);
        }
        Some(Begun { width, marks, may_be_left, within: Vec::new() })
    }

    /// Whether it ends before a line, with one of the blocks that are `open` around it.
    fn ends_before(&mut self, line: &str, open: &[String]) -> bool {
        let (width, text) = indentation(line);
        if text.is_empty() {
            return false;
        }
        if self.may_be_left && width < self.width {
            return true;
        }
        let Some((name, is_end)) = mark(text) else { return false };
        if !is_end {
            push(&mut self.within, name);
            return false;
        }
        if let Some(at) = self.within.iter().rposition(|one| *one == name) {
            self.within.truncate(at);
            return false;
        }
        open.contains(&name)
    }

    /// The line that ends it.
    fn end(&self) -> String {
        " ".repeat(self.width) + &self.marks
    }
}

/// Takes a line of prose into account, which may begin or end a block.
fn step(line: &str, open: &mut Vec<String>) {
    match mark(line.trim()) {
        Some((name, false)) => push(open, name),
        Some((name, true)) => {
            if let Some(at) = open.iter().rposition(|one| *one == name) {
                open.truncate(at);
            }
        }
        None => {}
    }
}

fn push(open: &mut Vec<String>, name: String) {
    if open.len() == MAX_OPEN {
        open.remove(0);
    }
    open.push(name);
}

/// The block that a line begins or ends, and whether it ends it: `:::note`, `{% hint %}`, `{{< box >}}`, `<details>`.
fn mark(text: &str) -> Option<(String, bool)> {
    if let Some(found) = Directive::of(text) {
        let is_box = !found.is_whole && !found.is_dialect();
        return is_box.then(|| (":::".to_owned(), found.name.is_empty()));
    }
    for (begin, end) in [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}")] {
        let inner = text.strip_prefix(begin).and_then(|text| text.strip_suffix(end));
        let Some(inner) = inner.map(|inner| inner.trim_matches(['-', '~', ' '])) else {
            continue;
        };
        let name = inner.split_whitespace().next()?;
        let ended = name.strip_prefix("end").or_else(|| name.strip_prefix('/'));
        return Some((format!("{begin}{}", ended.unwrap_or(name)), ended.is_some()));
    }
    let inner = text.strip_prefix('<')?;
    match inner.strip_prefix('/') {
        Some(rest) => Some((format!("<{}", leading_name(rest)), true)),
        None => {
            let name = start_tag::name(text)?;
            let is_open = text.ends_with('>')
                && !text.ends_with("/>")
                && !text.contains(&format!("</{name}"));
            is_open.then(|| (format!("<{name}"), false))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, ended};

    #[test]
    fn fences_end_with_the_block_around_them() {
        for (text, expected) in [
            (":::note\n```\na\n:::\nb", Some(":::note\n```\na\n```\n:::\nb")),
            (
                "{% hint %}\n```\na\n{% endhint %}\nb",
                Some("{% hint %}\n```\na\n```\n{% endhint %}\nb"),
            ),
            (
                "<details>\n\n~~~~\na\n</details>\nb",
                Some("<details>\n\n~~~~\na\n~~~~\n</details>\nb"),
            ),
            (
                "!!! note\n    - ```\n      a\n\nb\n```",
                Some("!!! note\n    - ```\n      a\n\n      ```\nb\n```"),
            ),
            (":::note\n```\na\n```\n:::\nb", None),
            ("```\n:::note\na\n:::\n```", None),
            (":::note\n```\n:::note\na\n:::\n```\n:::", None),
            ("<div>\n\n```\n<div>\n</div>\n```\n\n</div>", None),
            ("```\n</div>\n```", None),
            ("1. a\n   ```\nb\n   ```\nc", None),
            ("- a\n\n  ```\n  b\n  ```\n\nc", None),
        ] {
            let lines: Vec<Line> = text
                .lines()
                .map(|text| Line { number: 1, text: text.to_owned(), internal: false })
                .collect();
            let found = ended(&lines).map(|found| {
                let lines = found.lines.into_iter().map(|line| line.text);
                lines.collect::<Vec<_>>().join("\n")
            });
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
