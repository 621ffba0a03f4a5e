//! A known error as plain data: what the write side reads from Markdown and the index,
//! the pages and the article trees are made from.
//!
//! Nothing here knows of files, Markdown or bytes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a known error stands in its life (DESIGN: investigating, known error, fix
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

/// A calendar day. Ordered by time.
// Invariant: 1 <= month <= 12, 1 <= day <= 31, 1 <= year <= 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day of the Gregorian calendar; `None` if there is no such day.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = year.is_multiple_of(4)
            && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        let valid = (1..=9999).contains(&year) && (1..=days).contains(&day);
        valid.then_some(Date { year, month, day })
    }

    /// A day written `YYYY-MM-DD`; anything after a `T` or a space is ignored.
    #[must_use]
    pub fn from_iso(text: &str) -> Option<Date> {
        let day = text.trim().split(['T', ' ']).next()?;
        let mut parts = day.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, month, day)
    }

    /// The day that comes `days` after 1970-01-01.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Date> {
        // Years begin in March here, so that the leap day is the last one; 400 years are
        // one cycle of 146,097 days.
        let shifted = days.checked_add(719_468)?;
        let (cycle, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        let year = cycle.checked_mul(400)? + year + carry;
        Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
    }

    /// How many days after 1970-01-01 it comes.
    #[must_use]
    pub fn days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month < 3);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        365 * year + year / 4 - year / 100 + year / 400 + of_year - 719_468
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// Its month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// What it says, block by block.
    pub nodes: Vec<Node>,
}

/// A piece of sanitized rich text: the only form in which an article's text reaches a
/// page or the widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text, unescaped.
    Text(String),
    /// An allow-listed element.
    Element(Element),
}

/// An allow-listed element with allow-listed attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub tag: Tag,
    /// Its attributes, sorted by name. Values are unescaped.
    pub attributes: Vec<(Attribute, String)>,
    /// What it holds. Always empty for `br`, `hr` and `img`.
    pub children: Vec<Node>,
}

/// The name of an element that an article may hold.
// Invariant: one of Tag::ALLOWED.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(&'static str);

impl Tag {
    /// All of them. `aside` is a callout: its `class` says which.
    pub const ALLOWED: [&'static str; 37] = [
        "a",
        "aside",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "details",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];

    /// The tag called `name` (lowercase), if an article may hold it.
    #[must_use]
    pub fn named(name: &str) -> Option<Tag> {
        Tag::ALLOWED.into_iter().find(|tag| *tag == name).map(Tag)
    }

    /// Its name, lowercase.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Whether it never has children.
    #[must_use]
    pub fn is_void(self) -> bool {
        matches!(self.0, "br" | "hr" | "img")
    }

    /// Whether it stands in a line of text, so that no line ends before or after it.
    #[must_use]
    pub fn is_inline(self) -> bool {
        matches!(
            self.0,
            "a" | "code"
                | "del"
                | "em"
                | "img"
                | "ins"
                | "kbd"
                | "mark"
                | "s"
                | "strong"
                | "sub"
                | "sup"
        )
    }
}

/// An attribute that an element of an article may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// Alternative text of an `img`.
    Alt,
    /// `internal`, `note`, `tip`, `important`, `warning` or `caution` on an `aside`;
    /// `language-…` on a `code`.
    Class,
    /// Columns that a cell spans.
    Colspan,
    /// Where an `a` leads: `http:`, `https:`, `mailto:`, or `article:` and the id of
    /// another article; before links are resolved also a path as the author wrote it.
    Href,
    /// Rows that a cell spans.
    Rowspan,
    /// The image: as the author wrote it, then (links resolved) a path relative to the
    /// knowledge base, then (bundle written) a path relative to the bundle.
    Src,
    /// First number of an `ol`.
    Start,
}

impl Attribute {
    /// Its name in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Attribute::Alt => "alt",
            Attribute::Class => "class",
            Attribute::Colspan => "colspan",
            Attribute::Href => "href",
            Attribute::Rowspan => "rowspan",
            Attribute::Src => "src",
            Attribute::Start => "start",
        }
    }

    /// The attribute called `name` (lowercase), if an article may have it.
    #[must_use]
    pub fn named(name: &str) -> Option<Attribute> {
        use Attribute::{Alt, Class, Colspan, Href, Rowspan, Src, Start};
        [Alt, Class, Colspan, Href, Rowspan, Src, Start]
            .into_iter()
            .find(|attribute| attribute.name() == name)
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
}

impl Article {
    /// The sections of one kind, in the author's order.
    pub fn sections_of(&self, kind: SectionKind) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.kind == kind)
    }
}

/// The plain text of `nodes`: blocks end with a line break, runs of white space outside
/// `pre` are one space.
#[must_use]
pub fn plain_text(nodes: &[Node]) -> String {
    let mut text = String::new();
    push_text(nodes, false, &mut text);
    text.truncate(text.trim_end().len());
    text
}

fn push_text(nodes: &[Node], verbatim: bool, out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) if verbatim => out.push_str(text),
            Node::Text(text) => {
                for c in text.chars() {
                    if !c.is_whitespace() {
                        out.push(c);
                    } else if !out.is_empty() && !out.ends_with([' ', '\n']) {
                        out.push(' ');
                    }
                }
            }
            Node::Element(element) => {
                let block = !element.tag.is_inline();
                if block {
                    end_line(out);
                }
                push_text(
                    &element.children,
                    verbatim || element.tag.name() == "pre",
                    out,
                );
                if block {
                    end_line(out);
                }
            }
        }
    }
}

fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
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
