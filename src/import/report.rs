//! What an import did, and what it could not carry over, as data.

use serde::Serialize;
use std::collections::BTreeMap;

/// Most characters of an example.
const SHOWN: usize = 80;

/// What could not be carried over, counted.
#[derive(Debug, Default)]
pub struct Losses {
    record: String,
    found: BTreeMap<(LossKind, String), Loss>,
}

/// What could not be carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LossKind {
    /// A column that the map does not name.
    Column,
    /// What an element shows that comes from elsewhere: a frame, a video.
    Embedded,
    /// An image: exports hold none.
    Image,
    /// A link that a reader can't follow.
    Link,
    /// A macro of a wiki.
    Macro,
    /// Elements: too deeply nested, or of a form that is not read.
    Markup,
    /// A value that the format has no word for.
    Value,
}

/// One thing that could not be carried over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What it is.
    pub what: LossKind,
    /// The column, the value, the macro; empty for what has no name.
    pub name: String,
    /// How often.
    pub count: usize,
    /// A record in which it occurs.
    pub record: String,
    /// What stands there, cut.
    pub example: String,
}

impl Losses {
    /// What is added from now on belongs to `record`.
    pub fn begin(&mut self, record: &str) {
        record.clone_into(&mut self.record);
    }

    /// Counts something that is lost.
    pub fn add(&mut self, what: LossKind, name: &str, example: &str) {
        let entry = self.found.entry((what, name.to_owned()));
        let loss = entry.or_insert_with(|| Loss {
            what,
            name: name.to_owned(),
            count: 0,
            record: self.record.clone(),
            example: shown(example),
        });
        loss.count += 1;
    }

    /// All of it, by kind and name.
    #[must_use]
    pub fn into_list(self) -> Vec<Loss> {
        self.found.into_values().collect()
    }
}

/// The beginning of a text, in one line.
pub(super) fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
