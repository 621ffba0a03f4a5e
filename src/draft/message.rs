//! What a line of a log says, without what stands before and behind it.

use super::TITLE;
use super::code::{codes, reply};
use super::telling::{SAYING, informative, is_generic_sentence, telling};
use kedb_engine::text::carried;
use regex_lite::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// What a program itself writes before its message in every line: time, level, thread, logger,
/// the columns of a table, the frame of a box. What keepers of logs put before the line is taken
/// off by [`carried::behind_head`].
const HEAD: &str = concat!(
    r"^(?:\[?\d{4}[-/.]\d{2}[-/.]\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?(?: [A-Z]{3,5}\b)?\]?",
    r"|\[?\d{2}-[A-Z][a-z]{2}-\d{4} \d{2}:\d{2}:\d{2}(?: [A-Z]{3,5}\b| [A-Z]\w+/[\w/]+)?\]?",
    r"|[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d{2}:\d{2} [AP]M(?: - )?",
    // Redis, Ruby, BuildKit, MySQL, HAProxy.
    r"|\d+:[A-Z] \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2}\.\d+ [.*#-] ",
    r"|[A-Z], \[[^\]]{0,60}\] +[A-Z]+ -- [^:]{0,60}: ",
    r"|#\d+ (?:\d+\.\d+ )?",
    r"|\d+ \[(?i:note|system|warning|error)\] ",
    r"|\(\d+\) : ",
    r"|\[?\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\]?",
    r"|[EWIF]\d{4} \d{2}:\d{2}:\d{2}\.\d+ +\d+ \S+\] ",
    r"|\d+[smhd]\S*\s+(?:Normal|Warning)\s+\w+\s+\S+/\S+\s+",
    r"|\d+#\d+: (?:\*\d+ )?",
    // Whatever stands before a time in brackets, such as processes and threads: Windows Installer.
    r"|[^\[\]]{1,30}\[\d{1,2}:\d{2}:\d{2}[^\[\]]{0,8}\]: ",
    r"|[\w.-]+@[\w.-]+ +(?:ERROR|FATAL|PANIC):\s",
    r"|\[[^\[\]]{0,60}\](?:[\s:-]|$)",
    r"|[\[<(]?(?i:trace|debug|info|information|notice|warn|warning|error|severe|fatal|critical|crit|err|crt|fail|emerg|alert)(?:[\]>)]|:|\s\s|$)",
    r"|\w+\.(?:NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY): ",
    r"|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL|PANIC)[:\s]",
    r"|(?:Caused by|Unhandled exception|Uncaught exception)[:.] |---> |\[cause\]: |(?i:stderr): ",
    r"|[\s|:│╷]+|-+\s",
    r"|\d+ --- \[[^\]]*\] [\w.$-]+\s+: ",
    r"|\d+ --- ",
    // What stands before a level in brackets, behind a time: Ceph; the process of RabbitMQ and
    // CUPS; ESXi; a program of syslog with brackets in its name.
    r"|(?:\S+ ){1,6}?\[(?i:err|error|wrn|warn|warning|crit|emerg|fatal)\] ",
    r"|spid\d+s?\s+|Logon\s\s+",
    r"|<[\d.]+> |[EWIDN] \[\d{2}/[A-Z][a-z]{2}/[^\]]*\] ",
    r"|[A-Z][a-z]\(\d+\) \w+(?:\[\d+\])?: |cpu\d+:\d+\)",
    r"|[A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2} \S+ \S+\[\d+\]: ",
    r"|type=[A-Z_]+ msg=audit\([\d.:]+\): ",
    r"|(?:\w+\.){2,}\w+ +- ",
    // SAP.
    r"|[A-Z]\s+\*\*\* (?:ERROR|WARNING|INFO) => ",
    // WebLogic.
    r"|#*<<?[^<>]{0,60}>>? +",
    r")",
);

static HEADS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(HEAD).ok());

/// What follows the message in the lines of web servers: who asked for what.
const CONTEXT: [&str; 4] = [", client: ", ", referer: ", ", request_id: ", " -> [Help "];

