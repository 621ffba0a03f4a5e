//! One record as what an article needs, but its id.

use super::html::{self, Links};
use super::map::{Map, Markup};
use super::plain;
use super::record::{Column, Record};
use super::report::{LossKind, Losses, shown};
use super::words;
use crate::config::Field;
use crate::html::unescaped;
use crate::markdown::{self, Form};
use crate::parse;
use kedb_engine::article::{
    Audience, Date, Node, SectionKind, Service, Severity, Status,
};
use std::collections::{BTreeMap, BTreeSet};

/// Longest text of a column, in bytes: more is no article.
const MAX_TEXT: usize = 1 << 20;

/// What an article says, but its id.
#[derive(Clone, Debug)]
pub(super) struct ArticleDraft {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) status: Status,
    pub(super) audience: Audience,
    /// Keys with one value.
    pub(super) texts: BTreeMap<Field, String>,
    /// Keys with several.
    pub(super) lists: BTreeMap<Field, Vec<String>>,
    pub(super) origin: Option<String>,
    pub(super) body: String,
}

/// What all records share.
pub(super) struct Setting<'a> {
    pub(super) map: &'a Map,
    /// The names of the columns that nothing is made of.
    pub(super) unknown: &'a BTreeSet<&'a str>,
    pub(super) services: Option<&'a BTreeMap<String, Service>>,
    /// The address of the system, with `/` at the end.
    pub(super) base: Option<&'a str>,
}

/// What names a record in its system; none if nothing does.
pub(super) fn key_of(record: &Record, map: &Map) -> Option<String> {
    let key = record.first(&map.key)?.text.trim();
    // A comma separates aliases.
    let key = key.replace([',', '\n', '\t'], " ");
    let bare = key.bytes().all(|byte| byte.is_ascii_digit());
    Some(if bare { format!("{}{key}", map.key_prefix) } else { key })
}

/// What a record is called, in one line.
pub(super) fn title(record: &Record, map: &Map) -> Option<String> {
    let title = one_line(&record.first(map.columns(Field::Title))?.text);
    Some(title).filter(|title| !title.is_empty())
}

/// When a record was changed.
pub(super) fn changed(record: &Record, map: &Map) -> Option<Date> {
    let column = record.first(map.columns(Field::Updated))?;
    parse::date(&column.text, map.dates)
}

/// Makes the article; none, with the reason, if something is missing without which there
/// is none.
pub(super) fn draft(
    record: &Record,
    setting: &Setting<'_>,
    links: &dyn Links,
    losses: &mut Losses,
) -> Result<ArticleDraft, String> {
    let map = setting.map;
    let key = key_of(record, map)
        .ok_or_else(|| format!("no `{}` names it", map.key.join("` or `")))?;
    if let Some(long) = record.columns.iter().find(|column| column.text.len() > MAX_TEXT)
    {
        return Err(format!("`{}` holds more than {MAX_TEXT} bytes", long.name));
    }
    losses.begin(&key);
    let title = title(record, map).ok_or("it has no title")?;
    let mut reader = Reader { record, setting, losses };
    let status = reader.status();
    let audience = reader.audience();
    let texts = reader.texts();
    let lists = reader.lists();
    let body = reader.body(&title, links);
    reader.unknown_columns();
    let origin = origin(record, setting, &key);
    Ok(ArticleDraft { key, title, status, audience, texts, lists, origin, body })
}

struct Reader<'a> {
    record: &'a Record,
    setting: &'a Setting<'a>,
    losses: &'a mut Losses,
}

