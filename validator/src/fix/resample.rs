//! Draws the cut-out part of a photo in its new size: Lanczos windowed sinc over three lobes, as wide as what one px stands for.
//! Only px of the photo are used: at its edges the weights of those that exist are made to add up to 1.

use super::frame::Cut;
use crate::pixels::Pixels;

/// Lobes of the kernel on either side.
const LOBES: f64 = 3.0;
/// Entries of the kernel's table for one lobe.
const FINE: usize = 512;
/// Px of the photo for one of the result beyond which a leaning photo is made smaller first, while it still leans.
const COARSE: f64 = 2.0;

/// An intermediate picture: values of 0…255 that may overshoot.
struct Plane {
    width: usize,
    height: usize,
    values: Vec<[f32; 3]>,
}

/// The part of the photo that a cut shows.
pub(super) fn draw(photo: &Pixels, cut: &Cut, [width, height]: [u32; 2]) -> Pixels {
    let (width, height) = (width.max(1) as usize, height.max(1) as usize);
    let plane = if cut.angle == 0.0 {
        let [left, top] = cut.source(0.0, 0.0);
        scaled(photo, [left, top], cut.step, [width, height])
    } else {
        turned(photo, cut, [width, height])
    };
    let byte = |value: f32| (value + 0.5).clamp(0.0, 255.0) as u8;
    Pixels {
        width,
        height,
        rgb: plane.values.iter().flat_map(|value| value.map(byte)).collect(),
    }
}

/// For each px of the result: the first px of the photo that counts, and the weights from there on.
fn taps(start: f64, step: f64, count: usize, available: usize, kernel: &Kernel) -> Vec<(usize, Vec<f32>)> {
    let wide = step.max(1.0);
    (0..count)
        .map(|index| {
            let center = start + (index as f64 + 0.5) * step;
            let last = available.saturating_sub(1) as f64;
            let from = (center - LOBES * wide - 0.5).ceil().clamp(0.0, last) as usize;
            let to = (center + LOBES * wide - 0.5).floor().clamp(0.0, last) as usize;
            let mut weights: Vec<f32> = (from..=to.max(from))
                .map(|at| kernel.at((at as f64 + 0.5 - center) / wide))
                .collect();
            let sum: f32 = weights.iter().sum();
            if sum.abs() > 1e-3 {
                weights.iter_mut().for_each(|weight| *weight /= sum);
            } else {
                // Beyond the edge: the px that is nearest.
                weights = vec![1.0];
            }
            (from, weights)
        })
        .collect()
}

/// Rows and columns one after the other, without turning.
fn scaled(photo: &Pixels, [left, top]: [f64; 2], step: f64, [width, height]: [usize; 2]) -> Plane {
    let kernel = Kernel::new();
    let columns = taps(left, step, width, photo.width, &kernel);
    let rows = taps(top, step, height, photo.height, &kernel);
    let first = rows.iter().map(|(from, _)| *from).min().unwrap_or(0);
    let end = rows
        .iter()
        .map(|(from, weights)| from + weights.len())
        .max()
        .unwrap_or(0)
        .min(photo.height);
    let mut narrow: Vec<[f32; 3]> = Vec::with_capacity(width * (end - first));
    for y in first..end {
        let row = photo.rgb[y * photo.width * 3..(y + 1) * photo.width * 3]
            .as_chunks::<3>()
            .0;
        for (from, weights) in &columns {
            let mut sum = [0.0_f32; 3];
            for (px, weight) in row[*from..].iter().zip(weights) {
                sum = std::array::from_fn(|channel| sum[channel] + f32::from(px[channel]) * weight);
            }
            narrow.push(sum);
        }
    }
    let mut values = Vec::with_capacity(width * height);
    for (from, weights) in &rows {
        for x in 0..width {
            let mut sum = [0.0_f32; 3];
            for (index, weight) in weights.iter().enumerate() {
                let px = narrow[(from - first + index) * width + x];
                sum = std::array::from_fn(|channel| sum[channel] + px[channel] * weight);
            }
            values.push(sum);
        }
    }
    Plane { width, height, values }
}

