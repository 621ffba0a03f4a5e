//! Bundles that somebody has forged: every name and every checksum is right, and what they hold
//! is not what any build writes.

use crate::built::{Files, build, hot, read, write};
use flate2::read::GzDecoder;
use kedb::cli::Audiences;
use kedb::compression::gzip;
use kedb_engine::bundle::{Block, HotPack, MAX_BLOCK};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

const ARTICLE: &str = "---\nid: a\ntitle: The stock job stalls\nstatus: known-error\n\
                       audience: public\n---\n## Workaround\nRestart the queue of the stock job.\n";

/// A bundle in a folder, and its blocks with what they hold.
fn bundle(folder: &Path) -> (Files, Vec<(Block, Vec<u8>)>) {
    let kb = folder.join("kb");
    write(&kb, &BTreeMap::from([("a.md".to_owned(), ARTICLE)]));
    build(&kb, &folder.join("out"), Audiences::Public);
    let files = read(&folder.join("out"));
    let hot = HotPack::from_bytes(&hot(&files).expect("a hot pack")).expect("a hot pack");
    let blocks = (0..).map(|number| hot.series.block(number));
    let blocks = blocks.map_while(|block| {
        let mut sealed = Vec::new();
        GzDecoder::new(&files.get(&block.path())?[..]).read_to_end(&mut sealed).ok()?;
        Some((block, sealed.split_off(4)))
    });
    let blocks = blocks.collect();
    (files, blocks)
}

/// How `kedb search` ends over the bundle with these blocks, and what it says.
fn search(folder: &Path, blocks: &[(Block, Vec<u8>)]) -> (i32, String) {
    let forged = blocks.iter().map(|(block, content)| {
        (block.path(), gzip(&block.sealed(content)).expect("compressed"))
    });
    write(&folder.join("out"), &forged.collect());
    let ended = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(["search", "--bundle", "out", "\"the stock job\" stalls queue"])
        .current_dir(folder)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    (ended.status.code().expect("a code"), said)
}

#[test]
fn a_block_that_inflates_to_more_than_any_block_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, mut blocks) = bundle(folder.path());
    assert!(!blocks.is_empty());
    blocks.iter_mut().for_each(|(_, content)| content.resize(MAX_BLOCK, 0));
    let (code, said) = search(folder.path(), &blocks);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("inflates to more than a bundle of kedb holds"), "{said}");
}

#[test]
fn an_index_of_nonsense_with_right_checksums_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, blocks) = bundle(folder.path());
    let mut damaged = 0;
    for seed in 0..24_u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut forged = blocks.clone();
        for (_, content) in &mut forged {
            for byte in content.iter_mut() {
                // Marsaglia's xorshift (2003): the same nonsense in every run.
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let how = state >> 32;
                match seed % 3 {
                    0 => *byte = how as u8,
                    1 if how.is_multiple_of(16) => *byte ^= 1 << (how % 7),
                    2 if how.is_multiple_of(64) => *byte = 0xff,
                    _ => {}
                }
            }
        }
        let (code, said) = search(folder.path(), &forged);
        assert!(code == 0 || code == 2, "seed {seed}: exit {code}: {said}");
        assert!(!said.contains("panicked"), "seed {seed}: {said}");
        damaged += usize::from(said.contains("damaged"));
    }
    assert!(damaged > 0, "none of the bundles was seen to be damaged");
}
