//! What a bundle holds of its articles' languages: words without a topic, how common the
//! others are, and the vocabulary of IT. `data/README.md` says where the tables come from.

use super::tables;
use crate::config;
use crate::index::{Holders, IndexError};
use kedb_engine::bundle::{Lexicon, SynonymGroup};
use kedb_engine::query::{sequence, terms_of};
use kedb_engine::text::{self, Language, TokenKind};
use std::collections::{BTreeMap, HashSet};
use std::sync::{LazyLock, OnceLock};

/// The tables of a language.
struct Data {
    lang: &'static str,
    /// What its tables say of words, once it is asked for: to read them takes longer than a
    /// small base does.
    usage: OnceLock<Usage>,
    /// Its vocabulary, likewise.
    vocabulary: OnceLock<Vec<SynonymGroup>>,
}

impl Data {
    const fn of(lang: &'static str) -> Data {
        Data { lang, usage: OnceLock::new(), vocabulary: OnceLock::new() }
    }
}

/// What general language says of words, in the form of [`Lexicon::new`].
struct Usage {
    topicless: Vec<(String, bool)>,
    ordinary: Vec<(String, u8)>,
}

/// The language whose vocabulary everybody in IT uses.
const ENGLISH: &str = "en";

static DATA: [Data; 16] = [
    Data::of("da"),
    Data::of("de"),
    Data::of("en"),
    Data::of("es"),
    Data::of("fi"),
    Data::of("fr"),
    Data::of("it"),
    Data::of("ja"),
    Data::of("ko"),
    Data::of("nb"),
    Data::of("nl"),
    Data::of("pl"),
    Data::of("pt"),
    Data::of("ru"),
    Data::of("sv"),
    Data::of("zh"),
];

/// The tables of the languages with these tags.
fn data(tags: &[String]) -> impl Iterator<Item = &'static Data> {
    let primary: Vec<String> = tags.iter().map(|tag| tabled(tag)).collect();
    DATA.iter().filter(move |data| primary.iter().any(|tag| tag == data.lang))
}

/// The language that a tag names, without its region: its primary subtag (RFC 5646).
pub(crate) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The same, where both forms of written Norwegian share their tables.
fn tabled(tag: &str) -> String {
    let primary = primary(tag);
    if matches!(primary.as_str(), "no" | "nn") { "nb".to_owned() } else { primary }
}

/// Shortest text whose language is recognised, in words, or in letters where no space stands between
/// words.
const MIN_TEXT: usize = 12;

/// How much of a text is looked at to recognise its language, in characters.
const MAX_TEXT: usize = 4_000;

/// The script decides which language a text is written in if one of so many letters is of it: messages
/// and commands are Latin in every language.
const SCRIPT: usize = 6;

/// The tag of the language that a text is written in: by its letters, else the one most of whose words
/// without a topic it has. None if it says too little.
pub(crate) fn written_in(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(MAX_TEXT).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end)?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let of_script = |first: u32, last: u32| {
        text.chars().filter(|c| (first..=last).contains(&u32::from(*c))).count()
    };
    let (kana, hangul) = (of_script(0x3040, 0x30FF), of_script(0xAC00, 0xD7A3));
    let han = of_script(0x4E00, 0x9FFF);
    let most = kana.max(hangul).max(han);
    if most >= MIN_TEXT && most * SCRIPT >= letters {
        // Japanese has Chinese characters beside its own.
        return Some(match () {
            () if hangul == most => "ko",
            () if kana * SCRIPT >= han => "ja",
            () => "zh",
        });
    }
    if is_russian(text) {
        return Some("ru");
    }
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.len() < MIN_TEXT {
        return None;
    }
    let counts = TOPICLESS.iter().map(|(lang, topicless)| {
        (words.iter().filter(|word| topicless.contains(word.as_str())).count(), *lang)
    });
    // The first of the alphabet of two that are as likely, as Danish is of Norwegian.
    let (count, lang) = counts.rev().max_by_key(|(count, _)| *count)?;
    (count * FUNCTION_WORDS >= words.len()).then_some(lang)
}

/// Fewest Cyrillic letters that tell a language.
const LETTERS: usize = 20;

/// Of so many of them one is a letter that only Russian has, and none one of another language.
const OTHER: usize = 100;

/// Whether a text is Russian: most of its letters are Cyrillic, and hardly any is Ukrainian or Belarusian. Bulgarian
/// and Serbian lack letters that are common in Russian.
fn is_russian(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let count = |wanted: fn(char) -> bool| {
        text.chars().flat_map(char::to_lowercase).filter(|c| wanted(*c)).count()
    };
    let cyrillic = count(|c| ('\u{400}'..='\u{52f}').contains(&c));
    let others = count(|c| "іїєґўјљњћђџѓќ".contains(c));
    let own = count(|c| "ыэё".contains(c));
    cyrillic >= LETTERS
        && cyrillic * 2 > letters
        && others * OTHER < cyrillic
        && own * OTHER >= cyrillic
}

/// Of how many words one has no topic at least: in running text every second or third.
const FUNCTION_WORDS: usize = 6;

static TOPICLESS: LazyLock<Vec<(&str, HashSet<&str>)>> = LazyLock::new(|| {
    let words = |data: &Data| {
        tables::topicless(data.lang)
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect()
    };
    DATA.iter().map(|data| (data.lang, words(data))).collect()
});

/// What general language says of words, for articles with these language tags.
pub(crate) fn lexicon(tags: &[String]) -> Lexicon {
    let (mut topicless, mut ordinary) = (Vec::new(), Vec::new());
    for data in data(tags) {
        let usage = data.usage.get_or_init(|| usage(data));
        topicless.extend_from_slice(&usage.topicless);
        ordinary.extend_from_slice(&usage.ordinary);
    }
    Lexicon::new(topicless, ordinary)
}

