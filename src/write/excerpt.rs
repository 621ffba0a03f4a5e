//! What a result shows of an article's text.

use kedb_engine::article::{Article, SectionKind, plain_text};
use kedb_engine::workaround::has_workaround;

/// Longest excerpt in characters: three lines of a result.
const LENGTH: usize = 240;

/// The beginning of the workaround, or else of the first section that tells something;
/// and whether it is the workaround.
pub(super) fn of(article: &Article) -> (String, bool) {
    let has_workaround = has_workaround(article);
    let order = [
        has_workaround.then_some(SectionKind::Workaround),
        Some(SectionKind::Symptoms),
        Some(SectionKind::Cause),
        Some(SectionKind::Body),
        Some(SectionKind::Fix),
    ];
    let text = order
        .into_iter()
        .flatten()
        .flat_map(|kind| article.sections_of(kind))
        .map(|section| plain_text(&section.nodes))
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    (cut(&text), has_workaround)
}

/// What stands between two lines, steps or commands, of which the first has no end of its own.
const BETWEEN: &str = " ·";

/// The beginning of `text` on one line, cut after a word.
fn cut(text: &str) -> String {
    let mut line = String::new();
    for words in text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()) {
        if !line.is_empty() && !words.is_empty() {
            if line.ends_with(char::is_alphanumeric) {
                line.push_str(BETWEEN);
            }
            line.push(' ');
        }
        line.push_str(&words.join(" "));
    }
    let Some((end, _)) = line.char_indices().nth(LENGTH) else { return line };
    let head = line.get(..end).unwrap_or_default();
    let head = head.rsplit_once(' ').map_or(head, |(words, _)| words);
    format!("{}…", head.trim_end_matches([',', ';', ':', '.', '·', ' ']))
}
