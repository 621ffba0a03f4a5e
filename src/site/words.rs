//! The words of the pages: those of the widget, so that both call a thing the same, and beside
//! them a table of the pages' own, each in thirteen languages and in the words of one audience.

use crate::runtime;
use crate::write::{primary, worded_for};
use kedb_engine::article::{AnswerKind, Audience, Date, SectionKind, Status};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The language of the pages where a base's language has no texts.
pub(super) const ENGLISH: &str = "en";

/// The pages' own words by language, as JSON. What the public reads in other words stands
/// under `public`.
const OWN: [(&str, &str); 13] = [
    ("de", include_str!("../../www/pages/texts/de.json")),
    ("en", include_str!("../../www/pages/texts/en.json")),
    ("es", include_str!("../../www/pages/texts/es.json")),
    ("fr", include_str!("../../www/pages/texts/fr.json")),
    ("it", include_str!("../../www/pages/texts/it.json")),
    ("ja", include_str!("../../www/pages/texts/ja.json")),
    ("ko", include_str!("../../www/pages/texts/ko.json")),
    ("nl", include_str!("../../www/pages/texts/nl.json")),
    ("pl", include_str!("../../www/pages/texts/pl.json")),
    ("pt", include_str!("../../www/pages/texts/pt.json")),
    ("ru", include_str!("../../www/pages/texts/ru.json")),
    ("sv", include_str!("../../www/pages/texts/sv.json")),
    ("zh", include_str!("../../www/pages/texts/zh.json")),
];

/// All words of the pages, in one language and for one audience.
pub(super) struct Words {
    /// The language that the words are in, as the base names it.
    pub(super) lang: String,
    /// What the widget says too.
    pub(super) widget: Widget,
    /// What only the pages say.
    pub(super) own: Own,
}

/// The texts of the widget that pages use, by the names that they have there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the texts say it")]
pub(super) struct Widget {
    pub(super) answers: String,
    status: Statuses,
    section: Sections,
    pub(super) severity: String,
    pub(super) internal: String,
    answer: Answers,
    pub(super) no_workaround: String,
    pub(super) no_workaround_long: String,
    pub(super) is_fixed: String,
    pub(super) is_fixed_in: String,
    copy: String,
    copy_steps: String,
    pub(super) copy_code: String,
    pub(super) copied: String,
    pub(super) copy_failed: String,
    pub(super) solved: String,
    pub(super) thanks: String,
    pub(super) open_ticket: String,
    pub(super) ask_contact: String,
    last_checked: String,
    review_due: String,
    pub(super) feedback: String,
    pub(super) reasons: Reasons,
    callout: Callouts,
    pub(super) facts: Facts,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Statuses {
    investigating: String,
    known_error: String,
    fix_scheduled: String,
    fixed: String,
    wont_fix: String,
}

#[derive(Deserialize)]
struct Sections {
    workaround: String,
    symptoms: String,
    cause: String,
    fix: String,
}

#[derive(Deserialize)]
struct Answers {
    body: String,
    description: String,
}

#[derive(Deserialize)]
struct Callouts {
    note: String,
    tip: String,
    important: String,
    warning: String,
    caution: String,
}

/// What a reader can say that is wrong with an article.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Reasons {
    did_not_work: String,
    outdated: String,
    unclear: String,
}

