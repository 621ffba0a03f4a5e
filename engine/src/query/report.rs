//! What programs write around a message: the frames of a stack, and the fields of a record.
//!
//! They are the same for every error, so an article that quotes them for one would be found for each other.

use super::frame::{self, Words};
use crate::text::fold;

/// Fewest lines of a report.
const MIN_LINES: usize = 3;

/// Fewest of [`FIELDS`] in a record. PowerShell writes one of them.
const MIN_FIELDS: usize = 3;
const OF_POWERSHELL: &str = "categoryinfo";

/// The fields that say when, where and for whom something was recorded, folded: those of the event log of Windows, of the
/// dialogs that ask for a ticket, of PowerShell, and of HTTP.
const FIELDS: Words = Words(
    "\
    log name;log;date;time;timestamp;logged;task category;level;keywords;user;computer;opcode;user id;\
    provider;provider name;channel;correlation id;correlationid;request id;requestid;activity id;\
    activityid;session id;trace id;traceid;span id;tenant id;client id;process id;thread id;processid;\
    threadid;record id;device identifier;device state;ip address;categoryinfo;pscomputername;\
    protokollname;datum;aufgabenkategorie;ebene;schlusselworter;benutzer;journal;niveau;\
    categorie de la tache;mots cles;utilisateur;ordinateur;content-type;content-length;connection;\
    server;host;user-agent;accept;strict-transport-security;cache-control;etag;vary;expires;\
    x-request-id;x-ms-request-id;transfer-encoding;set-cookie",
);

/// The field behind which the event log of Windows writes all of a record once more, folded.
const AGAIN: &str = "event xml";

/// The lines that say something of the error; all if none does.
pub(super) fn without_details(lines: Vec<&str>) -> Vec<&str> {
    if lines.len() < MIN_LINES {
        return lines;
    }
    let names = lines.iter().filter_map(|line| field(line)).map(|(name, _)| name);
    let details = names.filter(|name| FIELDS.contains(name));
    let is_record = details.clone().nth(MIN_FIELDS - 1).is_some()
        || details.clone().any(|name| name == OF_POWERSHELL);
    let mut said: Vec<&str> = Vec::with_capacity(lines.len());
    // Frames without a message before them are all that is said; Python's come before it.
    let mut has_message = false;
    let mut before = "";
    let is_again = |line: &&str| field(line).is_some_and(|(name, _)| name == AGAIN);
    for line in lines.iter().take_while(|line| !(is_record && is_again(line))) {
        let is_frame = is_frame(line);
        let is_of_python = line.trim_start().starts_with("File ");
        let is_command = line.trim_start().starts_with("+ ") && is_place(before);
        if !(is_frame && (has_message || is_of_python)) && !is_command {
            let text = if is_record { value(line) } else { Some(*line) };
            let text = text.map(behind_prompt);
            said.extend(text.filter(|line| !line.trim().is_empty()));
        }
        has_message =
            if is_frame { has_message } else { !line.trim_end().ends_with(':') };
        before = line;
    }
    if said.is_empty() { lines } else { said }
}

/// Whether at least half of these lines are fields of the form of a ticket, such as `Device: PC-1` and `Priority: 3`.
pub(super) fn is_form(lines: &[&str]) -> bool {
    let lists = [frame::FIELDS, frame::SUBJECTS, frame::PROBLEMS];
    let is_known = |name: &str| lists.iter().any(|list| list.contains(name));
    let names = lines.iter().filter_map(|line| field(line)).map(|(name, _)| name);
    let known = names.filter(|name| is_known(name)).count();
    known >= MIN_FIELDS && known * 2 >= lines.len()
}

/// The folded name and the value of a field: `Log Name:      System`, `+ CategoryInfo : NotSpecified`.
fn field(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "+*-".contains(c));
    let (name, value) = line.split_once([':', '：'])?;
    let name = name.trim();
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " _-".contains(c))
        && name.split_whitespace().count() <= LONGEST_NAME;
    is_name.then(|| (fold::folded(name), value.trim()))
}

/// Most words of the name of a field.
const LONGEST_NAME: usize = 4;

/// What a line of a record says: nothing if it is about the case, and no name that each record has.
fn value(line: &str) -> Option<&str> {
    match field(line) {
        Some((name, _)) if FIELDS.contains(&name) => None,
        Some((name, value)) if NAMES.contains(&name) => Some(value),
        Some((name, value)) if name == "fullyqualifiederrorid" => {
            let id = value.split(',').next().unwrap_or_default();
            (!id.contains(['.', '='])).then_some(id)
        }
        _ => Some(line),
    }
}

/// The fields that say what has happened, folded.
const NAMES: Words = Words(
    "\
    source;event source;description;message;error message;details;name;exception;reason;type;quelle;beschreibung;\
    meldung;origen;descripcion;mensaje",
);

/// The line without the prompt of a shell: `PS C:\>`.
fn behind_prompt(line: &str) -> &str {
    let prompt =
        line.trim_start().strip_prefix("PS ").and_then(|rest| rest.split_once("> "));
    prompt.map_or(line, |(_, command)| command)
}

