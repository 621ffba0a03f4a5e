//! The title of an article: as plain text, or, where the article has none, from the name of its file.

use super::{File, decoded, dialect, file, vague};
use crate::config::{Config, TitleFrom};
use crate::diagnostic::{Diagnostic, Place};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::BTreeMap;

/// A title of a front matter as the text that it is: without macros and the marks of code, which a
/// heading loses too.
pub(super) fn plain(written: &str) -> String {
    let text = dialect::inline(without_note(written));
    let text = if is_marked(&text) { unmarked(&text) } else { text };
    let is_paired = text.matches('`').count().is_multiple_of(2);
    if is_paired { text.replace('`', "") } else { text }
}

/// How many lines at the beginning of a page of MDX export its title.
const EXPORTS: usize = 40;

/// The title that a page of MDX exports: `export const title = "The lamp is red"`, or in an object such as `meta`.
pub(super) fn exported(text: &str) -> Option<&str> {
    let mut is_object = false;
    for line in text.lines().take(EXPORTS) {
        let export = line.strip_prefix("export const ");
        if let Some((name, value)) = export.and_then(|export| export.split_once('=')) {
            let (name, value) = (name.trim(), value.trim());
            is_object = OBJECTS.contains(&name) && value == "{";
            if name == "title" {
                return quoted(value);
            }
        } else if line.starts_with(['`', '~', '#']) {
            return None;
        } else if let Some((key, value)) = line.split_once(':')
            && is_object
            && key.trim() == "title"
        {
            return quoted(value);
        }
    }
    None
}

/// What the object is called that holds the title of a page of MDX.
const OBJECTS: [&str; 4] = ["meta", "metadata", "frontmatter", "frontMatter"];

/// The text of a string of a script.
fn quoted(value: &str) -> Option<&str> {
    let value = value.trim().trim_end_matches([',', ';']);
    let quote = value.chars().next().filter(|c| "\"'`".contains(*c))?;
    let text = value.get(1..)?.strip_suffix(quote)?;
    let is_one = !text.contains(quote) && !text.contains(['\\', '$']);
    (is_one && !text.trim().is_empty()).then_some(text)
}

/// `written` without the number of a footnote behind its last word: `The lamp is red[^1]`.
fn without_note(written: &str) -> &str {
    let text = written.trim_end();
    let note = text.strip_suffix(']').and_then(|text| text.rsplit_once("[^"));
    let is_number =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit());
    match note {
        Some((before, label))
            if is_number(label)
                && before.ends_with(|c: char| {
                    c.is_alphanumeric() || ".!?)\"'`".contains(c)
                }) =>
        {
            before
        }
        _ => written,
    }
}

/// Whether a line of a front matter has marks of Markdown that mean nothing else: bold words, links, entities.
fn is_marked(text: &str) -> bool {
    let is_entity = |rest: &str| {
        let name =
            rest.split_once(';').map_or("", |(name, _)| name).trim_start_matches('#');
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    text.matches("**").nth(1).is_some()
        || is_emphasized(text)
        || text.contains("](")
        || text.split('&').skip(1).any(is_entity)
}

/// A title that is made of a text with such marks, without them.
pub(crate) fn without_emphasis(text: String) -> String {
    if is_emphasized(&text) { text.replace('*', "").replace("__", "") } else { text }
}

/// Whether words of a line stand between marks of emphasis: `*out of paper*`, and not `*.log`, `2 * 3` or `__init__`.
fn is_emphasized(text: &str) -> bool {
    let is_edge = |c: Option<char>| {
        c.is_none_or(|c| {
            let is_unspaced =
                matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
            !c.is_alphanumeric() && !"*_/\\$.".contains(c) || is_unspaced
        })
    };
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    ["*", "__"].into_iter().any(|mark| {
        let at = text.match_indices(mark).map(|(at, _)| at);
        let parts = at.map(|at| text.split_at_checked(at).unwrap_or_default());
        let around = parts.map(|(before, rest)| {
            let after = rest.strip_prefix(mark).unwrap_or_default();
            (before.len(), before.chars().next_back(), after.chars().next())
        });
        let around: Vec<_> = around.collect();
        let mut opening = around
            .iter()
            .enumerate()
            .filter(|(_, (_, before, after))| is_edge(*before) && is_word(*after));
        opening.any(|(number, (start, ..))| {
            let mut later = around.iter().skip(number + 1);
            later.any(|(end, before, after)| {
                let inner = text.get(start + mark.len()..*end).unwrap_or_default();
                let is_name = mark == "__" && !inner.contains(' ');
                before.is_some_and(|c| !c.is_whitespace()) && is_edge(*after) && !is_name
            })
        })
    })
}

/// A line of Markdown as plain text, without its images.
fn unmarked(line: &str) -> String {
    // No mark of a block begins behind a word.
    const WORD: &str = "x ";
    let (mut text, mut images) = (String::new(), 0_usize);
    for event in Parser::new(&format!("{WORD}{line}")) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::Text(part) | Event::InlineHtml(part) if images == 0 => {
                text.push_str(&part);
            }
            Event::Code(part) if images == 0 => text.extend(["`", &part, "`"]),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.strip_prefix(WORD).unwrap_or(&text).trim().to_owned()
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
    let of_list = || of_list(file, config).map(str::to_owned);
    written
        .or(heading)
        .or_else(of_list)
        .or_else(|| by_file_name(file, by_file, otherwise, config, diagnostics))
        .map(|title| vague::completed(title, file))
}

/// The title that the list in the settings says for a file; none if the files are named before it.
pub(super) fn of_list<'c>(file: File<'_>, config: &'c Config) -> Option<&'c str> {
    let by_file = config.defaults.title == Some(TitleFrom::File);
    listed(&config.beside.titles, file.path, file.stem).filter(|_| !by_file)
}

/// The title that a list says for the article at `path`, of `titles` by pages. Docusaurus leaves out the
/// numbers that order files; and a list may name `page.md` where each language has a file of its own,
/// such as `page.de.md`, whose `stem` is `page`.
pub(crate) fn listed<'t>(
    titles: &'t BTreeMap<String, String>,
    path: &str,
    stem: &str,
) -> Option<&'t str> {
    let page = file::page(path);
    let unnumbered = || page.split('/').map(file::bare).collect::<Vec<_>>().join("/");
    let found = titles.get(page).or_else(|| titles.get(&unnumbered()));
    found.or_else(|| titles.get(file::page(stem))).map(String::as_str)
}

