//! What differs from case to case in what people write: when, who, and where from.
//!
//! A ticket says "since 2024-06-03, 14:05" and whom to call. No article is better or worse for that, so none of it is
//! looked for, unless nothing else is said.

use super::word::Word;
use super::{MESSAGE, asides, person};
use crate::bundle::{Lexicon, Usage};
use crate::text::fold::folded;
use std::collections::BTreeSet;
use std::ops::Range;

/// The length of a day without a year: `03/06`.
const SHORT_DAY: usize = 5;

/// Fewest digits of a number of a telephone.
const TELEPHONE: usize = 7;

/// The names of time zones that people write behind a time, in capitals.
const ZONES: &str = "UTC;GMT;CET;CEST;EET;EEST;WET;WEST;BST;IST;MSK;EST;EDT;CST;CDT;MST;MDT;PST;PDT;JST;KST;AEST;AEDT";

/// What stands before the number of a telephone, folded.
const TELEPHONES: &str = "tel;telephone;phone;mobile;cell;fon;telefon;handy;mobil;telefono;movil;celular;telefone;cellulare;telefoon;gsm;тел";

/// The names of months and their short forms, folded, in the languages that are known: any other word between two numbers
/// may be the name of a product, as in "Windows 10 2021".
const MONTHS: &str = "\
    jan;feb;mar;apr;may;jun;jul;aug;sep;sept;oct;nov;dec;january;february;march;april;june;july;august;september;\
    october;november;december;januar;februar;marz;mai;juni;juli;oktober;dezember;janvier;fevrier;mars;avril;juin;\
    juillet;aout;septembre;octobre;novembre;decembre;enero;febrero;marzo;abril;mayo;junio;julio;agosto;septiembre;\
    octubre;noviembre;diciembre;janeiro;fevereiro;marco;maio;junho;julho;setembro;outubro;novembro;dezembro;gennaio;\
    febbraio;aprile;maggio;giugno;luglio;settembre;ottobre;dicembre;januari;februari;maart;mei;augustus;stycznia;lutego;\
    marca;kwietnia;maja;czerwca;lipca;sierpnia;wrzesnia;pazdziernika;listopada;grudnia;января;февраля;марта;апреля;мая;\
    июня;июля;августа;сентября;октября;ноября;декабря";

/// `words` without those that are details of the case in `text`, unless they are all that it says. A code within an
/// address stays: it may be the page of an article. The names of people stay too, but no article has to hold them.
pub(super) fn without(mut words: Vec<Word>, text: &str, lexicon: &Lexicon) -> Vec<Word> {
    let (details, marks) = (details(text, lexicon), marks(text));
    let mut people = person::names(text, lexicon);
    // In a few words a given name alone may be the name of a program: "Julia crashes".
    if words.iter().filter(|word| word.is_spoken()).count() < MESSAGE {
        people.retain(|name| {
            let name = text.get(name.clone()).unwrap_or_default().trim_end();
            name.contains(char::is_whitespace) || name.ends_with(',')
        });
    }
    let asides = asides::asides(&words, text, lexicon);
    let is_in = |ranges: &[Range<usize>], at: usize| {
        let begun = ranges.partition_point(|range| range.start <= at);
        let last = begun.checked_sub(1).and_then(|last| ranges.get(last));
        last.is_some_and(|range| range.contains(&at))
    };
    for word in words.iter_mut().filter(|word| is_in(&people, word.token.from)) {
        word.token.volatile = true;
    }
    let is_detail = |word: &Word| {
        let at = word.token.from;
        !word.is_strong_code()
            && [&details, &marks, &asides].iter().any(|ranges| is_in(ranges, at))
    };
    let is_telling = |word: &Word| {
        word.is_spoken()
            && !is_detail(word)
            && lexicon.usage(&word.token.text, []) != Some(Usage::Topicless)
    };
    if words.iter().any(is_telling) {
        words.retain(|word| !is_detail(word));
    }
    words
}

