//! The lines of a quoted log that tell of its error, and those that stand in the log of any run.

use super::cause::is_frame;
use super::level::{Level, level};
use super::telling::telling;

/// The lines of a quoted text by which its error is recognised. Where some of them tell of an error, commands, the frames
/// of a stack and entries of level information beside them do not: they stand in the log of any run. The head of a
/// table that a command prints stands above whatever it found.
pub(crate) fn lines_of_error(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let below = lines.iter().skip(1).copied().chain([""]);
    let is_head: Vec<bool> =
        lines.iter().zip(below).map(|(line, below)| is_head(line, below)).collect();
    let lines = lines.into_iter().zip(is_head).filter(|(_, is_head)| !is_head);
    let lines: Vec<&str> = lines.map(|(line, _)| line).collect();
    let tell: Vec<bool> = lines.iter().map(|line| tells(line)).collect();
    let Some(first) = tell.iter().position(|tells| *tells) else { return lines };
    let is_of_any_run = |at: usize, line: &str| {
        is_frame(line)
            || is_mark_of_trace(line)
            || at < first && is_typed(line)
            || level(line) == Some(Level::Information)
    };
    let kept = lines.into_iter().zip(tell).enumerate();
    let kept = kept.filter(|(at, (line, tells))| *tells || !is_of_any_run(*at, line));
    kept.map(|(_, (line, _))| line).collect()
}

/// Whether a line tells of an error: by a word, or as a warning or worse.
fn tells(line: &str) -> bool {
    if is_frame(line) || is_mark_of_trace(line) {
        return false;
    }
    telling(&line.to_lowercase()) > 0 || level(line) >= Some(Level::Warning)
}

/// Fewest columns of a table that a command prints.
const COLUMNS: usize = 3;

/// Fewest dashes below the name of a column.
const DASHES: usize = 2;

/// Whether a line is the head of a table that a command prints, with the line `below` it: a name over each dash of a
/// rule, or names in capitals, some spaces apart, each with a value below it.
fn is_head(line: &str, below: &str) -> bool {
    let is_rule = below.chars().all(|c| c == ' ' || c == '-' || c == '=');
    let columns =
        columns(if is_rule { below } else { line }, if is_rule { 1 } else { 2 });
    let is_name = |name: &str| match is_rule {
        true => name.len() >= DASHES,
        false => name.chars().all(|c| c.is_ascii_uppercase() || " _-()/%".contains(c)),
    };
    let other = if is_rule { line } else { below };
    columns.len() >= COLUMNS
        && columns.iter().all(|(at, name)| is_name(name) && begins_at(other, *at))
}

/// The columns of a line, between which so many spaces stand, and where each begins.
fn columns(line: &str, spaces: usize) -> Vec<(usize, &str)> {
    let mut columns = Vec::new();
    let mut at = 0;
    for part in line.split(&" ".repeat(spaces)) {
        let name = part.trim();
        if !name.is_empty() {
            columns.push((at + part.len() - part.trim_start().len(), name));
        }
        at += part.len() + spaces;
    }
    columns
}

/// Whether a word of a line begins at this place.
fn begins_at(line: &str, at: usize) -> bool {
    line.split_at_checked(at).is_some_and(|(before, after)| {
        after.starts_with(|c: char| !c.is_whitespace())
            && (before.is_empty() || before.ends_with(' '))
    })
}

/// Whether a line parts the traces of several threads, or stands for frames that are left out.
fn is_mark_of_trace(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("--- End of ") || line.starts_with("...") && line.ends_with(" more")
}

/// Whether a line is a command with an option or an argument in quotes.
fn is_typed(line: &str) -> bool {
    let line = line.trim();
    let program = line.split(' ').next().unwrap_or_default();
    let is_program =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._/-".contains(c);
    let has_argument = [" -", " \"", " '"].iter().any(|argument| line.contains(argument));
    program.starts_with(|c: char| c.is_ascii_lowercase() || c == '.')
        && program.chars().all(is_program)
        && has_argument
        && !line.contains(": ")
}

#[cfg(test)]
mod tests {
    use super::lines_of_error;

    #[test]
    fn lines_by_which_an_error_is_recognised() {
        for (text, expected) in [
            (
                "2024-07-25 09:34:50 [DMS] WARNING: trigger, reform not finished\n\
                 2024-07-25 09:37:17 [main] LOG: the system takes parcels now\n",
                &["2024-07-25 09:34:50 [DMS] WARNING: trigger, reform not finished"][..],
            ),
            (
                "Rule      Severity  Message\n----      --------  -------\nBeltLost  Warning   The belt is lost\n",
                &["BeltLost  Warning   The belt is lost"],
            ),
            (
                "NAME     READY   STATUS   RESTARTS\nbelt-1   0/1     Failed   4\n",
                &["belt-1   0/1     Failed   4"],
            ),
            ("THE BELT IS LOST\n", &["THE BELT IS LOST"]),
            (
                "BELT LOST  HALL 2  CALL THE GUARD\n  the belt runs on\n",
                &["BELT LOST  HALL 2  CALL THE GUARD", "  the belt runs on"],
            ),
            (
                "BELT LOST  IN HALL  CALL THE GUARD\nNothing moves\n",
                &["BELT LOST  IN HALL  CALL THE GUARD", "Nothing moves"],
            ),
            (
                "The belt is lost in hall 2\n- - - - - - - -\n",
                &["The belt is lost in hall 2", "- - - - - - - -"],
            ),
            ("The belt is lost\n=== === ===\n", &["The belt is lost", "=== === ==="]),
            (
                "bundle exec scales weigh \"hall:1\"\nWARNING: Failed to reach the scales\n",
                &["WARNING: Failed to reach the scales"],
            ),
            (
                "Hall.ScaleException: the scale is stuck\n   at Hall.Scale.Weigh(Parcel parcel)\n\
                 --- End of inner exception stack trace ---\n",
                &["Hall.ScaleException: the scale is stuck"],
            ),
            (
                "Error:\nThe hatch of the till has been open\nClose the hatch\nand wait\n",
                &[
                    "Error:",
                    "The hatch of the till has been open",
                    "Close the hatch",
                    "and wait",
                ],
            ),
            (
                "The hall is open.\nThe door is red.",
                &["The hall is open.", "The door is red."],
            ),
            ("INFO the hall takes parcels", &["INFO the hall takes parcels"]),
            (
                "Parcel lost\nAsk the guard for it.",
                &["Parcel lost", "Ask the guard for it."],
            ),
            ("INFO weighing failed\nINFO done", &["INFO weighing failed"]),
            ("", &[]),
        ] {
            assert_eq!(lines_of_error(text), expected, "{text}");
        }
    }
}
