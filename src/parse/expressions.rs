//! Fences within expressions and tags of MDX: what looks like the beginning of code is a piece of a program there, so that
//! what follows is no code.

use super::source::{Fence, Line, without_block_marks};
use std::iter::Peekable;
use std::str::Chars;

/// Most lines over which an expression or a tag goes on.
const MAX_LINES: usize = 200;

/// What is open at a place of a text.
#[derive(Clone, Default)]
struct Open {
    /// The marks that end what is open, the innermost last: `}` of an expression, `>` of a tag, those of a string.
    marks: Vec<char>,
}

/// `lines` without the marks of the fences that stand within expressions and tags; none if there are no such.
pub(super) fn without_fences(lines: &[Line]) -> Option<Vec<Line>> {
    let mut out = lines.to_vec();
    let mut fence = Fence::default();
    let mut is_other = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let is_code = fence.step(&line.text);
        if is_code || !line.text.contains(['{', '<']) {
            at += 1;
            continue;
        }
        let mut open = Open::default();
        open.read(&line.text);
        let rest = lines.iter().enumerate().skip(at + 1).take(MAX_LINES);
        let mut marked = Vec::new();
        let mut end = None;
        for (number, line) in rest {
            if open.marks.is_empty() {
                break;
            }
            if is_mark(&line.text) {
                marked.push(number);
            }
            open.read(&line.text);
            end = open.marks.is_empty().then_some(number);
        }
        match end {
            Some(end) => {
                for number in &marked {
                    if let Some(line) = out.get_mut(*number) {
                        line.text = line.text.replace(['`', '~'], " ");
                    }
                }
                is_other |= !marked.is_empty();
                at = end + 1;
            }
            None => at += 1,
        }
    }
    is_other.then_some(out)
}

/// Whether a line begins or ends a fence.
fn is_mark(line: &str) -> bool {
    let text = without_block_marks(line);
    text.starts_with("```") || text.starts_with("~~~")
}

impl Open {
    /// Takes a line into account.
    fn read(&mut self, line: &str) {
        let mut letters = line.chars().peekable();
        // A string in quotation marks ends in its line, except as the value of an attribute.
        let of_tag = |marks: &[char]| matches!(marks, [.., '>', '"' | '\'']);
        if matches!(self.marks.last(), Some('"' | '\'')) && !of_tag(&self.marks) {
            self.marks.pop();
        }
        let is_fence = is_mark(line);
        while let Some(letter) = letters.next() {
            match (self.marks.last().copied(), letter) {
                (_, '\\') => {
                    letters.next();
                }
                (_, '`') if is_fence => {}
                (Some(end), letter) if end == letter => {
                    self.marks.pop();
                }
                (Some('"' | '\''), _) => {}
                (Some('`'), '$') if letters.peek() == Some(&'{') => {
                    letters.next();
                    self.marks.push('}');
                }
                (Some('`'), _) => {}
                (None, '`') => skip_code(&mut letters),
                (None | Some('}'), '<') if begins_tag(&letters) => self.marks.push('>'),
                (_, '{') => self.marks.push('}'),
                (Some(_), '"' | '\'' | '`') => self.marks.push(letter),
                _ => {}
            }
        }
    }
}

/// Whether the letters behind `<` begin a tag.
fn begins_tag(letters: &Peekable<Chars<'_>>) -> bool {
    letters.clone().next().is_some_and(|letter| letter.is_ascii_alphabetic())
}

/// Goes on behind the code that a tick begins, if it ends in its line.
fn skip_code(letters: &mut Peekable<Chars<'_>>) {
    let mut ahead = letters.clone();
    let mut ticks = 1;
    while ahead.peek() == Some(&'`') {
        ahead.next();
        ticks += 1;
    }
    let mut run = 0;
    let inner = ahead.clone();
    for letter in ahead.by_ref() {
        run = if letter == '`' { run + 1 } else { 0 };
        if run == ticks {
            *letters = ahead;
            return;
        }
    }
    *letters = inner;
}

#[cfg(test)]
mod tests {
    use super::{Line, without_fences};

    #[test]
    fn fences_within_programs() {
        for (text, expected) in [
            ("{`\n~~~\n`}\n<b hidden>a</b>\n~~~", true),
            ("<Code lines=\"\n~~~\na\n\" />\n<b hidden>a</b>", true),
            ("<Code lines={[\n'a',\n`\n```\n`]} />\n\nb", true),
            ("{/*\n~~~\n*/}\n", true),
            ("<Tab>\n```\na\n```\n</Tab>", false),
            ("<Tab title={'a'}>\n```\na\n```\n</Tab>", false),
            ("Write `{` here.\n\n```\na\n```\n", false),
            ("A { stays open.\n\n```\na\n```\n", false),
            ("a < b\n```\na\n```\n", false),
            ("```\n{\n```\n\n```\n}\n```\n", false),
            ("{cond && <p>don't</p>}\n```\na\n```\n", false),
        ] {
            let lines: Vec<Line> = text
                .lines()
                .map(|text| Line { number: 1, text: text.to_owned(), internal: false })
                .collect();
            assert_eq!(without_fences(&lines).is_some(), expected, "{text}");
        }
    }
}
