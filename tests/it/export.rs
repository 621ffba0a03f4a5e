//! A search server in place of the bundle's index gives what the bundle gives.
//!
//! [`Server`] understands the part of the query language that requests are made of, and nothing
//! else, so that a request that needs more fails. Real servers answer in `tests/web/server.test.js`.

use crate::built::{Files, Opened, build, content, manifest, read, repository, write};
use clap::Parser as _;
use kedb::cli::export::{ExportArgs, run};
use kedb::cli::{Audiences, Cli, Outcome};
use kedb::export::ServerKind;
use kedb_engine::bundle::{CardBlock, File};
use kedb_engine::schema::IndexField;
use kedb_engine::search::{Request, Results, Step};
use kedb_engine::server::{Candidate, Dialect, Found, places, word};
use proptest::prelude::*;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The documents of an export.
struct Server {
    /// Most documents that it gives, whatever it is asked for.
    most: usize,
    documents: Vec<Value>,
    terms: Vec<BTreeSet<String>>,
}

impl Server {
    fn new(files: &Files) -> Server {
        let lines = files.iter().filter(|(path, _)| path.ends_with(".ndjson"));
        let lines = lines.flat_map(|(_, bytes)| bytes.split(|byte| *byte == b'\n'));
        let lines = lines.filter(|line| !line.is_empty());
        let values = lines.map(|line| serde_json::from_slice(line).expect("JSON"));
        let documents: Vec<Value> =
            values.filter(|value: &Value| value.get("terms").is_some()).collect();
        let terms = documents.iter().map(|document| {
            let terms = document["terms"].as_str().expect("text").split_whitespace();
            terms.map(str::to_owned).collect()
        });
        Server { most: usize::MAX, terms: terms.collect(), documents }
    }

    /// What a document counts for a query, if it fulfils it.
    fn score(&self, at: usize, query: &Value) -> Option<f64> {
        let (kind, of) =
            query.as_object().expect("a query").iter().next().expect("a kind");
        let scores = |list: &Value| -> Vec<Option<f64>> {
            let list = list.as_array().into_iter().flatten();
            list.map(|query| self.score(at, query)).collect()
        };
        match kind.as_str() {
            "match_none" => None,
            "term" if of.get("doc").is_some() => {
                (self.documents[at]["doc"] == of["doc"]).then_some(1.0)
            }
            "term" => self.terms[at].contains(of["terms"].as_str()?).then_some(1.0),
            "constant_score" => self
                .score(at, &of["filter"])
                .map(|_| of["boost"].as_f64().expect("a number")),
            "bool" => {
                let known = ["must", "filter", "should", "minimum_should_match", "boost"];
                let of = of.as_object().expect("clauses");
                assert!(of.keys().all(|key| known.contains(&key.as_str())), "{of:?}");
                let get = |name: &str| of.get(name).unwrap_or(&Value::Null);
                let (must, should) = (scores(get("must")), scores(get("should")));
                let filter = scores(get("filter"));
                let least = get("minimum_should_match").as_u64().unwrap_or_default();
                let fulfilled = should.iter().flatten().count() as u64;
                let holds = must.iter().chain(&filter).all(Option::is_some);
                let sum: f64 = must.iter().chain(&should).flatten().sum();
                let boost = get("boost").as_f64().unwrap_or(1.0);
                (holds && fulfilled >= least).then_some(sum * boost)
            }
            other => panic!("no server of ours knows `{other}`"),
        }
    }

