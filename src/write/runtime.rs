//! The browser runtime's place in a bundle.

use super::{OutFile, WriteError, texts};
use crate::runtime;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kedb_engine::article::Audience;
use kedb_engine::bundle::{FOLDER, RuntimeFile, hash_text};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where the runtime's files lie in a bundle, and the files.
#[derive(Clone, Debug, Default)]
pub struct Runtime {
    /// What the manifest says of them.
    pub engine: Option<RuntimeFile>,
    /// The engine itself.
    pub wasm: Option<RuntimeFile>,
    /// What looks for signatures in pasted logs.
    pub signatures: Option<RuntimeFile>,
    /// The widget.
    pub widget: Option<RuntimeFile>,
    /// The widget's texts by language.
    pub texts: BTreeMap<String, RuntimeFile>,
    /// The elements that few pages have.
    pub elements: Option<RuntimeFile>,
    /// What searches where WebAssembly may not run.
    pub lookup: Option<RuntimeFile>,
    /// The style sheet of the pages.
    pub pages_css: Option<String>,
    /// The script of the pages.
    pub pages_js: Option<String>,
    /// The script of the page that is shown in frames.
    pub embed_js: Option<String>,
    /// The script of the page for page owners.
    pub setup_js: Option<String>,
    /// All files.
    pub files: Vec<OutFile>,
}

impl Runtime {
    /// Places `files`, which are the same for all audiences. Only the loader and the notices keep
    /// their names: they are what pages and people refer to; all else is found through the manifest
    /// and the pages.
    #[must_use]
    pub fn new(files: &[runtime::RuntimeFile]) -> Runtime {
        let mut runtime = Runtime::default();
        for file in files {
            let (path, stored) = match file.name {
                "kedb.js" | "notices.html" => (file.name.to_owned(), file.bytes.to_vec()),
                // Under a neutral name: a server must not be asked for its type.
                name if name.ends_with(".wasm.lzma") => {
                    hashed(file.bytes.to_vec(), "bin")
                }
                name => {
                    let ending = name.rsplit('.').next().unwrap_or_default();
                    hashed(file.bytes.to_vec(), ending)
                }
            };
            let entry = RuntimeFile { path: path.clone(), integrity: integrity(&stored) };
            match file.name {
                "engine.js" => runtime.engine = Some(entry),
                "engine.wasm.lzma" => runtime.wasm = Some(entry),
                "signatures.wasm.lzma" => runtime.signatures = Some(entry),
                "widget.js" => runtime.widget = Some(entry),
                "elements.js" => runtime.elements = Some(entry),
                "lookup.js" => runtime.lookup = Some(entry),
                "pages.css" => runtime.pages_css = Some(path.clone()),
                "pages.js" => runtime.pages_js = Some(path.clone()),
                "embed.js" => runtime.embed_js = Some(path.clone()),
                "setup.js" => runtime.setup_js = Some(path.clone()),
                _ => {}
            }
            runtime.files.push(OutFile { path, bytes: stored });
        }
        runtime
    }

    /// The same with the texts for `audience`, if there are any files.
    ///
    /// # Errors
    /// [`WriteError::Texts`].
    pub fn with_texts(&self, audience: Audience) -> Result<Runtime, WriteError> {
        let mut runtime = Runtime { files: Vec::new(), ..self.clone() };
        if !self.files.is_empty() {
            for (lang, words) in runtime::TEXTS {
                let (entry, file) = json_file(&texts::worded_for(words, audience)?)?;
                runtime.texts.insert(lang.to_owned(), entry);
                runtime.files.push(file);
            }
        }
        runtime.files.extend_from_slice(&self.files);
        Ok(runtime)
    }

    /// The paths of the files with which `<kedb-search>` and the script of the pages run; no page
    /// with other elements, no frame and no page for page owners is among them.
    pub fn searching(&self) -> impl Iterator<Item = &str> {
        let parts =
            [&self.engine, &self.wasm, &self.signatures, &self.widget, &self.lookup];
        let parts = parts.into_iter().flatten().chain(self.texts.values());
        let parts = parts.map(|file| file.path.as_str());
        ["kedb.js"].into_iter().chain(parts).chain(self.pages_js.as_deref())
    }
}

/// A file that JavaScript reads as it is.
///
/// # Errors
/// Never in practice: any value can be written.
pub(super) fn json_file(
    content: &Value,
) -> Result<(RuntimeFile, OutFile), serde_json::Error> {
    let (path, bytes) = hashed(serde_json::to_vec(content)?, "json");
    let entry = RuntimeFile { path: path.clone(), integrity: integrity(&bytes) };
    Ok((entry, OutFile { path, bytes }))
}

fn hashed(bytes: Vec<u8>, ending: &str) -> (String, Vec<u8>) {
    (format!("{FOLDER}/{}.{ending}", hash_text(&bytes)), bytes)
}

/// Subresource integrity of a file.
fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}
