//! A FlatBuffer as TFLite writes it, with every offset checked. Field numbers are those of TensorFlow's `schema.fbs`.

use super::ModelError;

type Result<T> = std::result::Result<T, ModelError>;

/// A stretch of the original file that is not in the bytes at hand, because its weights are kept elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// Offset in the original file.
    pub(super) start: usize,
    /// Bytes left out.
    pub(super) length: usize,
}

/// The bytes of a model, addressed by the offsets of the original file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a> {
    data: &'a [u8],
    /// Sorted, apart from each other.
    gaps: &'a [Gap],
}

impl<'a> Bytes<'a> {
    pub(super) fn new(data: &'a [u8], gaps: &'a [Gap]) -> Self {
        Self { data, gaps }
    }

    /// The root table.
    pub(super) fn root(self) -> Result<Table<'a>> {
        let at = self.offset(0)?;
        Ok(Table { bytes: self, at })
    }

    pub(super) fn slice(self, start: usize, length: usize) -> Result<&'a [u8]> {
        let end = start.checked_add(length).ok_or(ModelError::Truncated)?;
        let mut missing = 0;
        for gap in self.gaps {
            if gap.start + gap.length <= start {
                missing += gap.length;
            } else if gap.start < end {
                return Err(ModelError::Truncated);
            }
        }
        let start = start.checked_sub(missing).ok_or(ModelError::Truncated)?;
        let end = end.checked_sub(missing).ok_or(ModelError::Truncated)?;
        self.data.get(start..end).ok_or(ModelError::Truncated)
    }

    fn array<const N: usize>(self, at: usize) -> Result<[u8; N]> {
        let slice = self.slice(at, N)?;
        slice.try_into().map_err(|_| ModelError::Truncated)
    }

    fn u16(self, at: usize) -> Result<usize> {
        Ok(usize::from(u16::from_le_bytes(self.array(at)?)))
    }

    fn i32(self, at: usize) -> Result<i32> {
        Ok(i32::from_le_bytes(self.array(at)?))
    }

    /// Follows an offset that is counted from its own place.
    fn offset(self, at: usize) -> Result<usize> {
        let distance = u32::from_le_bytes(self.array(at)?);
        let distance = usize::try_from(distance).map_err(|_| ModelError::Truncated)?;
        at.checked_add(distance).ok_or(ModelError::Truncated)
    }
}

/// A vector's first element and its number of elements.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vector {
    pub(super) start: usize,
    pub(super) length: usize,
}

/// A table: fields by number, absent ones have their default.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) bytes: Bytes<'a>,
    at: usize,
}

impl<'a> Table<'a> {
    fn field(self, number: usize) -> Result<Option<usize>> {
        let back = i64::from(self.bytes.i32(self.at)?);
        let at = i64::try_from(self.at).map_err(|_| ModelError::Truncated)?;
        let layout = usize::try_from(at - back).map_err(|_| ModelError::Truncated)?;
        let slot = 4 + 2 * number;
        if slot + 2 > self.bytes.u16(layout)? {
            return Ok(None);
        }
        let distance = self.bytes.u16(layout + slot)?;
        Ok((distance > 0).then_some(self.at + distance))
    }

    pub(super) fn i8(self, number: usize, default: i8) -> Result<i8> {
        match self.field(number)? {
            Some(at) => Ok(i8::from_le_bytes(self.bytes.array(at)?)),
            None => Ok(default),
        }
    }

    pub(super) fn i32(self, number: usize, default: i32) -> Result<i32> {
        self.field(number)?.map_or(Ok(default), |at| self.bytes.i32(at))
    }

    pub(super) fn f32(self, number: usize, default: f32) -> Result<f32> {
        match self.field(number)? {
            Some(at) => Ok(f32::from_le_bytes(self.bytes.array(at)?)),
            None => Ok(default),
        }
    }

