//! One Markdown file as an [`Article`], and what is wrong with it.
//!
//! ```text
//! text ─ keys ─▶ yaml, toml ─▶ front_matter ────────────────▶ fields ─┐
//!      └ body ─▶ source (containers, comments) ─▶ dialect (macros)    ├▶ Parsed
//!                  └▶ markdown (HTML, sanitized, as a tree) ─▶ sections ─┘
//! ```
//!
//! `marks` and `hidden` look at all of it for what an author meant to hide, and nothing
//! read.
//!
//! Parsing never fails and never panics: it gives what could be read and all diagnostics at
//! once, each with its place. CRLF and LF sources give the same. Of the other files it knows only
//! the names, for [`Languages`]: ids that occur twice are [`crate::check`]'s, links to other files
//! [`crate::links`]'s.

mod address_keys;
mod addressed;
pub(crate) mod addresses;
mod advice;
mod agents_box;
mod all;
mod anchors;
mod answer;
mod asked;
mod attributes;
mod blocks;
mod brackets;
mod callouts;
mod captions;
mod captured;
mod cells;
mod choices;
mod cjk;
mod clauses;
mod code;
mod coded;
mod codehilite;
mod codes;
mod commands;
mod comment_labels;
mod comments;
mod components;
mod contents;
mod continued;
mod critic;
mod day;
mod decision;
mod dialect;
mod directives;
mod dotted;
mod element_names;
mod elements;
mod embedded;
mod empty;
mod expressions;
mod extras;
mod fields;
mod fences;
pub(crate) mod file;
mod first_heading;
mod foreign;
mod forwards;
mod front_matter;
mod heading_text;
mod greeting;
mod hashes;
mod gitbook;
mod headings;
mod hidden;
mod hiding;
mod ignore;
mod indented;
mod infos;
mod inline;
mod inner_labels;
mod internal;
mod introduction;
mod invitation;
mod jsx;
mod key_table;
mod keys;
mod label_lists;
mod label_places;
mod label_words;
mod labelled;
mod labels;
mod languages;
mod line_marks;
mod linked;
mod listed_tabs;
mod logos;
mod lost;
mod markdown;
mod macros;
mod marks;
mod material;
mod error_messages;
mod moved;
mod myst;
mod named;
mod nav_tabs;
mod none;
mod outline;
mod page;
mod pairs;
mod peek;
mod pieces;
mod questions;
mod quotations;
mod quote;
mod raw;
mod readings;
mod released;
mod remarks;
mod reply;
mod rulers;
mod scenarios;
mod sections;
mod seen;
mod services;
mod slots;
pub(crate) mod slug;
mod source;
mod spaced;
mod start_tag;
mod style;
mod summary;
mod superseded;
mod tab_lines;
mod table_cases;
mod tags;
mod themes;
mod terms;
mod text;
mod tidy;
mod title;
mod toml;
mod twice;
mod unknown_labels;
mod unread;
mod unread_marks;
mod unshown;
mod unsure_labels;
mod vague;
mod variables;
mod warnings;
mod wiki;
mod within;
mod written;
mod yaml;

use crate::config::{CodesFrom, Config, Field};
use crate::diagnostic::{Diagnostic, Level, Place, Span};
use crate::html;
pub(crate) use addresses::decoded;
pub(crate) use advice::{gives as gives_advice, has_steps, names_task};
pub use all::{articles, counted, last_counted};
pub(crate) use anchors::heading_of;
pub use anchors::{Anchors, label};
pub(crate) use answer::step;
pub(crate) use codes::{
    is_code, name as name_of_codes, of_file as codes_of_file,
    of_headings as codes_of_headings, of_title as codes_of_title,
};
pub use day::DateOrder;
pub(crate) use day::read as date;
pub(crate) use element_names::level as heading_level;
pub(crate) use foreign::html_of;
use front_matter::FrontMatter;
use headings::Own;
pub(crate) use headings::remedy::beginning as remedy_in;
pub(crate) use headings::{
    is_bare as is_bare_heading, is_beside as is_beside_heading,
    is_known as is_known_heading, meaning_in_any as meaning_of_heading, names_symptoms,
};
use hidden::Hidden;
pub use ignore::{Ignore, settings as ignored};
use kedb_engine::article::{Article, Audience, Status};
pub use languages::Languages;
pub use outline::Heading;
use outline::Outline;
pub(crate) use peek::{has_text, is_day, keys_of};
pub(crate) use pieces::named as pieces_of;
pub(crate) use sections::is_internal;
use source::with_line_feeds;
use std::collections::{BTreeMap, BTreeSet};
use text::Source;
pub(crate) use title::{listed as listed_title, without_emphasis};

/// What one file gave.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The file, relative to the knowledge base, with `/`.
    pub file: String,
    /// The article; none if it has no usable id, title or status.
    pub article: Option<Article>,
    /// What is wrong, in the order of the places.
    pub diagnostics: Vec<Diagnostic>,
    /// Where what the article says stands.
    pub places: Places,
    /// The rules that the file silences.
    pub ignores: Vec<Ignore>,
    /// Whether nobody wrote the id, so that another one may be made.
    pub id_is_made: bool,
    /// The service's name where the key was made from it.
    pub service_name: Option<String>,
}

