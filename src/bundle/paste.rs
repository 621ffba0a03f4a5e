//! The paste pack: what is fetched when somebody pastes a log.

use super::BundleError;
use super::wire::{Reader, Writer};
use crate::article::Signature;

/// The signatures of all articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastePack {
    /// Signatures with their documents, ascending.
    pub signatures: Vec<(u32, Signature)>,
}

impl PastePack {
    /// The file's bytes, inflated.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.size(self.signatures.len());
        for (doc, signature) in &self.signatures {
            to.number(u64::from(*doc));
            let (kind, texts) = match signature {
                Signature::Contains(text) => (0, std::slice::from_ref(text)),
                Signature::Regex(text) => (1, std::slice::from_ref(text)),
                Signature::Lines(texts) => (2, texts.as_slice()),
            };
            to.bytes.push(kind);
            to.texts(texts);
        }
        to.bytes
    }

    /// Reads what [`PastePack::to_bytes`] writes.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<PastePack, BundleError> {
        let mut from = Reader::new(bytes, "paste pack");
        let mut signatures = Vec::new();
        for _ in 0..from.count()? {
            let doc = u32::try_from(from.number()?).map_err(|_| from.damaged())?;
            let [kind] = from.array()?;
            let texts = from.texts()?;
            let signature = match (kind, texts.as_slice()) {
                (0, [text]) => Signature::Contains(text.clone()),
                (1, [text]) => Signature::Regex(text.clone()),
                (2, _) => Signature::Lines(texts),
                _ => return Err(from.damaged()),
            };
            signatures.push((doc, signature));
        }
        from.end()?;
        Ok(PastePack { signatures })
    }
}
