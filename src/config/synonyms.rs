//! `synonyms.toml`: what words also mean.
//!
//! ```toml
//! "sign in" = ["log in", "login"]     # each finds the others
//! NDR = { finds = ["bounce"] }        # who types NDR finds bounces, not the reverse
//! ```

use super::ConfigError;
use kedb_engine::bundle::SynonymGroup;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a list of words, or `{ finds = [\"word\"] }` for one way only"
)]
enum Group {
    Both(Vec<String>),
    OneWay(OneWay),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneWay {
    finds: Vec<String>,
}

/// Reads `synonyms.toml`.
///
/// # Errors
/// What is wrong, and in which line: also a group without words, and a word without
/// letters or digits, which nobody can search for.
pub fn synonyms(text: &str) -> Result<Vec<SynonymGroup>, ConfigError> {
    let groups: BTreeMap<Spanned<String>, Group> =
        toml::from_str(text).map_err(|error| ConfigError::new(text, &error))?;
    groups.into_iter().map(|(word, group)| read(text, word, group)).collect()
}

fn read(
    text: &str,
    word: Spanned<String>,
    group: Group,
) -> Result<SynonymGroup, ConfigError> {
    let at = word.span().start;
    let word = word.into_inner();
    let (Group::Both(others) | Group::OneWay(OneWay { finds: others })) = &group;
    if others.is_empty() {
        let message = format!("`{word}` has no synonyms: add some, or take it out");
        return Err(ConfigError::at(text, at, message));
    }
    let is_word = |word: &&String| word.contains(char::is_alphanumeric);
    if let Some(odd) = [&word].into_iter().chain(others).find(|word| !is_word(word)) {
        let message = format!("`{odd}` has neither letters nor digits");
        return Err(ConfigError::at(text, at, message));
    }
    Ok(match group {
        Group::Both(others) => {
            let words: Vec<String> = [vec![word], others].concat();
            SynonymGroup { typed: words.clone(), meant: words }
        }
        Group::OneWay(OneWay { finds }) => {
            SynonymGroup { typed: vec![word], meant: finds }
        }
    })
}
