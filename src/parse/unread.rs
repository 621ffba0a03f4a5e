//! What the keys of an article for the public say of who may read it, where nothing reads it.

use super::front_matter::{FrontMatter, is_read};
use super::hidden::{self, Hidden};
use super::marks;
use super::yaml::{Kind, Value};
use crate::config::{Config, Field, PublicField, is_entry};
use crate::diagnostic::Diagnostic;

impl FrontMatter<'_> {
    /// What the author of an article for the public meant to hide, and nothing read.
    pub(super) fn unread_marks(&mut self) {
        let (file, config) = (self.file, self.config);
        let diagnostics = &mut self.diagnostics;
        marks::in_entries(&self.entries, &config.not_internal, &mut |value, mark| {
            let place = value.span;
            let diagnostic =
                Diagnostic::error("internal-mark", file, place, mark.to_string());
            diagnostics.push(diagnostic.with_hint(mark.hint()));
        });
        let mut all: Vec<&(Value, Value)> = self.entries.iter().collect();
        let mut next = 0;
        while let Some(entry) = all.get(next) {
            let (key, value) = entry;
            next += 1;
            let name = key.scalar().unwrap_or("");
            let is_first = next <= self.entries.len();
            if is_first && is_read(config, name) && !is_own_name(config, name) {
                continue;
            }
            if marks::hides(entry, &config.not_internal) {
                let message = format!(
                    "`{name}` may say that not everybody may read the article, but only `audience` is read for that"
                );
                let mut hint = "write `audience: internal`, or remove the key".to_owned();
                let entry = value.scalar().map(|value| format!("{name}: {value}"));
                if let Some(entry) = entry.filter(|entry| is_entry(entry)) {
                    hint += &format!(
                        "; if it says something else in all articles, add \
                         `not_internal = [\"{entry}\"]` to `kedb.toml`"
                    );
                }
                self.diagnostics.push(
                    Diagnostic::error("unread-audience", file, key.span, message)
                        .with_hint(hint),
                );
            }
            let mut inner = vec![value];
            while let Some(value) = inner.pop() {
                match &value.kind {
                    Kind::Map(entries) => all.extend(entries),
                    Kind::List(items) => inner.extend(items),
                    Kind::Scalar { .. } => {}
                }
            }
        }
        self.hidden_values();
    }

    /// A status with which another system holds an article back, and texts for the public that
    /// begin with a label.
    fn hidden_values(&mut self) {
        let status = self.value(Field::Status);
        let status = status.as_ref().and_then(Value::scalar);
        if let Some(status) = status.filter(|status| {
            self.known_status(status).is_none() && marks::holds_back(status)
        }) {
            let message = format!(
                "the status `{status}` may say that not everybody may read the article"
            );
            let hint = "write `audience: internal`, or another status";
            self.fail("unread-audience", self.place(Field::Status), message, hint);
        }
        let shown = [
            (Field::Keywords, None),
            (Field::Summary, None),
            (Field::Versions, None),
            (Field::FixedIn, None),
            (Field::Problem, Some(PublicField::Problem)),
            (Field::Change, Some(PublicField::Change)),
        ];
        for (field, wanted) in shown {
            if wanted.is_some_and(|wanted| !self.config.publishes(wanted)) {
                continue;
            }
            let Some(value) = self.value(field) else { continue };
            if let Some(by) = marks::label_in(&value) {
                let place = value.span.start;
                let hidden = Hidden { place, by, kind: hidden::Kind::Label };
                self.diagnostics.push(hidden.diagnostic(self.file));
            }
        }
    }
}

/// Whether `key` has a name of its own for words that everybody may see, as tags for keywords: they may still say who
/// may read the article.
fn is_own_name(config: &Config, key: &str) -> bool {
    let words =
        [Field::Keywords, Field::Service, Field::Severity, Field::Versions, Field::Owner];
    let is_under = |field: &Field| {
        config.keys(*field).is_some_and(|keys| keys.0.iter().any(|name| name == key))
    };
    words.into_iter().any(|field| field.key() != key && is_under(&field))
}
