//! Sends an export to a search server: a new index, filled file by file, and at its end the alias
//! that is moved to it, so that pages ask the old index or the new one and never half of one.

#![expect(clippy::disallowed_methods, reason = "reads the documents")]

use super::{DIGITS, INDEX, Written};
use crate::cli::search_server::{PUSH, PUSH_ONCE, Response, refusal, send};
use crate::cli::source::replace;
use crate::cli::terminal::say;
use crate::export::ServerKind;
use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use std::fs;

const JSON: &str = "application/json";
const LINES: &str = "application/x-ndjson";

/// How far an export has been sent.
pub(super) const STATE: &str = "sent.json";

/// Where an export goes.
pub(super) struct Target<'t> {
    pub(super) kind: ServerKind,
    /// The server's address.
    pub(super) url: &'t str,
    pub(super) written: &'t Written,
}

/// Sends all, or what an earlier run has left.
///
/// # Errors
/// The server can't be reached or refuses something; what was sent stays, and the next run goes on.
pub(super) fn push(target: &Target<'_>) -> anyhow::Result<()> {
    let is_there = target.is_there()?;
    let sent = if is_there { target.sent() } else { 0 };
    match target.kind {
        // Its documents have no ids: sent again, they would be there twice.
        ServerKind::Quickwit if sent == 0 && is_there => {
            target.delete(&target.written.index)?;
            target.make()?;
        }
        // Pages may ask this index already: what is sent again takes the place of the same.
        _ if is_there => {}
        _ => target.make()?,
    }
    for (number, file) in target.written.files.iter().enumerate().skip(sent) {
        let lines = fs::read(file);
        let lines = lines.with_context(|| format!("can't read `{}`", file.display()))?;
        target.send_lines(&lines)?;
        target.keep(number + 1)?;
    }
    match target.kind {
        ServerKind::Quickwit => target.delete_older_indexes(),
        _ => target.move_alias(),
    }
}

