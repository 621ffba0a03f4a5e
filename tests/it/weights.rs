//! The figures of the README are those of the search.

use crate::built::repository;
use kedb_engine::article::SectionKind;
use kedb_engine::query::MAX_BYTES;
use kedb_engine::schema::IndexField;
use kedb_engine::weights::{
    ANSWER, BEGINNING, BEGUN, COMPLETION, CORRECTED, FIXED, GENERAL, HITS, LINE_ORDER,
    LINE_SHARE, LINE_WORDS, LONG_RUN, PAIR, PAIR_OF_A_LOAN, RELATED, RUN,
    RUN_OF_BEGINNING, SEQUENCE, SUGGESTIONS, SYNONYM, UNKNOWN, section,
};

/// What the sections of the README on the search say, each with the figures that hold.
fn claims() -> [String; 18] {
    let percent = |share: f32| format!("{} %", (share * 100.0).round());
    let symptoms = section(IndexField::Section(SectionKind::Symptoms));
    let workaround = section(IndexField::Section(SectionKind::Workaround));
    [
        format!("of which the first {} MiB is read", MAX_BYTES >> 20),
        format!("From {} on the article is an answer", percent(ANSWER)),
        format!(
            "From {} on it is shown as what may be about something else",
            percent(RELATED)
        ),
        format!(
            "while somebody types, and nothing else is found, from {} on",
            percent(BEGUN)
        ),
        format!(
            "at least {LINE_WORDS} words with one line, {} of what the line tells, and {} of \
             its neighbouring words",
            percent(LINE_SHARE),
            percent(LINE_ORDER)
        ),
        format!("A word that no article has counts {}", percent(UNKNOWN)),
        format!(
            "A pair counts {} of a word, one in katakana {}",
            percent(PAIR),
            percent(PAIR_OF_A_LOAN)
        ),
        format!(
            "the title and declared codes count {} times",
            section(IndexField::Title)
        ),
        format!("declared codes count {} times", section(IndexField::Code)),
        format!("keywords {} times", section(IndexField::Keyword)),
        format!("symptoms {symptoms} times, the workaround {workaround} times"),
        format!("A synonym counts {}", percent(SYNONYM)),
        format!(
            "a corrected word {}, a word of which only the beginning was typed {}",
            percent(CORRECTED),
            percent(COMPLETION)
        ),
        format!("a fixed error is {} as likely as an open one", percent(FIXED)),
        format!("A list shows {HITS} articles, a form {SUGGESTIONS}"),
        format!("from {SEQUENCE} words on"),
        format!("unless more than {GENERAL} articles hold it"),
        format!(
            "at least {LONG_RUN} that name something; {RUN} are enough if they tell half of the \
             title, and {RUN_OF_BEGINNING} if it begins with the query and the query has \
             {BEGINNING} words of any kind"
        ),
    ]
}

#[test]
fn the_readme_has_the_figures_of_the_search() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("README.md");
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for claim in claims() {
        assert!(
            readme.contains(&claim),
            "README.md does not say \"{claim}\": its figures must be those of \
             engine/src/weights.rs"
        );
    }
}