impl Parsed {
    /// Whether the article is left out.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.article.is_none()
            || self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// The article, if agents get it: it is not left out, and not retired.
    #[must_use]
    pub fn published(&self) -> Option<&Article> {
        let article = self.article.as_ref().filter(|_| !self.is_broken());
        article.filter(|article| article.status != Status::Retired)
    }
}

/// Where what an article says stands in its file.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The value of each key.
    pub fields: BTreeMap<Field, Span>,
    /// Each of the article's signatures.
    pub signatures: Vec<Span>,
    /// The first link or image that leads to each target, as written.
    pub targets: BTreeMap<String, Span>,
    /// The headings, in order; not those that are bold lines.
    pub headings: Vec<Heading>,
    /// The images without alternative text.
    pub unnamed_images: Vec<Span>,
    /// The names by which links lead to the headings.
    pub anchors: Anchors,
    /// Links in the article's folder that site generators have lead to its page, beside the path
    /// of its file.
    pub addresses: Vec<String>,
}

impl Places {
    /// Where `field` stands, else the beginning of the file.
    #[must_use]
    pub fn field(&self, field: Field) -> Span {
        self.fields.get(&field).copied().unwrap_or(Place::START.into())
    }

    /// Where `target` stands, else the beginning of the file.
    #[must_use]
    pub fn target(&self, target: &str) -> Span {
        self.targets.get(target).copied().unwrap_or(Place::START.into())
    }
}

/// A file by its name.
#[derive(Clone, Copy)]
struct File<'p> {
    path: &'p str,
    /// The path without its ending and without a language at its end.
    stem: &'p str,
    /// The language that its name or its folder says.
    language: Option<&'p str>,
    /// Whether nearly all names in its base have numbers, so that one without is no code.
    are_numbered: bool,
}

impl<'p> File<'p> {
    /// The file at `path`, of whose base the names say `languages`.
    fn of(path: &'p str, languages: &'p Languages) -> File<'p> {
        let language = languages.language(path);
        File { path, stem: languages.stem(path), language, are_numbered: false }
    }
}

/// Reads the file at `path` by itself, as far as `audience` may see its text.
#[must_use]
pub fn article(path: &str, text: &str, config: &Config, audience: Audience) -> Parsed {
    let stem = file::stem(path);
    let file = File { path, stem, language: None, are_numbered: false };
    read(file, text, config, &Own::of(&config.headings), audience)
}

