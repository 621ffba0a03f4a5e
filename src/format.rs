//! The article format and the settings as tables: what each key takes, and what it does.
//!
//! Two things are made from them, so that they can't differ: the tables of `docs/format.md`,
//! which a test compares, and the JSON Schemas that editors read ([`schema`]).

mod article;
mod schema;
mod settings;

pub use article::{KEYS, Key, REQUIRED, STATUSES};
pub use schema::{Which, schema};
pub use settings::{SERVICE, SETTINGS, Setting};

/// The form of the value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text; YAML may take it for a number or a word of its own, and it is read as written.
    Text,
    /// A text that is the id of an article.
    Id,
    /// A list of texts, or one of them.
    Texts,
    /// A list of texts, always in brackets.
    List,
    /// The word of a status.
    Status,
    /// `sev1` to `sev4`.
    Severity,
    /// `internal` or `public`.
    Audience,
    /// A day, as `YYYY-MM-DD`.
    Day,
    /// `true` or `false`.
    Truth,
    /// Signatures.
    Signatures,
    /// The address of a page.
    WebAddress,
    /// The address of a page, or of a mailbox.
    Address,
    /// A list of some of these words.
    Words(&'static [&'static str]),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A table with these settings.
    Table(&'static [Setting]),
    /// A number of days.
    Days,
    /// The level of each rule that has one.
    Levels,
    /// The keys of another system by ours.
    Mapping,
    /// A status by words or names that are not known before.
    Statuses,
    /// Words, and the severity that each means.
    Severities,
}