impl Reasons {
    /// Each with the word that stands for it in addresses.
    pub(super) fn all(&self) -> [(&'static str, &str); 3] {
        [
            ("did-not-work", &self.did_not_work),
            ("outdated", &self.outdated),
            ("unclear", &self.unclear),
        ]
    }
}

/// The names of an article's fields.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "named as the fields")]
pub(super) struct Facts {
    pub(super) owner: String,
    pub(super) contact: String,
    pub(super) slo: String,
    pub(super) versions: String,
    pub(super) fixed_in: String,
    pub(super) fix_comes_in: String,
    pub(super) problem: String,
    pub(super) change: String,
    pub(super) reported: String,
    pub(super) updated: String,
    pub(super) review_by: String,
    pub(super) origin: String,
    pub(super) source: String,
}

/// The texts of the pages alone.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the texts say it")]
pub(super) struct Own {
    pub(super) codes: String,
    pub(super) all_codes: String,
    pub(super) all_errors: String,
    pub(super) setup: String,
    pub(super) internal_only: String,
    pub(super) search_all: String,
    pub(super) search_runs: String,
    pub(super) needs_script: String,
    pub(super) cannot_run: String,
    pub(super) services: String,
    pub(super) no_service: String,
    pub(super) for_authors: String,
    pub(super) report: String,
    pub(super) latest_changes: String,
    pub(super) more: String,
    pub(super) none_now: String,
    pub(super) past: String,
    retired: String,
    pub(super) no_codes: String,
    pub(super) filter_codes: String,
    pub(super) no_such_code: String,
    pub(super) moved: String,
    pub(super) moved_to: String,
    pub(super) id: String,
    pub(super) also_known_as: String,
    pub(super) replaced_by: String,
    pub(super) public_page: String,
    pub(super) traces: String,
    pub(super) line_contains: String,
    pub(super) line_matches: String,
    pub(super) lines_contain: String,
    pub(super) none_will_come: String,
    pub(super) similar: String,
    /// How a day is written, with places for its parts.
    date: String,
    months: Vec<String>,
    pub(super) guide: Guide,
    /// What the script of `setup.html` says, by name.
    self_test: BTreeMap<String, String>,
}

/// The texts of `setup.html`. What stands in braces is code.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the texts say it")]
pub(super) struct Guide {
    pub(super) title: String,
    pub(super) stands_for: String,
    pub(super) two_lines: String,
    pub(super) r#where: String,
    pub(super) between: String,
    pub(super) try_it: String,
    pub(super) in_form: String,
    pub(super) in_form_hint: String,
    pub(super) one_article: String,
    pub(super) in_frame: String,
    pub(super) in_frame_hint: String,
    pub(super) after_hash: String,
    pub(super) self_test: String,
    /// Says for whom the rest is, and that it is in English.
    pub(super) for_server: String,
}

impl Words {
    /// The words in the language `lang`, else in English.
    pub(super) fn of(lang: &str, audience: Audience) -> Words {
        let own = |name: &str| OWN.iter().find(|(lang, _)| *lang == name);
        let primary = primary(lang);
        let (lang, name) = if own(&primary).is_some() {
            (lang, primary.as_str())
        } else {
            (ENGLISH, ENGLISH)
        };
        let widget = runtime::TEXTS.iter().find(|(lang, _)| *lang == name);
        let texts = |table: Option<&(&str, &str)>| -> Value {
            let json = table.map_or("{}", |(_, json)| *json);
            worded_for(json, audience).unwrap_or_default()
        };
        Words {
            lang: lang.to_owned(),
            widget: read(texts(widget)),
            own: read(texts(own(name))),
        }
    }

    /// Whether the words are English ones.
    pub(super) fn is_english(&self) -> bool {
        primary(&self.lang) == ENGLISH
    }

    /// The words that scripts add to a page, as JSON.
    pub(super) fn of_scripts(&self) -> String {
        let Words { widget, own, .. } = self;
        let words = [
            ("copy", &widget.copy_code),
            ("copied", &widget.copied),
            ("copyFailed", &widget.copy_failed),
            ("solved", &widget.solved),
            ("thanks", &widget.thanks),
            ("lastChecked", &widget.last_checked),
            ("reviewDue", &widget.review_due),
            ("filter", &own.filter_codes),
            ("none", &own.no_such_code),
        ];
        Value::from_iter(words.map(|(name, text)| (name, text.as_str()))).to_string()
    }

    /// The words of the script of `setup.html`, as JSON.
    pub(super) fn of_self_test(&self) -> String {
        let Words { widget, own, .. } = self;
        let copying = [
            ("copy", &widget.copy_code),
            ("copied", &widget.copied),
            ("copyFailed", &widget.copy_failed),
        ];
        let copying = copying.map(|(name, text)| (name, text.as_str()));
        let tested =
            own.self_test.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        Value::from_iter(tested.chain(copying)).to_string()
    }

    /// What the button says that copies an answer of this kind.
    pub(super) fn copy(&self, kind: AnswerKind) -> &str {
        match kind {
            AnswerKind::Workaround => &self.widget.copy,
            AnswerKind::Fix | AnswerKind::Body => &self.widget.copy_steps,
            AnswerKind::Description => &self.widget.copy_code,
        }
    }

