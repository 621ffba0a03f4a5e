//! Pages that lead to articles: the search, the services, the error codes.

use super::layout::{self, Content, Depth, Html, Runs};
use super::{Map, Shelf};
use kedb_engine::article::{Article, Audience};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many articles the search page lists.
const LATEST: usize = 10;

/// The full-page search: an agent's home. The lists below the search stay when it runs;
/// what is broken now it shows itself.
pub(super) fn index(map: &Map<'_>) -> String {
    let mut main = Html::new();
    let words = &map.words.own;
    main.raw("<h1>").text(map.site.title).raw("</h1>\n");
    // Agents go on when the network does not.
    let ahead = if map.site.audience == Audience::Internal { " prefetch" } else { "" };
    layout::search(&mut main, map)
        .raw(" autofocus")
        .raw(ahead)
        .raw(">\n<p>")
        .text(&words.search_runs)
        .raw("</p>\n</kedb-search>\n<div class=\"lists\">\n<section>\n");
    if !map.shelves.is_empty() {
        main.raw("<h2>").text(&words.services).raw("</h2>\n<ul>\n");
        for shelf in &map.shelves {
            main.raw("<li>").link(&shelf.path(), &shelf.name);
            main.raw(" (").text(&shelf.articles.len().to_string()).raw(")</li>\n");
        }
        main.raw("</ul>\n");
    }
    main.raw("<p>").link("codes.html", &words.all_codes).raw("</p>\n");
    if map.site.report.is_some() {
        main.raw("<p>").text(&words.for_authors).raw(" ");
        main.link(super::REPORT, &words.report);
        main.raw("</p>\n");
    }
    main.raw("</section>\n");
    let latest = latest(map);
    if !latest.is_empty() {
        main.raw("<section>\n<h2>").text(&words.latest_changes).raw("</h2>\n");
        layout::article_list(&mut main, map, &latest, Depth::Root);
        main.raw("</section>\n");
    }
    main.raw("</div>\n");
    layout::page(
        map,
        Content {
            title: map.site.title,
            lang: None,
            depth: Depth::Root,
            runs: Runs::Search,
            main,
        },
    )
}

/// The page of a service: who answers for it, and its known errors.
pub(super) fn service(map: &Map<'_>, shelf: &Shelf<'_>) -> String {
    let words = &map.words;
    let mut main = Html::new();
    main.raw("<h1>").text(&shelf.name).raw("</h1>\n");
    if let Some(service) = shelf.service {
        let names = &words.widget.facts;
        let facts = [
            (&names.owner, &service.owner),
            (&names.contact, &service.contact),
            (&names.slo, &service.slo),
            (&words.own.more, &service.url),
        ];
        if facts.iter().any(|(_, value)| value.is_some()) {
            main.raw("<dl class=\"facts\">\n");
            for (name, value) in facts {
                let Some(value) = value else { continue };
                main.raw("<dt>").text(name).raw("</dt><dd>");
                main.reachable(value).raw("</dd>\n");
            }
            main.raw("</dl>\n");
        }
    }
    let (active, past): (Vec<&Article>, Vec<&Article>) =
        shelf.articles.iter().copied().partition(is_active);
    if active.is_empty() {
        main.raw("<p>").text(&words.own.none_now).raw("</p>\n");
    } else {
        main.raw("<h2>").text(&words.widget.answers).raw("</h2>\n");
        layout::article_list(&mut main, map, &active, Depth::Folder);
    }
    if !past.is_empty() {
        main.raw("<h2>").text(&words.own.past).raw("</h2>\n");
        layout::article_list(&mut main, map, &past, Depth::Folder);
    }
    layout::page(
        map,
        Content {
            title: &shelf.name,
            lang: None,
            depth: Depth::Folder,
            runs: Runs::SearchInHeader,
            main,
        },
    )
}

/// All error codes with their articles.
pub(super) fn codes(map: &Map<'_>) -> String {
    let mut main = Html::new();
    let words = &map.words.own;
    main.raw("<h1>").text(&words.codes).raw("</h1>\n");
    let groups = grouped(map);
    if groups.is_empty() {
        main.raw("<p>").text(&words.no_codes).raw("</p>\n");
    }
    for (group, codes) in &groups {
        main.raw("<h2>").text(group).raw("</h2>\n<dl class=\"facts\">\n");
        for (code, articles) in codes.values() {
            main.raw("<dt><code>").text(code).raw("</code></dt>\n");
            for article in articles {
                main.raw("<dd>").article(map, article, Depth::Root);
                main.telling_status(article.status, &map.words).raw("</dd>\n");
            }
        }
        main.raw("</dl>\n");
    }
    layout::page(
        map,
        Content {
            title: &words.codes,
            lang: None,
            depth: Depth::Root,
            runs: Runs::SearchInHeader,
            main,
        },
    )
}

/// Codes of one group by what they are sorted by, each as written and with its articles.
type Codes<'a> = BTreeMap<String, (&'a str, Vec<&'a Article>)>;

/// The codes, by their group's name; a code is one whatever its case.
fn grouped<'a>(map: &Map<'a>) -> BTreeMap<String, Codes<'a>> {
    let mut groups: BTreeMap<String, Codes<'a>> = BTreeMap::new();
    for article in &map.articles {
        for code in article.error_codes.iter().map(|code| code.trim()) {
            if code.is_empty() {
                continue;
            }
            let codes = groups.entry(group(code)).or_default();
            let (_, articles) =
                codes.entry(code.to_lowercase()).or_insert_with(|| (code, Vec::new()));
            if articles.last().is_none_or(|last| last.id != article.id) {
                articles.push(article);
            }
        }
    }
    groups
}

/// Where people look a code up: `0x…`, numbers, or its first letter.
fn group(code: &str) -> String {
    let hexadecimal = code.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("0x"));
    match code.chars().next() {
        _ if hexadecimal => "0x".to_owned(),
        Some(c) if c.is_numeric() || "+-".contains(c) => "0–9".to_owned(),
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "#".to_owned(),
    }
}

/// What changed last, as far as articles say when.
fn latest<'a>(map: &Map<'a>) -> Vec<&'a Article> {
    let dated = map.articles.iter().copied();
    let mut dated: Vec<_> =
        dated.filter_map(|a| Some((a.updated.or(a.reported)?, a))).collect();
    // Stable: what changed on one day keeps the order of all lists.
    dated.sort_by_key(|(date, _)| Reverse(*date));
    dated.into_iter().map(|(_, article)| article).take(LATEST).collect()
}

fn is_active(article: &&Article) -> bool {
    article.status.is_active()
}
