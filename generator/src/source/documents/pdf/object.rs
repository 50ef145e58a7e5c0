//! Objects of a PDF (ISO 32000-1, 7.3): reading one after another, whatever the bytes are.

use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep arrays and dictionaries may lie in each other.
const DEEPEST: usize = 24;

/// Items that an array or a dictionary may have.
const MOST: usize = 200_000;

/// One object, or one operator of a page's content.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Number(f64),
    Name(String),
    Text(Vec<u8>),
    Array(Vec<Object>),
    /// Shared, so that a page that asks for its fonts again and again costs no copies.
    Dict(Rc<Dict>),
    /// Number of the object that stands elsewhere.
    Ref(u32),
    /// Anything else: `true`, `null`, an operator.
    Word(String),
}

/// A dictionary.
pub(super) type Dict = BTreeMap<String, Object>;

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn dict(&self) -> Option<&Rc<Dict>> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> &[Object] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    pub(super) fn text(&self) -> Option<&[u8]> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A whole number that fits, where the number is one.
pub(super) fn whole(number: f64) -> Option<usize> {
    // Saturates: a cast from a float never overflows.
    (0.0..4e9).contains(&number).then_some(number as usize)
}

/// Reads objects from a place onwards.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn starts_with(&self, wanted: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(wanted))
    }

    /// Goes behind the data of a picture that stands among operators.
    pub(super) fn skip_picture(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let ends = |four: &[u8]| matches!(four, [before, b'E', b'I', after] if is_space(*before) && is_space(*after));
        self.at += rest.windows(4).position(ends).map_or(rest.len(), |found| found + 4);
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => self.skip_while(|byte| byte != b'\n' && byte != b'\r'),
                byte if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
    }

    /// The next object; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.object(0)
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        match self.peek()? {
            b'(' => Some(Object::Text(self.literal())),
            b'/' => Some(Object::Name(self.name())),
            b'<' if self.starts_with(b"<<") => self.dict(depth),
            b'<' => Some(Object::Text(self.hex())),
            b'[' => self.array(depth),
            b'0'..=b'9' | b'+' | b'-' | b'.' => Some(self.number_or_reference()),
            byte if is_delimiter(byte) => {
                self.at += if self.starts_with(b">>") { 2 } else { 1 };
                Some(Object::Word(char::from(byte).to_string()))
            }
            _ => Some(Object::Word(self.word())),
        }
    }

    fn word(&mut self) -> String {
        let start = self.at;
        self.skip_while(|byte| !is_space(byte) && !is_delimiter(byte));
        String::from_utf8_lossy(self.bytes.get(start..self.at).unwrap_or_default()).into_owned()
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let raw = self.word();
        if !raw.contains('#') {
            return raw;
        }
        let mut parts = raw.split('#');
        let mut name = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let code = part.get(..2).and_then(|two| u8::from_str_radix(two, 16).ok());
            name.extend(code.map(char::from));
            name.push_str(part.get(2..).unwrap_or_default());
        }
        name
    }

    fn number_or_reference(&mut self) -> Object {
        let number = self.number();
        let back = self.at;
        if let Some(id) = whole(number).and_then(|id| u32::try_from(id).ok()) {
            self.skip_space();
            if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                self.number();
                self.skip_space();
                if self.peek() == Some(b'R')
                    && self
                        .bytes
                        .get(self.at + 1)
                        .is_none_or(|b| is_space(*b) || is_delimiter(*b))
                {
                    self.at += 1;
                    return Object::Ref(id);
                }
            }
            self.at = back;
        }
        Object::Number(number)
    }

    fn number(&mut self) -> f64 {
        let start = self.at;
        self.skip_while(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
        let digits = self.bytes.get(start..self.at).unwrap_or_default();
        std::str::from_utf8(digits)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0.0)
    }

    /// `(text)` with its escapes; brackets may stand in it in pairs.
    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 1);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut text),
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
            if byte != b'\\' {
                text.push(byte);
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(code.to_le_bytes()[0]);
            }
            b'\n' => {}
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            other => text.push(other),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let start = self.at;
        self.skip_while(|byte| byte != b'>');
        let text = unhex(self.bytes.get(start..self.at).unwrap_or_default());
        self.at += 1;
        text
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.peek()? == b']' {
                self.at += 1;
                return Some(Object::Array(items));
            }
            if depth >= DEEPEST || items.len() >= MOST {
                return None;
            }
            items.push(self.object(depth + 1)?);
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        let mut dict = Dict::new();
        loop {
            self.skip_space();
            if self.starts_with(b">>") {
                self.at += 2;
                return Some(Object::Dict(Rc::new(dict)));
            }
            if depth >= DEEPEST || dict.len() >= MOST {
                return None;
            }
            let key = self.object(depth + 1)?;
            if let Object::Name(key) = key {
                let value = self.object(depth + 1)?;
                dict.insert(key, value);
            }
        }
    }
}

/// Bytes written as hexadecimal digits; a missing last digit counts as 0.
pub(super) fn unhex(text: &[u8]) -> Vec<u8> {
    let value = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let digits: Vec<u8> = text.iter().filter_map(value).collect();
    let byte =
        |pair: &[u8]| pair.iter().take(2).fold(0, |n, digit| n * 16 + digit) * if pair.len() == 1 { 16 } else { 1 };
    digits.chunks(2).map(byte).collect()
}
