//! The lines of a quoted log that tell of its error, and those that stand in the log of any run.

use super::cause::is_frame;
use super::level::{Level, level};
use super::telling::telling;

/// Most lines of a text that is a message rather than a piece of a log.
const MESSAGE: usize = 3;

/// The lines of a quoted text by which its error is recognised. Where some of them tell of an error, what was typed,
/// the frames of a stack and the entries of level information stand in the log of any run. In a piece of a log of more
/// than [`MESSAGE`] lines any other line does, too, but for the one below a line that tells: a message may go on there.
pub(crate) fn lines_of_error(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let tells: Vec<bool> = lines.iter().map(|line| tells(line)).collect();
    let Some(first) = tells.iter().position(|tells| *tells) else { return lines };
    let is_log = lines.len() > MESSAGE;
    let tells_at = |at: usize| tells.get(at).copied().unwrap_or_default();
    let kept = lines.iter().enumerate().filter(|(at, line)| {
        let is_of_any_run = is_frame(line)
            || is_mark_of_trace(line)
            || *at < first && is_typed(line)
            || level(line) == Some(Level::Information);
        let goes_on = || at.checked_sub(1).is_some_and(tells_at);
        tells_at(*at) || !is_of_any_run && (!is_log || goes_on())
    });
    kept.map(|(_, line)| *line).collect()
}

/// Whether a line tells of an error: by a word, or as a warning or worse.
fn tells(line: &str) -> bool {
    if is_frame(line) || is_mark_of_trace(line) {
        return false;
    }
    telling(&line.to_lowercase()) > 0 || level(line) >= Some(Level::Warning)
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
                "bundle exec scales weigh \"hall:1\"\nWARNING: Failed to reach the scales\n",
                &["WARNING: Failed to reach the scales"],
            ),
            (
                "Hall.ScaleException: the scale is stuck\n   at Hall.Scale.Weigh(Parcel parcel)\n\
                 --- End of inner exception stack trace ---\n",
                &["Hall.ScaleException: the scale is stuck"],
            ),
            (
                "opening hall\nweighing parcels\n[error] -> the hall is closed\nask the guard\n\
                 closing hall\n",
                &["[error] -> the hall is closed", "ask the guard"],
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