impl Target<'_> {
    fn base(&self) -> &str {
        self.url.trim_end_matches('/')
    }

    /// The address of the endpoints for documents.
    fn documents(&self) -> String {
        match self.kind {
            ServerKind::Quickwit => format!("{}/api/v1/_elastic", self.base()),
            _ => self.base().to_owned(),
        }
    }

    /// The answer to a request that must succeed.
    fn ask(&self, method: &str, url: &str, body: &Value) -> anyhow::Result<Response> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let response = send(method, url, JSON, body.as_bytes(), &PUSH)?;
        match refusal(url, &response) {
            Some(refusal) => bail!(refusal),
            None => Ok(response),
        }
    }

    /// Whether the index of this build is on the server.
    fn is_there(&self) -> anyhow::Result<bool> {
        let index = &self.written.index;
        let url = match self.kind {
            ServerKind::Quickwit => format!("{}/api/v1/indexes/{index}", self.base()),
            _ => format!("{}/{index}", self.base()),
        };
        let response = send("GET", &url, JSON, &[], &PUSH)?;
        match (response.status, refusal(&url, &response)) {
            (404, _) => Ok(false),
            (_, Some(refusal)) => bail!(refusal),
            (_, None) => Ok(true),
        }
    }

    fn make(&self) -> anyhow::Result<()> {
        let index = &self.written.index;
        let settings = fs::read_to_string(self.written.folder.join(INDEX))?;
        let settings = serde_json::from_str(&settings)?;
        match self.kind {
            ServerKind::Quickwit => {
                self.ask("POST", &format!("{}/api/v1/indexes", self.base()), &settings)?;
            }
            _ => {
                self.ask("PUT", &format!("{}/{index}", self.base()), &settings)?;
            }
        }
        Ok(())
    }

    fn delete(&self, index: &str) -> anyhow::Result<()> {
        let url = match self.kind {
            ServerKind::Quickwit => format!("{}/api/v1/indexes/{index}", self.base()),
            _ => format!("{}/{index}", self.base()),
        };
        self.ask("DELETE", &url, &Value::Null).map(|_| ())
    }

    fn send_lines(&self, lines: &[u8]) -> anyhow::Result<()> {
        let url = format!("{}/{}/_bulk", self.documents(), self.written.index);
        let patience = match self.kind {
            ServerKind::Quickwit => &PUSH_ONCE,
            _ => &PUSH,
        };
        let response = send("POST", &url, LINES, lines, patience)?;
        if let Some(refusal) = refusal(&url, &response) {
            bail!(refusal);
        }
        if response.body["errors"] == true {
            let items = response.body["items"].as_array();
            let mut items = items.into_iter().flatten().flat_map(Value::as_object);
            let failed = items.find_map(|item| {
                let result = item.values().next()?;
                let reason = result["error"]["reason"].as_str()?;
                Some(format!(
                    "`{}`: {reason}",
                    result["_id"].as_str().unwrap_or_default()
                ))
            });
            let failed = failed.unwrap_or_default();
            bail!(
                "the server has refused a document: {failed}\n  hint: mend what it says and run \
                 the command again: it goes on with these documents"
            );
        }
        Ok(())
    }

    /// What an earlier run to the same index has sent, in files.
    fn sent(&self) -> usize {
        let state = fs::read_to_string(self.written.folder.join(STATE));
        let state: Value =
            serde_json::from_str(&state.unwrap_or_default()).unwrap_or_default();
        let is_same = state["url"] == self.url && state["index"] == self.written.index;
        let files = state["files"].as_u64().filter(|_| is_same).unwrap_or_default();
        usize::try_from(files).unwrap_or_default()
    }

    fn keep(&self, files: usize) -> anyhow::Result<()> {
        let state =
            json!({ "url": self.url, "index": self.written.index, "files": files });
        replace(&self.written.folder.join(STATE), format!("{state}\n").as_bytes(), None)
    }

    /// Moves the alias to the new index, and deletes those that it named before.
    fn move_alias(&self) -> anyhow::Result<()> {
        let Target { written, .. } = self;
        let (base, alias, index) = (self.base(), &written.alias, &written.index);
        self.ask("POST", &format!("{base}/{index}/_refresh"), &Value::Null)?;
        let url = format!("{base}/{index}/_count");
        let count = self.ask("GET", &url, &Value::Null)?.body["count"].as_u64();
        if count != u64::try_from(written.articles).ok() {
            bail!(
                "`{url}` counts {} articles instead of {}: the alias stays where it is\n  hint: \
                 delete the index `{index}` and run the command again",
                count.unwrap_or_default(),
                written.articles
            );
        }
        let url = format!("{base}/_alias/{alias}");
        let response = send("GET", &url, JSON, &[], &PUSH)?;
        let before: Vec<String> = match (response.status, refusal(&url, &response)) {
            (404, _) => Vec::new(),
            (_, Some(refusal)) => bail!(refusal),
            (_, None) => {
                let named = response.body.as_object().into_iter().flatten();
                named.map(|(name, _)| name.clone()).filter(|name| name != index).collect()
            }
        };
        let remove = before
            .iter()
            .map(|name| json!({ "remove": { "index": name, "alias": alias } }));
        let add = json!({ "add": { "index": index, "alias": alias } });
        let actions: Vec<Value> = remove.chain([add]).collect();
        self.ask("POST", &format!("{base}/_aliases"), &json!({ "actions": actions }))?;
        for name in before {
            self.delete_own(&name)?;
        }
        Ok(())
    }

    /// Deletes an index that an export has made, and leaves any other.
    fn delete_own(&self, name: &str) -> anyhow::Result<()> {
        let url = format!("{}/{name}/_mapping", self.base());
        let mapping = self.ask("GET", &url, &Value::Null)?.body;
        if mapping[name]["mappings"]["_meta"]["kedb"].is_string() {
            self.delete(name)
        } else {
            say!("the index `{name}` stays: no export has made it");
            Ok(())
        }
    }

    /// Deletes the indexes of earlier builds: Quickwit has no aliases, so pages name all indexes that
    /// begin as this one.
    fn delete_older_indexes(&self) -> anyhow::Result<()> {
        let Written { alias, index, .. } = self.written;
        let is_build = |name: &str| {
            let digits = name.strip_prefix(alias.as_str())?.strip_prefix('-')?;
            let is_hash = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            (is_hash && digits.len() == DIGITS).then_some(())
        };
        let url = format!("{}/_cat/indices/{alias}-*?format=json", self.documents());
        let all = self.ask("GET", &url, &Value::Null)?.body;
        let all = all.as_array().into_iter().flatten();
        let names = all.filter_map(|one| one["index"].as_str());
        // Others may begin as this one, too.
        for name in names.filter(|name| *name != index && is_build(name).is_some()) {
            self.delete(name)?;
        }
        Ok(())
    }
}
