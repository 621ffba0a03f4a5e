//! Real knowledge bases, each read through its mapping in `tests/corpus`. They are not
//! part of the repository: `cargo xtask test` runs these tests where the bases are.

use crate::support::tests;
use kedb::base::Published;
use kedb::cli::kb::load;
use kedb_engine::article::{Audience, SectionKind, Status, plain_text};
use std::path::Path;

/// What agents read of one of the bases.
fn base(name: &str) -> Published {
    let corpus = std::env::var_os("KEDB_CORPUS");
    let corpus = corpus.expect("KEDB_CORPUS names the folder of the bases");
    let config = tests(&format!("corpus/{name}.toml"));
    let base = load(&Path::new(&corpus).join(name), Some(&config)).expect(name);
    base.articles(Audience::Internal)
}

/// Every content article is there, and no macro is left in its text.
fn check(name: &str, articles: usize, with_answer: usize) {
    let published = base(name);
    assert_eq!(published.left_out, Vec::<String>::new(), "{name}");
    assert_eq!(published.articles.len(), articles, "{name}");
    for article in &published.articles {
        for section in &article.sections {
            let prose: Vec<_> = section
                .nodes
                .iter()
                .filter(|node| {
                    !kedb::html::write_html(std::slice::from_ref(*node)).contains("<code")
                })
                .cloned()
                .collect();
            let text = plain_text(&prose);
            for noise in
                [":::", "[!NOTE", "[!DNL", "[!UICONTROL", "[!INCLUDE", "{{<", "<!--"]
            {
                assert!(!text.contains(noise), "{}: {noise} in {text}", article.source);
            }
        }
    }
    let helped = published.articles.iter().filter(|article| article.answer().is_some());
    assert_eq!(helped.count(), with_answer, "{name}: articles that say what to do");
}

#[test]
#[ignore = "reads bases that are not in the repository; KEDB_CORPUS names their folder"]
fn office() {
    check("office-dev", 604, 588);
}

#[test]
#[ignore = "reads bases that are not in the repository; KEDB_CORPUS names their folder"]
fn vtex() {
    check("vtex-en", 2011, 1139);
    check("vtex-es", 200, 117);
    check("vtex-pt", 200, 117);
    let published = base("vtex-en");
    let count = |status| published.articles.iter().filter(|a| a.status == status).count();
    assert_eq!(count(Status::KnownError), 1454);
    assert_eq!(count(Status::Fixed), 314);
    assert_eq!(count(Status::WontFix), 236);
    assert_eq!(count(Status::FixScheduled), 7);
    let empty =
        published.articles.iter().filter(|article| article.sections.is_empty()).count();
    assert!(empty < 70, "{empty} articles without text");
}

#[test]
#[ignore = "reads bases that are not in the repository; KEDB_CORPUS names their folder"]
fn prometheus() {
    check("prometheus-runbooks", 108, 98);
    let published = base("prometheus-runbooks");
    let alert =
        |id: &str| published.articles.iter().find(|article| article.id.as_str() == id);
    let article = alert("KubePodCrashLooping").expect("an alert by its name");
    assert_eq!(article.service.as_deref(), Some("kubernetes"));
    assert!(article.sections_of(SectionKind::Cause).next().is_some());
    assert_eq!(
        alert("etcdNoLeader").map(|article| article.title.as_str()),
        Some("etcdNoLeader")
    );
}

#[test]
#[ignore = "reads bases that are not in the repository; KEDB_CORPUS names their folder"]
fn workfront() {
    check("workfront-known-issues", 215, 215);
    let published = base("workfront-known-issues");
    for article in &published.articles {
        let inactive = article.source.contains("/inactive/");
        assert!(!inactive || article.status == Status::Fixed, "{}", article.source);
        assert!(!article.title.contains("[!"), "{}", article.title);
    }
}
