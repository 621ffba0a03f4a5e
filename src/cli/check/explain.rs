//! `kedb check --explain`: what a rule is about.

use crate::problem::Level;
use crate::rules::{self, Change, Rule};
use anyhow::bail;
use std::io::{self, Write as _};

/// Prints the page of the rule called `name`, or the list of all rules if it is empty.
pub(super) fn print(name: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    if name.is_empty() {
        let width = rules::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
        for Rule { name, level, about, .. } in rules::ALL {
            writeln!(out, "{name:width$}  {:7}  {about}", level.word())?;
        }
        return Ok(());
    }
    match rules::named(name) {
        Ok(rule) => Ok(writeln!(out, "{}\n{}", rule.page.trim_end(), levels(rule))?),
        Err(Some(near)) => {
            bail!("there is no rule `{name}`\n  hint: did you mean `{near}`?")
        }
        Err(None) => bail!(
            "there is no rule `{name}`\n  hint: `kedb check --explain` lists the rules"
        ),
    }
}

/// What the rule's level is, and how to change it.
fn levels(rule: &Rule) -> String {
    let Rule { name, level, .. } = rule;
    let error = "an error, for which the article is left out";
    let (level, whose) = match (rule.change, level) {
        (Change::Fixed, _) => {
            return format!("\nLevel: {error}. It can't be changed or silenced.");
        }
        (Change::Mixed, _) => (error, "where it is a warning"),
        (Change::Free, Level::Error) => (error, "or its level changed"),
        (Change::Free, Level::Warning) => ("a warning", "or its level changed"),
    };
    format!(
        "\nLevel: {level}. It can be silenced {whose}:\n\n\
         - in one file, with a reason: `<!-- kedb-ignore: {name} REASON -->` in the text, \
         or\n  `# kedb-ignore: {name} REASON` among the keys\n\
         - in the whole base, in `kedb.toml` (`off`, `warning` or `error`):\n\n  \
         [check.rules]\n  {name} = \"off\""
    )
}
