//! Articles from exports: what they say, that the base has no errors, that the same again
//! changes nothing, and what becomes of edits.
//!
//! A case is a folder of `tests/cases/import`: exports, and perhaps a `services.toml` of the
//! base and a `map.toml`. `<name>.txt` beside it holds all that comes of them.

mod converted;
mod records;

use crate::built::{read, repository};
use crate::support::expect;
use kedb::base::{self, Setting};
use kedb::config::{Config, services};
use kedb::diagnostic::Level;
use kedb::import::map::{Map, Source};
use kedb::import::record::{self, Record};
use kedb::import::{Base, Options, Plan, PlanError, plan};
use kedb::parse::{self, Parsed};
use kedb_engine::article::Audience;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A base in memory.
#[derive(Clone, Debug, Default, PartialEq)]
struct Kb {
    files: BTreeMap<String, String>,
    services: Option<String>,
}

impl Kb {
    fn parse(&self) -> Vec<Parsed> {
        let config = Config::default();
        let parse = |(path, text): (&String, &String)| {
            parse::article(path, text, &config, Audience::Internal)
        };
        self.files.iter().map(parse).collect()
    }

    /// Imports, and does what the plan says.
    fn import(
        &mut self,
        records: &[Record],
        options: &Options,
    ) -> Result<Plan, PlanError> {
        let files: Vec<(String, String)> = self.files.clone().into_iter().collect();
        let parsed = self.parse();
        let services = self.services.as_deref().map(|text| services(text).expect("TOML"));
        let base = Base { files: &files, parsed: &parsed, services: services.as_ref() };
        let plan = plan(records, base, options)?;
        for write in &plan.writes {
            let before = self.files.insert(write.path.clone(), write.text.clone());
            assert_eq!(before.is_some(), !write.is_new, "{}", write.path);
            assert_ne!(before.as_ref(), Some(&write.text), "{}: for nothing", write.path);
        }
        Ok(plan)
    }

    /// What `kedb check` finds.
    fn diagnostics(&self) -> Vec<kedb::diagnostic::Diagnostic> {
        let services = self.services.as_deref().map(|text| services(text).expect("TOML"));
        let config = Config::default();
        let setting = Setting {
            config: &config,
            services: services.as_ref(),
            synonyms: &[],
            images: &BTreeSet::new(),
            texts: &BTreeMap::new(),
            today: None,
        };
        base::publish(self.parse(), Audience::Internal, setting).diagnostics
    }

    fn path_of(&self, alias: &str) -> String {
        let has = |text: &str| text.contains(&format!("aliases: [{alias}]"));
        let found = self.files.iter().find(|(_, text)| has(text));
        found.unwrap_or_else(|| panic!("no article of {alias}")).0.clone()
    }

    fn text_of(&self, alias: &str) -> &str {
        &self.files[&self.path_of(alias)]
    }
}

fn options(source: Source, map: Option<&str>) -> Options {
    let map = map.map_or_else(|| Map::of(source), |own| Map::with(source, own));
    Options {
        source,
        map: map.expect("a map"),
        prefix: None,
        origin_base: Some("https://desk.example".to_owned()),
        update: true,
        partial: false,
    }
}

