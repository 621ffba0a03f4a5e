//! The file of a new article, to fill in: restore first, diagnose second. `kedb new` writes it,
//! and the form behind "Document it" begins with it.
//!
//! What to write under each heading stands there as a comment. Comments are never
//! published, so a section that nobody has filled in is an empty one.

use super::Draft;
use crate::markdown::code_block;
use crate::yaml;
use kedb_engine::article::{ArticleId, Audience, Severity, Signature, Status};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What is known of a new article.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "named as in the article format")]
pub struct Template<'a> {
    /// None where the author is to choose it.
    pub id: Option<&'a ArticleId>,
    pub title: &'a str,
    pub status: Status,
    pub service: Option<&'a str>,
    pub severity: Option<Severity>,
    pub audience: Option<Audience>,
    pub codes: &'a [String],
    /// Its signatures and samples.
    pub draft: &'a Draft,
}

/// The sections, and what to write in each.
const SECTIONS: [(&str, &str); 4] = [
    (
        "Workaround",
        "What to do now, as numbered steps anybody on call can follow. End with how to tell that it worked.",
    ),
    ("Symptoms", "What people see, in their words; quote messages as they appear."),
    ("Cause", "Why it happens, as far as it is known."),
    ("Fix", "What will end it for good, and when: the change, the version."),
];

/// The text of the file.
#[must_use]
pub fn text(article: &Template<'_>) -> String {
    let Template { id, title, status, service, severity, audience, codes, draft } =
        article;
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: &str| {
        out.push_str(format!("{key}: {value}").trim_end());
        out.push('\n');
    };
    line("id", id.map_or("", ArticleId::as_str));
    line("title", &if title.is_empty() { String::new() } else { quoted(title) });
    line("status", status.word());
    if let Some(service) = service {
        line("service", &quoted(service));
    }
    if let Some(severity) = severity {
        line("severity", &format!("sev{}", severity.number()));
    }
    if let Some(audience) = audience {
        line("audience", audience.word());
    }
    if !codes.is_empty() {
        line("error_codes", &yaml::list(codes.iter().map(|code| quoted(code))));
    }
    if !draft.signatures.is_empty() {
        out.push_str("signatures:\n");
        draft.signatures.iter().for_each(|one| out.push_str(&signature(one)));
    }
    if !draft.samples.is_empty() {
        out.push_str("samples:\n");
        let samples = draft.samples.iter();
        samples.for_each(|one| out.push_str(&format!("  - {}\n", quoted(one))));
    }
    out.push_str("---\n");
    for (heading, hint) in SECTIONS {
        out.push_str(&format!("\n## {heading}\n\n<!-- {hint} -->\n"));
        if heading == "Symptoms"
            && let Some(sample) = draft.samples.first()
        {
            out.push_str(&format!("\n{}\n", code_block(sample)));
        }
    }
    out
}

/// The address `form` with the file of an article for a code in the place `{text}`. Where the
/// code stands in the file there is the place `{quoted}`, for the code as it is written between
/// double quotes.
#[must_use]
pub fn form_address(form: &str) -> String {
    const CODE: &str = "{quoted}";
    let file = text(&Template {
        id: None,
        title: "",
        status: Status::Investigating,
        service: None,
        severity: None,
        audience: None,
        codes: &[CODE.to_owned()],
        draft: &Draft::default(),
    });
    let pieces = file.split(CODE);
    let encoded: Vec<String> = pieces
        .map(|piece| utf8_percent_encode(piece, NON_ALPHANUMERIC).to_string())
        .collect();
    form.replace("{text}", &encoded.join(CODE))
}

fn signature(signature: &Signature) -> String {
    match signature {
        Signature::Contains(text) => format!("  - contains: {}\n", quoted(text)),
        // Nothing is escaped in single quotes but they themselves.
        Signature::Regex(pattern) => {
            format!("  - regex: '{}'\n", pattern.replace('\'', "''"))
        }
        Signature::Lines(texts) => {
            let texts = yaml::list(texts.iter().map(|text| quoted(text)));
            format!("  - lines: {texts}\n")
        }
    }
}

/// `text` between double quotes. What can't be seen is a space, as in a line of a log.
fn quoted(text: &str) -> String {
    yaml::quoted(&text.replace(|c: char| c.is_control() && c != '\n', " "))
}
