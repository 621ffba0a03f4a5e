//! What an expectation and a search make of each other.

use crate::cases::{Case, Expect};
use crate::cli::bundle::Bundle;
use crate::cli::kb::{KnowledgeBase, QUERIES};
use crate::config::Field;
use crate::near;
use crate::parse::Parsed;
use anyhow::bail;
use kedb_engine::article::{ArticleId, Audience, Status};
use kedb_engine::query::Input;
use kedb_engine::search::{Class, Request, Results};
use std::collections::BTreeMap;

/// Most hits that are looked at.
const LIMIT: usize = 10;

/// An expectation that does not hold.
pub(super) struct Failure {
    /// Where it stands, relative to the base.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) query: String,
    /// Why it should hold.
    pub(super) reason: String,
    /// The ids that should come first; none: nothing should be found.
    pub(super) expected: Vec<String>,
    pub(super) found: Results,
    /// What to do about it.
    pub(super) hint: String,
}

/// Log text that an article must be recognised by.
struct Sample {
    id: String,
    file: String,
    line: usize,
    text: String,
}

/// What is asked of an article as its author wrote it.
struct Declared {
    id: ArticleId,
    status: Status,
    samples: Vec<String>,
    /// Of the samples.
    line: usize,
}

impl Declared {
    fn new(file: &Parsed) -> Option<Declared> {
        let article = file.article.as_ref()?;
        Some(Declared {
            id: article.id.clone(),
            status: article.status,
            samples: article.samples.clone(),
            line: file.places.field(Field::Samples).start.line,
        })
    }

    /// Why it is not published.
    fn why_absent(&self) -> String {
        let id = &self.id;
        if self.status == Status::Retired {
            format!("`{id}` is retired and nothing replaces it: expect another article")
        } else {
            format!("`{id}` is left out because of an error: see `kedb check`")
        }
    }
}

/// A base that can be asked.
pub(super) struct Judge {
    bundle: Bundle,
    samples: Vec<Sample>,
    /// Why no hit can have this id, by its form to compare by.
    absent: BTreeMap<String, String>,
    /// Everything that an expectation may name, in that form, and as written.
    names: BTreeMap<String, String>,
}

impl Judge {
    pub(super) fn new(base: &KnowledgeBase) -> anyhow::Result<Judge> {
        let files = base.parse(Audience::Internal);
        // By path: published articles have no samples, and made ids may change.
        let mut written: BTreeMap<String, Declared> = files
            .iter()
            .filter_map(|file| Some((file.file.clone(), Declared::new(file)?)))
            .collect();
        let published = base.publish(files, Audience::Internal);
        if published.articles.is_empty() {
            bail!(
                "nothing to test: no article of `{0}` can be used\n  hint: see `kedb check {0}`",
                base.folder.display()
            );
        }
        let mut names = BTreeMap::new();
        let mut samples = Vec::new();
        for article in &published.articles {
            let id = article.id.as_str();
            let own =
                std::iter::once(id).chain(article.aliases.iter().map(String::as_str));
            names.extend(own.map(|name| (name.to_ascii_lowercase(), name.to_owned())));
            let Some(written) = written.remove(&article.source) else { continue };
            samples.extend(written.samples.into_iter().map(|text| Sample {
                id: id.to_owned(),
                file: article.source.clone(),
                line: written.line,
                text,
            }));
        }
        for (from, _) in &published.redirects {
            names.insert(from.key(), from.to_string());
        }
        let absent =
            written.into_values().map(|written| (written.id.key(), written.why_absent()));
        let absent = absent.collect();
        let bundle = Bundle::new(base, published)?;
        Ok(Judge { bundle, samples, absent, names })
    }

