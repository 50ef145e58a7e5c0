//! Where the build script stands: the folders it reads and writes, and the inputs that make it run again.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders of one run.
pub(crate) struct Place {
    /// The workspace: the parent of `generator`.
    pub(crate) root: PathBuf,
    /// The default theme.
    pub(crate) theme: PathBuf,
    /// Cargo's folder for what this script writes.
    pub(crate) out: PathBuf,
    /// The inner cargo's target folder. Never the outer one: the outer cargo holds its lock while this script runs.
    pub(crate) wasm_target: PathBuf,
}

impl Place {
    /// Reads the folders from what cargo tells a build script.
    pub(crate) fn from_env() -> Result<Self> {
        let manifest = folder("CARGO_MANIFEST_DIR")?;
        let root = manifest
            .parent()
            .context("the generator stands outside a workspace")?
            .to_path_buf();
        let out = folder("OUT_DIR")?;
        Ok(Self {
            theme: root.join("themes").join("school"),
            wasm_target: target_folder(&out).unwrap_or(&out).join("wasm-build"),
            root,
            out,
        })
    }

    /// Tells cargo what this script depends on, so that nothing else makes it run again.
    pub(crate) fn announce_inputs(&self) -> Result<()> {
        let inputs = [
            "Cargo.toml",
            "Cargo.lock",
            "generator/build.rs",
            "generator/build",
            "kernels/Cargo.toml",
            "kernels/src",
            "validator/Cargo.toml",
            "validator/src",
            "validator/models",
            "validator/profiles",
            "validator-wasm/Cargo.toml",
            "validator-wasm/src",
            "themes/school",
        ];
        // A path that doesn't exist would count as changed each time.
        for input in inputs
            .map(|input| self.root.join(input))
            .iter()
            .filter(|input| input.exists())
        {
            println!("cargo::rerun-if-changed={}", utf8(input)?);
        }
        Ok(())
    }
}

/// A path as text; rustc's flags and `include_bytes!` need it so.
pub(crate) fn utf8(path: &Path) -> Result<&str> {
    path.to_str()
        .with_context(|| format!("the path {} is not UTF-8; build from another folder", path.display()))
}

fn folder(variable: &str) -> Result<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .with_context(|| format!("{variable} is not set: run this through cargo"))
}

/// The outer target folder, which cargo marks with `CACHEDIR.TAG`: build, clippy, debug and release then share one wasm.
fn target_folder(out: &Path) -> Option<&Path> {
    out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file())
}
