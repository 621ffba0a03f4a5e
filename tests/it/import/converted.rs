//! What HTML, wiki markup and plain text become: Markdown that reads well, and that our own
//! parser reads back as the same text.

use super::{Kb, options};
use crate::support::grows_with_its_input;
use kedb::check;
use kedb::config::Config;
use kedb::diagnostic::{Diagnostic, Level};
use kedb::import::html::{self, Links};
use kedb::import::map::Source;
use kedb::import::record::{self, Column, Record};
use kedb::import::report::Losses;
use kedb::markdown::{self, Form};
use kedb::parse;
use kedb_engine::article::{Audience, plain_text};
use proptest::prelude::*;

/// No links but to web sites.
struct Web;

impl Links for Web {
    fn resolve(&self, href: &str) -> Option<String> {
        href.starts_with("https://").then(|| href.to_owned())
    }
}

/// The Markdown that HTML becomes, and what it says.
fn converted(html: &str) -> (String, String) {
    let nodes = html::read(html, &Web, &mut Losses::default());
    (markdown::write(&nodes, Form::Article { level: 2 }), plain_text(&nodes))
}

/// Whether an article is left out since its text looks like what hides something.
fn is_hiding(diagnostic: &Diagnostic) -> bool {
    ["internal-mark", "hidden-text"].contains(&diagnostic.rule)
}

/// What our own parser makes of Markdown, for both audiences; every diagnostic is one. None if it
/// leaves the article out.
fn parsed(text: &str) -> Option<String> {
    let file = format!(
        "---\nid: T-1\ntitle: Title of it\nstatus: fixed\naudience: public\n---\n\n{text}\n"
    );
    let mut read = Vec::new();
    for audience in [Audience::Internal, Audience::Public] {
        let mut files = vec![parse::article("a.md", &file, &Config::default(), audience)];
        check::articles(&mut files, None);
        let file = files.remove(0);
        if file.diagnostics.iter().any(is_hiding) {
            return None;
        }
        let strange =
            file.diagnostics.iter().find(|diagnostic| diagnostic.rule != "no-symptoms");
        assert!(strange.is_none(), "{strange:?} in {text}");
        let mut said = String::new();
        for section in file.article.expect("an article").sections {
            said += &section.heading.unwrap_or_default();
            said += &plain_text(&section.nodes);
        }
        read.push(said);
    }
    assert_eq!(read[0], read[1], "both audiences read {text}");
    Some(read.remove(0))
}

/// Text as far as it must stay. A quote that begins with the mark of a callout is one, and
/// headings lose their colons.
fn bare(text: &str) -> String {
    let text = text.replace("[!NOTE]", "");
    text.chars().filter(|c| !c.is_whitespace() && *c != ':').collect()
}

