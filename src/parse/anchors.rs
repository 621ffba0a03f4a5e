//! The anchors of an article: the names by which links lead to its headings.
//!
//! Every system makes them from the text of a heading in its own way: GitHub drops marks, MkDocs
//! accents, kramdown the number before it, and the second of two equal headings gets a number. So
//! they are compared by their letters and digits alone. Authors also write them: `{#cause}` behind
//! a heading, `<a name="cause"></a>` above it. On our pages an anchor begins with [`PREFIX`], so
//! that it is never the id of another part of a page.

use super::element_names::is_heading;
use super::named::{Name, Written};
use super::outline::Heading;
use kedb_engine::article::{Attribute, Node, Section, plain_text};
use kedb_engine::text::fold::folded;
use std::collections::{BTreeMap, BTreeSet};

/// What every anchor of our pages begins with.
const PREFIX: &str = "at-";

/// What GitHub puts before the names that authors give, as [`form`] has it.
const GITHUB: &str = "usercontent";

/// Longest part of a heading that an anchor holds, in characters.
const MAX_LENGTH: usize = 60;

/// The anchors of one article.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    /// The anchors of our pages by the forms in which links name them.
    ids: BTreeMap<String, String>,
    /// Those that are in the article's text. The heading that became the title has none there.
    shown: BTreeSet<String>,
    /// The labels of `MyST`, as [`label`] has them, each with the text of the heading that it stands above.
    labels: BTreeMap<String, String>,
}

impl Anchors {
    /// Gives each heading among `nodes` its anchor. `headings` are those of Markdown, and
    /// `written` what authors wrote.
    pub(super) fn name(
        nodes: &mut [Node],
        headings: &[Heading],
        written: &Written,
    ) -> Anchors {
        let mut anchors = Anchors::default();
        anchors.name_all(nodes);
        if written.names.is_empty() {
            return anchors;
        }
        let of_markdown =
            headings.iter().map(|one| (one.span.start.line, one.text.as_str()));
        let of_html = written.headings.iter().map(|(line, text)| (*line, text.as_str()));
        let mut all: Vec<(usize, &str)> = of_markdown.chain(of_html).collect();
        all.sort_by_key(|(line, _)| *line);
        let mut counted = BTreeMap::new();
        let keys = all.iter().map(|(line, text)| {
            let id = anchors.ids.get(&counted_form(form(text), &mut counted));
            Some((*line, id?.clone(), *text))
        });
        let keys: Vec<(usize, String, &str)> = keys.flatten().collect();
        for Name { name, line, is_label } in &written.names {
            // The headings stand in the order of their lines.
            let next = keys.partition_point(|(number, ..)| number < line);
            let here = keys.get(next).filter(|(number, ..)| number == line);
            let above = || keys.get(next.checked_sub(1)?);
            // What stands above all headings stands at the top.
            let found = here.or_else(above);
            let id = found.map(|(_, id, _)| id.clone()).unwrap_or_default();
            if *is_label {
                let words = found.map_or("", |(.., text)| *text).trim();
                anchors.labels.insert(label(name), words.to_owned());
            }
            // A name that an author gives is meant before one that a system makes.
            anchors.ids.insert(form(name), id);
        }
        anchors
    }

    fn name_all(&mut self, nodes: &mut [Node]) {
        let mut taken = BTreeMap::new();
        let mut counted = BTreeMap::new();
        let mut open: Vec<&mut Node> = nodes.iter_mut().rev().collect();
        while let Some(node) = open.pop() {
            let Node::Element(element) = node else { continue };
            if !is_heading(element.tag) {
                open.extend(element.children.iter_mut().rev());
                continue;
            }
            let text = plain_text(&element.children);
            let folded = folded(&text);
            let key = counted_form(letters_of(&folded), &mut counted);
            if key.is_empty() {
                continue;
            }
            let id = free(slug(&folded), &mut taken);
            // kramdown begins with the first letter.
            let behind = text.trim_start_matches(|c: char| !c.is_alphabetic());
            let letters =
                if behind.len() < text.len() { form(behind) } else { String::new() };
            if !letters.is_empty() {
                self.ids.entry(letters).or_insert_with(|| id.clone());
            }
            self.ids.insert(key, id.clone());
            element.attributes = vec![(Attribute::Id, id)];
        }
    }

    /// Remembers which anchors `sections` show.
    pub(super) fn keep_shown(&mut self, sections: &[Section]) {
        for section in sections {
            self.shown.extend(section.anchor.clone());
            collect(&section.nodes, &mut self.shown);
        }
    }

    /// The anchor of our page that the decoded `fragment` of a link means. It is empty for the
    /// beginning of the page.
    #[must_use]
    pub fn find(&self, fragment: &str) -> Option<&str> {
        if matches!(fragment, "" | "top") {
            return Some("");
        }
        let id = self.named(fragment)?;
        Some(if self.shown.contains(id) { id } else { "" })
    }

    /// The labels that links of other files may name.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.keys().map(String::as_str)
    }

    /// The words of the heading below the label that the decoded `fragment` of a link names, if the page shows it.
    #[must_use]
    pub fn words(&self, fragment: &str) -> Option<&str> {
        let words = self.labels.get(&label(fragment)).filter(|words| !words.is_empty());
        let is_shown = self.named(fragment).is_some_and(|id| self.shown.contains(id));
        words.filter(|_| is_shown).map(String::as_str)
    }

    /// The `id` of the heading that the decoded `fragment` of a link means, shown or not.
    pub(super) fn named(&self, fragment: &str) -> Option<&String> {
        let fragment = form(fragment);
        let of_github = || self.ids.get(fragment.strip_prefix(GITHUB)?);
        self.ids.get(&fragment).or_else(of_github)
    }
}

fn collect(nodes: &[Node], ids: &mut BTreeSet<String>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        ids.extend(element.attribute(Attribute::Id).map(str::to_owned));
        collect(&element.children, ids);
    }
}

/// A label as it is compared.
#[must_use]
pub fn label(written: &str) -> String {
    written.trim().to_lowercase()
}

/// The letters and digits of `text`, folded.
fn form(text: &str) -> String {
    letters_of(&folded(text))
}

/// The letters and digits of a text that is folded.
fn letters_of(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `form`; from the second heading of a form on with the number that systems append.
fn counted_form(form: String, counted: &mut BTreeMap<String, usize>) -> String {
    let count = counted.entry(form.clone()).or_default();
    *count += 1;
    match *count - 1 {
        0 => form,
        number => format!("{form}{number}"),
    }
}

/// The anchor of a heading whose text is folded: its words with `-` between.
fn slug(folded: &str) -> String {
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut slug = PREFIX.to_owned();
    slug.extend(words.join("-").chars().take(MAX_LENGTH));
    slug
}

/// The words of the heading that has this anchor, as far as that tells them; none for no anchor.
pub(crate) fn heading_of(anchor: &str) -> Option<String> {
    let words = anchor.strip_prefix(PREFIX)?.replace('-', " ");
    let mut letters = words.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// `id`, with a number if it is taken. `taken` holds the last number that each got.
fn free(id: String, taken: &mut BTreeMap<String, usize>) -> String {
    let Some(mut number) = taken.get(&id).copied() else {
        taken.insert(id.clone(), 1);
        return id;
    };
    let free = loop {
        number += 1;
        let numbered = format!("{id}-{number}");
        if !taken.contains_key(&numbered) {
            break numbered;
        }
    };
    taken.insert(id, number);
    taken.insert(free.clone(), 1);
    free
}
