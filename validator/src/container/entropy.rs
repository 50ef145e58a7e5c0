//! Whether the coded data of a baseline scan reaches to its last block (ITU-T T.81 annex F), without computing a single coefficient.
//!
//! A file that was cut off and then closed with an end mark by some program looks whole to a decoder, which fills the rest with grey.

/// A Huffman table in the canonical form of T.81 annex C.
#[derive(Clone)]
pub(super) struct Table {
    /// Number of codes of each length 1…16.
    counts: [u16; 16],
    symbols: Vec<u8>,
}

impl Table {
    /// Reads one table out of a DHT segment: its class and slot (`class << 4 | slot`), itself, and the rest of the segment.
    pub(super) fn parse(body: &[u8]) -> Option<(u8, Table, &[u8])> {
        let (head, rest) = body.split_first()?;
        let counts: [u16; 16] = rest
            .get(..16)?
            .iter()
            .map(|n| u16::from(*n))
            .collect::<Vec<_>>()
            .try_into()
            .ok()?;
        let total = counts.iter().map(|n| usize::from(*n)).sum::<usize>();
        let symbols = rest.get(16..16 + total)?.to_vec();
        Some((*head, Table { counts, symbols }, &rest[16 + total..]))
    }

    /// The next symbol.
    fn decode(&self, bits: &mut Bits<'_>) -> Result<u8, Stop> {
        let (mut code, mut first, mut index) = (0u32, 0u32, 0u32);
        for count in self.counts.map(u32::from) {
            code |= bits.bit()?;
            if code < first + count {
                let at = index + code.saturating_sub(first);
                return self.symbols.get(at as usize).copied().ok_or(Stop::Invalid);
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(Stop::Invalid)
    }
}

/// Why decoding stopped before the last block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The data ended.
    Early,
    /// A code that doesn't exist.
    Invalid,
}

/// One component of a scan: its blocks per MCU and its tables.
pub(super) struct Part<'a> {
    /// Blocks per MCU, 1…16.
    pub(super) blocks: u32,
    /// Table for the first coefficient.
    pub(super) dc: &'a Table,
    /// Table for the others.
    pub(super) ac: &'a Table,
}

/// Walks through a scan that must have `mcus` units, restarting every `restart` of them (0 = never).
pub(super) fn walk(data: &[u8], parts: &[Part<'_>], mcus: u64, restart: u64) -> Result<(), Stop> {
    let mut bits = Bits {
        data,
        at: 0,
        held: 0,
        left: 0,
    };
    for unit in 0..mcus {
        if restart > 0 && unit > 0 && unit % restart == 0 {
            bits.restart()?;
        }
        for part in parts {
            for _ in 0..part.blocks {
                block(&mut bits, part)?;
            }
        }
    }
    Ok(())
}

fn block(bits: &mut Bits<'_>, part: &Part<'_>) -> Result<(), Stop> {
    let size = part.dc.decode(bits)?;
    bits.skip(size & 15)?;
    let mut k = 1;
    while k < 64 {
        let symbol = part.ac.decode(bits)?;
        let (run, size) = (symbol >> 4, symbol & 15);
        match (run, size) {
            (15, 0) => k += 16,
            (_, 0) => return Ok(()),
            _ => {
                bits.skip(size)?;
                k += u32::from(run) + 1;
            }
        }
    }
    Ok(())
}

/// The bits of a scan, without the stuffed zero after each 0xFF.
struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    held: u8,
    left: u8,
}

impl Bits<'_> {
    fn bit(&mut self) -> Result<u32, Stop> {
        if self.left == 0 {
            self.held = *self.data.get(self.at).ok_or(Stop::Early)?;
            self.at += 1;
            if self.held == 0xFF {
                // Anything but a stuffed zero is a marker: the data ends here.
                if self.data.get(self.at) != Some(&0) {
                    return Err(Stop::Early);
                }
                self.at += 1;
            }
            self.left = 8;
        }
        self.left -= 1;
        Ok(u32::from(self.held >> self.left) & 1)
    }

    fn skip(&mut self, count: u8) -> Result<(), Stop> {
        for _ in 0..count {
            self.bit()?;
        }
        Ok(())
    }

    /// Moves behind the restart marker that has to come here; fill bytes before it are allowed.
    fn restart(&mut self) -> Result<(), Stop> {
        self.left = 0;
        let mut seen_ff = false;
        while let Some(byte) = self.data.get(self.at) {
            self.at += 1;
            match byte {
                0xFF => seen_ff = true,
                0xD0..=0xD7 if seen_ff => return Ok(()),
                _ => return Err(Stop::Invalid),
            }
        }
        Err(Stop::Early)
    }
}
