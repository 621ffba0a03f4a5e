//! No input is slow: four times as much takes about four times as long, or is refused.
//!
//! The inputs are those that `CommonMark`'s and GFM's parsers are known to be tried with (deep
//! nesting, openers without an end, long runs of one mark), and what the front matter, the
//! dialects, the checks and the query language of kedb react to.

use crate::support::{grows_with_its_input, publish};
use kedb::markdown::{Form, write};
use kedb_engine::article::Audience;
use kedb_engine::bundle::Lexicon;
use kedb_engine::query::log::Information;
use kedb_engine::query::{Input, Knowledge, Query};

fn article(front: &str, body: &str) -> String {
    format!(
        "---\nid: KE-1\ntitle: T\nstatus: known-error\naudience: public\n{front}---\n\
         ## Workaround\nWait.\n\n{body}\n"
    )
}

/// Reads, checks and publishes an article of about `size` bytes, for both audiences.
fn read(text: &str) {
    for audience in [Audience::Internal, Audience::Public] {
        std::hint::black_box(publish("", &[("a.md", text)], audience));
    }
}

#[test]
fn texts_of_openers_without_an_end_are_linear() {
    let pieces = [
        "&",
        "&amp;",
        "![",
        "[",
        "](",
        "[a](b",
        "[a](<b",
        "](a b ",
        "[a](b c.md) ",
        "![a](b) ",
        "*a ",
        "a* ",
        "**a *",
        "_a __",
        "*a_ ",
        "a**b",
        "~~a~ ",
        "`",
        "`a ``b",
        "<",
        "<a ",
        "<a href=\"",
        "<A b={",
        "<A b={`",
        "<A b={'",
        "<A b=\"<A b='",
        "<A {/*",
        "{/* {#-#} ",
        "{/* a */} ",
        "<A //",
        "<A\n",
        "> <A b={\n",
        "<A\nb={\n",
        "<A>{</A ",
        "<b>",
        "</b>",
        "<!--a-->",
        "<!--",
        "<?",
        "a <![CDATA[",
        "a <!X",
        "{{< x ",
        "{{% x ",
        "{/* ",
        "{% comment %}",
        "%% ",
        "[!NOTE ",
        "[[",
        "[[a]] ",
        "{%a%}",
        "{{< {%a%}",
        "`{%a%}",
        "`{hidden}` ",
        "`[internal]` ",
        "`{% if internal %}` ",
        "`<Card hidden>` ",
        "`<a '` ",
        "`{: .a}` ",
        "[internal](a) ",
        "{{site.a}}",
        "<Tabs>",
        "<Tab>a",
        "<Tab a='",
        "[!DNL a ",
        "::: ",
        ":::image ",
        "\\",
        "\\[",
        "| a ",
        "$$",
        "[^a] ",
        "<http:",
        "- ",
        "> ",
        "1) ",
        "\u{a0}",
        "&#35;",
        "http://a.",
        "a@b.",
    ];
    for piece in pieces {
        grows_with_its_input(piece, 4_000, |size| {
            read(&article("", &piece.repeat(size / piece.len())));
        });
    }
}

#[test]
fn blocks_without_an_end_are_linear() {
    let pieces = [
        "{::comment}\n{:/}\n",
        "{/*\na\n",
        "{% a\n",
        "{% a\nb\n",
        "%%\na\n%%\n",
        "export const a = {\n",
        "export const a = {\n};\n",
        "export const a =\n",
        "# a\n\n",
        "::: internal\nx\n:::\n\n",
        "::: note\n",
        ":::\n",
        "> [!NOTE]\n> a\n\n",
        "- a\n\n",
        "> a\n",
        "```\na\n```\n",
        "~~~\n",
        "<div>\n\n",
        "</div>\n\n",
        "| a | b |\n|---|---|\n| 1 |\n\n",
        "a\n---\n",
        "[a]: b\n",
        "<!-- kedb-ignore: no-symptoms it is so -->\n\n",
        "**Fix**\n\n",
        ":::image source=\"x.png\":::\n\n",
        "* * *\n",
        "a\n",
        "    a\n\n",
        "1. a\n   - b\n",
        "<details><summary>a</summary>\n\n",
        "<pre>\n",
        "&\n",
    ];
    for piece in pieces {
        grows_with_its_input(piece, 3_000, |size| {
            read(&article("", &piece.repeat(size / piece.len())));
        });
    }
}

/// Each may begin a section, where nothing else says what to do.
#[test]
fn labels_below_a_symptom_are_linear() {
    for piece in ["**A:** b\n\n", "**A** (b): c\n\n", "**Fix** (a): b\n\n"] {
        grows_with_its_input(piece, 4_000, |size| {
            let text = article("", &piece.repeat(size / piece.len()));
            read(&text.replace("## Workaround\nWait.", "## Symptoms\nIt is dark."));
        });
    }
}

/// Each is reported once, however often the text is read.
#[test]
fn comments_of_myst_are_linear() {
    for piece in ["% a\n", "%a\n\n", "> [!INTERNAL]\n> a\n\n", "```{skip}\n```\n"] {
        grows_with_its_input(piece, 4_000, |size| {
            let lines = piece.repeat(size / piece.len());
            read(&article("", &format!("(a)=\n\n{lines}")));
        });
    }
    for piece in [":::note\n```\n:::\n", "- ```\n", "<a>\n```\n</a>\n", "    ```\na\n"] {
        grows_with_its_input(piece, 3_000, |size| {
            read(&article("", &piece.repeat(size / piece.len())));
        });
    }
}

