//! Sections of which nothing but the heading is left: what stood below it is a section of its own, goes, or was never
//! written.

use super::first_heading;
use kedb_engine::article::Section;

/// From how many words on the first heading of a page may be another title; from how many characters where no spaces
/// stand between words.
const TITLE: usize = 3;
const TITLE_CHARACTERS: usize = 8;

/// Makes paragraphs of such headings, except where they answer, since a heading in the middle of an answer says
/// what follows. What the first one says is seen where it may be a title.
pub(super) fn remove(sections: &mut Vec<Section>) {
    let is_empty = |section: &Section| section.nodes.is_empty() && !section.answers;
    if !sections.iter().any(is_empty) || sections.iter().all(is_empty) {
        return;
    }
    if let Some(heading) = sections.first().filter(|first| is_empty(first))
        && let Some(text) = heading.heading.clone()
        && tells(&text, TITLE, TITLE_CHARACTERS)
    {
        sections.remove(0);
        first_heading::place_text(sections, text);
    }
    for section in sections.iter_mut().filter(|section| is_empty(section)) {
        let text = section.heading.take();
        section.nodes.extend(text.and_then(first_heading::paragraph));
    }
    sections.retain(|section| !is_empty(section));
}

/// Whether `text` has so many words, or characters.
fn tells(text: &str, words: usize, characters: usize) -> bool {
    if text.is_ascii() || text.contains(' ') {
        return text.split_whitespace().count() >= words;
    }
    text.chars().count() >= characters
}
