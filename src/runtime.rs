//! The browser's half of kedb, inside the command line's binary.
//!
//! `cargo xtask dist` sets `KEDB_RUNTIME` to the folder that it has made; without it the
//! binary holds no runtime, everything still compiles, and a bundle gets no widget. So
//! the binary and its own wasm don't need each other to be built.

/// One file of the runtime.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeFile {
    /// Its name in the runtime's folder: `kedb.js`, `engine.wasm.lzma`, ….
    pub name: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
}

/// The files of the runtime, if this binary holds them.
pub fn files() -> Option<&'static [RuntimeFile]> {
    FILES
}

/// The widget's texts by language, as JSON; what the public audience words differently
/// stands apart in each, under `public`.
pub const TEXTS: [(&str, &str); 13] = [
    ("de", include_str!("../www/texts/de.json")),
    ("en", include_str!("../www/texts/en.json")),
    ("es", include_str!("../www/texts/es.json")),
    ("fr", include_str!("../www/texts/fr.json")),
    ("it", include_str!("../www/texts/it.json")),
    ("ja", include_str!("../www/texts/ja.json")),
    ("ko", include_str!("../www/texts/ko.json")),
    ("nl", include_str!("../www/texts/nl.json")),
    ("pl", include_str!("../www/texts/pl.json")),
    ("pt", include_str!("../www/texts/pt.json")),
    ("ru", include_str!("../www/texts/ru.json")),
    ("sv", include_str!("../www/texts/sv.json")),
    ("zh", include_str!("../www/texts/zh.json")),
];

#[cfg(not(kedb_runtime))]
const FILES: Option<&[RuntimeFile]> = None;

#[cfg(kedb_runtime)]
const FILES: Option<&[RuntimeFile]> = Some(&[
    file("kedb.js", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/kedb.js"))),
    file("engine.js", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/engine.js"))),
    file(
        "engine.wasm.lzma",
        include_bytes!(concat!(env!("KEDB_RUNTIME"), "/engine.wasm.lzma")),
    ),
    file(
        "signatures.wasm.lzma",
        include_bytes!(concat!(env!("KEDB_RUNTIME"), "/signatures.wasm.lzma")),
    ),
    file("widget.js", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/widget.js"))),
    file("elements.js", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/elements.js"))),
    file("lookup.js", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/lookup.js"))),
    file("pages.js", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/pages.js"))),
    file("embed.js", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/embed.js"))),
    file("setup.js", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/setup.js"))),
    file("pages.css", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/pages.css"))),
    file("notices.html", include_bytes!(concat!(env!("KEDB_RUNTIME"), "/notices.html"))),
]);

#[cfg(kedb_runtime)]
const fn file(name: &'static str, bytes: &'static [u8]) -> RuntimeFile {
    RuntimeFile { name, bytes }
}
