//! Which lines of a log tell something that the base may know.
//!
//! Of a thousand lines one is the error, perhaps, and few words can be looked up. So the
//! lines are sorted by what the base's sketch knows of their words; a line that could not
//! answer whatever article there is, is passed over.

use super::read::terms;
use super::word::Word;
use super::{Knowledge, prose, report};
use crate::bundle::{Lexicon, Usage};
use crate::hash::fnv1a;
use crate::text::{self, Token, TokenKind, code};
use crate::weights;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// From this many lines on a text is a log. A message that wraps has fewer.
const MIN_LINES: usize = 5;

/// Most lines that are looked up, and most words of all of them: what a search may cost.
const MAX_LINES: usize = 12;
const MAX_WORDS: usize = 120;

/// A word in more than this share of the lines is the program's way to talk, and in more lines than this.
const REPEATED: f32 = 0.1;
const SAID: usize = 2;

/// Longest line whose parts are looked at, in bytes.
const LONGEST: usize = 4096;

/// Most parts of a line that are looked at, and of those that may be its message the shortest ones that are looked up.
const MAX_PARTS: usize = 12;
const LOOKED_UP: usize = 3;

/// What a word tells, given its terms, of which any will do, and what general language says
/// of it.
pub type Telling<'k> = &'k dyn Fn(&[String], Option<Usage>) -> Information;

/// What is known of a word before it is looked up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Information {
    /// How much it tells, in nats; most if no article has it.
    pub nats: f32,
    /// Whether an article has it.
    pub known: bool,
}

/// Whether these lines are a log: most lines of one hold a digit, of a time or an address,
/// and few lines of a letter do; nor does a program talk like a person, or fill in the form of a ticket.
pub(super) fn is_log(lines: &[&str], lexicon: &Lexicon) -> bool {
    let numbered =
        lines.iter().filter(|line| line.bytes().any(|byte| byte.is_ascii_digit()));
    lines.len() >= MIN_LINES
        && numbered.count() * 2 >= lines.len()
        && !report::is_form(lines)
        && !prose::is_prose(lines, lexicon)
}

/// A line and its words, by their numbers.
struct Line<'l> {
    text: &'l str,
    tokens: Vec<(Token, usize)>,
}

/// The words of a log.
#[derive(Default)]
struct Words {
    numbers: BTreeMap<String, usize>,
    /// For each in how many lines it stands, and the last of them.
    lines: Vec<(usize, usize)>,
}

impl Words {
    /// The number of a word that stands in this line.
    fn count(&mut self, word: &str, line: usize) -> usize {
        let next = self.numbers.len();
        let number = match self.numbers.get(word) {
            Some(number) => *number,
            None => {
                self.numbers.insert(word.to_owned(), next);
                self.lines.push((0, usize::MAX));
                next
            }
        };
        if let Some((count, last)) = self.lines.get_mut(number)
            && *last != line
        {
            (*count, *last) = (*count + 1, line);
        }
        number
    }
}