/// A photo that leans: made smaller first if it is much larger than the result, then each px gathered along the turned axes.
fn turned(photo: &Pixels, cut: &Cut, size: [usize; 2]) -> Plane {
    if cut.step <= COARSE {
        let values = photo
            .rgb
            .as_chunks::<3>()
            .0
            .iter()
            .map(|px| px.map(f32::from))
            .collect();
        let plane = Plane {
            width: photo.width,
            height: photo.height,
            values,
        };
        return gathered(&plane, [0.0, 0.0], 1.0, cut, size);
    }
    let pitch = cut.step / COARSE;
    // The part that is shown, with room for the kernel around it.
    let [right, bottom] = size.map(|side| side as f64);
    let corners = [[0.0, 0.0], [right, 0.0], [0.0, bottom], [right, bottom]].map(|[x, y]| cut.source(x, y));
    let room = LOBES * cut.step * 1.5;
    let span = |axis: usize, most: usize| {
        let low = corners.iter().map(|corner| corner[axis]).fold(f64::INFINITY, f64::min) - room;
        let high = corners
            .iter()
            .map(|corner| corner[axis])
            .fold(f64::NEG_INFINITY, f64::max)
            + room;
        let from = low.floor().clamp(0.0, most as f64);
        let count = ((high.ceil().clamp(0.0, most as f64) - from) / pitch).floor().max(1.0);
        (from, count as usize)
    };
    let ((left, width), (top, height)) = (span(0, photo.width), span(1, photo.height));
    let plane = scaled(photo, [left, top], pitch, [width, height]);
    gathered(&plane, [left, top], pitch, cut, size)
}

/// Gathers each px of the result from a plane whose px lie `pitch` px of the photo apart, the first at `origin`.
fn gathered(plane: &Plane, origin: [f64; 2], pitch: f64, cut: &Cut, [width, height]: [usize; 2]) -> Plane {
    let kernel = Kernel::new();
    let [sin, cos] = cut.turn();
    let wide = (cut.step / pitch).max(1.0);
    let reach = LOBES * wide * (sin.abs() + cos.abs());
    let range = |center: f64, most: usize| {
        let last = most.saturating_sub(1) as f64;
        let from = (center - reach - 0.5).ceil().clamp(0.0, last) as usize;
        from..=((center + reach - 0.5).floor().clamp(0.0, last) as usize).max(from)
    };
    let mut values = Vec::with_capacity(width * height);
    for row in 0..height {
        for column in 0..width {
            let place = cut.source(column as f64 + 0.5, row as f64 + 0.5);
            let [x, y] = [(place[0] - origin[0]) / pitch, (place[1] - origin[1]) / pitch];
            let (mut sum, mut total) = ([0.0_f32; 3], 0.0_f32);
            for at_y in range(y, plane.height) {
                let dy = at_y as f64 + 0.5 - y;
                for at_x in range(x, plane.width) {
                    let dx = at_x as f64 + 0.5 - x;
                    let weight = kernel.at((dx * cos + dy * sin) / wide) * kernel.at((dy * cos - dx * sin) / wide);
                    let px = plane.values[at_y * plane.width + at_x];
                    sum = std::array::from_fn(|channel| sum[channel] + px[channel] * weight);
                    total += weight;
                }
            }
            let nearest = |value: f64, most: usize| value.clamp(0.0, most.saturating_sub(1) as f64) as usize;
            values.push(if total > 1e-3 {
                sum.map(|value| value / total)
            } else {
                plane.values[nearest(y, plane.height) * plane.width + nearest(x, plane.width)]
            });
        }
    }
    Plane { width, height, values }
}

/// sinc(x)·sinc(x/3) from a table: the same everywhere, and quicker than two sines for each px.
struct Kernel(Vec<f32>);

impl Kernel {
    fn new() -> Self {
        let sinc = |x: f64| {
            if x == 0.0 {
                1.0
            } else {
                libm::sin(std::f64::consts::PI * x) / (std::f64::consts::PI * x)
            }
        };
        let count = LOBES as usize * FINE;
        let mut table: Vec<f32> = (0..count)
            .map(|index| {
                let x = index as f64 / FINE as f64;
                // Exactly nothing at whole numbers: a photo that stays as large as it was stays what it was.
                if index > 0 && index % FINE == 0 {
                    0.0
                } else {
                    (sinc(x) * sinc(x / LOBES)) as f32
                }
            })
            .collect();
        table.extend([0.0, 0.0]);
        Self(table)
    }

