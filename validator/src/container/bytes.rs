//! Reading numbers out of bytes that may end anywhere.

/// Big-endian u16 at an offset.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    let b = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes([b[0], b[1]]))
}

/// Big-endian u32 at an offset.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let b = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}

/// Little-endian number of up to four bytes at an offset.
pub(super) fn le(bytes: &[u8], at: usize, len: usize) -> Option<u32> {
    let b = bytes.get(at..at.checked_add(len)?)?;
    Some(b.iter().rev().fold(0, |n, byte| (n << 8) | u32::from(*byte)))
}
