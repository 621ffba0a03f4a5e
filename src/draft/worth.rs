//! How much a line of a log tells of an error.

use super::cause;
use super::code::codes;
use super::pattern;
use super::telling::telling;
use std::ops::Range;

/// What every failing build, job or service says after the line that tells why.
const GENERIC: [&str; 46] = [
    "a complete log of this run",
    "aborting due to",
    "an error occurred",
    "an exception occurred",
    "an unhandled exception",
    "back-off restarting failed container",
    "build failed",
    "build failure",
    "changed=",
    "command failed",
    "compiled with",
    "could not compile",
    "elifecycle",
    "error(s)",
    "errors occurred",
    "errors were encountered",
    "execution failed for task",
    "exit code",
    "exit status",
    "exited with",
    "failed at the",
    "failed to execute goal",
    "failed to start ",
    "failed with exit",
    "failed with result",
    "finished with error",
    "full report",
    "help 1]",
    "initialization failed",
    "job failed",
    "main process exited",
    "npm err! code",
    "npm error code",
    "raised unexpected",
    "re-run maven",
    "shutting down",
    "stack trace",
    "task failed",
    "test failed",
    "the above exception",
    "terminated by signal",
    "timed out waiting for the condition",
    "traceback (most recent",
    "unhandled exception for",
    "what went wrong",
    "while evaluating",
];

/// How much a line tells of an error.
pub(super) fn worth(line: &str) -> u32 {
    let lower = line.to_lowercase();
    let said = telling(&lower);
    // Most lines of a log are ordinary: they are seen before anything that takes longer.
    if said == 0 && !lower.contains("0x")
        || GENERIC.iter().any(|generic| lower.contains(generic))
        || cause::is_frame(line)
    {
        return 0;
    }
    let message = pattern::message(line);
    let codes = codes(&message);
    let is_failure = |code: &Range<usize>| {
        let digits = message.get(code.start + 2..code.end).unwrap_or_default();
        let is_hexadecimal =
            message.get(code.start..).is_some_and(|rest| rest.starts_with("0x"));
        is_hexadecimal && digits.starts_with(['8', 'c', 'C'])
    };
    // `Sub Status: 0xC0000064`
    let said = if codes.iter().any(is_failure) { said.max(1) } else { said };
    said + if said > 0 && !codes.is_empty() { 2 } else { 0 }
}
