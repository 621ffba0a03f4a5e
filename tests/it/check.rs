//! What `kedb check` finds: `tests/cases/rules/<rule>.toml` shows what breaks a rule, and
//! what correcting it gives.

use crate::built::{read, repository, write};
use kedb::cases;
use kedb::check::baseline::Baseline;
use kedb::check::fix::fixed;
use kedb::cli::kb::{KnowledgeBase, QUERIES, load};
use kedb::config::Config;
use kedb::diagnostic::{Diagnostic, Place, Span};
use kedb::parse;
use kedb::rules;
use kedb_engine::article::{Audience, Date};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rules that need what a test can't make everywhere: a file that may not be read, and
/// HTML that the sanitizer lets through and the reader refuses.
const WITHOUT_CASE: [&str; 2] = ["unreadable-file", "unreadable-html"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the case shows.
    #[expect(dead_code, reason = "for who reads the case")]
    about: String,
    /// The day: rules about age need one.
    today: Option<String>,
    /// The diagnostics of this rule, each in one line, without its hint.
    found: Vec<String>,
    files: BTreeMap<String, String>,
    #[serde(default)]
    bytes: BTreeMap<String, Vec<u8>>,
    /// Files that hold nothing but are as large as this.
    #[serde(default)]
    sizes: BTreeMap<String, usize>,
    #[serde(default)]
    links: BTreeMap<String, String>,
    /// The files that are corrected.
    #[serde(default)]
    fixed: BTreeMap<String, String>,
}

#[test]
fn every_rule_has_a_case() {
    let mut without: BTreeSet<&str> = rules::ALL.iter().map(|rule| rule.name).collect();
    let mut wrong = Vec::new();
    for (path, bytes) in read(&repository("tests/cases/rules")) {
        let rule = path.strip_suffix(".toml").expect("a case").to_owned();
        assert!(without.remove(rule.as_str()), "`{rule}` is no rule");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let case: Case =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        if cfg!(not(unix)) && !case.links.is_empty() {
            eprintln!("skipped: `{rule}` needs symbolic links");
            continue;
        }
        wrong.extend(check(&rule, &case));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(without, BTreeSet::from(WITHOUT_CASE), "a case for every other rule");
}

#[test]
fn every_rule_has_a_page() {
    let names: Vec<&str> = rules::ALL.iter().map(|rule| rule.name).collect();
    assert!(names.is_sorted(), "{names:?}");
    for rule in rules::ALL {
        let page = rule.page;
        assert!(page.starts_with(&format!("# {}\n\n", rule.name)), "{page}");
        assert!((8..=34).contains(&page.lines().count()), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
        assert!(!rule.about.ends_with('.'), "{}", rule.about);
    }
    let pages: BTreeSet<String> = read(&repository("src/rules")).into_keys().collect();
    assert_eq!(pages, names.iter().map(|name| format!("{name}.md")).collect());
    assert!(rules::BY_DATE.iter().all(|name| names.contains(name)));
}

/// What is not as the case says.
fn check(rule: &str, case: &Case) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder, &case.files);
    write(folder, &case.bytes);
    let large = case.sizes.iter().map(|(path, size)| (path.clone(), vec![b' '; *size]));
    write(folder, &large.collect());
    #[cfg(unix)]
    for (from, to) in &case.links {
        std::os::unix::fs::symlink(to, folder.join(from)).expect("a link");
    }
    let mut wrong = Vec::new();
    let today = case.today.as_deref().map(|day| Date::from_iso(day).expect("a day"));
    let diagnostics = diagnostics(folder, today);
    let all: BTreeSet<&str> =
        diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
    let unknown = all.iter().find(|rule| rules::named(rule).is_err());
    assert_eq!(unknown, None, "a rule that is not in the table");
    let found: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.rule == rule)
        .map(line)
        .collect();
    if found != case.found {
        wrong.push(format!("{rule}:\n{found:#?}"));
    }
    for diagnostic in &diagnostics {
        assert!(diagnostic.hint.is_some(), "{diagnostic} says what to do");
    }
    let corrected = corrected(&case.files);
    let expected: BTreeMap<String, String> =
        case.files.clone().into_iter().chain(case.fixed.clone()).collect();
    if corrected != expected {
        wrong.push(format!("{rule}, corrected:\n{corrected:#?}"));
    }
    wrong
}

fn line(diagnostic: &Diagnostic) -> String {
    diagnostic.to_string().lines().next().unwrap_or_default().to_owned()
}

fn diagnostics(folder: &Path, today: Option<Date>) -> Vec<Diagnostic> {
    let base: KnowledgeBase = load(folder, None).expect("a base");
    let base = KnowledgeBase { today, ..base };
    let mut diagnostics = base.articles(Audience::Internal).diagnostics;
    if let Some(queries) = base.queries().expect("read") {
        diagnostics.extend(cases::read(QUERIES, &queries).1);
    }
    diagnostics
}

/// The files after everything was corrected, as often as there is something to correct.
fn corrected(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut files = files.clone();
    for _ in 0..10 {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &files);
        let diagnostics = diagnostics(folder.path(), None);
        let before = files.clone();
        for (path, text) in &mut files {
            *text = fixed(
                text,
                diagnostics.iter().filter(|diagnostic| diagnostic.file == *path),
            )
            .0;
        }
        if files == before {
            return files;
        }
    }
    panic!("corrections never end: {files:#?}")
}

