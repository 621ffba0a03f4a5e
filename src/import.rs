//! Articles from the exports of other systems.
//!
//! ```text
//! CSV, JSON, XML, HTML ─ record ─▶ Records ─ map ─▶ draft ─ html, markdown ─▶ text of an article
//!                                                │                          │
//!                          what is lost ◀── report            plan: new, changed, edited, gone
//! ```
//!
//! A record is known again by the last line of the article that was made from it (`mark`),
//! or by its name among the aliases. An import is a function of the export and the base: the
//! same again changes nothing, and what anybody has edited is never touched. Nothing is
//! public that the map does not call so.
//!
//! Who calls it: `kedb import`, which reads the files and writes what [`plan()`] says.

mod draft;
mod file;
pub mod html;
pub mod map;
mod mark;
mod plain;
mod plan;
pub mod record;
pub mod report;
mod words;

pub use plan::{Base, Kept, Options, Plan, PlanError, Write, plan};