/// What a line says, without what stands before and behind it: of an event of Windows its
/// message, of JSON and the like the text that tells most.
pub(super) fn message(line: &str) -> String {
    if let Some((_, rest)) = line.split_once("<Message>") {
        let text = rest.split("</Message>").next().unwrap_or_default();
        return text.trim().to_owned();
    }
    // CMTrace, as the client of the Configuration Manager writes it.
    if line.contains("]LOG]!>") || line.contains("<![LOG[") {
        let rest = line.split_once("<![LOG[").map_or(line, |(_, rest)| rest);
        let text = rest.split("]LOG]!>").next().unwrap_or_default();
        return text.trim().to_owned();
    }
    let texts: Vec<String> = carried::texts(line).into_iter().flatten().collect();
    let is_json = line.contains('{') || line.contains("=\"");
    let worths = texts.iter().map(|text| {
        let lower = text.to_lowercase();
        // Of two texts the one tells more that not every failing program says.
        ((informative(&lower).min(SAYING), telling(&lower)), text)
    });
    let carried = worths.filter(|((_, worth), _)| is_json && *worth > 0);
    // A message may stand before what it carries: `SQLSTATE[…] … {"exception":"…"}`
    let before = line.split(['{', '"']).next().unwrap_or_default().trim_end();
    let is_said = is_said(before) && !before.ends_with(['>', '=', ':', ',']);
    let carried = carried.filter(|_| !is_said).max_by_key(|(worth, _)| *worth);
    let carried = carried.map(|(_, text)| text.as_str());
    let is_object = carried.is_none() && !is_said;
    let named = is_object.then(|| in_object(line)).flatten();
    let reason = reason(line);
    let line = reason.as_deref().or(carried).or(named.as_deref()).unwrap_or(line);
    let line = field(line).unwrap_or(line);
    let codes = codes(line);
    let Some(head) = HEADS.as_ref() else { return line.to_owned() };
    let mut at = 0;
    loop {
        let rest = line.get(at..).unwrap_or_default();
        let end = match carried::behind_head(rest) {
            Some(behind) => line.len() - behind.len(),
            None => at + head.find(rest).map_or(0, |found| found.end()),
        };
        let is_code = codes.iter().any(|code| code.start < end);
        if end == at || end == line.len() || is_code {
            break;
        }
        at = end;
    }
    let rest = line.get(at..).unwrap_or_default();
    // The innermost cause that is named in one line.
    let causes = [
        " ---> ",
        " :: caused by :: ",
        "; nested exception is ",
        "Original error: ",
        "Original exception: ",
        "Inner exception: ",
        " desc = ",
    ];
    let rest =
        causes.iter().fold(rest, |rest, cause| rest.rsplit(cause).next().unwrap_or(rest));
    let rest = behind_reason(rest);
    let rest = behind_generic(rest);
    let rest = behind_place(rest);
    let rest = behind_label(rest);
    let reply = reply(rest).and_then(|at| rest.get(at..));
    let rest = reply.unwrap_or(rest);
    let ends = CONTEXT.iter().filter_map(|context| rest.find(context));
    let end = ends.min().unwrap_or(rest.len());
    let said = without_aside(rest.get(..end).unwrap_or_default()).trim();
    without_end_of_quotation(said).to_owned()
}

/// A message without the mark that ends the quotation, and the field of a table, of which it is the last part.
fn without_end_of_quotation(message: &str) -> &str {
    let bare = message.trim_end_matches([',', ';']);
    let is_half = bare.matches('"').count() % 2 == 1;
    bare.strip_suffix('"').filter(|_| is_half).unwrap_or(message)
}

/// What follows the last word that says that the reason follows, if that says enough and a title could not
/// hold what stands before it.
fn behind_reason(message: &str) -> &str {
    let marks =
        ["Reason: ", "reason: ", "Caused by: ", "caused by: ", "Ursache: ", "Grund: "];
    let reasons = marks.iter().filter_map(|mark| message.rsplit_once(mark));
    let reasons = reasons.filter(|(before, reason)| {
        before.len() > TITLE
            && reason.split_whitespace().count() >= REASON
            && informative(&reason.to_lowercase()) >= SAYING
    });
    let reasons = reasons.map(|(_, reason)| reason);
    reasons.min_by_key(|reason| reason.len()).unwrap_or(message)
}

/// Fewest words of a reason that stands for the message before it.
const REASON: usize = 4;

/// Fewest tabs of a line that is a row of fields.
const TABS: usize = 3;

/// The field that says most of a line of fields with tabs between them.
fn field(line: &str) -> Option<&str> {
    let line = line.trim();
    let fields =
        line.split('\t').map(str::trim).filter(|_| line.matches('\t').count() >= TABS);
    let worths = fields.map(|field| {
        let lower = field.to_lowercase();
        ((telling(&lower) > 0, informative(&lower)), field)
    });
    worths.max_by_key(|(worth, _)| *worth).map(|(_, field)| field)
}

/// Whether a text says what is wrong.
fn is_said(text: &str) -> bool {
    let lower = text.to_lowercase();
    telling(&lower) > 0 && informative(&lower) >= SAYING
}

/// What follows the place in a file that compilers put before the word for an error.
fn behind_place(message: &str) -> &str {
    let found = PLACE.as_ref().and_then(|place| place.captures(message));
    let behind = found.and_then(|found| message.get(found.get(1)?.start()..));
    behind.unwrap_or(message)
}

