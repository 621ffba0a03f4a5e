//! Articles that begin with a log: whatever the log says, what is proposed holds.

mod causes;
mod evidence;
mod kinds;
mod masks;

use kedb::check::ORDINARY;
use kedb::config::Config;
use kedb::draft::{
    self, Draft, Drafter, LINES, Numbers, Taken, Template, file_name, masked,
};
use kedb::parse;
use kedb_engine::article::{ArticleId, Audience, Signature, Status};
use kedb_engine::signature::Matcher;
use kedb_engine::text::paste;
use proptest::prelude::*;

fn drafted(log: &str) -> Draft {
    let mut drafter = Drafter::default();
    log.lines().for_each(|line| drafter.line(line));
    drafter.end()
}

/// Lines made of what logs are made of, and of what YAML and expressions react to.
fn log() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "2026-03-02T01:14:07.123Z ",
            "Mar  3 06:25:01 web01 app[77]: ",
            "[12:00:01,5] ",
            "ERROR ",
            "FATAL: ",
            "warn ",
            "INFO ",
            "Caused by: ",
            "Exception ",
            "failed to ",
            "connection refused ",
            "the stock queue ",
            "of the warehouse ",
            "depth exceeded ",
            "STK-4711 ",
            "0x80070643 ",
            "-2147023293 ",
            "Event ID 4625 ",
            "HTTP 502 ",
            "E_FAIL_X ",
            "8192 ",
            "12.5ms ",
            "0x00007ffe12345678 ",
            "4QkT1c2Zz9 ",
            "deadbeef77 ",
            "123e4567-e89b-12d3-a456-426614174000 ",
            "/var/spool/x/77 ",
            "C:\\Users\\anna\\x.txt ",
            "\\\\srv01\\share$\\a ",
            "https://u:pw@host.example/a?b=c ",
            "https://u:pw@host.example/STK-4711 ",
            "\"password\":\"a\\\"b c\",",
            "{\"message\":\"",
            "xuser@mail.example ",
            "with password secret ",
            "4111 1111 1111 1111 ",
            "5m (x1 over 46s)  ",
            "\"warehouse7\" ",
            "'it' ",
            "can't ",
            "`x` ",
            "(state=CLOSED) ",
            "[a|b] ",
            "{} ",
            "^$ ",
            "\\d+ ",
            ": ",
            "- ",
            "# ",
            "''",
            "\"",
            "\\",
            "&x *y !z %w @v",
            "\t",
            "  ",
            "é漢字 ",
            "💥 ",
            "\u{1b}[31m",
            "\u{7}",
            "\u{85}",
            "\u{feff}",
            "\u{2028}",
            "\n",
            "\n",
            "\r\n",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9 .,:;_+=/-]{0,24}",
        "\\PC{0,8}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_proposed_is_an_article_without_errors(log in log()) {
        let draft = drafted(&log);
        let id = ArticleId::new("KE-1").expect("an id");
        let title = draft.title.clone().unwrap_or_else(|| "A title".to_owned());
        let text = draft::text(&Template {
            id: Some(&id),
            title: &title,
            status: Status::Investigating,
            service: None,
            severity: None,
            audience: None,
            codes: &draft.codes,
            draft: &draft,
        });
        let parsed = parse::article("a.md", &text, &Config::default(), Audience::Internal);
        prop_assert!(parsed.diagnostics.is_empty(), "{:?}\n{text}", parsed.diagnostics);
        let article = parsed.article.expect("an article");
        prop_assert_eq!(&article.title, &title);
        prop_assert_eq!(&article.signatures, &draft.signatures);
        prop_assert_eq!(&article.samples, &draft.samples);
        prop_assert_eq!(draft.signatures.len(), draft.samples.len());
        for (signature, sample) in draft.signatures.iter().zip(&draft.samples) {
            let matcher = Matcher::new(signature).expect("it compiles");
            let lines: Vec<String> = log.lines().map(paste::without_ansi).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            prop_assert!(matcher.find(&lines).is_some(), "{signature:?}\n{log}");
            let shown: Vec<&str> = sample.lines().collect();
            prop_assert!(matcher.find(&shown).is_some(), "{signature:?}\n{sample}");
            let ordinary: Vec<&str> = ORDINARY.lines().collect();
            prop_assert_eq!(matcher.find(&ordinary), None, "{:?}", signature);
        }
    }

    #[test]
    fn secrets_are_masked_wherever_they_stand(before in log(), after in log()) {
        let secrets = [
            ("hunter2x", "password=hunter2x"),
            ("hunter3x", "\"token\": \"hunter3x\""),
            ("c2VjcmV0MTIz", "Authorization: Bearer c2VjcmV0MTIz"),
            ("s3cr3t", "postgres://app:s3cr3t@db.example/shop"),
            ("anna.m@corp", "to anna.m@corp.example"),
            ("10.20.30.40", "from 10.20.30.40:443"),
            ("fe80::1ff", "from fe80::1ff:fe23:4567:890a"),
            ("ghp_0123456789abcdefABCD", "key ghp_0123456789abcdefABCD"),
            ("annam", "C:\\Users\\annam\\Desktop"),
            ("Zm9vYmFyQmF6MTIzNDU2Nzg5MGFiY2RlZg", "blob Zm9vYmFyQmF6MTIzNDU2Nzg5MGFiY2RlZg=="),
        ];
        let line: Vec<&str> = secrets.iter().map(|(_, line)| *line).collect();
        let line = format!("{before} {} {after}", line.join(" ; ")).replace(['\n', '\r'], " ");
        let (clean, what) = masked(&line);
        for (secret, _) in secrets {
            prop_assert!(!clean.contains(secret), "{secret}: {clean}");
        }
        // A quotation that never ends is masked as one, with the secrets behind it.
        prop_assert!(!what.is_empty(), "{clean}");
    }
}