/// Where days, times, addresses of mails and pages, and numbers of telephones stand in `text`, in order.
fn details(text: &str, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    for (at, blank) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let start = words.last().map_or(0, |(start, word)| start + word.len());
        words.push((start, text.get(start..at + blank.len_utf8()).unwrap_or_default()));
    }
    let start = words.last().map_or(0, |(start, word)| start + word.len());
    words.push((start, text.get(start..).unwrap_or_default()));
    words.retain(|(_, word)| word.contains(char::is_alphanumeric));
    let is_edge = |c: char| c.is_whitespace() || "()[]<>{},;.!?\"'|".contains(c);
    let bare: Vec<&str> =
        words.iter().map(|(_, word)| word.trim_matches(is_edge)).collect();
    let mut found = Vec::new();
    let mut next = 0;
    while let Some(rest) = bare.get(next..).filter(|rest| !rest.is_empty()) {
        let mut count = length(rest);
        // `03/06` is a day behind "since" and the like; behind "port" it is not.
        let is_short_day = rest
            .first()
            .is_some_and(|word| word.len() == SHORT_DAY && word.contains('/'));
        let before = next.checked_sub(1).and_then(|before| bare.get(before));
        if is_short_day && before.is_some_and(|word| names_a_thing(word, lexicon)) {
            count = 0;
        }
        let last = (next + count).checked_sub(1).and_then(|last| words.get(last));
        if let (Some((start, _)), Some((end, word)), 1..) = (words.get(next), last, count)
        {
            found.push(*start..end + word.len());
        }
        next += count.max(1);
    }
    found
}

/// Whether what follows a word may be its number: it has a topic, is no number itself, and no mark ends it.
fn names_a_thing(word: &str, lexicon: &Lexicon) -> bool {
    !word.starts_with(|c: char| c.is_ascii_digit())
        && word.ends_with(char::is_alphanumeric)
        && lexicon.usage(&folded(word), []) != Some(Usage::Topicless)
}

/// Longest mark of HTML, and longest name of an image.
const MARK: usize = 200;

/// Where the tags of a text stand that a program has copied with its tags, and the images that a mail names, in order:
/// `<br>`, `[cid:image001.png@01DA1234]`. A single tag is what a text may be about.
fn marks(text: &str) -> Vec<Range<usize>> {
    let is_html = text.contains("</");
    let begins = |rest: &str| {
        let name = rest.strip_prefix(['<', '[']).unwrap_or_default();
        let is_tag = name.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        let image = ["cid:", "image:"].iter().any(|image| name.starts_with(image));
        if rest.starts_with('<') { is_html && is_tag } else { image }
    };
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(['<', '['])) {
        let start = from + at;
        let rest = text.get(start..).unwrap_or_default();
        let close = if rest.starts_with('<') { '>' } else { ']' };
        let near = rest.get(..rest.floor_char_boundary(MARK)).unwrap_or_default();
        let end = near.find(close).filter(|_| begins(rest)).map(|end| start + end + 1);
        found.extend(end.map(|end| start..end));
        from = end.unwrap_or(start + 1);
    }
    found
}

/// How many of the first of these words are such a detail; none if they are something else.
fn length(words: &[&str]) -> usize {
    let [first, rest @ ..] = words else { return 0 };
    if is_time(first) {
        let is_zone = rest.first().is_some_and(|word| is_one_of(ZONES, word));
        return 1 + usize::from(is_zone);
    }
    if is_day(first) || is_address(first) {
        return 1;
    }
    let named = first.trim_end_matches(['.', ':']);
    // A telephone may be what the text is about: "phone 12345678 is not accepted".
    let is_marked = named.len() < first.len()
        || rest.first().is_some_and(|number| number.starts_with('+'));
    let number = match () {
        () if is_marked && is_one_of(TELEPHONES, &folded(named)) => match telephone(rest)
        {
            0 => 0,
            number => 1 + number,
        },
        () if first.starts_with('+') => telephone(words),
        () => 0,
    };
    if number > 0 {
        return number;
    }
    match words {
        // `3 June 2024` and `3. Juni 2024`, and `June 3, 2024`.
        [day, month, year, ..]
            if is_of_month(day) && is_month(month) && is_year(year) =>
        {
            3
        }
        [month, day, year, ..]
            if is_of_month(day) && is_month(month) && is_year(year) =>
        {
            3
        }
        _ => 0,
    }
}

