//! What the widget's events say, as a part of the report.

use super::{
    Draw, FIRST, LISTED, TABLE_END, bar, count, figure, more, number, plain_table, table,
};
use crate::report::{Feedback, Times, Unanswered, Usage, Used};
use crate::site::layout::Html;
use std::cmp::Reverse;

/// The card of the first screen: what people search in vain.
pub(super) fn card(usage: &Usage, out: &mut Html) {
    let open: Vec<&Unanswered> = open(usage).collect();
    out.raw("<section>\n<h2>Searches without an answer</h2>\n");
    figure(out, open.len());
    if open.len() > FIRST {
        out.raw("<p><a href=\"#unanswered\">All ").text(&open.len().to_string());
        out.raw("</a></p>\n");
    }
    if !open.is_empty() {
        out.raw("<ol>\n");
        for one in open.iter().take(FIRST) {
            out.raw("<li><q>").text(&one.query).raw("</q> <span class=\"note\">");
            out.text(&times(one.count)).raw("</span></li>\n");
        }
        out.raw("</ol>\n");
    }
    out.raw("</section>\n");
}

/// The sections below.
pub(super) fn sections(draw: &Draw<'_>, usage: &Usage, out: &mut Html) {
    out.raw("<h2 id=\"unanswered\">Searches without an answer</h2>\n");
    unanswered(usage, out);
    codes(usage, out);
    deflection(usage, out);
    out.raw("<h2>Time to the workaround</h2>\n");
    match usage.time_to_workaround {
        None => out.raw("<p>No event tells it.</p>\n"),
        Some(times) => {
            out.raw(
                "<p>From the first key to a copy, or to “this solved it”: half within ",
            );
            out.text(&duration(times.median_ms)).raw(", nine in ten within ");
            out.text(&duration(times.p90_ms)).raw(" (").text(&times.n.to_string());
            out.raw(" measured).</p>\n")
        }
    };
    used(draw, usage, out);
    feedback(draw, usage, out);
    out.raw("<h2>Never opened</h2>\n");
    if usage.never_opened.is_empty() {
        out.raw("<p>Every active article was opened or copied.</p>\n");
    } else {
        out.raw(
            "<p>Active articles that nobody has opened or copied. Either nobody meets ",
        )
        .raw("the error, or the article is not in the words of those who do:</p>\n");
        draw.list(out, "Articles that nobody has opened", &usage.never_opened);
    }
    about(usage, out);
}

/// How asking ended. The three figures must not be added together, so each has a row.
fn deflection(usage: &Usage, out: &mut Html) {
    let Some(ended) = usage.deflection else { return };
    out.raw("<h2>How asking ended</h2>\n");
    plain_table(out, "Sessions", &["How it ended", "Sessions", "Share"]);
    let rows = [
        ("Confirmed: somebody said that an article solved it", ended.confirmed),
        ("Potential: an article was opened, and nobody was asked", ended.potential),
        ("None: nothing was opened, or somebody was asked all the same", ended.none),
    ];
    for (what, sessions) in rows {
        out.raw("<tr><th scope=\"row\">").raw(what).raw("</th>");
        number(out, sessions as usize);
        let share = share(sessions, ended.sessions);
        out.raw("<td class=\"number\">").text(&share).raw("</td></tr>\n");
    }
    out.raw(TABLE_END);
    if ended.opened_by_known > 0 {
        let share = share(ended.asked_again, ended.opened_by_known);
        out.raw("<p>Of ").text(&ended.opened_by_known.to_string());
        out.raw(
            " times that a person with a pseudonym opened an article, the same person ",
        );
        out.raw("opened it again within seven days after ");
        out.text(&ended.asked_again.to_string()).raw(" (").text(&share).raw(").</p>\n");
    }
}

/// A part of all as a percentage.
fn share(part: u64, all: u64) -> String {
    format!("{:.0} %", part as f64 * 100.0 / all.max(1) as f64)
}

/// What nothing answers by now.
fn open(usage: &Usage) -> impl Iterator<Item = &Unanswered> {
    usage.unanswered.iter().filter(|one| one.answered_by.is_none())
}

fn unanswered(usage: &Usage, out: &mut Html) {
    out.raw("<p>").text(&usage.without_answer.to_string());
    // A host may collect only those.
    if usage.searches >= usage.without_answer {
        out.raw(" of ").text(&usage.searches.to_string());
    }
    out.raw(" searches had no answer");
    if usage.logs_without_answer > 0 {
        out.raw(", among them ").text(&usage.logs_without_answer.to_string());
        out.raw(" pasted logs, whose text no event holds");
    }
    out.raw(".");
    let answered = usage.unanswered.len() - open(usage).count();
    if answered > 0 {
        out.raw(" ")
            .text(&answered.to_string())
            .raw(" of these queries find one by now.");
    }
    out.raw("</p>\n");
    if usage.unanswered.is_empty() {
        return;
    }
    let most = usage.unanswered.first().map_or(0, |one| one.count);
    table(out, "Queries that nothing answered", &["Query", "Searches", "Last"]);
    // What is still open first: that is the work.
    let answered = usage.unanswered.iter().filter(|one| one.answered_by.is_some());
    for one in open(usage).chain(answered).take(LISTED) {
        out.raw("<tr><th scope=\"row\"><q>").text(&one.query).raw("</q>");
        if let Some(id) = &one.answered_by {
            out.raw(" <span class=\"note\">now ").text(id).raw("</span>");
        }
        out.raw("</th>");
        number(out, one.count as usize);
        out.raw("<td>");
        if let Some(day) = one.last {
            out.date(day);
        }
        out.raw("</td>");
        bar(out, one.count as usize, most as usize);
        out.raw("</tr>\n");
    }
    out.raw(TABLE_END);
    more(out, usage.unanswered.len(), LISTED);
    if usage.forgotten > 0 {
        out.raw("<p class=\"note\">").text(&usage.forgotten.to_string());
        out.raw(" rare searches were too many to be kept apart.</p>\n");
    }
}

