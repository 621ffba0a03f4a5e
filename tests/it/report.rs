//! `kedb report`: its figures, and files of events in which anything may stand.

mod deflection;

use crate::built::{build, repository, write};
use crate::support::publish;
use kedb::base::Published;
use kedb::cli::Audiences;
use kedb::report::{Entry, MAX_LINE, Material, Report, Tally, Times, Unpublished, Usage};
use kedb_engine::article::{Audience, Date};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

/// A base as agents read it.
fn base(files: &[(&str, &str)]) -> Published {
    let published = publish("", files, Audience::Internal);
    assert!(published.left_out.is_empty(), "{:?}", published.diagnostics);
    published
}

fn report(published: &Published, today: Option<&str>, events: &str) -> Report {
    let unpublished = Unpublished::default();
    let material = Material {
        title: "Known errors",
        articles: &published.articles,
        services: &published.services,
        unpublished: &unpublished,
        left_out: 0,
        today: today.map(|day| Date::from_iso(day).expect("a day")),
    };
    let ids = || published.articles.iter().map(|article| &article.id);
    let aliases = ids().map(|id| (format!("old-{id}"), id));
    let mut tally = Tally::new(ids(), aliases);
    tally.read(events.as_bytes()).expect("memory can be read");
    Report::new(&material).with_usage(tally, &material)
}

fn usage(events: &str) -> Usage {
    report(&base(&BASE), None, events).usage.expect("events")
}

fn ids(list: &[Entry]) -> Vec<&str> {
    list.iter().map(|entry| entry.id.as_str()).collect()
}

const BASE: [(&str, &str); 5] = [
    (
        "a.md",
        "---\nid: KE-1\ntitle: A\nstatus: known-error\nservice: shop\nseverity: sev3\n\
         updated: 2026-01-31\nreview_by: 2026-02-28\nerror_codes: ['0x8004DE40', 'E 1']\n---\n\
         ## Workaround\nNone\n",
    ),
    (
        "b.md",
        "---\nid: KE-2\ntitle: B\nstatus: known-error\nservice: shop\nseverity: sev1\n\
         reported: 2025-01-31\nreview_by: 2026-03-01\nerror_codes: ['8004de40', 'e  1', x]\n---\n",
    ),
    (
        "c.md",
        "---\nid: KE-3\ntitle: C\nstatus: investigating\nservice: shop\nreview_by: 2027-02-28\n---\n",
    ),
    ("d.md", "---\nid: KE-4\ntitle: D\nstatus: fixed\nreview_by: 2020-01-01\n---\n"),
    (
        "e.md",
        "---\nid: KE-5\ntitle: E\nstatus: wont-fix\nreview_by: 2027-03-01\n---\n\
         ## Workaround\nRestart it.\n",
    ),
];

#[test]
fn what_to_do_next() {
    let base = base(&BASE);
    let now = report(&base, Some("2026-03-01"), "");
    assert_eq!((now.articles, now.active, now.as_of_newest), (5, 4, false));
    // The severe one first; what is investigated is another matter.
    assert_eq!(ids(&now.without_workaround), ["KE-2", "KE-1"]);
    assert_eq!(ids(&now.investigating), ["KE-3"]);
    // Due today is not overdue, and what is fixed needs no review.
    assert_eq!(ids(&now.reviews.overdue), ["KE-1"]);
    let months = now.reviews.months.iter();
    let months: Vec<_> =
        months.map(|one| (one.month.as_str(), one.articles.len())).collect();
    assert_eq!(months.first(), Some(&("2026-03", 1)));
    assert_eq!(months.last(), Some(&("2027-02", 1)));
    assert_eq!(months.len(), 12);
    assert_eq!((now.reviews.later, now.reviews.without_date), (1, 0));
    assert_eq!(ids(&now.ages.oldest), ["KE-2", "KE-1"]);
    assert_eq!((now.ages.undated, now.ages.median_days), (2, Some(29)));
    // Faces of one code are one, in whatever case.
    assert_eq!((now.codes.codes, now.codes.articles), (3, 2));
    let shared = now.codes.shared.iter().map(|code| code.code.as_str());
    assert_eq!(shared.collect::<Vec<_>>(), ["0x8004DE40", "E 1"]);
    let services = now.services.iter().map(|one| {
        (
            one.name.as_deref(),
            one.articles,
            one.active,
            one.without_workaround,
            one.overdue,
        )
    });
    let expected = [(Some("shop"), 3, 3, 2, 1), (None, 2, 1, 0, 0)];
    assert_eq!(services.collect::<Vec<_>>(), expected);
}

