//! Photos made on the spot: one that meets every file rule of a graduation photo, and the bad ones that people hand in.
//!
//! Nobody is pictured: a drawn mannequin (`tests/data/mannequin`) before a plain background, with a fixed grain so that the bytes come
//! out as from a camera.

use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use image::imageops::FilterType;
use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, PixelDensity};

/// The light blue that the graduation rules name: RGB (100, 197, 255).
pub const BLUE: [u8; 3] = [100, 197, 255];
/// What the graduation rules call "usually": 20 KB to 40 KB, in bytes, both kinds of KB allowed for.
pub const USUAL_BYTES: std::ops::RangeInclusive<usize> = 20 * 1024..=40_000;

/// A JPEG still to be made; [`Jpeg::default`] meets every file rule of the graduation photo.
#[derive(Clone, Debug)]
pub struct Jpeg {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Dots per inch in the JFIF header; `None` writes none.
    pub dpi: Option<u16>,
    /// Background colour.
    pub background: [u8; 3],
    /// Encoder's quality, 1 to 100; `None` looks for one from 60 up that lands near 30 KB.
    pub quality: Option<u8>,
    /// EXIF orientation, 1 to 8; `None` writes no EXIF at all.
    pub orientation: Option<u8>,
    /// Several passes instead of one from top to bottom.
    pub progressive: bool,
    /// What is wrong with the person.
    pub look: Look,
}

/// What is wrong with the mannequin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Nothing.
    #[default]
    Plain,
    /// Both eyes are closed.
    EyesClosed,
    /// The mouth is open and shows teeth.
    MouthOpen,
    /// A hat.
    Hat,
}

impl Default for Jpeg {
    fn default() -> Self {
        Self {
            width: 480,
            height: 640,
            dpi: Some(300),
            background: BLUE,
            quality: None,
            orientation: None,
            progressive: false,
            look: Look::Plain,
        }
    }
}

impl Jpeg {
    /// The finished file.
    pub fn bytes(&self) -> Vec<u8> {
        let pixels = portrait(self.look, self.width, self.height, self.background);
        match self.quality {
            Some(quality) => self.encode(&pixels, quality),
            None => {
                let files = (60..=96).step_by(4).map(|quality| self.encode(&pixels, quality));
                let files: Vec<_> = files.collect();
                let nearest = files.into_iter().min_by_key(|file| file.len().abs_diff(30_000));
                nearest.expect("there are qualities to try")
            }
        }
    }

    fn encode(&self, pixels: &RgbImage, quality: u8) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, quality);
        encoder.set_progressive(self.progressive);
        if let Some(dpi) = self.dpi {
            encoder.set_density(PixelDensity::dpi(dpi));
        }
        if let Some(orientation) = self.orientation {
            let exif = exif(orientation);
            encoder.add_exif_metadata(&exif).expect("a short EXIF block fits");
        }
        let (width, height) = (short(self.width), short(self.height));
        let written = encoder.encode(pixels, width, height, ColorType::Rgb);
        written.expect("a JPEG can be written");
        file
    }
}

/// A JPEG that meets every file rule: 480×640, 300 dpi, 24-bit, quality of 60 or more, 20 to 40 KB, plain light blue.
pub fn compliant() -> Vec<u8> {
    Jpeg::default().bytes()
}

/// As [`compliant`], but 413×579: the usual two-inch print instead of the electronic photo.
pub fn wrong_sized() -> Vec<u8> {
    Jpeg {
        width: 413,
        height: 579,
        ..Jpeg::default()
    }
    .bytes()
}

/// As [`compliant`], cut off after two thirds, as an interrupted transfer leaves it.
pub fn truncated() -> Vec<u8> {
    let mut file = compliant();
    file.truncate(file.len() * 2 / 3);
    file
}

/// A PNG of the right size and colour.
pub fn png() -> Vec<u8> {
    write(
        DynamicImage::ImageRgb8(portrait(Look::Plain, 480, 640, BLUE)),
        ImageFormat::Png,
    )
}

/// A PNG with 16 bits per channel.
pub fn png_16_bit() -> Vec<u8> {
    let pixels = portrait(Look::Plain, 480, 640, BLUE);
    let wide = ImageBuffer::from_fn(480, 640, |x, y| {
        Rgb(pixels.get_pixel(x, y).0.map(|value| u16::from(value) * 257))
    });
    write(DynamicImage::ImageRgb16(wide), ImageFormat::Png)
}

