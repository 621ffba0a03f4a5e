//! Stdin that a program may still write. A thread of its own reads it, so that the next bytes are
//! waited for no longer than a moment.

#![expect(clippy::disallowed_methods, reason = "reads stdin by a thread")]

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How long nothing comes from a program that still writes its log. What is there already comes
/// without such a pause, however it is piped.
const PAUSE: Duration = Duration::from_millis(500);

/// Most bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// Most chunks that are held.
const CHUNKS: usize = 16;

/// Stdin that a program may still write.
#[derive(Clone)]
pub(super) struct Live(Rc<RefCell<Chunks>>);

struct Chunks {
    coming: Receiver<io::Result<Vec<u8>>>,
    /// What has come and is not read yet.
    next: Option<io::Result<Vec<u8>>>,
}

impl Live {
    /// Stdin; none if it is a file, which nobody waits for.
    pub(super) fn stdin() -> Option<Live> {
        if is_file() {
            return None;
        }
        let (sender, coming) = mpsc::sync_channel(CHUNKS);
        thread::spawn(move || {
            let mut stdin = io::stdin().lock();
            loop {
                let mut chunk = vec![0; CHUNK];
                let read = match stdin.read(&mut chunk) {
                    Ok(0) => return,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    read => read,
                };
                let is_last = read.is_err();
                let sent = sender.send(read.map(|count| {
                    chunk.truncate(count);
                    chunk
                }));
                if is_last || sent.is_err() {
                    return;
                }
            }
        });
        Some(Live(Rc::new(RefCell::new(Chunks { coming, next: None }))))
    }

    /// Whether nothing comes for a moment, though the log has not ended.
    pub(super) fn pauses(&self) -> bool {
        let mut chunks = self.0.borrow_mut();
        if chunks.next.is_some() {
            return false;
        }
        match chunks.coming.recv_timeout(PAUSE) {
            Ok(chunk) => {
                chunks.next = Some(chunk);
                false
            }
            Err(error) => error == RecvTimeoutError::Timeout,
        }
    }
}

impl Read for Live {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut chunks = self.0.borrow_mut();
        let next = chunks.next.take().or_else(|| chunks.coming.recv().ok());
        let Some(chunk) = next else { return Ok(0) };
        let mut chunk = chunk?;
        let count = chunk.as_slice().read(out)?;
        if count < chunk.len() {
            chunks.next = Some(Ok(chunk.split_off(count)));
        }
        Ok(count)
    }
}

/// Whether stdin is a file.
fn is_file() -> bool {
    #[cfg(unix)]
    let stdin = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned();
    #[cfg(windows)]
    let stdin =
        std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned();
    stdin.and_then(|stdin| File::from(stdin).metadata()).is_ok_and(|file| file.is_file())
}
