//! What opening reads of the index: found out by opening it and writing down each read.

use crate::index::IndexFile;
use kedb_engine::article::Status;
use kedb_engine::bundle::HotRange;
use kedb_engine::schema::{self, AttributeName, FIELD};
use std::collections::BTreeSet;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::error::{DeleteError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, FileHandle, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{HasLen, TantivyError};

/// A dictionary up to this size, in bytes, comes whole: it saves a round trip, and costs
/// less than the blocks of a first query would.
const SMALL_DICTIONARY: usize = 64 * 1024;

/// Norms up to this size, in bytes, come whole: each query needs all of them.
const SMALL_NORMS: usize = 8 * 1024;

/// A gap between two reads that costs less than one more entry in the hot pack.
const GAP: usize = 16;

/// The parts of `index` that opening reads, apart from each other, by file and offset.
///
/// # Errors
/// If tantivy can't open what it has written.
pub(super) fn ranges(index: &[IndexFile]) -> Result<Vec<HotRange>, TantivyError> {
    let reads = Arc::default();
    let files = index.iter().map(|file| {
        let bytes = OwnedBytes::new(file.bytes.clone());
        (file.name.clone(), bytes)
    });
    let recorder =
        Recorder { files: Arc::new(files.collect()), reads: Arc::clone(&reads) };
    let (reader, terms) = schema::open(recorder)?;
    let (from, to) = schema::keys_of(&AttributeName::Status.term(Status::Fixed.word()));
    let mut stream = terms.terms().range().ge(from).le(to).into_stream()?;
    while let Some((_, info)) = stream.next() {
        terms.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
    }
    if reader.max_doc() as usize <= SMALL_NORMS {
        reader.get_fieldnorms_reader(reader.schema().get_field(FIELD)?)?;
    }
    let mut reads = std::mem::take(&mut *lock(&reads));
    for (number, file) in index.iter().enumerate() {
        if file.name.ends_with(".term") && file.bytes.len() <= SMALL_DICTIONARY {
            reads.insert((number, 0, file.bytes.len()));
        }
    }
    Ok(merged(index, &reads))
}

/// Reads as file, start and end, joined where they touch.
fn merged(index: &[IndexFile], reads: &BTreeSet<(usize, usize, usize)>) -> Vec<HotRange> {
    let mut joined: Vec<(usize, usize, usize)> = Vec::new();
    for &(file, start, end) in reads {
        match joined.last_mut() {
            Some(last) if last.0 == file && start <= last.2 + GAP => {
                last.2 = last.2.max(end);
            }
            _ => joined.push((file, start, end)),
        }
    }
    joined
        .into_iter()
        .filter_map(|(file, offset, end)| {
            let bytes = index.get(file)?.bytes.get(offset..end)?.to_vec();
            (!bytes.is_empty()).then_some(HotRange { file, offset, bytes })
        })
        .collect()
}

type Reads = Arc<Mutex<BTreeSet<(usize, usize, usize)>>>;

fn lock(reads: &Reads) -> std::sync::MutexGuard<'_, BTreeSet<(usize, usize, usize)>> {
    reads.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A read-only directory that writes down what is read.
#[derive(Clone, Debug)]
struct Recorder {
    files: Arc<Vec<(String, OwnedBytes)>>,
    reads: Reads,
}

#[derive(Debug)]
struct RecordedFile {
    recorder: Recorder,
    number: usize,
}

impl RecordedFile {
    fn bytes(&self) -> Option<&OwnedBytes> {
        self.recorder.files.get(self.number).map(|(_, bytes)| bytes)
    }
}

impl HasLen for RecordedFile {
    fn len(&self) -> usize {
        self.bytes().map_or(0, OwnedBytes::len)
    }
}

impl FileHandle for RecordedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let bytes = self.bytes().filter(|bytes| range.end <= bytes.len());
        let bytes = bytes.ok_or(io::ErrorKind::UnexpectedEof)?;
        lock(&self.recorder.reads).insert((self.number, range.start, range.end));
        Ok(bytes.slice(range))
    }
}

impl Recorder {
    fn open(&self, path: &Path) -> Option<RecordedFile> {
        let name = path.to_str()?;
        let number = self.files.iter().position(|(file, _)| file == name)?;
        Some(RecordedFile { recorder: self.clone(), number })
    }
}

impl Directory for Recorder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.open(path) {
            Some(file) => Ok(Arc::new(file)),
            None => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.open(path).is_some())
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let file = self.get_file_handle(path)?;
        let bytes = file.read_bytes(0..file.len());
        let bytes = bytes
            .map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(bytes.to_vec())
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::FileDoesNotExist(path.to_owned()))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let error = io::ErrorKind::ReadOnlyFilesystem.into();
        Err(OpenWriteError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
