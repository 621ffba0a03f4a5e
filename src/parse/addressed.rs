//! Words that say for whom something is.

use super::label_words::words;

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

#[cfg(test)]
mod tests {
    use super::{names_only_agents, to_agents};

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
}
