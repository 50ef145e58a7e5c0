//! How much an old workbook (.xls) unfolds to. The library that reads it lays out every sheet as a full rectangle: two cells in opposite
//! corners are four thousand million. So its records are counted first, the way that the library would walk through them.

/// What a workbook may weigh: a cell of a rectangle, a record and sixteen bytes of text are one each.
const MAX_WEIGHT: u64 = 8_000_000;

/// Pieces that one record may be continued in; a list of all texts in the largest file that is opened has some two thousand.
const MAX_PIECES: usize = 20_000;

/// Whether the library may be given a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Fine,
    /// It unfolds to more than any list has.
    Heavy,
    /// It is cut off, or goes round in a circle: nobody knows what the library would make of it.
    Broken,
}

/// How a workbook is, as far as it is looked at.
pub(super) fn size(bytes: &[u8]) -> Size {
    let stream = Compound::open(bytes).and_then(|file| file.workbook());
    match stream.and_then(|stream| weight(&stream)) {
        Some(weight) if weight <= MAX_WEIGHT => Size::Fine,
        Some(_) => Size::Heavy,
        None => Size::Broken,
    }
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number of a file as an index.
fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The end of a chain of sectors.
const END: u32 = 0xFFFF_FFFE;

/// Numbers from here on are no sectors.
const RESERVED: u32 = 0xFFFF_FFFA;

/// A compound file (MS-CFB): streams in sectors that are chained through a table.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match two(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
        };
        let most = bytes.len() / sector;
        let mut tables: Vec<u32> = numbers(bytes.get(76..512)?);
        let mut next = four(bytes, 68)?;
        while next < RESERVED {
            // Each part of the table has a sector of its own: where there are more, some stand there twice.
            if tables.len() > most + 512 {
                return None;
            }
            tables.extend(numbers(file.sector(next)?));
            next = tables.pop()?;
        }
        let tables: Vec<u32> = tables.into_iter().filter(|id| *id < RESERVED).collect();
        if tables.len() > most {
            return None;
        }
        for id in tables {
            let part = numbers(file.sector(id)?);
            file.table.extend(part);
        }
        Some(file)
    }

    /// A sector's bytes; the last one may be cut off.
    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = index(id).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        rest.get(..self.sector).or(Some(rest))
    }

    /// The bytes of a chain, up to `length`; `None` when it goes round in a circle or out of the file.
    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        let (mut id, mut seen) = (start, 0);
        while id != END && found.len() < length {
            seen += 1;
            if seen > self.bytes.len() / self.sector + 1 {
                return None;
            }
            found.extend(self.sector(id)?);
            id = *self.table.get(index(id))?;
        }
        found.truncate(length);
        Some(found)
    }

    /// The stream with the workbook's records.
    fn workbook(&self) -> Option<Vec<u8>> {
        let entries = self.chain(four(self.bytes, 48)?, usize::MAX)?;
        let (entries, _) = entries.as_chunks::<128>();
        let named = |name: &str| entries.iter().find(|entry| is_named(entry, name));
        let entry = named("Workbook").or_else(|| named("Book"))?;
        let (start, length) = (four(entry, 116)?, index(four(entry, 120)?));
        let root = entries.first()?;
        // Streams below 4096 bytes lie in small sectors within a stream of their own. The library reads that in any case.
        let small = self.small(root)?;
        if length >= 4096 {
            return self.chain(start, length);
        }
        let inner = Compound {
            bytes: &small.0,
            sector: 64,
            table: small.1,
        };
        inner.small_chain(start, length)
    }

    /// The stream of small sectors and their table.
    fn small(&self, root: &[u8; 128]) -> Option<(Vec<u8>, Vec<u32>)> {
        let sectors = index(four(self.bytes, 64)?);
        if sectors == 0 {
            return Some(Default::default());
        }
        let stream = self.chain(four(root, 116)?, index(four(root, 120)?))?;
        let table = self.chain(four(self.bytes, 60)?, sectors.checked_mul(self.sector)?)?;
        Some((stream, numbers(&table)))
    }

    /// As [`Self::chain`], where the first sector stands right at the beginning.
    fn small_chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        let (mut id, mut seen) = (start, 0);
        while id != END && found.len() < length {
            seen += 1;
            let from = index(id).checked_mul(self.sector)?;
            if seen > self.bytes.len() / self.sector + 1 {
                return None;
            }
            let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
            found.extend(rest.get(..self.sector).unwrap_or(rest));
            id = *self.table.get(index(id))?;
        }
        found.truncate(length);
        Some(found)
    }
}

