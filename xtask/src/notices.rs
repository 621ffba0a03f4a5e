//! The notices of the third-party code in the browser runtime or in the program, and of the
//! language data in bundles, as one static page.
//!
//! The licences of most crates ask that their text travels with the code. Listed are the
//! crates that are linked into it, each
//! with the licence files of its source; equal texts appear once. The scripts in `www` use
//! no npm package, which `package.json` shows: it has no `dependencies`.

use crate::shell::root;
use crate::shipped::{Crates, is_ours, text};
use crate::wasm_std::TARGET;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

/// The standard library is in the wasm but in no metadata.
const STD: &str = "Rust standard library (MIT OR Apache-2.0)";
const STD_HOLDER: &str = "The Rust Project Contributors";

/// The language data in a bundle is derived from works of others.
const DATA: &str = "Word frequencies (MIT, Apache-2.0)";

/// What must travel with the language data, in the repository.
const DATA_NOTICES: [&str; 2] = ["data/NOTICE", "LICENSE-APACHE"];

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width\">\n\
    <title>Third-party notices</title>\n<h1>Third-party notices</h1>\n";

/// How the names of licence files begin, in capitals.
const NAMES: [&str; 6] =
    ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// What the page of a bundle says first.
const IN_BROWSER: &str = "<p>The search that runs in your browser contains this software and \
    data of others.</p>\n";

/// What the page of a released program says first.
const IN_PROGRAM: &str = "<p>The program kedb, and the search that it puts into pages, contain \
    this software and data of others.</p>\n";

/// The page for a bundle.
pub(crate) fn page() -> Result<String> {
    let mut owners = data()?;
    add(&mut owners, &Crates::for_target(TARGET)?, "kedb-engine")?;
    Ok(render(IN_BROWSER, owners))
}

/// The page for the program that is compiled for this target.
pub(crate) fn of_program(triple: &str) -> Result<String> {
    let mut owners = data()?;
    add(&mut owners, &Crates::for_target(TARGET)?, "kedb-engine")?;
    add(&mut owners, &Crates::for_target(triple)?, "kedb")?;
    Ok(render(IN_PROGRAM, owners))
}

/// Adds the texts that must travel with a crate of ours, and who each is of.
fn add(
    owners: &mut BTreeMap<String, BTreeSet<String>>,
    crates: &Crates,
    name: &str,
) -> Result<()> {
    owners.entry(mit(STD_HOLDER)).or_default().insert(STD.into());
    for package in crates.linked_into(name)?.into_iter().filter(|one| !is_ours(one)) {
        let title = format!(
            "{} {} ({})",
            text(package, "name")?,
            text(package, "version")?,
            text(package, "license").unwrap_or("see below")
        );
        for licence in licences(package)? {
            owners.entry(licence).or_default().insert(title.clone());
        }
    }
    Ok(())
}

/// The texts that must travel with the language data.
fn data() -> Result<BTreeMap<String, BTreeSet<String>>> {
    let texts = DATA_NOTICES.iter().map(|file| {
        let text = fs::read_to_string(root().join(file));
        let text = text.with_context(|| format!("can't read `{file}`"))?;
        Ok((tidy(&text), BTreeSet::from([DATA.to_owned()])))
    });
    texts.collect()
}

/// One block a text, the shortest first: licences that differ in a name stand together then, and the
/// page packs into two thirds of the bytes that it takes in the order of the names.
fn render(intro: &str, owners: BTreeMap<String, BTreeSet<String>>) -> String {
    let mut blocks: Vec<(String, BTreeSet<String>)> = owners.into_iter().collect();
    blocks.sort_by_key(|(text, _)| text.len());
    let mut page = format!("{HEAD}{intro}");
    for (text, names) in blocks {
        let names: Vec<String> = names.into_iter().collect();
        let names = escape(&names.join(", "));
        // Writing to a string cannot fail.
        let _ = write!(page, "<h2>{names}</h2>\n<pre>\n{}</pre>\n", escape(&text));
    }
    page
}

/// The texts that must travel with a package. Where its licence is a choice, MIT is chosen.
fn licences(package: &Value) -> Result<Vec<String>> {
    let name = text(package, "name")?;
    let terms = text(package, "license").unwrap_or_default();
    let choice =
        !terms.contains("AND") && terms.split([' ', '/']).any(|term| term == "MIT");
    let folder =
        Path::new(text(package, "manifest_path")?).parent().context("no folder")?;
    let mut files = licence_files(folder, false)?;
    let mit_file = files.iter().find(|(file, _)| file.contains("MIT"));
    if let (true, Some((_, text))) = (choice, mit_file) {
        return Ok(vec![text.clone()]);
    }
    if package["links"].is_string() {
        // The native library lies in a folder of the crate, with a licence of its own.
        files = licence_files(folder, true)?;
    }
    if !files.is_empty() {
        return Ok(files.into_iter().map(|(_, text)| text).collect());
    }
    if !choice {
        bail!(
            "`{name}` ({terms}) has no licence file: add its text to xtask/src/notices.rs"
        );
    }
    let authors: Vec<&str> = package["authors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let holder = if authors.is_empty() {
        format!("The {name} authors")
    } else {
        authors.join(", ")
    };
    Ok(vec![mit(&holder)])
}

/// The licence files of a folder, by their names in capitals, and of the folders in it where these
/// are asked for.
fn licence_files(folder: &Path, deep: bool) -> Result<Vec<(String, String)>> {
    let mut entries: Vec<DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(DirEntry::file_name);
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.file_name().to_string_lossy().to_uppercase();
        let kind = entry.file_type()?;
        if kind.is_file() && NAMES.iter().any(|start| file.starts_with(start)) {
            let text = fs::read(entry.path())?;
            files.push((file, tidy(&String::from_utf8_lossy(&text))));
        } else if kind.is_dir() && deep {
            files.extend(licence_files(&entry.path(), deep)?);
        }
    }
    Ok(files)
}

/// One form for texts that differ in line ends and trailing space only.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The MIT licence.
fn mit(holder: &str) -> String {
    format!(
        "MIT License

Copyright (c) {holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the \"Software\"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons
to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
DEALINGS IN THE SOFTWARE.
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_appear_once_and_the_shortest_first() {
        let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, text) in
            [("b 1", "MIT <b@b>\r\n"), ("a 1", "\nMIT <b@b>  \n"), ("c 1", "x")]
        {
            owners.entry(tidy(text)).or_default().insert(name.into());
        }
        let page = render(IN_BROWSER, owners);
        let expected = "<h2>c 1</h2>\n<pre>\nx\n</pre>\n<h2>a 1, b 1</h2>\n<pre>\nMIT &lt;b@b&gt;\n</pre>\n";
        assert_eq!(page, format!("{HEAD}{IN_BROWSER}{expected}"));
    }

    #[test]
    fn the_language_data_has_its_notices() {
        let page = render(IN_BROWSER, data().expect("the notices can be read"));
        for text in ["LatinIME word lists", "Peter Norvig", "END OF TERMS AND CONDITIONS"]
        {
            assert!(page.contains(text), "no `{text}`");
        }
    }
}
