//! The npm packages: `kedb`, and one for each system, which `kedb` names as optional. npm installs
//! the one that fits, and nothing runs while it is installed.

use super::VERSION;
use super::archive::{self, Entry};
use super::binary::{self, Built};
use crate::shell::root;
use anyhow::Result;
use serde_json::json;
use std::fs;
use std::path::Path;

/// The files of `packaging/npm` and elsewhere: their names in the package.
const FILES: [(&str, &str); 14] = [
    ("bin/kedb.js", "packaging/npm/bin/kedb.js"),
    ("build.d.ts", "packaging/npm/build.d.ts"),
    ("build.js", "packaging/npm/build.js"),
    ("custom-elements.json", "www/custom-elements.json"),
    ("element.d.ts", "packaging/npm/element.d.ts"),
    ("kedb.d.ts", "www/kedb.d.ts"),
    ("node.js", "packaging/npm/node.js"),
    ("program.js", "packaging/npm/program.js"),
    ("react.d.ts", "packaging/npm/react.d.ts"),
    ("plugins/docusaurus.js", "plugins/docusaurus.js"),
    ("plugins/astro.js", "plugins/astro.js"),
    ("plugins/site.js", "plugins/site.js"),
    ("plugins/vitepress.js", "plugins/vitepress.js"),
    ("README.md", "packaging/npm/README.md"),
];

/// The package `kedb`: its name as a file, and its bytes.
pub(super) fn main(runtime: &Path) -> Result<(String, Vec<u8>)> {
    let mut entries = binary::licences()?;
    for (name, source) in FILES {
        let file = Entry::of(name, &root().join(source))?;
        entries.push(Entry { executable: name.starts_with("bin/"), ..file });
    }
    entries.push(Entry::of("kedb.js", &runtime.join("kedb.js"))?);
    entries.push(Entry::new("package.json", manifest()?));
    let entries = entries.iter().map(|entry| entry.below("package")).collect();
    Ok((format!("kedb-{VERSION}.tgz"), archive::tar_gz(entries, false)?))
}

/// Its manifest, in which each version is the one of this release.
fn manifest() -> Result<String> {
    let template = fs::read_to_string(root().join("packaging/npm/package.json"))?;
    Ok(template.replace("0.0.0", VERSION))
}

/// The package of one system.
pub(super) fn platform(built: &Built) -> Result<(String, Vec<u8>)> {
    let (system, processor) = built.target.node;
    let manifest = json!({
        "name": format!("@kedb/{system}-{processor}"),
        "version": VERSION,
        "description": format!("The program of kedb for {}", built.target.name),
        "license": "MIT OR Apache-2.0",
        "os": [system],
        "cpu": [processor],
        "preferUnplugged": true,
    });
    let mut entries = built.papers.clone();
    entries.push(built.entry("bin/"));
    entries.push(Entry::new(
        "package.json",
        serde_json::to_string_pretty(&manifest)? + "\n",
    ));
    let entries = entries.iter().map(|entry| entry.below("package")).collect();
    let name = format!("kedb-{system}-{processor}-{VERSION}.tgz");
    Ok((name, archive::tar_gz(entries, false)?))
}

#[cfg(test)]
mod tests {
    use super::super::targets::TARGETS;
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn the_package_names_each_system_and_only_files_that_it_has() {
        let manifest: Value =
            serde_json::from_str(&manifest().expect("a manifest")).expect("JSON");
        let optional = manifest["optionalDependencies"].as_object().expect("an object");
        let expected: Vec<(String, &str)> = TARGETS
            .iter()
            .map(|target| (format!("@kedb/{}-{}", target.node.0, target.node.1), VERSION))
            .collect();
        let found: BTreeSet<(String, &str)> = optional
            .iter()
            .map(|(name, version)| (name.clone(), version.as_str().expect("a text")))
            .collect();
        assert_eq!(found, expected.into_iter().collect());

        let has: BTreeSet<&str> = FILES
            .iter()
            .map(|(name, _)| *name)
            .chain(["kedb.js", "package.json"])
            .collect();
        let mut named = Vec::new();
        paths(&manifest["exports"], &mut named);
        paths(&manifest["bin"], &mut named);
        assert!(named.len() > 10, "{named:?}");
        for path in named {
            assert!(has.contains(path.trim_start_matches("./")), "no `{path}`");
        }
        assert!(manifest.get("scripts").is_none(), "nothing runs at the installation");
    }

    fn paths<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::String(path) => found.push(path),
            Value::Object(fields) => {
                fields.values().for_each(|value| paths(value, found));
            }
            _ => {}
        }
    }
}
