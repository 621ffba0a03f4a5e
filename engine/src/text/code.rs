//! The shapes of error codes: which words are codes, and the one form in which each is
//! indexed and looked up.
//!
//! A code is exact or nothing: it is never stemmed and never completed, and never corrected unless
//! it is made of words, one of which is misspelt.
//! Its *canonical form* is what all its faces share: `8004de40`, `0x8004DE40` and
//! `-2147164608` are one code. To teach kedb a new kind of code, add a [`Shape`] to
//! [`SHAPES`], most telling first.

use super::fold::folded;

/// Begins the term of every code, so that no word is one.
pub const SIGIL: char = '#';

/// Longest run of characters that may be a code, in bytes: longer ones are data. The longest
/// name of a code in the headers of Windows has 78.
pub const LONGEST: usize = 256;

/// A kind of code.
pub struct Shape {
    /// What people call it.
    pub name: &'static str,
    /// A code of this shape, and its canonical form.
    pub example: (&'static str, &'static str),
    /// Whether an unknown one is reported as such: a strong code in a query means just
    /// this error and no other.
    pub strong: bool,
    /// The canonical form of a lowercase word without surrounding punctuation, if it has
    /// this shape.
    canonical: fn(&str) -> Option<String>,
}

/// All shapes, the first that fits wins.
pub const SHAPES: [Shape; 11] = [
    Shape {
        name: "hexadecimal number",
        example: ("0x0000011b", "x11b"),
        strong: true,
        canonical: hexadecimal,
    },
    Shape {
        name: "hexadecimal number without 0x",
        example: ("8004de40", "x8004de40"),
        strong: true,
        canonical: bare_hexadecimal,
    },
    Shape {
        name: "HRESULT as a decimal number",
        example: ("-2147164608", "x8004de40"),
        strong: true,
        canonical: decimal_hresult,
    },
    Shape {
        name: "enhanced mail status",
        example: ("5.7.1", "5.7.1"),
        strong: true,
        canonical: mail_status,
    },
    Shape {
        name: "dotted number",
        example: ("16.0.4266", "16.0.4266"),
        strong: false,
        canonical: dotted_number,
    },
    Shape {
        name: "vulnerability",
        example: ("cve-2024-0001", "cve-2024-0001"),
        strong: true,
        canonical: vulnerability,
    },
    Shape {
        name: "prefixed number",
        example: ("ora-00942", "ora942"),
        strong: true,
        canonical: prefixed_number,
    },
    Shape {
        name: "name with a number",
        example: ("ipv6", "ipv6"),
        strong: false,
        canonical: name_with_number,
    },
    Shape {
        name: "symbolic name",
        example: ("error_access_denied", "error_access_denied"),
        strong: true,
        canonical: symbolic_name,
    },
    Shape {
        name: "path of names",
        example: ("err:shop:cart:item_not_found", "err:shop:cart:item_not_found"),
        strong: true,
        canonical: path_of_names,
    },
    Shape { name: "number", example: ("502", "502"), strong: false, canonical: number },
];

/// A code as a term and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// [`SIGIL`] and the canonical form.
    pub term: String,
    /// See [`Shape::strong`].
    pub strong: bool,
}

/// The code that `word` is, if it is one. `word` is lowercase, folded and without
/// surrounding punctuation, but for the minus of a number.
#[must_use]
pub fn code(word: &str) -> Option<Code> {
    let plain = !word.contains(|c: char| c.is_ascii_digit() || c == '_');
    if plain || word.len() > LONGEST {
        return None;
    }
    SHAPES.iter().find_map(|shape| {
        (shape.canonical)(word)
            .map(|form| Code { term: term(&form), strong: shape.strong })
    })
}

/// Whether the code of this term is the number of an error, and no address, version or number of a ticket:
/// an HRESULT or NTSTATUS of a failure or a Win32 error in hexadecimal, a status of mail, a vulnerability.
#[must_use]
pub fn is_error_number(term: &str) -> bool {
    let canonical = term.trim_start_matches(SIGIL);
    let is_failure = canonical.strip_prefix('x').is_some_and(|digits| {
        let is_high = digits.len() == 8 && digits.starts_with(['8', 'c']);
        is_high || digits.len() <= 4 && all(digits, u8::is_ascii_hexdigit)
    });
    is_failure || canonical.starts_with("cve-") || mail_status(canonical).is_some()
}

