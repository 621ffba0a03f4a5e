//! The names of HTML elements that authors write, and what stands for each in an article.

use super::page::ACTIVE;
use kedb_engine::article::{Attribute, Element, Tag};

/// The name of an element of HTML, or of the modern one that stands for it.
pub(super) fn known_element(name: &str) -> Option<&'static str> {
    if let Some(tag) = Tag::named(name).filter(|tag| !is_heading(*tag)) {
        return Some(tag.name());
    }
    let renamed = [
        ("h1", "h2"),
        ("h2", "h3"),
        ("h3", "h4"),
        ("h4", "h5"),
        ("h5", "h6"),
        ("h6", "h6"),
        ("b", "strong"),
        ("i", "em"),
        ("strike", "s"),
        ("u", "ins"),
        ("tt", "code"),
        ("samp", "code"),
        ("div", "p"),
        ("center", "p"),
        ("section", "p"),
        ("article", "p"),
        ("figure", "p"),
        ("figcaption", "p"),
        ("caption", "p"),
    ];
    let unwrapped =
        ["span", "font", "small", "big", "tfoot", "colgroup", "col", "nobr", "wbr"];
    renamed
        .into_iter()
        .find_map(|(old, new)| (old == name).then_some(new))
        .or_else(|| unwrapped.into_iter().chain(ACTIVE).find(|known| *known == name))
}

/// Elements whose names are also those of placeholders, such as `<address>`: without an end they stay
/// as text. Each with what stands for it.
pub(super) const ENDED: [(&str, &str); 17] = [
    ("main", "p"),
    ("nav", "p"),
    ("header", "p"),
    ("footer", "p"),
    ("hgroup", "p"),
    ("address", "p"),
    ("abbr", "span"),
    ("acronym", "span"),
    ("bdi", "span"),
    ("dfn", "span"),
    ("note", "span"),
    ("picture", "span"),
    ("q", "span"),
    ("cite", "span"),
    ("time", "span"),
    ("label", "span"),
    ("button", "span"),
];

/// Elements that end where the next of them begins.
pub(super) const ENDS_ITSELF: [&str; 9] =
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody"];

/// Whether `tag` is a heading.
pub(super) fn is_heading(tag: Tag) -> bool {
    matches!(tag.name(), "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The elements of headings by their levels.
pub(super) const HEADINGS: [&str; 7] = ["", "", "h2", "h3", "h4", "h5", "h6"];

/// The level of a heading.
pub(crate) fn level(element: &Element) -> Option<usize> {
    let is_same = |name: &&str| *name == element.tag.name();
    is_heading(element.tag).then(|| HEADINGS.iter().position(is_same)).flatten()
}

/// Whether only agents may read `element`.
pub(crate) fn is_internal(element: &Element) -> bool {
    let class = |(name, value): &(Attribute, String)| {
        *name == Attribute::Class && value == "internal"
    };
    element.tag.name() == "aside" && element.attributes.iter().any(class)
}
