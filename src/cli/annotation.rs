//! Texts in a workflow command of GitHub, where a line feed, a colon or a comma that is not
//! escaped would end them, and what follows could be a command of its own.

use crate::visible::visible;

/// Text after the colons.
pub(super) fn data(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\n', "%0A")
}

/// A value before them.
pub(super) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
