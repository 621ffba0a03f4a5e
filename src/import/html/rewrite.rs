//! What other systems draw with classes and macros, as elements that an article may hold.
//!
//! One pass over the tags, without recursion: each start tag says what stands for it and
//! what its end tag will be.

use super::Links;
use super::tag::{Piece, Start, pieces, unescaped};
use crate::html::{is_web_address, push_escaped};
use crate::import::report::Losses;
use kedb_engine::article::Tag;

/// Rewrites the sanitizer's HTML to canonical HTML of allow-listed elements.
pub(super) fn rewrite(html: &str, links: &dyn Links, losses: &mut Losses) -> String {
    let mut pass = Pass { out: String::with_capacity(html.len()), links, losses };
    let mut open: Vec<(&str, End)> = Vec::new();
    let mut hidden = 0_usize;
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) if hidden == 0 => {
                pass.out.push_str(&text.replace("&nbsp;", " ").replace('\u{a0}', " "));
            }
            Piece::Text(_) => {}
            Piece::Start(start) => {
                let end = if hidden == 0 { pass.start(&start) } else { End::Nothing };
                if matches!(start.name, "br" | "hr" | "img") {
                    continue;
                }
                hidden += usize::from(end == End::Hidden);
                open.push((start.name, end));
            }
            Piece::End(name) => {
                // The sanitizer balances its tags.
                let Some((opened, end)) = open.pop() else { continue };
                debug_assert_eq!(opened, name);
                match end {
                    End::Hidden => hidden = hidden.saturating_sub(1),
                    End::Of(tag) => pass.out.push_str(&format!("</{}>", tag.name())),
                    End::OfCode => pass.out.push_str("</code></pre>"),
                    End::Nothing => {}
                }
            }
        }
    }
    pass.out
}

/// What an end tag becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Nothing,
    Of(Tag),
    OfCode,
    /// All that the element holds is left out.
    Hidden,
}

struct Pass<'a> {
    out: String,
    links: &'a dyn Links,
    losses: &'a mut Losses,
}

