//! HTML, attributes and conditions that hide a text where another system shows it.

use super::addressed;
use super::element_names::known_element;
use super::internal::says_internal;
use super::labels::{
    self, is_access, is_label, is_tag_label, names_agents, names_customers, says_agents,
    words,
};
use super::start_tag::{self, Attribute, Budget, Language, StartTag};
use super::style;
use crate::html::unescaped;
use kedb_engine::article::Tag;

/// Elements whose text no browser shows, and that are no placeholders.
const UNSHOWN: [&str; 7] = [
    "dialog",
    "datalist",
    "noembed",
    "noframes",
    "includeonly",
    "ac:placeholder",
    "meta",
];

/// The same where an end follows: without one these names stand for something that readers write.
const UNSHOWN_TO_END: [&str; 8] = [
    "template",
    "comment",
    "draft",
    "draft-comment",
    "required-cleanup",
    "remark",
    "ifauth",
    "madcap:annotation",
];

/// Attributes whose value is text, or a name that somebody chose.
const NAMES: [&str; 7] = ["href", "src", "id", "name", "alt", "title", "for"];

/// Attributes of Vue, Angular, Alpine and components of MDX that say when a text is shown.
const CONDITIONS: [&str; 17] = [
    "v-if",
    "v-show",
    "v-else-if",
    "x-if",
    "x-show",
    "ng-if",
    "ng-show",
    "ngif",
    "if",
    "when",
    "condition",
    "test",
    "show",
    "shown",
    "isshown",
    "visible",
    "isvisible",
];

/// Classes with which the usual style sheets hide an element.
const HIDING: [&str; 16] = [
    "hidden",
    "hide",
    "is-hidden",
    "d-none",
    "display-none",
    "display_none",
    "invisible",
    "content-hidden",
    "noshow",
    "u-hidden",
    "u-hide",
    "unpublished",
    "no-display",
    "nodisplay",
    "print-only",
    "visible-print",
];

/// Whether an attribute of this name and value hides what it is for.
pub(super) fn attribute_hides(key: &str, value: &str) -> bool {
    hides("", key, value)
}

/// Macros of Confluence that show their text to some readers alone.
const TO_SOME: [&str; 5] = ["show-if", "show-to", "hide-if", "hide-from", "visibility"];

/// Whether a macro of this name shows its text to some readers alone.
pub(super) fn shows_to_some(name: &str) -> bool {
    TO_SOME.contains(&name)
}

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
    let mut budget = Budget::of(html.len());
    html.match_indices('<').find_map(|(at, _)| {
        let rest = html.get(at..)?;
        let name = start_tag::name(rest)?;
        let mut read = [Language::Jsx, Language::Html]
            .into_iter()
            .filter_map(|language| StartTag::read(rest, language, &mut budget));
        let tag = read.find(|tag| name_hides(name) || any_hides(name, &tag.attributes));
        let by = tag.map(|tag| tag.written.to_owned());
        by.or_else(|| budget.is_spent().then(|| format!("<{name}")))
    })
}

/// Whether an element of this name hides what it holds.
pub(super) fn name_hides(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_hiding = is_tag_label(name)
        || words(name).iter().any(|word| says_internal(word))
        || UNSHOWN.contains(&lower.as_str())
        || HIDING.contains(&lower.as_str());
    is_hiding && Tag::named(&lower).is_none()
}

/// Whether what an element of this name holds up to its end is hidden. Vue shows a template that is a slot, or that
/// stands under a condition.
pub(super) fn hides_to_end(name: &str, attributes: &[Attribute<'_>]) -> bool {
    let of_vue = |attribute: &Attribute<'_>| {
        attribute.key.starts_with('#') || attribute.key.starts_with("v-")
    };
    let is_shown = name == "template" && attributes.iter().any(of_vue);
    !is_shown && UNSHOWN_TO_END.contains(&name.to_lowercase().as_str())
}