#[test]
fn exports_become_articles() {
    let folder = repository("tests/cases/import");
    let files = read(&folder);
    let names: BTreeSet<&str> =
        files.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    assert!(names.len() >= 8, "{names:?}");
    for name in &names {
        let text = |file: &str| {
            let bytes = files.get(&format!("{name}/{file}"))?;
            Some(String::from_utf8(bytes.clone()).expect("UTF-8"))
        };
        let exports = files.iter().filter(|(path, _)| {
            path.starts_with(&format!("{name}/")) && record::is_export(path)
        });
        let records: Vec<Record> = exports
            .flat_map(|(path, bytes)| {
                let file = path.rsplit('/').next().expect("a name");
                record::read(file, bytes)
                    .unwrap_or_else(|error| panic!("{path}: {error}"))
            })
            .collect();
        let source = Source::of(&records).unwrap_or_else(|| panic!("{name}: unknown"));
        assert!(name.starts_with(source.name()), "{name} is taken for {}", source.name());
        let options = options(source, text("map.toml").as_deref());

        let mut kb = Kb { services: text("services.toml"), ..Kb::default() };
        let plan = kb.import(&records, &options).expect("a plan");
        let mut shown = serde_json::to_string_pretty(&plan).expect("JSON");
        shown.push('\n');
        for (path, text) in &kb.files {
            write!(shown, "\n==> {path} <==\n{text}").expect("a String");
        }
        expect(&folder.join(format!("{name}.txt")), &shown);

        let diagnostics = kb.diagnostics();
        let errors =
            diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
        assert_eq!(
            errors.map(ToString::to_string).collect::<Vec<_>>(),
            [""; 0],
            "{name}"
        );

        // The same again changes nothing, in whatever order, and whatever git did to line
        // ends; nor does an import that only adds.
        let articles = plan.created.len();
        let mut again = kb.clone();
        let mut reversed = records.clone();
        reversed.reverse();
        for records in [&records, &reversed] {
            let plan = again.import(records, &options).expect("a plan");
            assert_eq!((plan.unchanged, &again), (articles, &kb), "{name}");
        }
        let adding = Options { update: false, ..options.clone() };
        assert_eq!(again.import(&records, &adding).expect("a plan").unchanged, articles);
        assert_eq!(again, kb, "{name}");
        let mut windows = kb.clone();
        windows.files.values_mut().for_each(|text| *text = text.replace('\n', "\r\n"));
        let before = windows.clone();
        assert_eq!(
            windows.import(&records, &options).expect("a plan").unchanged,
            articles
        );
        assert_eq!(windows, before, "{name}");
    }
    let there = read(&folder).into_keys().filter(|path| !path.contains('/'));
    let expected: BTreeSet<String> =
        names.iter().map(|name| format!("{name}.txt")).collect();
    assert_eq!(there.collect::<BTreeSet<_>>(), expected, "every output has its case");
}

fn csv(rows: &[&str]) -> Vec<Record> {
    let head = "number,short_description,known_error,state,workaround\n";
    record::read("p.csv", format!("{head}{}\n", rows.join("\n")).as_bytes()).expect("CSV")
}

const ONE: &str = "PRB1,One,true,New,Wait";
const TWO: &str = "PRB2,Two,true,New,Wait";
const THREE: &str = "PRB3,Three,true,New,Wait";

fn paths(list: &[kedb::import::Kept]) -> Vec<&str> {
    list.iter().map(|kept| kept.path.as_str()).collect()
}

