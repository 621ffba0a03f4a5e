//! What `kedb serve` tells the pages that it shows: that there is a new build, and what is
//! wrong with the article that they are about.
//!
//! Each page gets one script more, on its way out only: nothing of it is in a bundle. The
//! script asks for news, and the answer comes when there are some; plain requests pass
//! every proxy and need no connection that stays. A page is loaded again only if it, or
//! the bundle that it searches, has changed.

#![expect(clippy::disallowed_methods, reason = "asks the clock when it began")]

use crate::diagnostic::{Diagnostic, Level};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Hidden names, which no file of the folder is served under.
pub(super) const SCRIPT_PATH: &str = "/.kedb/preview.js";
pub(super) const STYLE_PATH: &str = "/.kedb/preview.css";
pub(super) const NEWS_PATH: &str = "/.kedb/news.json";

pub(super) const SCRIPT: &str = include_str!("../../../www/preview/preview.js");
pub(super) const STYLE: &str = include_str!("../../../www/preview/preview.css");

/// How long a page waits before it asks again: proxies give up after a minute.
const PATIENCE: Duration = Duration::from_secs(25);

/// How many diagnostics of the whole base are shown at most.
const SHOWN: usize = 30;

/// What came of a build.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// In a line or two.
    pub line: String,
    /// What is wrong with the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The file of each article by the key of its id, also where an error keeps it out.
    pub sources: BTreeMap<String, String>,
}

/// The last build, for everybody who waits for the next one.
#[derive(Debug)]
pub struct Preview(watch::Sender<Last>);

#[derive(Debug)]
struct Last {
    /// Never the same, also if the server was started again.
    number: u64,
    built: Built,
    /// Why there is no newer one.
    error: Option<String>,
}

impl Preview {
    /// Begins with the first build.
    #[must_use]
    pub fn new(built: Built) -> Preview {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let number = now.as_secs() * 1000;
        Preview(watch::Sender::new(Last { number, built, error: None }))
    }

    /// Tells of a new build.
    pub fn built(&self, built: Built) {
        self.0.send_modify(|last| {
            last.number += 1;
            last.error = None;
            // A page may still show an article that is gone.
            let sources = std::mem::take(&mut last.built.sources);
            last.built = built;
            for (id, source) in sources {
                last.built.sources.entry(id).or_insert(source);
            }
        });
    }

    /// Tells that a build has failed, and why.
    pub fn failed(&self, error: String) {
        self.0.send_modify(|last| {
            last.number += 1;
            last.error = Some(error);
        });
    }

    /// What a page asks for: `path`, its address, and `build`, the last one that it has
    /// heard of. `state` gives what changes when the page at an address does.
    pub(super) async fn news(
        &self,
        query: &str,
        state: impl Fn(&str) -> Option<String>,
    ) -> String {
        let heard = value(query, "build").parse().ok();
        let mut last = self.0.subscribe();
        let other = last.wait_for(|last| Some(last.number) != heard);
        // When nothing comes, the page gets again what it has already.
        let _ = tokio::time::timeout(PATIENCE, other).await;
        let path = value(query, "path");
        let state = state(&path);
        let last = self.0.borrow();
        let Last { number, built: Built { diagnostics, sources, .. }, error } = &*last;
        let source = source(&path, sources);
        let of = |level| {
            diagnostics.iter().filter(move |diagnostic| diagnostic.level == level)
        };
        let worst = of(Level::Error).chain(of(Level::Warning));
        let shown: Vec<Value> = match source {
            Some(file) => worst.filter(|one| one.file == *file).map(object).collect(),
            None => worst.take(SHOWN).map(object).collect(),
        };
        json!({
            "build": number,
            "state": state,
            "error": error,
            "file": source,
            "errors": of(Level::Error).count(),
            "warnings": of(Level::Warning).count(),
            "problems": shown,
        })
        .to_string()
    }
}

/// The file of the article whose page lies at `path`.
fn source<'a>(path: &str, sources: &'a BTreeMap<String, String>) -> Option<&'a String> {
    let (folders, name) = path.rsplit_once('/')?;
    let id = name.strip_suffix(".html").filter(|_| folders.ends_with("/articles"))?;
    sources.get(&id.to_ascii_lowercase())
}

fn object(diagnostic: &Diagnostic) -> Value {
    json!({
        "level": if diagnostic.level == Level::Error { "error" } else { "warning" },
        "rule": diagnostic.rule,
        "place": format!("{}:{}:{}", diagnostic.file, diagnostic.line, diagnostic.column),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    })
}

/// The value of a key in a query, as text.
fn value(query: &str, key: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.filter(|(name, _)| *name == key).map(|(_, value)| value).next();
    let found = found.unwrap_or_default().replace('+', " ");
    percent_decode_str(&found).decode_utf8_lossy().into_owned()
}

/// Whether a page shows more than what stands in it.
pub(super) fn shows_bundle(html: &[u8]) -> bool {
    html.windows(7).any(|bytes| bytes == b"<kedb-s")
}

/// The page `html` with the script, which its own policy has to let in. `state` is what
/// changes when the page does.
pub(super) fn with_script(html: &[u8], state: &str) -> Vec<u8> {
    let html = String::from_utf8_lossy(html);
    let script = format!(
        "<script type=\"module\" src=\"{SCRIPT_PATH}?state={state}\"></script>\n"
    );
    let html = match html.split_once(POLICY).and_then(|(before, rest)| {
        let (policy, after) = rest.split_once('"')?;
        Some(format!("{before}{POLICY}{}\"{after}", opened(policy)))
    }) {
        Some(opened) => opened,
        None => html.into_owned(),
    };
    match html.split_once("</head>") {
        Some((head, rest)) => format!("{head}{script}</head>{rest}"),
        None => html + &script,
    }
    .into_bytes()
}

const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// `policy`, so that the script may run and ask.
fn opened(policy: &str) -> String {
    let mut opened = policy.to_owned();
    for directive in ["script-src", "connect-src"] {
        if !policy.contains(directive) {
            opened += &format!("; {directive} 'self'");
        }
    }
    opened
}
