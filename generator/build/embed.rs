//! Writes `OUT_DIR/embedded.rs`: the wasm, its glue and the default theme as statics.

use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use crate::place::{Place, utf8};
use crate::wasm::Glue;

/// Writes the file; the contents stay where they are and are included by absolute path.
pub(crate) fn write(place: &Place, glue: &Glue) -> Result<()> {
    let mut code = String::new();
    writeln!(code, "/// The browser's validator, compiled for wasm32 with simd128.")?;
    writeln!(
        code,
        "pub static WASM: &[u8] = include_bytes!({:?});",
        utf8(&glue.wasm)?
    )?;
    writeln!(
        code,
        "/// The classic script that loads [`WASM`]; it defines `wasm_bindgen`."
    )?;
    writeln!(code, "pub static WASM_JS: &str = include_str!({:?});", utf8(&glue.js)?)?;
    writeln!(
        code,
        "/// The files of the default theme: path with `/`, bytes; sorted by path."
    )?;
    writeln!(code, "pub static THEME: &[(&str, &[u8])] = &[")?;
    for (name, path) in theme(place)? {
        writeln!(code, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    writeln!(code, "];")?;
    fs::write(place.out.join("embedded.rs"), code).context("embedded.rs could not be written")
}

/// Every file of the theme as (name in the theme, absolute path), sorted by name.
fn theme(place: &Place) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(&place.theme).follow_links(true) {
        let entry = entry.context("the theme themes/school could not be read")?;
        if entry.file_type().is_file() {
            let name = slashed(entry.path().strip_prefix(&place.theme)?)?;
            // What editors and file managers leave behind is not part of a theme.
            if !name.split('/').any(|part| part.starts_with('.') || part.ends_with('~')) {
                files.push((name, utf8(entry.path())?.to_owned()));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn slashed(path: &Path) -> Result<String> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(utf8(Path::new(part))?),
            other => bail!("unexpected {other:?} in the theme path {}", path.display()),
        }
    }
    Ok(parts.join("/"))
}
