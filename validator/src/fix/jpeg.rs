//! The finished JPEG: written anew at the best quality that fits the size in bytes, or kept with a clean header where the picture may
//! stay as it is.

use jpeg_encoder::{ColorType, Encoder, PixelDensity, SamplingFactor};

use crate::pixels::Pixels;
use crate::profile::FileRules;

/// Worst quality that is ever written: the limit of 教毕指〔2017〕99号, also where a profile has none.
const WORST: u8 = 60;
/// Best quality that is written unless the file would be too small: beyond it only bytes grow.
const BEST: u8 = 95;
/// From here on colour is stored as finely as brightness; below, the bytes are better spent on brightness.
const FINE_COLOR: u8 = 85;
/// Some count a KB as 1000 bytes and some as 1024; a file inside both windows is inside whoever counts (1024 ÷ 1000, rounded up).
const BOTH_WAYS: f64 = 0.025;

/// A JPEG that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    pub(super) quality: u8,
}

/// Sizes in bytes that are allowed.
#[derive(Debug, Clone, Copy)]
struct Window {
    min: u64,
    max: u64,
}

impl Window {
    fn of(rules: &FileRules) -> Self {
        let range = rules.bytes.unwrap_or_default();
        Self {
            min: range.min.unwrap_or(0),
            max: range.max.unwrap_or(u64::MAX),
        }
    }

    /// The part that is inside however a KB is counted; the whole where nothing would be left.
    fn narrow(self) -> Self {
        let narrow = Self {
            min: (self.min as f64 * (1.0 + BOTH_WAYS)) as u64,
            max: if self.max == u64::MAX {
                self.max
            } else {
                (self.max as f64 * (1.0 - BOTH_WAYS)) as u64
            },
        };
        if narrow.min <= narrow.max { narrow } else { self }
    }

    fn holds(self, bytes: usize) -> bool {
        (self.min..=self.max).contains(&(bytes as u64))
    }
}

/// Whether a file of that many bytes is inside the profile's window.
pub(super) fn fits(rules: &FileRules, bytes: usize) -> bool {
    Window::of(rules).holds(bytes)
}

/// Writes a picture as well as the profile's size in bytes lets it be. What can't be kept inside the window comes as close as a quality
/// between 60 (or the profile's own limit) and 100 brings it; the caller looks. `None` for a picture that no JPEG can hold.
pub(super) fn write(pixels: &Pixels, rules: &FileRules, dpi: u16) -> Option<Written> {
    let whole = Window::of(rules);
    let worst = rules.jpeg_quality_min.unwrap_or(WORST).clamp(WORST, BEST);
    let found = [whole.narrow(), whole]
        .into_iter()
        .map(|window| within(pixels, window, worst, dpi));
    let mut closest = None;
    for written in found {
        let written = written?;
        if whole.holds(written.bytes.len()) {
            return Some(written);
        }
        closest = Some(written);
    }
    closest
}

fn within(pixels: &Pixels, window: Window, worst: u8, dpi: u16) -> Option<Written> {
    let fine = SamplingFactor::F_1_1;
    let mut best = largest(pixels, fine, worst..=BEST, window.max, dpi)?;
    if (best.bytes.len() as u64) < window.min {
        best = largest(pixels, fine, best.quality..=100, window.max, dpi)?;
    } else if best.quality < FINE_COLOR {
        let coarse = largest(pixels, SamplingFactor::F_2_2, worst..=BEST, window.max, dpi)?;
        // Where only fine colour makes the file large enough, it stays.
        if coarse.bytes.len() as u64 >= window.min || best.bytes.len() as u64 > window.max {
            best = coarse;
        }
    }
    Some(best)
}

/// The best quality of a range whose file has at most `max` bytes; the worst of the range if none has.
fn largest(
    pixels: &Pixels,
    sampling: SamplingFactor,
    range: std::ops::RangeInclusive<u8>,
    max: u64,
    dpi: u16,
) -> Option<Written> {
    let (mut low, mut high) = (*range.start(), *range.end());
    let mut best = encoded(pixels, low, sampling, dpi)?;
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        let tried = encoded(pixels, middle, sampling, dpi)?;
        if tried.bytes.len() as u64 <= max {
            (best, low) = (tried, middle);
        } else {
            high = middle - 1;
        }
    }
    Some(best)
}

fn encoded(pixels: &Pixels, quality: u8, sampling: SamplingFactor, dpi: u16) -> Option<Written> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(sampling);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_density(PixelDensity::dpi(dpi));
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    encoder.encode(&pixels.rgb, width, height, ColorType::Rgb).ok()?;
    Some(Written { bytes, quality })
}

