//! The static pages of a bundle.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod bases;

use crate::html::{Token, tokens};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bases::{Base, agents, bare, empty, german, hostile, public};
use kedb::site::{Page, lone_report};
use kedb::visible::visible;
use kedb_engine::article::{Article, Service, Status};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn a_language_that_is_written_from_right_to_left_has_its_direction() {
    let check = |lang: &str, right_to_left: bool| {
        let article = Article {
            lang: Some(lang.to_owned()),
            ..bare("KE-0001", "2", Status::KnownError)
        };
        let base = Base { articles: vec![article], redirects: Vec::new(), ..public() };
        let pages = base.pages();
        let page = pages.iter().find(|page| page.path == "articles/KE-0001.html");
        let html = &page.expect("the article has a page").html;
        let marked = html.contains(&format!(" lang=\"{lang}\" dir=\"rtl\""));
        assert_eq!(marked, right_to_left, "{lang}: {html}");
    };
    for lang in
        ["ar", "ckb", "ckb-IQ", "he-IL", "ur", "yi", "pa-Arab", "pa-Arab-PK", "FA"]
    {
        check(lang, true);
    }
    for lang in ["en", "de-CH", "pa", "arn", "ar-Latn", "ku-Latn", "ja", "fil", "uz-Cyrl"]
    {
        check(lang, false);
    }
}

/// Compares every page of `base`, and its Markdown, with the files of `tests/cases/site/<name>`;
/// `UPDATE_EXPECT=1` writes them.
fn check(name: &str, base: &Base) {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/site").join(name);
    let pages = base.pages();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let _ = fs::remove_dir_all(&folder);
        for page in &pages {
            let path = folder.join(&page.path);
            fs::create_dir_all(path.parent().expect("a folder"))
                .expect("a folder is made");
            fs::write(path, &page.html).expect("a page is written");
        }
    }
    for page in &pages {
        let expected = fs::read_to_string(folder.join(&page.path)).unwrap_or_default();
        let same = page.html == expected.replace("\r\n", "\n");
        assert!(
            same,
            "{name}/{} differs; UPDATE_EXPECT=1 accepts:\n{}",
            page.path, page.html
        );
    }
    let mut files = Vec::new();
    list(&folder, &mut files);
    assert_eq!(
        files.len(),
        pages.len(),
        "a file of {name} is no page any more: {files:?}"
    );
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}

#[test]
fn golden_pages() {
    check("agents", &agents());
    check("public", &public());
    check("empty", &empty());
    check("german", &german());
}

const POISONS: [&str; 6] = [
    "\"'><script>alert(1)</script>&amp;<!-- ",
    "javascript:alert(1)",
    "\" onclick=\"alert(1)",
    "</title></pre></code><kedb-search>",
    "../../../etc/passwd\0\\..\\con",
    "\u{202e}\u{feff}é&lt;ſ🦀",
];

/// Whether an address is one of [`POISONS`], as far as it is shown.
fn is_poison(address: &str) -> bool {
    POISONS.iter().any(|poison| *poison == address || visible(poison) == address)
}

/// Every way out of a page leads to another page, to a file of the bundle, or to an
/// address that the site was given.
#[test]
fn every_link_leads_somewhere() {
    let mut bases = vec![agents(), public(), empty()];
    bases.extend(POISONS.map(hostile));
    for base in &bases {
        let pages = base.pages();
        let mut files: BTreeSet<&str> =
            pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(files.len(), pages.len(), "two pages have one path");
        let names: BTreeSet<String> =
            files.iter().map(|path| path.to_lowercase()).collect();
        assert_eq!(names.len(), pages.len(), "two paths differ only in case");
        files.extend(["_/pages-0123.css", "_/pages-4567.js", "_/embed-89ab.js"]);
        files.extend(["_/setup-cdef.js", "_/spinner.png", "kedb.js"]);
        for page in pages.iter().filter(|page| page.path.ends_with(".html")) {
            for token in tokens(&page.html) {
                let Token::Open(name, attributes) = token else { continue };
                for (attribute, value) in &attributes {
                    let address = match attribute.as_str() {
                        "href" | "src" | "bundle" => value.as_str(),
                        "content" => match value.strip_prefix("0; url=") {
                            Some(address) => address,
                            None => continue,
                        },
                        _ => continue,
                    };
                    check_address(page, &name, &attributes, address, &files);
                }
            }
        }
    }
}

