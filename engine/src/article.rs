//! A known error as plain data: what the write side reads from Markdown and the index,
//! the pages and the article trees are made from.
//!
//! Nothing here knows of files, Markdown or bytes.

mod date;
mod rich;

pub use date::Date;
pub use rich::{Attribute, Element, Node, Tag, is_blank, plain_text};

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a known error stands in its life (investigating, known error, fix
/// scheduled, fixed, retired; and won't fix).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being analysed; may have no workaround yet.
    Investigating,
    /// Analysed, not fixed.
    KnownError,
    /// The change that fixes it has a date.
    FixScheduled,
    /// Fixed in a version or by a change: upgrade.
    Fixed,
    /// No longer true: not indexed, its id redirects to its replacement.
    Retired,
    /// Will stay as it is; the workaround is the answer.
    WontFix,
}

impl Status {
    /// All of them, in the order of a life.
    pub const ALL: [Status; 6] = [
        Status::Investigating,
        Status::KnownError,
        Status::FixScheduled,
        Status::Fixed,
        Status::WontFix,
        Status::Retired,
    ];

    /// The word used in front matter, terms and attributes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Investigating => "investigating",
            Status::KnownError => "known-error",
            Status::FixScheduled => "fix-scheduled",
            Status::Fixed => "fixed",
            Status::Retired => "retired",
            Status::WontFix => "wont-fix",
        }
    }

    /// The status that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Whether people still meet the error.
    #[must_use]
    pub fn is_active(self) -> bool {
        !matches!(self, Status::Fixed | Status::Retired)
    }
}

/// How bad it is: 1 (revenue or safety) to 4.
// Invariant: 1 <= self.0 <= 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Severity(u8);

impl Severity {
    /// `sev1` to `sev4`, or the bare number.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Severity> {
        let lower = word.trim().to_ascii_lowercase();
        let number = lower.strip_prefix("sev").unwrap_or(&lower).trim_start_matches('-');
        number.parse().ok().filter(|n| (1..=4).contains(n)).map(Severity)
    }

    /// 1 to 4.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

/// Who may read something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Support agents: everything.
    Internal,
    /// Everybody: what the allow-list of the audience module lets through.
    Public,
}

impl Audience {
    /// The word used in front matter, on the command line and in the manifest.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Audience::Internal => "internal",
            Audience::Public => "public",
        }
    }

    /// The audience that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Audience> {
        [Audience::Internal, Audience::Public]
            .into_iter()
            .find(|audience| audience.word() == word)
    }
}

/// The unique, stable name of an article: `KE-0042`.
// Invariant: matches [A-Za-z0-9][A-Za-z0-9._-]{0,63}.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(String);

impl ArticleId {
    /// Longest id, in characters.
    pub const MAX: usize = 64;

    /// `text` as an id, if it is one.
    #[must_use]
    pub fn new(text: &str) -> Option<ArticleId> {
        let first = text.chars().next()?;
        let valid = first.is_ascii_alphanumeric()
            && text.len() <= ArticleId::MAX
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        valid.then(|| ArticleId(text.to_owned()))
    }

    /// The id as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form to compare by: ids are one whatever their case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path of an article's page, relative to its bundle. In a bundle without such `pages` it leads
/// to the page of the search, which opens the article.
#[must_use]
pub fn article_path(id: &str, pages: bool) -> String {
    match pages {
        true => ["articles/", id, ".html"].concat(),
        false => ["index.html#a=", id].concat(),
    }
}

/// A pattern that recognises the error in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// A line contains this, whatever the case and the runs of white space.
    Contains(String),
    /// A line matches this expression (the syntax of `regex-lite`).
    Regex(String),
    /// Lines contain these, in this order, each on a later line than the one before.
    Lines(Vec<String>),
}

/// What a section of an article tells.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum SectionKind {
    /// What to do now.
    Workaround,
    /// How to recognise it.
    Symptoms,
    /// Why it happens.
    Cause,
    /// What ends it for good.
    Fix,
    /// Everything else.
    Body,
}

impl SectionKind {
    /// All of them, in the order in which they help: restore first, diagnose second.
    pub const ALL: [SectionKind; 5] = [
        SectionKind::Workaround,
        SectionKind::Symptoms,
        SectionKind::Cause,
        SectionKind::Fix,
        SectionKind::Body,
    ];

    /// The word used in the article tree and in mappings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SectionKind::Workaround => "workaround",
            SectionKind::Symptoms => "symptoms",
            SectionKind::Cause => "cause",
            SectionKind::Fix => "fix",
            SectionKind::Body => "body",
        }
    }

    /// The kind that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<SectionKind> {
        SectionKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A piece of an article under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it tells.
    pub kind: SectionKind,
    /// The heading as the author wrote it; none before the first one.
    pub heading: Option<String>,
    /// The `id` of that heading, to which links lead.
    pub anchor: Option<String>,
    /// What it says, block by block.
    pub nodes: Vec<Node>,
    /// Whether it says what to do now.
    pub answers: bool,
}

