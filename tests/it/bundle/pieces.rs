//! The parts of an index in pieces: blocks that several parts share give back what was cut.

use super::bytes::a_hot_pack;
use kedb_engine::bundle::{BundleError, FileTable, HotPack, HotRange};
use kedb_engine::directory::Blocks;
use kedb_engine::reader::PARTS;
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::ErrorKind;

/// What a block holds of two parts.
type Shared = (Vec<u8>, Vec<u8>);

/// What each of two parts holds in each block that they share, and what a third holds behind them.
type Pieces = (Vec<Shared>, Vec<Vec<u8>>);

fn pieces() -> impl Strategy<Value = Pieces> {
    let piece = || vec(any::<u8>(), 0..6);
    (vec((piece(), piece()), 0..6), vec(piece(), 0..4))
}

/// A hot pack with these parts; a range of the second lies in it.
fn pack((shared, apart): &Pieces, hot: Option<(usize, Vec<u8>)>) -> HotPack {
    let lengths = |part: fn(&Shared) -> &Vec<u8>| {
        shared.iter().map(|block| part(block).len()).collect()
    };
    let after = shared.len() as u32;
    let tables = [
        (0, lengths(|(one, _)| one)),
        (0, lengths(|(_, other)| other)),
        (after, apart.iter().map(Vec::len).collect()),
        (after + apart.len() as u32, Vec::new()),
    ];
    let files = PARTS.into_iter().zip(tables);
    let files = files.map(|(name, (first, pieces))| {
        let name = name.to_owned();
        FileTable { name, first, pieces }
    });
    let hot = hot.into_iter();
    HotPack {
        files: files.collect(),
        ranges: hot.map(|(offset, bytes)| HotRange { file: 1, offset, bytes }).collect(),
        ..a_hot_pack()
    }
}

proptest! {
    #[test]
    fn reads_are_what_was_cut(
        pieces in pieces(),
        reads in vec((0..3_usize, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..9),
        hot in proptest::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
    ) {
        let (shared, apart) = &pieces;
        let wholes = [
            shared.iter().flat_map(|(one, _)| one.clone()).collect::<Vec<u8>>(),
            shared.iter().flat_map(|(_, other)| other.clone()).collect(),
            apart.concat(),
        ];
        let between = |whole: &[u8], one: prop::sample::Index, other: prop::sample::Index| {
            let [one, other] = [one, other].map(|index| index.index(whole.len() + 1));
            one.min(other)..one.max(other)
        };
        let hot = hot.map(|(one, other)| {
            let range = between(&wholes[1], one, other);
            (range.start, wholes[1][range].to_vec())
        });
        let pack = pack(&pieces, hot);
        let contents = shared.iter().map(|(one, other)| [one.clone(), other.clone()].concat());
        let contents: Vec<Vec<u8>> = contents.chain(apart.iter().cloned()).collect();
        prop_assert_eq!(pack.first_card_block().expect("few blocks") as usize, contents.len());
        let blocks = Blocks::new(&pack).expect("a hot pack");
        let parts = blocks.parts().expect("all parts");
        for (part, one, other) in reads {
            let range = between(&wholes[part], one, other);
            let read = || parts[part].slice(range.clone()).read_bytes();
            let first = read();
            for block in blocks.missing() {
                let content = &contents[block.number as usize];
                prop_assert!(!content.is_empty(), "an empty block is asked for");
                let cut = blocks.supply(block.number, &content[1..]);
                prop_assert!(matches!(cut, Err(BundleError::Damaged(_))), "too short");
                prop_assert!(blocks.supply(block.number, content).expect("whole"));
            }
            if let Err(error) = first {
                prop_assert_eq!(error.kind(), ErrorKind::WouldBlock);
            }
            let bytes = read().expect("all that was missing is here");
            prop_assert_eq!(bytes.as_slice(), &wholes[part][range]);
        }
        prop_assert!(!blocks.supply(contents.len() as u32, b"a card").expect("none of these"));
    }
}
