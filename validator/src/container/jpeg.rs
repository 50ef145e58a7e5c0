//! Walks a JPEG's segments (ITU-T T.81 annex B; JFIF 1.02; EXIF; Adobe TN 5116) to the end mark, without decoding.

use std::collections::BTreeMap;

use super::bytes::be16;
use super::entropy::{self, Part, Stop};
use super::quantisation::{self, Table};
use super::{Channels, Container, Dpi, Format, Integrity, exif, icc};

/// What is collected on the way.
struct Walk {
    facts: Container,
    tables: [Option<Table>; 4],
    /// Quantisation table of each component, in the order of the frame header.
    selectors: Vec<u8>,
    components: u8,
    /// Id and sampling factors (horizontal, vertical) of each component.
    ids: Vec<(u8, u32, u32)>,
    /// Huffman tables by `class << 4 | slot`.
    huffman: BTreeMap<u8, entropy::Table>,
    /// MCUs between restart markers; 0 = none.
    restart: u64,
    /// Whether the frame is sequential and Huffman coded, which is what [`entropy`] can follow.
    sequential: bool,
    jfif: bool,
    exif_dpi: Option<Dpi>,
    icc: Vec<u8>,
}

/// Facts of a file that begins like a JPEG.
pub(super) fn read(bytes: &[u8]) -> Container {
    let mut walk = Walk {
        facts: Container::empty(Some(Format::Jpeg)),
        tables: [None; 4],
        selectors: Vec::new(),
        components: 0,
        ids: Vec::new(),
        huffman: BTreeMap::new(),
        restart: 0,
        sequential: false,
        jfif: false,
        exif_dpi: None,
        icc: Vec::new(),
    };
    walk.facts.integrity = walk.run(bytes);
    walk.finish()
}

impl Walk {
    /// Visits every segment; the answer is whether the end mark was reached.
    fn run(&mut self, bytes: &[u8]) -> Integrity {
        let mut at = 2;
        loop {
            let Some(marker) = next_marker(bytes, &mut at) else {
                return Integrity::Truncated;
            };
            match marker {
                0xD9 => {
                    return if self.facts.scans > 0 {
                        Integrity::Whole
                    } else {
                        Integrity::Corrupt
                    };
                }
                0x01 | 0xD0..=0xD8 => {}
                _ => {
                    let Some(len) = be16(bytes, at).map(usize::from) else {
                        return Integrity::Truncated;
                    };
                    if len < 2 {
                        return Integrity::Corrupt;
                    }
                    let Some(body) = bytes.get(at + 2..at + len) else {
                        return Integrity::Truncated;
                    };
                    self.segment(marker, body);
                    at += len;
                    if marker == 0xDA {
                        self.facts.scans += 1;
                        let start = at;
                        skip_entropy_data(bytes, &mut at);
                        match self.scan(body, &bytes[start..at]) {
                            Ok(()) => {}
                            Err(Stop::Early) => return Integrity::Truncated,
                            Err(Stop::Invalid) => return Integrity::Corrupt,
                        }
                    }
                }
            }
        }
    }

    fn segment(&mut self, marker: u8, body: &[u8]) {
        match marker {
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => self.frame(marker, body),
            0xC4 => self.huffman(body),
            0xDB => self.quantisation(body),
            0xDD => self.restart = be16(body, 0).map_or(0, u64::from),
            0xE0 => self.jfif(body),
            0xE1 => {
                if let Some(tiff) = body.strip_prefix(b"Exif\0\0") {
                    let (orientation, dpi) = exif::read(tiff);
                    self.facts.orientation = orientation.unwrap_or(self.facts.orientation);
                    self.exif_dpi = dpi.or(self.exif_dpi);
                }
            }
            0xE2 => {
                // 14 = "ICC_PROFILE\0" and this chunk's number and count; the name is in the first chunk.
                if body.starts_with(b"ICC_PROFILE\0") && self.icc.is_empty() {
                    self.icc = body.get(14..).unwrap_or_default().to_vec();
                    self.facts.icc = Some(String::new());
                }
            }
            0xEE if body.starts_with(b"Adobe") => self.facts.adobe_transform = body.get(11).copied(),
            _ => {}
        }
    }

