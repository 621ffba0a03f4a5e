//! Components whose code stands in an attribute, in lines of their own: ``<Code lang="sh" code={`lpq`} />``.

use super::components::joined;
use super::source::{Fence, Line};
use super::start_tag::{self, Attribute, Budget, Language, StartTag};

/// What the language of the code is called.
const LANGUAGES: [&str; 3] = ["lang", "language", "syntax"];

/// What the title above it is called.
const TITLES: [&str; 3] = ["title", "filename", "caption"];

/// From how many spaces on a line is code outside of MDX.
const CODE: usize = 4;

/// `lines` with such code between fences.
pub(super) fn fenced(lines: Vec<Line>, is_mdx: bool) -> Vec<Line> {
    let may_be = |line: &Line| line.text.trim_start().starts_with('<');
    if !lines.iter().any(|line| line.text.contains("code=")) {
        return lines;
    }
    let (text, starts) = joined(lines.iter().map(|line| line.text.as_str()));
    let mut budget = Budget::of(text.len());
    let mut fence = Fence::default();
    let mut fenced = Vec::with_capacity(lines.len());
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        let is_code = fence.step(&line.text);
        let rest = starts.get(next).and_then(|start| text.get(*start..));
        let rest = rest.filter(|_| !is_code && may_be(line));
        let code = rest.and_then(|rest| code(rest, is_mdx, &mut budget));
        let own = |length: usize| lines.get(next..next + length);
        let is_one = |(length, _): &(usize, Vec<String>)| {
            own(*length).is_some_and(|own| {
                own.iter().all(|other| other.internal == line.internal)
            })
        };
        let Some((length, texts)) = code.filter(is_one) else {
            fenced.push(line.clone());
            next += 1;
            continue;
        };
        fenced.extend(texts.into_iter().map(|text| Line { text, ..line.clone() }));
        next += length;
    }
    fenced
}

/// How many lines the component takes that `text` begins with, and its code between fences.
fn code(text: &str, is_mdx: bool, budget: &mut Budget) -> Option<(usize, Vec<String>)> {
    let tag = text.trim_start_matches([' ', '\t']);
    let indent = text.get(..text.len() - tag.len())?;
    let name = start_tag::name(tag)?;
    let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
    if !is_component || !is_mdx && indent.len() >= CODE {
        return None;
    }
    let read = StartTag::read(tag, Language::Jsx, budget)?;
    let mut after = tag.get(read.written.len()..)?.lines().next().unwrap_or_default();
    if !read.is_whole {
        after = after.trim().strip_prefix(&format!("</{name}>"))?;
    }
    if !after.trim().is_empty() {
        return None;
    }
    let value = |names: &[&str]| {
        let mut found = read.attributes.iter().filter(|one| names.contains(&one.key));
        found.find_map(literal)
    };
    let code = value(&["code"]).filter(|code| !code.trim().is_empty())?;
    let language = value(&LANGUAGES).unwrap_or_default();
    let is_name = |c: char| c.is_alphanumeric() || "+#-_.".contains(c);
    let language = language.split(|c| !is_name(c)).next().unwrap_or_default();
    let title = value(&TITLES).filter(|title| !title.trim().is_empty());
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    let mut texts = vec![String::new()];
    let title = title.map(|title| format!("{indent}**{}**", title.trim()));
    texts.extend(title.into_iter().flat_map(|title| [title, String::new()]));
    texts.push(format!("{indent}{fence}{language}"));
    let lines = dedented(&code).into_iter();
    texts.extend(lines.map(|line| format!("{indent}{line}").trim_end().to_owned()));
    texts.extend([format!("{indent}{fence}"), String::new()]);
    Some((read.written.lines().count(), texts))
}

