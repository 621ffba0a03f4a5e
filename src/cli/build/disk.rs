//! The few things that a build does to a folder. Each leaves it as it was, or is done whole.

#![expect(clippy::disallowed_methods, reason = "writes the bundle")]

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Where a build puts its files.
pub trait Disk {
    /// Makes a folder and those above it, unless they are there.
    ///
    /// # Errors
    /// It can't be made.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Writes a file that nobody reads yet.
    ///
    /// # Errors
    /// It can't be written.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file another name, in place of the file that has it.
    ///
    /// # Errors
    /// It can't be renamed.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Deletes a file.
    ///
    /// # Errors
    /// It can't be deleted.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The disk of this machine.
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        if let Some(around) =
            path.parent().filter(|around| !around.as_os_str().is_empty())
        {
            self.make_folder(around)?;
        }
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.and_then(|()| open_as_its_folder(path, &fs::metadata(path)?)),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        open_as_its_folder(path, &file.metadata()?)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

/// Lets everybody read what lies at `path` who may read the folder around it: a web server
/// runs as another user, whatever the umask of this one.
#[cfg(unix)]
fn open_as_its_folder(path: &Path, entry: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let may = if entry.is_dir() { 0o055 } else { 0o044 };
    let mode = entry.permissions().mode();
    // Nearly every file has this mode from the beginning.
    if mode & may == may {
        return Ok(());
    }
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    let around = fs::metadata(folder)?.permissions().mode();
    // A file system without modes refuses, and needs none.
    let mode = fs::Permissions::from_mode(mode | (around & may));
    let _ = fs::set_permissions(path, mode);
    Ok(())
}

#[cfg(not(unix))]
fn open_as_its_folder(_: &Path, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Whether nobody but its owner may read `folder`.
#[cfg(unix)]
pub(super) fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(folder).is_ok_and(|folder| folder.permissions().mode() & 0o055 == 0)
}

/// Whether nobody but its owner may read `folder`: nothing is known of that here.
#[cfg(not(unix))]
pub(super) fn is_private(_: &Path) -> bool {
    false
}
