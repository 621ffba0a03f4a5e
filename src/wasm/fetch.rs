//! Files of the bundle over `fetch`, verified and inflated by the browser.

use super::Contents;
use super::object::Object;
use crate::bundle::{Name, Stored};
use js_sys::{Error, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, Response};

/// How a file is asked for, one way after the other, before the search gives up. Names are
/// hashes: what the browser has is right however old it is, unless it is damaged.
const WAYS: [&str; 2] = ["force-cache", "reload"];

#[wasm_bindgen]
extern "C" {
    /// Of a window and of a worker alike.
    #[wasm_bindgen(js_name = fetch)]
    fn fetch(url: &str, options: &JsValue) -> Promise;

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
    let [first, others @ ..] = WAYS;
    let begun: Vec<(Name, Promise)> =
        names.into_iter().map(|name| (name, begin(base, &name, first))).collect();
    let mut contents = Contents::new();
    for (name, promise) in begun {
        let mut answer = content(&name, promise).await;
        for way in others {
            if answer.is_err() {
                answer = content(&name, begin(base, &name, way)).await;
            }
        }
        contents.insert(name, answer?);
    }
    Ok(contents)
}

fn begin(base: &str, name: &Name, way: &str) -> Promise {
    let mut options = Object::default();
    options.set("cache", way);
    fetch(&format!("{base}{}", name.path()), &options.into())
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
