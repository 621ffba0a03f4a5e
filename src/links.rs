//! Links between articles, and images: from what the author wrote to what a reader of
//! one audience can follow.
//!
//! A link to another article becomes `article:<id>`. One to an article that this audience
//! does not have, to another file, or with an unknown scheme becomes its text. An image
//! of the base keeps the path of its file, a remote one becomes a link, a missing one its
//! alternative text. Nothing outside the base's folder is ever named.

mod beside;
mod labels;
mod targets;

pub use beside::is_image;
pub use targets::Targets;

use crate::config::{Config, Field};
use crate::diagnostic::{Diagnostic, Level};
use crate::html::{has_image, has_scheme, is_contact, is_web_address, push_node};
use crate::parse::{Anchors, Places, decoded, file, heading_level, is_internal};
use kedb_engine::article::{
    Article, ArticleId, Attribute, Audience, Element, Node, Tag, is_blank, plain_text,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a link or an image may lead to.
#[derive(Clone, Debug)]
pub struct Destinations<'a> {
    /// The articles of the audience, by path. A retired one has its replacement's id.
    pub articles: BTreeMap<String, ArticleId>,
    /// The titles of the articles of the audience.
    pub titles: BTreeMap<ArticleId, String>,
    /// The paths of those that lead agents to an article, and the public nowhere.
    pub agents_only: BTreeSet<String>,
    /// Where authors mean what they write to lead.
    pub targets: Targets,
    /// The anchors of the articles of the audience, by path.
    pub anchors: BTreeMap<String, &'a Anchors>,
    /// The paths of the articles with each label of `MyST`, whoever reads them.
    pub labels: BTreeMap<String, Vec<String>>,
    /// Images, by path.
    pub images: &'a BTreeSet<String>,
    /// The settings, which say what is no article.
    pub config: &'a Config,
}

/// Resolves what is in `article`, which says where its file is.
pub fn resolve(
    article: &mut Article,
    known: &Destinations<'_>,
    places: &Places,
) -> Vec<Diagnostic> {
    let file = article.source.clone();
    let for_public = article.audience == Audience::Public;
    let (diagnostics, sides) = (BTreeMap::new(), BTreeMap::new());
    let own = article.id.clone();
    let (in_heading, is_alone) = (false, false);
    let mut pass = Pass {
        file: &file,
        own,
        known,
        places,
        for_public,
        in_heading,
        is_alone,
        sides,
        diagnostics,
    };
    for section in &mut article.sections {
        pass.nodes(&mut section.nodes);
    }
    pass.diagnostics.into_values().collect()
}

struct Pass<'a> {
    file: &'a str,
    /// The id of the article.
    own: ArticleId,
    known: &'a Destinations<'a>,
    places: &'a Places,
    /// Whether the public reads what is looked at.
    for_public: bool,
    /// Whether what is resolved stands in a heading.
    in_heading: bool,
    /// Whether it stands in a paragraph that says nothing beside it.
    is_alone: bool,
    /// The targets of links of wikis, and what is written between their brackets.
    sides: BTreeMap<String, String>,
    /// By target: each is reported once.
    diagnostics: BTreeMap<String, Diagnostic>,
}

