//! Which column of an export becomes what in an article, as data.
//!
//! There is a map for each source (`maps/*.toml`, documented in `docs/import.md`); a file
//! of the same shape replaces parts of it. Columns are compared by [`super::record::key`].

use super::record::{Record, key, key_start};
use crate::config::{Field, Keys};
use crate::parse::DateOrder;
use kedb_engine::article::{Severity, Status};
use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// Where an export comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Source {
    /// ServiceNow: the table `problem`, known errors only
    ServicenowKnownError,
    /// ServiceNow: `kb_knowledge`, and the known error articles
    ServicenowKb,
    /// iTop: the class `KnownError`
    Itop,
    /// Jira: issues, as CSV or as JSON of the search
    Jira,
    /// Confluence: the pages of a space exported as HTML, or as JSON of the API
    Confluence,
    /// Zendesk: the articles of a help center, as JSON of its API
    Zendesk,
    /// Freshdesk: the articles of a folder of solutions, as JSON of its API
    Freshdesk,
    /// GitHub: issues, as JSON of `gh issue list` or of the API
    Github,
    /// GitLab: issues, as JSON of the API
    Gitlab,
    /// GLPI: the knowledge base, as CSV of its list or as JSON of the API
    Glpi,
    /// BookStack: pages, as JSON of the API
    Bookstack,
    /// Zammad: the answers of a knowledge base, as JSON of the API
    Zammad,
}

impl Source {
    /// All of them.
    pub const ALL: [Source; 12] = [
        Source::ServicenowKnownError,
        Source::ServicenowKb,
        Source::Itop,
        Source::Jira,
        Source::Confluence,
        Source::Zendesk,
        Source::Freshdesk,
        Source::Github,
        Source::Gitlab,
        Source::Glpi,
        Source::Bookstack,
        Source::Zammad,
    ];

    /// Its name on the command line, and in the files that were imported from it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Source::ServicenowKnownError => "servicenow-known-error",
            Source::ServicenowKb => "servicenow-kb",
            Source::Itop => "itop",
            Source::Jira => "jira",
            Source::Confluence => "confluence",
            Source::Zendesk => "zendesk",
            Source::Freshdesk => "freshdesk",
            Source::Github => "github",
            Source::Gitlab => "gitlab",
            Source::Glpi => "glpi",
            Source::Bookstack => "bookstack",
            Source::Zammad => "zammad",
        }
    }

    fn toml(self) -> &'static str {
        match self {
            Source::ServicenowKnownError => {
                include_str!("maps/servicenow-known-error.toml")
            }
            Source::ServicenowKb => include_str!("maps/servicenow-kb.toml"),
            Source::Itop => include_str!("maps/itop.toml"),
            Source::Jira => include_str!("maps/jira.toml"),
            Source::Confluence => include_str!("maps/confluence.toml"),
            Source::Zendesk => include_str!("maps/zendesk.toml"),
            Source::Freshdesk => include_str!("maps/freshdesk.toml"),
            Source::Github => include_str!("maps/github.toml"),
            Source::Gitlab => include_str!("maps/gitlab.toml"),
            Source::Glpi => include_str!("maps/glpi.toml"),
            Source::Bookstack => include_str!("maps/bookstack.toml"),
            Source::Zammad => include_str!("maps/zammad.toml"),
        }
    }

    /// The source whose columns `records` have.
    #[must_use]
    pub fn of(records: &[Record]) -> Option<Source> {
        let names = records.iter().flat_map(|record| &record.columns);
        let names: std::collections::BTreeSet<String> =
            names.map(|column| key(&column.name)).collect();
        let fits = |source: &Source| {
            let map = Map::of(*source).ok()?;
            let marks = map.marks.iter();
            let all =
                |marks: &Keys| marks.0.iter().all(|name| names.contains(&key(name)));
            let most =
                marks.filter(|marks| all(marks)).map(|marks| marks.0.len()).max()?;
            Some((most, *source))
        };
        let fitting = Source::ALL.iter().filter_map(fits);
        // Of those that fit as well, the first.
        let best = fitting.rev().max_by_key(|(marks, _)| *marks);
        best.map(|(_, source)| source)
    }
}

