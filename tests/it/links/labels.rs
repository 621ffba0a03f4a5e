//! Links to labels of `MyST`.

use super::{article, check};
use crate::support::{diagnostics, dump_sections, publish};
use kedb_engine::article::Audience;

#[test]
fn labels_of_the_base() {
    let body = "[](#Kiln-Fuse) {ref}`kiln-fuse` {ref}`the fuse <kiln-fuse>` [old](kiln-fuse)\n\n\
        [](#kiln-top) {ref}`own` [](#Own)\n\n{ref}`none` [words](#none) {doc}`B <b>` {doc}`/sub/b`\n\n\
        (own)=\n## My Own PART\nx";
    let a = article("KE-1", "", body);
    let b = "---\nid: KE-2\nstatus: fixed\n---\n(kiln-top)=\n# Of kilns\n\n(kiln-fuse)=\n\n## The Fuse of ACME\n\nx\n";
    let other = article("KE-3", "", "x\n\n(kiln-fuse)=\n### Other\nx");
    check(
        &[("a.md", &a), ("b.md", b), ("sub/b.md", &other)],
        &[
            "<p><a href=\"article:KE-2#at-the-fuse-of-acme\">The Fuse of ACME</a> \
             <a href=\"article:KE-2#at-the-fuse-of-acme\">The Fuse of ACME</a> \
             <a href=\"article:KE-2#at-the-fuse-of-acme\">the fuse</a> \
             <a href=\"article:KE-2#at-the-fuse-of-acme\">old</a></p>",
            "<p><a href=\"article:KE-2\">Of kilns</a> \
             <a href=\"article:KE-1#at-my-own-part\">My Own PART</a> \
             <a href=\"article:KE-1#at-my-own-part\">My Own PART</a></p>",
            "<p>none words <a href=\"article:KE-2\">B</a> <a href=\"article:KE-3\">Of KE-3</a></p>",
            "<p>x</p>",
        ],
        &[
            "a.md:11:1: warning[lost-text]: no heading of the article is called `#none`, so only the words \
             of the link are shown",
        ],
    );
}

/// A label of an article that agents alone read leads the public nowhere, and says nothing.
#[test]
fn labels_that_agents_read() {
    let a = article("KE-1", "audience: public\n", "See {ref}`secret-kiln`.");
    let b =
        article("KE-2", "audience: internal\n", "(secret-kiln)=\n### Secret words\nx");
    let files = [("a.md", a.as_str()), ("b.md", &b)];
    let found = diagnostics(&publish("", &files, Audience::Internal));
    assert!(
        found.contains("the public can't follow the link to `#secret-kiln`"),
        "{found}"
    );
    for article in publish("", &files, Audience::Public).articles {
        let shown = dump_sections(&article.sections, false);
        assert!(!shown.to_lowercase().contains("secret"), "{shown}");
    }
}
