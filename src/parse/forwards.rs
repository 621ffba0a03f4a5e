//! Pages that only send their readers on to another one: it has the text.

use super::keys::Entries;
use super::source::Line;
use regex_lite::Regex;
use std::sync::LazyLock;

/// Keys of Jekyll, `DocFX` and others with the address to which a page forwards.
const KEYS: [&str; 3] = ["redirect_to", "redirect_url", "redirectTo"];

/// Most words of such a page, for those whom no program sends on: "This page has moved".
const WORDS: usize = 30;

/// Most bytes that are looked through.
const MAX_LENGTH: usize = 8192;

/// Whether a page of such keys and such a text only forwards.
pub(super) fn only(entries: &Entries, body: &[Line]) -> bool {
    let length: usize = body.iter().map(|line| line.text.len() + 1).sum();
    if length > MAX_LENGTH {
        return false;
    }
    let text: Vec<&str> = body.iter().map(|line| line.text.as_str()).collect();
    let text = text.join("\n");
    let is_short = words(&text) <= WORDS;
    is_short && (names_target(entries) || is_sent_on(&text))
}

/// Whether a key has the address of another page.
fn names_target(entries: &Entries) -> bool {
    entries.iter().any(|(key, value)| {
        let is_key = key.scalar().is_some_and(|key| KEYS.contains(&key));
        is_key && value.scalar().is_some_and(|to| to.contains('/') || to.contains('.'))
    })
}

/// Whether a tag outside code sends browsers to another page.
fn is_sent_on(text: &str) -> bool {
    let Some(meta) = META.as_ref() else { return false };
    if ["```", "~~~", "<!--"].iter().any(|mark| text.contains(mark)) {
        return false;
    }
    // What is indented below words is code.
    let is_html = text.trim_start().starts_with('<');
    meta.captures_iter(text).any(|found| {
        let group = |at: usize| found.get(at).map_or("", |group| group.as_str());
        let tag = group(2).to_lowercase();
        let tag = tag.replace(['"', '\'', ' '], "");
        (is_html || group(1).len() < 4)
            && tag.contains("http-equiv=refresh")
            && tag.contains("url=")
    })
}

/// How many words a page says outside of tags.
fn words(text: &str) -> usize {
    let Some(unseen) = UNSEEN.as_ref() else { return usize::MAX };
    let seen = unseen.replace_all(text, " ");
    let words = seen.split_whitespace();
    let words = words.filter(|word| word.contains(char::is_alphanumeric));
    // Where no space parts words, a word has two letters or so.
    words.map(|word| 1 + word.chars().filter(|c| *c >= '\u{2E80}').count() / 2).sum()
}

/// A tag of a head at the beginning of a line, behind other tags or not.
static META: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?im)^([ \t]*)(?:<[^`\n]*>)?[ \t]*<meta(\s[^<>`]*)>").ok()
});

/// What no browser shows: comments, scripts, the title of a head, and tags themselves.
static UNSEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?is)<!--.*?-->|<script.*?</script>|<style.*?</style>|<title.*?</title>|<[^<>]*>",
    )
    .ok()
});

#[cfg(test)]
mod tests {
    use super::only;
    use crate::parse::keys::split;

    #[test]
    fn pages_that_only_forward() {
        for (file, expected) in [
            ("<meta http-equiv=\"refresh\" content=\"0; url=/new\">", true),
            (
                "---\norphan: true\n---\n\n<head>\n    <META content='0;URL=x.html' http-equiv=Refresh />\n</head>",
                true,
            ),
            (
                "- - -\norphan: true\n- - -\n<head>\n  <meta http-equiv=\"Refresh\" content=\"0; URL=x.html\" />\n</head>",
                true,
            ),
            (
                "# Lamp\n\nThis page has moved [here](x.md).\n\n<meta http-equiv=\"refresh\" content=\"0; url=x\">",
                true,
            ),
            (
                "<html><head><title>Moved</title><meta http-equiv=\"refresh\" content=\"0; url=x\"></head></html>",
                true,
            ),
            ("---\nredirect_to: https://example.org/x\n---\n", true),
            ("---\nredirect_url: /new/page\nredirect_document_id: true\n---\n", true),
            ("---\nredirect: true\n---\nPress it.", false),
            ("---\nredirect: /login\n---\nPress it.", false),
            (
                "Press it.\n<!-- <meta http-equiv=\"refresh\" content=\"0; url=x\"> -->",
                false,
            ),
            (
                "---\nredirect_to: /x\n---\n打开浏览器，进入管理页面，选择用户，点击删除，然后重新创建用户并分配许可证，最后让用户重新登录系统并检查邮箱是否恢复正常，如果没有恢复，请联系管理员。",
                false,
            ),
            ("---\nredirect_from: /old\n---\nPress it.", false),
            ("<meta charset=\"utf-8\">\n\nPress it.", false),
            (
                "Write `<meta http-equiv=\"refresh\" content=\"0; url=x\">` into the head.",
                false,
            ),
            (
                "Write this:\n\n    <meta http-equiv=\"refresh\" content=\"0; url=x\">",
                false,
            ),
            ("```html\n<meta http-equiv=\"refresh\" content=\"0; url=x\">\n```", false),
            ("- - -\nPress it.\n- - -\nThen wait.", false),
        ] {
            let (entries, body) = split("a.md", file, &mut Vec::new()).expect(file);
            assert_eq!(only(&entries, &body), expected, "{file}");
        }
    }
}