impl Pass<'_> {
    /// Resolves what is in `nodes`. A list without a link or an image of its own, as most are, stays
    /// where it lies.
    fn nodes(&mut self, nodes: &mut Vec<Node>) {
        let leads = |node: &Node| match node {
            Node::Text(_) => false,
            Node::Element(element) => matches!(element.tag.name(), "a" | "img"),
        };
        if !nodes.iter().any(leads) {
            for node in nodes.iter_mut() {
                if let Node::Element(element) = node {
                    self.children(element);
                }
            }
            return nodes.retain(|node| !is_empty(node));
        }
        let mut kept = Vec::with_capacity(nodes.len());
        let mut is_behind_image = false;
        // The words of an image that is not shown end where the text goes on.
        let push_apart = |kept: &mut Vec<Node>, node: Node, is_behind_image: bool| {
            if is_behind_image && joins(kept, &node) {
                push_node(kept, Node::Text(" ".to_owned()));
            }
            push_node(kept, node);
        };
        for node in std::mem::take(nodes) {
            let Node::Element(mut element) = node else {
                push_apart(&mut kept, node, is_behind_image);
                is_behind_image = false;
                continue;
            };
            let is_behind =
                std::mem::replace(&mut is_behind_image, element.tag.name() == "img");
            self.children(&mut element);
            match element.tag.name() {
                "a" => self.link(element, &mut kept),
                "img" => {
                    let shown = self.image(&element);
                    if is_behind && matches!(kept.last(), Some(Node::Element(_))) {
                        push_node(&mut kept, Node::Text(" ".to_owned()));
                    }
                    push_apart(&mut kept, shown, is_behind);
                }
                _ => kept.push(Node::Element(element)),
            }
        }
        kept.shrink_to_fit();
        *nodes = kept;
    }

    /// Resolves what is in `element`.
    fn children(&mut self, element: &mut Element) {
        let before = (self.for_public, self.in_heading, self.is_alone);
        self.for_public &= !is_internal(element);
        self.in_heading |= heading_level(element).is_some();
        if element.tag.name() == "p" {
            self.is_alone = is_blank(&element.children);
        }
        self.nodes(&mut element.children);
        (self.for_public, self.in_heading, self.is_alone) = before;
    }

    fn link(&mut self, mut element: Element, kept: &mut Vec<Node>) {
        let mut target = written(&element, Attribute::Href);
        if let Some((side, words)) = self.known.targets.sides(self.file, &target) {
            self.sides.insert(side.clone(), decoded(&target));
            target = side;
            if let Some(words) = words {
                element.children = vec![Node::Text(words)];
            }
        }
        if let Some(href) = self.address(&target) {
            if is_unnamed(&element.children) {
                let Some(words) = self.words(&target, &href) else { return };
                element.children = vec![Node::Text(words)];
            }
            element.attributes = vec![(Attribute::Href, href)];
            kept.push(Node::Element(element));
        } else if is_title(&element.children) {
            // The name of a file that agents alone read says what it is about.
            let found = self.known.targets.find(self.file, &target);
            if self.for_public
                && found.is_some_and(|path| self.known.agents_only.contains(path))
            {
                return;
            }
            let target = decoded(&target);
            let path = target.split(['#', '?']).next().unwrap_or_default();
            push_node(kept, Node::Text(beside::page(self.file, path)));
        } else {
            if is_unnamed(&element.children) {
                element.children.extend(self.unknown_label(&target).map(Node::Text));
            }
            let name = self.file_beside(&target);
            let name = name.filter(|name| !plain_text(&element.children).contains(name));
            element.children.into_iter().for_each(|child| push_node(kept, child));
            if let Some(name) = name {
                push_node(kept, Node::Text(format!(" ({name})")));
            }
        }
    }

    /// The name of the file beside the articles to which a link leads: it tells agents more than "here".
    fn file_beside(&self, target: &str) -> Option<String> {
        let path = self.known.targets.path(self.file, &decoded(target));
        let path =
            path.filter(|path| !self.for_public && !self.known.config.excludes(path));
        beside::name(&path?).map(str::to_owned)
    }

    /// Where a link leads, if a reader can follow it.
    fn address(&mut self, target: &str) -> Option<String> {
        if is_contact(target) {
            // A number may be written with spaces; what a mail begins with may hold some.
            let is_number = !has_scheme(target, "mailto:");
            let number = || target.replace("%20", "").replace(' ', "");
            return Some(if is_number { number() } else { target.to_owned() });
        }
        let decoded = decoded(target);
        if let Some(fragment) = own_fragment(&decoded) {
            return self.own_heading(&decoded, fragment);
        }
        let targets = &self.known.targets;
        let found = targets.find(self.file, target);
        if is_web_address(target) && found.is_none() {
            return Some(target.to_owned());
        }
        let Some(path) = found else {
            if let Some(path) = self.labelled(&decoded) {
                return self.article(path, &decoded, Some(decoded.clone()));
            }
            return self.dead(target, &decoded);
        };
        let fragment = self.fragment(target, &decoded, path);
        self.article(path, &decoded, fragment)
    }

    /// What follows the `#` in a link to the file at `path`, whose own name may hold one.
    fn fragment(&self, target: &str, decoded: &str, path: &str) -> Option<String> {
        if let Some(name) = wiki_name(decoded) {
            return name.split_once('#').map(|(_, fragment)| fragment.to_owned());
        }
        let (before, fragment) = target.split_once('#')?;
        let names_file = self.known.targets.find(self.file, before) == Some(path);
        names_file.then(|| self::decoded(fragment))
    }

    /// Where a link to a heading of the article itself leads.
    fn own_heading(&mut self, target: &str, fragment: &str) -> Option<String> {
        let own = self.known.anchors.get(self.file);
        let found = own.and_then(|own| own.find(fragment));
        if let Some(path) = self.labelled(fragment).filter(|_| found.is_none()) {
            return self.article(path, target, Some(fragment.to_owned()));
        }
        if found.is_none() && !is_setting(fragment) {
            let message = format!(
                "no heading of the article is called `#{fragment}`, so only the words of the \
                 link are shown"
            );
            let hint = "name a heading by its words in lowercase with `-` between them";
            self.tell(Level::Warning, "lost-text", target, message, hint);
        }
        found.map(|anchor| address(&self.own, anchor))
    }

    /// What becomes of a link to no file of the base.
    fn dead(&mut self, target: &str, decoded: &str) -> Option<String> {
        // What is no path at all.
        if target.is_empty() || target.starts_with(['?', '\\']) {
            return None;
        }
        if let Some(address) = self.known.targets.elsewhere(target) {
            return Some(address);
        }
        let path = decoded.split(['#', '?']).next().unwrap_or_default();
        let inside = self.known.targets.path(self.file, path);
        let is_article = inside.is_some() && file::is_article(path);
        let excluded = inside.clone().filter(|path| {
            self.known.config.excludes(path)
                || self.known.config.excludes(&format!("{path}.md"))
        });
        let root =
            "`root` under `[links]` in `kedb.toml` says where the base lies on its site";
        if let Some(path) = excluded {
            let message = format!(
                "`{path}` is excluded, so only the words of the link to it are shown"
            );
            let hint =
                "link an article, or take the file out of `exclude` in `kedb.toml`";
            self.tell(Level::Warning, "lost-text", decoded, message, hint);
        } else if inside.is_some_and(|path| is_hidden(&path)) {
            let message = format!(
                "`{decoded}` lies in a folder whose name begins with a dot, where no articles are, so \
                 only the words of the link to it are shown"
            );
            let hint = "link an article, or write the whole address";
            self.tell(Level::Warning, "lost-text", decoded, message, hint);
        } else if is_article {
            let message = format!("`{decoded}` leads to no file of the knowledge base");
            let hint = format!("correct the path, or remove the link; {root}");
            self.tell(Level::Error, "broken-link", decoded, message, &hint);
        } else {
            let shown = match self.file_beside(target) {
                Some(_) => "its words and the name of the file",
                None => "its words",
            };
            let message = format!(
                "the link to `{decoded}` can't be followed, so only {shown} are shown"
            );
            let hint = format!("link an article, or write the whole address; {root}");
            self.tell(Level::Warning, "lost-text", decoded, message, &hint);
        }
        None
    }

    /// What is shown of an image: itself, a link to it, or its words.
    fn image(&mut self, element: &Element) -> Node {
        let target = written(element, Attribute::Src);
        let alt = element.attribute(Attribute::Alt).unwrap_or("").to_owned();
        if is_web_address(&target) {
            let text =
                if alt.trim().is_empty() { beside::name_of_image(&target) } else { alt };
            let Some(tag) = Tag::named("a") else { return Node::Text(text) };
            let attributes = vec![(Attribute::Href, target)];
            let children = vec![Node::Text(text)];
            return Node::Element(Element { tag, attributes, children });
        }
        let found = self.known.targets.find(self.file, &target);
        if let Some(path) = found.filter(|path| self.known.images.contains(*path)) {
            let attributes =
                vec![(Attribute::Alt, alt), (Attribute::Src, path.to_owned())];
            let children = Vec::new();
            return Node::Element(Element { tag: element.tag, attributes, children });
        }
        let target = decoded(&target);
        let Some(path) = self.known.targets.path(self.file, &target) else {
            let message =
                format!("the image `{target}` does not lie in the knowledge base");
            let hint = "copy it beside the article";
            self.tell(Level::Warning, "image-outside", &target, message, hint);
            return Node::Text(alt);
        };
        let formats = ".png, .jpg, .jpeg, .gif and .webp";
        let message = if path.to_lowercase().ends_with(".svg") {
            format!("`{path}` is not shown, because an SVG image can hold scripts")
        } else if is_image(&path) {
            format!("there is no image `{path}`")
        } else {
            format!("`{path}` is not shown: images are {formats}")
        };
        let hint = &format!(
            "its alternative text is shown instead; formats that are shown are {formats}"
        );
        self.tell(Level::Warning, "missing-image", &target, message, hint);
        Node::Text(alt)
    }

    fn tell(
        &mut self,
        level: Level,
        rule: &'static str,
        target: &str,
        message: String,
        hint: &str,
    ) {
        let place = self.sides.get(target).map_or(target, String::as_str);
        let place = self.places.target(place);
        let diagnostic =
            Diagnostic::warning(rule, self.file, place, message).with_hint(hint);
        let diagnostic = Diagnostic { level, ..diagnostic };
        self.diagnostics.entry(target.to_owned()).or_insert(diagnostic);
    }
}

