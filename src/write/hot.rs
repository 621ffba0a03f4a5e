//! What opening reads of the index: found out by opening it and writing down each read.

use kedb_engine::article::Status;
use kedb_engine::bundle::HotRange;
use kedb_engine::reader::Reader;
use kedb_engine::schema::{self, AttributeName};
use std::collections::BTreeSet;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, FileSlice, OwnedBytes};

/// Lengths up to this size, in bytes, come whole: each query needs all of them.
const SMALL_LENGTHS: usize = 8 * 1024;

/// The values of attributes and their documents come whole if they add no more than this, in bytes: a
/// first search counts its answers by them.
const SMALL_ATTRIBUTES: usize = 24 * 1024;

/// A gap between two reads that costs less than one more entry in the hot pack.
const GAP: usize = 16;

/// The ranges of `parts` that opening reads, apart from each other, by part and offset.
///
/// # Errors
/// If the parts are none of an index.
pub(super) fn ranges(parts: &[OwnedBytes; 4]) -> io::Result<Vec<HotRange>> {
    let reads = Reads::default();
    let mut number = 0;
    let recorded = parts.each_ref().map(|part| {
        let part = Recorded { number, bytes: part.clone(), reads: Arc::clone(&reads) };
        number += 1;
        FileSlice::new(Arc::new(part))
    });
    let reader = Reader::open(recorded)?;
    let status = AttributeName::Status.term(Status::Fixed.word());
    read_terms(&reader, schema::keys_of(&status))?;
    if reader.documents() as usize <= SMALL_LENGTHS {
        reader.lengths()?;
    }
    let opening = std::mem::take(&mut *lock(&reads));
    for name in AttributeName::COUNTED {
        let start = name.term("").into_bytes();
        let past = [&start[..], &[0xFF]].concat(); // no byte of UTF-8
        read_terms(&reader, (start, past))?;
    }
    let mut reads = std::mem::take(&mut *lock(&reads));
    reads.extend(opening.iter().copied());
    let bytes = |reads| -> usize {
        merged(parts, reads).iter().map(|range| range.bytes.len()).sum()
    };
    if bytes(&reads) - bytes(&opening) > SMALL_ATTRIBUTES {
        reads = opening;
    }
    Ok(merged(parts, &reads))
}

/// Reads the entries of the dictionary between two keys, and their postings.
fn read_terms(reader: &Reader, (from, to): (Vec<u8>, Vec<u8>)) -> io::Result<()> {
    let mut stream = reader.dictionary().range().ge(from).le(to).into_stream()?;
    while let Some((_, info)) = stream.next() {
        reader.postings(info)?;
    }
    Ok(())
}

/// Reads as part, start and end, joined where they touch.
fn merged(parts: &[OwnedBytes; 4], reads: &BTreeSet<Read>) -> Vec<HotRange> {
    let mut joined: Vec<Read> = Vec::new();
    for &(part, start, end) in reads {
        match joined.last_mut() {
            Some(last) if last.0 == part && start <= last.2 + GAP => {
                last.2 = last.2.max(end);
            }
            _ => joined.push((part, start, end)),
        }
    }
    joined
        .into_iter()
        .filter_map(|(file, offset, end)| {
            let bytes = parts.get(file)?.get(offset..end)?.to_vec();
            (!bytes.is_empty()).then_some(HotRange { file, offset, bytes })
        })
        .collect()
}

type Read = (usize, usize, usize);
type Reads = Arc<Mutex<BTreeSet<Read>>>;

fn lock(reads: &Reads) -> std::sync::MutexGuard<'_, BTreeSet<Read>> {
    reads.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A part that writes down what is read of it.
#[derive(Debug)]
struct Recorded {
    number: usize,
    bytes: OwnedBytes,
    reads: Reads,
}

impl HasLen for Recorded {
    fn len(&self) -> usize {
        self.bytes.len()
    }
}

impl FileHandle for Recorded {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.bytes.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        lock(&self.reads).insert((self.number, range.start, range.end));
        Ok(self.bytes.slice(range))
    }
}
