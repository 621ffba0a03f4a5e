//! The articles of a bundle as the documents of a search server: settings of an index, and lines for
//! the server's endpoint `_bulk`.
//!
//! All comes out of the bundle itself, so nothing can be on the server that its audience may not
//! read, and the numbers of the documents are those of the bundle. How a document is read again:
//! see [`kedb_engine::server`].

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kedb_engine::bundle::{Card, CardBlock};
use kedb_engine::reader::Reader;
use kedb_engine::schema::{IndexField, title_information};
use kedb_engine::server::{self, DATA, DOC, Found, TERMS};
use kedb_engine::weights;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

/// Documents that are made at the same time: their terms lie in the index term by term, so the
/// whole index is read for each such number of them.
const AT_ONCE: u32 = 4096;

/// A kind of search server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ServerKind {
    /// OpenSearch 2 or later
    Opensearch,
    /// Elasticsearch 7.10 or later
    Elasticsearch,
    /// Quickwit 0.8 or later
    Quickwit,
}

/// The index that the documents go to: the body of the request that makes it. `build` is the path of
/// the bundle's hot pack.
#[must_use]
pub fn index(kind: ServerKind, name: &str, build: &str) -> Value {
    let keywords = ["id", "title", "service", "status", "severity", "updated"];
    match kind {
        ServerKind::Opensearch | ServerKind::Elasticsearch => {
            let keyword = |name: &str| {
                // Longer titles are stored and not indexed.
                (name.to_owned(), json!({ "type": "keyword", "ignore_above": 1024 }))
            };
            let mut properties: serde_json::Map<String, Value> =
                keywords.into_iter().map(keyword).collect();
            properties.insert(DOC.to_owned(), json!({ "type": "integer" }));
            properties.insert(
                TERMS.to_owned(),
                json!({
                    "type": "text", "analyzer": "whitespace", "norms": false,
                    "index_options": "docs",
                }),
            );
            properties
                .insert(DATA.to_owned(), json!({ "type": "object", "enabled": false }));
            json!({
                "settings": { "index": { "number_of_shards": 1 } },
                "mappings": {
                    "_meta": { "kedb": build },
                    "dynamic": false,
                    "properties": properties,
                },
            })
        }
        ServerKind::Quickwit => {
            let keyword =
                |name: &str| json!({ "name": name, "type": "text", "tokenizer": "raw" });
            let mut fields: Vec<Value> = keywords.into_iter().map(keyword).collect();
            fields.push(json!({ "name": DOC, "type": "u64" }));
            fields.push(json!({
                "name": TERMS, "type": "text", "tokenizer": "whitespace", "record": "basic",
                "fieldnorms": true, "stored": false,
            }));
            fields.push(
                json!({ "name": DATA, "type": "json", "indexed": false, "stored": true }),
            );
            json!({
                "version": "0.8",
                "index_id": name,
                "doc_mapping": { "mode": "lenient", "field_mappings": fields },
            })
        }
    }
}

/// A document as it is sent.
#[derive(Serialize)]
struct Document<'d> {
    doc: u32,
    id: &'d str,
    title: &'d str,
    service: Option<&'d str>,
    status: &'d str,
    severity: Option<String>,
    updated: Option<&'d str>,
    terms: String,
    data: Data<'d>,
}

/// What the server stores and does not read.
#[derive(Serialize)]
struct Data<'d> {
    build: &'d str,
    doc: u32,
    length: u32,
    attributes: &'d str,
    card: String,
    places: &'d BTreeMap<String, String>,
}

/// What the index holds of a document.
#[derive(Default)]
struct Indexed {
    attributes: String,
    /// The declared codes, as they stand among the terms.
    declared: Vec<String>,
    /// The words of the title's terms.
    title: Vec<String>,
    /// By the word of a term.
    places: BTreeMap<String, String>,
    /// By the word of a term how often it stands in the article, each time as much as its section
    /// counts.
    frequencies: BTreeMap<String, f32>,
}

