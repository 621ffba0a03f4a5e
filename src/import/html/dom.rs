//! The tree that a browser would make of a piece of HTML, however broken it is.
//!
//! html5ever reads; the nodes are kept in one list and refer to each other by their place
//! in it. Two things differ from a browser, for the storage format of Confluence: a CDATA
//! section is text everywhere, and `<ac:emoticon/>` has no end tag.

use super::DROPPED;
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, create_element};
use html5ever::{
    Attribute, LocalName, Namespace, QualName, TokenizerResult, local_name, ns,
};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Elements nested deeper than this are no text that anybody wrote. Their tags are left
/// out: reading them would take time that grows with the square of the depth.
const MAX_DEPTH: usize = 400;

/// The place of a node in the list.
pub(super) type Id = usize;

/// A piece of HTML as a tree.
pub(super) struct Dom {
    nodes: Vec<DomEntry>,
    /// Whether tags were left out because they were nested too deeply.
    pub(super) is_cut: bool,
}

/// What a node is.
pub(super) enum NodeContent {
    Text(String),
    Element(Rc<Start>),
    /// The document itself, or a comment.
    Other,
}

/// A start tag. Prefixes such as `ac:` are part of the names.
pub(super) struct Start {
    name: QualName,
    attributes: Vec<Attribute>,
}

struct DomEntry {
    content: NodeContent,
    parent: Option<Id>,
    children: Vec<Id>,
    depth: usize,
}

impl Start {
    pub(super) fn name(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|attribute| &*attribute.name.local == wanted)?;
        Some(&found.value)
    }

    /// Whether it is of this class.
    pub(super) fn is(&self, class: &str) -> bool {
        let classes = self.attribute("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|other| other == class)
    }
}

impl Dom {
    /// The tree of `html`, read as what stands in a `div`.
    pub(super) fn read(html: &str) -> Dom {
        let sink = Sink::default();
        let div = QualName::new(None, ns!(html), local_name!("div"));
        let context = create_element(&sink, div, Vec::new());
        let options = TreeBuilderOpts::default();
        let builder = TreeBuilder::new_for_fragment(sink, context, None, options);
        let gate = Gate { builder, is_cut: Cell::new(false) };
        let tokenizer = Tokenizer::new(gate, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        // It pauses after a script, and where the encoding is declared.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        let Gate { builder, is_cut } = tokenizer.sink;
        Dom { nodes: builder.sink.finish(), is_cut: is_cut.get() }
    }

    /// What the whole consists of.
    pub(super) fn top(&self) -> &[Id] {
        // The parser puts all of a fragment into an `html` element.
        let root = self.children(DOCUMENT).first();
        root.map_or(&[], |root| self.children(*root))
    }

    pub(super) fn content(&self, id: Id) -> &NodeContent {
        self.nodes.get(id).map_or(&NodeContent::Other, |node| &node.content)
    }

    pub(super) fn children(&self, id: Id) -> &[Id] {
        self.nodes.get(id).map_or(&[], |node| &node.children)
    }

    /// The text of `nodes`, without what stands in dropped elements. Elements are apart
    /// from what is around them by a space.
    pub(super) fn text(&self, nodes: &[Id]) -> String {
        let mut text = String::new();
        let mut open: Vec<std::slice::Iter<'_, Id>> = vec![nodes.iter()];
        while let Some(siblings) = open.last_mut() {
            let Some(id) = siblings.next() else {
                open.pop();
                text.push(' ');
                continue;
            };
            match self.content(*id) {
                NodeContent::Text(piece) => text.push_str(piece),
                NodeContent::Element(start) if !DROPPED.contains(&start.name()) => {
                    text.push(' ');
                    open.push(self.children(*id).iter());
                }
                _ => {}
            }
        }
        text
    }
}

/// What stands between the tokenizer and the builder of the tree.
struct Gate {
    builder: TreeBuilder<Id, Sink>,
    is_cut: Cell<bool>,
}

impl TokenSink for Gate {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        let Token::TagToken(tag) = token else {
            return self.builder.process_token(token, line);
        };
        if self.builder.sink.deepest.get() > MAX_DEPTH && !DROPPED.contains(&&*tag.name) {
            self.is_cut.set(true);
            return TokenSinkResult::Continue;
        }
        // To HTML the slash of an element that it doesn't know means nothing.
        let end = (tag.self_closing && tag.name.contains(':')).then(|| Tag {
            kind: TagKind::EndTag,
            self_closing: false,
            attrs: Vec::new(),
            ..tag.clone()
        });
        let result = self.builder.process_token(Token::TagToken(tag), line);
        match end {
            Some(end) => self.builder.process_token(Token::TagToken(end), line),
            None => result,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    /// Asked where `<![CDATA[` stands.
    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        true
    }
}

/// The first node of each list.
const DOCUMENT: Id = 0;

/// The list while it grows.
struct Sink {
    nodes: RefCell<Vec<DomEntry>>,
    deepest: Cell<usize>,
}

impl Default for Sink {
    fn default() -> Sink {
        let sink = Sink { nodes: RefCell::default(), deepest: Cell::new(0) };
        sink.add(NodeContent::Other);
        sink
    }
}

impl Sink {
    fn add(&self, content: NodeContent) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(DomEntry { content, parent: None, children: Vec::new(), depth: 0 });
        nodes.len() - 1
    }

