//! A knowledge base's own settings: `kedb.toml`, `services.toml` and `synonyms.toml`.
//!
//! A base written in our format needs none. A foreign base is read without rewriting it:
//! its `kedb.toml` maps keys, status words and headings to ours and gives defaults.
//! Unknown keys are refused with a line: a misspelt setting must not be ignored.

mod check;
mod field;
pub mod pattern;
mod synonyms;

pub use check::{Check, RuleLevel, RuleName};
pub use field::Field;
pub use synonyms::synonyms;

use crate::html::{is_web_address, safe_address};
use crate::visible::visible_line;
use kedb_engine::article::{Audience, Service, Severity, Status};
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;
use toml::Spanned;

/// Where the settings of a base stand.
pub const SETTINGS: &str = "kedb.toml";

/// Where a base lists its services.
pub const SERVICES: &str = "services.toml";

/// Where a base says what words also mean.
pub const SYNONYMS: &str = "synonyms.toml";

/// What `kedb.toml` says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Name of the base, for people.
    pub title: String,
    /// Language of articles that don't say.
    pub lang: String,
    /// Audience of articles that don't say.
    #[serde(deserialize_with = "audience")]
    pub audience: Audience,
    /// Whether the vocabulary of IT is added to the base's synonyms.
    pub vocabulary: bool,
    /// Whether each article has a page of its own in a bundle.
    pub pages: bool,
    /// Fields that the public may read beside those of the allow-list.
    pub public_fields: Vec<PublicField>,
    /// Address of the public bundle, to link from what is copied.
    #[serde(deserialize_with = "web_address")]
    pub public_url: Option<String>,
    /// Address of a ticket form.
    #[serde(deserialize_with = "web_address")]
    pub ticket_url: Option<String>,
    /// Where remarks on an article go.
    #[serde(deserialize_with = "web_address")]
    pub feedback_url: Option<String>,
    /// Where an article is edited; `{source}` stands for its path.
    #[serde(deserialize_with = "web_address")]
    pub edit_url: Option<String>,
    /// Where a new article is made: `{code}` stands for the code that nobody has documented,
    /// `{text}` for the beginning of an article that declares it.
    #[serde(deserialize_with = "web_address")]
    pub new_url: Option<String>,
    /// Code that looks like the mark of an internal text, and keys with a value that look as though not everybody
    /// may read an article; everybody may.
    #[serde(deserialize_with = "code")]
    pub not_internal: Vec<String>,
    /// Patterns of files that are no articles, see [`pattern`].
    pub exclude: Vec<String>,
    /// Our keys, and theirs, tried in order; an empty list: never read.
    pub front_matter: Option<BTreeMap<Field, Keys>>,
    /// Their status words, compared without case, and ours.
    pub status_words: BTreeMap<String, Status>,
    /// Their words for a severity, compared without case, and ours.
    #[serde(deserialize_with = "severities")]
    pub severity_words: BTreeMap<String, Severity>,
    /// Status of articles without one, by the name of a folder that they lie in.
    pub folder_status: BTreeMap<String, Status>,
    /// Headings that mean ours.
    pub headings: Headings,
    /// How links are read.
    pub links: Links,
    /// What articles have that don't say.
    pub defaults: Defaults,
    /// How the base is checked.
    pub check: Check,
    /// What was read together with the settings.
    #[serde(skip)]
    pub beside: Beside,
}

/// What articles need that stands in files beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The titles that a list says, by the pages of articles.
    pub titles: BTreeMap<String, String>,
    /// What folders are called, by their paths.
    pub folders: BTreeMap<String, String>,
    /// Texts of pieces of articles by their paths.
    pub pieces: BTreeMap<String, String>,
    /// The path of the base's folder, with `/`.
    pub root: String,
    /// The files of the base, if there are pieces, which name some of them.
    pub paths: BTreeSet<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            title: "Known errors".to_owned(),
            lang: "en".to_owned(),
            audience: Audience::Internal,
            vocabulary: true,
            pages: true,
            public_fields: Vec::new(),
            public_url: None,
            ticket_url: None,
            feedback_url: None,
            edit_url: None,
            new_url: None,
            not_internal: Vec::new(),
            exclude: Vec::new(),
            front_matter: None,
            status_words: BTreeMap::new(),
            severity_words: BTreeMap::new(),
            folder_status: BTreeMap::new(),
            headings: Headings::default(),
            links: Links::default(),
            defaults: Defaults::default(),
            check: Check::default(),
            beside: Beside::default(),
        }
    }
}