/// The term of a canonical form.
#[must_use]
pub fn term(canonical: &str) -> String {
    format!("{SIGIL}{canonical}")
}

/// The term of what several words write together: of `exit code 137` the same as of
/// `exitcode137`, and of `ORA 942` the same as of `ORA-00942`.
#[must_use]
pub fn joined(words: &str) -> String {
    let bare: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    code(&bare).map_or_else(|| term(&bare), |code| code.term)
}

/// The term under which a sketch knows that some article declares this name as a code, if it is written with capitals as
/// no word of a language is: `ENOSPC`, `OOMKilled`.
#[must_use]
pub fn declared_name(name: &str) -> Option<String> {
    let is_name = name.chars().all(char::is_alphanumeric)
        && name.chars().skip(1).any(char::is_uppercase);
    is_name.then(|| format!("{SIGIL}{SIGIL}{}", folded(name)))
}

/// What stands before the number with which a program ends: "exit code 137", "exit status 137".
const NAMES_OF_A_NUMBER: [&str; 2] = ["code", "status"];

/// Fewest digits of a number that is a code behind such a name alone: smaller ones mean something else in each program.
const LONG_NUMBER: usize = 3;

/// The terms of a declared code of several folded words: all of them together, and a number with its name alone, since
/// what stands before these differs: `exit code 137` is also "exited with code 137" and "status=137".
#[must_use]
pub fn declared(words: &str) -> Vec<String> {
    let mut terms = vec![joined(words)];
    let parts = words.split(|c: char| !c.is_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if let [before @ .., name, number] = parts.as_slice()
        && NAMES_OF_A_NUMBER.contains(name)
        && number.len() >= LONG_NUMBER
        && all(number, u8::is_ascii_digit)
    {
        let is_of_exit = before.contains(&"exit");
        let names = NAMES_OF_A_NUMBER.iter().filter(|one| is_of_exit || *one == name);
        terms.extend(names.map(|name| joined(&[*name, number].concat())));
    }
    terms
}

/// The letters and the digits of a folded word that is letters and then digits: `ol2010`.
#[must_use]
pub fn letters_and_digits(word: &str) -> Option<(&str, &str)> {
    let (letters, digits, _) = letters_digits(word)?;
    // A hexadecimal number has no name.
    (letters != "x").then_some((letters, digits))
}

/// The terms of a version that stands behind a name, without zeros before it: people write two digits of a year for
/// all four, as in `OL10` for Outlook 2010.
#[must_use]
pub fn version(digits: &str) -> Vec<String> {
    let century = match digits.as_bytes() {
        [b'0'..=b'3', _] => "20",
        [b'9', _] => "19",
        _ => "",
    };
    let mut terms = vec![term(without_leading_zeros(digits))];
    if !century.is_empty() {
        terms.push(term(&[century, digits].concat()));
    }
    terms
}

/// Whether the number that begins at `from` in `line` says where in a file something stands, so that it
/// makes no code with the ending of the file: `docs/a.md:3`, `Main.cs(42,7)`.
#[must_use]
pub fn is_line_number(line: &str, from: usize) -> bool {
    let before = line.get(..from).unwrap_or_default();
    let file = before.strip_suffix([':', '(']).unwrap_or_default();
    let name = file.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let ending = file.len() - name.len();
    (1..=LONGEST_ENDING).contains(&ending)
        && name
            .strip_suffix('.')
            .is_some_and(|name| name.ends_with(char::is_alphanumeric))
}

/// The longest ending of a file's name that is looked for: `svelte`.
const LONGEST_ENDING: usize = 6;

/// Whether `word` is numbers with dots between, such as a version.
#[must_use]
pub fn is_dotted_number(word: &str) -> bool {
    number_parts(word).is_some()
}

/// Whether `name` is what stands behind the hyphen of an option: letters, and hyphens between.
#[must_use]
pub fn is_option(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphabetic() || c == '-';
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(inner)
}

/// The term of the option `-name` as written in an article.
#[must_use]
pub fn option(name: &str) -> String {
    term(&format!("-{}", name.to_ascii_lowercase()))
}

/// Fewest names that colons join to one: `Foo::bar` and `TNS:no` are none of them.
const PATH: usize = 3;

/// Whether `word` is lowercase names with colons between, as services write the places of their errors:
/// `err:shop:auth:missing`. An address of hexadecimal digits is none.
#[must_use]
pub fn is_path(word: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && all(part, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_')
    };
    let is_address =
        |word: &str| word.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
    word.split(':').count() >= PATH && word.split(':').all(is_name) && !is_address(word)
}

/// The terms under which a code is found too: of a path of names its ends, of a symbolic name its
/// suffix runs, of a 32-bit code its plain numbers.
pub fn other_terms(canonical: &str) -> impl Iterator<Item = String> {
    let ends = canonical.match_indices(':').map(|(at, _)| &canonical[at + 1..]);
    let ends = ends.filter(|end| !end.contains(':') || is_path(end));
    let last = canonical.rsplit(':').next().unwrap_or(canonical);
    let suffixes = ends.chain(suffix_runs(last)).map(term);
    suffixes.chain(plain_numbers(canonical).map(|number| term(&number)))
}

/// The suffix runs of a symbolic name, longest first: `usr_error_access_denied` gives
/// `error_access_denied` and `access_denied`.
fn suffix_runs(canonical: &str) -> impl Iterator<Item = &str> {
    canonical
        .match_indices('_')
        .map(|(at, _)| &canonical[at + 1..])
        .filter(|rest| rest.contains('_') && !rest.starts_with('_'))
}

/// The numbers as which a 32-bit code without its highest bit may be written: `0x40050201` as
/// 1074070017, and as 40050201 where its digits are decimal ones. Such a number may mean
/// anything, so it is no face of the code: only an article that has the code is found by it.
fn plain_numbers(canonical: &str) -> impl Iterator<Item = String> {
    let digits = canonical.strip_prefix('x').unwrap_or_default();
    let bits = u32::from_str_radix(digits, 16).ok();
    let bits = bits.filter(|bits| (CODES..1 << 31).contains(bits));
    let decimal = bits.map(|bits| bits.to_string());
    let bare =
        bits.filter(|_| all(digits, u8::is_ascii_digit)).map(|_| digits.to_owned());
    decimal.into_iter().chain(bare)
}

/// Windows keeps the numbers of its own codes below this; what is written as eight
/// hexadecimal digits lies above.
const CODES: u32 = 0x1_0000;

fn all(text: &str, test: fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.as_bytes().iter().all(test)
}

fn without_leading_zeros(digits: &str) -> &str {
    let rest = digits.trim_start_matches('0');
    if rest.is_empty() { "0" } else { rest }
}

fn hexadecimal(word: &str) -> Option<String> {
    let digits = word.strip_prefix("0x")?;
    (digits.len() <= 16 && all(digits, u8::is_ascii_hexdigit))
        .then(|| format!("x{}", without_leading_zeros(digits)))
}

/// Fewest digits of a hexadecimal number that is glued to a name.
const GLUED: usize = 4;

/// Where the hexadecimal number begins that ends a word behind something else: in `hr0x80070643`.
#[must_use]
pub fn hexadecimal_in(word: &str) -> Option<usize> {
    let at = word.rfind("0x").or_else(|| word.rfind("0X")).filter(|at| *at > 0)?;
    let digits = word.get(at + 2..)?;
    (digits.len() >= GLUED && all(digits, u8::is_ascii_hexdigit)).then_some(at)
}

/// Eight digits are how Windows writes a 32-bit code. Without any decimal digit it would
/// be a word, and only decimal digits below 2^31 a plain number (or a date).
fn bare_hexadecimal(word: &str) -> Option<String> {
    let telling = word.bytes().any(|b| b.is_ascii_digit())
        && (word.bytes().any(|b| b.is_ascii_alphabetic())
            || word.starts_with(['8', '9'])
            || word.starts_with("0000"));
    (word.len() == 8 && telling && all(word, u8::is_ascii_hexdigit))
        .then(|| format!("x{}", without_leading_zeros(word)))
}

/// A 32-bit code with its highest bit set, read as a signed or as an unsigned number.
fn decimal_hresult(word: &str) -> Option<String> {
    let digits = word.strip_prefix('-').unwrap_or(word);
    if !all(digits, u8::is_ascii_digit) || digits.len() < 9 {
        return None;
    }
    let number: i64 = word.parse().ok()?;
    let bits = if number < 0 {
        i32::try_from(number).ok()?.cast_unsigned()
    } else {
        u32::try_from(number).ok().filter(|bits| bits >> 31 == 1)?
    };
    Some(format!("x{bits:x}"))
}

fn number_parts(word: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = word.split('.').collect();
    (parts.len() > 1 && parts.iter().all(|part| all(part, u8::is_ascii_digit)))
        .then_some(parts)
}

/// RFC 3463: class 2, 4 or 5, then subject and detail of at most three digits.
fn mail_status(word: &str) -> Option<String> {
    let parts = number_parts(word)?;
    let [class, subject, detail] = parts.as_slice() else { return None };
    (matches!(*class, "2" | "4" | "5") && subject.len() <= 3 && detail.len() <= 3)
        .then(|| word.to_owned())
}

fn dotted_number(word: &str) -> Option<String> {
    number_parts(word).map(|_| word.to_owned())
}

fn vulnerability(word: &str) -> Option<String> {
    let (year, number) = word.strip_prefix("cve-")?.split_once('-')?;
    (all(year, u8::is_ascii_digit) && all(number, u8::is_ascii_digit))
        .then(|| word.to_owned())
}

/// Letters and then digits, joined or with one `-` or `_`; leading zeros don't count.
fn letters_digits(word: &str) -> Option<(&str, &str, bool)> {
    let letters = word.find(|c: char| !c.is_ascii_alphabetic())?;
    let (prefix, rest) = word.split_at(letters);
    let digits = rest.strip_prefix(['-', '_']).unwrap_or(rest);
    (!prefix.is_empty() && prefix.len() <= 12 && all(digits, u8::is_ascii_digit))
        .then_some((prefix, digits, digits.len() != rest.len()))
}

/// `AADSTS50011`, `KB5001234`, `STK-4711`, `ORA-00942`. Four digits make a code, or two
/// behind a hyphen; a year makes a product name (`exchange2016`).
fn prefixed_number(word: &str) -> Option<String> {
    let (prefix, digits, joined) = letters_digits(word)?;
    let year =
        digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let names = ["windows", "utf", "sha", "iso", "rfc", "python", "java", "ipv", "tls"];
    let code = if joined { digits.len() >= 2 } else { digits.len() >= 4 };
    (code && !year && !names.contains(&prefix))
        .then(|| format!("{prefix}{}", without_leading_zeros(digits)))
}

/// Any other mixture of letters and digits: `ipv6`, `office365`, `4xx`, `2a`. A name with a hexadecimal number
/// glued to it is two.
fn name_with_number(word: &str) -> Option<String> {
    if hexadecimal_in(word).is_some() {
        return None;
    }
    if let Some((prefix, digits, _)) = letters_digits(word) {
        return Some(format!("{prefix}{}", without_leading_zeros(digits)));
    }
    (all(word, u8::is_ascii_alphanumeric)
        && word.bytes().any(|b| b.is_ascii_alphabetic())
        && word.bytes().any(|b| b.is_ascii_digit()))
    .then(|| word.to_owned())
}

fn symbolic_name(word: &str) -> Option<String> {
    let inner = word.trim_matches('_');
    (inner.contains('_') && all(inner, |b| b.is_ascii_alphanumeric() || *b == b'_'))
        .then(|| inner.to_owned())
}

/// A path whose last name is of several words: those of single words are also the names of other things.
fn path_of_names(word: &str) -> Option<String> {
    let (_, last) = word.rsplit_once(':')?;
    (is_path(word) && symbolic_name(last).is_some()).then(|| word.to_owned())
}

fn number(word: &str) -> Option<String> {
    let digits = word.strip_prefix('-').unwrap_or(word);
    all(digits, u8::is_ascii_digit).then(|| without_leading_zeros(digits).to_owned())
}
