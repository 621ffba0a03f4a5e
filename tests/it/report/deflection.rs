//! How asking ended, and events in the access log of a web server.

use super::{BASE, base, usage};
use kedb::report::{Deflection, Material, Report, Tally, Unpublished, Usage};
use proptest::prelude::*;

/// What a report says of an access log.
fn logged(log: &[u8]) -> Usage {
    let published = base(&BASE);
    let mut tally =
        Tally::new(published.articles.iter().map(|a| &a.id), std::iter::empty());
    tally.read_access_log(log).expect("memory can be read");
    let unpublished = Unpublished::default();
    let material = Material {
        title: "",
        articles: &published.articles,
        services: &published.services,
        unpublished: &unpublished,
        left_out: 0,
        today: None,
    };
    Report::new(&material).with_usage(tally, &material).usage.expect("events")
}

#[test]
fn every_session_ends_in_one_way() {
    let check = |events: &[(&str, &str)], expected: [u64; 3]| {
        let line = |(session, kind): &(&str, &str)| {
            format!(
                "{{\"type\":\"kedb:{kind}\",\"id\":\"KE-1\",\"session\":\"{session}\"}}\n"
            )
        };
        let usage = usage(&events.iter().map(line).collect::<String>());
        let ended = usage.deflection.unwrap_or_default();
        let found = [ended.confirmed, ended.potential, ended.none];
        assert_eq!(found, expected, "{events:?}");
        assert_eq!(ended.sessions, expected.iter().sum::<u64>(), "{events:?}");
    };
    check(&[("a", "search"), ("a", "open"), ("a", "solved")], [1, 0, 0]);
    check(&[("a", "solved"), ("a", "contact")], [1, 0, 0]);
    check(&[("a", "search"), ("a", "copy")], [0, 1, 0]);
    check(&[("a", "open"), ("b", "contact"), ("a", "close")], [0, 1, 1]);
    check(&[("a", "open"), ("a", "contact")], [0, 0, 1]);
    check(&[("a", "search"), ("b", "no-results"), ("c", "feedback")], [0, 0, 3]);
    check(&[("", "open"), ("", "solved")], [0, 0, 0]);
    check(&[], [0, 0, 0]);
}

#[test]
fn who_opens_an_article_again_was_not_helped() {
    let open = |day: &str, session: &str, person: &str, id: &str| {
        format!(
            "{{\"type\":\"open\",\"time\":\"{day}\",\"session\":\"{session}\",\
             \"person\":\"{person}\",\"id\":\"{id}\"}}\n"
        )
    };
    let check = |events: &[String], opened: u64, again: u64| {
        let usage = usage(&events.concat());
        let ended = usage.deflection.unwrap_or_default();
        let expected =
            Deflection { opened_by_known: opened, asked_again: again, ..ended };
        assert_eq!(ended, expected, "{events:?}");
    };
    let first = || open("2026-11-01", "a", "p", "KE-1");
    check(&[first(), open("2026-11-08", "b", "p", "ke-1")], 2, 1);
    check(&[first(), open("2026-11-09", "b", "p", "KE-1")], 2, 0);
    check(&[first(), open("2026-11-01", "a", "p", "KE-1")], 1, 0);
    let other = || open("2026-11-02", "b", "p", "KE-1");
    check(&[first(), other(), first()], 2, 1);
    check(&[first(), other(), first(), other(), first()], 2, 1);
    check(&[first(), open("2026-11-02", "b", "q", "KE-1")], 2, 0);
    check(&[first(), open("2026-11-02", "b", "p", "KE-2")], 2, 0);
    check(&[first(), open("2026-11-02", "b", "", "KE-1")], 1, 0);
    check(&[first(), open("yesterday", "b", "p", "KE-1")], 1, 0);
}

#[test]
fn an_access_log_is_enough_to_count() {
    let usage = logged(
        br#"10.0.0.7 - - [22/Nov/2026:08:15:02 +0000] "GET /count.txt?kedb=search HTTP/1.1" 200 1
10.0.0.7 - ada [22/Nov/2026:08:15:09 +0000] "GET /count.txt?kedb=open&id=KE-1 HTTP/1.1" 304 0 "-" "Mozilla/5.0 [en] \"x\""
kb.example 10.0.0.7 - - [23/Nov/2026:00:00:00 +0100] "GET /a/count.gif?v=2&id=ke-1&kedb=solved HTTP/2.0" 404 9 "https://a/?kedb=open&id=KE-2" "x"
10.0.0.8 - - [23/Nov/2026:09:00:00 +0000] "GET /index.html HTTP/1.1" 200 512
10.0.0.8 - - [23/Nov/2026:09:00:01 +0000] "POST /count.txt?kedb=open&id=KE-1 HTTP/1.1" 405 0
10.0.0.8 - - [23/Nov/2026:09:00:02 +0000] "GET /count.txt?kedb=applause&id=KE-1 HTTP/1.1" 200 1
10.0.0.8 - - [23/Nov/2026:09:00:03 +0000] "-" 408 0
10.0.0.9 - - [30/Foo/2026:09:00:04 +0000] "GET /count.txt?kedb=copy&id=KE-2 HTTP/1.1" 200 1

no line of a log
"#,
    );
    assert_eq!((usage.events, usage.broken, usage.searches), (4, 1, 1));
    assert_eq!(usage.first_broken, Some(10), "other requests and empty lines count");
    let used = usage.articles.iter();
    let used = used.map(|a| (a.article.id.as_str(), a.opened, a.copied, a.solved));
    assert_eq!(used.collect::<Vec<_>>(), [("KE-1", 1, 0, 1), ("KE-2", 0, 1, 0)]);
    let days = usage.days.map(|(first, last)| format!("{first} {last}"));
    assert_eq!(days.as_deref(), Some("2026-11-22 2026-11-23"));
    assert_eq!(usage.deflection, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stands in a log, what the widget asked for is counted.
    #[test]
    fn no_request_hides_an_event(
        noise in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..12),
        before in "[^\\[\n]{0,12}",
        parameter in "[a-z0-9%=]{0,8}",
        agent in "(?s)[^\n]{0,20}",
    ) {
        let mut log = Vec::new();
        for noise in &noise {
            log.extend(noise.iter().filter(|byte| **byte != b'\n'));
            log.push(b'\n');
            let event = format!(
                "{before}[01/Jan/2026:00:00:00 +0000] \"GET /c?x{parameter}&kedb=open&id=KE-1 \
                 HTTP/1.1\" 200 1 \"-\" \"{agent}\"\n"
            );
            log.extend(event.as_bytes());
        }
        let usage = logged(&log);
        prop_assert_eq!(usage.events, noise.len() as u64);
    }
}
