//! `kedb check --explain`: what a rule is about.

use crate::cli::terminal::out;
use crate::rules::{self, Change, Rule};
use anyhow::bail;

/// Prints the page of the rule called `name`, or the list of all rules if it is empty.
pub(super) fn print(name: &str) -> anyhow::Result<()> {
    if name.is_empty() {
        let width = rules::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
        for Rule { name, level, about, .. } in rules::ALL {
            out!("{name:width$}  {:7}  {about}", level.word());
        }
        return Ok(());
    }
    match rules::named(name) {
        Ok(rule) => {
            out!("{}\n{}", rule.page.trim_end(), levels(rule));
            Ok(())
        }
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
    let Rule { name, level, change, .. } = rule;
    let level = level.word();
    let whose = match change {
        Change::Fixed => {
            return format!(
                "\nLevel: {level}. A file with it can't be published: it is neither silenced nor \
                 changed."
            );
        }
        Change::Mixed => "Where it is a warning, it can be silenced:",
        Change::Free => "It can be silenced:",
    };
    format!(
        "\nLevel: {level}. {whose}\n\n\
         - in one file, with a reason: `<!-- kedb-ignore: {name} REASON -->` in the text, \
         or\n  `# kedb-ignore: {name} REASON` among the keys;\n\
         - in the whole base, in `kedb.toml`, where it can also be made a warning or an \
         error:\n\n  [check.rules]\n  {name} = \"off\""
    )
}
