//! Builds that break off: at each step, as if the process had been killed or the disk were
//! full. Whoever reads then finds a whole bundle, and the next build completes it.

use crate::built::{Files, Opened, build, build_args, manifest, read, write};
use kedb::cli::Audiences;
use kedb::cli::build::{self as command, Disk, LocalDisk};
use kedb::compression::unpacked;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{fs, io};

/// What became internal, in two parts that no other text has.
const SECRET: &str = "hjkqxwvzbp";

/// A disk that does so many steps and then nothing more.
struct Breaking {
    steps: Cell<usize>,
}

impl Breaking {
    fn step(&self) -> io::Result<()> {
        let left = self.steps.get().checked_sub(1);
        self.steps.set(left.ok_or_else(|| io::Error::other("the disk is full"))?);
        Ok(())
    }
}

impl Disk for Breaking {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| LocalDisk.make_folder(path))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        // Half of a file may be there.
        self.step().inspect_err(|_| drop(fs::write(path, &bytes[..bytes.len() / 2])))?;
        LocalDisk.write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| LocalDisk.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| LocalDisk.remove(path))
    }
}

fn article(id: &str, audience: &str, text: &str) -> (String, String) {
    let text = format!(
        "---\nid: {id}\ntitle: Article {id}\nstatus: known-error\naudience: {audience}\n---\n\
         ## Workaround\n{text}\n"
    );
    (format!("{id}.md"), text)
}

/// A folder with a base, and the bundle of an earlier state of it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { folder: tempfile::tempdir().expect("a folder") };
        let shop = article("KE-1", "public", &format!("Restart it.\n\nAsk {SECRET}."));
        let till = article("KE-2", "public", &format!("Wait. {SECRET}"));
        write(&place.kb(), &BTreeMap::from([shop, till]));
        // Built once for all tests.
        static BEFORE: OnceLock<Files> = OnceLock::new();
        let before = BEFORE.get_or_init(|| {
            build(&place.kb(), &place.out(), Audiences::Public);
            read(&place.out())
        });
        write(&place.out(), before);
        let shop = article(
            "KE-1",
            "public",
            &format!("Restart it.\n::: internal\n{SECRET}\n:::"),
        );
        let till = article("KE-2", "internal", SECRET);
        write(
            &place.kb(),
            &BTreeMap::from([shop, till, article("KE-3", "public", "Drink tea.")]),
        );
        place
    }

    fn kb(&self) -> PathBuf {
        self.folder.path().join("kb")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Whether the build ended within so many steps.
    fn build_within(&self, steps: usize) -> bool {
        let disk = Breaking { steps: Cell::new(steps) };
        let args = build_args(&self.kb(), &self.out(), Audiences::Public);
        command::run_on(&args, &disk).is_ok()
    }
}

/// The ids of what a reader of the bundle finds, each of whose articles must be whole.
fn found(files: &Files) -> BTreeSet<String> {
    let mut opened = Opened::new(files).expect("a bundle");
    let mut ids = BTreeSet::new();
    for query in ["KE-1", "KE-2", "KE-3"] {
        for hit in opened.find(query).expect("a search").hits {
            assert!(files.contains_key(&hit.card.trees.path()), "{}", hit.card.id);
            ids.insert(hit.card.id.to_string());
        }
    }
    ids
}

fn holds_secret(files: &Files) -> Option<&String> {
    let inflated = files.iter().map(|(path, bytes)| {
        (path, unpacked(bytes, usize::MAX).unwrap_or_else(|_| bytes.clone()))
    });
    let secret = SECRET.as_bytes();
    let mut places = inflated
        .filter(|(_, text)| text.windows(secret.len()).any(|part| part == secret));
    places.next().map(|(path, _)| path)
}

#[test]
fn a_build_that_breaks_off_at_any_step_leaves_a_whole_bundle_and_is_completed() {
    let clean = Place::new();
    fs::remove_dir_all(clean.out()).expect("deleted");
    build(&clean.kb(), &clean.out(), Audiences::Public);
    let clean = read(&clean.out());
    let (old, new) = (BTreeSet::from(["KE-1", "KE-2"]), BTreeSet::from(["KE-1", "KE-3"]));
    let mut broken = 0;
    for steps in 0.. {
        let place = Place::new();
        assert!(holds_secret(&read(&place.out())).is_some());
        let ended = place.build_within(steps);
        let files = read(&place.out());
        let ids = found(&files);
        let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        assert!(ids == old || ids == new, "after {steps} steps: {ids:?}");
        assert_eq!(files.contains_key("_/placing.new"), !ended && steps > 4, "{steps}");
        if !ended {
            broken += 1;
            build(&place.kb(), &place.out(), Audiences::Public);
        }
        let files = read(&place.out());
        assert_eq!(holds_secret(&files), None, "after {steps} steps");
        assert!(files.keys().eq(clean.keys()), "after {steps} steps: {:?}", files.keys());
        assert!(files == clean, "after {steps} steps");
        if ended {
            break;
        }
    }
    assert!(broken > 20, "{broken} steps");
}

