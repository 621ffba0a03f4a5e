//! Why a search fails.

use crate::bundle::BundleError;
use tantivy::TantivyError;

/// Why a search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The bundle is damaged or of another version.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// tantivy can't read the index.
    #[error("the index can't be read: rebuild the bundle with this version of kedb")]
    Index(#[source] TantivyError),
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> SearchError {
        SearchError::Index(error)
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> SearchError {
        SearchError::Index(error.into())
    }
}
