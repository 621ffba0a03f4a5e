//! Debian packages, installed when they are missing and this is root on Debian.

use crate::shell::{command, output, succeeds};
use anyhow::{Context as _, Result, bail};
use std::path::Path;

/// Makes sure that `packages` are installed; `why` says what for.
pub(crate) fn ensure(packages: &[&str], why: &str) -> Result<()> {
    let missing: Vec<&str> =
        packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let fix = format!("apt-get update && apt-get install -y {}", missing.join(" "));
    if !Path::new("/etc/debian_version").exists() {
        bail!("{why} needs what Debian calls `{}`: please install it", missing.join(" "));
    }
    if output(command("id").arg("-u"))?.trim() != "0" {
        bail!("{why} needs packages that are missing: as root, run `{fix}`");
    }
    eprintln!("installing {} for {why}", missing.join(" "));
    install(&missing).with_context(|| format!("{why} needs packages: run `{fix}`"))
}

fn installed(package: &str) -> bool {
    let query = ["-W", "-f=${db:Status-Status}", package];
    output(command("dpkg-query").args(query)).is_ok_and(|status| status == "installed")
}

/// Tries with the package lists as they are first: they are often fresh.
fn install(packages: &[&str]) -> Result<()> {
    let apt_get = |words: &[&str]| {
        let mut apt_get = command("apt-get");
        apt_get.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq").args(words);
        apt_get
    };
    let words: Vec<&str> = ["install", "-y", "--no-install-recommends"]
        .iter()
        .chain(packages)
        .copied()
        .collect();
    if succeeds(&mut apt_get(&words)) {
        return Ok(());
    }
    output(&mut apt_get(&["update"]))?;
    output(&mut apt_get(&words))?;
    Ok(())
}
