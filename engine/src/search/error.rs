//! Why a search fails.

use crate::bundle::BundleError;

/// Why a search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The bundle is damaged or of another version.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The index can't be read.
    #[error("the index can't be read: rebuild the bundle with this version of kedb")]
    Index(#[from] std::io::Error),
}
