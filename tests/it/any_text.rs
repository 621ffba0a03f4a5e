//! Any text is a query: it gives an answer that holds together, whatever it is.
//!
//! Texts are made of what the query language, the codes and the logs react to, of the
//! sample base's own articles, cut and changed, and of characters that nobody types. A run
//! tries some hundred, other ones each time; `KEDB_TEXTS=100000` sets how many, best with
//! `--profile fast`, as the daily workflow does.

use crate::built::{Opened, read, repository};
use crate::bundle::agents;
use kedb_engine::bundle::Card;
use kedb_engine::query::Input;
use kedb_engine::search::{Hit, Request, Results, Strictness};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// How many texts an ordinary run tries.
const TEXTS: u32 = 500;

/// What some part of reading a query reacts to, with `¦` between.
const PIECES: &str = concat!(
    // The query language.
    "\"¦\"\"¦'¦`¦“¦”¦«¦„¦-¦--¦---¦- ¦ -¦−¦—¦+¦|¦&¦(¦)¦[¦]¦{¦}¦*¦?¦~¦^¦:¦::¦,¦;¦!¦@¦service:¦",
    "service:vpn¦service:\"vpn¦-service:vpn¦status:¦status:fixed¦status:known-error¦",
    "status:nonsense¦sev:¦sev:1¦sev:9¦severity:sev2¦code:¦code:0x80070643¦code:-¦nonsense:¦",
    "-\"¦\"-¦AND¦OR¦NOT¦-Identity¦--help¦-1¦",
    // Codes.
    "0x80070643¦0X80070643¦80070643¦-2147023293¦2147944003¦0x¦0x8007FFFF¦ORA-12541¦ORA-¦",
    "AADSTS50011¦KB5034441¦Event ID 4625¦5.7.1¦550 5.7.1¦5.7.13¦KE-0030¦ke-0030¦KE-9999¦KE-¦",
    "CVE-2024-0001¦ERROR_ACCESS_DENIED¦_¦__¦E_¦C++¦C#¦.NET¦Foo::bar¦a.b.c.d¦1.2.3.4:80¦::1¦",
    "1e999¦99999999999999999999999999¦4294967296¦-9223372036854775808¦00000000¦",
    // Logs.
    "\n¦\r\n¦\r¦\n\n¦\t¦2026-03-02T01:14:07Z ¦ERROR ¦[error] ¦12:01 ¦\u{1b}[31m¦\u{1b}[¦\u{1b}¦",
    "\\n¦\\\"¦\\u0041¦\\ud83d¦&quot;¦&#0;¦&amp;¦&#x110000;¦C:\\new\\table¦/var/log/syslog¦",
    "HKLM\\SOFTWARE¦{\"msg\":\"¦stock-sync queue depth exceeded¦ERROR: deadlock detected¦",
    "<script>¦</b>¦",
    // Characters.
    "\u{0}¦\u{7f}¦\u{a0}¦\u{200b}¦\u{feff}¦\u{ad}¦\u{202e}¦\u{2066}¦\u{fffd}¦\u{10ffff}¦\u{301}¦",
    "\u{20dd}¦🖨️¦👩\u{200d}💻¦ﬁle¦０ｘ８００７０６４３¦İ¦ẞ¦ŉ¦打印机¦プリンター¦프린터¦เครื่องพิมพ์¦الطابعة",
);

/// The sources of the sample base.
fn articles() -> Vec<String> {
    let files = read(&repository("kb")).into_values();
    files.filter_map(|bytes| String::from_utf8(bytes).ok()).collect()
}

/// `length` characters of `text`, from a place in it on.
fn part(text: &str, from: Index, length: usize) -> String {
    let from = from.index(text.chars().count().max(1));
    text.chars().skip(from).take(length).collect()
}

/// A text with one character removed, doubled, put in capitals or replaced by `other`.
fn changed(text: &str, at: Index, how: u8, other: char) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return String::new();
    }
    let at = at.index(chars.len());
    let c = chars[at];
    match how {
        0 => drop(chars.remove(at)),
        1 => chars.insert(at, c),
        2 => drop(chars.splice(at..=at, c.to_uppercase())),
        _ => chars[at] = other,
    }
    chars.into_iter().collect()
}

