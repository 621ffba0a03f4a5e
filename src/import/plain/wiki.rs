//! Jira's wiki markup: headings, lists, code, quotes, tables, panels, links, and the marks
//! within a line. What is none of them stays text.

use crate::html::push_escaped;

/// Longest link, image or code within a line, in bytes: without a limit, each of a million
/// brackets would be looked for to the end of the text.
const LONGEST: usize = 2_000;

/// Wiki markup as HTML.
pub(in crate::import) fn html(text: &str) -> String {
    let mut out = String::new();
    let mut open = String::new();
    let mut lines = text.lines();
    let mut broken = false;
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        let trimmed = line.trim_start();
        if let Some((name, rest)) = block(trimmed) {
            leave(&mut open, &mut out);
            broken = false;
            let mut inner = Vec::new();
            let end = format!("{{{name}}}");
            let mut next = Some(rest);
            while let Some(line) = next {
                if let Some((before, _)) = line.split_once(&end) {
                    inner.push(before);
                    break;
                }
                inner.push(line);
                next = lines.next();
            }
            verbatim(name, &inner.join("\n"), &mut out);
        } else if let Some((level, text)) = heading(trimmed) {
            leave(&mut open, &mut out);
            broken = false;
            wrap(&format!("h{level}"), text, &mut out);
        } else if let Some((marks, text)) = item(trimmed) {
            enter(&mut open, marks, &mut out);
            broken = false;
            wrap("li", text, &mut out);
        } else if trimmed.starts_with('|') {
            enter(&mut open, "|", &mut out);
            broken = false;
            row(trimmed, &mut out);
        } else if trimmed.is_empty() || trimmed.bytes().all(|b| b == b'-') {
            leave(&mut open, &mut out);
            broken = false;
        } else {
            enter(&mut open, "p", &mut out);
            if broken {
                out.push_str("<br>");
            }
            broken = true;
            inline(trimmed.strip_prefix("bq. ").unwrap_or(trimmed), &mut out);
        }
    }
    leave(&mut open, &mut out);
    out
}

/// What is open, by its marks: `p`, `|`, `*`, `#*`.
fn enter(open: &mut String, marks: &str, out: &mut String) {
    if open == marks {
        return;
    }
    let is_list = |marks: &str| marks.starts_with(['*', '#', '-']);
    let common = if is_list(open) && is_list(marks) {
        open.bytes().zip(marks.bytes()).take_while(|(a, b)| a == b).count()
    } else {
        0
    };
    close(open.get(common..).unwrap_or_default(), out);
    for mark in marks.get(common..).unwrap_or_default().chars() {
        out.push_str(match mark {
            'p' => "<p>",
            '|' => "<table>",
            '#' => "<ol>",
            _ => "<ul>",
        });
    }
    marks.clone_into(open);
}

fn leave(open: &mut String, out: &mut String) {
    close(open, out);
    open.clear();
}

fn close(marks: &str, out: &mut String) {
    for mark in marks.chars().rev() {
        out.push_str(match mark {
            'p' => "</p>",
            '|' => "</table>",
            '#' => "</ol>",
            _ => "</ul>",
        });
    }
}

/// `{code:java}`: its name, and what follows on the line.
fn block(line: &str) -> Option<(&'static str, &str)> {
    let inner = line.strip_prefix('{')?;
    let (head, rest) = inner.split_once('}')?;
    let name = head.split(':').next()?;
    let known = ["code", "noformat", "quote", "panel"].into_iter();
    known.filter(|known| *known == name).map(|name| (name, rest)).next()
}

fn verbatim(name: &str, inner: &str, out: &mut String) {
    match name {
        "quote" | "panel" => {
            out.push_str("<blockquote>");
            out.push_str(&super::html(inner));
            out.push_str("</blockquote>");
        }
        _ => {
            out.push_str("<pre>");
            push_escaped(out, inner.trim_matches('\n'));
            out.push_str("</pre>");
        }
    }
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.strip_prefix('h')?;
    let (level, text) = rest.split_once(". ")?;
    let level = level.parse().ok().filter(|level| (1..=6).contains(level))?;
    Some((level, text))
}

