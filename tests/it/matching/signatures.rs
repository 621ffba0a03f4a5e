//! What signatures recognise, line by line, and the lines that texts are made of.

use super::{all, gzip, utf16, zstd};
use kedb_engine::article::Signature;
use kedb_engine::signature::{Line, Matcher, Progress, SPAN, Set};
use proptest::prelude::*;

/// Signatures and lines of so few words that they match often.
fn words() -> impl Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["alpha", "Beta", "gamma", " ", "delta-7", "épsilon"]);
    prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "))
}

fn signature() -> impl Strategy<Value = Signature> {
    prop_oneof![
        words().prop_map(Signature::Contains),
        prop::collection::vec(words(), 1..4).prop_map(Signature::Lines),
        words().prop_map(|text| Signature::Regex(format!("{} *[a-z]", text.trim()))),
        "[a-z(\\[.*]{0,8}".prop_map(Signature::Regex),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_set_recognises_what_each_signature_does(
        signatures in prop::collection::vec(signature(), 0..8),
        lines in prop::collection::vec(words(), 0..12),
    ) {
        let set = Set::new(&signatures).expect("few literals");
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = set.find(&texts, |_| true);
        for (number, signature) in signatures.iter().enumerate() {
            let matcher = Matcher::new(signature).ok();
            let expected = matcher.and_then(|matcher| matcher.find(&texts));
            prop_assert_eq!(found.get(&number).copied(), expected, "{:?}", signature);
        }
    }

    #[test]
    fn texts_are_lines(
        text in "[a-c\u{e9}\u{1f4a5} ]{3}[a-c\u{e9}\u{1f4a5} \r\n]{0,60}",
        form in 0..5_u8,
    ) {
        let expected: Vec<&str> = text.split_terminator('\n').collect();
        let expected: Vec<&str> =
            expected.into_iter().map(|line| line.trim_end_matches('\r')).collect();
        let bytes = match form {
            0 => text.as_bytes().to_vec(),
            1 => gzip(text.as_bytes()),
            2 => zstd(text.as_bytes()),
            3 => utf16(&format!("\u{feff}{text}"), false),
            _ => utf16(&format!("\u{feff}{text}"), true),
        };
        prop_assert_eq!(all(&bytes).expect("a text"), expected);
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200), kind in 0..4_usize) {
        let magic: [&[u8]; 4] = [b"", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\xff\xfe"];
        let bytes = [magic[kind], &bytes].concat();
        let _ = all(&bytes);
    }
}

#[test]
fn lines_far_apart_are_no_signature() {
    let signature =
        Signature::Lines(vec!["the first text".into(), "the second text".into()]);
    let completes = |lines: &[(u64, &str)]| {
        let set = Set::new([&signature]).expect("one literal");
        let mut progress = Progress::default();
        lines.iter().any(|(number, line)| {
            let found = set.line(&mut progress, *number, &Line::new(line), |_| true);
            !found.is_empty()
        })
    };
    assert!(completes(&[(1, "the first text"), (1 + SPAN, "the second text")]));
    assert!(!completes(&[(1, "the first text"), (2 + SPAN, "the second text")]));
    // The latest first line counts, and a line for one text only.
    assert!(completes(&[
        (1, "the first text"),
        (9, "the first text"),
        (9 + SPAN, "the second text")
    ]));
    assert!(!completes(&[(1, "the first text the second text")]));
    assert!(!completes(&[(1, "the second text"), (2, "the first text")]));
    // The lines within a message are lines; its text and the line that carries it are one.
    assert!(completes(&[(1, r#"{"stack":"the first text\n  the second text"}"#)]));
    assert!(!completes(&[(1, r#"{"msg":"the first text the \"second text\""}"#)]));
    assert!(!completes(&[(1, r#"{"msg":"the first text, the second text"}"#)]));
    assert!(completes(&[(1, "the first text"), (2, r#"{"msg":"\tthe second text"}"#)]));
}

#[test]
fn a_match_that_is_complete_begins_anew() {
    let signature =
        Signature::Lines(vec!["the first text".into(), "the \"second\"".into()]);
    let check = |lines: &[&str], expected: &[u64]| {
        let set = Set::new([&signature]).expect("one literal");
        let mut progress = Progress::default();
        let completing = (1..).zip(lines).filter(|(number, line)| {
            !set.line(&mut progress, *number, &Line::new(line), |_| true).is_empty()
        });
        let completing: Vec<u64> = completing.map(|(number, _)| number).collect();
        assert_eq!(completing, expected, "{lines:?}");
    };
    let (first, second) = ("the first text", "the \"second\" text");
    let carried = r#"{"msg":"the \"second\" text"}"#;
    check(&[first, second, second, first, second], &[2, 5]);
    // The line itself holds no text of them, what it carries does.
    check(&[first, carried, second, carried], &[2]);
    check(&[first, carried, first, carried], &[2, 4]);
    // What is begun where one is completed goes on.
    check(&[first, r#"{"msg":"the \"second\" text\nthe first text"}"#, second], &[2, 3]);
}