    /// The documents for the engine, and how many fulfil each filter.
    fn answer(&self, question: &str) -> (Vec<(String, Vec<u8>)>, Vec<usize>) {
        let question: Value = serde_json::from_str(question).expect("JSON");
        let all = 0..self.documents.len();
        let mut found: Vec<(usize, f64)> = all
            .clone()
            .filter_map(|at| Some((at, self.score(at, &question["query"])?)))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        let size = question["size"].as_u64().and_then(|size| usize::try_from(size).ok());
        found.truncate(size.expect("a number").min(self.most));
        let wanted = question["_source"].as_array();
        let wanted: Option<BTreeSet<&str>> =
            wanted.map(|names| names.iter().filter_map(Value::as_str).collect());
        let documents = found.iter().map(|(at, _)| {
            let data = &self.documents[*at]["data"];
            let text = |name: &str| data[name].to_string().trim_matches('"').to_owned();
            let mut lines = vec![text("doc"), text("length"), text("attributes")];
            let none = Map::new();
            for (word, at) in data["places"].as_object().unwrap_or(&none) {
                let name = format!("data.places.{word}");
                if wanted.as_ref().is_none_or(|names| names.contains(name.as_str())) {
                    lines.push(format!("{word} {}", at.as_str().expect("text")));
                }
            }
            (lines.join("\n"), base64(&text("card")))
        });
        let filters = question["aggs"]["clauses"]["filters"]["filters"].as_array();
        let counts = filters.into_iter().flatten().map(|filter| {
            all.clone().filter(|at| self.score(*at, filter).is_some()).count()
        });
        (documents.collect(), counts.collect())
    }
}

fn base64(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.decode(text).expect("Base64")
}

/// The files of an export, and what their cards hold, which are written in Base64.
pub(crate) fn readable(folder: &Path) -> Files {
    let mut files = read(folder);
    let documents = Server::new(&files).documents;
    files.extend(documents.iter().map(|document| {
        let card = base64(document["data"]["card"].as_str().expect("text"));
        (format!("the card of {}", document["id"]), card)
    }));
    files
}

/// What to export: the bundles in a folder, or else the sample base.
fn args(bundle: Option<&Path>, out: &Path, to: ServerKind) -> ExportArgs {
    ExportArgs {
        kb: repository("kb"),
        bundle: bundle.map(Path::to_owned),
        config: None,
        to,
        out: out.to_owned(),
        audience: Audiences::All,
        push: None,
        name: "kedb".to_owned(),
    }
}

/// Exports the bundles in a folder.
pub(crate) fn export(bundle: &Path, out: &Path, to: ServerKind) {
    let outcome = run(&args(Some(bundle), out, to)).expect("it is exported");
    assert_eq!(outcome, Outcome::Fine);
}

/// Searches the bundle by its index on a server; how often it was asked.
fn ask(bundle: &mut Opened<'_>, server: &Server, request: &Request) -> (Results, usize) {
    let mut asked = 0;
    let results = bundle.run(|engine| {
        let mut step = engine.search(request)?;
        while let Step::Ask(question) = step {
            asked += 1;
            let (documents, counts) = server.answer(&question);
            let documents =
                documents.iter().map(|(text, card)| (text.as_str(), card.as_slice()));
            engine.answered(documents, counts)?;
            step = engine.search(request)?;
        }
        Ok(step)
    });
    (results.expect("it is searched"), asked)
}

/// Questions of all kinds to the sample base.
const QUESTIONS: [&str; 24] = [
    "printer prints every second label blank",
    "0x80070643",
    "KB5034441 0x80070643 windows update",
    "vpn wont connect",
    "outlook keeps asking for my password",
    "certificate expired",
    "KE-0021",
    "ORA-12541: TNS:no listener",
    "\"no listener\" oracle",
    "printer -label",
    "service:vpn disconnects",
    "status:fixed",
    "pod OOMKilled exit code 137",
    "hello please",
    "",
    "teams camera not workng",
    "git push rejected pre-receive hook declined",
    "RE: FW: URGENT cannot print anymore since monday, please help",
    "java.lang.OutOfMemoryError: Java heap space\n\tat com.example.Main.run(Main.java:12)",
    "knitting pattern for a wool hat",
    "disk full",
    "login loop",
    "PrintNightmare spooler crashes",
    "Labels printers in the warehouse leave every second label blank",
];