/// Whether a paragraph shows nothing, as its links lead nowhere.
fn is_empty(node: &Node) -> bool {
    matches!(node, Node::Element(paragraph)
        if paragraph.tag.name() == "p"
            && is_blank(&paragraph.children)
            && !has_image(&paragraph.children))
}

/// Whether the words of a link are those of Diplodoc for the title of its target.
fn is_title(words: &[Node]) -> bool {
    matches!(words, [Node::Text(text)] if text.trim() == "{#T}")
}

/// Whether a link has no words of its own.
fn is_unnamed(words: &[Node]) -> bool {
    is_title(words) || is_blank(words) && !has_image(words)
}

/// What follows the `#` in a decoded link to the article itself.
fn own_fragment(target: &str) -> Option<&str> {
    wiki_name(target).unwrap_or(target).strip_prefix('#')
}

/// What stands between the brackets of a wiki link.
fn wiki_name(target: &str) -> Option<&str> {
    target.strip_prefix("[[")?.strip_suffix("]]")
}

/// Whether a fragment says how a page is shown and not where: the tabs of Microsoft Learn and of
/// MkDocs, and words that a browser highlights.
fn is_setting(fragment: &str) -> bool {
    ["tab/", "__tabbed_", ":~:"].iter().any(|begun| fragment.starts_with(begun))
}

