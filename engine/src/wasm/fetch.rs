//! Files of the bundle over `fetch`, verified and inflated by the browser.

use super::Contents;
use super::object::Object;
use crate::bundle::{BundleError, File, Stored};
use js_sys::{Error, Promise, Reflect, Uint8Array};
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

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Pipe) -> Result<Reader, JsValue>;

    #[wasm_bindgen(js_name = ReadableStreamDefaultReader)]
    type Reader;

    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;

    #[wasm_bindgen(method)]
    fn cancel(this: &Reader) -> Promise;
}

/// Fetches all of `files` at once.
///
/// # Errors
/// A sentence for people if one can't be had or is not what its name promises.
pub(super) async fn fetch_all(base: &str, files: Vec<File>) -> Result<Contents, Error> {
    let [first, others @ ..] = WAYS;
    let begun: Vec<(File, Promise)> =
        files.into_iter().map(|file| (file, begin(base, &file, first))).collect();
    let mut contents = Contents::new();
    for (file, promise) in begun {
        let mut answer = content(&file, promise).await;
        for way in others {
            if answer.is_err() {
                answer = content(&file, begin(base, &file, way)).await;
            }
        }
        contents.insert(file, answer?);
    }
    Ok(contents)
}

fn begin(base: &str, file: &File, way: &str) -> Promise {
    let mut options = Object::default();
    options.set("cache", way);
    fetch(&format!("{base}{}", file.path()), &options.into())
}

async fn content(file: &File, promise: Promise) -> Result<Vec<u8>, Error> {
    let failed = |_| {
        let path = file.path();
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
            file.path(),
            response.status()
        )));
    }
    let too_large = || Error::new(&BundleError::TooLarge(file.path()).to_string());
    let stream = response.body().ok_or(JsValue::UNDEFINED).map_err(failed)?;
    let bytes = read(&stream, file.most()).await.map_err(failed)?;
    inflated(file, bytes.ok_or_else(too_large)?).await
}

/// The content of `file` that arrived as `bytes`.
///
/// # Errors
/// A sentence for people if `bytes` are not that file.
pub(super) async fn inflated(file: &File, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    let sentence = |error: BundleError| Error::new(&error.to_string());
    let bytes = match file.check(&bytes).map_err(sentence)? {
        Stored::Inflated => bytes,
        // A browser without the stream of gunzip has not come here: its wasm was inflated.
        Stored::Gzip => {
            let inflated = gunzip(bytes, file.most()).await;
            let inflated = inflated.map_err(|_| sentence(file.mismatch()))?;
            inflated.ok_or_else(|| sentence(BundleError::TooLarge(file.path())))?
        }
    };
    file.content(bytes).map_err(sentence)
}

/// What `bytes` inflate to; none if that is more than `most` bytes.
async fn gunzip(mut bytes: Vec<u8>, most: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let stored = Response::new_with_opt_u8_array(Some(&mut bytes))?;
    let stream = stored.body().ok_or(JsValue::UNDEFINED)?;
    let stream = stream.unchecked_ref::<Pipe>();
    let inflated = stream.pipe_through(&DecompressionStream::new("gzip")?)?;
    read(&inflated, most).await
}

/// All that `stream` gives; none if that is more than `most` bytes, of which no more are kept.
async fn read(stream: &ReadableStream, most: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let reader = stream.unchecked_ref::<Pipe>().get_reader()?;
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        let part = Reflect::get(&chunk, &"value".into())?;
        if part.is_undefined() {
            return Ok(Some(bytes));
        }
        let part: Uint8Array = part.unchecked_into();
        let before = bytes.len();
        let after = before.saturating_add(part.length() as usize);
        if after > most {
            // Nobody waits for the rest.
            let _ = reader.cancel();
            return Ok(None);
        }
        bytes.resize(after, 0);
        if let Some(room) = bytes.get_mut(before..) {
            part.copy_to(room);
        }
    }
}
