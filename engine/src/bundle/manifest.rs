//! `manifest.json`: the one file that changes its content and not its name.

use super::name::hash_text;
use super::{BundleError, FORMAT, Name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the loader reads first. At most 3 kB at any size of the base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// The version of kedb that wrote it.
    pub kedb: String,
    /// Hash of this manifest with this field empty: names the build, and shows damage.
    pub build: String,
    /// `internal` or `public`.
    pub audience: String,
    /// The base's title.
    pub title: String,
    /// How many articles it has.
    pub articles: usize,
    /// The language of articles that don't say, and of a widget whose page has one that
    /// there are no texts in.
    // A manifest of another format may lack it, and is to be refused for its format.
    #[serde(default)]
    pub lang: String,
    /// Whether each article has a page of its own. If not, the page of the search opens it.
    #[serde(default = "with_pages", skip_serializing_if = "Clone::clone")]
    pub pages: bool,
    /// The files to go on with.
    pub files: RuntimeFiles,
    /// The widget's texts by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, RuntimeFile>,
}

/// The root files. Those of the browser runtime are missing where kedb was built without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuntimeFiles {
    /// The hot pack.
    pub hot: HotFile,
    /// The engine's JavaScript, worker and glue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<RuntimeFile>,
    /// The engine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wasm: Option<RuntimeFile>,
    /// What looks for signatures in pasted logs, if some article has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signatures: Option<RuntimeFile>,
    /// The widget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub widget: Option<RuntimeFile>,
    /// The elements that few pages have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elements: Option<RuntimeFile>,
    /// What searches where WebAssembly may not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lookup: Option<RuntimeFile>,
    /// What it searches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub titles: Option<RuntimeFile>,
    /// The paths of all data, in a bundle small enough to be loaded ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<RuntimeFile>,
}

/// The name of the hot pack, see [`Name`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HotFile {
    /// Where it lies, relative to the bundle.
    pub path: String,
    /// The checksum of what it inflates to.
    pub checksum: String,
}

impl From<Name> for HotFile {
    fn from(name: Name) -> HotFile {
        HotFile { path: name.path(), checksum: name.checksum() }
    }
}

impl HotFile {
    /// The name, if it is one.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] if it is none.
    pub fn name(&self) -> Result<Name, BundleError> {
        Name::from_parts(&self.path, &self.checksum)
            .ok_or(BundleError::Damaged("manifest"))
    }
}

/// A file that the browser itself verifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuntimeFile {
    /// Where it lies, relative to the bundle.
    pub path: String,
    /// What `fetch` compares: hashes of the file as stored and as inflated.
    pub integrity: String,
}

/// A manifest that does not say whether there are pages belongs to a bundle that has them.
fn with_pages() -> bool {
    true
}

impl Manifest {
    /// Completes [`Manifest::build`].
    ///
    /// # Errors
    /// [`BundleError::Manifest`] if it can't be written as JSON.
    pub fn seal(mut self) -> Result<Manifest, BundleError> {
        self.build.clear();
        self.build = hash_text(self.to_json()?.as_bytes());
        Ok(self)
    }

    /// The file's text.
    ///
    /// # Errors
    /// [`BundleError::Manifest`] if it can't be written as JSON.
    pub fn to_json(&self) -> Result<String, BundleError> {
        serde_json::to_string(self)
            .map_err(|error| BundleError::Manifest(error.to_string()))
    }

    /// Reads and verifies the file's text.
    ///
    /// # Errors
    /// [`BundleError`] if it is no manifest, has another format or is damaged.
    pub fn from_json(text: &str) -> Result<Manifest, BundleError> {
        let manifest: Manifest = serde_json::from_str(text)
            .map_err(|error| BundleError::Manifest(error.to_string()))?;
        if manifest.format != FORMAT {
            return Err(BundleError::Format { found: manifest.format });
        }
        Manifest::check(text)?;
        Ok(manifest)
    }

    /// Verifies the file's text without reading it: a browser has a reader of JSON of its own.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] if its hash is not [`Manifest::build`].
    pub fn check(text: &str) -> Result<(), BundleError> {
        const BUILD: &str = "\"build\":\"";
        let sealed = text.find(BUILD).and_then(|at| {
            let (head, tail) = text.split_at_checked(at + BUILD.len())?;
            let (build, rest) = tail.split_once('"')?;
            let unsealed = [head, "\"", rest].concat();
            (hash_text(unsealed.as_bytes()) == build).then_some(())
        });
        sealed.ok_or(BundleError::Damaged("manifest"))
    }
}
