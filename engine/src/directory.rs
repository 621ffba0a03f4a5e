//! The index files as blocks that may not be here yet: what tantivy reads from.
//!
//! A read that needs a block that is not here records the miss and fails with an error
//! that means "not yet". The engine runs a step to its end, asks [`Blocks::missing`] what
//! to fetch, hands the blocks in by [`Blocks::supply`], and runs the step again.

use crate::bundle::{Block, BundleError, HotPack, HotRange, Series};
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
    /// The number of its first block in the series.
    first: u32,
    /// Where the piece of each of its blocks ends.
    ends: Vec<usize>,
    /// By offset; never overlapping.
    hot: BTreeMap<usize, OwnedBytes>,
    /// By place in `ends`.
    pieces: BTreeMap<usize, OwnedBytes>,
}

impl File {
    fn length(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// Where a piece lies in the file, if there are so many.
    fn piece(&self, piece: usize) -> Option<Range<usize>> {
        let before = piece.checked_sub(1).and_then(|before| self.ends.get(before));
        Some(before.copied().unwrap_or_default()..*self.ends.get(piece)?)
    }

    /// The pieces that hold these bytes, and what of the bytes each holds.
    fn pieces_of(&self, range: Range<usize>) -> Vec<(usize, Range<usize>)> {
        let first = self.ends.partition_point(|end| *end <= range.start);
        let pieces = (first..self.ends.len()).map_while(|piece| {
            let Range { start, end } = self.piece(piece)?;
            let part = range.start.max(start)..range.end.min(end);
            // Empty pieces lie in blocks of other parts.
            (start < range.end)
                .then(|| (piece, part.start - start..part.end.max(start) - start))
        });
        pieces.filter(|(_, part)| !part.is_empty()).collect()
    }
}

impl Blocks {
    /// The files of a hot pack, with what it holds of them.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] if the files and ranges don't fit each other.
    pub fn new(hot: &HotPack) -> Result<Blocks, BundleError> {
        let files = hot.files.iter().map(|file| {
            Ok(File {
                name: file.name.clone(),
                first: file.first,
                ends: file.ends()?,
                hot: BTreeMap::new(),
                pieces: BTreeMap::new(),
            })
        });
        let files = files.collect::<Result<_, BundleError>>()?;
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
            let length = state.files.get(index).map_or(0, File::length);
            let handle = Handle { blocks: self.clone(), index, length };
            *part = FileSlice::new(Arc::new(handle));
        }
        Ok(parts)
    }
}

impl State {
    fn supply(&mut self, number: u32, content: &[u8]) -> Result<bool, BundleError> {
        let mut taken = 0_usize;
        let mut pieces = Vec::new();
        for file in &mut self.files {
            let piece = number.checked_sub(file.first).map(|piece| piece as usize);
            let Some((piece, range)) =
                piece.and_then(|piece| Some((piece, file.piece(piece)?)))
            else {
                continue;
            };
            let start = taken;
            taken = taken.saturating_add(range.len());
            pieces.push((file, piece, start..taken));
        }
        if pieces.is_empty() {
            return Ok(false);
        }
        if content.len() != taken {
            return Err(BundleError::Damaged("block of the index"));
        }
        let content = OwnedBytes::new(content.to_vec());
        for (file, piece, range) in pieces {
            file.pieces.insert(piece, content.slice(range));
        }
        Ok(true)
    }

    fn read(&mut self, index: usize, range: Range<usize>) -> io::Result<OwnedBytes> {
        let file = self.files.get(index).ok_or(io::ErrorKind::NotFound)?;
        if range.start > range.end || range.end > file.length() {
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
        let parts = file.pieces_of(range.clone());
        let absent = parts.iter().filter(|(piece, _)| !file.pieces.contains_key(piece));
        let absent: Vec<u32> = absent
            // No number overflows, see `HotPack::first_card_block`.
            .map(|(piece, _)| file.first + *piece as u32)
            .collect();
        if !absent.is_empty() {
            self.missing
                .extend(absent.into_iter().map(|number| self.series.block(number)));
            return Err(not_yet());
        }
        let part = |(piece, part): &(usize, Range<usize>)| {
            let bytes = file.pieces.get(piece).ok_or_else(not_yet)?;
            Ok::<OwnedBytes, io::Error>(bytes.slice(part.clone()))
        };
        if let [only] = parts.as_slice() {
            return part(only);
        }
        let mut joined = Vec::with_capacity(range.len());
        for one in &parts {
            joined.extend_from_slice(&part(one)?);
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
