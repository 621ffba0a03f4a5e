//! Single files: `tests/cases/parse/{ok,err}/*.md` with the expected dump beside each;
//! a `.toml` beside it is its `kedb.toml`.

use crate::support::{dump, dump_sections, expect, tests};
use kedb::config::Config;
use kedb::parse::{article, articles};
use kedb_engine::article::Audience;
use std::collections::BTreeSet;
use std::fs;

fn check(folder: &str, may_fail: bool) {
    let folder = tests(folder);
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("the cases")
        .map(|entry| entry.expect("a case").path())
        .collect();
    names.sort();
    let (cases, others): (Vec<_>, Vec<_>) = names
        .into_iter()
        .partition(|path| path.extension().is_some_and(|ending| ending == "md"));
    assert!(!cases.is_empty());
    let expected: BTreeSet<_> =
        cases.iter().map(|case| case.with_extension("txt")).collect();
    for case in &cases {
        let text = fs::read_to_string(case).expect("a case");
        let config = fs::read_to_string(case.with_extension("toml")).unwrap_or_default();
        let config = Config::from_toml(&config).expect("settings of a case");
        let name = case.file_name().and_then(|name| name.to_str()).expect("a name");
        let path = format!("folder/{name}");
        let internal = article(&path, &text, &config, Audience::Internal);
        let public = article(&path, &text, &config, Audience::Public);
        let broken = internal.is_broken();
        assert_eq!(broken, may_fail, "{name}: {:?}", internal.diagnostics);
        assert_eq!(internal.diagnostics, public.diagnostics, "{name}");
        // Line ends and a byte order mark change nothing.
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let windows = article(&path, &windows, &config, Audience::Internal);
        assert_eq!(windows.article, internal.article, "{name}");
        assert_eq!(windows.diagnostics, internal.diagnostics, "{name}");

        let mut found: String = internal
            .diagnostics
            .iter()
            .map(|diagnostic| format!("{diagnostic}\n"))
            .collect();
        if let Some(article) = &internal.article {
            found += &format!("---\n{}", dump(article));
            let public = public.article.expect("the same article");
            if public.sections != article.sections {
                found += &format!(
                    "\n--- public\n{}",
                    dump_sections(&public.sections, public.describes)
                );
            }
        }
        expect(&case.with_extension("txt"), &found);
    }
    for other in others {
        let known =
            expected.contains(&other) || other.extension().is_some_and(|e| e == "toml");
        assert!(known, "{} belongs to no case", other.display());
    }
}

#[test]
fn articles_that_are_published() {
    check("cases/parse/ok", false);
}

#[test]
fn articles_that_are_left_out() {
    check("cases/parse/err", true);
}

/// What the names of files say of languages is decided on all of them.
#[test]
fn a_base_shows_what_names_say_of_languages() {
    let config =
        "[defaults]\nid = \"path\"\ntitle = \"file\"\nstatus = \"known-error\"\n";
    let config = Config::from_toml(config).expect("settings");
    let cases = [
        ("mail.md", "Mail", None),
        ("mail.pt_BR.md", "Mail", Some("pt-BR")),
        ("report.it.md", "Report.it", None),
        ("docs/en/vpn.md", "Vpn", Some("en")),
        ("docs/de/vpn.md", "Vpn", Some("de")),
        ("it/printer.md", "Printer", None),
    ];
    let files: Vec<(String, String)> = cases
        .iter()
        .map(|(path, ..)| ((*path).to_owned(), "Text.\n".to_owned()))
        .collect();
    let parsed = articles(&files, &config, Audience::Internal);
    for (file, (path, title, lang)) in parsed.into_iter().zip(cases) {
        let article = file.article.expect(path);
        assert_eq!(
            (article.title.as_str(), article.lang.as_deref()),
            (title, lang),
            "{path}"
        );
    }
    // A file by itself shows nothing.
    let alone = article("mail.de.md", "Text.\n", &config, Audience::Internal);
    assert_eq!(alone.article.and_then(|article| article.lang), None);
}

