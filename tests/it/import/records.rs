//! The records of an export, however they are wrapped.

use kedb::import::map::Source;
use kedb::import::record;

#[test]
fn a_list_is_found_in_what_wraps_it() {
    let titles = |name: &str, text: &str, list: Option<&str>| -> Vec<String> {
        let records = record::read_list(name, text.as_bytes(), list).expect("JSON");
        let columns = records.into_iter().flat_map(|record| record.columns);
        columns.filter(|column| column.name == "t").map(|column| column.text).collect()
    };
    let cases = [
        (r#"{"count": 2, "articles": [{"t": "a"}, {"t": "b"}]}"#, None, vec!["a", "b"]),
        (
            r#"{"data": [{"t": "a"}], "meta": {"page": 1}, "errors": null}"#,
            None,
            vec!["a"],
        ),
        (
            r#"{"data": {"kb": {"nodes": [{"t": "a"}, {"t": "b"}], "more": false}}, "ok": true}"#,
            None,
            vec!["a", "b"],
        ),
        (
            r#"{"ref": "P-1", "t": "a b", "log": {"notes": [{"t": "x"}]}}"#,
            None,
            vec!["a b"],
        ),
        (r#"{"articles": []}"#, None, vec![]),
        // A record with a list of its own is one.
        (r#"{"number": 1, "t": "a", "labels": [{"t2": "x"}]}"#, None, vec!["a"]),
        // One page after the other.
        ("{\"x\": [{\"t\": \"a\"}]}\n{\"x\": [{\"t\": \"b\"}]}", None, vec!["a", "b"]),
        (r#"{"a": [{"t": "x"}], "b": [{"t": "y"}]}"#, Some("b"), vec!["y"]),
        (r#"{"a": {"b": [{"t": "y"}], "c": [{"t": "z"}]}}"#, Some("a.b"), vec!["y"]),
        // An empty list is no list of records beside one that holds some, and hides no record.
        (r#"{"articles": [{"t": "a"}], "errors": []}"#, None, vec!["a"]),
        (
            r#"{"articles": [], "errors": [], "next_page": null, "count": 0}"#,
            None,
            vec![],
        ),
        (r#"{"ref": "P-1", "t": "a", "tags": []}"#, None, vec!["a"]),
        (r#"{"ref": "P-1", "t": "a", "result": "none"}"#, None, vec!["a"]),
        (r#"{"ref": "P-1", "t": "a", "values": ["x", "y"]}"#, None, vec!["a"]),
        // The names of columns are compared as everywhere.
        (
            r#"{"Number": "P-1", "T": "x", "t": "a", "Comments": [{"t": "b"}]}"#,
            None,
            vec!["a"],
        ),
        (r#"{"objects": null, "code": 0, "message": "Found: 0"}"#, None, vec![]),
        (r#"{"objects": {"E::1": {"t": "a"}}, "message": "Found: 1"}"#, None, vec!["a"]),
        (r#"{"result": {"t": {"display_value": "a"}}}"#, None, vec!["a"]),
        // The answer of GraphQL, with what tells the page beside the records.
        (
            r#"{"data": {"repository": {"issues": {"nodes": [{"t": "a"}, {"t": "b"}],
                "pageInfo": {"endCursor": "x"}, "totalCount": 2}}}}"#,
            None,
            vec!["a", "b"],
        ),
        (r#"{"odata.count": 1, "odata.rows": [{"t": "a"}]}"#, None, vec!["a"]),
        // Pages in one list.
        (
            r#"[{"page": 1, "articles": [{"t": "a"}]}, {"page": 2, "articles": [{"t": "b"}]}]"#,
            None,
            vec!["a", "b"],
        ),
        // Under a title, and a record under its kind.
        (
            r#"{"title": "Our base", "date": "2026", "articles": [
                {"id": 1, "title": "x", "t": "a"}, {"id": 2, "title": "y", "t": "b"}]}"#,
            None,
            vec!["a", "b"],
        ),
        (
            r#"{"title": "x", "t": "a", "comments": [{"author": "y", "t": "b"}]}"#,
            None,
            vec!["a"],
        ),
        (r#"{"article": {"id": 1, "t": "a", "labels": [{"t": "x"}]}}"#, None, vec!["a"]),
        // Fields and people beside the records are none.
        (
            r#"{"issues": [{"t": "a"}], "names": [{"name": "n"}], "users": [{"login": "u"}]}"#,
            None,
            vec!["a"],
        ),
        // Of several lists the one of records.
        (
            r#"{"articles": [{"id": 1, "title": "x", "t": "a"}], "facets": {"tags": [{"t": "n"}]}}"#,
            None,
            vec!["a"],
        ),
    ];
    for (text, list, expected) in cases {
        assert_eq!(titles("a.json", text, list), expected, "{text}");
    }
    // Of several values each is a record, whatever lists it has, unless it is a page of records.
    let cases = [
        (r#"{"ref": "P-1", "t": "a", "tags": []}"#, vec!["a"]),
        (r#"{"ref": "P-1", "t": "a", "comments": [{"t": "x"}]}"#, vec!["a"]),
        (r#"{"ref": "P-1", "t": "a", "comments": [{}], "links": [{}]}"#, vec!["a"]),
        (r#"{"ref": 1, "t": "a", "issues": [{"t": "x"}]}"#, vec!["a"]),
        (r#"{"ref": 1, "t": "a", "objects": null}"#, vec!["a"]),
        (r#"{"ref": 1, "t": "a", "result": {"t": "x"}}"#, vec!["a"]),
        (r#"{"ID": 1, "t": "a", "values": [{"t": "x"}]}"#, vec!["a"]),
        (r#"[{"t": "a"}, {"t": "b"}]"#, vec!["a", "b"]),
        (
            r#"{"count": 9, "next_page": "https://x.example/2", "rows": [{"t": "a"}]}"#,
            vec!["a"],
        ),
        (
            r#"{"total": 9, "hasMore": true, "cursor": "b7", "rows": [{"t": "a"}]}"#,
            vec!["a"],
        ),
        (r#"{"issues": [{"t": "a"}], "startAt": 0, "expand": "names"}"#, vec!["a"]),
        (r#"{"count": 0, "rows": []}"#, vec![]),
    ];
    for (line, expected) in cases {
        assert_eq!(titles("a.jsonl", line, None), expected, "{line}");
        let twice = [expected.clone(), expected].concat();
        assert_eq!(titles("a.json", &format!("{line}\n{line}\n"), None), twice, "{line}");
    }
    let error =
        record::read_list("a.json", b"{\"a\": 1}", Some("a.b")).expect_err("no list");
    assert!(
        error.to_string().starts_with("there is no list of records at `a.b`"),
        "{error}"
    );
}

#[test]
fn a_source_is_known_by_some_of_its_columns() {
    for (header, expected) in [
        ("ID;Subject;Content;Category;Last update", Some(Source::Glpi)),
        ("ID;Subject;Content;Category", Some(Source::Glpi)),
        ("\"Id\",\"Subject\",\"Content\",\"Last update\"", Some(Source::Glpi)),
        ("ID;Subject;Content", None),
        ("ID;Subject;Last update", None),
    ] {
        let separator = if header.contains(';') { ';' } else { ',' };
        let cells = header.split(separator).map(|_| "1").collect::<Vec<&str>>();
        let text = format!("{header}\n{}\n", cells.join(&separator.to_string()));
        let records = record::read("a.csv", text.as_bytes()).expect("CSV");
        assert_eq!(Source::of(&records), expected, "{header}");
    }
}

#[test]
fn what_can_t_be_read_is_refused() {
    let utf16: Vec<u8> =
        "\u{feff}a,b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = format!("{}\n1\n", vec!["a"; 3000].join(","));
    let cases: [(&str, &[u8], &str); 16] = [
        (
            "a.csv",
            wide.as_bytes(),
            "line 1: 3000 columns; a table of records has at most 2000",
        ),
        ("a.csv", b"a,b\nM\xfcller,1\n", "not UTF-8, first in line 2"),
        ("a.csv", &utf16, "not UTF-8, first in line 1"),
        ("a.csv", b"a,b\n\"open,1\nc,2\n", "line 2: a quotation mark is never closed"),
        ("a.xlsx", b"PK", "neither CSV, JSON, XML nor HTML"),
        ("a.json", b"{\"result\": [", "EOF while parsing"),
        ("a.json", b"[1, 2]", "no list of records"),
        ("a.json", b"7", "no list of records"),
        ("a.json", b"", "no list of records"),
        ("a.json", b"{\"a\": [{}], \"b\": [{}]}", "several lists: `a`, `b`"),
        ("a.json", b"{\"a\": [{}], \"b\": {\"c\": [{}]}}", "several lists: `a`, `b.c`"),
        // A list that is known by its name hides no other one, however short that is.
        (
            "a.json",
            br#"{"issues": [{"id": 1, "title": "x"}, {"id": 2, "title": "y"}], "problems": [{"id": 3, "title": "z"}]}"#,
            "several lists: `issues`, `problems`",
        ),
        (
            "a.json",
            br#"{"bugs": [{"title": "z"}], "issues": [{"id": 1, "title": "x"}]}"#,
            "several lists: `issues`, `bugs`",
        ),
        (
            "a.json",
            br#"{"result": [{"number": "P-1"}], "data": {"known": [{"number": "K-1", "short_description": "x"}]}}"#,
            "several lists: `result`, `data.known`",
        ),
        (
            "a.json",
            br#"{"articles": [{"id": 1, "title": "x"}], "drafts": [{"title": "y"}]}"#,
            "several lists: `articles`, `drafts`",
        ),
        (
            "a.json",
            br#"{"records": [{"sys_id": "1"}], "objects": [{"id": 1, "name": "x"}]}"#,
            "several lists: `records`, `objects`",
        ),
    ];
    for (name, bytes, expected) in cases {
        let error = record::read(name, bytes).expect_err(name).to_string();
        assert!(error.starts_with(expected), "{name}: {error}");
        assert!(error.contains("\n  hint: "), "{name}: {error}");
    }
}

#[test]
fn tables_are_read_however_they_are_written() {
    let expected = "number=PRB1 text=a;b\"c\nd,\te";
    let quoted = "\"a;b\"\"c\r\nd,\te\"";
    for separator in [",", ";", "\t"] {
        for end in ["\n", "\r\n"] {
            for bom in ["", "\u{feff}"] {
                let text = format!(
                    "{bom}number{separator}text{end}PRB1{separator}{quoted}{end}"
                );
                let records = record::read("a.csv", text.as_bytes()).expect("CSV");
                let columns = records[0].columns.iter();
                let found: Vec<String> = columns
                    .map(|column| format!("{}={}", column.name, column.text))
                    .collect();
                assert_eq!((records.len(), found.join(" ")), (1, expected.to_owned()));
            }
        }
    }
}
