//! The only place that prints: whatever stands in an article, a query or the name of a file,
//! it reaches a terminal as text and never as a command (see [`crate::visible`]).

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the one place that prints"
)]
#![expect(clippy::disallowed_methods, reason = "the one place that prints")]

use crate::visible::{visible, visible_char};
use annotate_snippets::{Group, Renderer};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write as _};

/// Prints a line of data on stdout, as `println!` does.
macro_rules! out {
    ($($arguments:tt)*) => { $crate::cli::terminal::print_data(&format!($($arguments)*)) };
}

/// Prints a message on stderr, as `eprintln!` does.
macro_rules! say {
    ($($arguments:tt)*) => { $crate::cli::terminal::print_message(&format!($($arguments)*)) };
}

pub(super) use {out, say};

/// Prints a line of data on stdout.
pub(super) fn print_data(line: &str) {
    println!("{}", visible(line));
}

/// Prints text on stdout, without a line break of its own.
pub(super) fn print_text(text: &str) {
    print!("{}", visible(text));
}

/// Prints a message on stderr.
pub fn print_message(message: &str) {
    eprintln!("{}", visible(message));
}

/// Prints a question on stderr; the answer is typed behind it.
pub(super) fn ask(question: &str) -> io::Result<()> {
    eprint!("{}", visible(question));
    io::stderr().flush()
}

/// Prints an excerpt in colour where the terminal and its user want that. Its texts must be
/// visible already: the colours are commands of the terminal too.
pub(super) fn report(renderer: &Renderer, report: &[Group<'_>]) -> io::Result<()> {
    writeln!(anstream::stdout().lock(), "{}\n", renderer.render(report))
}

/// `value` as JSON in one line. What is not shown is written as an escape, so that a program
/// still reads it as it was.
pub(super) fn json(value: &impl Serialize) -> String {
    // Plain data with text keys always has a JSON form.
    let plain = serde_json::to_string(value).unwrap_or_default();
    let mut json = String::with_capacity(plain.len());
    for c in plain.chars() {
        if visible_char(c) == Some(c) {
            json.push(c);
        } else {
            // JSON holds such a character in strings alone. All are below U+10000.
            let _ = write!(json, "\\u{:04x}", u32::from(c));
        }
    }
    json
}
