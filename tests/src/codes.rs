//! What the QR codes of a picture say, as a phone reads them.

/// The texts of all codes in a PNG that can be read, in no order that means anything.
pub fn read(png: &[u8]) -> Vec<String> {
    let grey = image::load_from_memory(png).expect("a picture").to_luma8();
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let at = |x: usize, y: usize| grey.get_pixel(x as u32, y as u32).0[0];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    let grids = prepared.detect_grids();
    grids.iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
}