/// A disk that has room for so many files.
struct Full {
    files: Cell<usize>,
}

impl Disk for Full {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        LocalDisk.make_folder(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let Some(left) = self.files.get().checked_sub(1) else {
            fs::write(path, &bytes[..bytes.len() / 2])?;
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        };
        self.files.set(left);
        LocalDisk.write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        LocalDisk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        LocalDisk.remove(path)
    }
}

/// Until a page is written, nothing of the bundle before has changed, and nothing of the next one stays.
#[test]
fn a_full_disk_leaves_the_bundle_as_it_was_or_the_mark() {
    let place = Place::new();
    let before = read(&place.out());
    let args = build_args(&place.kb(), &place.out(), Audiences::Public);
    let (mut untouched, mut marked) = (0, 0);
    for files in 0.. {
        if command::run_on(&args, &Full { files: Cell::new(files) }).is_ok() {
            break;
        }
        let after = read(&place.out());
        let is_marked = after.contains_key("_/placing.new");
        assert_eq!(is_marked, after != before, "after {files} files");
        assert!(is_marked || marked == 0, "after {files} files");
        untouched += usize::from(!is_marked);
        marked += usize::from(is_marked);
    }
    assert!(untouched > 3 && marked > 0, "{untouched} {marked}");
    let after = read(&place.out());
    assert!(after.keys().all(|path| !path.ends_with(".new")), "{:?}", after.keys());
}

/// Texts that were added take nothing away: the blocks of the build before stay, and no others.
#[test]
fn one_earlier_build_stays_for_open_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    let texts =
        ["Wait.", "Wait. Then restart.", "Wait. Then restart. Drink tea.", "Drink."];
    let mut builds: Vec<Files> = Vec::new();
    for text in texts {
        write(&kb, &BTreeMap::from([article("KE-1", "public", text)]));
        build(&kb, &out, Audiences::Public);
        let now = read(&out);
        let own: BTreeSet<String> = String::from_utf8_lossy(&now["_/placed.txt"])
            .lines()
            .map(str::to_owned)
            .collect();
        assert!(own.contains(&manifest(&now).expect("a manifest").files.hot.path));
        // Once more, nothing is taken away either.
        build(&kb, &out, Audiences::Public);
        assert!(read(&out) == now, "{text}");
        builds.push(now);
    }
    let blocks = |at: usize| -> BTreeSet<String> {
        let listing = String::from_utf8_lossy(&builds[at]["_/placed.txt"]).into_owned();
        listing.lines().map(str::to_owned).collect()
    };
    let are_there = |of: usize, at: usize| {
        blocks(of).iter().all(|path| builds[at].contains_key(path))
    };
    assert!(are_there(0, 1) && are_there(1, 2), "the build before is still there");
    assert!(!are_there(0, 2), "only one build before is there");
    // A word that has left the public takes the earlier builds with it.
    assert!(!are_there(2, 3));
}

#[test]
fn a_build_that_broke_off_is_named_until_it_is_completed() {
    let place = Place::new();
    assert!(!place.build_within(12));
    let kedb = |args: &[&str]| {
        let kedb = Command::new(env!("CARGO_BIN_EXE_kedb"))
            .args(args)
            .current_dir(place.folder.path())
            .output()
            .expect("it runs");
        String::from_utf8_lossy(&kedb.stderr).into_owned()
    };
    let build = ["build", "kb", "--out", "out", "--audience", "public"];
    let search = ["search", "--bundle", "out", "KE-1"];
    assert!(kedb(&search).contains("the last build of `out` has broken off"));
    assert!(
        kedb(&build).contains("an earlier build had broken off; this one completed it")
    );
    assert!(!kedb(&search).contains("broken off"));
    assert!(!kedb(&build).contains("broken off"));
}