    /// What is wrong with the answer to a case.
    pub(super) fn case(&mut self, case: &Case) -> anyhow::Result<Option<Failure>> {
        let found = self.find(&case.query, Input::default())?;
        let failure = |expected: Vec<String>, found: Results, hint: String| {
            let (file, line) = (QUERIES.to_owned(), case.line);
            let (query, reason) = (case.query.clone(), case.reason.clone());
            Some(Failure { file, line, query, reason, expected, found, hint })
        };
        let names: &[String] = match &case.expect {
            Expect::Nothing => &[],
            Expect::First(name) => std::slice::from_ref(name),
            Expect::All(names) => names,
        };
        let mut expected = Vec::new();
        for name in names {
            match self.id(name)? {
                Some(id) => expected.push(id),
                None => return Ok(failure(names.to_vec(), found, self.unknown(name))),
            }
        }
        // What people see first is an answer, or else the first of what may be related.
        let is_first = matches!(case.expect, Expect::First(_))
            && found.hits.is_empty()
            && found.unknown_codes.is_empty();
        let shown = if is_first { &found.related } else { &found.hits };
        let hits: Vec<&str> = shown.iter().map(|hit| hit.card.id.as_str()).collect();
        let code = found.unknown_codes.first();
        let hint = match (&case.expect, expected.as_slice(), hits.as_slice()) {
            (Expect::Nothing, _, []) => None,
            (Expect::Nothing, _, [first, ..]) => Some(format!(
                "if `{first}` does answer this, expect it; else see by what it was found"
            )),
            (Expect::First(_), [id], [first, ..]) if id == first => None,
            (Expect::First(_), [id], []) => Some(code.map_or_else(
                || format!("say in `{id}` what people type: symptoms, codes, keywords"),
                |code| {
                    format!("if `{id}` is about `{code}`, add it to its `error_codes`")
                },
            )),
            (Expect::First(_), [id], [first, ..]) => Some(misplaced(id, first, &hits)),
            (_, expected, hits) if expected == hits && found.total == hits.len() => None,
            (_, _, hits) => Some(format!(
                "a list names all hits in order, and they are `{}`",
                hits.join("`, `")
            )),
        };
        Ok(hint.and_then(|hint| failure(expected, found, hint)))
    }

    /// How many samples there are, and those that do not find their article.
    pub(super) fn samples(&mut self) -> anyhow::Result<(usize, Vec<Failure>)> {
        let mut failures = Vec::new();
        let samples = std::mem::take(&mut self.samples);
        let count = samples.len();
        for Sample { id, file, line, text } in samples {
            let found = self.find(&text, Input::Pasted)?;
            let first = found.hits.first();
            let right = first.is_some_and(|hit| hit.card.id == id);
            let signed = first.is_some_and(|hit| hit.class == Class::Signature);
            if right && signed {
                continue;
            }
            let hint = match first.filter(|_| !right) {
                Some(hit) if signed => format!(
                    "a signature of `{}` matches it too: make one of the two more specific",
                    hit.card.id
                ),
                Some(hit) => format!(
                    "`{}` has its codes and words too: give more of the log",
                    hit.card.id
                ),
                None => {
                    "give it as it stands in a log, with more of its lines".to_owned()
                }
            };
            failures.push(Failure {
                file,
                line,
                query: text,
                reason: "a sample must find its article".to_owned(),
                expected: vec![id],
                found,
                hint,
            });
        }
        Ok((count, failures))
    }

    fn find(&mut self, text: &str, input: Input) -> anyhow::Result<Results> {
        let text = text.to_owned();
        let request = Request { text, input, limit: Some(LIMIT), ..Request::default() };
        self.bundle.run(|engine| engine.search(&request))
    }

    /// The id of the article that `name` leads to: its own, an alias, or one that it
    /// replaces.
    fn id(&mut self, name: &str) -> anyhow::Result<Option<String>> {
        Ok(self.bundle.run(|engine| engine.article(name))?.map(|card| card.id))
    }

    fn unknown(&self, name: &str) -> String {
        let key = name.to_ascii_lowercase();
        if let Some(why) = self.absent.get(&key) {
            return why.clone();
        }
        let near = near::nearest(&key, self.names.keys().map(String::as_str));
        match near.and_then(|near| self.names.get(near)) {
            Some(near) => {
                format!("no article is called `{name}`: did you mean `{near}`?")
            }
            None => format!(
                "no article is called `{name}`: expect an id, an alias or \"nothing\""
            ),
        }
    }
}

fn misplaced(id: &str, first: &str, hits: &[&str]) -> String {
    let place = match hits.iter().position(|hit| *hit == id) {
        Some(index) => format!("it is hit {}", index + 1),
        None => "it is no hit".to_owned(),
    };
    format!(
        "{place}; if `{first}` answers this, expect that, else say in `{id}` what people type"
    )
}
