//! JSON Schemas of the front matter and the settings, for editors.
//!
//! A schema accepts all that is read without a complaint about its form. It can't know what
//! only shows in the whole base, such as whether a service is listed: `kedb check` does.

use super::settings::Setting;
use super::{KEYS, REQUIRED, SERVICE, SETTINGS, Shape};
use crate::config::Field;
use crate::rules::{self, Change};
use kedb_engine::article::{ArticleId, Status};
use serde_json::{Map, Value, json};

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Which {
    /// The front matter of an article
    Article,
    /// `kedb.toml`
    Settings,
    /// `services.toml`
    Services,
}

impl Which {
    /// All of them.
    pub const ALL: [Which; 3] = [Which::Article, Which::Settings, Which::Services];

    /// The word of the command line, and the name of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Which::Article => "article",
            Which::Settings => "settings",
            Which::Services => "services",
        }
    }
}

/// The notation of a value: YAML turns unquoted words into numbers, TOML does not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notation {
    Yaml,
    Toml,
}

/// The schema of `which`.
#[must_use]
pub fn schema(which: Which) -> Value {
    let (title, mut schema) = match which {
        Which::Article => ("The front matter of a known error", article()),
        Which::Settings => {
            ("The settings of a knowledge base, kedb.toml", table(SETTINGS))
        }
        Which::Services => {
            let services =
                json!({ "type": "object", "additionalProperties": table(SERVICE) });
            ("The services that known errors are about, services.toml", services)
        }
    };
    if let Some(schema) = schema.as_object_mut() {
        let draft = "http://json-schema.org/draft-07/schema#";
        schema.insert("$schema".to_owned(), json!(draft));
        schema.insert("title".to_owned(), json!(title));
    }
    schema
}

fn article() -> Value {
    let keys = KEYS.iter().map(|key| {
        let about =
            format!("{}. Value: {}. Public: {}.", key.effect, key.value, key.public);
        (key.field.key().to_owned(), described(shape(key.shape, Notation::Yaml), &about))
    });
    json!({
        "type": "object",
        "properties": keys.collect::<Map<String, Value>>(),
        "required": REQUIRED.map(Field::key),
        "additionalProperties": false,
    })
}

fn table(settings: &[Setting]) -> Value {
    let keys = settings.iter().map(|setting| {
        let shape = shape(setting.shape, Notation::Toml);
        (setting.name.to_owned(), described(shape, setting.about))
    });
    json!({
        "type": "object",
        "properties": keys.collect::<Map<String, Value>>(),
        "additionalProperties": false,
    })
}

/// `schema` with the description that editors show.
fn described(mut schema: Value, about: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(without_links(about)));
    }
    schema
}

/// Markdown without the addresses of its links, which lead nowhere from an editor.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let parts = link.split_once("](").and_then(|(words, after)| {
            let (_, after) = after.split_once(')')?;
            (!words.contains(['[', ']'])).then_some((words, after))
        });
        out.push_str(before);
        match parts {
            Some((words, after)) => {
                out.push_str(words);
                rest = after;
            }
            None => {
                out.push('[');
                rest = link;
            }
        }
    }
    out + rest
}

