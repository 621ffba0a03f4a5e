//! The rules that a knowledge base is checked by: name, level, and the page that explains
//! each to the author who broke it.
//!
//! Here is what is said about a rule; what it does is in the module that emits it, which
//! names it in the [`Diagnostic`](crate::diagnostic::Diagnostic). `kedb check --explain` prints the
//! pages, `kedb.toml` and `kedb-ignore` name the rules.

use crate::diagnostic::Level::{self, Error, Warning};
use crate::near::nearest;
use Change::{Fixed, Free, Mixed};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, in kebab-case.
    pub name: &'static str,
    /// How much it matters, unless `kedb.toml` says otherwise.
    pub level: Level,
    /// Whether a base or a file may say otherwise.
    pub change: Change,
    /// What it finds, in one line.
    pub about: &'static str,
    /// What it finds and why it matters, with an example: Markdown.
    pub page: &'static str,
}

/// Whether a base may change the level of a rule, and a file silence it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Both.
    Free,
    /// Of its warnings; its errors leave an article out for the reason of [`Change::Fixed`].
    Mixed,
    /// Neither: there is no article to publish, or one that may tell what it must not.
    Fixed,
}

macro_rules! rule {
    ($name:literal, $level:expr, $change:expr, $about:literal) => {
        Rule {
            name: $name,
            level: $level,
            change: $change,
            about: $about,
            page: include_str!(concat!("rules/", $name, ".md")),
        }
    };
}

