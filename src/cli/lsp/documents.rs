//! The documents that are open in the editor, with their texts as they are there.

use super::base_of;
use lsp_server::Notification;
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument,
    DidOpenTextDocument, DidSaveTextDocument, Notification as _,
};
use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    Uri,
};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What may not stand in the path of an address.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A document that is open.
pub(super) struct Document {
    pub(super) address: Uri,
    pub(super) version: i32,
    pub(super) text: String,
    /// The folder of its base, if it lies in one.
    pub(super) base: Option<PathBuf>,
    /// Its path in the base, with `/`.
    pub(super) file: String,
}

/// All that are open, by address.
#[derive(Default)]
pub(super) struct Documents {
    open: BTreeMap<String, Document>,
    closed: Vec<Uri>,
}

impl Documents {
    /// Takes in what the editor says; whether it may change what is wrong.
    pub(super) fn take(&mut self, notification: Notification) -> bool {
        let Notification { method, params } = notification;
        match method.as_str() {
            DidOpenTextDocument::METHOD => {
                let read = serde_json::from_value::<DidOpenTextDocumentParams>(params);
                let Ok(opened) = read else { return false };
                let document = opened.text_document;
                self.set(document.uri, document.version, document.text);
            }
            DidChangeTextDocument::METHOD => {
                let read = serde_json::from_value::<DidChangeTextDocumentParams>(params);
                let Ok(changed) = read else { return false };
                // Each change is the whole text, as the capabilities say.
                let Some(last) = changed.content_changes.into_iter().next_back() else {
                    return false;
                };
                let document = changed.text_document;
                self.set(document.uri, document.version, last.text);
            }
            DidCloseTextDocument::METHOD => {
                let read = serde_json::from_value::<DidCloseTextDocumentParams>(params);
                let Ok(closed) = read else { return false };
                let address = closed.text_document.uri;
                self.open.remove(address.as_str());
                self.closed.push(address);
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => {}
            _ => return false,
        }
        true
    }

    fn set(&mut self, address: Uri, version: i32, text: String) {
        let path = path_of(address.as_str());
        let base = path.as_deref().and_then(base_of);
        let file = path.as_deref().zip(base.as_deref());
        let file = file.and_then(|(path, base)| path.strip_prefix(base).ok());
        let file = file.map(|file| file.to_string_lossy().replace('\\', "/"));
        let file = file.unwrap_or_default();
        let key = address.as_str().to_owned();
        self.open.insert(key, Document { address, version, text, base, file });
    }

    pub(super) fn get(&self, address: &str) -> Option<&Document> {
        self.open.get(address)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Document> {
        self.open.values()
    }

    /// The documents that were closed since the last time.
    pub(super) fn closed(&mut self) -> Vec<Uri> {
        std::mem::take(&mut self.closed)
    }

    /// The bases that open documents lie in.
    pub(super) fn bases(&self) -> BTreeSet<PathBuf> {
        self.all().filter_map(|document| document.base.clone()).collect()
    }

    /// The texts of the open documents of a base, by path.
    pub(super) fn texts(&self, base: &Path) -> BTreeMap<String, String> {
        let documents =
            self.all().filter(|document| document.base.as_deref() == Some(base));
        documents.map(|document| (document.file.clone(), document.text.clone())).collect()
    }
}

/// The file that an address means.
fn path_of(address: &str) -> Option<PathBuf> {
    let path = address.strip_prefix("file://")?;
    // A host would name a share; without one, a path begins with a slash.
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let bare = path.strip_prefix('/')?;
    let drive = bare.as_bytes().get(1) == Some(&b':');
    Some(PathBuf::from(if drive && cfg!(windows) { bare } else { &path }))
}

/// The address of a file.
pub(super) fn address_of(path: &Path) -> Option<Uri> {
    let path = path.to_string_lossy().replace('\\', "/");
    let path = utf8_percent_encode(&path, RESERVED).to_string();
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{path}").parse().ok()
}
