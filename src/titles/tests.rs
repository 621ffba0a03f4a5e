use crate::titles::{LISTS, imports, read};
use proptest::prelude::*;

#[track_caller]
fn check(name: &str, text: &str, folders: &[&str], expected: &[(&str, &str)]) {
    let list = read(name, text);
    let entries: Vec<(&str, &str)> = list
        .entries
        .iter()
        .map(|(title, target)| (target.as_str(), title.as_str()))
        .collect();
    assert_eq!(list.folders, folders, "{name}: {text}");
    assert_eq!(entries, expected, "{name}: {text}");
}

proptest! {
    #[test]
    fn any_text_can_be_read(
        name in prop::sample::select(&LISTS[..]),
        pieces in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "{", "}", "[", "]", "(", ")", ":", ",", "'", "\"", "`", "\\", "//", "/*", "*/", "\n", "- ",
                    "  ", "label", "text: ", "id", "link", "title: ", "nav:", "\\u00", "é", "# ", "a.md",
                ]),
                prop::sample::select(vec!["{ text: 'A', link: 'a' }", "- A: a.md\n", "* [A](a.md)\n"]),
            ],
            0..40,
        ),
    ) {
        let list = read(name, &pieces.concat());
        prop_assert!(!list.folders.is_empty());
        for (title, target) in list.entries {
            prop_assert!(title.contains(char::is_alphanumeric), "{title:?}");
            prop_assert!(!target.starts_with('/') && !target.contains(':'), "{target:?}");
        }
    }
}

#[test]
fn titles_of_lists() {
    let mkdocs = "site_name: Shop\nnav:\n  - Start: index.md\n  - Till:\n    - \"Drawer: shut\": \
                  till/drawer.md\n    - till/plain.md\n    - Site: https://a.example/x.md\n";
    let summary = "# Summary\n\n* [The `till`](till/index.md)\n  * [Drawer](till/drawer%20b.md#top)\n\
                   * [Web](https://a.example/x.md)\n* Text\n";
    let toc = "- name: Till\n  items:\n  - name: Drawer\n    href: till/drawer.md\n  - href: x.md\n";
    check(
        "mkdocs.yml",
        mkdocs,
        &["docs"],
        &[("index.md", "Start"), ("till/drawer.md", "Drawer: shut")],
    );
    check(
        "mkdocs.yml",
        "docs_dir: text\nnav:\n- A: a.md # the first\n",
        &["text"],
        &[("a.md", "A")],
    );
    check(
        "SUMMARY.md",
        summary,
        &[""],
        &[("till/index.md", "The till"), ("till/drawer b.md", "Drawer")],
    );
    check("toc.yml", toc, &[""], &[("till/drawer.md", "Drawer")]);
    check("mkdocs.yml", "", &["docs"], &[]);
}

#[test]
fn titles_in_yaml() {
    for (name, text, expected) in [
        (
            ".pages",
            "title: Tills\nnav:\n  - README.md\n  - F.A.Q: faq.md\n  - Old tills: old\n  - ...\n",
            &[("faq.md", "F.A.Q"), ("old", "Old tills")][..],
        ),
        (
            "_toc.yml",
            "root: intro\nchapters:\n- file: till/drawer\n  title: The drawer\n- file: x\n",
            &[("till/drawer", "The drawer")],
        ),
        (
            "toc.yml",
            "items:\n- name: 'A'\n  href: a/toc.yml\n  topicHref: a/index.md\n- href: b.md\n  name: B\n",
            &[("a/toc.yml", "A"), ("b.md", "B")],
        ),
        (".nav.yml", "nav:\n  - <b>Home</b>: home.md\n", &[("home.md", "Home")]),
        ("toc.yml", "- name: A\n- href: b.md\n", &[]),
    ] {
        check(name, text, &[""], expected);
    }
}

