//! Variables of template languages: `{{ product }}` (Jinja, Liquid, Handlebars, Vue),
//! `{{{ .Product }}}`, `{{ $labels.pod }}`.
//!
//! Only their own system knows what they stand for. In a text the name of the variable is shown, as
//! authors write a placeholder (`<product>`); in the target of a link it is left out.

use super::code::Prose;
use super::labels;
use regex_lite::Regex;
use std::sync::LazyLock;

/// What stands between the braces of a variable.
static VARIABLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{\{\{?[-~]?\s*([^{}]*?)\s*[-~]?\}\}\}?").ok());

/// A string, perhaps with filters behind it: `"/assets" | relative_url`.
static STRING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^["'`]([^"'`]*)["'`]\s*(\|.*)?$"#).ok());

/// The names of a path, perhaps with filters behind it: `.Values.image | quote`.
static PATH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[$.@]*([A-Za-z_][\w.$-]*?)\s*(\|.*)?$").ok());

/// A variable and a number that is added to it: `REVISION - 1`.
static SUM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[A-Za-z_]\w*\s*[-+*/]\s*\d{1,6}$").ok());

/// The call of a function, perhaps with filters behind it: `cards.all("x") | safe`.
static CALL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[A-Za-z_][\w.$-]*\s*\(.*\)\s*(\|[\w\s|]*)?$").ok());

/// The entries of an object whose first value is written out, by which some systems say how something is shown:
/// `target: '_blank'`.
static SETTINGS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^["']?[A-Za-z_-][\w-]*["']?\s*:\s*(?:["'`\[{\d]|true\b|false\b)"#).ok()
});

/// The entries of an object of JSX, such as a style: `marginRight: "1em"`.
static OBJECT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^["']?[A-Za-z_-][\w-]*["']?\s*:"#).ok());

/// Most lines of a call.
const MAX_LINES: usize = 20;

/// The first variable in `line` whose text readers miss, as written.
pub(super) fn first(line: &str) -> Option<String> {
    let variables = found(line).into_iter();
    let missed = variables.filter(|one| !one.is_target && !is_string(one.inner));
    let missed = missed.filter(|one| !is_setting(one.inner));
    let mut missed =
        missed.filter(|one| !is_of_site(one.inner) && !is_control(one.inner));
    missed.next().map(|one| one.written.chars().filter(|c| *c != '`').collect())
}

/// `line` with the names of its variables behind `opening`, which is `<` as the text writes it.
pub(super) fn named(line: &str, opening: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for Variable { start, written, inner, is_target } in found(line) {
        out.push_str(line.get(from..start).unwrap_or_default());
        let string = STRING.as_ref().and_then(|string| string.captures(inner));
        let path = PATH.as_ref().and_then(|path| path.captures(inner));
        if let Some(text) = string.and_then(|found| found.get(1)) {
            out.push_str(text.as_str());
        } else if !is_target && SUM.as_ref().is_some_and(|sum| sum.is_match(inner)) {
            out.push_str(&format!("{opening}{inner}>"));
        } else if !is_target
            && !is_of_site(inner)
            && !is_control(inner)
            && !is_setting(inner)
        {
            let path =
                path.and_then(|found| found.get(1)).map_or("…", |path| path.as_str());
            let name = path.rsplit('.').find(|name| !name.is_empty()).unwrap_or(path);
            out.push_str(&format!("{opening}{name}>"));
        }
        from = start + written.len();
    }
    out.push_str(line.get(from..).unwrap_or_default());
    out
}

/// Whether it only says how something is shown.
fn is_setting(inner: &str) -> bool {
    SETTINGS.as_ref().is_some_and(|settings| settings.is_match(inner))
}

struct Variable<'l> {
    start: usize,
    written: &'l str,
    inner: &'l str,
    /// Whether it stands in the target of a link.
    is_target: bool,
}

