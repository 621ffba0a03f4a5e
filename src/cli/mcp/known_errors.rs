//! What models ask for, answered from one base: the text of each answer.

use super::knowledge::Knowledge;
use super::quote::{NOTICE, SHOWN, quoted, quoted_key, quoted_line, short};
use super::reply::{self, Entry};
use crate::cli::bundle::Bundle;
use crate::cli::matching::{Lines, Match, Scan, tree};
use crate::cli::outcome::counted;
use crate::cli::search;
use crate::cli::terminal::say;
use crate::markdown::{Form, pieces};
use anyhow::anyhow;
use kedb_engine::article::{Answer, Status};
use kedb_engine::bundle::Card;
use kedb_engine::search::{Class, Engine, Hit, Request, Results};

/// Most known errors of a list, unless another number is asked for.
pub(super) const LIMIT: usize = 5;

/// Longest reason that is shown, in bytes.
const REASON: usize = 240;

/// Most remarks of one kind about a query, and the longest text of it in one, in bytes.
const REMARKS: usize = 3;
const REMARK: usize = 40;

/// Above what is only related.
const MAYBE: &str = "\nMay be about something else (judge by the title; no answer):\n";

/// The known errors of a base, and what answers questions about them.
pub(super) struct KnownErrors {
    knowledge: Knowledge,
    scan: Scan,
}

/// What to search for.
pub(super) struct Search {
    pub(super) query: String,
    pub(super) service: Option<String>,
    pub(super) status: Option<String>,
    pub(super) limit: usize,
    pub(super) max_bytes: usize,
}

impl KnownErrors {
    /// Reads the known errors.
    ///
    /// # Errors
    /// The base or the bundle can't be read.
    pub(super) fn new(knowledge: Knowledge) -> anyhow::Result<KnownErrors> {
        let scan = Scan::new(knowledge.bundle()?)?;
        Ok(KnownErrors { knowledge, scan })
    }

    /// What stderr says when the server starts.
    pub(super) fn greeting(&mut self) -> String {
        let count = counted(self.cards().len(), "known error");
        let info = self.scan.bundle().info();
        format!("{count} of \"{}\" for language models", info.title)
    }

    /// Reads the known errors again if they have changed. What can't be read leaves the ones
    /// that are there.
    pub(super) fn refresh(&mut self) {
        if !self.knowledge.changed() {
            return;
        }
        match self.knowledge.bundle().and_then(Scan::new) {
            Ok(scan) => self.scan = scan,
            Err(error) => say!("error: {error:#}\n  hint: what was read before is used"),
        }
    }

    /// The cards of all articles.
    pub(super) fn cards(&self) -> &[Card] {
        self.scan.cards()
    }

    /// The article that `id` names, by its id, an alias or the id that it had before.
    pub(super) fn card(&mut self, id: &str) -> anyhow::Result<Option<Card>> {
        self.bundle().run(|engine: &mut Engine| engine.article(id))
    }

    pub(super) fn bundle(&mut self) -> &mut Bundle {
        self.scan.bundle_mut()
    }

    /// The known errors about a question, with the reasons.
    ///
    /// # Errors
    /// No known error is about the service, or the bundle is damaged.
    pub(super) fn search(&mut self, search: &Search) -> anyhow::Result<String> {
        let service =
            search.service.as_deref().map(|key| self.service(key)).transpose()?;
        let request = Request {
            text: search.query.clone(),
            service,
            status: search.status.clone(),
            limit: Some(search.limit),
            ..Request::default()
        };
        let results = self.bundle().run(|engine: &mut Engine| engine.search(&request))?;
        let intro = summary(&results);
        let mut entries = Vec::new();
        for (number, hit) in results.hits.iter().enumerate() {
            let head = format!("{}. {}", number + 1, shown(hit));
            entries.push(self.entry(&hit.card, head, "")?);
        }
        let related: Vec<String> =
            results.related.iter().map(|hit| format!("- {}", shown(hit))).collect();
        Ok(reply::list(&intro, &entries, (MAYBE, &related), search.max_bytes))
    }

    /// The key of the service that `key` names, whatever its case.
    ///
    /// # Errors
    /// No known error is about it: that a search in it finds nothing would say nothing of the query.
    fn service(&self, key: &str) -> anyhow::Result<String> {
        let wanted = key.trim().to_lowercase();
        let services = &self.scan.bundle().info().services;
        let found = services.iter().find(|service| service.key.to_lowercase() == wanted);
        found.map(|service| service.key.clone()).ok_or_else(|| {
            anyhow!(
                "no known error is about a service with the key `{}`; list_services names the keys",
                short(key, SHOWN)
            )
        })
    }

