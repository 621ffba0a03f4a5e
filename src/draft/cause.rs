//! What an exception in a log was caused by, and where in the own code it was.
//!
//! Java names the cause last (`Caused by:`), .NET (`--->`) and Node.js (`[cause]:`) inside of
//! what it caused, Python first; Gradle gives reasons one below the other. Frames of libraries and
//! run times are the same in everybody's logs: a frame of one's own tells one error from others of
//! the same message.

use super::code;
use super::level;
use regex_lite::Regex;
use std::sync::LazyLock;

/// How far from its line a frame of an exception is looked for.
const NEAR: usize = 400;

/// The line of the innermost cause of the first exception; none if the log shows no exception.
/// `lines` are those of the `log` without their heads.
pub(super) fn root(log: &[String], lines: &[String]) -> Option<usize> {
    let begins_python =
        |line: &String| line.trim_end().ends_with("Traceback (most recent call last):");
    let python = lines.iter().position(begins_python).and_then(|begin| {
        let mut after = lines.iter().enumerate().skip(begin + 1);
        let indent = indent(lines.get(begin)?);
        // What stands as deep as the beginning follows the frames.
        after.find(|(_, line)| self::indent(line) <= indent).map(|(at, _)| at)
    });
    let said = described(lines).or_else(|| gone_wrong(lines)).or_else(|| panic(lines));
    let said = said.or_else(|| lines.iter().position(|line| line.starts_with(PYTEST)));
    if let Some(said) = said {
        return Some(said);
    }
    let first_cause = lines.iter().position(|line| is_cause(line));
    let nested = first_cause.map(|first| {
        let block = lines.iter().enumerate().skip(first).take(NEAR);
        let block = block.take_while(|(at, line)| {
            is_cause(line) || is_inside(line) || is_message(log, lines, *at)
        });
        block.filter(|(_, line)| is_cause(line)).last().map_or(first, |(at, _)| at)
    });
    let plain = (0..lines.len()).find(|at| {
        let line = lines.get(*at).map_or("", String::as_str);
        let next = lines.get(at + 1).map_or("", String::as_str);
        // Below a frame of Python stands the line of its source.
        let is_source = *at > 0 && lines.get(at - 1).is_some_and(|line| is_python(line));
        names_exception(line)
            && !is_source
            && !is_frame(line)
            && (is_frame(next) || next.starts_with("goroutine "))
    });
    // An exception names its causes right below its own stack. If the first exception of the log
    // ends before the first cause is named, that is the cause of a later one.
    let is_apart = |plain: &usize| {
        first_cause.is_none_or(|first| end_of_stack(lines, *plain) < first)
    };
    let root = match (python, plain.filter(is_apart).or(nested)) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    root.map(|at| said_by_command(lines, at).unwrap_or(at))
}

/// The line below the exception in line `at` that holds what a command wrote which failed.
fn said_by_command(lines: &[String], at: usize) -> Option<usize> {
    let below = lines.iter().enumerate().skip(at + 1).take(MESSAGE);
    let mut below = below.take_while(|(_, line)| {
        !BEGINS.as_ref().is_some_and(|begins| begins.is_match(line))
    });
    let is_said = |line: &str| {
        let said = line.trim_start().split_once(':');
        said.is_some_and(|(name, said)| {
            name.eq_ignore_ascii_case("stderr") && !said.trim().is_empty()
        })
    };
    below.find(|(_, line)| is_said(line)).map(|(place, _)| place)
}

/// What pytest puts before the exception of a test.
const PYTEST: &str = "E   ";

/// The line in which Rust says why it panicked: it follows the one that says where.
fn panic(lines: &[String]) -> Option<usize> {
    let says_where = |line: &String| {
        line.contains("thread '") && line.contains(" panicked at ") && line.ends_with(':')
    };
    let at = lines.iter().position(says_where)? + 1;
    lines.get(at).filter(|line| !line.trim().is_empty()).map(|_| at)
}

/// The line below the name of the description in an event of Windows as text.
fn described(lines: &[String]) -> Option<usize> {
    lines.iter().position(|line| code::event_id(line).is_some())?;
    let is_name = |line: &String| {
        let line = line.trim();
        ["Description:", "Message:", "Beschreibung:"].contains(&line)
    };
    let names = lines.iter().enumerate().filter(|(_, line)| is_name(line));
    let names = names.filter(|(at, _)| at + 1 < lines.len());
    // Of several events the first of the gravest.
    let gravest = names.rev().max_by_key(|(at, _)| {
        let above = lines.get(..*at).unwrap_or_default().iter().rev();
        above
            .take_while(|line| !is_name(line))
            .filter_map(|line| level::of_event(line))
            .next()
    });
    let described = gravest?.0 + 1;
    // An exception below the description says why.
    let below = lines.iter().enumerate().skip(described).take(DESCRIPTION);
    let exception = below
        .take_while(|(_, line)| code::event_id(line).is_none())
        .find(|(_, line)| begins_with_class(line.trim_start()));
    Some(exception.map_or(described, |(at, _)| at))
}

