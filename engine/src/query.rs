//! What a person typed or pasted, as what to look for. Any text is a valid query: reading
//! one can't fail.
//!
//! A query is one *passage*: a few words, a message, or prose such as a ticket or a mail. A
//! log is several: each of its telling lines is a passage, and an article must answer one of
//! them by itself. Telling are the lines whose words the other lines don't have: what repeats
//! is the program's way to talk, not the error.
//!
//! A passage has *clauses*, the words and codes that it asks for, and *alternatives*: other
//! ways in which an article may say some of its clauses, such as a compound written in one
//! word. Words without a topic are no clauses.

mod address;
mod asides;
mod details;
mod frame;
mod grammar;
pub mod log;
mod person;
mod prose;
mod read;
mod report;
mod word;

use crate::article::ArticleId;
use crate::bundle::{Lexicon, Usage};
use crate::text::{Language, Token, paste};
use grammar::Grammar;
use read::passage;
use std::ops::Range;
use word::{Word, words};

pub use read::{follow, sequence, sequence_and_idiom, terms_of};

/// Longest text that is read, in bytes; the rest is not.
pub const MAX_BYTES: usize = 1 << 20;

/// From this many words on a passage is a message: its names and numbers are somebody
/// else's.
const MESSAGE: usize = 6;

/// How a text came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Somebody typed it: it may hold filters and phrases.
    Typed {
        /// Whether its last word is still being typed.
        unfinished: bool,
    },
    /// It was copied from somewhere: what looks like a filter is none, and a line of it may be
    /// known by its signature.
    Pasted,
    /// It is a log, however short: an article must answer one of its lines.
    Log,
}

impl Default for Input {
    fn default() -> Input {
        Input::Typed { unfinished: false }
    }
}

/// What is known of words before they are looked up.
pub struct Knowledge<'k> {
    /// The languages of the articles, by each of which a word is stemmed.
    pub languages: &'k [Language],
    /// What general language says of words.
    pub lexicon: &'k Lexicon,
    /// The idioms whose meaning is known: the terms of each of their words, see [`sequence_and_idiom`].
    pub idioms: &'k [Vec<Vec<String>>],
    /// What the words of a log tell; asked for those only.
    pub telling: log::Telling<'k>,
}

/// A query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What to look for; an article answers one of them.
    pub passages: Vec<Passage>,
    /// The query as the id of an article, as a key, if it is one word that may be one.
    /// Ids that look like codes are looked up as such.
    pub id: Option<String>,
    /// Whether it is the address of a mailbox or of a page: only what holds it as a whole answers, what it names, and
    /// what declares a code in it.
    pub is_address: bool,
    /// Whether it is one name whose parts, in capitals, have dots between them: `ERR.SHOP.CART_FULL`.
    pub is_dotted_name: bool,
    /// The attributes of the articles that have the query, or a line or sentence of it, for a
    /// title.
    pub titles: Vec<String>,
    /// Attributes that an article must have.
    pub filters: Vec<String>,
    /// Whether it is filters and nothing else.
    pub is_filter: bool,
    /// Words of which no answer may have all, from `-word` and `-"these words"`.
    pub excluded: Vec<Exclusion>,
    /// Whether it is a log.
    pub is_log: bool,
    /// Whether it is still being typed.
    pub is_unfinished: bool,
    /// Whether the text was longer than [`MAX_BYTES`].
    pub is_cut: bool,
    /// The lines to try signatures on, as pasted; none of what was merely typed.
    pub lines: Vec<String>,
    /// The same mail or ticket with the mails that it answers, or what stands behind its farewell, to be asked where it
    /// has no answer without them.
    pub thread: Option<Box<Query>>,
}

/// A text that belongs together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// The line of a log that it is; else empty.
    pub line: String,
    /// Words and codes with a topic, in order, each once.
    pub clauses: Vec<Clause>,
    /// All words as they follow each other, those without a topic too.
    pub spoken: Vec<Spoken>,
    /// Other ways to say some of the clauses.
    pub alternatives: Vec<Alternative>,
    /// What stands in quotes: these words in this order.
    pub phrases: Vec<Phrase>,
    /// Which of the spoken words stand in quotes.
    pub quotes: Vec<Range<usize>>,
    /// Which of them are a sentence each, where there are several.
    pub sentences: Vec<Range<usize>>,
    /// Whether it is long enough to be a message.
    pub is_message: bool,
}