    /// How a page says where a known error stands.
    pub(super) fn status(&self, status: Status) -> &str {
        let words = &self.widget.status;
        match status {
            Status::Investigating => &words.investigating,
            Status::KnownError => &words.known_error,
            Status::FixScheduled => &words.fix_scheduled,
            Status::Fixed => &words.fixed,
            Status::Retired => &self.own.retired,
            Status::WontFix => &words.wont_fix,
        }
    }

    /// What a section without a heading of its own is called; a body is called nothing.
    pub(super) fn section(&self, kind: SectionKind) -> Option<&str> {
        let words = &self.widget.section;
        match kind {
            SectionKind::Workaround => Some(&words.workaround),
            SectionKind::Symptoms => Some(&words.symptoms),
            SectionKind::Cause => Some(&words.cause),
            SectionKind::Fix => Some(&words.fix),
            SectionKind::Body => None,
        }
    }

    /// What is answered by a section of this kind, where the article does not name it.
    pub(super) fn answer(&self, kind: AnswerKind) -> &str {
        match kind {
            AnswerKind::Workaround => &self.widget.section.workaround,
            AnswerKind::Fix => &self.widget.section.fix,
            AnswerKind::Body => &self.widget.answer.body,
            AnswerKind::Description => &self.widget.answer.description,
        }
    }

    /// What a callout is, by its class.
    pub(super) fn callout(&self, class: &str) -> &str {
        let words = &self.widget.callout;
        match class {
            "internal" => &self.widget.internal,
            "tip" => &words.tip,
            "important" => &words.important,
            "warning" => &words.warning,
            "caution" => &words.caution,
            _ => &words.note,
        }
    }

    /// A day as the language writes it.
    pub(super) fn date(&self, date: Date) -> String {
        let iso = date.to_string();
        let mut parts = iso.split('-');
        let mut part = || parts.next().unwrap_or_default();
        let [year, mm, dd] = [part(), part(), part()];
        let month = self.own.months.get(usize::from(date.month()).saturating_sub(1));
        let values = [
            ("year", year),
            ("month", month.map_or(mm, String::as_str)),
            ("mm", mm),
            ("day", dd.trim_start_matches('0')),
            ("dd", dd),
        ];
        filled(&self.own.date, &values)
    }
}

/// `text` with `values` in the places that bear their names in braces.
pub(super) fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, after))
        });
        let (value, after) = place.unwrap_or(("{", after));
        out.push_str(value);
        rest = after;
    }
    out + rest
}

/// A table as the words of a page.
fn read<T: for<'a> Deserialize<'a>>(texts: Value) -> T {
    serde_json::from_value(texts).unwrap_or_else(|error| {
        unreachable!("the tables are part of the source: {error}")
    })
}

#[cfg(test)]
mod tests {
    use super::{OWN, Words, filled};
    use kedb_engine::article::{Audience, Date};

    #[test]
    fn every_language_has_all_words() {
        for (lang, _) in OWN {
            for audience in [Audience::Internal, Audience::Public] {
                let words = Words::of(lang, audience);
                assert_eq!(words.lang, lang);
                assert_eq!(words.own.months.len(), 12, "{lang}");
            }
        }
    }

    #[test]
    fn days_are_written_as_in_the_language() {
        let check = |lang: &str, expected: &str| {
            let words = Words::of(lang, Audience::Internal);
            let day = Date::new(2026, 9, 5).expect("a day");
            assert_eq!(words.date(day), expected, "{lang}");
        };
        check("en-GB", "Sep 5, 2026");
        check("DE_at", "05.09.2026");
        check("es", "5 sept 2026");
        check("fr", "5 sept. 2026");
        check("it", "5 set 2026");
        check("ja", "2026/09/05");
        check("ko", "2026. 9. 5.");
        check("nl", "5 sep 2026");
        check("pl", "5 wrz 2026");
        check("pt-BR", "5 de set. de 2026");
        check("ru", "5 сент. 2026 г.");
        check("sv", "5 sep. 2026");
        check("fi", "Sep 5, 2026");
        check("zh-CN", "2026年9月5日");
        check("", "Sep 5, 2026");
    }

    #[test]
    fn only_known_places_are_filled() {
        let check = |text: &str, expected: &str| {
            assert_eq!(filled(text, &[("a", "1"), ("b", "{a}")]), expected);
        };
        check("{a}{b}", "1{a}");
        check("{c} {a", "{c} {a");
        check("{{a}}", "{1}");
        check("", "");
    }
}
