//! Zip files: the packages of Office, and archives that are looked into one level deep.

use super::{Closed, Document, open, picture, sheet, word, xml};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Bytes that all files of one package may unpack to.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

/// Bytes that one file of a package may unpack to.
const MAX_PART: u64 = 48 * 1024 * 1024;

/// Files that a package may have.
const MAX_FILES: usize = 10_000;

/// An open package with what may still be unpacked of it.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left: u64,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Closed> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Closed::Damaged)?;
        let count = zip.len();
        if count > MAX_FILES {
            return Err(Closed::TooBig);
        }
        let name = |index| {
            zip.by_index_raw(index)
                .map_or_else(|_| String::new(), |file| decode(file.name_raw()))
        };
        let names = (0..count).map(name).collect();
        Ok(Self {
            zip,
            names,
            left: MAX_UNPACKED,
        })
    }

    /// The names of all files, in the package's order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// A file's bytes.
    ///
    /// # Errors
    /// When there is no such file, or it can't or shouldn't be unpacked.
    pub(super) fn part(&mut self, name: &str) -> Result<Vec<u8>, Closed> {
        let index = self
            .names
            .iter()
            .position(|other| other == name)
            .ok_or(Closed::Damaged)?;
        let file = self.zip.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) | zip::result::ZipError::InvalidPassword => Closed::Locked,
            _ => Closed::Damaged,
        })?;
        let limit = self.left.min(MAX_PART);
        let mut bytes = Vec::new();
        // What the directory says of sizes may be a lie: what comes out is counted.
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        self.left = self.left.saturating_sub(size);
        if size > limit {
            return Err(Closed::Swells);
        }
        read.map_err(|_| Closed::Damaged)?;
        Ok(bytes)
    }
}

/// Names in archives that were packed on Chinese Windows are not UTF-8.
fn decode(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(name).0.into_owned(),
    }
}

/// What is in a package; `archives`: whether one that is nothing of Office's is opened.
pub(super) fn read(bytes: &[u8], archives: bool) -> Document {
    let mut package = match Package::open(bytes) {
        Ok(package) => package,
        Err(why) => return Document::closed(why),
    };
    let mut document = Document::default();
    let has = |name: &str| package.names.iter().any(|other| other == name);
    let done = if has("xl/workbook.xml") {
        sheet::read(&mut package, &mut document)
    } else if has("word/document.xml") || has("ppt/presentation.xml") {
        word::read(&mut package, &mut document)
    } else if has("xl/workbook.bin") {
        Err(Closed::Foreign)
    } else if archives {
        archive(&mut package, &mut document)
    } else {
        Err(Closed::Archive)
    };
    if let Err(why) = done {
        document.close(why);
    }
    pictures(&mut package, &mut document);
    document.author = package.part("docProps/core.xml").ok().and_then(|part| author(&part));
    document
}

fn archive(package: &mut Package<'_>, document: &mut Document) -> Result<(), Closed> {
    for name in package.names.clone() {
        document.line("压缩包里的文件名", &name);
        if name.ends_with('/') {
            continue;
        }
        match package.part(&name) {
            Ok(bytes) => document.absorb(&name, open(&name, &bytes, false)),
            Err(why @ (Closed::Swells | Closed::TooBig)) => return Err(why),
            Err(why) => document.close(why),
        }
    }
    Ok(())
}

/// What the pictures within an Office file say of themselves: they keep it there.
fn pictures(package: &mut Package<'_>, document: &mut Document) {
    let holds = |name: &&String| {
        ["word/media/", "ppt/media/", "xl/media/"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    let names: Vec<String> = package.names().iter().filter(holds).cloned().collect();
    for name in names {
        match package.part(&name) {
            Ok(bytes) if picture::is_picture(&bytes) => document.picture(picture::read(&bytes)),
            Ok(_) => {}
            Err(why) => document.close(why),
        }
    }
}

/// Who made an Office file, or changed it last.
fn author(bytes: &[u8]) -> Option<String> {
    let (mut inside, mut names) = (false, Vec::new());
    let _ = xml::walk(bytes, |node| {
        match node {
            xml::Node::Open(name, _) => inside = matches!(name, "creator" | "lastModifiedBy"),
            xml::Node::Close(_) => inside = false,
            xml::Node::Text(text) if inside => names.push(text.trim().to_owned()),
            xml::Node::Text(_) => {}
        }
        true
    });
    names.into_iter().find(|name| !name.is_empty())
}
