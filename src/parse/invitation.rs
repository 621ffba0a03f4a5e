//! Sections that only invite their readers to ask somebody: "Have more questions? Contact support."

use super::advice::has_steps;
use kedb_engine::article::{Section, plain_text};
use regex_lite::Regex;
use std::sync::LazyLock;

/// Longest invitation, in characters.
const MAX_INVITATION: usize = 300;

/// Who still has something to ask, in lowercase.
#[rustfmt::skip]
const QUESTIONS: [&str; 12] = [
    r"\b(?:have|need|got|want)(?: (?:an?|any|some|more|still|further|additional|other|to|us))*(?: \w+)?(?: or \w+)? (?:questions?|help|assistance|support|feedback|suggestions?|comments?)\b",
    r"\b(?:haben sie|hast du|bei|falls|wenn)\b.{0,30}\bfragen\b",
    r"\b(?:avez|auriez|pour toute|pour toutes)\b.{0,30}\bquestions?\b",
    r"\b(?:tiene|tienes|tenga)\b.{0,30}\b(?:preguntas?|dudas?)\b",
    r"\b(?:tem|tiver|tenha)\b.{0,30}\b(?:perguntas?|dúvidas?)\b",
    r"\b(?:hai|avete|ha)\b.{0,20}\bdomande\b",
    r"\b(?:heeft|heb|hebt)\b.{0,20}\bvragen\b",
    r"\bmasz\b.{0,20}\bpytania\b",
    r"(?:остались|есть|возникли).{0,20}вопрос",
    r"ご(?:質問|不明な点)",
    r"如.{0,4}有.{0,4}疑问",
    r"(?:궁금한 점|문의 사항)이 있",
];

/// Headings that say no more, in lowercase.
const HEADINGS: [&str; 2] = [
    r"^(?:any |more |other |further )?questions\b",
    r"^(?:contact|getting help|get help|feedback|support)(?: (?:us|support))?$",
];

/// How somebody is asked, in lowercase.
#[rustfmt::skip]
const CONTACT: &str = "contact|kontakt|support|reach out|get in touch|let us know|\\b(?:write|e?-?mail|call|ask|tell) us\\b|\
    \\bforum|\\bchat\\b|community|slack|discord|feedback|\\bwend(?:en|e)\\b|schreib|conta[ct]|contát|écrivez|escr[ií]b|scrivi|\
    schrijf|napisz|свяжитесь|обратитесь|напишите|問い合わせ|連絡|联系|문의";

/// The patterns of all these words.
struct Patterns {
    questions: Vec<Regex>,
    headings: Vec<Regex>,
    contact: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let all = |patterns: &[&str]| -> Option<Vec<Regex>> {
        patterns.iter().map(|pattern| Regex::new(pattern).ok()).collect()
    };
    let contact = Regex::new(CONTACT).ok()?;
    Some(Patterns { questions: all(&QUESTIONS)?, headings: all(&HEADINGS)?, contact })
});

/// Whether a section does nothing but invite to ask.
pub(super) fn only_invites(section: &Section) -> bool {
    let Some(Patterns { questions, headings, contact }) = PATTERNS.as_ref() else {
        return false;
    };
    let text = plain_text(&section.nodes);
    if text.len() > MAX_INVITATION * 4 || text.chars().count() > MAX_INVITATION {
        return false;
    }
    let lower = |text: &str| text.trim().to_lowercase().replace('\n', " ");
    let (text, heading) = (lower(&text), section.heading.as_deref().map(lower));
    // What comes before the question says something by itself.
    let first = text.split(['.', '!', '?', '。']).next().unwrap_or_default();
    let is_among =
        |text: &str, patterns: &[Regex]| patterns.iter().any(|one| one.is_match(text));
    let is_headed = heading.is_some_and(|heading| {
        let heading = heading.trim_end_matches(['?', '!', ' ']);
        is_among(heading, questions) || is_among(heading, headings)
    });
    (is_headed || is_among(first, questions))
        && contact.is_match(&text)
        && !has_steps(&section.nodes)
}

#[cfg(test)]
mod tests {
    use super::only_invites;
    use crate::html::read_html;
    use kedb_engine::article::{Section, SectionKind};

    #[test]
    fn sections_that_only_invite() {
        for (heading, text, expected) in [
            ("Have more questions?", "If you have any, contact support.", true),
            ("Have more questions?", "Just reach out, and we'll be happy to help.", true),
            ("", "If you have additional questions, contact us.", true),
            ("", "Should you have any questions or need help, write us.", true),
            ("Still need help?", "Ask in our forum.", true),
            ("Contact us", "Our support answers at support@shop.example.", true),
            ("Fragen?", "Haben Sie weitere Fragen? Wenden Sie sich an uns.", true),
            ("", "Si vous avez d'autres questions, contactez-nous.", true),
            ("", "Si tiene más preguntas, póngase en contacto con nosotros.", true),
            ("", "Если у вас остались вопросы, напишите нам.", true),
            ("", "ご質問がある場合は、サポートにお問い合わせください。", true),
            ("", "Contact support to unlock the account.", false),
            ("Locked account", "Contact support.", false),
            ("Support for old cards", "Cards of 2019 need a new reader.", false),
            ("", "If the lamp is red, contact support.", false),
            ("", "You need help from an administrator: let them restart it.", false),
            ("Questions", "The gate asks three questions: name, card, floor.", false),
            ("", "Restart the gate. If you have questions, contact us.", false),
            (
                "More questions",
                "<ol><li>Call us.</li><li>Contact us again.</li></ol>",
                false,
            ),
            ("Feedback loop", "The loop of feedback heats the coil.", false),
        ] {
            let nodes = read_html(text).expect("nodes");
            let heading = Some(heading.to_owned()).filter(|heading| !heading.is_empty());
            let (kind, anchor) = (SectionKind::Body, None);
            let section = Section { kind, heading, anchor, nodes, answers: false };
            assert_eq!(only_invites(&section), expected, "{text}");
        }
    }
}
