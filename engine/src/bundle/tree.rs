//! An article's tree: what the widget shows of an article, as JSON, of which it builds
//! nodes. HTML text can't be inserted under Trusted Types.

use super::BundleError;
use crate::article::{Answer, Attribute, Element, Node, Section, SectionKind, Tag};
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// What this part of a bundle is called where it is damaged.
const WHAT: &str = "article";

/// An `Article` of the JavaScript API without its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tree {
    /// The article's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The word of its status; never retired.
    pub status: String,
    /// Its service's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Its service's name, where the service is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    /// 1 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<u8>,
    /// The day of its last change, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Where it is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_in: Option<String>,
    /// Its language tag.
    pub lang: String,
    /// What there is to do now, said by the sections that answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// Whether only agents see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
    /// Its path in the knowledge base, where the audience may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Declared codes, as written.
    pub error_codes: Vec<String>,
    /// The versions that it happens in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<String>,
    /// The problem record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The change that fixes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// Who looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Where its service is asked for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What its service promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slo: Option<String>,
    /// Its service's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_url: Option<String>,
    /// The day on which it was first reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<String>,
    /// The day by which it is to be looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_by: Option<String>,
    /// The address of the original.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// A hash of what this audience may read and the tree does not show, such as keywords: a
    /// change of that too changes the name of the tree's file.
    pub revision: String,
    /// What it says, in the order in which it helps.
    #[serde(with = "sections")]
    pub sections: Vec<Section>,
}

impl Tree {
    /// The bytes of a file with these trees, inflated: a JSON array. Keys are in alphabetical order.
    ///
    /// # Errors
    /// Never in practice: any tree can be written.
    pub fn to_bytes(trees: &[Tree]) -> Result<Vec<u8>, BundleError> {
        let json = serde_json::to_value(trees).map_err(|_| BundleError::Damaged(WHAT))?;
        Ok(json.to_string().into_bytes())
    }

    /// Reads what [`Tree::to_bytes`] writes.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Vec<Tree>, BundleError> {
        serde_json::from_slice(bytes).map_err(|_| BundleError::Damaged(WHAT))
    }
}

/// Sections as `{"kind", "heading", "anchor", "nodes", "answers"}`.
mod sections {
    use super::{Section, SectionKind, ToJson, Value, from_json};
    use serde::de::Error;
    use serde::ser::SerializeMap as _;
    use serde::{Deserialize as _, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        sections: &[Section],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(sections.iter().map(Written))
    }

    /// A section on its way into JSON.
    struct Written<'a>(&'a Section);

    impl Serialize for Written<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Section { kind, heading, anchor, nodes, answers } = self.0;
            let nodes: Vec<ToJson<'_>> = nodes.iter().map(ToJson).collect();
            let mut fields = serializer.serialize_map(None)?;
            if let Some(anchor) = anchor {
                fields.serialize_entry("anchor", anchor)?;
            }
            if *answers {
                fields.serialize_entry("answers", answers)?;
            }
            if let Some(heading) = heading {
                fields.serialize_entry("heading", heading)?;
            }
            fields.serialize_entry("kind", kind.word())?;
            fields.serialize_entry("nodes", &nodes)?;
            fields.end()
        }
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(
        deserializer: D,
    ) -> Result<Vec<Section>, D::Error> {
        let sections = Vec::<Value>::deserialize(deserializer)?;
        let sections = sections.iter().map(section).collect::<Option<_>>();
        sections.ok_or_else(|| D::Error::custom("not a section"))
    }

    fn section(section: &Value) -> Option<Section> {
        let kind = SectionKind::from_word(section.get("kind")?.as_str()?)?;
        let text = |name: &str| match section.get(name) {
            Some(text) => Some(Some(text.as_str()?.to_owned())),
            None => Some(None),
        };
        let (heading, anchor) = (text("heading")?, text("anchor")?);
        let nodes = section.get("nodes")?.as_array()?;
        let nodes = nodes.iter().map(from_json).collect::<Option<_>>()?;
        let answers = section.get("answers").is_some_and(|answers| answers == true);
        Some(Section { kind, heading, anchor, nodes, answers })
    }
}

/// A text, or an element as `[name, {attributes}, children…]`.
struct ToJson<'a>(&'a Node);

impl Serialize for ToJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Element { tag, attributes, children } = match self.0 {
            Node::Text(text) => return serializer.serialize_str(text),
            Node::Element(element) => element,
        };
        let attributes: BTreeMap<&str, &String> =
            attributes.iter().map(|(name, value)| (name.name(), value)).collect();
        let mut parts = serializer.serialize_seq(Some(2 + children.len()))?;
        parts.serialize_element(tag.name())?;
        parts.serialize_element(&attributes)?;
        children.iter().try_for_each(|child| parts.serialize_element(&ToJson(child)))?;
        parts.end()
    }
}

fn from_json(node: &Value) -> Option<Node> {
    if let Value::String(text) = node {
        return Some(Node::Text(text.clone()));
    }
    let (name, rest) = node.as_array()?.split_first()?;
    let (attributes, children) = rest.split_first()?;
    let attributes = attributes
        .as_object()?
        .iter()
        .map(|(name, value)| Some((Attribute::named(name)?, value.as_str()?.to_owned())));
    Some(Node::Element(Element {
        tag: Tag::named(name.as_str()?)?,
        attributes: attributes.collect::<Option<_>>()?,
        children: children.iter().map(from_json).collect::<Option<_>>()?,
    }))
}
