//! What people write in several lines: tickets, mails, chats.
//!
//! A mail is its question in a frame: a greeting, a farewell, a signature, the mails before
//! it. The frame names people and firms, so its words would count as the question.

use super::frame::{
    COURTESIES, FAREWELLS, FIELDS, GREETED, GREETINGS, HEADERS, NOTICES, OUTSIDE,
    PREFIXES, PROBLEMS, SIGNATURES, SUBJECTS, Words,
};
use super::person;
use crate::bundle::{Lexicon, Usage};
use crate::text::{self, TokenKind, fold};
use std::ops::Range;

/// From this share of words without a topic on, lines are sentences: of 280 tickets and mails
/// 95 % hold 0.40 to 0.75, and of 180 logs and stack traces all hold less than 0.34.
const SENTENCES: f32 = 0.37;

/// A quotation of no more lines than this is of the mail itself, such as the message that its
/// writer saw; a longer one is the mail before it.
const QUOTATION: usize = 3;

/// A farewell has no more words than this.
const FAREWELL: usize = 5;

/// A greeting within a line has no more bytes than this: "Good morning dear service desk,".
const LONGEST_GREETING: usize = 80;

/// The end of a mail within a line has no more bytes than this: the farewell, the name and what somebody is.
const LONGEST_END: usize = 240;

/// Longest short form of a farewell, in bytes: `mfg`, `br`, `best`.
const SHORT_FORM: usize = 4;

/// How many words of a name may follow a single word of a farewell without a mark between.
const NAMES: usize = 2;

/// Most lines that are looked at to tell prose from a log.
const SAMPLE: usize = 100;

/// Whether the lines are sentences.
pub(super) fn is_prose(lines: &[&str], lexicon: &Lexicon) -> bool {
    let (mut all, mut topicless) = (0_u32, 0_u32);
    for token in lines.iter().take(SAMPLE).flat_map(|line| text::tokens(line)) {
        if token.kind == TokenKind::Word {
            all += 1;
            let usage = lexicon.usage(&token.text, []);
            topicless += u32::from(usage == Some(Usage::Topicless));
        }
    }
    topicless as f32 > all as f32 * SENTENCES
}

/// What a mail or a ticket asks.
pub(super) struct Letter {
    /// Its lines without the frame. Where hardly anything is left, as of a mail that only says "see below", what it
    /// quotes and what stands behind its farewell is the question too.
    pub(super) question: String,
    /// The same with what it quotes and what stands behind its farewell, where that is more.
    pub(super) thread: Option<String>,
}

/// Where the sentences and lines of `text` stand, if there are several. Lines of which most begin with a number are
/// entries of a log, in which any program may say what an article quotes.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let numbered =
        text.lines().filter(|line| line.trim_start().starts_with(char::is_numeric));
    let mut found = Vec::new();
    if numbered.count() * 2 > text.lines().count() {
        return found;
    }
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let before = text.get(..at).unwrap_or_default();
        let is_end = c == '\n'
            || c.is_whitespace() && before.ends_with(['.', '!', '?', ':', ';'])
            || matches!(c, '。' | '！' | '？' | '：');
        if is_end {
            found.push(start..at);
            start = at;
        }
    }
    if !found.is_empty() {
        found.push(start..text.len());
    }
    found
}

