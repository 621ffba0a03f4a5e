//! The title of an article: as plain text, or, where the article has none, from the name of its file.

use super::{File, decoded, dialect, file};
use crate::config::{Config, TitleFrom};
use crate::diagnostic::{Diagnostic, Place};

/// A title of a front matter as the text that it is: without macros and the marks of code, which a
/// heading loses too.
pub(super) fn plain(written: &str) -> String {
    let text = dialect::inline(written);
    let is_paired = text.matches('`').count().is_multiple_of(2);
    if is_paired { text.replace('`', "") } else { text }
}

/// The title of a file: what its front matter says, else its heading, else what a list of the base says,
/// else its name; the settings may put the name before the heading.
pub(super) fn of(
    written: Option<String>,
    heading: Option<String>,
    file: File<'_>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let by_file = config.defaults.title == Some(TitleFrom::File);
    let (heading, otherwise) = if by_file { (None, heading) } else { (heading, None) };
    let listed = || config.beside.titles.get(file.path).filter(|_| !by_file).cloned();
    written
        .or(heading)
        .or_else(listed)
        .or_else(|| by_file_name(file, by_file, otherwise, diagnostics))
}

/// The title that the name of a file gives: `tunnel-drops.md` is "Tunnel drops", and the name
/// of an alert or a code stays as it is. A file without a name of its own is called `otherwise`.
fn by_file_name(
    File { path, stem, .. }: File<'_>,
    is_wanted: bool,
    otherwise: Option<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let mut parts = stem.rsplit('/');
    let name = parts.next().map(file::bare);
    let name = name.filter(|name| !matches!(*name, "index" | "README" | "readme"));
    let words = decoded(name.or_else(|| parts.next()).unwrap_or_default());
    let is_code = is_code(&words);
    // With spaces it is written as it is meant: `TLS - access is denied (ACCESS_DENIED)`.
    let is_written = is_code || words.contains(' ');
    let words = if is_written { words } else { words.replace(['-', '_'], " ") };
    let mut chars = words.trim().chars();
    let Some(first) = chars.next() else {
        if otherwise.is_some() {
            return otherwise;
        }
        diagnostics.push(
            Diagnostic::error(
                "missing-title",
                path,
                Place::START,
                "the article has no `title`",
            )
            .with_hint("say in the user's words what goes wrong"),
        );
        return None;
    };
    let title = if is_code {
        words.trim().to_owned()
    } else {
        first.to_uppercase().chain(chars).collect()
    };
    if !is_wanted {
        let message = format!("the article has no `title`: its file calls it `{title}`");
        diagnostics.push(
            Diagnostic::warning("missing-title", path, Place::START, message).with_hint(
                "say in the user's words what goes wrong, or set `title = \"file\"` under \
                 `[defaults]`",
            ),
        );
    }
    Some(title)
}

/// Whether a name is that of an alert or a code, which stays as it is: one with capitals, or with
/// digits and not several words beside them.
fn is_code(name: &str) -> bool {
    let is_word = |part: &&str| part.len() > 2 && part.chars().all(char::is_alphabetic);
    let words = name.split(['-', '_']).filter(is_word).count();
    let has_capital = name.contains(char::is_uppercase);
    !name.contains(' ')
        && !file::is_sentence(name)
        && !file::is_mostly_words(name)
        && (has_capital || words < 2 && name.contains(char::is_numeric))
}