#[test]
fn what_differs_from_case_to_case_is_a_pattern() {
    for (log, expected) in [
        (
            "2026-03-02T01:14:07Z ERROR stock-sync queue depth exceeded (8192)",
            "stock-sync queue depth exceeded",
        ),
        (
            "Mar  3 06:26:40 web01 app[22011]: ERROR: cannot open /var/spool/x/77 of the ledger for \"warehouse7\" after 12ms",
            r#"cannot open \S+ of the ledger for "[^"]*" after \d+ms"#,
        ),
        (
            "ERROR 123e4567-e89b-12d3-a456-426614174000 was refused by the ledger 4QkT1c2Zz9",
            "was refused by the ledger",
        ),
        (
            r#"{"level":"error","password":"a\"b c","message":"the ledger refuses all bookings"}"#,
            "the ledger refuses all bookings",
        ),
        (
            r#"{"level":"error","message":"the ledger refuses password hunter2 of clerk"}"#,
            "the ledger refuses password .* of clerk",
        ),
        ("ERROR STK-9 queue full 12", "STK-9 queue full"),
        (
            "  Warning  FailedMount  45s  kubelet  the volume of the ledger is not attached",
            r"FailedMount\s+\S+(?: +\(x.*?\))?\s+kubelet\s+the volume of the ledger is not attached",
        ),
        ("\tSub Status:\t\t0xC0000064", r"Sub Status:\s+0xC0000064"),
        // The heads that the keepers of logs put before a line are known.
        (
            "<34>1 2026-11-24T10:00:00Z host app 12 ID - the ledger refuses all bookings, error",
            "the ledger refuses all bookings, error",
        ),
        (
            "2026-11-24T10:00:00.1Z stderr F the ledger refuses all bookings, error",
            "the ledger refuses all bookings, error",
        ),
        (
            "shop-1  | ERROR the ledger refuses all bookings",
            "the ledger refuses all bookings",
        ),
        (
            "[pod/shop-7/app] the ledger refuses all bookings, error",
            "the ledger refuses all bookings, error",
        ),
        // So are the names of places, and which program a process runs.
        (
            "ERROR creating S3 Bucket (acme-prod-logs-4711) of the ledger was refused",
            r"creating S\d+ Bucket \(\S+\) of the ledger was refused",
        ),
        (
            "ERROR the ledger is refused by db-fra-replica-02 and web-03, error",
            r"the ledger is refused by \S+ and \S+, error",
        ),
        (
            "ERROR the ledger of topic payments.captured-7 is full on broker b-2.kafka",
            r"the ledger of topic \S+ is full on broker",
        ),
        (
            "ERROR the host is not in the ledger, the node was full",
            "the host is not in the ledger, the node was full",
        ),
        (
            "ERROR the ledger is locked by process 20117 (apt-get) of the system",
            r"the ledger is locked by process \d+ \([^()]*\) of the system",
        ),
        (
            "ORA-12541: no listener for 10.1.2.3:1521 found",
            r"ORA-12541: no listener for \S+ found",
        ),
        (
            "Operation failed with 0x80070643 at step 3 of 7",
            r"Operation failed with 0x80070643 at step \d+ of",
        ),
        (
            "ERROR the label of box 12, owned by anna, is torn at the printer Hall3-b",
            r"the label of box \d+, owned by \S+, is torn at the printer",
        ),
        (
            "ERROR the box named shelf07 is refused by the ledger",
            r"the box named \S+ is refused by the ledger",
        ),
        // Standards are called the same everywhere.
        (
            "ERROR ledger of hall 4: x509 seal is torn, sha256 is wrong",
            r"ledger of hall \d+: x509 seal is torn, sha256 is wrong",
        ),
        (
            "C  *** ERROR => crane 'north' of hall refuses the box",
            "crane '[^']*' of hall refuses the box",
        ),
        // Where nothing else is left, what stands in quotes is the error.
        ("fatal: No box matching 'red-one' is here", "No box matching 'red-one' is here"),
        (
            "panic: runtime error: index out of range [5] with length 3",
            r"panic: runtime error: index out of range \[\d+\] with length",
        ),
    ] {
        let draft = drafted(log);
        let texts: Vec<&str> = draft
            .signatures
            .iter()
            .map(|signature| match signature {
                Signature::Contains(text) | Signature::Regex(text) => text.as_str(),
                Signature::Lines(_) => panic!("{signature:?}"),
            })
            .collect();
        assert_eq!(texts, [expected], "{log}");
    }
}

