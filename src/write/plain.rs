//! The files that JavaScript reads by itself, without the engine: titles for where
//! WebAssembly may not run, and the list of all files for those who will be offline.

use super::{OutFile, WriteError, runtime};
use kedb_engine::article::Article;
use kedb_engine::bundle::{Card, RuntimeFile, Title};
use serde_json::{Value, json};

/// The most that a page loads ahead, in bytes: a larger bundle has no list.
const LOADED_AHEAD: usize = 10_000_000;

/// What is searched without the engine: a row for each article.
pub(super) fn titles(cards: &[Card], articles: &[Article]) -> Value {
    let rows = cards.iter().zip(articles).map(|(card, article)| Title {
        id: card.id.clone(),
        title: card.title.clone(),
        status: card.status.word().to_owned(),
        service: card.service.clone().unwrap_or_default(),
        error_codes: article.error_codes.clone(),
        trees: card.trees.path(),
        has_answer: card.answer.is_some(),
    });
    Title::to_json(&rows.collect::<Vec<_>>())
}

/// The paths of `files`, and of what looks for signatures, unless they are too much to load ahead.
pub(super) fn list(files: &[OutFile], signatures: Option<&RuntimeFile>) -> Option<Value> {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let paths = files.iter().map(|file| &file.path);
    let paths = paths.chain(signatures.map(|file| &file.path));
    let paths = paths.map(|path| json!(path));
    (bytes <= LOADED_AHEAD).then(|| Value::Array(paths.collect()))
}

/// Adds `content` to `files`; gives what the manifest says of it.
///
/// # Errors
/// Never in practice: any such value can be written.
pub(super) fn put(
    content: &Value,
    files: &mut Vec<OutFile>,
) -> Result<RuntimeFile, WriteError> {
    let (entry, file) = runtime::json_file(content)?;
    files.push(file);
    Ok(entry)
}
