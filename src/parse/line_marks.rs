//! Marks in a line of their own, or at its beginning or end, with which other systems and authors tell that not
//! everybody reads what stands there or below: conditions of preprocessors, breaks between cells, tags, banners.

use super::addressed;
use super::comment_labels;
use super::directives;
use super::fences::indentation;
use super::hiding::{self, condition_hides};
use super::internal::says_internal;
use super::labels::{
    self, has_several_words, is_access, is_box_label, is_label, is_tag_label,
    names_agents, words,
};
use super::source::is_block_mark;

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
        || comment_hides(text)
}

/// Whether a line is a comment, as `AsciiDoc` has them, that says who reads it or what stands below it:
/// `// internal: ask the desk`.
fn comment_hides(text: &str) -> bool {
    let Some(said) = text.strip_prefix("//").filter(|said| !said.starts_with('/')) else {
        return false;
    };
    let first = said.split([':', '.', '–', '—', '：']).next().unwrap_or_default();
    comment_labels::hides(said) || is_label(first) || addressed::to_agents(first)
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
        || name.trim() == "html"
            && title.split(['.', '#', '[', ']', ' ']).skip(1).any(is_tag_label)
}

/// Whether a line begins what a preprocessor keeps under a condition for agents: `#ifdef INTERNAL`, `$if(internal)$`.
fn preprocessor_hides(text: &str) -> bool {
    if let Some(condition) = text.strip_prefix("$if(") {
        return condition_hides(condition, false);
    }
    // In a piece of C "support", "private" and "client" are parts of many names: `SUPPORT_TLS`.
    let says = |condition: &str, says: fn(&str) -> bool| {
        let mut names =
            condition.split(|c: char| !c.is_alphanumeric() && !"_-".contains(c));
        names.any(|name| says(name) || words(name).iter().any(|word| says_internal(word)))
    };
    let is_public = |name: &str| words(name).iter().any(|word| PUBLIC.contains(&&**word));
    let positive = ["#ifdef ", "#if "].iter().find_map(|mark| text.strip_prefix(mark));
    positive.is_some_and(|condition| {
        says(condition, is_for_agents)
            || condition.contains('!') && says(condition, is_public)
    }) || text
        .strip_prefix("#ifndef ")
        .is_some_and(|condition| says(condition, is_public))
}

/// Names of a condition that holds where everybody reads.
const PUBLIC: [&str; 4] = ["public", "publish", "customer", "customers"];

/// Whether a name of a program says nothing but that agents read: `AGENTS_ONLY`, `STAFF`.
fn is_for_agents(name: &str) -> bool {
    let words = words(name);
    is_tag_label(name)
        || matches!(&*words, [word] if ["staff", "agent", "agents", "support"].contains(&&**word))
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
    let key = key.trim_start_matches(is_block_mark).trim();
    let key = key.trim_start_matches(['[', '(', '*', '_']);
    let value = value.split([']', ')']).next().unwrap_or_default();
    // `Role::Admin` is a name in a program.
    let is_value = value.starts_with(char::is_whitespace)
        || value.chars().all(|c| c.is_lowercase() || c == '-');
    !key.contains(char::is_whitespace)
        && is_value
        && is_access(key)
        && names_agents(value)
}

/// Whether a line is a label between marks that set it off: `=== INTERNAL ===`, `*** Agents only ***`.
fn is_banner(text: &str) -> bool {
    let mark = |c: char| "-=*_~<>#/+|".contains(c);
    let inner = text.trim_matches(mark);
    let before = text.len() - text.trim_start_matches(mark).len();
    let behind = text.len() - text.trim_end_matches(mark).len();
    before > 1 && behind > 1 && is_label(inner.trim())
}

/// Whether a line ends with a label of several words between brackets: "Restart it (internal use only)".
fn ends_with_label(text: &str) -> bool {
    let inner = text.trim_end_matches(['.', '!', '*', '_']);
    let inner = inner.strip_suffix([')', '）']).and_then(|inner| {
        let (_, label) = inner.rsplit_once(['(', '（'])?;
        Some(label)
    });
    inner.is_some_and(|label| limits_readers(label) && !says_where(label))
}

/// The label before a mark that a line begins with, and what follows it: `Internal note: ...`, and behind the letter of
/// an answer, `A: For agents only: ...`, or behind a question, `Why? For agents only: ...`. The bare word before a colon is a status of many protocols.
pub(super) fn label_before_mark(text: &str) -> Option<(&str, &str)> {
    const MARKS: [char; 4] = [':', '–', '—', '：'];
    let is_one = |(label, _): &(&str, &str)| words(label).len() > 1 && is_label(label);
    let parts = text.split_once(MARKS)?;
    let behind = || parts.1.split_once(MARKS).filter(is_one);
    let mut letters = parts.0.chars().filter(|c| c.is_alphanumeric());
    let is_letter = letters.next().is_some() && letters.next().is_none();
    let answer = || {
        let label = parts.0.rsplit_once(['?', '？'])?.1;
        let label = label.trim_matches(|c: char| c.is_whitespace() || "*_|".contains(c));
        Some((label, parts.1)).filter(is_one)
    };
    Some(parts).filter(is_one).or_else(|| behind().filter(|_| is_letter)).or_else(answer)
}

