//! A folder over HTTP: types, caching and cross-origin headers as a bundle needs them.
//!
//! `hyper` speaks the protocol; what is here decides which file an address means and what
//! is said about it. It reads only: no file outside the folder, no hidden file, nothing
//! reached by a symbolic link that leads out. With a [`Preview`] its pages are kept current.

#![expect(clippy::disallowed_methods, reason = "serves files, watches them")]

use super::callers::{Callers, Refusal};
use super::preview::{self, Preview};
use crate::html::push_escaped;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderValue, LOCATION, ORIGIN,
    X_CONTENT_TYPE_OPTIONS,
};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::{TokioIo, TokioTimer};
use kedb_engine::bundle::hash_text;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::convert::Infallible;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

/// Serves the files of `dir` on `listener`, to any number of clients at a time, for as long
/// as the process lives, as far as `callers` may read them. Its pages hear of `preview`, if
/// there is one.
///
/// # Errors
///
/// The listener can't be used.
pub fn serve_folder(
    dir: &Path,
    listener: TcpListener,
    callers: Callers,
    preview: Option<Arc<Preview>>,
) -> io::Result<()> {
    let dir: Arc<Path> = Arc::from(dir);
    let callers = Arc::new(callers);
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // Out of file handles, most likely: wait until some are closed.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let dir = Arc::clone(&dir);
            let preview = preview.clone();
            let callers = Arc::clone(&callers);
            tokio::spawn(async move {
                let service = service_fn(move |request: Request<Incoming>| {
                    let (dir, preview) = (Arc::clone(&dir), preview.clone());
                    let callers = Arc::clone(&callers);
                    async move {
                        let answer =
                            admitted(&dir, &callers, preview.as_deref(), &request);
                        let answer = answer.await;
                        Ok::<_, Infallible>(answer.map(Full::new))
                    }
                });
                let connection = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .serve_connection(TokioIo::new(stream), service);
                // A client that goes away or talks nonsense is nobody's concern.
                let _ = connection.await;
            });
        }
    })
}

type Answer = Response<Bytes>;

/// The answer to those who may have one.
async fn admitted<B>(
    dir: &Path,
    callers: &Callers,
    preview: Option<&Preview>,
    request: &Request<B>,
) -> Answer {
    let (method, uri) = (request.method(), request.uri());
    match callers.refusal(request.headers()) {
        Some(Refusal::Host) => page(
            StatusCode::MISDIRECTED_REQUEST,
            "This is `kedb serve`, which answers under the names of this machine alone. If you \
             reach it by another one, name that with `--allow-origin`.",
            &[],
        ),
        Some(Refusal::Origin) => page(
            StatusCode::FORBIDDEN,
            "Pages of other origins may not read what `kedb serve` serves, unless \
             `--allow-origin` names them.",
            &[],
        ),
        None => {
            let mut answer = match preview {
                // What is wrong with internal articles is for the pages served here alone.
                Some(_) if uri.path() == preview::NEWS_PATH && is_elsewhere(request) => {
                    return nothing(uri);
                }
                Some(preview) => previewed(dir, preview, method, uri).await,
                None => respond(dir, method, uri),
            };
            Callers::allow(request.headers(), answer.headers_mut());
            answer
        }
    }
}

/// Whether a page of another origin asks, be it on this machine.
fn is_elsewhere<B>(request: &Request<B>) -> bool {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host = header(HOST).unwrap_or_default();
    header(ORIGIN)
        .is_some_and(|origin| origin.split_once("://").map(|(_, at)| at) != Some(host))
}

/// The same for a page that hears of each build.
async fn previewed(dir: &Path, preview: &Preview, method: &Method, uri: &Uri) -> Answer {
    if *method == Method::GET && uri.path() == preview::SCRIPT_PATH {
        let script = Bytes::from_static(preview::SCRIPT.as_bytes());
        return answer(StatusCode::OK, JAVASCRIPT, script, STABLE);
    }
    if *method == Method::GET && uri.path() == preview::STYLE_PATH {
        let style = Bytes::from_static(preview::STYLE.as_bytes());
        return answer(StatusCode::OK, CSS, style, STABLE);
    }
    if *method == Method::GET && uri.path() == preview::NEWS_PATH {
        let state = |path: &str| state(dir, path);
        let news = preview.news(uri.query().unwrap_or_default(), state).await;
        return answer(StatusCode::OK, JSON, news.into(), STABLE);
    }
    // Before the page is read: what is built in between loads it once more.
    let state = state(dir, uri.path()).unwrap_or_default();
    let mut answer = respond(dir, method, uri);
    if answer.headers().get(CONTENT_TYPE).is_some_and(|kind| *kind == HTML) {
        let html = preview::with_script(answer.body(), &state);
        *answer.body_mut() = html.into();
    }
    answer
}

/// What changes when the page at `address` does, or what it shows; none if there is none.
fn state(dir: &Path, address: &str) -> Option<String> {
    let Resource::File { path, .. } = find(dir, address) else { return None };
    let mut bytes = fs::read(&path).ok()?;
    // A page with an element of ours shows what the bundle holds.
    if preview::shows_bundle(&bytes) {
        bytes.extend(fs::read(path.with_file_name("manifest.json")).unwrap_or_default());
    }
    Some(hash_text(&bytes))
}

