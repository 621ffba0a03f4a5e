//! Builds that fail, or find something else in their place: what is there stays as it was.

use super::same;
use crate::built::{build, build_args, read, write};
use kedb::cli::build::{self as command, BuildArgs};
use kedb::cli::{Audiences, Outcome};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

const GOOD: &str =
    "---\nid: a\ntitle: A\nstatus: known-error\naudience: public\n---\nText.";
const CHANGED: &str =
    "---\nid: a\ntitle: B\nstatus: known-error\naudience: public\n---\nText.";
const BROKEN: &str = "---\nid: b\ntitle: B\nstatus: nonsense\n---\nText.";

/// Builds a good base, changes it by `change`, builds again as `args` says, and gives how
/// that ended; whatever it says, the bundle of the first build has to be there as it was.
fn after_a_good_build(
    change: impl FnOnce(&Path),
    args: impl FnOnce(&mut BuildArgs),
) -> Result<Outcome, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    write(&kb, &BTreeMap::from([("a.md".to_owned(), GOOD)]));
    let mut again = build_args(&kb, &out, Audiences::All);
    args(&mut again);
    build(&kb, &out, again.audience);
    let before = read(&out);
    change(&kb);
    let outcome = command::run(&again);
    same(&read(&out), &before);
    outcome.map_err(|error| format!("{error:#}"))
}

fn put(kb: &Path, name: &str, text: &str) {
    fs::write(kb.join(name), text).expect("written");
}

#[test]
fn a_strict_build_with_errors_touches_nothing() {
    let outcome = after_a_good_build(
        |kb| {
            put(kb, "a.md", CHANGED);
            put(kb, "b.md", BROKEN);
        },
        |args| args.strict = true,
    );
    assert_eq!(outcome, Ok(Outcome::Faulty));
}

#[test]
fn a_build_of_nothing_touches_nothing() {
    for audience in [Audiences::All, Audiences::Internal, Audiences::Public] {
        let outcome = after_a_good_build(
            |kb| put(kb, "a.md", BROKEN),
            |args| args.audience = audience,
        );
        let error = outcome.expect_err("nothing to build");
        assert!(error.starts_with("nothing to build: no article of"), "{error}");
    }
}

#[test]
fn a_build_without_settings_touches_nothing() {
    let outcome = after_a_good_build(|kb| put(kb, "kedb.toml", "tilte = 'x'"), |_| {});
    let error = outcome.expect_err("settings are broken");
    assert!(error.contains("kedb.toml"), "{error}");
}

/// Open pages go on with the old manifest, whose files are all there.
#[test]
fn the_manifest_is_written_last() {
    for obstacle in ["index.html", "codes.html", "setup.html"] {
        let folder = tempfile::tempdir().expect("a folder");
        let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
        write(&kb, &BTreeMap::from([("a.md".to_owned(), GOOD)]));
        build(&kb, &out, Audiences::Internal);
        let before = read(&out);
        put(&kb, "a.md", CHANGED);
        fs::remove_file(out.join(obstacle)).expect("deleted");
        fs::create_dir(out.join(obstacle)).expect("made");
        let error = command::run(&build_args(&kb, &out, Audiences::Internal));
        let error = format!("{:#}", error.expect_err("it is in the way"));
        assert!(error.contains(obstacle), "{error}");
        let after = read(&out);
        assert_eq!(after["manifest.json"], before["manifest.json"]);
        for (path, bytes) in before.iter().filter(|(path, _)| path.starts_with("_/")) {
            assert!(after.get(path) == Some(bytes), "{path}");
        }
        let rest: Vec<_> = after.keys().filter(|path| path.ends_with(".new")).collect();
        assert_eq!(
            rest,
            ["_/placing.new"],
            "the next build sees that this one broke off"
        );
    }
}

#[test]
fn what_no_build_has_written_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    write(&kb, &BTreeMap::from([("a.md".to_owned(), GOOD)]));
    build(&kb, &out, Audiences::Public);
    let others = ["articles/a.md", "_/notes.txt", "services/shop.md"];
    write(&out, &others.map(|path| (path.to_owned(), "mine")).into());
    fs::write(out.join("services/page.html"), "ours").expect("a page is written");
    let mut args = build_args(&kb, &out, Audiences::Public);
    args.prune = true;
    command::run(&args).expect("it can be built");
    let after = read(&out);
    for path in others {
        assert!(after.contains_key(path), "{path} is gone");
    }
    assert!(!after.contains_key("services/page.html"), "the page of no service");
}

/// A web server runs as another user: what it may read is what the folder lets it.
#[cfg(unix)]
#[test]
fn files_may_be_read_by_those_who_may_read_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode =
        |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    for (umask, folder_mode) in
        [("077", 0o755), ("077", 0o750), ("027", 0o755), ("022", 0o700), ("077", 0o700)]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
        write(&kb, &BTreeMap::from([("a.md".to_owned(), GOOD)]));
        fs::create_dir(&out).expect("made");
        fs::set_permissions(&out, fs::Permissions::from_mode(folder_mode))
            .expect("a mode");
        let kedb = env!("CARGO_BIN_EXE_kedb");
        let script = format!("umask {umask}; '{kedb}' build kb --out out 2>&1");
        let ended =
            Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output();
        let said = String::from_utf8(ended.expect("it runs").stdout).expect("UTF-8");
        let public = out.join("public");
        for path in ["manifest.json", "index.html", "articles/a.html", "_/placed.txt"] {
            let may = mode(&public.join(path)) & 0o044;
            assert_eq!(
                may & folder_mode,
                folder_mode & 0o044,
                "{umask} {folder_mode:o} {path}"
            );
        }
        for path in ["_", "articles", ""] {
            let may = mode(&public.join(path)) & 0o055;
            assert_eq!(
                may & folder_mode,
                folder_mode & 0o055,
                "{umask} {folder_mode:o} {path}"
            );
        }
        let is_hidden = [&out, &public].iter().any(|folder| mode(folder) & 0o055 == 0);
        assert_eq!(
            said.contains("chmod -R a+rX"),
            is_hidden,
            "{umask} {folder_mode:o}: {said}"
        );
    }
}
