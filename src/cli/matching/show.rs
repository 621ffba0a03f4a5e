//! What was found in a log, for people, for scripts, and for a CI job.

use super::scan::{Match, Seen};
use crate::cli::annotation::{data, property};
use crate::cli::outcome::counted;
use crate::cli::terminal;
use crate::markdown::{self, Form, code_block, escaped};
use crate::visible::visible_line;
use kedb_engine::article::{Answer, Node, Severity, Status};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Longest message of a workflow command, in characters.
const MESSAGE: usize = 3000;

/// What there is to say.
pub(super) struct MatchReport {
    /// The file, if it is one.
    pub(super) log: Option<String>,
    /// How many lines the logs have.
    pub(super) lines: u64,
    /// How many known errors they show in all.
    pub(super) total: usize,
    pub(super) known: Vec<KnownError>,
}

/// A known error to show.
pub(super) struct KnownError {
    pub(super) found: Match,
    /// What to do now; empty if there is nothing.
    pub(super) answer: Vec<Node>,
    /// Where its page lies.
    pub(super) url: Option<String>,
    /// The log that shows it; none for stdin.
    pub(super) log: Option<String>,
    /// Whether the log has to be named, since others were read too.
    pub(super) is_one_of_many: bool,
}

impl KnownError {
    /// What to do now, in words; none if there is nothing.
    fn answer(&self, form: Form) -> Option<String> {
        Some(markdown::write(&self.answer, form)).filter(|text| !text.is_empty())
    }

    /// The name of what to do now.
    fn label(&self) -> &str {
        self.found.card.answer.as_ref().map_or("What to do", Answer::label)
    }

    /// What stands where the answer would.
    fn without(&self) -> String {
        match &self.found.card.answer {
            Some(_) => format!("what to do is for agents: see {}", self.found.card.id),
            None => "no workaround yet".to_owned(),
        }
    }

