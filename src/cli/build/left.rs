//! Whether a public bundle that is there says something that the new one does not. Then
//! nothing of it may stay in the folder: see "What the public bundle holds" in `SECURITY.md`.

use super::folder::{PAGES, listed};
use super::made::Made;
use crate::cli::bundle::Bundle;
use anyhow::Context as _;
use kedb_engine::bundle::{Info, SynonymGroup, Tree};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The keys of a tree whose value is replaced and says nothing that would have to go; that
/// the key itself is gone counts.
const REPLACED: [&str; 6] =
    ["status", "severity", "updated", "reported", "reviewBy", "answer"];

/// Whether something has left: an article, words of one, a page (retired ids have one), a
/// synonym, or what the base says of itself. A bundle that can't be read might say anything.
pub(super) fn something_left(made: &Made<'_>) -> bool {
    has_left(made).unwrap_or(true)
}

fn has_left(made: &Made<'_>) -> anyhow::Result<bool> {
    let new: BTreeSet<&str> = made.paths().collect();
    let old = Bundle::in_folder(made.target.folder.clone())?;
    if of_itself(old.info()) != of_itself(&made.written.info)
        || old.synonyms().iter().any(|group| !is_held(group, &made.written.synonyms))
    {
        return Ok(true);
    }
    for name in PAGES {
        if listed(&made.target.folder, name)?
            .iter()
            .any(|path| !new.contains(path.as_str()))
        {
            return Ok(true);
        }
    }
    let mut changed = old.cards()?;
    changed.retain(|card| !new.contains(card.trees.path().as_str()));
    if changed.is_empty() {
        return Ok(false);
    }
    let bundle = Bundle::of_files(&made.written)?;
    let cards = bundle.cards()?;
    let by_id: BTreeMap<_, _> = cards.iter().map(|card| (&card.id, card)).collect();
    for card in &changed {
        let now = by_id.get(&card.id).context("the article is gone")?;
        if !says_all(&bundle.tree(now)?, &old.tree(card)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether one of `groups` leads from and to all that `group` does.
fn is_held(group: &SynonymGroup, groups: &[SynonymGroup]) -> bool {
    let holds = |other: &[String], texts: &[String]| {
        texts.iter().all(|text| other.contains(text))
    };
    groups.iter().any(|other| {
        holds(&other.typed, &group.typed) && holds(&other.meant, &group.meant)
    })
}

/// What a base says of itself that no article says.
fn of_itself(info: &Info) -> (&str, &str, [&Option<String>; 5]) {
    let Info { ticket_url, feedback_url, edit_url, new_url, public_url, .. } = info;
    let urls = [ticket_url, feedback_url, edit_url, new_url, public_url];
    (&info.audience, &info.title, urls)
}

/// Whether all words of `old` still stand in `new`, in their order. What no tree shows, such
/// as keywords, must be the same: its hash is a word of the tree.
fn says_all(new: &Tree, old: &Tree) -> bool {
    let (mut before, mut now) = (Vec::new(), Vec::new());
    // A tree can always be written as JSON.
    words(&serde_json::to_value(old).unwrap_or_default(), &mut before);
    words(&serde_json::to_value(new).unwrap_or_default(), &mut now);
    let mut now = now.iter();
    before.iter().all(|word| now.any(|other| other == word))
}

fn words(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                out.push(key.clone());
                if !REPLACED.contains(&key.as_str()) {
                    words(value, out);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| words(value, out)),
        Value::String(text) => out.extend(text.split_whitespace().map(str::to_owned)),
        other => out.push(other.to_string()),
    }
}
