//! The report on a knowledge base: what to do next, then the figures behind it.
//!
//! One page in two places: in the agents' bundle, where titles lead to the articles, and
//! alone, where they lead to where these are edited. Every chart is a table whose rows
//! hold their number as text and a bar beside it, so it can be read aloud, searched,
//! printed and narrowed. Bars get their length from attributes of SVG, which a strict
//! policy lets through.

mod usage;

use super::layout::{self, Content, Depth, Html, Runs};
use super::words::{ENGLISH, Words};
use super::{Map, article};
use crate::report::{Entry, Report, ServiceCount, StatusCount};
use kedb_engine::article::{ArticleId, Audience, Status};

/// How many entries a list of the first screen has, and any other list.
const FIRST: usize = 5;
const LISTED: usize = 25;

/// The page in the agents' bundle.
pub(super) fn page(map: &Map<'_>, report: &Report) -> String {
    let leads = Leads::ToArticles { pages: map.site.pages };
    let draw = Draw::new(report, map.site.lang, leads);
    layout::page(
        map,
        Content {
            title: TITLE,
            lang: map.english(),
            depth: Depth::Root,
            runs: Runs::SearchInHeader,
            main: draw.main(),
        },
    )
}

/// The page alone.
pub(super) fn lone(report: &Report, lang: &str, edit_url: Option<&str>) -> String {
    let draw = Draw::new(report, lang, Leads::ToSources(edit_url));
    let title = format!("{TITLE} · {}", report.title);
    layout::lone_page(&title, &draw.words.lang, &draw.main())
}

const TITLE: &str = "What this base needs next";

/// How its text begins.
const BEGINNING: &str = "<div class=\"report\">\n<h1>";

/// See [`super::is_report`].
pub(super) fn is_one(html: &str) -> bool {
    html.contains(BEGINNING) && html.contains(TITLE)
}

/// Where the title of an article leads.
#[derive(Clone, Copy)]
enum Leads<'a> {
    /// To its page in the bundle, or to the search that opens it.
    ToArticles {
        /// See [`super::Site::pages`].
        pages: bool,
    },
    /// To where its file is edited, if that is known.
    ToSources(Option<&'a str>),
}

struct Draw<'a> {
    report: &'a Report,
    /// The language of articles that don't say.
    lang: &'a str,
    /// The words that the pages say too. The report is in English, whatever the base's language.
    words: Words,
    leads: Leads<'a>,
}