fn respond(dir: &Path, method: &Method, uri: &Uri) -> Answer {
    if !matches!(*method, Method::GET | Method::HEAD) {
        let text = format!("Only files are served here: `{method}` is not possible.");
        let mut answer = page(StatusCode::METHOD_NOT_ALLOWED, &text, &[]);
        answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return answer;
    }
    match find(dir, uri.path()) {
        Resource::File { path, immutable } => match fs::read(&path) {
            Ok(bytes) => {
                answer(StatusCode::OK, type_of(&path), bytes.into(), caching(immutable))
            }
            Err(_) => nothing(uri),
        },
        Resource::Bundles(names) => page(StatusCode::OK, "Bundles:", &names),
        Resource::FolderWithoutSlash => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            let mut answer =
                page(StatusCode::PERMANENT_REDIRECT, "It lies in a folder.", &[]);
            match HeaderValue::try_from(format!("{}/{query}", uri.path())) {
                Ok(location) => answer.headers_mut().insert(LOCATION, location),
                Err(_) => return nothing(uri),
            };
            answer
        }
        Resource::Nothing => nothing(uri),
    }
}

/// What an address means.
enum Resource {
    File {
        path: PathBuf,
        /// Its content never changes under this name.
        immutable: bool,
    },
    /// A folder whose name has to end with `/`, so that relative links work.
    FolderWithoutSlash,
    /// A folder that holds these bundles, and is none itself.
    Bundles(Vec<String>),
    Nothing,
}

fn find(dir: &Path, address: &str) -> Resource {
    find_within(dir, address).unwrap_or(Resource::Nothing)
}

fn find_within(dir: &Path, address: &str) -> Option<Resource> {
    let decoded = percent_decode_str(address).decode_utf8().ok()?;
    let mut folders: Vec<&str> = decoded.strip_prefix('/')?.split('/').collect();
    let name = folders.pop()?;
    let mut path = dir.to_owned();
    for part in &folders {
        path.push(plain_name(part)?);
    }
    if !name.is_empty() {
        path.push(plain_name(name)?);
    }
    // Wherever symbolic links lead: it has to be inside.
    let path = fs::canonicalize(path).ok()?;
    if !path.starts_with(fs::canonicalize(dir).ok()?) {
        return None;
    }
    if !name.is_empty() {
        let immutable = folders.contains(&"_");
        return if path.is_file() {
            Some(Resource::File { path, immutable })
        } else {
            path.is_dir().then_some(Resource::FolderWithoutSlash)
        };
    }
    let index = path.join("index.html");
    // Not by a link: it might lead out.
    if fs::symlink_metadata(&index).is_ok_and(|metadata| metadata.is_file()) {
        return Some(Resource::File { path: index, immutable: false });
    }
    let bundles = bundles(&path);
    (!bundles.is_empty()).then_some(Resource::Bundles(bundles))
}

/// `part`, if it is a name that means a file or folder of this name, on every system:
/// nothing hidden, no way up, no separator, drive or stream of Windows, no control
/// character.
fn plain_name(part: &str) -> Option<&str> {
    let plain = !part.is_empty()
        && !part.starts_with('.')
        && !part.contains(|c: char| c.is_control() || "/\\:".contains(c));
    plain.then_some(part)
}

/// The folders in `folder` that have a page of their own, sorted.
fn bundles(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| entry.path().join("index.html").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| plain_name(name).is_some())
        .collect();
    names.sort();
    names
}

fn type_of(path: &Path) -> &'static str {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    match ending.to_str().unwrap_or_default() {
        "html" => HTML,
        "js" => JAVASCRIPT,
        "css" => CSS,
        "json" => JSON,
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const JSON: &str = "application/json";
/// A stored copy is used only after asking again.
const STABLE: &str = "no-cache";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

fn caching(immutable: bool) -> &'static str {
    if immutable { IMMUTABLE } else { STABLE }
}

fn answer(
    status: StatusCode,
    content_type: &'static str,
    body: Bytes,
    caching: &'static str,
) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, caching),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn nothing(uri: &Uri) -> Answer {
    let text = format!("Nothing lies at `{}`.", uri.path());
    page(StatusCode::NOT_FOUND, &text, &[])
}

/// A page of the server's own: a sentence, and links to folders.
fn page(status: StatusCode, text: &str, folders: &[String]) -> Answer {
    let title = if status.is_success() { "kedb" } else { status.as_str() };
    let mut html =
        format!("<!doctype html>\n<html lang=\"en\">\n<title>{title}</title>\n<p>");
    push_escaped(&mut html, text);
    html.push_str("</p>\n");
    for folder in folders {
        html.push_str("<p><a href=\"./");
        html.extend(utf8_percent_encode(folder, NON_ALPHANUMERIC));
        html.push_str("/\">");
        push_escaped(&mut html, folder);
        html.push_str("</a></p>\n");
    }
    html.push_str("</html>\n");
    answer(status, HTML, html.into(), STABLE)
}
