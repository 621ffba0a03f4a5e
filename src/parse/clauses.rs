//! What takes back an instruction of which the words stand in a sentence: a negation, or a clause that only says
//! when something happens ("when you click Save, nothing is saved").

use std::ops::Range;

/// How far around a phrase its clause is read, in bytes: most are shorter.
const AROUND: usize = 300;

/// What ends a sentence.
const STOPS: [char; 7] = ['\n', '.', '!', '?', '。', '？', '！'];

/// What ends a clause.
const ENDS: [char; 12] = ['\n', '.', '!', '?', ':', ';', ',', '(', ')', '。', '：', '…'];

/// Words that begin a clause that says when something happens.
const WHEN: [&str; 44] = [
    "when",
    "whenever",
    "if",
    "once",
    "after",
    "before",
    "while",
    "until",
    "unless",
    "wenn",
    "falls",
    "sobald",
    "nachdem",
    "bevor",
    "solange",
    "sofern",
    "ob",
    "quand",
    "lorsque",
    "cuando",
    "mientras",
    "quando",
    "appena",
    "mentre",
    "als",
    "wanneer",
    "zodra",
    "indien",
    "nadat",
    "terwijl",
    "voordat",
    "caso",
    "enquanto",
    "gdy",
    "kiedy",
    "jeśli",
    "jeżeli",
    "когда",
    "если",
    "пока",
    "whether",
    "although",
    "obwohl",
    "aunque",
];

/// The same before those who do something; before a verb these words say that somebody has to.
const IF: [&str; 2] = ["si", "se"];

/// The same in two words.
const WHEN_OF_TWO: [&str; 18] = [
    "as soon",
    "soon as",
    "time you",
    "each time",
    "every time",
    "dès que",
    "après que",
    "fois que",
    "vez que",
    "después de",
    "de que",
    "volta che",
    "dopo che",
    "sempre que",
    "depois que",
    "assim que",
    "elke keer",
    "jedes mal",
];

/// Those who do what a clause tells.
const WHO: [&str; 22] = [
    "you", "users", "they", "we", "i", "people", "vous", "tu", "on", "sie", "du", "man",
    "ihr", "usted", "ustedes", "tú", "u", "je", "men", "você", "vocês", "вы",
];

/// Words before a phrase that take it back: "no puedes imprimir".
const DENIED_BEFORE: [&str; 9] =
    ["no", "non", "não", "not", "never", "nunca", "nie", "не", "nicht"];

/// Words behind a phrase that take it back: "Dann können Sie nicht drucken", "you can no longer print".
const DENIALS: [&str; 12] = [
    "nicht", "kein", "keine", "keinen", "keiner", "nichts", "niet", "geen", "not", "no",
    "never", "pas",
];

/// Those of them that may stand anywhere behind a verb that says what somebody can.
const DENIALS_OF_CLAUSE: [&str; 8] =
    ["nicht", "kein", "keine", "keinen", "keiner", "nichts", "niet", "geen"];

/// How the verbs begin that say what somebody can.
const CAN: [&str; 5] = ["könn", "kann", "kunt", "kun", "kan"];

/// Whether something takes back the phrase that stands at `range` in a `text` in lowercase: a question instructs
/// nobody either.
pub(super) fn take_back(text: &str, range: Range<usize>) -> bool {
    let phrase = text.get(range.clone()).unwrap_or_default();
    let from = text.floor_char_boundary(range.start.saturating_sub(AROUND));
    let before = text.get(from..range.start).unwrap_or_default();
    let before = before.rsplit(ENDS).next().unwrap_or_default();
    let to = text.floor_char_boundary(range.end.saturating_add(AROUND));
    let behind = text.get(range.end..to).unwrap_or_default();
    let is_question = behind
        .find(STOPS)
        .and_then(|end| behind.get(end..))
        .is_some_and(|end| end.starts_with(['?', '？']));
    let behind = behind.split(ENDS).next().unwrap_or_default();
    is_question || tells_when(before, phrase) || is_denied(before, phrase, behind)
}

/// Whether a clause only says when something happens, by what stands right before the phrase: "when you click".
fn tells_when(before: &str, phrase: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let last = words.next().unwrap_or_default();
    let is_who = |word: &str| WHO.contains(&word);
    let first = if is_who(last) { words.next().unwrap_or_default() } else { last };
    let earlier = words.next().unwrap_or_default();
    let both = |first: &str, second: &str| {
        WHEN_OF_TWO.contains(&format!("{first} {second}").as_str())
    };
    let has_who = is_who(last) || phrase.split_whitespace().next().is_some_and(is_who);
    WHEN.contains(&first)
        || has_who && IF.contains(&first)
        || both(earlier, first)
        || both(first, last)
}

/// Whether words before or behind a phrase say that somebody can't or must not do it.
fn is_denied(before: &str, phrase: &str, behind: &str) -> bool {
    let last = before.split_whitespace().next_back();
    let mut later = behind.split_whitespace();
    let says_can = || {
        phrase.split_whitespace().any(|word| CAN.iter().any(|can| word.starts_with(can)))
    };
    let is_next_denied = phrase.contains(' ')
        && later.clone().next().is_some_and(|next| DENIALS.contains(&next));
    last.is_some_and(|last| DENIED_BEFORE.contains(&last))
        || is_next_denied
        || says_can() && later.any(|word| DENIALS_OF_CLAUSE.contains(&word))
}
