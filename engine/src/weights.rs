//! Every number that weighs or cuts in a search, with its reason.
//!
//! Where a reason gives no source, the number was chosen by hand over the development questions
//! of `cargo xtask eval`, and looked at over questions to other bases. `K1`, `B` and the weight
//! of a title were varied: a third more or less changes the mean reciprocal rank by about 0.005.

use crate::article::SectionKind;
use crate::bundle::Usage;
use crate::schema::{Bits, IndexField};
use crate::text::{is_katakana, is_unspaced};

// How much a word tells.

/// A base counts as if it had so many articles more that say nothing: in three articles no word
/// is rare, and in three hundred a rare one is.
const SILENT_ARTICLES: f32 = 100.0;

/// What a word of general language tells at most, in nats: this, less [`PER_ZIPF`] for each
/// step of its frequency on the Zipf scale. So "the" tells next to nothing, "printer" half of
/// what a product's name does. The line runs through 1.9 at Zipf 6 and 4.0 at 4.5.
const UNHEARD: f32 = 10.3;
const PER_ZIPF: f32 = 1.4;

/// What any word with a topic tells at least, in nats.
const LEAST: f32 = 0.3;

/// What a complaint tells, such as "error" or "fails": that something is wrong, not what.
const COMPLAINT: f32 = 0.3;

/// What a word that no article has counts of what it would tell: it may be a name, or beside
/// the point.
pub const UNKNOWN: f32 = 0.6;

/// How much each repetition of a word adds to it, and how many are counted.
const REPEATED: f32 = 0.3;
const REPETITIONS: u32 = 3;

/// What a word tells that `frequency` of `total` articles hold, in nats: the inverse document
/// frequency of BM25 (Robertson and Zaragoza, 2009), but no more than a word so common in
/// general language can tell.
#[must_use]
pub fn information(frequency: usize, total: usize, usage: Option<Usage>) -> f32 {
    let (n, total) = (frequency as f32, total as f32 + SILENT_ARTICLES);
    let rare = (1.0 + (total - n + 0.5).max(0.0) / (n + 0.5)).ln();
    rare.min(match usage {
        Some(Usage::Topicless) => 0.0,
        Some(Usage::Complaint) => COMPLAINT,
        Some(Usage::Ordinary { zipf }) => (UNHEARD - PER_ZIPF * zipf).max(LEAST),
        None => f32::INFINITY,
    })
}

/// How much a pair of characters counts of a word, in a script without spaces: a word of two characters is
/// two pairs, the second one with the beginning of the next word, which tells less.
pub const PAIR: f32 = 0.65;

/// The same of a pair in katakana, the script of loan words: they are longer, four pairs and more.
pub const PAIR_OF_A_LOAN: f32 = 0.4;

/// How much of a word a folded word is: a pair of characters in a script without spaces is less than one.
#[must_use]
pub fn size(word: &str) -> f32 {
    match () {
        () if word.chars().all(is_katakana) => PAIR_OF_A_LOAN,
        () if word.starts_with(is_unspaced) => PAIR,
        () => 1.0,
    }
}

/// How many times as much as one word a code tells that some document has in one piece: the root of the number of
/// its words, since each of them is chosen. Of 300 sentences with one of 150 codes of a public base 184 found an
/// article first that has it when it told as much as a word, and 225 do now.
pub fn words_of_code(code: &str) -> f32 {
    let words = code.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| word.chars().any(char::is_alphabetic)).count();
    (words.max(1) as f32).sqrt()
}

/// How much more a word tells that a text says several times.
pub fn repeated(times: u32) -> f32 {
    1.0 + REPEATED * times.saturating_sub(1).min(REPETITIONS) as f32
}

// How strongly a document holds a word.

/// BM25's k1: with the weights of sections, once in a title is more than half of all, and
/// once in the body less than a quarter. The usual 1.2 can't tell these apart.
const K1: f32 = 3.5;

