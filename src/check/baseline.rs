//! Problems that a base lives with, as a file: a check that knows it fails on others only.
//!
//! A problem is known by its file, its rule and its message, not by its line, so that what
//! is written above it does not make it new. The same one twice is listed with its count.

use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// What a baseline must say first.
const VERSION: u32 = 1;

/// How often each problem is known.
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
    problems: Vec<Entry>,
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
    /// One that knows `problems`.
    #[must_use]
    pub fn of(problems: &[Problem]) -> Baseline {
        let mut known = BTreeMap::new();
        for problem in problems {
            *known.entry(key(problem)).or_default() += 1;
        }
        Baseline(known)
    }

    /// Reads what [`Baseline::to_json`] wrote.
    ///
    /// # Errors
    /// It is no baseline, or that of another version.
    pub fn from_json(text: &str) -> Result<Baseline, BaselineError> {
        let Stored { version, problems } = serde_json::from_str(text)?;
        if version != VERSION {
            return Err(BaselineError::Version(version));
        }
        let mut known = BTreeMap::new();
        for Entry { file, rule, message, count } in problems {
            *known.entry(Key { file, rule, message }).or_default() += count;
        }
        Ok(Baseline(known))
    }

    /// The file: one problem a line, sorted, so that a change to it can be read.
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

    /// Takes what is known out of `problems`, and gives how many were, and how many that
    /// are known were not found any more.
    pub fn hide(mut self, problems: &mut Vec<Problem>) -> Hidden {
        let before = problems.len();
        problems.retain(|problem| match self.0.get_mut(&key(problem)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
        Hidden { known: before - problems.len(), gone: self.0.values().sum() }
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
    /// Problems that it hid.
    pub known: usize,
    /// Problems that it knows and nobody has any more.
    pub gone: usize,
}

fn key(problem: &Problem) -> Key {
    let Problem { file, rule, message, .. } = problem;
    Key { file: file.clone(), rule: (*rule).to_owned(), message: message.clone() }
}