    /// `known-error, sev1, internal`.
    fn state(&self) -> String {
        let card = &self.found.card;
        let severity = card.severity.map(|severity| format!("sev{}", severity.number()));
        let fixed = card.fixed_in.as_ref().map(|version| match card.status {
            Status::Fixed => format!("upgrade to {version}"),
            _ => format!("fix in {version}"),
        });
        let internal = card.internal.then(|| "internal".to_owned());
        let parts = [Some(card.status.word().to_owned()), severity, fixed, internal];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// `app.log, line 12 and 3 more, by its code 0x80070643`.
    fn place(&self) -> String {
        let Seen { line, count, sign, code, .. } = &self.found.seen;
        let more = match count {
            0 | 1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let code = code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
        let log = match &self.log {
            Some(log) if self.is_one_of_many => format!("{log}, "),
            None if self.is_one_of_many => "stdin, ".to_owned(),
            _ => String::new(),
        };
        format!("{log}line {line}{more}, by its {}{code}", sign.word())
    }
}

/// For people at a terminal.
pub(super) fn human(known: &[KnownError]) -> String {
    let mut out = String::new();
    for known in known {
        let card = &known.found.card;
        let (id, title) = (&card.id, visible_line(&card.title));
        let _ = writeln!(out, "{id}  {title}  [{}]", visible_line(&known.state()));
        let shown = format!("{}: {}", known.place(), known.found.seen.text);
        let _ = writeln!(out, "    {}", visible_line(&shown));
        match known.answer(Form::Plain) {
            None => {
                let _ = writeln!(out, "    {}", visible_line(&known.without()));
            }
            Some(text) => {
                let _ = writeln!(out, "    {}:", visible_line(known.label()));
                // A runner of jobs takes a line that begins with `::` as a command.
                for line in text.lines() {
                    let _ = writeln!(
                        out,
                        "{}",
                        format!("    | {}", visible_line(line)).trim_end()
                    );
                }
            }
        }
        if let Some(url) = &known.url {
            let _ = writeln!(out, "    {}", visible_line(url));
        }
        out.push('\n');
    }
    out
}

/// One object for scripts.
pub(super) fn json(report: &MatchReport) -> String {
    let matches = report.known.iter().map(|known| {
        let Match { card, seen } = &known.found;
        json!({
            "id": card.id,
            "title": card.title,
            "status": card.status.word(),
            "severity": card.severity.map(Severity::number),
            "service": card.service,
            "fixed_in": card.fixed_in,
            "internal": card.internal,
            "source": card.source,
            "url": known.url,
            "by": seen.sign.word(),
            "code": seen.code,
            "log": known.log.as_deref().map(slashed),
            "line": seen.line,
            "count": seen.count,
            "text": seen.text,
            "answer": known.answer(Form::Plain).and_then(|text| {
                let Answer { kind, name } = card.answer.as_ref()?;
                Some(json!({ "kind": kind, "name": name, "text": text }))
            }),
        })
    });
    let matches: Vec<Value> = matches.collect();
    let (log, lines, total) =
        (report.log.as_deref().map(slashed), report.lines, report.total);
    let object =
        json!({ "log": log, "lines": lines, "total": total, "matches": matches });
    terminal::json(&object) + "\n"
}

/// A path as other systems write it too.
fn slashed(path: &str) -> String {
    path.replace('\\', "/")
}

/// For the summary of a CI job, or a ticket.
pub(super) fn markdown(report: &MatchReport) -> String {
    let MatchReport { lines, total, known, .. } = report;
    let mut out = format!("## {}\n", summary(*lines, *total, known.len()));
    if report.known.is_empty() {
        return out;
    }
    out.push_str("\n| Known error | | Line |\n| --- | --- | ---: |\n");
    for known in &report.known {
        let card = &known.found.card;
        let (title, state) = (escaped(&card.title), escaped(&known.state()));
        let line = known.found.seen.line;
        let _ = writeln!(out, "| {}: {title} | {state} | {line} |", link(known));
    }
    for known in &report.known {
        let card = &known.found.card;
        let heading = format!("{}: {}", card.id, card.title);
        let _ = write!(
            out,
            "\n### {}\n\n{}:\n\n",
            escaped(&heading),
            escaped(&known.place())
        );
        let _ = writeln!(out, "{}", code_block(&known.found.seen.text));
        match known.answer(Form::Markdown) {
            None => {
                let _ = writeln!(out, "\n{}", escaped(&sentence(&known.without())));
            }
            Some(text) => {
                let name = escaped(known.label());
                let _ = write!(out, "\n<details open>\n<summary>{name}</summary>\n\n");
                let _ = writeln!(out, "{text}\n\n</details>");
            }
        }
    }
    out
}

/// `text` with a capital and a period.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", chars.as_str())
}

fn link(known: &KnownError) -> String {
    let id = escaped(&known.found.card.id);
    match &known.url {
        Some(url) => format!("[{id}](<{url}>)"),
        None => id,
    }
}

/// Workflow commands of GitHub Actions: a notice for each known error.
pub(super) fn github(report: &MatchReport) -> String {
    let mut out = String::new();
    for known in &report.known {
        let card = &known.found.card;
        let mut message = format!("{} ({}): ", card.title, known.place());
        match known.answer(Form::Plain) {
            None => message.push_str(&known.without()),
            Some(text) => message.push_str(&format!("{}:\n{text}", known.label())),
        }
        if let Some(url) = &known.url {
            message.push_str(&format!("\n{url}"));
        }
        let message: String = message.chars().take(MESSAGE).collect();
        let line = known.found.seen.line;
        let place = known.log.as_deref().map(slashed);
        let place = place.map(|log| format!("file={},line={line},", property(&log)));
        let title = property(&format!("Known error {}", card.id));
        let place = place.unwrap_or_default();
        let _ = writeln!(out, "::notice {place}title={title}::{}", data(&message));
    }
    out
}

/// What was found in so many lines, in one line.
pub(super) fn summary(lines: u64, total: usize, shown: usize) -> String {
    let lines = counted(usize::try_from(lines).unwrap_or(usize::MAX), "line");
    match (total, shown) {
        (0, _) => format!("No known error in {lines}"),
        (total, shown) if total > shown => {
            let errors = counted(total, "known error");
            format!("{errors} in {lines}, the first {shown} of them")
        }
        (total, _) => format!("{} in {lines}", counted(total, "known error")),
    }
}
