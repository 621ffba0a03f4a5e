//! What says that a list of questions or of problems follows, and what may be one of them.

use super::super::advice;
use super::super::codes::is_code;
use super::{is_bare, reply};
use kedb_engine::text::fold::folded;
use std::sync::LazyLock;

/// What a heading or a title says that follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Follow {
    /// Anything.
    #[default]
    Other,
    Problems,
    Questions,
}

/// What the headings above questions say.
#[rustfmt::skip]
const QUESTIONS: [&str; 21] = [
    "faq", "faqs", "q&a", "frequently asked", "common questions", "questions and answers",
    "häufige fragen", "häufig gestellte", "fragen und antworten",
    "foire aux questions", "questions fréquentes", "preguntas frecuentes", "perguntas frequentes", "domande frequenti",
    "veelgestelde vragen", "najczęściej zadawane", "pytania i odpowiedzi", "vanliga frågor",
    "часто задаваемые", "вопросы и ответы", "よくある質問",
];

/// What the headings above problems say.
#[rustfmt::skip]
const PROBLEMS: [&str; 31] = [
    "troubleshoot", "troubleshooting", "common issues", "common problems", "common errors", "known issues", "known problems",
    "fehlerbehebung", "problembehebung", "häufige probleme", "bekannte probleme",
    "dépannage", "problèmes courants", "problèmes connus",
    "solución de problemas", "problemas comunes", "problemas conocidos",
    "solução de problemas", "problemas comuns", "problemas conhecidos",
    "risoluzione dei problemi", "problemi comuni", "problemi noti", "probleemoplossing", "bekende problemen",
    "rozwiązywanie problemów", "felsökning", "устранение неполадок", "故障排除", "トラブルシューティング", "문제 해결",
];

/// The same in Chinese and Korean, where both are said in one word.
const BOTH: [&str; 2] = ["常见问题", "자주 묻는 질문"];

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

static FOLDED: LazyLock<Vec<(Follow, String)>> = LazyLock::new(|| {
    let questions = QUESTIONS.iter().chain(&BOTH).map(|words| (Follow::Questions, words));
    let problems = PROBLEMS.iter().map(|words| (Follow::Problems, words));
    questions.chain(problems).map(|(follow, words)| (follow, folded(words))).collect()
});

static ASKS: LazyLock<Vec<String>> =
    LazyLock::new(|| ASKING.iter().map(|words| folded(words)).collect());

/// What a heading or a title says that follows: `FAQ`, `Troubleshooting the belt`.
pub(super) fn follow(heading: &str) -> Follow {
    let heading = folded(heading);
    let says = |words: &str| {
        heading.match_indices(words).any(|(at, _)| {
            let before = heading.get(..at).unwrap_or_default();
            let after = heading.get(at + words.len()..).unwrap_or_default();
            let is_apart = !before.ends_with(char::is_alphanumeric)
                && !after.starts_with(char::is_alphanumeric);
            is_apart || !words.is_ascii()
        })
    };
    let mut said = FOLDED.iter().filter(|(_, words)| says(words));
    said.next().map(|(follow, _)| *follow).unwrap_or_default()
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
    // What instructs somebody is a step.
    is_code(title.trim())
        || has_words(title)
            && !advice::instructs(title)
            && !UNFOLDING.contains(&first)
            && !is_bare(title)
}

fn has_words(title: &str) -> bool {
    let is_unspaced = title.chars().any(|c| c >= '\u{2E80}');
    let characters = title.chars().filter(|c| c.is_alphanumeric()).count();
    title.split_whitespace().count() >= WORDS || is_unspaced && characters >= CHARACTERS
}
