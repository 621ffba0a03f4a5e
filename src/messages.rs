//! Messages of errors that a text quotes word for word.

use crate::parse::names_task;
use crate::parts::is_step;

/// What a title or heading quotes, and what it names behind a label: "I am getting an error: …". What somebody should
/// do is no message.
pub(crate) fn messages(heading: &str) -> Vec<String> {
    let mut messages = quotations(heading);
    let labelled = behind_label(heading);
    let labelled = labelled.filter(|said| !is_step(heading) && !names_task(said));
    messages.extend(labelled.map(str::to_owned));
    messages
}

/// What stands behind the first colon of a line that ends a label.
fn behind_label(line: &str) -> Option<&str> {
    let (_, said) = line.split_once(": ").or_else(|| line.split_once('：'))?;
    Some(said)
}

/// The marks of quotation that begin a text, and those that end it.
const MARKS: [(char, &[char]); 7] = [
    ('"', &['"']),
    ('‘', &['’']),
    ('“', &['”']),
    ('„', &['“', '”']),
    ('«', &['»']),
    ('「', &['」']),
    ('『', &['』']),
];

/// What stands between the marks of quotation in each line of a text.
pub(crate) fn quotations(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().map(with_pairs) {
        let mut rest = line.as_str();
        while let Some((before, quoted)) = rest.split_once(|c| ends(c).is_some()) {
            let ends = rest.get(before.len()..).and_then(|text| text.chars().next());
            let Some((quotation, behind)) =
                ends.and_then(self::ends).and_then(|ends| quoted.split_once(ends))
            else {
                break;
            };
            found.push(quotation.to_owned());
            rest = behind;
        }
    }
    found
}

/// A line whose single marks of quotation are told from apostrophes, which have letters on both sides or end a
/// word where no quotation has begun. A double mark that would begin one behind a digit stands for inches.
fn with_pairs(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric())
    };
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit)
    };
    let (mut is_open, mut is_double_open) = (false, false);
    let marked = chars.iter().enumerate().map(|(at, c)| {
        let before = at.checked_sub(1);
        let (is_behind, is_before) = (is_letter(before), is_letter(Some(at + 1)));
        match c {
            '\'' if !is_open && !is_behind && is_before => {
                is_open = true;
                '‘'
            }
            '\'' if is_open && !is_before => {
                is_open = false;
                '’'
            }
            '"' if !is_double_open && is_digit(before) => ' ',
            '"' => {
                is_double_open = !is_double_open;
                '"'
            }
            c => *c,
        }
    });
    marked.collect()
}

/// The marks that end a quotation that a character begins, if it begins one.
fn ends(begin: char) -> Option<&'static [char]> {
    MARKS.iter().find(|(mark, _)| *mark == begin).map(|(_, ends)| *ends)
}