/// All rules, sorted by name.
pub const ALL: &[Rule] = &[
    rule!("alias-is-id", Warning, Free, "an alias that is the id of another article"),
    rule!(
        "american-date",
        Warning,
        Free,
        "a day with the month first, which others read as the day"
    ),
    rule!("broken-link", Error, Free, "a link to a file that the base does not have"),
    rule!(
        "coded-title",
        Warning,
        Free,
        "a title without a word of a language, or all in capitals"
    ),
    rule!("duplicate-id", Error, Fixed, "an id that another article has already"),
    rule!("duplicate-key", Error, Mixed, "a key that stands twice in the front matter"),
    rule!("empty-heading", Warning, Free, "a heading without text"),
    rule!(
        "generic-signature",
        Warning,
        Free,
        "a signature that recognises more than its error"
    ),
    rule!(
        "hidden-text",
        Error,
        Fixed,
        "a text in a public article that another system would hide"
    ),
    rule!(
        "image-metadata",
        Error,
        Fixed,
        "an image of a public article that can't be freed of its metadata"
    ),
    rule!("image-outside", Warning, Free, "an image that does not lie in the base"),
    rule!("impossible-signature", Error, Free, "a signature that can never match"),
    rule!(
        "internal-link",
        Error,
        Free,
        "a public article that leads to one that only agents read"
    ),
    rule!(
        "internal-mark",
        Error,
        Fixed,
        "what looks like the mark of an internal text in an article for the public"
    ),
    rule!("invalid-case", Error, Fixed, "a case of `queries.toml` that can't be read"),
    rule!(
        "invalid-front-matter",
        Error,
        Mixed,
        "a front matter that can't be read, or a key of it"
    ),
    rule!("invalid-id", Error, Mixed, "an id that can't be one"),
    rule!(
        "invalid-ignore",
        Warning,
        Free,
        "a `kedb-ignore` that can't be followed: no reason, or no such rule"
    ),
    rule!("invalid-signature", Error, Fixed, "a signature that can't be used"),
    rule!("long-title", Warning, Free, "a title of more than 120 characters"),
    rule!(
        "lost-text",
        Warning,
        Free,
        "what readers don't get to see: a cell, a target, a macro of another system"
    ),
    rule!("missing-id", Error, Fixed, "an article without an id"),
    rule!("missing-image", Warning, Free, "an image that is not there"),
    rule!("missing-status", Error, Fixed, "an article without a status"),
    rule!(
        "missing-title",
        Error,
        Mixed,
        "an article without a title, or one that only its file names"
    ),
    rule!(
        "near-duplicate",
        Warning,
        Free,
        "two articles with one title, or that say nearly the same"
    ),
    rule!("nested-container", Error, Fixed, "a container in a container"),
    rule!("no-alt-text", Warning, Free, "an image without alternative text"),
    rule!("no-owner", Warning, Free, "a service that nobody owns"),
    rule!("no-replacement", Warning, Free, "a retired article that nothing replaces"),
    rule!(
        "no-symptoms",
        Warning,
        Free,
        "an article that does not say how to recognise its error"
    ),
    rule!("no-workaround", Warning, Free, "a known error that does not say what to do"),
    rule!(
        "not-a-date",
        Warning,
        Free,
        "a date that is no day of the calendar, or in a form that can't be read"
    ),
    rule!("not-utf8", Error, Fixed, "a file whose encoding is not UTF-8"),
    rule!("past-review", Warning, Free, "an active article whose `review_by` is over"),
    rule!(
        "redundant-signature",
        Warning,
        Free,
        "a signature that matches nothing that another one does not match"
    ),
    rule!("shared-code", Warning, Free, "two articles with one error code"),
    rule!(
        "skipped-heading",
        Warning,
        Free,
        "a heading that is more than one level deeper than the one above"
    ),
    rule!("stale", Warning, Free, "an active article that nobody has changed for a year"),
    rule!("stray-container-end", Error, Mixed, "a `:::` that closes nothing"),
    rule!(
        "symbolic-link",
        Error,
        Fixed,
        "a symbolic link out of the base, to a folder, or to nothing"
    ),
    rule!("too-deep", Error, Fixed, "a folder that lies more than 32 folders deep"),
    rule!("too-large", Error, Fixed, "an article of more than 4 MB"),
    rule!("unclosed-comment", Error, Mixed, "a comment that is never closed"),
    rule!("unclosed-container", Error, Fixed, "a container that is never closed"),
    rule!("unclosed-front-matter", Error, Fixed, "a front matter that is never closed"),
    rule!(
        "unknown-audience",
        Warning,
        Free,
        "an audience that is neither `internal` nor `public`"
    ),
    rule!("unknown-container", Error, Mixed, "a `:::` container that nobody knows"),
    rule!("unknown-key", Warning, Free, "a key that the article format does not have"),
    rule!(
        "unknown-replacement",
        Error,
        Free,
        "a `replaced_by` that leads to no other article"
    ),
    rule!("unknown-service", Error, Free, "a service that `services.toml` does not list"),
    rule!(
        "unknown-severity",
        Warning,
        Free,
        "a severity that is not one of `sev1` to `sev4`"
    ),
    rule!("unknown-status", Error, Mixed, "a status that is none of ours"),
    rule!(
        "unmatched-sample",
        Error,
        Free,
        "a sample that no signature of its article recognises"
    ),
    rule!(
        "unproven-signature",
        Warning,
        Free,
        "a signature that no sample of its article shows to match"
    ),
    rule!(
        "unread-audience",
        Error,
        Fixed,
        "a key that says, in other words than ours, that an article is not for the public"
    ),
    rule!("unread-format", Warning, Fixed, "documents in a format that is not read"),
    rule!("unreadable-file", Error, Fixed, "a file or folder that can't be read"),
    rule!("unreadable-html", Error, Fixed, "a text whose HTML can't be made safe"),
    rule!(
        "unsure-label",
        Warning,
        Free,
        "a label in a public article that may say that a text is for agents"
    ),
    rule!("unused-ignore", Warning, Free, "a `kedb-ignore` that silences nothing"),
    rule!(
        "unused-synonym",
        Warning,
        Free,
        "a group of synonyms that leads to no article"
    ),
    rule!(
        "wrong-type",
        Warning,
        Free,
        "a value of the wrong kind, such as a list where one text belongs"
    ),
];

/// Those that depend on the day: they run only where one is given, so never in a build.
pub const BY_DATE: &[&str] = &["past-review", "stale"];

/// The rule called `name`; else the name that was probably meant, if there is one.
///
/// # Errors
/// There is no such rule.
pub fn named(name: &str) -> Result<&'static Rule, Option<&'static str>> {
    let rule = ALL.iter().find(|rule| rule.name == name);
    rule.ok_or_else(|| nearest(name, ALL.iter().map(|rule| rule.name)))
}
