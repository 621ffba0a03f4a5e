//! The line between agents and the public, tested in every byte.
//!
//! Plants stand in all places where something internal may stand, see
//! `tests/cases/leak/kb.toml`. They are looked for in every file of the public bundle, as
//! it lies there and inflated, and in the index files put together again; in every way in
//! which a word may be written, see [`forms`].

mod left;

use crate::built::{Files, build, content, hot, read, repository, write};
use crate::export::{export, readable};
use crate::pictures::{PNG, chunk};
use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use kedb::cli::Audiences;
use kedb::cli::kb::load;
use kedb::compression::unpacked;
use kedb::config::Config;
use kedb::export::ServerKind;
use kedb::parse;
use kedb_engine::article::Audience;
use kedb_engine::bundle::{File, HotPack};
use kedb_engine::directory::Blocks;
use kedb_engine::reader::PARTS;
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

type Base = BTreeMap<String, String>;

/// A word that stands where it must not, or must.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Plant {
    who: String,
    what: String,
}

impl Plant {
    /// Consonants only: no stemmer touches it, and it occurs nowhere by chance.
    fn word(&self) -> String {
        let mut state = 0xcbf2_9ce4_8422_2325_u64;
        for byte in format!("{}:{}", self.who, self.what).bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            b"bcdfghjkmnpqrtvwxz"[(state >> 33) as usize % 18]
        };
        (0..16).map(|_| char::from(next())).collect()
    }

    /// What is looked for: the dictionary leaves out what a term shares with the one
    /// before, which is never as much as this.
    fn trace(&self) -> String {
        self.word().split_off(5)
    }
}

/// `text` with a word for each plant.
fn planted(text: &str, plants: &mut Vec<Plant>) -> String {
    let mut planted = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (plant, after) = after.split_once("}}").expect("`}}` ends a plant");
        let (who, what) = plant.split_once(": ").expect("who and what");
        let plant = Plant { who: who.to_owned(), what: what.to_owned() };
        planted += before;
        planted += &plant.word();
        plants.push(plant);
        rest = after;
    }
    planted + rest
}

/// A PNG whose picture is the first line of `text`, and whose comment is the second.
fn png(text: &str) -> Vec<u8> {
    let (picture, comment) = text.split_once('\n').unwrap_or((text, ""));
    let chunks = [("IHDR", "x"), ("tEXt", comment), ("IDAT", picture), ("IEND", "")];
    chunks.iter().fold(PNG.to_vec(), |mut png, (kind, contents)| {
        png.extend(chunk(kind, contents.as_bytes()));
        png
    })
}

fn planted_base(base: &Base, plants: &mut Vec<Plant>) -> Files {
    let files = base.iter().map(|(path, text)| {
        let text = planted(text, plants);
        let crlf = path.ends_with(".crlf.md");
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let bytes = match text.strip_prefix("png ") {
            Some(text) => png(text),
            None => text.into_bytes(),
        };
        (planted(path, plants), bytes)
    });
    files.collect()
}

/// Everything that a reader could find in a bundle, in lowercase: each file, what it
/// holds compressed, each stream of gzip in it, and the index files whole, so that no block's edge hides a word.
struct Haystack(Vec<(String, Vec<u8>)>);

impl Haystack {
    fn of(folder: &Path) -> Haystack {
        let files = read(folder);
        let mut hay = Haystack::of_files(&files);
        let mut index = index_files(&files);
        index.iter_mut().for_each(|(_, bytes)| bytes.make_ascii_lowercase());
        hay.0.extend(index);
        hay
    }

    fn of_files(files: &Files) -> Haystack {
        let mut hay = Vec::new();
        for (path, bytes) in files {
            hay.push((path.clone(), path.clone().into_bytes()));
            hay.push((path.clone(), bytes.clone()));
            if let Ok(content) = unpacked(bytes, usize::MAX) {
                hay.push((format!("{path}, unpacked"), content));
            }
            for start in 0..bytes.len() {
                let stream = bytes.get(start..).unwrap_or_default();
                if stream.starts_with(&[0x1f, 0x8b, 8]) {
                    let mut inflated = Vec::new();
                    // What came before an error counts.
                    let _ = GzDecoder::new(stream).read_to_end(&mut inflated);
                    hay.push((format!("{path}, inflated from {start}"), inflated));
                }
            }
        }
        hay.iter_mut().for_each(|(_, bytes)| bytes.make_ascii_lowercase());
        Haystack(hay)
    }

    /// Where each of `words` stands, however it is written.
    fn places(&self, words: &[String]) -> BTreeMap<String, &str> {
        let mut needles = Vec::new();
        let mut of = Vec::new();
        for word in words {
            for (_, form) in forms(&word.to_ascii_lowercase()) {
                needles.push(form);
                of.push(word);
            }
        }
        let search = AhoCorasick::new(&needles).expect("needles");
        let mut places = BTreeMap::new();
        for (place, hay) in &self.0 {
            for found in search.find_overlapping_iter(hay) {
                let word = of[found.pattern().as_usize()];
                places.entry(word.clone()).or_insert(place.as_str());
            }
        }
        places
    }

