//! Colours of another RGB space put into sRGB, which is what a file without a colour profile means. Only profiles made of three
//! primaries and three curves (ICC.1:2022, 9.3 "matrix/TRC") are understood; cameras and phones write those.

use crate::pixels::Pixels;

/// XYZ of the sRGB primaries adapted to D50, one column each (IEC 61966-2-1; the values of the ICC's own sRGB profile).
const SRGB: [[f64; 3]; 3] = [
    [0.436_07, 0.385_15, 0.143_07],
    [0.222_49, 0.716_87, 0.060_61],
    [0.013_92, 0.097_08, 0.714_10],
];
/// Levels by which a colour may change without anyone seeing it: a profile that is sRGB under another name is left alone.
const UNSEEN: u8 = 2;
/// Entries of the table that leads back from light to levels.
const FINE: usize = 4096;

/// The way from one RGB space to sRGB.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ToSrgb {
    /// Light for each level of each channel, 0…1.
    light: [Vec<f32>; 3],
    /// From that light to that of sRGB.
    matrix: [[f32; 3]; 3],
    /// Levels of sRGB for light.
    levels: Vec<f32>,
}

/// What a colour profile asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Colors {
    /// sRGB, or so near that nobody sees a difference.
    Srgb,
    /// Another space, and the way out of it.
    Other(Box<ToSrgb>),
    /// A kind of profile that isn't understood here.
    Unknown,
}

impl Colors {
    /// Reads a profile.
    pub(super) fn of(profile: &[u8]) -> Self {
        match ToSrgb::read(profile) {
            None => Colors::Unknown,
            Some(way) if way.is_unseen() => Colors::Srgb,
            Some(way) => Colors::Other(Box::new(way)),
        }
    }
}

impl ToSrgb {
    fn read(profile: &[u8]) -> Option<Self> {
        if profile.get(16..20)? != b"RGB " || profile.get(20..24)? != b"XYZ " {
            return None;
        }
        let columns = [b"rXYZ", b"gXYZ", b"bXYZ"].map(|name| xyz(tag(profile, name)?));
        let [red, green, blue] = [columns[0]?, columns[1]?, columns[2]?];
        let own: [[f64; 3]; 3] = std::array::from_fn(|row| [red[row], green[row], blue[row]]);
        let back = inverse(&SRGB)?;
        let matrix = std::array::from_fn(|row: usize| {
            std::array::from_fn(|column: usize| (0..3).map(|k| back[row][k] * own[k][column]).sum::<f64>() as f32)
        });
        let curves = [b"rTRC", b"gTRC", b"bTRC"].map(|name| curve(tag(profile, name)?));
        let [Some(red), Some(green), Some(blue)] = curves else {
            return None;
        };
        let levels = (0..=FINE)
            .map(|index| level(index as f64 / FINE as f64) as f32)
            .collect();
        let way = Self {
            light: [red, green, blue],
            matrix,
            levels,
        };
        let numbers = way.light.iter().flatten().chain(way.matrix.iter().flatten());
        numbers.copied().all(f32::is_finite).then_some(way)
    }

    /// A colour in sRGB; what lies outside of sRGB is moved to its edge.
    fn color(&self, rgb: [u8; 3]) -> [u8; 3] {
        let light: [f32; 3] = std::array::from_fn(|channel| self.light[channel][usize::from(rgb[channel])]);
        self.matrix.map(|row| {
            let value = row[0] * light[0] + row[1] * light[1] + row[2] * light[2];
            let place = value.clamp(0.0, 1.0) * FINE as f32;
            let index = (place as usize).min(FINE - 1);
            let (low, high) = (self.levels[index], self.levels[index + 1]);
            (low + (high - low) * (place - index as f32) + 0.5) as u8
        })
    }

    fn is_unseen(&self) -> bool {
        let steps = [0_u8, 51, 102, 153, 204, 255];
        steps.iter().all(|r| {
            steps.iter().all(|g| {
                steps.iter().all(|b| {
                    let (was, is) = ([*r, *g, *b], self.color([*r, *g, *b]));
                    was.iter().zip(is).all(|(was, is)| was.abs_diff(is) <= UNSEEN)
                })
            })
        })
    }

    /// The picture in sRGB.
    pub(super) fn apply(&self, pixels: &mut Pixels) {
        for px in pixels.rgb.as_chunks_mut::<3>().0 {
            *px = self.color(*px);
        }
    }
}

/// The level (0…255) that sRGB has for light of 0…1.
fn level(light: f64) -> f64 {
    255.0
        * if light <= 0.003_130_8 {
            light * 12.92
        } else {
            1.055 * libm::pow(light, 1.0 / 2.4) - 0.055
        }
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// s15Fixed16Number.
fn fixed(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from(be32(bytes, at)?.cast_signed()) / 65536.0)
}

fn tag<'a>(profile: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    let count = be32(profile, 128)?.min(100) as usize;
    let entry = (0..count)
        .map(|index| 132 + 12 * index)
        .find(|at| profile.get(*at..at + 4) == Some(name))?;
    profile.get(be32(profile, entry + 4)? as usize..)
}

fn xyz(tag: &[u8]) -> Option<[f64; 3]> {
    (tag.get(..4)? == b"XYZ ").then_some(())?;
    Some([fixed(tag, 8)?, fixed(tag, 12)?, fixed(tag, 16)?])
}

