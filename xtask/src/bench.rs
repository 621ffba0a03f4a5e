//! kedb beside Pagefind, its box and MiniSearch, over the same articles in the same browser.

use crate::shell::{command, output, root, run, step};
use crate::{apt, dist, npm};
use anyhow::Result;
use std::path::PathBuf;

/// What to compare over.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder of the base
    #[arg(default_value = "kb")]
    kb: PathBuf,
    /// Settings to use in place of the base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Compare this program instead of a new one
    #[arg(long, value_name = "FILE")]
    kedb: Option<PathBuf>,
}

/// Measures, and prints two tables.
///
/// # Errors
/// The other searches can't be installed, or one of them finds nothing.
pub(crate) fn report(options: &Options) -> Result<()> {
    let Options { kb, config, kedb } = options;
    let kedb = match kedb {
        Some(kedb) => std::path::absolute(kedb)?,
        None => dist::build()?,
    };
    npm::ensure()?;
    apt::ensure_chromium("the comparison")?;
    let folder = root().join("tests/bench");
    step("the searches to compare with", || {
        let mut install = command("npm");
        install.args(["ci", "--no-fund", "--no-audit"]).current_dir(&folder);
        run(&mut install)
    })?;
    let mut node = command("node");
    node.arg("tests/bench/bench.js").arg(std::path::absolute(kb)?);
    if let Some(config) = config {
        node.arg(std::path::absolute(config)?);
    }
    let printed = step("the comparison", || output(node.env("KEDB_BIN", kedb)))?;
    println!("{printed}");
    Ok(())
}
