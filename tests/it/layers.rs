//! The rule of `src/lib.rs`: a module imports only modules that stand above it.

use crate::built::{read, repository};
use std::collections::BTreeSet;

/// Crates that only the one named module, or modules, may know.
const ONLY_IN: [(&str, &[&str]); 5] = [
    ("web_sys", &["wasm"]),
    ("js_sys", &["wasm"]),
    ("wasm_bindgen", &["wasm"]),
    ("pulldown_cmark", &["parse"]),
    ("tantivy", &["schema", "index", "write", "directory", "search"]),
];

/// A source file's text without comments, and the module of `lib.rs` that it is part of.
fn sources() -> Vec<(String, String, String)> {
    let files = read(&repository("src"));
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

/// The modules of `lib.rs` in order, each with the part under whose comment it stands.
fn modules() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(repository("src/lib.rs")).expect("lib.rs");
    let mut part = String::new();
    let mut modules = Vec::new();
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("// ") {
            comment.clone_into(&mut part);
        }
        let name = line.trim_start_matches("pub ").strip_prefix("mod ");
        if let Some(name) = name.and_then(|name| name.strip_suffix(';')) {
            modules.push((name.to_owned(), part.clone()));
        }
    }
    modules
}

/// The modules that `code` names after `prefix`: `crate::a::b` and `crate::{a::b, c}`.
fn named_after(prefix: &str, code: &str) -> BTreeSet<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code.get(..at).and_then(|code| code.chars().next_back());
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || "_:$".contains(c)) {
            continue;
        }
        let rest = code.get(at + prefix.len()..).unwrap_or_default();
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(word(rest));
            continue;
        };
        let mut depth = 1;
        let mut at_start = true;
        for (index, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => at_start = true,
                c if at_start && depth == 1 && !c.is_whitespace() => {
                    names.insert(word(group.get(index..).unwrap_or_default()));
                    at_start = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

#[test]
fn modules_import_only_what_stands_above() {
    let modules = modules();
    let place = |name: &str| modules.iter().position(|(module, _)| module == name);
    for (path, module, code) in sources() {
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

#[test]
fn write_side_and_read_side_meet_in_data() {
    let modules = modules();
    let side = |name: &str| {
        let part = modules.iter().find(|(module, _)| module == name);
        part.map_or("", |(_, part)| part.as_str())
    };
    let sides = ["The write side.", "The read side."];
    assert_eq!([side("config"), side("search")], sides, "lib.rs names the sides");
    for (path, module, code) in sources() {
        for import in named_after("crate::", &code) {
            let pair = [side(&module), side(&import)];
            let apart = sides.iter().all(|side| pair.contains(side));
            assert!(!apart, "{path} imports `{import}`, which is of the other side");
        }
    }
}

#[test]
fn crates_stay_in_their_modules() {
    for (path, module, code) in sources() {
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
}
