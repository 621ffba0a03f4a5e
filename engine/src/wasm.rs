//! The door to JavaScript: an engine that never waits.
//!
//! A call that needs files gives their names. `www/engine/` fetches them, hands them in, and
//! calls again. What a call gives in the end are plain objects as `kedb.d.ts` describes them;
//! ranges become UTF-16 offsets here.

mod values;

use crate::article::{Answer, article_path};
use crate::bundle::{BundleError, Card, File, HotFile, Info, Manifest, Name, Stored};
use crate::query::Input;
use crate::schema::AttributeName;
use crate::search::{
    self, FacetCounts, Hit, Reason, Recognised, Request, Rewrite, Step, Strictness,
};
use crate::server::Dialect;
use std::collections::BTreeMap;
use values::Values;
use wasm_bindgen::prelude::*;

/// A bundle, open as soon as its hot pack is here.
#[wasm_bindgen]
pub struct Engine {
    /// The bundle's address, ending with `/`.
    base: String,
    /// Whether each article has a page of its own.
    pages: bool,
    hot: Name,
    engine: Option<search::Engine>,
    /// The files that were asked for and are not here.
    asked: Vec<File>,
    /// The files of trees that are here, for articles that are asked for.
    trees: BTreeMap<Name, String>,
    /// The documents that a search server has given for the search that waits, and their cards.
    candidates: Vec<(String, Vec<u8>)>,
}

#[wasm_bindgen]
impl Engine {
    /// The bundle at `base`: the text of its manifest, and what that says of the hot pack, which
    /// is the first file to be handed in. `pages` is [`Manifest::pages`].
    ///
    /// # Errors
    /// Throws a sentence for people.
    #[wasm_bindgen(constructor)]
    pub fn new(
        base: String,
        manifest: &str,
        path: String,
        checksum: String,
        pages: bool,
    ) -> Result<Engine, JsError> {
        Manifest::check(manifest)?;
        let hot = HotFile { path, checksum }.name()?;
        let asked = vec![File::Named(hot)];
        Ok(Engine {
            base,
            pages,
            hot,
            engine: None,
            asked,
            trees: BTreeMap::new(),
            candidates: Vec::new(),
        })
    }

    /// Whether the file at `path`, which was asked for and arrived as `bytes`, is compressed.
    ///
    /// # Errors
    /// Throws a sentence for people if `bytes` are not that file.
    #[wasm_bindgen(js_name = isPacked)]
    pub fn is_packed(&self, path: &str, bytes: &[u8]) -> Result<bool, JsError> {
        let Some(file) = self.file(path) else { return Ok(false) };
        if bytes.len() > file.most() {
            return Err(BundleError::TooLarge(file.path()).into());
        }
        Ok(file.check(bytes)? == Stored::Packed)
    }

    /// Hands in what the file at `path`, which was asked for, inflates to.
    ///
    /// # Errors
    /// Throws a sentence for people if it is not that file, or damaged.
    pub fn supply(&mut self, path: &str, content: Vec<u8>) -> Result<(), JsError> {
        // Two calls may have asked for it.
        let Some(file) = self.file(path) else { return Ok(()) };
        let content = file.content(content)?;
        match (&mut self.engine, file) {
            (None, _) => self.engine = Some(search::Engine::open(&content)?),
            (Some(engine), File::Named(name)) if !engine.awaits(file) => {
                let text = String::from_utf8(content);
                let text = text.map_err(|_| BundleError::Damaged("article"))?;
                self.trees.insert(name, text);
            }
            (Some(engine), _) => engine.supply(file, &content)?,
        }
        self.asked.retain(|asked| *asked != file);
        Ok(())
    }

    /// From now on searches ask a search server of this kind, `opensearch` or `quickwit`; for any other
    /// word the bundle alone is searched.
    ///
    /// # Errors
    /// Throws a sentence for people.
    #[wasm_bindgen(js_name = askServer)]
    pub fn ask_server(&mut self, kind: &str) -> Result<(), JsError> {
        let dialect = match kind {
            "opensearch" => Some(Dialect::OpenSearch),
            "quickwit" => Some(Dialect::Quickwit),
            _ => None,
        };
        self.candidates.clear();
        self.engine()?.ask(dialect);
        Ok(())
    }

