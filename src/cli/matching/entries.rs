//! The entries of an article that lists errors, each with its code and its message: rows of tables, items of lists,
//! headings that begin with a code, and what stands below a heading that is one.

use super::codes;
use super::quote::{WORDS, words};
use crate::parse::{gives_advice, names_symptoms};
use kedb_engine::article::{Element, Node, plain_text};
use kedb_engine::bundle::Tree;
use std::collections::BTreeSet;

/// What an article lists.
#[derive(Default)]
pub(super) struct Entries {
    /// The terms of the codes.
    pub(super) codes: BTreeSet<String>,
    /// The messages, each with what it is listed under.
    pub(super) messages: Vec<(String, String)>,
}

/// Words by which a title, a heading or the head of a table says that errors are listed.
const ERRORS: [&str; 28] = [
    "alarm",
    "alarms",
    "code",
    "codes",
    "errno",
    "erreur",
    "erreurs",
    "erro",
    "erros",
    "error",
    "errore",
    "errores",
    "errori",
    "errors",
    "exception",
    "exceptions",
    "fault",
    "faults",
    "fehler",
    "fehlercode",
    "fehlercodes",
    "fout",
    "fouten",
    "foutcode",
    "meldung",
    "meldungen",
    "message",
    "messages",
];

fn lists_errors(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.any(|word| ERRORS.contains(&word.as_str()))
}

impl Entries {
    pub(super) fn of(tree: &Tree) -> Entries {
        let mut entries = Entries::default();
        let is_list = lists_errors(&tree.title);
        for section in &tree.sections {
            let heading = section.heading.as_deref().unwrap_or_default();
            let is_list = is_list || lists_errors(heading);
            entries.add_line(heading, is_list);
            if is_key(heading) {
                entries.add_below(heading, &section.nodes, is_list);
            }
            entries.add(&section.nodes, is_list);
        }
        entries
    }

    /// Adds what stands below a heading that is a code: its other codes, each a paragraph of its own, and its messages,
    /// below a heading that says so.
    fn add_below(&mut self, key: &str, nodes: &[Node], is_list: bool) {
        let mut is_message = false;
        for node in nodes {
            let Node::Element(element) = node else { continue };
            let text = plain_text(&element.children);
            match element.tag.name() {
                "h3" | "h4" | "h5" | "h6" => is_message = names_symptoms(&text),
                "p" if is_key(&text) => self.codes.extend(codes::listed(&text, is_list)),
                "p" if is_message && !gives_advice(&element.children) => {
                    text.lines().for_each(|line| self.add_message(line, key));
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, nodes: &[Node], mut is_list: bool) {
        for node in nodes {
            let Node::Element(element) = node else { continue };
            let said = || plain_text(std::slice::from_ref(node));
            match element.tag.name() {
                "h2" | "h3" | "h4" | "h5" | "h6" => {
                    let heading = said();
                    self.add_line(&heading, is_list);
                    is_list |= lists_errors(&heading);
                }
                "table" => {
                    let head = said();
                    let head = head.trim_start().lines().next().unwrap_or_default();
                    let is_list = is_list || lists_errors(head);
                    self.add(&element.children, is_list);
                }
                "tr" => self.add_row(element, is_list),
                "li" | "dt" => {
                    let text = said();
                    self.add_line(text.lines().next().unwrap_or_default(), is_list);
                    self.add(&element.children, is_list);
                }
                "p" | "pre" | "code" => {}
                _ => self.add(&element.children, is_list),
            }
        }
    }

    /// Adds a row of which a cell is a code.
    fn add_row(&mut self, row: &Element, is_list: bool) {
        let cells = row.children.iter().filter(|cell| {
            matches!(cell, Node::Element(cell) if ["td", "th"].contains(&cell.tag.name()))
        });
        let cells = cells.map(std::slice::from_ref);
        let (keys, others): (Vec<&[Node]>, Vec<&[Node]>) =
            cells.partition(|cell| is_key(&plain_text(cell)));
        for key in &keys {
            self.codes.extend(codes::listed(&plain_text(key), is_list));
        }
        let keys: Vec<String> = keys.into_iter().map(plain_text).collect();
        let key = keys.join(" ");
        for cell in
            others.into_iter().filter(|cell| !key.is_empty() && !gives_advice(cell))
        {
            plain_text(cell).lines().for_each(|line| self.add_message(line, &key));
        }
    }

    /// Adds a heading or an item that begins with a code, and what stands behind that.
    fn add_line(&mut self, line: &str, is_list: bool) {
        let ends = line.match_indices([':', ' ', '：']).map(|(at, _)| at);
        let ends = ends.chain([line.len()]);
        let heads = ends.map_while(|end| line.get(..end).filter(|head| is_key(head)));
        let Some(head) = heads.last().filter(|head| !head.is_empty()) else { return };
        self.codes.extend(codes::listed(head, is_list));
        let rest = line.get(head.len()..).unwrap_or_default();
        if rest.trim_start().starts_with([':', '-', '–', '—', '：', '=']) {
            self.add_message(rest, head);
        }
    }

    fn add_message(&mut self, text: &str, key: &str) {
        if words(text).len() >= WORDS {
            self.messages.push((text.to_owned(), format!("{key} {text}")));
        }
    }
}

/// Whether a text is codes and numbers, and perhaps a word that says so: `ERROR_DISK_FULL 112 (0x70)`, `Error 5023`.
fn is_key(text: &str) -> bool {
    let pieces = text.split_whitespace().map(|piece| {
        piece.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
    });
    let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    let is_code = |piece: &&str| {
        piece.chars().all(|c| c.is_alphanumeric() || "-_.:/".contains(c))
            && piece.contains(|c: char| c.is_ascii_digit() || c == '_')
    };
    let is_word = |piece: &&str| lists_errors(piece);
    pieces.iter().any(is_code)
        && pieces.iter().all(|piece| is_code(piece) || is_word(piece))
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn a_key_is_nothing_but_codes() {
        for (text, expected) in [
            ("0x80071C01", true),
            ("ERROR_DISK_FULL 112 (0x70)", true),
            ("Error 5023", true),
            ("Fehlercode E-17", true),
            ("-2147017727 / 0x80071C01", true),
            ("BELT_E_JAMMED, BELT_E_STUCK", true),
            ("Belt 7", false),
            ("Error", false),
            ("112 parcels", false),
            ("The disk is full", false),
            ("", false),
        ] {
            assert_eq!(is_key(text), expected, "{text}");
        }
    }
}