/// Whether an entry of the directory has a name.
fn is_named(entry: &[u8; 128], name: &str) -> bool {
    let (units, _) = entry.as_chunks::<2>();
    let units = units.iter().take(32).map(|pair| u16::from_le_bytes(*pair));
    let own: String = char::decode_utf16(units.take_while(|unit| *unit != 0))
        .flatten()
        .collect();
    own.eq_ignore_ascii_case(name)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let (fours, _) = bytes.as_chunks::<4>();
    fours.iter().map(|four| u32::from_le_bytes(*four)).collect()
}

/// A record (MS-XLS 2.1.4): its type, its data, and the pieces that continue it.
struct Record<'a> {
    kind: u16,
    pieces: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    fn data(&self) -> &'a [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }
}

/// Takes the next record off a stream; `None` when it is cut off.
fn record<'a>(stream: &mut &'a [u8]) -> Option<Record<'a>> {
    let mut take = || {
        let (kind, length) = (two(stream, 0)?, usize::from(two(stream, 2)?));
        let data = stream.get(4..4 + length)?;
        *stream = stream.get(4 + length..)?;
        Some((kind, data, stream.len() > 4 && two(stream, 0) == Some(0x3C)))
    };
    let (kind, data, mut more) = take()?;
    let mut pieces = vec![data];
    while more && pieces.len() < MAX_PIECES {
        let (_, data, again) = take()?;
        pieces.push(data);
        more = again;
    }
    (!more).then_some(Record { kind, pieces })
}

/// What the workbook in a stream weighs; `None` when it is broken.
fn weight(stream: &[u8]) -> Option<u64> {
    let (mut sheets, mut texts) = (Vec::new(), Vec::new());
    let (mut rest, mut weight) = (stream, 0);
    while !rest.is_empty() {
        let record = record(&mut rest)?;
        weight += 1;
        match record.kind {
            0x0A => break,
            // Locked: the library goes no further either.
            0x2F if two(record.data(), 0) != Some(0) => return Some(weight),
            0x85 => sheets.push(index(four(record.data(), 0)?)),
            0xFC => texts = lengths(&record.pieces)?,
            _ => {}
        }
    }
    for start in sheets {
        weight += sheet(stream.get(start..)?, &texts)?;
        // Thousands of sheets may share one place.
        if weight > MAX_WEIGHT {
            break;
        }
    }
    Some(weight)
}

/// The rectangle around cells.
#[derive(Default)]
struct Area(Option<[u64; 4]>);

impl Area {
    fn add(&mut self, row: u16, column: u16) {
        let (row, column) = (u64::from(row), u64::from(column));
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, column, column]);
        self.0 = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
    }

    fn cells(&self) -> u64 {
        self.0
            .map_or(0, |[top, bottom, left, right]| (bottom - top + 1) * (right - left + 1))
    }
}

