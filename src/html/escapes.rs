//! Text that HTML writes with ampersands: `&quot;`, `&#110;`, `&#x6e;`.

use html5ever::buffer_queue::BufferQueue;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// `text` without its escapes, once: `&#60;p&#62;` and `&lt;p&gt;` are `<p>`. It is what a browser
/// reads if no tag begins in it; what names no character stays as it is.
pub(crate) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let reader = Tokenizer::new(Characters::default(), options);
    let input = BufferQueue::default();
    input.push_back(text.replace('<', "&lt;").as_str().into());
    let _ = reader.feed(&input);
    reader.end();
    reader.sink.0.into_inner()
}

/// The characters that a tokenizer has met.
#[derive(Default)]
struct Characters(RefCell<String>);

impl TokenSink for Characters {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::CharacterTokens(characters) = token {
            self.0.borrow_mut().push_str(&characters);
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::unescaped;
    use proptest::prelude::*;

    #[test]
    fn escapes_are_read_as_a_browser_does() {
        for (written, read) in [
            ("", ""),
            ("a & b &c; &", "a & b &c; &"),
            ("&lt;p class=&quot;x&quot;&gt;", "<p class=\"x\">"),
            ("a < b &lt; c", "a < b < c"),
            ("&#110;&#x6E;&#x6e", "nnn"),
            ("&#150; &#0; &#xd800;", "– \u{fffd} \u{fffd}"),
            ("&amp;lt;", "&lt;"),
            ("&nbsp;&hellip;", "\u{a0}…"),
        ] {
            assert_eq!(unescaped(written), read, "{written}");
        }
    }

    proptest! {
        #[test]
        fn a_text_survives_its_escapes(text in "[ -~\u{e9}\u{1f4a5}]{0,40}") {
            let written: String = text.chars().map(|c| format!("&#{};", u32::from(c))).collect();
            prop_assert_eq!(unescaped(&written), text);
        }
    }
}
