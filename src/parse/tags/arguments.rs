//! What helpers of ERB are called with.

use super::super::labels;

/// Helpers whose arguments name a file, a text elsewhere or a setting, in lowercase.
const NAMING: [&str; 16] = [
    "partial",
    "render",
    "include",
    "require",
    "yield_content",
    "content_for",
    "t",
    "i18n.t",
    "translate",
    "env.fetch",
    "url_for",
    "asset_path",
    "image_path",
    "stylesheet_link_tag",
    "javascript_include_tag",
    "favicon_tag",
];

/// Names of arguments that say how something looks, with the colon behind them.
const LOOKS: [&str; 9] =
    ["class:", "id:", "style:", "target:", "rel:", "role:", "width:", "height:", "type:"];

/// The arguments of a helper as code, where they are all that is known of what it shows:
/// `RunTask.link("till", "till:open")`. None if one of them says that agents alone read it.
pub(super) fn code(name: &str, call: &str) -> Option<String> {
    let is_call = call.starts_with(['(', '"', '\'']);
    let begins_block = call.ends_with(" do") || call.contains(" do |");
    if !is_call || begins_block || NAMING.contains(&name) {
        return None;
    }
    let texts = texts(call).into_iter();
    let mut texts = texts.filter(|text| !text.trim().is_empty()).peekable();
    texts.peek()?;
    // The pattern of a day, and names such as that of a level of headings, are no text.
    let says =
        |text: &str| !text.contains('%') && text.contains([':', ' ', '/', '-', '_']);
    if !self::texts(call).into_iter().any(says) {
        return None;
    }
    let code = texts.filter(|text| !looks(call, text)).map(|text| {
        let is_label = labels::is_tag_label(text) || labels::holds_label(text);
        (!is_label && !text.contains('`')).then(|| format!("`{text}`"))
    });
    let code: Vec<String> = code.collect::<Option<_>>()?;
    (!code.is_empty()).then(|| code.join(" "))
}

/// Whether an argument only says how something looks.
fn looks(call: &str, text: &str) -> bool {
    let before = call.split_once(text).map_or("", |(before, _)| before);
    let before = before.trim_end_matches(['"', '\'']).trim_end();
    LOOKS.iter().any(|name| before.ends_with(name))
}

/// The texts in quotes in what a tag is called with.
pub(super) fn texts(call: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut rest = call;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, quoted) = rest.split_at(at);
        let Some((text, after)) =
            quoted.chars().next().and_then(|quote| quoted.get(1..)?.split_once(quote))
        else {
            break;
        };
        // An apostrophe within a word.
        if before.ends_with(char::is_alphanumeric) {
            rest = quoted.get(1..).unwrap_or_default();
            continue;
        }
        texts.push(text);
        rest = after;
    }
    texts
}

/// The fewest words of a sentence.
const SENTENCE: usize = 3;

/// The sentences among the texts that a tag is called with.
pub(super) fn said(call: &str) -> Option<String> {
    let is_sentence = |text: &&str| {
        let has_letter = |word: &&str| word.contains(char::is_alphabetic);
        let begins =
            text.trim().starts_with(|c: char| !c.is_lowercase() && c.is_alphabetic());
        let ends = text.trim().ends_with(['.', '!', '?']);
        text.split_whitespace().filter(has_letter).count() >= SENTENCE && (begins || ends)
    };
    let said: Vec<&str> = texts(call).into_iter().filter(is_sentence).collect();
    (!said.is_empty()).then(|| said.join(" "))
}