/// One thing to look for.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// As typed.
    pub text: String,
    /// As typed, folded, and not stemmed: a declared code is just this word.
    pub folded: String,
    /// Its terms; any of them will do. Several languages stem a word in several ways. An idiom has none:
    /// its alternatives say what it means.
    pub terms: Vec<String>,
    /// What it is.
    pub kind: ClauseKind,
    /// What general language says of it.
    pub usage: Option<Usage>,
    /// Whether it is still being typed: then any longer word will do too.
    pub prefix: bool,
    /// Whether only an article will do that declares it as an error code: `code:timeout`.
    pub declared: bool,
    /// Whether it is a piece of a code that is a clause of its own: of `Event ID 4625`.
    pub of_code: bool,
    /// Whether it is one of at least three parts of a name that is written in one word:
    /// `VirtOperatorDown`.
    pub of_name: bool,
    /// Whether it may differ from case to case: see [`Token::volatile`]. What names an error does not.
    pub volatile: bool,
    /// Whether it is the number of an error, which is asked for while it is typed too, unless an article has a number
    /// that begins so.
    pub is_number_of_error: bool,
    /// Whether it is a number that says how much or how long: an article that has it is no worse, and
    /// none is asked for it.
    pub is_amount: bool,
    /// See [`Token::position`].
    pub position: u32,
    /// How often the text says it.
    pub times: u32,
}

/// A word in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// See [`Token::position`].
    pub position: u32,
    /// See [`Clause::terms`].
    pub terms: Vec<String>,
    /// The number of its clause, if it has a topic.
    pub clause: Option<usize>,
}

/// What a clause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// A word of a language.
    Word,
    /// A code.
    Code {
        /// See [`crate::text::code::Shape::strong`].
        strong: bool,
    },
}

/// Another way to say one or several clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The clauses that it stands for, by number.
    pub clauses: Vec<usize>,
    /// The terms of each of its words, all of which an article must have; any term of a word
    /// will do.
    pub words: Vec<Vec<String>>,
    /// What it is.
    pub kind: AlternativeKind,
}

/// Why something else says the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlternativeKind {
    /// It is the same, written in one word or in several.
    Spelling,
    /// It is a compound that no article has, in its parts, which may mean something else together.
    Parts {
        /// What of the query.
        typed: String,
        /// The parts.
        meant: String,
    },
    /// Together it may be a code that an article declares: the name of an alert, a name and a
    /// number.
    Code {
        /// What of the query.
        typed: String,
    },
    /// A list of synonyms says so.
    Synonym {
        /// What of the query.
        typed: String,
        /// As the list has it.
        meant: String,
    },
}

/// Words of which no answer may have all.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    /// As typed, without the hyphen.
    pub text: String,
    /// The words.
    pub clauses: Vec<Clause>,
    /// The clause of the query that it is, by number, if it may be an option.
    pub clause: Option<usize>,
    /// The term of the option of a command that it may be instead: where an article holds the
    /// option as written, nothing is excluded.
    pub option: Option<String>,
}

/// Words that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// As typed, without quotes.
    pub text: String,
    /// The terms of each word, any of which will do, and its place after the first one; words
    /// without a topic too.
    pub words: Vec<(Vec<String>, u32)>,
}

impl Query {
    /// Whether `text` is a log, for which [`Query::new`] wants to know what is known.
    #[must_use]
    pub fn is_log(text: &str, input: Input, lexicon: &Lexicon) -> bool {
        if input == Input::Log {
            return true;
        }
        let text = paste::cleaned(cut(text));
        let lines = text.lines().filter(|line| !is_blank(line)).collect();
        log::is_log(&report::without_details(lines), lexicon)
    }

    /// Reads `text`.
    #[must_use]
    pub fn new(text: &str, input: Input, knowledge: &Knowledge<'_>) -> Query {
        Query::read(text, input, knowledge, true)
    }