fn item(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches(['*', '#', '-']);
    let marks = line.get(..line.len() - rest.len())?;
    let text = rest.strip_prefix(' ')?;
    let is_list = !marks.is_empty() && marks.len() <= 6 && !marks.contains("--");
    is_list.then_some((marks, text))
}

fn row(line: &str, out: &mut String) {
    let (mark, cell) = if line.starts_with("||") { ("||", "th") } else { ("|", "td") };
    out.push_str("<tr>");
    let line = line.trim_start_matches('|').trim_end_matches('|');
    line.split(mark).for_each(|text| wrap(cell, text.trim(), out));
    out.push_str("</tr>");
}

fn wrap(element: &str, text: &str, out: &mut String) {
    out.push_str(&format!("<{element}>"));
    inline(text, out);
    out.push_str(&format!("</{element}>"));
}

/// The marks within a line.
fn inline(text: &str, out: &mut String) {
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let taken = match c {
            '{' => braces(rest, out),
            '[' => link(after, out),
            '!' => image(after, out),
            '\\' if after.starts_with('\\') => {
                out.push_str("<br>");
                after.get(1..)
            }
            '*' | '_' | '-' | '+' if before.is_none_or(|c| !c.is_alphanumeric()) => {
                marked(c, after, out)
            }
            _ => None,
        };
        rest = taken.unwrap_or_else(|| {
            push_escaped(out, rest.get(..c.len_utf8()).unwrap_or_default());
            after
        });
        before = Some(c);
    }
}

/// What stands before the next `end` and after it, if that is not too far away.
fn up_to(text: &str, end: char) -> Option<(&str, &str)> {
    let (inner, _) = near(text).split_once(end)?;
    Some((inner, text.get(inner.len() + end.len_utf8()..)?))
}

/// The beginning of a text, in which an end is looked for.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()
}

/// `{{code}}` and `{color:red}`.
fn braces<'t>(text: &'t str, out: &mut String) -> Option<&'t str> {
    if let Some(inner) = text.strip_prefix("{{") {
        // One byte is found sooner than two, and mostly there is none.
        up_to(inner, '}')?;
        let (code, _) = near(inner).split_once("}}")?;
        let after = inner.get(code.len() + 2..)?;
        out.push_str("<code>");
        push_escaped(out, code);
        out.push_str("</code>");
        return Some(after);
    }
    let (name, after) = up_to(text.strip_prefix('{')?, '}')?;
    (name == "color" || name.starts_with("color:")).then_some(after)
}

/// `[text|address]` and `[address]`.
fn link<'t>(text: &'t str, out: &mut String) -> Option<&'t str> {
    let (inner, after) = up_to(text, ']')?;
    let (words, target) = inner.split_once('|').unwrap_or((inner, inner));
    let target = target.split('|').next().unwrap_or_default().trim();
    if !target.contains("://") && !target.starts_with("mailto:") {
        return None;
    }
    out.push_str("<a href=\"");
    push_escaped(out, target);
    out.push_str("\">");
    push_escaped(out, words);
    out.push_str("</a>");
    Some(after)
}

/// `!screen.png|thumbnail!`
fn image<'t>(text: &'t str, out: &mut String) -> Option<&'t str> {
    let (inner, after) = up_to(text, '!')?;
    let source = inner.split('|').next().unwrap_or_default();
    if source.contains(char::is_whitespace) || !source.contains('.') {
        return None;
    }
    out.push_str("<img src=\"");
    push_escaped(out, source);
    out.push_str("\">");
    Some(after)
}

/// `*strong*`, `_emphasis_`, `-deleted-`, `+inserted+`, at the edges of words.
fn marked<'t>(mark: char, text: &'t str, out: &mut String) -> Option<&'t str> {
    let (inner, after) = text.split_once(mark)?;
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_tight = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let fits = is_tight(inner.chars().next())
        && is_tight(inner.chars().next_back())
        && is_edge(after.chars().next());
    if !fits {
        return None;
    }
    let element = match mark {
        '*' => "strong",
        '_' => "em",
        '-' => "del",
        _ => "ins",
    };
    wrap(element, inner, out);
    Some(after)
}