    /// Puts `child` before what is now number `at` of the children.
    fn insert(&self, parent: Id, at: usize, child: NodeOrText<Id>) {
        let child = match child {
            NodeOrText::AppendNode(child) => {
                self.remove_from_parent(&child);
                child
            }
            NodeOrText::AppendText(text) if self.is_joined(parent, at, &text) => return,
            NodeOrText::AppendText(text) => self.add(NodeContent::Text(text.into())),
        };
        let mut nodes = self.nodes.borrow_mut();
        let Some(parent_entry) = nodes.get_mut(parent) else { return };
        let depth = parent_entry.depth + 1;
        let at = at.min(parent_entry.children.len());
        parent_entry.children.insert(at, child);
        let Some(entry) = nodes.get_mut(child) else { return };
        entry.parent = Some(parent);
        entry.depth = depth;
        self.deepest.set(self.deepest.get().max(depth));
    }

    /// Appends `text` to the text right before number `at`, if there is one.
    fn is_joined(&self, parent: Id, at: usize, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let before = nodes
            .get(parent)
            .and_then(|parent| parent.children.get(..at).and_then(<[Id]>::last).copied());
        match before.and_then(|before| nodes.get_mut(before)) {
            Some(DomEntry { content: NodeContent::Text(whole), .. }) => {
                whole.push_str(text);
                true
            }
            _ => false,
        }
    }

    /// The parent of a node, and which of its children the node is.
    fn position(&self, id: Id) -> Option<(Id, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes.get(id)?.parent?;
        let at = nodes.get(parent)?.children.iter().rposition(|child| *child == id)?;
        Some((parent, at))
    }

    fn count(&self, id: Id) -> usize {
        self.nodes.borrow().get(id).map_or(0, |node| node.children.len())
    }

    fn start(&self, id: Id) -> Option<Rc<Start>> {
        match &self.nodes.borrow().get(id)?.content {
            NodeContent::Element(start) => Some(Rc::clone(start)),
            _ => None,
        }
    }
}

/// The name of an element as the builder asks for it.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Vec<DomEntry>;
    type ElemName<'a> = Name;

    fn finish(self) -> Vec<DomEntry> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_document(&self) -> Id {
        DOCUMENT
    }

    /// Templates are dropped, so their content may lie in them like any other.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        let empty = || QualName::new(None, ns!(html), local_name!(""));
        Name(self.start(*target).map_or_else(empty, |start| start.name.clone()))
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Id {
        self.add(NodeContent::Element(Rc::new(Start { name, attributes })))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(NodeContent::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(NodeContent::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(*parent, self.count(*parent), child);
    }

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.remove_from_parent(child);
        }
        if let Some((parent, at)) = self.position(*sibling) {
            self.insert(parent, at, child);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Id,
        previous: &Id,
        child: NodeOrText<Id>,
    ) {
        match self.position(*element) {
            Some(_) => self.append_before_sibling(element, child),
            None => self.append(previous, child),
        }
    }

    /// Asked for the attributes of a second `html` or `body`, which mean nothing here.
    fn add_attrs_if_missing(&self, _: &Id, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Id) {
        let Some((parent, at)) = self.position(*target) else { return };
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes.get_mut(parent) {
            parent.children.remove(at);
        }
        if let Some(node) = nodes.get_mut(*target) {
            node.parent = None;
        }
    }

    fn reparent_children(&self, from: &Id, to: &Id) {
        let children = {
            let mut nodes = self.nodes.borrow_mut();
            let children = nodes.get_mut(*from).map(|node| &mut node.children);
            children.map(std::mem::take).unwrap_or_default()
        };
        for child in children {
            if let Some(node) = self.nodes.borrow_mut().get_mut(child) {
                node.parent = None;
            }
            self.append(to, NodeOrText::AppendNode(child));
        }
    }
}