/// How many of the first of these words are the number of a telephone: `+49 89 123456`.
fn telephone(words: &[&str]) -> usize {
    let number = words
        .iter()
        .take_while(|word| is_telephone(word.strip_prefix('+').unwrap_or(word)));
    let digits: usize = number.clone().map(|word| count_digits(word)).sum();
    if digits >= TELEPHONE { number.count() } else { 0 }
}

/// `14:05`, `9:05am`, `04:05:06.123Z`.
fn is_time(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| "apmhzAPMHZ".contains(c));
    let (word, zone) = word.split_at(word.find('+').unwrap_or(word.len()));
    let mut parts = word.split(':');
    let hour = parts.next().is_some_and(|hour| hour.len() <= 2 && is_digits(hour));
    let minute = parts.next().is_some_and(|part| part.len() == 2 && is_digits(part));
    let second = parts.next().is_none_or(|part| {
        let (whole, _) = part.split_once(['.', ',']).unwrap_or((part, ""));
        whole.len() == 2 && is_digits(whole)
    });
    let is_zone = zone.chars().all(|c| c.is_ascii_digit() || "+:".contains(c));
    hour && minute && second && is_zone && parts.next().is_none()
}

/// `2024-06-03`, `03/06/2024`, `2024-06-03T04:05:06Z`, and `03/06` without a year.
fn is_day(word: &str) -> bool {
    let (day, time) = match word.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (word, None),
    };
    // With dots between them it may be a version.
    let of_day = |mark: char| {
        let parts: Vec<&str> = day.split(mark).collect();
        if let [first, second] = parts.as_slice() {
            // Two numbers are seldom filled with zeros for another reason.
            let is_filled = [first, second].iter().any(|part| part.starts_with('0'));
            let is_full = [first, second].iter().all(|part| part.len() == 2);
            return mark == '/'
                && is_filled
                && is_full
                && is_of_month(first)
                && is_of_month(second);
        }
        let [first, second, third] = parts.as_slice() else { return false };
        let is_last = is_of_month(third) && third.len() == 2 || is_year(third);
        is_of_month(second)
            && (is_year(first) && is_of_month(third) || is_of_month(first) && is_last)
    };
    ['-', '/'].into_iter().any(of_day) && time.is_none_or(is_time)
}

/// The address of a mailbox or of a page.
fn is_address(word: &str) -> bool {
    let is_mail = word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@')
    });
    is_mail || word.starts_with("http://") || word.starts_with("https://")
}

/// The number of a day or of a month, or the last two digits of a year.
fn is_of_month(word: &str) -> bool {
    (1..=2).contains(&word.len()) && is_digits(word)
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && is_digits(word)
}

fn is_month(word: &str) -> bool {
    is_one_of(MONTHS, &folded(word))
}

fn is_one_of(words: &str, word: &str) -> bool {
    words.split(';').any(|one| one == word)
}

/// A further part of the number of a telephone.
fn is_telephone(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit() || b"-/().".contains(&byte))
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn count_digits(word: &str) -> usize {
    word.bytes().filter(u8::is_ascii_digit).count()
}

/// Fewest characters of a number before a complaint that says which error it is, and not how many there are.
const NUMBER: usize = 3;

/// The places of the spoken words that are the number of an error, whatever it looks like, since "code" or a complaint
/// stands before it, the complaint with a word between at most, or a complaint behind it: "error 99877", "exit code
/// 144", "99877 error". In a log it may be the number of a process.
pub(super) fn numbers_of_errors(own: &[&Word], lexicon: &Lexicon) -> BTreeSet<usize> {
    let usage = |word: &Word| match word.token.text.as_str() {
        // They are English in texts of any language.
        "error" | "errno" => Some(Usage::Complaint),
        text => lexicon.usage(text, []),
    };
    let is_complaint = |word: &&&Word| usage(word) == Some(Usage::Complaint);
    let is_number = |word: &Word| {
        !word.is_line
            && word.text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && word.text.starts_with(|c: char| c.is_ascii_digit())
    };
    let numbers = own.iter().enumerate().filter(|(place, word)| {
        let (before, rest) = own.split_at_checked(*place).unwrap_or_default();
        let mut before = before.iter().rev();
        let next = before.next();
        let is_behind = next.is_some_and(|next| {
            next.token.text == "code"
                || is_complaint(&next)
                || usage(next) != Some(Usage::Topicless)
                    && before.next().as_ref().is_some_and(is_complaint)
        });
        let is_before =
            word.text.len() >= NUMBER && rest.get(1).as_ref().is_some_and(is_complaint);
        is_number(word) && (is_behind || is_before)
    });
    numbers.map(|(place, _)| place).collect()
}