    /// Reads `text`. `is_framed`: whether it may have the frame of a mail or a ticket.
    fn read(
        text: &str,
        input: Input,
        knowledge: &Knowledge<'_>,
        is_framed: bool,
    ) -> Query {
        let whole = cut(text);
        let is_cut = whole.len() < text.len();
        let text = address::readable(&paste::cleaned(whole));
        let mut lines: Vec<&str> = text.lines().filter(|line| !is_blank(line)).collect();
        if input != Input::Log {
            lines = report::without_details(lines);
        }
        if input == Input::Log || log::is_log(&lines, knowledge.lexicon) {
            // A program says nothing in idioms.
            let knowledge = &Knowledge { idioms: &[], ..*knowledge };
            let passages =
                log::telling(&lines, knowledge).into_iter().map(|(line, words)| {
                    Passage { line: line.to_owned(), ..passage(&words, knowledge) }
                });
            let passages = passages.filter(|passage| !passage.clauses.is_empty());
            return Query {
                passages: passages.collect(),
                is_log: true,
                is_cut,
                lines: as_pasted(whole),
                ..Query::default()
            };
        }
        let is_pasted = input == Input::Pasted || text.trim_end().contains('\n');
        let one_line = match lines.as_slice() {
            [line] if is_pasted => line,
            _ => text.as_str(),
        };
        let whole_line =
            prose::without_greeting(prose::without_prefixes(one_line), knowledge.lexicon);
        let mut one_line = whole_line;
        if is_framed {
            one_line = prose::without_end(whole_line, knowledge.lexicon);
        }
        let mut thread = (one_line.len() < whole_line.len() && lines.len() == 1)
            .then(|| Query::read(whole_line, input, knowledge, false));
        let mut grammar = if lines.len() > 1 && is_framed {
            let letter = prose::read(&lines, knowledge.lexicon);
            thread = letter
                .thread
                .map(|text| Query::read(&text, Input::Pasted, knowledge, false));
            Grammar::plain(&letter.question)
        } else if lines.len() > 1 {
            Grammar::plain(&text)
        } else if is_pasted || is_data(one_line) {
            Grammar::plain(one_line)
        } else {
            Grammar::new(one_line)
        };
        let address = address::alone(&grammar.text);
        let is_address = address.is_some();
        if let Some(address) = address {
            grammar.phrases = vec![address];
        }
        let end = grammar.text.trim_end().len();
        let unfinished = input == Input::Typed { unfinished: true }
            && end == one_line.trim_end_matches('*').len();
        let begun = |token: &Token| {
            unfinished && token.to == end
                || grammar.beginnings.binary_search(&token.to).is_ok()
        };
        let words = words(&grammar.text, begun);
        let mut words = details::without(words, &grammar.text, knowledge.lexicon);
        for range in &grammar.codes {
            declare(&mut words, range, &grammar.text);
        }
        // Within such a name each part tells as much as any other.
        let is_dotted_name = is_dotted_name(&grammar.text);
        let no_lexicon = Lexicon::default();
        let lexicon = if is_dotted_name { &no_lexicon } else { knowledge.lexicon };
        let mut passage = passage(&words, &Knowledge { lexicon, ..*knowledge });
        passage.clauses.iter_mut().for_each(|one| one.volatile &= !is_dotted_name);
        let phrases = grammar.phrases.iter();
        passage.phrases = phrases
            .filter_map(|range| {
                read::phrase(&words, range, &grammar.text, knowledge.languages)
            })
            .collect();
        passage.quotes = read::places(&words, &grammar.quotes());
        passage.sentences = read::places(&words, &prose::sentences(&grammar.text));
        let excluded = grammar.excluded.iter();
        let excluded = excluded
            .filter_map(|text| read::exclusion(text, &passage, knowledge))
            .collect();
        let lines =
            if is_pasted || passage.is_message { as_pasted(whole) } else { Vec::new() };
        Query {
            id: id(&grammar.text),
            is_address,
            is_dotted_name,
            titles: titles(&grammar.text),
            passages: vec![passage],
            is_filter: !grammar.filters.is_empty() && is_blank(&grammar.text),
            filters: grammar.filters,
            excluded,
            is_log: false,
            is_unfinished: input == Input::Typed { unfinished: true },
            is_cut,
            lines,
            thread: thread.filter(|thread| !thread.is_log).map(Box::new),
        }
    }

    /// The words and codes of all passages.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.passages.iter().flat_map(|passage| &passage.clauses)
    }

    /// Whether the text is a message or a log, whose details are somebody else's.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.is_log || self.passages.iter().any(|passage| passage.is_message)
    }
}

/// Whether a line is JSON or a part of it, in which quotes are no phrases: `{"error":"denied"}`.
fn is_data(line: &str) -> bool {
    line.trim_start().starts_with(['{', '[']) && line.contains("\":")
}

