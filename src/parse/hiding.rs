//! HTML, attributes and conditions that hide a text where another system shows it.

use super::labels::{is_label, names_agents, names_customers, words};
use kedb_engine::article::Tag;
use regex_lite::Regex;
use std::sync::LazyLock;

/// An opening tag with its attributes.
pub(super) static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"<([A-Za-z][A-Za-z0-9:._-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>"#).ok()
});

static ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?"#).ok()
});

/// Elements whose text no browser shows, and that are no placeholders.
const UNSHOWN: [&str; 4] = ["dialog", "datalist", "noembed", "noframes"];

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
const HIDING: [&str; 12] = [
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
    "unpublished",
];

/// Declarations of CSS that hide an element, without spaces and comments; a number that follows
/// must be zero.
const STYLES: [&str; 11] = [
    "display:none",
    "visibility:hidden",
    "visibility:collapse",
    "content-visibility:hidden",
    "color:transparent",
    "clip:rect",
    "clip-path:",
    "transform:scale(0",
    "left:-9",
    "top:-9",
    "text-indent:-9",
];

/// Declarations that hide an element where their number is zero.
const ZEROS: [&str; 7] =
    ["opacity:", "font-size:", "height:", "max-height:", "width:", "max-width:", "zoom:"];

/// What hides a text in a piece of HTML.
pub(super) fn in_html(html: &str) -> Option<String> {
    for mark in ["<![CDATA[", "<?"] {
        if html.contains(mark) {
            return Some(mark.to_owned());
        }
    }
    TAG.as_ref()?.captures_iter(html).find_map(|tag| {
        let (name, attributes) = (tag.get(1)?.as_str(), tag.get(2)?.as_str());
        let is_known = Tag::named(&name.to_lowercase()).is_some();
        let is_hiding = is_label(name)
            || words(name)
                .iter()
                .any(|word| word.starts_with("intern") && is_label(word))
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
            let value = value.trim_matches(['"', '\'']);
            attribute.get(1).is_some_and(|key| {
                let key = key.as_str().rsplit([':', '|']).next().unwrap_or_default();
                hides(&element, key, value)
            })
        })
    })
}

/// Whether the element is hidden by an attribute.
fn hides(element: &str, key: &str, value: &str) -> bool {
    let key = key.to_lowercase();
    let is_false = matches!(value.trim_matches(['{', '}', ' ']), "false" | "0");
    let is_true = matches!(value.trim_matches(['{', '}', ' ']), "true" | "1" | "");
    match key.as_str() {
        "hidden" => !is_false,
        "popover" => true,
        "type" => element == "input" && value.eq_ignore_ascii_case("hidden"),
        "style" => style_hides(value),
        // That element is cut as a container is.
        "class" if element == "aside" && value.trim() == "internal" => false,
        "class" | "classname" => value.split_whitespace().any(class_hides),
        "ng-hide" | "v-hide" | "x-hide" => is_true,
        name if CONDITIONS.contains(&name) => is_false || condition_hides(value, false),
        name if NAMES.contains(&name) => false,
        name => match name.strip_prefix('.') {
            Some(class) => class_hides(class),
            None => is_label(value) || (is_true && is_label(name)),
        },
    }
}

fn class_hides(class: &str) -> bool {
    let class = class.to_lowercase();
    HIDING.contains(&class.as_str()) || is_label(&class)
}

/// Whether a style hides what it is for.
fn style_hides(style: &str) -> bool {
    // Entities, escapes and comments are not undone: nobody writes them into an honest style.
    if style.contains(['&', '\\']) || style.contains("/*") {
        return true;
    }
    let style: String =
        style.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    style.split(';').any(|one| {
        let is_zero = |name: &&str| {
            one.strip_prefix(*name).is_some_and(|value| {
                let end = value.find(|c: char| !c.is_ascii_digit() && c != '.');
                let number = value.get(..end.unwrap_or(value.len())).unwrap_or_default();
                number.parse::<f32>() == Ok(0.0)
            })
        };
        STYLES.iter().any(|hiding| one.starts_with(hiding)) || ZEROS.iter().any(is_zero)
    })
}

/// Whether a text that stands under a condition may be for agents alone.
pub(super) fn condition_hides(condition: &str, is_negated: bool) -> bool {
    matches!(condition.trim(), "false" | "0" | "nil" | "null")
        || names_agents(condition)
        || (is_negated || condition.contains('!') || condition.contains("not "))
            && names_customers(condition)
}