#[test]
fn a_title_says_what_failed() {
    for (log, expected) in [
        (
            "ERROR The ledger service terminated unexpectedly.  It has done this 3 time(s).  The following corrective action will be taken: Restart the service.",
            "The ledger service terminated unexpectedly",
        ),
        (
            "ERROR The ledger service refused the connection of the warehouse = . It has done this 3 time(s), and will be started again.",
            "The ledger service refused the connection of the warehouse",
        ),
        (
            "ERROR unable to bind the socket of the ledger for address '/run/ledger/ledger8.2-of-stock.sock': Permission denied",
            "unable to bind the socket of the ledger for address …: Permission denied",
        ),
        (
            "ERROR the sandbox of the ledger \"a81bc81b-dead\" is lost in the warehouse: cannot open the ledger of stock for writing",
            "cannot open the ledger of stock for writing",
        ),
        (
            "ERROR stock: /srv/ledger/a: the ledger is refused in /srv/ledger/a.php:70",
            "the ledger is refused",
        ),
        (
            "Stock::LedgerError (could not open the ledger of stock (waited 5 seconds)):",
            "could not open the ledger of stock (waited 5 seconds)",
        ),
        (
            "ERROR undefined reference to `ledger_open'",
            "undefined reference to 'ledger_open'",
        ),
        (
            "ERROR close the month of the harbour: sum of all the shelves: read the shelf: no ledger of stock left",
            "sum of all the shelves: read the shelf: no ledger of stock left",
        ),
        (
            "ERROR the ledger is refused for user \"anna\"",
            "the ledger is refused for user …",
        ),
        (
            "ERROR Move failed. First problem on the first shelf of the whole northern harbour; first error: unable to lift this box and all the boxes that stand below it at night",
            "unable to lift this box and all the boxes that stand below it at night",
        ),
        (
            "stock/main.c:12:10: fatal error: crane/rope.h: this header is missing",
            "crane/rope.h: this header is missing",
        ),
        (
            "2026-02-03,crane,<,\"554 5.7.1 no room in the hall for the boxes, blocked by the crane\",",
            "554 5.7.1 no room in the hall for the boxes, blocked by the crane",
        ),
        (
            "thread panicked: called `open()` on an `Err` value: Stock { code: \"533\", message: \"too many clerks already\" }",
            "too many clerks already",
        ),
    ] {
        assert_eq!(drafted(log).title.as_deref(), Some(expected), "{log}");
    }
}

