//! The tables of the format are the same everywhere: in `docs/format.md`, in the JSON Schemas,
//! and in what is read.

use crate::built::{read, repository};
use boon::{Compiler, Draft, SchemaIndex, Schemas};
use kedb::config::{Config, Field, services};
use kedb::format::{KEYS, SERVICE, SETTINGS, STATUSES, Setting, Shape, Which, schema};
use kedb::parse;
use kedb_engine::article::{Audience, Status};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;

/// The rows of the tables of `docs/format.md` whose first cell is a key.
fn documented() -> Vec<Vec<String>> {
    let text = fs::read_to_string(repository("docs/format.md")).expect("docs/format.md");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let rows = rows.map(|row| {
        let cells = row.trim_matches('|').split(" | ");
        cells.map(|cell| cell.trim().to_owned()).collect()
    });
    rows.collect()
}

#[test]
fn the_documentation_has_the_rows_of_the_tables() {
    let documented: BTreeSet<Vec<String>> = documented().into_iter().collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for key in &KEYS {
        let name = format!("`{}`", key.field.key());
        rows.push([&*name, key.value, key.effect, key.public].map(str::to_owned).into());
    }
    for Setting { name, about, shape } in SETTINGS.iter().chain(SERVICE) {
        let is_table = matches!(
            shape,
            Shape::Table(_)
                | Shape::Mapping
                | Shape::Statuses
                | Shape::Severities
                | Shape::Levels
        );
        let name = if is_table { format!("`[{name}]`") } else { format!("`{name}`") };
        rows.push(vec![name, (*about).to_owned()]);
    }
    for row in rows {
        assert!(documented.contains(&row), "no row | {} |", row.join(" | "));
    }
    for (status, about) in STATUSES {
        let cells = [format!("`{}`", status.word()), about.to_owned()];
        let has_row = documented.iter().any(|row| row.starts_with(&cells));
        assert!(has_row, "no row | {} |", cells.join(" | "));
    }
    let explained: BTreeSet<&str> = STATUSES.iter().map(|(one, _)| one.word()).collect();
    assert_eq!(explained, Status::ALL.into_iter().map(Status::word).collect());
}

#[test]
fn every_key_of_an_article_has_a_row() {
    let keys: Vec<Field> = KEYS.iter().map(|key| key.field).collect();
    assert_eq!(keys, Field::ALL);
}

/// The names that the reader says it expects where it finds another one.
fn expected(error: &str) -> BTreeSet<String> {
    let (_, names) = error.split_once("expected").expect(error);
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What the reader of `kedb.toml` knows is what the table has.
#[test]
fn the_settings_are_those_that_are_read() {
    let refusal = |text: &str| Config::from_toml(text).expect_err(text).message;
    let names = |settings: &[Setting]| -> BTreeSet<String> {
        settings.iter().map(|setting| setting.name.to_owned()).collect()
    };
    assert_eq!(names(SETTINGS), expected(&refusal("surprise = 1")));
    for Setting { name, shape, .. } in SETTINGS {
        match shape {
            Shape::Table(settings) => {
                let known = expected(&refusal(&format!("[{name}]\nsurprise = 1")));
                assert_eq!(names(settings), known, "{name}");
                for Setting { name: key, shape, .. } in *settings {
                    if let Shape::Word(words) = shape {
                        let text = format!("[{name}]\n{key} = \"surprise\"");
                        let words: BTreeSet<String> =
                            words.iter().map(|word| (*word).to_owned()).collect();
                        assert_eq!(words, expected(&refusal(&text)), "{text}");
                    }
                }
            }
            Shape::Words(words) => {
                let words: BTreeSet<String> =
                    words.iter().map(|word| (*word).to_owned()).collect();
                let text = format!("{name} = [\"surprise\"]");
                assert_eq!(words, expected(&refusal(&text)), "{text}");
            }
            _ => {}
        }
    }
    let refused = services("[a]\nsurprise = 1").expect_err("refused").message;
    assert_eq!(names(SERVICE), expected(&refused));
}

struct Schema(Schemas, SchemaIndex);

impl Schema {
    fn new(which: Which) -> Schema {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.set_default_draft(Draft::V7);
        let name = format!("http://schemas.example/{}.json", which.word());
        compiler.add_resource(&name, schema(which)).expect("a schema");
        let index = compiler.compile(&name, &mut schemas).expect("a schema");
        Schema(schemas, index)
    }

    /// What is wrong with `value`, if anything.
    fn refusal(&self, value: &Value) -> Option<String> {
        self.0.validate(value, self.1).err().map(|error| error.to_string())
    }
}

/// The files of `schemas/` are those that `kedb schema` prints.
#[test]
fn the_files_in_the_repository_are_current() {
    for which in Which::ALL {
        let path = repository(&format!("schemas/{}.schema.json", which.word()));
        let text = serde_json::to_string_pretty(&schema(which)).expect("JSON") + "\n";
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, &text).expect("written");
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert!(there == text, "{} (UPDATE_EXPECT=1 writes it)", path.display());
    }
}

