//! `kedb schema`: JSON Schemas, by which editors complete and check keys.

use super::Outcome;
use super::terminal::out;
use crate::format::{self, Which};

/// Print the JSON Schema by which editors complete and check an article's keys or a base's settings
#[derive(Clone, Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_enum)]
    pub of: SchemaOf,
}

const EXAMPLES: &str = "\
Examples:
  kedb schema settings > kedb.schema.json      then `#:schema ./kedb.schema.json` in kedb.toml
  kedb schema services > services.schema.json  the same for services.toml
  kedb schema article > article.schema.json    `# yaml-language-server: $schema=PATH`

Exit codes:
  0  it is printed";

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SchemaOf {
    /// The front matter of an article
    Article,
    /// `kedb.toml`
    Settings,
    /// `services.toml`
    Services,
}

/// Runs the command.
///
/// # Errors
/// Never in practice: a schema can always be written.
pub fn run(args: &SchemaArgs) -> anyhow::Result<Outcome> {
    let which = match args.of {
        SchemaOf::Article => Which::Article,
        SchemaOf::Settings => Which::Settings,
        SchemaOf::Services => Which::Services,
    };
    out!("{}", serde_json::to_string_pretty(&format::schema(which))?);
    Ok(Outcome::Fine)
}
