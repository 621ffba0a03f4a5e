//! Words that tell of an error, and texts that tell of none in particular.

/// Words that tell of an error, and how much.
pub(super) const TELLING: [(&str, u32); 25] = [
    ("fatal", 4),
    ("panic", 4),
    ("critical", 4),
    ("error", 3),
    ("severe", 3),
    ("out of memory", 3),
    ("exception", 3),
    ("caused by", 2),
    ("failed", 2),
    ("failure", 2),
    ("cannot", 2),
    ("can't", 2),
    ("could not", 2),
    ("unable", 2),
    ("denied", 2),
    ("refused", 2),
    ("exceeded", 2),
    ("timed out", 2),
    ("terminated unexpectedly", 2),
    ("no such", 2),
    ("timeout", 1),
    ("invalid", 1),
    ("not found", 1),
    ("abort", 1),
    ("warn", 1),
];

/// How much the most telling word of a text in lowercase tells; 0 if there is none.
pub(super) fn telling(lower: &str) -> u32 {
    let words = TELLING.iter().filter(|(word, _)| lower.contains(word));
    words.map(|(_, worth)| *worth).max().unwrap_or_default()
}

/// What every failing build, job or service says after the line that tells why.
const GENERIC: [&str; 55] = [
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
    "could not build wheels",
    "could not compile",
    "could not read from remote repository",
    "elifecycle",
    "error(s)",
    "did not complete successfully",
    "did not run successfully",
    "errors occurred",
    "errors were encountered",
    "execution failed for task",
    "exit code",
    "exit status",
    "exception while booting",
    "exited with",
    "exited-with-error",
    "failed at the",
    "failed building wheel",
    "failed to solve: process",
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
    "> task :",
];

/// Whether a text in lowercase is one that every failing program says.
pub(super) fn is_generic(lower: &str) -> bool {
    GENERIC.iter().any(|generic| lower.contains(generic))
}
