//! Which lines of a text are prose, in which pieces may be named: also those within directives of `MyST` that show
//! text, such as tabs between ticks.

use super::super::callouts;
use super::super::source::{Fence, without_block_marks};

/// Goes through the lines of a text, in order.
#[derive(Default)]
pub(super) struct Prose {
    /// The code that is open.
    fence: Fence,
    /// The marks of the directives and containers that are open around it, with how many of them there are.
    open: Vec<(char, usize)>,
    /// How many of these, from the first on, are there up to the last container, which has an end of its own.
    containers: usize,
}

impl Prose {
    /// Whether the lines so far end within code.
    pub(super) fn is_in_code(&self) -> bool {
        self.fence.is_open()
    }

    /// Takes the next line; says whether it belongs to code, or begins or ends a directive.
    pub(super) fn step(&mut self, line: &str) -> bool {
        if self.fence.is_open() {
            return self.fence.step(line);
        }
        let text = without_block_marks(line).trim_end();
        let Some((mark, count, rest)) = marks(text) else {
            return self.fence.step(line);
        };
        let ends = |open: &(char, usize)| open.0 == mark && open.1 <= count;
        if rest.is_empty() && self.open.last().is_some_and(ends) {
            self.open.pop();
            self.containers = self.containers.min(self.open.len());
            return true;
        }
        let is_box = name(rest).is_some_and(shows_text);
        if is_box || mark == ':' && !rest.is_empty() && name(rest).is_none() {
            self.open.push((mark, count));
            if !is_box {
                self.containers = self.open.len();
            }
            return true;
        }
        mark != ':' && self.fence.step(line)
    }

    /// Whether what ends a directive between this `fence` ends the one around it, too, which is the case if the
    /// fence around it is not longer. A container has an end of its own.
    pub(super) fn ends_both(&self, fence: &str) -> bool {
        let mark = fence.chars().next();
        let is_directive = self.containers < self.open.len();
        is_directive
            && self.open.last().is_some_and(|(open, count)| {
                Some(*open) == mark && fence.chars().count() >= *count
            })
    }
}

/// Three marks or more of one kind, how many there are, and what follows them.
fn marks(text: &str) -> Option<(char, usize, &str)> {
    let mark = text.chars().next().filter(|c| "`~:".contains(*c))?;
    let rest = text.trim_start_matches(mark);
    let count = text.len() - rest.len();
    (count >= 3).then_some((mark, count, rest.trim()))
}

/// Whether a directive of this name shows Markdown.
fn shows_text(name: &str) -> bool {
    let is_literal = name.contains("code") || ["raw", "v-pre", "demo"].contains(&name);
    !is_literal && callouts::named(name).is_some()
}

/// The name of a directive, such as `{tab-set}`.
fn name(rest: &str) -> Option<&str> {
    rest.strip_prefix('{')?.split_once('}').map(|(name, _)| name)
}
