//! The objects of a PDF file. Found by looking for them rather than through the file's table, so that a damaged table hides nothing.

use super::super::Closed;
use super::object::{Dict, Lexer, Object, whole};
use std::collections::BTreeMap;
use std::io::Read;
use std::rc::Rc;

/// Bytes that all streams of a file may unpack to.
const MAX_UNPACKED: usize = 128 * 1024 * 1024;

/// Bytes that one stream may unpack to.
const MAX_STREAM: usize = 32 * 1024 * 1024;

/// Objects that a file may have.
const MAX_OBJECTS: usize = 1_000_000;

/// How often a byte may be read again while objects are looked for: each belongs to one, but for those that are broken.
const TRIES: usize = 4;

/// Filters that one stream may be packed with.
const MAX_FILTERS: usize = 8;

/// What looking for a stream costs at least, bytes: a page may ask for the same one, or for none, without end.
const LOOK: usize = 16;

/// A file's objects by their number.
#[derive(Debug, Default)]
pub(super) struct File<'a> {
    objects: BTreeMap<u32, (Object, Option<&'a [u8]>)>,
    /// The dictionaries that say where the catalogue is.
    trailers: Vec<Rc<Dict>>,
    /// Bytes that may still be unpacked.
    left: usize,
    /// Bytes that may still be read to find objects.
    tries: usize,
    pub(super) trouble: Option<Closed>,
}

impl<'a> File<'a> {
    /// Finds all objects of a file.
    pub(super) fn read(bytes: &'a [u8]) -> Self {
        let mut file = File {
            left: MAX_UNPACKED,
            tries: bytes.len().saturating_mul(TRIES).max(1),
            ..File::default()
        };
        let mut at = 0;
        while let Some(found) = find_word(bytes, at) {
            at = match found {
                Found::Object { id, body } => file.object(bytes, id, body),
                Found::Trailer { body } => {
                    let mut lexer = Lexer::new(bytes, body);
                    if let Some(Object::Dict(dict)) = lexer.next() {
                        file.trailers.push(dict);
                    }
                    lexer.at.max(body)
                }
            };
            if file.objects.len() > MAX_OBJECTS {
                file.trouble = Some(Closed::TooBig);
                return file;
            }
            if file.tries == 0 {
                file.trouble = Some(Closed::Damaged);
                return file;
            }
        }
        if file.trailers.iter().any(|dict| dict.contains_key("Encrypt")) {
            file.trouble = Some(Closed::Locked);
        } else {
            file.unpack_objects();
        }
        file
    }

    /// Notes a trouble; of several the worst is told.
    pub(super) fn note(&mut self, why: Closed) {
        self.trouble = self.trouble.max(Some(why));
    }

