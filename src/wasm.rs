//! The JavaScript door of the engine.
//!
//! The smallest thing that links tantivy's read side, so that the build tasks can be proven.

use tantivy::directory::RamDirectory;
use wasm_bindgen::prelude::*;

/// An engine that opens nothing yet.
#[wasm_bindgen]
pub struct Engine {
    index: tantivy::Index,
}

#[wasm_bindgen]
impl Engine {
    /// Opens an empty directory, which fails with tantivy's own sentence.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Engine, String> {
        let index =
            tantivy::Index::open(RamDirectory::create()).map_err(|e| e.to_string())?;
        Ok(Engine { index })
    }

    /// The number of documents that contain `word`.
    pub fn count(&self, word: &str) -> Result<u32, String> {
        let segments = self.index.searchable_segments().map_err(|e| e.to_string())?;
        let mut count = 0;
        for segment in &segments {
            let reader =
                tantivy::SegmentReader::open(segment).map_err(|e| e.to_string())?;
            let field = tantivy::schema::Field::from_field_id(0);
            let inverted = reader.inverted_index(field).map_err(|e| e.to_string())?;
            let term = tantivy::Term::from_field_text(field, word);
            let info = inverted.get_term_info(&term).map_err(|e| e.to_string())?;
            count += info.map_or(0, |info| info.doc_freq);
        }
        Ok(count)
    }
}
