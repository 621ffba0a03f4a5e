//! The captions of code blocks: systems show above the code what the fence says behind its language,
//! most often the name of the file that the code belongs in.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

/// What a caption is called behind the language: by Docusaurus, MkDocs and Astro, by Nextra, and by
/// Angular and others, which write an object.
const NAMES: [&str; 6] =
    ["title=", "filename=", "header=", "header:", "filename:", "title:"];

/// The caption in a paragraph of its own: a name as code, words in italics. None for a block without one.
pub(super) fn before(kind: &CodeBlockKind<'_>) -> Option<Vec<Event<'static>>> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let caption = of(info).filter(|caption| !caption.is_empty())?;
    let text = CowStr::from(caption.to_owned());
    let words = if caption.contains(char::is_whitespace) {
        vec![Event::Start(Tag::Emphasis), Event::Text(text), Event::End(TagEnd::Emphasis)]
    } else {
        vec![Event::Code(text)]
    };
    let begin = std::iter::once(Event::Start(Tag::Paragraph));
    let end = std::iter::once(Event::End(TagEnd::Paragraph));
    Some(begin.chain(words).chain(end).collect())
}

/// The caption that the words behind a fence say: `js title="app.js"`, or `js [app.js]` of VitePress.
fn of(info: &str) -> Option<&str> {
    let named = NAMES.iter().find_map(|name| {
        let (before, value) = info.split_once(name)?;
        let is_word = before.is_empty() || before.ends_with([' ', '{', ',']);
        is_word.then(|| value.trim_start())
    });
    if let Some(value) = named {
        let quote = value.chars().next().filter(|c| "\"'`".contains(*c));
        return match quote {
            Some(quote) => value.get(1..)?.split(quote).next().map(str::trim),
            None => value.split([' ', '}']).next(),
        };
    }
    let (language, rest) = info.split_once(" [")?;
    let (caption, after) = rest.split_once(']')?;
    (!language.contains(' ') && after.trim().is_empty()).then_some(caption.trim())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn captions_of_fences() {
        for (info, expected) in [
            ("js title=\"src/app.js\"", Some("src/app.js")),
            ("js {2,5-8} title='the settings'", Some("the settings")),
            ("json title=package.json", Some("package.json")),
            ("{ .yaml title=\"a.yml\" linenums=\"1\" }", Some("a.yml")),
            ("tsx filename=\"app/page.tsx\" highlight={1,2}", Some("app/page.tsx")),
            ("ts {header:\"parent.ts\"}", Some("parent.ts")),
            ("tsx {{ mark: [1], filename: 'app/page.tsx' }}", Some("app/page.tsx")),
            ("js [app.js]", Some("app.js")),
            ("js", None),
            ("js subtitle=\"x\"", None),
            ("js {1,3}", None),
            ("js [a] [b]", None),
            ("", None),
        ] {
            assert_eq!(of(info), expected, "{info}");
        }
    }
}
