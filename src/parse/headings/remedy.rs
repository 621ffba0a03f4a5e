//! Sentences that say how to get rid of a problem, in sections whose headings don't.

use super::KNOWN;
use regex_lite::Regex;
use std::sync::LazyLock;

/// Whether a sentence of `text` begins so: "To resolve this issue, ...".
pub(in crate::parse) fn says(text: &str) -> bool {
    let text = text.to_lowercase().replace('’', "'");
    REMEDY.as_ref().is_some_and(|remedy| remedy.is_match(&text))
}

/// Most words of a heading that names what helps, where spaces stand between words.
const WORDS: usize = 12;

/// Words that ask how something is done, and those that say what something is done for.
const WAYS: [(&str, &str); 9] = [
    ("how to", "to"),
    ("how do i", "to"),
    ("how can i", "to"),
    ("comment", "pour"),
    ("cómo", "para"),
    ("como", "para"),
    ("come", "per"),
    ("jak", "aby"),
    ("как", "чтобы"),
];

/// Whether a `heading` begins so, or asks for it: "To fix this error, try the following", "How to fix this
/// diagnostic?".
pub(in crate::parse) fn heads(heading: &str) -> bool {
    let heading = heading.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let begins = |heading: &str| beginning(heading).is_some_and(|start| start == 0);
    let asked = || {
        WAYS.iter().find_map(|(how, to)| {
            let rest = heading.strip_prefix(how)?.strip_prefix(' ')?;
            Some([to, " ", rest].concat())
        })
    };
    heading.split_whitespace().nth(WORDS).is_none()
        && (begins(&heading) || asked().is_some_and(|heading| begins(&heading)))
}

/// Where the first such sentence of `text` begins.
pub(crate) fn beginning(text: &str) -> Option<usize> {
    let ends = text.char_indices().filter(|(_, c)| "\n.!?:;。！？：".contains(*c));
    let ends =
        ends.map(|(at, c)| (at, at + c.len_utf8())).chain([(text.len(), text.len())]);
    let mut start = 0;
    for (end, next) in ends {
        let sentence = text.get(start..end).unwrap_or_default();
        if says(sentence) {
            return Some(start + sentence.len() - sentence.trim_start().len());
        }
        start = next;
    }
    None
}

static REMEDY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let remedies = KNOWN.remedies.join("|");
    Regex::new(&format!("(?:^|[\\n.!?:;。！？：])\\s*(?:{remedies})")).ok()
});

#[cfg(test)]
mod tests {
    #[test]
    fn where_a_remedy_begins() {
        for (text, expected) in [
            ("It fails. To fix this error, wait.", Some("To fix this error, wait.")),
            ("To fix this error, wait.", Some("To fix this error, wait.")),
            ("It fails:\n As a workaround, wait.", Some("As a workaround, wait.")),
            (
                "動かない。この問題を解決するには、待つ。",
                Some("この問題を解決するには、待つ。"),
            ),
            ("İt fails. To resolve the issue, wait", Some("To resolve the issue, wait")),
            ("It fails.", None),
            ("", None),
        ] {
            let found = super::beginning(text).and_then(|at| text.get(at..));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn headings_that_begin_so() {
        for (text, expected) in [
            ("To fix this error", true),
            ("2. To resolve this issue:", true),
            ("To fix it, try the following", true),
            ("To fix the problem on a phone", true),
            ("Um das Problem zu beheben", true),
            ("Um den Fehler zu beheben, gibt es zwei Wege", true),
            ("Um es zu beheben", true),
            ("Pour résoudre ce problème", true),
            ("Pour y remédier", true),
            ("Para solucionarlo", true),
            ("Para corregir el error", true),
            ("Para resolvê-lo", true),
            ("Para corrigir o erro", true),
            ("Per risolverlo è possibile verificare le cause", true),
            ("Per correggere l'errore", true),
            ("Om dit probleem te verhelpen", true),
            ("Aby naprawić ten błąd", true),
            ("Aby to naprawić", true),
            ("この問題を解決するには", true),
            ("解决此问题", true),
            ("이 문제를 해결하려면", true),
            ("Чтобы исправить эту ошибку", true),
            ("How to fix this diagnostic?", true),
            ("How do I resolve this warning", true),
            ("How to avoid these crashes", true),
            ("Comment corriger cette alerte", true),
            ("¿Cómo corregir este aviso?", true),
            ("Como resolver este aviso", true),
            ("Come risolvere questo avviso", true),
            ("Jak naprawić ten problem z bramą", true),
            ("Как исправить эту ошибку", true),
            ("How to fix a shelf to the wall", false),
            ("How do I print this page", false),
            ("Comment ouvrir cette porte", false),
            ("To fix a shelf to the wall", false),
            ("What happens. To fix this, wait", false),
            ("To print a label", false),
            ("Para abrir la tapa", false),
            ("Pour ouvrir la porte", false),
            (
                "To fix this is what many people ask us for when the lamp of the gate is red",
                false,
            ),
        ] {
            assert_eq!(super::heads(text), expected, "{text}");
        }
    }

    #[test]
    fn sentences_that_say_how_to_get_rid_of_a_problem() {
        for (text, expected) in [
            ("To resolve this issue, restart it.", true),
            ("It fails. To work around this, connect by cable.", true),
            ("Restart it.\nThe only workaround is to restart it twice.", true),
            ("It hangs: to fix the problem, press both buttons.", true),
            ("To resolve names, it asks a server.", false),
            ("A change to resolve this problem is scheduled.", false),
            ("There is no workaround for this behavior.", false),
            ("Users try to avoid this.", false),
            ("To avoid these messages, mute it.", true),
            ("Um dieses Problem zu beheben, starten Sie neu.", true),
            ("Um die Tabelle zu öffnen, klicken Sie.", false),
            ("Para resolver este problema, reinicie.", true),
            ("Para abrir el archivo, pulse.", false),
            ("Pour résoudre ce problème, redémarrez.", true),
            ("Per risolvere il problema, riavviare.", true),
            ("この問題を解決するには、再起動します。", true),
            ("この問題は調査中です。", false),
            ("若要解决此问题，请重新启动。", true),
            ("此问题尚未解决。", false),
            ("이 문제를 해결하려면 다시 시작합니다.", true),
            ("Om dit probleem op te lossen, start opnieuw.", true),
            ("Aby rozwiązać ten problem, uruchom ponownie.", true),
            ("Para contornar o problema, reinicie.", true),
        ] {
            assert_eq!(super::says(text), expected, "{text}");
        }
    }
}
