//! A bundle's bytes: the same for the same articles, named by their hashes, believed only
//! when verified, and never half of one build.

mod broken_off;
mod bytes;
mod changed;
mod cut;
mod failing;
mod forged;
mod pages;
mod pieces;
mod rounds;

use crate::built::{
    Files, Opened, build, bundle, content, hot, manifest, read, repository, write,
};
use kedb::cli::Audiences;
use kedb_engine::bundle::{
    FORMAT, File, HotPack, Manifest, RuntimeFiles, Tree, hash_text,
};
use kedb_engine::search::{Request, Results};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;
use std::sync::OnceLock;

/// The sample base's bundles, `agents/` and `public/`, built once.
fn sample() -> &'static Files {
    static SAMPLE: OnceLock<Files> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let out = tempfile::tempdir().expect("a folder");
        build(&repository("kb"), out.path(), Audiences::All);
        read(out.path())
    })
}

/// The agents' bundle of the sample base.
pub(crate) fn agents() -> &'static Files {
    static AGENTS: OnceLock<Files> = OnceLock::new();
    AGENTS.get_or_init(|| {
        let files = sample().iter();
        let files = files.filter_map(|(path, bytes)| {
            Some((path.strip_prefix("agents/")?.to_owned(), bytes.clone()))
        });
        files.collect()
    })
}

/// The bundle of [`many_articles`], built once.
fn many() -> &'static Files {
    static MANY: OnceLock<Files> = OnceLock::new();
    MANY.get_or_init(|| bundle(&many_articles(), Audiences::Internal))
}

/// A base with many different words, as real ones have: the dictionary of its bundle is
/// too large to come with the hot pack.
fn many_articles() -> BTreeMap<String, String> {
    let mut state = 7_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut word = move |rare: bool| {
        let syllables = ["ba", "ke", "li", "no", "ru", "sta", "ve", "wi", "xo", "zen"];
        let count = if rare { 5 } else { 2 };
        (0..count).map(|_| syllables[next(10) as usize]).collect::<String>()
    };
    let mut files = BTreeMap::new();
    for number in 0..250 {
        let mut text = format!(
            "---\nid: KE-{number}\ntitle: {} {} fails\nstatus: known-error\n\
             error_codes: [ORA-{number:05}]\n---\n## Workaround\nRestart",
            word(true),
            word(false)
        );
        for _ in 0..40 {
            let _ = write!(text, " {} {}", word(true), word(false));
        }
        files.insert(format!("{number}.md"), text);
    }
    files
}

// --- the same bytes ----------------------------------------------------------------------

#[test]
fn folder_and_working_directory_leave_no_trace() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = folder.path().join("somewhere/else");
    write(&deep.join("kb"), &read(&repository("kb")));
    let status = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(["build", "kb", "--out", "../out"])
        .current_dir(&deep)
        .output()
        .expect("it runs");
    assert!(status.status.success(), "{status:?}");
    same(&read(&folder.path().join("somewhere/out")), sample());
}

#[test]
fn line_endings_leave_no_trace() {
    let base = read(&repository("kb"));
    let windows = base.into_iter().map(|(path, bytes)| match String::from_utf8(bytes) {
        Ok(text) => (path, text.replace('\n', "\r\n").into_bytes()),
        Err(image) => (path, image.into_bytes()),
    });
    same(&bundle(&windows.collect(), Audiences::All), sample());
}

fn same(one: &Files, other: &Files) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in one {
        assert!(other.get(path) == Some(bytes), "{path} differs");
    }
}

// --- names -------------------------------------------------------------------------------

#[test]
fn files_are_named_by_their_hash_and_have_neutral_endings() {
    const ENDINGS: [&str; 13] = [
        "html", "js", "css", "json", "bin", "wasm", "png", "jpg", "jpeg", "gif", "webp",
        "md", "txt",
    ];
    for (path, bytes) in sample() {
        let (stem, ending) = path.rsplit_once('.').expect("an ending");
        // What one build leaves to the next, and nobody loads.
        if path.ends_with("/_/placed.txt") {
            continue;
        }
        assert!(ENDINGS.contains(&ending), "{path}");
        if let Some((_, stem)) = stem.split_once("/_/") {
            // The blocks of one build share a hash.
            let (hash, number) = stem.split_once('-').unwrap_or((stem, ""));
            assert!(number.parse::<u32>().is_ok() || hash == hash_text(bytes), "{path}");
            assert_eq!(hash.len(), 32, "128 bits");
        }
    }
}