impl Reader<'_> {
    /// The first value of a key, or what the map says for all.
    fn value(&self, field: Field) -> Option<String> {
        let map = self.setting.map;
        let found = self.record.first(map.columns(field));
        let found = found.map(|column| one_line(&column.text));
        found.or_else(|| map.constants.get(&field).cloned())
    }

    fn strange(&mut self, field: Field, value: &str) {
        self.losses.add(
            LossKind::Value,
            &format!("{}: {}", field.key(), shown(value)),
            "",
        );
    }

    /// The status that the first of its columns with a known word says. Where none does,
    /// the error is being looked into: nobody has said more.
    fn status(&mut self) -> Status {
        let map = self.setting.map;
        let mut unknown = None;
        for name in map.columns(Field::Status) {
            for column in self.record.values(name) {
                let value = one_line(&column.text);
                match words::status(&value, &map.words.status) {
                    Some(status) => return status,
                    None => unknown = Some(value),
                }
            }
        }
        if let Some(value) = unknown {
            self.strange(Field::Status, &value);
            return Status::Investigating;
        }
        let constant = map.constants.get(&Field::Status);
        constant.and_then(|word| Status::from_word(word)).unwrap_or(Status::Investigating)
    }

    /// Agents, unless the map says otherwise in so many words.
    fn audience(&mut self) -> Audience {
        let Some(value) = self.value(Field::Audience) else { return Audience::Internal };
        let word =
            words::word(&value, &self.setting.map.words.audience).unwrap_or(&value);
        Audience::from_word(word).unwrap_or_else(|| {
            self.strange(Field::Audience, &value);
            Audience::Internal
        })
    }

    fn texts(&mut self) -> BTreeMap<Field, String> {
        let map = self.setting.map;
        let mut texts = BTreeMap::new();
        for field in [
            Field::Service,
            Field::Severity,
            Field::Versions,
            Field::Problem,
            Field::Change,
            Field::FixedIn,
            Field::Owner,
            Field::Reported,
            Field::Updated,
            Field::ReviewBy,
            Field::Lang,
        ] {
            let Some(value) = self.value(field) else { continue };
            let understood = match field {
                Field::Severity => {
                    let word = words::word(&value, &map.words.severity).unwrap_or(&value);
                    let severity = Severity::from_word(word);
                    severity.map(|severity| format!("sev{}", severity.number()))
                }
                Field::Reported | Field::Updated | Field::ReviewBy => {
                    parse::date(&value, map.dates).map(|day| day.to_string())
                }
                Field::Service => {
                    let word = words::word(&value, &map.words.service).unwrap_or(&value);
                    words::service(word, self.setting.services)
                }
                Field::Lang => {
                    let word = words::word(&value, &map.words.lang).unwrap_or(&value);
                    words::language(word)
                }
                Field::Versions | Field::FixedIn => Some(self.all(field).join(", ")),
                _ => words::plain(&value),
            };
            match understood {
                Some(text) => {
                    texts.insert(field, text);
                }
                None => self.strange(field, &value),
            }
        }
        texts
    }

    /// All values of a key, each once.
    fn all(&self, field: Field) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for name in self.setting.map.columns(field) {
            for column in self.record.values(name) {
                let parts = column.text.split([',', ';', '\n']);
                for part in parts.map(one_line).filter(|part| !part.is_empty()) {
                    if !all.contains(&part) {
                        all.push(part);
                    }
                }
            }
        }
        all
    }

    fn lists(&mut self) -> BTreeMap<Field, Vec<String>> {
        let mut lists = BTreeMap::new();
        for field in [Field::ErrorCodes, Field::Keywords] {
            let mut values = Vec::new();
            for value in self.all(field) {
                if field == Field::ErrorCodes && !is_code(&value) {
                    continue;
                }
                match words::plain(&value).filter(|value| value.len() <= 120) {
                    Some(value) => values.push(value),
                    None => self.strange(field, &value),
                }
            }
            lists.insert(field, values);
        }
        lists
    }

    /// Section after section, restoring first. Text that belongs to none comes last, under
    /// a heading that ends the section before it.
    fn body(&mut self, title: &str, links: &dyn Links) -> String {
        let sections = &self.setting.map.sections;
        let mut parts: Vec<String> = Vec::new();
        for (kind, heading, names) in [
            (SectionKind::Workaround, "Workaround", &sections.workaround),
            (SectionKind::Symptoms, "Symptoms", &sections.symptoms),
            (SectionKind::Cause, "Cause", &sections.cause),
            (SectionKind::Fix, "Fix", &sections.fix),
            (SectionKind::Body, "More information", &sections.body),
        ] {
            let column = self.record.first(names);
            let mut nodes = column.map_or(Vec::new(), |column| self.tree(column, links));
            if kind == SectionKind::Symptoms {
                nodes.extend(self.messages(links));
            }
            let nodes = without_title(nodes, title);
            let own = kind == SectionKind::Body
                && (parts.is_empty() || markdown::begins_with_heading(&nodes));
            let text =
                markdown::write(&nodes, Form::Article { level: if own { 2 } else { 3 } });
            if text.is_empty() {
                continue;
            }
            parts.push(if own { text } else { format!("## {heading}\n\n{text}") });
        }
        parts.join("\n\n")
    }

    fn tree(&mut self, column: &Column, links: &dyn Links) -> Vec<Node> {
        let text = column.text.as_str();
        let format = self.setting.map.format(&column.name);
        let is_html = column.is_html || format == Markup::Html;
        let made = match format {
            Markup::EscapedHtml if !looks_like_html(text) => Some(unescaped(text)),
            Markup::EscapedHtml => None,
            _ if is_html => None,
            Markup::Wiki => Some(plain::wiki(text)),
            Markup::Markdown => Some(parse::html_of(text)),
            Markup::Guess if looks_like_html(text) => None,
            Markup::Guess => {
                let unescaped = Some(unescaped(text));
                let escaped = unescaped.filter(|plain| looks_like_html(plain));
                escaped.or_else(|| Some(plain::html(text)))
            }
            Markup::Text | Markup::Html => Some(plain::html(text)),
        };
        html::read(made.as_deref().unwrap_or(text), links, self.losses)
    }

    /// What stands in place of error codes and is none: the messages that people see.
    fn messages(&mut self, links: &dyn Links) -> Vec<Node> {
        let names = self.setting.map.columns(Field::ErrorCodes);
        let found = names.iter().find_map(|name| self.record.values(name).next());
        let found = found.filter(|column| {
            let mut parts = column.text.split([',', ';', '\n']);
            parts.any(|part| !is_code(part))
        });
        found.map_or(Vec::new(), |column| self.tree(column, links))
    }

    fn unknown_columns(&mut self) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for column in &self.record.columns {
            let name = column.name.as_str();
            if self.setting.unknown.contains(name) && seen.insert(name) {
                self.losses.add(LossKind::Column, name, &column.text);
            }
        }
    }
}

