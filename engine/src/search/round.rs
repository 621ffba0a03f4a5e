//! A round of look-ups: all are tried, so that everything that is missing is known at once.

use super::SearchError;

/// The look-ups of one round of a search.
#[derive(Default)]
pub(super) struct Round {
    failed: Option<SearchError>,
}

impl Round {
    /// What was looked up, or an empty value in place of what failed.
    pub(super) fn take<T: Default>(&mut self, tried: Result<T, SearchError>) -> T {
        tried.unwrap_or_else(|error| {
            self.failed.get_or_insert(error);
            T::default()
        })
    }

    /// Ends the round.
    ///
    /// # Errors
    /// The first failure, if there was one: then what was taken is not whole.
    pub(super) fn end(self) -> Result<(), SearchError> {
        self.failed.map_or(Ok(()), Err)
    }
}
