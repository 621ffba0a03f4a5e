//! Links of GitBook that stand between tags.

use super::{article, check};

#[test]
fn pages_by_their_titles() {
    let body = "\
{% content-ref url=\"b.md\" %}
[b.md](b.md)
{% endcontent-ref %}

{% content-ref url=\"b.md#part\" %}
[Words of mine](b.md)
{% endcontent-ref %}

{% content-ref url=\"sub/\" %}
[sub](sub/)
{% endcontent-ref %}

{% content-ref url=\"./\" %}
[.](./)
{% endcontent-ref %}

{% page-ref page=\"sub/c.md\" %}

{% content-ref url=\"broken-reference\" %}
[broken-reference](broken-reference)
{% endcontent-ref %}

{% file src=\".gitbook/assets/a b.zip\" %}
The [old] logs
{% endfile %}

{% file src=\"x/logs.zip\" %}

{% file src=\"x/logs.zip\" caption=\"Logs\" %}

&#xNAN;_Serial.h_ `&#xNAN;`";
    let (a, b) = (article("KE-1", "", body), article("KE-2", "", "x\n\n### Part\nx"));
    let readme = article("KE-3", "", "x");
    let (c, top) = (article("KE-4", "", "x"), article("KE-5", "", "x"));
    let files = [
        ("a.md", a.as_str()),
        ("b.md", &b),
        ("sub/README.md", &readme),
        ("sub/c.md", &c),
        ("README.md", &top),
    ];
    check(
        &files,
        &[
            "<p><a href=\"article:KE-2\">Of KE-2</a></p>",
            "<p><a href=\"article:KE-2#at-part\">Words of mine</a></p>",
            "<p><a href=\"article:KE-3\">Of KE-3</a></p>",
            "<p><a href=\"article:KE-5\">Of KE-5</a></p>",
            "<p><a href=\"article:KE-4\">Of KE-4</a></p>",
            "<p>The  old  logs (a b.zip)</p>",
            "<p>logs.zip</p>",
            "<p>Logs (logs.zip)</p>",
            "<p><em>Serial.h</em> <code>&amp;#xNAN;</code></p>",
        ],
        &[
            "a.md:25:1: warning[lost-text]: the link to `broken-reference` can't be followed, so only its \
             words are shown",
            "a.md:29:1: warning[lost-text]: `.gitbook/assets/a b.zip` lies in a folder whose name begins \
             with a dot, where no articles are, so only the words of the link to it are shown",
            "a.md:33:1: warning[lost-text]: the link to `x/logs.zip` can't be followed, so only its words \
             and the name of the file are shown",
        ],
    );
}
