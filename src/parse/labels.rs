//! Labels that say who may read what stands below or beside them: "Internal notes", "For agents
//! only", in the languages of the user interface.

use super::addressed;
use super::choices;
use super::internal::says_internal;
pub(super) use super::label_words::words;
use super::label_words::{JOINED, OF_STAFF, Word, kinds, spaced, split};
use super::seen::seen;
use kedb_engine::article::{Element, Node, plain_text};

/// Whether the title of a box says that it is for agents.
pub(super) fn titles_box(title: &str) -> bool {
    is_label(title) || addressed::to_agents(title)
}

/// The title of a box, if that says that the box is for agents: a bold paragraph, or the bold first line of one.
pub(super) fn title_of_box(aside: &Element) -> Option<String> {
    let Some(Node::Element(first)) = aside.children.first() else { return None };
    let Some((Node::Element(bold), behind)) = first.children.split_first() else {
        return None;
    };
    let title = plain_text(&bold.children);
    let is_line = match behind.first() {
        Some(Node::Text(text)) => text.starts_with('\n'),
        Some(Node::Element(element)) => element.tag.name() == "br",
        None => true,
    };
    let is_title = first.tag.name() == "p" && bold.tag.name() == "strong" && is_line;
    (is_title && titles_box(&title)).then_some(title)
}

/// Whether a heading or a title is a label, or has one between brackets, before a mark or behind
/// a dash: `Workaround (internal)`, `Internal: the queue`.
pub(super) fn holds_label(text: &str) -> bool {
    let brackets = text.split(['(', '[', '（', '［']).skip(1);
    let mut brackets =
        brackets.filter_map(|rest| rest.split([')', ']', '）', '］']).next());
    let marks: &[&str] = &[": ", " - ", " – ", " — ", "：", " | ", ". "];
    let cut = |mark: &&str| {
        let first = text.split(*mark).next().filter(|first| first.len() < text.len());
        // "Cause: internal" says what is wrong, "Cause: internal only" who may read it.
        let last = text.rsplit(*mark).next().filter(|last| {
            last.len() < text.len()
                && (words(last).len() > 1 || !mark.starts_with([':', '：', '.']))
        });
        first.is_some_and(is_label) || last.is_some_and(is_label)
    };
    is_label(text) || brackets.any(is_label) || marks.iter().any(cut)
}

/// Whether a label has several words, also where none is between spaces: one like any other may be a part of a text.
pub(super) fn has_several_words(label: &str) -> bool {
    words(label).len() > 1 || said(label).is_some_and(|said| said.len() > 1)
}

/// Whether a line of what an attribute shows is a label, or begins with one.
pub(super) fn shows_label(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_matches(|c: char| c.is_whitespace() || "{}\"'`".contains(c));
        let first = line.split_once([':', '–', '—', '：']).map(|(first, _)| first);
        holds_label(line)
            || first.is_some_and(|first| has_several_words(first) && is_label(first))
    })
}

/// Whether `text`, as readers see it, says nothing but that agents alone may read something.
pub(super) fn is_label(text: &str) -> bool {
    if text.len() <= MAX_LABEL && choices::is_one(text) {
        return false;
    }
    // `A.1` is two numbers.
    let text = without_number(without_number(text));
    let is_one = |text: &str| said(text).is_some_and(|said| restricts(&said));
    is_one(text) || text.contains(['[', ':']) && is_one(&without_icons(text))
}

/// `text` without the number that it begins with: `1. `, `(2) `, `IV. `, `a) `, a digit on a key.
fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    let begun = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let number = begun.trim_start_matches(|c: char| c.is_numeric() || c == '.');
    if number.len() < begun.len() {
        // `1st` is a word, `1.Internal` is none.
        let is_word = number.starts_with(char::is_alphabetic)
            && !begun.strip_suffix(number).is_some_and(|number| {
                number.ends_with(|c: char| c == '.' || !c.is_ascii())
            });
        return if is_word { text } else { number };
    }
    let end = begun.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(begun.len());
    let (word, rest) = begun.split_at_checked(end).unwrap_or_default();
    let is_number = word.len() == 1
        || (!word.is_empty() && word.chars().all(|c| "ivxlcIVXLC".contains(c)));
    if is_number && rest.starts_with(['.', ')', ':']) { rest } else { text }
}