    fn at(&self, x: f64) -> f32 {
        let place = x.abs() * FINE as f64;
        let index = place as usize;
        if index + 1 >= self.0.len() {
            return 0.0;
        }
        let share = (place - index as f64) as f32;
        self.0[index] + (self.0[index + 1] - self.0[index]) * share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(width: usize, height: usize) -> Pixels {
        let rgb = (0..width * height * 3)
            .map(|index| ((index * 7919 + index / 13 * 104_729) % 256) as u8)
            .collect();
        Pixels { width, height, rgb }
    }

    fn cut(angle: f64, step: f64, before: [f64; 2]) -> Cut {
        Cut {
            about: [0.0, 0.0],
            angle,
            step,
            before,
        }
    }

    #[test]
    fn a_photo_cut_at_whole_px_keeps_each_of_them() {
        let photo = noise(40, 30);
        let drawn = draw(&photo, &cut(0.0, 1.0, [-5.0, -3.0]), [20, 20]);
        for y in 0..20 {
            for x in 0..20 {
                assert_eq!(drawn.at(x, y), photo.at(x + 5, y + 3));
            }
        }
    }

    #[test]
    fn a_plain_photo_stays_plain_at_every_angle_and_scale() {
        let photo = Pixels {
            width: 300,
            height: 400,
            rgb: [100, 197, 255].repeat(300 * 400),
        };
        for (angle, step) in [(0.0, 0.7), (0.0, 3.3), (4.0, 0.8), (-7.0, 1.0), (12.0, 3.7)] {
            // The corners of some reach beyond the photo: nothing else may come in there.
            let drawn = draw(&photo, &cut(angle, step, [3.0, 9.0]), [50, 60]);
            assert!(
                drawn.rgb.as_chunks::<3>().0.iter().all(|px| *px == [100, 197, 255]),
                "{angle} {step}"
            );
        }
    }

    #[test]
    fn a_turned_photo_has_its_marks_where_the_cut_says() {
        for (angle, step) in [(0.0, 2.5), (6.0, 1.0), (-9.0, 1.6), (5.0, 4.5)] {
            let cut = Cut {
                about: [400.0, 300.0],
                angle,
                step,
                before: [60.0 * step, 50.0 * step],
            };
            let place = cut.source(80.0, 30.0);
            let mut photo = Pixels {
                width: 800,
                height: 700,
                rgb: vec![255; 800 * 700 * 3],
            };
            for y in 0..700_usize {
                for x in 0..800_usize {
                    let (dx, dy) = (x as f64 + 0.5 - place[0], y as f64 + 0.5 - place[1]);
                    if dx * dx + dy * dy <= 9.0 * step * step {
                        let at = (y * 800 + x) * 3;
                        photo.rgb[at..at + 3].fill(0);
                    }
                }
            }
            let drawn = draw(&photo, &cut, [120, 100]);
            let (mut sum, mut dark) = ([0.0, 0.0], 0.0);
            for y in 0..100 {
                for x in 0..120 {
                    let weight = f64::from(255 - drawn.at(x, y)[0]);
                    sum = [sum[0] + weight * (x as f64 + 0.5), sum[1] + weight * (y as f64 + 0.5)];
                    dark += weight;
                }
            }
            let [x, y] = sum.map(|sum| sum / dark);
            assert!(
                (x - 80.0).abs() < 0.2 && (y - 30.0).abs() < 0.2,
                "{angle} {step}: {x} {y}"
            );
            assert!((dark / 255.0 - 28.3).abs() < 1.5, "{angle} {step}: {}", dark / 255.0);
        }
    }

    #[test]
    fn fine_stripes_turn_grey_and_not_into_coarse_ones() {
        let rgb = (0..900_usize * 300)
            .flat_map(|index| [if index % 2 == 0 { 0 } else { 255 }; 3])
            .collect();
        let photo = Pixels {
            width: 900,
            height: 300,
            rgb,
        };
        for angle in [0.0, 3.0] {
            let drawn = draw(&photo, &cut(angle, 3.1, [-100.0, -60.0]), [60, 40]);
            assert!(drawn.rgb.iter().all(|value| (118..=137).contains(value)), "{angle}");
        }
    }
}