/// What one sheet weighs.
fn sheet(mut rest: &[u8], texts: &[u64]) -> Option<u64> {
    let (mut area, mut weight, mut depth) = (Area::default(), 0_u64, 0_usize);
    let mut formula = (0, 0);
    while !rest.is_empty() {
        let record = record(&mut rest)?;
        let data = record.data();
        weight += 1;
        let place = || Some((two(data, 0)?, two(data, 2)?));
        match record.kind {
            0x0809 => depth += 1,
            0x0A if depth > 1 => depth -= 1,
            0x0A => break,
            // Drawings within a sheet have records like cells that are none.
            _ if depth > 1 => {}
            0x0200 => weight = weight.saturating_add(stated(data)),
            0x06 => {
                formula = place()?;
                area.add(formula.0, formula.1);
            }
            0x0207 => area.add(formula.0, formula.1),
            0x0203 | 0x0204 | 0xD6 | 0x0205 | 0x027E | 0xFD | 0xBD => {
                let (row, column) = place()?;
                area.add(row, column);
                if record.kind == 0xBD {
                    let last = two(data, data.len().checked_sub(2)?)?;
                    area.add(row, last);
                }
                if record.kind == 0xFD {
                    let text = texts.get(index(four(data, 6)?)).copied().unwrap_or(0);
                    weight = weight.saturating_add(text / 16);
                }
            }
            _ => {}
        }
    }
    // Values and formulas are laid out each on their own.
    Some(weight.saturating_add(area.cells().saturating_mul(2)))
}

/// The cells that a sheet says it has: the library makes room for them. Rows and columns are given as the first, and the one after the last.
fn stated(data: &[u8]) -> u64 {
    let narrow = |at: usize| two(data, at).map(u64::from);
    let wide = |at: usize| four(data, at).map(u64::from);
    let found = if data.len() < 14 {
        (narrow(0), narrow(2), narrow(4), narrow(6))
    } else {
        (wide(0), wide(4), narrow(8), narrow(10))
    };
    let (Some(top), Some(bottom), Some(left), Some(right)) = found else {
        return 0;
    };
    // Writers who err in the first column err by much; the library then takes 0.
    let left = if left > 0xFF || right < left { 0 } else { left };
    bottom.saturating_sub(top).saturating_mul(right.saturating_sub(left))
}

