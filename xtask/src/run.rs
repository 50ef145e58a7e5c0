//! Runs other programs: shows what is run, never reads from the terminal, passes exit codes on.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context, Result, anyhow};

/// The workspace's root folder: the one above this package.
pub(crate) fn root() -> Result<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .ok_or_else(|| anyhow!("xtask 不在工作区里 | xtask has no workspace above it"))
}

/// A `cargo` command in the workspace's root, with the very cargo that runs this program.
pub(crate) fn cargo() -> Result<Command> {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root()?);
    Ok(command)
}

/// Runs `command` in the foreground with nothing on its standard input, after showing it.
pub(crate) fn show(command: &mut Command) -> Result<ExitStatus> {
    eprintln!("$ {}", words(command));
    command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("无法运行 | cannot run `{}`", words(command)))
}

/// What `command` prints, when it can be run and ends well; nothing is shown.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The exit code to end with after a program that ended with `status`: its own, or 1 after a signal.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(1))
}

/// The first of `names` that is a file in one of the folders of `PATH`.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders
            .iter()
            .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
            .find(|file| file.is_file())
    })
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str());
    let mut text = name.to_string_lossy().into_owned();
    for arg in command.get_args() {
        text.push(' ');
        text.push_str(&arg.to_string_lossy());
    }
    text
}