/// Where the original lies.
fn origin(record: &Record, setting: &Setting<'_>, key: &str) -> Option<String> {
    let map = setting.map;
    let link = record.first(&map.link).map(|column| column.text.trim());
    if let Some(link) = link.and_then(crate::html::safe_address) {
        return Some(link.to_owned());
    }
    let mut path = String::new();
    let mut rest = map.origin.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        path.push_str(before);
        let value = match name {
            "number" => key.strip_prefix(&map.key_prefix)?,
            _ => key,
        };
        path.push_str(&crate::markdown::address(value));
        rest = after;
    }
    path.push_str(rest);
    let base = setting.base?;
    (!path.is_empty()).then(|| format!("{base}{path}"))
}

/// A first heading that only repeats the title says nothing.
fn without_title(mut nodes: Vec<Node>, title: &str) -> Vec<Node> {
    let is_title = |node: &Node| {
        let is_heading =
            matches!(node, Node::Element(element) if element.tag.name() == "h2");
        is_heading
            && kedb_engine::article::plain_text(std::slice::from_ref(node)) == title
    };
    let first = nodes.iter().position(|node| matches!(node, Node::Element(_)));
    if let Some(first) = first.filter(|first| nodes.get(*first).is_some_and(is_title)) {
        nodes.remove(first);
    }
    nodes
}

/// Whether a value can be an error code: a few words at most, `Event ID 4625`.
fn is_code(value: &str) -> bool {
    value.split_whitespace().count() <= 3
}

fn looks_like_html(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let tags = ["</", "<br", "<p>", "<p ", "<div", "<ul", "<ol", "<li", "<img "];
    tags.into_iter().any(|tag| lower.contains(tag))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
