//! The examples of the specifications of `CommonMark` and of GitHub's extensions, and the
//! regression tests of pulldown-cmark, as articles: whatever pulldown-cmark's own HTML shows as
//! text is in the tree, on the page and in the copied text.
//!
//! The specifications may not be copied into this repository (their licence is CC-BY-SA), but the
//! package of pulldown-cmark holds their examples as tests. Its source lies wherever kedb was
//! compiled, so it is read from there.

use crate::support::tests;
use ammonia::Builder;
use kedb::config::Config;
use kedb::html::write_html;
use kedb::markdown::{Form, write};
use kedb::parse;
use kedb::site::{Assets, Page, Pages, Site};
use kedb::visible::visible;
use kedb_engine::article::{Article, Audience, Node};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An example: `spec.rs 12`, and its Markdown.
struct Example {
    name: String,
    markdown: String,
}

/// What a program of the tool chain prints.
fn output(program: &str, arguments: &[&str]) -> String {
    let program =
        std::env::var_os(program.to_uppercase()).unwrap_or_else(|| program.into());
    let output = Command::new(&program).args(arguments).current_dir(tests("..")).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", program.display());
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The folder of pulldown-cmark's own tests.
fn suite() -> PathBuf {
    // Packages for other systems may not be there.
    let version = output("rustc", &["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let platform = host.expect("the system of the compiler");
    let arguments = ["metadata", "--format-version=1", "--locked", "--filter-platform"];
    let metadata = output("cargo", &[&arguments[..], &[platform]].concat());
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == "pulldown-cmark");
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let manifest = PathBuf::from(manifest.expect("pulldown-cmark is a dependency"));
    manifest.with_file_name("tests").join("suite")
}

/// The examples in one file of them.
fn examples(suite: &Path, file: &str) -> Vec<Example> {
    let path = suite.join(file);
    let source = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
    let markdowns = source.split("let original = r##\"").skip(1);
    let markdowns = markdowns.filter_map(|rest| rest.split("\"##;").next());
    (1..)
        .zip(markdowns)
        .map(|(number, markdown)| Example {
            name: format!("{file} {number}"),
            markdown: markdown.to_owned(),
        })
        .collect()
}

/// Text as readers see it, without white space.
fn bare(text: &str) -> String {
    visible(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text of a piece of HTML, with the alternative texts of its images.
fn text_of_html(html: &str) -> String {
    let images = html.replace("<img alt=\"", "<i>").replace("\" src=\"", "</i><i x=\"");
    let active = HashSet::from(["script", "style"]);
    let text = Builder::empty().clean_content_tags(active).clean(&images).to_string();
    let entities = [
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let text = entities.iter().fold(text, |text, (entity, c)| text.replace(entity, c));
    bare(&text)
}

/// What pulldown-cmark's HTML shows as text. An image counts as its alternative text, and a
/// footnote has its label, which kedb shows where pulldown-cmark counts.
fn shown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Start(Tag::Image { .. })
        | Event::End(TagEnd::Image | TagEnd::FootnoteDefinition) => None,
        Event::FootnoteReference(label)
        | Event::Start(Tag::FootnoteDefinition(label)) => Some(Event::Text(label)),
        other => Some(other),
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    text_of_html(&page)
}

/// The article for `readers` with the id `aNUMBER` that holds `markdown`, as they get it; none if it
/// is left out.
fn article(number: usize, markdown: &str, readers: Audience) -> Option<Article> {
    let text = format!(
        "---\nid: a{number}\ntitle: An example\nstatus: known-error\naudience: {}\n---\n{markdown}\n",
        readers.word()
    );
    let parsed = parse::article("a.md", &text, &Config::default(), readers);
    parsed.published().cloned()
}

/// What readers get of articles: in the tree, on the page, and as copied in two forms.
fn faces(articles: &[Article]) -> Vec<[(&'static str, String); 4]> {
    let pages = pages_of(articles);
    articles.iter().map(|article| faces_of(article, &pages)).collect()
}

/// Those of one article, whose page is among `pages`.
fn faces_of(article: &Article, pages: &[Page]) -> [(&'static str, String); 4] {
    let all = |text: &dyn Fn(&[Node]) -> String| {
        let sections = article.sections.iter().map(|section| {
            bare(section.heading.as_deref().unwrap_or_default())
                + &bare(&text(&section.nodes))
        });
        sections.collect::<String>()
    };
    [
        ("tree", all(&|nodes| text_of_html(&write_html(nodes)))),
        ("page", page(article, pages)),
        ("plain", all(&|nodes| write(nodes, Form::Plain))),
        // Read again, it says the same.
        ("Markdown", all(&|nodes| shown(&write(nodes, Form::Markdown)))),
    ]
}

/// The pages of a site with these articles.
fn pages_of(articles: &[Article]) -> Vec<Page> {
    let services = BTreeMap::new();
    let pages = Pages::new(Site {
        title: "Examples",
        lang: "en",
        audience: Audience::Internal,
        articles,
        services: &services,
        redirects: &[],
        pages: true,
        assets: Assets::default(),
        edit_url: None,
        ticket_url: None,
        feedback_url: None,
        public_url: None,
        report: None,
    });
    crate::built::pages_of(&pages)
}

/// The text of the sections of an article's page.
fn page(article: &Article, pages: &[Page]) -> String {
    let path = format!("articles/{}.html", article.id);
    let page = pages.iter().find(|page| page.path == path).expect("a page");
    let (_, sections) = page.html.split_once("<section").expect("a section");
    let (sections, _) = sections.rsplit_once("</section>").expect("an end");
    text_of_html(&format!("<section{sections}"))
}

/// Whether all of `part` stands in `whole`, in the same order.
fn holds(whole: &str, part: &str) -> bool {
    let mut whole = whole.chars();
    part.chars().all(|c| whole.any(|other| other == c))
}

/// The files whose examples are read: the specifications, and pulldown-cmark's own tests of what
/// kedb reads. The others are about extensions that kedb does not read, or reads otherwise.
const FILES: [&str; 13] = [
    "spec.rs",
    "gfm_table.rs",
    "gfm_strikethrough.rs",
    "gfm_tasklist.rs",
    "table.rs",
    "strikethrough.rs",
    "footnotes.rs",
    "old_footnotes.rs",
    "definition_lists.rs",
    "blockquotes_tags.rs",
    "regression.rs",
    "smart_punct.rs",
    "super_sub.rs",
];

/// The examples of which something is not shown, and the rule of `docs/format.md` that leaves it
/// out.
const LOST: [(&str, &str); 9] = [
    ("spec.rs 163", "components of MDX go, and what they hold is Markdown"),
    (
        "spec.rs 177",
        "a comment is cut before its line is read, so what follows is Markdown",
    ),
    ("spec.rs 183", "a comment is cut in indented code as well"),
    ("spec.rs 559", "brackets within brackets are a link of a wiki"),
    ("spec.rs 590", "an exclamation mark before those is an image of a wiki"),
    ("blockquotes_tags.rs 18", "the mark of a callout goes, its name stays"),
    ("regression.rs 126", "a heading has no colon at its end"),
    ("regression.rs 206", "a line of attributes in braces is no text"),
    ("regression.rs 207", "a class in braces at the end of a line is no text"),
];

/// The examples that the public does not get: other systems hide a text in this way.
const NOT_PUBLIC: [&str; 5] =
    ["spec.rs 180", "spec.rs 182", "spec.rs 627", "spec.rs 629", "regression.rs 13"];

#[test]
fn no_word_is_lost() {
    let (mut wrong, mut lost, mut not_public) = (Vec::new(), Vec::new(), Vec::new());
    let suite = suite();
    let all: Vec<Example> =
        FILES.iter().flat_map(|file| examples(&suite, file)).collect();
    assert!(all.len() > 1000, "only {} examples", all.len());
    let (mut articles, mut origins) = (Vec::new(), Vec::new());
    for (origin, Example { name, markdown }) in all.iter().enumerate() {
        let public = article(articles.len(), markdown, Audience::Public);
        if public.is_none() {
            not_public.push(name.as_str());
        }
        articles.extend(public);
        let agents = article(articles.len(), markdown, Audience::Internal);
        articles.push(agents.unwrap_or_else(|| panic!("{name} is left out")));
        origins.resize(articles.len(), origin);
    }
    let mut faces = origins.into_iter().zip(faces(&articles)).peekable();
    for (origin, Example { name, markdown }) in all.iter().enumerate() {
        let shown = shown(markdown);
        let mut missing = Vec::new();
        while let Some((_, faces)) = faces.next_if(|(of, _)| *of == origin) {
            missing.extend(faces.into_iter().filter(|(_, text)| !holds(text, &shown)));
        }
        if LOST.iter().any(|(one, _)| one == name) {
            lost.extend((!missing.is_empty()).then_some(name.as_str()));
            continue;
        }
        wrong.extend(missing.into_iter().map(|(face, text)| {
            format!("{name}\n{markdown}shown: {shown}\n{face}: {text}\n")
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(lost, LOST.map(|(name, _)| name), "others are lost");
    assert_eq!(not_public, NOT_PUBLIC, "others are not public");
}

/// GitHub's extensions that pulldown-cmark has no examples of, since it does not read them: what
/// stands there is shown as it is written.
#[test]
fn extensions_that_are_not_read_stay_as_text() {
    for text in [
        "See www.example.org/help?a=b&c=d for more.",
        "Write to a.b-c_d@example.org, or to xmpp:a@example.org/b.",
        "Visit http://example.org/a_(b)_c and https://example.org/**x**, then stop.",
        "- [X] done\n- [ ]not a task\n- [x]\n",
        "a~b~c ~~d~~ ~~~e~~~",
    ] {
        let article = article(0, text, Audience::Internal).expect("an article");
        for (face, found) in faces(&[article]).into_iter().flatten() {
            assert!(holds(&found, &shown(text)), "{face} of {text}: {found}");
        }
    }
}
