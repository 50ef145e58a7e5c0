//! The `tassel` binary: takes the clock, the terminal and the arguments from the world and hands them to the library.

use clap::Parser;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use tassel::cli::{Args, Exit, World, explain_usage, run};
use tassel::derive::Now;

/// The machine's clock.
struct SystemClock(std::time::Instant);

impl tassel_validator::Clock for SystemClock {
    fn now_ms(&self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1000.0
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place where the clock is read")]
fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) if error.use_stderr() => {
            let _ = write!(std::io::stderr(), "{}", explain_usage(&error));
            return Exit::Usage.into();
        }
        Err(help) => {
            let _ = help.print();
            return Exit::Clean.into();
        }
    };
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let clock = SystemClock(std::time::Instant::now());
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    let mut world = World {
        now: present(),
        clock: &clock,
        color,
        out: &mut out,
        err: &mut err,
    };
    let exit = run(args, &mut world);
    if out.flush().is_err() && exit == Exit::Clean {
        return Exit::System.into();
    }
    exit.into()
}

/// The clock, or `SOURCE_DATE_EPOCH` where a reproducible build sets it.
#[expect(clippy::disallowed_methods, reason = "this is the one place where the clock is read")]
fn present() -> Now {
    let fixed = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|text| text.trim().parse().ok());
    let clock = || {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since
            .ok()
            .and_then(|since| i64::try_from(since.as_secs()).ok())
            .unwrap_or(0)
    };
    Now(fixed.unwrap_or_else(clock))
}
