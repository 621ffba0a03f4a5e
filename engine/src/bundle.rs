//! The bytes of a bundle: the only module that knows them, reader and writer together.
//!
//! A bundle is a folder of static files. `manifest.json` names the *hot pack*; the hot
//! pack holds all that opening needs and names the blocks of everything else; a result
//! card names the file that holds the article's tree. Every file but the manifest is called by the hash of
//! its bytes ([`Name`]) or, as a [`Block`], by that of all blocks of its build and its
//! number: so the name of a file fixes its content.
//!
//! ```text
//! manifest.json ─▶ hot pack ─▶ blocks of the index
//!                     │    └─▶ blocks of cards ─▶ files of article trees
//!                     └─ info, exact ranges that opening reads, cards of "broken now"
//! ```
//!
//! Anything read here may be damaged: lengths are checked, and every file against its hash
//! or its checksum before it is believed.

mod card;
mod checksum;
mod file;
mod hot;
mod info;
mod lexicon;
mod manifest;
mod name;
mod paste;
mod synonyms;
mod titles;
mod tree;
mod wire;
mod words;

pub use card::{Card, CardBlock, Case};
pub use file::{Block, File, Series};
pub use hot::{CardTable, FileTable, HotPack, HotRange};
pub use info::{Info, ServiceInfo};
pub use lexicon::{Lexicon, Usage};
pub use manifest::{HotFile, Manifest, RuntimeFile, RuntimeFiles};
pub use name::{Name, Stored, hash_text};
pub use paste::{PastePack, Sketch};
pub use synonyms::SynonymGroup;
pub use titles::Title;
pub use tree::Tree;
pub use words::{Apart, Names, Words};

/// The version of the layout. An engine reads no other.
pub const FORMAT: u32 = 12;

/// The folder of the content-hashed files, relative to the bundle.
pub const FOLDER: &str = "_";

/// Bytes of positions or of lengths in one block at least, before compression, in a base that is not large.
pub const BLOCK: usize = 4 * 1024;

/// Bytes of cards in one block, before compression, in a base that is not large: two or three cards,
/// since the ten of a result seldom lie together.
pub const CARD_BLOCK: usize = 1024;

/// The most bytes that a block inflates to. The largest hold one card, of a few thousand.
pub const MAX_BLOCK: usize = 1 << 20;

/// The most bytes that any other file inflates to: trees, or what opening reads. A gzip file
/// inflates to up to a thousand times its size, so a forged one could fill the memory of
/// every reader. No larger file is written, and reading ends where one goes on.
pub const MAX_FILE: usize = 64 << 20;

/// Why bytes are not what they should be.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file ends too early or holds a length that can't be.
    #[error("the {0} is damaged: load the page again, or rebuild the bundle")]
    Damaged(&'static str),
    /// The bytes are not those that the name promises.
    #[error("file `{0}` is damaged or belongs to another build: load the page again")]
    Mismatch(String),
    /// It inflates to more than [`MAX_BLOCK`] or [`MAX_FILE`].
    #[error(
        "file `{0}` inflates to more than a bundle of kedb holds in one file: it is damaged or \
         forged; rebuild the bundle"
    )]
    TooLarge(String),
    /// Written by another version.
    #[error(
        "the bundle has format {found}, this engine reads {FORMAT}: rebuild the bundle \
         with the same version of kedb"
    )]
    Format {
        /// The version found.
        found: u32,
    },
    /// Not a manifest at all.
    #[error("`manifest.json` is not a manifest of kedb: {0}")]
    Manifest(String),
}
