//! Makes a model's weights whole numbers of 8, 10 or 12 bits: `pack BITS MODEL.tflite PACKED.tslp`. The same bytes every time; `cargo xtask models` runs it.

use tassel_validator::tflite::{Bits, Model, Precision, pack};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(bits), Some(from), Some(to)) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("usage: pack 8|10|12 MODEL.tflite PACKED.tslp".into());
    };
    let bits = match bits.as_str() {
        "8" => Bits::Eight,
        "10" => Bits::Ten,
        "12" => Bits::Twelve,
        other => return Err(format!("{other} bits: 8, 10 or 12 it has to be").into()),
    };
    let packed = pack(&std::fs::read(from)?, bits)?;
    // What can't be read again must not replace what can.
    Model::read(&packed, Precision::Fast)?;
    std::fs::write(to, packed)?;
    Ok(())
}
