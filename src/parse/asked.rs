//! Questions and answers in components of their own: `<Question>Is it red?<Answer>No.</Answer></Question>`, or
//! `<Q>` and `<A>` in MDX, where a capital begins a component, and never an element of HTML.

use super::code::Prose;
use super::element_names::known_element;
use super::source::{Fence, Line};
use std::collections::BTreeSet;

/// What such components are called.
const QUESTION: &str = "Question";
const ANSWER: &str = "Answer";

/// What holds a question and its answer once the question is in bold: a name that means no box.
const PAIR: &str = "QuestionAndAnswer";

/// Most lines of a question.
const MAX_LINES: usize = 4;

/// `lines` with each such question in bold above its answer.
pub(super) fn paired(lines: Vec<Line>, is_mdx: bool) -> Vec<Line> {
    let lines = if is_mdx { named(lines) } else { lines };
    let has = |mark: &str| lines.iter().any(|line| line.text.contains(mark));
    let marks =
        [QUESTION, ANSWER].map(|name| [format!("<{name}>"), format!("</{name}>")]);
    if !marks.iter().flatten().all(|mark| has(mark)) {
        return lines;
    }
    let mut fence = Fence::default();
    let mut parts: Vec<(Line, bool)> = Vec::with_capacity(lines.len());
    for line in lines {
        let is_code = fence.step(&line.text);
        if is_code || !line.text.contains('<') {
            parts.push((line, is_code));
        } else {
            let own = apart(&line.text, marks.as_flattened()).into_iter();
            parts.extend(own.map(|text| (Line { text, ..line.clone() }, false)));
        }
    }
    let mut out = Vec::with_capacity(parts.len());
    let mut next = 0;
    while let Some((line, is_code)) = parts.get(next) {
        next += 1;
        let text = line.text.trim();
        if *is_code || text != format!("<{QUESTION}>") {
            out.push(line.clone());
            continue;
        }
        let below = parts.get(next..).unwrap_or_default();
        let Some(asked) = question(below) else {
            out.push(line.clone());
            continue;
        };
        let indent = line.text.get(..line.text.len() - line.text.trim_start().len());
        let indent = indent.unwrap_or_default();
        let end = asked.is_ended.then(|| format!("{indent}</{PAIR}>"));
        let texts =
            [format!("{indent}<{PAIR}>"), String::new(), asked.bold, String::new()];
        let texts = texts.into_iter().chain(end);
        out.extend(texts.map(|text| Line { text, ..line.clone() }));
        next += asked.length;
        if asked.is_ended {
            continue;
        }
        // The end behind the answer.
        let end = format!("</{QUESTION}>");
        let behind = parts.get(next..).unwrap_or_default();
        let mut behind = behind.iter().map(|(line, _)| line.text.trim());
        let at = behind.position(|text| text == end || text == format!("<{QUESTION}>"));
        if let Some((line, _)) = at.and_then(|at| parts.get_mut(next + at)) {
            line.text = line.text.replace(&end, &format!("</{PAIR}>"));
        }
    }
    out
}

/// A question that an answer follows.
struct Asked {
    /// How many lines it takes.
    length: usize,
    /// In bold, as far to the right as it is written.
    bold: String,
    /// Whether it has ended before the answer.
    is_ended: bool,
}

/// The question that `lines` begin with.
fn question(lines: &[(Line, bool)]) -> Option<Asked> {
    let mut words: Vec<&str> = Vec::new();
    let mut indent = "";
    let mut is_ended = false;
    for (length, (line, is_code)) in lines.iter().enumerate() {
        let text = line.text.trim();
        if text == format!("<{ANSWER}>") {
            let question = words.join(" ");
            let is_plain = !question.contains("**") && !question.starts_with('#');
            let bold = format!("{indent}**{question}**");
            return (is_plain && !question.is_empty()).then_some(Asked {
                length,
                bold,
                is_ended,
            });
        }
        let is_end = text == format!("</{QUESTION}>");
        let is_other = *is_code || text.starts_with(['<', '-', '*', '|', '>']) && !is_end;
        if is_other || words.len() == MAX_LINES {
            return None;
        }
        is_ended |= is_end;
        if !text.is_empty() && !is_end {
            if words.is_empty() {
                indent =
                    line.text.get(..line.text.len() - line.text.trim_start().len())?;
            }
            words.push(text);
        }
    }
    None
}

