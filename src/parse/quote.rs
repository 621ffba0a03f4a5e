//! Values of a broken front matter that only want quotes: `title: Error: disk full`.

use super::yaml::{self, Kind};
use crate::diagnostic::{Fix, Place, Span};

/// The fix for keys that are no YAML, if quotes round the value of one line are all that is
/// missing there: with them the text can be read, or at least up to a later line. `line` is
/// where reading broke off, `first` the line of the first key.
pub(super) fn quoted(keys: &[&str], first: usize, line: usize) -> Option<Fix> {
    // What a value breaks shows in its own line, or in the next one.
    let broken = line.checked_sub(first)?;
    [Some(broken), broken.checked_sub(1)].into_iter().flatten().find_map(|index| {
        let text = keys.get(index)?;
        let (start, value) = value(text).filter(|(_, value)| !is_quoted(value))?;
        let quoted = in_quotes(value);
        let mut corrected = keys.to_vec();
        let whole = format!("{}{quoted}", text.get(..start)?);
        *corrected.get_mut(index)? = &whole;
        let number = first + index;
        let is_better = match yaml::read(&corrected.join("\n"), first) {
            Ok(read) => read.is_some_and(|keys| matches!(keys.kind, Kind::Map(_))),
            Err(error) => error.place.line > line.max(number),
        };
        let column = |at: usize| Some(1 + text.get(..at)?.chars().count());
        let place = |column| Place { line: number, column };
        let (start, end) = (place(column(start)?), place(column(start + value.len())?));
        is_better.then_some(Fix { span: Span { start, end }, text: quoted })
    })
}

/// The value of a line `key: value` or `- value`, and where it begins; none if it is more
/// than one line, or a comment stands behind it.
fn value(line: &str) -> Option<(usize, &str)> {
    let indented = line.trim_start();
    let after_key = match indented.strip_prefix("- ") {
        Some(item) => item,
        None => {
            let (key, value) = indented.split_once(':')?;
            let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_';
            (!key.is_empty() && key.chars().all(is_key)).then_some(value)?
        }
    };
    let value = after_key.trim();
    let start = line.len() - after_key.trim_start().len();
    let is_fine =
        !value.is_empty() && !value.contains(" #") && !value.starts_with(['|', '>']);
    is_fine.then_some((start, value))
}

/// Whether a value stands in single quotes, in which nothing can be wrong: what is broken stands before
/// it.
fn is_quoted(value: &str) -> bool {
    let inner = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inner.is_some_and(|inner| !inner.contains('\''))
}

fn in_quotes(value: &str) -> String {
    // Those that the author meant to be such.
    let inner = ['"', '\''].into_iter().find_map(|quote| {
        let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.is_empty() && !inner.contains(quote)).then_some(inner)
    });
    let text = inner.unwrap_or(value);
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}