/// A lossless WebP of the right size and colour.
pub fn webp() -> Vec<u8> {
    write(
        DynamicImage::ImageRgb8(portrait(Look::Plain, 480, 640, BLUE)),
        ImageFormat::WebP,
    )
}

/// A Windows bitmap of the right size and colour.
pub fn bmp() -> Vec<u8> {
    let pixels = portrait(Look::Plain, 480, 640, BLUE);
    let (width, height) = pixels.dimensions();
    // Rows of three bytes a pixel need no filling at this width; they go from the bottom up, blue first.
    let rows = pixels.rows().rev();
    let body: Vec<u8> = rows
        .flat_map(|row| row.flat_map(|Rgb([r, g, b])| [*b, *g, *r]))
        .collect();
    let numbers = |numbers: &[u32]| -> Vec<u8> { numbers.iter().flat_map(|number| number.to_le_bytes()).collect() };
    let mut file = b"BM".to_vec();
    file.extend(numbers(&[54 + body.len() as u32, 0, 54, 40, width, height]));
    file.extend([1, 0, 24, 0]);
    // 300 dpi are 11811 dots a metre.
    file.extend(numbers(&[0, body.len() as u32, 11811, 11811, 0, 0]));
    file.extend(body);
    file
}

/// A complete GIF of one pixel.
pub fn gif() -> Vec<u8> {
    let mut file = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x64\xc5\xff\x00\x00\x00".to_vec();
    file.extend(b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;");
    file
}

/// The beginning of an iPhone's HEIC file, followed by nothing that could be decoded.
pub fn heic() -> Vec<u8> {
    let mut file = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic".to_vec();
    file.extend(b"\x00\x00\x00\x0cmeta\x00\x00\x00\x00");
    file.extend([0_u8; 4096]);
    file
}

/// A JPEG in four print colours (CMYK), 480×640, 300 dpi.
pub fn cmyk() -> Vec<u8> {
    let pixels = portrait(Look::Plain, 480, 640, BLUE);
    let inks: Vec<u8> = pixels
        .pixels()
        .flat_map(|Rgb([r, g, b])| [255 - r, 255 - g, 255 - b, 0])
        .collect();
    encode_raw(&inks, ColorType::Cmyk)
}

/// A JPEG in shades of grey, 480×640, 300 dpi.
pub fn grey() -> Vec<u8> {
    let pixels = DynamicImage::ImageRgb8(portrait(Look::Plain, 480, 640, BLUE)).into_luma8();
    encode_raw(pixels.as_raw(), ColorType::Luma)
}

/// A JPEG of one pixel.
pub fn one_pixel() -> Vec<u8> {
    Jpeg {
        width: 1,
        height: 1,
        quality: Some(90),
        ..Jpeg::default()
    }
    .bytes()
}

/// A JPEG of few bytes whose header promises 30000×30000 pixels: 2.7 GB, if somebody believes it.
pub fn jpeg_bomb() -> Vec<u8> {
    let mut file = Jpeg {
        width: 64,
        height: 64,
        quality: Some(80),
        ..Jpeg::default()
    }
    .bytes();
    let frame = file.windows(2).position(|pair| pair == [0xFF, 0xC0]);
    let at = frame.expect("a baseline JPEG has a frame header") + 5;
    let size = 30_000_u16.to_be_bytes();
    file.splice(at..at + 4, [size, size].concat());
    file
}

/// A PNG of few bytes whose header promises 30000×30000 pixels.
pub fn png_bomb() -> Vec<u8> {
    let small = RgbImage::from_pixel(8, 8, Rgb(BLUE));
    let mut file = write(DynamicImage::ImageRgb8(small), ImageFormat::Png);
    let size = 30_000_u32.to_be_bytes();
    // Signature 8, chunk length 4, "IHDR" 4, then width and height.
    file.splice(16..24, [size, size].concat());
    let sum = crc32(file.get(12..29).expect("a PNG has a header"));
    file.splice(29..33, sum.to_be_bytes());
    file
}

/// Text, as somebody renames a document to `.jpg`.
pub fn not_an_image() -> Vec<u8> {
    "这不是照片，只是改了名字的文字。\n".repeat(40).into_bytes()
}

/// Makes a file of `length` bytes that begins like a JPEG and is empty after that; takes no room on most disks.
pub fn huge(path: &Path, length: u64) {
    std::fs::write(path, [0xFF, 0xD8, 0xFF, 0xE0]).expect("a file can be written");
    let file = File::options().write(true).open(path).expect("the file can be opened");
    file.set_len(length).expect("the file can be lengthened");
}

/// Every photo above with the name it is handed in under; for tests that go through all of them.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let with = |change: fn(&mut Jpeg)| {
        let mut jpeg = Jpeg::default();
        change(&mut jpeg);
        jpeg.bytes()
    };
    vec![
        ("compliant.jpg", compliant()),
        ("wrong-sized.jpg", wrong_sized()),
        ("truncated.jpg", truncated()),
        ("png-renamed.jpg", png()),
        ("right-named.png", png()),
        ("sixteen-bit.png", png_16_bit()),
        ("webp-renamed.jpg", webp()),
        ("gif-renamed.jpg", gif()),
        ("heic-renamed.jpg", heic()),
        ("cmyk.jpg", cmyk()),
        ("grey.jpg", grey()),
        ("one-pixel.jpg", one_pixel()),
        ("jpeg-bomb.jpg", jpeg_bomb()),
        ("png-bomb.png", png_bomb()),
        ("text.jpg", not_an_image()),
        ("empty.jpg", Vec::new()),
        ("sideways.jpg", with(|jpeg| jpeg.orientation = Some(6))),
        ("progressive.jpg", with(|jpeg| jpeg.progressive = true)),
        ("no-dpi.jpg", with(|jpeg| jpeg.dpi = None)),
        ("screen-dpi.jpg", with(|jpeg| jpeg.dpi = Some(72))),
        ("coarse.jpg", with(|jpeg| jpeg.quality = Some(30))),
        ("heavy.jpg", with(|jpeg| jpeg.quality = Some(100))),
        ("white.jpg", with(|jpeg| jpeg.background = [255, 255, 255])),
        ("red.jpg", with(|jpeg| jpeg.background = [200, 30, 40])),
        ("eyes-closed.jpg", with(|jpeg| jpeg.look = Look::EyesClosed)),
        ("mouth-open.jpg", with(|jpeg| jpeg.look = Look::MouthOpen)),
        ("hat.jpg", with(|jpeg| jpeg.look = Look::Hat)),
    ]
}