/// What the tables of a language say.
fn usage(data: &Data) -> Usage {
    let mut topicless = Vec::new();
    let mut groups = 0;
    for line in tables::topicless(data.lang).lines() {
        if line.starts_with('#') {
            groups += 1;
            continue;
        }
        let is_character = |text: &str| text.chars().count() == 1;
        let words =
            text::tokens(line).into_iter().filter(|one| one.kind == TokenKind::Word);
        // One character is left of a word that something parts, and two letters of one whose accents are gone may
        // be an abbreviation.
        let words = words.filter(|one| {
            let is_short = one.text.len() <= 2 && !line.is_ascii();
            !is_short && (!is_character(&one.text) || is_character(line))
        });
        topicless.extend(words.map(|one| (one.text, groups > 1)));
    }
    let language = Language::of(data.lang);
    let mut frequencies: BTreeMap<String, f64> = BTreeMap::new();
    for (word, zipf) in tables::words(data.lang) {
        if let [token] = text::tokens(word).as_slice() {
            let stem = text::stem(&token.text, language);
            *frequencies.entry(stem).or_default() += 10_f64.powf(zipf);
        }
    }
    let tenths = |frequency: f64| (frequency.log10() * 10.0).round() as u8;
    let ordinary = frequencies.into_iter().map(|(stem, all)| (stem, tenths(all)));
    Usage { topicless, ordinary: ordinary.collect() }
}

/// The vocabulary of IT in these languages, as far as it leads to texts all of whose words one article holds:
/// nothing else is ever found by them.
///
/// # Errors
/// [`IndexError`] if the index can't be read.
pub(super) fn vocabulary(
    tags: &[String],
    lexicon: &Lexicon,
    holders: &Holders,
) -> Result<Vec<SynonymGroup>, IndexError> {
    let languages: Vec<Language> =
        tags.iter().filter_map(|tag| Language::of(tag)).collect();
    // Without its words without a topic "melde mich an" would be any message, and "nicht erreichbar" its opposite.
    // In English the particles of verbs are read with them.
    let is_whole = |text: &String| {
        let words = sequence(text, &languages);
        match terms_of(text, &languages, lexicon).as_slice() {
            [only] => words.len() == 1 || !words.contains(only),
            _ => true,
        }
    };
    let english = DATA.iter().filter(|data| data.lang == ENGLISH);
    let others = data(tags).filter(|data| data.lang != ENGLISH);
    let groups = english.chain(others).flat_map(|data| {
        let is_own = |text: &String| !is_topicless_elsewhere(text, data.lang, tags);
        let groups =
            data.vocabulary.get_or_init(|| groups(tables::vocabulary(data.lang)));
        groups.iter().map(move |group| SynonymGroup {
            typed: group.typed.iter().filter(|text| is_own(text)).cloned().collect(),
            meant: group
                .meant
                .iter()
                .filter(|text| data.lang == ENGLISH || is_whole(text))
                .cloned()
                .collect(),
        })
    });
    let mut leading = Vec::new();
    for SynonymGroup { typed, meant } in groups {
        let mut held = Vec::new();
        for text in meant {
            if holders.hold_together(&terms_of(&text, &languages, lexicon))? {
                held.push(text);
            }
        }
        if typed.iter().any(|typed| held.iter().any(|meant| meant != typed)) {
            leading.push(SynonymGroup { typed, meant: held });
        }
    }
    Ok(leading)
}

/// Whether a text of the vocabulary of `lang` is a word without a topic in another of the languages with these
/// tags, and not in that one: "vers" is short for "version", and French for "to".
fn is_topicless_elsewhere(text: &str, lang: &str, tags: &[String]) -> bool {
    let has = |other: &str| {
        TOPICLESS.iter().any(|(known, words)| *known == other && words.contains(text))
    };
    !has(lang) && data(tags).any(|data| has(data.lang))
}

/// The groups of a table of ours: a test sees to it that each can be read.
fn groups(vocabulary: &str) -> Vec<SynonymGroup> {
    let mut groups = config::synonyms(vocabulary).unwrap_or_default();
    for SynonymGroup { typed, .. } in &mut groups {
        let plurals = typed.iter().filter(|text| is_consonants(text));
        let plurals: Vec<String> = plurals.map(|text| format!("{text}s")).collect();
        typed.extend(plurals);
    }
    groups
}

/// Whether a text is an abbreviation whose plural no stemmer knows: `msg`, `pkg`.
fn is_consonants(text: &str) -> bool {
    let is_vowel = |byte: u8| b"aeiouy".contains(&byte.to_ascii_lowercase());
    text.bytes().all(|byte| byte.is_ascii_alphabetic() && !is_vowel(byte))
}

#[cfg(test)]
mod tests {
    use super::{DATA, tables};
    use crate::config;
    use kedb_engine::text::Language;

    #[test]
    fn every_table_can_be_read() {
        for data in &DATA {
            let groups = config::synonyms(tables::vocabulary(data.lang));
            let count = groups.as_ref().map(Vec::len);
            assert!(count.is_ok_and(|count| count > 20), "{}: {groups:?}", data.lang);
            let has_words = tables::words(data.lang).count() > 1000;
            assert_eq!(has_words, Language::of(data.lang).is_some(), "{}", data.lang);
            let is_zipf = |zipf: f64| (1.0..9.0).contains(&zipf);
            let odd = tables::words(data.lang)
                .find(|(word, zipf)| word.is_empty() || !is_zipf(*zipf));
            assert_eq!(odd, None, "{}", data.lang);
            let heads =
                tables::topicless(data.lang).lines().filter(|line| line.starts_with('#'));
            assert_eq!(heads.count(), 2, "{}", data.lang);
        }
    }
}
