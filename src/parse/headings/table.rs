//! The tables of `data/headings/`, as they are written.

use serde::Deserialize;

/// The table of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// Words that may stand before a heading and change nothing.
    pub(super) before: Vec<String>,
    /// Those that may follow.
    pub(super) after: Vec<String>,
    /// What a verb that names a section may have behind it: `Resolving` "the error".
    #[serde(default)]
    pub(super) objects: Vec<String>,
    /// Words that stand between a workaround, a cause or a fix and what it is for.
    pub(super) joints: Vec<String>,
    /// The same where what it is for comes first.
    #[serde(default)]
    pub(super) behind: Vec<String>,
    /// What stands between two names of which a heading is made: "causes and solutions".
    pub(super) and: Vec<String>,
    pub(super) workaround: Vec<String>,
    pub(super) symptoms: Vec<String>,
    /// Those symptoms that tell in short what the article is about, whatever that is.
    pub(super) summaries: Vec<String>,
    pub(super) cause: Vec<String>,
    /// Causes below which stands what to look into, such as "possible causes".
    pub(super) leads: Vec<String>,
    pub(super) fix: Vec<String>,
    /// Those of them that may be the steps of anything, also of what shows the problem.
    pub(super) steps: Vec<String>,
    /// Those of them that may also stand beside what an article is about: "recommendations".
    pub(super) advice: Vec<String>,
    /// What steps are for that only show whether somebody has the problem: steps to "verify" it.
    #[serde(default)]
    pub(super) checks: Vec<String>,
    /// Those of them that also stand at the end of a guide, for those whom it did not help.
    pub(super) last_resorts: Vec<String>,
    /// Patterns of the words with which a sentence begins that says how to get rid of a problem.
    pub(super) remedies: Vec<String>,
    /// What is none of these, such as references.
    pub(super) other: Vec<String>,
    /// Those of them that tell what has to be there before the steps.
    pub(super) preconditions: Vec<String>,
    /// Those of them that only say where to read on, or for which products something holds.
    pub(super) asides: Vec<String>,
    /// What stands above a text that is only set off: "Note", "Important".
    pub(super) notices: Vec<String>,
    /// What the reference of a program describes a call by, such as "arguments".
    #[serde(default)]
    pub(super) calls: Vec<String>,
    /// Those fixes that tell what a call gives back where it is described.
    #[serde(default)]
    pub(super) results: Vec<String>,
}

/// By language, in the order in which they are asked.
pub(super) const TABLES: [&str; 12] = [
    include_str!("../../../data/headings/en.json"),
    include_str!("../../../data/headings/de.json"),
    include_str!("../../../data/headings/es.json"),
    include_str!("../../../data/headings/fr.json"),
    include_str!("../../../data/headings/it.json"),
    include_str!("../../../data/headings/ja.json"),
    include_str!("../../../data/headings/ko.json"),
    include_str!("../../../data/headings/nl.json"),
    include_str!("../../../data/headings/pl.json"),
    include_str!("../../../data/headings/pt.json"),
    include_str!("../../../data/headings/ru.json"),
    include_str!("../../../data/headings/zh.json"),
];

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::{TABLES, Table};
    use std::collections::BTreeMap;

    /// No heading means two things, in whatever languages.
    #[test]
    fn tables() {
        let mut meanings: BTreeMap<String, &str> = BTreeMap::new();
        for text in TABLES {
            let table: Table = serde_json::from_str(text).expect("a table");
            for (some, all) in [
                (&table.summaries, &table.symptoms),
                (&table.last_resorts, &table.fix),
                (&table.preconditions, &table.other),
                (&table.asides, &table.other),
                (&table.results, &table.fix),
                (&table.steps, &table.fix),
                (&table.advice, &table.fix),
            ] {
                assert!(some.iter().all(|name| all.contains(name)), "{some:?}");
            }
            assert!(!table.joints.iter().any(|joint| joint.contains(' ')));
            let kinds = [
                ("workaround", table.workaround),
                ("symptoms", table.symptoms),
                ("cause", table.cause),
                ("leads", table.leads),
                ("fix", table.fix),
                ("other", table.other),
            ];
            for (kind, name) in kinds
                .iter()
                .flat_map(|(kind, names)| names.iter().map(move |n| (kind, n)))
            {
                let other = *meanings.entry(plain(name)).or_insert(kind);
                assert_eq!(other, *kind, "`{name}`");
            }
        }
    }
}
