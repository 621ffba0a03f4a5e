//! Speaks with a search server that holds the articles of a bundle.
//!
//! Requests go out by the program `curl`: it knows the proxies, certificates and sign-ins of the
//! machine it runs on (`~/.curlrc`, `~/.netrc`), and is at hand wherever a server is looked after.

#![expect(clippy::disallowed_methods, reason = "runs `curl`")]

use anyhow::{Context as _, anyhow, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kedb_engine::search::Engine;
use kedb_engine::server::{ATTRIBUTES, BUILD, CARD, DATA, DOC, Dialect, LENGTH, PLACES};
use serde_json::Value;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// How long a server may take.
pub(super) struct Patience {
    /// For one request, in seconds.
    seconds: &'static str,
    /// Pauses before a request is sent again that a busy server has refused, in milliseconds.
    pauses: &'static [u64],
    /// Whether it is also sent again if no answer came.
    insists: bool,
}

/// Where somebody waits for an answer, which the bundle gives as well: that of the page.
const SEARCH: Patience = Patience { seconds: "5", pauses: &[400], insists: false };

/// For sending an export to a server that knows ids: what was sent twice is there once.
pub(super) const PUSH: Patience =
    Patience { seconds: "120", pauses: &[500, 2_000, 8_000], insists: true };

/// The same to one that does not.
pub(super) const PUSH_ONCE: Patience = Patience { insists: false, ..PUSH };

/// The address of a search server or of its index.
pub(super) fn address(text: &str) -> Result<String, String> {
    let rest = ["http://", "https://"].iter().find_map(|begin| text.strip_prefix(begin));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    if host.is_empty() || text.contains(['?', '#']) || text.contains(char::is_whitespace)
    {
        return Err(
            "it begins with `http://` or `https://` and the name of the server, and has no `?` \
             and no `#`"
                .to_owned(),
        );
    }
    if host.contains('@') {
        return Err("write name and password to `~/.netrc`".to_owned());
    }
    Ok(text.to_owned())
}

/// Quickwit's endpoints for clients of Elasticsearch lie below this path.
const QUICKWIT: &str = "/api/v1/_elastic/";

/// What a server answered.
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) body: Value,
}

/// Sends a request, and again if the server is busy.
///
/// # Errors
/// There is no `curl`, or no answer comes.
pub(super) fn send(
    method: &str,
    url: &str,
    content: &str,
    body: &[u8],
    patience: &Patience,
) -> anyhow::Result<Response> {
    let mut pauses = patience.pauses.iter();
    loop {
        let response = send_once(method, url, content, body, patience)?;
        let is_busy = match &response {
            Ok(response) => matches!(response.status, 429 | 502 | 503 | 504),
            Err(_) => patience.insists,
        };
        match pauses.next().filter(|_| is_busy) {
            Some(pause) => thread::sleep(Duration::from_millis(*pause)),
            None => return response,
        }
    }
}

/// The answer, or why none came.
///
/// # Errors
/// `curl` can't be run.
fn send_once(
    method: &str,
    url: &str,
    content: &str,
    body: &[u8],
    patience: &Patience,
) -> anyhow::Result<anyhow::Result<Response>> {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--netrc-optional", "--globoff"]);
    curl.args(["--max-time", patience.seconds]);
    curl.args(["--request", method, "--header", &format!("content-type: {content}")]);
    curl.args(["--write-out", "\n%{http_code}"]);
    if !body.is_empty() {
        curl.args(["--data-binary", "@-"]);
    }
    // What begins with a hyphen is no option here.
    curl.args(["--url", url]);
    curl.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = curl.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => anyhow!(
            "a search server is asked by the program `curl`, and there is none\n  hint: install \
             `curl`, or leave out `--engine` and `--push`"
        ),
        _ => anyhow!("can't run `curl`: {error}"),
    })?;
    if let Some(mut stdin) = running.stdin.take() {
        // Who ends early says why on stderr.
        let _ = stdin.write_all(body);
    }
    let output = running.wait_with_output().context("can't run `curl`")?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Ok(Err(anyhow!(
            "`{url}` can't be reached: {}\n  hint: see whether the server runs, and whether this is \
             its address",
            why.trim()
        )));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let (body, status) = text.rsplit_once('\n').unwrap_or_default();
    let status = status.parse().unwrap_or_default();
    Ok(Ok(Response { status, body: serde_json::from_str(body).unwrap_or_default() }))
}