    /// Where `word` stands.
    fn find(&self, word: &str) -> Option<&str> {
        self.places(&[word.to_owned()]).remove(word)
    }
}

/// The ways in which a word may be written, by name: as bytes in lowercase, for that is how
/// they are looked for. What changes nothing in a word of ASCII letters (UTF-8, escaping of
/// marks alone, Punycode of what stands beside it) is the first of them.
fn forms(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let each = |form: &dyn Fn(u8) -> String| -> Vec<u8> {
        word.bytes().map(form).collect::<String>().into_bytes()
    };
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        word.encode_utf16().flat_map(to_bytes).collect()
    };
    let mut forms = vec![
        ("plain", word.as_bytes().to_vec()),
        ("UTF-16, little end first", utf16(u16::to_le_bytes)),
        ("UTF-16, big end first", utf16(u16::to_be_bytes)),
        ("per cent", each(&|byte| format!("%{byte:02x}"))),
        ("HTML, decimal", each(&|byte| format!("&#{byte};"))),
        ("HTML, hexadecimal", each(&|byte| format!("&#x{byte:x};"))),
        ("JSON", each(&|byte| format!("\\u{byte:04x}"))),
        ("hexadecimal", each(&|byte| format!("{byte:02x}"))),
        ("backwards", word.bytes().rev().collect()),
    ];
    // Where it begins within three bytes, base 64 shifts; the edges depend on what is there.
    for shift in 0..3 {
        let text = format!("{}{word}", "\0".repeat(shift));
        let inner = STANDARD_NO_PAD.encode(text);
        let inner = inner.get(if shift == 0 { 0 } else { shift + 1 }..inner.len() - 3);
        let inner = inner.expect("a long word").to_ascii_lowercase();
        forms.push(("base 64", inner.into_bytes()));
    }
    forms
}

/// The search finds what it looks for: each form in a file, in a stream of gzip, in a name.
#[test]
fn every_form_of_a_word_is_found() {
    let word = Plant { who: "x".to_owned(), what: "y".to_owned() };
    for (name, form) in forms(&word.trace()) {
        for (path, bytes) in [
            ("_/a.bin", [b"before ", form.as_slice(), b" after"].concat()),
            ("_/b.bin", {
                let mut gzip = GzEncoder::new(b"xyz".to_vec(), Compression::best());
                gzip.write_all(&form).expect("a Vec");
                gzip.finish().expect("a Vec")
            }),
        ] {
            let hay = Haystack::of_files(&Files::from([(path.to_owned(), bytes)]));
            assert!(hay.find(&word.trace()).is_some(), "{name} in {path}");
            assert_eq!(hay.find("bcdfghjkmnp"), None, "{name} in {path}");
        }
    }
    let base64 = STANDARD_NO_PAD.encode(format!("to {} and", word.word()));
    for (path, text) in [
        (format!("articles/{}.html", word.word()), String::new()),
        ("a.html".to_owned(), format!("https://xn--{}-kva.example", word.word())),
        ("a.json".to_owned(), word.word().to_uppercase()),
        ("b.json".to_owned(), base64),
    ] {
        let files = Files::from([(path.clone(), text.into_bytes())]);
        assert!(Haystack::of_files(&files).find(&word.trace()).is_some(), "{path}");
    }
}

fn index_files(files: &Files) -> Vec<(String, Vec<u8>)> {
    let hot = HotPack::from_bytes(&hot(files).expect("a hot pack")).expect("a hot pack");
    let blocks = Blocks::new(&hot).expect("a hot pack");
    for number in 0..hot.first_card_block().expect("a hot pack") {
        let block = File::Block(hot.series.block(number));
        let content = content(files, block).expect("a block");
        assert!(blocks.supply(number, &content).expect("a block"), "none of the index's");
    }
    let parts = PARTS.into_iter().zip(blocks.parts().expect("a hot pack"));
    let whole = parts.map(|(name, part)| {
        (format!("index file {name}"), part.read_bytes().expect("all is here").to_vec())
    });
    whole.collect()
}

#[derive(Deserialize)]
struct LeakCase {
    agents: Vec<String>,
    files: Base,
}

fn case() -> LeakCase {
    let text = fs::read_to_string(repository("tests/cases/leak/kb.toml")).expect("read");
    toml::from_str(&text).expect("TOML")
}

/// The base with its plants: who may read each, and what to look for.
pub(crate) fn planted_case() -> (Files, Vec<(String, String)>) {
    let mut plants = Vec::new();
    let base = planted_base(&case().files, &mut plants);
    let plants = plants.into_iter().map(|plant| (plant.who.clone(), plant.trace()));
    (base, plants.collect())
}

