//! From the codes of a PDF's text to characters: the font's own table (ToUnicode), or one of the encodings of Chinese fonts.

use super::object::{Lexer, Object};
use std::collections::BTreeMap;

/// Codes that one line of a table may stand for; more is no table of characters.
const WIDEST: u32 = 0x1_0000;

/// Units of UTF-16 that one code may stand for: a ligature has a few.
const LONGEST: usize = 16;

/// Operands of a table's operator; more is no table of characters.
const MAX_OPERANDS: usize = 200_000;

/// How a font's codes are read.
#[derive(Debug, Default)]
pub(super) struct Font {
    /// Bytes in a code.
    width: usize,
    /// First code → last code and the text of the first: ranges that don't overlap.
    table: BTreeMap<u32, (u32, String)>,
    encoding: Encoding,
}

/// What codes mean that the table doesn't have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    /// Letters and digits as in ASCII.
    #[default]
    Latin,
    /// GBK, one or two bytes.
    Gbk,
    /// UTF-16.
    Utf16,
    /// Numbers of drawings: nothing can be said.
    Drawings,
}

impl Font {
    /// A font without a table of its own. `encoding`: the name of a composite font's encoding; `None` for a simple font.
    pub(super) fn new(encoding: Option<&str>) -> Self {
        let (width, encoding) = match encoding {
            None => (1, Encoding::Latin),
            Some(name) if name.starts_with("GB") => (2, Encoding::Gbk),
            Some(name) if name.contains("UCS2") || name.contains("UTF16") => (2, Encoding::Utf16),
            Some(_) => (2, Encoding::Drawings),
        };
        Self {
            width,
            encoding,
            table: BTreeMap::new(),
        }
    }

    /// Reads a table (Adobe Technical Note 5411).
    pub(super) fn read(&mut self, bytes: &[u8]) {
        let mut lexer = Lexer::new(bytes, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            let Object::Word(word) = &object else {
                if operands.len() < MAX_OPERANDS {
                    operands.push(object);
                }
                continue;
            };
            match word.as_str() {
                "endcodespacerange" => {
                    let widths = operands.iter().filter_map(|code| Some(code.text()?.len()));
                    self.width = widths
                        .max()
                        .filter(|width| (1..=4).contains(width))
                        .unwrap_or(self.width);
                }
                "endbfchar" => {
                    for (code, text) in operands.as_chunks::<2>().0.iter().map(|[code, text]| (code, text)) {
                        self.insert(code, code, text);
                    }
                }
                "endbfrange" => {
                    for [first, last, text] in operands.as_chunks::<3>().0 {
                        self.insert(first, last, text);
                    }
                }
                _ => {}
            }
            operands.clear();
        }
    }

    fn insert(&mut self, first: &Object, last: &Object, target: &Object) {
        let (Some(first), Some(last)) = (first.text().map(number), last.text().map(number)) else {
            return;
        };
        if last < first || last - first >= WIDEST {
            return;
        }
        match target {
            Object::Array(items) => {
                for (code, item) in (first..=last).zip(items) {
                    self.table
                        .extend(item.text().map(|text| (code, (code, target_text(text)))));
                }
            }
            _ => self
                .table
                .extend(target.text().map(|text| (first, (last, target_text(text))))),
        }
    }

    /// Whether anything can be said of its codes.
    pub(super) fn is_readable(&self) -> bool {
        !self.table.is_empty() || self.encoding != Encoding::Drawings
    }

    /// The characters of a string of codes; stops when `into` has more than `most` bytes.
    pub(super) fn decode(&self, bytes: &[u8], into: &mut String, most: usize) {
        if self.table.is_empty() {
            match self.encoding {
                Encoding::Gbk => into.push_str(&encoding_rs::GBK.decode_without_bom_handling(bytes).0),
                Encoding::Utf16 => into.push_str(&utf16(bytes)),
                Encoding::Latin => into.extend(bytes.iter().map(|byte| char::from(*byte))),
                Encoding::Drawings => {}
            }
            return;
        }
        for code in bytes.chunks(self.width.max(1)) {
            if into.len() > most {
                return;
            }
            let code = number(code);
            match self.table.range(..=code).next_back() {
                Some((first, (last, text))) if code <= *last => shifted(text, code - first, into),
                _ if self.encoding == Encoding::Latin => into.extend(u8::try_from(code).ok().map(char::from)),
                _ => into.push('\u{fffd}'),
            }
        }
    }
}

/// A range's text with its last character moved on.
fn shifted(text: &str, by: u32, into: &mut String) {
    let mut chars = text.chars();
    let last = chars.next_back();
    into.push_str(chars.as_str());
    into.extend(last.and_then(|last| char::from_u32(u32::from(last).checked_add(by)?)));
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |n, byte| (n << 8) | u32::from(*byte))
}

/// What a code stands for; a longer text would swell a page of codes beyond all bounds.
fn target_text(bytes: &[u8]) -> String {
    utf16(bytes.get(..2 * LONGEST).unwrap_or(bytes))
}

/// Text in UTF-16, most significant byte first.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
}