/// What is wrong with an answer, if it is no success.
pub(super) fn refusal(url: &str, response: &Response) -> Option<String> {
    let Response { status, body } = response;
    let hint = match status {
        200..=299 => return None,
        401 | 403 => {
            "it asks for a sign-in: write name and password of a user who may do this to \
             `~/.netrc`, or a header to `~/.curlrc`"
        }
        404 => "there is no such index: make it with `kedb export --push`",
        429 | 502..=504 => "the server is busy or down: try again later",
        _ => "see the server's log",
    };
    let reason = body["error"]["reason"].as_str().or(body["message"].as_str());
    let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
    Some(format!("`{url}` answers with HTTP {status}{reason}\n  hint: {hint}"))
}

/// A search server that holds the articles of a bundle.
pub(super) struct SearchServer {
    /// The address of the index.
    url: String,
}

impl SearchServer {
    /// The server with its index at `url`.
    pub(super) fn new(url: &str) -> SearchServer {
        SearchServer { url: url.trim_end_matches('/').to_owned() }
    }

    pub(super) fn dialect(&self) -> Dialect {
        if self.url.contains(QUICKWIT) { Dialect::Quickwit } else { Dialect::OpenSearch }
    }

    /// Asks the server, and hands its answer to the engine. `build` is the path of the bundle's hot
    /// pack.
    ///
    /// # Errors
    /// It does not answer, refuses, or holds the articles of another build.
    pub(super) fn ask(
        &self,
        question: &str,
        build: &str,
        engine: &mut Engine,
    ) -> anyhow::Result<()> {
        let url = format!("{}/_search", self.url);
        let response =
            send("POST", &url, "application/json", question.as_bytes(), &SEARCH)?;
        if let Some(refusal) = refusal(&url, &response) {
            bail!(refusal);
        }
        let hits = response.body["hits"]["hits"].as_array();
        let hits = hits.with_context(|| {
            format!(
                "`{url}` gives no hits\n  hint: see whether this is the address of an index, as \
                 `kedb export --push` prints it"
            )
        })?;
        let documents = hits.iter().map(|hit| document(&hit["_source"][DATA], build));
        let documents = documents.map(|document| document.with_context(|| url.clone()));
        let documents: Vec<(String, Vec<u8>)> =
            documents.collect::<anyhow::Result<_>>()?;
        let buckets = response.body["aggregations"]["clauses"]["buckets"].as_array();
        let counts = buckets.into_iter().flatten().map(|bucket| {
            usize::try_from(bucket["doc_count"].as_u64().unwrap_or_default())
        });
        let counts = counts.collect::<Result<_, _>>()?;
        let documents =
            documents.iter().map(|(text, card)| (text.as_str(), card.as_slice()));
        Ok(engine.answered(documents, counts)?)
    }
}

/// What the engine reads of a document, and its card.
fn document(data: &Value, build: &str) -> anyhow::Result<(String, Vec<u8>)> {
    if data[BUILD] != build {
        bail!(
            "the search server holds the articles of another build or audience\n  hint: send those \
             of this bundle with `kedb export --push`"
        );
    }
    let number = |name: &str| data[name].as_u64().unwrap_or_default();
    let attributes = data[ATTRIBUTES].as_str().unwrap_or_default();
    let mut text = format!("{}\n{}\n{attributes}", number(DOC), number(LENGTH));
    for (word, places) in data[PLACES].as_object().into_iter().flatten() {
        text.push('\n');
        text.push_str(word);
        text.push(' ');
        text.push_str(places.as_str().unwrap_or_default());
    }
    let card = BASE64_STANDARD.decode(data[CARD].as_str().unwrap_or_default());
    Ok((text, card.context("the search server gives a damaged card")?))
}