#[test]
fn html_reads_well_as_markdown() {
    for (html, expected) in [
        ("<p>a<b> b </b>c</p>", "a **b** c"),
        ("a<b>b</b>c", "a**b**c"),
        ("<b>99 %</b>, <i>x</i>.", "**99 %**, *x*."),
        ("<b>a</b><i>b</i>", "**a**<em>b</em>"),
        ("<b>(a)b</b>c", "**(a)b**c"),
        ("x<b>(a)</b>c", "x<strong>(a)</strong>c"),
        ("snake_case _x_ 2*3*4", "snake_case \\_x\\_ 2\\*3\\*4"),
        ("<ul><li>a<ul><li>b</ul><li><p>c</ul>", "- a\n\n  - b\n\n- c"),
        ("<ul><li>a</li><ol><li>b</li></ol></ul>", "- a\n\n  1. b"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b"),
        ("<ol start=9><li>a<li>b</ol>", "9. a\n10. b"),
        ("a<br>- b<br>1. c<br>2026.1", "a\\\n\\- b\\\n1\\. c\\\n2026.1"),
        ("<h1>A</h1><h3>B</h3>c", "## A\n\n### B\n\nc"),
        ("<table><tr><td>one</table>", "one"),
        (
            "<table><tr><th>a|b<th>c<tr><td><code>d|e</code>",
            "| a\\|b | c |\n|---|---|\n| `d\\|e` |",
        ),
        (
            "<table><tr><td>a<td><ul><li>b</ul></table>",
            "<table><tbody><tr><td>a</td><td><ul><li>b</li></ul></td></tr></tbody></table>",
        ),
        ("<pre>a\n```\nb</pre>", "````\na\n```\nb\n````"),
        ("<pre>::: internal</pre>", "<pre><code>&#58;&#58;&#58; internal</code></pre>"),
        ("<code>a`b</code> <kbd>F5</kbd>", "``a`b`` <kbd>F5</kbd>"),
        (
            "<a href='https://x.example/?a=1&b=(2)'>a]b</a>",
            "[a\\]b](https://x.example/?a=1&b=%282%29)",
        ),
        ("<a href='javascript:x'>a</a><a href='file.doc'>b</a>", "ab"),
        (
            "<img src='https://x.example/i.png' alt='An image'>",
            "[An image](https://x.example/i.png)",
        ),
        ("<blockquote><p>a<p>[!NOTE] b</blockquote>", "> a\n>\n> \\[\\!NOTE\\] b"),
        ("<style>a</style><script>b</script><!-- c --><p>d", "d"),
        ("a<script>b</script><meta charset=latin1><meta charset=utf-8>c", "ac"),
        (
            "<p>::: internal</p>{{&lt; x &gt;}} &lt;!-- y --&gt;",
            "\\:\\:\\: internal\n\n\\{\\{< x >}} &lt;!-- y -->",
        ),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("a <ac:emoticon ac:name='tick'/>b", "a b"),
        (
            "<ac:plain-text-body><![CDATA[a <b> ]]&gt; &lt;]]>c</ac:plain-text-body>",
            "```\na <b> ]]&gt; &lt;c\n```",
        ),
        ("<ac:link><ri:page ri:content-title='A &amp; B'/></ac:link> c", "A & B c"),
    ] {
        assert_eq!(converted(html).0, expected, "{html}");
    }
}

/// A piece of HTML; text in it means something to Markdown.
fn piece() -> impl Strategy<Value = String> {
    let texts = vec![
        "a",
        "Word ",
        " two words",
        "1. ",
        "12) x",
        "- ",
        "* ",
        "+ b",
        "# ",
        "## x ##",
        "&gt; ",
        "---",
        "===",
        "***",
        "___",
        "```",
        "~~~",
        "::: internal",
        ":::",
        ":::image x:::",
        "&lt;!-- ",
        " --&gt;",
        "[!NOTE]",
        "[!INCLUDE x]",
        "{{&lt; ref x &gt;}}",
        "{#x}",
        "{:.y}",
        "{.y}",
        " { .y id='x' }",
        " {id='x'}",
        "|",
        "| - |",
        ":--",
        "[x]: https://y.example",
        "[x](y)",
        "&amp;lt;",
        "&amp;amp",
        "\\",
        "`",
        "*",
        "_",
        "~",
        "!",
        "&lt;b&gt;",
        "&lt;",
        "&lt;/",
        "&nbsp;",
        "\n",
        "\t",
        "é",
        "中文",
        ";",
        "&copy;",
        "https://x.example/_a_",
        "%7C",
        "\u{200b}",
        "\u{feff}",
        "...",
        "(",
        ")",
        "$",
    ];
    let tags = vec![
        "p",
        "b",
        "i",
        "u",
        "s",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h1",
        "h2",
        "h5",
        "table",
        "tr",
        "td",
        "th",
        "a href='https://x.example/a b'",
        "div",
        "span",
        "br",
        "hr",
        "kbd",
        "sub",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "thead",
        "td colspan=2",
        "del",
        "img alt='x*y' src=z.png",
        "div class='confluence-information-macro-note'",
        "script",
        "div class=toc-macro",
        "ac:structured-macro ac:name=code",
        "ac:plain-text-body",
    ];
    let text = prop::sample::select(texts).prop_map(str::to_owned);
    let leaf = prop::collection::vec(text, 1..4).prop_map(|texts| texts.concat());
    leaf.prop_recursive(5, 40, 5, move |inner| {
        let tags = prop::sample::select(tags.clone());
        (tags, prop::collection::vec(inner, 0..5)).prop_map(|(tag, inner)| {
            let name = tag.split(' ').next().unwrap_or(tag);
            format!("<{tag}>{}</{name}>", inner.concat())
        })
    })
}

/// Plain text and wiki markup, in lines.
fn lines() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a",
        "b c",
        "- ",
        "* ",
        "# ",
        "1. ",
        "## ",
        "h2. ",
        "{code}",
        "{noformat}",
        "{quote}",
        "|",
        "||",
        "*x*",
        "_",
        "[a|https://b.example]",
        "!i.png!",
        "{{",
        "}}",
        "\n",
        "\n\n",
        "::: internal",
        ":::",
        "<!--",
        "-->",
        "<b>",
        "&lt;",
        "---",
        "\t",
        "\\\\",
        "\\",
        "`",
        "~~",
        "[!NOTE]",
        "{",
        "é",
    ];
    let piece = prop::sample::select(pieces);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn record_with(name: &str, text: &str) -> Record {
    let column = |name: &str, text: &str| Column::text(name, text.to_owned());
    let columns = vec![
        column("number", "PRB1"),
        column("short_description", "Title"),
        column(name, text),
    ];
    Record { place: "x".to_owned(), columns }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn our_parser_reads_the_same_text(pieces in prop::collection::vec(piece(), 1..5)) {
        let html = pieces.concat();
        let (text, said) = converted(&html);
        // What a heading links is said once more below it.
        prop_assume!(!text.lines().any(|line| line.starts_with('#') && line.contains("](")));
        let read = parsed(&text);
        prop_assume!(read.is_some());
        let read = read.unwrap_or_default();
        prop_assert_eq!(bare(&read), bare(&said), "{}\n{}", html, text);
    }

    #[test]
    fn any_column_gives_an_article_that_stays(text in lines(), name in prop::sample::select(vec!["description", "workaround", "short_description", "priority", "rfc", "sys_updated_on", "number"])) {
        let wiki = "formats = { description = 'wiki' }";
        for own in ["", wiki] {
            let options = options(Source::ServicenowKnownError, Some(own));
            let records = [record_with(name, &text)];
            let mut kb = Kb::default();
            let plan = kb.import(&records, &options).expect("a plan");
            prop_assert_eq!(plan.created.len() + plan.left_out.len(), 1);
            let errors = kb.diagnostics().into_iter();
            let errors = errors
                .filter(|diagnostic| diagnostic.level == Level::Error && !is_hiding(diagnostic));
            prop_assert_eq!(errors.count(), 0, "{:?}", kb.files);
            let before = kb.clone();
            kb.import(&records, &options).expect("a plan");
            prop_assert_eq!(kb, before);
        }
    }

    #[test]
    fn arbitrary_exports_do_not_panic(text in "(?s).{0,120}", tail in "[\\[\\]{}\":,;<>/a-z\\n ]{0,120}") {
        for name in ["a.csv", "a.json", "a.html", "a_12.html"] {
            for text in [&text, &tail] {
                let Ok(records) = record::read(name, text.as_bytes()) else { continue };
                let _ = Source::of(&records);
                for source in Source::ALL {
                    let _ = Kb::default().import(&records, &options(source, None));
                }
            }
        }
    }
}