#[test]
fn articles_follow_their_records_and_edits_stay() {
    let options = options(Source::ServicenowKnownError, None);
    let mut kb = Kb::default();
    let hand =
        "---\nid: NET-007\ntitle: Ours\nstatus: fixed\naliases: [OLD-1]\n---\nText.\n";
    kb.files.insert("net/ours.md".to_owned(), hand.to_owned());
    kb.import(&csv(&[TWO, ONE, THREE]), &options).expect("a plan");
    // The next numbers of the base, in the order of theirs.
    assert!(kb.text_of("PRB1").starts_with("---\nid: NET-008\n"), "{kb:?}");
    assert!(kb.text_of("PRB3").starts_with("---\nid: NET-010\n"), "{kb:?}");

    // A changed record, and a new one.
    let changed = "PRB1,One,true,New,Wait an hour";
    let plan = kb.import(&csv(&["PRB0,Zero,true,New,x", changed, TWO, THREE]), &options);
    let plan = plan.expect("a plan");
    assert_eq!(paths(&plan.updated), ["imported/NET-008.md"]);
    assert_eq!(paths(&plan.created), ["imported/NET-011.md"], "ids stay");
    assert!(kb.text_of("PRB1").contains("Wait an hour"));

    // A moved file is still its record's.
    let moved = kb.files.remove("imported/NET-008.md").expect("a file");
    kb.files.insert("badge/one.md".to_owned(), moved);
    let plan = kb.import(&csv(&["PRB0,Zero,true,New,x", ONE, TWO, THREE]), &options);
    assert_eq!(paths(&plan.expect("a plan").updated), ["badge/one.md"]);

    // An edited one is left; it is told only when its record says something new.
    let edited = kb.text_of("PRB2").replace("Wait", "Wait until noon");
    kb.files.insert(kb.path_of("PRB2"), edited.clone());
    let same = csv(&["PRB0,Zero,true,New,x", ONE, TWO, THREE]);
    let plan = kb.import(&same, &options).expect("a plan");
    assert_eq!((plan.unchanged, plan.edited.len()), (4, 0));
    let other = csv(&["PRB0,Zero,true,New,x", ONE, "PRB2,Two,true,Resolved,Wait", THREE]);
    let plan = kb.import(&other, &options).expect("a plan");
    assert_eq!(paths(&plan.edited), ["imported/NET-009.md"]);
    assert!(plan.has_problems());
    assert_eq!(kb.text_of("PRB2"), edited);
    // Whoever has merged it says so with the line that the hint names.
    let hint = plan.edited[0].hint.clone().expect("a hint");
    let line = hint.split('`').nth(1).expect("a line");
    let body = edited.rsplit_once("<!--").expect("a mark").0;
    kb.files.insert(kb.path_of("PRB2"), format!("{body}{line}\n"));
    let plan = kb.import(&other, &options).expect("a plan");
    assert_eq!((plan.unchanged, plan.edited.len()), (4, 0), "{plan:?}");

    // Vanished: retired, the edited one told; nothing more the next night.
    let fewer = csv(&["PRB0,Zero,true,New,x", ONE]);
    let some = Options { partial: true, ..options.clone() };
    let plan = kb.import(&fewer, &some).expect("a plan");
    assert!(plan.retired.is_empty() && plan.edited.is_empty());
    let plan = kb.import(&fewer, &options).expect("a plan");
    assert_eq!(paths(&plan.retired), ["imported/NET-010.md"]);
    assert_eq!(paths(&plan.edited), ["imported/NET-009.md"]);
    assert!(kb.text_of("PRB3").contains("\nstatus: retired\n"));
    let before = kb.clone();
    assert!(kb.import(&fewer, &options).expect("a plan").retired.is_empty());
    assert_eq!(kb, before);
    // Back again.
    let plan = kb.import(&other, &options).expect("a plan");
    assert_eq!(paths(&plan.updated), ["imported/NET-010.md"]);
    assert!(kb.text_of("PRB3").contains("\nstatus: known-error\n"));

    // Without its last line an article is the base's own.
    let own = kb.text_of("PRB1").rsplit_once("<!--").expect("a mark").0.to_owned();
    kb.files.insert(kb.path_of("PRB1"), own.clone());
    let plan = kb.import(&csv(&["PRB0,Zero,true,New,x", changed, THREE]), &options);
    assert!(plan.expect("a plan").created.is_empty());
    assert_eq!(kb.text_of("PRB1"), own);
    assert_eq!(kb.files["net/ours.md"], hand, "what nobody imported is not touched");
}

