//! Zammad's answers: assets of several kinds by their ids, which refer to each other.
//!
//! A translation of an answer has the title; its text, the answer with its days and tags, and the
//! category with its name stand beside it. Each translation becomes one record of all of these.

use serde_json::{Map, Value, json};

type Object = Map<String, Value>;

/// The translations of answers that `object` holds; none if it holds no such assets.
pub(super) fn answers(object: &Object) -> Option<Vec<Value>> {
    let assets = object.get("assets").and_then(Value::as_object).unwrap_or(object);
    let translations = assets.get("KnowledgeBaseAnswerTranslation")?.as_object()?;
    let answers = translations.values().map(|translation| {
        let one = |kind: &str, id: Option<&Value>| -> Value {
            let id = id.map(|id| id.to_string().replace('"', "")).unwrap_or_default();
            assets.get(kind).and_then(|all| all.get(&id)).cloned().unwrap_or_default()
        };
        let answer = one("KnowledgeBaseAnswer", translation.get("answer_id"));
        let content =
            one("KnowledgeBaseAnswerTranslationContent", translation.get("content_id"));
        let category = answer.get("category_id");
        let categories = assets.get("KnowledgeBaseCategoryTranslation");
        let mut categories = categories.and_then(Value::as_object).into_iter().flatten();
        let named = categories
            .find(|(_, one)| category.is_some() && one.get("category_id") == category);
        json!({
            "translation": translation,
            "state": state(&answer),
            "category": named.and_then(|(_, one)| one.get("title")),
            "content": content,
            "answer": answer,
        })
    });
    Some(answers.collect())
}

/// What Zammad calls the state of an answer, which only its days tell.
fn state(answer: &Value) -> &'static str {
    let has = |day: &str| answer.get(day).is_some_and(|day| !day.is_null());
    if has("archived_at") {
        "archived"
    } else if has("published_at") {
        "published"
    } else if has("internal_at") {
        "internal"
    } else {
        "draft"
    }
}
