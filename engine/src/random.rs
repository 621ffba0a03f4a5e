//! Randomness in the browser's engine: there is none.
//!
//! tantivy names new segments at random, so its dependencies ask for a source of
//! randomness at link time. Reading an index never calls it.

use getrandom::Error;

/// What `getrandom` calls when it is built with `getrandom_backend="custom"`.
#[expect(unsafe_code, reason = "getrandom finds its backend by the name of the symbol")]
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
    _: *mut u8,
    _: usize,
) -> Result<(), Error> {
    Err(Error::UNSUPPORTED)
}
