//! The integration tests: one binary, driven by data in `tests/cases` and `tests/corpus`.

#![allow(clippy::disallowed_methods, reason = "tests work on real folders and sockets")]

/// Rich text as HTML: whatever goes in comes out as it was.
mod html;
/// The local web server: types, caching, what it refuses, when it builds again.
mod serve;
/// The static pages: golden files, links, hostile input.
mod site;