/// What becomes what.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Map {
    /// Where the list of the records stands in JSON, names with dots between; without it, it is
    /// found.
    pub records: Option<String>,
    /// Columns whose value names a record for good. It becomes an alias.
    pub key: Vec<String>,
    /// What is put before that value where it is a bare number.
    pub key_prefix: String,
    /// Columns that hold the address of the original.
    pub link: Vec<String>,
    /// Where the original lies below the address of the system: `{key}` is replaced, and
    /// `{number}`, which is the same without the prefix.
    pub origin: String,
    /// Sets of columns, one of which every such export has.
    pub marks: Vec<Keys>,
    /// Columns that nobody misses. `x.*` stands for all that begin with `x.`.
    pub ignore: Vec<String>,
    /// How days are written that do not begin with the year.
    pub dates: DateOrder,
    /// Only records of which each of these columns, where there is one, has such a value.
    pub keep: BTreeMap<String, Vec<String>>,
    /// No records of which one of these columns has such a value; `*` stands for any value.
    pub drop: BTreeMap<String, Vec<String>>,
    /// The columns of each key, tried in order; those of a list are put together.
    pub fields: BTreeMap<Field, Keys>,
    /// What a key is where no column says.
    pub constants: BTreeMap<Field, String>,
    /// Their words, and ours.
    pub words: Words,
    /// The columns of each section, in the order in which they are written.
    pub sections: Sections,
    /// How a column is written.
    pub formats: BTreeMap<String, Markup>,
}

/// Their words, compared without case, and ours.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "named as the keys of the article format")]
pub struct Words {
    pub status: BTreeMap<String, Status>,
    pub severity: BTreeMap<String, String>,
    pub service: BTreeMap<String, String>,
    pub audience: BTreeMap<String, String>,
    pub lang: BTreeMap<String, String>,
}

/// The columns of each section.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "named as the kinds of sections")]
pub struct Sections {
    pub workaround: Vec<String>,
    pub symptoms: Vec<String>,
    pub cause: Vec<String>,
    pub fix: Vec<String>,
    pub body: Vec<String>,
}

/// How a column is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Markup {
    /// HTML where it looks like it, else text.
    #[default]
    Guess,
    /// Text.
    Text,
    /// HTML.
    Html,
    /// HTML that was escaped once more, as GLPI keeps it.
    EscapedHtml,
    /// Markdown, as GitHub and GitLab read it.
    Markdown,
    /// Jira's wiki markup.
    Wiki,
}

/// Why a map can't be used.
#[derive(Debug, Error)]
pub enum MapError {
    /// No TOML, or an unknown key.
    #[error("{}", .0.to_string().trim_end())]
    Toml(toml::de::Error),
    /// A key that no column can become.
    #[error(
        "no column can become `{0}`\n  hint: map it to one of `title`, `status`, `service`, `severity`, `audience`, `error_codes`, `versions`, `problem`, `change`, `fixed_in`, `owner`, `reported`, `updated`, `review_by`, `keywords`, `lang`"
    )]
    Field(&'static str),
    /// A severity that is none.
    #[error("`{0}` is not a severity\n  hint: use `sev1` to `sev4`")]
    Severity(String),
}

impl Map {
    /// The map of a source.
    pub fn of(source: Source) -> Result<Map, MapError> {
        Map::from_table(source.toml().parse().map_err(MapError::Toml)?)
    }

    /// Where a map of one's own says that the records stand, if it does. It is asked for before
    /// the source of the records is known.
    pub fn list_in(own: &str) -> Result<Option<String>, MapError> {
        Ok(Map::from_table(own.parse().map_err(MapError::Toml)?)?.records)
    }