    fn frame(&mut self, marker: u8, body: &[u8]) {
        let (Some(height), Some(width), Some(&depth), Some(&components)) =
            (be16(body, 1), be16(body, 3), body.first(), body.get(5))
        else {
            return;
        };
        if self.facts.size.is_some() {
            return;
        }
        self.facts.size = Some((u32::from(width), u32::from(height)));
        self.facts.bit_depth = Some(depth);
        self.facts.progressive = matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE);
        self.components = components;
        self.sequential = matches!(marker, 0xC0 | 0xC1);
        for component in body
            .get(6..)
            .unwrap_or_default()
            .as_chunks::<3>()
            .0
            .iter()
            .take(usize::from(components))
        {
            let [id, sampling, _] = *component;
            self.ids.push((id, u32::from(sampling >> 4), u32::from(sampling & 15)));
            self.selectors.push(component[2]);
        }
    }

    fn quantisation(&mut self, mut body: &[u8]) {
        while let Some((&head, rest)) = body.split_first() {
            let wide = head >> 4 != 0;
            let len = if wide { 128 } else { 64 };
            let (Some(values), Some(slot)) = (rest.get(..len), self.tables.get_mut(usize::from(head & 15))) else {
                return;
            };
            let mut table: Table = [0; 64];
            for (i, v) in table.iter_mut().enumerate() {
                *v = if wide {
                    be16(values, 2 * i).unwrap_or(0)
                } else {
                    u16::from(values[i])
                };
            }
            *slot = Some(table);
            body = &rest[len..];
        }
    }

    fn huffman(&mut self, mut body: &[u8]) {
        while let Some((slot, table, rest)) = entropy::Table::parse(body) {
            self.huffman.insert(slot, table);
            body = rest;
        }
    }

    /// Follows a scan's coded data to its last block. What this can't follow (progressive frames, tables that the file doesn't bring)
    /// counts as fine: the decoder will have its say.
    fn scan(&self, header: &[u8], data: &[u8]) -> Result<(), Stop> {
        let known = || -> Option<(Vec<Part<'_>>, u64)> {
            let (width, height) = self.facts.size.filter(|(w, h)| self.sequential && *w > 0 && *h > 0)?;
            // A picture that is too large to be decoded needn't be followed either.
            if u64::from(width) * u64::from(height) > crate::Limits::STANDARD.max_pixels {
                return None;
            }
            let most = |of: fn(&(u8, u32, u32)) -> u32| self.ids.iter().map(of).max().filter(|n| (1..=4).contains(n));
            let (h_max, v_max) = (most(|c| c.1)?, most(|c| c.2)?);
            let count = usize::from(*header.first()?);
            let chosen = header.get(1..1 + 2 * count)?.as_chunks::<2>().0;
            let alone = count == 1;
            let (mut parts, mut mcus) = (Vec::new(), 0u64);
            for [id, tables] in chosen {
                let (_, h, v) = *self.ids.iter().find(|c| c.0 == *id)?;
                let (dc, ac) = (
                    self.huffman.get(&(tables >> 4))?,
                    self.huffman.get(&(0x10 | (tables & 15)))?,
                );
                parts.push(Part {
                    blocks: if alone { 1 } else { h * v },
                    dc,
                    ac,
                });
                // A component on its own is stored block by block, without the padding of whole MCUs.
                let along = |length: u32, own: u32, most: u32| {
                    if alone {
                        (length * own).div_ceil(most).div_ceil(8)
                    } else {
                        length.div_ceil(8 * most)
                    }
                };
                mcus = u64::from(along(width, h, h_max)) * u64::from(along(height, v, v_max));
            }
            Some((parts, mcus))
        };
        known().map_or(Ok(()), |(parts, mcus)| entropy::walk(data, &parts, mcus, self.restart))
    }

    fn jfif(&mut self, body: &[u8]) {
        if !body.starts_with(b"JFIF\0") || self.jfif {
            return;
        }
        self.jfif = true;
        let (Some(&unit), Some(x), Some(y)) = (body.get(7), be16(body, 8), be16(body, 10)) else {
            return;
        };
        let factor = match unit {
            1 => 1.0,
            2 => 2.54,
            // 0: only the shape of a pixel, no resolution.
            _ => return,
        };
        if x > 0 && y > 0 {
            self.facts.dpi = Some(Dpi {
                x: f64::from(x) * factor,
                y: f64::from(y) * factor,
            });
        }
    }

    fn finish(self) -> Container {
        let mut facts = self.facts;
        facts.dpi = facts.dpi.or(self.exif_dpi);
        facts.channels = match (self.components, facts.adobe_transform) {
            (1, _) => Some(Channels::Grey),
            (2, _) => Some(Channels::GreyAlpha),
            (3, _) => Some(Channels::Rgb),
            (4, Some(2)) => Some(Channels::Ycck),
            (4, _) => Some(Channels::Cmyk),
            _ => None,
        };
        let table = |component: usize| {
            let selector = *self.selectors.get(component)?;
            self.tables.get(usize::from(selector))?.as_ref()
        };
        facts.quality = table(0).map(|luma| quantisation::estimate(luma, table(1)));
        if facts.icc.is_some() {
            facts.icc = Some(icc::name(&self.icc));
        }
        if facts.integrity == Integrity::Whole && facts.size.is_none_or(|(w, h)| w == 0 || h == 0) {
            facts.integrity = Integrity::Corrupt;
        }
        facts
    }
}

/// Moves behind the next marker and returns it; stray bytes before it are skipped, as every decoder does.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let rest = bytes.get(*at..)?;
        let ff = rest.iter().position(|b| *b == 0xFF)?;
        let fill = rest[ff..].iter().position(|b| *b != 0xFF)?;
        let marker = rest[ff + fill];
        *at += ff + fill + 1;
        if marker != 0 {
            return Some(marker);
        }
    }
}

/// Moves to the 0xFF of the first marker that isn't part of the coded data (0xFF00 and restarts are).
fn skip_entropy_data(bytes: &[u8], at: &mut usize) {
    while let Some(rest) = bytes.get(*at..) {
        let Some(ff) = rest.iter().position(|b| *b == 0xFF) else {
            break;
        };
        match rest.get(ff + 1) {
            Some(0x00 | 0xD0..=0xD7) => *at += ff + 2,
            Some(0xFF) => *at += ff + 1,
            Some(_) => {
                *at += ff;
                return;
            }
            None => break,
        }
    }
    *at = bytes.len();
}
