//! Which lines of a log are of one kind.

use kedb::draft::kind;

/// Of one kind are all lines of a group, and none of another group.
fn check(groups: &[&[&str]]) {
    let kinds: Vec<Vec<String>> = groups
        .iter()
        .map(|lines| lines.iter().map(|line| kind(line)).collect())
        .collect();
    for (at, group) in kinds.iter().enumerate() {
        for kind in group {
            assert_eq!(Some(kind), group.first(), "{group:?}");
            let others = kinds.iter().skip(at + 1).flatten();
            assert!(others.into_iter().all(|other| other != kind), "two groups: {kind}");
        }
    }
}

#[test]
fn numbers_and_amounts() {
    check(&[
        &[
            "took -1 ms for 3 files",
            "took 12.5 s for 1,024 files",
            "took <1 sec for 0 files",
        ],
        &["free 1.5 GB of 20 GB", "free 12 KB of 1 TB", "free 900 B of 1 MB"],
        &["moved blk_17 to disk", "moved blk_-9220 to disk"],
        &["used 1000 bytes (1.0 KB) of all", "used 12 bytes of all"],
    ]);
}

#[test]
fn ids_addresses_and_times() {
    check(&[
        &["reset at 0x1f", "reset at 0x00007ffe12345678", "reset at 0xFFFF"],
        &["at Sun Jun 26 08:00:01 2005 it began", "at Mon Jul 4 10:00:00 2005 it began"],
        &["lease for 00:1b:44:11:3a:b7 ends", "lease for F0:0:AA:11:3A:B7 ends"],
        &["mask ffffffff is set", "mask 0010ffff is set"],
        &[
            "no answer from db01.example.com:5432",
            "no answer from 10.0.0.7:5432",
            "no answer from proxy.cs.uni-example.de",
            "no answer from bx.cdn.asia:443",
        ],
    ]);
}

#[test]
fn names_of_users_files_and_hosts() {
    check(&[
        &[
            "Failed password for root from 10.1.1.1",
            "Failed password for bob from 10.1.1.2",
        ],
        &[
            "Failed password for invalid user root from 10.1.1.1",
            "Failed password for invalid user bob from 10.1.1.2",
        ],
        &[
            "can't open ./app.conf",
            "can't open /etc/app/app.conf",
            "can't open ../x/STK-4711/a.log",
        ],
        &[
            "lock taken, tag=\"main window\", user=anna",
            "lock taken, tag=screen, user=bob",
        ],
        &["node node-17 left", "node web01 left"],
        &["read x, y: a1 a2 a3", "read x, y: b1"],
    ]);
}

#[test]
fn what_says_something_stays() {
    check(&[
        &["failed with 0x80070005 in 12 ms", "failed with 0x80070005 in 7 ms"],
        &["failed with 0x80070643 in 12 ms"],
        &["failed with ORA-00942 in 12 ms"],
        &["failed with ECONNREFUSED in 12 ms"],
        &["job 12 started"],
        &["job 12 stopped"],
        &["state=down of 4"],
        &["state=up of 4"],
    ]);
}