fn codes(usage: &Usage, out: &mut Html) {
    let codes = &usage.undocumented_codes;
    let Some(first) = codes.first() else { return };
    table(out, "Codes that nobody had documented", &["Code", "Searches", "Last"]);
    for one in codes.iter().take(LISTED) {
        out.raw("<tr><th scope=\"row\"><code>").text(&one.code).raw("</code></th>");
        number(out, one.count as usize);
        out.raw("<td>");
        if let Some(day) = one.last {
            out.date(day);
        }
        out.raw("</td>");
        bar(out, one.count as usize, first.count as usize);
        out.raw("</tr>\n");
    }
    out.raw(TABLE_END);
    more(out, codes.len(), LISTED);
}

fn used(draw: &Draw<'_>, usage: &Usage, out: &mut Html) {
    out.raw("<h2>Most used articles</h2>\n");
    if usage.articles.is_empty() {
        out.raw("<p>No event names an article of this base.</p>\n");
        return;
    }
    let helped = |used: &Used| (used.copied + used.solved) as usize;
    let most = usage.articles.iter().map(helped).max().unwrap_or_default();
    table(
        out,
        "Articles by copies and “this solved it”",
        &["Article", "Opened", "Copied", "Solved", "Median", "90 %"],
    );
    for one in usage.articles.iter().take(LISTED) {
        out.raw("<tr><th scope=\"row\">");
        draw.entry(out, &one.article);
        out.raw("</th>");
        for n in [one.opened, one.copied, one.solved] {
            number(out, n as usize);
        }
        let Times { median_ms, p90_ms, .. } =
            one.time_to_workaround.unwrap_or(Times { n: 0, median_ms: 0, p90_ms: 0 });
        for took in [median_ms, p90_ms] {
            out.raw("<td class=\"number\">");
            if one.time_to_workaround.is_some() {
                out.text(&duration(took));
            }
            out.raw("</td>");
        }
        bar(out, helped(one), most);
        out.raw("</tr>\n");
    }
    out.raw(TABLE_END);
    more(out, usage.articles.len(), LISTED);
}

fn feedback(draw: &Draw<'_>, usage: &Usage, out: &mut Html) {
    let commented =
        usage.articles.iter().filter_map(|one| Some((one, one.feedback.as_ref()?)));
    let mut commented: Vec<(&Used, &Feedback)> = commented.collect();
    if commented.is_empty() {
        return;
    }
    commented
        .sort_by_key(|(_, feedback)| Reverse(feedback.reasons.values().sum::<u64>()));
    out.raw("<h2>Feedback</h2>\n");
    plain_table(out, "What people say", &["Article", "Reasons", "Last remarks"]);
    for (one, Feedback { reasons, comments }) in commented.iter().take(LISTED) {
        out.raw("<tr><td>");
        draw.entry(out, &one.article);
        out.raw("</td><td>");
        for (reason, count) in reasons {
            out.raw("<span class=\"of\">").text(&reason.replace('-', " ")).raw(": ");
            out.text(&count.to_string()).raw("</span>");
        }
        out.raw("</td><td>");
        for comment in comments {
            out.raw("<span class=\"of\">").text(comment).raw("</span>");
        }
        out.raw("</td></tr>\n");
    }
    out.raw(TABLE_END);
    more(out, commented.len(), LISTED);
}

/// What the figures rest on.
fn about(usage: &Usage, out: &mut Html) {
    out.raw("<h2>What was read</h2>\n<p>").text(&count(usage.events as usize, "event"));
    if let Some((first, last)) = usage.days {
        out.raw(" from ").date(first).raw(" to ").date(last);
    }
    out.raw(".");
    if usage.broken > 0 {
        out.raw(" ")
            .text(&count(usage.broken as usize, "line"))
            .raw(" could not be read, ");
        out.raw("first line ").text(&usage.first_broken.unwrap_or_default().to_string());
        out.raw(".");
    }
    for (name, count) in &usage.unknown {
        out.raw(" Unknown: ").text(name).raw(" (").text(&times(*count)).raw(").");
    }
    if usage.no_article > 0 {
        out.raw(" ").text(&count(usage.no_article as usize, "event"));
        out.raw(" about articles that are not in the base.");
    }
    out.raw("</p>\n");
}

/// `once`, `2 times`.
fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Milliseconds for people.
fn duration(ms: u64) -> String {
    match ms {
        0..10_000 => format!("{:.1} s", ms as f64 / 1000.0),
        10_000..120_000 => format!("{} s", ms / 1000),
        120_000..7_200_000 => format!("{} min", ms / 60_000),
        _ => format!("{} h", ms / 3_600_000),
    }
}