/// What a file says beside its picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// EXIF or XMP: camera, place, time, small pictures.
    pub exif: bool,
    /// A colour profile.
    pub icc: bool,
    /// Comments.
    pub comment: bool,
    /// Anything else, such as a program's own notes, or data behind the end of the picture.
    pub other: bool,
}

impl Told {
    /// Whether there is anything.
    pub fn any(self) -> bool {
        self.exif || self.icc || self.comment || self.other
    }
}

/// A JPEG without anything that isn't picture, and what was left out.
pub(super) struct Clean {
    pub(super) bytes: Vec<u8>,
    pub(super) told: Told,
    /// The colour profile, put together from its parts.
    pub(super) icc: Vec<u8>,
    /// Whether the three components are named R, G and B: then the picture is stored without YCbCr, and only a marker says so.
    pub(super) named_rgb: bool,
}

/// Takes everything out of a JPEG that isn't needed to draw it, and states the density; not a px changes. `None` for a file whose
/// segments don't follow each other as they should.
pub(super) fn clean(jpeg: &[u8], dpi: u16) -> Option<Clean> {
    let mut clean = Clean {
        bytes: vec![0xFF, 0xD8],
        told: Told::default(),
        icc: Vec::new(),
        named_rgb: false,
    };
    clean.bytes.extend(jfif(dpi));
    if jpeg.get(..2) != Some(&[0xFF, 0xD8]) {
        return None;
    }
    let mut at = 2;
    loop {
        if *jpeg.get(at)? != 0xFF {
            return None;
        }
        while *jpeg.get(at + 1)? == 0xFF {
            at += 1;
        }
        let marker = *jpeg.get(at + 1)?;
        if marker == 0xD9 {
            clean.bytes.extend([0xFF, 0xD9]);
            clean.told.other |= jpeg.len() > at + 2;
            return Some(clean);
        }
        let length = usize::from(u16::from_be_bytes([*jpeg.get(at + 2)?, *jpeg.get(at + 3)?]));
        let body = jpeg.get(at + 4..at + 2 + length)?;
        match marker {
            0xE0 if body.starts_with(b"JFIF\0") => clean.told.other |= length > 16,
            0xE1 => clean.told.exif = true,
            0xE2 if body.starts_with(b"ICC_PROFILE\0") => {
                clean.told.icc = true;
                // A profile in parts: two bytes count them, and every program writes them in their order.
                clean.icc.extend(body.get(14..).unwrap_or_default());
            }
            // Adobe's marker only says how colour is stored, and JFIF says the same.
            0xEE if body.starts_with(b"Adobe") => {}
            0xE0..=0xEF => clean.told.other = true,
            0xFE => clean.told.comment = true,
            _ => {
                if matches!(marker, 0xC0..=0xC2) {
                    clean.named_rgb = body.get(6) == Some(&b'R');
                }
                clean.bytes.extend([0xFF, marker]);
                clean.bytes.extend(&jpeg[at + 2..at + 2 + length]);
            }
        }
        at += 2 + length;
        if marker == 0xDA {
            let end = scan_end(jpeg, at)?;
            clean.bytes.extend(&jpeg[at..end]);
            at = end;
        }
    }
}

/// Where the picture data that starts at `from` is followed by a marker other than a restart.
fn scan_end(jpeg: &[u8], from: usize) -> Option<usize> {
    let data = jpeg.get(from..)?;
    let end = data
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF))?;
    Some(from + end)
}

