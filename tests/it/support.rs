//! What the tests share: bases made of text, readable dumps, expected files.

use kedb::base::{self, Published, Setting};
use kedb::config::Config;
use kedb::html::write_html;
use kedb::parse;
use kedb_engine::article::{Article, Audience, Section, Signature};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A path in `tests`.
pub(crate) fn tests(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

/// What `audience` reads of a base of these files.
pub(crate) fn publish(
    config: &str,
    files: &[(&str, &str)],
    audience: Audience,
) -> Published {
    let config = Config::from_toml(config).expect("settings of a test");
    let (images, texts): (Vec<_>, Vec<_>) =
        files.iter().partition(|(path, _)| kedb::links::is_image(path));
    let images: BTreeSet<String> =
        images.iter().map(|(path, _)| (*path).to_owned()).collect();
    let services = texts.iter().find(|(path, _)| *path == "services.toml");
    let services = services
        .map(|(_, text)| kedb::config::services(text).expect("services of a test"));
    let settings = texts.iter().filter(|(path, _)| path.ends_with(".toml"));
    let settings = settings.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let settings: BTreeMap<String, String> = settings.collect();
    let articles = texts.iter().filter(|(path, _)| {
        [".md", ".mdx", ".markdown"].iter().any(|end| path.ends_with(end))
    });
    let articles: Vec<(String, String)> =
        articles.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let parsed = parse::articles(&articles, &config, audience);
    let base = Setting {
        config: &config,
        services: services.as_ref(),
        synonyms: &[],
        images: &images,
        texts: &settings,
        today: None,
    };
    base::publish(parsed, audience, base)
}

/// The diagnostics, one after the other.
pub(crate) fn diagnostics(published: &Published) -> String {
    published.diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n")).collect()
}

/// An article as text: the keys that it has, then its sections.
pub(crate) fn dump(article: &Article) -> String {
    let mut out = String::new();
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            writeln!(out, "{key}: {value}").expect("a String");
        }
    };
    let list = |items: &[String]| Some(items.join(" | "));
    let date =
        |date: Option<kedb_engine::article::Date>| date.map(|date| date.to_string());
    line("id", Some(article.id.to_string()));
    line("title", Some(article.title.clone()));
    line("status", Some(article.status.word().to_owned()));
    line("service", article.service.clone());
    line("severity", article.severity.map(|severity| severity.number().to_string()));
    line("audience", Some(article.audience.word().to_owned()));
    line("error_codes", list(&article.error_codes));
    let signatures = article.signatures.iter().map(|signature| match signature {
        Signature::Contains(text) => format!("contains {text}"),
        Signature::Regex(pattern) => format!("regex {pattern}"),
        Signature::Lines(lines) => format!("lines {}", lines.join(" ... ")),
    });
    line("signatures", list(&signatures.collect::<Vec<_>>()));
    line("samples", list(&article.samples));
    line("versions", article.versions.clone());
    line("problem", article.problem.clone());
    line("change", article.change.clone());
    line("fixed_in", article.fixed_in.clone());
    line("owner", article.owner.clone());
    line("reported", date(article.reported));
    line("updated", date(article.updated));
    line("review_by", date(article.review_by));
    line("keywords", list(&article.keywords));
    line("replaced_by", article.replaced_by.as_ref().map(ToString::to_string));
    line("aliases", list(&article.aliases));
    line("origin", article.origin.clone());
    line("pinned", article.pinned.then(|| "true".to_owned()));
    line("lang", article.lang.clone());
    line("source", Some(article.source.clone()));
    out + &dump_sections(&article.sections, article.describes)
}

/// The sections of an article as text, block by block; `describes`: whether those that answer only say
/// what is known.
pub(crate) fn dump_sections(sections: &[Section], describes: bool) -> String {
    let mut out = String::new();
    for Section { kind, heading, anchor: _, nodes, answers } in sections {
        let (kind, heading) = (kind.word(), heading.as_deref().unwrap_or("-"));
        let answers = match (*answers, describes) {
            (false, _) => "",
            (true, false) => ", answers",
            (true, true) => ", describes",
        };
        writeln!(out, "\n[{kind}{answers}] {heading}").expect("a String");
        for node in nodes {
            let html = write_html(std::slice::from_ref(node));
            // The same on every link to another site: noise in a dump.
            out.push_str(&html.replace(" rel=\"noopener noreferrer\"", ""));
            out.push('\n');
        }
    }
    out
}

/// Compares with the file at `path`; with UPDATE_EXPECT=1, writes it.
pub(crate) fn expect(path: &Path, found: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, found).expect("an expected file");
        return;
    }
    let expected =
        std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(
        found,
        expected,
        "differs from {}; UPDATE_EXPECT=1 rewrites",
        path.display()
    );
}

/// Asserts that `work` takes time that grows about as the size of its input, which it is
/// given: four times the input must not take the sixteen times as long of a square.
pub(crate) fn grows_with_its_input(name: &str, size: usize, work: impl Fn(usize)) {
    let seconds = |size: usize| {
        let start = std::time::Instant::now();
        work(size);
        start.elapsed().as_secs_f64()
    };
    // The machine may be busy with something else during one measurement.
    let ratios = (0..5).map(|_| seconds(4 * size) / seconds(size));
    let mut seen = Vec::new();
    for ratio in ratios {
        if ratio < 8.0 {
            return;
        }
        seen.push(ratio);
    }
    panic!("{name}: four times the input takes {seen:.1?} times as long");
}