/// Reads the lines of a mail or of a ticket.
pub(super) fn read(lines: &[&str], lexicon: &Lexicon) -> Letter {
    let mut kept: Vec<&str> = Vec::new();
    let own = lines.iter().enumerate().take_while(|(number, line)| {
        line.trim() != "--" && (*number == 0 || !is_farewell(line.trim()))
    });
    for (number, line) in own {
        let line = line.trim();
        if is_quoted(line) {
            if is_own_quotation(lines, number) {
                kept.push(line.trim_start_matches(['>', ' ']));
            }
        } else if !is_frame(lines, number, lexicon) && !introduces(lines, number) {
            let line = without_prefixes(without_problem(line));
            let line =
                if kept.is_empty() { without_greeting(line, lexicon) } else { line };
            kept.push(without_end(line, lexicon));
        }
    }
    let bare: Vec<&str> =
        lines.iter().map(|line| line.trim_start_matches(['>', ' '])).collect();
    let rest = bare.iter().enumerate().filter(|(number, line)| {
        !is_farewell(line.trim())
            && !is_attribution(line)
            && !is_frame(&bare, *number, lexicon)
    });
    let rest = rest.map(|(_, line)| without_prefixes(without_problem(line.trim())));
    let rest: Vec<&str> = rest.collect();
    let question = kept.join("\n");
    if !is_question(&kept, lexicon) {
        let all = if rest.is_empty() { lines } else { &rest };
        Letter { question: all.join("\n"), thread: None }
    } else if rest.len() > kept.len() {
        Letter { question, thread: Some(rest.join("\n")) }
    } else {
        Letter { question, thread: None }
    }
}

/// Whether the line with this number is no question: a greeting, a line above a mail, a field of a form, or a notice
/// that a mail program or a firm adds.
fn is_frame(lines: &[&str], number: usize, lexicon: &Lexicon) -> bool {
    let line = lines.get(number).map_or("", |line| line.trim());
    // A single line that begins so may be a sentence: "To: field stays empty".
    let before = number.checked_sub(1).and_then(|before| lines.get(before));
    let mut neighbours = [before, lines.get(number + 1)].into_iter().flatten();
    let is_above = is_header(line)
        && neighbours.any(|other| is_header(other) || without_problem(other) != *other);
    is_above || is_label(line) || is_greeting(line, number, lexicon) || is_notice(line)
}

/// Whether a line is only a heading by which a form asks for something: `### Steps to reproduce`, `**Notes**`.
fn is_label(line: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || "#*_:".contains(c);
    let name = line.trim_matches(is_mark);
    name.len() < line.len() && PROBLEMS.contains(&fold::folded(name))
}

/// Whether lines say something by themselves: two of their words have a topic.
fn is_question(lines: &[&str], lexicon: &Lexicon) -> bool {
    let tokens = lines.iter().flat_map(|line| text::tokens(line));
    let spoken = tokens
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Code { .. }));
    let is_topic =
        |token: &text::Token| lexicon.usage(&token.text, []) != Some(Usage::Topicless);
    spoken.filter(is_topic).nth(1).is_some()
}

/// The line without `Description:` and the like, by which a form asks for the problem; the whole line if it says nothing
/// else.
fn without_problem(line: &str) -> &str {
    let named = line.split_once([':', '：']).filter(|(name, rest)| {
        PROBLEMS.contains(&fold::folded(name.trim())) && !rest.trim().is_empty()
    });
    named.map_or(line, |(_, rest)| rest.trim_start())
}

/// What a mail program or a firm adds to each mail.
fn is_notice(line: &str) -> bool {
    let line = fold::folded(line);
    SIGNATURES.iter().any(|beginning| line.starts_with(beginning))
        || NOTICES.iter().any(|notice| line.contains(notice))
}

/// The line without `RE: FW:`, `Subject:` and the like before it; the whole line if it says nothing else.
/// Elsewhere "fw" may be a firewall, and "fwd" what somebody does with a mail.
pub(super) fn without_prefixes(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(after) = behind_prefix(rest).filter(|after| !after.is_empty()) {
        rest = after;
    }
    if rest.len() < line.trim_start().len() { rest } else { line }
}