#[test]
fn titles_in_scripts() {
    let sidebars = r#"
// @ts-check
/** { id: 'none', label: 'Not this' } */
const sidebars: SidebarsConfig = {
  docs: [
    'intro',
    { type: 'category', label: 'Tills', link: { type: 'doc', id: 'till/index' },
      items: ['till/lamp', { type: "doc", id: "till/drawer", label: 'It\'s shut' }] },
    { type: 'link', label: 'Web', href: 'https://a.example/x' },
    { label: makeLabel('x'), id: 'made' },
    { id: `scan`, label: "The scanner \u201cA\u201d" , },
  ],
};
"#;
    let expected: &[(&str, &str)] = &[
        ("till/drawer", "It's shut"),
        ("till/index", "Tills"),
        ("scan", "The scanner “A”"),
    ];
    for name in ["sidebars.js", "sidebars.ts", "sidebars.json"] {
        check(name, sidebars, &["docs"], expected);
    }
    let vitepress = "export default defineConfig({ title: 'Shop', base: '/shop/', srcDir: 'src',\n\
                     themeConfig: { nav: [{ text: 'Guide', link: '/guide/lamp' }],\n\
                     sidebar: { '/guide/': { base: '/guide/', items: [\n\
                     { text: 'The lamp is red', link: 'lamp' }, { text: 'Top', link: '/' }] } } } })";
    check(
        ".vitepress/config.mts",
        vitepress,
        &["../src"],
        &[("guide/lamp", "The lamp is red"), ("guide", "Top"), ("guide/lamp", "Guide")],
    );
    let deep = "{".repeat(100_000);
    for text in [
        &deep,
        "{",
        "}}}]",
        "'",
        "{ text: 'a",
        "/* {",
        "{ a: \"\\",
        "//",
        "`",
        "{ text: 'é', link: 'é\\",
    ] {
        check("sidebars.js", text, &["docs"], &[]);
    }
}

#[test]
fn folders_of_lists() {
    for (name, text, folder) in [
        ("mkdocs.yml", "nav: []\n", "docs"),
        ("site/mkdocs.yml", "docs_dir: text\n", "text"),
        ("SUMMARY.md", "", ""),
        ("book/SUMMARY.md", "", ""),
        (".vitepress/config.ts", "", "../"),
        ("docs/.vitepress/config.ts", "", "../"),
        ("docs/.vitepress/config/en.ts", "", "../../"),
        (".vuepress/config.js", "", "../"),
        ("web/sidebars.js", "", "docs"),
        (".pages", "", ""),
    ] {
        assert_eq!(read(name, text).folders, [folder], "{name}");
    }
}

#[test]
fn what_folders_are_called() {
    for (name, text, expected) in [
        (
            "_category_.json",
            r#"{"position": 2, "label": "Tills", "link": {"title": "No"}}"#,
            Some("Tills"),
        ),
        ("_category_.yml", "position: 2\nlabel: 'Tills'\n", Some("Tills")),
        (".pages", "nav:\n  - title: x.md\n", None),
        (".pages", "title: \"Tills\" # all\n", Some("Tills")),
    ] {
        assert_eq!(read(name, text).label.as_deref(), expected, "{text}");
    }
}

/// The keys of Nextra's files are pages.
#[test]
fn titles_of_nextra() {
    let pages =
        &[("index", "Start"), ("the-drawer", "The drawer"), ("lamp", "The lamp")][..];
    for (name, text) in [
        (
            "_meta.json",
            r#"{"index": "Start", "the-drawer": "The drawer", "lamp": {"title": "The lamp", "type": "page"}, "gate": {"display": "hidden"}}"#,
        ),
        (
            "_meta.js",
            "export default {\n  index: 'Start',\n  'the-drawer': \"The drawer\", // open\n  lamp: {\n    title: 'The lamp',\n    theme: { layout: 'full' }\n  },\n  '---': { type: 'separator' }\n}\n",
        ),
        (
            "_meta.ts",
            "import type { MetaRecord } from 'nextra'\nconst meta: MetaRecord = {\n  index: 'Start',\n  'the-drawer': { title: 'The drawer' },\n  lamp: 'The lamp',\n  more: { title: 'More', href: 'https://a.example', items: { gate: { title: 'Gate' } } },\n}\nexport default meta\n",
        ),
    ] {
        check(name, text, &[""], pages);
    }
}

#[test]
fn files_that_settings_import() {
    let text = "import { defineConfig } from 'vitepress'\nimport en from './en'\nimport {\n  sidebar,\n} from \"../sidebar/guide.mts\"\nconst more = require('./more')\nexport * from './all'\nconst lazy = import('./lazy')\n// from nowhere\n";
    let found = ["./en", "../sidebar/guide.mts", "./more", "./all", "./lazy"];
    assert_eq!(imports("index.ts", text), found);
    assert!(imports("mkdocs.yml", text).is_empty());
}