#[test]
fn the_manifest_is_small_and_names_what_exists() {
    for bundle in [agents(), many()] {
        let manifest = manifest(bundle).expect("a manifest");
        assert!(bundle["manifest.json"].len() <= 3000);
        let RuntimeFiles {
            hot,
            engine,
            wasm,
            signatures,
            widget,
            elements,
            lookup,
            titles,
            list,
        } = manifest.files;
        let texts = manifest.texts.into_values();
        let runtime = [engine, wasm, signatures, widget, elements, lookup, titles, list];
        let runtime = runtime.into_iter().flatten().chain(texts);
        let named = std::iter::once(hot.path).chain(runtime.map(|file| file.path));
        for path in named {
            assert!(bundle.contains_key(&path), "{path}");
        }
    }
}

// --- rounds ------------------------------------------------------------------------------

/// Two searches at once ask for the same files, and each hands in what it got.
#[test]
fn a_file_may_be_handed_in_twice() {
    let text =
        "2026-10-30T01:14:07Z ERROR stock-sync queue depth exceeded (8192) in a message";
    let mut once = Opened::new(agents()).expect("it opens");
    let expected = once.find(text).expect("an answer");
    assert_eq!(expected.hits[0].card.id, "KE-0001");
    let mut twice = Opened::new(agents()).expect("it opens");
    for name in once.rounds.iter().flatten() {
        let _ =
            twice.engine.search(&Request { text: text.to_owned(), ..Request::default() });
        for _ in 0..2 {
            let content = content(agents(), *name).expect("a file");
            twice.engine.supply(*name, &content).expect("it is taken or passed over");
        }
    }
    assert_eq!(twice.find(text).expect("an answer"), expected);
}

#[test]
fn opening_needs_nothing_but_the_hot_pack() {
    for bundle in [agents(), many()] {
        let opened = Opened::new(bundle).expect("it opens");
        let broken_now = opened.engine.broken_now();
        assert_eq!(broken_now.len(), 10);
        assert!(broken_now.iter().all(|hit| hit.card.status.is_active()));
    }
}

#[test]
fn a_small_base_is_searched_in_two_rounds() {
    for query in ["vpn error 691", "restart stock queue", "0x80070643"] {
        let mut opened = Opened::new(agents()).expect("it opens");
        assert!(!opened.find(query).expect("found").hits.is_empty(), "{query}");
        assert!(opened.rounds.len() <= 2, "{query}: {:?}", opened.rounds);
    }
}

/// DESIGN allows 80 kB at 2,500 articles; a small base has the same words with fewer articles.
#[test]
fn the_paste_pack_is_small() {
    for bundle in [agents(), many()] {
        let pack = HotPack::from_bytes(&hot(bundle).expect("a hot pack")).expect("read");
        let stored = bundle.get(&pack.paste.path()).expect("a paste pack").len();
        let allowed = 8_000 + pack.info.articles * 80_000 / 2_500;
        assert!(stored <= allowed, "{stored} bytes, {allowed} allowed");
    }
}

#[test]
fn the_order_of_words_takes_one_round_more() {
    let mut opened = Opened::new(agents()).expect("it opens");
    let found = opened.find("restart stock queue nightly job").expect("found");
    assert!(!found.hits.is_empty());
    assert!(opened.rounds.len() <= 3, "{:?}", opened.rounds);
}

#[test]
fn a_large_dictionary_takes_one_round_more() {
    let bundle = many();
    let pack = HotPack::from_bytes(&hot(bundle).expect("a hot pack")).expect("read");
    let dictionary = pack.files.iter().find(|file| file.name == "term");
    let length = dictionary.expect("a dictionary").pieces.iter().sum::<usize>();
    assert!(length > 64 * 1024, "too small to tell");
    for query in ["restart", "ORA-00123", "ORA-00007 bake fails"] {
        let mut opened = Opened::new(bundle).expect("it opens");
        opened.find(query).expect("searched");
        assert!(opened.rounds.len() <= 3, "{query}: {:?}", opened.rounds);
        opened.rounds.clear();
        opened.find(query).expect("searched");
        assert!(opened.rounds.is_empty(), "{query}: nothing is fetched twice");
    }
}

#[test]
fn an_unknown_word_takes_one_round_more() {
    // A typing error; beginnings of words, so that there are four, whose order is read too.
    for (query, most) in [("restrat bake", 4), ("bake sta lino wizen", 5)] {
        let mut opened = Opened::new(many()).expect("it opens");
        let found = opened.find(query).expect("searched");
        assert!(found.hits.iter().chain(&found.related).next().is_some(), "{query}");
        let rounds: Vec<usize> = opened.rounds.iter().map(Vec::len).collect();
        assert!(rounds.len() <= most, "{query}: {rounds:?}");
    }
}

