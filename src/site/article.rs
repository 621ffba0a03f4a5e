//! The page of one known error: what to do now, how to recognise it, why, what ends it.

use super::layout::{self, Content, Depth, Html, Runs};
use super::{Map, Page};
use crate::html;
use kedb_engine::article::{
    Article, ArticleId, Attribute, Audience, Date, Section, SectionKind, Signature,
    Status, plain_text,
};

/// The page of `article`.
pub(super) fn page(map: &Map<'_>, article: &Article) -> Page {
    // Every field is named, so that whoever adds one decides whether it is shown.
    let Article {
        id,
        title,
        lang,
        // In `badges`, and above what to do.
        status,
        severity: _,
        service: _,
        versions: _,
        fixed_in,
        audience: _,
        // In `sections` and `traces`.
        sections: _,
        error_codes: _,
        signatures: _,
        // In `facts`.
        aliases: _,
        owner: _,
        problem: _,
        change: _,
        replaced_by: _,
        reported: _,
        updated: _,
        review_by: _,
        origin: _,
        source: _,
        // For the search alone.
        samples: _,
        keywords: _,
        pinned: _,
    } = article;
    let mut main = Html::new();
    main.raw("<article class=\"known-error\">\n<h1>").text(title).raw("</h1>\n");
    badges(&mut main, map, article);
    if *status == Status::Fixed {
        main.raw("<aside class=\"tip\"><p>");
        match fixed_in {
            Some(version) => main.raw("Fixed in ").text(version).raw(": upgrade."),
            None => main.raw("This is fixed."),
        };
        main.raw("</p></aside>\n");
    }
    what_to_do(&mut main, map, article);
    sections(&mut main, map, article, SectionKind::Symptoms);
    traces(&mut main, article);
    sections(&mut main, map, article, SectionKind::Cause);
    sections(&mut main, map, article, SectionKind::Fix);
    sections(&mut main, map, article, SectionKind::Body);
    facts(&mut main, map, article);
    main.raw("</article>\n");
    layout::page(
        map,
        Content {
            path: super::article_path(id),
            title: &format!("{title} ({id})"),
            lang: lang.as_deref(),
            depth: Depth::Folder,
            runs: Runs::Nothing,
            main,
        },
    )
}

/// The page of an id that is no article's any more: it leads to `to`.
pub(super) fn redirect(map: &Map<'_>, from: &ArticleId, to: &Article) -> Page {
    let href = format!("{}.html", to.id);
    let mut main = Html::new();
    main.raw("<h1>").text(from.as_str()).raw(" has moved</h1>\n<p>It is now ");
    main.link(&href, &format!("{}: {}", to.id, to.title)).raw("</p>\n");
    layout::page(
        map,
        Content {
            path: super::article_path(from),
            title: &format!("{from} has moved"),
            lang: None,
            depth: Depth::Folder,
            runs: Runs::Redirect(&href),
            main,
        },
    )
}

fn badges(out: &mut Html, map: &Map<'_>, article: &Article) {
    out.raw("<p class=\"badges\">").status(article.status);
    if let Some(severity) = article.severity {
        let number = severity.number().to_string();
        out.raw(" <span class=\"badge\" data-severity=\"").text(&number);
        out.raw("\">Severity ").text(&number).raw("</span>");
    }
    if let Some(shelf) = map.shelf(article).filter(|shelf| shelf.key.is_some()) {
        let href = format!("../services/{}.html", shelf.slug);
        out.raw(" <span class=\"badge\">").link(&href, shelf.name).raw("</span>");
    }
    if let Some(versions) = &article.versions {
        out.raw(" <span class=\"badge\">Affects ").text(versions).raw("</span>");
    }
    if let Some(version) = &article.fixed_in {
        let fixed = article.status == Status::Fixed;
        let label = if fixed { "Fixed in " } else { "Fix comes in " };
        out.raw(" <span class=\"badge\">").text(label).text(version).raw("</span>");
    }
    if map.site.audience == Audience::Internal && article.audience == Audience::Internal {
        out.raw(" <span class=\"badge\" data-audience=\"internal\">Internal</span>");
    }
    out.raw("</p>\n");
}