/// A piece that an article for the public names says no more to the public than the article itself may.
/// What ends a piece between colons ends no container around it.
#[test]
fn containers_around_pieces_are_cut() {
    let mut config = Config::default();
    config.beside.pieces.insert("a.md".to_owned(), "Piece.".to_owned());
    for (text, shown, is_broken) in [
        (":::: internal\n:::{include} a.md\n:::\nOpen the flap.\n::::", false, false),
        ("::: internal\n:::{include} a.md\n:::\nOpen the flap.", false, true),
        (":::: internal\n:::{include} a.md\n:::\nOpen the flap.", false, true),
        ("::::{note}\n:::{include} a.md\n:::\nOpen the flap.\n::::", true, false),
    ] {
        let keys = "---\nid: KE-1\ntitle: T\nstatus: fixed\naudience: public\n---\n";
        let text = format!("{keys}{text}\n");
        let parsed = article("b.md", &text, &config, Audience::Public);
        assert_eq!(parsed.is_broken(), is_broken, "{text}: {:?}", parsed.diagnostics);
        let sections = parsed.article.expect("an article").sections;
        assert_eq!(dump_sections(&sections, false).contains("flap"), shown, "{text}");
    }
}

#[test]
fn pieces_keep_what_they_hide() {
    let text = "---\nid: KE-1\ntitle: T\nstatus: fixed\naudience: public\n---\n{% include a.md %}\n";
    let mut config = Config::default();
    for (piece, shown, is_broken) in [
        ("Open the flap.", true, false),
        ("---\ntitle: T\n---\nOpen the flap.", true, false),
        ("::: internal\nOpen the flap.\n:::", false, false),
        ("---\naudience: internal\n---\nOpen the flap.", false, false),
        ("---\ndraft: true\n---\nOpen the flap.", false, false),
        ("---\nid: KE-2\ntitle: T\n---\nOpen the flap.", false, false),
        ("---\nid: KE-2\naudience: public\n---\nOpen the flap.", true, false),
        ("<!-- internal -->\nOpen the flap.", true, true),
        ("Wait.\n\n    <!-- a -->\n\nNow <!-- b\n\nOpen the flap.\n\n-->", false, false),
    ] {
        config.beside.pieces.insert("a.md".to_owned(), piece.to_owned());
        let parsed = article("b.md", text, &config, Audience::Public);
        assert_eq!(parsed.is_broken(), is_broken, "{piece}: {:?}", parsed.diagnostics);
        let sections = parsed.article.expect("an article").sections;
        assert_eq!(dump_sections(&sections, false).contains("flap"), shown, "{piece}");
    }
}

/// A text that a directive includes is Markdown, whatever its name says; the public gets no part of one.
#[test]
fn texts_that_are_included_are_pieces() {
    let mut config = Config::default();
    let whole = "Wait.\n<!-- begin -->\nOpen the **flap**.\n<!-- end -->\n";
    config.beside.pieces.insert("a.txt".to_owned(), whole.to_owned());
    let part = ":start-after: <!-- begin -->\n:end-before: <!-- end -->\n";
    let hidden = "(b)=\n\n%Open the **flap**.\n";
    config.beside.pieces.insert("hidden.txt".to_owned(), hidden.to_owned());
    for (name, audience, options, shown, is_broken) in [
        ("a.txt", "internal", "", true, false),
        ("a.txt", "public", "", true, false),
        ("a.txt", "internal", part, true, false),
        ("a.txt", "public", part, false, false),
        ("hidden.txt", "internal", "", false, false),
        ("hidden.txt", "public", "", true, true),
    ] {
        let text = format!(
            "---\nid: KE-1\ntitle: T\nstatus: fixed\naudience: {audience}\n---\n\
             ```{{include}} {name}\n{options}```\nNow.\n"
        );
        let parsed = article("b.md", &text, &config, Audience::Internal);
        assert_eq!(parsed.is_broken(), is_broken, "{text}: {:?}", parsed.diagnostics);
        let sections = parsed.article.expect("an article").sections;
        let found = dump_sections(&sections, false);
        assert_eq!(found.contains("<strong>flap</strong>"), shown, "{text}");
    }
}

