//! What is described in more than one place is the same in all of them: the keys of a result in
//! the engine's door to JavaScript, in the types that pages are written against and in the
//! command line; the format; the shapes of codes.

use crate::built::repository;
use kedb_engine::bundle::FORMAT;
use kedb_engine::text::Language;
use kedb_engine::text::code::{self, SHAPES, Shape};
use std::collections::BTreeSet;
use std::fs;

fn text(path: &str) -> String {
    fs::read_to_string(repository(path)).expect(path)
}

/// The part of `text` from `start` up to the next `end`.
fn part<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no `{start}`"));
    rest.split_once(end).map_or(rest, |(part, _)| part)
}

/// The names that stand in quotes behind `call`.
fn quoted(text: &str, call: &str) -> BTreeSet<String> {
    let calls = text.split(call).skip(1);
    calls.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// The keys that a function of `wasm.rs` sets.
fn set_by(function: &str) -> BTreeSet<String> {
    let source = text("engine/src/wasm.rs");
    let body = part(&source, function, "\n    }\n");
    let calls = ["to.key(\"", "to.some(\""];
    calls.iter().flat_map(|call| quoted(body, call)).collect()
}

/// The keys of an interface of `kedb.d.ts`.
fn declared(interface: &str) -> BTreeSet<String> {
    let types = text("www/kedb.d.ts");
    let body = part(&types, &format!("export interface {interface} {{\n"), "\n}\n");
    let lines = body.lines().filter(|line| !line.trim_start().starts_with(['/', '*']));
    let keys = lines.filter_map(|line| {
        let (key, _) =
            line.trim_start().trim_start_matches("readonly ").split_once(':')?;
        Some(key.trim_end_matches('?').to_owned())
    });
    keys.collect()
}

/// The keys of the JSON of `kedb search`, in the names of JavaScript.
fn printed(function: &str) -> BTreeSet<String> {
    let source = text("src/cli/search.rs");
    let body = part(&source, function, "\n}\n");
    let object = body.rsplit_once("json!({").expect("an object").1;
    let keys = object.lines().filter(|line| line.starts_with("        \""));
    let keys =
        keys.filter_map(|line| line.trim_start().trim_start_matches('"').split_once('"'));
    keys.map(|(key, _)| camel(key)).collect()
}

/// `unknown_codes` as `unknownCodes`.
fn camel(key: &str) -> String {
    let mut words = key.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1);
        name + &head.to_uppercase() + tail
    })
}

fn without(keys: &BTreeSet<String>, left_out: &[&str]) -> BTreeSet<String> {
    keys.iter().filter(|key| !left_out.contains(&key.as_str())).cloned().collect()
}

#[test]
fn the_engine_gives_what_the_types_say() {
    let check = |function, interface| {
        assert_eq!(set_by(function), declared(interface), "{function} and `{interface}`");
    };
    check("pub fn search(", "Results");
    check("fn hit(&self", "Hit");
}

#[test]
fn the_command_line_prints_what_the_types_say() {
    let results = printed("fn object(");
    // Facets are counted for the widget, and nothing is left out but for those who type into it; how long it
    // took, and what was asked, for scripts.
    assert_eq!(
        without(&results, &["query", "tookUs"]),
        without(&declared("Results"), &["facets", "leftOut"])
    );
    let hit = printed("pub(super) fn hit(");
    let hit = without(&hit, &["evidence"]);
    assert!(hit.is_subset(&declared("Hit")), "{hit:?}");
}

#[test]
fn the_loader_reads_the_format_that_is_written() {
    let loader = text("www/loader/bundle.js");
    let expected = format!("\nconst FORMAT = {FORMAT};\n");
    assert!(loader.contains(&expected), "www/loader/bundle.js: no `{}`", expected.trim());
}

#[test]
fn every_shape_of_a_code_reads_its_example() {
    for Shape { name, example: (typed, canonical), strong, .. } in &SHAPES {
        let read = code::code(typed).map(|code| (code.term, code.strong));
        assert_eq!(read, Some((code::term(canonical), *strong)), "{name}");
    }
}

#[test]
fn every_language_that_is_stemmed_has_its_tables() {
    let letters = || 'a'..='z';
    let tags = letters()
        .flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    let stemmed: BTreeSet<String> =
        tags.filter(|tag| Language::of(tag).is_some()).collect();
    let files = fs::read_dir(repository("data/words")).expect("the tables");
    let names = files.map(|file| file.expect("a table").path());
    let mut tables: BTreeSet<String> = names
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into())
        .collect();
    // Both forms of written Norwegian share their tables.
    tables.extend(["nn".to_owned(), "no".to_owned()]);
    assert_eq!(stemmed, tables);
}
