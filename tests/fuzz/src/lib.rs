//! What kedb is fuzzed with. Each target is given any bytes, and panics if kedb does or if
//! what kedb promises of its output does not hold.
//!
//! `cargo xtask fuzz` runs them on stable Rust with the mutations of `main.rs`;
//! `cargo +nightly fuzz run NAME` runs the same functions under libFuzzer (see `fuzz/`).

#![expect(clippy::expect_used, reason = "a target fails by panicking")]

mod base;

use base::Sample;
use kedb::config::{self, Config};
use kedb::html::{MAX_DEPTH, read_html, write_html};
use kedb::import::{html, record};
use kedb::markdown::{self, Form};
use kedb::{cases, draft, parse, visible};
use kedb_engine::article::{Audience, Node, Signature};
use kedb_engine::bundle::{CardBlock, HotPack, Manifest, PastePack, Title, Tree};
use kedb_engine::directory::Blocks;
use kedb_engine::search::Request;
use kedb_engine::signature::{Line, Matcher, Progress, Set};

/// A function that is given any bytes.
pub type Target = fn(&[u8]);

/// All of them, by name.
pub const ALL: [(&str, Target); 7] = [
    ("article", article),
    ("bundle", bundle),
    ("damaged", damaged),
    ("import", import),
    ("log", log),
    ("query", query),
    ("settings", settings),
];

/// An article: it is read for both audiences, and what is shown of it is read back.
pub fn article(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for audience in [Audience::Internal, Audience::Public] {
        let parsed = parse::article("a/b.md", &text, &Config::default(), audience);
        let Some(mut article) = parsed.article else { continue };
        visible::article(&mut article);
        for section in &article.sections {
            let page = write_html(&section.nodes);
            // At the limit a paragraph around the deepest text makes it one element too deep to
            // be read back.
            if depth(&section.nodes) < MAX_DEPTH {
                assert_eq!(read_html(&page).as_ref(), Ok(&section.nodes), "{page}");
            }
            assert!(
                !page.contains("<script") && !page.contains("=\"javascript:"),
                "{page}"
            );
            for form in [Form::Plain, Form::Markdown] {
                let written = markdown::write(&section.nodes, form);
                assert_eq!(visible::visible(&written), written);
            }
        }
    }
}

/// How deep elements are nested.
fn depth(nodes: &[Node]) -> usize {
    let depths = nodes.iter().map(|node| match node {
        Node::Text(_) => 0,
        Node::Element(element) => 1 + depth(&element.children),
    });
    depths.max().unwrap_or_default()
}

/// The files of a bundle, whose hashes are right: what they hold is an error or can be used.
pub fn bundle(data: &[u8]) {
    if let Ok(hot) = HotPack::from_bytes(data) {
        let _ = (hot.first_card_block(), Blocks::new(&hot));
    }
    let _ = (
        Tree::from_bytes(data),
        CardBlock::from_bytes(data),
        PastePack::from_bytes(data),
    );
    let _ = Title::from_json(data);
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = Manifest::from_json(text);
    }
}

/// A bundle that was damaged on its way: four bytes each change one byte of a file. A search
/// says so, or finds what it did before.
pub fn damaged(data: &[u8]) {
    let sample = Sample::get();
    let request = Request { text: "stock job stalls".to_owned(), ..Request::default() };
    let before = sample.search(&request, &[]).expect("the sample is whole");
    if let Ok(found) = sample.search(&request, data) {
        assert_eq!(base::ids(&found), base::ids(&before));
    }
}

/// The export of another system; its first byte says of which kind.
pub fn import(data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    let name = ["x.csv", "x.json", "x.html", "x.htm"][usize::from(kind % 4)];
    let _ = record::read(name, data);
    let _ = html::text_of(&String::from_utf8_lossy(data));
}

/// A log: the first line is a signature, which all lines are searched by and masked.
pub fn log(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let first = text.lines().next().unwrap_or_default().to_owned();
    let signatures = [
        Signature::Contains(first.clone()),
        Signature::Regex(first.clone()),
        Signature::Lines(vec![first.clone(), first]),
    ];
    let usable: Vec<Signature> =
        signatures.into_iter().filter(|one| Matcher::new(one).is_ok()).collect();
    let set = Set::new(&usable).expect("few literals");
    let mut progress = Progress::default();
    for (number, line) in (1..).zip(text.lines()) {
        let found = set.line(&mut progress, number, &Line::new(line), |_| true);
        assert!(found.keys().all(|at| *at < usable.len()));
        let _ = draft::masked(line);
    }
}

/// A query: it is answered, and no answer is certain beyond measure.
pub fn query(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let request = Request { text, ..Request::default() };
    let found = Sample::get().search(&request, &[]).expect("any text is a query");
    for hit in found.hits.iter().chain(&found.related) {
        assert!((0.0..=1.0).contains(&hit.confidence), "{}", hit.confidence);
    }
}

/// The settings beside the articles.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = (Config::from_toml(&text), config::services(&text), config::synonyms(&text));
    let _ = cases::read("queries.toml", &text);
}
