//! The JavaScript door: the only module that knows JavaScript, `fetch` and promises.
//!
//! [`Engine`] drives the search engine: it runs a step, fetches what the step asks for, all
//! at once, and runs it again. What it gives are plain objects as `kedb.d.ts` describes
//! them; ranges become UTF-16 offsets here.

mod fetch;
mod object;

use crate::article::Answer;
use crate::bundle::{Card, File, Info, Manifest};
use crate::query::Input;
use crate::schema::AttributeName;
use crate::search::{
    self, FacetCounts, Hit, Reason, Request, Rewrite, SearchError, Step, Strictness,
};
use fetch::fetch_all;
use js_sys::{Array, Error, JSON};
use object::{Object, option, utf16};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// Rounds after which a search gives up: one needs three, the order of words and misspelt ones
/// one more each.
const MAX_ROUNDS: usize = 12;

/// An open bundle.
#[wasm_bindgen]
pub struct Engine {
    engine: RefCell<search::Engine>,
    /// The bundle's address, ending with `/`.
    base: String,
    /// Counts searches: a newer one ends the older.
    newest: Cell<u32>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens the bundle at `base`, whose manifest and hot pack have been fetched.
    ///
    /// # Errors
    /// Rejects with a sentence for people.
    pub async fn open(
        base: String,
        manifest: String,
        hot: Vec<u8>,
    ) -> Result<Engine, Error> {
        let name = Manifest::from_json(&manifest)
            .and_then(|manifest| manifest.files.hot.name())
            .map_err(|error| Error::new(&error.to_string()))?;
        let hot = fetch::inflated(&File::Named(name), hot).await?;
        let engine = search::Engine::open(&hot).map_err(sentence)?;
        Ok(Engine { engine: RefCell::new(engine), base, newest: Cell::new(0) })
    }

    /// Known errors for `text`: a `Results`.
    ///
    /// # Errors
    /// Rejects with a sentence for people, or with an `AbortError` if a newer search began.
    pub async fn search(&self, text: String, options: JsValue) -> Result<JsValue, Error> {
        let mode = option(&options, "mode").as_string().unwrap_or_default();
        let number = |name| option(&options, name).as_f64();
        let input = if mode == "log" {
            // A piece of one, which need not look like a log by itself.
            Input::Log
        } else if mode == "match" || option(&options, "pasted").is_truthy() {
            Input::Pasted
        } else {
            Input::Typed { unfinished: option(&options, "typing").is_truthy() }
        };
        let request = Request {
            text,
            input,
            strictness: match mode.as_str() {
                "suggest" => Strictness::Unasked,
                _ => Strictness::Asked,
            },
            limit: number("limit").map(|limit| limit.clamp(0.0, 1000.0) as usize),
            service: option(&options, "service").as_string(),
            status: option(&options, "status").as_string(),
            severity: number("severity").map(|severity| severity as u8),
            literal: option(&options, "literal").is_truthy(),
            facets: option(&options, "facets").is_truthy(),
        };
        let turn = self.newest.get().wrapping_add(1);
        self.newest.set(turn);
        let results = self.run(Some(turn), |engine| engine.search(&request)).await?;
        let hits = |hits: &[Hit]| -> Array {
            hits.iter().map(|hit| JsValue::from(self.hit(hit))).collect()
        };
        let mut object = Object::default();
        object.set("hits", hits(&results.hits));
        object.set("related", hits(&results.related));
        object.set("unknownCodes", strings(&results.unknown_codes));
        object.set("unknownPhrases", strings(&results.unknown_phrases));
        object.set("total", results.total as f64);
        object.set("instead", list(&results.instead, rewrite));
        object.set("ignored", strings(&results.ignored));
        object.set("used", strings(&results.used));
        object.set("isLog", results.is_log);
        object.set("isCut", results.is_cut);
        object.set_some("facets", request.facets.then(|| self.counts(&results.facets)));
        Ok(object.into())
    }

    /// The article with this id, alias or retired id: an `Article`, or `null`.
    ///
    /// # Errors
    /// Rejects with a sentence for people.
    pub async fn article(&self, id: String) -> Result<JsValue, Error> {
        let card = self.run(None, |engine| engine.article(&id)).await?;
        let Some(card) = card else { return Ok(JsValue::NULL) };
        let trees = fetch_all(&self.base, vec![File::Named(card.tree)]).await?;
        let text = trees.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default();
        let article = JSON::parse(&String::from_utf8_lossy(&text)).map_err(|_| {
            Error::new("the article's file is damaged: load the page again")
        })?;
        let mut article = Object::of(article);
        article.set("url", self.url(&card));
        Ok(article.into())
    }

    /// Services, statuses and severities with their numbers of articles: a `Facets`.
    #[must_use]
    pub fn facets(&self) -> JsValue {
        let engine = self.engine.borrow();
        let Info { services, statuses, severities, .. } = engine.info();
        let services = services.iter().map(|one| (one.key.clone(), one.count));
        let severities = severities.iter().map(|(key, count)| (key.to_string(), *count));
        self.counts(&vec![
            (AttributeName::Service, services.collect()),
            (AttributeName::Status, statuses.clone()),
            (AttributeName::Severity, severities.collect()),
        ])
    }