/// The variables of `line` outside code.
fn found(line: &str) -> Vec<Variable<'_>> {
    let mut found = Vec::new();
    let Some(pattern) = VARIABLE.as_ref().filter(|_| line.contains("{{")) else {
        return found;
    };
    let prose = Prose::of(line);
    for captures in pattern.captures_iter(line) {
        let (Some(whole), Some(inner)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        let before = line.get(..whole.start()).unwrap_or_default();
        let is_code = prose.code_end(whole.start()).is_some() || before.ends_with('\\');
        // Marks of other tags, which are read before.
        let is_object = before.ends_with('=')
            && OBJECT.as_ref().is_some_and(|object| object.is_match(inner.as_str()));
        if is_code || is_object || inner.as_str().starts_with(['<', '%', '!']) {
            continue;
        }
        let opened = before.rfind("](").map(|at| before.get(at..).unwrap_or_default());
        found.push(Variable {
            start: whole.start(),
            written: whole.as_str(),
            inner: inner.as_str(),
            is_target: opened.is_some_and(|target| !target.contains(')')),
        });
    }
    found
}

/// The call of a template that the first of `lines` begins and that is a block of its own: how many other lines it
/// takes, and all of it in one line. What may be a label or a condition is none.
pub(super) fn call<'l>(
    mut lines: impl Iterator<Item = &'l str>,
) -> Option<(usize, String)> {
    let first = lines.next()?;
    let inner = first.strip_prefix("{{")?.trim_start_matches('-').trim_start();
    let is_other = inner.starts_with(['<', '%', '!', '#', '/', '^', '>', '{']);
    if is_other || is_control(inner) {
        return None;
    }
    let mut whole = String::new();
    let mut lines = std::iter::once(first).chain(lines).take(MAX_LINES).enumerate();
    let length = loop {
        let (at, line) = lines.next()?;
        let text = line.trim();
        let is_block =
            text.is_empty() || text.starts_with(['#', '>', '`', '~', ':', '<']);
        let is_again = at > 0 && text.contains("{{");
        if is_block || is_again || labels::may_restrict(text) {
            return None;
        }
        if at > 0 {
            whole.push(' ');
        }
        whole.push_str(text);
        if let Some((_, behind)) = text.split_once("}}") {
            break Some(at).filter(|_| behind.trim_start_matches('}').is_empty())?;
        }
    };
    let inner = whole.trim_matches(['{', '}', '-', ' ']);
    let is_call = CALL.as_ref().is_some_and(|call| call.is_match(inner));
    let is_alone = lines.next().is_none_or(|(_, next)| next.trim().is_empty());
    (is_call && is_alone && !labels::may_restrict(&whole)).then_some((length, whole))
}

/// Whether a line is a heading that shows the title of the front matter: `# {{ page.title }}`,
/// `# <%= current_page.data.title %>`.
pub(super) fn names_title(line: &str) -> bool {
    let heading = line.strip_prefix('#').unwrap_or_default().trim();
    let marks = [("{{", "}}"), ("<%=", "%>")];
    marks.iter().any(|(open, close)| {
        let inner = heading.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inner.is_some_and(|inner| {
            let name = inner.trim().trim_matches(['-', '$', ' ']);
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_');
            name.to_lowercase().ends_with("title") && name.chars().all(is_name)
        })
    })
}

fn is_string(inner: &str) -> bool {
    STRING.as_ref().is_some_and(|string| string.is_match(inner))
}

/// Whether it shows nothing by itself: `{{#if x}}`, `{{ end }}`.
fn is_control(inner: &str) -> bool {
    let words = [
        "block", "define", "else", "end", "endfor", "endif", "for", "if", "range",
        "template", "with",
    ];
    let first = inner.split_whitespace().next().unwrap_or_default();
    inner.starts_with(['#', '/', '^', '>']) || words.contains(&first)
}

/// Whether a variable of Jekyll stands for the address of the site.
fn is_of_site(inner: &str) -> bool {
    inner.starts_with("site.") || inner.starts_with("page.")
}
