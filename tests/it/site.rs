//! The static pages of a bundle.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use crate::html::{Token, tokens};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kedb::article::{
    Article, ArticleId, Attribute, Audience, Date, Element, Node, Section, SectionKind,
    Service, Severity, Signature, Status, Tag,
};
use kedb::check::Overlap;
use kedb::report::{Material, Report, Tally, Unpublished};
use kedb::site::{Assets, Page, Site, lone_report, pages};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a site is made from, owned.
struct Base {
    title: String,
    lang: String,
    audience: Audience,
    articles: Vec<Article>,
    services: BTreeMap<String, Service>,
    redirects: Vec<(ArticleId, ArticleId)>,
    pages_js: Option<String>,
    edit_url: Option<String>,
    ticket_url: Option<String>,
    public_url: Option<String>,
    report: Option<Report>,
}

impl Base {
    fn pages(&self) -> Vec<Page> {
        pages(&Site {
            title: &self.title,
            lang: &self.lang,
            audience: self.audience,
            articles: &self.articles,
            services: &self.services,
            redirects: &self.redirects,
            assets: Assets {
                pages_css: Some("_/pages-0123.css"),
                pages_js: self.pages_js.as_deref(),
                embed_js: self.pages_js.as_deref().map(|_| "_/embed-89ab.js"),
                setup_js: self.pages_js.as_deref().map(|_| "_/setup-cdef.js"),
                kedb_js: true,
            },
            edit_url: self.edit_url.as_deref(),
            ticket_url: self.ticket_url.as_deref(),
            public_url: self.public_url.as_deref(),
            report: self.report.as_ref(),
        })
    }
}

fn id(text: &str) -> ArticleId {
    ArticleId::new(text).expect("an id")
}

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

fn element(tag: &str, attributes: &[(Attribute, &str)], children: Vec<Node>) -> Node {
    Node::Element(Element {
        tag: Tag::named(tag).expect("an allowed tag"),
        attributes: attributes
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
        children,
    })
}

fn paragraph(words: &str) -> Node {
    element("p", &[], vec![text(words)])
}

fn section(kind: SectionKind, heading: &str, nodes: Vec<Node>) -> Section {
    let heading = (!heading.is_empty()).then(|| heading.to_owned());
    Section { kind, heading, nodes }
}

/// An article with the required fields only.
fn bare(name: &str, title: &str, status: Status) -> Article {
    Article {
        id: id(name),
        title: title.to_owned(),
        status,
        service: None,
        severity: None,
        audience: Audience::Internal,
        error_codes: vec![],
        signatures: vec![],
        samples: vec![],
        versions: None,
        problem: None,
        change: None,
        fixed_in: None,
        owner: None,
        reported: None,
        updated: None,
        review_by: None,
        keywords: vec![],
        replaced_by: None,
        aliases: vec![],
        origin: None,
        pinned: false,
        lang: None,
        source: format!("{name}.md"),
        sections: vec![],
    }
}

/// An article with everything.
fn full() -> Article {
    let link = |href: &str, words: &str| {
        element(
            "p",
            &[],
            vec![element("a", &[(Attribute::Href, href)], vec![text(words)])],
        )
    };
    Article {
        service: Some("checkout".to_owned()),
        severity: Severity::from_word("sev1"),
        audience: Audience::Public,
        error_codes: vec!["STK-4711".to_owned(), "0x80070005".to_owned()],
        signatures: vec![
            Signature::Contains("stock-sync queue depth exceeded".to_owned()),
            Signature::Regex(r"timeout after \d+ms waiting for <stock-sync>".to_owned()),
            Signature::Lines(vec![
                "connection reset".to_owned(),
                "budget exhausted".to_owned(),
            ]),
        ],
        samples: vec!["never shown".to_owned()],
        versions: Some(">=2.3, <2.5.1".to_owned()),
        problem: Some("PRB-118".to_owned()),
        change: Some("CHG-0345".to_owned()),
        owner: Some("commerce-platform".to_owned()),
        reported: Date::new(2026, 3, 2),
        updated: Date::new(2026, 3, 5),
        review_by: Date::new(2026, 9, 5),
        aliases: vec!["KB0010042".to_owned()],
        origin: Some("https://old.example/KB0010042".to_owned()),
        pinned: true,
        lang: Some("en-GB".to_owned()),
        source: "checkout/stock job.md".to_owned(),
        sections: vec![
            section(SectionKind::Body, "", vec![paragraph("Before any heading.")]),
            section(
                SectionKind::Cause,
                "Root cause",
                vec![paragraph("The job overruns.")],
            ),
            section(
                SectionKind::Fix,
                "Fix",
                vec![link("https://example.org/fix", "the fix")],
            ),
            section(
                SectionKind::Workaround,
                "Mitigation",
                vec![
                    element(
                        "ol",
                        &[],
                        vec![element("li", &[], vec![text("Restart the queue.")])],
                    ),
                    link("article:ke-0007", "see also"),
                    link("article:KE-0001", "an id that moved"),
                    link("article:KE-9999", "an id that is nowhere"),
                    element(
                        "aside",
                        &[(Attribute::Class, "internal")],
                        vec![paragraph("Page the data team.")],
                    ),
                ],
            ),
            section(
                SectionKind::Symptoms,
                "Symptoms",
                vec![element(
                    "p",
                    &[],
                    vec![element(
                        "img",
                        &[
                            (Attribute::Alt, "A spinner"),
                            (Attribute::Src, "_/spinner.png"),
                        ],
                        vec![],
                    )],
                )],
            ),
            section(SectionKind::Symptoms, "Nothing here", vec![]),
        ],
        ..bare(
            "KE-0042",
            "Checkout stalls when the nightly job overruns",
            Status::KnownError,
        )
    }
}

