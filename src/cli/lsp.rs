//! `kedb lsp`: what is wrong with an article while one types, in any editor that speaks the
//! Language Server Protocol.
//!
//! A base is a folder with one of its settings files. The whole base is read again when typing
//! pauses, with the texts of the editor in place of those on the disk: most rules look at an
//! article beside the others. What an editor asks for in the meantime is answered from what was
//! read last.

#![expect(clippy::disallowed_methods, reason = "watches the time between two keys")]

mod answers;
mod complete;
mod context;
mod documents;
mod position;
mod snapshot;

use super::Outcome;
use super::kb::SETTINGS_FILES;
use anyhow::Context as _;
use documents::Documents;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{Notification as _, PublishDiagnostics};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    HoverProviderCapability, OneOf, PublishDiagnosticsParams, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind,
};
use snapshot::Snapshot;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Check and complete articles while they are written, in editors that start language servers
#[derive(Clone, Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct LspArgs {
    /// Ignored: some editors say how they talk to the server, which is always by stdio
    #[arg(long, hide = true)]
    pub stdio: bool,
}

const EXAMPLES: &str = "\
Examples:
  kedb lsp      what an editor starts for Markdown files; docs/editors.md shows how

A file is checked if a folder above it has a `kedb.toml`, `services.toml`, `synonyms.toml` or
`queries.toml`.

Exit codes:
  0  the editor has ended the session
  2  what was read is not the Language Server Protocol";

/// How long nobody types before the base is read again.
const PAUSE: Duration = Duration::from_millis(150);

/// Runs the command.
///
/// # Errors
/// The editor does not speak the protocol, or goes away before an answer to it is written.
pub fn run(_: &LspArgs) -> anyhow::Result<Outcome> {
    let (connection, threads) = Connection::stdio();
    let capabilities = serde_json::to_value(capabilities())?;
    connection.initialize(capabilities).context("the editor began no session")?;
    let mut server =
        Server { documents: Documents::default(), bases: BTreeMap::new(), typed: None };
    server.serve(&connection)?;
    drop(connection);
    threads.join()?;
    Ok(Outcome::Fine)
}

fn capabilities() -> ServerCapabilities {
    let triggers = [" ", ":", "(", "[", "\""].map(str::to_owned);
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(
            TextDocumentSyncKind::FULL,
        )),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(
            CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
                ..CodeActionOptions::default()
            },
        )),
        ..ServerCapabilities::default()
    }
}

struct Server {
    documents: Documents,
    /// What was last read of each base, by its folder.
    bases: BTreeMap<PathBuf, Snapshot>,
    /// When somebody typed last, if nothing was read since.
    typed: Option<Instant>,
}

impl Server {
    fn serve(&mut self, connection: &Connection) -> anyhow::Result<()> {
        loop {
            let message = match self.typed {
                None => connection.receiver.recv().ok(),
                Some(typed) => {
                    let left = PAUSE.saturating_sub(typed.elapsed());
                    match connection.receiver.recv_timeout(left) {
                        Ok(message) => Some(message),
                        Err(error) if error.is_timeout() => {
                            self.check(connection)?;
                            continue;
                        }
                        Err(_) => None,
                    }
                }
            };
            match message {
                // The editor is gone without a word.
                None => return Ok(()),
                Some(Message::Request(request)) => {
                    if connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    let response = self.answer(request);
                    connection.sender.send(Message::Response(response))?;
                }
                Some(Message::Notification(notification)) => {
                    if self.documents.take(notification) {
                        self.typed = Some(Instant::now());
                    }
                }
                Some(Message::Response(_)) => {}
            }
        }
    }

    /// Reads the bases of all open documents, and says what is wrong with each document.
    fn check(&mut self, connection: &Connection) -> anyhow::Result<()> {
        self.typed = None;
        self.read_all();
        for address in self.documents.closed() {
            let diagnostics = Vec::new();
            publish(
                connection,
                PublishDiagnosticsParams::new(address, diagnostics, None),
            )?;
        }
        for document in self.documents.all() {
            let snapshot = document.base.as_ref().and_then(|base| self.bases.get(base));
            let diagnostics = snapshot
                .map(|base| answers::diagnostics(base, document))
                .unwrap_or_default();
            let (address, version) = (document.address.clone(), Some(document.version));
            publish(
                connection,
                PublishDiagnosticsParams::new(address, diagnostics, version),
            )?;
        }
        Ok(())
    }

    fn read_all(&mut self) {
        let bases = self.documents.bases();
        let read = |base: &PathBuf| {
            let snapshot = Snapshot::read(base, self.documents.texts(base));
            (base.clone(), snapshot)
        };
        self.bases = bases.iter().map(read).collect();
    }

    /// The answer to a request, from the text as it is now and its base as it was read last; a base
    /// that was not read yet is read.
    fn answer(&mut self, request: Request) -> Response {
        let Some(place) = answers::Place::of(&request, &self.documents) else {
            let message = format!("`{}` is not answered", request.method);
            let code = ErrorCode::MethodNotFound as i32;
            return if answers::METHODS.contains(&request.method.as_str()) {
                Response::new_ok(request.id, serde_json::Value::Null)
            } else {
                Response::new_err(request.id, code, message)
            };
        };
        let answer = place.document.base.as_ref().map(|folder| {
            let read = || Snapshot::read(folder, self.documents.texts(folder));
            let base = self.bases.entry(folder.clone()).or_insert_with(read);
            place.answer(&request.method, base)
        });
        Response::new_ok(request.id, answer.unwrap_or_default())
    }
}

fn publish(
    connection: &Connection,
    params: PublishDiagnosticsParams,
) -> anyhow::Result<()> {
    let method = PublishDiagnostics::METHOD.to_owned();
    let notification = Notification::new(method, params);
    Ok(connection.sender.send(Message::Notification(notification))?)
}

/// The folder of the base that the file at `path` lies in: the nearest one with settings.
fn base_of(path: &Path) -> Option<PathBuf> {
    let mut folders = path.ancestors().skip(1);
    let has_settings =
        |folder: &&Path| SETTINGS_FILES.iter().any(|name| folder.join(name).is_file());
    folders.find(has_settings).map(Path::to_owned)
}