/// `line` with each of the `marks` outside code in a line of its own.
fn apart(line: &str, marks: &[String]) -> Vec<String> {
    let prose = Prose::of(line);
    let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
    let mut parts = Vec::new();
    let mut add = |text: &str| {
        if !text.trim().is_empty() {
            parts.push(format!("{indent}{}", text.trim()));
        }
    };
    let mut from = 0;
    for (at, _) in line.match_indices('<') {
        let rest = line.get(at..).unwrap_or_default();
        let mark = marks.iter().find(|mark| rest.starts_with(mark.as_str()));
        let Some(mark) = mark.filter(|_| prose.code_end(at).is_none()) else { continue };
        add(line.get(from..at).unwrap_or_default());
        add(mark);
        from = at + mark.len();
    }
    if from == 0 {
        return vec![line.to_owned()];
    }
    add(line.get(from..).unwrap_or_default());
    parts
}

/// `lines` of MDX in which components whose names are of capitals alone, and that end, have names that no element of
/// HTML has.
fn named(mut lines: Vec<Line>) -> Vec<Line> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for line in &lines {
        let ends = line.text.split("</").skip(1);
        let ends = ends.filter_map(|end| Some(end.split_once('>')?.0.trim_end()));
        names.extend(ends.filter(|name| is_capitals(name)).map(str::to_owned));
    }
    if names.is_empty() {
        return lines;
    }
    let mut fence = Fence::default();
    for line in &mut lines {
        if fence.step(&line.text) || !line.text.contains('<') {
            continue;
        }
        let mut text = String::with_capacity(line.text.len());
        let mut from = 0;
        let prose = Prose::of(&line.text);
        for (at, _) in line.text.match_indices('<') {
            let rest = line.text.get(at + 1..).unwrap_or_default();
            let inner = rest.strip_prefix('/').unwrap_or(rest);
            let end = inner.find(|c: char| !c.is_ascii_alphanumeric());
            let name = inner.get(..end.unwrap_or(inner.len())).unwrap_or_default();
            if prose.code_end(at).is_none() && names.contains(name) {
                let start = line.text.len() - inner.len();
                text.push_str(line.text.get(from..start).unwrap_or_default());
                text.push_str(&component(name));
                from = start + name.len();
            }
        }
        text.push_str(line.text.get(from..).unwrap_or_default());
        line.text = text;
    }
    lines
}

/// Whether a name is one letter, or capitals that name no element of HTML.
fn is_capitals(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_uppercase())
        && (name.len() == 1 || known_element(&name.to_ascii_lowercase()).is_none())
}

/// The name of such a component with small letters in it.
fn component(name: &str) -> String {
    match name {
        "Q" => QUESTION.to_owned(),
        "A" => ANSWER.to_owned(),
        "QA" => PAIR.to_owned(),
        _ => {
            let rest = if name.len() == 1 { name } else { name.get(1..).unwrap_or("") };
            format!("{}{}", name.get(..1).unwrap_or(""), rest.to_ascii_lowercase())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, paired};

    #[test]
    fn questions_above_their_answers() {
        for (text, is_mdx, expected) in [
            (
                "<Question>Is it red?<Answer>No.</Answer></Question>",
                false,
                "<QuestionAndAnswer>\n\n**Is it red?**\n\n<Answer>\nNo.\n</Answer>\n</QuestionAndAnswer>",
            ),
            (
                "<Q>\n  Is it\n  red?\n  <A>\n  1. No.\n  </A>\n</Q>\nend",
                true,
                "<QuestionAndAnswer>\n\n  **Is it red?**\n\n  <Answer>\n  1. No.\n  </Answer>\n</QuestionAndAnswer>\nend",
            ),
            (
                "<Question>Is it red?</Question>\n<Answer>No.</Answer>",
                false,
                "<QuestionAndAnswer>\n\n**Is it red?**\n\n</QuestionAndAnswer>\n<Answer>\nNo.\n</Answer>",
            ),
            ("<Q>\nred\n</Q>", true, "<Question>\nred\n</Question>"),
            ("<Q>a</Q>", false, "<Q>a</Q>"),
            ("<A>\n1. Press it.\n</A>", true, "<Answer>\n1. Press it.\n</Answer>"),
            ("<B>\n- a\n</B> <FAQ>b</FAQ>", true, "<Bb>\n- a\n</Bb> <Faq>b</Faq>"),
            ("`<Q>` and </Q>", true, "`<Q>` and </Question>"),
            ("Map<K, V> and <TABLE></TABLE>", true, "Map<K, V> and <TABLE></TABLE>"),
            ("Ask for <TOKEN> now", true, "Ask for <TOKEN> now"),
        ] {
            let lines = text.lines().enumerate().map(|(at, text)| Line {
                number: at + 1,
                text: text.to_owned(),
                internal: false,
            });
            let texts = paired(lines.collect(), is_mdx).into_iter().map(|line| line.text);
            assert_eq!(texts.collect::<Vec<_>>().join("\n"), expected, "{text}");
        }
    }
}
