//! Changes as `CriticMarkup` writes them: `{++added++}`, `{--removed--}`, `{~~old~>new~~}`, `{==marked==}`.
//!
//! What hides a text from the public is found before this, see [`super::unshown`].

use super::code::Prose;
use regex_lite::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// A change. Templates have braces in pairs, and nothing that is longer is a change within a line.
static CHANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\{(?:\+\+([^{}`]{1,500}?)\+\+|--([^{}`]{1,500}?)--",
        r"|~~([^{}`]{0,500}?)~>([^{}`]{0,500}?)~~|==([^{}`]{1,500}?)==)\}",
    ))
    .ok()
});

/// `line` with its changes outside code as elements of HTML.
pub(super) fn shown(line: &str) -> Cow<'_, str> {
    replaced(line, |[added, removed, old, new, marked]| {
        let element = |name: &str, text: Option<&str>| {
            let text = text.filter(|text| !text.is_empty());
            text.map(|text| format!("<{name}>{text}</{name}>")).unwrap_or_default()
        };
        [
            element("s", removed.or(old)),
            element("ins", added.or(new)),
            element("mark", marked),
        ]
        .concat()
    })
}

/// `text`, which is a title, as it reads after its changes.
pub(super) fn changed(text: &str) -> Cow<'_, str> {
    replaced(text, |[added, _, _, new, marked]| {
        added.or(new).or(marked).unwrap_or_default().to_owned()
    })
}

/// `line` with what `write` makes of the parts of each change: what is added, removed, old, new and marked.
fn replaced(line: &str, write: impl Fn([Option<&str>; 5]) -> String) -> Cow<'_, str> {
    let marks = ["{++", "{--", "{~~", "{=="];
    let Some(change) =
        CHANGE.as_ref().filter(|_| marks.iter().any(|mark| line.contains(mark)))
    else {
        return line.into();
    };
    let prose = Prose::of(line);
    change.replace_all(line, |found: &Captures<'_>| {
        let whole = found.get(0);
        let start = whole.map_or(0, |whole| whole.start());
        let before = line.get(..start).unwrap_or_default();
        if before.ends_with(['{', '\\', '$', '%']) || prose.code_end(start).is_some() {
            return whole.map_or("", |whole| whole.as_str()).to_owned();
        }
        let part = |number| found.get(number).map(|part| part.as_str());
        write([part(1), part(2), part(3), part(4), part(5)])
    })
}

#[cfg(test)]
mod tests {
    use super::{changed, shown};

    #[test]
    fn changes() {
        for (line, expected) in [
            ("Use {++8.4++}.", "Use <ins>8.4</ins>."),
            ("Not {--8.1 (old)--} now", "Not <s>8.1 (old)</s> now"),
            ("{~~red~>green~~} lamp", "<s>red</s><ins>green</ins> lamp"),
            ("{~~~>green~~} lamp", "<ins>green</ins> lamp"),
            ("{==Mind==} it", "<mark>Mind</mark> it"),
            ("{--a--}<br>{++b++}", "<s>a</s><br><ins>b</ins>"),
            ("{++==8.4== (new)++}", "<ins>==8.4== (new)</ins>"),
            ("`{++8.4++}` is code", "`{++8.4++}` is code"),
            ("\\{++8.4++}", "\\{++8.4++}"),
            ("{{--a--}}", "{{--a--}}"),
            ("${++i++}", "${++i++}"),
            ("Press ++ctrl+c++", "Press ++ctrl+c++"),
            ("{++never ends", "{++never ends"),
            ("{i++} and {++i}", "{i++} and {++i}"),
            ("--flag {a} --other", "--flag {a} --other"),
        ] {
            assert_eq!(shown(line), expected);
        }
    }

    #[test]
    fn changes_of_a_title() {
        for (title, expected) in [
            ("The {--old--} lamp", "The  lamp"),
            ("The {~~red~>green~~} lamp", "The green lamp"),
            ("The {++green++} {==lamp==}", "The green lamp"),
            ("The lamp", "The lamp"),
        ] {
            assert_eq!(changed(title), expected);
        }
    }
}
