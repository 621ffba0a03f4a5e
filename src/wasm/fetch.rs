//! Files of the bundle over `fetch`, verified and inflated by the browser.

use super::Contents;
use crate::bundle::{Name, Stored};
use js_sys::{Error, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, Response};

/// How often a file is asked for before the search gives up.
const TRIES: usize = 2;

#[wasm_bindgen]
extern "C" {
    /// Of a window and of a worker alike.
    #[wasm_bindgen(js_name = fetch)]
    fn fetch(url: &str) -> Promise;

    // web-sys has it behind `web_sys_unstable_apis` only.
    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    #[wasm_bindgen(js_name = ReadableStream)]
    type Pipe;

    #[wasm_bindgen(method, catch, js_name = pipeThrough)]
    fn pipe_through(
        this: &Pipe,
        through: &DecompressionStream,
    ) -> Result<ReadableStream, JsValue>;
}

/// Fetches all of `names` at once.
///
/// # Errors
/// A sentence for people if one can't be had or is not what its name promises.
pub(super) async fn fetch_all(base: &str, names: Vec<Name>) -> Result<Contents, Error> {
    let begun: Vec<(Name, Promise)> =
        names.into_iter().map(|name| (name, fetch(&url(base, &name)))).collect();
    let mut contents = Contents::new();
    for (name, promise) in begun {
        let mut answer = content(&name, promise).await;
        for _ in 1..TRIES {
            if answer.is_err() {
                answer = content(&name, fetch(&url(base, &name))).await;
            }
        }
        contents.insert(name, answer?);
    }
    Ok(contents)
}

fn url(base: &str, name: &Name) -> String {
    format!("{base}{}", name.path())
}

async fn content(name: &Name, promise: Promise) -> Result<Vec<u8>, Error> {
    let failed = |_| {
        let path = name.path();
        Error::new(&format!(
            "the file `{path}` of the known errors can't be loaded: check the network"
        ))
    };
    let response = JsFuture::from(promise).await.map_err(failed)?;
    let response: Response = response.dyn_into().map_err(failed)?;
    if !response.ok() {
        return Err(Error::new(&format!(
            "the file `{}` of the known errors is missing on the server (HTTP {}): load \
             the page again; if that does not help, the bundle was not copied whole",
            name.path(),
            response.status()
        )));
    }
    let bytes = buffer(&response).await.map_err(failed)?;
    inflated(name, bytes).await
}

/// The content of the file `name` that arrived as `bytes`.
///
/// # Errors
/// A sentence for people if `bytes` are not that file.
pub(super) async fn inflated(name: &Name, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    match name.check(&bytes).map_err(|error| Error::new(&error.to_string()))? {
        Stored::Inflated => Ok(bytes),
        Stored::Gzip => gunzip(bytes).await.map_err(|_| {
            Error::new("this browser can't inflate the known errors: it is too old")
        }),
    }
}

async fn gunzip(mut bytes: Vec<u8>) -> Result<Vec<u8>, JsValue> {
    let stored = Response::new_with_opt_u8_array(Some(&mut bytes))?;
    let stream = stored.body().ok_or(JsValue::UNDEFINED)?;
    let stream = stream.unchecked_ref::<Pipe>();
    let inflated = stream.pipe_through(&DecompressionStream::new("gzip")?)?;
    buffer(&Response::new_with_opt_readable_stream(Some(&inflated))?).await
}

async fn buffer(response: &Response) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