/// What stands below each of the highest headings among `nodes`, with the place of the heading; none if there are
/// fewer than two.
#[must_use]
pub fn parts(nodes: &[Node]) -> Vec<Part<'_>> {
    let headings = nodes.iter().enumerate();
    let headings = headings.filter_map(|(at, node)| Some((at, level(node)?)));
    let headings: Vec<(usize, u8)> = headings.collect();
    let Some(highest) = headings.iter().map(|(_, level)| *level).min() else {
        return Vec::new();
    };
    let starts = headings.into_iter().filter(|(_, level)| *level == highest);
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([nodes.len()]);
    let part = |(start, end): (&usize, usize)| {
        let (heading, nodes) = nodes.get(*start..end)?.split_first()?;
        let heading = plain_text(std::slice::from_ref(heading)).trim().to_owned();
        Some(Part { start: *start, heading, nodes })
    };
    let parts: Vec<Part<'_>> = starts.iter().zip(ends).filter_map(part).collect();
    if parts.len() > 1 { parts } else { Vec::new() }
}

/// A heading within a section, and what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Which of the nodes its heading is.
    pub start: usize,
    /// What its heading says.
    pub heading: String,
    /// What stands below it.
    pub nodes: &'a [Node],
}

/// The level of a heading: 2 for the highest in an article; none for what is no heading.
fn level(node: &Node) -> Option<u8> {
    let Node::Element(element) = node else { return None };
    let level = element.tag.name().strip_prefix('h')?.parse().ok()?;
    (2..=6).contains(&level).then_some(level)
}

/// What an article answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// What to do now.
    Workaround,
    /// What ends it for good.
    Fix,
    /// Other sections, which say what to do.
    Body,
    /// Other sections, which only say what is known.
    Description,
}

impl AnswerKind {
    /// All of them.
    pub const ALL: [AnswerKind; 4] = [
        AnswerKind::Workaround,
        AnswerKind::Fix,
        AnswerKind::Body,
        AnswerKind::Description,
    ];

    /// The word used in the article tree and the results of a search.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            AnswerKind::Workaround => "workaround",
            AnswerKind::Fix => "fix",
            AnswerKind::Body => "body",
            AnswerKind::Description => "description",
        }
    }
}

/// What an article answers with, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What it is.
    pub kind: AnswerKind,
    /// How the article itself calls it; none for a workaround, which has a name in every
    /// language of the widget, and where the article has no short name for all of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
}

impl Answer {
    /// Longest heading, in characters, that is a name rather than a sentence.
    const LONGEST_NAME: usize = 60;

    /// The name for people.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(match self.kind {
            AnswerKind::Workaround => "Workaround",
            AnswerKind::Fix => "Fix",
            AnswerKind::Body => "What to do",
            AnswerKind::Description => "Description",
        })
    }
}

/// One known error. Field by field as in the article format of the README.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the README's article format documents each key")]
pub struct Article {
    pub id: ArticleId,
    pub title: String,
    pub status: Status,
    pub service: Option<String>,
    pub severity: Option<Severity>,
    pub audience: Audience,
    pub error_codes: Vec<String>,
    pub signatures: Vec<Signature>,
    pub samples: Vec<String>,
    pub versions: Option<String>,
    pub problem: Option<String>,
    pub change: Option<String>,
    pub fixed_in: Option<String>,
    pub owner: Option<String>,
    pub reported: Option<Date>,
    pub updated: Option<Date>,
    pub review_by: Option<Date>,
    pub keywords: Vec<String>,
    pub replaced_by: Option<ArticleId>,
    pub aliases: Vec<String>,
    pub origin: Option<String>,
    pub pinned: bool,
    pub lang: Option<String>,
    /// The file it was read from, relative to the knowledge base, with `/`.
    pub source: String,
    /// Its text, section by section, in the author's order.
    pub sections: Vec<Section>,
    /// Whether the sections that answer only say what is known, and not what to do.
    pub describes: bool,
}

impl Article {
    /// The sections of one kind, in the author's order.
    pub fn sections_of(&self, kind: SectionKind) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.kind == kind)
    }

    /// The sections that say what to do now, in the author's order.
    pub fn answering(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(|section| section.answers)
    }

    /// Of the sections that say what to do now those that do so themselves: before a workaround or a
    /// fix others may say what has to be there first.
    pub fn main_answers(&self) -> impl Iterator<Item = &Section> {
        let is_named = |section: &Section| {
            matches!(section.kind, SectionKind::Workaround | SectionKind::Fix)
        };
        let any_named = self.answering().any(is_named);
        self.answering().filter(move |section| !any_named || is_named(section))
    }

    /// What there is to do now; none if there is nothing at all.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        let mut sections = self.main_answers();
        let Section { kind, heading, .. } = sections.next()?;
        let is_name = |heading: &&String| {
            *kind != SectionKind::Workaround
                && heading.chars().count() <= Answer::LONGEST_NAME
        };
        let name = heading.as_ref().filter(is_name).filter(|_| sections.next().is_none());
        let kind = match kind {
            SectionKind::Workaround => AnswerKind::Workaround,
            SectionKind::Fix => AnswerKind::Fix,
            _ if self.describes => AnswerKind::Description,
            // Causes that answer say where to look, so they are what to do.
            _ => AnswerKind::Body,
        };
        Some(Answer { kind, name: name.cloned() })
    }
}

/// A promise with an accountable owner: an entry of `services.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Service {
    /// Its name for people.
    pub name: String,
    /// The team that answers for it.
    pub owner: Option<String>,
    /// How to reach them: a mail address, a channel, a phone number.
    pub contact: Option<String>,
    /// The objective it promises: `99.9 % of checkouts under 2 s`.
    pub slo: Option<String>,
    /// Where more about it stands.
    pub url: Option<String>,
}