fn text() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split('¦').collect();
    let dictionary = || select(pieces.clone()).prop_map(str::to_owned);
    let quoted = (select(articles()), any::<Index>(), 0_usize..60)
        .prop_map(|(text, from, length)| part(&text, from, length));
    let article = (select(articles()), any::<Index>(), 0_usize..800)
        .prop_map(|(text, from, length)| part(&text, from, length));
    let misspelt = (quoted.clone(), any::<Index>(), 0_u8..4, any::<char>())
        .prop_map(|(text, at, how, other)| changed(&text, at, how, other));
    let number = (any::<u32>(), 0_u8..5).prop_map(|(number, face)| match face {
        0 => format!("0x{number:08X}"),
        1 => format!("{number:x}"),
        2 => number.cast_signed().to_string(),
        3 => format!("ABC-{}", number % 100_000),
        _ => format!("{}.{}.{}", number % 6, number % 11, number % 1000),
    });
    let characters = prop::collection::vec(any::<char>(), 0..8)
        .prop_map(|chars| chars.into_iter().collect::<String>());
    let repeated = (dictionary(), 2_usize..60).prop_map(|(piece, n)| piece.repeat(n));
    let piece = prop_oneof![
        120 => dictionary(),
        40 => Just(" ".to_owned()),
        40 => quoted,
        30 => misspelt,
        20 => number,
        20 => characters,
        2 => repeated,
        1 => article,
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// What holds for each answer.
fn check(request: &Request, results: &Results) {
    let Results { hits, related, total, .. } = results;
    let text: String = request.text.chars().take(200).collect();
    assert!(hits.len() + related.len() <= request.limit.unwrap_or(10), "{text}");
    assert!(*total >= hits.len(), "{text}");
    let shown: BTreeSet<&str> =
        hits.iter().chain(related).map(|hit| hit.card.id.as_str()).collect();
    assert_eq!(shown.len(), hits.len() + related.len(), "one article twice: {text}");
    assert!(hits.is_sorted_by_key(|hit| hit.class), "{text}");
    for Hit { card, title_ranges, excerpt_ranges, score, why, .. } in
        hits.iter().chain(related)
    {
        let Card { id, title, excerpt, .. } = card;
        assert!(score.is_finite(), "{id}: {text}");
        assert!(!why.is_empty() || request.text.contains(':'), "no reason: {id}: {text}");
        let fit = |text: &str, ranges: &[Range<usize>]| {
            ranges.iter().all(|range| text.get(range.clone()).is_some())
        };
        assert!(fit(title, title_ranges) && fit(excerpt, excerpt_ranges), "{id}: {text}");
    }
}

/// As a person types, as somebody pastes who has set a service, or as a form asks.
fn ask(opened: &mut Opened<'_>, text: &str, typing: bool) {
    let (input, strictness) = if typing {
        (Input::Typed { unfinished: true }, Strictness::Asked)
    } else {
        (Input::Pasted, Strictness::Unasked)
    };
    let request = Request {
        text: text.to_owned(),
        input,
        strictness,
        service: (!typing).then(|| "vpn".to_owned()),
        facets: typing,
        literal: text.len().is_multiple_of(2),
        ..Request::default()
    };
    let results = opened.search(&request);
    check(&request, &results.expect("an answer"));
}

#[test]
fn made_of_pieces() {
    let texts = std::env::var("KEDB_TEXTS");
    let cases = texts.map_or(TEXTS, |number| number.parse().expect("a number"));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let opened = RefCell::new(Opened::new(agents()).expect("it opens"));
    let result =
        TestRunner::new(config).run(&(text(), any::<bool>()), |(text, typing)| {
            ask(&mut opened.borrow_mut(), &text, typing);
            Ok(())
        });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// Longer than what is made of pieces: each costs a noticeable time if it is read badly.
#[test]
fn long_and_strange() {
    let numbered = |count: usize, text: fn(usize) -> String| -> String {
        (0..count).map(text).collect::<Vec<_>>().join(" ")
    };
    let texts = [
        "x".repeat(1 << 16),
        "9".repeat(1 << 16),
        format!("0x{}", "8".repeat(1 << 16)),
        "-".repeat(1 << 16),
        "\"".repeat(1 << 14),
        "\" ".repeat(1 << 14),
        "a\"".repeat(1 << 13),
        "-a ".repeat(1 << 13),
        "service:".repeat(1 << 12),
        "service:vpn ".repeat(1 << 12),
        "_".repeat(1 << 16),
        "a_".repeat(1 << 14),
        "A.".repeat(1 << 14),
        "Aa".repeat(1 << 14),
        "::".repeat(1 << 14),
        "\\n".repeat(1 << 14),
        "&amp;".repeat(1 << 13),
        "\u{1b}[".repeat(1 << 14),
        "\u{301}".repeat(1 << 14),
        "打".repeat(1 << 14),
        "👩\u{200d}".repeat(1 << 12),
        "\n".repeat(1 << 16),
        "a\n".repeat(1 << 13),
        "\0".repeat(1 << 14),
        numbered(3_000, |n| format!("0x8007{n:04x}")),
        numbered(3_000, |n| format!("ABC-{n}")),
        numbered(3_000, |n| format!("KE-{n:04}")),
        numbered(3_000, |n| format!("word{n} printer\n")),
        numbered(2_000, |n| format!("10:00 ERROR queue {n} depth exceeded\n")),
        "(a+)+$ [[:alpha:]]* \\b(?i)x{1000} .*.*.*".repeat(500),
        articles().concat().chars().take(100_000).collect(),
    ];
    let mut opened = Opened::new(agents()).expect("it opens");
    for text in texts {
        ask(&mut opened, &text, false);
        ask(&mut opened, &text, true);
    }
}