/// The title of a file that nothing but its name may give, as the settings say; none if it has no name.
pub(super) fn of_file(file: File<'_>, config: &Config) -> Option<String> {
    let by_file = config.defaults.title == Some(TitleFrom::File);
    by_file.then(|| named(file)).flatten()
}

/// The title that the name of a file gives: `tunnel-drops.md` is "Tunnel drops", and the name
/// of an alert or a code stays as it is.
fn named(file: File<'_>) -> Option<String> {
    let mut parts = file.stem.rsplit('/');
    let name = parts.next().map(file::bare);
    let name = name.filter(|name| !matches!(*name, "index" | "README" | "readme"));
    let words = decoded(name.or_else(|| parts.next()).unwrap_or_default());
    let is_code = is_code(&words);
    // With spaces it is written as it is meant: `TLS - access is denied (ACCESS_DENIED)`.
    let is_written = is_code || words.contains(' ');
    let words = if is_written { words } else { words.replace(['-', '_'], " ") };
    let mut chars = words.trim().chars();
    let first = chars.next()?;
    Some(if is_code {
        words.trim().to_owned()
    } else {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The title that the name of a file gives. A file without a name of its own is called `otherwise`.
fn by_file_name(
    file: File<'_>,
    is_wanted: bool,
    otherwise: Option<String>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let title = named(file).map(|title| vague::completed(title, file));
    let Some(title) = title else {
        if otherwise.is_some() {
            return otherwise;
        }
        let title = config.title.clone();
        let message = format!(
            "the article has no `title`: the base calls its first page `{title}`"
        );
        diagnostics.push(
            Diagnostic::warning("missing-title", file.path, Place::START, message)
                .with_hint("say in the user's words what goes wrong"),
        );
        return Some(title);
    };
    if !is_wanted {
        let message = format!("the article has no `title`: its file calls it `{title}`");
        diagnostics.push(
            Diagnostic::warning("missing-title", file.path, Place::START, message)
                .with_hint(
                    "say in the user's words what goes wrong, or set `title = \"file\"` \
                     under `[defaults]`",
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

#[cfg(test)]
mod tests {
    use crate::parse::file::page;

    #[test]
    fn titles_without_marks_of_emphasis() {
        for (written, expected) in [
            ("Printing fails: *out of paper*", "Printing fails: out of paper"),
            ("*Out of paper* is shown", "Out of paper is shown"),
            ("The drawer __opens by itself__", "The drawer opens by itself"),
            ("The file __init__ is missing", "The file __init__ is missing"),
            ("Logs in *.log and *.txt", "Logs in *.log and *.txt"),
            ("2 * 3 * 4", "2 * 3 * 4"),
            ("SELECT * FROM gates fails with *", "SELECT * FROM gates fails with *"),
            ("gate_open and gate_shut", "gate_open and gate_shut"),
            ("プリンターの*紙切れ*が出る", "プリンターの紙切れが出る"),
            ("user* and admin*", "user* and admin*"),
            ("a*b*c", "a*b*c"),
        ] {
            assert_eq!(super::plain(written), expected, "{written}");
        }
    }

    #[test]
    fn pages_that_paths_mean() {
        for (listed, path, is_found) in [
            ("till/drawer", "till/drawer.mdx", true),
            ("till/", "till/index.md", true),
            ("till", "till/README.md", true),
            ("till/index", "till/_index.md", true),
            ("till/drawer.html", "till/drawer.md", true),
            ("till/drawer", "02-till/01-drawer.md", true),
            ("till/02-drawer.md", "till/01-drawer.md", false),
            ("drawer", "till/drawer.md", false),
            ("till/drawer", "till/drawer/lamp.md", false),
        ] {
            let titles = [(page(listed).to_owned(), "Found".to_owned())].into();
            assert_eq!(
                super::listed(&titles, path, super::file::stem(path)).is_some(),
                is_found,
                "{listed} {path}"
            );
        }
    }

    #[test]
    fn titles_that_pages_export() {
        for (text, expected) in [
            ("export const title = 'Red lamps'", Some("Red lamps")),
            (
                "import X from 'x'\n\nexport const title = \"It's red\";\n",
                Some("It's red"),
            ),
            ("export const meta = {\n  title: 'Red',\n  a: 1,\n}", Some("Red")),
            ("export const title = `Red`", Some("Red")),
            ("export const title = `Red ${a}`", None),
            ("export const title = 'a' + 'b'", None),
            ("export const titles = 'Red'", None),
            ("export const lamp = {\n  title: 'Red'\n}", None),
            ("# Red\n\nexport const title = 'Blue'", None),
            ("```js\nexport const title = 'Blue'\n```", None),
            ("title: 'Red'", None),
        ] {
            assert_eq!(super::exported(text), expected, "{text}");
        }
    }
}
