//! The tables of languages, which the build script packs: a fifth less to download.

use crate::compression::unpacked;
use std::sync::LazyLock;

/// More than all tables of a kind have, in bytes.
const MOST: usize = 1 << 24;

static WORDS: LazyLock<String> =
    LazyLock::new(|| text(include_bytes!(concat!(env!("OUT_DIR"), "/words.lzma"))));
static TOPICLESS: LazyLock<String> =
    LazyLock::new(|| text(include_bytes!(concat!(env!("OUT_DIR"), "/topicless.lzma"))));
static VOCABULARY: LazyLock<String> =
    LazyLock::new(|| text(include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary.lzma"))));

/// What the build script has packed: a test of the languages sees to it that it can be read.
fn text(packed: &[u8]) -> String {
    unpacked(packed, MOST)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default()
}

/// The table of a language, among those of all languages.
fn of(all: &'static str, lang: &str) -> &'static str {
    let mut tables = all.split('\u{c}').filter_map(|table| table.split_once('\n'));
    tables.find(|(of, _)| *of == lang).map_or("", |(_, table)| table)
}

/// The words of a language, each with its frequency on the Zipf scale.
pub(super) fn words(lang: &str) -> impl Iterator<Item = (&'static str, f64)> {
    let mut zipf = 0.0;
    of(&WORDS, lang).lines().filter_map(move |line| match line.strip_prefix('\t') {
        Some(value) => {
            zipf = value.parse().unwrap_or_default();
            None
        }
        None => Some((line, zipf)),
    })
}

/// The words of a language without a topic; below the second comment, complaints.
pub(super) fn topicless(lang: &str) -> &'static str {
    of(&TOPICLESS, lang)
}

/// The synonyms of a language, as `synonyms.toml` has them.
pub(super) fn vocabulary(lang: &str) -> &'static str {
    of(&VOCABULARY, lang)
}
