//! The page of one known error: what to do now, how to recognise it, why, what ends it.

use super::layout::{self, Content, Depth, Html, Runs};
use super::words::filled;
use super::{Map, next, path_of};
use crate::html::{self, Place};
use kedb_engine::article::{
    AnswerKind, Article, ArticleId, Attribute, Audience, Section, SectionKind, Signature,
    Status, plain_text,
};

/// The page of `article`; `related` are the numbers of the articles that are near to it.
pub(super) fn page(map: &Map<'_>, article: &Article, related: &[usize]) -> String {
    // Every field is named, so that nobody adds one without deciding whether it is shown.
    let Article {
        id,
        title,
        // In `titled` and `section`.
        lang: _,
        // In `badges`, and above what to do.
        status,
        severity: _,
        service: _,
        versions: _,
        fixed_in,
        audience: _,
        // In `sections` and `traces`.
        sections: _,
        describes: _,
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
    main.raw("<article class=\"known-error\" data-id=\"").text(id.as_str());
    if let Some(answer) = article.answer() {
        main.raw("\" data-copy=\"").text(map.words.copy(answer.kind));
    }
    // The page says on the day of reading how long nobody has looked at it.
    for (name, day) in [("updated", article.updated), ("review-by", article.review_by)] {
        if let Some(day) = day {
            main.raw("\" data-").raw(name).raw("=\"").text(&day.to_string());
        }
    }
    main.raw("\">\n");
    titled(&mut main, map, article);
    badges(&mut main, map, article);
    if *status == Status::Fixed && article.answer().is_some() {
        let words = &map.words.widget;
        let says = match fixed_in {
            Some(version) => filled(&words.is_fixed_in, &[("version", version)]),
            None => words.is_fixed.clone(),
        };
        main.raw("<aside class=\"tip\"><p>").text(&says).raw("</p></aside>\n");
    }
    what_to_do(&mut main, map, article);
    sections(&mut main, map, article, SectionKind::Symptoms);
    traces(&mut main, map, article);
    sections(&mut main, map, article, SectionKind::Cause);
    sections(&mut main, map, article, SectionKind::Fix);
    sections(&mut main, map, article, SectionKind::Body);
    next::ways_on(&mut main, map, article);
    facts(&mut main, map, article);
    main.raw("</article>\n");
    let related = related.iter().filter_map(|number| map.articles.get(*number).copied());
    let related: Vec<&Article> = related.collect();
    if !related.is_empty() {
        main.raw("<section class=\"similar\">\n<h2>").text(&map.words.own.similar);
        main.raw("</h2>\n");
        layout::article_list(&mut main, map, &related, Depth::Folder);
        main.raw("</section>\n");
    }
    layout::page(
        map,
        Content {
            title: &format!("{title} ({id})"),
            lang: None,
            depth: Depth::Folder,
            runs: Runs::SearchInHeader,
            main,
        },
    )
}

/// The page of an id that is no article's any more: it leads to `to`.
pub(super) fn redirect(map: &Map<'_>, from: &ArticleId, to: &Article) -> String {
    let href = format!("{}.html", to.id);
    let words = &map.words.own;
    let moved = filled(&words.moved, &[("id", from.as_str())]);
    let mut main = Html::new();
    main.raw("<h1>").text(&moved).raw("</h1>\n<p>").text(&words.moved_to).raw(" ");
    main.link(&href, &format!("{}: {}", to.id, to.title)).raw("</p>\n");
    layout::page(
        map,
        Content {
            title: &moved,
            lang: None,
            depth: Depth::Folder,
            runs: Runs::Redirect(&href),
            main,
        },
    )
}

fn titled(out: &mut Html, map: &Map<'_>, article: &Article) {
    out.raw("<h1");
    if let Some(lang) = map.foreign(article) {
        out.language(lang);
    }
    out.raw(">").text(&article.title).raw("</h1>\n");
}

fn badges(out: &mut Html, map: &Map<'_>, article: &Article) {
    let words = &map.words.widget;
    out.raw("<p class=\"badges\">").status(article.status, &map.words);
    if let Some(severity) = article.severity {
        let number = severity.number().to_string();
        let says = filled(&words.severity, &[("level", &number)]);
        out.raw(" <span class=\"badge\" data-severity=\"").text(&number);
        out.raw("\">").text(&says).raw("</span>");
    }
    if let Some(shelf) = map.shelf(article).filter(|shelf| shelf.key.is_some()) {
        let href = format!("../{}", shelf.path());
        out.raw(" <span class=\"badge\">").link(&href, &shelf.name).raw("</span>");
    }
    let mut named = |name: &str, value: &str| {
        out.raw(" <span class=\"badge\">").text(name).raw(" ").text(value).raw("</span>");
    };
    if let Some(versions) = &article.versions {
        named(&words.facts.versions, versions);
    }
    if let Some(version) = &article.fixed_in {
        let fixed = article.status == Status::Fixed;
        let label = if fixed { &words.facts.fixed_in } else { &words.facts.fix_comes_in };
        named(label, version);
    }
    if map.site.audience == Audience::Internal && article.audience == Audience::Internal {
        out.raw(" <span class=\"badge\" data-audience=\"internal\">");
        out.text(&words.internal).raw("</span>");
    }
    out.raw("</p>\n");
    dates(out, map, article);
}

/// Says at the top when the article was changed and is to be reviewed, where no script says how
/// long ago that is.
fn dates(out: &mut Html, map: &Map<'_>, article: &Article) {
    let names = &map.words.widget.facts;
    let days = [(&names.updated, article.updated), (&names.review_by, article.review_by)];
    let days: Vec<_> =
        days.into_iter().filter_map(|(name, day)| day.map(|day| (name, day))).collect();
    if days.is_empty() {
        return;
    }
    out.raw("<noscript><p class=\"dates\">");
    for (at, (name, day)) in days.into_iter().enumerate() {
        out.raw(if at > 0 { " · " } else { "" }).text(name).raw(" ").day(day, &map.words);
    }
    out.raw("</p></noscript>\n");
}

/// Writes what to do now, else what the article says instead, else that there is nothing.
fn what_to_do(out: &mut Html, map: &Map<'_>, article: &Article) {
    match article.answer() {
        Some(answer) => {
            let name = answer.name.as_deref().unwrap_or(map.words.answer(answer.kind));
            for answering in article.answering() {
                // The box in which a page shows what to do, whatever the article calls it.
                section(
                    out,
                    map,
                    article,
                    answering,
                    SectionKind::Workaround,
                    Some(name),
                );
            }
        }
        None if sections(out, map, article, SectionKind::Workaround) => {}
        None => no_workaround(out, map, article),
    }
}

/// Writes the sections of one kind that do not answer, and says whether there was anything
/// to write.
fn sections(out: &mut Html, map: &Map<'_>, article: &Article, kind: SectionKind) -> bool {
    let heading = map.words.section(kind);
    let mut any = false;
    let shown = article.sections_of(kind).filter(|section| !section.answers);
    for shown in shown.filter(|section| says_something(section)) {
        section(out, map, article, shown, kind, heading);
        any = true;
    }
    any
}

/// Writes a section under its own heading, else under `heading`, which is in the language of
/// the pages.
fn section(
    out: &mut Html,
    map: &Map<'_>,
    article: &Article,
    section: &Section,
    class: SectionKind,
    heading: Option<&str>,
) {
    let foreign = map.foreign(article);
    out.raw("<section class=\"").text(class.word()).raw("\"");
    if let Some(lang) = foreign {
        out.language(lang);
    }
    out.raw(">\n");
    let own = section.heading.as_deref();
    if let Some(heading) = own.or(heading) {
        out.raw("<h2");
        if let Some(anchor) = &section.anchor {
            out.raw(" id=\"").text(anchor).raw("\"");
        }
        if foreign.is_some() && own.is_none() {
            out.language(&map.words.lang);
        }
        out.raw(">").text(heading).raw("</h2>\n");
    }
    out.nodes(&section.nodes, &OnPage(map));
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
    let words = &map.words;
    let says = match article.status {
        // People who can upgrade need none.
        Status::Fixed => return,
        Status::WontFix | Status::Retired => &words.own.none_will_come,
        Status::Investigating | Status::KnownError | Status::FixScheduled => {
            &words.widget.no_workaround_long
        }
    };
    let heading = match article.status {
        Status::WontFix | Status::Retired => words.answer(AnswerKind::Workaround),
        _ => &words.widget.no_workaround,
    };
    out.raw("<section class=\"workaround\" data-state=\"none\">\n<h2>").text(heading);
    out.raw("</h2>\n<p>").text(says).raw("</p>\n</section>\n");
}

/// The codes and the lines of a log by which the error is recognised.
fn traces(out: &mut Html, map: &Map<'_>, article: &Article) {
    if article.error_codes.is_empty() && article.signatures.is_empty() {
        return;
    }
    let words = &map.words.own;
    out.raw("<section class=\"symptoms\">\n<h2>").text(&words.traces);
    out.raw("</h2>\n<ul>\n");
    for code in &article.error_codes {
        out.raw("<li><code>").text(code).raw("</code></li>\n");
    }
    for signature in &article.signatures {
        let mut line = |says: &str, part: &str| {
            out.raw("<li>").text(says).raw(" <code>").text(part).raw("</code></li>\n");
        };
        match signature {
            Signature::Contains(part) => line(&words.line_contains, part),
            Signature::Regex(expression) => line(&words.line_matches, expression),
            Signature::Lines(parts) => {
                out.raw("<li>").text(&words.lines_contain).raw("\n<ol>\n");
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
    let (names, own) = (&map.words.widget.facts, &map.words.own);
    out.raw("<dl class=\"facts\">\n");
    fact(out, &own.id, |out| out.text(article.id.as_str()));
    if !article.aliases.is_empty() {
        fact(out, &own.also_known_as, |out| out.text(&article.aliases.join(", ")));
    }
    let owner = article.owner.as_deref().or(of_service(|service| &service.owner));
    text_fact(out, &names.owner, owner);
    text_fact(out, &names.contact, of_service(|service| &service.contact));
    text_fact(out, &names.problem, article.problem.as_deref());
    text_fact(out, &names.change, article.change.as_deref());
    if let Some(next) =
        article.replaced_by.as_ref().and_then(|id| map.article(id.as_str()))
    {
        fact(out, &own.replaced_by, |out| out.article(map, next, Depth::Folder));
    }
    let days = [
        (&names.reported, article.reported),
        (&names.updated, article.updated),
        (&names.review_by, article.review_by),
    ];
    for (name, day) in days {
        if let Some(day) = day {
            fact(out, name, |out| out.day(day, &map.words));
        }
    }
    text_fact(out, &names.origin, article.origin.as_deref());
    if map.site.audience == Audience::Internal {
        for_agents(out, map, article);
    }
    out.raw("</dl>\n");
}

/// Where agents edit the article, and what they may send to others.
fn for_agents(out: &mut Html, map: &Map<'_>, article: &Article) {
    if let Some(href) = edit_address(map.site.edit_url, &article.source) {
        let name = &map.words.widget.facts.source;
        fact(out, name, |out| out.link(&href, &article.source));
    }
    let public = map.site.public_url.filter(|_| article.audience == Audience::Public);
    if let Some(folder) = public.and_then(html::safe_address) {
        let href =
            format!("{}/{}", folder.trim_end_matches('/'), map.article_path(&article.id));
        fact(out, &map.words.own.public_page, |out| out.link(&href, &href));
    }
}

fn fact(out: &mut Html, name: &str, value: impl FnOnce(&mut Html) -> &mut Html) {
    out.raw("<dt>").text(name).raw("</dt><dd>");
    value(out).raw("</dd>\n");
}

fn text_fact(out: &mut Html, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        fact(out, name, |out| out.reachable(value));
    }
}

/// Where the article in the file `source` is edited, if anywhere.
pub(super) fn edit_address(edit_url: Option<&str>, source: &str) -> Option<String> {
    let address = edit_url?.replace("{source}", &path_of(source));
    html::safe_address(&address).map(str::to_owned)
}

/// The page of an article, in the bundle that `Map` describes.
struct OnPage<'a>(&'a Map<'a>);

impl Place for OnPage<'_> {
    fn attribute(&self, attribute: Attribute, value: &str) -> Option<String> {
        resolve(self.0, attribute, value)
    }

    fn label(&self, class: &str) -> Option<&str> {
        Some(self.0.words.callout(class))
    }
}

/// What an attribute of an article's text is on its page; `None` if it has no place there.
fn resolve(map: &Map<'_>, attribute: Attribute, value: &str) -> Option<String> {
    match attribute {
        Attribute::Href => match value.strip_prefix("article:") {
            Some(target) => {
                let at = target.find('#').unwrap_or(target.len());
                let (id, anchor) = target.split_at(at);
                map.article(id).map(|article| format!("{}.html{anchor}", article.id))
            }
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
        | Attribute::Id
        | Attribute::Rowspan
        | Attribute::Start => Some(value.to_owned()),
    }
}