impl Pass<'_> {
    fn start(&mut self, start: &Start<'_>) -> End {
        if let Some(class) = callout(start) {
            return self.put("aside", &format!(" class=\"{class}\""));
        }
        match start.name {
            "pre" => {
                let class =
                    brush(start).map(|name| format!(" class=\"language-{name}\""));
                self.out.push_str(&format!("<pre><code{}>", class.unwrap_or_default()));
                End::OfCode
            }
            "b" | "big" => self.put("strong", ""),
            "i" | "var" | "cite" | "dfn" => self.put("em", ""),
            "u" => self.put("ins", ""),
            "strike" => self.put("s", ""),
            "tt" | "samp" => self.put("code", ""),
            "h1" => self.put("h2", ""),
            "h2" => self.put("h3", ""),
            "h3" => self.put("h4", ""),
            "h4" => self.put("h5", ""),
            "h5" => self.put("h6", ""),
            "div" | "nav" if start.is("toc-macro") => End::Hidden,
            "div" | "section" | "article" | "main" | "center" | "figure"
            | "figcaption" | "caption" | "header" | "footer" | "nav" | "address"
            | "fieldset" | "legend" | "form" => self.put("p", ""),
            "ac:task-list" => self.put("ul", ""),
            "ac:task" => self.put("li", ""),
            "ac:parameter" | "ac:task-id" | "ac:task-status" | "ac:placeholder"
            | "ac:emoticon" => End::Hidden,
            "ac:plain-text-body" => {
                self.out.push_str("<pre><code>");
                End::OfCode
            }
            "ac:structured-macro" | "ac:macro" => self.named_macro(start),
            "ac:image" => {
                self.losses.add("image", "", "ac:image");
                End::Nothing
            }
            "ri:page" => {
                let title = start.attribute("ri:content-title").unwrap_or_default();
                self.out.push_str(title);
                End::Nothing
            }
            "ri:attachment" => {
                let file = start.attribute("ri:filename").unwrap_or_default();
                self.out.push_str(file);
                End::Nothing
            }
            "a" => self.link(start),
            "img" => self.image(start),
            "table" | "td" | "th" | "ol" => self.with_numbers(start),
            name => self.put(name, ""),
        }
    }

    fn put(&mut self, name: &str, attributes: &str) -> End {
        let Some(tag) = Tag::named(name) else { return End::Nothing };
        self.out.push_str(&format!("<{name}{attributes}>"));
        End::Of(tag)
    }

    /// With the attributes that are numbers.
    fn with_numbers(&mut self, start: &Start<'_>) -> End {
        let mut attributes = String::new();
        for name in ["colspan", "rowspan", "start"] {
            let value = start.attribute(name).and_then(|value| value.parse::<u16>().ok());
            if let Some(value) = value {
                attributes.push_str(&format!(" {name}=\"{value}\""));
            }
        }
        self.put(start.name, &attributes)
    }

    fn named_macro(&mut self, start: &Start<'_>) -> End {
        let name = start.attribute("ac:name").unwrap_or_default();
        match name {
            "code" | "noformat" | "panel" | "expand" | "excerpt" => self.put("p", ""),
            "toc" => End::Hidden,
            "children" | "pagetree" | "contentbylabel" | "attachments" => {
                self.losses.add("macro", name, "");
                End::Hidden
            }
            _ => {
                self.losses.add("macro", name, "");
                self.put("p", "")
            }
        }
    }

    fn link(&mut self, start: &Start<'_>) -> End {
        let href = unescaped(start.attribute("href").unwrap_or_default());
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return End::Nothing;
        }
        let Some(target) = self.links.resolve(href) else {
            self.losses.add("link", "", href);
            return End::Nothing;
        };
        self.anchor(&target)
    }

    fn anchor(&mut self, target: &str) -> End {
        let mut attribute = String::from(" href=\"");
        push_escaped(&mut attribute, target);
        attribute.push('"');
        self.put("a", &attribute)
    }

    /// An image becomes a link to where it lies.
    fn image(&mut self, start: &Start<'_>) -> End {
        let alt = unescaped(start.attribute("alt").unwrap_or_default());
        if start.is("emoticon") {
            push_escaped(&mut self.out, &alt);
            return End::Nothing;
        }
        let source = unescaped(start.attribute("src").unwrap_or_default());
        let alt = alt.trim();
        let file = source.split(['?', '#']).next().unwrap_or_default();
        let file = file.rsplit('/').next().unwrap_or_default();
        let text = if alt.is_empty() { file } else { alt };
        self.losses.add("image", "", if source.is_empty() { alt } else { &source });
        let target = self.links.resolve(&source).filter(|target| is_web_address(target));
        match target.filter(|_| !source.is_empty()) {
            Some(target) => {
                let _ = self.anchor(&target);
                push_escaped(&mut self.out, if text.is_empty() { "image" } else { text });
                self.out.push_str("</a>");
            }
            None => push_escaped(&mut self.out, text),
        }
        End::Nothing
    }
}

/// The callout that a box of Confluence is.
fn callout(start: &Start<'_>) -> Option<&'static str> {
    let name = match start.name {
        "div" => start.attribute("class")?,
        "ac:structured-macro" | "ac:macro" => start.attribute("ac:name")?,
        _ => return None,
    };
    let of_class = |word: &str| match start.name {
        "div" => start.is(&format!("confluence-information-macro-{word}")),
        _ => name == word,
    };
    [
        ("information", "note"),
        ("info", "note"),
        ("tip", "tip"),
        ("note", "important"),
        ("warning", "warning"),
    ]
    .into_iter()
    .find_map(|(word, callout)| of_class(word).then_some(callout))
}

/// The language of a code block: `brush: java; gutter: false`.
fn brush(start: &Start<'_>) -> Option<String> {
    let parameters = start.attribute("data-syntaxhighlighter-params")?;
    let brush =
        parameters.split(';').find_map(|one| one.trim().strip_prefix("brush:"))?;
    let brush = brush.trim();
    let plain = !brush.is_empty()
        && brush.chars().all(|c| c.is_ascii_alphanumeric() || "+#-".contains(c));
    plain.then(|| brush.to_owned())
}