/// Whether a path leads into a folder that is none of the base's, as its name begins with a dot.
fn is_hidden(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|name| name.starts_with('.'))
}

/// The address of an article, and of a heading in it.
fn address(id: &ArticleId, anchor: &str) -> String {
    if anchor.is_empty() {
        format!("article:{id}")
    } else {
        format!("article:{id}#{anchor}")
    }
}

/// What is wrong with the retired articles among `all`: those that lead `agents` to a
/// replacement that only they read, so that the `public` is led nowhere.
pub fn replacements(
    all: &[(&Article, &Places)],
    agents: &[(ArticleId, ArticleId)],
    public: &[(ArticleId, ArticleId)],
) -> Vec<Diagnostic> {
    let public: BTreeSet<&ArticleId> = public.iter().map(|(from, _)| from).collect();
    let agents: BTreeMap<&ArticleId, &ArticleId> =
        agents.iter().map(|(from, to)| (from, to)).collect();
    let mut diagnostics = Vec::new();
    for (article, places) in all {
        let id = &article.id;
        let Some(to) = agents.get(id).filter(|_| !public.contains(id)) else { continue };
        if article.audience == Audience::Internal {
            continue;
        }
        let message = format!("the public is not led to `{to}`, which only agents read");
        let place = places.field(Field::ReplacedBy);
        diagnostics.push(
            Diagnostic::error("internal-link", &article.source, place, message)
                .with_hint(
                    "name a public article, or let that article have `audience: public`",
                ),
        );
    }
    diagnostics
}

/// The target that an author wrote, with a scheme if it leads to another site.
fn written(element: &Element, name: Attribute) -> String {
    let target = element.attribute(name).unwrap_or("");
    if let Some(host) = target.strip_prefix("//") {
        return format!("https://{host}");
    }
    target.to_owned()
}

/// The paths of the images that `articles` show.
#[must_use]
pub fn images(articles: &[Article]) -> BTreeSet<String> {
    fn collect(nodes: &[Node], images: &mut BTreeSet<String>) {
        for node in nodes {
            let Node::Element(element) = node else { continue };
            if element.tag.name() == "img" {
                images.extend(element.attribute(Attribute::Src).map(str::to_owned));
            }
            collect(&element.children, images);
        }
    }
    let mut images = BTreeSet::new();
    for section in articles.iter().flat_map(|article| &article.sections) {
        collect(&section.nodes, &mut images);
    }
    images
}

/// Whether a text would go on with the last word of another.
fn joins(before: &[Node], after: &Node) -> bool {
    let (Some(Node::Text(before)), Node::Text(after)) = (before.last(), after) else {
        return false;
    };
    before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
}

/// The path that `target`, written in `file`, means; none if it leads out of the base or
/// is no relative path.
pub(crate) fn resolved(file: &str, target: &str) -> Option<String> {
    let target = target.split(['#', '?']).next().unwrap_or("");
    let first = target.split('/').next().unwrap_or("");
    if first.is_empty() || first.contains(':') || target.contains('\0') {
        return None;
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    file::joined(folder, target)
}
