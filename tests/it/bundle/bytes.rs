//! The parts of a bundle as bytes: they come back as they were, whatever is damaged is
//! refused, and the same format gives the same bytes.

use crate::support::{expect, tests};
use kedb_engine::article::{
    Answer, AnswerKind, Attribute, Element, Node, Section, SectionKind, Severity,
    Signature, Status, Tag,
};
use kedb_engine::bundle::{
    Apart, Card, CardBlock, CardTable, Case, FORMAT, File, FileTable, HotFile, HotPack,
    HotRange, Info, Lexicon, MAX_BLOCK, Manifest, Name, Names, PastePack, RuntimeFile,
    RuntimeFiles, Series, ServiceInfo, Sketch, SynonymGroup, Title, Tree, Words,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;

fn name() -> impl Strategy<Value = Name> {
    (vec(any::<u8>(), 0..8), vec(any::<u8>(), 0..8)).prop_map(|(a, b)| Name::of(&a, &b))
}

fn series() -> impl Strategy<Value = Series> {
    vec(vec(any::<u8>(), 0..4), 0..3).prop_map(|blocks| Series::of(&blocks))
}

prop_compose! {
    fn answer()(
        kind in prop::sample::select(vec![
            None, Some(AnswerKind::Workaround), Some(AnswerKind::Fix), Some(AnswerKind::Body),
            Some(AnswerKind::Description),
        ]),
        name in option::of(".{1,9}"),
    ) -> Option<Answer> {
        kind.map(|kind| Answer { kind, name })
    }
}

prop_compose! {
    fn card()(
        texts in [".{0,12}", ".{0,12}", ".{0,12}", ".{0,12}", ".{0,12}"],
        options in [option::of(".{1,9}"), option::of(".{1,9}"), option::of(".{1,9}")],
        status in prop::sample::select(Status::ALL.to_vec()),
        severity in option::of(1..=4_u8),
        internal in any::<bool>(),
        answer in answer(),
        headings in btree_set(any::<u16>(), 0..4),
        cases in vec(
            (".{0,9}", ".{0,9}", btree_set(0..4096_u16, 0..5), any::<(u16, u16)>()),
            0..3,
        ),
        trees in name(),
    ) -> Card {
        let [id, title, lang, source, excerpt] = texts;
        let [service, updated, fixed_in] = options;
        let severity = severity.and_then(|n| Severity::from_word(&n.to_string()));
        let case = |(name, excerpt, hashes, words): (_, _, BTreeSet<u16>, (u16, u16))| Case {
            name,
            excerpt,
            hashes: hashes.into_iter().collect(),
            words: u32::from(words.0)..u32::from(words.0) + u32::from(words.1),
        };
        let cases = cases.into_iter().map(case).collect();
        Card {
            id, title, status, service, severity, updated, fixed_in, lang, source, internal,
            answer, excerpt, cases, headings: headings.into_iter().collect(), trees,
        }
    }
}

prop_compose! {
    fn info()(
        texts in [".{0,9}", ".{0,9}", ".{0,9}"],
        languages in vec(".{0,5}", 0..3),
        articles in any::<usize>(),
        services in vec((".{0,9}", any::<usize>(), option::of(".{0,9}")), 0..3),
        statuses in vec((".{0,9}", any::<usize>()), 0..3),
        severities in vec(any::<(u8, usize)>(), 0..3),
        pinned in any::<usize>(),
        urls in [
            option::of(".{0,9}"), option::of(".{0,9}"), option::of(".{0,9}"),
            option::of(".{0,9}"), option::of(".{0,9}"),
        ],
    ) -> Info {
        let [title, audience, lang] = texts;
        let [ticket_url, feedback_url, edit_url, new_url, public_url] = urls;
        let services = services.into_iter().map(|(key, count, contact)| ServiceInfo {
            name: key.to_uppercase(), key, count, contact,
        });
        Info {
            title, audience, lang, languages, articles, services: services.collect(),
            statuses, severities, pinned, ticket_url, feedback_url, edit_url,
            new_url, public_url,
        }
    }
}

prop_compose! {
    fn hot_pack()(
        info in info(),
        series in series(),
        files in vec((".{0,9}", any::<u32>(), vec(0..=MAX_BLOCK, 0..4)), 0..4),
        ranges in vec((any::<usize>(), any::<usize>(), vec(any::<u8>(), 0..9)), 0..4),
        mut first in vec(any::<u32>(), 0..5),
        broken_now in vec(card(), 0..3),
        synonyms in vec((vec(".{0,9}", 0..3), vec(".{0,9}", 0..3)), 0..3),
        topicless in vec((".{0,9}", any::<bool>()), 0..5),
        ordinary in vec((".{0,9}", any::<u8>()), 0..5),
        titles in vec(any::<u8>(), 0..5),
        mut apart in vec((0..9_usize, ".{0,9}", ".{0,9}"), 0..4),
        names in option::of(vec(".{0,9}", 0..6)),
        paste in name(),
    ) -> HotPack {
        first.sort_unstable();
        let (mut pieces, mut froms): (Vec<_>, Vec<_>) =
            apart.iter_mut().map(|(piece, from, _)| (*piece, from.clone())).unzip();
        pieces.sort_unstable();
        froms.sort_unstable();
        let apart = pieces.into_iter().zip(froms).zip(apart);
        let apart =
            apart.map(|((piece, from), (_, _, past))| Apart { piece, from, past }).collect();
        let files = files
            .into_iter()
            .map(|(name, first, pieces)| FileTable { name, first, pieces });
        let ranges = ranges
            .into_iter()
            .map(|(file, offset, bytes)| HotRange { file, offset, bytes });
        HotPack {
            info,
            series,
            files: files.collect(),
            ranges: ranges.collect(),
            cards: CardTable { first },
            broken_now,
            synonyms: synonyms
                .into_iter()
                .map(|(typed, meant)| SynonymGroup { typed, meant })
                .collect(),
            lexicon: Lexicon::new(topicless, ordinary),
            titles,
            words: Words { apart, names: names.map(|names| Names::new(&names)) },
            paste,
        }
    }
}

prop_compose! {
    fn paste_pack()(
        signatures in vec((any::<u32>(), 0..3, vec(".{0,9}", 1..4)), 0..5),
        terms in btree_map(".{0,9}", any::<u32>(), 0..20),
    ) -> PastePack {
        let signatures = signatures.into_iter().map(|(doc, kind, texts)| {
            let signature = match kind {
                0 => Signature::Contains(texts[0].clone()),
                1 => Signature::Regex(texts[0].clone()),
                _ => Signature::Lines(texts),
            };
            (doc, signature)
        });
        PastePack { signatures: signatures.collect(), sketch: Sketch::new(&terms) }
    }
}

prop_compose! {
    fn any_manifest()(
        words in [".{0,12}", ".{0,12}", ".{0,12}", ".{0,12}"],
        articles in any::<usize>(),
        hot in name(),
        runtime in [
            option::of((".{0,9}", ".{0,9}")), option::of((".{0,9}", ".{0,9}")),
            option::of((".{0,9}", ".{0,9}")), option::of((".{0,9}", ".{0,9}")),
            option::of((".{0,9}", ".{0,9}")), option::of((".{0,9}", ".{0,9}")),
            option::of((".{0,9}", ".{0,9}")), option::of((".{0,9}", ".{0,9}")),
        ],
        texts in btree_map(".{0,3}", (".{0,9}", ".{0,9}"), 0..3),
        pages in any::<bool>(),
    ) -> Manifest {
        let [kedb, audience, title, lang] = words;
        let file = |(path, integrity)| RuntimeFile { path, integrity };
        let [engine, wasm, signatures, widget, elements, lookup, titles, list] =
            runtime.map(|entry| entry.map(file));
        let texts = texts.into_iter().map(|(lang, entry)| (lang, file(entry))).collect();
        Manifest {
            format: FORMAT, kedb, build: String::new(), audience, title, articles, lang, pages, texts,
            files: RuntimeFiles {
                hot: HotFile::from(hot), engine, wasm, signatures, widget, elements, lookup, titles,
                list,
            },
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_hot_pack_comes_back(pack in hot_pack()) {
        let bytes = pack.to_bytes();
        prop_assert_eq!(HotPack::from_bytes(&bytes).expect("a hot pack"), pack);
    }

    #[test]
    fn a_damaged_hot_pack_never_panics(
        pack in hot_pack(), at in any::<prop::sample::Index>(), flip in any::<u8>(),
    ) {
        let mut bytes = pack.to_bytes();
        let at = at.index(bytes.len());
        prop_assert!(HotPack::from_bytes(&bytes[..at]).is_err());
        bytes[at] ^= flip;
        let _ = HotPack::from_bytes(&bytes).map(|_| kedb_engine::search::Engine::open(&bytes));
    }

    #[test]
    fn cards_come_back(cards in vec(card(), 0..4), at in any::<prop::sample::Index>()) {
        let block = CardBlock { cards };
        let bytes = block.to_bytes();
        prop_assert!(CardBlock::from_bytes(&bytes[..at.index(bytes.len())]).is_err());
        prop_assert_eq!(CardBlock::from_bytes(&bytes).expect("cards"), block);
    }

    #[test]
    fn signatures_come_back(pack in paste_pack(), at in any::<prop::sample::Index>()) {
        let bytes = pack.to_bytes();
        prop_assert!(PastePack::from_bytes(&bytes[..at.index(bytes.len())]).is_err());
        prop_assert_eq!(PastePack::from_bytes(&bytes).expect("signatures"), pack);
    }

    #[test]
    fn a_manifest_comes_back(manifest in any_manifest()) {
        let manifest = manifest.seal().expect("sealed");
        let text = manifest.to_json().expect("JSON");
        prop_assert_eq!(Manifest::from_json(&text).expect("a manifest"), manifest);
    }

    #[test]
    fn a_block_is_known_for_what_it_is(
        blocks in vec(vec(any::<u8>(), 0..9), 1..4),
        at in any::<prop::sample::Index>(),
        other in any::<u32>(),
        flip in 1_u8..,
    ) {
        let series = Series::of(&blocks);
        let number = at.index(blocks.len());
        let block = series.block(number as u32);
        let sealed = block.sealed(&blocks[number]);
        let content = |block, bytes: &[u8]| File::Block(block).content(bytes.to_vec());
        prop_assert_eq!(content(block, &sealed).expect("the block"), blocks[number].clone());
        if other != block.number {
            prop_assert!(content(series.block(other), &sealed).is_err(), "another number");
        }
        let mut longer = blocks.clone();
        longer.push(Vec::new());
        let other = Series::of(&longer).block(block.number);
        prop_assert!(content(other, &sealed).is_err(), "of another build");
        let mut damaged = sealed.clone();
        damaged[at.index(sealed.len())] ^= flip;
        prop_assert!(content(block, &damaged).is_err(), "damaged");
    }

    #[test]
    fn only_files_of_a_bundle_are_taken_for_some(text in ".{0,40}", number in any::<u32>()) {
        let series = Series::of(&[text.clone().into_bytes()]);
        let named = Name::of(text.as_bytes(), b"");
        for file in [File::Block(series.block(number)), File::Named(named)] {
            prop_assert!(File::is_path(&file.path()), "{}", file.path());
            prop_assert!(!File::is_path(&file.path().replace('_', "other")));
        }
        prop_assert!(!File::is_path(&format!("_/{text}")), "{text}");
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in vec(any::<u8>(), 0..200), text in ".{0,200}") {
        let _ = HotPack::from_bytes(&bytes);
        let _ = CardBlock::from_bytes(&bytes);
        let _ = PastePack::from_bytes(&bytes);
        let _ = Name::from_parts(&text, &text);
        let _ = Manifest::from_json(&text);
        let _ = Manifest::from_json(&String::from_utf8_lossy(&bytes));
    }

    /// Lengths are believed only as far as there are bytes.
    #[test]
    fn lengths_that_can_t_be_never_panic(
        head in vec(prop::sample::select(vec![0_u8, 1, 2, 0x7f, 0x80, 0xff]), 0..40),
    ) {
        // The shortest info, behind its length: empty texts and no numbers.
        let info = [&[14_u8], [0; 14].as_slice()].concat();
        let _ = HotPack::from_bytes(&[info, head.clone()].concat());
        let _ = CardBlock::from_bytes(&head);
    }
}

fn named(text: &str) -> Name {
    Name::of(text.as_bytes(), text.as_bytes())
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn a_card() -> Card {
    Card {
        id: "KE-1".to_owned(),
        title: "Prints twice".to_owned(),
        status: Status::KnownError,
        service: some("print"),
        severity: Severity::from_word("2"),
        updated: some("2026-01-31"),
        fixed_in: some("2.4"),
        lang: "en".to_owned(),
        source: "print/twice.md".to_owned(),
        internal: true,
        answer: Some(Answer { kind: AnswerKind::Fix, name: some("Solution") }),
        excerpt: "Switch it off.".to_owned(),
        cases: vec![Case {
            name: "Case 1".to_owned(),
            excerpt: "Switch it off.".to_owned(),
            hashes: vec![Case::hash("label"), 4000],
            words: 20..300,
        }],
        headings: vec![7, 60_000],
        trees: named("tree"),
    }
}

pub(super) fn a_hot_pack() -> HotPack {
    let service = ServiceInfo {
        key: "print".to_owned(),
        name: "Printing".to_owned(),
        count: 1,
        contact: some("print@example.org"),
    };
    HotPack {
        info: Info {
            title: "Known errors".to_owned(),
            audience: "internal".to_owned(),
            lang: "en".to_owned(),
            languages: vec!["de".to_owned(), "en".to_owned()],
            articles: 300,
            services: vec![service],
            statuses: vec![("known-error".to_owned(), 300)],
            severities: vec![(2, 300)],
            pinned: 1,
            ticket_url: some("https://desk.example"),
            feedback_url: None,
            edit_url: some("https://git.example/{source}"),
            new_url: None,
            public_url: None,
        },
        series: Series::of(&[b"block".to_vec()]),
        files: vec![FileTable {
            name: "term".to_owned(),
            first: 0,
            pieces: vec![4096, 904],
        }],
        ranges: vec![HotRange { file: 0, offset: 4990, bytes: b"0123456789".to_vec() }],
        cards: CardTable { first: vec![0, 3, 200] },
        broken_now: vec![a_card()],
        synonyms: vec![SynonymGroup {
            typed: vec!["sign in".to_owned()],
            meant: vec!["log in".to_owned(), "login".to_owned()],
        }],
        lexicon: Lexicon::new(
            vec![("please".to_owned(), false), ("error".to_owned(), true)],
            vec![("print".to_owned(), 47), ("printer".to_owned(), 39)],
        ),
        titles: vec![12, 0, 255],
        words: Words {
            apart: vec![Apart {
                piece: 3,
                from: "p".to_owned(),
                past: "printe".to_owned(),
            }],
            names: Some(Names::new(&["0x11b".to_owned(), "@title:1".to_owned()])),
        },
        paste: named("paste"),
    }
}

fn a_tree() -> Tree {
    let code = Element {
        tag: Tag::named("code").expect("a tag"),
        attributes: vec![(Attribute::Class, "language-sh".to_owned())],
        children: vec![Node::Text("lpr <file>".to_owned())],
    };
    Tree {
        id: "KE-1".to_owned(),
        title: "Prints twice".to_owned(),
        status: "known-error".to_owned(),
        service: some("print"),
        service_name: some("Printing"),
        severity: Some(2),
        updated: some("2026-01-31"),
        fixed_in: some("2.4"),
        lang: "en".to_owned(),
        answer: Some(Answer { kind: AnswerKind::Workaround, name: None }),
        internal: true,
        source: some("print/twice.md"),
        error_codes: vec!["0x11b".to_owned()],
        versions: some("2.1 to 2.3"),
        problem: some("PRB1"),
        change: some("CHG1"),
        owner: some("Desk"),
        contact: some("print@example.org"),
        slo: some("99 %"),
        service_url: some("https://print.example"),
        reported: some("2025-12-01"),
        review_by: some("2027-01-31"),
        origin: some("https://desk.example/KB1"),
        revision: "0".repeat(32),
        sections: vec![Section {
            kind: SectionKind::Workaround,
            heading: some("Workaround"),
            anchor: some("at-workaround"),
            nodes: vec![Node::Text("Run ".to_owned()), Node::Element(code)],
            answers: true,
        }],
    }
}

fn a_title() -> Title {
    Title {
        id: "KE-1".to_owned(),
        title: "Prints twice".to_owned(),
        status: "known-error".to_owned(),
        service: "print".to_owned(),
        error_codes: vec!["0x11b".to_owned()],
        trees: "_/0.bin".to_owned(),
        has_answer: true,
    }
}

fn a_paste_pack() -> PastePack {
    let signatures = [
        Signature::Contains("queue is full".to_owned()),
        Signature::Regex("job [0-9]+ failed".to_owned()),
        Signature::Lines(vec!["begin".to_owned(), "end".to_owned()]),
    ];
    let terms = [("queue", 1), ("printer", 40), ("0x11b", 2)];
    let terms = terms.map(|(term, articles)| (term.to_owned(), articles));
    PastePack {
        signatures: (0..).zip(signatures).collect(),
        sketch: Sketch::new(&terms.into()),
    }
}

fn a_manifest() -> Manifest {
    let file = |name: &str| {
        let (path, integrity) = (format!("_/{name}.js"), "sha256-0".to_owned());
        Some(RuntimeFile { path, integrity })
    };
    Manifest {
        format: FORMAT,
        kedb: "1.2.3".to_owned(),
        build: String::new(),
        audience: "public".to_owned(),
        title: "Known errors".to_owned(),
        articles: 300,
        lang: "en".to_owned(),
        pages: false,
        files: RuntimeFiles {
            hot: HotFile::from(named("hot")),
            engine: file("engine"),
            wasm: file("wasm"),
            signatures: file("signatures"),
            widget: file("widget"),
            elements: file("elements"),
            lookup: file("lookup"),
            titles: file("titles"),
            list: None,
        },
        texts: [("de".to_owned(), file("de").expect("a file"))].into(),
    }
}

/// Bytes as lines of text: what is printable as it is.
fn shown(bytes: &[u8]) -> String {
    let lines = bytes.chunks(60).map(|line| {
        format!("  {}\n", line.escape_ascii().to_string().replace("\\\"", "\""))
    });
    lines.collect()
}

/// Whoever changes what an engine reads has to raise `FORMAT`, or engines and bundles of two
/// versions meet without noticing.
#[test]
fn the_same_format_means_the_same_bytes() {
    let series = Series::of(&[b"block".to_vec()]);
    let manifest = a_manifest().seal().expect("sealed").to_json().expect("JSON");
    let schema = serde_json::to_vec(&kedb_engine::schema::schema().0).expect("JSON");
    let mut text = String::new();
    for (part, bytes) in [
        ("manifest", manifest.into_bytes()),
        ("hot pack", a_hot_pack().to_bytes()),
        ("block of cards", CardBlock { cards: vec![a_card()] }.to_bytes()),
        ("paste pack", a_paste_pack().to_bytes()),
        ("trees", Tree::to_bytes(&[a_tree()]).expect("bytes")),
        ("titles", Title::to_json(&[a_title()]).to_string().into_bytes()),
        ("path of a block", series.block(7).path().into_bytes()),
        ("sealed block", series.block(7).sealed(b"content")),
        ("path of a file", named("tree").path().into_bytes()),
        ("schema of the index", schema),
    ] {
        text += &format!("{part}\n{}", shown(&bytes));
    }
    expect(&tests(&format!("cases/bundle/format-{FORMAT}.txt")), &text);
    let others = fs::read_dir(tests("cases/bundle")).expect("a folder").count();
    assert_eq!(others, 1, "the bytes of another format are there: delete them");
}

#[test]
fn trees_and_titles_come_back() {
    let trees = [a_tree(), Tree { id: "KE-2".to_owned(), ..a_tree() }];
    let bytes = Tree::to_bytes(&trees).expect("bytes");
    assert_eq!(Tree::from_bytes(&bytes).expect("trees"), trees);
    let titles = vec![a_title(), Title { error_codes: Vec::new(), ..a_title() }];
    let bytes = Title::to_json(&titles).to_string();
    assert_eq!(Title::from_json(bytes.as_bytes()).expect("titles"), titles);
    for damaged in ["", "{}", "[[]]", "[\"KE-1\"]", "[{\"id\": 1}]"] {
        assert!(Tree::from_bytes(damaged.as_bytes()).is_err(), "{damaged}");
        assert!(Title::from_json(damaged.as_bytes()).is_err(), "{damaged}");
    }
}