/// The settings of all bases that are here are accepted, and what the reader refuses is refused.
#[test]
fn settings_pass_their_schema_as_they_are_read() {
    let (settings, list) = (Schema::new(Which::Settings), Schema::new(Which::Services));
    let value = |text: &str| -> Value {
        let table: toml::Table = toml::from_str(text).expect("TOML");
        serde_json::to_value(table).expect("JSON")
    };
    let mut accepted = vec![fs::read_to_string(repository("kb/kedb.toml")).expect("kb")];
    let corpus = read(&repository("tests/corpus")).into_iter();
    accepted.extend(
        corpus
            .filter(|(path, _)| path.ends_with(".toml"))
            .map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8")),
    );
    accepted.push("vocabulary = false\n[check]\nstale_after_days = 3".to_owned());
    accepted.push("[check.rules]\nno-workaround = \"off\"".to_owned());
    accepted.push("[front_matter]\nid = []\ntitle = \"name\"".to_owned());
    for text in &accepted {
        Config::from_toml(text).expect(text);
        assert_eq!(settings.refusal(&value(text)), None, "{text}");
    }
    let refused = [
        "titel = \"x\"",
        "title = 3",
        "audience = \"everybody\"",
        "vocabulary = \"no\"",
        "public_fields = [\"keywords\"]",
        "public_url = \"javascript:alert(1)\"",
        "exclude = \"README.md\"",
        "[check]\nstale_after_days = -1",
        "[check.rules]\nno-workaround = \"info\"",
        "[check.rules]\nduplicate-id = \"off\"",
        "[check.rules]\nno-such-rule = \"off\"",
        "[front_matter]\nidentifier = \"id\"",
        "[status_words]\nopen = \"active\"",
        "[severity_words]\nhoch = \"high\"",
        "[headings]\nsolution = [\"x\"]",
        "[defaults]\nid = \"title\"",
        "[links]\nbase = \"/docs\"",
    ];
    for text in refused {
        assert!(Config::from_toml(text).is_err(), "{text}");
        assert!(settings.refusal(&value(text)).is_some(), "{text}");
    }
    let shop = fs::read_to_string(repository("kb/services.toml")).expect("kb");
    assert_eq!(list.refusal(&value(&shop)), None);
    for text in ["[a]\nnmae = \"x\"", "[a]\nurl = \"ftp://x\"", "a = 1"] {
        assert!(services(text).is_err(), "{text}");
        assert!(list.refusal(&value(text)).is_some(), "{text}");
    }
}

/// The rules that say that the form of a key or a value is wrong.
const FORM: [&str; 12] = [
    "unknown-key",
    "wrong-type",
    "missing-id",
    "missing-title",
    "missing-status",
    "invalid-id",
    "unknown-status",
    "unknown-severity",
    "unknown-audience",
    "not-a-date",
    "american-date",
    "invalid-signature",
];

/// Front matters are refused exactly where the reader complains about their form.
#[test]
fn front_matters_pass_their_schema_as_they_are_read() {
    let schema = Schema::new(Which::Article);
    let whole =
        json!({ "id": "KE-1", "title": "Badge readers stall", "status": "known-error" });
    let whole = whole.as_object().expect("an object").clone();
    let check = |keys: Map<String, Value>| {
        // JSON is YAML.
        let keys = Value::Object(keys);
        let text = format!("---\n{keys:#}\n---\n## Workaround\n\nWait.\n");
        let parsed =
            parse::article("a.md", &text, &Config::default(), Audience::Internal);
        let wrong: Vec<&str> = parsed
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.rule)
            .filter(|rule| FORM.contains(rule))
            .collect();
        let refusal = schema.refusal(&keys);
        assert_eq!(
            refusal.is_some(),
            !wrong.is_empty(),
            "{keys}: {wrong:?}, {refusal:?}"
        );
    };
    check(whole.clone());
    for key in ["id", "title", "status"] {
        let mut keys = whole.clone();
        keys.remove(key);
        check(keys);
    }
    let values = [
        ("id", json!("KE 1")),
        ("id", json!(42)),
        ("id", json!(["KE-1"])),
        ("title", json!(404)),
        ("title", json!(["a", "b"])),
        ("status", json!("Known Error")),
        ("status", json!("wont_fix")),
        ("status", json!("open")),
        ("service", json!("vpn")),
        ("service", json!({ "key": "vpn" })),
        ("severity", json!("sev1")),
        ("severity", json!("SEV-2")),
        ("severity", json!(3)),
        ("severity", json!(5)),
        ("severity", json!("high")),
        ("audience", json!("Public")),
        ("audience", json!("everybody")),
        ("error_codes", json!(["STK-1", 42])),
        ("error_codes", json!("STK-1")),
        ("error_codes", json!({ "code": "STK-1" })),
        ("signatures", json!([{ "contains": "queue depth exceeded" }])),
        ("signatures", json!([{ "regex": "queue depth \\d+" }])),
        ("signatures", json!([{ "lines": ["connection reset", "retry exhausted"] }])),
        ("signatures", json!(["queue depth exceeded"])),
        ("signatures", json!([{ "contain": "queue depth exceeded" }])),
        ("signatures", json!([{ "contains": "queue depth", "regex": "queue depth" }])),
        ("updated", json!("2026-03-05")),
        ("updated", json!("last week")),
        ("reported", json!("03/25/2026")),
        ("keywords", json!("basket")),
        ("replaced_by", json!("KE-2")),
        ("replaced_by", json!("see KE-2")),
        ("pinned", json!(true)),
        ("pinned", json!("no")),
        ("pinned", json!("often")),
        ("lang", json!("pt-BR")),
        ("severty", json!("sev1")),
    ];
    for (key, value) in values {
        let mut keys = whole.clone();
        keys.insert(key.to_owned(), value);
        check(keys);
    }
}