/// The lines that tell most and their words, the most telling line first; without words
/// that repeat, and without numbers, which differ from line to line.
pub(super) fn telling<'l>(
    lines: &[&'l str],
    knowledge: &Knowledge<'_>,
) -> Vec<(&'l str, Vec<Word>)> {
    let mut seen = BTreeSet::new();
    let mut words = Words::default();
    let mut kept: Vec<Line<'l>> = Vec::new();
    for text in lines.iter().filter(|line| seen.insert(face(line, knowledge))) {
        let values = values(text);
        let tokens = text::tokens(text).into_iter().filter(is_word);
        let tokens = tokens.map(|mut token| {
            if is_declared(&token, text, knowledge) {
                // Of several words it is one code.
                if token.kind == TokenKind::Whole {
                    token.text = code::joined(&token.text);
                }
                token.kind = TokenKind::Code { strong: true };
            }
            let number = words.count(&token.text, kept.len());
            token.volatile |= values.iter().any(|value| value.contains(&token.from));
            (token, number)
        });
        let tokens = tokens.collect();
        kept.push(Line { text, tokens });
    }
    let most = ((kept.len() as f32 * REPEATED) as usize).max(SAID);
    let mut rare: Vec<Option<Information>> = vec![None; words.lines.len()];
    for (word, number) in &words.numbers {
        let lines = words.lines.get(*number).map_or(0, |(lines, _)| *lines);
        let terms = terms(word, knowledge.languages);
        let usage = knowledge.lexicon.usage(word, terms.iter().map(String::as_str));
        let found = (knowledge.telling)(&terms, usage);
        // A code that the base knows is never the program's way to talk.
        let counts = lines <= most || found.known && word.starts_with(code::SIGIL);
        if let Some(place) = rare.get_mut(*number).filter(|_| counts) {
            *place = Some(found);
        }
    }
    let telling = kept.iter().filter_map(|line| TellingLine::of(line, &rare));
    let mut telling: Vec<TellingLine<'_, 'l>> = telling.collect();
    // Of lines that tell as much the first ones are taken.
    telling.sort_by(|a, b| b.known.total_cmp(&a.known));
    let mut count = 0;
    let mut chosen = Vec::new();
    for found in telling.iter().take(MAX_LINES) {
        let words = found.words(&rare);
        // The words of a part are those of its line.
        count += words.iter().map(Vec::len).max().unwrap_or_default();
        if count > MAX_WORDS {
            break;
        }
        chosen.extend(words.into_iter().map(|words| (found.line.text, words)));
    }
    chosen
}

/// A line to which an article may be an answer.
struct TellingLine<'k, 'l> {
    line: &'k Line<'l>,
    /// What its known words tell.
    known: f32,
    /// All of it, and the shortest parts of it that may be its message, as far as an article may be an answer to them.
    parts: Vec<Range<usize>>,
}

impl<'k, 'l> TellingLine<'k, 'l> {
    fn of(
        line: &'k Line<'l>,
        rare: &[Option<Information>],
    ) -> Option<TellingLine<'k, 'l>> {
        let judged = |part: Range<usize>| {
            let of_part = |(token, _): &&(Token, usize)| part.contains(&token.from);
            let tokens: Vec<&(Token, usize)> =
                line.tokens.iter().filter(of_part).collect();
            Some((worth(&tokens, rare)?, part))
        };
        let mut parts = parts(line.text);
        parts.sort_by_key(|part| (part.len(), part.start));
        let parts = parts.into_iter().filter_map(judged).take(LOOKED_UP);
        let judged = judged(0..line.text.len()).into_iter().chain(parts);
        let (known, parts): (Vec<f32>, Vec<Range<usize>>) = judged.unzip();
        let known = known.into_iter().reduce(f32::max)?;
        Some(TellingLine { line, known, parts })
    }

    /// The words of each part that are not the program's way to talk.
    fn words(&self, rare: &[Option<Information>]) -> Vec<Vec<Word>> {
        let Line { text, tokens } = self.line;
        let of = |part: &Range<usize>| {
            let tokens = tokens.iter().filter(|(token, number)| {
                let is_rare = rare.get(*number).is_some_and(Option::is_some);
                is_rare && part.contains(&token.from)
            });
            tokens.map(|(token, _)| Word::new(token.clone(), text)).collect()
        };
        self.parts.iter().map(of).collect()
    }
}

/// The parts of a line that may be its message: what stands behind each head that a program puts before it, and what
/// stands between quotes, as a message does in JSON and in `msg="…"`.
fn parts(line: &str) -> Vec<Range<usize>> {
    if line.len() > LONGEST {
        return Vec::new();
    }
    let heads = [": ", "] ", " - ", "| "];
    let heads = heads
        .iter()
        .flat_map(|head| line.match_indices(head).map(|(at, head)| at + head.len()));
    let mut heads: Vec<usize> = heads.collect();
    heads.sort_unstable();
    let behind = heads.into_iter().map(|at| at..line.len());
    let quotes: Vec<usize> = line.match_indices('"').map(|(at, _)| at).collect();
    let between = quotes.windows(2).filter_map(|pair| match pair {
        [open, close] => Some(open + 1..*close),
        _ => None,
    });
    let is_message = |part: &Range<usize>| {
        let text = line.get(part.clone()).unwrap_or_default();
        text.split_whitespace().nth(weights::LINE_WORDS as usize - 1).is_some()
    };
    behind.chain(between).filter(is_message).take(MAX_PARTS).collect()
}

