//! The copy of the photo that measures look at: a studio's original is made smaller first, a finished photo stays as it is.

use crate::pixels::Pixels;

/// Longest side of the copy, px: half as much again as the 640 px of a finished photo, so that nothing a reviewer sees is lost.
const LONGEST: usize = 960;

/// A copy whose sides are at most [`LONGEST`], and how many px of the photo one of its px stands for; `None` where the photo is small
/// enough itself. Each px is the mean of those it stands for.
pub(super) fn shrunk(pixels: &Pixels) -> Option<(Pixels, f32)> {
    let longest = pixels.width.max(pixels.height);
    if longest <= LONGEST {
        return None;
    }
    let size = |side: usize| ((side * LONGEST + longest / 2) / longest).max(1);
    let (width, height) = (size(pixels.width), size(pixels.height));
    // First and one after last px of the photo for each of the copy.
    let spans = |from: usize, to: usize| -> Vec<[usize; 2]> {
        (0..to)
            .map(|at| [at * from / to, ((at + 1) * from).div_ceil(to).min(from)])
            .collect()
    };
    let columns = spans(pixels.width, width);
    let mut rgb = Vec::with_capacity(width * height * 3);
    for [top, bottom] in spans(pixels.height, height) {
        for [left, right] in &columns {
            let mut sums = [0_u32; 3];
            for y in top..bottom {
                let row = &pixels.rgb[(y * pixels.width + left) * 3..(y * pixels.width + right) * 3];
                for px in row.as_chunks::<3>().0 {
                    sums = std::array::from_fn(|channel| sums[channel] + u32::from(px[channel]));
                }
            }
            let count = ((bottom - top) * (right - left)).max(1) as u32;
            rgb.extend(sums.map(|sum| ((sum + count / 2) / count) as u8));
        }
    }
    let scale = longest as f32 / LONGEST as f32;
    Some((Pixels { width, height, rgb }, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_px_is_the_mean_of_those_it_stands_for() {
        let rgb = (0..1920_usize * 4)
            .flat_map(|index| [(index % 2 * 100) as u8, 7, (index / 1920 * 10) as u8])
            .collect();
        let (copy, scale) = shrunk(&Pixels {
            width: 1920,
            height: 4,
            rgb,
        })
        .unwrap();
        assert_eq!((copy.width, copy.height, scale), (960, 2, 2.0));
        assert_eq!(copy.at(5, 0), [50, 7, 5]);
        assert_eq!(copy.at(959, 1), [50, 7, 25]);
    }
}
