//! What a person at a terminal sees while a build runs.

#![expect(clippy::disallowed_methods, reason = "asks whether somebody watches")]

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::fmt;
use std::io::{IsTerminal as _, stderr};
use std::time::Duration;

/// A spinner with the stage, and how many of what there is to do are done, in all and in a second; nothing
/// where nobody watches.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Shown if `wanted` and stderr is a terminal.
    pub(super) fn new(wanted: bool) -> Progress {
        if !wanted || !stderr().is_terminal() {
            return Progress { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress { bar }
    }

    /// What is being done now.
    pub(super) fn say(&self, stage: &str) {
        self.begin(stage, "{spinner} {msg} ({elapsed})");
    }

    /// What is being done now, with each of `count` things.
    pub(super) fn count(&self, stage: &str, count: usize) {
        self.begin(
            stage,
            "{spinner} {msg}: {human_pos} of {human_len}, {rate} ({elapsed})",
        );
        self.bar.set_length(count as u64);
    }

    /// One thing more is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
    }

    /// Whether all that was counted is done.
    pub(super) fn is_done(&self) -> bool {
        self.bar.length() == Some(self.bar.position())
    }

    fn begin(&self, stage: &str, template: &str) {
        self.bar.reset();
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.with_key("rate", rate));
        }
        self.bar.set_message(stage.to_owned());
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// How many things are done in a second.
fn rate(state: &ProgressState, to: &mut dyn fmt::Write) {
    // What can't be written is not shown.
    let _ = write!(to, "{:.0} a second", state.per_sec());
}
