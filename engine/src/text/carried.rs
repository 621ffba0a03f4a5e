//! The texts that a line of a log carries: what a program wrote before something that keeps
//! logs put it between quotes, or behind a time and a name of its own.
//!
//! JSON, logfmt and the `%q` of Go write a text between double quotes with the same escapes, so
//! one reader is enough for the lines of Docker, of journald and of most libraries. It reads the
//! quoted text behind each `:`, `=`, `[` and `,`, as values and the items of lists stand, without
//! reading what is around it: lines are cut, printed over several lines, or begin with something
//! else.

use super::paste::without_ansi;
use regex_lite::Regex;
use std::sync::LazyLock;

/// How journald begins a text in JSON that holds control characters, such as colours, or is no UTF-8:
/// as the list of its bytes (`systemd.journal-fields`, "Journal JSON Format"). Other programs that write it anew put
/// blanks elsewhere.
pub const BYTES: [&str; 4] =
    [r#""MESSAGE":["#, r#""MESSAGE" : ["#, r#""MESSAGE": ["#, r#""MESSAGE" :["#];

/// How deep quoted texts are read that stand in quoted texts: JSON that Docker wraps in JSON, and
/// once more.
const DEPTH: usize = 3;

/// The head that a keeper of logs puts before a line: syslog and journald (RFC 3164, RFC 5424, ISO times,
/// the field of an export), container runtimes (the CRI, `docker logs -t`, `docker compose`,
/// `kubectl logs --prefix`), and the runners of CI jobs.
const HEAD: &str = concat!(
    r"^(?:(?:<\d{1,3}>)?[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \S+ [^\s:\[]+(?:\[\d+\])?: ",
    r"|<\d{1,3}>1 (?:\S+ ){5}(?:- |\[[^\]]*\] )",
    r"|\d{4}-\d\d-\d\dT\S+ \S+ [^\s:\[]+\[\d+\]: ",
    r"|\d{4}-\d\d-\d\dT\S+ (?:stdout|stderr) [FP] ",
    r"|\[?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z\]? ",
    r"|[\w.-]+ +\| ",
    r"|\[pod/[^\s\]]+\] ",
    r"|MESSAGE=)",
);

static HEADS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(HEAD).ok());

/// The lines of a line as it stands, and those of what follows [what was put before
/// it](behind_head) if anything was.
#[must_use]
pub fn of_line(line: &str) -> Vec<Vec<String>> {
    [Some(line), behind_head(line)].into_iter().flatten().map(lines).collect()
}

/// The lines of the texts between the quotes of a line, then of those within them, and so on.
#[must_use]
pub fn texts(line: &str) -> Vec<Vec<String>> {
    let mut levels = Vec::new();
    let mut texts = quoted(line);
    texts.extend(listed(line));
    while !texts.is_empty() && levels.len() < DEPTH {
        let inner = texts.iter().flat_map(|text| quoted(text)).collect();
        levels.push(texts.iter().flat_map(|text| lines(&without_ansi(text))).collect());
        texts = inner;
    }
    levels
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// What follows all that a keeper of logs has put before a line; none if none has.
#[must_use]
pub fn behind_head(line: &str) -> Option<&str> {
    let head = HEADS.as_ref()?;
    let mut rest = line;
    while let Some(found) = head.find(rest) {
        rest = rest.get(found.end()..)?;
    }
    (rest.len() < line.len()).then_some(rest)
}

/// The text that is written as a list of its bytes, up to the first that is none.
fn listed(line: &str) -> Option<String> {
    let (_, list) = BYTES.iter().find_map(|begin| line.split_once(begin))?;
    let numbers = list.split([',', ']']);
    let bytes: Vec<u8> = numbers.map_while(|number| number.trim().parse().ok()).collect();
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// The values between double quotes in `text`, without their escapes: those that are more than
/// one word. A value without an end goes on to the end of the text.
fn quoted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('"')) {
        let open = at + open;
        let before = text.get(..open).unwrap_or_default().trim_end();
        // Any other quote may be an escaped one within a text, or the end of a text: to begin
        // there would give what stands between two texts, or half of one.
        if !before.ends_with([':', '=', '[', ',']) {
            at = open + 1;
            continue;
        }
        let (value, end) = unescaped(text, open + 1);
        let behind = text.get(end..).unwrap_or_default().trim_start();
        let is_text = value.contains(|c: char| c.is_whitespace() || c == '"');
        if is_text && !behind.starts_with(':') {
            found.push(value);
        }
        at = end;
    }
    found
}

/// The text from `from` on up to the next quote, as JSON escapes it, and where what follows the
/// quote begins. What is no escape of JSON stays as it is.
fn unescaped(text: &str, from: usize) -> (String, usize) {
    let rest = text.get(from..).unwrap_or_default();
    let mut value = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, from + at + 1),
            '\\' => match chars.next().map(|(_, escape)| escape) {
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some('t' | 'b' | 'f') => value.push(' '),
                Some('u') => value.push_str(&code_unit(&mut chars)),
                Some(c @ ('"' | '\\' | '/')) => value.push(c),
                Some(c) => value.extend(['\\', c]),
                None => value.push('\\'),
            },
            c => value.push(c),
        }
    }
    (value, text.len())
}

