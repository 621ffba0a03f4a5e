//! Records of decisions, as teams write them about their architecture: they tell what was decided and why, and
//! nobody's error goes away by them.

use kedb_engine::article::{Section, parts};

/// How the headings begin below which such a record tells its parts, in lowercase; it has one of each line.
const PARTS: [&[&str]; 3] = [
    &["context", "kontext", "contexto", "contesto"],
    &["decision", "décision", "decisión", "decisão", "decisione", "entscheidung"],
    &[
        "consequence",
        "positive consequence",
        "considered options",
        "conséquence",
        "consecuencia",
        "consequência",
        "conseguenze",
        "konsequenz",
    ],
];

/// Whether an article with these sections is such a record.
pub(super) fn is_record(sections: &[Section]) -> bool {
    let headings = sections.iter().flat_map(|section| {
        let parts = parts(&section.nodes).into_iter().map(|part| part.heading);
        section.heading.clone().into_iter().chain(parts)
    });
    let headings: Vec<String> =
        headings.map(|heading| heading.trim().to_lowercase()).collect();
    PARTS.iter().all(|words| {
        let is_one =
            |heading: &&String| words.iter().any(|word| heading.starts_with(word));
        headings.iter().any(|heading| is_one(&heading))
    })
}
