//! The widget's events as a host may have collected them: one JSON object a line.
//!
//! ```json
//! {"type":"kedb:no-results","time":"2026-11-22T03:39:22.120Z","query":"vpn 809","lines":0,"unknownCodes":[]}
//! ```
//!
//! Such a file comes from browsers, over a network, through a log: anything may stand in
//! it. A line that is no event is counted and passed over; no line makes reading fail, and
//! none, however long, is kept.

use kedb_engine::article::Date;
use serde_json::Value;
use std::io::{self, BufRead};

/// Longest line that may be an event, in bytes.
pub const MAX_LINE: usize = 64 << 10;

/// Most characters of a query that are kept: the widget sends no more.
const QUERY: usize = 80;

/// Most characters of a remark that are kept.
const COMMENT: usize = 400;

/// Most characters of what names a session or a person.
const NAME: usize = 64;

/// Most codes that are read of one event.
const CODES: usize = 20;

/// Milliseconds of a day.
const DAY: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

/// What the widget tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Results stood still for a moment.
    Search,
    /// Likewise, and nothing answers.
    NoResults,
    /// An answer was opened.
    Open,
    /// It was closed.
    Close,
    /// Something of it was copied.
    Copy,
    /// It helped.
    Solved,
    /// People are asked all the same.
    Contact,
    /// It is outdated or did not work.
    Feedback,
}

impl EventKind {
    /// All of them, each with its name.
    pub const ALL: [(EventKind, &'static str); 8] = [
        (EventKind::Search, "search"),
        (EventKind::NoResults, "no-results"),
        (EventKind::Open, "open"),
        (EventKind::Close, "close"),
        (EventKind::Copy, "copy"),
        (EventKind::Solved, "solved"),
        (EventKind::Contact, "contact"),
        (EventKind::Feedback, "feedback"),
    ];
}

/// One event. What it does not carry is empty.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the events, see README")]
pub struct Event {
    pub kind: EventKind,
    /// The day on which it was recorded.
    pub day: Option<Date>,
    pub id: String,
    pub query: String,
    /// Lines of a pasted log.
    pub lines: u64,
    pub unknown_codes: Vec<String>,
    /// Milliseconds.
    pub since_typing: Option<u64>,
    pub reason: String,
    pub comment: String,
    /// The matter that was asked about, by a name that the widget has made up for it.
    pub session: String,
    /// Who asked, by a pseudonym of the host.
    pub person: String,
}

impl Event {
    /// An event that carries nothing.
    #[must_use]
    pub fn of(kind: EventKind) -> Event {
        Event {
            kind,
            day: None,
            id: String::new(),
            query: String::new(),
            lines: 0,
            unknown_codes: Vec::new(),
            since_typing: None,
            reason: String::new(),
            comment: String::new(),
            session: String::new(),
            person: String::new(),
        }
    }
}

/// What a line is.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// Nothing that could be an event: an empty line, or another request in an access log.
    Other,
    /// An event of the widget.
    Event(Event),
    /// An event of this name, which this kedb does not know.
    Unknown(String),
    /// No event.
    Broken,
}

impl Line {
    /// Reads one, without its end.
    #[must_use]
    pub fn read(line: &[u8]) -> Line {
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        if line.trim_ascii().is_empty() {
            return Line::Other;
        }
        let Ok(Value::Object(object)) = serde_json::from_slice(line) else {
            return Line::Broken;
        };
        let text =
            |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
        let cut = |name, most| text(name).chars().take(most).collect::<String>();
        let number = |name: &str| {
            let number = object.get(name).and_then(Value::as_f64);
            number.filter(|number| *number >= 0.0).map(|number| number as u64)
        };
        let name = text("type");
        let short = name.strip_prefix("kedb:").unwrap_or(name);
        let Some((kind, _)) = EventKind::ALL.into_iter().find(|(_, name)| *name == short)
        else {
            let unknown = || Line::Unknown(name.chars().take(QUERY).collect());
            return if name.is_empty() { Line::Broken } else { unknown() };
        };
        let codes = object.get("unknownCodes").and_then(Value::as_array);
        let codes = codes.into_iter().flatten().filter_map(Value::as_str).take(CODES);
        Line::Event(Event {
            kind,
            day: object.get("time").and_then(day),
            id: cut("id", kedb_engine::article::ArticleId::MAX),
            query: cut("query", QUERY),
            lines: number("lines").unwrap_or_default(),
            unknown_codes: codes.map(|code| code.chars().take(QUERY).collect()).collect(),
            since_typing: number("sinceTyping"),
            reason: cut("reason", QUERY),
            comment: cut("comment", COMMENT),
            session: cut("session", NAME),
            person: cut("person", NAME),
        })
    }
}

/// The day of a time: as ISO 8601 writes it, or milliseconds since 1970.
fn day(time: &Value) -> Option<Date> {
    match time {
        Value::String(text) => Date::from_iso(text),
        Value::Number(number) => {
            let days = (number.as_f64()? / DAY).floor();
            days.is_finite().then(|| Date::from_days(days as i64)).flatten()
        }
        _ => None,
    }
}

/// Gives each line of `reader` to `each`; none for one that is longer than [`MAX_LINE`].
///
/// # Errors
/// What keeps `reader` from reading.
pub(super) fn lines(
    mut reader: impl BufRead,
    mut each: impl FnMut(Option<&[u8]>),
) -> io::Result<()> {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        let available = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            available => available?,
        };
        if available.is_empty() {
            if too_long || !line.is_empty() {
                each((!too_long).then_some(&line));
            }
            return Ok(());
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let piece = end.and_then(|end| available.get(..end)).unwrap_or(available);
        too_long |= line.len() + piece.len() > MAX_LINE;
        if too_long {
            line.clear();
        } else {
            line.extend_from_slice(piece);
        }
        let used = piece.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            each((!too_long).then_some(&line));
            line.clear();
            too_long = false;
        }
    }
}