/// The report on `base`, with an event of each kind that says `words`.
fn with_report(base: Base, words: &str) -> Base {
    let sources = base.articles.iter().map(|article| article.source.clone());
    let overlaps = sources.clone().zip(sources.skip(1)).map(|(source, matches)| {
        Overlap { signature: words.to_owned(), source, matches }
    });
    let unpublished = Unpublished { retired: 1, overlaps: overlaps.collect() };
    let material = Material {
        title: &base.title,
        articles: &base.articles,
        services: &base.services,
        unpublished: &unpublished,
        left_out: 1,
        today: None,
    };
    let events = ["search", "no-results", "open", "copy", "solved", "feedback", words];
    let events = events.map(|kind| {
        let event = json!({
            "type": format!("kedb:{kind}"), "time": "2026-03-04T05:06:07Z", "query": words,
            "id": base.articles.first().map(|article| article.id.as_str()),
            "unknownCodes": [words], "sinceTyping": 4321, "reason": words, "comment": words,
        });
        format!("{event}\n")
    });
    let ids = base.articles.iter().map(|article| &article.id);
    let mut tally = Tally::new(ids, std::iter::empty());
    tally.read(events.concat().as_bytes()).expect("memory can be read");
    let report = Report::new(&material).with_usage(tally, &material);
    Base { report: Some(report), ..base }
}

fn agents() -> Base {
    let workaround = |words: &str| {
        vec![section(SectionKind::Workaround, "Workaround", vec![paragraph(words)])]
    };
    let fixed = Article {
        service: Some("checkout".to_owned()),
        fixed_in: Some("2.5.1".to_owned()),
        error_codes: vec!["stk-4711".to_owned(), "502".to_owned()],
        updated: Date::new(2026, 1, 1),
        ..bare("KE-0007", "Basket is empty after login", Status::Fixed)
    };
    let investigating = Article {
        service: Some("Print & scan".to_owned()),
        severity: Severity::from_word("3"),
        ..bare("ke.print", "Printer prints nothing", Status::Investigating)
    };
    let wont_fix = Article {
        lang: Some("ar".to_owned()),
        replaced_by: Some(id("KE-0007")),
        sections: workaround("أعد التشغيل"),
        ..bare("KE-0100", "لا يعمل", Status::WontFix)
    };
    let unlisted = Article {
        service: Some("../etc".to_owned()),
        sections: workaround("Wait."),
        ..bare("KE-0200", "A service that nobody lists", Status::FixScheduled)
    };
    let service = |name: &str, contact: &str| Service {
        name: name.to_owned(),
        contact: Some(contact.to_owned()),
        ..Service::default()
    };
    let base = Base {
        title: "Known errors".to_owned(),
        lang: "en".to_owned(),
        audience: Audience::Internal,
        articles: vec![fixed, full(), investigating, wont_fix, unlisted],
        services: BTreeMap::from([
            (
                "checkout".to_owned(),
                Service {
                    owner: Some("Commerce".to_owned()),
                    slo: Some("99.9 % of checkouts < 2 s".to_owned()),
                    url: Some("https://wiki.example/checkout".to_owned()),
                    ..service("Checkout", "checkout@example.org")
                },
            ),
            ("Print & scan".to_owned(), service("Printing", "#print on the chat")),
            ("print-scan".to_owned(), service("", "https://chat.example/scan")),
        ]),
        redirects: vec![
            (id("KE-0001"), id("KE-0002")),
            (id("KE-0002"), id("ke-0042")),
            (id("ke-0001"), id("KE-0007")),
            (id("KE-0007"), id("KE-0042")),
            (id("KE-0003"), id("KE-0004")),
            (id("KE-0004"), id("KE-0003")),
        ],
        pages_js: Some("_/pages-4567.js".to_owned()),
        edit_url: Some("https://git.example/edit/{source}?x=1&y=2".to_owned()),
        ticket_url: Some("https://desk.example/new".to_owned()),
        public_url: Some("https://help.example/known/".to_owned()),
        report: None,
    };
    with_report(base, "basket hangs")
}