/// Most lines of the description of an event.
const DESCRIPTION: usize = 30;

/// The innermost reason that Gradle gives: the last line behind `>` below the task that failed.
fn gone_wrong(lines: &[String]) -> Option<usize> {
    let begin = lines.iter().position(|line| line.trim() == "* What went wrong:")? + 1;
    let below = lines.iter().enumerate().skip(begin);
    let below = below.take_while(|(_, line)| !line.starts_with("* "));
    let reasons = below.filter(|(_, line)| line.trim_start().starts_with("> "));
    reasons.last().map(|(at, _)| at)
}

/// Whether a line names the class of an exception, or what Go calls one.
fn names_exception(line: &str) -> bool {
    let ends_word = |(at, name): (usize, &str)| {
        let behind = line.get(at + name.len()..).unwrap_or_default();
        !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    };
    let names = |name: &&str| line.match_indices(name).any(ends_word);
    ["Exception", "Error", "Failure"].iter().any(names)
        || line.contains("panic")
        || line.contains("fatal error")
}

/// Whether a message begins with the whole name of the class of an exception.
pub(super) fn begins_with_class(message: &str) -> bool {
    CLASS.as_ref().is_some_and(|class| class.is_match(message))
}

/// Whether a message is nothing but the class of an exception and the whole name of another class.
pub(super) fn names_class(message: &str) -> bool {
    let name = message.split_once(": ").map_or("", |(_, name)| name.trim());
    let parts = || name.split(['.', '/']);
    begins_with_class(message)
        && parts().count() >= PARTS
        && parts().all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "_$".contains(c))
        })
}

/// Fewest parts of the whole name of a class.
const PARTS: usize = 3;

static CLASS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\*\* )?\(?(?:[\w$]+(?:\.|::|\\))+[\w$]*(?:Exception|Error|Failure)\b",
    )
    .ok()
});

/// Whether a line names what caused the exception before it.
pub(super) fn is_cause(line: &str) -> bool {
    let line = line.trim_start();
    ["Caused by: ", "---> ", "[cause]: "].iter().any(|begin| line.starts_with(begin))
}

/// Whether a line belongs to the exception that lines before it have begun.
fn is_inside(line: &str) -> bool {
    let is_more = line.trim_start().starts_with("... ");
    is_frame(line)
        || is_more
        || line.starts_with([' ', '\t'])
        || line.starts_with("--- End of")
}

/// Most lines of the message of an exception.
const MESSAGE: usize = 12;

/// Whether line `at` belongs to a message of several lines: a frame or a cause follows before the
/// log goes on.
fn is_message(log: &[String], lines: &[String], at: usize) -> bool {
    let below = log.iter().zip(lines).skip(at).take(MESSAGE);
    let mut ends = below.filter_map(|(raw, line)| match line {
        line if is_cause(line) || is_frame(line) => Some(true),
        _ if BEGINS.as_ref().is_some_and(|begins| begins.is_match(raw)) => Some(false),
        _ => None,
    });
    ends.next().unwrap_or_default()
}

/// How the entries of logs begin: with a time.
static BEGINS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\W?(?:\d{4}-\d\d-\d\d|\d{1,2}:\d\d:\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:)")
        .ok()
});

/// Where the stack below line `at` ends: the next line that belongs neither to it nor to the
/// causes that it names.
fn end_of_stack(lines: &[String], at: usize) -> usize {
    let below = lines.iter().enumerate().skip(at + 1);
    let mut others = below.filter(|(_, line)| !is_inside(line) && !is_cause(line));
    others.next().map_or(lines.len(), |(place, _)| place)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A frame of a stack in Java, .NET, Node.js; Python; Go; PHP; Ruby; Rust.
const FRAME: &str = concat!(
    r#"^(?:\t|  )\s*at \S|^\s*File "[^"]+", line \d+, in |^\s*#\d+ \S+\(\d+\): |^\s+from \S+:\d+:in "#,
    r"|^[\w./-]+\.[\w.()*\[\]{}]+\(.*\)$|^panic\(.*\)$|^\t\S+\.go:\d+",
    r"|^\S+\.rb:\d+:in |^\d+\s+\S.*\s0x[0-9a-f]{8,} .* \+ \d+$|^ +\d+: (?:0x[0-9a-f]+ - )?<?\w+(?:::|$)|^\S+ ?@ ?\S+:\d+:\d+$",
);

static FRAMES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(FRAME).ok());

