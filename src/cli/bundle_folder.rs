//! What shows that a bundle lies in a folder.

#![expect(clippy::disallowed_methods, reason = "reads a manifest")]

use serde_json::Value;
use std::fs;
use std::path::Path;

/// Lies in a bundle while a build writes into it, and for as long as one that broke off is not
/// completed.
pub(super) const PLACING: &str = "_/placing.new";

/// Whether a build of the bundle in `folder` has broken off, or still runs.
pub(super) fn is_unfinished(folder: &Path) -> bool {
    folder.join(PLACING).exists()
}

/// Whether a bundle of any version lies in `folder`, or what a build has stored of one so far: its
/// pages come before its manifest. Other sites have a `manifest.json`, too.
pub(super) fn holds_bundle(folder: &Path) -> bool {
    if is_unfinished(folder) {
        return true;
    }
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap_or_default();
    let manifest = serde_json::from_str::<Value>(&manifest).unwrap_or_default();
    manifest["kedb"].is_string()
}
