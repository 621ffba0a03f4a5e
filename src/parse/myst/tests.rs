use super::{Line, unfolded};
use kedb_engine::article::Audience;

/// What `text` becomes in an article for everybody, without blank lines.
fn check(text: &str, expected: &str) {
    check_for(Audience::Public, text, expected);
}

fn check_for(readers: Audience, text: &str, expected: &str) {
    let lines = text.lines().zip(1..);
    let lines = lines.map(|(text, number)| Line {
        number,
        text: text.to_owned(),
        internal: false,
    });
    let found = unfolded(lines.collect(), readers).lines;
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
        "{note}\na",
        "```{raw} html\na\n```",
        "```{only-staff}\na {ref}`b`\n```",
        "```{ifslides}\na {ref}`b`\n```",
        // No directive of MyST, and code in MyST.
        "```{x}\na **b** c\n```",
        "{ref}`a`\n```{sql}\nSELECT `a` FROM `b` WHERE c[1](2) ** 3 ** 4;\n```",
        "{ref}`a`\n```{python}\nrun(a, **b) or f[\"x\"](y.z)\n```",
        "{ref}`a`\n```{x}\n```{note}",
        "{ref}`a`\n```sh\n% b\n```",
        "{ref}`a`\n    % b",
        "a\n% b",
    ] {
        check(text, text);
        // Agents read what a condition keeps from others.
        if !text.contains("{only}") && !text.contains("{ifconfig}") {
            check_for(Audience::Internal, text, text);
        }
    }
}

#[test]
fn tabs_of_sphinx() {
    for (text, expected) in [
        (
            "````{tabs}\n```{group-tab} A b\nc **d**\n```\n```{group-tab} E\n1. f\n```\n````",
            "**A b**\nc **d**\n**E**\n1. f",
        ),
        ("````{tabs}\n```{tab} A\nb\n```\n````", "**A**\nb"),
        ("````{tabs}\n```{code-tab} c\nb\n```\n````", "**c**\n```c\nb\n```"),
        ("```{code-tab} py Python 3\n:linenos:\nb\n```", "**Python 3**\n```py\nb\n```"),
        (
            ":::::{tabs}\n::::{group-tab} A\n:::{note}\nb\n:::\n::::\n:::::",
            "**A**\n<aside class=\"note\">\nb\n</aside>",
        ),
        ("```{group-tab} A\n## B\nc\n```", "<dl><dt>A</dt><dd>\n## B\nc\n</dd></dl>"),
        ("- a\n\n  ```{group-tab} A\n  b\n  ```", "- a\n  **A**\n  b"),
        ("a\n: ````{tabs}\n\n  ```{group-tab} A\n  b\n  ```\n  ````", "a\n: **A**\n  b"),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_agents_read_under_a_condition() {
    for (text, expected) in [
        ("```{only} latex\na **b**\n```", "*Only: latex*\na **b**"),
        ("```{only} html\na\n```", "a"),
        (
            "````{only} not edge\n```{note}\na\n```\n````",
            "*Only: not edge*\n<aside class=\"note\">\na\n</aside>",
        ),
        (":::{ifconfig} a in ('b')\nc\n:::", "*Only: a in ('b')*\nc"),
    ] {
        check_for(Audience::Internal, text, expected);
    }
}

#[test]
fn directives_that_nobody_knows() {
    for (text, expected) in [
        ("{ref}`a`\n```{x} B\nc {ref}`d`\n```", "{ref}`a`\n**B**\nc {ref}`d`"),
        (
            "(a)=\n```{x}\n:y: z\nSee [the page](b.md).\n```",
            "(a)=\nSee [the page](b.md).",
        ),
        ("(a)=\n```{x}\nIt is **very hot**.\n```", "(a)=\nIt is **very hot**."),
        (
            "(a)=\n````{x}\n```{note}\nb\n```\n````",
            "(a)=\n<aside class=\"note\">\nb\n</aside>",
        ),
        ("(a)=\n```{x}\n:y: z\nb = c\n```", "(a)=\n```\nb = c\n```"),
        ("```{terminal}\n:user: a\n:input: ls\nb\n```", "```console\nls\nb\n```"),
        (
            "```{config:option} a.b c\n:type: \"string\"\n:x: y\n:shortdesc: \"E\"\n:defaultdesc: \"f\"\nd\n```",
            "`` a.b ``\nE\n- type: string\n- default: f\nd",
        ),
        ("```{py:function} f(a, b)\n:module: c\nd\n```", "`` f(a, b) ``\nd"),
        (
            "```{youtube} https://example.com/a\n:title: A b\n```",
            "[A b](<https://example.com/a>)",
        ),
        (
            "```{youtube} aB-c_1\n```",
            "[https://www.youtube.com/watch?v=aB-c_1](<https://www.youtube.com/watch?v=aB-c_1>)",
        ),
        ("```{video} a.mp4\n```\nb", "b"),
        ("```{include} a.rst\n:start-after: b\n```\nc", "c"),
    ] {
        check(text, expected);
    }
}

#[test]
fn comments() {
    for (text, expected) in [
        ("{ref}`a`\n% b\nc", "{ref}`a`\nc"),
        ("(a)=\n%b\nc % d", "(a)=\nc % d"),
        ("(a)=\n- b\n\n    % c\n", "(a)=\n- b"),
        ("````{note}\n% a\nb\n````", "<aside class=\"note\">\nb\n</aside>"),
        ("(a)=\n%TEMP%\\b c", "(a)=\n%TEMP%\\b c"),
        ("(a)=\nb\n: % c\n  d\n- % e\n  f", "(a)=\nb\n: d\n- f"),
        ("(a)=\n> % b\n> c", "(a)=\n> c"),
        ("(a)=\n%% b\n    % c", "(a)=\n%% b\n    % c"),
    ] {
        check_for(Audience::Internal, text, expected);
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
