//! Events in the access log of a web server, in the common and the combined format of Apache
//! and nginx:
//!
//! ```text
//! 10.0.0.7 - - [22/Nov/2026:08:15:02 +0000] "GET /count.txt?kedb=open&id=KE-0042 HTTP/1.1" 200 1
//! ```
//!
//! An element with `count-url` asks for such an address at each event. It holds the kind of
//! the event and the id of the article, and nothing else. Other requests are passed over.

use super::events::{Event, EventKind, Line};
use kedb_engine::article::{ArticleId, Date};

/// The names of the months in a log.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What a line of the log tells; [`Line::Other`] if it is another request.
pub(super) fn read(line: &[u8]) -> Line {
    let line = String::from_utf8_lossy(line);
    if line.trim().is_empty() {
        return Line::Other;
    }
    let Some((time, target)) = request(&line) else { return Line::Broken };
    let Some((_, query)) = target.split_once('?') else { return Line::Other };
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let Some(name) = value("kedb") else { return Line::Other };
    let kind = EventKind::ALL.into_iter().find(|(_, known)| *known == name);
    let Some((kind, _)) = kind else { return Line::Other };
    let id = value("id").unwrap_or_default().chars().take(ArticleId::MAX).collect();
    Line::Event(Event { day: day(time), id, ..Event::of(kind) })
}

/// The time and the address of a GET; the address is empty for any other method.
fn request(line: &str) -> Option<(&str, &str)> {
    let (_, line) = line.split_once('[')?;
    let (time, line) = line.split_once("] \"")?;
    let (request, _) = line.split_once('"')?;
    let target = request.strip_prefix("GET ").unwrap_or_default();
    Some((time, target.split(' ').next().unwrap_or_default()))
}

/// The day of `22/Nov/2026:08:15:02 +0000`.
fn day(time: &str) -> Option<Date> {
    let mut parts = time.split(['/', ':']);
    let day = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let month = (1..).zip(MONTHS).find(|(_, month)| *month == name)?.0;
    Date::new(parts.next()?.parse().ok()?, month, day)
}
