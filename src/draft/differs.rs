//! What of a line of a log differs from case to case, and is more than a number: times, addresses,
//! paths, ids, names of users and hosts.

use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Stands for a part that differs.
pub(super) const MARK: &str = "\u{0}";

/// What differs, the first that fits. Of a rule with a group the group stays: it names what
/// follows. `HOST` stands for [`HOST`], and so do `KEYS`, `PLACES` and `COUNTRIES`.
const RULES: &[&str] = &[
    r"\*{3}",
    // Times.
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T :]\d{2}:\d{2}(?::\d{2}(?:[.,:]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}(?: \d{4})?,? \d{2}:\d{2}:\d{2}(?: [A-Z]{3,4}\b)?(?: \d{4}\b)?",
    r"\d{1,2}[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ -]\d{4}(?: \d{2}:\d{2}:\d{2}(?:\.\d+)?)?",
    r"\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2}(?: [+-]\d{4})?",
    r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?",
    // Ages: `45s`, `4m11s`, `5m (x1 over 46s)`.
    r"(?:\d+[ydhms]){1,4}\b(?: +\(x\d+ over (?:\d+[ydhms]){1,4}\))?",
    // Addresses.
    r#"[A-Za-z][A-Za-z0-9+.-]*://[^\s"'<>()]+"#,
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]+)?",
    r"2001:db8::1",
    r"(?:[0-9A-Fa-f]{1,2}:){5,}[0-9A-Fa-f]{1,2}\b",
    r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
    r"0[xX][0-9A-Fa-f]+|\b[a-f]{8}\b",
    // Paths.
    r"\b((?:dir|directory|file|folder|path) )/(?:[\w./@+~*$-]*\w)?/?",
    r#"[A-Za-z]:\\[^\s"'<>|,;:()]+"#,
    r"\\\\[\w.$-]+(?:\\[\w.$-]+)+",
    r#"(?:<\w+>)?\.{0,2}(?:/[\w.@+~*$-]+){2,}/?(?:\?[^\s"'<>]*)?"#,
    r"\.{1,2}/[\w.@+~*$-]+",
    r"\b[\w@.-]+(?:/[\w@.+~*$-]+)+\.[a-z]{1,5}\b(?:\?[\w&=.:-]*)?",
    // Images of containers, and the names in certificates.
    r"\b(?:HOST\.)+[a-z]{2,}(?::\d+)?(?:/[\w.-]+)+(?:@sha256:\w+|:[\w.-]*\w)",
    r"\b(?:CN|OU|DC|ST|O|C|L)=[^,;/=]+(?:, ?(?:CN|OU|DC|ST|O|C|L|serial|emailAddress)=[^,;/=]+)*",
    // Ids of requests and machines, users, pods, hosts.
    r"\b([A-Za-z-]*(?:ID|Id)[:=] ?)[^\s,;]+",
    r#"\b((?:KEYS)=)(?:"[^"]*"|[^\s,;(){}\[\]]+)"#,
    r"\b((?i:(?:for|invalid) user|password for(?: invalid user)?|(?:account|login) for) )[^\s,;]+",
    r"\b[a-z][a-z0-9.-]*-[a-z0-9]{8,10}-[a-z0-9]{5}\b",
    // What a machine, a bucket or a topic is called: `node-17`, `Bucket (acme-logs)`, `web-fra-03`.
    r"\b((?i:PLACES) [(:]?)[\w@/-]*(?:\d|[/.-]\w)(?:[\w@/.-]*\w)?",
    r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)+-\d+\b|\b[a-z]{2,}-0\d+\b",
    // Which program a process runs: `process 20117 (apt-get)`.
    r"(\b(?i:process|pid) \d+ )\([^()\s]+\)",
    // Numbers of some of many, of which there may be more, and places in a text: `Set(2, 3)`, `(4:9)`.
    r"\(\d+(?:[,:] ?\d+)*\)",
    // Where in its source a program was: `(_ssl.c:997)`, `Connector.php:70`.
    r"\(?\b\w+\.(?:c|cc|cpp|cs|go|h|java|js|kt|php|py|rb|rs|ts):\d+\)?",
    r"\b(?:HOST\.)+(?:com|net|org|edu|local|internal|lan|corp|intra|example|cloud|svc)\b(?:\.(?:COUNTRIES)\b)?(?::\d+)?",
    r"\b(?:HOST\.){2,}(?:COUNTRIES)\b(?::\d+)?|\b(?:HOST\.)+(?:COUNTRIES):\d+",
    // Names in quotes.
    r#""[^"\s]{1,80}"|'[^'\s]{1,80}'|`[^`\s]{1,80}`"#,
];

/// What is named by those who run a system, and not by those who write its programs.
pub(super) const PLACES: &str = "broker|bucket|cluster|container|database|datastore|device|disk|host|instance|mailbox|\
    node|partition|pod|printer|queue|realm|server|share|table|tenant|topic|vhost|volume";

/// A part of the name of a host.
const HOST: &str = "[A-Za-z0-9-]+";

/// Keys whose value says which one, who or where, and not what has happened.
const KEYS: &str = "user|user_?name|logname|ruser|uid|gid|euid|[pt]id|r?host|host_?name|addr|address|ip|port|\
    server|client|peer|src|dest|dst|source|target|from|to|node|pod|container|namespace|path|file|\
    dir|url|uri|id|session|request|trace|span|token|tty|name|tag|ws|cmp|flg|flags|msgid|key";

/// Domains of countries, and others that files end with too.
const COUNTRIES: &str = "a[etu]|b[eryg]|c[ahlnorz]|d[ek]|e[esu]|f[ir]|g[re]|h[kru]|i[delnrst]|jp|kr|l[tuv]|\
    m[axy]|n[loz]|om|p[ehklt]|r[ou]|s[aegik]|t[hrw]|u[aks]|v[en]|za|\
    app|asia|biz|dev|info|io|xyz";

static COMPILED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let rules = RULES.join("|").replace("HOST", HOST);
    let rules = rules.replace("KEYS", KEYS).replace("PLACES", PLACES);
    let rules = rules.replace("COUNTRIES", COUNTRIES);
    Regex::new(&rules).ok()
});

/// Where in a line something differs, from left to right.
pub(super) fn found(line: &str) -> impl Iterator<Item = Range<usize>> {
    let found = COMPILED.as_ref().map(|rules| rules.captures_iter(line));
    found.into_iter().flatten().filter_map(|found| {
        let all = found.get(0)?;
        let named = found.iter().skip(1).flatten().next();
        // `openssl/ssl.h` is the same for all who compile.
        if HEADERS.iter().any(|header| all.as_str().ends_with(header))
            && !all.as_str().starts_with(['/', '.'])
        {
            return None;
        }
        // The full stop of a sentence is no part of a path.
        let end = all.end()
            - usize::from(all.as_str().contains('/') && all.as_str().ends_with('.'));
        Some(named.map_or(all.start(), |name| name.end())..end)
    })
}

/// What the names of headers of C and C++ end with.
const HEADERS: [&str; 3] = [".h", ".hh", ".hpp"];

/// Whether a word, in lowercase, says that the name of a place or of somebody follows.
pub(super) fn is_place(word: &str) -> bool {
    PLACES
        .split('|')
        .chain(["account", "pool", "role", "secret", "user"])
        .any(|place| place == word)
}