/// A field that only agents read unless `public_fields` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as in the article format and in services.toml")]
pub enum PublicField {
    Owner,
    Contact,
    Slo,
    Url,
    Severity,
    Problem,
    Change,
    Origin,
    /// The path of the article's file.
    Source,
    /// All groups of `synonyms.toml`, whatever their words.
    Synonyms,
}

/// Keys of a foreign front matter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Keys(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Keys {
    fn from(keys: OneOrMany) -> Keys {
        match keys {
            OneOrMany::One(key) => Keys(vec![key]),
            OneOrMany::Many(keys) => Keys(keys),
        }
    }
}

/// Further headings of each kind, compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "named as the kinds of sections")]
pub struct Headings {
    pub workaround: Vec<String>,
    pub symptoms: Vec<String>,
    pub cause: Vec<String>,
    pub fix: Vec<String>,
    pub body: Vec<String>,
}

/// How the links of a foreign base are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Links {
    /// Where the base's folder lies on its site: `/docs`, or an address.
    pub root: Option<String>,
    /// A folder beside the base's folder whose images the site serves from its top: `../static`.
    #[serde(deserialize_with = "beside")]
    pub images: Option<String>,
}

/// What articles of a foreign base have that don't say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// How to make an id.
    pub id: Option<IdFrom>,
    /// What is the title.
    pub title: Option<TitleFrom>,
    /// A file that lists the articles with their titles, and files of this name in folders of the base:
    /// `../mkdocs.yml`, `SUMMARY.md`.
    #[serde(deserialize_with = "list")]
    pub titles: Option<String>,
    /// Where error codes stand.
    pub error_codes: Option<CodesFrom>,
    /// The status.
    pub status: Option<Status>,
    /// `folder`: the first folder of the path. `parent`: the folder that the file lies
    /// in. Anything else: a service's key.
    pub service: Option<String>,
}

/// What a title is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TitleFrom {
    /// The first heading, else the file's name.
    Heading,
    /// The file's name, as in a base that is named by alerts or codes.
    File,
}

/// Where the error codes of articles stand that declare none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodesFrom {
    /// In the title.
    Title,
    /// In the file's name.
    Slug,
    /// In the headings of pages that list several errors.
    Headings,
}

/// What an id is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdFrom {
    /// The file's name.
    Slug,
    /// The file's path.
    Path,
}

impl Config {
    /// Reads `kedb.toml`.
    pub fn from_toml(text: &str) -> Result<Config, ConfigError> {
        let config: Result<Config, _> = toml::from_str(text);
        let mut config = config.map_err(|error| ConfigError::new(text, &error))?;
        config.title = visible_line(&config.title);
        Ok(config)
    }

    /// Whether ids are slugged: those of a foreign base, which nobody wrote for us.
    #[must_use]
    pub fn slugs_ids(&self) -> bool {
        self.defaults.id.is_some() || self.keys(Field::Id).is_some()
    }

    /// Whether the base has a front matter of its own, in which unknown keys are normal.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.front_matter.is_some()
    }

    /// The keys that hold `field`, if they are not called as ours.
    #[must_use]
    pub fn keys(&self, field: Field) -> Option<&Keys> {
        self.front_matter.as_ref()?.get(&field)
    }

    /// Whether the public may read `field`.
    #[must_use]
    pub fn publishes(&self, field: PublicField) -> bool {
        self.public_fields.contains(&field)
    }

    /// Whether the file at `path` is no article.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.iter().any(|pattern| pattern::matches(pattern, path))
    }
}

/// Reads `services.toml`: services by key.
pub fn services(text: &str) -> Result<BTreeMap<String, Service>, ConfigError> {
    let mut services: BTreeMap<String, Service> =
        toml::from_str(text).map_err(|error| ConfigError::new(text, &error))?;
    for (key, service) in &mut services {
        if service.name.is_empty() {
            service.name.clone_from(key);
        }
    }
    let places: BTreeMap<String, ServicePlaces> =
        toml::from_str(text).map_err(|error| ConfigError::new(text, &error))?;
    let mut urls = places.values().filter_map(|service| service.url.as_ref());
    match urls.find(|url| safe_address(url.get_ref()).is_none()) {
        Some(url) => {
            let message = format!(
                "`{}` is no address: begin it with `https://`, `http://` or `mailto:`, and \
                 write a space as `%20`",
                url.get_ref()
            );
            Err(ConfigError::at(text, url.span().start, message))
        }
        None => Ok(services),
    }
}

