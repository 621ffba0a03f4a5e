//! Looks for signatures in a browser.
//!
//! Regular expressions and the search for many texts at once are a sixth of what the search would need, and few
//! texts match a signature: so this is a module of WebAssembly of its own, which `www/engine/` fetches when a
//! search gives lines in which signatures are to be looked for.

#![cfg(target_arch = "wasm32")]

use kedb_engine::search;
use wasm_bindgen::prelude::*;

/// The signatures of a bundle, ready to match.
#[wasm_bindgen]
pub struct Signatures(search::Signatures);

#[wasm_bindgen]
impl Signatures {
    /// Compiles the signatures that the engine gives.
    ///
    /// # Errors
    /// Throws a sentence for people if they are damaged.
    #[wasm_bindgen(constructor)]
    pub fn new(signatures: &[u8]) -> Result<Signatures, JsError> {
        Ok(Signatures(search::Signatures::from_bytes(signatures)?))
    }

    /// What the engine takes as found in these lines, which have line breaks between them.
    #[must_use]
    pub fn find(&self, lines: &str) -> String {
        self.0.find(lines).to_text()
    }
}
