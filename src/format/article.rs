//! The keys of an article: the table of `docs/format.md`, from which the JSON Schema is made.

use super::Shape;
use crate::config::Field;
use kedb_engine::article::Status;

/// A key of the front matter.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Which one.
    pub field: Field,
    /// What may stand there, in Markdown.
    pub value: &'static str,
    /// What it does, in Markdown.
    pub effect: &'static str,
    /// Whether the public reads it.
    pub public: &'static str,
    /// The form of the value.
    pub shape: Shape,
}

/// The statuses, each with what it says.
pub const STATUSES: [(Status, &str); 6] = [
    (Status::Investigating, "known, not yet understood; may have no workaround"),
    (Status::KnownError, "understood, not fixed: there should be a workaround"),
    (Status::FixScheduled, "the same, and a change is on its way"),
    (Status::Fixed, "over for who upgrades"),
    (Status::WontFix, "it stays: live with the workaround"),
    (Status::Retired, "not published; its id leads to `replaced_by`"),
];

/// The keys that every article needs.
pub const REQUIRED: [Field; 3] = [Field::Id, Field::Title, Field::Status];

/// All keys, in the order in which they are explained.
pub const KEYS: [Key; 24] = [
    Key {
        field: Field::Id,
        value: "up to 64 letters, digits, `.`, `_`, `-`; unique without regard to case",
        effect: "links, tickets and the search know the article by it: never change it",
        public: "yes",
        shape: Shape::Id,
    },
    Key {
        field: Field::Title,
        value: "text",
        effect: "what people read first; its words count most in the search",
        public: "yes",
        shape: Shape::Text,
    },
    Key {
        field: Field::Status,
        value: "see below",
        effect: "badge, order, filter",
        public: "yes",
        shape: Shape::Status,
    },
    Key {
        field: Field::Service,
        value: "a key of `services.toml`",
        effect: "name, owner and contact of the service; filter",
        public: "key and name",
        shape: Shape::Text,
    },
    Key {
        field: Field::Severity,
        value: "`sev1` (revenue or safety) to `sev4`",
        effect: "badge, order, filter",
        public: "no",
        shape: Shape::Severity,
    },
    Key {
        field: Field::Audience,
        value: "`internal` or `public`",
        effect: "who gets the article; `internal` unless `kedb.toml` says otherwise",
        public: "yes",
        shape: Shape::Audience,
    },
    Key {
        field: Field::ErrorCodes,
        value: "list",
        effect: "[codes, whatever they look like](#error-codes): found in every form of the code, or not at all",
        public: "yes",
        shape: Shape::Texts,
    },
    Key {
        field: Field::Signatures,
        value: "list, see below",
        effect: "what recognises the error in a pasted log",
        public: "yes",
        shape: Shape::Signatures,
    },
    Key {
        field: Field::Samples,
        value: "list of log texts",
        effect: "each must be matched by a signature, at every check and test",
        public: "never",
        shape: Shape::Texts,
    },
    Key {
        field: Field::Versions,
        value: "text, such as `\">=2.3, <2.5.1\"`",
        effect: "affected versions, shown",
        public: "yes",
        shape: Shape::Text,
    },
    Key {
        field: Field::Problem,
        value: "id of the problem record",
        effect: "shown, and searched as a code",
        public: "no",
        shape: Shape::Text,
    },
    Key {
        field: Field::Change,
        value: "id of the change that fixes it for good",
        effect: "shown, and searched as a code",
        public: "no",
        shape: Shape::Text,
    },
    Key {
        field: Field::FixedIn,
        value: "version",
        effect: "\"fixed in 2.5.1: upgrade\"",
        public: "yes",
        shape: Shape::Text,
    },
    Key {
        field: Field::Owner,
        value: "team or person",
        effect: "whom to ask; else the owner of the service",
        public: "no",
        shape: Shape::Text,
    },
    Key {
        field: Field::Reported,
        value: "day",
        effect: "the error's age",
        public: "never",
        shape: Shape::Day,
    },
    Key {
        field: Field::Updated,
        value: "day",
        effect: "when somebody last checked the article",
        public: "yes",
        shape: Shape::Day,
    },
    Key {
        field: Field::ReviewBy,
        value: "day",
        effect: "when somebody should",
        public: "never",
        shape: Shape::Day,
    },
    Key {
        field: Field::Keywords,
        value: "list",
        effect: "words that people use and the text does not",
        public: "yes",
        shape: Shape::Texts,
    },
    Key {
        field: Field::Summary,
        value: "text, a sentence or two",
        effect: "stands above the symptoms, in a guide without any section that kedb knows under \"About\", \
                 unless the text or the title says the same",
        public: "yes",
        shape: Shape::Text,
    },
    Key {
        field: Field::ReplacedBy,
        value: "id",
        effect: "where a retired article leads",
        public: "its target, if public",
        shape: Shape::Id,
    },
    Key {
        field: Field::Aliases,
        value: "list of ids it had elsewhere",
        effect: "found as codes; links with them lead here",
        public: "yes",
        shape: Shape::Texts,
    },
    Key {
        field: Field::Origin,
        value: "address",
        effect: "where the original of a copy lies",
        public: "no",
        shape: Shape::Text,
    },
    Key {
        field: Field::Pinned,
        value: "`true` or `false`",
        effect: "\"broken now\": shown before anybody types, while it is active",
        public: "no",
        shape: Shape::Truth,
    },
    Key {
        field: Field::Lang,
        value: "`en`, `de`, `pt-BR`, …",
        effect: "how its words are cut and read aloud; else that of the base",
        public: "yes",
        shape: Shape::Text,
    },
];
