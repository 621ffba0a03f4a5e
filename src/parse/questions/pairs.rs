//! Questions and answers that their first letters mark: `Q: Why is it red?` and below it `A: It is too hot.`

use super::super::labelled::lines;
use super::is_blank;
use kedb_engine::article::{Element, Node, plain_text};

/// A question, and what answers it.
pub(super) struct Pair {
    /// Its words.
    pub(super) question: String,
    /// What begins to answer it, without the mark.
    pub(super) answer: Vec<Node>,
    /// How many of the following nodes belong to this.
    pub(super) following: usize,
}

/// What stands before questions and what before answers, by languages.
#[rustfmt::skip]
const MARKS: [(&[&str], &[&str]); 11] = [
    (&["question", "q", "질문", "質問", "质问"], &["answer", "a", "답변", "回答", "답"]),
    (&["frage", "f"], &["antwort", "a"]),
    (&["question", "q"], &["réponse", "reponse", "r"]),
    (&["pregunta", "pergunta", "p"], &["respuesta", "resposta", "r"]),
    (&["domanda", "d"], &["risposta", "r"]),
    (&["vraag", "v"], &["antwoord", "a"]),
    (&["pytanie", "p"], &["odpowiedź", "odpowiedz", "o"]),
    (&["fråga", "f"], &["svar", "s"]),
    (&["вопрос", "в"], &["ответ", "о"]),
    (&["问题", "问"], &["回答", "答"]),
    (&["問題", "問"], &["回答", "答"]),
];

/// Whether a text is what stands before an answer: `A`, `Antwort`.
pub(in super::super) fn names_answer(text: &str) -> bool {
    let text = text.to_lowercase();
    MARKS.iter().any(|(_, answer)| answer.contains(&text.as_str()))
}

/// Whether a paragraph may begin with such a question.
pub(super) fn may_begin(paragraph: &Element) -> bool {
    let text = plain_text(&paragraph.children);
    MARKS.iter().any(|(question, _)| behind(&text, question).is_some())
}

/// The question that a paragraph is, or begins with, if it is answered there or in the next one.
pub(super) fn begin(paragraph: &Element, rest: &[Node]) -> Option<Pair> {
    if paragraph.tag.name() != "p" {
        return None;
    }
    let text = plain_text(&paragraph.children);
    let mut kinds =
        MARKS.iter().filter(|(question, _)| behind(&text, question).is_some());
    kinds.find_map(|(question, answer)| {
        let lines = lines(&paragraph.children);
        let is_answer = |line: &Vec<Node>| behind(&plain_text(line), answer).is_some();
        let at = lines.iter().position(is_answer);
        let (asked, told) = lines.split_at_checked(at.unwrap_or(lines.len()))?;
        let asked = plain_text(&asked.concat());
        let question = behind(&asked, question)?;
        let words: Vec<&str> = question.split_whitespace().collect();
        let question = words.join(" ");
        if !question.contains(char::is_alphanumeric) {
            return None;
        }
        if at.is_some() {
            let answer = paragraph_of(paragraph, told.concat(), answer)?;
            return Some(Pair { question, answer: vec![answer], following: 0 });
        }
        let next = rest.iter().position(|node| !is_blank(node))?;
        let Node::Element(told) = rest.get(next)? else { return None };
        let is_told = told.tag.name() == "p"
            && behind(&plain_text(&told.children), answer).is_some();
        if !is_told {
            return None;
        }
        let told = paragraph_of(told, told.children.clone(), answer);
        Some(Pair { question, answer: told.into_iter().collect(), following: next + 1 })
    })
}

/// A paragraph of `children` without the mark of an answer; none if that is all it says.
fn paragraph_of(
    paragraph: &Element,
    children: Vec<Node>,
    marks: &[&str],
) -> Option<Node> {
    let children = without_mark(children, marks);
    let says = children.iter().any(|node| match node {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(_) => true,
    });
    says.then(|| Node::Element(Element { children, ..paragraph.clone() }))
}

fn without_mark(mut nodes: Vec<Node>, marks: &[&str]) -> Vec<Node> {
    let mut whole = String::new();
    gather(&nodes, &mut whole);
    let Some(rest) = behind(&whole, marks) else { return nodes };
    let mut left = whole.len() - rest.len();
    cut(&mut nodes, &mut left);
    nodes
}

/// Adds the text of `nodes` as it is written.
fn gather(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(written) => text.push_str(written),
            Node::Element(element) => gather(&element.children, text),
        }
    }
}

/// Cuts so many bytes of text from the beginning of `nodes`, and the elements that hold nothing else.
fn cut(nodes: &mut Vec<Node>, left: &mut usize) {
    nodes.retain_mut(|node| {
        if *left == 0 {
            return true;
        }
        match node {
            Node::Text(text) => {
                let length = text.len().min(*left);
                *left -= length;
                *text = text.get(length..).unwrap_or_default().to_owned();
                !text.is_empty()
            }
            Node::Element(element) => {
                cut(&mut element.children, left);
                !element.children.is_empty()
            }
        }
    });
}

/// What follows one of these marks at the beginning of a text: `Q:`, `Q 1.`, `Question 3 –`.
fn behind<'t>(text: &'t str, marks: &[&str]) -> Option<&'t str> {
    marks.iter().find_map(|mark| {
        let trimmed = text.trim_start();
        let end = trimmed.char_indices().nth(mark.chars().count());
        let end = end.map_or(trimmed.len(), |(at, _)| at);
        let (first, rest) = trimmed.split_at_checked(end)?;
        if first.to_lowercase() != **mark {
            return None;
        }
        let number = rest.trim_start_matches([' ', '#']);
        let after = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = after.len() < number.len();
        let after = if is_numbered { after } else { rest }.trim_start();
        let ends: &[char] =
            if is_numbered { &[':', '：', '.', ')'] } else { &[':', '：'] };
        after.strip_prefix(ends).map(str::trim_start)
    })
}
