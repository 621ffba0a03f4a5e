//! How the articles of a bundle lie on a search server, such as OpenSearch: one document each.
//!
//! A server of that kind analyses text in its own way, and what kedb finds lives in its own
//! analysis. So a document carries the terms of its article as the bundle's index holds them, and
//! the server compares them letter by letter:
//!
//! - [`TERMS`], split at white space: each term as its [`word`], once more for each [`step`] of how
//!   strongly the article holds it, and once if its title holds it ([`titled`]), so that the score of
//!   a query is near that of the bundle's own ranking, however the server weighs terms; a declared
//!   code stands there as such, too ([`declared`]);
//! - [`DATA`], which the server stores and does not read: among others the card and, by
//!   [`word`], the places of each term ([`places`]), so that the ranking here needs no file of the
//!   bundle's index but its dictionary.
//!
//! The write side is `kedb export`; what a server answers is read by [`Candidate::read`].

use crate::schema::IndexField;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The version of the documents: a part of the names of indexes, so that documents of two versions
/// are never in one index.
pub const FORMAT: u32 = 2;

/// The field of the terms.
pub const TERMS: &str = "terms";

/// The field of the document's number in the bundle.
pub const DOC: &str = "doc";

/// The field of what is stored.
pub const DATA: &str = "data";

/// In [`DATA`]: the path of the hot pack of the bundle that the document belongs to. The numbers of
/// documents and their terms mean something only beside it.
pub const BUILD: &str = "build";

/// In [`DATA`]: how many words the article has.
pub const LENGTH: &str = "length";

/// In [`DATA`]: the article's attributes, each as a [`word`], with blanks between them.
pub const ATTRIBUTES: &str = "attributes";

/// In [`DATA`]: the card, as the only one of a block of cards, in Base64.
pub const CARD: &str = "card";

/// In [`DATA`]: an object with the [`places`](fn@places) of each term by its [`word`].
pub const PLACES: &str = "places";

/// About the most bytes of a word: a server cuts tokens of more than 255 characters in pieces.
const LONGEST: usize = 200;

/// A term as the name of a property, and as a word without white space: letters and digits stay,
/// each other byte becomes `%` and two hexadecimal digits.
#[must_use]
pub fn word(term: &str) -> String {
    let mut word = String::with_capacity(term.len());
    for letter in term.chars() {
        if word.len() > LONGEST {
            break;
        }
        if letter.is_alphanumeric() {
            word.push(letter);
        } else {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string can't fail.
                let _ = write!(word, "%{byte:02x}");
            }
        }
    }
    word
}

/// A term as an article declares it among its codes, as it stands in [`TERMS`].
#[must_use]
pub fn declared(term: &str) -> String {
    format!("={}", word(term))
}

/// The steps in which it is kept how strongly an article holds a term, 0 to 1: from which strength on
/// an article has the step, and what the step adds to what the term counts. Together the steps give
/// the middle between two of them.
pub const STEPS: [(f32, f32); 6] =
    [(0.0, 0.055), (0.11, 0.11), (0.22, 0.11), (0.33, 0.13), (0.48, 0.15), (0.63, 0.155)];

/// A step of a term, by its number in [`STEPS`], as it stands in [`TERMS`]; the first one is the
/// [`word`] alone.
#[must_use]
pub fn step(word: &str, number: usize) -> String {
    if number == 0 { word.to_owned() } else { format!("{word}^{number}") }
}

/// What the titles of articles tell, in nats, in ranges: where each begins, and what stands for it.
pub const TITLES: [(f32, f32); 6] =
    [(0.0, 4.0), (6.0, 8.0), (10.0, 13.0), (16.0, 20.0), (25.0, 32.0), (40.0, 50.0)];

/// A term of a title that tells so much, by the number of its range in [`TITLES`], as it stands in
/// [`TERMS`].
#[must_use]
pub fn titled(word: &str, number: usize) -> String {
    format!("{word}^t{number}")
}

/// How often and where a term stands in a section, as text: `4*2:7,2` is twice, as the eighth and the
/// tenth word of the symptoms. Sections follow one another with `;` between them.
#[must_use]
pub fn places(field: IndexField, found: &Found) -> String {
    let mut before = 0;
    let steps = found.places.iter().map(|place| {
        let step = place - before;
        before = *place;
        step.to_string()
    });
    let steps: Vec<String> = steps.collect();
    format!("{}*{}:{}", field.byte(), found.frequency, steps.join(","))
}

/// A term in a section of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// How often it stands there: in one place it may stand twice, in two spellings.
    pub frequency: u32,
    /// Where it stands.
    pub places: BTreeSet<u32>,
}

/// What kind of server is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// OpenSearch and Elasticsearch.
    #[default]
    OpenSearch,
    /// Quickwit's endpoints for clients of Elasticsearch: it does not count by filters, and sorts
    /// by score only if it is asked to.
    Quickwit,
}

/// A document that a server has given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The document's number in the bundle.
    pub doc: u32,
    /// How many words the article has.
    pub length: u32,
    /// By [`word`]: by the byte of the section, where the term stands. A request asks for so few terms
    /// that looking through them is fast enough, and takes the least code.
    terms: Vec<(String, Vec<(u8, Found)>)>,
}

impl Candidate {
    /// A document as text: a line each for its number, its length and its attributes, and one for
    /// each term, its word and its places. None if it is damaged.
    #[must_use]
    pub fn read(text: &str) -> Option<Candidate> {
        let mut lines = text.lines();
        let doc = lines.next()?.parse().ok()?;
        let length = lines.next()?.parse().ok()?;
        let attribute = || vec![(IndexField::Attribute.byte(), Found::default())];
        let attributes = lines.next().unwrap_or_default().split(' ');
        let mut terms: Vec<_> =
            attributes.map(|word| (word.to_owned(), attribute())).collect();
        for line in lines {
            let (word, sections) = line.split_once(' ')?;
            let sections = sections.split(';').map(read_places);
            terms.push((word.to_owned(), sections.collect::<Option<_>>()?));
        }
        Some(Candidate { doc, length, terms })
    }

    /// The term with this [`word`] in a section.
    #[must_use]
    pub fn find(&self, word: &str, field: u8) -> Option<&Found> {
        let (_, sections) = self.terms.iter().find(|(other, _)| other == word)?;
        sections.iter().find(|(other, _)| *other == field).map(|(_, found)| found)
    }
}

/// Reads what [`places`] writes of a section.
fn read_places(section: &str) -> Option<(u8, Found)> {
    let (head, steps) = section.split_once(':')?;
    let (field, frequency) = head.split_once('*')?;
    let number = |text: &str| text.parse::<u32>().ok();
    let mut place = 0_u32;
    let mut places = BTreeSet::new();
    for step in steps.split(',') {
        place = place.checked_add(number(step)?)?;
        places.insert(place);
    }
    let found = Found { frequency: number(frequency)?, places };
    Some((u8::try_from(number(field)?).ok()?, found))
}
