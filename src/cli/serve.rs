//! `kedb serve`: builds a base, shows it on 127.0.0.1, and builds it again whenever one of
//! its files changes.
//!
//! Pages that are open show a new build by themselves, and what is wrong with the article.
//! It is for writing and trying out. It serves this machine alone, and needs nothing that
//! a plain web server does not do as well; see `setup.html` of any bundle.

#![expect(clippy::disallowed_methods, reason = "serves files, watches them")]

mod callers;
mod files;
mod preview;
mod watch;

pub(super) use callers::Refusal;
pub use callers::{Callers, Origin};
pub use files::serve_folder;
pub use preview::{Built, Preview};
pub use watch::Watch;

use super::Audiences;
use super::terminal::{out, say};
use anyhow::{Context, anyhow};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Build a knowledge base, show it on 127.0.0.1, and build it again when it changes
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb serve
  kedb serve known-errors --port 9000

Exit codes:
  0  it was ended
  2  the command could not run")]
pub struct ServeArgs {
    /// Folder of the knowledge base
    #[arg(default_value = ".")]
    pub kb: PathBuf,
    /// Folder to write the bundle to
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Whose bundle to make
    #[arg(long, value_enum, default_value = "all")]
    pub audience: Audiences,
    /// Origin of pages elsewhere that may read the bundles, such as `https://desk.example`; may
    /// be given several times
    #[arg(long, value_name = "URL")]
    pub allow_origin: Vec<Origin>,
}

impl ServeArgs {
    /// For a base with these settings, on a free port.
    #[must_use]
    pub fn of(kb: &Path, config: Option<&Path>) -> ServeArgs {
        ServeArgs {
            kb: kb.to_owned(),
            out: PathBuf::from("out"),
            port: 0,
            config: config.map(Path::to_owned),
            audience: Audiences::All,
            allow_origin: Vec::new(),
        }
    }
}

/// How often the base is looked at. Two looks pass between a save and its build.
const INTERVAL: Duration = Duration::from_millis(100);

/// Serves until the process is ended.
///
/// `rebuild` makes the bundle in `args.out` and says what came of it. Only the first
/// build has to succeed: where a later one fails, the bundle of the one before stays.
///
/// # Errors
///
/// The port can't be had, the first build fails, or the server breaks off.
pub fn run(
    args: &ServeArgs,
    rebuild: impl Fn() -> anyhow::Result<Built>,
) -> anyhow::Result<()> {
    // Before the build, which may take its time.
    live(bind(args.port)?, args, rebuild)
}

/// Serves `args.out` on `listener`, and builds it again when the base changes.
///
/// # Errors
///
/// The first build fails, or the server breaks off.
pub fn live(
    listener: TcpListener,
    args: &ServeArgs,
    rebuild: impl Fn() -> anyhow::Result<Built>,
) -> anyhow::Result<()> {
    let address = listener.local_addr().context("the server has no address")?;
    let watched = std::iter::once(args.kb.as_path()).chain(args.config.as_deref());
    let mut watch = Watch::new(watched, Some(&args.out));
    let first = rebuild()?;
    say!("{}", first.line);

    let preview = Arc::new(Preview::new(first));
    let (out, shown) = (args.out.clone(), Arc::clone(&preview));
    let callers = Callers { named: args.allow_origin.clone() };
    let server =
        thread::spawn(move || serve_folder(&out, listener, callers, Some(shown)));
    out!("http://{address}/");
    say!("serving `{}` at http://{address}/ (Ctrl+C ends it)", args.out.display());
    let mut look = Duration::ZERO;
    while !server.is_finished() {
        // A large base on a slow disk is looked at less often: a tenth of the time at most.
        thread::sleep(INTERVAL.max(look * 10));
        let started = Instant::now();
        let changed = watch.changed();
        look = started.elapsed();
        if changed {
            match rebuild() {
                Ok(built) => {
                    say!("{}", built.line);
                    preview.built(built);
                }
                Err(error) => {
                    let error = format!("{error:#}");
                    say!(
                        "error: {error}\n  hint: the last good bundle is still served; the \
                         next change is tried again"
                    );
                    preview.failed(error);
                }
            }
        }
    }
    let outcome = server.join().map_err(|_| anyhow!("the server broke off"))?;
    outcome.context("the server broke off")
}

/// Takes a port of this machine alone.
///
/// # Errors
///
/// The port is in use, or not for this user.
pub fn bind(port: u16) -> anyhow::Result<TcpListener> {
    bind_by(port, "--port")
}

/// The same for a port that `option` chooses.
pub(super) fn bind_by(port: u16, option: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::AddrInUse => "is in use".to_owned(),
            ErrorKind::PermissionDenied => "needs more rights than you have".to_owned(),
            _ => format!("can't be used: {error}"),
        };
        anyhow!(
            "port `{port}` {reason}\n  hint: choose another one with `{option}`, or any free one \
             with `{option} 0`"
        )
    })
}