/// BM25's b: a long article holds many words by chance, the more the larger the base is. Over the questions to
/// 1,844 articles 0.9 is better than the usual 0.75, over those to 600 as good.
const B: f32 = 0.9;

/// A completion counts this much of the word itself, a corrected word this much of one that
/// was typed, a synonym this much of the word.
pub const COMPLETION: f32 = 0.5;
/// See [`COMPLETION`].
pub const CORRECTED: f32 = 0.9;
/// See [`COMPLETION`].
pub const SYNONYM: f32 = 0.8;

/// How strongly a document holds a code at least that stands anywhere in it: more than a word in the title.
pub const IN_ONE_PIECE: f32 = 0.8;

/// How much the parts of a code count of the code itself, where another document has the code in one piece.
pub const IN_PARTS: f32 = 0.2;

/// How much an occurrence in a section counts, against one in the body: title and declared
/// codes are chosen words, symptoms are what people search by, and the workaround is what they
/// search for.
#[must_use]
pub fn section(field: IndexField) -> f32 {
    match field {
        IndexField::Title | IndexField::Code => 6.0,
        IndexField::Keyword => 4.0,
        IndexField::Section(SectionKind::Symptoms) => 3.0,
        IndexField::Section(SectionKind::Workaround) => 2.0,
        IndexField::Section(
            SectionKind::Cause | SectionKind::Fix | SectionKind::Body,
        ) => 1.0,
        IndexField::Attribute => 0.0,
    }
}

/// How strongly a document holds a word of this weighted frequency, 0 to 1, given its length
/// as a multiple of the average: the saturation of BM25.
#[must_use]
pub fn saturation(frequency: f32, length: f32) -> f32 {
    frequency / (frequency + K1 * (1.0 - B + B * length))
}

// How certain it is that a document answers.

/// The coefficients of a logistic function: how certain it is that a document answers, by its
/// evidence. These three come from a regression over the development questions and are rounded;
/// [`COMPLETE`], [`NOTHING`] and [`LINE`] do not: a fit of all six answers as few questions wrongly,
/// and 0.06 fewer of an agent's shorthand rightly, because whole short queries are rare among the
/// questions. `cargo xtask eval --calibrate` prints that fit.
pub const HELD: f32 = 2.7;
/// See [`HELD`].
pub const TITLE: f32 = 2.0;
/// See [`HELD`].
pub const ORDER: f32 = 2.0;
/// See [`HELD`].
pub const COMPLETE: f32 = 3.3;
/// See [`HELD`]: where nothing speaks for a document.
pub const NOTHING: f32 = -5.73;

/// A line of a log needs more evidence: nobody has chosen it, and a log has many.
pub const LINE: f32 = -1.7;

/// From this certainty on a document is an answer: a person may act on it. The least at which, over
/// the development questions, few enough of those without an answer get one: 0.15 of the questions
/// about the same products, 0.03 of the chat, 0.02 of any other kind. `cargo xtask eval --calibrate`
/// finds it.
pub const ANSWER: f32 = 0.5;

/// From this certainty on it is shown as what may be related.
pub const RELATED: f32 = 0.05;

/// The same where a query that is being typed finds nothing else, so that a result does not vanish
/// for one keystroke.
pub const BEGUN: f32 = 0.01;

/// How certain an article is at most that holds some parts of an error's name, and not all, or apart from
/// each other: it is about another error of the same family.
pub const OTHER_NAME: f32 = ANSWER / 2.0;

/// How certain an article is at least that has the query for a heading: less than one with that title.
pub const HEADING: f32 = 0.9;

/// How many of the first articles that hold all that was asked are looked at for a heading that says the
/// query: their cards are most likely shown anyway.
pub const HEADED: usize = 5;

/// The share of a title's information from which on a name that holds it is the same with a mistake or an
/// addition: `VirtHandlerDwn` holds 0.97 of `VirtHandlerDown`, and 0.68 of the next name that it is like.
pub const SAME_NAME: f32 = 0.95;

