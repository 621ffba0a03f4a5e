//! The integration tests: one binary, driven by data in `tests/cases` and `tests/corpus`.

#![allow(clippy::disallowed_methods, reason = "tests work on real folders and sockets")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says so when it is skipped"
)]

/// Any text is a query.
mod any_text;
/// What the public may read, and what must not reach it.
mod audience;
/// Bases in temporary folders, their bundles, and an engine that reads them.
mod built;
/// The bytes of a bundle: the same for the same articles, and never believed unverified.
mod bundle;
/// What `kedb check` finds and corrects: a case for every rule.
mod check;
/// The command line's contract: whole outputs, exit codes, bad input.
mod cli;
/// The keys of a result, as the engine, the types and the command line have them.
mod contract;
/// Real knowledge bases, read through their mappings.
mod corpus;
/// Articles that begin with a log.
mod draft;
/// The examples of the specifications of Markdown.
mod examples;
/// Articles as the documents of a search server.
mod export;
/// Folders that are missing, broken or hostile.
mod folder;
/// Rich text as HTML: whatever goes in comes out as it was.
mod html;
/// Modules import only what stands above them.
mod layers;
/// Exports of other systems, and the articles that they become.
mod import;
/// The line between agents and the public: plants that must not show up in any byte.
mod leak;
/// Links between articles, and images.
mod links;
/// The language server, driven by a scripted client.
mod lsp;
/// Completions, manual pages and help.
mod manual;
/// Rich text as Markdown.
mod markdown;
/// Logs against known errors, and the recipes for CI.
mod matching;
/// The tables of the format: in the documentation, in the schemas, and as they are read.
mod format;
/// Single files: cases with their expected dumps.
mod parse;
/// Language models that ask for known errors, by the client of the protocol's own SDK.
mod mcp;
/// Pictures without metadata.
mod pictures;
/// Arbitrary input.
mod props;
/// What is searched, and what must be found: cases that every engine shares.
mod relevance;
/// The parts of an index, as tantivy reads them.
mod reader;
/// What a base needs next: figures, and whatever may stand in a file of events.
mod report;
/// Workarounds, signatures, patterns.
mod rules;
/// What `SECURITY.md` claims, and the tests that it names.
mod security;
/// The local web server: types, caching, what it refuses, when it builds again.
mod serve;
/// The search as one file.
mod single;
/// The static pages: golden files, links, hostile input.
mod site;
/// Dumps, bases made of text, expected files.
mod support;
/// No input is slow.
mod time;
/// Characters that command instead of showing something.
mod visible;
/// The figures of the README are those of the search.
mod weights;
/// The test suite of YAML as front matter.
mod yaml_suite;