fn shape(shape: Shape, notation: Notation) -> Value {
    let yaml = notation == Notation::Yaml;
    let text = || {
        if yaml { scalar() } else { json!({ "type": "string" }) }
    };
    let statuses = Status::ALL.map(Status::word);
    match shape {
        Shape::Text => text(),
        Shape::Id => {
            let most = ArticleId::MAX - 1;
            let pattern = format!("^\\s*[A-Za-z0-9][A-Za-z0-9._-]{{0,{most}}}\\s*$");
            json!({ "type": ["string", "number"], "pattern": pattern })
        }
        Shape::Texts => {
            json!({ "anyOf": [scalar(), { "type": "array", "items": scalar() }] })
        }
        Shape::List => json!({ "type": "array", "items": { "type": "string" } }),
        // The pattern accepts what is read too: capitals, spaces.
        Shape::Status if yaml => json!({ "anyOf": [{ "enum": statuses },
            { "type": "string", "pattern": any_case(&statuses) }] }),
        Shape::Status => json!({ "enum": statuses }),
        Shape::Severity => {
            json!({ "anyOf": [{ "enum": ["sev1", "sev2", "sev3", "sev4"] },
            { "type": "string", "pattern": "^\\s*([Ss][Ee][Vv])?-*[1-4]\\s*$" },
            { "type": "integer", "minimum": 1, "maximum": 4 }, { "type": "null" }] })
        }
        Shape::Audience if yaml => json!({ "anyOf": [{ "enum": ["internal", "public"] },
            { "type": "string", "pattern": any_case(&["internal", "public"]) },
            { "type": "null" }] }),
        Shape::Audience => json!({ "enum": ["internal", "public"] }),
        Shape::Day => json!({ "type": ["string", "null"],
            "pattern": "^\\s*([0-9]{4}-[0-9]{2}-[0-9]{2}.*)?$" }),
        Shape::Truth if yaml => json!({ "anyOf": [{ "type": ["boolean", "null"] },
            { "type": "string", "pattern": any_case(&["true", "false", "yes", "no"]) }] }),
        Shape::Truth => json!({ "type": "boolean" }),
        Shape::Signatures => {
            json!({ "anyOf": [{ "type": "array", "items": signature() }, signature()] })
        }
        Shape::WebAddress => {
            json!({ "type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://" })
        }
        Shape::Address => json!({ "type": "string",
            "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)" }),
        Shape::Words(words) => json!({ "type": "array", "items": { "enum": words } }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Table(settings) => table(settings),
        Shape::Days => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Shape::Levels => levels(),
        Shape::Mapping => mapping(),
        Shape::Severities => {
            let words = ["sev1", "sev2", "sev3", "sev4"];
            json!({ "type": "object", "additionalProperties": { "enum": words } })
        }
        Shape::Statuses => {
            json!({ "type": "object", "additionalProperties": { "enum": statuses } })
        }
    }
}

/// One value of YAML, which is read as it is written.
fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

/// A pattern for `words` with capitals or without; spaces and `_` stand for `-`.
fn any_case(words: &[&str]) -> String {
    let letter = |c: char| match c {
        '-' => "[ _-]".to_owned(),
        c => format!("[{}{c}]", c.to_ascii_uppercase()),
    };
    let words = words.iter().map(|word| word.chars().map(letter).collect::<String>());
    format!("^\\s*({})\\s*$", words.collect::<Vec<_>>().join("|"))
}

fn signature() -> Value {
    let one = |key: &str, value: Value, about: &str| {
        json!({
            "type": "object",
            "properties": { key: described(value, about) },
            "required": [key],
            "additionalProperties": false,
        })
    };
    let lines = json!({ "type": "array", "items": scalar(), "minItems": 1 });
    json!({ "anyOf": [
        one("contains", scalar(), "a line contains this text, whatever the case"),
        one("regex", scalar(), "a line matches this expression (syntax of regex-lite)"),
        one("lines", lines, "these texts stand in lines, one after the other"),
    ] })
}

/// The rules whose level a base may change.
fn levels() -> Value {
    let rules = rules::ALL.iter().filter(|rule| rule.change != Change::Fixed);
    let rules = rules.map(|rule| {
        let level = json!({ "enum": ["off", "warning", "error"] });
        (rule.name.to_owned(), described(level, rule.about))
    });
    json!({
        "type": "object",
        "properties": rules.collect::<Map<String, Value>>(),
        "additionalProperties": false,
    })
}

/// The keys of another system.
fn mapping() -> Value {
    let keys = KEYS.iter().map(|key| {
        let text = json!({ "type": "string" });
        let keys = json!({ "anyOf": [text, { "type": "array", "items": text }] });
        (key.field.key().to_owned(), described(keys, key.effect))
    });
    json!({
        "type": "object",
        "properties": keys.collect::<Map<String, Value>>(),
        "additionalProperties": false,
    })
}
