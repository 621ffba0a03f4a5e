//! Roles of `MyST` before a code span, as Markdown: `` {ref}`the words <label>` `` becomes a link, `` {kbd}`F2` `` a
//! key, `` {guilabel}`Save` `` bold words. A role that nobody knows here stays.

use super::super::code::Prose;
use super::super::gitbook::TITLE;
use std::borrow::Cow;

/// Roles that lead to a label.
const LABELS: &str = "ref numref any std:ref";

/// Roles that lead to a file.
const FILES: &str = "doc download std:doc";

/// Roles whose words are only words, or, behind these, words before a target.
const WORDS: &str = "term abbr dfn pep rfc u";

/// Roles that show icons.
const ICONS: &str = "octicon fas fab far fa";

/// Roles whose words are code.
const CODE: &str = "code literal file command program envvar option samp math makevar regexp mailheader mimetype \
    manpage class func meth attr mod obj exc data const";

/// Domains whose roles name pieces of programs.
const DOMAINS: [&str; 7] = ["py", "c", "cpp", "js", "rst", "std", "sh"];

/// Whether a line has roles that are known.
pub(super) fn are_known(line: &str) -> bool {
    line.contains("}`") && matches!(readable(line, false), Cow::Owned(_))
}

/// `line` without its roles: `is_myst` says that each name in braces before a code span is one.
pub(in super::super) fn readable(line: &str, is_myst: bool) -> Cow<'_, str> {
    if !line.contains("}`") {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for span in Prose::of(line).into_code() {
        let Some(before) = line.get(from..span.start) else { continue };
        let Some((role, said)) = role(before).zip(line.get(span.clone())) else {
            continue;
        };
        let role_name = role.to_lowercase();
        let shown = shown(&role_name, said);
        let shown = shown.or_else(|| is_myst.then(|| unknown(&role_name, said)));
        let Some(shown) = shown else { continue };
        out.push_str(before.get(..before.len() - role.len() - 2).unwrap_or_default());
        out.push_str(&shown);
        from = span.end;
        // The space behind what is not shown would part the mark of a bold word from it.
        let is_first = !out.ends_with(|c: char| c.is_alphanumeric() || c == ' ');
        if shown.is_empty()
            && is_first
            && line.get(from..).is_some_and(|rest| rest.starts_with(' '))
        {
            from += 1;
        }
    }
    if from == 0 {
        return Cow::Borrowed(line);
    }
    out.push_str(line.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// The role at the end of what stands before a code span.
fn role(before: &str) -> Option<&str> {
    let (before, role) = before.strip_suffix('}')?.rsplit_once('{')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
    let is_role = !role.is_empty() && role.chars().all(is_name);
    (is_role && !before.ends_with(['\\', '{', '$'])).then_some(role)
}

/// What a role makes of a code span, with its ticks.
fn shown(role: &str, span: &str) -> Option<String> {
    let has = |names: &str| names.split_whitespace().any(|name| name == role);
    let said = span.trim_matches('`').trim();
    let (words, target) =
        match said.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((words, target)) => (words.trim(), target.trim()),
            None => ("", said),
        };
    let words = words.replace(['[', ']'], " ");
    let is_target = !target.is_empty() && !target.contains(['<', '>']);
    if has(LABELS) && is_target {
        // What stands for a number is filled in by Sphinx.
        let is_numbered = words.contains("%s") || words.contains("{number}");
        let words = if is_numbered { "" } else { &words };
        return Some(format!("[{words}](<#{target}>)"));
    }
    if has(FILES) && is_target {
        let name = target.rsplit('/').next().unwrap_or(target);
        let words = match (words.is_empty(), role) {
            (true, "download") => name,
            (true, _) => TITLE,
            (false, _) => &words,
        };
        return Some(format!("[{words}](<{target}>)"));
    }
    let text = if words.is_empty() { said } else { &words };
    let escaped = || text.replace('&', "&amp;").replace('<', "&lt;");
    if matches!(role, "kbd" | "sub" | "sup") {
        return Some(format!("<{role}>{}</{role}>", escaped()));
    }
    match role {
        // One "&" marks the letter of a key, two are one of the label.
        "guilabel" => {
            let parts: Vec<String> =
                text.split("&&").map(|part| part.replace('&', "")).collect();
            Some(format!("**{}**", parts.join("&")))
        }
        "menuselection" => Some(format!("**{}**", said.replace("-->", ">"))),
        "rfc" | "pep" => Some(format!("{} {text}", role.to_uppercase())),
        _ if has(WORDS) || role == "bdg" || role.starts_with("bdg-") => {
            Some(text.to_owned())
        }
        _ if has(ICONS) || role.starts_with("material-") => Some(String::new()),
        _ => {
            let domain = role.split_once(':').map(|(domain, _)| domain);
            let is_code =
                domain.is_some_and(|domain| DOMAINS.contains(&domain)) || has(CODE);
            let name = said.strip_prefix('~').map(|name| name.rsplit('.').next());
            let name = name.flatten().map(|name| format!("`{name}`"));
            is_code.then(|| name.unwrap_or_else(|| span.to_owned()))
        }
    }
}

/// What a role that nobody knows here makes of a code span, with its ticks: its words, as code if they may be code.
fn unknown(role: &str, span: &str) -> String {
    let said = span.trim_matches('`').trim();
    let words = said.strip_suffix('>').and_then(|text| text.rsplit_once('<'));
    let words = words.map(|(words, _)| words.trim()).filter(|words| !words.is_empty());
    // Before the colon stands in which list an option is.
    let listed = said.split_once(':').filter(|_| role == "config:option");
    let text = words.or(listed.map(|(_, name)| name)).unwrap_or(said);
    let is_prose = |c: char| c.is_alphanumeric() || " ,.'’-".contains(c);
    if !role.contains(':') && text.chars().all(is_prose) {
        return text.to_owned();
    }
    if text.contains('`') { span.to_owned() } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn roles_in_a_line() {
        for (line, expected) in [
            ("See {ref}`the lamp <lamp-on>`.", "See [the lamp](<#lamp-on>)."),
            (
                "See {ref}`lamp-on` and {numref}`Fig. %s <f>`",
                "See [](<#lamp-on>) and [](<#f>)",
            ),
            ("{doc}`/a/b`, {doc}`B <../b>`", "[{#T}](</a/b>), [B](<../b>)"),
            (
                "{download}`the file <a/b.zip>` {download}`a/b.zip`",
                "[the file](<a/b.zip>) [b.zip](<a/b.zip>)",
            ),
            ("Press {kbd}`<F2>`", "Press <kbd>&lt;F2></kbd>"),
            (
                "{guilabel}`&Save`, {guilabel}`Find && &Replace`, {menuselection}`File --> Save`",
                "**Save**, **Find & Replace**, **File > Save**",
            ),
            ("{py:func}`~a.b.run` and {command}`ls -l`", "`run` and `ls -l`"),
            ("H{sub}`2`O", "H<sub>2</sub>O"),
            ("{octicon}`gear` {term}`lamp <lamps>`", "lamp"),
            ("**{octicon}`gear` Set up**, and {fas}`gear` more", "**Set up**, and  more"),
            (
                "{name}`x` and `{ref}` and `{ref}`x`",
                "{name}`x` and `{ref}` and `{ref}`x`",
            ),
            ("${ref}`x` \\{ref}`x` {{ref}`x`", "${ref}`x` \\{ref}`x` {{ref}`x`"),
            ("`{ref}`{ref}`x`", "`{ref}`[](<#x>)"),
        ] {
            assert_eq!(readable(line, false), expected);
        }
    }

    #[test]
    fn roles_that_nobody_knows() {
        for (line, expected) in [
            ("Set {config:option}`a-b:c.d` first.", "Set `c.d` first."),
            ("Set {config:option}`the lamp <a-b:c.d>`.", "Set `the lamp`."),
            ("An {spelling}`Ubuntu 24.04 LTS`.", "An Ubuntu 24.04 LTS."),
            ("{x}`a_b` {x}`<b>` {x}``a`b``", "`a_b` `<b>` ``a`b``"),
            ("{sql:table}`lamps` {index}`the lamp <lamps>`", "`lamps` the lamp"),
            ("`{x}` `{x}`y` {x y}`z` {x} `y`", "`{x}` `{x}`y` {x y}`z` {x} `y`"),
            ("${x}`y` \\{x}`y` {{x}`y` {}`y`", "${x}`y` \\{x}`y` {{x}`y` {}`y`"),
            ("{ref}`x` and {y}`z`", "[](<#x>) and z"),
        ] {
            assert_eq!(readable(line, true), expected);
        }
    }
}
