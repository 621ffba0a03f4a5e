//! The images of the articles: copied under the hash of their content.

use super::OutFile;
use kedb_engine::article::{Article, Attribute, Node};
use kedb_engine::bundle::{FOLDER, hash_text};
use std::collections::BTreeMap;

/// Points every image of `articles` at its copy in the bundle, and gives the copies.
/// `images` are contents by path in the knowledge base; an image without one becomes its
/// alternative text.
pub fn place_images(
    articles: &mut [Article],
    images: &BTreeMap<String, Vec<u8>>,
) -> Vec<OutFile> {
    let mut placed = BTreeMap::new();
    for article in articles {
        for section in &mut article.sections {
            nodes(&mut section.nodes, images, &mut placed);
        }
    }
    placed.into_iter().map(|(path, bytes)| OutFile { path, bytes }).collect()
}

fn nodes(
    list: &mut [Node],
    images: &BTreeMap<String, Vec<u8>>,
    placed: &mut BTreeMap<String, Vec<u8>>,
) {
    for node in list {
        let Node::Element(element) = node else { continue };
        nodes(&mut element.children, images, placed);
        if element.tag.name() != "img" {
            continue;
        }
        let found = element
            .attribute(Attribute::Src)
            .and_then(|source| Some((source.to_owned(), images.get(source)?)));
        let Some((source, bytes)) = found else {
            let alt = element.attribute(Attribute::Alt).unwrap_or_default();
            *node = Node::Text(alt.to_owned());
            continue;
        };
        let ending = source.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let path = format!("{FOLDER}/{}.{ending}", hash_text(bytes));
        let places = element.attributes.iter_mut();
        for (_, place) in places.filter(|(name, _)| *name == Attribute::Src) {
            place.clone_from(&path);
        }
        placed.entry(path).or_insert_with(|| bytes.clone());
    }
}