    /// Hands in a document that the server has given, and its card.
    pub fn candidate(&mut self, text: String, card: Vec<u8>) {
        self.candidates.push((text, card));
    }

    /// Ends the server's answer: how many documents hold each clause, if it has counted.
    ///
    /// # Errors
    /// Throws a sentence for people if what was handed in can't be read.
    pub fn answered(&mut self, counts: &[u32]) -> Result<(), JsError> {
        let candidates = std::mem::take(&mut self.candidates);
        let documents =
            candidates.iter().map(|(text, card)| (text.as_str(), card.as_slice()));
        let counts = counts.iter().map(|count| *count as usize).collect();
        Ok(self.engine()?.answered(documents, counts)?)
    }

    /// The signatures of all articles, for the module that looks for them.
    ///
    /// # Errors
    /// Throws a sentence for people.
    pub fn signatures(&mut self) -> Result<Vec<u8>, JsError> {
        Ok(self.engine()?.signatures().to_vec())
    }

    /// Hands in what that module has found in the lines that a search gave.
    ///
    /// # Errors
    /// Throws a sentence for people.
    pub fn recognised(&mut self, found: &str) -> Result<(), JsError> {
        let found = Recognised::from_text(found);
        self.engine()?.recognised(found);
        Ok(())
    }

    /// Known errors for `text`: a `Results`, or the files to hand in before, or the question to the
    /// search server, or the lines in which signatures are to be looked for.
    ///
    /// # Errors
    /// Throws a sentence for people.
    #[expect(
        clippy::too_many_arguments,
        reason = "reading the properties of an object would take more code"
    )]
    pub fn search(
        &mut self,
        text: String,
        mode: &str,
        typing: bool,
        pasted: bool,
        literal: bool,
        facets: bool,
        brief: bool,
        limit: Option<f64>,
        service: Option<String>,
        status: Option<String>,
        severity: Option<f64>,
    ) -> Result<Vec<u8>, JsError> {
        let input = match mode {
            // A piece of one, which need not look like a log by itself.
            "log" => Input::Log,
            "match" => Input::Pasted,
            _ if pasted => Input::Pasted,
            _ => Input::Typed { unfinished: typing },
        };
        let strictness = match mode {
            "suggest" => Strictness::Unasked,
            _ => Strictness::Asked,
        };
        let limit = limit.map(|limit| limit.clamp(0.0, 1000.0) as usize);
        let severity = severity.map(|severity| severity as u8);
        let request = Request {
            text,
            input,
            strictness,
            limit,
            service,
            status,
            severity,
            literal,
            facets,
            brief,
            is_compared: false,
        };
        let results = match self.engine()?.search(&request)? {
            Step::Fetch(missing) => return Ok(self.missing(missing)),
            Step::Ask(question) => return Ok(said("question", &question)),
            Step::Recognise(lines) => return Ok(said("lines", &lines)),
            Step::Done(results) => results,
        };
        let mut to = done();
        to.object();
        self.hits(&results.hits, to.key("hits"));
        self.hits(&results.related, to.key("related"));
        to.key("unknownCodes").texts(&results.unknown_codes);
        to.key("unknownPhrases").texts(&results.unknown_phrases);
        to.key("leftOut").number(results.left_out as f64);
        to.key("total").number(results.total as f64);
        to.key("instead").list();
        results.instead.iter().for_each(|one| rewrite(one, &mut to));
        to.end();
        to.key("ignored").texts(&results.ignored);
        to.key("used").texts(&results.used);
        to.key("isLog").flag(results.is_log);
        to.key("isCut").flag(results.is_cut);
        if request.facets {
            self.counts(&results.facets, to.key("facets"));
        }
        to.end();
        Ok(finished(to))
    }

    /// The article with this id, alias or retired id, as its own id, its address and the text of the
    /// file of trees that holds it, or the files to hand in before; `false` if there is no such
    /// article.
    ///
    /// # Errors
    /// Throws a sentence for people.
    pub fn article(&mut self, id: &str) -> Result<Vec<u8>, JsError> {
        let card = match self.engine()?.article(id)? {
            Step::Fetch(missing) => return Ok(self.missing(missing)),
            // Articles are looked up in the bundle alone, by their ids.
            Step::Ask(_) | Step::Recognise(_) => None,
            Step::Done(card) => card,
        };
        let mut to = done();
        if let Some(card) = card {
            let Some(trees) = self.trees.remove(&card.trees) else {
                return Ok(self.missing(vec![File::Named(card.trees)]));
            };
            let url = self.url(&card);
            to.texts(&[card.id, url, trees]);
        } else {
            to.flag(false);
        }
        Ok(finished(to))
    }

    /// Services, statuses and severities with their numbers of articles: a `Facets`.
    ///
    /// # Errors
    /// Throws a sentence for people.
    pub fn facets(&mut self) -> Result<Vec<u8>, JsError> {
        let Info { services, statuses, severities, .. } = self.engine()?.info();
        let services = services.iter().map(|one| (one.key.clone(), one.count));
        let severities = severities.iter().map(|(key, count)| (key.to_string(), *count));
        let counts = vec![
            (AttributeName::Service, services.collect()),
            (AttributeName::Status, statuses.clone()),
            (AttributeName::Severity, severities.collect()),
        ];
        let mut to = Values::default();
        self.counts(&counts, &mut to);
        Ok(to.into_bytes())
    }

    /// What to show before anything is typed: `Hit`s, the pinned ones first.
    ///
    /// # Errors
    /// Throws a sentence for people.
    #[wasm_bindgen(js_name = brokenNow)]
    pub fn broken_now(&mut self) -> Result<Vec<u8>, JsError> {
        let engine = self.engine()?;
        let (hits, pinned) = (engine.broken_now(), engine.info().pinned);
        let mut to = Values::default();
        to.list();
        for (at, hit) in hits.iter().enumerate() {
            to.object();
            self.hit(hit, &mut to);
            if at < pinned {
                to.key("pinned").flag(true);
            }
            to.end();
        }
        to.end();
        Ok(to.into_bytes())
    }

    /// What the bundle says of itself: an `Info`.
    ///
    /// # Errors
    /// Throws a sentence for people.
    pub fn info(&mut self) -> Result<Vec<u8>, JsError> {
        let info = self.engine()?.info();
        let mut to = Values::default();
        to.object();
        to.key("title").text(&info.title);
        to.key("audience").text(&info.audience);
        to.key("articles").number(info.articles as f64);
        to.key("lang").text(&info.lang);
        to.some("ticketUrl", info.ticket_url.as_deref());
        to.some("feedbackUrl", info.feedback_url.as_deref());
        to.some("editUrl", info.edit_url.as_deref());
        to.some("newUrl", info.new_url.as_deref());
        to.some("publicUrl", info.public_url.as_deref());
        to.end();
        Ok(to.into_bytes())
    }
}

