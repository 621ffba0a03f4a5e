//! Rules across articles: links, images, ids, services, replacements.

mod gitbook;
mod labels;
mod places;

use crate::support::{diagnostics, dump_sections, publish};
use kedb_engine::article::Audience;

fn article(id: &str, more: &str, body: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Of {id}\nstatus: fixed\n{more}---\n## Symptoms\n{body}\n"
    )
}

/// The text of the first article of a base, and the diagnostics of the base.
fn check(files: &[(&str, &str)], expected: &[&str], expected_problems: &[&str]) {
    let published = publish("", files, Audience::Internal);
    let lines: Vec<String> = dump_sections(&published.articles[0].sections, false)
        .lines()
        .filter(|line| line.starts_with('<'))
        .map(str::to_owned)
        .collect();
    assert_eq!(lines, expected);
    let found = diagnostics(&published);
    let found: Vec<&str> =
        found.lines().filter(|line| !line.starts_with("  hint")).collect();
    assert_eq!(found, expected_problems);
}

#[test]
fn links_between_articles() {
    let body = "\
[by path](b%20c/b.md#part) [up](../kb/x.md) [no ending](b%20c/b) [windows](b%20c\\b.md)

[gone](gone.md) [site](/absolute/path) [fragment](#part) [file](notes.txt)

[web](//cdn.example/x) <https://a.example/?q=1&r=2> [empty-text is its address](https://b.example)[](https://c.example)

[retired](old.md)";
    let a = article("KE-1", "", body);
    let b = article("KE-2", "", "b");
    let old = "---\nid: KE-3\ntitle: T\nstatus: retired\nreplaced_by: ke-2\n---\n";
    check(
        &[("a.md", &a), ("b c/b.md", &b), ("old.md", old)],
        &[
            "<p><a href=\"article:KE-2\">by path</a> up <a href=\"article:KE-2\">no ending</a> \
             <a href=\"article:KE-2\">windows</a></p>",
            "<p>gone site fragment file (notes.txt)</p>",
            "<p><a href=\"https://cdn.example/x\">web</a> <a href=\"https://a.example/?q=1&amp;r=2\">\
             https://a.example/?q=1&amp;r=2</a> <a href=\"https://b.example\">empty-text is its \
             address</a><a href=\"https://c.example\">https://c.example</a></p>",
            "<p><a href=\"article:KE-2\">retired</a></p>",
        ],
        &[
            "a.md:7:1: warning[lost-text]: `b c/b.md` has no heading `#part`: the link leads to the \
             top of its page",
            "a.md:7:28: warning[lost-text]: the link to `../kb/x.md` can't be followed, so only \
             its words are shown",
            "a.md:9:1: error[broken-link]: `gone.md` leads to no file of the knowledge base",
            "a.md:9:17: warning[lost-text]: the link to `/absolute/path` can't be followed, so \
             only its words are shown",
            "a.md:9:40: warning[lost-text]: no heading of the article is called `#part`, so only \
             the words of the link are shown",
            "a.md:9:58: warning[lost-text]: the link to `notes.txt` can't be followed, so only \
             its words and the name of the file are shown",
        ],
    );
}

/// What people mean by what they write: paths from the top, pages, names, ids.
#[test]
fn targets() {
    let body = "\
[top](/sub/b.md) [page](sub/b.html#x) [folder](sub/c/) [id](ke-2) [alias](Old-2) \
[sharp](50%23%20off.md) [unescaped](<a#b.md>) [accent](cafe\u{301}.md) [case](SUB/B.MD)

[[B]] [[Of KE-7]] [[sub/b|words]] [[Of 50#part]] [[c index]] [[nobody]] ![[one.png]] ![x](/img/one.png)

[mdx](d) [markdown](e#f)";
    let a = article("KE-1", "", body);
    let b = article("KE-2", "aliases: [old-2]\n", "b");
    let of = |id: &str| article(id, "", "c");
    let to = |id: &str, words: &str| format!("<a href=\"article:{id}\">{words}</a>");
    let image = |alt: &str| format!("<img alt=\"{alt}\" src=\"img/one.png\">");
    let lines = [
        format!(
            "<p>{} {} {} {} {} {} {} {} {}</p>",
            to("KE-2", "top"),
            to("KE-2", "page"),
            to("KE-3", "folder"),
            to("KE-2", "id"),
            to("KE-2", "alias"),
            to("KE-4", "sharp"),
            to("KE-5", "unescaped"),
            to("KE-6", "accent"),
            to("KE-2", "case"),
        ),
        format!(
            "<p>{} {} {} Of 50#part c index nobody {} {}</p>",
            to("KE-2", "B"),
            to("KE-7", "Of KE-7"),
            to("KE-2", "words"),
            image(""),
            image("x")
        ),
        format!("<p>{} {}</p>", to("KE-7", "mdx"), to("KE-8", "markdown")),
    ];
    check(
        &[
            ("a.md", &a),
            ("sub/b.md", &b),
            ("sub/c/index.md", &of("KE-3")),
            ("50# off.md", &of("KE-4")),
            ("a#b.md", &of("KE-5")),
            ("caf\u{e9}.md", &of("KE-6")),
            ("d.mdx", &of("KE-7")),
            ("e.markdown", &of("KE-8")),
            ("img/one.png", ""),
        ],
        &lines.each_ref().map(String::as_str),
        &[
            "a.md:7:18: warning[lost-text]: `sub/b.md` has no heading `#x`: the link leads to the \
             top of its page",
            "a.md:9:35: warning[lost-text]: the link to `[[Of 50#part]]` can't be followed, so \
             only its words are shown",
            "a.md:9:50: warning[lost-text]: the link to `[[c index]]` can't be followed, so only \
             its words are shown",
            "a.md:9:62: warning[lost-text]: the link to `[[nobody]]` can't be followed, so only \
             its words are shown",
            "a.md:9:73: warning[no-alt-text]: an image without alternative text",
            "a.md:11:10: warning[lost-text]: `e.markdown` has no heading `#f`: the link leads to \
             the top of its page",
        ],
    );
}

/// The top of a site is the folder of its articles, or one of files that it serves as they are.
#[test]
fn from_the_top_of_a_site_below_the_base() {
    let a = article("KE-1", "", "[b](/guide/b) ![x](/img/x.png) [gone](/src/guide/c)");
    let b = article("KE-2", "", "b");
    check(
        &[("src/a.md", &a), ("src/guide/b.md", &b), ("static/img/x.png", "")],
        &[
            "<p><a href=\"article:KE-2\">b</a> <img alt=\"x\" src=\"static/img/x.png\"> gone</p>",
        ],
        &[
            "src/a.md:7:32: warning[lost-text]: the link to `/src/guide/c` can't be followed, so only \
           its words are shown",
        ],
    );
}

#[test]
fn images() {
    let body = "\
![one](../img/one.png) ![two](img\\two.JPG) ![gone](gone.png)

![remote](http://x.example/x.png) ![](https://x.example/y.png) ![out](../../x.png) ![svg](x.svg)![svg](x.svg)Tap";
    let a = article("KE-1", "", body);
    check(
        &[("sub/a.md", &a), ("img/one.png", ""), ("sub/img/two.JPG", "")],
        &[
            "<p><img alt=\"one\" src=\"img/one.png\"> <img alt=\"two\" src=\"sub/img/two.JPG\"> \
             gone</p>",
            "<p><a href=\"http://x.example/x.png\">remote</a> <a href=\"https://x.example/y.png\">\
             y.png</a> out svg svg Tap</p>",
        ],
        &[
            "sub/a.md:7:44: warning[missing-image]: there is no image `sub/gone.png`",
            "sub/a.md:9:35: warning[no-alt-text]: an image without alternative text",
            "sub/a.md:9:64: warning[image-outside]: the image `../../x.png` does not lie in the \
             knowledge base",
            "sub/a.md:9:84: warning[missing-image]: `sub/x.svg` is not shown, because an SVG \
             image can hold scripts",
        ],
    );
}

/// Site generators serve the files of some folders from the top of the site, which may lie anywhere in
/// a repository.
#[test]
fn images_of_sites() {
    let a = article(
        "KE-1",
        "",
        "![a](/img/a.png) ![b](/b.png) ![c](@site/static/img/c.png) ![d](/d.png) ![e](/e.png)",
    );
    let shown = |paths: [&str; 5]| {
        let image = |(name, path): (char, &str)| match path {
            "" => name.to_string(),
            path => format!("<img alt=\"{name}\" src=\"{path}\">"),
        };
        let images: Vec<String> = ('a'..='e').zip(paths).map(image).collect();
        format!("<p>{}</p>", images.join(" "))
    };
    let check = |file: &str, images: &[&str], expected: [&str; 5]| {
        let files: Vec<(&str, &str)> = images.iter().map(|path| (*path, "")).collect();
        let files = [&[(file, a.as_str())], files.as_slice()].concat();
        let published = publish("", &files, Audience::Internal);
        let lines = dump_sections(&published.articles[0].sections, false);
        assert!(lines.contains(&shown(expected)), "{lines}");
    };
    check(
        "website/docs/a.md",
        &[
            "website/static/img/a.png",
            "static/img/a.png",
            "public/b.png",
            "website/static/img/c.png",
        ],
        ["website/static/img/a.png", "public/b.png", "website/static/img/c.png", "", ""],
    );
    check(
        "docs/guide/a.md",
        &["docs/.vuepress/public/img/a.png", "docs/public/b.png", "site/static/d.png"],
        [
            "docs/.vuepress/public/img/a.png",
            "docs/public/b.png",
            "",
            "site/static/d.png",
            "",
        ],
    );
    check(
        "docs/a.md",
        &[
            "docs/statics/e.png",
            "docs/a/e.png",
            "other/public/d.png",
            "docs/static/d.png",
        ],
        ["", "", "", "docs/static/d.png", ""],
    );
}

#[test]
fn rules_across_articles() {
    let none = "---\nid: Ke-1\ntitle: T\nstatus: known-error\n---\n## Workaround\nN/A\n";
    let a = article("KE-1", "service: vpn\naliases: [ke-3]\n", "a");
    let c = article("KE-3", "service: vpm\n", "c");
    let d = article("KE-4", "replaced_by: KE-9\n", "d");
    let e = "---\nid: KE-5\ntitle: T\nstatus: retired\n---\n";
    let f = article("KE-6", "replaced_by: ke-6\n", "f");
    check(
        &[
            ("a.md", &a),
            ("b.md", none),
            ("c.md", &c),
            ("d.md", &d),
            ("e.md", e),
            ("f.md", &f),
            ("services.toml", "[vpn]\nname = 'VPN'\nowner = 'net'\n"),
        ],
        &["<p>a</p>"],
        &[
            "a.md:6:10: warning[alias-is-id]: the alias `ke-3` is the id of `KE-3`",
            "b.md:2:5: error[duplicate-id]: the id `Ke-1` is already that of `a.md`",
            "b.md:3:8: warning[no-symptoms]: the article does not say how to recognise the error",
            "b.md:6:1: warning[no-workaround]: a known error without a workaround",
            "c.md:5:10: error[unknown-service]: `services.toml` has no service `vpm`",
            "d.md:5:14: error[unknown-replacement]: no article has the id `KE-9`",
            "e.md:4:9: warning[no-replacement]: a retired article without a replacement",
            "f.md:5:14: error[unknown-replacement]: the article replaces itself",
        ],
    );
}

/// Publishes `files` and compares the ids of their articles.
fn check_ids(config: &str, files: &[(&str, &str)], expected: &[&str]) {
    let published = publish(config, files, Audience::Internal);
    let ids = published.articles.iter().map(|article| article.id.to_string());
    assert_eq!(ids.collect::<Vec<String>>(), expected);
}

#[test]
fn made_ids_differ() {
    let config = "[defaults]\nid = 'slug'\nstatus = 'known-error'\n";
    let long = format!("{}.md", "very-long-name-".repeat(8));
    let files = [
        ("a/x.md", "# A"),
        ("b/x.md", "# B"),
        ("c/y.md", "# C"),
        (long.as_str(), "# D"),
        ("日本.md", "# E"),
    ];
    check_ids(
        config,
        &files,
        &[
            "x-28ad98ce",
            "x-d4345793",
            "y",
            "very-long-name-very-long-name-very-long-name-very-long-1c6e4828",
            "a9748821",
        ],
    );
}

#[test]
fn long_paths_keep_their_ends() {
    let config = "[defaults]\nid = 'path'\nstatus = 'known-error'\n";
    let folders = "alerts/the-operator-of-the-virtual-machines";
    let paths = [
        format!("{folders}/GuestIsFull.md"),
        format!("{folders}/of-guests/NoMemoryIsLeftForTheGuest.md"),
        format!("{folders}/{}.md", "a-very-long-name-".repeat(6)),
    ];
    let files: Vec<(&str, &str)> =
        paths.iter().map(|path| (path.as_str(), "# T")).collect();
    check_ids(
        config,
        &files,
        &[
            "alerts-the-operator-of-the-virtual-machines-GuestIsFull",
            "of-guests-NoMemoryIsLeftForTheGuest-b047fc30",
            "a-very-long-name-a-very-long-name-a-very-long-name-a-6e948624",
        ],
    );
}

/// Site generators give pages other addresses than their files have.
#[test]
fn addresses_of_pages() {
    let to = |body: &str, at: &str, front: &str| {
        let a = article("KE-1", "", body);
        let b = article("KE-2", front, "b");
        let published = publish(
            "[front_matter]\nid = \"id\"\n",
            &[("g/a.md", &a), (at, &b)],
            Audience::Internal,
        );
        let text = dump_sections(&published.articles[0].sections, false);
        assert!(
            text.contains("<a href=\"article:KE-2\">x</a>"),
            "{body} {at} {front}: {text}"
        );
    };
    for (target, at, front) in [
        // Jekyll
        ("/mail/late/", "b.md", "permalink: /mail/late/\n"),
        ("/mail/late.html#top", "b.md", "permalink: /mail/late.html\n"),
        ("/mail/late", "b.md", "permalink: mail/late/index.html\n"),
        ("/2024/01/02/late.html", "_posts/2024-01-02-late.md", ""),
        ("/mail/2024/01/02/late", "mail/_posts/2024-01-02-late.md", ""),
        (
            "/mail/it/2024/01/02/late/",
            "_posts/2024-01-02-late.md",
            "categories: [mail, it]\n",
        ),
        (
            "/it/late/",
            "_posts/2024-01-02-late.md",
            "category: it\npermalink: /:categories/:title/\n",
        ),
        ("/late/", "_posts/2024-01-02-late.md", ""),
        ("/errors/late.html", "_errors/late.md", ""),
        ("/old/late", "b.md", "redirect_from: [/old/late/, /older/late/]\n"),
        ("_posts/2024-01-02-late.md", "_posts/2024-01-02-late.md", ""),
        // Eleventy
        ("/mail/late/", "src/b.md", "permalink: \"/mail/late/index.html\"\n"),
        // Hugo
        ("../mail/late/", "mail/b.md", "slug: late\n"),
        ("/late/", "content/mail/b.md", "url: /late/\n"),
        ("/help/how-to/late-mail/", "content/b.md", "permalink: late-mail\n"),
        ("/help/Late-Mail#top", "content/b.md", "permalink: late-mail/\n"),
        ("/older/late/", "b.md", "aliases: [/older/late/]\n"),
        ("/mail/late/", "mail/b/index.md", "slug: late\n"),
        ("/g/late/", "g/b.md", "slug: late\n"),
        // Docusaurus
        ("/start", "docs/mail/b.md", "slug: /start\n"),
        ("../mail/late", "mail/b.md", "slug: late\n"),
        ("/mail/late", "01-mail/02-late.md", ""),
        ("../mail/late.md#top", "mail/late.md", ""),
        ("/mail/late/", "mail/late/late.md", ""),
        ("../late", "late/late.md", ""),
        // The articles' own names come first.
        ("/b", "b.md", "permalink: /c/\n"),
    ] {
        to(&format!("[x]({target})"), at, front);
    }
}

/// Of a file in each language a link means the one in its own.
#[test]
fn languages_of_files() {
    let body = "[x](b.md) [y](sub/) [z](b.en.md) [w](/b) ![p](img/p.png) ![q](img/q.png)";
    let a = article("KE-1", "", body);
    let of = |id: &str| article(id, "", "b");
    let to = |id: &str, words: &str| format!("<a href=\"article:{id}\">{words}</a>");
    let line = format!(
        "<p>{} {} {} {} <img alt=\"p\" src=\"img/p.de.png\"> <img alt=\"q\" src=\"img/q.png\"></p>",
        to("KE-2", "x"),
        to("KE-4", "y"),
        to("KE-3", "z"),
        to("KE-2", "w")
    );
    check(
        &[
            ("a.de.md", &a),
            ("b.de.md", &of("KE-2")),
            ("b.en.md", &of("KE-3")),
            ("sub/index.de.md", &of("KE-4")),
            ("sub/index.en.md", &of("KE-5")),
            ("img/p.de.png", ""),
            ("img/p.en.png", ""),
            ("img/q.png", ""),
        ],
        &[&line],
        &[],
    );
}

/// Where each language has a folder, a link from the top leads to the file in its own.
#[test]
fn folders_of_languages() {
    let a = article("KE-1", "", "[x](/audio/none) [y](/audio/none/) [z](/fr/audio/none)");
    let of = |id: &str| article(id, "", "b");
    let to = |id: &str, words: &str| format!("<a href=\"article:{id}\">{words}</a>");
    let line =
        format!("<p>{} {} {}</p>", to("KE-2", "x"), to("KE-2", "y"), to("KE-3", "z"));
    check(
        &[
            ("de/start.md", &a),
            ("de/audio/none.md", &of("KE-2")),
            ("fr/audio/none.md", &of("KE-3")),
            ("fr/start.md", &of("KE-4")),
        ],
        &[&line],
        &[],
    );
}

/// Images that lie beside the base are found only in the folder that the settings name.
#[test]
fn images_beside_a_base() {
    let a = article(
        "KE-1",
        "",
        "![a](/img/a.png) ![b](../../files/img/a.png) ![c](@site/files/img/a.png) \
         ![d](../../other/img/a.png)",
    );
    let check = |settings: &str, expected: &str| {
        let files = [("guide/a.md", a.as_str()), ("../files/img/a.png", "")];
        let published = publish(settings, &files, Audience::Internal);
        let lines = dump_sections(&published.articles[0].sections, false);
        assert!(lines.contains(expected), "{lines}");
    };
    let image = |name: char| format!("<img alt=\"{name}\" src=\"../files/img/a.png\">");
    let [a, b, c] = ['a', 'b', 'c'].map(image);
    check("[links]\nimages = '../files'\n", &format!("<p>{a} {b} {c} d</p>"));
}

/// A base may hold several sites, or translations of one, none of which begins at its top.
#[test]
fn links_from_the_top_of_a_folder() {
    let body = "[near](/scan/lamp.md) [page](/scan/lamp) [one name](/lamp) [nowhere](/scan/gone) \
                [unmarked](scan/lamp.md)";
    let a = article("KE-1", "", body);
    let b = article("KE-2", "", "b");
    let c = article("KE-3", "", "c");
    check(
        &[
            ("de/docs/print/a.md", &a),
            ("de/docs/scan/lamp.md", &b),
            ("de/docs/print/lamp.md", &c),
            ("en/docs/scan/lamp.md", &article("KE-4", "", "d")),
        ],
        &[
            "<p><a href=\"article:KE-2\">near</a> <a href=\"article:KE-2\">page</a> one name \
             nowhere <a href=\"article:KE-2\">unmarked</a></p>",
        ],
        &[
            "de/docs/print/a.md:7:42: warning[lost-text]: the link to `/lamp` can't be followed, so \
             only its words are shown",
            "de/docs/print/a.md:7:60: warning[lost-text]: the link to `/scan/gone` can't be followed, so \
             only its words are shown",
        ],
    );
}

#[test]
fn links_to_what_is_excluded() {
    let body = "[notes](releases/1.2.md) [page](releases/1.2) [gone](gone.md) [tab](#__tabbed_1_2) \
                [help](.forge/HELP.md#desk) [old](a.b/x.md)";
    let a = article("KE-1", "", body);
    let published =
        publish("exclude = [\"**/releases\"]", &[("a.md", &a)], Audience::Internal);
    let found = diagnostics(&published);
    let found: Vec<&str> =
        found.lines().filter(|line| !line.starts_with("  hint")).collect();
    assert_eq!(
        found,
        [
            "a.md:7:1: warning[lost-text]: `releases/1.2.md` is excluded, so only the words of the link \
             to it are shown",
            "a.md:7:26: warning[lost-text]: `releases/1.2` is excluded, so only the words of the link to \
             it are shown",
            "a.md:7:47: error[broken-link]: `gone.md` leads to no file of the knowledge base",
            "a.md:7:84: warning[lost-text]: `.forge/HELP.md#desk` lies in a folder whose name begins with \
             a dot, where no articles are, so only the words of the link to it are shown",
            "a.md:7:112: error[broken-link]: `a.b/x.md` leads to no file of the knowledge base",
        ]
    );
}
