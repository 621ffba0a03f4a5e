//! Plain JavaScript objects.

use js_sys::{Array, Reflect};
use std::ops::Range;
use wasm_bindgen::JsValue;

/// An object that is being filled.
pub(super) struct Object(JsValue);

impl Default for Object {
    fn default() -> Object {
        Object(js_sys::Object::new().into())
    }
}

impl Object {
    /// An object that is there already.
    pub(super) fn of(object: JsValue) -> Object {
        Object(object)
    }

    /// Sets a property. That fails on frozen objects only, and these are ours.
    pub(super) fn set(&mut self, name: &str, value: impl Into<JsValue>) {
        let _ = Reflect::set(&self.0, &JsValue::from_str(name), &value.into());
    }

    /// Sets a property if there is a value.
    pub(super) fn set_some(&mut self, name: &str, value: Option<impl Into<JsValue>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }
}

impl From<Object> for JsValue {
    fn from(object: Object) -> JsValue {
        object.0
    }
}

/// The property of an options object; `undefined` if there is none.
pub(super) fn option(options: &JsValue, name: &str) -> JsValue {
    Reflect::get(options, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Ranges of bytes as pairs of UTF-16 offsets.
pub(super) fn utf16(text: &str, ranges: &[Range<usize>]) -> Array {
    let offset = |at: usize| {
        text.get(..at).map_or(0, |before| before.encode_utf16().count()) as f64
    };
    ranges
        .iter()
        .map(|range| Array::of2(&offset(range.start).into(), &offset(range.end).into()))
        .collect()
}