/// Whether a text is one name of at least three parts in capitals, with dots between them, as some systems
/// name their errors: `ERR.SHOP.CART_FULL`. Each part alone says little.
fn is_dotted_name(text: &str) -> bool {
    let text = text.trim();
    let is_of_name =
        |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    let mut names = text.split('.');
    names.clone().count() >= DOTTED
        && names.clone().all(|name| !name.is_empty() && name.chars().all(is_of_name))
        && names
            .any(|name| name.chars().filter(char::is_ascii_uppercase).count() >= DOTTED)
}

/// The fewest parts of such a name, and the fewest letters of the longest of them.
const DOTTED: usize = 3;

impl Clause {
    /// Whether it is several words, or one without a topic, that mean something only together: see
    /// [`sequence_and_idiom`].
    #[must_use]
    pub fn is_idiom(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it is a complete code that means just one error.
    #[must_use]
    pub fn is_strong_code(&self) -> bool {
        self.kind == ClauseKind::Code { strong: true } && !self.prefix
    }

    /// Whether an article that declares it as a code is about it: it looks like a code, or
    /// is no word of general language.
    #[must_use]
    pub fn may_be_declared(&self) -> bool {
        self.declared || self.kind != ClauseKind::Word || self.usage.is_none()
    }

    /// Whether it only says that something is wrong.
    #[must_use]
    pub fn is_complaint(&self) -> bool {
        self.usage == Some(Usage::Complaint)
    }
}

/// The beginning of `text`, as much as is read.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or_default()
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// The lines as a signature sees them: without the control sequences of terminals and without
/// blank lines, and otherwise as they were pasted.
fn as_pasted(text: &str) -> Vec<String> {
    let plain = paste::without_ansi(text);
    plain.lines().filter(|line| !is_blank(line)).map(str::to_owned).collect()
}

/// Makes one code of what stands in `range`, whatever its shape. A code of a shape that
/// means one error is one already.
fn declare(words: &mut Vec<Word>, range: &Range<usize>, text: &str) {
    let inside = |word: &Word| range.contains(&word.token.from);
    if words.iter().any(|word| inside(word) && word.is_strong_code()) {
        words.retain(|word| !inside(word) || word.is_strong_code());
        return;
    }
    // A compound as a whole comes after its parts.
    let Some(last) = words.iter().rposition(inside) else { return };
    let Some(code) = words.get(last) else { return };
    let text = text.get(range.clone()).unwrap_or_default();
    let mut whole = Some(code.declared(text));
    words.retain_mut(|word| {
        !inside(word) || whole.take().map(|code| *word = code).is_some()
    });
}

/// The key of the id that `text` may be: by itself, or as the last part of an article's
/// address.
fn id(text: &str) -> Option<String> {
    let text = text.trim();
    let address = text.contains("://").then(|| {
        let page = text.split(['?', '#']).next().unwrap_or_default();
        let page = page.rsplit('/').next().unwrap_or_default();
        page.strip_suffix(".html").unwrap_or(page)
    });
    let word = address.unwrap_or(text).trim_matches(|c: char| !c.is_alphanumeric());
    ArticleId::new(word).map(|id| id.key())
}

/// Most lines and sentences that are compared with titles.
const MAX_TITLES: usize = 12;

/// From this character on scripts put no spaces between their words.
const UNSPACED: char = '\u{2e80}';

/// So many of its characters are several words.
const SEVERAL: usize = 4;

/// Whether a text has several words.
#[must_use]
pub fn is_several_words(text: &str) -> bool {
    let unspaced = text.chars().filter(|c| *c >= UNSPACED).count();
    text.trim().contains(char::is_whitespace) || unspaced >= SEVERAL
}

/// The attributes of the articles with such a title: the whole text, a line, a sentence. A
/// title of a single word is found by it.
fn titles(text: &str) -> Vec<String> {
    let lines = text.lines();
    let sentences =
        lines.clone().flat_map(|line| line.split_inclusive(['.', '!', '?', '"']));
    let all = std::iter::once(text).chain(lines).chain(sentences);
    let all = all.filter(|part| is_several_words(part));
    let mut titles: Vec<String> = Vec::new();
    for title in all.filter_map(crate::schema::title) {
        if titles.len() < MAX_TITLES && !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles
}
