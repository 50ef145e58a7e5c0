//! The command line: what can be typed, and what is printed. The only layer that prints.

mod args;
mod build;
mod explain;
mod external;
mod findings;
mod fix;
mod lint;
mod photo;
mod photo_args;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod timetable;
mod usage;

pub use args::{Args, Command};
pub use usage::explain_usage;

use crate::derive::Now;
use std::io::Write;
use std::process::ExitCode;

/// What the commands take from the world.
pub struct World<'a> {
    /// The clock's present, used where `--now` is not given.
    pub now: Now,
    /// Milliseconds of a running clock, for timing photos.
    pub clock: &'a (dyn tassel_validator::Clock + Sync),
    /// Whether messages go to a terminal that shows colour.
    pub color: bool,
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
}

/// Exit codes: 0 clean, 1 findings or a photo that fails, 2 usage, 3 the system refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to complain about.
    Clean,
    /// Findings at or above the threshold.
    Findings,
    /// The command could not be understood.
    Usage,
    /// Reading or writing failed.
    System,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::System => 3,
        })
    }
}

/// Runs a command.
pub fn run(args: Args, world: &mut World<'_>) -> Exit {
    match args.command {
        Command::Build(args) => build::run(&args, world),
        Command::Lint(args) => lint::run(&args, world),
        Command::Explain(args) => explain::run(&args, world),
        Command::Timetable(args) => timetable::run(&args, world),
        Command::Photo(args) => photo::run(args, world),
        Command::Schema(args) => schema::run(&args, world),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args, world),
    }
}