/// What stands behind one prefix of a subject, if there is one.
fn behind_prefix(line: &str) -> Option<&str> {
    let is_of =
        |list: Words, word: &str| list.iter().any(|one| one.eq_ignore_ascii_case(word));
    if let Some((tag, after)) =
        line.strip_prefix('[').and_then(|rest| rest.split_once(']'))
    {
        return is_of(OUTSIDE, tag.trim()).then(|| after.trim_start());
    }
    let (prefix, after) = line.split_once([':', '：'])?;
    // Some programs count: `Re[2]:`, `RE (3):`.
    let word =
        prefix.trim_end_matches(|c: char| "[]() ".contains(c) || c.is_ascii_digit());
    let is_one = is_of(PREFIXES, word) || SUBJECTS.contains(&fold::folded(word.trim()));
    is_one.then(|| after.trim_start())
}

/// The line without the greeting that it begins with: "Hi team, the lift is stuck". The whole line if
/// it says nothing else.
pub(super) fn without_greeting<'l>(line: &'l str, lexicon: &Lexicon) -> &'l str {
    let Some((greeting, rest)) = line.split_once([',', '!']) else { return line };
    if greeting.len() > LONGEST_GREETING || !rest.contains(char::is_alphanumeric) {
        return line;
    }
    let words = words(greeting);
    let is_greeting = |word: &String| GREETINGS.contains(word);
    let names_nothing = |word: &String| {
        is_greeting(word)
            || GREETED.contains(word)
            || lexicon.usage(word, []) == Some(Usage::Topicless)
    };
    if words.first().is_some_and(is_greeting) && words.iter().all(names_nothing) {
        rest.trim_start()
    } else {
        line
    }
}

/// The line without the end of a mail that stands in it: "The lift is stuck. Kind regards, Anna Berg, Facilities" is
/// what stands before "Kind regards". A line that begins so is kept.
pub(super) fn without_end<'l>(line: &'l str, lexicon: &Lexicon) -> &'l str {
    let near = line.floor_char_boundary(line.len().saturating_sub(LONGEST_END));
    let blanks = line.char_indices().filter(|(at, c)| *at >= near && c.is_whitespace());
    let mut parts = blanks.filter_map(|(at, _)| line.split_at_checked(at));
    let end = parts.find(|(before, rest)| {
        before.ends_with(['.', '!', '?', ',', ';'])
            && is_end(rest.trim_start(), lexicon)
            && is_question(&[before], lexicon)
    });
    end.map_or(line, |(before, _)| before)
}

/// Whether a text is a farewell with nothing but names behind it, or what a mail program adds.
fn is_end(text: &str, lexicon: &Lexicon) -> bool {
    let folded = fold::folded(text);
    if SIGNATURES.iter().any(|beginning| folded.starts_with(beginning)) {
        return true;
    }
    let spoken: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| words(word).join(" ");
    let is_polite = |word: &&&str| {
        let word = bare(word);
        [FAREWELLS, COURTESIES, GREETED].iter().any(|list| list.contains(&word))
            || lexicon.usage(&word, []) == Some(Usage::Topicless)
    };
    let polite = spoken.iter().take_while(is_polite).count();
    let (farewell, rest) = spoken.split_at_checked(polite).unwrap_or_default();
    let takes_leave = farewell.iter().any(|word| FAREWELLS.contains(&bare(word)));
    let is_parted = farewell.iter().any(|word| word.ends_with([',', '.', '!']));
    let is_set_off = is_parted || farewell.len() > 1 || rest.len() <= NAMES;
    let leaving: Vec<String> = farewell.iter().map(|word| bare(word)).collect();
    let is_product = !is_parted && !rest.is_empty() && is_short_farewell(&leaving);
    let is_person = || !person::names(&rest.join(" "), lexicon).is_empty();
    let names = rest.iter().filter(|word| !word.starts_with(char::is_lowercase));
    takes_leave
        && is_set_off
        && (!is_product || is_person())
        && names.count() * 3 >= rest.len() * 2
        && !rest.iter().any(|word| tells(word, lexicon))
}

