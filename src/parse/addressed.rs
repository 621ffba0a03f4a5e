//! Words that say for whom something is, and lists of the words that a setting may have.

use super::internal::says_internal;
use super::labels::{is_label, names_agents, names_customers, words};

/// Words that stand before those for whom something is.
const FOR: [&str; 11] = [
    "for", "audience", "readers", "access", "für", "pour", "para", "per", "voor", "dla",
    "för",
];

/// Words between these and those.
const BETWEEN: [&str; 10] =
    ["the", "our", "all", "only", "die", "unsere", "les", "los", "de", "of"];

/// Those who work for the author. Others may as well use what an article is about, as operators and teams do.
#[rustfmt::skip]
const WORKING: [&str; 26] = [
    "agent", "agents", "agenten", "agentes", "agenti", "staff", "employee", "employees", "mitarbeiter", "mitarbeitende",
    "mitarbeiterinnen", "medewerkers", "supportmedewerkers", "personnel", "helpdesk", "servicedesk", "backoffice", "desk",
    "l1", "l2", "l3", "internal", "сотрудников", "员工", "客服", "직원",
];

/// Words for those who work, behind the name of their department.
const TEAMS: [&str; 8] = [
    "team",
    "teams",
    "staff",
    "agents",
    "engineers",
    "engineering",
    "people",
    "personnel",
];

/// Whether `text` says nothing but that something is for those who work for the author: "For agents", `for-employees`,
/// "For the support team". "For support" tells where to ask.
pub(super) fn to_agents(text: &str) -> bool {
    let words = words(text);
    let Some((first, rest)) = words.split_first() else { return false };
    FOR.contains(&first.as_str()) && are_agents(rest)
}

/// Whether the value of an attribute names those alone who work for the author: `agents`, `support-team`.
pub(super) fn names_only_agents(value: &str) -> bool {
    are_agents(&words(value))
}

fn are_agents(words: &[String]) -> bool {
    let is = |word: &String, list: &[&str]| list.contains(&word.as_str());
    let mut names = words.iter().filter(|word| !is(word, &BETWEEN)).peekable();
    if names.peek().is_none() {
        return false;
    }
    let names: Vec<&String> = names.collect();
    let is_team = names.len() > 1
        && names.iter().all(|word| *word == "support" || is(word, &TEAMS))
        && names.iter().any(|word| *word == "support");
    is_team || names.iter().all(|word| is(word, &WORKING))
}

/// Whether the title of a box says that it is for agents.
pub(super) fn titles_box(title: &str) -> bool {
    is_label(title) || to_agents(title)
}

/// What parts the words of such a list.
const PARTING: [char; 6] = [',', '|', '/', ';', '、', '｜'];

/// Words that do.
const OR: [&str; 9] =
    [" or ", " and ", " oder ", " und ", " ou ", " et ", " o ", " y ", " of "];

/// Whether `text` lists words of which one says "internal" and another one "public": what a setting may be, and nobody's
/// label. Each is one word.
pub(super) fn is_choice(text: &str) -> bool {
    let mut listed = text.to_lowercase();
    for or in OR {
        listed = listed.replace(or, "|");
    }
    let parts: Vec<Vec<String>> =
        listed.split(PARTING).map(words).filter(|part| !part.is_empty()).collect();
    let is_one = |is: &dyn Fn(&str) -> bool| {
        parts.iter().any(|part| matches!(part.as_slice(), [word] if is(word)))
    };
    let is_open = |word: &str| {
        names_customers(word) && !names_agents(word) && !word.starts_with("publi")
            || PUBLIC.contains(&word)
    };
    parts.len() > 1
        && parts.iter().all(|part| part.len() == 1)
        && is_one(&says_internal)
        && is_one(&is_open)
}

/// Words that say of a setting that everybody is meant.
const PUBLIC: [&str; 8] = [
    "public",
    "external",
    "öffentlich",
    "extern",
    "externe",
    "publique",
    "público",
    "pubblico",
];

#[cfg(test)]
mod tests {
    use super::{is_choice, names_only_agents, to_agents};

    #[test]
    fn words_that_say_for_whom() {
        for (text, expected) in [
            ("For agents", true),
            ("for-employees", true),
            ("For all agents", true),
            ("For the support team", true),
            ("for_staff", true),
            ("Für Mitarbeiter", true),
            ("audience-agents", true),
            ("For L2", true),
            ("For support", false),
            ("For the team", false),
            ("For administrators", false),
            ("For operators", false),
            ("For agents of the gate", false),
            ("Agents", false),
            ("For", false),
            ("Forms", false),
            ("for-sale", false),
        ] {
            assert_eq!(to_agents(text), expected, "{text}");
        }
        assert!(names_only_agents("agents") && names_only_agents("support-team"));
        assert!(!names_only_agents("admin") && !names_only_agents("user-agent-string"));
    }

    #[test]
    fn lists_of_values() {
        for (text, expected) in [
            ("internal | public", true),
            ("internal, public", true),
            ("`internal`, `private` or `public`", true),
            ("internal/external", true),
            ("intern oder öffentlich", true),
            ("public, internal, hidden", true),
            ("internal, not public", false),
            ("internal", false),
            ("Internal customer notes", false),
            ("internal, private", false),
            ("internal note | public", false),
            ("internal publication", false),
        ] {
            assert_eq!(is_choice(text), expected, "{text}");
        }
    }
}
