//! The crates that end up in what ships, as `cargo metadata` lists them.

use crate::shell::{cargo, output};
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The crates of the workspace and all that they depend on, for one target.
pub(crate) struct Crates {
    metadata: Value,
}

impl Crates {
    /// Asks cargo, for the target with this triple.
    pub(crate) fn for_target(triple: &str) -> Result<Crates> {
        let mut metadata = cargo("metadata");
        metadata.args(["--format-version=1", "--filter-platform", triple]);
        Ok(Crates { metadata: serde_json::from_str(&output(&mut metadata)?)? })
    }

    /// Everything that `root` is linked with, `root` among it, in the order of names and
    /// versions. What only runs while compiling is left out.
    pub(crate) fn linked_into(&self, root: &str) -> Result<Vec<&Value>> {
        let packages = self.by_id("/packages")?;
        let nodes = self.by_id("/resolve/nodes")?;
        let found = packages.values().find(|package| package["name"] == root);
        let found = found.with_context(|| format!("no package `{root}`"))?;
        let mut waiting = vec![text(found, "id")?];
        let mut found = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            let package =
                packages.get(id).with_context(|| format!("no package `{id}`"))?;
            let is_macro = package["targets"].to_string().contains("\"proc-macro\"");
            if is_macro || !found.insert(id) {
                continue;
            }
            let deps = nodes.get(id).and_then(|node| node["deps"].as_array());
            for dep in deps.into_iter().flatten() {
                let kinds = dep["dep_kinds"].as_array();
                if kinds.into_iter().flatten().any(|kind| kind["kind"].is_null()) {
                    waiting.push(text(dep, "pkg")?);
                }
            }
        }
        let mut linked: Vec<&Value> =
            found.into_iter().filter_map(|id| packages.get(id).copied()).collect();
        linked.sort_by_key(|package| {
            let of = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            (of("name"), of("version"))
        });
        Ok(linked)
    }

    fn by_id(&self, list: &str) -> Result<BTreeMap<&str, &Value>> {
        let list = self.metadata.pointer(list).and_then(Value::as_array);
        let list = list.context("`cargo metadata` has another format")?;
        list.iter().map(|item| Ok((text(item, "id")?, item))).collect()
    }
}

/// Whether a crate is one of this repository: such a crate comes from no registry.
pub(crate) fn is_ours(package: &Value) -> bool {
    package["source"].is_null()
}

/// A text of what `cargo metadata` says.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value[key].as_str().with_context(|| format!("`cargo metadata` gives no `{key}`"))
}