#[test]
fn links_follow_articles_that_were_moved() {
    let options = options(Source::ServicenowKb, None);
    let text = "number,short_description,workflow_state,text\n\
                KB1,One,published,<h2>Workaround</h2><a href='kb_view.do?sysparm_article=KB2'>two</a>\n\
                KB2,Two,published,<h2>Workaround</h2>Wait\n";
    let records = record::read("kb.csv", text.as_bytes()).expect("CSV");
    let mut kb = Kb::default();
    kb.import(&records, &options).expect("a plan");
    assert!(kb.text_of("KB1").contains("[two](KE-0002.md)"), "{kb:?}");
    for (from, to, expected) in [
        ("imported/KE-0001.md", "one.md", "[two](imported/KE-0002.md)"),
        ("imported/KE-0002.md", "a/b/two.md", "[two](a/b/two.md)"),
        ("one.md", "a/c/one.md", "[two](../b/two.md)"),
    ] {
        let moved = kb.files.remove(from).expect(from);
        kb.files.insert(to.to_owned(), moved);
        kb.import(&records, &options).expect("a plan");
        assert!(kb.text_of("KB1").contains(expected), "{expected}: {kb:?}");
        let broken = kb
            .diagnostics()
            .into_iter()
            .any(|diagnostic| diagnostic.rule == "broken-link");
        assert!(!broken, "{kb:?}");
    }
}

#[test]
fn an_export_of_a_few_retires_nothing() {
    let options = options(Source::ServicenowKnownError, None);
    let mut kb = Kb::default();
    kb.import(&csv(&[ONE, TWO, THREE, "PRB4,Four,true,New,x"]), &options)
        .expect("a plan");
    let before = kb.clone();
    let error = kb.import(&csv(&[ONE]), &options).expect_err("most are gone");
    assert!(error.to_string().starts_with("3 of 4 articles"), "{error}");
    assert_eq!(kb, before);
    // However few there are.
    let mut few = Kb::default();
    few.import(&csv(&[ONE, TWO, THREE]), &options).expect("a plan");
    let before = few.clone();
    for (rows, told) in [
        (&csv(&[ONE]), "2 of 3 articles"),
        (&csv(&["PRB4,Four,true,New,x"]), "3 of 3 articles"),
    ] {
        let error = few.import(rows, &options).expect_err(told).to_string();
        assert!(error.starts_with(told), "{error}");
        assert_eq!(few, before);
    }
    few.import(&csv(&[ONE, TWO]), &options).expect("a plan");
    assert!(few.text_of("PRB3").contains("\nstatus: retired\n"));
    // Another source's articles are not missed.
    let other = Options { source: Source::Itop, ..options.clone() };
    kb.import(&csv(&["IT1,One,true,New,x"]), &other).expect("a plan");
    assert_eq!(kb.files.len(), 5);
}

#[test]
fn broken_articles_are_left_alone() {
    let options = options(Source::ServicenowKnownError, None);
    let mut kb = Kb::default();
    kb.import(&csv(&[ONE, TWO]), &options).expect("a plan");
    let path = kb.path_of("PRB1");
    let broken = kb.files[&path].replace("id: ", "id: @");
    kb.files.insert(path.clone(), broken.clone());
    let plan = kb.import(&csv(&["PRB1,New title,true,New,x", TWO]), &options);
    assert_eq!(paths(&plan.expect("a plan").edited), [path.as_str()]);
    assert_eq!(kb.files[&path], broken);
}

#[test]
fn no_name_is_given_twice() {
    let options = options(Source::ServicenowKnownError, None);
    let head = "title: A\nstatus: fixed\n";
    for (text, expected) in [
        ("---\nid: KE-0001\ntitle: A: b\n---\nText.\n".to_owned(), "KE-0002"),
        (format!("---\nid: KE-0001\n{head}aliases: [KE-0007]\n---\nText.\n"), "KE-0008"),
        (
            format!("---\nid: KE-0001\n{head}replaced_by: KE-0004\n---\nText.\n"),
            "KE-0005",
        ),
    ] {
        let mut kb = Kb::default();
        kb.files.insert("a.md".to_owned(), text.clone());
        kb.import(&csv(&[ONE]), &options).expect("a plan");
        assert_eq!(kb.path_of("PRB1"), format!("imported/{expected}.md"), "{text}");
    }
}