/// Light for each of the 256 levels.
fn curve(tag: &[u8]) -> Option<Vec<f32>> {
    let inputs = (0..=255_u8).map(|level| f64::from(level) / 255.0);
    match tag.get(..4)? {
        b"curv" => {
            let count = be32(tag, 8)? as usize;
            match count {
                0 => Some(inputs.map(|x| x as f32).collect()),
                1 => {
                    let gamma = f64::from(be16(tag, 12)?) / 256.0;
                    Some(inputs.map(|x| libm::pow(x, gamma) as f32).collect())
                }
                _ => inputs
                    .map(|x| {
                        let place = x * (count - 1) as f64;
                        let index = (place as usize).min(count - 2);
                        let [low, high] = [
                            f64::from(be16(tag, 12 + 2 * index)?),
                            f64::from(be16(tag, 14 + 2 * index)?),
                        ];
                        Some(((low + (high - low) * (place - index as f64)) / 65535.0) as f32)
                    })
                    .collect(),
            }
        }
        b"para" => {
            let kind = be16(tag, 8)?;
            let at = |index: usize| fixed(tag, 12 + 4 * index);
            let gamma = at(0)?;
            // (a·x + b)^γ + e from d on, c·x + f below (ICC.1:2022, table 68).
            let [a, b, c, d, e, f] = match kind {
                0 => [1.0, 0.0, 0.0, f64::NEG_INFINITY, 0.0, 0.0],
                1 => [at(1)?, at(2)?, 0.0, -at(2)? / at(1)?, 0.0, 0.0],
                2 => [at(1)?, at(2)?, 0.0, -at(2)? / at(1)?, at(3)?, at(3)?],
                3 => [at(1)?, at(2)?, at(3)?, at(4)?, 0.0, 0.0],
                4 => [at(1)?, at(2)?, at(3)?, at(4)?, at(5)?, at(6)?],
                _ => return None,
            };
            let light = |x: f64| {
                if x >= d {
                    libm::pow((a * x + b).max(0.0), gamma) + e
                } else {
                    c * x + f
                }
            };
            Some(inputs.map(|x| light(x) as f32).collect())
        }
        _ => None,
    }
}

fn inverse(m: &[[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let whole = (0..3).map(|c| m[0][c] * minor(0, c)).sum::<f64>();
    (whole.abs() > 1e-12).then(|| std::array::from_fn(|r| std::array::from_fn(|c| minor(c, r) / whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile with these primaries (one column each) and one curve for all.
    fn profile(columns: [[f64; 3]; 3], curve: &[u8]) -> Vec<u8> {
        let mut profile = vec![0; 128];
        profile[16..24].copy_from_slice(b"RGB XYZ ");
        profile.extend(6_u32.to_be_bytes());
        let data = 132 + 6 * 12;
        for (index, name) in [b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"]
            .iter()
            .enumerate()
        {
            profile.extend(*name);
            profile.extend((data as u32 + 20 * index.min(3) as u32).to_be_bytes());
            profile.extend(20_u32.to_be_bytes());
        }
        for column in columns {
            profile.extend(b"XYZ \0\0\0\0");
            profile.extend(
                column
                    .iter()
                    .flat_map(|value| ((value * 65536.0).round() as i32).to_be_bytes()),
            );
        }
        profile.extend(curve);
        profile
    }

    /// sRGB's own curve as `para` of kind 3.
    fn para() -> Vec<u8> {
        let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
        let numbers = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];
        curve.extend(
            numbers
                .iter()
                .flat_map(|value| ((value * 65536.0_f64).round() as i32).to_be_bytes()),
        );
        curve
    }

    const P3: [[f64; 3]; 3] = [
        [0.5151, 0.2412, -0.0011],
        [0.2920, 0.6922, 0.0419],
        [0.1571, 0.0666, 0.7841],
    ];

    #[test]
    fn srgb_under_any_name_is_left_alone() {
        let columns = std::array::from_fn(|column| std::array::from_fn(|row| SRGB[row][column]));
        assert_eq!(Colors::of(&profile(columns, &para())), Colors::Srgb);
    }

    #[test]
    fn colours_of_display_p3_keep_their_look() {
        let Colors::Other(way) = Colors::of(&profile(P3, &para())) else {
            panic!()
        };
        // Grey is grey everywhere; P3's numbers for the rules' light blue and for a strong red, worked out with colour science's matrices.
        assert_eq!(way.color([128, 128, 128]), [128, 128, 128]);
        let near = |is: [u8; 3], wanted: [u8; 3]| is.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 2);
        assert!(
            near(way.color([125, 195, 250]), [100, 197, 255]),
            "{:?}",
            way.color([125, 195, 250])
        );
        assert!(
            near(way.color([234, 51, 35]), [255, 0, 0]),
            "{:?}",
            way.color([234, 51, 35])
        );
        let mut pixels = Pixels {
            width: 2,
            height: 1,
            rgb: vec![234, 51, 35, 255, 255, 255],
        };
        way.apply(&mut pixels);
        assert!(near(pixels.at(0, 0), [255, 0, 0]) && pixels.at(1, 0) == [255, 255, 255]);
    }

    #[test]
    fn curves_of_each_kind_are_read_and_nonsense_is_not() {
        let gamma = [b"curv\0\0\0\0\0\0\0\x01".as_slice(), &[2, 0x33]].concat();
        let read = curve(&gamma).unwrap();
        assert!((read[128] - 0.2195).abs() < 1e-3 && read[255] == 1.0);
        let table = [b"curv\0\0\0\0\0\0\0\x03".as_slice(), &[0, 0, 0x40, 0, 0xFF, 0xFF]].concat();
        let read = curve(&table).unwrap();
        assert!((read[128] - 0.2529).abs() < 1e-3 && read[0] == 0.0);
        assert!(curve(b"curv\0\0\0\0\xFF\xFF\xFF\xFF\0\0").is_none());
        let whole = profile(P3, &para());
        for end in 0..whole.len() {
            assert_eq!(Colors::of(&whole[..end]), Colors::Unknown, "{end}");
        }
    }
}