#[test]
fn only_codes_of_errors_are_proposed() {
    for (log, expected) in [
        (
            "ERROR [MY-010584] the ledger is refused, Error_code: MY-001032",
            vec!["MY-001032"],
        ),
        (
            "Server returned '550 5.7.64 TenantAttribution; Access Denied'",
            vec!["550 5.7.64"],
        ),
        ("SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] the ledger has expired", vec![]),
        ("ERROR STK-4711 queue is full", vec!["STK-4711"]),
        (
            "ERROR update ended with 0x80070643, was -2147023293",
            vec!["0x80070643", "-2147023293"],
        ),
        (
            "An account failed to log on.\n\tStatus:\t\t0xC000006D\n\tSub Status:\t\t0xC0000064",
            vec!["0xC000006D", "0xC0000064"],
        ),
        ("ERROR STK-9 queue is full, not UTF-8", vec!["STK-9"]),
        ("ERROR MAPI_E_NOT_FOUND in thread_pool worker-12", vec!["MAPI_E_NOT_FOUND"]),
        ("ERROR at 0x00007ffe12345678 of commit deadbeef after 2200000000 bytes", vec![]),
        ("ERROR upstream answered HTTP 502 to the gateway", vec!["HTTP 502"]),
        ("ERROR the ENGINE refused an EMPTY ledger ENTRY of stock", vec![]),
        ("ERROR EXPORT: Ledger of stock refused, EVENT: lost", vec![]),
        ("npm error code ERESOLVE could not resolve the ledger", vec!["ERESOLVE"]),
        ("ERROR the ledger of stock failed, errno: EDQUOT", vec!["EDQUOT"]),
        ("Error: EDQUOT: disk quota exceeded, write '/var/ledger/stock'", vec!["EDQUOT"]),
        // A name in capitals is a code if it says that something failed, or stands where codes do.
        ("ERROR the ledger is full due to 'ACTIVE_BACKUP_OR_SHELF'", vec![]),
        (
            "ERROR the ledger is lost, err STOCK_SHELF_OPEN: shelf 7",
            vec!["STOCK_SHELF_OPEN"],
        ),
        (
            "ERROR the ledger of stock is refused: STOCK_NOT_WEIGHED",
            vec!["STOCK_NOT_WEIGHED"],
        ),
        ("ERROR the ledger of stock is refused, code P3009", vec!["P3009"]),
        ("ERROR the ledger of stock was refused (S77719) by AM4PEPF00025F98", vec![]),
        ("%GATE-3-713048: the ledger of stock is refused", vec!["%GATE-3-713048"]),
        ("%GATE-3-NOTE: the ledger of stock is refused", vec![]),
        // So is the number right behind the word for an error, but none that counts.
        ("Error 2741. The ledger of stock failed to open", vec!["2741"]),
        ("Fehler: 8907, das Hauptbuch konnte nicht geöffnet werden", vec!["8907"]),
        ("ERROR 1987 boxes of the ledger of stock were lost", vec![]),
        ("ERROR the ledger of stock is refused, exit error 2", vec![]),
        ("ERROR the ledger of stock is refused (SHELF=VIRTUAL_BOX: 7)", vec![]),
        ("ERROR the ledger of stock is refused, code 0xe00084c7", vec!["0xe00084c7"]),
        (
            "The ledger generated an error (8453): it was denied to the clerk",
            vec!["8453"],
        ),
        // IBM says behind the number how grave it is, and Subversion puts the code behind its name.
        ("AMQ5540E: Ledger 'north' did not say who it is", vec!["AMQ5540E"]),
        ("MESSAGE : ADM1823E  The ledger is full and cannot be closed", vec!["ADM1823E"]),
        ("08:15:04 Harbour address book\n08:15:04 \t\t0X8004010F", vec!["0X8004010F"]),
        ("svn: E155004: the ledger of stock is locked by the clerk", vec!["E155004"]),
        // So do clouds, but the names of kinds of errors tell too little.
        (
            "api error ShelfLimitExceeded: the most shelves of stock were reached",
            vec!["ShelfLimitExceeded"],
        ),
        (
            "api error InvalidShelfCombination: the shelf cannot be moved from 13 to 16",
            vec![],
        ),
        // No error has a cipher, the function that reads a code, the id of a call or an event as its code.
        ("ERROR the ledger of stock cannot be read with AES-256-CBC or AES-128", vec![]),
        (
            "ERROR STOCK_FROM_WIN32(SHELF_ERROR_MISSING) of the ledger",
            vec!["SHELF_ERROR_MISSING"],
        ),
        ("WARNING[2040][C-00000002] ledger.c: Unable to open the shelf of stock", vec![]),
        ("09:14:12|EXCEPTION_THROWN|[22]|the ledger of stock cannot be locked", vec![]),
        // WebLogic puts it in a column, and a number says no more than the name that holds it.
        (
            "####<Nov 22, 2026 6:02:25 AM CET> <Critical> <Stock> <wls01> <> <BEA-090402> <The ledger of stock is not valid.>",
            vec!["BEA-090402"],
        ),
        (
            "C  attach of the ledger failed with SQL error 12541:\nC  'ORA-12541: TNS:no listener'",
            vec!["ORA-12541"],
        ),
    ] {
        let codes = drafted(log).codes;
        assert_eq!(codes, expected, "{log}");
    }
}

