//! The texts of the widget and of the pages, as one audience reads them.
//!
//! A file of texts serves both audiences: what the public reads in plainer words stands under
//! `public`, and takes the place of the agents' words here.

use kedb_engine::article::Audience;
use serde_json::{Map, Value};

const PUBLIC: &str = "public";

/// The texts `words` in the words of `audience`.
///
/// # Errors
/// `words` are no JSON object.
pub(crate) fn worded_for(
    words: &str,
    audience: Audience,
) -> Result<Value, serde_json::Error> {
    let mut texts: Map<String, Value> = serde_json::from_str(words)?;
    let public = texts.remove(PUBLIC);
    if let (Audience::Public, Some(Value::Object(public))) = (audience, public) {
        reword(&mut texts, public);
    }
    Ok(Value::Object(texts))
}

fn reword(texts: &mut Map<String, Value>, others: Map<String, Value>) {
    for (key, other) in others {
        match (texts.get_mut(&key), other) {
            (Some(Value::Object(texts)), Value::Object(others)) => reword(texts, others),
            (_, other) => drop(texts.insert(key, other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::worded_for;
    use kedb_engine::article::Audience;

    #[test]
    fn the_public_reads_its_own_words() {
        let words = r#"{"a":"x","b":{"c":"x","d":"x"},"public":{"a":"y","b":{"d":"y"}}}"#;
        let check = |audience, expected| {
            assert_eq!(worded_for(words, audience).expect("JSON").to_string(), expected);
        };
        check(Audience::Internal, r#"{"a":"x","b":{"c":"x","d":"x"}}"#);
        check(Audience::Public, r#"{"a":"y","b":{"c":"x","d":"y"}}"#);
    }
}
