//! The name of an ICC profile (ICC.1:2022, tag `desc`, types `desc` and `mluc`).

use super::bytes::be32;

/// Most bytes that are looked at; the name stands near the beginning.
const MOST: usize = 1 << 20;

/// The profile's description; empty when it has none that can be read.
pub(super) fn name(profile: &[u8]) -> String {
    let profile = profile.get(..profile.len().min(MOST)).unwrap_or_default();
    description(profile)
        .map(|text| text.chars().filter(|c| !c.is_control()).take(80).collect())
        .unwrap_or_default()
}

fn description(profile: &[u8]) -> Option<String> {
    let count = be32(profile, 128)?.min(100) as usize;
    let entry = (0..count)
        .map(|i| 132 + 12 * i)
        .find(|at| profile.get(*at..at + 4) == Some(b"desc"))?;
    let tag = profile.get(be32(profile, entry + 4)? as usize..)?;
    match tag.get(..4)? {
        b"desc" => {
            let len = be32(tag, 8)? as usize;
            let text = tag.get(12..12usize.checked_add(len)?)?;
            Some(String::from_utf8_lossy(text).trim_end_matches('\0').to_owned())
        }
        b"mluc" => {
            let (len, at) = (be32(tag, 20)? as usize, be32(tag, 24)? as usize);
            let text = tag.get(at..at.checked_add(len)?)?;
            let units: Vec<u16> = text.as_chunks::<2>().0.iter().map(|c| u16::from_be_bytes(*c)).collect();
            Some(String::from_utf16_lossy(&units))
        }
        _ => None,
    }
}
