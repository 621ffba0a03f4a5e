//! Ids and keys made from other people's names and paths.

use kedb_engine::article::ArticleId;
use sha2::{Digest, Sha256};

/// What remains of an id's length when a mark is appended.
const CUT: usize = ArticleId::MAX - 9;

/// The id that `text` makes: what an id may hold stays, all else becomes `-`. Where text
/// is lost (too long, other scripts), a mark made from `path` keeps ids apart.
pub(super) fn id(text: &str, path: &str) -> Option<ArticleId> {
    let slug = slug(text);
    let lossy = text.chars().any(|c| c.is_alphanumeric() && !c.is_ascii());
    if slug.len() <= ArticleId::MAX && !lossy {
        return ArticleId::new(&slug).or_else(|| marked("", path));
    }
    // Of a path the end tells most.
    let parts =
        text.match_indices('/').map(|(at, _)| text.get(at + 1..).unwrap_or_default());
    let ends: Vec<String> = parts.map(self::slug).filter(|end| !end.is_empty()).collect();
    let end = ends.iter().find(|end| end.len() <= CUT).or(ends.last());
    marked(end.unwrap_or(&slug), path)
}

/// `id` with a mark made from `path`: for two articles that make the same id.
pub(crate) fn marked(id: &str, path: &str) -> Option<ArticleId> {
    let digest = Sha256::digest(path.as_bytes());
    let mark: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let mut cut = id.get(..CUT).unwrap_or(id);
    // Better between two words.
    if cut.len() < id.len()
        && let Some((words, _)) = cut.rsplit_once('-')
    {
        cut = words;
    }
    let cut = cut.trim_end_matches(['-', '.', '_']);
    if cut.is_empty() {
        ArticleId::new(&mark)
    } else {
        ArticleId::new(&format!("{cut}-{mark}"))
    }
}

/// The key that the name of a service makes.
pub(super) fn service_key(name: &str) -> Option<String> {
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(is_key) {
        return Some(name.to_owned());
    }
    let key = slug(name).to_ascii_lowercase();
    (!key.is_empty()).then_some(key)
}

/// `text` with each run of other characters than `[A-Za-z0-9._]` as one `-`.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || (!slug.is_empty() && (c == '.' || c == '_')) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches(['-', '.', '_']).len());
    slug
}