impl Engine {
    fn engine(&mut self) -> Result<&mut search::Engine, BundleError> {
        let hot = self.hot;
        self.engine.as_mut().ok_or_else(|| BundleError::Mismatch(hot.path()))
    }

    /// The file at `path`, if it was asked for.
    fn file(&self, path: &str) -> Option<File> {
        self.asked.iter().find(|file| file.path() == path).copied()
    }

    /// Asks for files: for each its path, and the most bytes that it may have.
    fn missing(&mut self, files: Vec<File>) -> Vec<u8> {
        let mut to = Values::default();
        to.object();
        to.key("missing").list();
        for file in files {
            to.object();
            to.key("path").text(&file.path());
            to.key("most").number(file.most() as f64);
            to.end();
            if !self.asked.contains(&file) {
                self.asked.push(file);
            }
        }
        to.end();
        to.end();
        to.into_bytes()
    }

    /// Counts as a `Facets`.
    fn counts(&self, counts: &FacetCounts, to: &mut Values) {
        let services = self.engine.as_ref().map(|engine| &engine.info().services);
        to.object();
        for (key, name) in [
            ("services", AttributeName::Service),
            ("statuses", AttributeName::Status),
            ("severities", AttributeName::Severity),
        ] {
            to.key(key).list();
            let counts = counts.iter().filter(|(of, _)| *of == name);
            for (value, count) in counts.flat_map(|(_, values)| values) {
                to.object();
                match name {
                    AttributeName::Severity => {
                        let number: u8 = value.parse().unwrap_or_default();
                        to.key("key").number(f64::from(number));
                    }
                    _ => to.key("key").text(value),
                }
                if name == AttributeName::Service {
                    let mut services = services.into_iter().flatten();
                    let service =
                        services.find(|one| one.key.eq_ignore_ascii_case(value));
                    to.key("name").text(service.map_or(value, |one| &one.name));
                }
                to.key("count").number(*count as f64);
                to.end();
            }
            to.end();
        }
        to.end();
    }

