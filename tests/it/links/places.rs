//! Links to places in articles by the names that authors give them, and links without words.

use super::{article, check};
use crate::support::{dump_sections, publish};
use kedb_engine::article::Audience;

/// Links to headings, by the names that GitHub, MkDocs, kramdown, VuePress and authors give them.
#[test]
fn headings() {
    let body = "\
[github](#whats-new-in-cc) [mkdocs](#uberlauf-1) [kept](#Überlauf) [escaped](#%C3%BCberlauf) \
[second](#twice-1) [kramdown](#restart-the-spooler) [vuepress](#_2-restart-the-spooler) \
[own](#custom) [html](#by-name) [mark](#q) [top](#top) [title](#of-ke-1) [wiki](b.md#part-b) \
[[#Twice]] [[b#Part B|words]] [chinese](#清洁打印机) [tab](#tab/linux) [site](b.html?x=1#part-b)

[gone](#nowhere) [there](b.md#nowhere) [[b#nowhere]]

# Of KE-1

### What's *new* in C/C++?
### Überlauf 1
### Überlauf
### Twice
### Twice
### 2. Restart the spooler
### Something else {#custom}
<a name=\"by-name\"></a>
### Named above
### <span id=\"q\"></span>Marked
### 清洁打印机
`# no heading {#code}`";
    let a = article("KE-1", "", body);
    let b = article("KE-2", "", "### Part B\nb");
    let to = |anchor: &str, words: &str| {
        format!("<a href=\"article:KE-1{anchor}\">{words}</a>")
    };
    let b_part = |words: &str| format!("<a href=\"article:KE-2#at-part-b\">{words}</a>");
    let links = [
        to("#at-what-s-new-in-c-c", "github"),
        to("#at-uberlauf-1", "mkdocs"),
        to("#at-uberlauf", "kept"),
        to("#at-uberlauf", "escaped"),
        to("#at-twice-2", "second"),
        to("#at-2-restart-the-spooler", "kramdown"),
        to("#at-2-restart-the-spooler", "vuepress"),
        to("#at-something-else", "own"),
        to("#at-named-above", "html"),
        to("#at-marked", "mark"),
        to("", "top"),
        to("", "title"),
        b_part("wiki"),
        to("#at-twice", "Twice"),
        b_part("words"),
        to("#at-清洁打印机", "chinese"),
        "tab".to_owned(),
        b_part("site"),
    ];
    let heading = |id: &str, text: &str| format!("<h3 id=\"at-{id}\">{text}</h3>");
    let lines = [
        format!("<p>{}</p>", links.join(" ")),
        "<p>gone <a href=\"article:KE-2\">there</a> <a href=\"article:KE-2\">b#nowhere</a></p>"
            .to_owned(),
        heading("what-s-new-in-c-c", "What&#39;s <em>new</em> in C/C++?"),
        heading("uberlauf-1", "Überlauf 1"),
        heading("uberlauf", "Überlauf"),
        heading("twice", "Twice"),
        heading("twice-2", "Twice"),
        heading("2-restart-the-spooler", "2. Restart the spooler"),
        heading("something-else", "Something else"),
        heading("named-above", "Named above"),
        heading("marked", "Marked"),
        heading("清洁打印机", "清洁打印机"),
        "<p><code># no heading {#code}</code></p>".to_owned(),
    ];
    check(
        &[("a.md", &a), ("b.md", &b)],
        &lines.each_ref().map(String::as_str),
        &[
            "a.md:9:1: warning[lost-text]: no heading of the article is called `#nowhere`, so \
             only the words of the link are shown",
            "a.md:9:18: warning[lost-text]: `b.md` has no heading `#nowhere`: the link leads to \
             the top of its page",
            "a.md:9:40: warning[lost-text]: `b.md` has no heading `#nowhere`: the link leads to \
             the top of its page",
            "a.md:13:1: warning[skipped-heading]: a heading of level 3 below one of 1",
        ],
    );
}

/// Names that authors give to places, whatever stands around them.
#[test]
fn names_of_places() {
    let body = "\
[within](#one) [before](#two) [two names](#three) [four](#four) [of html](#five) [several lines](#six) \
[twice](#seven) [text](#eight) [github](#user-content-two) [row](#nine) [top](#zero) [label](#ten) \
[remark](#eleven) [entity](#twelve) [span](#thirteen)

<a id=\"zero\"></a>Begin.

### <a href=\"#one\" id=\"one\"></a>Within
<a name=two></a>
<a name='three'></a>

<div id=\"four\"></div>


### Before
<h3 id=\"five\"><a href=\"#five\"><img src=\"x.png\"></a>Of HTML</h3>

<h3>
<span id=\"six\"></span>
Several lines
</h3>

### Twice

<h3 id=\"seven\">Twice</h3>

Text.
{: #eight }

<table><tr id=\"nine\"><td>a</td></tr></table>

(ten)=
### Label
### Remark {/* #eleven */}
<h3 id=\"twelve\">Out &amp; in</h3>

[](){#thirteen}

### Span";
    let a = article("KE-1", "", body);
    let published = publish("", &[("a.md", &a)], Audience::Internal);
    let text = dump_sections(&published.articles[0].sections, false);
    for (words, anchor) in [
        ("within", "#at-within"),
        ("before", "#at-before"),
        ("two names", "#at-before"),
        ("four", "#at-before"),
        ("of html", "#at-of-html"),
        ("several lines", "#at-several-lines"),
        ("twice", "#at-twice-2"),
        ("text", "#at-twice-2"),
        ("github", "#at-before"),
        ("row", "#at-twice-2"),
        ("top", "#at-symptoms"),
        ("label", "#at-label"),
        ("remark", "#at-remark"),
        ("entity", "#at-out-in"),
        ("span", "#at-span"),
    ] {
        let link = format!("<a href=\"article:KE-1{anchor}\">{words}</a>");
        assert!(text.contains(&link), "{link}: {text}");
    }
}

/// A link without words, or with Diplodoc's for them, has the title of its target; the sign in a heading has
/// none.
#[test]
fn titles_of_targets() {
    let body = "\
[{#T}](b.md) [ {#T} ](b.md) [](b.md) [{#T}](b.md#part-b) [{#T}](#end) [words {#T}](b.md) `[{#T}](b.md)` \
[{#T}](gone.html) [](#end)

### End [](#end)";
    let a = article("KE-1", "", body);
    let b = article("KE-2", "", "### Part B\nb");
    let to =
        |anchor: &str, words: &str| format!("<a href=\"article:{anchor}\">{words}</a>");
    let title = to("KE-2", "Of KE-2");
    let line = format!(
        "<p>{title} {title} {title} {} {} {} <code>[{{#T}}](b.md)</code> gone {}</p>",
        to("KE-2#at-part-b", "Part b"),
        to("KE-1#at-end", "End"),
        to("KE-2", "words {#T}"),
        to("KE-1#at-end", "End"),
    );
    check(
        &[("a.md", &a), ("b.md", &b)],
        &[&line, "<h3 id=\"at-end\">End </h3>"],
        &[
            "a.md:7:105: warning[lost-text]: the link to `gone.html` can't be followed, so only \
             its words are shown",
        ],
    );
}

/// The words of a link of a wiki stand behind its bar or before it.
#[test]
fn sides_of_wiki_links() {
    let b = article("KE-2", "", "### Part B\nb");
    let to = |words: &str| format!("<p><a href=\"article:KE-2\">{words}</a></p>");
    for (body, expected) in [
        ("[[b|the till]]", to("the till")),
        ("[[the till|b]]", to("the till")),
        ("[[The till! | b ]]", to("The till!")),
        ("[[b|sub/c]]", to("sub/c")),
        ("[[the till|Of KE-2]]", to("the till")),
        ("[[gone|lost]]", "<p>lost</p>".to_owned()),
        (
            "[[the till|https://till.example/x]]",
            "<p><a href=\"https://till.example/x\">the till</a></p>".to_owned(),
        ),
        (
            "[[https://till.example/x|the till]]",
            "<p><a href=\"https://till.example/x\">the till</a></p>".to_owned(),
        ),
        (
            "[[the part|b#Part B]]",
            "<p><a href=\"article:KE-2#at-part-b\">the part</a></p>".to_owned(),
        ),
        (
            "| a |\n|---|\n| [[the till|b]] |",
            "<td><a href=\"article:KE-2\">the till</a></td>".to_owned(),
        ),
    ] {
        let a = article("KE-1", "", body);
        let published = publish("", &[("a.md", &a), ("b.md", &b)], Audience::Internal);
        let text = dump_sections(&published.articles[0].sections, false);
        assert!(text.contains(&expected), "{body}: {text}");
    }
}
