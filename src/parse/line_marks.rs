//! Marks in a line of their own, or at its beginning or end, with which other systems and authors tell that not
//! everybody reads what stands there or below: conditions of preprocessors, breaks between cells, tags, banners.

use super::directives;
use super::fences::indentation;
use super::hiding::{self, condition_hides};
use super::labels::{
    self, has_several_words, is_access, is_box_label, is_label, is_tag_label,
    names_agents, words,
};

/// Lines that begin what no reader sees.
const UNSHOWN: [&str; 8] = [
    "{{{#!comment",
    "#!comment",
    "[comment]",
    "{comment}",
    "{html-comment}",
    "{hidden-data}",
    "{draft}",
    "[draft]",
];

/// How lines begin that ask for something before a text is shown, in `AsciiDoc` and in C.
const CONDITIONS: [&str; 3] = ["ifdef::", "ifndef::", "ifeval::"];

/// From how many spaces on what looks like a piece of a program may be code.
const CODE: usize = 4;

/// Whether a line, which stands in no fence, marks something that not everybody reads.
pub(super) fn hides(line: &str) -> bool {
    let (width, text) = indentation(line);
    let text = text.trim_end();
    are_tags(text)
        || field_hides(text)
        || is_banner(text)
        || ends_with_label(text)
        || ends_part(text)
        || text.ends_with(":noexport:")
        || width < CODE && begins_hidden(text)
}

/// Whether a line begins what not everybody reads, with a mark that code may have as well.
fn begins_hidden(text: &str) -> bool {
    UNSHOWN.iter().any(|mark| text.eq_ignore_ascii_case(mark))
        || CONDITIONS.iter().any(|mark| text.starts_with(mark))
        || break_hides(text)
        || block_hides(text)
        || preprocessor_hides(text)
        || command_hides(text)
}

/// Whether a line parts blocks of `MyST` of which the one below is not shown: `+++ {"tags": ["remove-cell"]}`.
fn break_hides(text: &str) -> bool {
    let Some(rest) =
        text.strip_prefix("+++").filter(|rest| rest.starts_with([' ', '\t']))
    else {
        return false;
    };
    let mut quoted = rest.split(['"', '\'']).skip(1).step_by(2);
    let hides = |name: &str| {
        let first = words(name).into_iter().next().unwrap_or_default();
        is_tag_label(name) || ["remove", "hide", "skip", "exclude"].contains(&&*first)
    };
    is_tag_label(rest) || quoted.any(hides)
}

/// Whether a line begins a block of the Markdown extensions of Python that is for agents:
/// `/// note | Internal only`.
fn block_hides(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("///") else { return false };
    let (name, title) = rest.split_once('|').unwrap_or((rest, ""));
    is_box_label(name.trim())
        || labels::holds_label(title.trim())
        || title.split(['.', '#', '[', ']', ' ']).skip(1).any(is_tag_label)
}

/// Whether a line begins what a preprocessor keeps under a condition for agents: `#ifdef INTERNAL`, `$if(internal)$`.
fn preprocessor_hides(text: &str) -> bool {
    let marks =
        [("#ifdef ", false), ("#ifndef ", true), ("#if ", false), ("$if(", false)];
    marks.iter().any(|(mark, is_negated)| {
        text.strip_prefix(mark).is_some_and(|rest| condition_hides(rest, *is_negated))
    })
}

/// Whether a line is a command of Doxygen, `LaTeX` or `JSDoc` that begins a text for agents: `@internal`,
/// `\internal{…}`, `@cond INTERNAL`.
fn command_hides(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['@', '\\']) else { return false };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let (name, behind) = rest.split_at(end.unwrap_or(rest.len()));
    let is_alone = behind.trim().is_empty() || behind.starts_with('{');
    let is_condition = matches!(name, "cond" | "if");
    (is_alone && is_tag_label(name)) || (is_condition && condition_hides(behind, false))
}

/// Whether a line holds nothing but tags, one of which says who reads: `#mail #internal`, `#audience/agents-only`.
fn are_tags(text: &str) -> bool {
    let mut tags = text.split_whitespace();
    let is_tag =
        |tag: &str| tag.len() > 1 && tag.starts_with('#') && !tag.starts_with("##");
    let hides = |tag: &str| tag.trim_start_matches('#').split('/').any(is_tag_label);
    text.starts_with('#') && tags.clone().all(is_tag) && tags.any(hides)
}

