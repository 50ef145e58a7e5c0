//! The `tassel` binary: built once per test program, then run with a time limit.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use crate::repository;

/// How long one run may take before it counts as hanging.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// One invocation of `tassel`, still to be run.
#[derive(Debug)]
pub struct Tassel {
    command: Command,
    line: String,
    limit: Duration,
    given: String,
}

impl Tassel {
    /// `tassel` with `args`, in the current folder until [`Tassel::within`] says otherwise.
    pub fn new<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Self {
        let mut command = Command::new(binary());
        let mut line = String::from("tassel");
        for arg in args {
            let _ = write!(line, " {}", arg.as_ref().to_string_lossy());
            command.arg(arg);
        }
        // What a person's shell sets must not colour or lengthen what the tests compare.
        command.env("NO_COLOR", "1").env("RUST_BACKTRACE", "0");
        Self {
            command,
            line,
            limit: TIME_LIMIT,
            given: String::new(),
        }
    }

    /// Reads `text` on its standard input; a short one, since it is written before anything is read back.
    #[must_use]
    pub fn given(mut self, text: &str) -> Self {
        text.clone_into(&mut self.given);
        self
    }

    /// Runs in `folder`.
    #[must_use]
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// May take so long, for what is big on purpose.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs to the end and keeps what was printed; panics when the time limit is reached.
    pub fn run(self) -> Run {
        self.run_measured().0
    }

    /// The same, with the most memory that it held in KB; 0 on systems that don't tell.
    pub fn run_measured(mut self) -> (Run, u64) {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("tassel can be started");
        // Dropped at once, so that whoever reads finds an end; who doesn't read may be gone already.
        let _ = child
            .stdin
            .take()
            .map(|mut stdin| stdin.write_all(self.given.as_bytes()));
        let stdout = drain(child.stdout.take().expect("stdout is piped"));
        let stderr = drain(child.stderr.take().expect("stderr is piped"));
        let start = Instant::now();
        let mut peak = 0;
        let status = loop {
            peak = peak.max(most_memory(child.id()));
            if let Some(status) = child.try_wait().expect("tassel can be waited for") {
                break status;
            }
            if start.elapsed() > self.limit {
                let _ = child.kill();
                panic!("`{}` still runs after {:?}", self.line, self.limit);
            }
            thread::sleep(Duration::from_millis(5));
        };
        let run = Run {
            line: self.line,
            code: status.code(),
            stdout: stdout.join().expect("stdout is read"),
            stderr: stderr.join().expect("stderr is read"),
            took: start.elapsed(),
        };
        (run, peak)
    }
}

/// The most memory that a running process has held, in KB, as Linux keeps it.
fn most_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    number.unwrap_or_default()
}

/// What one run of `tassel` did.
#[derive(Debug)]
pub struct Run {
    /// The command line, for messages.
    pub line: String,
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output; bytes that are not UTF-8 are replaced.
    pub stdout: String,
    /// Standard error; bytes that are not UTF-8 are replaced.
    pub stderr: String,
    /// Wall time from start to end.
    pub took: Duration,
}

impl Run {
    /// Panics with everything printed unless the exit code is `code`; also when the program panicked.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert!(
            self.code == Some(code) && !self.stderr.contains("panicked at"),
            "`{}` ended with {:?}, expected {code}\n--- stdout\n{}\n--- stderr\n{}",
            self.line,
            self.code,
            self.stdout,
            self.stderr
        );
        self
    }

    /// Panics with everything printed unless `needle` stands in standard output or standard error.
    #[track_caller]
    pub fn expect_text(self, needle: &str) -> Self {
        assert!(
            self.stdout.contains(needle) || self.stderr.contains(needle),
            "`{}` did not say {needle:?}\n--- stdout\n{}\n--- stderr\n{}",
            self.line,
            self.stdout,
            self.stderr
        );
        self
    }
}

fn drain(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The path of the `tassel` binary. `TASSEL_BIN` names a finished one; else cargo builds it (once per test program),
/// with the profile and target folder of the running test, so that nothing is compiled twice.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match std::env::var_os("TASSEL_BIN") {
        Some(path) => PathBuf::from(path),
        None => build(),
    })
}

fn build() -> PathBuf {
    let exe = std::env::current_exe().expect("a running program has a path");
    let mut folder = exe.parent().expect("a program lies in a folder");
    if folder.ends_with("deps") {
        folder = folder.parent().expect("deps lies in a profile's folder");
    }
    let profile = match folder.file_name().and_then(OsStr::to_str) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let target = folder.parent().expect("a profile lies in a target folder");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--package", "tassel", "--bin", "tassel"])
        .args(["--message-format", "json-render-diagnostics"])
        .args(["--profile", profile, "--target-dir"])
        .arg(target)
        .current_dir(repository())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "`cargo build -p tassel` failed");
    executable(&String::from_utf8_lossy(&output.stdout)).expect("cargo names the binary it built")
}

/// The last executable that cargo's JSON messages name.
fn executable(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .next_back()
}