/// The mannequin before a plain background, at any size.
///
/// A fine grain lies on the person only (the background stays one exact colour) and is a fixed sequence, not chance.
fn portrait(look: Look, width: u32, height: u32, background: [u8; 3]) -> RgbImage {
    let file = match look {
        Look::Plain => include_bytes!("../data/mannequin/plain.png").as_slice(),
        Look::EyesClosed => include_bytes!("../data/mannequin/eyes-closed.png"),
        Look::MouthOpen => include_bytes!("../data/mannequin/mouth-open.png"),
        Look::Hat => include_bytes!("../data/mannequin/hat.png"),
    };
    let person = image::load_from_memory(file)
        .expect("the mannequin is a PNG")
        .into_rgba8();
    let mut state = 0x2545_F491_u32;
    let whole = RgbImage::from_fn(person.width(), person.height(), |x, y| {
        let [r, g, b, cover] = person.get_pixel(x, y).0;
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = if cover == 255 {
            i32::from((state >> 24) as u8 % 5) - 2
        } else {
            0
        };
        let mixed = |person: u8, wall: u8| {
            let (person, wall, cover) = (i32::from(person) + grain, i32::from(wall), i32::from(cover));
            ((person * cover + wall * (255 - cover) + 127) / 255).clamp(0, 255) as u8
        };
        let [wall_r, wall_g, wall_b] = background;
        Rgb([mixed(r, wall_r), mixed(g, wall_g), mixed(b, wall_b)])
    });
    if (width, height) == whole.dimensions() {
        return whole;
    }
    image::imageops::resize(&whole, width, height, FilterType::Triangle)
}

fn encode_raw(data: &[u8], color: ColorType) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 80);
    encoder.set_density(PixelDensity::dpi(300));
    encoder.encode(data, 480, 640, color).expect("a JPEG can be written");
    file
}

fn write(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("a picture can be written");
    file.into_inner()
}

fn short(size: u32) -> u16 {
    u16::try_from(size).expect("a JPEG has at most 65535 pixels a side")
}

/// A little-endian TIFF block with one entry: Orientation (0x0112), SHORT, 1 value.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    block
}

/// The checksum of a PNG chunk (ISO 3309), bit by bit: the chunk is short.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    })
}
