//! Bases to make sites of: with everything, with nothing, and with hostile text.

use kedb::check::Overlap;
use kedb::report::{Material, Report, Tally, Unpublished};
use kedb::site::{Assets, Page, Pages, Site};
use kedb_engine::article::{
    Article, ArticleId, Attribute, Audience, Date, Element, Node, Section, SectionKind,
    Service, Severity, Signature, Status, Tag,
};
use serde_json::json;
use std::collections::BTreeMap;
/// What a site is made from, owned.
pub(super) struct Base {
    pub(super) title: String,
    pub(super) lang: String,
    pub(super) audience: Audience,
    pub(super) articles: Vec<Article>,
    pub(super) services: BTreeMap<String, Service>,
    pub(super) redirects: Vec<(ArticleId, ArticleId)>,
    pub(super) pages_js: Option<String>,
    pub(super) edit_url: Option<String>,
    pub(super) ticket_url: Option<String>,
    pub(super) feedback_url: Option<String>,
    pub(super) public_url: Option<String>,
    pub(super) report: Option<Report>,
}

impl Base {
    pub(super) fn pages(&self) -> Vec<Page> {
        let pages = Pages::new(Site {
            title: &self.title,
            lang: &self.lang,
            audience: self.audience,
            articles: &self.articles,
            services: &self.services,
            redirects: &self.redirects,
            pages: true,
            assets: Assets {
                pages_css: Some("_/pages-0123.css"),
                pages_js: self.pages_js.as_deref(),
                embed_js: self.pages_js.as_deref().map(|_| "_/embed-89ab.js"),
                setup_js: self.pages_js.as_deref().map(|_| "_/setup-cdef.js"),
                kedb_js: true,
            },
            edit_url: self.edit_url.as_deref(),
            ticket_url: self.ticket_url.as_deref(),
            feedback_url: self.feedback_url.as_deref(),
            public_url: self.public_url.as_deref(),
            report: self.report.as_ref(),
        });
        crate::built::pages_of(&pages)
    }
}

pub(super) fn id(text: &str) -> ArticleId {
    ArticleId::new(text).expect("an id")
}

pub(super) fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

pub(super) fn element(
    tag: &str,
    attributes: &[(Attribute, &str)],
    children: Vec<Node>,
) -> Node {
    Node::Element(Element {
        tag: Tag::named(tag).expect("an allowed tag"),
        attributes: attributes
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
        children,
    })
}

pub(super) fn paragraph(words: &str) -> Node {
    element("p", &[], vec![text(words)])
}

pub(super) fn section(kind: SectionKind, heading: &str, nodes: Vec<Node>) -> Section {
    let heading = (!heading.is_empty()).then(|| heading.to_owned());
    let answers = matches!(kind, SectionKind::Workaround);
    Section { kind, heading, anchor: None, nodes, answers }
}

/// An article with the required fields only.
pub(super) fn bare(name: &str, title: &str, status: Status) -> Article {
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
        describes: false,
    }
}

/// An article with everything.
pub(super) fn full() -> Article {
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
pub(super) fn with_report(base: Base, words: &str) -> Base {
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

/// A workaround, as all sections of an article.
pub(super) fn workaround(words: &str) -> Vec<Section> {
    vec![section(SectionKind::Workaround, "Workaround", vec![paragraph(words)])]
}

pub(super) fn agents() -> Base {
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
        ticket_url: Some(
            "https://desk.example/new?about={query}&tried={tried}".to_owned(),
        ),
        feedback_url: None,
        public_url: Some("https://help.example/known/".to_owned()),
        report: None,
    };
    with_report(base, "basket hangs")
}

pub(super) fn public() -> Base {
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

/// A base in German with an article in English, for the public.
pub(super) fn german() -> Base {
    let fehler = Article {
        audience: Audience::Public,
        service: Some("checkout".to_owned()),
        error_codes: vec!["STK-4711".to_owned()],
        updated: Date::new(2026, 3, 5),
        sections: vec![section(
            SectionKind::Workaround,
            "",
            vec![element(
                "aside",
                &[(Attribute::Class, "warning")],
                vec![paragraph("Erst sichern.")],
            )],
        )],
        ..bare("KE-0008", "Der Warenkorb bleibt leer", Status::FixScheduled)
    };
    Base {
        title: "Bekannte Fehler".to_owned(),
        lang: "de".to_owned(),
        articles: vec![fehler, Article { lang: Some("en".to_owned()), ..full() }],
        redirects: vec![(id("KE-0001"), id("KE-0008"))],
        ..public()
    }
}

pub(super) fn empty() -> Base {
    Base {
        articles: vec![],
        services: BTreeMap::new(),
        redirects: vec![],
        edit_url: None,
        ticket_url: None,
        feedback_url: Some("https://desk.example/wrong?a={id}&why={reason}".to_owned()),
        public_url: None,
        ..public()
    }
}

/// Every field that can hold any text holds `poison`.
pub(super) fn hostile(poison: &str) -> Base {
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
        feedback_url: some(),
        public_url: some(),
        report: None,
    };
    with_report(base, poison)
}
