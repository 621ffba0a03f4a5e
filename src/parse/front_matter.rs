//! The keys of an article, read leniently: what has the wrong shape is a diagnostic and
//! counts as absent.

use super::twice::{says_nothing, says_same, twice_within};
use super::yaml::{Kind, Value};
use super::{address_keys, day, marks, slug};
use crate::config::{Config, Field, IdFrom};
use crate::diagnostic::{Diagnostic, Level, Place, Span};
use crate::near::meant;
use kedb_engine::article::{ArticleId, Audience, Date, Severity, Signature, Status};
use kedb_engine::signature::{Matcher, SignatureError};
use std::collections::{BTreeMap, BTreeSet};

/// The front matter of one file.
pub(super) struct FrontMatter<'a> {
    pub(super) file: &'a str,
    pub(super) config: &'a Config,
    pub(super) entries: Vec<(Value, Value)>,
    /// Where each key that was read stands.
    pub(super) places: BTreeMap<Field, Span>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> FrontMatter<'a> {
    pub(super) fn new(
        file: &'a str,
        config: &'a Config,
        entries: Vec<(Value, Value)>,
    ) -> FrontMatter<'a> {
        let (places, diagnostics) = (BTreeMap::new(), Vec::new());
        let mut front = FrontMatter { file, config, entries, places, diagnostics };
        front.check_keys();
        front
    }

    fn check_keys(&mut self) {
        let known: Vec<&str> = Field::ALL.into_iter().map(Field::key).collect();
        // Most articles have no key that is unknown.
        let mut taken: Option<BTreeSet<&str>> = None;
        let mut seen: BTreeMap<&str, &Value> = BTreeMap::new();
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        for (key, value) in &self.entries {
            let name = key.scalar().unwrap_or("");
            let first = seen.get(name).copied();
            // Compared is the last that says something: it is the one that is read.
            if !says_nothing(value) || first.is_none() {
                seen.insert(name, value);
            }
            if let Some(first) = first {
                let mut message = format!("the key `{name}` stands here twice");
                let is_same = says_same(first, value);
                let diagnostic = if !is_same && self.may_hide(name, first, value) {
                    Diagnostic::error("duplicate-key", self.file, key.span, message)
                } else {
                    if !is_same {
                        message.push_str(", and the last value is read");
                    }
                    Diagnostic::warning("duplicate-key", self.file, key.span, message)
                };
                diagnostics.push(diagnostic.with_hint("keep one of them"));
            }
            if self.config.is_foreign()
                || known.contains(&name)
                || address_keys::reads(name)
                || holds_messages(name)
            {
                continue;
            }
            let message = format!("`{name}` is not a key of the article format");
            let diagnostic =
                Diagnostic::warning("unknown-key", self.file, key.span, message);
            let hint =
                "remove it, or map it in the `[front_matter]` table of `kedb.toml`";
            // Two keys that are corrected to one would be worse.
            let taken = taken.get_or_insert_with(|| {
                let known = known.iter().copied();
                known.filter(|known| find(&self.entries, known).is_some()).collect()
            });
            let free = known.iter().copied().filter(|known| !taken.contains(known));
            let mut diagnostic = meant(diagnostic, name, free, Some(key.span), hint);
            // Only a person says who may read an article.
            diagnostic.fix =
                diagnostic.fix.filter(|fix| fix.text != Field::Audience.key());
            let fixed = diagnostic.fix.as_ref().map(|fix| fix.text.as_str());
            taken.extend(known.iter().copied().filter(|known| Some(*known) == fixed));
            diagnostics.push(diagnostic);
        }
        self.diagnostics.append(&mut diagnostics);
        let inner = self.entries.iter().flat_map(|(_, value)| twice_within(value));
        let hiding = inner.filter(|(key, one, other)| {
            self.may_hide(key.scalar().unwrap_or(""), one, other)
        });
        let errors = hiding.map(|(key, ..)| {
            let name = key.scalar().unwrap_or("");
            let message = format!("the key `{name}` stands here twice");
            Diagnostic::error("duplicate-key", self.file, key.span, message)
                .with_hint("keep one of them")
        });
        let mut errors: Vec<Diagnostic> = errors.collect();
        self.diagnostics.append(&mut errors);
    }

    /// Whether one of two values of the key `name` may say who reads the article.
    fn may_hide(&self, name: &str, one: &Value, other: &Value) -> bool {
        let readers = self.config.keys(Field::Audience);
        let name_in_lowercase = name.to_lowercase();
        let is_one = |key: &String| {
            let key = key.to_lowercase();
            key.rsplit('.').next() == Some(&name_in_lowercase) || key == name_in_lowercase
        };
        readers.is_some_and(|keys| keys.0.iter().any(is_one))
            || [one, other].into_iter().any(|value| marks::value_may_hide(name, value))
    }

    /// Whether the file has any keys.
    pub(super) fn has_keys(&self) -> bool {
        !self.entries.is_empty()
    }

    /// The first value among the keys that hold `field`, that is not empty.
    pub(super) fn value(&mut self, field: Field) -> Option<Value> {
        let theirs = self.config.keys(field);
        let ours = theirs.is_none().then(|| field.key());
        let theirs = theirs.into_iter().flat_map(|keys| &keys.0).map(String::as_str);
        let mut values = theirs.chain(ours).filter_map(|key| find(&self.entries, key));
        let value = values.find(|value| !value.is_empty())?.clone();
        self.places.insert(field, value.span);
        Some(value)
    }

    fn warn(
        &mut self,
        rule: &'static str,
        place: impl Into<Span>,
        message: String,
        hint: &str,
    ) {
        let diagnostic =
            Diagnostic::warning(rule, self.file, place, message).with_hint(hint);
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn fail(
        &mut self,
        rule: &'static str,
        place: impl Into<Span>,
        message: String,
        hint: &str,
    ) {
        let diagnostic =
            Diagnostic::error(rule, self.file, place, message).with_hint(hint);
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn place(&self, field: Field) -> Span {
        self.places.get(&field).copied().unwrap_or(Place::START.into())
    }

    /// Where the value of `field` stands, if it is on one line, and in our words.
    fn fixable(&self, field: Field) -> Option<Span> {
        let span = self.places.get(&field).copied()?;
        let in_a_line = span.start.line == span.end.line && span.start < span.end;
        (in_a_line && !self.config.is_foreign()).then_some(span)
    }

    /// The texts under a key of another program.
    pub(super) fn foreign(&self, key: &str) -> Vec<String> {
        let Some(value) = find(&self.entries, key) else { return Vec::new() };
        let values = match &value.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Scalar { .. } => std::slice::from_ref(value),
            Kind::Map(_) => &[],
        };
        values.iter().filter_map(Value::scalar).map(str::to_owned).collect()
    }

    /// A field that is one piece of text, on one line.
    pub(super) fn text(&mut self, field: Field) -> Option<String> {
        let value = self.value(field)?;
        match value.scalar() {
            Some(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            None => {
                let message = format!("`{}` is one value, not several", field.key());
                self.warn("wrong-type", value.span, message, "write one text");
                None
            }
        }
    }

    /// A field that is a list of texts. A single text is a list of one.
    fn items(&mut self, field: Field) -> Vec<String> {
        let Some(value) = self.value(field) else { return Vec::new() };
        let items = match value.kind {
            Kind::List(items) => items,
            Kind::Scalar { .. } => vec![value],
            Kind::Map(_) => {
                let message = format!("`{}` is a list of texts", field.key());
                self.warn("wrong-type", value.span, message, "write it as `[a, b]`");
                return Vec::new();
            }
        };
        let mut texts: Vec<String> = Vec::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for item in items {
            match item.scalar() {
                Some(text) if seen.insert(text.to_owned()) => texts.push(text.to_owned()),
                None if !item.is_empty() => {
                    let message = format!("`{}` is a list of texts", field.key());
                    self.warn("wrong-type", item.span, message, "put it in quotes");
                }
                _ => {}
            }
        }
        texts
    }

    /// A list of names, none of which holds a comma: `a, b` is two.
    pub(super) fn names(&mut self, field: Field) -> Vec<String> {
        let items = self.items(field);
        let names = items.iter().flat_map(|item| item.split(','));
        names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    }

    /// The id, and whether nobody wrote it.
    pub(super) fn id(&mut self) -> Option<(ArticleId, bool)> {
        let written = self.text(Field::Id);
        if !self.config.slugs_ids() {
            let Some(text) = written else {
                let message = "the article has no `id`".to_owned();
                let hint = "add one that will never change, such as `id: KE-0042`";
                self.fail("missing-id", Place::START, message, hint);
                return None;
            };
            let id = ArticleId::new(&text);
            if id.is_none() {
                let message = format!("`{text}` can't be an id");
                let hint = "use up to 64 letters, digits, `.`, `_` and `-`, and begin \
                            with a letter or a digit";
                self.fail("invalid-id", self.place(Field::Id), message, hint);
            }
            return id.map(|id| (id, false));
        }
        let path = self.file;
        if let Some(text) = written {
            return slug::id(&text, path).map(|id| (id, true));
        }
        let stem = super::file::stem(path);
        let name = match self.config.defaults.id {
            Some(IdFrom::Path) => super::file::own_path(stem),
            Some(IdFrom::Slug) | None => super::file::own_name(stem),
        };
        slug::id(name, path).map(|id| (id, true))
    }

    /// The status: as written, else by folder, else the default.
    pub(super) fn status(&mut self) -> Option<Status> {
        let fallback = self.folder_status().or(self.config.defaults.status);
        let words: Vec<&str> = Status::ALL.into_iter().map(Status::word).collect();
        let Some(written) = self.text(Field::Status) else {
            if fallback.is_none() {
                let message = "the article has no `status`".to_owned();
                let hint = format!("add one of `{}`", words.join("`, `"));
                self.fail("missing-status", Place::START, message, &hint);
            }
            return fallback;
        };
        if let Some(status) = self.known_status(&written) {
            return Some(status);
        }
        let word = status_word(&written);
        let message = format!("`{written}` is not a status");
        let place = self.place(Field::Status);
        let mut diagnostic =
            Diagnostic::error("unknown-status", self.file, place, message);
        if fallback.is_some() {
            diagnostic.level = Level::Warning;
        }
        let hint = format!("use one of `{}`", words.join("`, `"));
        let place = self.fixable(Field::Status);
        self.diagnostics.push(meant(diagnostic, &word, words, place, &hint));
        fallback
    }

    /// The status that a word stands for, in the words of the settings or in ours.
    pub(super) fn known_status(&self, written: &str) -> Option<Status> {
        let mut mapped = self.config.status_words.iter();
        mapped
            .find(|(theirs, _)| theirs.to_lowercase() == written.to_lowercase())
            .map(|(_, ours)| *ours)
            .or_else(|| Status::from_word(&status_word(written)))
    }

    fn folder_status(&self) -> Option<Status> {
        let mut folders = self.file.split('/').rev().skip(1);
        folders.find_map(|folder| self.config.folder_status.get(folder).copied())
    }

    /// Who may read it. A word that is none of ours means agents only.
    pub(super) fn audience(&mut self) -> Audience {
        let Some(word) = self.text(Field::Audience) else {
            let unreadable = self.places.contains_key(&Field::Audience);
            return if unreadable { Audience::Internal } else { self.config.audience };
        };
        Audience::from_word(&word.to_lowercase()).unwrap_or_else(|| {
            let message = format!("`{word}` is not an audience");
            let hint =
                "use `internal` or `public`; until then only agents see the article";
            self.warn("unknown-audience", self.place(Field::Audience), message, hint);
            Audience::Internal
        })
    }

    pub(super) fn severity(&mut self) -> Option<Severity> {
        let word = self.text(Field::Severity)?;
        let mut mapped = self.config.severity_words.iter();
        let mapped =
            mapped.find(|(theirs, _)| theirs.to_lowercase() == word.to_lowercase());
        let severity =
            mapped.map(|(_, ours)| *ours).or_else(|| Severity::from_word(&word));
        if severity.is_none() {
            let message = format!("`{word}` is not a severity");
            let hint = "use `sev1` (revenue or safety) to `sev4`";
            self.warn("unknown-severity", self.place(Field::Severity), message, hint);
        }
        severity
    }

    pub(super) fn date(&mut self, field: Field) -> Option<Date> {
        let text = self.text(field)?;
        if let Some(date) = Date::from_iso(&text) {
            return Some(date);
        }
        let date = day::american(&text);
        let theirs = date.or_else(|| day::certain(&text));
        if theirs.is_some() && self.config.is_foreign() {
            return theirs;
        }
        let (rule, message) = match date {
            None => ("not-a-date", format!("`{text}` is not a day")),
            Some(date) => {
                ("american-date", format!("`{text}` is read as {date}, month first"))
            }
        };
        let diagnostic = Diagnostic::warning(rule, self.file, self.place(field), message);
        let is_shaped = text.len() == 10 && text.matches('-').count() == 2;
        let diagnostic = diagnostic.with_hint(if date.is_none() && is_shaped {
            "there is no such day; write it as YYYY-MM-DD"
        } else {
            "write it as YYYY-MM-DD"
        });
        self.diagnostics.push(match (day::certain(&text), self.fixable(field)) {
            (Some(date), Some(span)) => diagnostic.with_fix(span, date.to_string()),
            _ => diagnostic,
        });
        date
    }

    pub(super) fn pinned(&mut self) -> bool {
        let Some(word) = self.text(Field::Pinned) else { return false };
        match word.to_lowercase().as_str() {
            "true" | "yes" => true,
            "false" | "no" => false,
            _ => {
                let message = format!("`pinned` is `true` or `false`, not `{word}`");
                self.warn("wrong-type", self.place(Field::Pinned), message, "use `true`");
                false
            }
        }
    }

    pub(super) fn replaced_by(&mut self) -> Option<ArticleId> {
        let text = self.text(Field::ReplacedBy)?;
        let id = ArticleId::new(&text);
        if id.is_none() {
            let message = format!("`{text}` can't be an id");
            let hint = "name the `id` of the article that replaces this one";
            self.warn("invalid-id", self.place(Field::ReplacedBy), message, hint);
        }
        id
    }

    /// The signatures that can be used, and where each stands.
    pub(super) fn signatures(&mut self) -> Vec<(Signature, Span)> {
        let Some(value) = self.value(Field::Signatures) else { return Vec::new() };
        let items = match value.kind {
            Kind::List(items) => items,
            _ => vec![value],
        };
        let mut signatures = Vec::new();
        for item in items {
            let Some(signature) = signature(&item) else {
                let message = "this is not a signature".to_owned();
                let hint = "write `- contains: \"...\"`, `- regex: '...'` or \
                            `- lines: [\"...\", \"...\"]`";
                self.fail("invalid-signature", item.span, message, hint);
                continue;
            };
            match Matcher::new(&signature) {
                Ok(_) => signatures.push((signature, item.span)),
                Err(error) => {
                    let hint = match &error {
                        SignatureError::NoLiteral(_) => {
                            "add words that the line always holds, outside of groups"
                        }
                        SignatureError::Invalid { .. } => {
                            "the syntax is that of the `regex-lite` crate; put the \
                             expression in single quotes"
                        }
                        SignatureError::Empty => {
                            "write the text to look for, or remove it"
                        }
                    };
                    self.fail("invalid-signature", item.span, error.to_string(), hint);
                }
            }
        }
        signatures
    }

    /// The samples; each must be recognised by one of `signatures`.
    pub(super) fn samples(&mut self, signatures: &[Signature]) -> Vec<String> {
        let samples = self.items(Field::Samples);
        let matchers: Vec<Matcher> = signatures
            .iter()
            .filter_map(|signature| Matcher::new(signature).ok())
            .collect();
        for sample in &samples {
            let lines: Vec<&str> = sample.lines().collect();
            if matchers.iter().all(|matcher| matcher.find(&lines).is_none()) {
                let start: String = sample.chars().take(60).collect();
                let message = format!("no signature matches the sample `{start}`");
                let hint = "correct the sample, or add a signature that matches it";
                self.fail("unmatched-sample", self.place(Field::Samples), message, hint);
            }
        }
        samples
    }
}

/// Whether messages of an error are read from a key of this name, with one hyphen or underscore at most.
pub(super) fn holds_messages(key: &str) -> bool {
    let name = key.to_lowercase().replace(['_', '-'], "");
    ["error", "errors", "errormessage", "errormessages"].contains(&name.as_str())
}

/// Whether the base has decided what `key` says.
pub(super) fn is_read(config: &Config, key: &str) -> bool {
    Field::ALL.into_iter().any(|field| match config.keys(field) {
        Some(keys) if keys.0.is_empty() => field.key() == key,
        Some(keys) => keys.0.iter().any(|name| name == key),
        None => field.key() == key,
    })
}

/// The value under `key`: as it stands, or as a path of keys joined with dots.
fn find<'v>(entries: &'v [(Value, Value)], key: &str) -> Option<&'v Value> {
    let named = |name: &str| {
        let found = entries.iter().filter(|(key, _)| key.is(name));
        let mut values = found.map(|(_, value)| value);
        let first = values.clone().next();
        // Of several, the last that says something, as site generators take it.
        values.rfind(|value| !says_nothing(value)).or(first)
    };
    named(key).or_else(|| {
        let (outer, inner) = key.split_once('.')?;
        match &named(outer)?.kind {
            Kind::Map(entries) => find(entries, inner),
            _ => None,
        }
    })
}

fn signature(item: &Value) -> Option<Signature> {
    let Kind::Map(entries) = &item.kind else { return None };
    let [(key, value)] = entries.as_slice() else { return None };
    match (key.scalar()?, &value.kind) {
        ("contains", Kind::Scalar { text, .. }) => {
            Some(Signature::Contains(text.clone()))
        }
        ("regex", Kind::Scalar { text, .. }) => Some(Signature::Regex(text.clone())),
        ("lines", Kind::List(lines)) => {
            let lines: Option<Vec<&str>> = lines.iter().map(Value::scalar).collect();
            Some(Signature::Lines(lines?.into_iter().map(str::to_owned).collect()))
        }
        _ => None,
    }
}

/// A status as its word is compared with ours.
fn status_word(written: &str) -> String {
    written.to_lowercase().replace(['_', ' '], "-")
}
