//! What an import did, and what it could not carry over, as data.

use serde::Serialize;
use std::collections::BTreeMap;

/// Most characters of an example.
const SHOWN: usize = 80;

/// What could not be carried over, counted.
#[derive(Debug, Default)]
pub struct Losses {
    record: String,
    found: BTreeMap<(&'static str, String), Loss>,
}

/// One kind of thing that could not be carried over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// `column`, `value`, `image`, `link`, `macro`, `embedded`, `markup`.
    pub what: &'static str,
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
    pub fn add(&mut self, what: &'static str, name: &str, example: &str) {
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