impl Indexed {
    fn add(&mut self, field: IndexField, term: &str, found: &Found) {
        let word = server::word(term);
        if field == IndexField::Attribute {
            separate(&mut self.attributes, " ");
            self.attributes.push_str(&word);
            return;
        }
        match field {
            IndexField::Code => self.declared.push(server::declared(term)),
            IndexField::Title => self.title.push(word.clone()),
            _ => {}
        }
        let places = self.places.entry(word.clone()).or_default();
        separate(places, ";");
        places.push_str(&server::places(field, found));
        *self.frequencies.entry(word).or_default() +=
            weights::section(field) * found.frequency as f32;
    }

    /// What the server compares, for a document that is so many times as long as others, with a title
    /// that tells so many nats.
    fn terms(&self, length: f32, nats: f32) -> String {
        let mut terms = self.attributes.clone();
        let range = server::TITLES.iter().rposition(|(from, _)| nats >= *from);
        let titled = self.title.iter().zip(range.into_iter().cycle());
        let titled = titled.map(|(word, range)| server::titled(word, range));
        let steps = self.frequencies.iter().flat_map(|(word, frequency)| {
            let strength = weights::saturation(*frequency, length);
            let steps =
                server::STEPS.iter().take_while(move |(from, _)| strength >= *from);
            steps.enumerate().map(|(number, _)| server::step(word, number))
        });
        for term in self.declared.iter().cloned().chain(titled).chain(steps) {
            separate(&mut terms, " ");
            terms.push_str(&term);
        }
        terms
    }
}

fn separate(text: &mut String, with: &str) {
    if !text.is_empty() {
        text.push_str(with);
    }
}

/// Gives each document to `take`: the article's id, and the document as JSON in one line. `build` is
/// the path of the hot pack, and `titles` what it holds of them.
///
/// # Errors
/// The index can't be read, or `take` fails.
pub fn documents(
    reader: &Reader,
    cards: &[Card],
    titles: &[u8],
    build: &str,
    mut take: impl FnMut(&str, &str) -> io::Result<()>,
) -> io::Result<()> {
    let lengths = reader.lengths()?;
    let average = reader.average_length(cards.len());
    let count = u32::try_from(cards.len()).unwrap_or(u32::MAX);
    let mut cards = (0..count).zip(cards);
    for start in (0..count).step_by(AT_ONCE as usize) {
        let range = start..count.min(start.saturating_add(AT_ONCE));
        for (indexed, (doc, card)) in indexed(reader, range)?.iter().zip(&mut cards) {
            let block = CardBlock { cards: vec![card.clone()] };
            let length = lengths.of(doc).unwrap_or_default();
            let nats = title_information(titles, doc);
            let document = Document {
                doc,
                id: &card.id,
                title: &card.title,
                service: card.service.as_deref(),
                status: card.status.word(),
                severity: card.severity.map(|severity| severity.number().to_string()),
                updated: card.updated.as_deref(),
                terms: indexed.terms(length as f32 / average, nats),
                data: Data {
                    build,
                    doc,
                    length,
                    attributes: &indexed.attributes,
                    card: BASE64_STANDARD.encode(block.to_bytes()),
                    places: &indexed.places,
                },
            };
            take(&card.id, &serde_json::to_string(&document)?)?;
        }
    }
    Ok(())
}

/// What the index holds of the documents in `range`.
fn indexed(reader: &Reader, range: Range<u32>) -> io::Result<Vec<Indexed>> {
    let mut documents: Vec<Indexed> = range.clone().map(|_| Indexed::default()).collect();
    let mut stream = reader.dictionary().stream()?;
    while let Some((key, info)) = stream.next() {
        let Some((field, term)) = key.split_last() else { continue };
        let field = IndexField::from_byte(*field);
        let (Some(field), Ok(term)) = (field, std::str::from_utf8(term)) else {
            continue;
        };
        let postings = reader.postings(info)?.into_iter();
        let postings = postings.filter(|posting| range.contains(&posting.doc));
        let places = reader.places(info, |doc| range.contains(&doc))?;
        // Both are ascending.
        for (posting, (doc, places)) in postings.zip(places) {
            let found = Found { frequency: posting.frequency, places };
            if let Some(document) = documents.get_mut((doc - range.start) as usize) {
                document.add(field, term, &found);
            }
        }
    }
    Ok(documents)
}