/// `text` without the names of icons: what stands in square brackets, or as `:lock:` between colons.
pub(super) fn without_icons(text: &str) -> String {
    let mut parts = text.split('[');
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((_, behind)) => bare.push_str(behind),
            None => bare.extend(["[", part]),
        }
    }
    let is_icon = |word: &str| {
        let name = word.strip_prefix(':').and_then(|word| word.strip_suffix(':'));
        let is_part = |c: char| c.is_ascii_alphanumeric() || "_-+".contains(c);
        name.is_some_and(|name| !name.is_empty() && name.chars().all(is_part))
    };
    let words = bare.split(' ').filter(|word| !is_icon(word));
    words.collect::<Vec<_>>().join(" ")
}

/// The same for what readers don't see: a comment, a tag, an element, an attribute, a key. There
/// "private" and "hide" alone are labels, and a name such as `internalDocs` is as well.
pub(super) fn is_tag_label(text: &str) -> bool {
    if text.len() > MAX_LABEL {
        return false;
    }
    let seen = seen(text);
    let names = seen.split_inclusive(|c: char| !c.is_alphanumeric());
    // Without its capitals a name stays one word.
    let joined = names.map(|name| {
        let is_one = says_internal(name) && !names_error(name);
        if is_one { name.to_lowercase() } else { name.to_owned() }
    });
    said(&joined.collect::<String>()).is_some_and(|said| {
        restricts(&said) || said.contains(&Word::Private) || said.contains(&Word::Hide)
    })
}

/// Whether a key or an attribute says who may read something.
pub(super) fn is_access(name: &str) -> bool {
    let is_one =
        |word: &String| word.starts_with("audience") || ACCESS.contains(&word.as_str());
    words(name).iter().any(is_one)
}

/// Words of keys and attributes that say who may read something.
const ACCESS: [&str; 10] = [
    "access",
    "visibility",
    "reader",
    "readers",
    "viewer",
    "viewers",
    "role",
    "roles",
    "permission",
    "permissions",
];

/// Whether a name is that of an error, such as `InternalServerError`.
pub(super) fn names_error(name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    ["Error", "Exception", "Failure"].iter().any(|end| name.ends_with(end))
}

/// Whether a label of such words says that agents alone may read something.
fn restricts(said: &[Word]) -> bool {
    let says = |words: &[Word]| words.iter().any(|word| said.contains(word));
    let is_person = names_staff(said);
    let is_staff = is_person || says(&[Word::ServiceDesk]);
    says(&[Word::Internal])
        || (says(&[Word::Only]) && (is_staff || says(&[Word::Agents, Word::Desk, Word::Support, Word::It])))
        || (says(&[Word::Desk, Word::ServiceDesk]) && says(&[Word::Remark]))
        || (is_person && says(&[Word::Remark, Word::Orders]))
        || (is_staff && addresses(said) && !says(&[Word::Not, Word::Customers]))
        || (says(&[Word::Not, Word::Hide]) && says(&[Word::Customers]))
        // Alone such a word may stand on a button.
        || (says(&[Word::Private]) && says(&[Word::Only, Word::Agents, Word::Desk, Word::ServiceDesk, Word::Staff, Word::Support, Word::Note, Word::Remark, Word::Orders]))
}

/// Whether words name those who work in support, and not a program or what is supported: "support agents".
fn names_staff(said: &[Word]) -> bool {
    let says = |words: &[Word]| words.iter().any(|word| said.contains(word));
    says(&[Word::Staff])
        || says(&[Word::Support, Word::Help]) && says(&[Word::Agents, Word::Desk])
}

