//! Whether the person is drawn: flat areas and hard lines instead of the gentle shades of a photograph.

use super::field::Field;

/// How luma of the person's px differs from that of the next px to the right and below.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tones {
    /// Share of px that hardly differ (sum of both at most 2 of 255).
    pub flat: f64,
    /// Share of px with gentle differences (3 to 24).
    pub gentle: f64,
    /// Share of px with hard ones (from 60 on).
    pub hard: f64,
    /// Number of px.
    pub many: usize,
}

/// Over the person without its outline, or over the whole photo where there is hardly a person. Every other row will do. Our own.
pub(super) fn tones(field: &Field<'_>) -> Tones {
    let person = histogram(field, -3.0 * field.unit);
    if person.many * 40 >= field.luma.len() {
        person
    } else {
        histogram(field, f32::INFINITY)
    }
}

/// Of all px at most this far from the person.
fn histogram(field: &Field<'_>, within: f32) -> Tones {
    let (mut many, mut flat, mut gentle, mut hard) = (0usize, 0usize, 0usize, 0usize);
    for y in (0..field.image.height.saturating_sub(1)).step_by(2) {
        for x in 0..field.image.width.saturating_sub(1) {
            if field.away(x, y) > within {
                continue;
            }
            let here = field.luma(x, y);
            let differs = (here - field.luma(x + 1, y)).abs() + (here - field.luma(x, y + 1)).abs();
            many += 1;
            match differs {
                0..=2 => flat += 1,
                3..=24 => gentle += 1,
                60.. => hard += 1,
                _ => {}
            }
        }
    }
    let share = |count: usize| count as f64 / many.max(1) as f64;
    Tones {
        flat: share(flat),
        gentle: share(gentle),
        hard: share(hard),
        many,
    }
}
