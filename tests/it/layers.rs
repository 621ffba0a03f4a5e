//! The rule of `src/lib.rs` and `engine/src/lib.rs`: a module imports only modules that stand
//! above it.

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
}
