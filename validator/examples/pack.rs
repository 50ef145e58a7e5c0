//! Makes a model's weights int8: `pack MODEL.tflite PACKED.tslp`. The same bytes every time; `cargo xtask models` runs it.

use tassel_validator::tflite::{Model, Precision, pack};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("usage: pack MODEL.tflite PACKED.tslp".into());
    };
    let packed = pack(&std::fs::read(from)?)?;
    // What can't be read again must not replace what can.
    Model::read(&packed, Precision::Fast)?;
    std::fs::write(to, packed)?;
    Ok(())
}
