//! What left the public is in no file of its bundle, whatever lay there before.

use super::{Base, Haystack, article, base, planted_base};
use crate::built::{build, build_args, read, repository, write};
use kedb::cli::{Audiences, build as command};
use serde::Deserialize;
use std::fs;

#[derive(Deserialize)]
struct LeftCases {
    files: Base,
    case: Vec<LeftCase>,
}

#[derive(Deserialize)]
struct LeftCase {
    name: String,
    before: Base,
    after: Base,
}

#[test]
fn what_left_the_public_is_nowhere() {
    let text =
        fs::read_to_string(repository("tests/cases/leak/left.toml")).expect("read");
    let cases: LeftCases = toml::from_str(&text).expect("TOML");
    let mut wrong = Vec::new();
    for case in &cases.case {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        let build = |name: &str, added: &Base| {
            let mut plants = Vec::new();
            let base = planted_base(added, &mut plants);
            let kb = folder.path().join(name);
            write(&kb, &cases.files);
            write(&kb, &base);
            build(&kb, &out, Audiences::Public);
            (plants, Haystack::of(&out))
        };
        let (plants, before) = build("before", &case.before);
        assert!(!plants.is_empty(), "{}: no plants", case.name);
        for plant in &plants {
            let found = before.find(&plant.trace());
            assert!(found.is_some(), "{}: {} was never public", case.name, plant.what);
        }
        let (_, after) = build("after", &case.after);
        wrong.extend(plants.iter().filter_map(|plant| {
            let place = after.find(&plant.trace())?;
            Some(format!("{}: {} is still in {place}", case.name, plant.what))
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A page that is open goes on with the files of its own build.
#[test]
fn files_of_earlier_builds_stay_until_they_are_pruned() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    write(&kb, &base(&[("a.md", article("a", "public", "Wait."))]));
    build(&kb, &out, Audiences::All);
    let first = read(&out);
    write(&kb, &base(&[("b.md", article("b", "public", "Restart it."))]));
    build(&kb, &out, Audiences::All);
    let second = read(&out);
    for (path, bytes) in &first {
        if path.contains("/_/") && !path.ends_with("/placed.txt") {
            assert!(second.get(path) == Some(bytes), "{path} is gone or changed");
        }
    }
    let mut args = build_args(&kb, &out, Audiences::All);
    args.prune = true;
    command::run(&args).expect("it can be built");
    let alone = folder.path().join("alone");
    build(&kb, &alone, Audiences::All);
    let (pruned, alone) = (read(&out), read(&alone));
    assert!(pruned.keys().eq(alone.keys()), "{:?}", pruned.keys());
    assert!(pruned == alone);
}

/// The same folder as the bundle of another audience.
#[test]
fn an_agents_bundle_leaves_nothing_to_the_public() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    let edit = "edit_url = 'https://hjkqxwvzbp.example/{source}'".to_owned();
    write(&kb, &base(&[("kedb.toml", edit), ("a.md", article("a", "public", "Wait."))]));
    build(&kb, &out, Audiences::Internal);
    assert!(Haystack::of(&out).find("hjkqxwvzbp").is_some());
    build(&kb, &out, Audiences::Public);
    assert_eq!(Haystack::of(&out).find("hjkqxwvzbp"), None);
}

/// A build that breaks off while it deletes is made good by the next.
#[test]
fn an_interrupted_deletion_is_finished_by_the_next_build() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    let write = |audience, text: &str| {
        let other = ("b.md", article("b", "public", "Restart it."));
        write(&kb, &base(&[("a.md", article("a", audience, text)), other]));
    };
    write("public", "hjkqxwvzbp");
    build(&kb, &out, Audiences::Public);
    // A folder among the files can't be deleted as a file.
    let obstacle = out.join("_/00000000000000000000000000000000.bin");
    fs::create_dir(&obstacle).expect("a folder is made");
    write("internal", "hjkqxwvzbp");
    command::run(&build_args(&kb, &out, Audiences::Public))
        .expect_err("it is in the way");
    fs::remove_dir(&obstacle).expect("deleted");
    build(&kb, &out, Audiences::Public);
    assert_eq!(Haystack::of(&out).find("hjkqxwvzbp"), None);
}

/// It may be of an older kedb, and hold anything.
#[test]
fn a_bundle_that_can_t_be_read_is_deleted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    write(&kb, &base(&[("a.md", article("a", "public", "Wait."))]));
    let hashed = "_/00000000000000000000000000000000.bin";
    let old = ["manifest.json", hashed, "_/x.html.new", "articles/x.html"];
    write(&out, &base(&old.map(|path| (path, "hjkqxwvzbp".to_owned()))));
    build(&kb, &out, Audiences::Public);
    assert_eq!(Haystack::of(&out).find("hjkqxwvzbp"), None);
}

#[test]
fn a_public_bundle_is_not_put_around_the_agents() {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    write(&kb, &base(&[("a.md", article("a", "public", "Wait."))]));
    build(&kb, &out, Audiences::All);
    let error = command::run(&build_args(&kb, &out, Audiences::Public));
    let error = error.expect_err("the agents' bundle is in the way").to_string();
    assert!(error.contains("holds the agents' bundle"), "{error}");
}