#[test]
fn a_map_replaces_parts() {
    let own = "
        [fields]
        keywords = 'u_tags'
        [constants]
        audience = 'public'
        [words.status]
        'awaiting vendor' = 'known-error'
        [sections]
        fix = ['u_vendor_answer']
    ";
    let options = options(Source::ServicenowKnownError, Some(own));
    let text = "number;short_description;known_error;state;u_tags;u_vendor_answer\n\
                PRB1;One;true;Awaiting vendor;\"a,b\";Next year\n";
    let records = record::read("p.csv", text.as_bytes()).expect("CSV");
    let mut kb = Kb::default();
    let plan = kb.import(&records, &options).expect("a plan");
    assert!(plan.lost.is_empty(), "{:?}", plan.lost);
    let text = kb.text_of("PRB1");
    for line in ["audience: public", "status: known-error", "keywords: [a, b]", "## Fix"]
    {
        assert!(text.contains(&format!("\n{line}\n")), "{line}: {text}");
    }
    for (own, expected) in [
        ("[fields]\nid = 'number'", "no column can become `id`"),
        ("[fields]\nfoo = 'x'", "unknown variant `foo`"),
        ("[words.severity]\nx = 'bad'", "`bad` is not a severity"),
        ("[words.status]\nx = 'bad'", "unknown variant `bad`"),
        ("colour = 1", "unknown field `colour`"),
        ("records = 1", "invalid type: integer `1`, expected a string"),
    ] {
        let error = Map::with(Source::Itop, own).expect_err(own).to_string();
        assert!(error.contains(expected), "{own}: {error}");
        let error = Map::list_in(own).expect_err(own).to_string();
        assert!(error.contains(expected), "{own}: {error}");
    }
    let list = Map::list_in("records = 'a.b'\n[fields]\ntitle = 'x'").expect("a map");
    assert_eq!(list.as_deref(), Some("a.b"));
}

/// An audience that nobody has heard of is not the public, and a base that publishes by
/// default does not publish copies.
#[test]
fn nothing_is_public_by_chance() {
    let own = "[fields]\naudience = 'u_audience'\n[words.audience]\neverybody = 'public'";
    let options = options(Source::ServicenowKnownError, Some(own));
    for (word, expected) in [
        ("everybody", "public"),
        ("public", "public"),
        ("publik", "internal"),
        ("Everyone", "internal"),
        ("", "internal"),
    ] {
        let text = format!(
            "number,short_description,known_error,u_audience\nPRB1,One,true,{word}\n"
        );
        let records = record::read("p.csv", text.as_bytes()).expect("CSV");
        let mut kb = Kb::default();
        let plan = kb.import(&records, &options).expect("a plan");
        let line = format!("\naudience: {expected}\n");
        assert!(kb.text_of("PRB1").contains(&line), "{word}: {kb:?}");
        let told = plan.lost.iter().any(|loss| loss.name.starts_with("audience: "));
        assert_eq!(told, !["everybody", "public", ""].contains(&word), "{word}");
    }
}

#[test]
fn services_are_those_of_the_base() {
    let text = "number,short_description,known_error,business_service\n\
                PRB1,One,true,Access Control\nPRB2,Two,true,Unheard of\n";
    let records = record::read("p.csv", text.as_bytes()).expect("CSV");
    let services = "[gates]\nname = 'Access control'\nowner = 'FM'\n".to_owned();
    let mut kb = Kb { services: Some(services), ..Kb::default() };
    let plan = kb.import(&records, &options(Source::ServicenowKnownError, None));
    let lost: Vec<String> =
        plan.expect("a plan").lost.into_iter().map(|loss| loss.name).collect();
    assert_eq!(lost, ["service: Unheard of"]);
    assert!(kb.text_of("PRB1").contains("\nservice: gates\n"), "{kb:?}");
    assert!(!kb.text_of("PRB2").contains("\nservice"), "{kb:?}");
}
