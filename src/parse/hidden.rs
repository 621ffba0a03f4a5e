//! What other publishing systems hide, and Markdown shows.
//!
//! A foreign base may hold comments of a template language, HTML that its style hides, and
//! sections that only their label calls internal. kedb can't know how such a text would end,
//! so a public article that holds one is left out: an author who hid something never finds
//! it published. Code is shown as it is, and hides nothing.

use super::internal::says_internal;
use super::marks::seen;
use super::sections::is_internal;
use super::source::{Fence, Line, is_block_mark, outside_code};
use crate::diagnostic::Place;
use kedb_engine::article::{Element, Node, Tag, plain_text};
use regex_lite::Regex;
use std::sync::LazyLock;

/// A text that its author hid.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hidden {
    /// Where it begins, as far as that is known.
    pub(super) place: Place,
    /// What hides it, as written.
    pub(super) by: String,
    pub(super) kind: Kind,
}

/// How a text is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// By a comment, or a piece of a program, of a template language.
    Template,
    /// By an element of HTML, its attributes or its style.
    Html,
    /// By words that say who may read it.
    Label,
}

impl Kind {
    /// What to do about it.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Kind::Template => {
                "write a comment as `<!-- ... -->`, and code between backticks or fences"
            }
            Kind::Html => {
                "put what only agents may read between `::: internal` and `:::`; remove what \
                 nobody may read; write code and placeholders between backticks"
            }
            Kind::Label => {
                "put what only agents may read between `::: internal` and `:::`, with its \
                 label; if everybody may read it, call it otherwise"
            }
        }
    }
}

/// What begins a comment in the template languages of Hugo, MDX, Jinja, Liquid, Handlebars,
/// kramdown and ERB. `{#` alone begins the anchor of a heading.
const COMMENTS: [&str; 14] = [
    "{/*",
    "{{/*",
    "{{- /*",
    "{{!",
    "{# ",
    "{#-",
    "{% comment",
    "{%- comment",
    "{% raw_comment",
    "{% hide",
    "{%- hide",
    "{::comment",
    "{::nomarkdown",
    "<%",
];

/// Comments that are labels: they begin or end what another system hides.
pub(super) fn in_comments(lines: &[Line]) -> Vec<Hidden> {
    each_line(lines, |line| {
        COMMENT.as_ref()?.captures_iter(line).find_map(|found| {
            let (whole, comment) = (found.get(0)?.as_str(), found.get(1)?.as_str());
            let is_hiding = is_label(comment) && outside_code(line, whole).is_some();
            is_hiding.then(|| (Kind::Label, whole.to_owned()))
        })
    })
}

static COMMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("<!--(.{1,60}?)-->").ok());

/// What is hidden in lines whose comments are cut.
pub(super) fn in_lines(lines: &[Line]) -> Vec<Hidden> {
    each_line(lines, in_line)
}

fn each_line(
    lines: &[Line],
    hidden_in: impl Fn(&str) -> Option<(Kind, String)>,
) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    let mut fence = Fence::default();
    for line in lines {
        if fence.step(&line.text) || line.internal {
            continue;
        }
        if let Some((kind, by)) = hidden_in(&line.text) {
            let place = Place::line(line.number);
            hidden.push(Hidden { place, by, kind });
        }
    }
    hidden
}

fn in_line(line: &str) -> Option<(Kind, String)> {
    let text = line.trim_start_matches(is_block_mark);
    if line.contains(['{', '<'])
        && let Some(mark) =
            COMMENTS.iter().find(|mark| outside_code(line, mark).is_some())
    {
        return Some((Kind::Template, mark.trim_end().to_owned()));
    }
    // Obsidian hides what stands between two of these, over lines as well.
    let percent = outside_code(line, "%%");
    if percent.is_some() && (text.starts_with("%%") || line.matches("%%").count() > 1) {
        return Some((Kind::Template, "%%".to_owned()));
    }
    let admonition = ["!!!", "???"].iter().find_map(|mark| text.strip_prefix(mark));
    if let Some(rest) = admonition
        && words(rest).iter().any(|word| says_internal(word))
    {
        return Some((Kind::Label, text.to_owned()));
    }
    let directive = line
        .trim_start_matches(['>', ' ', '\t'])
        .strip_prefix(".. ")
        .and_then(|rest| rest.strip_suffix("::"));
    if directive.is_some_and(is_label) {
        return Some((Kind::Label, text.to_owned()));
    }
    // `Internal note: ...`; the bare word before a colon is a status of many protocols.
    if !text.starts_with('#')
        && let Some((label, _)) = text.split_once([':', '–', '—', '：'])
        && words(label).len() > 1
        && is_label(label)
    {
        return Some((Kind::Label, label.to_owned()));
    }
    let tag = in_template(line).or_else(|| in_component(line));
    tag.or_else(|| in_brackets(line)).map(|label| (Kind::Label, label))
}

static TEMPLATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\{%-?\s(.{1,200}?)%\}|\{\{[<%](.{1,200}?)[>%]\}\}").ok()
});

/// A tag of a template language that says "internal": `{% if internal %}`,
/// `{% hint style="internal" %}`. A path or a name of a program says nothing.
fn in_template(line: &str) -> Option<String> {
    if !line.contains("{%") && !line.contains("{{") {
        return None;
    }
    TEMPLATE.as_ref()?.captures_iter(line).find_map(|found| {
        let whole = found.get(0)?.as_str();
        let inner = (1..3).find_map(|group| found.get(group))?.as_str();
        let parts = inner.split(|c: char| c.is_whitespace() || "=\"'|,".contains(c));
        let mut parts = parts.filter(|part| !part.contains(['/', '.', '_', '(']));
        let is_hiding =
            parts.any(|part| words(part).iter().any(|word| says_internal(word)));
        (is_hiding && outside_code(line, whole).is_some()).then(|| whole.to_owned())
    })
}

/// A component of MDX whose name or attribute hides what it holds: the component goes, and
/// its text would stay.
fn in_component(line: &str) -> Option<String> {
    if !line.contains('<') {
        return None;
    }
    TAG.as_ref()?.captures_iter(line).find_map(|found| {
        let (whole, name) = (found.get(0)?.as_str(), found.get(1)?.as_str());
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
        let is_outside = is_component && outside_code(line, whole).is_some();
        in_html(whole).filter(|_| is_outside)
    })
}

static BRACKETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{+([^{}]{1,60})\}+|\[+([^\[\]]{1,60})\]+").ok());

/// A label between brackets, that begins or ends what is hidden: `[internal]`,
/// `{: .internal}`, `{{< internal >}}`. A link has text of its own.
fn in_brackets(line: &str) -> Option<String> {
    if !line.contains(['{', '[']) {
        return None;
    }
    BRACKETS.as_ref()?.captures_iter(line).find_map(|found| {
        let whole = found.get(0)?;
        let inner = (1..3).find_map(|group| found.get(group))?.as_str();
        let after = line.get(whole.end()..).unwrap_or_default();
        let is_link =
            whole.as_str().starts_with('[') && after.starts_with(['(', '[', ':']);
        // `> [!INTERNAL]` is read, without a title.
        let callout = inner.strip_prefix('!');
        let is_read = callout.is_some_and(|name| name.eq_ignore_ascii_case("internal"));
        let is_titled =
            callout.is_some() && is_label(after.trim_start_matches(['-', '+']));
        let is_hiding = !is_link && (is_titled || !is_read && is_label(inner));
        let is_outside = || outside_code(line, whole.as_str()).is_some();
        (is_hiding && is_outside()).then(|| whole.as_str().to_owned())
    })
}

static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"<([A-Za-z][A-Za-z0-9:._-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>"#).ok()
});

static ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?"#).ok()
});

/// Attributes whose value is text, or a name that somebody chose.
const NAMES: [&str; 7] = ["href", "src", "id", "name", "alt", "title", "for"];

/// Classes with which the usual style sheets hide an element.
const HIDING: [&str; 8] = [
    "hidden",
    "hide",
    "is-hidden",
    "d-none",
    "display-none",
    "invisible",
    "content-hidden",
    "noshow",
];

/// Styles that do the same, without spaces.
const STYLES: [&str; 5] = [
    "display:none",
    "visibility:hidden",
    "opacity:0;",
    "font-size:0",
    "content-visibility:hidden",
];

/// What hides a text in a piece of HTML.
pub(super) fn in_html(html: &str) -> Option<String> {
    for mark in ["<![CDATA[", "<?"] {
        if html.contains(mark) {
            return Some(mark.to_owned());
        }
    }
    TAG.as_ref()?.captures_iter(html).find_map(|tag| {
        let (name, attributes) = (tag.get(1)?.as_str(), tag.get(2)?.as_str());
        let name = name.to_lowercase();
        let is_known = Tag::named(&name).is_some();
        let is_hiding = is_label(&name) || HIDING.contains(&name.as_str());
        let hides = (is_hiding && !is_known)
            || ATTRIBUTE.as_ref()?.captures_iter(attributes).any(|attribute| {
                let value = attribute.get(2).map_or("", |value| value.as_str());
                let value = value.trim_matches(['"', '\'']);
                attribute.get(1).is_some_and(|key| hides(&name, key.as_str(), value))
            });
        hides.then(|| tag.get(0).map_or("", |tag| tag.as_str()).to_owned())
    })
}