static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[^:\s](?:[^:]|:[^\s])*(?:\(\d+(?:[,:-]\d+)*\)|:\d+(?::\d+)?)\s?: ",
        r"((?:fatal )?error\b.*)",
    ))
    .ok()
});

/// What follows the word for an error and a colon, if what stands before it is no sentence but says who
/// speaks: `lmtp(anna)<4490>: Error: `.
fn behind_label(message: &str) -> &str {
    let labels = LABEL.as_ref().map(|label| label.find_iter(message));
    let behind = labels.into_iter().flatten().filter_map(|label| {
        let before = message.get(..label.start())?;
        let rest = message.get(label.end()..)?;
        let speaks = before.split_whitespace().filter(|word| is_prose(word)).count();
        let is_said = !rest.starts_with(|c: char| c.is_ascii_digit())
            && informative(&rest.to_lowercase()) >= SAYING;
        (speaks <= SPEAKER && is_said && codes(before).is_empty()).then_some(rest)
    });
    behind.last().unwrap_or(message)
}

/// Most words of those who speak.
const SPEAKER: usize = 2;

/// Whether a word, without the marks around it, is one of sentences.
fn is_prose(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.chars().count() > 1
        && word.chars().all(char::is_alphabetic)
        && word.chars().skip(1).all(char::is_lowercase)
}

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[\])>:|-] ?)(?i:(?:fatal|severe|critical) error|error|fatal|critical|severe|warning",
        r"|erro fatal|errore fatale|erreur fatale|error fatal|schwerwiegender fehler|fehler|erreur|errore|erro|fout|błąd|chyba|hata|エラー|错误|오류|[Оо]шибка)[:：]\s*",
    ))
    .ok()
});

/// The value of the key for a reason in a line of keys and values, or of the field in which Rust shows what an
/// error says, if it says enough.
fn reason(line: &str) -> Option<String> {
    let found = REASONS.as_ref()?.captures_iter(line);
    let mut values =
        found.filter_map(|found| Some(found.get(1)?.as_str().replace("\\\"", "\"")));
    values.find(|value| {
        let lower = value.to_lowercase();
        value.split_whitespace().count() >= REASON
            && informative(&lower) >= SAYING
            && telling(&lower) > 0
    })
}

static REASONS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"\b(?:(?:reason|error|err|cause|exception|detail)=|(?:message|reason): )"#,
        r#""((?:[^"\\]|\\.)+)""#,
    ))
    .ok()
});

/// Names under which programs that write objects in JSON put what they say.
const NAMES: [&str; 8] =
    ["message", "msg", "error", "err", "exception", "reason", "detail", "description"];

/// What an object in JSON says under the name for it, at whatever depth: the first sentence that stands under
/// one of [`NAMES`].
fn in_object(line: &str) -> Option<String> {
    let object = line.get(line.find('{')?..)?;
    said_in(&serde_json::from_str(object).ok()?).map(str::to_owned)
}

fn said_in(value: &Value) -> Option<&str> {
    let Value::Object(fields) = value else { return None };
    let said = fields.iter().find_map(|(name, value)| {
        let is_name = NAMES.contains(&name.to_lowercase().as_str());
        value.as_str().filter(|text| {
            is_name && text.split(' ').filter(|word| is_prose(word)).count() >= SAYING
        })
    });
    said.or_else(|| fields.values().find_map(said_in))
}

/// A message without what follows it for those who read by machine: an object in JSON, or a list of keys and
/// values in parentheses.
fn without_aside(message: &str) -> &str {
    let object = message.find(" {\"");
    let list =
        ASIDE.as_ref().and_then(|aside| aside.find(message)).map(|found| found.start());
    let ends = [object, list].into_iter().flatten().filter_map(|end| message.get(..end));
    ends.filter(|text| is_said(text)).min_by_key(|text| text.len()).unwrap_or(message)
}

static ASIDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r" \((?:[A-Za-z][\w ]{0,20}(?:: |=)[^(),]*, )+[A-Za-z][\w ]{0,20}(?:: |=).*\)?\s*$").ok()
});

/// What follows the colon behind that which every failing program says, if it tells of an error itself.
fn behind_generic(message: &str) -> &str {
    let Some((before, rest)) = message.split_once(": ") else { return message };
    let lower = rest.to_lowercase();
    let is_wrapped = is_generic_sentence(&before.to_lowercase()) && telling(&lower) > 0;
    // A list of settings and numbers is no message.
    let is_said =
        rest.split_whitespace().count() >= 4 && rest.starts_with(char::is_alphabetic);
    if is_wrapped && is_said { behind_generic(rest) } else { message }
}