#[test]
fn without_a_clock_the_newest_day_counts() {
    let newest = report(&base(&BASE), None, "");
    assert_eq!((newest.as_of, newest.as_of_newest), (Date::new(2026, 1, 31), true));
    assert!(newest.reviews.overdue.is_empty());
    let dateless = base(&[("a.md", "---\nid: K\ntitle: A\nstatus: known-error\n---\n")]);
    let dateless = report(&dateless, None, "");
    assert_eq!((dateless.as_of, dateless.ages.undated), (None, 1));
    assert!(dateless.reviews.months.is_empty());
}

#[test]
fn a_signature_that_matches_another_sample_is_told() {
    let article = |id: &str, rest: &str| {
        format!("---\nid: {id}\ntitle: T\nstatus: known-error\n{rest}\n---\n")
    };
    let queue = "signatures:\n  - contains: queue depth exceeded";
    let printer = "signatures:\n  - contains: label printer\nsamples:\n  - the label printer: queue  DEPTH exceeded";
    let files = [
        ("queue.md", article("KE-1", queue)),
        (
            "printer.md",
            article("KE-2", &printer.replace("the label printer:", "the label printer,")),
        ),
        ("retired.md", article("KE-3", queue).replace("known-error", "retired")),
    ];
    let parsed: Vec<_> = files
        .iter()
        .map(|(path, text)| {
            let config = kedb::config::Config::default();
            kedb::parse::article(path, text, &config, Audience::Internal)
        })
        .collect();
    let unpublished = Unpublished::of(&parsed);
    assert_eq!(unpublished.retired, 1);
    let told = unpublished.overlaps.iter().map(|overlap| {
        (overlap.signature.as_str(), overlap.source.as_str(), overlap.matches.as_str())
    });
    let expected = [("queue depth exceeded", "queue.md", "printer.md")];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// Events with what is written into the docs, and lines that are none.
const EVENTS: &str = r#"
{"type":"kedb:search","time":"2026-11-20T23:59:59.999Z","query":"VPN 809","lines":0,"total":0}
{"type":"kedb:no-results","time":"2026-11-20T23:59:59.999Z","query":"VPN  809","lines":0,"unknownCodes":["0x8007FFFF"]}
{"type":"no-results","time":1795305600000,"query":"vpn 809 ","lines":0,"unknownCodes":["8007ffff",7]}
{"type":"kedb:no-results","query":"","lines":214,"unknownCodes":[]}
{"type":"kedb:search","query":"","lines":214,"total":0}
{"type":"kedb:open","id":"ke-1","query":"x","lines":0}
{"type":"kedb:copy","id":"OLD-KE-1","what":"workaround","sinceTyping":12345}
{"type":"kedb:copy","id":"KE-1","what":"hit","sinceTyping":2000.9}
{"type":"kedb:copy","id":"KE-1","what":"link","sinceTyping":-4}
{"type":"kedb:solved","id":"KE-1","sinceTyping":"soon"}
{"type":"kedb:solved","id":"KE-2","sinceTyping":31000}
{"type":"kedb:feedback","id":"KE-2","reason":"outdated","comment":" the menu moved "}
{"type":"kedb:feedback","id":"KE-2","reason":"<b>","comment":""}
{"type":"kedb:open","id":"KE-99"}
{"type":"kedb:contact","tried":["KE-1"]}
{"type":"kedb:close"}
{"type":"kedb:applause"}
not JSON
["kedb:open"]
{"time":"2026-11-21"}
"#;

#[test]
fn events_are_counted() {
    let usage = usage(EVENTS);
    assert_eq!((usage.lines, usage.events, usage.broken), (20, 16, 3));
    // The line as an editor numbers it: the first one is empty.
    assert_eq!(usage.first_broken, Some(19));
    assert_eq!(usage.unknown.get("kedb:applause"), Some(&1));
    assert_eq!(usage.days, Date::new(2026, 11, 20).zip(Date::new(2026, 11, 22)));
    assert_eq!((usage.searches, usage.logs), (2, 1));
    assert_eq!((usage.without_answer, usage.logs_without_answer), (3, 1));
    let queries =
        usage.unanswered.iter().map(|one| (one.query.as_str(), one.count, one.last));
    assert_eq!(queries.collect::<Vec<_>>(), [("vpn 809", 2, Date::new(2026, 11, 22))]);
    let codes = usage.undocumented_codes.iter().map(|one| (one.code.as_str(), one.count));
    assert_eq!(codes.collect::<Vec<_>>(), [("8007ffff", 2)]);
    let times = Times { n: 3, median_ms: 12300, p90_ms: 31000 };
    assert_eq!(usage.time_to_workaround, Some(times));
    let used = usage
        .articles
        .iter()
        .map(|one| (one.article.id.as_str(), one.opened, one.copied, one.solved));
    assert_eq!(used.collect::<Vec<_>>(), [("KE-1", 1, 3, 1), ("KE-2", 0, 0, 1)]);
    let feedback = usage.articles.iter().find_map(|one| one.feedback.as_ref());
    let feedback = serde_json::to_value(feedback).expect("JSON");
    let expected =
        json!({"reasons": {"other": 1, "outdated": 1}, "comments": ["the menu moved"]});
    assert_eq!(feedback, expected);
    assert_eq!(ids(&usage.never_opened), ["KE-3", "KE-5"]);
    assert_eq!((usage.contacts, usage.no_article), (1, 1));
}

#[test]
fn a_line_without_an_end_does_not_fill_the_memory() {
    let long = format!("{{\"type\":\"kedb:open\",\"id\":\"{}\"}}", "x".repeat(MAX_LINE));
    let open = r#"{"type":"kedb:open","id":"KE-1"}"#;
    let usage = usage(&format!("{open}\r\n{long}\n{open}\n{long}"));
    assert_eq!((usage.lines, usage.events, usage.first_broken), (4, 2, Some(2)));
}

#[test]
fn of_many_queries_the_frequent_ones_stay() {
    let mut events = String::new();
    let mut ask = |query: String| {
        events += &json!({"type": "kedb:no-results", "query": query}).to_string();
        events.push('\n');
    };
    for number in 0..25_000 {
        ask(format!("rare {number}"));
        if number % 1000 == 0 {
            ask("frequent".to_owned());
        }
    }
    let usage = usage(&events);
    assert_eq!(usage.unanswered[0].query, "frequent");
    assert_eq!(usage.unanswered[0].count, 25);
    let kept: u64 = usage.unanswered.iter().map(|one| one.count).sum();
    assert_eq!(kept + usage.forgotten, 25_025);
    assert!(usage.unanswered.len() <= 20_000);
}

#[test]
fn the_examples_of_the_docs_are_events() {
    let docs = fs::read_to_string(repository("docs/report.md")).expect("docs/report.md");
    let (_, rest) = docs.split_once("```json\n").expect("examples");
    let (examples, _) = rest.split_once("```").expect("an end");
    let usage = usage(examples);
    assert_eq!((usage.events, usage.lines), (3, 3));
    assert!(usage.days.is_some());
}

/// A folder that was the agents' becomes the public's: their report goes, and what is
/// somebody else's stays.
#[test]
fn no_report_stays_where_the_public_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    let public = BASE[3].1.replace("---\nid", "---\naudience: public\nid");
    write(&kb, &BTreeMap::from(BASE.map(|(path, text)| (path.to_owned(), text))));
    fs::write(kb.join("d.md"), public).expect("written");
    let path = out.join("report.html");
    build(&kb, &out, Audiences::Internal);
    assert!(fs::read_to_string(&path).expect("a report").contains("KE-2"));
    build(&kb, &out, Audiences::Public);
    assert!(!path.exists(), "the agents' report is still there");
    fs::write(&path, "<h1>Our report</h1>").expect("written");
    build(&kb, &out, Audiences::Public);
    assert!(path.exists(), "somebody else's file is gone");
}

