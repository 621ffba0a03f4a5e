//! kedb turns a folder of Markdown known-error articles into a static bundle that a page
//! searches in the browser.
//!
//! ```text
//! kb/*.md ── parse ──▶ Article + Problems ── audience ──▶ what each audience may read
//!                                                              │
//!                    index (tantivy, one segment) ◀────────────┼──▶ site (static pages)
//!                                │                             │
//!                                ▼                             ▼
//!                             bundle: content-hashed files and one small manifest
//!                                │
//!          directory (blocks that are here) ◀── fetched by wasm.rs, or read from disk
//!                                │
//!   text typed or pasted ── query ──▶ search ──▶ Results: what matched, where, and why
//! ```
//!
//! The modules are listed in reading order, and a module imports only modules above it.
//! The write side and the read side never import each other: they meet in plain data.
//! The library is pure: files, clock, environment and printing live in the command
//! modules of the binary, the browser's `fetch`, decompression and clock in `wasm`.

pub mod article;
pub mod problem;
pub mod signature;
pub mod workaround;
pub mod text;
pub mod schema;
pub mod bundle;

// The write side.
#[cfg(feature = "cli")]
mod near;
#[cfg(feature = "cli")]
pub mod rules;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "cli")]
pub mod html;
#[cfg(feature = "cli")]
pub mod markdown;
#[cfg(feature = "cli")]
pub mod parse;
#[cfg(feature = "cli")]
pub mod cases;
#[cfg(feature = "cli")]
pub mod links;
#[cfg(feature = "cli")]
pub mod check;
#[cfg(feature = "cli")]
pub mod draft;
#[cfg(feature = "cli")]
pub mod audience;
#[cfg(feature = "cli")]
pub mod base;
#[cfg(feature = "cli")]
pub mod import;
#[cfg(feature = "cli")]
pub mod index;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod runtime;
#[cfg(feature = "cli")]
pub mod write;
#[cfg(feature = "cli")]
pub mod site;

// The read side.
pub mod directory;
pub mod query;
pub mod search;

// The two doors.
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(target_arch = "wasm32")]
mod random;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
