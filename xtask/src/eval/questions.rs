//! Questions with the articles that answer them.

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// A line of the questions. Other fields are passed over.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Question {
    pub(super) query: String,
    /// The articles that answer it; none of them where nothing should be answered.
    pub(super) relevant: Vec<String>,
    pub(super) kind: String,
    /// The folder of the base that is asked.
    pub(super) tree: Option<String>,
}

impl Question {
    /// Whether an article answers it.
    pub(super) fn is_answered_by(&self, source: &str) -> bool {
        self.relevant.iter().any(|relevant| is_same(source, relevant))
    }
}

/// Whether two paths name one file, though one may begin at a folder further up.
fn is_same(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() > other.len() { (one, other) } else { (other, one) };
    let before = long.strip_suffix(short);
    !short.is_empty() && before.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// The questions, one a line; blank lines are passed over, as `kedb search` does.
pub(super) fn read(text: &str) -> Result<Vec<Question>> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines
        .map(|(line, number)| {
            serde_json::from_str(line).with_context(|| format!("line {number}"))
        })
        .collect()
}

/// The questions to the base in this folder: all, if none of them names a tree.
pub(super) fn about(questions: Vec<Question>, kb: &Path) -> Result<Vec<Question>> {
    let trees: BTreeSet<String> =
        questions.iter().filter_map(|question| question.tree.clone()).collect();
    if trees.is_empty() {
        return Ok(questions);
    }
    let name = kb.file_name().unwrap_or_default().to_string_lossy();
    if !trees.contains(name.as_ref()) {
        let trees: Vec<String> = trees.into_iter().collect();
        bail!("no question has the tree `{name}`; there are {}", trees.join(", "));
    }
    let is_about = |question: &Question| question.tree.as_deref() == Some(&*name);
    Ok(questions.into_iter().filter(is_about).collect())
}

#[cfg(test)]
mod tests {
    use super::{about, is_same, read};
    use std::path::Path;

    #[test]
    fn paths_name_the_same_file() {
        for (one, other, same) in [
            ("a/b.md", "a/b.md", true),
            ("kb/a/b.md", "a/b.md", true),
            ("b.md", "a/b.md", true),
            ("ab.md", "b.md", false),
            ("", "b.md", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
            assert_eq!(is_same(other, one), same, "{other} {one}");
        }
    }

    #[test]
    fn questions_are_read() {
        let text = "{\"query\": \"a\", \"relevant\": [], \"kind\": \"k\", \"x\": 1}\n\n";
        assert_eq!(read(text).ok().map(|questions| questions.len()), Some(1));
        for wrong in ["x", "{}", r#"{"query": "a", "kind": "k"}"#] {
            let error = read(wrong).err().map(|error| format!("{error:#}"));
            assert!(error.is_some_and(|error| error.starts_with("line 1")), "{wrong}");
        }
    }

    #[test]
    fn a_base_gets_the_questions_of_its_tree() {
        let line = |query: &str, tree: &str| {
            format!(r#"{{"query": "{query}", "relevant": [], "kind": "k"{tree}}}"#)
        };
        let named = |tree: &str| format!(r#", "tree": "{tree}""#);
        let [none, mail, web] =
            [line("none", ""), line("mail", &named("mail")), line("web", &named("web"))];
        for (lines, folder, expected) in [
            (vec![&none, &none], "mail", Some(vec!["none", "none"])),
            (vec![&none, &mail, &web], "mail", Some(vec!["mail"])),
            (vec![&none, &mail, &web], "web", Some(vec!["web"])),
            (vec![&mail, &mail], "web", None),
        ] {
            let text: Vec<&str> = lines.into_iter().map(String::as_str).collect();
            let kb = Path::new("bases").join(folder);
            let chosen = about(read(&text.join("\n")).unwrap(), &kb).ok();
            let queries = chosen.map(|questions| {
                questions.into_iter().map(|one| one.query).collect::<Vec<_>>()
            });
            let expected =
                expected.map(|all| all.into_iter().map(str::to_owned).collect());
            assert_eq!(queries, expected, "{folder}");
        }
    }
}
