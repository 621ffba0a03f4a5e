//! The keys of an article's front matter, by our names.

use serde::Deserialize;

/// A key of the article format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the README's article format documents each key")]
pub enum Field {
    Id,
    Title,
    Status,
    Service,
    Severity,
    Audience,
    ErrorCodes,
    Signatures,
    Samples,
    Versions,
    Problem,
    Change,
    FixedIn,
    Owner,
    Reported,
    Updated,
    ReviewBy,
    Keywords,
    Summary,
    ReplacedBy,
    Aliases,
    Origin,
    Pinned,
    Lang,
}

impl Field {
    /// All of them, in the order of the README.
    pub const ALL: [Field; 24] = [
        Field::Id,
        Field::Title,
        Field::Status,
        Field::Service,
        Field::Severity,
        Field::Audience,
        Field::ErrorCodes,
        Field::Signatures,
        Field::Samples,
        Field::Versions,
        Field::Problem,
        Field::Change,
        Field::FixedIn,
        Field::Owner,
        Field::Reported,
        Field::Updated,
        Field::ReviewBy,
        Field::Keywords,
        Field::Summary,
        Field::ReplacedBy,
        Field::Aliases,
        Field::Origin,
        Field::Pinned,
        Field::Lang,
    ];

    /// The key as written.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Title => "title",
            Field::Status => "status",
            Field::Service => "service",
            Field::Severity => "severity",
            Field::Audience => "audience",
            Field::ErrorCodes => "error_codes",
            Field::Signatures => "signatures",
            Field::Samples => "samples",
            Field::Versions => "versions",
            Field::Problem => "problem",
            Field::Change => "change",
            Field::FixedIn => "fixed_in",
            Field::Owner => "owner",
            Field::Reported => "reported",
            Field::Updated => "updated",
            Field::ReviewBy => "review_by",
            Field::Keywords => "keywords",
            Field::Summary => "summary",
            Field::ReplacedBy => "replaced_by",
            Field::Aliases => "aliases",
            Field::Origin => "origin",
            Field::Pinned => "pinned",
            Field::Lang => "lang",
        }
    }
}