/// Writes what to do now, else what the article says instead, else that there is nothing.
fn what_to_do(out: &mut Html, map: &Map<'_>, article: &Article) {
    match article.answer() {
        Some(answer) => {
            for answering in article.answering() {
                // The box in which a page shows what to do, whatever the article calls it.
                let class = SectionKind::Workaround;
                section(out, map, answering, class, Some(answer.label()));
            }
        }
        None if sections(out, map, article, SectionKind::Workaround) => {}
        None => no_workaround(out, map, article),
    }
}

/// Writes the sections of one kind that do not answer, and says whether there was anything
/// to write.
fn sections(out: &mut Html, map: &Map<'_>, article: &Article, kind: SectionKind) -> bool {
    let heading = match kind {
        SectionKind::Workaround => Some("Workaround"),
        SectionKind::Symptoms => Some("Symptoms"),
        SectionKind::Cause => Some("Cause"),
        SectionKind::Fix => Some("Fix"),
        SectionKind::Body => None,
    };
    let mut any = false;
    let shown = article.sections_of(kind).filter(|section| !section.answers);
    for shown in shown.filter(|section| says_something(section)) {
        section(out, map, shown, kind, heading);
        any = true;
    }
    any
}

/// Writes a section under its own heading, else under `heading`.
fn section(
    out: &mut Html,
    map: &Map<'_>,
    section: &Section,
    class: SectionKind,
    heading: Option<&str>,
) {
    out.raw("<section class=\"").text(class.word()).raw("\">\n");
    if let Some(heading) = section.heading.as_deref().or(heading) {
        out.raw("<h2>").text(heading).raw("</h2>\n");
    }
    out.nodes(&section.nodes, &|attribute, value| resolve(map, attribute, value));
    out.raw("\n</section>\n");
}

/// Whether there is anything to read in the section. A heading in the author's own words tells
/// something by itself.
fn says_something(section: &Section) -> bool {
    (section.kind == SectionKind::Body && section.heading.is_some())
        || !plain_text(&section.nodes).is_empty()
        || html::has_image(&section.nodes)
}

fn no_workaround(out: &mut Html, map: &Map<'_>, article: &Article) {
    let words = match article.status {
        // Whoever can upgrade needs none.
        Status::Fixed => return,
        Status::WontFix | Status::Retired => "There is no workaround.",
        Status::Investigating | Status::KnownError | Status::FixScheduled => {
            "No workaround yet."
        }
    };
    out.raw(
        "<section class=\"workaround\" data-state=\"none\">\n<h2>Workaround</h2>\n<p>",
    );
    out.raw(words).raw("</p>\n");
    let service = map.shelf(article).and_then(|shelf| shelf.service);
    if let Some(contact) = service.and_then(|service| service.contact.as_deref()) {
        out.raw("<p>Contact: ").reachable(contact).raw("</p>\n");
    }
    out.raw("</section>\n");
}

/// The codes and the lines of a log by which the error is recognised.
fn traces(out: &mut Html, article: &Article) {
    if article.error_codes.is_empty() && article.signatures.is_empty() {
        return;
    }
    out.raw("<section class=\"symptoms\">\n<h2>Codes and log lines</h2>\n<ul>\n");
    for code in &article.error_codes {
        out.raw("<li><code>").text(code).raw("</code></li>\n");
    }
    for signature in &article.signatures {
        match signature {
            Signature::Contains(part) => {
                out.raw("<li>A line contains <code>").text(part).raw("</code></li>\n");
            }
            Signature::Regex(expression) => {
                out.raw("<li>A line matches <code>").text(expression);
                out.raw("</code></li>\n");
            }
            Signature::Lines(parts) => {
                out.raw("<li>Lines contain, one after the other:\n<ol>\n");
                for part in parts {
                    out.raw("<li><code>").text(part).raw("</code></li>\n");
                }
                out.raw("</ol>\n</li>\n");
            }
        }
    }
    out.raw("</ul>\n</section>\n");
}

