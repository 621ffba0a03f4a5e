//! The search as one file: a page that holds its bundle, and runs from a disk, a mail or a stick
//! while the network is gone.

use super::layout::{Html, STYLE, internal};
use super::words::Words;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kedb_engine::article::Audience;
use kedb_engine::bundle::hash_text;
use sha2::{Digest as _, Sha256};

/// The script that gives the bundle's files to the search.
const SCRIPT: &str = include_str!("../../www/single/single.js");

/// How each page begins.
const BEGINNING: &str = "<!doctype html>\n<html";

/// Largest page, in bytes: what mail servers let through, and what a browser reads at once.
pub const MAX_SINGLE: usize = 20 << 20;

/// What the page is made from.
#[derive(Clone, Debug)]
pub struct Single<'a> {
    /// Name of the knowledge base.
    pub title: &'a str,
    /// Its language.
    pub lang: &'a str,
    /// Who reads it.
    pub audience: Audience,
    /// Address of the bundle on the web, if it has one: links that are copied begin with it.
    pub address: Option<&'a str>,
    /// The files of the bundle that the search needs, by path.
    pub files: Vec<(&'a str, &'a [u8])>,
    /// The modules to run, by path.
    pub run: Vec<&'a str>,
}

/// The beginning of the element that holds the files.
const STORE: &str = "<div hidden data-bundle=\"";

/// Whether `html` is a page that [`single`] wrote.
#[must_use]
pub fn is_single(html: &str) -> bool {
    html.starts_with(BEGINNING) && html.contains(STORE)
}

/// The page.
#[must_use]
pub fn single(page: &Single<'_>) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let names: String = page.files.iter().map(|(path, _)| *path).collect();
    let nonce = hash_text(names.as_bytes());
    // A name that can never exist (RFC 6761): nothing is sent to it, and the search offers no
    // address that begins with it.
    let address = page.address.unwrap_or("https://known-errors.invalid/");
    let words = Words::of(page.lang, page.audience);
    let mut out = Html::new();
    out.raw(BEGINNING).language(page.lang);
    out.raw(">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ",
        )
        .raw("script-src 'wasm-unsafe-eval' blob: 'sha256-")
        .text(&hash(SCRIPT))
        .raw("' 'nonce-")
        .text(&nonce)
        .raw("'; img-src blob:; style-src 'sha256-")
        .text(&hash(STYLE))
        .raw("'; base-uri 'none'; form-action 'none'\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"robots\" content=\"noindex\">\n<title>")
        .text(page.title)
        .raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    if page.audience == Audience::Internal {
        internal(&mut out, &words.own.internal_only);
    }
    out.raw("<main>\n<h1>").text(page.title).raw("</h1>\n<kedb-search bundle=\"");
    out.text(address).raw("\" autofocus>\n<p>").text(&words.own.needs_script);
    out.raw("</p>\n</kedb-search>\n</main>\n").raw(STORE).text(address);
    out.raw("\" data-lang=\"").text(page.lang);
    out.raw("\" data-nonce=\"").text(&nonce);
    out.raw("\" data-failure=\"").text(&words.own.cannot_run);
    out.raw("\" data-run=\"").text(&page.run.join(" ")).raw("\">\n");
    for (path, bytes) in &page.files {
        // No letter of base 64 means anything in a script.
        out.raw("<script type=\"text/plain\" data-path=\"").text(path).raw("\">");
        out.text(&STANDARD.encode(bytes)).raw("</script>\n");
    }
    out.raw("</div>\n<script>").raw(SCRIPT).raw("</script>\n</body>\n</html>\n");
    out.into_string()
}
