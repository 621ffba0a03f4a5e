//! The files of trees in a large base: fewer than articles, and each with the same bytes as long as
//! none of its articles changes.

use crate::built::{Files, Opened, bundle, content, manifest};
use kedb::cli::Audiences;
use kedb_engine::bundle::{File, Title, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// More articles than there may be files of trees.
const MANY: usize = 2100;

fn base(articles: usize) -> BTreeMap<String, String> {
    let files = (0..articles).map(|number| {
        let head = format!("id: KE-{number}\ntitle: Printer {number} jams");
        let text =
            format!("---\n{head}\nstatus: known-error\n---\nTurn wheel {number}.\n");
        (format!("{number:05}.md"), text)
    });
    files.collect()
}

fn many() -> &'static Files {
    static MADE: OnceLock<Files> = OnceLock::new();
    MADE.get_or_init(|| bundle(&base(MANY), Audiences::Internal))
}

/// The paths of the files of trees.
fn tree_files(bundle: &Files) -> BTreeSet<String> {
    let titles = manifest(bundle).expect("a manifest").files.titles.expect("titles");
    let titles = Title::from_json(&bundle[&titles.path]).expect("titles");
    titles.into_iter().map(|title| title.trees).collect()
}

#[test]
fn each_article_is_found_in_a_file_of_several() {
    let bundle = many();
    let files = tree_files(bundle);
    assert!(files.len() < MANY && files.len() > MANY / 4, "{} files", files.len());
    let mut opened = Opened::new(bundle).expect("it opens");
    for number in (0..MANY).step_by(71) {
        let id = format!("KE-{number}");
        let card = opened.run(|engine| engine.article(&id)).expect("no error");
        let card = card.expect("an article");
        let trees = content(bundle, File::Named(card.trees)).expect("a file");
        let trees = Tree::from_bytes(&trees).expect("trees");
        let tree = trees.iter().find(|tree| tree.id == id).expect("its tree");
        assert_eq!(tree.title, format!("Printer {number} jams"));
    }
}

#[test]
fn one_more_article_changes_one_file_of_trees() {
    let more = bundle(&base(MANY + 1), Audiences::Internal);
    let before = tree_files(many());
    let new: Vec<String> = tree_files(&more).difference(&before).cloned().collect();
    assert_eq!(new.len(), 1, "{new:?}");
}