fn facts(out: &mut Html, map: &Map<'_>, article: &Article) {
    let service = map.shelf(article).and_then(|shelf| shelf.service);
    let of_service = |field: fn(&kedb_engine::article::Service) -> &Option<String>| {
        service.and_then(|service| field(service).as_deref())
    };
    out.raw("<dl class=\"facts\">\n");
    fact(out, "Id", |out| out.text(article.id.as_str()));
    if !article.aliases.is_empty() {
        fact(out, "Also known as", |out| out.text(&article.aliases.join(", ")));
    }
    let owner = article.owner.as_deref().or(of_service(|service| &service.owner));
    text_fact(out, "Owner", owner);
    text_fact(out, "Contact", of_service(|service| &service.contact));
    text_fact(out, "Problem", article.problem.as_deref());
    text_fact(out, "Change", article.change.as_deref());
    if let Some(next) =
        article.replaced_by.as_ref().and_then(|id| map.article(id.as_str()))
    {
        fact(out, "Replaced by", |out| out.article(map, next, Depth::Folder));
    }
    date_fact(out, "Reported", article.reported);
    date_fact(out, "Updated", article.updated);
    date_fact(out, "Review by", article.review_by);
    text_fact(out, "Original", article.origin.as_deref());
    if map.site.audience == Audience::Internal {
        for_agents(out, map, article);
    }
    out.raw("</dl>\n");
}

/// Where agents edit the article, and what they may send to others.
fn for_agents(out: &mut Html, map: &Map<'_>, article: &Article) {
    if let Some(href) = edit_address(map.site.edit_url, &article.source) {
        fact(out, "Source", |out| out.link(&href, &article.source));
    }
    let public = map.site.public_url.filter(|_| article.audience == Audience::Public);
    if let Some(folder) = public.and_then(html::safe_address) {
        let href = format!(
            "{}/{}",
            folder.trim_end_matches('/'),
            super::article_path(&article.id)
        );
        fact(out, "Public page", |out| out.link(&href, &href));
    }
}

fn fact(out: &mut Html, name: &'static str, value: impl FnOnce(&mut Html) -> &mut Html) {
    out.raw("<dt>").raw(name).raw("</dt><dd>");
    value(out).raw("</dd>\n");
}

fn text_fact(out: &mut Html, name: &'static str, value: Option<&str>) {
    if let Some(value) = value {
        fact(out, name, |out| out.reachable(value));
    }
}

fn date_fact(out: &mut Html, name: &'static str, day: Option<Date>) {
    if let Some(day) = day {
        fact(out, name, |out| out.date(day));
    }
}

/// Where the article in the file `source` is edited, if anywhere.
pub(super) fn edit_address(edit_url: Option<&str>, source: &str) -> Option<String> {
    let address = edit_url?.replace("{source}", &path_of(source));
    html::safe_address(&address).map(str::to_owned)
}

/// A path as part of an address.
fn path_of(path: &str) -> String {
    let mut address = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(byte));
            }
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// What an attribute of an article's text is on its page; `None` if it has no place there.
fn resolve(map: &Map<'_>, attribute: Attribute, value: &str) -> Option<String> {
    match attribute {
        Attribute::Href => match value.strip_prefix("article:") {
            Some(id) => map.article(id).map(|article| format!("{}.html", article.id)),
            None => html::safe_address(value).map(str::to_owned),
        },
        Attribute::Src => {
            let inside = !value.starts_with('/') && !value.contains([':', '\\']);
            (inside && value.split('/').all(|part| part != ".."))
                .then(|| format!("../{value}"))
        }
        Attribute::Alt
        | Attribute::Class
        | Attribute::Colspan
        | Attribute::Rowspan
        | Attribute::Start => Some(value.to_owned()),
    }
}
