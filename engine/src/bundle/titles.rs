//! The titles: what can be searched where WebAssembly may not run. `www/lookup.js` reads
//! the same rows.

use super::BundleError;
use serde_json::{Value, json};

/// What the row of an article says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The article's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The word of its status.
    pub status: String,
    /// Its service's key; empty if it has none.
    pub service: String,
    /// Declared codes, as written.
    pub error_codes: Vec<String>,
    /// Where the file with the article's tree lies, relative to the bundle.
    pub trees: String,
    /// Whether there is anything to do now.
    pub has_answer: bool,
}

impl Title {
    /// The file's content: for each article, in their order, a row.
    #[must_use]
    pub fn to_json(titles: &[Title]) -> Value {
        let rows = titles.iter().map(|row| {
            let Title { id, title, status, service, error_codes, trees, has_answer } =
                row;
            json!([id, title, status, service, error_codes, trees, has_answer])
        });
        Value::Array(rows.collect())
    }

    /// Reads what [`Title::to_json`] gives.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn from_json(bytes: &[u8]) -> Result<Vec<Title>, BundleError> {
        type Row = (String, String, String, String, Vec<String>, String, bool);
        let rows: Vec<Row> = serde_json::from_slice(bytes)
            .map_err(|_| BundleError::Damaged("list of titles"))?;
        let titles = rows.into_iter().map(|row| {
            let (id, title, status, service, error_codes, trees, has_answer) = row;
            Title { id, title, status, service, error_codes, trees, has_answer }
        });
        Ok(titles.collect())
    }
}