fn check_address(
    page: &Page,
    name: &str,
    attributes: &[(String, String)],
    address: &str,
    files: &BTreeSet<&str>,
) {
    let path = &page.path;
    let external = address.starts_with("https://");
    if external || address.starts_with("mailto:") {
        assert_eq!(name, "a", "{path} loads `{address}`");
        let rel = attributes
            .iter()
            .any(|(name, value)| name == "rel" && value == "noopener noreferrer");
        assert_eq!(rel, external, "{path}: rel of `{address}`");
        return;
    }
    if let Some(id) = address.strip_prefix('#') {
        let target = format!(" id=\"{id}\"");
        assert!(page.html.contains(&target), "{path}: `{address}` leads nowhere");
        return;
    }
    if name == "kedb-search" || (name == "p" && is_poison(address)) {
        return; // An `href` on a paragraph leads nowhere.
    }
    let mut folder: Vec<&str> = path.split('/').collect();
    folder.pop();
    for part in address.split('/') {
        match part {
            ".." => {
                assert!(folder.pop().is_some(), "{path}: `{address}` leaves the bundle");
            }
            part => folder.push(part),
        }
    }
    let target = folder.join("/");
    // An image of the article's text: whether it exists is its reader's business.
    let image = name == "img" && is_poison(&target);
    assert!(
        image || files.contains(target.as_str()),
        "{path}: `{address}` leads nowhere"
    );
}

/// Text stays text: only our own elements and attributes are on a page.
#[test]
fn hostile_text_is_escaped() {
    const ATTRIBUTES: [&str; 38] = [
        "alt",
        "aria-hidden",
        "aria-labelledby",
        "autofocus",
        "bundle",
        "charset",
        "class",
        "content",
        "data-address",
        "data-audience",
        "data-copy",
        "data-id",
        "data-label",
        "data-severity",
        "data-state",
        "data-status",
        "data-words",
        "datetime",
        "dir",
        "height",
        "hidden",
        "hotkey",
        "href",
        "html",
        "http-equiv",
        "id",
        "lang",
        "mode",
        "name",
        "prefetch",
        "rel",
        "scope",
        "src",
        "tabindex",
        "target",
        "type",
        "width",
        "x",
    ];
    for poison in POISONS {
        let base = hostile(poison);
        let report = base.report.as_ref().expect("a report");
        let lone = lone_report(report, poison, Some(poison));
        let lone = Page { path: "lone".to_owned(), html: lone };
        for page in base.pages().into_iter().chain([lone]) {
            let tokens = tokens(&page.html);
            let count = |wanted: &str| {
                let named = |t: &&Token| matches!(t, Token::Open(name, _) if name.as_str() == wanted);
                tokens.iter().filter(named).count()
            };
            let searches = !["lone", "articles/KE-0.html"].contains(&page.path.as_str());
            assert_eq!(count("script"), usize::from(searches), "{}", page.path);
            assert_eq!(count("kedb-search"), usize::from(searches), "{}", page.path);
            assert_eq!(count("title"), 1, "{}", page.path);
            for token in &tokens {
                let Token::Open(name, attributes) = token else { continue };
                for (attribute, _) in attributes {
                    let known = ATTRIBUTES.contains(&attribute.as_str());
                    assert!(known, "{}: `{attribute}` on `{name}`", page.path);
                }
            }
        }
    }
}

/// The page alone holds its style, under a policy that lets nothing else in, and leads to
/// where its articles are edited.
#[test]
fn a_lone_report_needs_nothing_else() {
    let report = agents().report.expect("a report");
    let html = lone_report(&report, "en", Some("https://git.example/edit/{source}"));
    let mut edits = 0;
    for token in tokens(&html) {
        let Token::Open(name, attributes) = token else { continue };
        assert!(!["link", "script", "img", "iframe"].contains(&name.as_str()), "{name}");
        for (attribute, value) in attributes {
            assert!(!["src", "style"].contains(&attribute.as_str()), "{attribute}");
            edits += usize::from(value.starts_with("https://git.example/edit/ke.print"));
        }
    }
    assert!(edits > 0, "no article leads to its source");
    let style =
        html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    let hash = Sha256::digest(style.expect("a style").0);
    let policy = format!("style-src 'sha256-{}'", STANDARD.encode(hash));
    assert!(html.contains(&policy), "the policy lets the page's own style in");
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let base = agents();
    let mut other = agents();
    other.articles.reverse();
    assert_eq!(base.pages(), other.pages());
}

#[test]
fn files_of_services_have_safe_names() {
    let keys = ["con", "COM1", "a/b", "A B", "a-b", "unassigned", "…", "", "Ünïcode"];
    let mut base = empty();
    for key in keys {
        base.services.insert(key.to_owned(), Service::default());
    }
    let pages = base.pages();
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let services: Vec<&str> =
        paths.into_iter().filter(|p| p.starts_with("services/")).collect();
    assert_eq!(
        services,
        [
            "services/a-b-2.html",
            "services/a-b-3.html",
            "services/a-b.html",
            "services/n-code.html",
            "services/service-2.html",
            "services/service-com1.html",
            "services/service-con.html",
            "services/service.html",
            "services/unassigned-2.html",
        ]
    );
}