/// The character behind `\u`: four hexadecimal digits, or twice four for one that UTF-16 writes
/// as a pair. What is none stays as it is.
fn code_unit(chars: &mut std::str::CharIndices<'_>) -> String {
    let unit = |text: &str| u16::from_str_radix(text.get(..4)?, 16).ok();
    let Some(first) = unit(chars.as_str()) else { return "\\u".to_owned() };
    chars.by_ref().take(4).for_each(drop);
    let second = chars.as_str().strip_prefix("\\u").and_then(unit);
    let is_pair = (0xd800..0xdc00).contains(&first);
    let units = [Some(first), second.filter(|_| is_pair)];
    if units.iter().flatten().count() == 2 {
        chars.by_ref().take(6).for_each(drop);
    }
    String::from_utf16_lossy(&units.into_iter().flatten().collect::<Vec<u16>>())
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, of_line, texts};
    use proptest::prelude::*;

    /// The readings of a line beside the line itself.
    fn carried(line: &str) -> Vec<Vec<String>> {
        let mut readings = of_line(line).split_off(1);
        readings.extend(texts(line));
        readings
    }

    #[test]
    fn a_line_carries_texts() {
        let check = |line: &str, expected: &[&[&str]]| {
            assert_eq!(carried(line), expected, "{line}");
        };
        check(
            r#"{"log":"no \"a b\" here\n","stream":"stderr"}"#,
            &[&[r#"no "a b" here"#]],
        );
        check(
            r#"level=error msg="can't open \"/etc/x\"" code=2"#,
            &[&[r#"can't open "/etc/x""#]],
        );
        check(
            r#"{"msg":"boom","stack":"Error: boom\n    at f (a.js:1)\n    at g (b.js:2)"}"#,
            &[&["Error: boom", "    at f (a.js:1)", "    at g (b.js:2)"]],
        );
        check(
            r#"{"log":"{\"msg\":\"the \\\"lock\\\" is held\"}\n"}"#,
            &[&[r#"{"msg":"the \"lock\" is held"}"#], &[r#"the "lock" is held"#]],
        );
        check(
            r#"{"m":"Zugriff f\u00fcr Ger\u00e4t \ud83d\udca5"}"#,
            &[&["Zugriff für Gerät 💥"]],
        );
        check(r#"{"m":"\u001b[31mno space\u001b[0m left"}"#, &[&["no space left"]]);
        check(
            r#"{"log":"cut in the middle of the \"te"#,
            &[&[r#"cut in the middle of the "te"#]],
        );
        check(
            r#"  "message": "of a printed \"object\"","#,
            &[&[r#"of a printed "object""#]],
        );
        check("Nov 24 11:02:00 web03 cron[1]: it ends", &[&["it ends"]]);
        check("2026-11-24T10:00:00.123456789Z stderr F it ends", &[&["it ends"]]);
        check("web-1  | 2026-11-24T10:00:00.123Z it ends", &[&["it ends"]]);
        check("<34>1 2026-11-24T10:00:00Z host app 12 ID - it ends", &[&["it ends"]]);
        let bytes = "\u{1b}[31mno space\u{1b}[0m\non ä".as_bytes();
        let spaced = bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let list = serde_json::json!({"MESSAGE": bytes, "_PID": "7"}).to_string();
        check(&list, &[&["no space", "on ä"]]);
        check(
            &format!(r#"{{ "MESSAGE" : [ {spaced} ], "_PID" : "7" }}"#),
            &[&["no space", "on ä"]],
        );
        check(
            &format!(r#"{{"_PID": "7", "MESSAGE": [ {spaced} ], "PRIORITY": "3"}}"#),
            &[&["no space", "on ä"]],
        );
        check(r#"{"MESSAGE":[110,111,32,115,112,2"#, &[&["no sp"]]);
        check(r#"{"MESSAGE":[256]}"#, &[]);
        check("plain text with \"a name\" in it", &[]);
        check(r#"{"level":"info","port":8080}"#, &[]);
        check("\"", &[]);
        check("a=\"\\", &[]);
        check("a=\"x \\ud83d\\u0041\\u00", &[&["x \u{fffd}A\\u00"]]);
    }

    proptest! {
        #[test]
        fn what_json_writes_is_read(text in "[a-z\"\\\\/\u{e4}\u{1f4a5}]{1,8} [a-z\\n\"]{0,8}") {
            let line = format!("{{\"key\":{},\"other\":1}}", serde_json::json!(text));
            let expected: Vec<String> = text.lines().map(str::to_owned).collect();
            let carried = carried(&line);
            prop_assert_eq!(carried.first(), Some(&expected));
        }

        #[test]
        fn any_line_has_readings(line in "[\"\\\\u0d8:=\\[a ]{0,40}") {
            let own = of_line(&line);
            prop_assert_eq!(own.first().map(|lines| lines.concat()), Some(line.clone()));
            prop_assert!(texts(&line).len() <= DEPTH);
        }
    }
}
