//! The `[check]` table of `kedb.toml`: which rules matter how much.

use crate::rules::{self, Change};
use serde::{Deserialize, Deserializer};
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// What a base says about how it is checked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Check {
    /// Levels of rules.
    pub rules: BTreeMap<RuleName, RuleLevel>,
    /// Days without a change after which an active article is old.
    pub stale_after_days: u32,
}

impl Default for Check {
    fn default() -> Check {
        Check { rules: BTreeMap::new(), stale_after_days: 365 }
    }
}

/// The name of a rule whose level may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleName(&'static str);

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<RuleName, D::Error> {
        let name = String::deserialize(from)?;
        let refused = match rules::named(&name) {
            Ok(rule) if rule.change != Change::Fixed => return Ok(RuleName(rule.name)),
            Ok(_) => format!(
                "the level of `{name}` can't be changed: a file with this error can't be \
                 published"
            ),
            Err(Some(near)) => {
                format!("there is no rule `{name}`, did you mean `{near}`?")
            }
            Err(None) => {
                format!("there is no rule `{name}`; `kedb check --explain` lists them")
            }
        };
        Err(serde::de::Error::custom(refused))
    }
}

impl Borrow<str> for RuleName {
    fn borrow(&self) -> &str {
        self.0
    }
}

/// How much a rule matters to a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleLevel {
    /// Not at all.
    Off,
    /// It is reported and fails nothing.
    Warning,
    /// It fails a check.
    Error,
}
