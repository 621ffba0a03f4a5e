//! The tools as models see them, and what they are called with.

use super::known_errors::{LIMIT, Search};
use super::quote::{SHOWN, short};
use super::reply::{DEFAULT, RANGE};
use kedb_engine::article::Status;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};
use std::sync::Arc;

/// Most known errors of a list.
const MAX_LIMIT: u64 = 20;

/// What a tool is called with, or what is wrong with it.
pub(super) enum Call {
    Search(Search),
    Log { log: String, limit: usize, max_bytes: usize },
    Article { id: String, max_bytes: usize },
    Services { max_bytes: usize },
}

/// The statuses that a search can filter by: no bundle holds a retired article.
fn statuses() -> impl Iterator<Item = &'static str> {
    let searched = Status::ALL.into_iter().filter(|status| *status != Status::Retired);
    searched.map(Status::word)
}

/// All tools.
pub(super) fn all() -> Vec<Tool> {
    let statuses: Vec<&str> = statuses().collect();
    let limit = json!({
        "type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": LIMIT,
        "description": "Most known errors to list",
    });
    let max_bytes = json!({
        "type": "integer", "minimum": RANGE.start(), "maximum": RANGE.end(),
        "default": DEFAULT,
        "description": "Most bytes of the answer; what does not fit is named",
    });
    let text = |about: &str| json!({ "type": "string", "description": about });
    vec![
        tool(
            "search_known_errors",
            "Search known errors",
            "Searches the known errors of this organisation by an error message, a code, or \
             plain words, and gives what to do now and why each one matches. What may be about \
             something else is listed apart and is no answer. `Nothing is known` is a result: \
             do not replace it by a guess.",
            &["query"],
            &json!({
                "query": text("The error message, code or words, as the user gave them"),
                "service": text("Only known errors of the service with this key"),
                "status": { "type": "string", "enum": statuses,
                    "description": "Only known errors with this status" },
                "limit": limit, "max_bytes": max_bytes,
            }),
        ),
        tool(
            "match_log",
            "Match a log",
            "Finds the known errors that a log shows, by the signatures, codes and messages of \
             its lines, with the line that shows each and what to do.",
            &["log"],
            &json!({
                "log": text("The log, with its line breaks"),
                "limit": limit, "max_bytes": max_bytes,
            }),
        ),
        tool(
            "get_known_error",
            "Read a known error",
            "Gives one known error: what to do now, symptoms, cause and fix.",
            &["id"],
            &json!({
                "id": text("Its id, such as KE-0042, or an id that it had before"),
                "max_bytes": max_bytes,
            }),
        ),
        tool(
            "list_services",
            "List services",
            "Lists the services that known errors are about, with the keys by which \
             search_known_errors filters.",
            &[],
            &json!({ "max_bytes": max_bytes }),
        ),
    ]
}

fn tool(
    name: &'static str,
    title: &str,
    about: &'static str,
    required: &[&str],
    properties: &Value,
) -> Tool {
    let schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    let schema = match schema {
        Value::Object(schema) => schema,
        _ => JsonObject::new(),
    };
    let annotations = ToolAnnotations::new().read_only(true).destructive(false);
    let annotations = annotations.idempotent(true).open_world(false);
    Tool::new(name, about, Arc::new(schema))
        .with_title(title)
        .with_annotations(annotations)
}

impl Call {
    /// The call of the tool `name`.
    ///
    /// # Errors
    /// There is no such tool, or an argument is missing or wrong: what to do about it.
    pub(super) fn read(name: &str, arguments: &JsonObject) -> Result<Call, String> {
        let tools = all();
        let Some(tool) = tools.iter().find(|tool| tool.name == name) else {
            let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
            return Err(format!("there is no such tool; there are {}", names.join(", ")));
        };
        let known = tool.input_schema.get("properties").and_then(Value::as_object);
        let unknown = |key: &&String| !known.is_some_and(|all| all.contains_key(*key));
        if arguments.keys().any(|key| unknown(&key)) {
            let keys: Vec<&str> =
                known.into_iter().flatten().map(|(k, _)| &**k).collect();
            return Err(format!("`{name}` takes {}, and nothing else", keys.join(", ")));
        }
        let arguments = Arguments(arguments);
        let max_bytes = arguments.max_bytes()?;
        let limit = arguments.limit();
        Ok(match name {
            "search_known_errors" => Call::Search(Search {
                query: arguments.required("query")?,
                service: arguments.given("service")?,
                status: arguments.status()?,
                limit: limit?,
                max_bytes,
            }),
            "match_log" => {
                let (log, limit) = (arguments.required("log")?, limit?);
                Call::Log { log, limit, max_bytes }
            }
            "get_known_error" => {
                Call::Article { id: arguments.required("id")?, max_bytes }
            }
            _ => Call::Services { max_bytes },
        })
    }
}

struct Arguments<'a>(&'a JsonObject);

impl Arguments<'_> {
    fn text(&self, key: &str) -> Result<Option<String>, String> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("`{key}` has to be a text")),
        }
    }

    /// A text that is not empty: some models give every argument.
    fn given(&self, key: &str) -> Result<Option<String>, String> {
        Ok(self.text(key)?.filter(|text| !text.trim().is_empty()))
    }

    fn required(&self, key: &str) -> Result<String, String> {
        self.given(key)?.ok_or_else(|| format!("`{key}` is missing or empty"))
    }

    /// A status that an article can have: that a search by another one finds nothing would say
    /// nothing of the query.
    fn status(&self) -> Result<Option<String>, String> {
        let Some(status) = self.given("status")? else { return Ok(None) };
        let status = status.trim().to_lowercase();
        if statuses().any(|one| one == status) {
            return Ok(Some(status));
        }
        let all: Vec<&str> = statuses().collect();
        Err(format!(
            "there is no status `{}`; there are {}",
            short(&status, SHOWN),
            all.join(", ")
        ))
    }

    fn number(&self, key: &str) -> Result<Option<u64>, String> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            // Some models write every number with a decimal point.
            Some(value) => match (value.as_u64(), value.as_f64()) {
                (Some(number), _) => Ok(Some(number)),
                (None, Some(number)) if number >= 0.0 && number.fract() == 0.0 => {
                    Ok(Some(number as u64))
                }
                _ => Err(format!("`{key}` has to be a whole number")),
            },
        }
    }

    fn limit(&self) -> Result<usize, String> {
        let number = self.number("limit")?.unwrap_or(LIMIT as u64);
        Ok(usize::try_from(number.clamp(1, MAX_LIMIT)).unwrap_or(LIMIT))
    }

    fn max_bytes(&self) -> Result<usize, String> {
        let number = self.number("max_bytes")?.unwrap_or(DEFAULT as u64);
        let number = usize::try_from(number).unwrap_or(*RANGE.end());
        Ok(number.clamp(*RANGE.start(), *RANGE.end()))
    }
}
