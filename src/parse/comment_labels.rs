//! Comments that begin or end what another system hides: `<!-- internal -->`, `<!-- audience: agents -->`,
//! `<!-- #region internal -->`.

use super::labels::{is_access, is_tag_label, names_agents, words};

/// Words with which such a comment says what it does, beside those of labels.
const ABOUT: [&str; 14] = [
    "region",
    "endregion",
    "section",
    "tag",
    "snippet",
    "expr",
    "zone",
    "content",
    "endif",
    "audience",
    "visibility",
    "access",
    "show",
    "only",
];

/// Words that take something out of what is published.
const TAKING: [&str; 8] = [
    "exclude",
    "excluded",
    "omit",
    "remove",
    "strip",
    "ignore",
    "unpublish",
    "unpublished",
];

/// Words that say where something begins or ends.
const EDGES: [&str; 7] = ["start", "begin", "end", "stop", "on", "off", "section"];

/// The most words of such a comment: longer ones talk to authors.
const MOST: usize = 6;

/// Whether a comment that says this begins or ends what is hidden.
pub(super) fn hides(said: &str) -> bool {
    let said = said.trim();
    // By analogy with the comments that silence a rule.
    let of_kedb =
        said.strip_prefix("kedb").map(|said| said.trim_start_matches([':', '-']));
    is_tag_label(said)
        || of_kedb.is_some_and(is_tag_label)
        || names_readers(said)
        || takes_out(said)
}

/// Whether a comment names a part for agents: `audience: agents`, `#region internal`.
fn names_readers(said: &str) -> bool {
    let said = said.trim_start_matches(['#', '/', '@']);
    let end = said.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(said.len());
    let (first, rest) = said.split_at(end);
    // "access the page of the team" says nothing of readers.
    let is_key = rest.trim_start().starts_with([':', '=', '(']) || words(rest).len() == 1;
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != '!');
    let others: Vec<String> =
        words(rest).into_iter().filter(|word| !ABOUT.contains(&word.as_str())).collect();
    let is_about = ABOUT.contains(&first.to_lowercase().as_str()) || first == "if";
    let is_short = words(said).len() <= MOST;
    is_short
        && (is_about && is_tag_label(&others.join(" "))
            || is_access(first) && is_key && names_agents(rest))
}

/// Whether a comment takes a part out of what is published: `exclude-start`, `remove before publishing`.
fn takes_out(said: &str) -> bool {
    let words = words(said);
    let takes = |word: &String| TAKING.contains(&word.as_str());
    let is_edge = |word: &String| EDGES.contains(&word.as_str());
    let is_public =
        |word: &String| word.starts_with("publi") || word.starts_with("customer");
    if words.len() > MOST || !words.iter().any(takes) {
        return false;
    }
    // Tools have comments of one word that tell them alone to ignore something.
    let is_part = words.iter().all(|word| takes(word) || is_edge(word))
        && (words.len() > 1 || !words.iter().any(|word| word == "ignore"));
    let is_from = |word: &String| ["from", "for", "before"].contains(&word.as_str());
    is_part || words.iter().any(is_public) && words.iter().any(is_from)
}

#[cfg(test)]
mod tests {
    use super::hides;

    #[test]
    fn comments_that_are_labels() {
        for (said, expected) in [
            ("internal", true),
            ("/internal", true),
            ("audience: internal", true),
            ("audience: agents", true),
            ("visibility=\"agents\"", true),
            ("tag:internal", true),
            ("region internal", true),
            ("#region internal", true),
            ("#if expr=\"$internal\"", true),
            ("exclude", true),
            ("/exclude", true),
            ("ignore-start", true),
            ("exclude from public", true),
            ("remove before publishing", true),
            ("kedb: internal", true),
            ("audience: public", false),
            ("role agent", true),
            ("access the team page first", false),
            ("roles of an admin", false),
            ("region mail", false),
            ("ignore", false),
            ("prettier-ignore-start", false),
            ("cspell:ignore internals", false),
            ("markdownlint-disable MD013", false),
            ("TODO: check", false),
            ("remove the name of the customer", false),
            ("the internal link checker skips this", false),
            ("remove", true),
            ("unpublished", true),
            ("include: internal/steps.md", false),
        ] {
            assert_eq!(hides(said), expected, "{said}");
        }
    }
}