/// Whether a line is the place of PowerShell below which the command stands once more.
fn is_place(line: &str) -> bool {
    line.trim_start().starts_with("At ") && line.contains(" char:")
}

/// Whether a line says where in a program something happened: `at shop.Cart.add(Cart.java:12)`,
/// `File "cart.py", line 3, in add`, `At line:1 char:5`, `+ ~~~~`.
fn is_frame(line: &str) -> bool {
    let line = line.trim();
    let of_code = line.strip_prefix("at ").is_some_and(|place| {
        let place = place.strip_prefix("async ").unwrap_or(place).trim_start();
        let name = place.split([' ', '(']).next().unwrap_or_default();
        let rest = place.get(name.len()..).unwrap_or_default().trim_start();
        let is_path = name.rsplit(':').take(2).all(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        // `shop.Cart.add(Cart.java:12)`, `Shop.Cart.Add(Int32 count) in C:\Cart.cs:line 3`, `file:///cart.js:1:2`.
        let is_call = rest.starts_with('(') && rest.contains(')');
        is_call && (name.contains('.') || place.ends_with(')') && rest.contains(':'))
            || rest.is_empty() && is_path && name.contains('/')
    });
    let of_python = line.starts_with("File \"") && line.contains(", line ");
    let of_powershell = is_place(line);
    let is_marked = line.len() > 1
        && line.starts_with('+')
        && line.chars().all(|c| "+~ .".contains(c));
    let is_cut = line.starts_with("... ") && line.ends_with(" more");
    of_code || of_python || of_powershell || is_marked || is_cut
}

#[cfg(test)]
mod tests {
    use super::{is_form, without_details};

    #[test]
    fn forms_are_told_from_logs() {
        for (text, expected) in [
            (
                "Subject: the lamp is out\nUser: ana\nDevice: PC-0231\nImpact: 3\nPhone: +49 30 1234567",
                true,
            ),
            ("Betreff: Lampe aus\nBenutzer: ana\nTelefon: 030 1234\nseit 8:00 aus", true),
            (
                "Device: PC-1\nUser: ana\nVersion: 3\n10:00 lamp[3]: on\n10:01 lamp[3]: hot\n10:02 lamp[3]: out\n\
                 10:03 lamp[3]: off",
                false,
            ),
            ("10:00 user: ana\n10:01 device: 3\n10:02 phone: 4", false),
            ("", false),
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(is_form(&lines), expected, "{text}");
        }
    }

    #[test]
    fn what_is_the_same_for_every_error_is_left_out() {
        for (text, expected) in [
            (
                "Log Name:      System\nSource:        Lamp\nDate:  3/4/2026\nEvent ID:  7\nLevel:  Error\n\
                 Computer:  A1\nDescription:\nThe lamp is hot.\nEvent Xml:\n<Provider Name='Lamp'/>",
                "Lamp\nEvent ID:  7\nThe lamp is hot.",
            ),
            (
                "PS C:\\hall> Get-Lamp\nGet-Lamp : The lamp is hot\nAt line:1 char:1\n+ Get-Lamp -All\n+ ~~~~~~~~~\n\
                 + CategoryInfo : NotSpecified: (:) [Get-Lamp], HotException\n+ FullyQualifiedErrorId : LampHot",
                "Get-Lamp\nGet-Lamp : The lamp is hot\nLampHot",
            ),
            (
                "lamp.HotException: too hot\n\tat lamp.Lamp.on(Lamp.java:12)\n\tat async Hall.enter (hall.js:1:2)\n\
                 \t... 23 more\nCaused by: lamp.Fuse: gone",
                "lamp.HotException: too hot\nCaused by: lamp.Fuse: gone",
            ),
            (
                "Traceback:\n  File \"lamp.py\", line 3, in on\n    heat()\nHot: too hot",
                "Traceback:\n    heat()\nHot: too hot",
            ),
            // A sentence, and single fields.
            (
                "at the door it stops\nat 5 (sometimes) it rings\nUser: Ana",
                "at the door it stops\nat 5 (sometimes) it rings\nUser: Ana",
            ),
            (
                "at a.b(c.d:1)\nat a.b(c.d:2)\nat a.b(c.d:3)",
                "at a.b(c.d:1)\nat a.b(c.d:2)\nat a.b(c.d:3)",
            ),
            ("at a.b(c)\nUser: Ana", "at a.b(c)\nUser: Ana"),
            (
                "Product: Mail\nVersion: 3\nLog: it is full",
                "Product: Mail\nVersion: 3\nLog: it is full",
            ),
            (
                "The lamp is out\nat 10:30 each day (hot)\nat https://hall.example/lamp too\nat the desk (hot)",
                "The lamp is out\nat 10:30 each day (hot)\nat https://hall.example/lamp too\nat the desk (hot)",
            ),
            ("", ""),
        ] {
            let said = without_details(text.lines().collect());
            assert_eq!(said.join("\n"), expected, "{text}");
        }
    }
}
