//! The list of what a program is made of, as CycloneDX 1.6 in JSON.
//!
//! It holds no serial number and no time, both of which the format leaves open, so that the same
//! sources give the same list.

use crate::shell::root;
use crate::shipped::{Crates, is_ours, text};
use crate::wasm_std;
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use spdx::Expression;
use std::collections::BTreeMap;
use std::fs;

/// The list for the program that is compiled for this target: its own crates, and those of the
/// browser's engine inside it.
pub(super) fn of_program(triple: &str) -> Result<String> {
    let checksums = checksums()?;
    let program = Crates::for_target(triple)?;
    let engine = Crates::for_target(wasm_std::TARGET)?;
    let mut components = BTreeMap::new();
    let linked = [program.linked_into("kedb")?, engine.linked_into("kedb-engine")?];
    for package in linked.into_iter().flatten() {
        components.insert(purl(package)?, component(package, &checksums)?);
    }
    let of_kedb = components.keys().find(|purl| purl.starts_with("pkg:cargo/kedb@"));
    let of_kedb = of_kedb.cloned().context("no package `kedb`")?;
    let mut kedb = components.remove(&of_kedb).context("no package `kedb`")?;
    kedb["type"] = json!("application");
    let list = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": kedb },
        "components": components.into_values().collect::<Vec<Value>>(),
    });
    Ok(serde_json::to_string_pretty(&list)? + "\n")
}

fn component(package: &Value, checksums: &BTreeMap<String, String>) -> Result<Value> {
    let purl = purl(package)?;
    let mut component = json!({
        "type": "library",
        "bom-ref": purl,
        "name": text(package, "name")?,
        "version": text(package, "version")?,
        "purl": purl,
    });
    if let Ok(license) = text(package, "license") {
        component["licenses"] = json!([{ "expression": expression(license) }]);
    }
    if let Some(checksum) = checksums.get(&purl).filter(|_| !is_ours(package)) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    Ok(component)
}

/// The address of a crate in the form of the package URL specification.
fn purl(package: &Value) -> Result<String> {
    Ok(format!("pkg:cargo/{}@{}", text(package, "name")?, text(package, "version")?))
}

/// A licence as an SPDX expression: older crates write a choice with a slash.
fn expression(license: &str) -> String {
    let corrected = Expression::canonicalize(license).ok().flatten();
    corrected.unwrap_or_else(|| license.to_owned())
}

/// The SHA-256 of each crate's file, by its package URL, from `Cargo.lock`.
fn checksums() -> Result<BTreeMap<String, String>> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let lock: toml::Table = toml::from_str(&lock)?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let packages = packages.context("`Cargo.lock` lists no packages")?;
    let named = packages.iter().filter_map(|package| {
        let of = |key: &str| package.get(key)?.as_str();
        let purl = format!("pkg:cargo/{}@{}", of("name")?, of("version")?);
        Some((purl, of("checksum")?.to_owned()))
    });
    Ok(named.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_what_the_program_and_its_engine_are_made_of() {
        let list = of_program("x86_64-unknown-linux-musl").expect("a list");
        let list: Value = serde_json::from_str(&list).expect("JSON");
        assert_eq!(list["metadata"]["component"]["name"], "kedb");
        let components = list["components"].as_array().expect("components");
        let named = |name: &str| components.iter().find(|one| one["name"] == name);
        for name in ["tantivy", "clap", "kedb-engine", "wasm-bindgen"] {
            assert!(named(name).is_some(), "no {name}");
        }
        let tantivy = named("tantivy").expect("tantivy");
        assert_eq!(tantivy["hashes"][0]["content"].as_str().map(str::len), Some(64));
        assert!(named("proptest").is_none(), "tests do not ship");
    }

    #[test]
    fn a_choice_of_licences_is_an_spdx_expression() {
        for (written, expected) in [
            ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
            ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
            ("Unlicense / MIT", "Unlicense OR MIT"),
            (
                "(MIT OR Apache-2.0) AND Unicode-3.0",
                "(MIT OR Apache-2.0) AND Unicode-3.0",
            ),
        ] {
            assert_eq!(expression(written), expected);
        }
    }
}
