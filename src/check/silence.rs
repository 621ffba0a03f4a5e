//! What a base and its files say about the rules: levels of `kedb.toml`, and
//! `kedb-ignore` comments.
//!
//! Errors of the format itself stay what they are. What `kedb.toml` makes an error fails
//! `kedb check` and `kedb build --strict`, but hides no article: a missing optional piece
//! never does.

use crate::config::{Config, RuleLevel, RuleName};
use crate::diagnostic::{Diagnostic, Level};
use crate::parse::{Ignore, Parsed, ignored};
use crate::rules::{self, Change};
use std::collections::BTreeMap;

/// What is said about the rules.
pub struct Silence<'a> {
    levels: &'a BTreeMap<RuleName, RuleLevel>,
    /// By file; each with whether it silenced anything.
    ignores: BTreeMap<String, Vec<(Ignore, bool)>>,
}

impl<'a> Silence<'a> {
    /// What `config`, `files` and the settings files with these `texts` say; mistakes in
    /// the latter go to `diagnostics`.
    pub fn new(
        config: &'a Config,
        files: &[Parsed],
        texts: &BTreeMap<String, String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Silence<'a> {
        let mut ignores = BTreeMap::new();
        let mut add = |file: &String, said: Vec<Ignore>| {
            if !said.is_empty() {
                let said = said.into_iter().map(|ignore| (ignore, false)).collect();
                ignores.insert(file.clone(), said);
            }
        };
        files.iter().for_each(|file| add(&file.file, file.ignores.clone()));
        for (file, text) in texts {
            let (said, mut mistakes) = ignored(file, text);
            add(file, said);
            diagnostics.append(&mut mistakes);
        }
        Silence { levels: &config.check.rules, ignores }
    }

    /// Takes away what is silenced, and makes a warning of what need not be an error.
    pub fn apply(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|diagnostic| {
            if !may_change(diagnostic) {
                return true;
            }
            let mut ignored = false;
            let said = self.ignores.get_mut(&diagnostic.file).into_iter().flatten();
            for (_, used) in said.filter(|(ignore, _)| ignore.rule == diagnostic.rule) {
                *used = true;
                ignored = true;
            }
            let level = self.levels.get(diagnostic.rule);
            if level == Some(&RuleLevel::Warning) {
                diagnostic.level = Level::Warning;
            }
            !ignored && level != Some(&RuleLevel::Off)
        });
    }

    /// Makes errors of what `kedb.toml` says is one. Comes last: see above.
    pub fn raise(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            if self.levels.get(diagnostic.rule) == Some(&RuleLevel::Error) {
                diagnostic.level = Level::Error;
            }
        }
    }

    /// What silenced nothing. Without a day the rules that need one did not run.
    pub fn unused(&self, with_day: bool) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for (file, said) in &self.ignores {
            let unused = said.iter().filter(|(ignore, used)| {
                !used && (with_day || !rules::BY_DATE.contains(&ignore.rule))
            });
            diagnostics.extend(unused.map(|(Ignore { rule, span }, _)| {
                let message = format!("nothing here breaks `{rule}`");
                Diagnostic::warning("unused-ignore", file, *span, message)
                    .with_hint("remove the comment")
                    .with_fix(*span, "")
            }));
        }
        diagnostics
    }
}

/// Whether a base or a file may have a say in it.
fn may_change(diagnostic: &Diagnostic) -> bool {
    let rule = rules::named(diagnostic.rule);
    debug_assert!(rule.is_ok(), "`{}` is not in the table of rules", diagnostic.rule);
    match rule.map(|rule| rule.change) {
        Ok(Change::Free) => true,
        Ok(Change::Mixed) => diagnostic.level == Level::Warning,
        Ok(Change::Fixed) | Err(_) => false,
    }
}
