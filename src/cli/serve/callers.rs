//! Who may read what `kedb serve` and `kedb mcp` serve: this machine, under its own names, and pages of
//! this machine or of origins that its user has named.
//!
//! Any page in the author's browser can send requests here. The browser says from which origin
//! they come (`Origin`), and under which name the server was asked (`Host`): a name of
//! somebody else that was made to lead here (DNS rebinding) would make their page one of
//! this server's own.

use hyper::HeaderMap;
use hyper::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HOST, HeaderValue, ORIGIN, VARY};
use std::str::FromStr;

/// The names of this machine.
const HERE: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The origin of pages: `https://desk.example` or `http://127.0.0.1:3000`, in lowercase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Origin, String> {
        let lower = text.to_ascii_lowercase();
        let origin = lower.strip_suffix('/').unwrap_or(&lower);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        match host_of(origin) {
            Some(host) if !host.is_empty() && host.chars().all(is_plain) => {
                Ok(Origin(origin.to_owned()))
            }
            _ => Err("expected an origin such as `https://desk.example`".to_owned()),
        }
    }
}

/// The host and the port of an origin of the web.
fn host_of(origin: &str) -> Option<&str> {
    origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))
}

/// Whether `host`, with a port or without, is a name of this machine.
fn is_here(host: &str) -> bool {
    let port = host.rsplit_once(':');
    let port = port.filter(|(_, port)| port.chars().all(|c| c.is_ascii_digit()));
    let name = port.map_or(host, |(name, _)| name);
    HERE.iter().any(|here| here.eq_ignore_ascii_case(name))
}

/// Who may read.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    /// The origins that the user has named, beside those of this machine.
    pub named: Vec<Origin>,
}

/// Why a request gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Refusal {
    /// It was meant for another server.
    Host,
    /// It comes from a page elsewhere.
    Origin,
}

impl Callers {
    /// Why a request with these headers gets nothing, if so.
    pub(in crate::cli) fn refusal(&self, headers: &HeaderMap) -> Option<Refusal> {
        let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let host = headers.get(HOST).map(text).unwrap_or_default().to_ascii_lowercase();
        // A named origin may be a way to this server: a forwarded port, a proxy.
        let is_way = |one: &Origin| host_of(&one.0) == Some(host.as_str());
        if !is_here(&host) && !self.named.iter().any(is_way) {
            return Some(Refusal::Host);
        }
        let origin = headers.get(ORIGIN).map(text)?;
        (!self.accept(&origin)).then_some(Refusal::Origin)
    }

    fn accept(&self, origin: &str) -> bool {
        let origin = origin.to_ascii_lowercase();
        host_of(&origin).is_some_and(is_here)
            || self.named.iter().any(|one| one.0 == origin)
    }

    /// Lets the page that asked read the answer; it was not refused.
    pub(super) fn allow(request: &HeaderMap, answer: &mut HeaderMap) {
        answer.insert(VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = request.get(ORIGIN) {
            answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        }
    }
}