    fn url(&self, card: &Card) -> String {
        self.base.clone() + &article_path(&card.id, self.pages)
    }

    fn hits(&self, hits: &[Hit], to: &mut Values) {
        to.list();
        for hit in hits {
            to.object();
            self.hit(hit, to);
            to.end();
        }
        to.end();
    }

    /// The properties of a `Hit`.
    fn hit(&self, hit: &Hit, to: &mut Values) {
        let Hit {
            card,
            title_ranges,
            excerpt_ranges,
            score,
            confidence,
            evidence: _,
            class,
            why,
        } = hit;
        let services = self.engine.iter().flat_map(|engine| &engine.info().services);
        let service =
            services.into_iter().find(|s| Some(&s.key) == card.service.as_ref());
        to.key("id").text(&card.id);
        to.key("title").text(&card.title);
        to.key("titleRanges").ranges(&card.title, title_ranges);
        to.key("status").text(card.status.word());
        to.some("service", card.service.as_deref());
        to.some("serviceName", service.map(|service| service.name.as_str()));
        if let Some(severity) = card.severity {
            to.key("severity").number(f64::from(severity.number()));
        }
        to.some("updated", card.updated.as_deref());
        to.some("fixedIn", card.fixed_in.as_deref());
        to.key("lang").text(&card.lang);
        if let Some(one) = &card.answer {
            answer(one, to.key("answer"));
        }
        to.key("excerpt").text(&card.excerpt);
        to.key("excerptRanges").ranges(&card.excerpt, excerpt_ranges);
        if card.internal {
            to.key("internal").flag(true);
        }
        to.some("source", Some(card.source.as_str()).filter(|s| !s.is_empty()));
        to.key("score").number(f64::from(*score));
        to.key("confidence").number(f64::from(*confidence));
        to.key("class").text(class.word());
        to.key("why").list();
        why.iter().for_each(|one| reason(one, to));
        to.end();
        to.key("url").text(&self.url(card));
    }
}

fn answer(answer: &Answer, to: &mut Values) {
    to.object();
    to.key("kind").text(answer.kind.word());
    to.some("name", answer.name.as_deref());
    to.end();
}

fn reason(reason: &Reason, to: &mut Values) {
    to.object();
    to.key("kind").text(reason.kind.word());
    to.key("text").text(&reason.text);
    to.key("fields").list();
    reason.fields.iter().for_each(|field| to.text(field.word()));
    to.end();
    to.end();
}

fn rewrite(rewrite: &Rewrite, to: &mut Values) {
    to.object();
    to.key("kind").text(rewrite.kind.word());
    to.key("typed").text(&rewrite.typed);
    to.key("meant").text(&rewrite.meant);
    to.end();
}

/// A result, of which the value comes next.
fn done() -> Values {
    let mut to = Values::default();
    to.object();
    to.key("done");
    to
}

/// A text in place of a result: what somebody else has to do before.
fn said(key: &str, text: &str) -> Vec<u8> {
    let mut to = Values::default();
    to.object();
    to.key(key).text(text);
    finished(to)
}

fn finished(mut to: Values) -> Vec<u8> {
    to.end();
    to.into_bytes()
}