/// The text of an attribute: `"a"`, `{"a"}`, or a template, whose places for other values stay as written.
fn literal(attribute: &Attribute<'_>) -> Option<String> {
    let Some(inner) = attribute.value.strip_prefix('{') else {
        return Some(attribute.value.to_owned()).filter(|value| !value.is_empty());
    };
    let inner = inner.strip_suffix('}')?.trim();
    let quote = inner.chars().next().filter(|c| "\"'`".contains(*c))?;
    let inner = inner.get(1..)?.strip_suffix(quote)?;
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        // Behind the text there is more of a program.
        if letter == quote {
            return None;
        }
        match letter {
            '\\' => match letters.next()? {
                'n' if quote != '`' => text.push('\n'),
                escaped if "\\\"'`$\n".contains(escaped) => text.push(escaped),
                other => text.extend(['\\', other]),
            },
            other => text.push(other),
        }
    }
    Some(text)
}

/// The lines of a code without blank ones around them, and without what indents all of them but the first, which
/// stands behind the mark that begins it.
fn dedented(code: &str) -> Vec<&str> {
    let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
    let is_full = |line: &&str| !line.is_empty();
    let first = lines.iter().position(&is_full).unwrap_or_default();
    let last = lines.iter().rposition(&is_full).unwrap_or_default();
    let own = lines.get(first..=last).unwrap_or_default();
    let width = |line: &&&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let skipped = usize::from(first == 0);
    let below = own.iter().skip(skipped).filter(|line| is_full(line));
    let cut = below.map(|line| width(&line)).min().unwrap_or_default();
    let cut = if first == 0 { 0 } else { cut };
    let inner = |line: &&'_ str| line.len().min(cut);
    own.iter().map(|line| line.get(inner(line)..).unwrap_or(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Line, fenced};

    #[test]
    fn code_in_attributes() {
        for (text, is_mdx, expected) in [
            ("<Code code=\"lpq -a\" />", false, "\n```\nlpq -a\n```\n"),
            ("<Code lang=\"sh\" code={`lpq`} />\nb", true, "\n```sh\nlpq\n```\n\nb"),
            (
                "<Code\n  language={'sh'}\n  code={`\n    lpq\n\n      -a\n  `}\n/>",
                true,
                "\n```sh\nlpq\n\n  -a\n```\n",
            ),
            ("<Code code={`a\n  b`} />", true, "\n```\na\n  b\n```\n"),
            (
                "<Code title=\"Ask\" code=\"lpq\"></Code>",
                true,
                "\n**Ask**\n\n```\nlpq\n```\n",
            ),
            (
                "<Code code={`a \\`b\\` \\${c} ${d}`} />",
                true,
                "\n```\na `b` ${c} ${d}\n```\n",
            ),
            ("<Code code={\"a\\nb\\\\c\"} />", true, "\n```\na\nb\\c\n```\n"),
            (
                "<Code code={`a\n\\`\\`\\`\nb\n\\`\\`\\`\n`} />",
                true,
                "\n````\na\n```\nb\n```\n````\n",
            ),
            (
                "1. Do\n\n   <Code code=\"a\" />",
                true,
                "1. Do\n\n\n   ```\n   a\n   ```\n",
            ),
            ("<Code code={text} />", true, "<Code code={text} />"),
            ("<Code code={`a` + b} />", true, "<Code code={`a` + b} />"),
            ("<Code code=\"a\" /> and more", true, "<Code code=\"a\" /> and more"),
            ("<Code code=\"a\">more</Code>", true, "<Code code=\"a\">more</Code>"),
            ("    <Code code=\"a\" />", false, "    <Code code=\"a\" />"),
            ("```\n<Code code=\"a\" />\n```", true, "```\n<Code code=\"a\" />\n```"),
            ("<code code=\"a\" />", true, "<code code=\"a\" />"),
            ("<Error code=\"\" />", true, "<Error code=\"\" />"),
        ] {
            let lines = text.lines().enumerate().map(|(at, text)| Line {
                number: at + 1,
                text: text.to_owned(),
                internal: false,
            });
            let texts = fenced(lines.collect(), is_mdx).into_iter().map(|line| line.text);
            assert_eq!(texts.collect::<Vec<_>>().join("\n"), expected, "{text}");
        }
    }
}