#[test]
fn the_lines_that_tell_of_an_error_are_taken() {
    let log =
        format!("{ORDINARY}\nERROR the ledger of stock refuses bookings\n{ORDINARY}");
    let draft = drafted(&log);
    assert!(
        draft.samples.iter().any(|sample| sample.contains("ledger of stock")),
        "{draft:?}"
    );
    // Nothing but what is ordinary: no line is worth a signature.
    for log in [
        "",
        "\n\n",
        "hello",
        "1 2 3\n4 5 6",
        "Failed with result 'exit-code'.",
        "could not connect to 10.1.2.3",
        "ERROR client_secret",
        "raise RuntimeError",
        "clone failed with 128",
        "payment failed for DE",
        // What any failing build, job or service says.
        "BUILD FAILED in 3s",
        "make: *** [Makefile:9: all] Error 2",
        "Error: Process completed with exit code 7.",
        "##[error]Bash exited with code '7'.",
        "Execution failed for task ':ledger:compile'.",
        "stock.service: Main process exited, code=exited, status=7/NOTRUNNING",
        "ERROR: Job failed: exit code 7",
    ] {
        assert_eq!(drafted(log).signatures, [], "{log}");
    }
}

#[test]
fn what_is_masked_in_any_line_of_a_sample_is_said() {
    let draft = drafted(
        "Traceback (most recent call last):\n  File \"/home/anna/stock/ledger.py\", line 31, in parse_station\n    return row[\"temp_c\"]\nKeyError: 'temp_c'\n",
    );
    let sample = draft.samples.join("\n");
    assert!(sample.contains("/home/***/stock/ledger.py"), "{draft:?}");
    assert_eq!(draft.masked.into_iter().collect::<Vec<_>>(), ["names of users"]);
}