    /// Counts as a `Facets`.
    fn counts(&self, counts: &FacetCounts) -> JsValue {
        let of =
            |name, key: fn(&str) -> JsValue, label: &dyn Fn(&str) -> Option<String>| {
                let values = counts.iter().filter(|(of, _)| *of == name);
                let values = values.flat_map(|(_, values)| values);
                let values = values.map(|(value, count)| {
                    let mut object = Object::default();
                    object.set("key", key(value));
                    object.set_some("name", label(value));
                    object.set("count", *count as f64);
                    JsValue::from(object)
                });
                values.collect::<Array>()
            };
        let engine = self.engine.borrow();
        let name = |key: &str| {
            let services = &engine.info().services;
            let service = services.iter().find(|one| one.key.eq_ignore_ascii_case(key));
            Some(service.map_or(key, |one| &one.name).to_owned())
        };
        let number = |text: &str| JsValue::from_f64(text.parse().unwrap_or_default());
        let mut facets = Object::default();
        facets.set("services", of(AttributeName::Service, JsValue::from_str, &name));
        facets.set("statuses", of(AttributeName::Status, JsValue::from_str, &|_| None));
        facets.set("severities", of(AttributeName::Severity, number, &|_| None));
        facets.into()
    }

    /// What to show before anything is typed: `Hit`s, the pinned ones first.
    #[wasm_bindgen(js_name = brokenNow)]
    pub fn broken_now(&self) -> Array {
        let hits = self.engine.borrow().broken_now();
        let pinned = self.engine.borrow().info().pinned;
        let object = |(at, hit)| {
            let mut object = self.hit(hit);
            object.set_some("pinned", (at < pinned).then_some(true));
            JsValue::from(object)
        };
        hits.iter().enumerate().map(object).collect()
    }

    /// What the bundle says of itself: an `Info`.
    pub fn info(&self) -> JsValue {
        let engine = self.engine.borrow();
        let info = engine.info();
        let mut object = Object::default();
        object.set("title", info.title.as_str());
        object.set("audience", info.audience.as_str());
        object.set("articles", info.articles as f64);
        object.set("lang", info.lang.as_str());
        object.set_some("ticketUrl", info.ticket_url.as_deref());
        object.set_some("feedbackUrl", info.feedback_url.as_deref());
        object.set_some("editUrl", info.edit_url.as_deref());
        object.set_some("newUrl", info.new_url.as_deref());
        object.set_some("publicUrl", info.public_url.as_deref());
        object.into()
    }

    /// Runs a step until it is done. The engine is not borrowed while files are fetched.
    async fn run<T>(
        &self,
        turn: Option<u32>,
        mut step: impl FnMut(&mut search::Engine) -> Result<Step<T>, SearchError>,
    ) -> Result<T, Error> {
        for _ in 0..MAX_ROUNDS {
            let missing = match step(&mut self.engine.borrow_mut()).map_err(sentence)? {
                Step::Done(result) => return Ok(result),
                Step::Fetch(missing) => missing,
            };
            for (file, content) in fetch_all(&self.base, missing).await? {
                self.engine.borrow_mut().supply(file, &content).map_err(sentence)?;
            }
            if turn.is_some_and(|turn| turn != self.newest.get()) {
                let error = Error::new("a newer search has begun");
                error.set_name("AbortError");
                return Err(error);
            }
        }
        Err(Error::new("the bundle is incomplete: rebuild it"))
    }

    fn url(&self, card: &Card) -> String {
        format!("{}articles/{}.html", self.base, card.id)
    }

    fn hit(&self, hit: &Hit) -> Object {
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
        let engine = self.engine.borrow();
        let services = &engine.info().services;
        let service = services.iter().find(|s| Some(&s.key) == card.service.as_ref());
        let mut object = Object::default();
        object.set("id", card.id.as_str());
        object.set("title", card.title.as_str());
        object.set("titleRanges", utf16(&card.title, title_ranges));
        object.set("status", card.status.word());
        object.set_some("service", card.service.as_deref());
        object.set_some("serviceName", service.map(|service| service.name.as_str()));
        object.set_some("severity", card.severity.map(|sev| f64::from(sev.number())));
        object.set_some("updated", card.updated.as_deref());
        object.set_some("fixedIn", card.fixed_in.as_deref());
        object.set("lang", card.lang.as_str());
        object.set_some("answer", card.answer.as_ref().map(answer));
        object.set("excerpt", card.excerpt.as_str());
        object.set("excerptRanges", utf16(&card.excerpt, excerpt_ranges));
        object.set_some("internal", card.internal.then_some(true));
        object.set_some("source", Some(card.source.as_str()).filter(|s| !s.is_empty()));
        object.set("score", f64::from(*score));
        object.set("confidence", f64::from(*confidence));
        object.set("class", class.word());
        object.set("why", list(why, reason));
        object.set("url", self.url(card));
        object
    }
}

fn answer(answer: &Answer) -> Object {
    let mut object = Object::default();
    object.set("kind", answer.kind.word());
    object.set_some("name", answer.name.as_deref());
    object
}

fn reason(reason: &Reason) -> Object {
    let mut object = Object::default();
    object.set("kind", reason.kind.word());
    object.set("text", reason.text.as_str());
    let fields: Array =
        reason.fields.iter().map(|tag| JsValue::from(tag.word())).collect();
    object.set("fields", fields);
    object
}

fn rewrite(rewrite: &Rewrite) -> Object {
    let mut object = Object::default();
    object.set("kind", rewrite.kind.word());
    object.set("typed", rewrite.typed.as_str());
    object.set("meant", rewrite.meant.as_str());
    object
}

fn strings(texts: &[String]) -> Array {
    texts.iter().map(|text| JsValue::from(text.as_str())).collect()
}

fn list<T>(items: &[T], each: impl Fn(&T) -> Object) -> Array {
    items.iter().map(|item| JsValue::from(each(item))).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
fn sentence(error: SearchError) -> Error {
    Error::new(&error.to_string())
}

/// Files by name, inflated and verified.
type Contents = BTreeMap<File, Vec<u8>>;
