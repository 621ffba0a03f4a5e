//! The search as one file: what the page holds, and what its policy lets run. That it searches is
//! tested in browsers, see `tests/web/single.test.js`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kedb::site::{Single, is_single, single};
use kedb_engine::article::Audience;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

fn page(
    title: &str,
    audience: Audience,
    address: Option<&str>,
    files: &[(&str, &[u8])],
) -> String {
    single(&Single {
        title,
        lang: "en",
        audience,
        address,
        files: files.to_vec(),
        run: vec!["kedb.js"],
    })
}

/// The contents of the elements that begin with `start`.
fn contents<'p>(page: &'p str, start: &str, end: &str) -> Vec<&'p str> {
    let parts = page.split(start).skip(1);
    parts.filter_map(|part| Some(part.split_once(end)?.0)).collect()
}

#[test]
fn the_policy_names_what_runs_and_lets_nothing_out() {
    let page = page("Errors", Audience::Public, None, &[("kedb.js", b"export {};")]);
    let policy =
        contents(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\">");
    let policy = policy.first().expect("a policy");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    for forbidden in
        ["'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*", "connect-src"]
    {
        assert!(!policy.contains(forbidden), "{forbidden}: {policy}");
    }
    for (start, end) in [("<style>", "</style>"), ("<script>", "</script>")] {
        let found = contents(&page, start, end);
        assert_eq!(found.len(), 1, "one {start}");
        let hash = STANDARD.encode(Sha256::digest(found[0]));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{start}");
    }
}

#[test]
fn agents_are_told_that_the_page_is_theirs() {
    let banner = "Internal: for support agents only.";
    assert!(page("x", Audience::Internal, None, &[]).contains(banner));
    assert!(!page("x", Audience::Public, None, &[]).contains(banner));
}

proptest! {
    /// Whatever the title and the files hold, the page has the same elements, and the files are
    /// found in it again.
    #[test]
    fn nothing_in_a_page_becomes_markup(
        title in "[<>\"'&a-z/! -]{0,30}",
        address in "https://[a-z]{1,8}\\.example/[\"<>a-z]{0,8}",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let plain = page("x", Audience::Public, None, &[("_/a.bin", b"x")]);
        let page = page(&title, Audience::Public, Some(&address), &[("_/a.bin", &bytes)]);
        prop_assert!(is_single(&page));
        prop_assert_eq!(page.matches('<').count(), plain.matches('<').count());
        let held = contents(&page, "data-path=\"_/a.bin\">", "</script>");
        prop_assert_eq!(STANDARD.decode(held[0]).expect("base 64"), bytes);
    }
}
