//! The engine: `engine/` compiled to wasm, and its JavaScript glue, in `www/pkg`; beside it what looks for
//! signatures, from `signatures/`, and what undoes the compression of both, from `lzma/`.

use crate::runtime::place;
use crate::shell::{root, run, step};
use crate::wasm_std::{TARGET, WasmStd};
use anyhow::{Context as _, Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::PathBuf;
use wasm_bindgen_cli_support::Bindgen;

/// How the engine is compiled.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// As it is released: minutes.
    Release,
    /// Optimised in the same way, around the library as the toolchain has it.
    Small,
    /// For the inner loop.
    Quick,
}

/// A compiled engine.
pub(crate) struct BuiltEngine {
    /// As it ships, with its glue beside it: `www/pkg/kedb_bg.wasm`.
    pub(crate) wasm: PathBuf,
    /// What looks for signatures, as it ships.
    pub(crate) signatures: PathBuf,
    /// As it was linked: the functions still have names.
    pub(crate) linked: PathBuf,
    /// Whether the machine's way gives the smallest code.
    pub(crate) smallest: bool,
}

/// Compiles the engine and makes its glue.
pub(crate) fn build(profile: Profile) -> Result<BuiltEngine> {
    let std = match profile {
        Profile::Release => WasmStd::find_smallest()?,
        Profile::Small | Profile::Quick => WasmStd::find()?,
    };
    let name = match profile {
        Profile::Release | Profile::Small => "wasm",
        Profile::Quick => "wasm-quick",
    };
    step(&format!("engine for the browser (profile `{name}`)"), || {
        let mut cargo = std.cargo("rustc");
        cargo.args(["--package", "kedb-engine", "--features", "browser"]);
        run(cargo.args(["--profile", name, "--crate-type", "cdylib"]))
    })?;
    step("what looks for signatures", || {
        let mut cargo = std.cargo("rustc");
        cargo.args(["--package", "kedb-signatures"]);
        run(cargo.args(["--profile", name, "--crate-type", "cdylib"]))
    })?;
    let folder = std.target_dir().join(TARGET).join(name);
    let linked = folder.join("kedb_engine.wasm");
    let wasm = bind(&linked, "kedb")?;
    let signatures = bind(&folder.join("kedb_signatures.wasm"), "signatures")?;
    unpacker(&std)?;
    Ok(BuiltEngine { wasm, signatures, linked, smallest: std.is_smallest() })
}

/// Makes `www/pkg/unpack.js`, which holds the compiled `lzma/` as base64: a script needs no request for it,
/// and imports it in any browser.
fn unpacker(std: &WasmStd) -> Result<()> {
    step("what undoes LZMA", || {
        let mut cargo = std.cargo("rustc");
        cargo.args(["--package", "kedb-lzma", "--profile", "wasm"]);
        // Nobody reads the names of its functions.
        run(cargo.args(["--crate-type", "cdylib", "--", "-Cstrip=symbols"]))
    })?;
    let linked = std.target_dir().join(TARGET).join("wasm/kedb_lzma.wasm");
    let wasm = fs::read(&linked)
        .with_context(|| format!("could not read `{}`", linked.display()))?;
    let script = format!("export const UNPACK = \"{}\";\n", STANDARD.encode(wasm));
    place(&root().join("www/pkg/unpack.js"), script.as_bytes())
}

/// Makes a module in `www/pkg` from what was linked, unless it has been made from the same bytes.
fn bind(linked: &PathBuf, module: &str) -> Result<PathBuf> {
    let pkg = root().join("www/pkg");
    let wasm = pkg.join(format!("{module}_bg.wasm"));
    let stamp = pkg.join(format!("{module}.made-from"));
    let bytes = fs::read(linked)
        .with_context(|| format!("could not read `{}`", linked.display()))?;
    let hash: String =
        Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if wasm.exists()
        && fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == hash)
    {
        return Ok(wasm);
    }
    step(&format!("glue between `{module}` and JavaScript"), || {
        let mut bindgen = Bindgen::new();
        bindgen.input_path(linked).out_name(module).typescript(true);
        bindgen.web(true)?;
        // The page names the wasm by its hash, so the glue must not guess an address.
        bindgen.omit_default_module_path(true);
        bindgen.remove_name_section(true).remove_producers_section(true);
        bindgen.generate(&pkg)
    })
    .map_err(|error| anyhow!("wasm-bindgen: {error:#}"))?;
    fs::write(&stamp, hash)?;
    Ok(wasm)
}
