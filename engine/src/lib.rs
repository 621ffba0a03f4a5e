//! The engine of kedb: what a bundle holds, and how it is searched, natively and in the browser.
//!
//! ```text
//!   Article ──▶ terms (text, schema) ──▶ bytes of a bundle
//!                                             │
//!          directory (blocks that are here) ◀─┴─ fetched by www/engine, or read from disk
//!                     │
//!   text typed or pasted ── query ──▶ search ──▶ Results: what matched, where, and why
//! ```
//!
//! The modules are listed in reading order, and a module imports only modules above it. The
//! library is pure: the browser's `fetch` and decompression live in `www/engine`. A browser gets the search
//! without the code that looks for signatures, which is a module of its own in `signatures/`.

// What both sides know: the write side makes it, the read side finds it.
pub mod article;
pub mod hash;
pub mod text;
pub mod signature;
pub mod schema;
pub mod bundle;
pub mod weights;
pub mod server;

// The read side.
pub mod reader;
pub mod directory;
pub mod query;
pub mod search;

// The browser's door.
#[cfg(target_arch = "wasm32")]
mod random;
#[cfg(all(target_arch = "wasm32", feature = "browser"))]
pub mod wasm;