fn read(
    file: File<'_>,
    text: &str,
    config: &Config,
    own: &Own,
    audience: Audience,
) -> Parsed {
    let File { path, stem, language, are_numbered } = file;
    let text = with_line_feeds(text);
    let mut diagnostics = Vec::new();
    let Some((entries, body)) = keys::split(path, &text, &mut diagnostics) else {
        return Parsed { file: path.to_owned(), diagnostics, ..Parsed::default() };
    };
    let ignores = ignore::article(path, &text, &mut diagnostics);
    let forwards = forwards::only(&entries, &body);
    let mut front = FrontMatter::new(path, config, entries);

    let readers = front.audience();
    let body = pieces::shown(path, body, config, readers);
    let source =
        Source { path, text: &text, body, readers, unfolds: true, is_shown: true };
    let others = source.errors_of_others(audience, &mut front, config);
    let (mut nodes, summary, outline, mut anchors) =
        source.read(audience, &mut front, config, &mut diagnostics);
    add_others(&mut diagnostics, others);
    let written = front.text(Field::Title);
    let exported = || title::exported(&text).map(str::to_owned);
    let title = written.or_else(exported).map(|title| title::plain(&title));
    let mut error_codes = front.names(Field::ErrorCodes);
    if error_codes.is_empty() && config.defaults.error_codes == Some(CodesFrom::Slug) {
        error_codes = codes::of_file(stem);
        error_codes.retain(|code| !are_numbered || code.contains(char::is_numeric));
    }
    let is_coded = !error_codes.is_empty();
    let heading = title.as_deref().map(|title| first_heading::codes(&nodes, title));
    codes::add(&mut error_codes, heading.unwrap_or_default());
    let names = error_codes.iter().map(String::as_str).chain([file::name_of(stem)]);
    let names = names.chain(title.as_deref()).collect();
    let listed = title::of_list(file, config);
    // A heading beside the title that the file gives is the author's own, whatever its level.
    let by_file = title::of_file(file, config);
    let above = title.as_deref().or(by_file.as_deref());
    let known = sections::Known { title: above, codes: &error_codes, names, listed };
    let logos = logos::taken(&mut nodes);
    let mut found = sections::split(nodes, known, audience, own);
    for section in &mut found.sections {
        html::join_texts(&mut section.nodes);
    }
    let id = front.id();
    let id_is_made = id.as_ref().is_some_and(|(_, made)| *made);
    // What it says stands elsewhere.
    let status = if forwards { Some(Status::Retired) } else { front.status() };
    let about = answer::About {
        title: title.as_deref().or(found.title.as_deref()),
        is_investigated: status == Some(Status::Investigating),
    };
    answer::mark(&mut found.sections, own, &about);
    greeting::move_behind(&mut found.sections);
    warnings::move_to_answer(&mut found.sections, found.warnings);
    let own_title = title.as_deref().or(found.title.as_deref());
    superseded::move_to_front(&mut found.sections, own_title);
    if let Some(heading) = found.heading {
        first_heading::place(&mut found.sections, heading);
    }
    let lang = front.text(Field::Lang).or_else(|| language.map(tag));
    error_messages::place(&mut found.sections, front.messages());
    if let Some(paragraph) = summary {
        let lang = lang.as_deref().unwrap_or(&config.lang);
        summary::place(&mut found.sections, paragraph, lang);
    }
    empty::remove(&mut found.sections);
    logos::place(&mut found.sections, logos);
    // Of a text in a language that nobody knows here it is not known that it instructs nobody.
    let is_read = advice::speaks(lang.as_deref().unwrap_or(&config.lang));
    let describes = is_read && answer::describes(&found.sections)
        || decision::is_record(&found.sections);
    anchors.keep_shown(&found.sections);
    let title = title::of(title, found.title, file, config, &mut diagnostics);
    let describes = describes && !answer::is_command(&found.sections, title.as_deref());
    let title_of_all = title.as_deref().filter(|_| readers == Audience::Public);
    if let Some(label) = title_of_all.filter(|title| labels::holds_label(title)) {
        let place =
            front.places.get(&Field::Title).map_or(Place::START, |span| span.start);
        let hidden = Hidden { place, by: label.to_owned(), kind: hidden::Kind::Label };
        diagnostics.push(hidden.diagnostic(path));
    }

    let (service, service_name, services) = front.service();
    let (signatures, signature_places): (Vec<_>, _) =
        front.signatures().into_iter().unzip();
    let samples = front.samples(&signatures);
    // Read even if there is no article: what is wrong with them is said at once.
    let severity = front.severity();
    let [reported, updated, review_by] =
        [Field::Reported, Field::Updated, Field::ReviewBy].map(|day| front.date(day));
    let reported = reported.or_else(|| Some(file::dated(file::name(path))?.0));
    let replaced_by = front.replaced_by();
    // Where links led before, as in Hugo, is no name.
    let is_address = |name: &String| name.starts_with('/');
    let (old, aliases): (Vec<String>, Vec<String>) =
        front.names(Field::Aliases).into_iter().partition(is_address);
    let pinned = front.pinned();
    if !is_coded && config.defaults.error_codes == Some(CodesFrom::Title) {
        codes::add(
            &mut error_codes,
            codes::of_title(title.as_deref().unwrap_or_default()),
        );
    }
    if config.defaults.error_codes == Some(CodesFrom::Headings) {
        codes::add(&mut error_codes, codes::of_headings(&found.sections));
    }
    let article = match (id, title, status) {
        (Some((id, _)), Some(title), Some(status)) => Some(Article {
            id,
            title,
            status,
            service,
            severity,
            audience: readers,
            error_codes,
            signatures,
            samples,
            versions: front.text(Field::Versions),
            problem: front.text(Field::Problem),
            change: front.text(Field::Change),
            fixed_in: front.text(Field::FixedIn),
            owner: front.text(Field::Owner),
            reported,
            updated,
            review_by,
            keywords: front.keywords(services),
            replaced_by,
            aliases,
            origin: front.text(Field::Origin),
            pinned,
            lang,
            source: path.to_owned(),
            sections: found.sections,
            describes,
        }),
        _ => None,
    };
    let mut addresses = addresses::of(path, &front);
    addresses.extend(old);
    let (fields, signatures) = (front.places, signature_places);
    let Outline { targets, mut headings, unnamed_images, .. } = outline;
    for heading in &mut headings {
        let kind = headings::kind(&heading.text, own);
        heading.is_known = kind.is_some();
        heading.kind = kind.unwrap_or(heading.kind);
    }
    let places = Places {
        fields,
        signatures,
        targets,
        headings,
        unnamed_images,
        anchors,
        addresses,
    };
    diagnostics.append(&mut front.diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
    let file = path.to_owned();
    Parsed { file, article, diagnostics, places, ignores, id_is_made, service_name }
}

/// Adds those of `errors` that are not among the `diagnostics`.
fn add_others(diagnostics: &mut Vec<Diagnostic>, mut errors: Vec<Diagnostic>) {
    let key = |one: &Diagnostic| (one.line, one.column, one.rule, one.message.clone());
    let mut known: BTreeSet<_> = diagnostics.iter().map(key).collect();
    errors.retain(|error| known.insert(key(error)));
    diagnostics.append(&mut errors);
}

/// The tag of a language as it is written on the web.
fn tag(written: &str) -> String {
    written.replace('_', "-")
}
