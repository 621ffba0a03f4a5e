//! ServiceNow's XML: `<unload>` or `<xml>` around records, each of which is called as its table and
//! holds an element for each of its fields.
//!
//! ```text
//! <unload unload_date="2026-07-14 06:00:00">
//!   <kb_knowledge action="INSERT_OR_UPDATE">
//!     <short_description>Gate hangs</short_description>
//!     <assignment_group display_value="Service Desk">d625…</assignment_group>
//! ```
//!
//! It is read by the tokenizer of html5ever, which no broken file stops: names, attributes,
//! CDATA sections and the five entities of XML mean the same to it.

use super::Record;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// How the names of tables begin whose records only go with those of others: attachments,
/// histories, relations.
const HELPERS: [&str; 4] = ["sys_", "m2m_", "label_", "kb_use"];

/// The records of the file called `file`.
pub(super) fn read(file: &str, text: &str) -> Vec<Record> {
    let reader = Reader { file: file.to_owned(), ..Reader::default() };
    let tokenizer = Tokenizer::new(Sink(RefCell::new(reader)), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(text.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().records
}

#[derive(Default)]
struct Reader {
    file: String,
    records: Vec<Record>,
    /// The names of the elements that are open: the wrapper, the record, its field.
    open: Vec<String>,
    /// The record that is read; none if nobody wants it.
    record: Option<Record>,
    /// What the field says.
    text: String,
    /// What people see instead, where the field refers to another record.
    shown: Option<String>,
}

impl Reader {
    fn begin(&mut self, tag: &Tag) {
        let attribute = |wanted: &str| {
            let mut attributes = tag.attrs.iter();
            let found = attributes.find(|attribute| &*attribute.name.local == wanted)?;
            Some(found.value.to_string()).filter(|value| !value.trim().is_empty())
        };
        match self.open.len() {
            1 => {
                let is_helper = HELPERS.iter().any(|start| tag.name.starts_with(start));
                let is_gone = attribute("action").as_deref() == Some("DELETE");
                self.record = (!is_helper && !is_gone).then(|| Record {
                    place: format!("{}, record {}", self.file, self.records.len() + 1),
                    ..Record::default()
                });
            }
            2 => {
                self.text.clear();
                self.shown = attribute("display_value");
            }
            _ => {}
        }
        self.open.push(tag.name.to_string());
        if tag.self_closing {
            self.end();
        }
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        match self.open.len() {
            2 => {
                let text = self.shown.take().unwrap_or_else(|| self.text.clone());
                if let Some(record) = &mut self.record {
                    record.push(&name, text);
                }
            }
            1 => {
                let record = self.record.take();
                self.records.extend(record.filter(|record| !record.columns.is_empty()));
            }
            _ => {}
        }
    }
}

struct Sink(RefCell<Reader>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => reader.begin(&tag),
            // An end without a beginning ends nothing.
            Token::TagToken(tag)
                if reader.open.last().is_some_and(|last| **last == *tag.name) =>
            {
                reader.end();
            }
            Token::CharacterTokens(text) if reader.open.len() > 2 => {
                reader.text.push_str(&text);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    /// Asked where `<![CDATA[` stands.
    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        true
    }
}