/// What opens and is never closed is not looked for to the end each time.
#[test]
fn a_text_takes_time_that_grows_with_its_length() {
    for (format, mark) in [
        ("wiki", "["),
        ("wiki", "{"),
        ("wiki", "{{"),
        ("wiki", "!"),
        ("wiki", "[a|"),
        ("wiki", "![{"),
        ("guess", "&"),
        ("guess", "&#"),
        ("escaped-html", "&lt"),
        ("escaped-html", "a&"),
    ] {
        let map = format!("[formats]\ndescription = '{format}'");
        let options = options(Source::Jira, Some(&map));
        grows_with_its_input(mark, 20_000, |size| {
            let text = mark.repeat(size / mark.len());
            let names = [("key", "A-1"), ("summary", "A"), ("description", &text)];
            let columns = names.map(|(name, text)| Column::text(name, text.to_owned()));
            let record = Record { place: "a".to_owned(), columns: columns.into() };
            Kb::default().import(&[record], &options).expect("a plan");
        });
    }
}

/// Neither depth nor length makes reading HTML expensive, and what follows is still read.
#[test]
fn html_takes_time_that_grows_with_its_length() {
    for (piece, size) in [
        ("<div>", 2_000),
        ("<b>", 2_000),
        ("<b><p>", 1_000),
        ("<b><p></b>", 500),
        ("<div></b></b>", 1_000),
        ("<ul><li>", 1_000),
        ("<blockquote>", 2_000),
        ("<table><tr><td>", 1_000),
        ("<table><div>", 1_000),
        ("<div><table></div>", 1_000),
        ("<![CDATA[", 2_000),
        ("*_[`<&", 2_000),
    ] {
        grows_with_its_input(piece, size, |size| {
            let (text, said) = converted(&format!("{}end", piece.repeat(size)));
            assert!(said.contains("end") && text.contains("end"), "{piece}");
        });
    }
}