/// Most words of a value.
const VALUE: usize = 3;

/// What stands between marks of quotation in a line and is no more than a few words: names and values, which differ
/// from case to case. A sentence there is a message.
fn values(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for mark in ['"', '\'', '`'] {
        // An apostrophe has letters on both sides.
        let is_inner = |at: usize| {
            let before = line.get(..at).and_then(|text| text.chars().next_back());
            let behind = line.get(at + 1..).and_then(|text| text.chars().next());
            [before, behind].iter().all(|c| c.is_some_and(char::is_alphabetic))
        };
        let marks = line.match_indices(mark).map(|(at, _)| at).take(MAX_MARKS);
        let marks: Vec<usize> = marks.filter(|at| !is_inner(*at)).collect();
        let pairs = marks.chunks_exact(2).filter_map(|pair| match pair {
            [open, close] => Some(open + 1..*close),
            _ => None,
        });
        found.extend(pairs.filter(|value| {
            let text = line.get(value.clone()).unwrap_or_default();
            text.split_whitespace().nth(VALUE).is_none()
        }));
    }
    found
}

/// Most marks of quotation of a kind that are looked at.
const MAX_MARKS: usize = 32;

/// What the known words among these tell; nothing if no article can be an answer to them.
fn worth(tokens: &[&(Token, usize)], rare: &[Option<Information>]) -> Option<f32> {
    let (mut known, mut asked, mut words, mut code) = (0.0, 0.0, 0, false);
    for (at, &(token, number)) in tokens.iter().enumerate() {
        let Some(Some(found)) = rare.get(*number) else { continue };
        let before = tokens.get(..at).unwrap_or_default();
        if token.kind == TokenKind::Whole
            || before.iter().any(|(_, other)| other == number)
        {
            continue;
        }
        let is_code = token.kind == TokenKind::Code { strong: true };
        if found.known {
            known += found.nats;
            words += 1;
            code |= is_code;
        }
        // As in the ranking: what differs from case to case may be unknown.
        if found.known || !(token.volatile || is_code) {
            asked += found.nats;
        }
    }
    (code || words >= weights::LINE_WORDS && known >= asked * weights::LINE_KNOWN)
        .then_some(known)
}

/// Whether some article declares as a code what the token says in this line.
fn is_declared(token: &Token, line: &str, knowledge: &Knowledge<'_>) -> bool {
    let written = line.get(token.from..token.to).unwrap_or_default();
    code::declared_name(written)
        .is_some_and(|name| (knowledge.telling)(&[name], None).known)
}

/// Whether it is asked for, and no bare number.
fn is_word(token: &Token) -> bool {
    match token.kind {
        TokenKind::Suffix | TokenKind::Part => false,
        TokenKind::Code { strong: false } => token.text.contains(char::is_alphabetic),
        TokenKind::Word | TokenKind::Whole | TokenKind::Code { .. } => true,
    }
}

/// What a line is without what differs from case to case: its runs without digits, and
/// the codes that the base knows, hashed. Lines of one face are one message.
fn face(line: &str, knowledge: &Knowledge<'_>) -> u64 {
    let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'));
    let runs = line.split(ends).map(|run| run.trim_matches(['.', '-', ':']));
    let steady = runs.filter(|run| {
        let varies = run.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_');
        let is_code = || {
            let code = code::code(&run.to_lowercase()).filter(|code| code.strong);
            code.is_some_and(|code| (knowledge.telling)(&[code.term], None).known)
        };
        !run.is_empty() && (!varies || is_code())
    });
    let bytes = steady.flat_map(|run| run.bytes().chain([b' ']));
    fnv1a(bytes.map(|byte| byte.to_ascii_lowercase()))
}
