//! The paste pack: what is fetched when somebody pastes a log.

use super::BundleError;
use super::wire::{Reader, Writer};
use crate::article::Signature;
use crate::hash::fnv1a;
use std::collections::BTreeMap;

const WHAT: &str = "paste pack";

/// The signatures of all articles, and which words they know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastePack {
    /// Signatures with their documents, ascending.
    pub signatures: Vec<(u32, Signature)>,
    /// The words and codes.
    pub sketch: Sketch,
}

/// Which terms the index has, and in about how many articles: what a log is searched for
/// before any of its words is looked up. One in 64 unknown words is taken
/// for a known one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// How many hashes there may be.
    // Invariant: no hash is as large.
    range: u64,
    /// The hashes of the terms, ascending, each once.
    hashes: Vec<u64>,
    /// For each the logarithm, base 2, of its number of articles, at most 15.
    rarities: Vec<u8>,
}

impl Sketch {
    /// Hashes there may be for each term: a step to the next is one byte, mostly.
    const SPREAD: u64 = 64;

    /// The sketch of `terms` and their numbers of articles.
    #[must_use]
    pub fn new(terms: &BTreeMap<String, u32>) -> Sketch {
        let range = (terms.len() as u64).saturating_mul(Sketch::SPREAD).max(1);
        // Of two terms with one hash the commoner one: better too little than too much.
        let mut known: BTreeMap<u64, u8> = BTreeMap::new();
        for (term, articles) in terms {
            let rarity = known.entry(hash(term) % range).or_default();
            *rarity = (*rarity).max(articles.max(&1).ilog2().min(15) as u8);
        }
        let (hashes, rarities) = known.into_iter().unzip();
        Sketch { range, hashes, rarities }
    }

    /// In about how many articles `term` stands; none: in no article.
    #[must_use]
    pub fn articles(&self, term: &str) -> Option<u32> {
        let hash = hash(term).checked_rem(self.range)?;
        let at = self.hashes.binary_search(&hash).ok()?;
        self.rarities.get(at).map(|rarity| 1 << rarity)
    }

    fn write(&self, to: &mut Writer) {
        to.number(self.range);
        to.size(self.hashes.len());
        let mut before = 0;
        for hash in &self.hashes {
            to.number(hash - before);
            before = *hash;
        }
        for pair in self.rarities.chunks(2) {
            let high = pair.get(1).copied().unwrap_or_default();
            to.bytes.push(pair.first().copied().unwrap_or_default() | high << 4);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Sketch, BundleError> {
        let range = from.number()?;
        let mut hashes: Vec<u64> = Vec::new();
        for _ in 0..from.count()? {
            let before = hashes.last().copied();
            let hash = before.unwrap_or_default().checked_add(from.number()?);
            let hash =
                hash.filter(|hash| *hash < range && before.is_none_or(|b| b < *hash));
            hashes.push(hash.ok_or_else(|| from.damaged())?);
        }
        let pairs = from.take(hashes.len().div_ceil(2))?;
        let mut rarities: Vec<u8> =
            pairs.iter().flat_map(|pair| [pair & 15, pair >> 4]).collect();
        rarities.truncate(hashes.len());
        Ok(Sketch { range, hashes, rarities })
    }
}

/// FNV-1a with the finalizer of MurmurHash3 (Appleby), so that the low bits depend on all
/// letters.
fn hash(term: &str) -> u64 {
    let mut hash = fnv1a(term.bytes());
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash ^ (hash >> 33)
}

impl PastePack {
    /// The file's bytes, inflated.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut signatures = Writer::default();
        if !self.signatures.is_empty() {
            signatures.size(self.signatures.len());
        }
        for (doc, signature) in &self.signatures {
            signatures.number(u64::from(*doc));
            let (kind, texts) = match signature {
                Signature::Contains(text) => (0, std::slice::from_ref(text)),
                Signature::Regex(text) => (1, std::slice::from_ref(text)),
                Signature::Lines(texts) => (2, texts.as_slice()),
            };
            signatures.bytes.push(kind);
            signatures.texts(texts);
        }
        let mut to = Writer::default();
        to.slice(&signatures.bytes);
        self.sketch.write(&mut to);
        to.bytes
    }

    /// Reads what [`PastePack::to_bytes`] writes.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<PastePack, BundleError> {
        let (signatures, sketch) = PastePack::parts(bytes)?;
        Ok(PastePack { signatures: PastePack::signatures(signatures)?, sketch })
    }

    /// Reads the sketch, and leaves the signatures as they are stored: no bytes if there are none.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn parts(bytes: &[u8]) -> Result<(&[u8], Sketch), BundleError> {
        let mut from = Reader::new(bytes, WHAT);
        let signatures = from.slice()?;
        let sketch = Sketch::read(&mut from)?;
        from.end()?;
        Ok((signatures, sketch))
    }

    /// Reads the signatures that [`PastePack::parts`] has left, with their documents.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn signatures(bytes: &[u8]) -> Result<Vec<(u32, Signature)>, BundleError> {
        let mut signatures = Vec::new();
        if bytes.is_empty() {
            return Ok(signatures);
        }
        let mut from = Reader::new(bytes, WHAT);
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
        Ok(signatures)
    }
}
