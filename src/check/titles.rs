//! Titles that do not help.
//!
//! A title is all that a list of answers shows of an article at first, and what is typed
//! into the box is compared with it before anything else. So it has to be short enough to
//! be read at a glance, and has to say in words what goes wrong. Which words are the
//! user's only a reader can say: only titles without any word are reported here.

use crate::config::Field;
use crate::diagnostic::Diagnostic;
use crate::parse::Parsed;
use kedb_engine::article::Article;

/// Longest title in characters: three lines of a list of answers on a screen that is 320
/// pixels wide. Who scans the list reads no fourth one.
const LONGEST: usize = 120;

/// A word in capitals that is shorter may be an abbreviation: `VPN`.
const LOUD: usize = 4;

/// Adds to a file what is wrong with its title.
pub(super) fn title(file: &mut Parsed) {
    let Some(article) = &file.article else { return };
    let Some((rule, message, hint)) = diagnostic(article) else { return };
    let place = file.places.field(Field::Title);
    let diagnostic = Diagnostic::warning(rule, &file.file, place, message);
    file.diagnostics.push(diagnostic.with_hint(hint));
}

fn diagnostic(article: &Article) -> Option<(&'static str, String, &'static str)> {
    let title = article.title.as_str();
    let letters = title.chars().count();
    if letters > LONGEST {
        let message = format!("the title has {letters} characters, more than {LONGEST}");
        let hint = "say what goes wrong and where; what causes it, and for whom, belongs \
                    under `## Symptoms` or `## Cause`";
        return Some(("long-title", message, hint));
    }
    // Brackets of Chinese and Japanese stand without a space beside them.
    let ends_word = |c: char| {
        c.is_whitespace() || !(c.is_ascii() || c.is_alphanumeric() || is_mark(c))
    };
    if !title.split(ends_word).any(is_natural) {
        let message = "the title says in no word what goes wrong".to_owned();
        let hint = "say what the user sees or can't do, and put the code behind it: \
                    `Shared printer can't be added: 0x0000011b`";
        return Some(("coded-title", message, hint));
    }
    let loud = title.split_whitespace().filter(|word| {
        word.chars().filter(|c| c.is_uppercase()).count() >= LOUD
            && word.chars().all(|c| !c.is_numeric())
    });
    if loud.count() >= 2
        && !title.contains(char::is_lowercase)
        && !title.contains(is_unspaced)
    {
        let message = "the title is all in capitals".to_owned();
        let hint = "write it as a sentence; quote a message in capitals under \
                    `## Symptoms`";
        return Some(("coded-title", message, hint));
    }
    None
}

/// Whether `word` may be one of a language, rather than a code, a path, a class or a
/// number: letters alone, but for the marks around it and those within (`can't`, `Wi-Fi`,
/// `and/or`). The name of an alert (`KubePodCrashLooping`) is what its users read.
fn is_natural(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_word =
        !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || is_mark(c));
    is_word || word.chars().filter(|c| is_unspaced(*c)).count() > 1
}

/// Whether `c` is of a script that puts no spaces between words: the name of a program may stand right before one.
fn is_unspaced(c: char) -> bool {
    c >= '\u{2e80}' && c.is_alphabetic()
}

/// Whether `c` may stand within a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '‑' | '/' | '&')
}
