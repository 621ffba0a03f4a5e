//! The rule of `src/lib.rs` and `engine/src/lib.rs`: a module imports only modules that stand
//! above it. Within a folder the modules have no order, but none imports itself by way of
//! others.

use crate::built::{read, repository};
use std::collections::{BTreeMap, BTreeSet};

/// Crates that only the one named module, or modules, may know.
const ONLY_IN: [(&str, &[&str]); 3] = [
    ("wasm_bindgen", &["wasm"]),
    ("pulldown_cmark", &["parse"]),
    ("tantivy", &["schema", "index", "write", "reader", "directory", "search"]),
];

/// The source folders of the two crates. That the engine does not know the rest is the
/// compiler's work.
const CRATES: [&str; 2] = ["src", "engine/src"];

/// For each source file of a crate its path, the module of `lib.rs` that it is part of, and
/// its text without comments.
fn sources(folder: &str) -> Vec<(String, String, String)> {
    let files = read(&repository(folder));
    let files = files.into_iter().filter(|(path, _)| path.ends_with(".rs"));
    let files = files.map(|(path, bytes)| {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<_>>().join("\n");
        let module = path.split(['/', '.']).next().unwrap_or_default().to_owned();
        (path, module, code)
    });
    files.collect()
}

/// The modules of a crate's `lib.rs`, in order.
fn modules(folder: &str) -> Vec<String> {
    let path = repository(folder).join("lib.rs");
    let text = std::fs::read_to_string(path).expect("lib.rs");
    let names = text.lines().filter_map(|line| {
        line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';')
    });
    names.map(str::to_owned).collect()
}

/// The paths that begin with `prefix` in `code`: of `crate::{a::b, c}` these are `a::b` and
/// `c` for `crate::`.
fn paths_after(prefix: &str, code: &str) -> BTreeSet<Vec<String>> {
    let mut paths = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code.get(..at).and_then(|code| code.chars().next_back());
        if before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"_:$".contains(c)) {
            let rest = code.get(at + prefix.len()..).unwrap_or_default();
            read_paths(rest, &[], &mut paths);
        }
    }
    paths
}

/// Reads `a::b`, `a::{b, c::d}` or `a as b` at the beginning of `code`; gives what follows.
/// A renamed import is known by its old name.
fn read_paths<'c>(
    code: &'c str,
    before: &[String],
    paths: &mut BTreeSet<Vec<String>>,
) -> &'c str {
    let code = code.trim_start();
    if let Some(mut group) = code.strip_prefix('{') {
        loop {
            group = read_paths(group, before, paths).trim_start();
            match group.strip_prefix(',') {
                Some(next) => group = next,
                None => return group.strip_prefix('}').unwrap_or(group),
            }
        }
    }
    let end = code.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let (word, rest) = code.split_at(end.unwrap_or(code.len()));
    if word.is_empty() {
        return rest.strip_prefix('*').unwrap_or(rest);
    }
    let path: Vec<String> = before.iter().cloned().chain([word.to_owned()]).collect();
    if let Some(rest) = rest.strip_prefix("::") {
        return read_paths(rest, &path, paths);
    }
    // `self` in a group is what stands before it.
    paths.insert(if word == "self" { before.to_vec() } else { path });
    match rest.trim_start().strip_prefix("as ") {
        Some(renamed) => {
            renamed.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_')
        }
        None => rest,
    }
}

/// The modules that `code` names after `prefix`: `crate::a::b` and `crate::{a::b, c}`.
fn named_after(prefix: &str, code: &str) -> BTreeSet<String> {
    let paths = paths_after(prefix, code).into_iter();
    paths.filter_map(|path| path.into_iter().next()).collect()
}

/// The modules of a crate by their paths, each with all paths that its file names.
struct Tree(BTreeMap<Vec<String>, BTreeSet<Vec<String>>>);

impl Tree {
    fn of(folder: &str) -> Tree {
        let modules = sources(folder).into_iter().map(|(path, _, code)| {
            let path = path.strip_suffix(".rs").unwrap_or(&path);
            let own: Vec<String> = path.split('/').map(str::to_owned).collect();
            // What a file's own tests import is no matter of layers.
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            let mut named = BTreeSet::new();
            for prefix in ["crate::", "kedb::"] {
                named.extend(paths_after(prefix, code));
            }
            for mut path in paths_after("super::", code) {
                let mut above = own.clone();
                above.pop();
                while path.first().is_some_and(|word| word == "super") {
                    path.remove(0);
                    above.pop();
                }
                named.insert(above.into_iter().chain(path).collect());
            }
            // `use child::Item` in the file above.
            for path in paths_after("use ", code) {
                let own_child = own.iter().cloned().chain(path);
                named.insert(own_child.collect());
            }
            (own, named)
        });
        Tree(modules.collect())
    }