#[test]
fn articles_are_found_by_id_and_their_trees_are_there() {
    let bundle = agents();
    let mut opened = Opened::new(bundle).expect("it opens");
    for (id, expected) in [("KE-0001", "KE-0001"), (" ke-0001 ", "KE-0001")] {
        let card = opened.run(|engine| engine.article(id)).expect("no error");
        let card = card.expect("an article");
        assert_eq!(card.id, expected);
        let trees = content(bundle, File::Named(card.trees)).expect("trees");
        let trees = Tree::from_bytes(&trees).expect("trees");
        assert!(trees.iter().any(|tree| tree.id == expected), "{expected}");
    }
    let nothing = opened.run(|engine| engine.article("KE-9999")).expect("no error");
    assert_eq!(nothing, None);
}

// --- damage ------------------------------------------------------------------------------

/// A small bundle, and what a few queries find in it.
fn small() -> &'static (Files, Vec<String>) {
    static SMALL: OnceLock<(Files, Vec<String>)> = OnceLock::new();
    SMALL.get_or_init(|| {
        let base = many_articles().into_iter().take(30).collect();
        let bundle = bundle(&base, Audiences::Internal);
        let all = QUERIES.iter().map(|query| answer(&bundle, query).expect("an answer"));
        let answers = all.collect();
        (bundle, answers)
    })
}

const QUERIES: [&str; 4] = ["restart", "bake lino", "ORA-00101", "KE-7"];

/// What a reader of the bundle is shown for `query`.
fn answer(bundle: &Files, query: &str) -> anyhow::Result<String> {
    let mut opened = Opened::new(bundle)?;
    let results: Results = opened.find(query)?;
    let mut shown = format!("{results:?}");
    if let Some(hit) = results.hits.first() {
        shown += &String::from_utf8(content(bundle, File::Named(hit.card.trees))?)?;
    }
    Ok(shown)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_damaged_file_is_an_error_or_changes_nothing(
        file in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        flip in 1_u8..,
        truncate in any::<bool>(),
        query in 0..QUERIES.len(),
    ) {
        let (bundle, answers) = small();
        let data: Vec<&String> = bundle
            .keys()
            .filter(|path| path.starts_with("_/") || path.as_str() == "manifest.json")
            .collect();
        let path = data[file.index(data.len())].clone();
        let mut damaged = bundle.clone();
        let bytes = damaged.get_mut(&path).expect("a file");
        let at = at.index(bytes.len());
        if truncate { bytes.truncate(at) } else { bytes[at] ^= flip }
        if let Ok(answer) = answer(&damaged, QUERIES[query]) {
            prop_assert_eq!(&answer, &answers[query], "{} at {}", path, at);
        }
    }
}

#[test]
fn every_byte_of_the_manifest_counts() {
    let text = String::from_utf8(agents()["manifest.json"].clone()).expect("UTF-8");
    assert!(Manifest::from_json(&text).is_ok());
    for at in 0..text.len() {
        assert!(Manifest::from_json(&text[..at]).is_err(), "cut at {at}");
        for flip in [1_u8, 0x20] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= flip;
            let damaged = String::from_utf8(bytes).expect("ASCII");
            assert!(Manifest::from_json(&damaged).is_err(), "{damaged}");
        }
    }
}

#[test]
fn another_format_is_told_from_damage() {
    let text = String::from_utf8(agents()["manifest.json"].clone()).expect("UTF-8");
    let other = text.replacen(&format!("\"format\":{FORMAT}"), "\"format\":99", 1);
    let error = Manifest::from_json(&other).expect_err("another format").to_string();
    assert_eq!(
        error,
        format!(
            "the bundle has format 99, this engine reads {FORMAT}: rebuild the bundle with the \
             same version of kedb"
        )
    );
}

/// What a server sends that inflates files by itself.
#[test]
fn a_bundle_that_a_server_has_inflated_reads_the_same() {
    let (bundle, answers) = small();
    let mut inflated = bundle.clone();
    for (path, bytes) in &mut inflated {
        if path.starts_with("_/") && bytes.starts_with(&[0x1f, 0x8b]) {
            let mut content = Vec::new();
            let mut decoder = flate2::read::GzDecoder::new(bytes.as_slice());
            std::io::Read::read_to_end(&mut decoder, &mut content).expect("gzip");
            *bytes = content;
        }
    }
    assert!(inflated != *bundle);
    for (query, expected) in QUERIES.iter().zip(answers) {
        assert_eq!(&answer(&inflated, query).expect("an answer"), expected);
    }
}