/// Longest number that may be an amount, in digits: longer ones are codes and versions.
const LONGEST_AMOUNT: usize = 2;

/// Which of the spoken words, by place, are amounts: short numbers between words without a topic, as in
/// "waited for 20 minutes".
pub(super) fn amounts(own: &[&Word], lexicon: &Lexicon) -> BTreeSet<usize> {
    let is_topicless =
        |word: &Word| lexicon.usage(&word.token.text, []) == Some(Usage::Topicless);
    let is_short = |word: &Word| {
        word.text.len() <= LONGEST_AMOUNT
            && word.text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let amounts = (1..).zip(own.windows(3)).filter_map(|(place, three)| match three {
        [before, word, after] => {
            (is_short(word) && is_topicless(before) && is_topicless(after))
                .then_some(place)
        }
        _ => None,
    });
    amounts.collect()
}

#[cfg(test)]
mod tests {
    use super::{details, marks};
    use crate::bundle::Lexicon;

    #[test]
    fn details_of_a_case() {
        for (text, expected) in [
            ("stuck on 2024-06-03 again", vec!["2024-06-03 "]),
            ("stuck since 03/06/2024, 14:05 CET.", vec!["03/06/2024, ", "14:05 CET."]),
            ("stuck on 3-6-24", vec!["3-6-24"]),
            ("Windows 10/11 is open 24/7 at 0/1", vec![]),
            ("Tel.: +49 89 123456, phone is dead", vec!["Tel.: +49 89 123456, "]),
            ("phone 12345678 validation, phone: 12345678", vec!["phone: 12345678"]),
            ("stuck at 9:05am and 14:05:06.120Z", vec!["9:05am ", "14:05:06.120Z"]),
            ("since 3 June 2024 it is stuck", vec!["3 June 2024 "]),
            ("seit 3. Juni 2024 klemmt es", vec!["3. Juni 2024 "]),
            ("since June 3, 2024", vec!["June 3, 2024"]),
            (
                "call <ana@shop.example>, or +49 89 123456!",
                vec!["<ana@shop.example>, ", "+49 89 123456!"],
            ),
            ("2024-06-03T04:05:06+02:00 stuck", vec!["2024-06-03T04:05:06+02:00 "]),
            (
                "see https://wiki.example/Runbook+7 please",
                vec!["https://wiki.example/Runbook+7 "],
            ),
            ("version 1.2.3 of 10.0.0.1:8080, ratio 16:9, +1 from me", vec![]),
            ("error 2024 in line 14, @ana has 2 lamps", vec![]),
            ("at 14:05 VPN drops, and at 9:00 POST fails", vec!["14:05 ", "9:00 "]),
            ("2 Office 2019 of Windows 10 2021, 3 disks 2024", vec![]),
            ("", vec![]),
            ("<p>stuck<br></p>", vec!["<p>", "<br>", "</p>"]),
            ("the tag <br> is shown", vec![]),
            (
                "[cid:image001.png@01DA1234] [image: a b.png] [x] is stuck",
                vec!["[cid:image001.png@01DA1234]", "[image: a b.png]"],
            ),
            (" 数据库 2024-06-03\u{3000}错误", vec!["2024-06-03\u{3000}"]),
        ] {
            let found = details(text, &Lexicon::default()).into_iter().chain(marks(text));
            let found = found.filter_map(|range| text.get(range));
            assert_eq!(found.collect::<Vec<&str>>(), expected, "{text}");
        }
    }
}