/// The lengths in bytes of the texts that cells share (MS-XLS 2.4.265), at most.
fn lengths(pieces: &[&[u8]]) -> Option<Vec<u64>> {
    let mut pieces = pieces.iter().copied();
    let mut data = pieces.next()?.get(8..)?;
    let mut lengths = Vec::new();
    loop {
        while data.is_empty() {
            match pieces.next() {
                Some(piece) => data = piece,
                None => return Some(lengths),
            }
        }
        let (count, flags) = (two(data, 0)?, *data.get(2)?);
        lengths.push(u64::from(count) * 3);
        let (mut at, mut after) = (3, 0);
        if flags & 8 != 0 {
            after += usize::from(two(data, at)?) * 4;
            at += 2;
        }
        if flags & 4 != 0 {
            after += index(four(data, at)?);
            at += 4;
        }
        data = data.get(at..)?;
        let (mut left, mut width) = (usize::from(count), 1 + usize::from(flags & 1));
        while left > 0 {
            let here = (data.len() / width).min(left);
            data = data.get(here * width..)?;
            left -= here;
            if left > 0 {
                // The rest may be in wider or narrower characters.
                let piece = pieces.next()?;
                width = 1 + usize::from(piece.first()? & 1);
                data = piece.get(1..)?;
            }
        }
        while after > 0 {
            let here = data.len().min(after);
            data = data.get(here..)?;
            after -= here;
            if after > 0 {
                data = pieces.next()?;
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A record.
    fn made(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    /// A workbook of one sheet with these records.
    fn book(records: &[Vec<u8>]) -> Vec<u8> {
        let bof = made(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let end = made(0x0A, &[]);
        let head = bof.len() + 4 + 10 + end.len();
        let place = u32::try_from(head).unwrap().to_le_bytes();
        let named = made(0x85, &[&place[..], &[0, 0, 2, 0, b'a', b'b']].concat());
        let stream = [bof.clone(), named, end.clone(), bof, records.concat(), end].concat();
        compound(&stream)
    }

    /// A compound file with one stream, of eight sectors at least.
    fn compound(stream: &[u8]) -> Vec<u8> {
        let sectors = stream.len().div_ceil(512).max(8);
        let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        header.resize(512, 0xFF);
        header[24..80].fill(0);
        header[26..34].copy_from_slice(&[3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
        header[44] = 1;
        header[48] = 1;
        header[60..64].copy_from_slice(&END.to_le_bytes());
        header[68..72].copy_from_slice(&END.to_le_bytes());
        let entry = |name: &str, start: u32, length: usize| {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry.resize(128, 0);
            entry[116..120].copy_from_slice(&start.to_le_bytes());
            entry[120..124].copy_from_slice(&u32::try_from(length).unwrap().to_le_bytes());
            entry
        };
        let mut directory = [entry("Root Entry", END, 0), entry("Workbook", 2, sectors * 512)].concat();
        directory.resize(512, 0);
        let mut table: Vec<u32> = vec![0xFFFF_FFFD, END];
        table.extend((0..sectors).map(|n| {
            if n + 1 == sectors {
                END
            } else {
                u32::try_from(n + 3).unwrap()
            }
        }));
        let mut table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
        table.resize(512, 0xFF);
        let mut body = stream.to_vec();
        body.resize(sectors * 512, 0);
        [header, table, directory, body].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        made(0x0203, &[place, 8.5_f64.to_le_bytes().to_vec()].concat())
    }

    /// Two cells so far apart that the rectangle around them has no room in any memory.
    pub(in crate::source) fn bomb() -> Vec<u8> {
        book(&[number(0, 0), number(0xFFFF, 0xFFFF)])
    }

    #[test]
    fn a_workbook_is_weighed_before_it_is_laid_out() {
        let good = book(&[number(0, 0), number(11, 2)]);
        assert_eq!(size(&good), Size::Fine);
        let mut read = <calamine::Xls<_> as calamine::Reader<_>>::new(std::io::Cursor::new(good)).unwrap();
        let range = calamine::Reader::worksheet_range(&mut read, "ab").unwrap();
        assert_eq!(
            range.end(),
            Some((11, 2)),
            "the file made here is one that the library reads"
        );
        assert_eq!(size(&bomb()), Size::Heavy);
        let stated = [0_u32, 0xFFFF].map(u32::to_le_bytes).concat();
        let stated = made(0x0200, &[stated, vec![0, 0, 0xFF, 0xFF, 0, 0]].concat());
        assert_eq!(size(&book(&[stated, number(0, 0)])), Size::Heavy);
    }

    #[test]
    fn a_long_text_that_many_cells_share_weighs_for_each() {
        let text = made(0xFC, &[&[0; 8][..], &[0xD0, 0x07, 0], &[b'x'; 2000]].concat());
        assert_eq!(lengths(&[&text[4..]]), Some(vec![6000]));
        assert_eq!(
            lengths(&[&text[4..100], &[&[0], &text[100..]].concat()]),
            Some(vec![6000])
        );
        assert_eq!(lengths(&[&text[4..100]]), None);
        let cell = made(0xFD, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(sheet(&cell.repeat(100), &[6000]), Some(100 + 100 * 375 + 2));
    }

    #[test]
    fn chains_without_an_end_are_no_workbooks() {
        let mut round = book(&[number(0, 0)]);
        // The last sector of the stream points back at its first, and the stream says that it is longer.
        round[512 + 4 * 9..512 + 4 * 10].copy_from_slice(&2_u32.to_le_bytes());
        round[1024 + 128 + 120..1024 + 128 + 124].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(size(&round), Size::Broken);
        assert_eq!(size(b""), Size::Broken);
        assert_eq!(size(include_bytes!("../../../tests/timetable/classes.xls")), Size::Fine);
    }
}