#[test]
fn a_server_gives_what_the_bundle_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, docs) = (folder.path().join("out"), folder.path().join("docs"));
    build(&repository("kb"), &out, Audiences::All);
    export(&out, &docs, ServerKind::Opensearch);
    for audience in ["agents", "public"] {
        let files = read(&out.join(audience));
        let server = Server::new(&read(&docs.join(audience)));
        assert_eq!(
            server.documents.len(),
            manifest(&files).expect("a manifest").articles
        );
        let mut alone = Opened::new(&files).expect("a bundle");
        let mut asking = Opened::new(&files).expect("a bundle");
        asking.engine.ask(Some(Dialect::OpenSearch));
        for text in QUESTIONS {
            for (facets, unfinished) in [(false, false), (true, true)] {
                let request = Request {
                    text: text.to_owned(),
                    facets,
                    input: kedb_engine::query::Input::Typed { unfinished },
                    ..Request::default()
                };
                let expected = alone.search(&request).expect("it is searched");
                let (found, asked) = ask(&mut asking, &server, &request);
                assert_eq!(asked, 1, "one request for `{text}`");
                assert_eq!(found, expected, "`{text}` in {audience}");
            }
        }
        let read = asking.rounds.iter().flatten();
        let cards: Vec<&File> = read
            .filter(|file| {
                CardBlock::from_bytes(&content(&files, **file).unwrap()).is_ok()
            })
            .collect();
        assert!(cards.is_empty(), "cards come from the server, and not as {cards:?}");
    }
}

/// The server's own order chooses the candidates: four of them hold what a bundle shows first, for all
/// but two questions. Without the information of words it would be all but five, without the steps of
/// their strength all but three. One that does not count, and gives whole documents, finds the same
/// first article.
#[test]
fn the_first_answers_are_among_the_first_candidates() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, docs) = (folder.path().join("out"), folder.path().join("docs"));
    build(&repository("kb"), &out, Audiences::Internal);
    let files = read(&out);
    let check = |kind, dialect, count: usize, most_other: usize| {
        export(&out, &docs, kind);
        let mut server = Server::new(&read(&docs.join("agents")));
        server.most = 4;
        let mut alone = Opened::new(&files).expect("a bundle");
        let mut asking = Opened::new(&files).expect("a bundle");
        asking.engine.ask(Some(dialect));
        let mut other = Vec::new();
        for text in QUESTIONS.into_iter().filter(|text| !text.starts_with("status:")) {
            let request = Request { text: text.to_owned(), ..Request::default() };
            let first = |results: &Results| -> Vec<String> {
                let all = results.hits.iter().chain(&results.related).take(count);
                all.map(|hit| hit.card.id.clone()).collect()
            };
            let expected = first(&alone.search(&request).expect("it is searched"));
            let (found, _) = ask(&mut asking, &server, &request);
            other.extend((first(&found) != expected).then_some(text));
        }
        assert!(other.len() <= most_other, "{dialect:?}: {other:?}");
    };
    check(ServerKind::Opensearch, Dialect::OpenSearch, 3, 2);
    check(ServerKind::Quickwit, Dialect::Quickwit, 1, 2);
}

#[test]
fn an_answer_that_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    build(&repository("kb"), folder.path(), Audiences::Internal);
    let files = read(folder.path());
    let mut bundle = Opened::new(&files).expect("a bundle");
    let mut check = |text: &str, card: &[u8]| {
        bundle.engine.ask(Some(Dialect::OpenSearch));
        let answered = bundle.engine.answered([(text, card)], Vec::new());
        let error = answered.expect_err(text).to_string();
        assert!(error.contains("answer of the search server"), "{text}: {error}");
    };
    check("", &[]);
    check("x\n1\n", &[]);
    check("0\n1\n\nword", &[]);
    check("0\n1\n\nword 1*1:0", &[0]);
    check("0\n1\n\nword 1:0", &[0]);
    check("4294967296\n1\n\n", &[0]);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, docs) = (folder.path().join("out"), folder.path().join("docs"));
    build(&repository("kb"), &out, Audiences::Internal);
    write(&docs, &BTreeMap::from([("agents/notes.txt".to_owned(), "mine")]));
    let args = args(None, &docs, ServerKind::Elasticsearch);
    let error = run(&args).expect_err("refused").to_string();
    assert!(error.contains("nothing is written there"), "{error}");
    assert_eq!(read(&docs).len(), 1);
}

/// Documents of a base and those of its bundle are the same ones: also the build's name.
#[test]
fn a_base_and_its_bundle_give_the_same_documents() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    build(&repository("kb"), &path("out"), Audiences::All);
    export(&path("out"), &path("of-bundle"), ServerKind::Opensearch);
    let args = args(None, &path("of-base"), ServerKind::Opensearch);
    assert_eq!(run(&args).expect("it is exported"), Outcome::Fine);
    assert!(read(&path("of-bundle")) == read(&path("of-base")));
}