/// How many articles the smallest base and the one of [`HELD`] have whose questions were looked at.
const MEASURED: std::ops::RangeInclusive<usize> = 67..=604;

/// How much what a document holds counts in a base of so many articles, as a multiple of what it
/// counts in the base that the coefficients were fitted to. To single out one of n articles takes ln n
/// nats, so in a small base fewer nats tell as much. Over the questions to seven bases, each left out of
/// the fit in turn, the certainty puts a right document before a wrong one in 0.955 of the pairs with it
/// and in 0.934 without. A larger base counts as that one, since the coefficients keep the ceilings
/// there too; a smaller one as the smallest that was measured.
pub fn per_choice(articles: usize) -> f32 {
    let nats = |articles: usize| (articles as f32 + SILENT_ARTICLES).ln();
    nats(*MEASURED.end()) / nats(articles.clamp(*MEASURED.start(), *MEASURED.end()))
}

/// The certainty, 0 to 1, for a sum of weighted evidence.
pub fn certainty(evidence: f32) -> f32 {
    1.0 / (1.0 + (-(evidence + NOTHING)).exp())
}

/// What a line of a log must share with an article at least: words, of the line's information,
/// and neighbouring words that are neighbours in both.
pub const LINE_WORDS: u32 = 4;
/// See [`LINE_WORDS`].
pub const LINE_SHARE: f32 = 0.5;
/// See [`LINE_WORDS`].
pub const LINE_ORDER: f32 = 0.25;

/// The share of a log line's information that the base must know before it is looked up.
pub const LINE_KNOWN: f32 = 0.7;

/// A list of keywords is complete if this share of its information is held: all of it, but for
/// what rounding loses.
pub const ALL: f32 = 0.999;

/// How strongly a list of [`SEQUENCE`] keywords or more must be held, on average, to be complete: a word in one
/// title, or in the symptoms and elsewhere. A long text, such as a list of all that can be diagnosed, holds the
/// words of many problems, each of them weakly. Over the questions to eight bases, such lists that lead to the
/// right article have 0.57 to 0.95, but for five that are answers without being complete, and those that lead to
/// a wrong one 0.32 to 0.58, but for four. Two words may each be said once in a short article.
pub const STRONG: f32 = 0.6;

/// A list of keywords that more documents than this hold points to none of them, "new" for example. Several keywords point
/// to those that have them in their titles, if these are no more. Of 240 single words that many articles of four bases have
/// 165 had a sure answer without this limit, and 26 have one; of the development questions none is answered otherwise but
/// one of a chat, which had a wrong answer.
pub const CHOICES: usize = 10;

/// The share of a list of keywords that a title holds which names it: all but a complaint.
pub const NAMED: f32 = 0.9;

/// How certain one of so many documents is at most for holding all keywords: it is shown as what may be related.
pub const ONE_OF_MANY: f32 = ANSWER / 2.0;

/// A fixed error is this much as likely as an active one with the same evidence: people who still have it
/// need the upgrade, but most who ask have what is not fixed.
pub const FIXED: f32 = 0.5;

// How much is read.

/// Of how many words of a passage the postings are read at most, see [`size`]: of the most telling ones.
pub const READ: f32 = 24.0;

/// From this many words with a topic on their order is compared, as that of each message is: the
/// order of fewer says little.
pub const SEQUENCE: usize = 4;

/// From so many pairs of neighbouring words on the share of those that an article has counts in full. One pair,
/// such as "site template", says little of the order of a text.
pub const PAIRS: usize = SEQUENCE - 1;

/// A query that is a part of one title alone, word for word, is that title from so many words on that
/// name something.
pub const LONG_RUN: usize = 4;
/// With so many it is if it tells [`HALF`] of the title.
pub const RUN: usize = 3;
/// See [`RUN`].
pub const HALF: f32 = 0.5;
/// With so many it is if it is the title's beginning and has [`BEGINNING`] words of any kind.
pub const RUN_OF_BEGINNING: usize = 2;
/// See [`RUN_OF_BEGINNING`].
pub const BEGINNING: usize = 4;
/// The most titles that hold all words of a query which are compared with it word for word: their cards
/// are read before an answer is known, and so many are shown anyway.
pub const RUNS: usize = 10;

