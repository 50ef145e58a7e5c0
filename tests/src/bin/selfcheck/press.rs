//! Files as a good server sends them: compressed beforehand, and kept by the browser where the name tells the content.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tassel_tests::{Server, repository};

/// Best quality, for what people write.
const BEST: u32 = 11;
/// For programs and models: their last percents take minutes.
const GOOD: u32 = 9;
/// The window that every browser takes.
const WINDOW: u32 = 22;

/// Compresses, and keeps what it compressed: the large models take a while.
pub(crate) struct Press {
    folder: PathBuf,
}

impl Press {
    pub(crate) fn new() -> Self {
        let folder = repository().join("target/bench-compressed");
        fs::create_dir_all(&folder).expect("a folder can be made in target");
        Self { folder }
    }

    /// From now on the server answers `path` with the compressed file.
    pub(crate) fn put(&self, server: &Server, path: &str, file: &Path) {
        let bytes = fs::read(file).expect("a file that is served can be read");
        let is_text = [".html", ".css", ".js", ".mjs"].iter().any(|end| path.ends_with(end));
        let small = self.compress(&bytes, if is_text { BEST } else { GOOD });
        // A page is asked for anew each time; its parts carry their content's hash in their names.
        let keep = if path.ends_with(".html") {
            "no-cache"
        } else {
            "public, max-age=31536000, immutable"
        };
        let mut headers = vec![("Cache-Control", keep)];
        let is_smaller = small.len() < bytes.len();
        if is_smaller {
            headers.push(("Content-Encoding", "br"));
        }
        server.put_with(path, if is_smaller { &small } else { &bytes }, &headers);
    }

    fn compress(&self, bytes: &[u8], quality: u32) -> Vec<u8> {
        let kept = self
            .folder
            .join(format!("{}-{quality}.br", blake3::hash(bytes).to_hex()));
        if let Ok(small) = fs::read(&kept) {
            return small;
        }
        let mut small = Vec::new();
        let mut writer = brotli::CompressorWriter::new(&mut small, 1 << 16, quality, WINDOW);
        writer.write_all(bytes).expect("memory can be written to");
        drop(writer);
        fs::write(kept, &small).expect("a file can be written in target");
        small
    }
}
