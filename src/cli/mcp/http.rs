//! The protocol over HTTP, at `/mcp` on 127.0.0.1: streamable, and without sessions, since no
//! answer depends on an earlier one.
//!
//! Any page in a browser on this machine can send requests here, so the names of the host and
//! the origin are checked as `kedb serve` checks them.

use super::known_errors::KnownErrors;
use super::server::Server;
use crate::cli::serve::{Callers, Refusal};
use crate::cli::terminal::{out, say};
use anyhow::Context as _;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService,
};
use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// Where the protocol is spoken.
const PATH: &str = "/mcp";

type Service = StreamableHttpService<Server, NeverSessionManager>;

/// Serves any number of clients on `listener` for as long as the process lives.
///
/// # Errors
/// The listener can't be used.
pub(super) fn serve(listener: TcpListener, known: KnownErrors) -> anyhow::Result<()> {
    let address = listener.local_addr().context("the server has no address")?;
    out!("http://{address}{PATH}");
    say!("serving http://{address}{PATH} (Ctrl+C ends it)");
    listener.set_nonblocking(true)?;
    let server = Server::new(known);
    // The callers are checked below, as for all that kedb serves.
    let config = StreamableHttpServerConfig::default()
        .disable_allowed_hosts()
        .disable_allowed_origins()
        .with_legacy_session_mode(false)
        .with_json_response(true);
    let sessions = Arc::new(NeverSessionManager::default());
    let service: Service =
        StreamableHttpService::new(move || Ok(server.clone()), sessions, config);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                // Out of file handles, most likely: wait until some are closed.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let service = service.clone();
            tokio::spawn(async move {
                let answer = service_fn(move |request| {
                    let service = service.clone();
                    async move { Ok::<_, Infallible>(respond(&service, request).await) }
                });
                let connection = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .serve_connection(TokioIo::new(stream), answer);
                // A client that goes away, or does not speak HTTP, ends its own connection only.
                let _ = connection.await;
            });
        }
    })
}

async fn respond(
    service: &Service,
    request: Request<Incoming>,
) -> Response<BoxBody<Bytes, Infallible>> {
    let refused = match Callers::default().refusal(request.headers()) {
        Some(Refusal::Host) => Some((
            StatusCode::MISDIRECTED_REQUEST,
            "`kedb mcp` answers under the names of this machine alone, such as 127.0.0.1.\n",
        )),
        Some(Refusal::Origin) => Some((
            StatusCode::FORBIDDEN,
            "Pages of other origins may not ask `kedb mcp`.\n",
        )),
        None if request.uri().path() != PATH => {
            Some((StatusCode::NOT_FOUND, "`kedb mcp` answers at `/mcp` alone.\n"))
        }
        None => None,
    };
    let Some((status, text)) = refused else { return service.handle(request).await };
    let mut response =
        Response::new(Full::new(Bytes::from_static(text.as_bytes())).boxed());
    *response.status_mut() = status;
    response
}
