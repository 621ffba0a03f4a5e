//! Bundles whose articles have no pages of their own.

use crate::built::{Files, read, write};
use std::collections::BTreeMap;
use std::process::Command;

const BASE: [(&str, &str); 3] = [
    (
        "a.md",
        "---\nid: KE-1\ntitle: One fails\nstatus: known-error\naudience: public\nservice: shop\n\
         error_codes: [E-1]\n---\nSee [two](b.md).\n",
    ),
    (
        "b.md",
        "---\nid: KE-2\ntitle: Two fails\nstatus: known-error\naudience: public\n---\nWait.\n",
    ),
    (
        "c.md",
        "---\nid: KE-3\ntitle: Three failed\nstatus: retired\nreplaced_by: KE-2\n\
         audience: public\n---\nWait.\n",
    ),
];

fn built(settings: &str, options: &[&str]) -> Files {
    let folder = tempfile::tempdir().expect("a folder");
    let mut base: BTreeMap<String, &str> =
        BASE.iter().map(|(path, text)| ((*path).to_owned(), *text)).collect();
    base.insert("kedb.toml".to_owned(), settings);
    let [kb, out] = ["kb", "out"].map(|name| folder.path().join(name));
    write(&kb, &base);
    let built = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(["build", "--out"])
        .args([&out, &kb])
        .args(options)
        .output()
        .expect("it runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    read(&out)
}

/// The addresses in the pages of a bundle, and the page of each.
fn addresses(files: &Files) -> Vec<(String, String)> {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let addresses = pages.flat_map(|(path, html)| {
        let html = String::from_utf8_lossy(html).into_owned();
        let parts = html.split("href=\"").skip(1).map(str::to_owned).collect::<Vec<_>>();
        parts.into_iter().filter_map(move |rest| {
            Some((path.clone(), rest.split_once('"')?.0.to_owned()))
        })
    });
    addresses.collect()
}

#[track_caller]
fn check(settings: &str, options: &[&str], has_pages: bool) {
    let files = built(settings, options);
    let pages = files.keys().filter(|path| path.contains("/articles/"));
    assert_eq!(pages.count() > 0, has_pages, "{settings:?} {options:?}");
    let manifest = String::from_utf8_lossy(&files["public/manifest.json"]);
    assert_eq!(manifest.contains("\"pages\":false"), !has_pages, "{manifest}");
    let addresses = addresses(&files);
    let of_articles = |(_, address): &&(String, String)| {
        address.contains(if has_pages { "articles/" } else { "index.html#a=" })
    };
    for id in ["KE-1", "KE-2"] {
        let found = addresses.iter().filter(of_articles).any(|(_, to)| to.contains(id));
        assert!(found, "no page leads to {id}");
    }
    for (page, address) in addresses.iter().filter(|(_, to)| !to.contains(':')) {
        let (path, _) = address.split_once('#').unwrap_or((address, ""));
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').collect();
        for part in path.split('/') {
            match part {
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        let to = parts.join("/");
        assert!(path.is_empty() || files.contains_key(&to), "{page} leads to {address}");
    }
}

#[test]
fn without_pages_all_links_open_articles_in_the_search() {
    check("", &[], true);
    check("", &["--no-pages"], false);
    check("pages = false\n", &[], false);
    check("pages = true\n", &["--no-pages"], false);
}

/// What the public read with pages must not stay when there are none.
#[test]
fn nothing_of_an_earlier_build_with_pages_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let [kb, out] = ["kb", "out"].map(|name| folder.path().join(name));
    let build = |base: &BTreeMap<String, String>, options: &[&str]| {
        let _ = std::fs::remove_dir_all(&kb);
        write(&kb, base);
        let built = Command::new(env!("CARGO_BIN_EXE_kedb"))
            .args(["build", "--audience", "public", "--list-changed", "--out"])
            .args([&out, &kb])
            .args(options)
            .output()
            .expect("it runs");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        String::from_utf8(built.stdout).expect("UTF-8")
    };
    let article = |id: &str, title: &str, audience: &str| {
        let head = format!("id: {id}\ntitle: {title}\nstatus: known-error");
        (format!("{id}.md"), format!("---\n{head}\naudience: {audience}\n---\nWait.\n"))
    };
    let other = article("KE-1", "One fails", "public");
    let before = [other.clone(), article("KE-2", "Zebrafish fails", "public")];
    build(&before.into_iter().collect(), &[]);
    assert!(out.join("llms.txt").exists());
    let after = [other, article("KE-2", "Zebrafish fails", "internal")];
    let changed = build(&after.into_iter().collect(), &["--no-pages"]);
    assert!(changed.lines().any(|path| path == "llms.txt"), "{changed}");
    for (path, bytes) in read(&out) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Zebrafish"), "{path} still has it");
    }
}
