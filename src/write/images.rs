//! The images of the articles: copied under the hash of their content.

use super::OutFile;
use kedb_engine::article::{Article, Attribute, Node};
use kedb_engine::bundle::{FOLDER, hash_text};
use std::collections::BTreeMap;

/// Points every image of `articles` at its copy in the bundle, and gives the copies.
/// `images` are contents by path in the knowledge base; an image without one is dropped.
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
    list: &mut Vec<Node>,
    images: &BTreeMap<String, Vec<u8>>,
    placed: &mut BTreeMap<String, Vec<u8>>,
) {
    list.retain_mut(|node| {
        let Node::Element(element) = node else { return true };
        nodes(&mut element.children, images, placed);
        if element.tag.name() != "img" {
            return true;
        }
        let source =
            element.attributes.iter_mut().find(|(name, _)| *name == Attribute::Src);
        let Some((_, source)) = source else { return false };
        let Some(bytes) = images.get(source.as_str()) else { return false };
        let ending = source.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let path = format!("{FOLDER}/{}.{ending}", hash_text(bytes));
        source.clone_from(&path);
        placed.entry(path).or_insert_with(|| bytes.clone());
        true
    });
}