impl<'a> Draw<'a> {
    fn new(report: &'a Report, lang: &'a str, leads: Leads<'a>) -> Draw<'a> {
        let mut words = Words::of(lang, Audience::Internal);
        if !words.is_english() {
            words = Words::of(ENGLISH, Audience::Internal);
        }
        Draw { report, lang, words, leads }
    }

    fn main(&self) -> Html {
        let mut out = Html::new();
        out.raw(BEGINNING).raw(TITLE).raw("</h1>\n");
        self.about(&mut out);
        self.next(&mut out);
        self.stock(&mut out);
        self.reviews(&mut out);
        self.workarounds(&mut out);
        self.ages(&mut out);
        self.codes(&mut out);
        self.signatures(&mut out);
        if let Some(usage) = &self.report.usage {
            usage::sections(self, usage, &mut out);
        }
        out.raw("</div>\n");
        out
    }

    /// What was counted, and when.
    fn about(&self, out: &mut Html) {
        let Report { title, as_of, as_of_newest, articles, active, left_out, .. } =
            self.report;
        out.raw("<p class=\"about\">").text(title).raw(": ");
        out.text(&count(*articles, "article")).raw(", ").text(&active.to_string());
        out.raw(" of them active");
        if *left_out > 0 {
            out.raw(", ").text(&left_out.to_string());
            out.raw(" left out for an error: see <code>kedb check</code>");
        }
        out.raw(".");
        if let Some(day) = as_of {
            out.raw(" Ages are counted from ").date(*day);
            out.raw(if *as_of_newest { ", the newest day in the base." } else { "." });
        }
        out.raw("</p>\n");
    }

    /// The first screen.
    fn next(&self, out: &mut Html) {
        let Report { reviews, without_workaround, usage, .. } = self.report;
        out.raw("<div class=\"next\">\n");
        card(out, "Overdue reviews", "reviews", &reviews.overdue);
        self.first(out, &reviews.overdue, |out, entry| {
            if let Some(day) = entry.review_by {
                out.raw(" <span class=\"note\">due ").date(day).raw("</span>");
            }
        });
        out.raw("</section>\n");
        card(out, "Known errors without a workaround", "workarounds", without_workaround);
        self.first(out, without_workaround, severity);
        out.raw("</section>\n");
        match usage {
            Some(usage) => usage::card(usage, out),
            None => {
                out.raw(
                    "<section>\n<h2>Searches without an answer</h2>\n<p>Not known here. ",
                )
                .raw("<code>kedb report --events</code> reads them from the events that ")
                .raw("the widget gives to its page.</p>\n</section>\n");
            }
        }
        out.raw("</div>\n");
    }

    /// The first of a list, each with a note.
    fn first(&self, out: &mut Html, list: &[Entry], note: impl Fn(&mut Html, &Entry)) {
        if list.is_empty() {
            return;
        }
        out.raw("<ol>\n");
        for entry in list.iter().take(FIRST) {
            out.raw("<li>");
            self.entry(out, entry);
            note(out, entry);
            out.raw("</li>\n");
        }
        out.raw("</ol>\n");
    }

    fn stock(&self, out: &mut Html) {
        let Report { statuses, services, .. } = self.report;
        out.raw("<h2>Articles</h2>\n");
        let most =
            statuses.iter().map(|status| status.articles).max().unwrap_or_default();
        table(out, "Articles by status", &["Status", "Articles"]);
        for StatusCount { status, articles } in statuses {
            out.raw("<tr><th scope=\"row\">").status(*status, &self.words).raw("</th>");
            number(out, *articles);
            bar(out, *articles, most);
            out.raw("</tr>\n");
        }
        out.raw(TABLE_END);
        if services.is_empty() {
            return;
        }
        let most = services.iter().map(|service| service.articles).max();
        table(
            out,
            "Articles by service",
            &["Service", "Active", "Without workaround", "Overdue", "All"],
        );
        for service in services {
            self.service(out, service, most.unwrap_or_default());
        }
        out.raw(TABLE_END);
        out.raw("<p class=\"legend\">");
        for status in Status::ALL.into_iter().filter(|status| *status != Status::Retired)
        {
            out.raw("<span>").raw(SWATCH).text(status.word()).raw(SWATCH_END);
            out.text(self.words.status(status)).raw("</span> ");
        }
        out.raw("</p>\n");
    }

    fn service(&self, out: &mut Html, service: &ServiceCount, most: usize) {
        out.raw("<tr><th scope=\"row\">");
        out.text(service.name.as_deref().unwrap_or(&self.words.own.no_service));
        if let Some(owner) = &service.owner {
            out.raw(" <span class=\"note\">").text(owner).raw("</span>");
        }
        out.raw("</th>");
        for n in [service.active, service.without_workaround, service.overdue] {
            number(out, n);
        }
        number(out, service.articles);
        out.raw(BAR);
        let mut from = 0;
        for StatusCount { status, articles } in &service.statuses {
            segment(out, status.word(), from, *articles, most);
            from += articles;
        }
        out.raw(BAR_END).raw("</tr>\n");
    }

    fn workarounds(&self, out: &mut Html) {
        let Report { without_workaround, investigating, .. } = self.report;
        out.raw("<h2 id=\"workarounds\">Without a workaround</h2>\n");
        if without_workaround.is_empty() {
            out.raw(
                "<p>Every known error that people still meet says what to do now.</p>\n",
            );
        } else {
            out.raw("<p>Known errors that people still meet, and that say nothing to do now: ")
                .raw("severe ones first, then what has waited longest.</p>\n");
            self.list(out, "Known errors without a workaround", without_workaround);
        }
        if !investigating.is_empty() {
            out.raw("<p>Still being investigated, the oldest first:</p>\n");
            self.list(out, "Being investigated", investigating);
        }
    }

    fn reviews(&self, out: &mut Html) {
        let reviews = &self.report.reviews;
        out.raw("<h2 id=\"reviews\">Reviews</h2>\n");
        if reviews.overdue.is_empty() {
            out.raw("<p>No review is overdue.</p>\n");
        } else {
            out.raw("<p>Past their <code>review_by</code>, the longest first:</p>\n");
            self.list(out, "Overdue reviews", &reviews.overdue);
        }
        if reviews.months.iter().any(|month| !month.articles.is_empty()) {
            let months = reviews.months.iter();
            let most = months.clone().map(|month| month.articles.len()).max();
            table(out, "Due in the next twelve months", &["Month", "Articles"]);
            for month in months.clone() {
                out.raw("<tr><th scope=\"row\">").text(&month.month).raw("</th>");
                number(out, month.articles.len());
                bar(out, month.articles.len(), most.unwrap_or_default());
                out.raw("</tr>\n");
            }
            out.raw(TABLE_END);
            let due: Vec<Entry> =
                months.flat_map(|month| &month.articles).cloned().collect();
            self.list(out, "Due next", &due);
        }
        if reviews.later > 0 {
            out.raw("<p>")
                .text(&count(reviews.later, "more article"))
                .raw(" due later.</p>\n");
        }
        if reviews.without_date > 0 {
            out.raw("<p>").text(&count(reviews.without_date, "active article"));
            out.raw(" without <code>review_by</code>.</p>\n");
        }
    }

    fn ages(&self, out: &mut Html) {
        let ages = &self.report.ages;
        out.raw("<h2>Age</h2>\n");
        let Some(median) = ages.median_days else {
            out.raw("<p>No active article says when it was updated or reported.</p>\n");
            return;
        };
        out.raw("<p>Half of the active articles changed in the last ");
        out.text(&count(usize::try_from(median).unwrap_or_default(), "day"))
            .raw(".</p>\n");
        let counts = ages.spans.iter().map(|span| (span.age, span.articles));
        let undated = (ages.undated > 0).then_some(("says no day", ages.undated));
        let rows: Vec<_> = counts.chain(undated).collect();
        let most = rows.iter().map(|(_, articles)| *articles).max().unwrap_or_default();
        table(out, "Active articles by their last change", &["Last change", "Articles"]);
        for (age, articles) in rows {
            out.raw("<tr><th scope=\"row\">").text(age).raw("</th>");
            number(out, articles);
            bar(out, articles, most);
            out.raw("</tr>\n");
        }
        out.raw(TABLE_END).raw("<p>What has stood longest:</p>\n");
        self.list(out, "The oldest articles", &ages.oldest);
    }

    fn codes(&self, out: &mut Html) {
        let codes = &self.report.codes;
        out.raw("<h2>Error codes</h2>\n<p>").text(&count(codes.codes, "code"));
        out.raw(" in ").text(&count(codes.articles, "article")).raw(".");
        if matches!(self.leads, Leads::ToArticles { .. }) {
            out.raw(" ").link("codes.html", "All error codes");
        }
        out.raw("</p>\n");
        if codes.shared.is_empty() {
            return;
        }
        out.raw("<p>Codes that several articles declare. That is right where the error ")
            .raw("differs; else the articles are one:</p>\n");
        plain_table(out, "Codes of several articles", &["Code", "Articles", "Which"]);
        for shared in codes.shared.iter().take(LISTED) {
            out.raw("<tr><th scope=\"row\"><code>")
                .text(&shared.code)
                .raw("</code></th>");
            number(out, shared.articles.len());
            out.raw("<td>");
            for entry in shared.articles.iter().take(FIRST) {
                out.raw("<span class=\"of\">");
                self.entry(out, entry);
                out.raw("</span>");
            }
            more(out, shared.articles.len(), FIRST);
            out.raw("</td></tr>\n");
        }
        out.raw(TABLE_END);
        more(out, codes.shared.len(), LISTED);
    }

    fn signatures(&self, out: &mut Html) {
        let signatures = &self.report.signatures;
        out.raw("<h2>Signatures</h2>\n<p>")
            .text(&count(signatures.signatures, "signature"));
        out.raw(" in ").text(&count(signatures.articles, "article")).raw(". ");
        if signatures.overlaps.is_empty() {
            out.raw("None matches a sample of another article.</p>\n");
            return;
        }
        out.raw(
            "These match a sample of another article too, so a log of that one finds ",
        )
        .raw("both:</p>\n");
        plain_table(
            out,
            "Signatures that overlap",
            &["Signature", "Of", "Matches a sample of"],
        );
        for overlap in signatures.overlaps.iter().take(LISTED) {
            out.raw("<tr><td><code>").text(&overlap.signature).raw("</code></td><td>");
            self.entry(out, &overlap.article);
            out.raw("</td><td>");
            self.entry(out, &overlap.matches);
            out.raw("</td></tr>\n");
        }
        out.raw(TABLE_END);
        more(out, signatures.overlaps.len(), LISTED);
    }

    /// Articles with what tells whose and how old they are.
    fn list(&self, out: &mut Html, caption: &'static str, list: &[Entry]) {
        let columns = ["Article", "Owner", "Severity", "Last change", "Review by"];
        plain_table(out, caption, &columns);
        for entry in list.iter().take(LISTED) {
            out.raw("<tr><td>");
            self.entry(out, entry);
            out.raw("</td><td>").text(entry.owner.as_deref().unwrap_or_default());
            out.raw("</td><td>");
            severity(out, entry);
            for day in [entry.updated, entry.review_by] {
                out.raw("</td><td>");
                if let Some(day) = day {
                    out.date(day);
                }
            }
            out.raw("</td></tr>\n");
        }
        out.raw(TABLE_END);
        more(out, list.len(), LISTED);
    }

    /// An article's title and id.
    fn entry(&self, out: &mut Html, entry: &Entry) {
        let href = match self.leads {
            Leads::ToArticles { pages } => ArticleId::new(&entry.id)
                .map(|id| super::article_path(id.as_str(), pages)),
            Leads::ToSources(edit_url) => article::edit_address(edit_url, &entry.source),
        };
        let lang = entry.lang.as_deref().unwrap_or(self.lang);
        let lang = Some(lang).filter(|lang| *lang != self.words.lang);
        out.named(href.as_deref(), &entry.title, lang);
        out.raw(" <span class=\"note\">").text(&entry.id).raw("</span>");
    }
}

/// The beginning of a card of the first screen.
fn card(out: &mut Html, title: &'static str, section: &'static str, list: &[Entry]) {
    out.raw("<section>\n<h2>").raw(title).raw("</h2>\n");
    figure(out, list.len());
    if list.len() > FIRST {
        out.raw("<p><a href=\"#").raw(section).raw("\">All ");
        out.text(&list.len().to_string()).raw("</a></p>\n");
    }
}

/// The number of a card.
fn figure(out: &mut Html, n: usize) {
    out.raw(if n == 0 { "<p class=\"figure none\">" } else { "<p class=\"figure\">" });
    out.text(&n.to_string()).raw("</p>\n");
    if n == 0 {
        out.raw("<p class=\"note\">Nothing to do.</p>\n");
    }
}

fn severity(out: &mut Html, entry: &Entry) {
    if let Some(severity) = entry.severity {
        let number = severity.to_string();
        out.raw(" <span class=\"badge\" data-severity=\"").text(&number);
        out.raw("\">sev").text(&number).raw("</span>");
    }
}

/// A table whose last column, without a head, is for bars.
fn table(out: &mut Html, caption: &'static str, columns: &[&'static str]) {
    let start = match columns.len() {
        0..5 => "<table class=\"chart\">\n<caption>",
        _ => "<table class=\"chart narrow\">\n<caption>",
    };
    head(out, start, caption, columns);
    out.raw("<td></td></tr></thead>\n<tbody>\n");
}