/// Whether a line is a frame of a stack.
pub(super) fn is_frame(line: &str) -> bool {
    FRAMES.as_ref().is_some_and(|frame| frame.is_match(line))
}

/// Whether a line is a frame of Python.
pub(super) fn is_python(line: &str) -> bool {
    line.trim_start().starts_with("File \"") && line.contains("\", line ")
}

/// Beginnings of the names and paths of libraries and run times.
const LIBRARIES: [&str; 57] = [
    "akka.",
    "android.",
    "ch.qos.",
    "com.amazonaws.",
    "com.fasterxml.",
    "com.google.",
    "com.microsoft.",
    "com.mongodb.",
    "com.mysql.",
    "com.oracle.",
    "com.sun.",
    "com.zaxxer.",
    "feign.",
    "groovy.",
    "io.grpc.",
    "io.micrometer.",
    "io.netty.",
    "io.quarkus.",
    "io.vertx.",
    "jakarta.",
    "java.",
    "javax.",
    "jdk.",
    "junit.",
    "kotlin.",
    "kotlinx.",
    "lombok.",
    "net.sf.",
    "okhttp3.",
    "oracle.",
    "org.apache.",
    "org.eclipse.",
    "org.elasticsearch.",
    "org.gradle.",
    "org.hibernate.",
    "org.jboss.",
    "org.junit.",
    "org.mariadb.",
    "org.mongodb.",
    "org.mozilla.",
    "org.postgresql.",
    "org.slf4j.",
    "org.springframework.",
    "play.",
    "reactor.",
    "redis.",
    "rx.",
    "scala.",
    "sun.",
    "Dapper.",
    "Microsoft.",
    "MySql.",
    "Newtonsoft.",
    "Npgsql.",
    "Oracle.",
    "StackExchange.",
    "System.",
];

/// Parts of the paths of libraries and run times.
const PATHS: [&str; 12] = [
    "site-packages",
    "dist-packages",
    "/lib/python",
    "<frozen",
    "node_modules",
    "node:",
    "(internal/",
    "/vendor/",
    "/gems/",
    "/usr/local/go/",
    "/usr/lib/",
    "<anonymous>",
];

/// The frame of the own code that is nearest to where the exception in line `at` arose: where it
/// stands, and what tells it from others. It is looked for in the stack right below the line or,
/// in Python, right above it: a stack further away belongs to something else.
pub(super) fn own_frame(lines: &[String], at: usize) -> Option<(usize, String)> {
    let before = lines.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
    let is_python = before.iter().any(|line| line.contains("\", line "))
        && before.last().is_some_and(|line| line.starts_with("    "));
    let own = |place: &usize| Some((*place, own_name(lines.get(*place)?)?));
    let holds = |place: &usize, of_stack: fn(&str) -> bool| {
        lines.get(*place).is_some_and(|line| of_stack(line))
    };
    let begin = (at + 1..lines.len()).find(|place| !holds(place, begins_stack));
    let mut after = (begin.unwrap_or(lines.len())..lines.len().min(at + NEAR))
        .take_while(|place| holds(place, is_inside))
        .filter_map(|place| own(&place));
    // Python names the innermost frame last.
    let after = if is_python { after.last() } else { after.next() };
    let before = || {
        let above = (at.saturating_sub(NEAR)..at).rev();
        let above = above
            .take_while(|place| holds(place, |line| is_inside(line) || is_cause(line)));
        above.into_iter().find_map(|place| own(&place))
    };
    if is_python { before().or(after) } else { after.or_else(before) }
}

/// The line above the exception in line `at` in which the program says what it could not do.
pub(super) fn wrapper(lines: &[String], at: usize) -> Option<usize> {
    let above = lines.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
    let first = at - above.len();
    let said = above.iter().rposition(|line| !is_inside(line) && !is_cause(line))?;
    Some(first + said)
}

/// Whether a line may stand between the message of an exception and its frames: what Go says of
/// the signal and the goroutine, and what PHP and Node.js call the stack or a list before it.
fn begins_stack(line: &str) -> bool {
    let names = [
        "goroutine ",
        "[signal ",
        "[recovered",
        "Stack trace:",
        "Require stack:",
        // Python tells what its exception has caused below it.
        "The above exception",
        "During handling",
        "Traceback (most",
    ];
    names.iter().any(|name| line.starts_with(name)) || line.starts_with("- ")
}