/// Whether a field of Obsidian's Dataview says who reads: `visibility:: agents`.
fn field_hides(text: &str) -> bool {
    let Some((key, value)) = text.split_once("::") else { return false };
    let key = key.trim().trim_start_matches(['[', '(', '*', '_']);
    let value = value.split([']', ')']).next().unwrap_or_default();
    !key.contains(char::is_whitespace) && is_access(key) && names_agents(value)
}

/// Whether a line is a label between marks that set it off: `=== INTERNAL ===`, `*** Agents only ***`.
fn is_banner(text: &str) -> bool {
    let mark = |c: char| "-=*_~<>#/+|".contains(c);
    let inner = text.trim_matches(mark);
    let before = text.len() - text.trim_start_matches(mark).len();
    let behind = text.len() - text.trim_end_matches(mark).len();
    before > 1 && behind > 1 && is_label(inner.trim())
}

/// Whether a line ends with a label of several words between brackets: "Restart it (internal only)".
fn ends_with_label(text: &str) -> bool {
    let inner = text.trim_end_matches(['.', '*', '_']);
    let inner = inner.strip_suffix([')', '）']).and_then(|inner| {
        let (_, label) = inner.rsplit_once(['(', '（'])?;
        Some(label)
    });
    inner.is_some_and(|label| has_several_words(label) && is_label(label))
}

/// Whether a line ends a part in square brackets that is for agents: `[/staff]`.
fn ends_part(text: &str) -> bool {
    let name = text.strip_prefix("[/").and_then(|text| text.strip_suffix(']'));
    name.is_some_and(|name| labels::says_agents(name) || hiding::name_hides(name))
}

/// Whether a macro of Confluence shows its text to some readers alone: `{show-if:group=support}`.
pub(super) fn macro_hides(inner: &str) -> bool {
    let name = inner.split([':', '|']).next().unwrap_or_default().trim();
    let is_macro = name.len() < inner.trim().len();
    let hides = name.contains('-') && directives::hides(name, "");
    is_macro && (hides || hiding::shows_to_some(name))
}

#[cfg(test)]
mod tests {
    use super::{hides, macro_hides};

    #[test]
    fn lines_that_mark_what_not_everybody_reads() {
        for (line, expected) in [
            ("+++ {\"tags\": [\"remove-cell\"]}", true),
            ("+++ {\"slideshow\": {\"slide_type\": \"skip\"}}", true),
            ("+++ internal", true),
            ("+++", false),
            ("+++ {\"tags\": [\"wide\"]}", false),
            ("/// internal", true),
            ("/// note | Agents only", true),
            ("/// html | div.internal", true),
            ("/// note | Mind it", false),
            ("ifdef::staff[]", true),
            ("ifndef::public[]", true),
            ("Use `ifdef::x[]`.", false),
            ("#ifdef INTERNAL", true),
            ("#ifndef PUBLIC", true),
            ("#ifdef DEBUG", false),
            ("$if(internal)$", true),
            ("@internal", true),
            ("\\internal{a}", true),
            ("@cond INTERNAL", true),
            ("@internal is a word", false),
            ("    @internal", false),
            ("    === INTERNAL ===", true),
            ("@param internal", false),
            ("#internal", true),
            ("#mail #audience/internal", true),
            ("#mail #lamp", false),
            ("# Internal errors", false),
            ("Ask in #internal", false),
            ("visibility:: agents", true),
            ("[audience:: staff]", true),
            ("std::vector", false),
            ("=== INTERNAL ===", true),
            ("*** Agents only ***", true),
            ("--internal", false),
            ("=== Mail ===", false),
            ("Restart it (internal use only).", true),
            ("Restart it (internally).", false),
            ("Restart it (internal)", false),
            ("[/staff]", true),
            ("[/b]", false),
            ("{comment}", true),
            ("Write {comment} here.", false),
            ("## Notes :noexport:", true),
        ] {
            assert_eq!(hides(line), expected, "{line}");
        }
    }

    #[test]
    fn macros_that_show_to_some() {
        for (inner, expected) in [
            ("show-if:group=support", true),
            ("hide-if:special=@anonymous", true),
            ("visibility:group=staff", true),
            ("panel:title=Mail", false),
            ("code:bash", false),
            ("visibility", false),
        ] {
            assert_eq!(macro_hides(inner), expected, "{inner}");
        }
    }
}