fn plain_table(out: &mut Html, caption: &'static str, columns: &[&'static str]) {
    head(out, "<table>\n<caption>", caption, columns);
    out.raw("</tr></thead>\n<tbody>\n");
}

fn head(
    out: &mut Html,
    start: &'static str,
    caption: &'static str,
    columns: &[&'static str],
) {
    out.raw(start).raw(caption).raw("</caption>\n<thead><tr>");
    for column in columns {
        out.raw("<th scope=\"col\">").raw(column).raw("</th>");
    }
}

const TABLE_END: &str = "</tbody>\n</table>\n";
const BAR: &str =
    "<td><svg class=\"bar\" width=\"100%\" height=\"14\" aria-hidden=\"true\">";
const BAR_END: &str = "</svg></td>";
const SWATCH: &str = "<svg class=\"swatch\" width=\"12\" height=\"12\" aria-hidden=\"true\"><rect class=\"";
const SWATCH_END: &str = "\" width=\"12\" height=\"12\"></rect></svg>";

fn number(out: &mut Html, n: usize) {
    out.raw(if n == 0 { "<td class=\"number none\">" } else { "<td class=\"number\">" });
    out.text(&n.to_string()).raw("</td>");
}

/// A cell with a bar of `n` out of `most`.
fn bar(out: &mut Html, n: usize, most: usize) {
    out.raw(BAR);
    segment(out, "all", 0, n, most);
    out.raw(BAR_END);
}

/// A piece of a bar, from `from` on.
fn segment(out: &mut Html, class: &str, from: usize, n: usize, most: usize) {
    if n > 0 && most > 0 {
        let share = |n: usize| format!("{:.2}%", 100.0 * n as f64 / most as f64);
        out.raw("<rect class=\"").text(class).raw("\" x=\"").text(&share(from));
        out.raw("\" width=\"").text(&share(n)).raw("\" height=\"14\"></rect>");
    }
}

/// Says how many a list leaves out.
fn more(out: &mut Html, all: usize, listed: usize) {
    if all > listed {
        out.raw("<p class=\"note\">and ").text(&(all - listed).to_string());
        out.raw(" more</p>\n");
    }
}

/// `1 article`, `2 articles`.
fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
