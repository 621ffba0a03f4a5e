//! The command line: the only modules that touch files, clock, network and terminal.

pub mod serve;

/// Whose bundles a command makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Audiences {
    /// Support agents': everything.
    Internal,
    /// Everybody's: what may be public.
    Public,
    /// Both, each in its folder.
    All,
}
