//! Every number that weighs or cuts.

use crate::bundle::Usage;
use std::collections::HashMap;
use std::sync::LazyLock;

static DEV: LazyLock<HashMap<String, f32>> = LazyLock::new(|| {
    let text = std::env::var("KEDB_W").unwrap_or_default();
    text.split(',')
        .filter_map(|p| {
            let (a, b) = p.split_once('=')?;
            Some((a.to_owned(), b.parse().ok()?))
        })
        .collect()
});
/// DEV
pub fn w(name: &str, default: f32) -> f32 {
    DEV.get(name).copied().unwrap_or(default)
}

/// What a word tells that `frequency` of `total` articles hold, in nats: the inverse document
/// frequency of BM25, but no more than a word of general language can tell.
#[must_use]
pub fn information(frequency: usize, total: usize, usage: Option<Usage>) -> f32 {
    let (n, total) = (frequency as f32, total as f32);
    let rare = (1.0 + (total - n + 0.5).max(0.0) / (n + 0.5)).ln();
    rare.min(match usage {
        Some(Usage::Topicless) => 0.0,
        Some(Usage::Complaint) => w("COMPLAINT", 0.5),
        Some(Usage::Ordinary { zipf }) => {
            (w("CAP0", 10.3) - w("CAP1", 1.4) * zipf).max(0.3)
        }
        None => f32::INFINITY,
    })
}

/// How much an occurrence in a section counts, against one in the body.
#[must_use]
pub fn section(tag: crate::schema::Tag) -> f32 {
    use crate::article::SectionKind;
    use crate::schema::Tag;
    match tag {
        Tag::Title | Tag::Code => w("TITLE", 6.0),
        Tag::Keyword => w("KEYWORD", 4.0),
        Tag::Section(SectionKind::Symptoms) => w("SYMPTOMS", 3.0),
        Tag::Section(SectionKind::Workaround) => w("WORKAROUND", 2.0),
        Tag::Section(_) => 1.0,
        Tag::Attribute => 0.0,
    }
}

/// How strongly a document of a relative length holds a word of this weighted frequency, 0 to 1.
#[must_use]
pub fn saturation(frequency: f32, length: f32) -> f32 {
    let b = w("B", 0.5);
    frequency / (frequency + w("K1", 4.0) * (1.0 - b + b * length))
}

/// The sections whose words are the title's.
pub const TITLE_FIELDS: super::Bits = 1 << 1;

/// The section of declared codes.
pub const CODE_FIELD: super::Bits = 1 << 2;

/// A fixed error counts this much of an active one: people who still have it need the
/// upgrade, but most who ask have what is not fixed.
pub const FIXED: f32 = 0.5;

/// How many hits a list shows, and how many suggestions stand below a form.
pub const HITS: usize = 10;
/// See [`HITS`].
pub const SUGGESTIONS: usize = 5;

/// From this many words on their order is compared: that of fewer says little.
pub const SEQUENCE: usize = 4;

/// How many documents are compared with the query word by word.
pub const LEADING: usize = 50;

/// A query with so many words with a topic beside a code is still about the code alone.
pub const BESIDE_A_CODE: usize = 1;

/// A number of no more characters, with its sigil, is not telling beside its name.
pub const LONG_NUMBER: usize = 4;
