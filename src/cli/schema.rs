//! `kedb schema`: JSON Schemas, by which editors complete and check keys.

use super::Outcome;
use super::terminal::out;
use crate::format::{self, Which};

/// Print the JSON Schema by which editors complete and check an article's keys or a base's settings
#[derive(Clone, Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct SchemaArgs {
    /// What the schema describes
    #[arg(value_enum)]
    pub of: Which,
}

const EXAMPLES: &str = "\
Examples:
  kedb schema settings > kedb.schema.json      then `#:schema ./kedb.schema.json` in kedb.toml
  kedb schema services > services.schema.json  the same for services.toml
  kedb schema article > article.schema.json    `# yaml-language-server: $schema=PATH`

Exit codes:
  0  it is printed";

/// Runs the command.
///
/// # Errors
/// Never in practice: a schema can always be written.
pub fn run(args: &SchemaArgs) -> anyhow::Result<Outcome> {
    out!("{}", serde_json::to_string_pretty(&format::schema(args.of))?);
    Ok(Outcome::Fine)
}
