use super::{Line, unfolded};

/// What `text` becomes, without blank lines.
fn check(text: &str, expected: &str) {
    let lines = text.lines().zip(1..);
    let lines = lines.map(|(text, number)| Line {
        number,
        text: text.to_owned(),
        internal: false,
    });
    let found = unfolded(lines.collect()).lines;
    let found = found.iter().map(|line| line.text.as_str());
    let found: Vec<&str> = found.filter(|text| !text.is_empty()).collect();
    assert_eq!(found.join("\n"), expected, "{text}");
}

#[test]
fn directives_become_boxes() {
    for (text, expected) in [
        ("```{note}\na\n```\nb", "<aside class=\"note\">\na\n</aside>\nb"),
        ("~~~{tip}\na\n~~~", "<aside class=\"tip\">\na\n</aside>"),
        (":::{note}\na\n:::", "<aside class=\"note\">\na\n</aside>"),
        ("``` {note} A b.\n```", "<aside class=\"note\">\nA b.\n</aside>"),
        ("```{note} A b\nc\n```", "<aside class=\"note\">\n**A b**\nc\n</aside>"),
        (
            "```{admonition} A b\n:class: tip\n:name: c\nd\n```",
            "(c)=\n<aside class=\"tip\">\n**A b**\nd\n</aside>",
        ),
        (
            "```{dropdown} A\n---\nopen: true\n---\nb\n```",
            "<details>\n<summary>A</summary>\nb\n</details>",
        ),
        ("````{tab-set}\n```{tab-item} A\n:sync: a\nb\n```\n````", "**A**\nb"),
        (
            "::::{tab-set}\n:::{tab-item} A\nb\n:::\n:::{tab-item} C\nd\n:::\n::::\ne",
            "**A**\nb\n**C**\nd\ne",
        ),
        ("```{figure} a.png\n:alt: A\nb\n```", "![A](<a.png>)\nb"),
        ("```{image} a.png\n```", "![](<a.png>)"),
        (
            "```{code-block} sh\n:linenos:\n:caption: A b\nls\n```",
            "```sh title=\"A b\"\nls\n```",
        ),
        ("```{code}\nls\n```", "```\nls\n```"),
        ("```{mermaid}\na\n```", "```mermaid\na\n```"),
        (":::{math}\na\n:::", "````math\na\n````"),
        ("a\n```{toctree}\n:hidden:\nb\n```\nc", "a\nc"),
        (":::{toc}\n:::\nc", "c"),
        ("```{literalinclude} a.py\n```\nc", "c"),
        ("```{rubric} A\n```", "**A**"),
        ("```{deprecated} 1.2\nUse b.\n```", "*Deprecated since version 1.2*\nUse b."),
        ("```{card} A\n:link: b\n:link-type: ref\nc\n+++\nd\n```", "**[A](<#b>)**\nc\nd"),
        ("```{button-ref} b\nC\n```", "[C](<#b>)"),
        ("```{grid} 1 2 2 3\na\n```", "a"),
        (
            "1. ```{note}\n   a\n   ```\n2. b",
            "1. <aside class=\"note\">\n   a\n   </aside>\n2. b",
        ),
        (
            "2. ````{tab-set}\n\n   ```{tab-item} A\n   b\n   ```\n   ````",
            "2. **A**\n   b",
        ),
        (
            "> ```{note}\n> a\n> ```",
            ">\n> <aside class=\"note\">\n>\n> a\n>\n> </aside>\n>",
        ),
        (
            "- a\n\n      ```{note}\n      b\n      ```",
            "- a\n      <aside class=\"note\">\n      b\n      </aside>",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_stays_as_it_is() {
    for text in [
        "```{python}\na\n```",
        "```{r, echo=FALSE}\na\n```",
        "````md\n```{note}\na\n```\n````",
        "```{note}\na",
        "    ```{note}\n    a\n    ```",
        "- ```{note}\na\n```",
        "```{only} latex\na\n```",
        "```{only} html and draft\na\n```",
        "```{ifconfig} x\na\n```",
        "```{note} Internal only\na\n```",
        "```{note}\n:class: hidden\na\n```",
        "```{admonition} Internal\na\n```",
        "```{note} <!-- a\nb\n```",
        ":::{note .hidden}\na\n:::",
        ":::note\na\n:::",
        "```{note}a\nb\n```",
        "{note}\na",
        "```{raw} html\na\n```",
    ] {
        check(text, text);
    }
}

#[test]
fn options_of_several_lines() {
    check(
        "```{admonition} T\n---\nclass:\n- wide\n- tip\nmeta:\n  x: 1\n---\na\n```",
        "<aside class=\"tip\">\n**T**\na\n</aside>",
    );
    check("```{only} html or latex\na\n```", "a");
}

#[test]
fn boxes_of_agents_within() {
    check(
        ":::{note}\na\n::: internal\nb\n:::\nc\n:::",
        "<aside class=\"note\">\na\n::: internal\nb\n:::\nc\n</aside>",
    );
    check(
        "::: internal\n```{note}\na\n```\n:::",
        "::: internal\n<aside class=\"note\">\na\n</aside>\n:::",
    );
    check(":::{note}\n::: internal\na\n:::\nb", ":::{note}\n::: internal\na\n:::\nb");
}