/// Whether words begin or end with one that says for whom something is: "For support agents".
fn addresses(said: &[Word]) -> bool {
    [said.first(), said.last()].contains(&Some(&Word::For))
}

/// Whether `text` may be a label for those who work in support, and may as well say something else: "For agents", of
/// which some are programs, "Information for the service desk", which a customer may have to gather.
pub(super) fn may_address(text: &str) -> bool {
    said(without_number(text)).is_some_and(|said| {
        let says = |words: &[Word]| words.iter().any(|word| said.contains(word));
        let is_written = addresses(&said)
            || says(&[Word::Remark])
            || says(&[Word::Note, Word::Orders]) && said.contains(&Word::For);
        !restricts(&said)
            && is_written
            && (names_staff(&said)
                || says(&[Word::Desk, Word::ServiceDesk])
                || words(text).iter().any(|word| word == "agent"))
            && !says(&[Word::Not, Word::Customers])
    })
}

/// Whether a box of this name is for agents alone.
pub(super) fn is_box_label(name: &str) -> bool {
    is_tag_label(name)
        || said(name).is_some_and(|said| {
            matches!(said.as_slice(), [Word::Desk | Word::ServiceDesk])
        })
}

/// The longest label, in bytes.
const MAX_LABEL: usize = 100;

/// What the words of `text` say; none if one of them is no word of a label.
fn said(text: &str) -> Option<Vec<Word>> {
    if text.len() > MAX_LABEL {
        return None;
    }
    let mut said = Vec::new();
    // "Help-desk" and "first-line" are written so, too.
    let mut spaced = spaced(text).replace('-', " ");
    for (several, one) in JOINED.iter().chain(&OF_STAFF) {
        if spaced.contains(several) {
            spaced = spaced.replace(several, one);
        }
    }
    for word in split(&spaced) {
        let kinds = kinds(word);
        if kinds.is_empty() {
            return None;
        }
        said.extend(kinds);
    }
    Some(said)
}

/// Whether the value of a key names those who work here, and nobody else.
pub(super) fn names_agents(text: &str) -> bool {
    (says_agents(text) || says(text, Word::It)) && !names_customers(text)
}

/// Whether `text` names what is internal, support, or those who work for the author, and not only admins or a team, which
/// readers may have, too.
pub(super) fn names_our_own(text: &str) -> bool {
    let own = [Word::Internal, Word::Desk, Word::ServiceDesk, Word::Staff, Word::Support];
    own.into_iter().any(|word| says(text, word))
        || words(text).iter().any(|word| addressed::names_only_agents(word))
}

/// Whether any words of a piece of a program may be a label.
pub(super) fn may_restrict(text: &str) -> bool {
    let mut parts = text.split(|c: char| "{}()[]\"'`,;=|<>".contains(c)).map(str::trim);
    words(text).iter().any(|word| says_internal(word))
        || parts.any(|part| holds_label(part) || is_tag_label(part))
}

/// Whether `text` names those who work here.
pub(super) fn says_agents(text: &str) -> bool {
    let named = [
        Word::Internal,
        Word::Agents,
        Word::Desk,
        Word::ServiceDesk,
        Word::Staff,
        Word::Support,
    ];
    named.into_iter().any(|word| says(text, word))
}

/// Whether `text` says that something is not for everybody, without saying for whom.
pub(super) fn says_private(text: &str) -> bool {
    says(text, Word::Private)
}

/// Whether `text` says that something is for some readers alone.
pub(super) fn says_only(text: &str) -> bool {
    says(text, Word::Only)
}

/// Whether `text` names customers or the public.
pub(super) fn names_customers(text: &str) -> bool {
    says(text, Word::Customers)
}

fn says(text: &str, wanted: Word) -> bool {
    words(text).iter().any(|word| kinds(word).contains(&wanted))
}