fn public() -> Base {
    let mut article = full();
    for section in &mut article.sections {
        section
            .nodes
            .retain(|node| !matches!(node, Node::Element(e) if e.tag.name() == "aside"));
    }
    Base {
        audience: Audience::Public,
        articles: vec![article],
        redirects: vec![(id("KE-0001"), id("KE-0042"))],
        services: BTreeMap::from([(
            "checkout".to_owned(),
            Service { name: "Checkout".to_owned(), ..Service::default() },
        )]),
        pages_js: None,
        report: None,
        ..agents()
    }
}

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

fn empty() -> Base {
    Base {
        articles: vec![],
        services: BTreeMap::new(),
        redirects: vec![],
        edit_url: None,
        ticket_url: None,
        public_url: None,
        ..public()
    }
}

/// Every field that can hold any text holds `poison`.
fn hostile(poison: &str) -> Base {
    let some = || Some(poison.to_owned());
    let nodes = || {
        let bad = [Attribute::Href, Attribute::Class].map(|name| (name, poison));
        vec![
            element("p", &bad, vec![text(poison)]),
            element(
                "a",
                &[(Attribute::Href, &format!("article:{poison}"))],
                vec![text(poison)],
            ),
            element("a", &[(Attribute::Href, &format!("https://{poison}"))], vec![]),
            element("a", &[(Attribute::Href, "javascript:alert(1)")], vec![]),
            element("img", &[(Attribute::Alt, poison), (Attribute::Src, poison)], vec![]),
            element("img", &[(Attribute::Src, "../../secret.png")], vec![]),
            element("img", &[(Attribute::Src, "//evil.example/a.png")], vec![]),
        ]
    };
    let kinds = [SectionKind::Workaround, SectionKind::Symptoms, SectionKind::Body];
    let article = Article {
        service: some(),
        error_codes: vec![poison.to_owned()],
        signatures: vec![
            Signature::Contains(poison.to_owned()),
            Signature::Regex(poison.to_owned()),
            Signature::Lines(vec![poison.to_owned()]),
        ],
        samples: vec![poison.to_owned()],
        versions: some(),
        problem: some(),
        change: some(),
        fixed_in: some(),
        owner: some(),
        keywords: vec![poison.to_owned()],
        aliases: vec![poison.to_owned()],
        origin: some(),
        lang: some(),
        source: poison.to_owned(),
        sections: kinds.map(|kind| section(kind, poison, nodes())).into(),
        ..bare("KE-1", poison, Status::Fixed)
    };
    let stuck = Article { service: some(), ..bare("KE-2", poison, Status::KnownError) };
    let base = Base {
        title: poison.to_owned(),
        lang: poison.to_owned(),
        audience: Audience::Internal,
        articles: vec![article, stuck],
        services: BTreeMap::from([(
            poison.to_owned(),
            Service {
                name: poison.to_owned(),
                owner: some(),
                contact: some(),
                slo: some(),
                url: some(),
            },
        )]),
        redirects: vec![(id("KE-0"), id("KE-1"))],
        pages_js: None,
        edit_url: some(),
        ticket_url: some(),
        public_url: some(),
        report: None,
    };
    with_report(base, poison)
}

/// Compares every page of `base` with the files of `tests/cases/site/<name>`;
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
}

const POISONS: [&str; 6] = [
    "\"'><script>alert(1)</script>&amp;<!-- ",
    "javascript:alert(1)",
    "\" onclick=\"alert(1)",
    "</title></pre></code><kedb-search>",
    "../../../etc/passwd\0\\..\\con",
    "\u{202e}\u{feff}é&lt;ſ🦀",
];

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
        for page in &pages {
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
    if name == "kedb-search" || (name == "p" && POISONS.contains(&address)) {
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
    let image = name == "img" && POISONS.contains(&target.as_str());
    assert!(
        image || files.contains(target.as_str()),
        "{path}: `{address}` leads nowhere"
    );
}

/// Text stays text: only our own elements and attributes are on a page.
#[test]
fn hostile_text_is_escaped() {
    const ATTRIBUTES: [&str; 32] = [
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
        "data-severity",
        "data-state",
        "data-status",
        "datetime",
        "dir",
        "height",
        "hidden",
        "href",
        "html",
        "http-equiv",
        "id",
        "lang",
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
            let searches =
                ["index.html", "embed.html", "setup.html"].contains(&page.path.as_str());
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
