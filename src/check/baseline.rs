//! Diagnostics that a base lives with, as a file: a check that knows it fails on others only.
//!
//! A diagnostic is known by its file, its rule and its message, not by its line, so that what
//! is written above it does not make it new. The same one twice is listed with its count.

use crate::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// What a baseline must say first.
const VERSION: u32 = 1;

/// How often each diagnostic is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Key, usize>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: String,
    rule: String,
    message: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    rule: String,
    message: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    version: u32,
    /// The name is part of the format.
    #[serde(rename = "problems")]
    diagnostics: Vec<Entry>,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

/// Why a file is no baseline.
#[derive(Debug, Error)]
pub enum BaselineError {
    /// It does not hold what one holds.
    #[error("it is no baseline")]
    Invalid(#[from] serde_json::Error),
    /// It was written by another kedb.
    #[error("it is a baseline of version {0}, this kedb reads version {VERSION}")]
    Version(u32),
}

impl Baseline {
    /// One that knows `diagnostics`.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Baseline {
        let mut known = BTreeMap::new();
        for diagnostic in diagnostics {
            *known.entry(key(diagnostic)).or_default() += 1;
        }
        Baseline(known)
    }

    /// Reads what [`Baseline::to_json`] wrote.
    ///
    /// # Errors
    /// It is no baseline, or that of another version.
    pub fn from_json(text: &str) -> Result<Baseline, BaselineError> {
        let Stored { version, diagnostics } = serde_json::from_str(text)?;
        if version != VERSION {
            return Err(BaselineError::Version(version));
        }
        let mut known = BTreeMap::new();
        for Entry { file, rule, message, count } in diagnostics {
            *known.entry(Key { file, rule, message }).or_default() += count;
        }
        Ok(Baseline(known))
    }

    /// The file: one diagnostic a line, sorted, so that a change to it can be read.
    ///
    /// # Errors
    /// Never: texts and numbers can be written.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut lines = Vec::new();
        for (Key { file, rule, message }, count) in &self.0 {
            let (file, rule, message) = (file.clone(), rule.clone(), message.clone());
            let entry = Entry { file, rule, message, count: *count };
            lines.push(format!("\n  {}", serde_json::to_string(&entry)?));
        }
        let end = if lines.is_empty() { "" } else { "\n" };
        Ok(format!(
            "{{\"version\": {VERSION}, \"problems\": [{}{end}]}}\n",
            lines.join(",")
        ))
    }

    /// Takes what is known out of `diagnostics`, and gives how many were, and how many that
    /// are known were not found any more.
    pub fn hide(mut self, diagnostics: &mut Vec<Diagnostic>) -> Hidden {
        let before = diagnostics.len();
        diagnostics.retain(|diagnostic| match self.0.get_mut(&key(diagnostic)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
        Hidden { known: before - diagnostics.len(), gone: self.0.values().sum() }
    }

    /// What it knows of files that `is_wanted`.
    #[must_use]
    pub fn only(mut self, is_wanted: impl Fn(&str) -> bool) -> Baseline {
        self.0.retain(|key, _| is_wanted(&key.file));
        self
    }
}

/// What a baseline did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Diagnostics that it hid.
    pub known: usize,
    /// Diagnostics that it knows and nobody has any more.
    pub gone: usize,
}

fn key(diagnostic: &Diagnostic) -> Key {
    let Diagnostic { file, rule, message, .. } = diagnostic;
    Key { file: file.clone(), rule: (*rule).to_owned(), message: message.clone() }
}