/// Each may be a part of the section above, if that says what to do.
#[test]
fn headings_that_may_be_parts_are_linear() {
    let piece = "### Troubleshooting\n\nHold it.\n\n";
    for above in ["## A\n\nPress it.\n\n", "## A\n\nIt is off.\n\n"] {
        grows_with_its_input(piece, 20_000, |size| {
            read(&article("", &(above.to_owned() + &piece.repeat(size / piece.len()))));
        });
    }
}

#[test]
fn references_are_linear() {
    grows_with_its_input("references", 400, |count| {
        let defined = (0..count).map(|number| format!("[r{number}]: /x{number}\n"));
        let used = (0..count).map(|number| format!("[r{number}] "));
        read(&article(
            "",
            &(defined.collect::<String>() + "\n" + &used.collect::<String>()),
        ));
    });
    // CommonMark limits what references may expand to; one definition is used many times.
    grows_with_its_input("one reference", 400, |count| {
        let long = "a".repeat(count);
        read(&article("", &format!("[r]: /{long}\n\n{}", "[r]".repeat(count))));
    });
}

#[test]
fn front_matters_are_linear() {
    type Front = fn(usize) -> String;
    let fronts: [(&str, Front); 10] = [
        ("keys", |count| lines(count, |n| format!("unknown{n}: x\n"))),
        ("misspelt keys", |count| lines(count, |n| format!("titel{n}: x\n"))),
        ("one key", |count| "owner: x\n".repeat(count)),
        ("keywords", |count| list("keywords", "word", count)),
        ("long keywords", |count| list("keywords", &"a word ".repeat(20), count)),
        ("codes", |count| list("error_codes", "ABC-", count)),
        ("aliases", |count| list("aliases", "OLD-", count)),
        ("samples", |count| list("samples", "queue depth exceeded ", count)),
        ("versions", |count| format!("versions: {}\n", "a ".repeat(count))),
        ("signatures", |count| {
            let line = |n| format!("  - contains: \"queue depth exceeded {n}\"\n");
            format!("signatures:\n{}", lines(count, line))
        }),
    ];
    for (name, front) in fronts {
        grows_with_its_input(name, 200, |count| read(&article(&front(count), "x")));
    }
}

/// A heading is looked up in each of its beginnings, a case below each of its headings.
#[test]
fn sections_are_linear() {
    for mark in [":", "a: ", "a - ", "(", "a, ", "a/", "1 2 ", "-"] {
        grows_with_its_input(mark, 4_000, |size| {
            read(&article("", &format!("## {}\n\nx\n", mark.repeat(size / mark.len()))));
        });
    }
    for case in [
        "## Scenario\n### Issue\na\n### Solution\nb\n",
        "## Issue\na\n## Solution\nb\n",
        "**Issue**\n\na\n\n**Solution**\n\nb\n\n",
        "## Scenario\n",
    ] {
        grows_with_its_input(case, 4_000, |size| {
            read(&article("", &case.repeat(size / case.len())));
        });
    }
}

/// One long row must not make every other row as long. (In a table of Markdown pulldown-cmark adds
/// the cells that are missing, 262,144 of them at most.)
#[test]
fn tables_are_linear() {
    grows_with_its_input("rows", 250, |size| {
        let rows = "<tr><td>b</td></tr>".repeat(size);
        let table =
            format!("<table><tr>{}</tr>{rows}</table>", "<td>a</td>".repeat(size));
        let text = article("", &table);
        let published = publish("", &[("a.md", &text)], Audience::Internal);
        for section in published.articles.iter().flat_map(|one| &one.sections) {
            for form in [Form::Markdown, Form::Plain] {
                std::hint::black_box(write(&section.nodes, form));
            }
        }
    });
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn list(key: &str, word: &str, count: usize) -> String {
    let items: Vec<String> = (0..count).map(|number| format!("{word}{number}")).collect();
    format!("{key}: [{}]\n", items.join(", "))
}

#[test]
fn queries_are_linear() {
    let knowledge = Knowledge {
        languages: &[],
        lexicon: &Lexicon::default(),
        idioms: &[],
        telling: &|_, _| Information { nats: 1.0, known: true },
    };
    for piece in [
        "word",
        "a-b",
        "FooBar",
        "0x8007",
        "E_A_B ",
        "log in ",
        "exit code 1",
        "a.",
        "> a\n",
    ] {
        grows_with_its_input(piece, 8_000, |size| {
            let text: String = (0..size / (piece.len() + 6))
                .map(|number| format!("{piece}{number} "))
                .collect();
            for input in [Input::Pasted, Input::default()] {
                std::hint::black_box(Query::new(&text, input, &knowledge));
            }
        });
    }
    grows_with_its_input("names in one word", 40_000, |size| {
        let text = "FooBarBaz ".repeat(size / 10);
        std::hint::black_box(Query::new(&text, Input::default(), &knowledge));
    });
}
