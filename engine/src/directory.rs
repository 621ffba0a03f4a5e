//! The index files as blocks that may not be here yet: what tantivy reads from.
//!
//! A read that needs a block that is not here records the miss and fails with an error
//! that means "not yet". The engine runs a step to its end, asks [`Blocks::missing`] what
//! to fetch, hands the blocks in by [`Blocks::supply`], and runs the step again.

use crate::bundle::{BLOCK, Block, BundleError, HotPack, HotRange, Series};
use crate::reader::PARTS;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, FileSlice, OwnedBytes};

/// The files of an index, as far as they are here.
#[derive(Clone, Debug)]
pub struct Blocks {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    series: Series,
    files: Vec<File>,
    missing: BTreeSet<Block>,
}

#[derive(Debug)]
struct File {
    name: String,
    length: usize,
    /// Bytes in one of its blocks, [`BLOCK`] at least.
    block: usize,
    /// The number of its first block in the series.
    first: u32,
    /// By offset; never overlapping.
    hot: BTreeMap<usize, OwnedBytes>,
    /// By place in the file.
    blocks: BTreeMap<usize, OwnedBytes>,
}

impl Blocks {
    /// The files of a hot pack, with what it holds of them.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] if the files and ranges don't fit each other.
    pub fn new(hot: &HotPack) -> Result<Blocks, BundleError> {
        let (first, _) = hot.first_blocks()?;
        let files = hot.files.iter().zip(first).map(|(file, first)| File {
            name: file.name.clone(),
            length: file.length,
            block: file.block.max(BLOCK),
            first,
            hot: BTreeMap::new(),
            blocks: BTreeMap::new(),
        });
        let files = files.collect();
        let mut state = State { series: hot.series, files, missing: BTreeSet::new() };
        for HotRange { file, offset, bytes } in &hot.ranges {
            let file =
                state.files.get_mut(*file).ok_or(BundleError::Damaged("hot pack"))?;
            file.hot.insert(*offset, OwnedBytes::new(bytes.clone()));
        }
        Ok(Blocks { state: Arc::new(Mutex::new(state)) })
    }

    /// What was needed and is not here. Each block is given once.
    #[must_use]
    pub fn missing(&self) -> Vec<Block> {
        std::mem::take(&mut self.state().missing).into_iter().collect()
    }

    /// Takes in the content of a block that was missing; `false` if it is none of these
    /// files'.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] if it has the wrong length.
    pub fn supply(&self, number: u32, content: &[u8]) -> Result<bool, BundleError> {
        self.state().supply(number, content)
    }

    /// A poisoned lock would mean a panic in between: the state is whole all the same.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The [`PARTS`] of the index.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] if one is not among the files.
    pub fn parts(&self) -> Result<[FileSlice; 4], BundleError> {
        let state = self.state();
        let mut parts = PARTS.map(|_| FileSlice::empty());
        for (part, name) in parts.iter_mut().zip(PARTS) {
            let index = state.files.iter().position(|file| file.name == name);
            let index = index.ok_or(BundleError::Damaged("hot pack"))?;
            let length = state.files.get(index).map_or(0, |file| file.length);
            let handle = Handle { blocks: self.clone(), index, length };
            *part = FileSlice::new(Arc::new(handle));
        }
        Ok(parts)
    }
}

impl State {
    fn supply(&mut self, number: u32, content: &[u8]) -> Result<bool, BundleError> {
        // Files without blocks begin where the next one does.
        let mut files = self.files.iter_mut().rev();
        let Some(file) = files.find(|file| file.first <= number) else {
            return Ok(false);
        };
        let block = (number - file.first) as usize;
        let start = block.checked_mul(file.block);
        let rest = start.and_then(|start| file.length.checked_sub(start));
        let Some(rest) = rest.filter(|rest| *rest > 0) else {
            return Ok(false);
        };
        if content.len() != file.block.min(rest) {
            return Err(BundleError::Damaged("block of the index"));
        }
        file.blocks.insert(block, OwnedBytes::new(content.to_vec()));
        Ok(true)
    }

    fn read(&mut self, index: usize, range: Range<usize>) -> io::Result<OwnedBytes> {
        let file = self.files.get(index).ok_or(io::ErrorKind::NotFound)?;
        if range.start > range.end || range.end > file.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        if let Some((offset, bytes)) = file.hot.range(..=range.start).next_back() {
            let (from, to) = (range.start - offset, range.end - offset);
            if to <= bytes.len() {
                return Ok(bytes.slice(from..to));
            }
        }
        let size = file.block;
        let blocks = range.start / size..=(range.end - 1) / size;
        let absent = blocks.clone().filter(|block| !file.blocks.contains_key(block));
        let mut absent = absent.peekable();
        if absent.peek().is_some() {
            // No number overflows, see `HotPack::first_blocks`.
            let block = |block| self.series.block(file.first + block as u32);
            self.missing.extend(absent.map(block));
            return Err(not_yet());
        }
        let within = |block: usize| {
            let start = range.start.max(block * size) - block * size;
            let end = (block + 1).saturating_mul(size);
            start..range.end.min(end) - block * size
        };
        if blocks.start() == blocks.end() {
            let bytes = file.blocks.get(blocks.start()).ok_or_else(not_yet)?;
            return Ok(bytes.slice(within(*blocks.start())));
        }
        let mut joined = Vec::with_capacity(range.len());
        for block in blocks {
            let bytes = file.blocks.get(&block).ok_or_else(not_yet)?;
            joined.extend_from_slice(&bytes.slice(within(block)));
        }
        Ok(OwnedBytes::new(joined))
    }
}

fn not_yet() -> io::Error {
    io::ErrorKind::WouldBlock.into()
}

#[derive(Debug)]
struct Handle {
    blocks: Blocks,
    index: usize,
    length: usize,
}

impl HasLen for Handle {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Handle {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.blocks.state().read(self.index, range)
    }
}
