//! An article as the JSON tree from which the widget builds nodes: HTML text can't be
//! inserted under Trusted Types.

use super::Content;
use kedb_engine::article::{Article, Audience, Element, Node, Section, SectionKind};
use kedb_engine::bundle::hash_text;
use kedb_engine::workaround::has_workaround;
use serde_json::{Map, Value, json};

/// The order in which sections help: restore first, diagnose second.
const ORDER: [SectionKind; 5] = [
    SectionKind::Workaround,
    SectionKind::Symptoms,
    SectionKind::Cause,
    SectionKind::Fix,
    SectionKind::Body,
];

/// The tree's file: an `Article` of the JavaScript API without its address.
pub(super) fn json(article: &Article, content: &Content<'_>) -> Vec<u8> {
    let service = article.service.as_ref().and_then(|key| content.services.get(key));
    let owner = article.owner.clone();
    let owner = owner.or_else(|| service.and_then(|service| service.owner.clone()));
    let internal =
        content.audience == Audience::Internal && article.audience == Audience::Internal;
    let has_workaround = has_workaround(article);
    let sections = ORDER.into_iter().flat_map(|kind| article.sections_of(kind));
    let sections = sections
        .filter(|section| has_workaround || section.kind != SectionKind::Workaround);
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    put("id", Some(json!(article.id.as_str())));
    put("title", Some(json!(article.title)));
    put("status", Some(json!(article.status.word())));
    put("service", article.service.as_ref().map(|key| json!(key)));
    put("serviceName", service.map(|service| json!(service.name)));
    put("severity", article.severity.map(|severity| json!(severity.number())));
    put("updated", article.updated.map(|date| json!(date.to_string())));
    put("fixedIn", article.fixed_in.as_ref().map(|version| json!(version)));
    put("lang", Some(json!(article.lang.as_deref().unwrap_or(content.lang))));
    put("hasWorkaround", Some(json!(has_workaround)));
    put("internal", internal.then_some(json!(true)));
    let source = Some(&article.source).filter(|source| !source.is_empty());
    put("source", source.map(|source| json!(source)));
    put("errorCodes", Some(json!(article.error_codes)));
    put("versions", article.versions.as_ref().map(|versions| json!(versions)));
    put("problem", article.problem.as_ref().map(|problem| json!(problem)));
    put("change", article.change.as_ref().map(|change| json!(change)));
    put("owner", owner.map(|owner| json!(owner)));
    put(
        "contact",
        service.and_then(|s| s.contact.as_ref()).map(|contact| json!(contact)),
    );
    put("slo", service.and_then(|s| s.slo.as_ref()).map(|slo| json!(slo)));
    put("serviceUrl", service.and_then(|s| s.url.as_ref()).map(|url| json!(url)));
    put("reported", article.reported.map(|date| json!(date.to_string())));
    put("reviewBy", article.review_by.map(|date| json!(date.to_string())));
    put("origin", article.origin.as_ref().map(|origin| json!(origin)));
    // So that whatever changes in what this audience may read changes the tree's name.
    put("revision", Some(json!(hash_text(format!("{article:?}").as_bytes()))));
    put("sections", Some(Value::Array(sections.map(section).collect())));
    Value::Object(fields).to_string().into_bytes()
}

fn section(section: &Section) -> Value {
    let nodes: Vec<Value> = section.nodes.iter().map(node).collect();
    match &section.heading {
        Some(heading) => {
            json!({ "kind": section.kind.word(), "heading": heading, "nodes": nodes })
        }
        None => json!({ "kind": section.kind.word(), "nodes": nodes }),
    }
}

fn node(node: &Node) -> Value {
    match node {
        Node::Text(text) => Value::String(text.clone()),
        Node::Element(Element { tag, attributes, children }) => {
            let attributes: Map<String, Value> = attributes
                .iter()
                .map(|(name, value)| (name.name().to_owned(), json!(value)))
                .collect();
            let head = [json!(tag.name()), Value::Object(attributes)];
            Value::Array(
                head.into_iter().chain(children.iter().map(self::node)).collect(),
            )
        }
    }
}
