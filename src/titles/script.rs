//! Titles in objects of JavaScript, TypeScript and JSON, which are read and not executed.

use super::{BASE, FOLDER, List, Mapping, TITLE};
use std::iter::Peekable;
use std::str::CharIndices;

/// The key under which a mapping stands in another whose target it says.
const LINK: &str = "link";

/// The key of the list that stands at the side of an article, whose titles are those of articles; what
/// stands at the top of all pages names parts of the site.
const SIDEBAR: &str = "sidebar";

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// The smallest parts of a script.
#[derive(Debug, PartialEq, Eq)]
enum Token<'t> {
    Text(&'t str),
    Name(&'t str),
    Mark(char),
}

/// A bracket that is open.
#[derive(Debug, Default)]
struct Open<'t> {
    key: Option<&'t str>,
    base: Option<&'t str>,
    mapping: Mapping,
}

/// Reads titles and targets that stand under two keys of one object. Where the file `names_pages`, the keys of the
/// outermost object are targets.
pub(super) fn read(text: &str, names_pages: bool, list: &mut List) {
    let mut open: Vec<Open<'_>> = Vec::new();
    let (mut aside, mut others) = (List::default(), List::default());
    let mut tokens = Tokens { text, rest: text.char_indices().peekable() }.peekable();
    let mut key = None;
    let mut before = None;
    while let Some(token) = tokens.next() {
        let is_over = matches!(
            tokens.peek(),
            None | Some(Token::Mark(',' | '}' | ']')) | Some(Token::Name(_))
        );
        match token {
            Token::Mark(':') => key = before,
            Token::Mark('{' | '[' | '(') if open.len() == MAX_DEPTH => break,
            Token::Mark('{' | '[' | '(') => {
                open.push(Open { key: key.take(), ..Open::default() });
            }
            Token::Mark('}' | ']' | ')') => {
                key = None;
                let Some(mut last) = open.pop() else { continue };
                if let Some(key) = last.key.filter(|_| names_pages && open.len() == 1) {
                    last.mapping.target.get_or_insert_with(|| key.to_owned());
                }
                close(last, &mut open, &mut aside, &mut others);
            }
            Token::Mark(',') => key = None,
            Token::Text(value) => {
                if let Some(key) = key.filter(|_| is_over) {
                    if names_pages && open.len() == 1 {
                        others.add(&unescaped(value), key);
                    } else {
                        put(key, value, &mut open, list);
                    }
                }
            }
            Token::Mark(_) | Token::Name(_) => {}
        }
        before = match token {
            Token::Text(text) | Token::Name(text) => Some(text),
            Token::Mark(_) => None,
        };
    }
    list.entries.append(&mut aside.entries);
    list.entries.append(&mut others.entries);
}

fn put<'t>(key: &str, value: &'t str, open: &mut [Open<'t>], list: &mut List) {
    let is_outermost = open.len() == 1;
    let Some(last) = open.last_mut() else { return };
    if FOLDER.contains(&key) {
        list.folders.push(value.to_owned());
    } else if is_outermost && TITLE.contains(&key) {
        list.label.get_or_insert_with(|| unescaped(value));
    }
    if key == BASE {
        last.base = Some(value);
    }
    last.mapping.put(key, &unescaped(value));
}

/// Takes what an object says whose bracket is closed.
fn close(last: Open<'_>, open: &mut [Open<'_>], aside: &mut List, others: &mut List) {
    let Open { key, mapping, .. } = last;
    if key == Some(LINK)
        && let Some(parent) = open.last_mut()
        && parent.mapping.target.is_none()
    {
        parent.mapping.target = mapping.target;
        return;
    }
    let is_sidebar = |parent: &Open<'_>| parent.key == Some(SIDEBAR);
    let mut within = open.iter().rev().take_while(|parent| !is_sidebar(parent));
    let base = within.find_map(|parent| parent.base);
    let is_aside = open.iter().any(is_sidebar);
    let list = if is_aside { aside } else { others };
    let base = base.filter(|_| is_aside).unwrap_or_default();
    let target = mapping.target.map(|target| format!("{base}{target}"));
    list.take(Mapping { target, ..mapping });
}

struct Tokens<'t> {
    text: &'t str,
    rest: Peekable<CharIndices<'t>>,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            let (start, c) = self.rest.next()?;
            let behind = self.text.get(start..)?;
            if c.is_whitespace() {
                continue;
            }
            if behind.starts_with("//") {
                self.skip(behind.find('\n').unwrap_or(behind.len()) - 1);
            } else if behind.starts_with("/*") {
                self.skip(behind.find("*/").map_or(behind.len(), |end| end + 2) - 1);
            } else if matches!(c, '"' | '\'' | '`') {
                if let Some(text) = self.quoted(start, c) {
                    return Some(Token::Text(text));
                }
            } else if is_name(c) {
                let end = behind.find(|c| !is_name(c)).unwrap_or(behind.len());
                self.skip(end - c.len_utf8());
                return Some(Token::Name(behind.get(..end)?));
            } else {
                return Some(Token::Mark(c));
            }
        }
    }
}

impl<'t> Tokens<'t> {
    /// Leaves out as many bytes.
    fn skip(&mut self, bytes: usize) {
        let Some((at, _)) = self.rest.peek().copied() else { return };
        while self.rest.next_if(|(next, _)| *next < at + bytes).is_some() {}
    }

    /// The text behind a quotation mark at `start`; none if the line ends before it does.
    fn quoted(&mut self, start: usize, quote: char) -> Option<&'t str> {
        let from = start + 1;
        while let Some((at, c)) = self.rest.next_if(|(_, c)| *c != '\n' || quote == '`') {
            if c == '\\' {
                self.rest.next();
            } else if c == quote {
                return self.text.get(from..at);
            }
        }
        None
    }
}

/// A text without its escapes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, None) => out.push(c),
            (_, Some('n' | 't' | 'r')) => out.push(' '),
            (_, Some('u')) => {
                let digits: String = chars.by_ref().take(4).collect();
                let code = u32::from_str_radix(&digits, 16).ok();
                out.extend(code.and_then(char::from_u32));
            }
            (_, Some(escaped)) => out.push(escaped),
        }
    }
    out
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}
