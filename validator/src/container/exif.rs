//! The two EXIF facts that matter here: orientation and resolution (EXIF 2.32 / CIPA DC-008).

use exif::{In, Reader, Tag, Value};

use super::Dpi;

/// Orientation (1…8) and resolution out of a TIFF block, that is EXIF without its `Exif\0\0` prefix.
pub(super) fn read(tiff: &[u8]) -> (Option<u8>, Option<Dpi>) {
    let parsed = Reader::new()
        .continue_on_error(true)
        .read_raw(tiff.to_vec())
        .or_else(|error| error.distill_partial_result(|_| {}));
    let Ok(exif) = parsed else {
        return (None, None);
    };
    let number = |tag| exif.get_field(tag, In::PRIMARY).and_then(|f| f.value.get_uint(0));
    let orientation = number(Tag::Orientation)
        .and_then(|v| u8::try_from(v).ok())
        .filter(|v| (1..=8).contains(v));
    let rational = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(v) => v.first().map(|r| r.to_f64()),
        _ => None,
    };
    // 2 = inch (also when the tag is missing), 3 = centimetre, 1 = no unit.
    let factor = match number(Tag::ResolutionUnit) {
        None | Some(2) => Some(1.0),
        Some(3) => Some(2.54),
        _ => None,
    };
    let dpi = factor.and_then(|f| {
        let (x, y) = (rational(Tag::XResolution)? * f, rational(Tag::YResolution)? * f);
        (x.is_finite() && y.is_finite() && x > 0.0 && y > 0.0).then_some(Dpi { x, y })
    });
    (orientation, dpi)
}
