//! How often a search waits: once for words and their postings, and once for cards, also where the
//! postings lie apart from the words.

use crate::built::{Files, Opened, bundle, hot};
use kedb::cli::Audiences;
use kedb_engine::bundle::{Apart, HotPack, Words};
use kedb_engine::search::{Engine, Request, Results};
use kedb_engine::weights;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const ARTICLES: usize = 3_000;
/// Different words, so few that each stands in many articles.
const WORDS: usize = 250;
/// Words in an article, so many that not all postings lie with their words.
const LENGTH: usize = 100;

/// A word of three syllables, each time the same for the same number.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "ko", "mu", "ri", "tel", "ga", "po", "fu", "li", "sen", "da", "jo", "ku",
        "ni", "ver", "za", "mo", "tu", "pi", "lon",
    ];
    let of = |place: u32| SYLLABLES[number / 20_usize.pow(place) % 20];
    format!("{}{}{}x", of(2), of(1), of(0))
}

fn made() -> &'static Files {
    static MADE: OnceLock<Files> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut state = 1_usize;
        let mut next = || {
            // A linear congruential generator (Knuth's MMIX).
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            word((state >> 33) % WORDS)
        };
        let articles = (0..ARTICLES).map(|number| {
            let mut words = |count: usize| {
                (0..count).map(|_| next()).collect::<Vec<String>>().join(" ")
            };
            let head = format!(
                "id: KE-{number}\ntitle: {} {}\nstatus: known-error\nerror_codes: [{}]",
                words(2),
                word(number),
                word(number + 40),
            );
            (
                format!("{number:04}.md"),
                format!("---\n{head}\n---\n## Workaround\n{}\n", words(LENGTH)),
            )
        });
        bundle(&articles.collect::<BTreeMap<String, String>>(), Audiences::Internal)
    })
}

/// Searches with what the hot pack says of words, or without it; gives how often it waits, too.
fn search(text: &str, words: Option<Words>) -> (Results, usize) {
    let files = made();
    let mut opened = Opened::new(files).expect("it opens");
    if let Some(words) = words {
        let pack =
            HotPack::from_bytes(&hot(files).expect("a hot pack")).expect("a hot pack");
        let bytes = HotPack { words, ..pack }.to_bytes();
        opened.engine = Engine::open(&bytes).expect("it opens");
    }
    let results = opened.find(text).expect("a search");
    (results, opened.rounds.len())
}

#[test]
fn words_and_their_postings_come_in_one_round() {
    let pack =
        HotPack::from_bytes(&hot(made()).expect("a hot pack")).expect("a hot pack");
    assert!(!pack.words.apart.is_empty(), "all postings lie with their words");
    let mut most = 0;
    let mut check = |text: &str| {
        let (results, rounds) = search(text, None);
        assert!(rounds <= 2, "{text}: {rounds} rounds");
        assert!(results.total + results.related.len() > 0, "{text}");
        most = most.max(search(text, Some(Words::default())).1);
    };
    for number in (0..WORDS).step_by(10).chain([341, 1_234, ARTICLES - 1]) {
        check(&word(number));
        check(&format!("{} {}", word(number), word(number + 40)));
    }
    assert_eq!(most, 3, "without what the hot pack says of words");
}

#[test]
fn a_brief_search_waits_for_few_cards() {
    let mut opened = Opened::new(made()).expect("it opens");
    let whole = Request { text: word(1), limit: Some(10), ..Request::default() };
    let brief = Request { brief: true, ..whole.clone() };
    let shown = |results: &Results| -> Vec<String> {
        let shown = results.hits.iter().chain(&results.related);
        shown.map(|hit| hit.card.id.clone()).collect()
    };
    let first = opened.search(&brief).expect("a search");
    let cards = opened.rounds.last().map(Vec::len);
    assert!(cards <= Some(weights::BRIEF), "{cards:?} cards");
    let all = opened.search(&whole).expect("a search");
    assert_eq!(shown(&all).len(), 10);
    assert!(
        (weights::BRIEF..10).contains(&shown(&first).len()),
        "{:?} {:?}",
        shown(&first),
        shown(&all)
    );
    assert!(shown(&all).starts_with(&shown(&first)), "in the same order");
    assert_eq!(first.left_out, 10 - shown(&first).len());
    // Now that all cards are here, nothing is left out.
    let again = opened.search(&brief).expect("a search");
    assert_eq!((shown(&again), again.left_out), (shown(&all), 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_known_of_words_changes_no_results(
        numbers in prop::collection::vec(0..WORDS + 50, 1..4),
        cut in 0..3_usize,
    ) {
        let words: Vec<String> = numbers.iter().map(|number| word(*number)).collect();
        let text = words.join(" ");
        let text = &text[..text.len() - cut];
        let shown = |results: &Results| format!("{:?} {:?}", results.hits, results.related);
        let (known, rounds) = search(text, None);
        let (unknown, more) = search(text, Some(Words::default()));
        prop_assert_eq!(shown(&known), shown(&unknown), "{}", text);
        // Of a word that no article has the dictionary is read as it is written too, once the base is
        // known not to have its stem: what names no article is not read before.
        let is_known = cut == 0 && numbers.iter().all(|number| *number < WORDS);
        let most = if is_known { more } else { more + 1 };
        prop_assert!(rounds <= most, "{}: {} rounds, of {}", text, rounds, more);
    }

    /// A hot pack of another build, or a forged one, may say anything of words.
    #[test]
    fn whatever_is_said_of_words_never_panics(
        mut starts in prop::collection::vec("[a-z]{0,3}", 0..400),
        step in 0..3_usize,
        number in 0..WORDS,
    ) {
        starts.sort_unstable();
        let pasts = starts.iter().skip(1).cloned().chain(["~".to_owned()]);
        let apart = starts.iter().zip(pasts).enumerate();
        let apart = apart.map(|(at, (from, past))| Apart {
            piece: at * step,
            from: from.clone(),
            past,
        });
        let apart = apart.collect();
        let (results, _) = search(&word(number), Some(Words { apart, names: None }));
        let (expected, _) = search(&word(number), None);
        prop_assert_eq!(results.total, expected.total);
    }
}