/// Whether a word behind a farewell says that a question goes on there: a code, a complaint, or the mark of a quotation.
fn tells(word: &str, lexicon: &Lexicon) -> bool {
    let is_telling = |token: &text::Token| {
        matches!(token.kind, TokenKind::Code { strong: true })
            || lexicon.usage(&token.text, []) == Some(Usage::Complaint)
    };
    word.starts_with('>') || text::tokens(word).iter().any(is_telling)
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether the quoted line with this number is something that the writer has seen, and not of
/// the mails before: a short quotation below a text of the writer's own.
fn is_own_quotation(lines: &[&str], number: usize) -> bool {
    let (before, after) = lines.split_at_checked(number).unwrap_or_default();
    let quoted = |lines: &mut dyn Iterator<Item = &&str>| -> Vec<String> {
        let lines = lines.take(QUOTATION + 1).take_while(|line| is_quoted(line));
        lines
            .map(|line| line.trim_start().trim_start_matches('>').trim().to_owned())
            .collect()
    };
    let above = quoted(&mut before.iter().rev());
    let below = quoted(&mut after.iter());
    let mut own = before.iter().rev().skip(above.len()).take(QUOTATION);
    let own = own.find(|line| !line.trim().is_empty());
    let count = above.len() + below.len();
    let mut all = above.iter().chain(&below);
    own.is_some_and(|line| !is_attribution(line))
        && count <= QUOTATION
        && !all.any(|line| is_header(line))
}

/// Whether the line with this number says whose mail is quoted below it.
fn introduces(lines: &[&str], number: usize) -> bool {
    let is = |number: usize, is: fn(&str) -> bool| {
        lines.get(number).is_some_and(|line| is(line))
    };
    is(number, is_attribution) && is(number + 1, is_quoted)
}

/// `On 3 March 2026 at 10:12, Anna <anna@firm.example> wrote:`, in any language: who said
/// when what is quoted below.
fn is_attribution(line: &str) -> bool {
    let has_day = line.bytes().filter(u8::is_ascii_digit).count() >= 2;
    line.trim_end().ends_with(':') && (has_day || line.contains('@'))
}

/// `Best regards,` and what is as short.
fn is_farewell(line: &str) -> bool {
    let words = words(line);
    let telling = [words.first(), words.get(1), words.last()];
    words.len() <= FAREWELL
        && telling.into_iter().flatten().any(|word| FAREWELLS.contains(word))
        && (!is_short_farewell(&words) || may_be_names(line))
}

/// Whether nothing but a short form takes leave among `words`: "LG" and "BR" are names of firms, too.
fn is_short_farewell(words: &[String]) -> bool {
    let mut leaves = words.iter().filter(|word| FAREWELLS.contains(word));
    leaves.all(|word| word.len() <= SHORT_FORM)
}

/// Whether all words of a line but the first may be names: they begin with capitals, or the line has none and is as short
/// as such a farewell.
fn may_be_names(line: &str) -> bool {
    let mut spoken = line.split_whitespace();
    let is_small = spoken.next().is_some_and(|word| word.starts_with(char::is_lowercase));
    let small = spoken.clone().filter(|word| word.starts_with(char::is_lowercase));
    small.count() == 0 || is_small && spoken.count() < NAMES
}

/// `From: …`, as a mail program writes it, or `Caller: …` of a form.
fn is_header(line: &str) -> bool {
    let name = line.split_once([':', '：']).map(|(name, _)| fold::folded(name.trim()));
    name.is_some_and(|name| HEADERS.contains(&name) || FIELDS.contains(&name))
}

/// `Dear colleagues,`: a first line that ends in a comma or an exclamation mark, and begins
/// without a topic.
fn is_greeting(line: &str, number: usize, lexicon: &Lexicon) -> bool {
    let words = words(line);
    let usage = words.first().and_then(|word| lexicon.usage(word, []));
    number < 2
        && words.len() <= FAREWELL
        && line.ends_with([',', '!'])
        && usage == Some(Usage::Topicless)
}

fn words(line: &str) -> Vec<String> {
    let tokens = text::tokens(line).into_iter();
    tokens.filter(|token| token.kind == TokenKind::Word).map(|token| token.text).collect()
}