/// Whether one of the attributes in `text`, which is a list of them, hides what it is for. Those of
/// kramdown and Pandoc (`: .hidden`) may have classes with a dot.
pub(super) fn list_hides(text: &str) -> bool {
    any_hides("", &start_tag::attributes(text))
}

/// The same for the attributes of a tag of a template, of which only those with values say something.
pub(super) fn values_hide(text: &str) -> bool {
    let mut attributes = start_tag::attributes(text);
    // The parameter of a macro can say no, where that of HTML can't.
    attributes.retain(|attribute| {
        let is_no = attribute.key == "hidden" && FALSE.contains(&attribute.value);
        !attribute.value.is_empty() && !is_no
    });
    any_hides("", &attributes)
}

/// Attributes of components that are shown as text. Others are where they have several words.
const SHOWN: [&str; 9] = [
    "title",
    "question",
    "answer",
    "description",
    "subtitle",
    "subtext",
    "label",
    "text",
    "content",
];

/// Whether one of the attributes hides the `element`, or shows a label.
pub(super) fn any_hides(element: &str, attributes: &[Attribute<'_>]) -> bool {
    let is_upper = element.starts_with(|c: char| c.is_ascii_uppercase());
    let element = element.to_lowercase();
    // The title of an embedded page is shown as well.
    let is_component =
        is_upper || element == "iframe" || known_element(&element).is_none();
    attributes.iter().any(|attribute| {
        let value = unescaped(attribute.value);
        let is_shown =
            SHOWN.contains(&attribute.key) || value.contains(char::is_whitespace);
        if is_component && is_shown && labels::shows_label(&value) {
            return true;
        }
        if is_access(&element) && names_agents(&value) {
            return true;
        }
        match attribute.key {
            // GitBook shows such a column as the link or the picture of a card.
            "data-hidden"
                if attributes.iter().any(|one| one.key.starts_with("data-card-")) =>
            {
                false
            }
            "" | "v-bind" | "x-bind" => object_hides(&element, &value),
            key => hides(&element, key, &value),
        }
    })
}

/// Whether an attribute in an object of JavaScript hides the element: `{...{ hidden: true }}`.
fn object_hides(element: &str, object: &str) -> bool {
    let parts = object.split([',', '{', '}', '(', ')', '\n']);
    let quotes = |c: char| c.is_whitespace() || "\"'`[]".contains(c);
    parts.map(|part| part.trim_matches(quotes).trim_start_matches("...")).any(|part| {
        match part.split_once(':') {
            Some((key, value)) => {
                let (key, value) = (key.trim_matches(quotes), value.trim_matches(quotes));
                !key.is_empty() && hides(element, key, &format!("{{{value}}}"))
            }
            None => words(part).iter().any(|word| says_internal(word)),
        }
    })
}

/// Whether the element is hidden by an attribute.
fn hides(element: &str, key: &str, value: &str) -> bool {
    let written = key.rsplit([':', '|']).next().unwrap_or_default();
    let written = written.trim_matches(['[', ']', '(', ')', '*', '?', '@']);
    let name = written.strip_prefix("attr.").unwrap_or(written).to_lowercase();
    let said = value.trim_matches(['{', '}', ' ']);
    let is_false = FALSE.contains(&said);
    let is_true = matches!(said, "true" | "1" | "");
    // `hidden={x}`, `:hidden="x"` and `[hidden]="x"` are programs, and `{macro:hidden=x}` has a
    // parameter.
    let is_program = value.starts_with('{') || written.len() < key.len();
    let is_property =
        ["display", "visibility", "opacity", "color"].contains(&name.as_str());
    let property = of_group(key, &name, "style").or(is_property.then_some(&*name));
    if let Some(property) = property
        && style::hides(&format!("{property}:{}", value.trim_matches(QUOTES)))
    {
        return true;
    }
    if let Some(class) = of_group(key, &name, "class") {
        return !is_false && class_hides(class);
    }
    match name.as_str() {
        // In HTML it hides whatever its value is.
        "hidden" => !(is_program && is_false),
        // Only MadCap Flare knows which of its conditions hold.
        "conditions" if key.to_lowercase().starts_with("madcap:") => true,
        "data-mc-conditions" => true,
        "popover" => true,
        "type" if element == "input" => value.eq_ignore_ascii_case("hidden"),
        "type" => value.split_whitespace().any(class_hides),
        "style" | "ngstyle" | "sx" | "css" if is_program => style::object_hides(value),
        "style" => style::hides(value),
        // That element is cut as a container is.
        "class" if element == "aside" && value.trim() == "internal" => false,
        "class" | "classname" | "ngclass" if is_program => {
            let ends = |c: char| c.is_whitespace() || "{}[]()\"'`,.?!&|".contains(c);
            let mut classes = value.split(ends).map(|class| class.trim_matches(':'));
            classes.any(class_hides)
        }
        "class" | "classname" => value.split_whitespace().any(class_hides),
        // Of the parts of a card of Sphinx: `class-card`.
        name if name.starts_with("class-") => value.split_whitespace().any(class_hides),
        "ng-hide" | "v-hide" | "x-hide" => is_true,
        // What happens when somebody does something.
        _ if key.starts_with(['@', '(']) || key.starts_with("on") => false,
        // In R Markdown nothing of such code is shown.
        "include" if said.eq_ignore_ascii_case("false") => true,
        // Whom a component is for; a label of HTML is for another element.
        "for" if element != "label" => names_agents(value),
        name if CONDITIONS.contains(&name) => is_false || condition_hides(said, false),
        // The title of a box, and not the words beside the pointer.
        "title" if Tag::named(element).is_none() => is_label(value),
        // The name of a macro in Confluence is one that its author did not choose.
        name if NAMES.contains(&name) && !key.starts_with("ac:") => false,
        name => match name.strip_prefix('.') {
            Some(class) => class_hides(class),
            None => {
                let bare = written.strip_prefix("data-").unwrap_or(written);
                // A program may tell links within a site by such an attribute.
                let is_link = element == "a" && bare.len() < written.len();
                is_tag_label(value)
                    || WHICH.contains(&bare) && addressed::names_only_agents(value)
                    || key.starts_with("ac:") && shows_to_some(value)
                    || (is_true && is_tag_label(bare) && !is_link)
                    || (is_access(written) && names_agents(value))
            }
        },
    }
}

/// The class or property that an attribute is about alone: `[style.display]`, `class:hidden`.
fn of_group<'n>(key: &str, name: &'n str, group: &str) -> Option<&'n str> {
    let is_directive = key.strip_prefix(group).is_some_and(|key| key.starts_with(':'));
    let property = name.strip_prefix(group).and_then(|name| name.strip_prefix('.'));
    property.or(is_directive.then_some(name))
}

/// What a program writes around a text.
const QUOTES: [char; 6] = ['{', '}', '"', '\'', '`', ' '];

/// Attributes of `DocFX`, DITA and others that say in which version or for whom something is.
const WHICH: [&str; 8] =
    ["pivot", "range", "props", "otherprops", "target", "platform", "product", "view"];

/// How a program says no.
const FALSE: [&str; 8] = ["false", "0", "null", "undefined", "!1", "!true", "\"\"", "''"];

/// Prefixes that style sheets give their classes: Sphinx Design, Tailwind, UIkit, Quasar.
const PREFIXES: [&str; 4] = ["sd-", "tw-", "uk-", "q-"];

fn class_hides(class: &str) -> bool {
    let lower = class.to_lowercase();
    let bare = PREFIXES.iter().find_map(|prefix| lower.strip_prefix(prefix));
    HIDING.contains(&bare.unwrap_or(&lower))
        || is_tag_label(class)
        || addressed::to_agents(class)
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
        || (!is_negated && labels::says_private(condition))
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
