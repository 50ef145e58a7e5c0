//! QR codes (ISO/IEC 18004) as SVG for pages and as PNG for editors that drop SVG. Black on white in every colour scheme, with the quiet
//! zone of four modules that readers need.

use crate::derive::moment::escape;
use fast_qr::{ECL, QRBuilder};
use std::fmt::Write as _;

/// Light modules around the code.
const QUIET: usize = 4;

/// The longest text in bytes: more would need modules too small for a phone to read from paper.
pub const LONGEST: usize = 331;

/// Up to this many bytes a code affords level Q, which still reads with a quarter of it lost; longer ones get level M (15 %).
const SHORT: usize = 80;

/// Pixels for each module of a PNG, so that it stays sharp when an editor shows it smaller.
const PIXELS: usize = 8;

/// The dark and light modules of a code, quiet zone included.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Matrix {
    side: usize,
    dark: Vec<bool>,
}

impl Matrix {
    /// `None` for text that is empty or longer than [`LONGEST`].
    fn of(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let level = if text.len() <= SHORT { ECL::Q } else { ECL::M };
        let code = QRBuilder::new(text).ecl(level).build().ok()?;
        let side = code.size + 2 * QUIET;
        let mut dark = vec![false; side * side];
        let modules = code.data.chunks(code.size.max(1)).take(code.size);
        for (row, line) in modules.enumerate() {
            for (column, module) in line.iter().enumerate() {
                if let Some(place) = dark.get_mut((row + QUIET) * side + column + QUIET) {
                    *place = module.value();
                }
            }
        }
        Some(Self { side, dark })
    }

    fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.side)
    }

    /// The dark modules as one path, a box for each run in a row.
    fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.rows().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    let width = run.len();
                    let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
                }
                x += run.len();
            }
        }
        path
    }
}

/// A code as an `<svg>` element to stand in a page, one unit for each module, or `None` where the text is empty or too long
/// (see [`LONGEST`]). `title` says what it is to those who can't see it.
pub fn svg(text: &str, title: &str) -> Option<String> {
    let matrix = Matrix::of(text)?;
    let (side, path, title) = (matrix.side, matrix.path(), escape(title));
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{title}\" viewBox=\"0 0 {side} {side}\" width=\"176\" height=\"176\" \
         shape-rendering=\"crispEdges\"><title>{title}</title><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// The same code as a black and white PNG, or `None` where [`svg`] gives none.
pub fn png(text: &str) -> Option<Vec<u8>> {
    let matrix = Matrix::of(text)?;
    let side = u32::try_from(matrix.side * PIXELS).ok()?;
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels(&matrix)).ok()?;
    writer.finish().ok()?;
    Some(out)
}

/// One bit for each pixel, 1 for white; a module is [`PIXELS`] wide, so that it fills whole bytes.
fn pixels(matrix: &Matrix) -> Vec<u8> {
    const { assert!(PIXELS == 8, "a module is one byte wide") };
    let mut bits = Vec::with_capacity(matrix.dark.len() * PIXELS);
    for row in matrix.rows() {
        let line: Vec<u8> = row.iter().map(|dark| if *dark { 0x00 } else { 0xff }).collect();
        for _ in 0..PIXELS {
            bits.extend_from_slice(&line);
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a reader makes of the SVG: its boxes drawn four pixels to the module, then searched for codes.
    fn read_svg(svg: &str) -> Vec<String> {
        let attribute = |name: &str| {
            let (_, rest) = svg.split_once(&format!("{name}=\"")).unwrap();
            rest.split('"').next().unwrap()
        };
        let side: usize = attribute("viewBox").rsplit(' ').next().unwrap().parse().unwrap();
        let mut dark = vec![vec![false; side]; side];
        for part in attribute(" d").split_terminator('z') {
            let (place, size) = part.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (width, back) = size.split_once("v1h-").unwrap();
            assert_eq!(width, back);
            let (x, y, width): (usize, usize, usize) = (x.parse().unwrap(), y.parse().unwrap(), width.parse().unwrap());
            dark[y][x..x + width].fill(true);
        }
        let image = |x: usize, y: usize| if dark[y / 4][x / 4] { 0 } else { 255 };
        read(side * 4, image)
    }

    fn read(side: usize, image: impl FnMut(usize, usize) -> u8) -> Vec<String> {
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(side, side, image);
        prepared
            .detect_grids()
            .iter()
            .map(|grid| grid.decode().unwrap().1)
            .collect()
    }

    fn read_png(bytes: &[u8]) -> Vec<String> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut grey = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut grey).unwrap();
        let side = frame.width as usize;
        read(side, |x, y| grey[y * frame.line_size + x])
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "JF3D34",
            "1",
            "0123456789",
            "https://www.chsi.com.cn/",
            "https://www.xinhuacu.com/#/home",
            "https://tx.example.edu.cn/%E7%85%A7%E7%89%87/sztu-2023/notices/2022-10-14/",
            "采集批次特征码",
            "软件2201班 9:00–9:12 <C-5> & \"111\"",
            &"长".repeat(LONGEST / 3),
            &"x".repeat(LONGEST),
        ] {
            assert_eq!(read_svg(&svg(text, "t").unwrap()), [text], "{text}");
            assert_eq!(read_png(&png(text).unwrap()), [text], "{text}");
        }
    }

    #[test]
    fn text_that_no_phone_could_read_gives_no_code() {
        for text in [String::new(), "x".repeat(LONGEST + 1), "长".repeat(10_000)] {
            assert_eq!(svg(&text, "t"), None);
            assert_eq!(png(&text), None);
        }
    }

    #[test]
    fn the_title_is_said_and_harms_nothing() {
        let svg = svg("JF3D34", "码<b>\"&").unwrap();
        assert!(svg.contains("aria-label=\"码&lt;b&gt;&quot;&amp;\""), "{svg}");
        assert!(svg.contains("<title>码&lt;b&gt;&quot;&amp;</title>"), "{svg}");
        assert!(!svg.contains("style") && !svg.contains("<script"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_text_is_read_back(text in "[ -~]{1,120}|[\\p{Han}，。–0-9]{1,60}") {
            prop_assert_eq!(read_svg(&svg(&text, "t").unwrap()), [text]);
        }
    }
}