/// JFIF 1.02 with that density and no small picture.
fn jfif(dpi: u16) -> Vec<u8> {
    let mut segment = vec![0xFF, 0xE0, 0, 16];
    segment.extend(b"JFIF\0\x01\x02\x01");
    segment.extend(dpi.to_be_bytes());
    segment.extend(dpi.to_be_bytes());
    segment.extend([0, 0]);
    segment
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container;
    use crate::profile::ByteRange;

    /// A face-like blob with a weave: something between a flat wall and noise.
    fn picture(grain: usize) -> Pixels {
        let (width, height) = (480, 640);
        let rgb = (0..width * height)
            .flat_map(|index| {
                let (x, y) = (index % width, index / width);
                let noise = (index * 7919 % 251) * grain / 251;
                let shade = (x * x / 900 + y * y / 1500 + (x / 40 + y / 30) % 3 * 20) % 200;
                [shade + noise, shade / 2 + 60 + noise, 160 - shade / 2 + noise].map(|value| value.min(255) as u8)
            })
            .collect();
        Pixels { width, height, rgb }
    }

    fn rules(min: u64, max: u64) -> FileRules {
        FileRules {
            bytes: Some(ByteRange {
                min: Some(min),
                max: Some(max),
                margin: 0.0,
            }),
            jpeg_quality_min: Some(60),
            ..FileRules::default()
        }
    }

    #[test]
    fn the_best_quality_inside_the_window_is_taken() {
        for (grain, max) in [(4, 40_960), (12, 60_000), (30, 102_400)] {
            let rules = rules(20_000, max);
            let written = write(&picture(grain), &rules, 300).unwrap();
            assert!(
                fits(&rules, written.bytes.len()),
                "{grain}: {} B at {}",
                written.bytes.len(),
                written.quality
            );
            assert!(
                written.bytes.len() as f64 <= max as f64 * 0.975,
                "inside however a KB is counted"
            );
            // The next better one would not have fitted.
            if written.quality < BEST {
                let sampling = [SamplingFactor::F_1_1, SamplingFactor::F_2_2];
                let like = |sampling: &SamplingFactor| encoded(&picture(grain), written.quality, *sampling, 300);
                let sampling = sampling
                    .into_iter()
                    .find(|one| like(one).as_ref() == Some(&written))
                    .unwrap();
                let better = encoded(&picture(grain), written.quality + 1, sampling, 300).unwrap();
                assert!(
                    better.bytes.len() as f64 > max as f64 * 0.975,
                    "{grain}: {} fits too",
                    written.quality + 1
                );
            }
            let facts = container::read(&written.bytes);
            assert_eq!(facts.quality.map(|quality| quality.value), Some(written.quality));
            assert_eq!(facts.dpi.map(|dpi| (dpi.x, dpi.y)), Some((300.0, 300.0)));
        }
    }

    #[test]
    fn a_file_that_would_be_too_small_is_written_better_but_never_padded() {
        let plain = write(&picture(4), &FileRules::default(), 300).unwrap();
        let larger = rules(plain.bytes.len() as u64 + 2000, 1 << 20);
        let written = write(&picture(4), &larger, 300).unwrap();
        assert!(fits(&larger, written.bytes.len()) && written.quality > plain.quality);
        // A wall can't be made larger by any quality.
        let wall = Pixels {
            width: 480,
            height: 640,
            rgb: vec![200; 480 * 640 * 3],
        };
        let small = write(&wall, &rules(50_000, 102_400), 300).unwrap();
        assert!(small.bytes.len() < 50_000 && small.quality == 100);
        let clean = clean(&small.bytes, 300).unwrap();
        assert!(!clean.told.any());
        assert_eq!(clean.bytes.len(), small.bytes.len());
    }

    #[test]
    fn a_file_that_can_only_be_too_large_is_as_small_as_quality_60_makes_it() {
        let noise = picture(150);
        let written = write(&noise, &rules(5_000, 20_000), 300).unwrap();
        assert!(written.bytes.len() > 20_000 && written.quality == 60);
    }

    #[test]
    fn cleaning_changes_no_px_and_leaves_nothing_but_the_picture() {
        let photo = picture(8);
        let plain = encoded(&photo, 80, SamplingFactor::F_2_2, 72).unwrap().bytes;
        let segment = |marker: u8, body: &[u8]| {
            let mut all = vec![0xFF, marker];
            all.extend(((body.len() + 2) as u16).to_be_bytes());
            all.extend(body);
            all
        };
        let mut told = plain[..2].to_vec();
        told.extend(segment(0xE1, b"Exif\0\0II*\0 a place and a name"));
        told.extend(segment(0xE2, b"ICC_PROFILE\0\x01\x01 colours"));
        told.extend(segment(0xFE, b"by the studio"));
        told.extend(segment(0xED, b"Photoshop 3.0\0"));
        told.extend(&plain[2..]);
        told.extend(b"a film behind the end");
        let clean = clean(&told, 300).unwrap();
        assert_eq!(
            clean.told,
            Told {
                exif: true,
                icc: true,
                comment: true,
                other: true
            }
        );
        for word in [&b"Exif"[..], b"ICC_", b"studio", b"Photoshop", b"film"] {
            assert!(!clean.bytes.windows(word.len()).any(|part| part == word));
        }
        let facts = container::read(&clean.bytes);
        assert_eq!(facts.dpi.map(|dpi| dpi.x), Some(300.0));
        let decode =
            |bytes: &[u8]| crate::pixels::decode(bytes, &container::read(bytes), &crate::Limits::STANDARD).unwrap();
        assert_eq!(decode(&clean.bytes), decode(&plain));
    }

    #[test]
    fn every_beginning_of_a_file_is_refused_and_none_panics() {
        let plain = encoded(&picture(4), 70, SamplingFactor::F_2_2, 72).unwrap().bytes;
        for end in (0..700).chain([plain.len() - 1, plain.len() - 2]) {
            assert!(clean(&plain[..end], 300).is_none(), "{end}");
        }
    }
}
