//! What the engine reads of an index is what tantivy reads of it, and damage is an error.

use kedb_engine::reader::{PARTS, Posting, Reader};
use kedb_engine::schema::schema;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::directory::{CompositeFile, FileSlice, RamDirectory};
use tantivy::index::SegmentComponent;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{DocSet as _, Index, SegmentReader, TERMINATED, TantivyDocument};

const TERM: &str = "a";

/// An index of documents in which the term stands at these steps from place to place.
fn index(documents: &[Vec<u32>]) -> Index {
    let (schema, field) = schema();
    let writer = Index::builder().schema(schema);
    let mut writer = writer
        .single_segment_index_writer(RamDirectory::create(), 64 << 20)
        .expect("a writer");
    for steps in documents {
        let mut position = 0;
        let tokens = steps.iter().map(|step| {
            position += *step as usize;
            Token { position, text: TERM.to_owned(), ..Token::default() }
        });
        let text = PreTokenizedString { text: String::new(), tokens: tokens.collect() };
        let mut document = TantivyDocument::default();
        document.add_pre_tokenized_text(field, text);
        writer.add_document(document).expect("a document");
    }
    writer.finalize().expect("an index")
}

fn parts(index: &Index) -> [Vec<u8>; 4] {
    let (_, field) = schema();
    let segment = &index.searchable_segments().expect("segments")[0];
    let components = [
        SegmentComponent::Terms,
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FieldNorms,
    ];
    components.map(|component| {
        let file = segment.open_read(component).expect("a file");
        let part = CompositeFile::open(&file).expect("parts").open_read(field);
        part.expect("the part").read_bytes().expect("bytes").to_vec()
    })
}

fn reader(parts: [Vec<u8>; 4]) -> std::io::Result<Reader> {
    Reader::open(parts.map(FileSlice::from))
}

fn documents() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let step = prop_oneof![9 => 0..4_u32, 1 => 0..1_u32 << 20];
    let document = prop_oneof![1 => Just(Vec::new()), 2 => vec(step, 1..5)];
    // Long gaps, and more than one packed block.
    (vec(document, 1..500), 1..40_usize).prop_map(|(documents, gap)| {
        let gaps = |at: usize| if at.is_multiple_of(97) { gap * 20 } else { 0 };
        let documents = documents.into_iter().enumerate();
        let all = documents.flat_map(|(at, steps)| {
            std::iter::repeat_n(Vec::new(), gaps(at)).chain([steps])
        });
        // The term stands somewhere.
        all.chain([vec![1]]).collect()
    })
}

/// A frequency that no text can have ends at once, and not after four thousand million places.
#[test]
fn places_that_are_not_there_are_an_error() {
    let [dictionary, _, _, lengths] = parts(&index(&[vec![1]]));
    let postings = [&[0; 8][..], &[0x80], &[0x7F, 0x7F, 0x7F, 0x7F, 0x8F]].concat();
    let parts = [dictionary, postings, vec![0x80, 0x81], lengths];
    let reader = reader(parts).expect("a reader");
    let info = TermInfo { doc_freq: 1, postings_range: 0..6, positions_range: 0..2 };
    let postings = reader.postings(&info).expect("postings");
    assert_eq!(postings, [Posting { doc: 0, frequency: u32::MAX }]);
    assert!(reader.places(&info, |doc| doc == 0).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn it_is_what_tantivy_reads(documents in documents(), wanted in vec(any::<prop::sample::Index>(), 0..9)) {
        let index = index(&documents);
        let (_, field) = schema();
        let segment = &index.searchable_segments().expect("segments")[0];
        let theirs = SegmentReader::open(segment).expect("a segment");
        let terms = theirs.inverted_index(field).expect("terms");
        let info = terms.terms().get(TERM).expect("read").expect("the term");
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut list = terms.read_postings_from_terminfo(&info, option).expect("postings");
        let (mut postings, mut places) = (Vec::new(), BTreeMap::new());
        let mut positions = Vec::new();
        while list.doc() != TERMINATED {
            postings.push(Posting { doc: list.doc(), frequency: list.term_freq() });
            list.positions(&mut positions);
            places.insert(list.doc(), positions.iter().copied().collect::<BTreeSet<u32>>());
            list.advance();
        }
        let norms = theirs.get_fieldnorms_reader(field).expect("lengths");

        let ours = reader(parts(&index)).expect("a reader");
        let found = ours.dictionary().get(TERM).expect("read").expect("the term");
        prop_assert_eq!(ours.postings(&found).expect("postings"), postings);
        let all: BTreeSet<u32> = places.keys().copied().collect();
        prop_assert_eq!(&ours.places(&found, |doc| all.contains(&doc)).expect("places"), &places);
        let some: BTreeSet<u32> =
            wanted.iter().map(|one| one.index(documents.len()) as u32).collect();
        places.retain(|doc, _| some.contains(doc));
        prop_assert_eq!(ours.places(&found, |doc| some.contains(&doc)).expect("places"), places);
        prop_assert_eq!(ours.documents() as usize, documents.len());
        prop_assert_eq!(ours.words(), terms.total_num_tokens());
        let lengths = ours.lengths().expect("lengths");
        for doc in 0..=ours.documents() {
            let expected = (doc < ours.documents()).then(|| norms.fieldnorm(doc));
            prop_assert_eq!(lengths.of(doc), expected);
        }
    }

    #[test]
    fn damaged_postings_are_an_error_or_other_postings(
        documents in documents(), part in 1..PARTS.len(), at in any::<prop::sample::Index>(),
        flip in 1_u8.., truncate in any::<bool>(),
    ) {
        let mut parts = parts(&index(&documents));
        let bytes = &mut parts[part];
        let at = at.index(bytes.len());
        if truncate { bytes.truncate(at) } else { bytes[at] ^= flip }
        if let Ok(reader) = reader(parts) {
            let info = reader.dictionary().get(TERM).expect("read").expect("the term");
            let all: BTreeSet<u32> = (0..documents.len() as u32).collect();
            let _ = (reader.postings(&info), reader.places(&info, |doc| all.contains(&doc)), reader.lengths());
        }
    }
}