    /// Which module imports which other one of the same folder, by the folder's path.
    fn imports(&self) -> BTreeMap<Vec<String>, BTreeSet<(String, String)>> {
        let mut imports: BTreeMap<Vec<String>, BTreeSet<(String, String)>> =
            BTreeMap::new();
        for (own, named) in &self.0 {
            for path in named {
                if let Some((folder, from, to)) = self.import(own, path, 8) {
                    imports.entry(folder).or_default().insert((from, to));
                }
            }
        }
        imports
    }

    /// The folder in which `own` imports `path`, and the two modules of it. An item that the
    /// file above only hands on is looked for where it comes from, in so many steps.
    fn import(
        &self,
        own: &[String],
        path: &[String],
        steps: usize,
    ) -> Option<(Vec<String>, String, String)> {
        let common = own.iter().zip(path).take_while(|(a, b)| a == b).count();
        let (from, to) = (own.get(common)?, path.get(common)?);
        let target = path.get(..=common)?;
        if self.0.contains_key(target) {
            let folder = own.get(..common)?.to_vec();
            return Some((folder, from.clone(), to.clone()));
        }
        let handed_on = self.0.get(own.get(..common)?)?;
        let mut sources = handed_on.iter().filter(|path| path.last() == Some(to));
        let steps = steps.checked_sub(1)?;
        sources.find_map(|source| self.import(own, source, steps))
    }
}

/// A way from `start` back to itself, if there is one.
fn circle(imports: &BTreeSet<(String, String)>, start: &str) -> Option<Vec<String>> {
    let mut ways = vec![vec![start.to_owned()]];
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop() {
        let last = way.last()?.clone();
        for (_, to) in imports.iter().filter(|(from, _)| *from == last) {
            let mut longer = way.clone();
            longer.push(to.clone());
            if to == start {
                return Some(longer);
            }
            if seen.insert(to.clone()) {
                ways.push(longer);
            }
        }
    }
    None
}

#[test]
fn no_folder_has_a_circle() {
    let mut circles = BTreeSet::new();
    for folder in CRATES {
        for (path, imports) in Tree::of(folder).imports() {
            for (from, _) in &imports {
                if let Some(way) = circle(&imports, from) {
                    let place = format!("{folder}/{}", path.join("/"));
                    circles.insert(format!("{place}: {}", way.join(" → ")));
                }
            }
        }
    }
    assert_eq!(circles, BTreeSet::new());
}

#[test]
fn circles_are_found() {
    let module = |path: &str, named: &[&str]| {
        let split = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        (split(path), named.iter().map(|path| split(path)).collect())
    };
    for (c, expected) in [
        (&["a/b"][..], Some("b → c → b")),
        (&["a/Item"], Some("b → c → b")),
        (&["a/b/d/Other"], Some("b → c → b")),
        (&["a/Own"], None),
        (&["e"], None),
    ] {
        let modules = [
            module("a", &["a/b/Item", "e/Thing"]),
            module("a/b", &["a/Own"]),
            module("a/b/d", &["a/c", "a/b"]),
            module("a/c", c),
            module("e", &[]),
        ];
        let imports = Tree(modules.into()).imports();
        let way = imports.get(&vec!["a".to_owned()]).and_then(|all| circle(all, "b"));
        assert_eq!(way.map(|way| way.join(" → ")).as_deref(), expected, "{c:?}");
    }
}

#[test]
fn modules_import_only_what_stands_above() {
    for folder in CRATES {
        let modules = modules(folder);
        let place = |name: &str| modules.iter().position(|module| module == name);
        for (path, module, code) in sources(folder) {
            let own = match module.as_str() {
                "lib" => continue,
                "main" => modules.len(),
                name => place(name).unwrap_or_else(|| panic!("{path} is in no module")),
            };
            let mut imports = named_after("crate::", &code);
            imports.extend(named_after("kedb::", &code));
            if path == format!("{module}.rs") {
                imports.extend(named_after("super::", &code));
            }
            for import in imports.iter().filter(|import| **import != module) {
                let Some(other) = place(import) else {
                    panic!("{path} imports `{import}`, which is no module of lib.rs")
                };
                assert!(other < own, "{path} imports `{import}`, which stands below");
            }
        }
    }
}

#[test]
fn crates_stay_in_their_modules() {
    for (path, module, code) in CRATES.into_iter().flat_map(sources) {
        for (name, allowed) in ONLY_IN {
            let known = !named_after(name, &code).is_empty();
            assert!(
                !known || allowed.contains(&module.as_str()),
                "{path} knows `{name}`, which is for {allowed:?} alone"
            );
        }
    }
}

#[test]
fn imports_are_found() {
    let code = "use crate::{a, b::{x, y}, c::Z}; fn f() { crate::d::g(crate::e::H) }
                use not_crate::f; use ::crate::g; $crate::h";
    let expected = ["a", "b", "c", "d", "e"].map(str::to_owned);
    assert_eq!(named_after("crate::", code), BTreeSet::from(expected));
    let code = "pub use a::{self, b::{C, d as e}, f::*}; use g as h;";
    let paths = paths_after("use ", code).into_iter().map(|path| path.join("::"));
    assert_eq!(paths.collect::<Vec<_>>(), ["a", "a::b::C", "a::b::d", "g"]);
}