/// A snippet of Mintlify lies in a folder that its name leaves out.
#[test]
fn snippets_lie_in_their_folder() {
    let mut config = Config::default();
    let piece = |text: &str| text.to_owned();
    config.beside.pieces.insert("_snippets/till/note.mdx".to_owned(), piece("Wait."));
    config.beside.pieces.insert("docs/snippets/a.md".to_owned(), piece("Push."));
    let hidden = "::: internal\nPull.\n:::\n";
    config.beside.pieces.insert("snippets/hidden.mdx".to_owned(), piece(hidden));
    for (call, shown) in [
        ("<Snippet file=\"till/note.mdx\" />", "Wait."),
        ("<Snippet file=\"till/note\" />", "Wait."),
        ("<Snippet file=\"a.md\"/>", "Push."),
        ("<Snippet file=\"hidden.mdx\"/>", ""),
        ("<Snippet file=\"none.mdx\"/>", ""),
        ("<Include src=\"_snippets/till/note\" />", "Wait."),
        ("<Include src=\"snippets/a\" />", "Push."),
        ("<Partial file=\"./snippets/a.md\" />", "Push."),
        ("<Include src=\"snippets/hidden\" />", ""),
    ] {
        let text = format!(
            "---\nid: KE-1\ntitle: T\nstatus: fixed\naudience: public\n---\nNow:\n\n{call}\n"
        );
        let parsed = article("docs/b.mdx", &text, &config, Audience::Public);
        let sections = parsed.article.expect("an article").sections;
        let found = dump_sections(&sections, false);
        assert_eq!(
            ["Wait.", "Push.", "Pull."].map(|text| found.contains(text)),
            ["Wait.", "Push.", "Pull."].map(|text| text == shown),
            "{call}: {found}"
        );
    }
}

/// A part of a piece is not shown to the public without what hides it around.
#[test]
fn parts_of_pieces_keep_what_they_hide() {
    let text = |call: &str, audience: &str| {
        format!(
            "---\nid: KE-1\ntitle: T\nstatus: fixed\naudience: {audience}\n---\nNow:\n\n{call}\n"
        )
    };
    let mut config = Config::default();
    for piece in [
        "Wait.\n<!-- [start:x] -->\nOpen the flap.\n<!-- [end:x] -->\nEnd.",
        "<!--\n[start:x]\nOpen the flap.\n[end:x]\n-->",
        "::: intern\n<!-- [start:x] -->\nOpen the flap.\n<!-- [end:x] -->\n:::",
        "## Agents only\n<!-- [start:x] -->\nOpen the flap.\n<!-- [end:x] -->",
        "<div hidden>\n\n<!-- [start:x] -->\nOpen the flap.\n<!-- [end:x] -->\n\n</div>",
    ] {
        config.beside.pieces.insert("a.md".to_owned(), piece.to_owned());
        for call in [
            "--8<-- \"a.md:x\"",
            "--8<-- \"a.md:3:3\"",
            "{%\n  include-markdown \"a.md\"\n  start=\"start:x]\"\n  end=\"[end\"\n%}",
        ] {
            let found = |audience: &str| {
                let text = text(call, audience);
                let parsed = article("b.md", &text, &config, Audience::Internal);
                dump_sections(&parsed.article.expect("an article").sections, false)
            };
            assert!(!found("public").contains("flap"), "{piece} {call}");
            let shown = found("internal");
            assert!(!shown.contains("Wait") && !shown.contains("End"), "{shown}");
            let is_plain = piece.starts_with("Wait");
            assert!(!is_plain || shown.contains("flap"), "{piece} {call}: {shown}");
        }
    }
}