/// What the public read before has to go from the server when nothing is left of it.
#[test]
fn a_base_without_public_articles_gives_an_empty_index_for_the_public() {
    let folder = tempfile::tempdir().expect("a folder");
    let article =
        "---\nid: KE-1\ntitle: T\nstatus: known-error\naudience: internal\n---\nWait.\n";
    write(&folder.path().join("base"), &BTreeMap::from([("a.md".to_owned(), article)]));
    let docs = folder.path().join("docs");
    let args = ExportArgs {
        kb: folder.path().join("base"),
        bundle: None,
        config: None,
        to: ServerKind::Opensearch,
        out: docs.clone(),
        audience: Audiences::All,
        push: None,
        name: "kedb".to_owned(),
    };
    assert_eq!(run(&args).expect("it is exported"), Outcome::Fine);
    let written: Vec<String> = read(&docs).into_keys().collect();
    let expected =
        ["agents/articles-00001.ndjson", "agents/index.json", "public/index.json"];
    assert_eq!(written, expected);
}

/// The names of indexes and the addresses of servers are parts of requests, also of those that
/// delete.
#[test]
fn names_and_addresses_that_could_mean_something_else_are_refused() {
    let check = |option: &str, value: &str, sentence: &str| {
        let value = format!("{option}={value}");
        let command = ["kedb", "export", "--to", "opensearch", "--out", "x", &value];
        let error = Cli::try_parse_from(command).expect_err(&value).to_string();
        assert!(error.contains(sentence), "{value}: {error}");
    };
    let long = "a".repeat(101);
    for name in [
        "", "x#y", "x?y", "a,b", "a*", "../x", "a/b", "a b", "_x", "-x", "1x", "Kedb",
        "ä", &long,
    ] {
        check("--name", name, "begins with a small letter");
    }
    for address in [
        "",
        "foo",
        "http://",
        "file:///etc/passwd",
        "http://a b",
        "http://a?b",
        "http://a#b",
    ] {
        check("--push", address, "begins with `http://` or `https://`");
    }
    check("--push", "https://user:secret@search.example", "~/.netrc");
}

proptest! {
    #[test]
    fn any_answer_is_read_or_refused(text in "[0-9a-z%*:;, \n]{0,80}") {
        let _ = Candidate::read(&text);
    }

    #[test]
    fn a_document_comes_back(
        doc: u32,
        length: u32,
        terms in prop::collection::btree_map(
            "[\\PC\\s]{1,12}",
            prop::collection::vec((0_usize..8, 0_u32..9, prop::collection::btree_set(0_u32..5000, 1..6)), 1..3),
            0..6,
        ),
    ) {
        let mut text = format!("{doc}\n{length}\n");
        let mut expected = Vec::new();
        for (term, sections) in &terms {
            let sections: BTreeMap<usize, (u32, BTreeSet<u32>)> =
                sections.iter().map(|(field, count, at)| (*field, (*count, at.clone()))).collect();
            let sections = sections.into_iter().map(|(field, (frequency, at))| {
                let found = Found { frequency, places: at };
                let field = IndexField::ALL[field];
                expected.push((word(term), field, found.clone()));
                places(field, &found)
            });
            let sections: Vec<String> = sections.collect();
            text += &format!("\n{} {}", word(term), sections.join(";"));
        }
        let read = Candidate::read(&text).expect("it can be read");
        prop_assert_eq!((read.doc, read.length), (doc, length));
        for (word, field, found) in expected {
            prop_assert_eq!(read.find(&word, field.byte()), Some(&found));
        }
    }

    /// A word is one token to a server, and needs no escape in JSON.
    #[test]
    fn a_word_is_one_token(term in "\\PC{1,40}|[\\s\"\\\\.*^=]{1,9}") {
        let word = word(&term);
        prop_assert!(word.chars().all(|letter| letter.is_alphanumeric() || letter == '%'));
        prop_assert!(!word.is_empty());
    }
}