/// A front matter of keys and values, some of which can be corrected.
fn front_matter() -> impl Strategy<Value = String> {
    let keys = prop::sample::select(vec![
        "id",
        "title",
        "titel",
        "titl",
        "status",
        "staus",
        "severity",
        "severty",
        "updated",
        "reported",
        "review_by",
        "owner",
        "samples",
        "-",
        "  - contains",
        "x",
    ]);
    let values = prop::sample::select(vec![
        "KE-1",
        "\"known-eror\"",
        "known-eror # c",
        "'fixd'",
        "fixd  ",
        "12/31/2026",
        "'31.12.2026'",
        "5 March 2026",
        "3/5/2026",
        "2026-03-05",
        "Error: disk",
        "[a] b",
        "\"a\" b",
        "é日本: x",
        "",
        "|\n  a: b",
        ">\n  fixd",
        "'x",
        "'it's'",
        "{a",
        "&a b",
        "*a",
        "@a",
        "`a` \\ \"b\": c",
        "a: b: c",
        "%a: é",
        "- a",
        "? a",
        "!x fixd",
    ]);
    let lines = prop::collection::vec((keys, values), 0..8);
    (lines, any::<bool>(), any::<bool>()).prop_map(|(lines, windows, mark)| {
        let lines = lines.iter().map(|(key, value)| format!("{key}: {value}\n"));
        let text = format!("---\n{}---\nText.\n", lines.collect::<String>());
        let text = if windows { text.replace('\n', "\r\n") } else { text };
        if mark { format!("\u{feff}{text}") } else { text }
    })
}

fn place() -> impl Strategy<Value = Place> {
    (0..6_usize, 0..12_usize).prop_map(|(line, column)| Place { line, column })
}

fn diagnostic() -> impl Strategy<Value = Diagnostic> {
    let rules = prop::sample::select(vec!["no-symptoms", "no-workaround"]);
    let files = prop::sample::select(vec!["a.md", "b.md", "é \"c\".md"]);
    (rules, files, "[ab\"\n]{0,1}", place()).prop_map(|(rule, file, message, place)| {
        Diagnostic::warning(rule, file, place, message)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn corrections_end_and_leave_fewer_problems(text in front_matter()) {
        let diagnostics = |text: &str| {
            parse::article("a.md", text, &Config::default(), Audience::Internal).diagnostics
        };
        let mut text = text;
        for round in 0.. {
            let before = diagnostics(&text);
            let (corrected, done) = fixed(&text, &before);
            if done.is_empty() {
                prop_assert_eq!(&corrected, &text);
                break;
            }
            prop_assert!(round < 9, "{}", text);
            // What is corrected is gone, though more may be seen then.
            let after = diagnostics(&corrected);
            for gone in done {
                let same = |other: &&Diagnostic| other.rule == gone.rule && other.line == gone.line;
                let again = after.iter().find(same);
                prop_assert!(again.is_none(), "{text}\n{corrected}\n{again:?}");
            }
            let is_windows = |text: &str| text.matches('\n').count() == text.matches("\r\n").count();
            prop_assert_eq!(is_windows(&corrected), is_windows(&text));
            text = corrected;
        }
    }

    #[test]
    fn a_baseline_hides_what_it_knows_wherever_it_stands(
        known in prop::collection::vec(diagnostic(), 0..8),
        new in prop::collection::vec(diagnostic(), 0..4),
    ) {
        let baseline = Baseline::of(&known);
        let json = baseline.to_json().expect("text");
        prop_assert_eq!(&Baseline::from_json(&json).expect(&json), &baseline);
        let mut diagnostics: Vec<Diagnostic> = known.iter().chain(&new).cloned().collect();
        for (number, diagnostic) in diagnostics.iter_mut().enumerate() {
            diagnostic.line += number;
        }
        let mut left = diagnostics.clone();
        let hidden = baseline.clone().hide(&mut left);
        prop_assert_eq!((hidden.known, hidden.gone, left.len()), (known.len(), 0, new.len()));
        let hidden = baseline.only(|file| file != "b.md").hide(&mut Vec::new());
        prop_assert_eq!(hidden.gone, known.iter().filter(|p| p.file != "b.md").count());
    }

    #[test]
    fn any_correction_can_be_applied(
        text in "(?s)[a-é\r\n\u{feff}日]{0,30}",
        fixes in prop::collection::vec((place(), place(), "[xé]{0,3}"), 0..4),
    ) {
        let diagnostics: Vec<Diagnostic> = fixes.into_iter().map(|(start, end, by)| {
            Diagnostic::warning("r", "a.md", start, "m").with_fix(Span { start, end }, by)
        }).collect();
        let (corrected, done) = fixed(&text, &diagnostics);
        let kept = |text: &str| text.chars().filter(|c| *c == '日').count();
        prop_assert!(kept(&corrected) <= kept(&text));
        prop_assert!(!done.is_empty() || corrected == text);
    }
}