    /// The map of a source, parts of which `own` replaces.
    pub fn with(source: Source, own: &str) -> Result<Map, MapError> {
        let mut table: toml::Table = source.toml().parse().map_err(MapError::Toml)?;
        replace(&mut table, own.parse().map_err(MapError::Toml)?);
        Map::from_table(table)
    }

    fn from_table(table: toml::Table) -> Result<Map, MapError> {
        let map: Map = table.try_into().map_err(MapError::Toml)?;
        let made = [
            Field::Id,
            Field::Signatures,
            Field::Samples,
            Field::Summary,
            Field::ReplacedBy,
            Field::Aliases,
            Field::Origin,
            Field::Pinned,
        ];
        let mapped = map.fields.keys().chain(map.constants.keys());
        if let Some(field) = mapped.into_iter().find(|field| made.contains(field)) {
            return Err(MapError::Field(field.key()));
        }
        let severities = map.words.severity.values();
        match severities.into_iter().find(|word| Severity::from_word(word).is_none()) {
            Some(word) => Err(MapError::Severity(word.clone())),
            None => Ok(map),
        }
    }

    /// The columns of a key.
    #[must_use]
    pub fn columns(&self, field: Field) -> &[String] {
        self.fields.get(&field).map_or(&[], |keys| keys.0.as_slice())
    }

    /// How the column called `name` is written.
    #[must_use]
    pub fn format(&self, name: &str) -> Markup {
        let wanted = key(name);
        let found = self.formats.iter().find(|(name, _)| key(name) == wanted);
        found.map_or(Markup::Guess, |(_, format)| *format)
    }

    /// Whether the column called `name` is read, or nobody misses it.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        let is = |known: &String| names(known, name);
        let sections = &self.sections;
        let texts = [
            &sections.workaround,
            &sections.symptoms,
            &sections.cause,
            &sections.fix,
            &sections.body,
        ];
        let mut lists = texts.into_iter().chain([&self.key, &self.link, &self.ignore]);
        let mut fields = self.fields.values();
        lists.any(|list| list.iter().any(is))
            || fields.any(|keys| keys.0.iter().any(is))
            || self.keep.keys().chain(self.drop.keys()).any(is)
    }

    /// Why `record` is not taken, if it is not.
    #[must_use]
    pub fn refuses(&self, record: &Record) -> Option<String> {
        let values = |known: &str| -> Vec<&str> {
            let columns = record.columns.iter().filter(|one| names(known, &one.name));
            let texts = columns.map(|one| one.text.trim());
            texts.filter(|text| !text.is_empty()).collect()
        };
        let is = |value: &str, words: &[String]| {
            let value = value.to_lowercase();
            words.iter().any(|word| word == ANY || word.to_lowercase() == value)
        };
        let reason = |name: &str, value: &str| format!("`{name}` is `{value}`");
        let kept = self.keep.iter().find_map(|(name, words)| {
            let value = *values(name).first()?;
            (!is(value, words)).then(|| reason(name, value))
        });
        kept.or_else(|| {
            self.drop.iter().find_map(|(name, words)| {
                let value = values(name).into_iter().find(|value| is(value, words))?;
                Some(match words.iter().any(|word| word == ANY) {
                    true => format!("it has `{}`", name.trim_end_matches(".*")),
                    false => reason(name, value),
                })
            })
        })
    }
}

/// Any value of a column.
const ANY: &str = "*";

/// Whether `known` names the column called `name`. `x.*` names all that begin with `x.`.
fn names(known: &str, name: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => key(name).starts_with(&key_start(start)),
        None => key(known) == key(name),
    }
}

/// What `own` says replaces what `table` says; tables are put together.
fn replace(table: &mut toml::Table, own: toml::Table) {
    for (name, value) in own {
        match (table.get_mut(&name), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(own)) => {
                replace(inner, own);
            }
            (_, value) => {
                table.insert(name, value);
            }
        }
    }
}
