//! Which crate takes how much of the engine, and which must not be in it at all.
//!
//! Read from the names of the linked module's functions, before they are stripped. What the
//! compiler has inlined counts for the caller, and data counts for nobody.

use anyhow::{Context as _, Result};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Something that the read side does without, because it would swell the download.
pub(crate) struct Rule {
    pub(crate) path: &'static str,
    /// What serves in its place.
    pub(crate) instead: &'static str,
}

/// What an error type leaves behind, in bytes: not worth a word.
pub(crate) const TRACE: usize = 1_000;

pub(crate) const FORBIDDEN: [Rule; 8] = [
    Rule { path: "regex", instead: "`regex-lite`: it has no Unicode tables" },
    Rule { path: "regex_automata", instead: "`aho_corasick::nfa::noncontiguous`" },
    Rule { path: "regex_syntax", instead: "`regex-lite`" },
    Rule { path: "tantivy::query", instead: "a query of our own: any text is one" },
    Rule { path: "tantivy::index", instead: "`reader`: no schema, no JSON, no store" },
    Rule { path: "tantivy::indexer", instead: "nothing: the browser only reads" },
    Rule { path: "serde_json", instead: "bytes of our own, and JavaScript's reader" },
    Rule { path: "js_sys", instead: "`www/engine`, which fetches and waits" },
];

/// The functions of a linked module: demangled name and size in bytes, largest first.
pub(crate) fn functions(linked: &Path) -> Result<Vec<(String, usize)>> {
    let bytes = fs::read(linked)
        .with_context(|| format!("could not read `{}`", linked.display()))?;
    let mut imported = 0;
    let mut sizes = Vec::new();
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for part in section {
                        if let Name::Function(map) = part? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let name = |index: u32| {
        let name = names.get(&index).copied().unwrap_or_default();
        format!("{:#}", rustc_demangle::demangle(name))
    };
    let mut functions: Vec<_> =
        (imported..).zip(sizes).map(|(index, size)| (name(index), size)).collect();
    functions.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(functions)
}

/// Bytes of code by crate, largest first.
pub(crate) fn by_crate(functions: &[(String, usize)]) -> Vec<(&str, usize)> {
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, size) in functions {
        *sums.entry(crate_of(name)).or_default() += size;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    sums
}

/// The number of functions of a crate or module, and their bytes.
pub(crate) fn code_under(path: &str, functions: &[(String, usize)]) -> (usize, usize) {
    let under = |name: &str| match owner(name).strip_prefix(path) {
        Some(rest) => rest.is_empty() || rest.starts_with("::"),
        None => false,
    };
    let found = functions.iter().filter(|(name, _)| under(name));
    found.fold((0, 0), |(count, bytes), (_, size)| (count + 1, bytes + size))
}

fn crate_of(name: &str) -> &str {
    match owner(name).split_once("::") {
        Some((first, _)) => first,
        None if name.is_empty() => "(no name)",
        None if name.starts_with('<') => "core", // `<str>::find`: the type is built in
        None => "(not Rust)",
    }
}

/// The path that a function's name begins with: of `<&mut a::B<C> as d::E>::f` it is `a::B`.
fn owner(name: &str) -> &str {
    let mut rest = name;
    loop {
        let before = rest;
        for prefix in ["<", "&", "mut ", "dyn ", "[", "(", "*const ", "*mut "] {
            rest = rest.strip_prefix(prefix).unwrap_or(rest);
        }
        if rest == before {
            break;
        }
    }
    let ends = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
    rest.split(ends).next().unwrap_or_default().trim_end_matches("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_belong_to_the_crate_their_name_begins_with() {
        let check =
            |name: &str, expected: &str| assert_eq!(crate_of(name), expected, "{name}");
        check("tantivy::query::bm25::Bm25Weight::score", "tantivy");
        check("<&mut a::B<c::D> as core::fmt::Debug>::fmt", "a");
        check("<alloc::vec::Vec<u8> as core::clone::Clone>::clone", "alloc");
        check("<[u8]>::to_vec", "core");
        check("memcpy", "(not Rust)");
        check("", "(no name)");
    }

    #[test]
    fn code_is_under_a_path_by_whole_segments() {
        let check = |path: &str, name: &str, expected: bool| {
            let (count, _) = code_under(path, &[(name.to_owned(), 1)]);
            assert_eq!(count == 1, expected, "{name}");
        };
        check("regex", "regex::Regex::new", true);
        check("regex", "regex_lite::Regex::new", false);
        check("regex_syntax", "<regex_syntax::ast::Ast as core::ops::Drop>::drop", true);
        check("tantivy::reader", "tantivy::reader::IndexReader::reload", true);
        check("tantivy::reader", "tantivy::reader_like::f", false);
    }
}