    /// Reads the object whose body begins at `body`; gives the place behind it.
    fn object(&mut self, bytes: &'a [u8], id: u32, body: usize) -> usize {
        let mut lexer = Lexer::new(bytes, body);
        let object = lexer.next();
        // A broken object may reach to the end of the file, and the next one, too.
        self.tries = self.tries.saturating_sub(lexer.at.saturating_sub(body));
        let Some(object) = object else { return body };
        lexer.skip_space();
        let rest = bytes.get(lexer.at..).unwrap_or_default();
        let (Some(dict), Some(inside)) = (object.dict(), rest.strip_prefix(b"stream")) else {
            let end = lexer.at;
            self.objects.insert(id, (object, None));
            return end.max(body);
        };
        let lead = match inside {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        let start = lexer.at + 6 + lead;
        let end = stream_end(bytes, start, dict);
        if dict.get("Type").and_then(Object::name) == Some("XRef") {
            self.trailers.push(dict.clone());
        }
        self.objects.insert(id, (object, bytes.get(start..end)));
        end
    }

    /// Objects that are packed together in streams.
    fn unpack_objects(&mut self) {
        let is_packed = |object: &Object| object.dict().and_then(|dict| dict.get("Type")?.name()) == Some("ObjStm");
        let packed: Vec<u32> = self
            .objects
            .iter()
            .filter(|(_, (object, _))| is_packed(object))
            .map(|(id, _)| *id)
            .collect();
        for id in packed {
            let number = |key: &str| self.objects.get(&id)?.0.dict()?.get(key)?.number().and_then(whole);
            let (Some(count), Some(first)) = (number("N"), number("First")) else {
                continue;
            };
            let Some(bytes) = self.stream(id) else { continue };
            if let Some(why) = self.unpack(&bytes, count, first) {
                self.trouble = Some(why);
                return;
            }
        }
    }

    /// The objects in one stream: pairs of number and place, and the objects behind them. Each stands there once: whoever sends
    /// thousands of pairs to the same place wants to be read without end.
    fn unpack(&mut self, bytes: &[u8], count: usize, first: usize) -> Option<Closed> {
        let mut left = bytes.len().saturating_mul(TRIES);
        let mut head = Lexer::new(bytes, 0);
        for _ in 0..count.min(bytes.len()) {
            let (Some(Object::Number(id)), Some(Object::Number(offset))) = (head.next(), head.next()) else {
                return None;
            };
            let id = whole(id).and_then(|id| u32::try_from(id).ok())?;
            let start = first.saturating_add(whole(offset)?);
            let mut body = Lexer::new(bytes, start);
            if let Some(object) = body.next() {
                self.objects.entry(id).or_insert((object, None));
            }
            left = left.saturating_sub(body.at.saturating_sub(start));
            if left == 0 {
                return Some(Closed::Swells);
            }
            if self.objects.len() > MAX_OBJECTS {
                return Some(Closed::TooBig);
            }
        }
        None
    }

    /// An object, or what it points at.
    pub(super) fn follow<'b>(&'b self, object: &'b Object) -> &'b Object {
        let mut object = object;
        for _ in 0..8 {
            match object {
                Object::Ref(id) => match self.objects.get(id) {
                    Some((target, _)) => object = target,
                    None => return object,
                },
                _ => return object,
            }
        }
        object
    }

    /// The object with a number.
    pub(super) fn target(&self, id: u32) -> Option<&Object> {
        self.objects.get(&id).map(|(object, _)| self.follow(object))
    }

    /// A dictionary's entry, followed to where it stands.
    pub(super) fn entry<'b>(&'b self, dict: &'b Dict, key: &str) -> Option<&'b Object> {
        dict.get(key).map(|object| self.follow(object))
    }

    /// An entry of the dictionaries at the end of the file, the newest first.
    pub(super) fn trailer(&self, key: &str) -> Option<&Rc<Dict>> {
        self.trailers
            .iter()
            .rev()
            .find_map(|dict| self.entry(dict, key)?.dict())
    }

    /// All dictionaries of a type, by their number.
    pub(super) fn of_type(&self, wanted: &str) -> impl Iterator<Item = &Rc<Dict>> {
        let dicts = self.objects.values().filter_map(|(object, _)| object.dict());
        dicts.filter(move |dict| dict.get("Type").and_then(Object::name) == Some(wanted))
    }

    /// The bytes of a stream, unpacked; `None` when there is none or it is packed in a way that pictures are.
    pub(super) fn stream(&mut self, id: u32) -> Option<Vec<u8>> {
        self.left = self.left.saturating_sub(LOOK);
        if self.left == 0 {
            self.note(Closed::Swells);
            return None;
        }
        let (object, raw) = self.objects.get(&id)?;
        let (dict, raw) = (object.dict()?, (*raw)?);
        let filters: Vec<&str> = match self.entry(dict, "Filter") {
            Some(Object::Name(name)) => vec![name],
            Some(Object::Array(names)) => names.iter().filter_map(Object::name).collect(),
            _ => Vec::new(),
        };
        let known = |filter: &&str| {
            matches!(
                *filter,
                "FlateDecode" | "Fl" | "ASCIIHexDecode" | "AHx" | "ASCII85Decode" | "A85"
            )
        };
        if filters.len() > MAX_FILTERS || !filters.iter().all(known) {
            return None;
        }
        let limit = self.left.min(MAX_STREAM);
        let (mut bytes, mut most) = (raw.to_vec(), raw.len());
        for filter in filters {
            bytes = match filter {
                "FlateDecode" | "Fl" => inflate(&bytes, limit),
                "ASCIIHexDecode" | "AHx" => super::object::unhex(&bytes),
                _ => ascii85(&bytes),
            };
            most = most.max(bytes.len());
        }
        // What goes in counts, too: a large stream that comes out as nothing takes as long.
        self.left = self.left.saturating_sub(most);
        if bytes.len() > limit {
            self.note(Closed::Swells);
            return None;
        }
        Some(bytes)
    }
}

/// A word that begins something.
enum Found {
    Object { id: u32, body: usize },
    Trailer { body: usize },
}

/// The next `12 0 obj` or `trailer`.
fn find_word(bytes: &[u8], from: usize) -> Option<Found> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let next = rest.iter().position(|byte| matches!(byte, b'o' | b't'))?;
        at += next;
        let word = bytes.get(at..)?;
        if word.starts_with(b"trailer") {
            return Some(Found::Trailer { body: at + 7 });
        }
        if word.starts_with(b"obj")
            && let Some(id) = number_before(bytes.get(from..at)?)
        {
            return Some(Found::Object { id, body: at + 3 });
        }
        at += 1;
    }
}

/// The first of the two numbers at the end: `12 0 ` is 12.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let tail = bytes.get(bytes.len().saturating_sub(24)..)?;
    let text = String::from_utf8_lossy(tail);
    let mut words = text
        .trim_end()
        .rsplit(|c: char| c.is_ascii_whitespace() || c == '\0')
        .filter(|word| !word.is_empty());
    let generation: Option<u32> = words.next()?.parse().ok();
    generation?;
    let id = words.next()?;
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
}

/// Where a stream ends: after its stated length if `endstream` follows there, else at the next `endstream`.
fn stream_end(bytes: &[u8], start: usize, dict: &Dict) -> usize {
    const WORD: &[u8] = b"endstream";
    let stated = dict
        .get("Length")
        .and_then(Object::number)
        .and_then(whole)
        .and_then(|length| start.checked_add(length));
    let follows = |end: &usize| {
        let tail = bytes
            .get(*end..(*end + WORD.len() + 2).min(bytes.len()))
            .unwrap_or_default();
        tail.trim_ascii_start().starts_with(WORD)
    };
    if let Some(end) = stated.filter(|end| *end <= bytes.len()).filter(follows) {
        return end;
    }
    let rest = bytes.get(start..).unwrap_or_default();
    let found = rest.windows(WORD.len()).position(|window| window == WORD);
    start + found.unwrap_or(rest.len())
}

/// Unpacks up to one byte more than `limit`; what came out before a fault counts.
fn inflate(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let _ = flate2::read::ZlibDecoder::new(bytes).take(limit).read_to_end(&mut out);
    out
}

/// Five letters for four bytes; `z` for four zeros.
fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut group) = (Vec::new(), Vec::new());
    for byte in bytes {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            out.extend(base85(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        out.extend(base85(&group).into_iter().take(kept));
    }
    out
}

fn base85(group: &[u32]) -> [u8; 4] {
    group
        .iter()
        .fold(0_u32, |n, digit| n.wrapping_mul(85).wrapping_add(*digit))
        .to_be_bytes()
}