/// Pieces that name each other again and again take no longer than the lines that may be read of them.
#[test]
fn pieces_end() {
    let mut config = Config::default();
    let many = |name: &str| format!("{{!{name}!}}\n\n").repeat(300);
    for (name, text) in
        [("b.md", many("c.md")), ("c.md", many("d.md")), ("d.md", many("e.md"))]
    {
        config.beside.pieces.insert(name.to_owned(), text);
    }
    config.beside.pieces.insert("e.md".to_owned(), "Word.\n".repeat(100_000));
    let calls = [many("b.md"), "{{#include e.md:1:1}}\n\n".repeat(20_000)];
    for call in calls {
        let text = format!("---\nid: KE-1\ntitle: T\nstatus: fixed\n---\n{call}");
        let started = std::time::Instant::now();
        let parsed = article("a.md", &text, &config, Audience::Internal);
        assert!(parsed.article.is_some());
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}

/// A folder that names a service has another name where a file of the base says one.
#[test]
fn folders_name_services() {
    for (from, path, own, key, name) in [
        ("folder", "till/print/a.md", "", "till", Some("Tills and drawers")),
        ("folder", "scan/a.md", "", "scan", None),
        ("folder", "scan/print/a.md", "", "scan", None),
        ("parent", "till/print/a.md", "", "print", Some("Printing")),
        ("parent", "scan/print/a.md", "", "print", None),
        ("parent", "till/print/a.md", "service: wifi\n", "wifi", None),
        ("till", "till/a.md", "", "till", None),
    ] {
        let mut config = Config::default();
        config.defaults.service = Some(from.to_owned());
        for (folder, label) in [("till", "Tills and drawers"), ("till/print", "Printing")]
        {
            config.beside.folders.insert(folder.to_owned(), label.to_owned());
        }
        let text = format!("---\nid: KE-1\ntitle: T\nstatus: fixed\n{own}---\nText.\n");
        let parsed = article(path, &text, &config, Audience::Internal);
        let service = parsed.article.and_then(|article| article.service);
        let found = (service.as_deref(), parsed.service_name.as_deref());
        assert_eq!(found, (Some(key), name), "{from} {path}");
    }
}

/// Where a list names the page, only a heading of the first level comes before what it says.
#[test]
fn lists_name_pages() {
    for (body, expected) in [
        ("## 1 Introduction\nText.\n## 2 Steps\nText.\n", "The drawer is stuck"),
        ("## 1. The drawer\nText.\n### More\nText.\n", "The drawer is stuck"),
        ("### About it\nText.\n", "The drawer is stuck"),
        ("# The drawer\nText.\n## More\n", "The drawer"),
        ("# 1 The drawer\nText.\n", "1 The drawer"),
        ("<h1>The drawer</h1>\n\n## 1 Start\nText.\n", "The drawer"),
        ("---\ntitle: Own\n---\n## 1 Start\n", "Own"),
        ("Text.\n", "The drawer is stuck"),
    ] {
        let mut config =
            Config::from_toml("[defaults]\nid = \"path\"\nstatus = \"known-error\"\n")
                .expect("settings");
        let title = "The drawer is stuck".to_owned();
        config.beside.titles.insert("till/drawer".to_owned(), title);
        let parsed = article("till/drawer.md", body, &config, Audience::Internal);
        let found = parsed.article.expect("an article");
        assert_eq!(found.title, expected, "{body}");
        let is_kept = dump_sections(&found.sections, false).contains("1");
        assert_eq!(is_kept, body.contains("## 1"), "{body}");
    }
}

/// The page of a folder has the code that names the folder.
#[test]
fn folders_name_codes() {
    for (path, codes) in [
        ("messages/GHC-83865/index.md", "GHC-83865"),
        ("messages/SHOP-17/README.md", "SHOP-17"),
        ("messages/01.E0308/_index.md", "E0308"),
        ("TillDown/readme.md", "TillDown"),
        ("err_shop_7/index.md", "err_shop_7"),
        ("how-the-till-says-E0308/index.md", "E0308"),
        ("messages/index.md", ""),
        ("index.md", ""),
        ("README.md", ""),
        ("GHC-83865/notes.md", "notes"),
    ] {
        let config = "[defaults]\nid = \"path\"\nstatus = \"known-error\"\nerror_codes = \"slug\"\n";
        let config = Config::from_toml(config).expect("settings");
        let parsed = article(path, "# A title\n\nText.\n", &config, Audience::Internal);
        let found = parsed.article.expect("an article").error_codes;
        assert_eq!(found.join(" "), codes, "{path}");
    }
}

/// The page of a folder has the name of the folder.
#[test]
fn pages_of_folders_are_known_by_the_folder() {
    let long = "the-drawer-of-the-till-in-the-second-hall-is-stuck-in-the-cold-of-winter";
    let (long_path, short_path) =
        (format!("help/{long}/index.md"), format!("help/of-{long}/till/index.md"));
    for (from, path, id) in [
        ("slug", "till/index.md", "till"),
        ("slug", "till/_index.md", "till"),
        ("slug", "till/drawer.md", "drawer"),
        ("slug", "till/index/index.md", "till"),
        ("slug", "index.md", "index"),
        ("path", "help/till/index.md", "help-till"),
        ("path", "help/till/_index.md", "help-till"),
        ("path", "index.md", "index"),
        ("path", &long_path, "the-drawer-of-the-till-in-the-second-hall-is-stuck-in-"),
        ("path", &short_path, "till-"),
    ] {
        let config = format!("[defaults]\nid = \"{from}\"\nstatus = \"known-error\"\n");
        let config = Config::from_toml(&config).expect("settings");
        let parsed = article(path, "# A title\nText.\n", &config, Audience::Internal);
        let found = parsed.article.expect("an article").id;
        let is_marked = id.ends_with('-') && found.as_str().starts_with(id);
        assert!(is_marked || found.as_str() == id, "{path}: {}", found.as_str());
    }
}