/// The name of a function of so many letters is that of many, such as `main` and `run`.
const SHORT: usize = 4;

/// What tells a frame of the own code from others; none if it is not one.
fn own_name(line: &str) -> Option<String> {
    if !is_frame(line) || PATHS.iter().any(|part| line.contains(part)) {
        return None;
    }
    let text = line.trim();
    if text.starts_with("File ") {
        let (_, name) = text.rsplit_once(", in ")?;
        // A function of Python has no dots: that of a library in C has.
        let is_own = name.len() > SHORT && !name.contains(['<', '.']);
        return is_own.then(|| format!(", in {name}"));
    }
    let text = text.strip_prefix("at ").unwrap_or(text);
    let text = text.strip_prefix("async ").unwrap_or(text);
    if LIBRARIES.iter().any(|name| text.starts_with(name)) {
        return None;
    }
    let (name, _) = text.rsplit_once('(').filter(|_| !text.starts_with('('))?;
    let name = match line.trim_start().starts_with("at ") {
        // The parameters of .NET may hold further parentheses.
        true => text.split('(').next().unwrap_or(name),
        false => name,
    };
    let end = if name.ends_with(' ') { " (" } else { "(" };
    let name = name.trim();
    // The packages of Go's own library have no host.
    let is_go = !line.starts_with([' ', '\t']);
    let is_foreign = is_go
        && (!name
            .split('/')
            .next()
            .is_some_and(|host| host.contains('.') && name.contains('/'))
            && !name.starts_with("main.")
            || name.starts_with("golang.org/")
            || name.starts_with("google.golang.org/")
            || name.starts_with("k8s.io/"));
    // A function of JavaScript stands before its file in parentheses.
    let is_function = end.len() > 1 && name.chars().all(char::is_alphanumeric);
    let is_named = (name.contains('.') || is_function)
        && name.len() > 5
        && !name.contains(['<', ' ', '"']);
    (is_named && !is_foreign).then(|| format!("{name}{end}"))
}

/// What programs of all kinds say, so that the message alone tells no error from others.
const COMMON: [&str; 37] = [
    "all goroutines are asleep",
    "broken pipe",
    "cannot read propert",
    "concurrent map",
    "concurrentmodification",
    "connection closed",
    "connection refused",
    "connection reset",
    "connection timed out",
    "database is locked",
    "deadlock",
    "division by zero",
    "divide by zero",
    "econnrefused",
    "econnreset",
    "for input string",
    "index out of",
    "is not a function",
    "is not defined",
    "keyerror",
    "memory address",
    "no such element",
    "nonetype",
    "null reference",
    "nullpointer",
    "object reference not set",
    "operation timed out",
    "out of memory",
    "out of range",
    "permission denied",
    "read timed out",
    "segmentation",
    "sequence contains no",
    "stack overflow",
    "stackoverflow",
    "timeout",
    "undefined",
];

/// Whether a message is one that programs of all kinds say.
pub(super) fn is_common(message: &str) -> bool {
    let lower = message.to_lowercase();
    COMMON.iter().any(|said| lower.contains(said))
        || is_of_language(message)
        || NO_MESSAGE.as_ref().is_some_and(|class| class.is_match(message))
}

/// Most words of a message of a language itself that tells no program from others; a name in quotes
/// tells as much as a few words.
const FEW: usize = 6;
const NAME: usize = 3;

/// Whether a message is one of a few words, and its exception one of the language: everybody's.
fn is_of_language(message: &str) -> bool {
    let found = LANGUAGE.as_ref().and_then(|class| class.find(message));
    let said = found.and_then(|found| message.get(found.end()..));
    said.is_some_and(|said| {
        let words = said.split_whitespace().filter(|word| {
            word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
        });
        let names = said.matches(['"', '\'', '`']).count() / 2;
        words.count() + NAME * names <= FEW
    })
}

/// The class of an exception that says nothing.
static NO_MESSAGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:[\w ]+: )?(?:\w+\.)*\w+(?:Exception|Error)$").ok());

/// The classes of Java, .NET, Python and JavaScript, which are in no package of a library, and Go.
static LANGUAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:panic: |(?:java\.(?:lang|util|io)\.|System\.)?[A-Z]\w*(?:Error|Exception)(?:: |$))",
    )
    .ok()
});
