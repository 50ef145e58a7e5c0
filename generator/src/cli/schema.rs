//! `tassel schema`: what can be written in `content/`, for editors (JSON Schema) and for people (Markdown).

use super::args::{Schema, SchemaFormat};
use super::{Exit, World};
use crate::schema::{FINDINGS, KINDS, Kind, reference};
use std::path::Path;

pub(super) fn run(args: &Schema, world: &mut World<'_>) -> Exit {
    match &args.out {
        Some(folder) => match write_all(folder, args) {
            Ok(files) => match writeln!(world.err, "写了 {files} 个文件，在 {}", folder.display()) {
                Ok(()) => Exit::Clean,
                Err(_) => Exit::System,
            },
            Err(error) => {
                let _ = writeln!(world.err, "错误：{} 写不进去：{error}", folder.display());
                Exit::System
            }
        },
        None => match write!(world.out, "{}", text(args)) {
            Ok(()) => Exit::Clean,
            Err(_) => Exit::System,
        },
    }
}

fn text(args: &Schema) -> String {
    match (args.format, args.kind) {
        (SchemaFormat::Markdown, kind) => page(kind),
        (SchemaFormat::Json, Some(kind)) => kind.json(),
        (SchemaFormat::Json, None) => {
            let lines = KINDS.map(|kind| format!("  {:<14} content/{}\n", kind.name, kind.place));
            format!(
                "可以写的种类：\n{}\ntassel schema <种类> 看一种，tassel schema --out <文件夹> 全部写成文件\n",
                lines.concat()
            )
        }
    }
}

/// The reference of one kind, or of all; findings are written by nobody and have no page.
fn page(kind: Option<&Kind>) -> String {
    reference(kind.filter(|kind| !kind.place.is_empty()))
}

fn write_all(folder: &Path, args: &Schema) -> std::io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    if args.format == SchemaFormat::Markdown {
        std::fs::write(folder.join("content.md"), page(args.kind))?;
        return Ok(1);
    }
    let wanted: Vec<&Kind> = KINDS
        .iter()
        .chain([&FINDINGS])
        .filter(|kind| args.kind.is_none_or(|one| one.name == kind.name))
        .collect();
    for kind in &wanted {
        std::fs::write(folder.join(format!("{}.json", kind.name)), kind.json())?;
    }
    Ok(wanted.len())
}