/// Whether a label of several words in the middle of a text says who reads it. Of the words that make a label elsewhere,
/// a sentence may tell with these whom a function or a licence is for, or what to do: "Admins only", "Personal use
/// only", "Not public", "Do not publish it".
pub(super) fn limits_readers(label: &str) -> bool {
    let words = words(label);
    let names_readers = |word: &String| {
        let is_wide = WIDE.contains(&word.as_str());
        !is_wide && (labels::says_agents(word) || labels::names_customers(word))
    };
    has_several_words(label)
        && words.iter().any(names_readers)
        && !words.iter().any(|word| word == "it")
        && is_label(label)
}

/// Words for agents and for customers that in a text for customers may be something else.
const WIDE: [&str; 14] = [
    "admin",
    "admins",
    "administrators",
    "team",
    "teams",
    "équipe",
    "equipe",
    "equipo",
    "personal",
    "personale",
    "client",
    "public",
    "público",
    "pubblico",
];

/// Whether a label of two words only says from where something can be reached: "internal only", "private, internal". A
/// label also names a use or a note: "internal use".
fn says_where(label: &str) -> bool {
    let words = words(label);
    let others: Vec<&String> = words.iter().filter(|word| !says_internal(word)).collect();
    let is_about = |word: &&String| {
        let begins = ["us", "gebr", "verwend", "note", "nota", "noti", "comment", "komm"];
        labels::says_agents(word) || begins.iter().any(|begin| word.starts_with(begin))
    };
    words.len() == 2
        && label.is_ascii()
        && others.len() == 1
        && !others.iter().any(is_about)
}

/// Whether a line ends a part in square brackets that is for agents: `[/staff]`.
fn ends_part(text: &str) -> bool {
    let name = text.strip_prefix("[/").and_then(|text| text.strip_suffix(']'));
    name.is_some_and(|name| labels::says_agents(name) || hiding::name_hides(name))
}

/// Whether a macro in these brackets shows its text to some readers alone: one of Confluence, or one of `WordPress`.
pub(super) fn is_macro_that_hides(whole: &str, inner: &str) -> bool {
    if whole.starts_with('{') {
        return macro_hides(inner);
    }
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let name = name.trim_start_matches('/').to_lowercase();
    RESTRICTING.contains(&name.as_str()) && (rest.trim().is_empty() || rest.contains('='))
}

/// Macros of `WordPress` that show their text to some readers alone: `[restrict userlevel="editor"]`.
const RESTRICTING: [&str; 8] = [
    "restrict",
    "members_only",
    "member_only",
    "membership",
    "wpmem_logged_in",
    "um_show_content",
    "user_role",
    "userlevel",
];

/// Whether a macro of Confluence shows its text to some readers alone: `{show-if:group=support}`.
pub(super) fn macro_hides(inner: &str) -> bool {
    let name = inner.split([':', '|']).next().unwrap_or_default().trim();
    let is_macro = name.len() < inner.trim().len()
        // A rule of a style sheet has no group: `{visibility:visible}`.
        && (name != "visibility" || inner.contains('='));
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
            ("/// note | Private network", false),
            ("ifdef::staff[]", true),
            ("ifndef::public[]", true),
            ("Use `ifdef::x[]`.", false),
            ("#ifdef INTERNAL", true),
            ("#ifndef PUBLIC", true),
            ("#ifdef DEBUG", false),
            ("#ifdef INTERNAL_DOCS", true),
            ("#if defined(STAFF)", true),
            ("#if !defined(PUBLIC)", true),
            ("#ifdef SUPPORT_TLS", false),
            ("#if defined(PRIVATE_HEAP)", false),
            ("#ifndef CLIENT_H", false),
            ("$if(internal)$", true),
            ("@internal", true),
            ("\\internal{a}", true),
            ("@cond INTERNAL", true),
            ("@internal is a word", false),
            ("    @internal", false),
            ("// internal: ask the desk", true),
            ("// For agents", true),
            ("//internal", true),
            ("// audience: agents", true),
            ("// Renew the card", false),
            ("//server/internal/share", false),
            ("    // internal: x", false),
            ("    === INTERNAL ===", true),
            ("@param internal", false),
            ("#internal", true),
            ("#mail #audience/internal", true),
            ("#mail #lamp", false),
            ("# Internal errors", false),
            ("Ask in #internal", false),
            ("visibility:: agents", true),
            ("[audience:: staff]", true),
            ("visibility::agents", true),
            ("- audience:: agents", true),
            ("std::vector", false),
            ("Role::Admin is not defined.", false),
            ("Access::Team", false),
            ("=== INTERNAL ===", true),
            ("*** Agents only ***", true),
            ("--internal", false),
            ("=== Mail ===", false),
            ("Restart it (internal use only).", true),
            ("Restart it (internally).", false),
            ("Restart it (internal)", false),
            ("Restart it (for agents only).", true),
            ("Restart it (usage interne)!", true),
            ("Restart it (internal note).", true),
            ("Restart it (do not forward to customers).", true),
            ("Restart it (仅供内部使用)", true),
            ("Set the type to ClusterIP (internal only).", false),
            ("10.0.0.0/8 (private, internal)", false),
            ("Delete a channel (admins only)", false),
            ("A free licence (personal use only).", false),
            ("Restart the server (not the client).", false),
            ("Enter the address (not public).", false),
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
            ("visibility:visible", false),
        ] {
            assert_eq!(macro_hides(inner), expected, "{inner}");
        }
    }
}
