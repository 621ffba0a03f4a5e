//! Where the files of a release come from: a statement of in-toto with the provenance of SLSA 1.
//!
//! It names each file by its SHA-256, and the sources, the lock files and the compiler that it was
//! made with. It holds no time, so the same sources and tools give the same statement. Nobody has
//! signed it: on GitHub the release workflow adds a signed one.

use super::archive::read;
use super::{VERSION, sha256};
use crate::shell::{command, output, root};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The lock files, which name each package that is compiled in, with its checksum.
const LOCKS: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// Adds the statement about these files to them.
pub(super) fn add(files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let commit = output(command("git").args(["rev-parse", "HEAD"]))?;
    let changes = output(command("git").args(["status", "--porcelain"]))?;
    let mut sources = vec![json!({
        "name": "kedb",
        "digest": { "gitCommit": commit.trim() },
        "annotations": { "hasUncommittedChanges": !changes.is_empty() },
    })];
    for name in LOCKS {
        let sum = sha256(&read(&root().join(name))?);
        sources.push(json!({ "name": name, "digest": { "sha256": sum } }));
    }
    let compiler = output(command("rustc").arg("--version"))?;
    let statement = statement(files, sources, compiler.trim());
    let text = serde_json::to_string_pretty(&statement)? + "\n";
    files.insert(format!("kedb-{VERSION}.provenance.json"), text.into_bytes());
    Ok(())
}

fn statement(
    files: &BTreeMap<String, Vec<u8>>,
    sources: Vec<Value>,
    compiler: &str,
) -> Value {
    let subjects = files.iter().map(
        |(name, bytes)| json!({ "name": name, "digest": { "sha256": sha256(bytes) } }),
    );
    json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subjects.collect::<Vec<Value>>(),
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:x-kedb:cargo-xtask-release",
                "externalParameters": { "version": VERSION },
                "internalParameters": { "rustc": compiler },
                "resolvedDependencies": sources,
            },
            "runDetails": { "builder": { "id": "urn:x-kedb:any-machine" } },
        },
    })
}