/// Where in `services.toml` the addresses of a service stand.
#[derive(Deserialize)]
struct ServicePlaces {
    url: Option<Spanned<String>>,
}

/// What is wrong with a settings file. The caller adds the name of the file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {message}")]
pub struct ConfigError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl ConfigError {
    fn new(text: &str, error: &toml::de::Error) -> ConfigError {
        let at = error.span().map_or(0, |span| span.start);
        ConfigError::at(text, at, error.message().trim().replace('\n', ", "))
    }

    fn at(text: &str, at: usize, message: String) -> ConfigError {
        let before = text.get(..at).unwrap_or_default();
        ConfigError { line: 1 + before.matches('\n').count(), message }
    }
}

/// The address of a page: the scripts of a page follow it, and other schemes would run something
/// else. Its places in braces are filled in later.
fn web_address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    let (_, host) = text.split_once("://").unwrap_or_default();
    let is_address = is_web_address(&text)
        && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && safe_address(&text).is_some();
    if is_address {
        return Ok(Some(text));
    }
    Err(serde::de::Error::custom(format!(
        "`{text}` is no address of a page: begin it with `https://` or `http://`, and write a \
         space as `%20`"
    )))
}

/// The path of a folder beside the base: it climbs at first, and names no drive and no top.
fn beside<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    let path = text.trim_end_matches('/');
    let below = path.trim_start_matches("../");
    let is_name = |name: &str| !matches!(name, "" | "." | "..");
    let is_beside = below.len() < path.len()
        && !below.contains(['\\', ':'])
        && below.split('/').all(is_name);
    if is_beside {
        return Ok(Some(path.to_owned()));
    }
    Err(serde::de::Error::custom(format!(
        "`{text}` is no folder beside the base: write a path such as `../static`"
    )))
}

/// The path of a list of articles, in the base or beside it: it names no drive and no top.
fn list<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    let below = text.trim_start_matches("../");
    let is_name = |name: &str| !matches!(name, "" | "." | "..");
    if !below.contains(['\\', ':']) && below.split('/').all(is_name) {
        return Ok(Some(text));
    }
    Err(serde::de::Error::custom(format!(
        "`{text}` is no file of the base or beside it: write a path such as `../mkdocs.yml`"
    )))
}

/// Names in programs, as a text that only looks like one might hide a mark, and keys with their values.
fn code<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    match texts.iter().find(|text| !is_code(text) && !is_entry(text)) {
        None => Ok(texts),
        Some(text) => Err(serde::de::Error::custom(format!(
            "`{text}` is no piece of code: name one with two colons between letters, such as \
             `StatusCode::INTERNAL`, or a key with its value, such as `hidden: true`"
        ))),
    }
}

/// Whether `text` is a name in a program in which two colons stand directly between
/// letters, digits or brackets. The mark of an internal text would not be written so.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let before = |c: char| c.is_ascii_alphanumeric() || "_)]>".contains(c);
    let begins = |c: char| c.is_ascii_alphanumeric() || "_[<(".contains(c);
    let two = text.split_once("::");
    text.chars().all(|c| c.is_ascii_graphic())
        && !text.contains(":::")
        && text.starts_with(begins)
        && two.is_some_and(|(first, _)| first.ends_with(before))
}

/// Whether `text` is a key of one word with its value, such as `hidden: true`.
pub(crate) fn is_entry(text: &str) -> bool {
    let is_key = |key: &str| {
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c))
    };
    let entry = text.split_once(": ");
    entry.is_some_and(|(key, value)| {
        is_key(key) && !value.is_empty() && !value.contains([':', '"', '\\', '\n'])
    })
}

fn severities<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, Severity>, D::Error> {
    let words = BTreeMap::<String, String>::deserialize(from)?.into_iter();
    let severity = |word: &str| {
        Severity::from_word(word).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "unknown severity `{word}`, expected `sev1`, `sev2`, `sev3` or `sev4`"
            ))
        })
    };
    words.map(|(theirs, ours)| Ok((theirs, severity(&ours)?))).collect()
}

fn audience<'de, D: Deserializer<'de>>(from: D) -> Result<Audience, D::Error> {
    let word = String::deserialize(from)?;
    Audience::from_word(&word).ok_or_else(|| {
        serde::de::Error::custom(format!(
            "unknown audience `{word}`, expected `internal` or `public`"
        ))
    })
}