    /// A size, a stride or an index: never negative.
    pub(super) fn size(self, number: usize, default: i32) -> Result<usize> {
        usize::try_from(self.i32(number, default)?).map_err(|_| ModelError::Truncated)
    }

    pub(super) fn table(self, number: usize) -> Result<Option<Table<'a>>> {
        match self.field(number)? {
            Some(at) => Ok(Some(Table {
                bytes: self.bytes,
                at: self.bytes.offset(at)?,
            })),
            None => Ok(None),
        }
    }

    /// An absent vector is an empty one.
    pub(super) fn vector(self, number: usize) -> Result<Vector> {
        let Some(at) = self.field(number)? else {
            return Ok(Vector { start: 0, length: 0 });
        };
        let at = self.bytes.offset(at)?;
        let length = u32::from_le_bytes(self.bytes.array(at)?);
        Ok(Vector {
            start: at + 4,
            length: usize::try_from(length).map_err(|_| ModelError::Truncated)?,
        })
    }

    pub(super) fn tables(self, number: usize) -> Result<Vec<Table<'a>>> {
        let Vector { start, length } = self.vector(number)?;
        // All of it is there before anything is reserved for it.
        self.bytes
            .slice(start, length.checked_mul(4).ok_or(ModelError::Truncated)?)?;
        let table = |index: usize| {
            let at = self.bytes.offset(start + 4 * index)?;
            Ok(Table { bytes: self.bytes, at })
        };
        (0..length).map(table).collect()
    }

    pub(super) fn ints(self, number: usize) -> Result<Vec<i32>> {
        let Vector { start, length } = self.vector(number)?;
        let bytes = self
            .bytes
            .slice(start, length.checked_mul(4).ok_or(ModelError::Truncated)?)?;
        Ok(ints(bytes))
    }
}

/// Little-endian numbers.
pub(super) fn ints(bytes: &[u8]) -> Vec<i32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|four| i32::from_le_bytes(*four))
        .collect()
}

/// Little-endian IEEE 754 numbers of 32 bits.
pub(super) fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|four| f32::from_le_bytes(*four))
        .collect()
}

/// Little-endian IEEE 754 numbers of 16 bits, which models keep to halve their size; exact in 32 bits.
pub(super) fn halves(bytes: &[u8]) -> Vec<f32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|two| half(u16::from_le_bytes(*two)))
        .collect()
}

fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let (exponent, fraction) = (u32::from(bits >> 10) & 31, u32::from(bits) & 1023);
    match exponent {
        0 => {
            // Subnormal: a multiple of 2⁻²⁴.
            let size = f32::from(bits & 1023) / 16_777_216.0;
            f32::from_bits(size.to_bits() | sign)
        }
        31 => f32::from_bits(sign | 0x7f80_0000 | (fraction << 13)),
        _ => f32::from_bits(sign | ((exponent + 112) << 23) | (fraction << 13)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_exact() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0400, 6.103_515_6e-5),
            (0x0001, 5.960_464_5e-8),
            (0x8000, -0.0),
        ] {
            assert_eq!(half(bits).to_bits(), f32::to_bits(value), "{bits:#x}");
        }
        assert!(half(0x7c01).is_nan());
    }

    #[test]
    fn what_was_left_out_can_not_be_read() {
        let data = [0, 1, 2, 3, 8, 9];
        let gaps = [Gap { start: 4, length: 4 }];
        let bytes = Bytes::new(&data, &gaps);
        assert_eq!(bytes.slice(2, 2), Ok(&data[2..4]));
        assert_eq!(bytes.slice(8, 2), Ok(&data[4..6]));
        assert_eq!(bytes.slice(8, 3), Err(ModelError::Truncated));
        assert_eq!(bytes.slice(3, 2), Err(ModelError::Truncated));
        assert_eq!(bytes.slice(5, 1), Err(ModelError::Truncated));
        assert_eq!(bytes.slice(usize::MAX, 2), Err(ModelError::Truncated));
    }
}
