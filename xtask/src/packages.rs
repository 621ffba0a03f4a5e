//! The packages that kedb is made of: their licences and their second versions are those that
//! `deny.toml` allows, and each comes from the registry of Rust.
//!
//! `cargo deny` reads all of that file, and knows the vulnerabilities that were reported as well. It
//! runs once a day (`.github/workflows/daily.yml`): it must be compiled, with its 168 packages,
//! and its database must be fetched. What is checked here needs neither, so that each run of CI
//! can afford it.

use crate::shell::{cargo, output, root};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use spdx::{Expression, ParseMode};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The part of `deny.toml` that is read here.
#[derive(Deserialize)]
struct Rules {
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licences {
    /// Terms, as in SPDX.
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    /// What may be there beside another version of itself.
    skip: Vec<Skip>,
}

#[derive(Deserialize)]
struct Skip {
    /// `name@version`
    #[serde(rename = "crate")]
    package: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Clone, Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// Where it comes from; none for the packages of this repository.
    source: Option<String>,
}

/// The only place that packages may come from.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Fails with every package that `deny.toml` does not allow.
pub(crate) fn check() -> Result<()> {
    let rules = fs::read_to_string(root().join("deny.toml"));
    let rules: Rules = toml::from_str(&rules.context("can't read `deny.toml`")?)
        .context("`deny.toml` can't be read")?;
    let mut metadata = cargo("metadata");
    metadata.args(["--format-version=1", "--locked", "--all-features"]);
    let metadata: Metadata = serde_json::from_str(&output(&mut metadata)?)?;
    let found = faults(&rules, &metadata.packages);
    if !found.is_empty() {
        bail!("packages that `deny.toml` does not allow:\n{}", found.join("\n"));
    }
    Ok(())
}

/// What is wrong with `packages`, each in a line.
fn faults(rules: &Rules, packages: &[Package]) -> Vec<String> {
    let mut found = Vec::new();
    let mut versions: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for package in packages {
        let Package { name, version, license, source } = package;
        let terms = license.as_deref().unwrap_or_default();
        if !allows(&rules.licenses.allow, terms) {
            found.push(format!("{name} {version} has the licence `{terms}`"));
        }
        if let Some(source) = source.as_deref().filter(|source| *source != SOURCE) {
            found.push(format!("{name} {version} comes from {source}"));
        }
        versions.entry(name).or_default().insert(format!("{name}@{version}"));
    }
    let skipped: BTreeSet<&str> =
        rules.bans.skip.iter().map(|skip| skip.package.as_str()).collect();
    for versions in versions.values() {
        let counted =
            versions.iter().filter(|version| !skipped.contains(version.as_str()));
        if counted.count() > 1 {
            let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
            found.push(format!(
                "{} are there at once: let one go, or name one under `skip`",
                versions.join(" and ")
            ));
        }
    }
    for skipped in skipped {
        let name = skipped.split('@').next().unwrap_or_default();
        let all = versions.get(name);
        if all.is_none_or(|all| all.len() < 2 || !all.contains(skipped)) {
            found.push(format!("`skip` names {skipped}, which needs no exception"));
        }
    }
    found
}

/// Whether `terms` give a choice of which all that holds at once is allowed.
fn allows(allowed: &BTreeSet<String>, terms: &str) -> bool {
    let expression = Expression::parse_mode(terms, ParseMode::LAX);
    expression.is_ok_and(|expression| {
        expression.evaluate(|licence| allowed.contains(&licence.to_string()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_sums_of_licences_are_read() {
        let allowed = ["MIT", "Unicode-3.0", "Apache-2.0"].map(str::to_owned).into();
        let check = |terms: &str, expected: bool| {
            assert_eq!(allows(&allowed, terms), expected, "{terms}");
        };
        for terms in [
            "MIT",
            "MIT/Zlib",
            "GPL-3.0-only OR MIT",
            "(MIT OR Zlib) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
        ] {
            check(terms, true);
        }
        for terms in [
            "",
            "Zlib",
            "MIT AND Zlib",
            "GPL-3.0-or-later",
            "Apache-2.0 WITH LLVM-exception",
            "see the file",
        ] {
            check(terms, false);
        }
    }

    #[test]
    fn versions_and_sources_are_compared() {
        let rules: Rules = toml::from_str(
            "[licenses]\nallow = ['MIT']\n[bans]\nskip = [{ crate = 'b@1.0.0' }, { crate = 'c@1.0.0' }]\n",
        )
        .expect("rules");
        let package = |name: &str, version: &str, source: Option<&str>| Package {
            name: name.to_owned(),
            version: version.to_owned(),
            license: Some("MIT".to_owned()),
            source: source.map(str::to_owned),
        };
        let packages = [
            package("a", "1.0.0", Some(SOURCE)),
            package("a", "2.0.0", Some(SOURCE)),
            package("b", "1.0.0", Some(SOURCE)),
            package("b", "2.0.0", Some(SOURCE)),
            package("c", "1.0.0", Some("git+https://example.com/c")),
            package("kedb", "0.1.0", None),
        ];
        assert_eq!(
            faults(&rules, &packages),
            [
                "c 1.0.0 comes from git+https://example.com/c",
                "a@1.0.0 and a@2.0.0 are there at once: let one go, or name one under `skip`",
                "`skip` names c@1.0.0, which needs no exception",
            ]
        );
    }
}
