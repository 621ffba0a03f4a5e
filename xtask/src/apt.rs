//! Debian packages, installed when they are missing, this is root on Debian, and somebody
//! agrees: a person at a terminal, the option `--yes`, or a CI system, which sets `CI`.

use crate::shell::{command, output, succeeds};
use anyhow::{Context as _, Result, bail};
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::OnceLock;

/// Chromium as a package of Debian: the same engine as the browser's, without its windows, which take
/// as much processor time as the pages themselves.
const CHROMIUM: &str = "chromium-headless-shell";

/// Makes sure that there is a Chromium, unless the variable of this name says where one is; `why` says
/// what for.
pub(crate) fn ensure_chromium(why: &str) -> Result<()> {
    match std::env::var_os("CHROMIUM") {
        Some(_) => Ok(()),
        None => ensure(&[CHROMIUM], why),
    }
}

/// Whether the command line has agreed to everything.
static YES: OnceLock<bool> = OnceLock::new();

/// Says whether packages may be installed without asking. Only the first call counts.
pub(crate) fn assume_yes(yes: bool) {
    YES.get_or_init(|| yes);
}

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
    if !is_agreed(&missing, why, &fix)? {
        bail!("{why} needs packages that are missing: run `{fix}`");
    }
    eprintln!("installing {} for {why}", missing.join(" "));
    install(&missing).with_context(|| format!("{why} needs packages: run `{fix}`"))
}

/// Whether the packages may be installed; asks the person at the terminal.
fn is_agreed(missing: &[&str], why: &str, fix: &str) -> Result<bool> {
    let is_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    if is_ci || YES.get() == Some(&true) {
        return Ok(true);
    }
    if !io::stdin().is_terminal() {
        bail!(
            "{why} needs Debian packages that are missing, and there is no terminal to ask \
             on: give `--yes` to have them installed, or run `{fix}`"
        );
    }
    eprint!(
        "{why} needs the Debian packages {}. Install them? [y/N] ",
        missing.join(" ")
    );
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
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