#[test]
fn the_beginning_and_the_end_of_a_long_log_are_read() {
    let error = "ERROR the ledger of stock refuses bookings";
    let check = |lines_before: usize, lines_after: usize, unread: usize| {
        let mut drafter = Drafter::default();
        let mut many = |count: usize| (0..count).for_each(|_| drafter.line("x"));
        many(lines_before);
        drafter.line(error);
        let mut many = |count: usize| (0..count).for_each(|_| drafter.line("x"));
        many(lines_after);
        let draft = drafter.end();
        let is_found = !draft.signatures.is_empty();
        assert_eq!((is_found, draft.unread), (true, unread), "{lines_before}");
    };
    check(0, 2 * LINES + 5, 6);
    check(2 * LINES + 5, 0, 6);
    check(LINES, LINES - 1, 0);
    // What was not read is no part of the stack before it.
    let mut drafter = Drafter::default();
    (1..LINES).for_each(|_| drafter.line("x"));
    drafter.line("com.contoso.LedgerError: connection refused by the ledger of stock");
    (0..2).for_each(|_| drafter.line("x"));
    (0..LINES)
        .for_each(|_| drafter.line("\tat com.contoso.other.Report.print(Report.java:4)"));
    let signatures = drafter.end().signatures;
    assert!(matches!(signatures.as_slice(), [Signature::Contains(_)]), "{signatures:?}");
}

#[test]
fn the_next_id_follows_the_largest_of_the_prevailing_prefix() {
    for (ids, taken, expected) in [
        (vec![], vec![], "KE-0001"),
        (vec!["KE-0041", "KE-0042"], vec![], "KE-0043"),
        (vec!["KE-9", "KE-10"], vec![], "KE-11"),
        (vec!["KE-099"], vec![], "KE-100"),
        (vec!["KE-0041"], vec!["ke-0050", "KB0010099"], "KE-0051"),
        (vec!["KB1", "KE-0001", "KE-0002"], vec![], "KE-0003"),
        (vec!["B-1", "A-7"], vec![], "A-8"),
        (vec!["no-number", "none"], vec![], "KE-0001"),
        (vec!["x99999999999999999999"], vec![], "KE-0001"),
        (vec!["42"], vec![], "43"),
    ] {
        let texts = |ids: Vec<&str>| -> Vec<String> {
            ids.into_iter().map(str::to_owned).collect()
        };
        let shown = format!("{ids:?} {taken:?}");
        let taken = Taken { ids: texts(ids), others: texts(taken) };
        let mut numbers = Numbers::after(&taken, None);
        let next = numbers.next_id().expect("an id");
        assert_eq!(next.as_str(), expected, "{shown}");
    }
}

#[test]
fn a_file_is_named_by_id_and_title() {
    for (title, expected) in [
        ("Checkout stalls: 0x80070643!", "KE-1-checkout-stalls-0x80070643.md"),
        ("../../etc/passwd", "KE-1-etc-passwd.md"),
        ("漢字", "KE-1.md"),
        ("Überlauf der Schlange", "KE-1-berlauf-der-schlange.md"),
        (
            "a very long title that goes on and on and on until nobody remembers how it began",
            "KE-1-a-very-long-title-that-goes-on-and-on-and-on-until-nobody.md",
        ),
    ] {
        let id = ArticleId::new("KE-1").expect("an id");
        assert_eq!(file_name(&id, title), expected);
    }
}
