//! What says that a list of questions or of problems follows, and what may be one of them.

use super::super::codes::is_code;
use super::{is_bare, reply};
use kedb_engine::text::fold::folded;
use std::sync::LazyLock;

/// What the headings above such lists say.
#[rustfmt::skip]
const FOLLOW: [&str; 52] = [
    "faq", "faqs", "q&a", "frequently asked", "common questions", "questions and answers", "troubleshoot", "troubleshooting",
    "common issues", "common problems", "common errors", "known issues", "known problems",
    "häufige fragen", "häufig gestellte", "fragen und antworten", "fehlerbehebung", "problembehebung", "häufige probleme",
    "bekannte probleme",
    "foire aux questions", "questions fréquentes", "dépannage", "problèmes courants", "problèmes connus",
    "preguntas frecuentes", "solución de problemas", "problemas comunes", "problemas conocidos",
    "perguntas frequentes", "solução de problemas", "problemas comuns", "problemas conhecidos",
    "domande frequenti", "risoluzione dei problemi", "problemi comuni", "problemi noti",
    "veelgestelde vragen", "probleemoplossing", "bekende problemen",
    "najczęściej zadawane", "pytania i odpowiedzi", "rozwiązywanie problemów",
    "vanliga frågor", "felsökning",
    "часто задаваемые", "вопросы и ответы", "устранение неполадок",
    "常见问题", "故障排除", "よくある質問", "자주 묻는 질문",
];

/// How questions begin that end without a mark.
#[rustfmt::skip]
const ASKING: [&str; 22] = [
    "how to", "how do", "how can", "how does", "why", "wie kann", "wie", "warum", "wieso", "comment faire", "pourquoi", "cómo",
    "por qué", "perché", "hoe", "waarom", "jak", "dlaczego", "hur", "varför", "как", "почему",
];

/// How titles begin that only say that something unfolds.
#[rustfmt::skip]
const UNFOLDING: [&str; 14] = [
    "click", "tap", "show", "expand", "open", "view", "see", "more", "read", "toggle", "hide", "example", "sample", "full",
];

/// Fewest words of a problem that is named; fewest characters where no spaces stand between words.
const WORDS: usize = 3;
const CHARACTERS: usize = 6;

static FOLDED: LazyLock<Vec<String>> =
    LazyLock::new(|| FOLLOW.iter().map(|words| folded(words)).collect());

static ASKS: LazyLock<Vec<String>> =
    LazyLock::new(|| ASKING.iter().map(|words| folded(words)).collect());

/// Whether a heading or a title says that questions or problems follow: `FAQ`, `Troubleshooting the belt`.
pub(super) fn follow(heading: &str) -> bool {
    let heading = folded(heading);
    FOLDED.iter().any(|words| {
        heading.match_indices(words.as_str()).any(|(at, _)| {
            let before = heading.get(..at).unwrap_or_default();
            let after = heading.get(at + words.len()..).unwrap_or_default();
            let is_apart = !before.ends_with(char::is_alphanumeric)
                && !after.starts_with(char::is_alphanumeric);
            is_apart || !words.is_ascii()
        })
    })
}

/// Whether a title asks about a subject of its own: "Why does it fail?", and not "Why does this happen?".
pub(super) fn asks(title: &str) -> bool {
    let lower = folded(title.trim_start_matches(|c: char| !c.is_alphabetic()));
    let begins = |words: &String| {
        let rest = lower.strip_prefix(words.as_str());
        rest.is_some_and(|rest| rest.starts_with(' ')) && has_words(title)
    };
    (reply::asks(title) || ASKS.iter().any(begins)) && !is_bare(title)
}

/// Whether a title may name a problem, or something that is asked: it says more than that something unfolds.
pub(super) fn names_problem(title: &str) -> bool {
    let lower = folded(title.trim());
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    is_code(title.trim())
        || has_words(title) && !UNFOLDING.contains(&first) && !is_bare(title)
}

fn has_words(title: &str) -> bool {
    let is_unspaced = title.chars().any(|c| c >= '\u{2E80}');
    let characters = title.chars().filter(|c| c.is_alphanumeric()).count();
    title.split_whitespace().count() >= WORDS || is_unspaced && characters >= CHARACTERS
}
