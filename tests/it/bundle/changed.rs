//! `kedb build --list-changed`: who copies what it names, in its order, has the same folder.

use crate::built::{read, write};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

fn article(id: &str, audience: &str, text: &str) -> (String, String) {
    let head = format!("id: {id}\ntitle: Error {id}\nstatus: known-error");
    let article = format!("---\n{head}\naudience: {audience}\n---\n{text}\n");
    (format!("{id}.md"), article)
}

/// Builds the base and brings the copy up to date by what the build prints; gives the paths.
fn copied(kb: &Path, out: &Path, copy: &Path, options: &[&str]) -> Vec<String> {
    let build = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(["build", "--list-changed", "--out"])
        .args([out, kb])
        .args(options)
        .output()
        .expect("it runs");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    let printed = String::from_utf8(build.stdout).expect("UTF-8");
    let paths: Vec<String> = printed.lines().map(str::to_owned).collect();
    for path in &paths {
        let to = copy.join(path);
        match fs::read(out.join(path)) {
            Ok(bytes) => {
                fs::create_dir_all(to.parent().expect("a folder")).expect("made");
                fs::write(&to, bytes).expect("written");
            }
            Err(_) => fs::remove_file(&to).expect("deleted"),
        }
    }
    paths
}

/// Builds one base after the other into the same folder, and compares it with the copy.
fn check(bases: &[&[(&str, &str, &str)]], options: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let [kb, out, copy] = ["kb", "out", "copy"].map(|name| folder.path().join(name));
    for base in bases {
        let _ = fs::remove_dir_all(&kb);
        let files = base.iter().map(|(id, audience, text)| article(id, audience, text));
        write(&kb, &files.collect::<BTreeMap<_, _>>());
        let paths = copied(&kb, &out, &copy, options);
        let mut expected = read(&out);
        // What the next build reads, and no page.
        expected.retain(|path, _| !path.ends_with("/placed.txt"));
        assert_eq!(
            read(&copy).keys().collect::<Vec<_>>(),
            expected.keys().collect::<Vec<_>>()
        );
        assert!(read(&copy) == expected, "a file of the copy is an earlier one");
        let manifest = paths.iter().rposition(|path| path.ends_with("manifest.json"));
        let page = paths
            .iter()
            .rposition(|path| path.ends_with(".html") && out.join(path).exists());
        assert!(page <= manifest, "the manifest comes after the pages: {paths:?}");
        let again = copied(&kb, &out, &copy, options);
        let written = again.iter().filter(|path| out.join(path).exists());
        assert_eq!(written.count(), 0, "the same base changes nothing: {again:?}");
    }
}

#[test]
fn a_copy_that_follows_the_list_is_the_same_folder() {
    let one = ("a", "internal", "Restart it.");
    let public = ("b", "public", "Wait.");
    let other = ("b", "public", "Wait for an hour.");
    check(&[&[one], &[one, public], &[one, other], &[other]], &[]);
    check(&[&[one, public], &[one, other], &[one]], &["--prune"]);
    check(&[&[public], &[other], &[public]], &["--audience", "public"]);
}

/// What a build that broke off has written is in the list of the next one.
#[test]
fn after_a_build_that_broke_off_all_files_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let [kb, out, copy] = ["kb", "out", "copy"].map(|name| folder.path().join(name));
    write(&kb, &BTreeMap::from([article("a", "internal", "Restart it.")]));
    let options = ["--audience", "internal"];
    let all = copied(&kb, &out, &copy, &options);
    // The mark that a build leaves until it has come to its end.
    fs::write(out.join("_/placing.new"), "").expect("written");
    assert_eq!(copied(&kb, &out, &copy, &options), all);
    assert_eq!(copied(&kb, &out, &copy, &options), [] as [String; 0]);
}
