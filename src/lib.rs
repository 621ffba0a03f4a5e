//! kedb turns a folder of Markdown known-error articles into a static bundle that a page
//! searches in the browser.
//!
//! ```text
//! kb/*.md ── parse ──▶ Article + Diagnostics ── audience ──▶ what each audience may read
//!                                                              │
//!                    index (tantivy, one segment) ◀────────────┼──▶ site (static pages)
//!                                │                             │
//!                                ▼                             ▼
//!                             bundle: content-hashed files and one small manifest
//! ```
//!
//! The modules are listed in reading order, and a module imports only modules above it.
//! What a bundle holds and how it is searched is the crate `kedb_engine` in `engine/`: this
//! write side and its read side meet in plain data. Files, clock, environment and printing
//! live in the command modules (`cli`).

pub mod visible;
pub mod diagnostic;
mod ahead;
mod near;
mod yaml;
pub mod rules;
pub mod html;
pub mod config;
pub mod format;
pub mod markdown;
pub mod parse;
mod parts;
mod messages;
pub mod cases;
pub mod titles;
pub mod links;
pub mod check;
pub mod draft;
pub mod audience;
pub mod base;
pub mod import;
pub mod index;
pub mod report;
pub mod runtime;
pub mod compression;
pub mod write;
pub mod site;
pub mod export;
pub mod adopt;

// The command line.
pub mod cli;