/// How many words must follow each other in an article as they do in a text, at least, and by how many they must
/// outnumber those others of the text that tell what it is about, so that it counts as one that stands in the article:
/// what is said around a message, such as "since this morning we have a problem", does not tell against it. A word with
/// a topic is [`WITH_A_TOPIC`] words, and one that no article has [`UNKNOWN`] times as much. Texts of more than
/// [`VERBATIM_OF`] words are not compared. In tickets of 30 words and more 82 of 90 messages are found, and 74 were with 30.
/// Of 1,176 pieces of four words that were drawn from the lines of four bases 157 had the right answer for certain
/// without this, and 507 have it; of 1,176 of five to eight words 488 and 761. Of as many that were drawn from
/// other bases 26 and 32, and 27 and 32, had and have a wrong one. With such words around them 416 of 1,176 pieces of
/// five to eight words had the right answer while they counted, and 654 have it now, with as many wrong ones.
pub const VERBATIM: f32 = 5.0;
/// How much the words with a topic must weigh in such a run, two of them, so that the others do not count: "there was a
/// problem and it did not" stands in many articles.
pub const TELLING: f32 = 2.0 * WITH_A_TOPIC;
/// With so many words a text that stands in one article as a whole comes before others, and is no answer.
pub const SHORT_VERBATIM: f32 = 4.0;
/// See [`VERBATIM`].
pub const WITH_A_TOPIC: f32 = 1.5;
/// See [`VERBATIM`].
pub const AHEAD: f32 = 3.0;
/// See [`VERBATIM`].
pub const VERBATIM_OF: f32 = 90.0;

/// How many small slips a message may have that stands in an article: people write down from memory what they saw.
/// Of 258 messages in quotes in which a small word was missing, added or another one 207 were found first without
/// this, and 256 are; of 696 sentences of other bases 31 had a sure answer, and 32 have one.
pub const SLIPS: u32 = 2;

/// From this order of its words on a document may hold a message, see `Evidence::order`.
pub const IN_ORDER: f32 = 0.5;

/// The share of what is asked that a document must hold to be an answer for a message in quotes that stands in it: a
/// general one, such as "the request failed", stands in articles about other programs, too.
pub const QUOTED: f32 = 0.7;
/// With so many words a message that is quoted in a whole sentence needs no such share. See [`VERBATIM`].
pub const LONG_QUOTE: f32 = 8.0;

/// How many documents are compared with the query word by word.
pub const LEADING: usize = 50;

/// A query with so many words with a topic beside a code is still about the code alone.
pub const BESIDE_A_CODE: usize = 1;

/// A code that more articles than this hold is a general one, such as the class of SQL errors HY000: beside
/// other words, or in a log, it makes none of them an answer. Asked for alone it does.
pub const GENERAL: usize = 8;

/// A number of no more characters, with its sigil, does not make a code with its name.
pub const SHORT_NUMBER: usize = 4;

/// How many hits a list shows, and how many suggestions stand below a form.
pub const HITS: usize = 10;
/// See [`HITS`].
pub const SUGGESTIONS: usize = 5;

/// How many articles a brief search gives, unless the cards of more are here: what a list shows without being
/// scrolled, and what browsers fetch at once over HTTP/1.1.
pub const BRIEF: usize = 5;

// Where a word stands.

/// The section of titles.
pub const IN_TITLE: Bits = 1 << 1;

/// The section of declared codes.
pub const IN_CODES: Bits = 1 << 2;

/// The sections that say what the problem is: all but workaround and fix.
pub const IN_PROBLEM: Bits = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 6 | 1 << 8;

/// The sections that say what to do: workaround, fix, and what has no section of its own. The title is what
/// both are about.
pub const IN_REMEDY: Bits = 1 << 1 | 1 << 5 | 1 << 7 | 1 << 8;
