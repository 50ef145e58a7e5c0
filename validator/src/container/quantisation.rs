//! JPEG quality from quantisation tables, by inverting the scaling of the Independent JPEG Group (libjpeg, `jcparam.c`).

/// Estimated JPEG quality factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    /// 1…100 on libjpeg's scale.
    pub value: u8,
    /// Whether the tables are exactly those that libjpeg makes for that factor; else it is a comparison of coarseness.
    pub exact: bool,
}

/// ITU-T T.81 table K.1 (luminance), natural order.
const LUMA: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
];

/// ITU-T T.81 table K.2 (chrominance), natural order.
const CHROMA: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99,
];

/// Natural position of each zigzag position.
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

/// One table as stored, in zigzag order.
pub(super) type Table = [u16; 64];

/// The factor that a file was saved with. `luma` is the first component's table, `chroma` the second's.
///
/// Where both tables are libjpeg's own, the coarser one speaks. Where a program brought its own chroma table only the luminance
/// table is compared; where that isn't libjpeg's either, the factor is the one whose table is as coarse on average.
pub(super) fn estimate(luma: &Table, chroma: Option<&Table>) -> Quality {
    let by_chroma = chroma.and_then(|t| exact(t, &CHROMA).or_else(|| exact(t, &LUMA)));
    match (exact(luma, &LUMA), by_chroma) {
        (Some(a), Some(b)) => Quality {
            value: a.min(b),
            exact: true,
        },
        (Some(a), None) => Quality {
            value: a,
            exact: chroma.is_none(),
        },
        (None, _) => Quality {
            value: similar(luma, &LUMA),
            exact: false,
        },
    }
}

/// libjpeg's `jpeg_quality_scaling`, percent.
fn scale(quality: u8) -> u32 {
    let q = u32::from(quality.clamp(1, 100));
    if q < 50 { 5000 / q } else { 200 - 2 * q }
}

/// The largest factor that makes exactly this table (at the coarse end, several do). `most` is 255 for baseline tables.
fn exact(table: &Table, base: &[u16; 64]) -> Option<u8> {
    let most = if table.iter().any(|v| *v > 255) { 32767 } else { 255 };
    (1..=100u8).rev().find(|q| {
        let s = scale(*q);
        table.iter().zip(ZIGZAG).all(|(v, natural)| {
            u32::from(*v) == ((u32::from(base[usize::from(natural)]) * s + 50) / 100).clamp(1, most)
        })
    })
}

/// The factor whose table has the same sum; entries that libjpeg would clamp are left out.
fn similar(table: &Table, base: &[u16; 64]) -> u8 {
    let pairs = table.iter().zip(ZIGZAG).filter(|(v, _)| (2..255).contains(*v));
    let (sum, reference) = pairs.fold((0u32, 0u32), |(a, b), (v, natural)| {
        (a + u32::from(*v), b + u32::from(base[usize::from(natural)]))
    });
    if reference == 0 {
        return if table.iter().all(|v| *v <= 1) { 100 } else { 1 };
    }
    let percent = f64::from(sum) * 100.0 / f64::from(reference);
    let quality = if percent > 100.0 {
        5000.0 / percent
    } else {
        (200.0 - percent) / 2.0
    };
    quality.round().clamp(1.0, 100.0) as u8
}
