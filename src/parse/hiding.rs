//! HTML, attributes and conditions that hide a text where another system shows it.

use super::internal::says_internal;
use super::labels::{
    is_access, is_label, is_tag_label, names_agents, names_customers, says_agents, words,
};
use super::style;
use crate::html::unescaped;
use kedb_engine::article::Tag;
use regex_lite::Regex;
use std::sync::LazyLock;

/// An opening tag with its attributes.
pub(super) static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"<([A-Za-z][A-Za-z0-9:._-]*)((?:"[^"]*"|'[^']*'|\{(?:[^{}"']|"[^"]*"|'[^']*'|\{[^{}]*\})*\}|[^<>"'])*)>"#).ok()
});

static ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?"#).ok()
});

/// Elements whose text no browser shows, and that are no placeholders.
const UNSHOWN: [&str; 5] = ["dialog", "datalist", "noembed", "noframes", "includeonly"];

/// Attributes whose value is text, or a name that somebody chose.
const NAMES: [&str; 7] = ["href", "src", "id", "name", "alt", "title", "for"];

/// Attributes of Vue, Angular, Alpine and components of MDX that say when a text is shown.
const CONDITIONS: [&str; 12] = [
    "v-if",
    "v-show",
    "v-else-if",
    "x-if",
    "x-show",
    "ng-if",
    "ng-show",
    "*ngif",
    "if",
    "when",
    "condition",
    "test",
];

/// Classes with which the usual style sheets hide an element.
const HIDING: [&str; 13] = [
    "hidden",
    "hide",
    "is-hidden",
    "d-none",
    "display-none",
    "display_none",
    "invisible",
    "content-hidden",
    "noshow",
    "uk-hidden",
    "u-hidden",
    "u-hide",
    "unpublished",
];

/// What hides a text in a piece of HTML.
pub(super) fn in_html(html: &str) -> Option<String> {
    for mark in ["<![CDATA[", "<?"] {
        if html.contains(mark) {
            return Some(mark.to_owned());
        }
    }
    if html.contains("<style") && style::sheet_hides(html) {
        return Some("<style>".to_owned());
    }
    TAG.as_ref()?.captures_iter(html).find_map(|tag| {
        let (name, attributes) = (tag.get(1)?.as_str(), tag.get(2)?.as_str());
        let is_known = Tag::named(&name.to_lowercase()).is_some();
        let is_hiding = is_tag_label(name)
            || words(name).iter().any(|word| says_internal(word))
            || UNSHOWN.contains(&name.to_lowercase().as_str())
            || HIDING.contains(&name.to_lowercase().as_str());
        let hides = (is_hiding && !is_known) || any_hides(name, attributes);
        hides.then(|| tag.get(0).map_or("", |tag| tag.as_str()).to_owned())
    })
}

/// Whether one of the attributes in `text` hides the `element`. A list of attributes of kramdown
/// or Pandoc (`: .hidden`) may have classes with a dot.
pub(super) fn any_hides(element: &str, text: &str) -> bool {
    let element = element.to_lowercase();
    ATTRIBUTE.as_ref().is_some_and(|attribute| {
        attribute.captures_iter(text).any(|attribute| {
            let value = attribute.get(2).map_or("", |value| value.as_str());
            let value = unescaped(value.trim_matches(['"', '\'']));
            attribute.get(1).is_some_and(|key| hides(&element, key.as_str(), &value))
        })
    })
}

/// Whether the element is hidden by an attribute.
fn hides(element: &str, key: &str, value: &str) -> bool {
    let written = key.rsplit([':', '|']).next().unwrap_or_default();
    let written = written.trim_matches(['[', ']']);
    let said = value.trim_matches(['{', '}', ' ']);
    let is_false = matches!(said, "false" | "0");
    let is_true = matches!(said, "true" | "1" | "");
    match written.to_lowercase().as_str() {
        // In HTML it hides whatever its value is. `hidden={x}`, `:hidden="x"` and
        // `[hidden]="x"` are programs, and `{macro:hidden=x}` has a parameter.
        "hidden" => {
            let is_program = value.starts_with('{') || written.len() < key.len();
            !(is_program && is_false)
        }
        "popover" => true,
        "type" => element == "input" && value.eq_ignore_ascii_case("hidden"),
        "style" => style::hides(value),
        // That element is cut as a container is.
        "class" if element == "aside" && value.trim() == "internal" => false,
        "class" | "classname" => value.split_whitespace().any(class_hides),
        "ng-hide" | "v-hide" | "x-hide" => is_true,
        name if CONDITIONS.contains(&name) => is_false || condition_hides(value, false),
        // The title of a box, and not the words beside the pointer.
        "title" if Tag::named(element).is_none() => is_label(value),
        name if NAMES.contains(&name) => false,
        name => match name.strip_prefix('.') {
            Some(class) => class_hides(class),
            None => {
                is_tag_label(value)
                    || (is_true && is_tag_label(written))
                    || (is_access(written) && names_agents(value))
            }
        },
    }
}

fn class_hides(class: &str) -> bool {
    HIDING.contains(&class.to_lowercase().as_str())
        || is_tag_label(class)
        || ends_internal(class)
}

/// Whether a class is one of several words that says in the end who reads: `box-internal`. Links
/// within a site have such classes, too.
fn ends_internal(class: &str) -> bool {
    let words = words(class);
    let is_link = words.iter().any(|word| word.starts_with("link") || word == "ref");
    !is_link && words.last().is_some_and(|word| says_internal(word))
}

/// Whether a text that stands under a condition may be for agents alone.
pub(super) fn condition_hides(condition: &str, is_negated: bool) -> bool {
    let is_negated = is_negated || condition.contains('!') || condition.contains("not ");
    matches!(condition.trim(), "false" | "0" | "nil" | "null")
        || (says_agents(condition) && !names_others(condition))
        || (is_negated && names_customers(condition))
}

/// Whether customers meet a condition too: `internal or customer`, and none of
/// `internal and customer == "x"`.
fn names_others(condition: &str) -> bool {
    let words = words(condition);
    let says = |word: &str| words.iter().any(|one| one == word);
    let is_list = condition.contains('[') && condition.contains(',');
    let is_choice = is_list || condition.contains("||") || says("or");
    let is_narrowed = condition.contains("&&") || says("and");
    names_customers(condition) && is_choice && !is_narrowed
}