/// Whether the element is hidden by an attribute.
fn hides(element: &str, key: &str, value: &str) -> bool {
    let (key, value) = (key.to_lowercase(), value.to_lowercase());
    match key.as_str() {
        "hidden" => value != "false",
        "style" => {
            let style: String = value.chars().filter(|c| !c.is_whitespace()).collect();
            STYLES.iter().any(|hiding| format!("{style};").contains(hiding))
        }
        // That element is cut as a container is.
        "class" if element == "aside" && value.trim() == "internal" => false,
        "class" => value
            .split_whitespace()
            .any(|class| HIDING.contains(&class) || is_label(class)),
        name if NAMES.contains(&name) => false,
        _ => is_label(&value),
    }
}

/// The headings and bold beginnings of paragraphs in `nodes` that say who may read what
/// follows, as far as everybody reads them.
pub(super) fn labels(nodes: &[Node]) -> Vec<String> {
    let mut labels = Vec::new();
    gather(nodes, &mut labels);
    labels
}

fn gather(nodes: &[Node], labels: &mut Vec<String>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if is_internal(element) {
            continue;
        }
        let text = match element.tag.name() {
            "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" | "th" => {
                Some(plain_text(&element.children))
            }
            "p" | "li" | "td" | "dd" => bold_beginning(element),
            _ => None,
        };
        labels.extend(text.filter(|text| is_label(text)));
        gather(&element.children, labels);
    }
}

fn bold_beginning(element: &Element) -> Option<String> {
    match element.children.first()? {
        Node::Element(first) if first.tag.name() == "strong" => {
            Some(plain_text(&first.children))
        }
        _ => None,
    }
}

/// Whether `text` says nothing but that agents alone may read something.
fn is_label(text: &str) -> bool {
    if text.len() > 100 {
        return false;
    }
    let words = words(text);
    let mut said = [false; 6];
    for word in &words {
        let kinds = kinds(word);
        if kinds.is_empty() {
            return false;
        }
        for kind in kinds {
            if let Some(said) = said.get_mut(kind as usize) {
                *said = true;
            }
        }
    }
    let said = |word: Word| said.get(word as usize).copied().unwrap_or_default();
    said(Word::Internal)
        || (said(Word::Only) && said(Word::Agents))
        || (said(Word::Not) && said(Word::Customers))
}

/// The words of `text` in lowercase.
fn words(text: &str) -> Vec<String> {
    let seen = seen(text).to_lowercase();
    let words = seen.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What a word of a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Internal,
    Only,
    Agents,
    Not,
    Customers,
    /// What is labelled, or a word between the others.
    Other,
}

/// Words of labels in the languages of the user interface.
#[rustfmt::skip]
const WORDS: [(Word, &str); 6] = [
    (Word::Internal, "confidential vertraulich confidencial confidentiel confidentielle \
        riservato vertrouwelijk 社内 内部 社外秘 部外秘 インターナル"),
    (Word::Only, "only exclusively nur ausschließlich solo sólo solamente seulement \
        uniquement réservé réservée réservés soltanto alleen uitsluitend só somente apenas \
        限定 専用 のみ"),
    (Word::Agents, "agent agents agenten agentes agenti staff support soporte suporte supporto \
        desk helpdesk servicedesk employees mitarbeiter mitarbeitende personal personnel \
        personale pessoal medewerkers supportmedewerkers operators operatori team équipe \
        equipe equipo 担当者 サポート スタッフ"),
    (Word::Not, "not don never nicht no pas non niet não nunca"),
    (Word::Customers, "customer customers client clients clientes clienti kunden klanten \
        public public öffentlich público pubblico publiek"),
    (Word::Other, "note notes notiz notizen nota notas notitie notities hinweis hinweise info \
        infos information informations informationen información informazioni informatie \
        informações detail details comment comments kommentar kommentare commentaire \
        commentaires comentario comentarios comentários anmerkung anmerkungen bemerkung \
        bemerkungen remark remarks opmerking opmerkingen use usage uso gebrauch gebruik \
        verwendung utilisation instructions anweisungen section text content begin start end \
        stop eyes class do t share teilen for the of to with con für den die das der mit per il di \
        lo le la les el los de del della du des au aux voor het para o a os as y und et e en \
        メモ 注記 情報 備考 向け 用"),
];

/// What `word` says, each part of it where words are written together; nothing if it is no
/// word of a label.
fn kinds(word: &str) -> Vec<Word> {
    let known = |part: &str| {
        let list =
            WORDS.iter().find(|(_, list)| list.split(' ').any(|known| known == part));
        list.map(|(kind, _)| *kind)
    };
    if let Some(kind) = known(word) {
        return vec![kind];
    }
    if word.is_ascii() || word.starts_with("intern") {
        return if says_internal(word) { vec![Word::Internal] } else { Vec::new() };
    }
    let mut kinds = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(6);
        let parts = ends.filter_map(|end| {
            let (part, after) = rest.split_at_checked(end)?;
            Some((known(part)?, after))
        });
        let Some((kind, after)) = parts.last() else { return Vec::new() };
        kinds.push(kind);
        rest = after;
    }
    kinds
}
