use super::Targets;

/// What may be missing at the end of a path, whatever the case and the script.
#[test]
fn ends_of_paths_may_be_missing() {
    let paths =
        ["README.md", "guide/index.md", "Disk.html.md", "ΟΔΟΣ.md", "Cafe\u{301}.md"];
    let targets = Targets::new(None, None, paths.into_iter(), std::iter::empty());
    let check = |target: &str, expected: Option<&str>| {
        assert_eq!(targets.find("guide/index.md", target), expected, "{target}");
    };
    check("/", Some("README.md"));
    check("..", Some("README.md"));
    check("/guide/", Some("guide/index.md"));
    check("../guide.html", Some("guide/index.md"));
    check("../disk", Some("Disk.html.md"));
    check("../DISK.html#top", Some("Disk.html.md"));
    check("../οδοσ", Some("ΟΔΟΣ.md"));
    check("../ΟΔΟΣ", Some("ΟΔΟΣ.md"));
    check("../caf\u{e9}", Some("Cafe\u{301}.md"));
    check("../no-such-page", None);
}

/// Paths may lead out of the base and back, and begin at the page of the file.
#[test]
fn paths_leave_and_return() {
    let paths = ["a/b.md", "a/c.md", "d/e/f.md", "index.md"];
    let mut targets = Targets::new(None, None, paths.into_iter(), std::iter::empty());
    targets.lie_in("/srv/site/docs/");
    for (file, target, expected) in [
        ("a/b.md", "../../docs/a/c.md", Some("a/c.md")),
        ("a/b.md", "../../../site/docs/d/e/f.md", Some("d/e/f.md")),
        ("index.md", "../docs/a/b", Some("a/b.md")),
        ("index.md", "../a/b.md", None),
        ("a/b.md", "../../text/a/c.md", None),
        ("a/b.md", "../../../../../srv/site/docs/a/c.md", None),
        ("a/b.md", "../../d/e/f/", Some("d/e/f.md")),
        ("a/b.md", "../c/", Some("a/c.md")),
        ("d/e/f.md", "../../../a/c", Some("a/c.md")),
        ("a/b.md", "../g/", None),
    ] {
        assert_eq!(targets.find(file, target), expected, "{file} {target}");
    }
}

/// A site may have all pages of a collection right below one address, whatever folders they lie in.
#[test]
fn names_stand_right_below_the_root() {
    let paths = [
        "_a/till/drawer.md",
        "_a/lamp/red.md",
        "_a/lamp/twice.md",
        "b/twice.md",
        "x/y.png",
    ];
    let mut targets = Targets::new(None, None, paths.into_iter(), std::iter::empty());
    for (root, target, expected) in [
        ("/article", "/article/drawer/", Some("_a/till/drawer.md")),
        ("/article", "/article/Drawer.html#keys", Some("_a/till/drawer.md")),
        (
            "https://help.example/article",
            "https://help.example/article/red",
            Some("_a/lamp/red.md"),
        ),
        (
            "https://help.example/article",
            "/article/red?from=mail",
            Some("_a/lamp/red.md"),
        ),
        ("/article", "/article/twice/", None),
        ("/article", "/article/other/drawer/", None),
        ("/article", "/article/y.png", None),
        ("/article", "/article/", None),
        ("/article", "/drawer/", None),
        ("", "/drawer/", None),
    ] {
        targets.lie_at(root);
        assert_eq!(targets.find("_a/lamp/red.md", target), expected, "{root} {target}");
    }
}