#[test]
fn nothing_internal_is_in_the_public_bundle() {
    let case = case();
    let mut plants = Vec::new();
    let base = planted_base(&case.files, &mut plants);
    plants.sort();
    plants.dedup();
    assert!(plants.len() > 140, "only {} plants", plants.len());

    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    write(&kb, &base);
    build(&kb, &out, Audiences::All);
    let agents = Haystack::of(&out.join("agents"));
    let public = Haystack::of(&out.join("public"));
    let traces: Vec<String> = plants.iter().map(Plant::trace).collect();
    let (in_agents, in_public) = (agents.places(&traces), public.places(&traces));
    let mut wrong = Vec::new();
    let docs = folder.path().join("docs");
    export(&out, &docs, ServerKind::Opensearch);
    let exported = |audience: &str| Haystack::of_files(&readable(&docs.join(audience)));
    let (for_agents, for_public) = (exported("agents"), exported("public"));
    for plant in &plants {
        let trace = plant.trace();
        if plant.who != "both" && for_public.find(&trace).is_some() {
            wrong.push(format!(
                "{}: {} is exported for the public",
                plant.who, plant.what
            ));
        }
        if plant.who == "nowhere" && for_agents.find(&trace).is_some() {
            wrong.push(format!("nowhere: {} is exported for agents", plant.what));
        }
    }
    let is_exported = |plant: &&Plant| for_public.find(&plant.trace()).is_some();
    assert!(plants.iter().filter(is_exported).count() > 10, "the public reads something");
    for plant in &plants {
        let (in_agents, in_public) =
            (in_agents.get(&plant.trace()), in_public.get(&plant.trace()));
        let right = match plant.who.as_str() {
            "both" => in_agents.is_some() && in_public.is_some(),
            "agents" => in_agents.is_some() && in_public.is_none(),
            "internal" => in_public.is_none(),
            "nowhere" => in_agents.is_none() && in_public.is_none(),
            who => panic!("who is `{who}`?"),
        };
        if !right {
            wrong.push(format!(
                "{}: {} is in {in_agents:?} and {in_public:?}",
                plant.who, plant.what
            ));
        }
    }
    for value in &case.agents {
        assert!(agents.find(value).is_some(), "`{value}` would not be found");
        if let Some(place) = public.find(value) {
            wrong.push(format!("agents: {value} is in {place}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Numbers, of which no text can be looked for.
    let severities = |audience: &str| {
        let hot = hot(&read(&out.join(audience))).expect("a hot pack");
        HotPack::from_bytes(&hot).expect("a hot pack").info.severities
    };
    assert!(!severities("agents").is_empty());
    assert!(severities("public").is_empty());

    let alone = folder.path().join("alone");
    build(&kb, &alone, Audiences::Public);
    assert!(read(&alone) == read(&out.join("public")), "one audience or both: the same");
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Marks {
    settings: toml::Table,
    left_out: Vec<MarkedArticle>,
    cut: Vec<MarkedArticle>,
    published: Vec<MarkedArticle>,
}

/// A row of `tests/cases/leak/marks.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkedArticle {
    name: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    keys: String,
    #[serde(default)]
    text: String,
    file: Option<String>,
    /// What the name of the file ends with, if not with `.md`.
    ending: Option<String>,
}

impl MarkedArticle {
    /// The file, with `word` in it.
    fn file(&self, word: &str) -> String {
        let title = if self.keys.starts_with("title") { "" } else { "title: Stalls\n" };
        let MarkedArticle { keys, text, .. } = self;
        let file = self.file.clone();
        let file = file.unwrap_or_else(|| format!("---\n{title}{keys}\n---\n{text}"));
        assert!(file.contains("{{word}}"), "{}", self.name);
        file.replace("{{word}}", word)
    }
}

/// Whatever an author meant to hide is cut, or the article is left out and its rule says
/// why; and code that only looks like it can be published. `settings`: those of the base.
#[track_caller]
fn check_marks(settings: &str) {
    let text =
        fs::read_to_string(repository("tests/cases/leak/marks.toml")).expect("read");
    let mut marks: Marks = toml::from_str(&text).expect("TOML");
    marks.settings.extend(toml::from_str::<toml::Table>(settings).expect("TOML"));
    let mut files = base(&[("kedb.toml", marks.settings.to_string())]);
    let rows =
        [("left", &marks.left_out), ("cut", &marks.cut), ("shown", &marks.published)];
    let mut all = Vec::new();
    for (kind, rows) in rows {
        for (number, row) in rows.iter().enumerate() {
            let ending = row.ending.as_deref().unwrap_or("md");
            let file = format!("{kind}-{number:03}.{ending}");
            let plant = Plant { who: kind.to_owned(), what: row.name.clone() };
            files.insert(file.clone(), row.file(&plant.word()));
            all.push((kind, file, plant, row));
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    write(&kb, &files);
    build(&kb, &out, Audiences::All);
    let loaded = load(&kb, None).expect("a base");
    let agents = loaded.articles(Audience::Internal);
    assert_eq!(agents.left_out, loaded.articles(Audience::Public).left_out);

    let hay = Haystack::of(&out.join("public"));
    let traces: Vec<String> = all.iter().map(|(_, _, plant, _)| plant.trace()).collect();
    let places = hay.places(&traces);
    let mut wrong = Vec::new();
    for (kind, file, plant, row) in &all {
        let place = places.get(&plant.trace());
        let is_left = agents.left_out.contains(file);
        let mut diagnostics =
            agents.diagnostics.iter().filter(|diagnostic| diagnostic.file == *file);
        let right = match *kind {
            "left" => {
                let said = diagnostics.any(|diagnostic| diagnostic.rule == row.rule);
                place.is_none() && is_left && said
            }
            "cut" => place.is_none() && !is_left,
            _ => place.is_some() && !is_left,
        };
        if !right {
            let diagnostics: Vec<String> = agents
                .diagnostics
                .iter()
                .filter(|p| p.file == *file)
                .map(ToString::to_string)
                .collect();
            wrong.push(format!("{kind}: {}: in {place:?}, {diagnostics:#?}", row.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_hidden_in_other_ways_is_not_published() {
    check_marks("audience = 'public'\ndefaults = { id = 'slug', status = 'fixed' }");
}

/// A base with other names for the keys has the same readers.
#[test]
fn what_is_hidden_in_a_foreign_base_is_not_published() {
    check_marks(
        "audience = 'public'\ndefaults = { id = 'slug', status = 'fixed' }\n\
         front_matter = { summary = 'abstract', keywords = ['keywords', 'tags', 'labels'], \
         service = ['category', 'type'], owner = ['owner', 'department'] }",
    );
}

/// The rule knows the word for "internal" in every language of the user interface.
#[test]
fn a_mark_is_known_in_every_language() {
    for (path, text) in read(&repository("www/texts")) {
        let texts: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
        let rules = |text: &str| -> Vec<&str> {
            let text = article("a", "public", text);
            let parsed =
                parse::article("a.md", &text, &Config::default(), Audience::Public);
            parsed.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect()
        };
        let word = texts["internal"].as_str().expect("a word for internal");
        assert!(
            rules(&format!("Ask :: {word}")).contains(&"internal-mark"),
            "{path}: {word}"
        );
        let label = texts["internalCopy"].as_str().expect("what begins an internal copy");
        assert!(
            rules(&format!("## {label}\nx")).contains(&"hidden-text"),
            "{path}: {label}"
        );
    }
}

fn article(id: &str, audience: &str, text: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Article {id}\nstatus: known-error\n\
         audience: {audience}\n---\n## Workaround\n{text}\n"
    )
}

fn base(files: &[(&str, String)]) -> Base {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.clone())).collect()
}

/// However many colons of whatever kinds, whatever stands between that nobody sees, and
/// whatever lies around it.
fn mark() -> impl Strategy<Value = String> {
    let colon =
        prop::sample::select(": ： ﹕ ︓ ː ˸ ։ ׃ ∶ ꞉ ⁚ ⦂".split(' ').collect::<Vec<_>>());
    let unseen =
        prop::sample::select(vec!["", "", "\u{200b}", "\u{ad}", "\u{feff}", "\u{7}"]);
    let gap = prop::sample::select(vec![
        "", " ", "\u{a0}", "\u{3000}", "\t", "**", " {.", "\"",
    ]);
    let word = prop::sample::select(vec![
        "internal",
        "Interne",
        "INTERNO",
        "社内",
        "ｉｎｔｅｒｎ",
    ]);
    let colons = prop::collection::vec((colon, unseen), 2..5);
    (colons, gap, word).prop_map(|(colons, gap, word)| {
        let colons: String =
            colons.iter().flat_map(|(colon, unseen)| [*colon, *unseen]).collect();
        format!("{colons}{gap}{word}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_mark_within_a_line_is_seen(mark in mark(), before in "[a-z|.*`é日]{0,4} ", after in "( [ -~]{0,8})?") {
        let text = article("a", "public", &format!("{before}x {mark}{after}"));
        let diagnostics = [Audience::Internal, Audience::Public].map(|audience| {
            parse::article("a.md", &text, &Config::default(), audience).diagnostics
        });
        for diagnostics in diagnostics {
            prop_assert!(diagnostics.iter().any(|diagnostic| diagnostic.rule == "internal-mark"), "{text}");
        }
    }
}