/// An event of any kind with values of any type, as a line.
fn event() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "(?s).{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "KE-1",
            "old-ke-2",
            "9999-12-31",
            "2026-11-22T01:02:03Z"
        ])
        .prop_map(Value::from),
        prop::collection::vec(".{0,4}".prop_map(Value::from), 0..3).prop_map(Value::from),
    ];
    let kinds = ["search", "no-results", "open", "copy", "solved", "contact", "feedback"];
    let keys = ["time", "id", "query", "lines", "unknownCodes", "sinceTyping", "comment"];
    let pairs = prop::collection::vec((prop::sample::select(keys.to_vec()), value), 0..7);
    (prop::sample::select(kinds.to_vec()), pairs).prop_map(|(kind, pairs)| {
        let mut object: serde_json::Map<String, Value> =
            pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        object.insert("type".to_owned(), Value::from(format!("kedb:{kind}")));
        Value::Object(object).to_string()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stands between them, all events are counted, and every other line is.
    #[test]
    fn no_line_hides_an_event(
        events in prop::collection::vec(event(), 0..12),
        noise in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..12),
    ) {
        let mut file = Vec::new();
        let mut lines = 0;
        for (index, noise) in noise.iter().enumerate() {
            // Digits are JSON and no event; a line break would make two lines of one.
            let noise: Vec<u8> = noise.iter().copied().filter(|byte| *byte != b'\n').collect();
            lines += u64::from(!noise.trim_ascii().is_empty());
            file.extend(noise);
            file.push(b'\n');
            file.extend(events.get(index).map_or("", String::as_str).as_bytes());
            file.push(b'\n');
        }
        let written = events.len().min(noise.len()) as u64;
        let published = base(&BASE);
        let mut tally = Tally::new(published.articles.iter().map(|a| &a.id), std::iter::empty());
        tally.read(file.as_slice()).expect("memory can be read");
        let unpublished = Unpublished::default();
        let material = Material {
            title: "",
            articles: &published.articles,
            services: &published.services,
            unpublished: &unpublished,
            left_out: 0,
            today: None,
        };
        let usage = Report::new(&material).with_usage(tally, &material).usage.expect("events");
        prop_assert_eq!(usage.events, written);
        prop_assert_eq!(usage.lines, written + lines);
        let counted: u64 = usage.articles.iter().map(|a| a.opened + a.copied + a.solved).sum();
        prop_assert!(counted <= written);
        prop_assert!(usage.searches <= written);
    }

    #[test]
    fn days_are_counted_and_back(days in -719_162_i64..2_932_896) {
        let date = Date::from_days(days).expect("a day of the years 1 to 9999");
        prop_assert_eq!(date.days(), days);
        let next = Date::from_days(days + 1).expect("the next day");
        prop_assert!(date < next);
    }
}

#[test]
fn days_have_known_numbers() {
    for (day, number) in
        [("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-22", 20_779)]
    {
        assert_eq!(Date::from_iso(day).map(Date::days), Some(number), "{day}");
    }
    assert_eq!(Date::from_days(-719_163), None);
    assert_eq!(Date::from_days(i64::MAX), None);
}