    /// A known error for a list, with what to do, first what tells most about `line`.
    fn entry(&mut self, card: &Card, head: String, line: &str) -> anyhow::Result<Entry> {
        // Not by the name that the article gives it, which would stand outside of a quotation.
        let answer =
            card.answer.as_ref().map(|answer| Answer { kind: answer.kind, name: None });
        let label = answer.as_ref().map_or("What to do", Answer::label).to_owned();
        let nodes = tree::answer(self.bundle().tree(card)?, line, true);
        let pieces = pieces(&nodes, Form::Source).into_iter();
        let answer = pieces.map(|piece| quoted(&piece)).collect();
        let none = without(card.status);
        Ok(Entry { id: card.id.clone(), head, label, answer, none })
    }

    /// The known errors that a log shows.
    ///
    /// # Errors
    /// The bundle is damaged.
    pub(super) fn log(
        &mut self,
        log: &str,
        limit: usize,
        max_bytes: usize,
    ) -> anyhow::Result<String> {
        let mut lines = Lines::new(log.as_bytes())?;
        while lines.read_next()? {
            self.scan.line(lines.count, lines.bytes())?;
        }
        let mut matches = self.scan.end();
        let read = counted(usize::try_from(lines.count).unwrap_or(usize::MAX), "line");
        let intro = match matches.len() {
            0 => format!(
                "No known error in {read}. No answer is better than a wrong one: do not offer \
                 a known error for this log.\n"
            ),
            count => format!("{NOTICE}{} in {read}.\n", counted(count, "known error")),
        };
        matches.truncate(limit);
        let mut entries = Vec::new();
        for (number, Match { card, seen }) in matches.iter().enumerate() {
            let code = seen.code.as_ref().map(|code| format!(" `{}`", short(code, 80)));
            let more = match seen.count {
                0 | 1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            let place = format!(
                "why: line {}{more} by its {}{}\n",
                seen.line,
                seen.sign.word(),
                code.unwrap_or_default()
            );
            let (named, line) = (named(card), quoted_line(&seen.text));
            let head = format!("{}. {named}{place}{line}", number + 1);
            entries.push(self.entry(card, head, &seen.text)?);
        }
        Ok(reply::list(&intro, &entries, ("", &[]), max_bytes))
    }
}

/// What came of a search, before the list.
fn summary(results: &Results) -> String {
    let mut out = String::new();
    if !(results.hits.is_empty() && results.related.is_empty()) {
        out.push_str(NOTICE);
    }
    for code in results.unknown_codes.iter().take(REMARKS) {
        out.push_str(&format!(
            "No known error for the code `{}`.\n",
            short(code, REMARK)
        ));
    }
    for phrase in results.unknown_phrases.iter().take(REMARKS) {
        let phrase = short(phrase, REMARK);
        out.push_str(&format!("No article says `{phrase}`: its words were searched.\n"));
    }
    for one in results.instead.iter().take(REMARKS) {
        let (typed, meant) = (short(&one.typed, REMARK), short(&one.meant, REMARK));
        out.push_str(&format!("Read `{typed}` as `{meant}` ({}).\n", one.kind.word()));
    }
    if results.is_cut {
        out.push_str("Only the beginning of the text was read: it is too long.\n");
    }
    match (results.total, results.related.is_empty()) {
        (0, true) => out.push_str(
            "Nothing is known about this. No answer is better than a wrong one: do not offer \
             another known error for it.\n",
        ),
        (0, false) => out.push_str("No sure answer.\n"),
        (total, _) => out.push_str(&format!("{}.\n", counted(total, "answer"))),
    }
    out
}

/// Which known error a hit is, and why.
fn shown(hit: &Hit) -> String {
    let certainty = match hit.class {
        Class::Words => format!("{:.0} % certain", hit.confidence * 100.0),
        class => format!("by its {}", class.word()),
    };
    let why = short(&search::why(hit), REASON);
    format!("{}why: {why} ({certainty})\n", named(&hit.card))
}

/// The id, the state and the title of a known error.
pub(super) fn named(card: &Card) -> String {
    let severity = card.severity.map(|severity| format!(", sev{}", severity.number()));
    let severity = severity.unwrap_or_default();
    let internal = if card.internal { ", internal" } else { "" };
    let mut out = format!(
        "{} [{}{severity}{internal}]\n{}",
        card.id,
        card.status.word(),
        quoted_line(&card.title)
    );
    if let Some(version) = &card.fixed_in {
        out.push_str(&quoted_key("Fixed in", version));
    }
    out
}

/// What is said where an article says nothing that one could do.
pub(super) fn without(status: Status) -> &'static str {
    match status {
        Status::Fixed => "It is fixed: upgrade.\n",
        Status::WontFix | Status::Retired => "There is no workaround.\n",
        Status::Investigating | Status::KnownError | Status::FixScheduled => {
            "No workaround yet.\n"
        }
    }
}
