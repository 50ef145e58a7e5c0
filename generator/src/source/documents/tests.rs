//! Documents made on the spot, whole and broken.

use super::*;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

pub(super) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_author("赵测试"));
    let sheet = book.add_worksheet();
    sheet.set_name("名单").unwrap();
    sheet.write(0, 0, "姓名").unwrap();
    sheet.write(0, 2, "电话").unwrap();
    sheet.write(11, 0, "钱样例").unwrap();
    sheet.write(11, 2, 13_800_000_000_f64).unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("底稿").unwrap().set_hidden(true);
    hidden.write(0, 27, "藏在这里").unwrap();
    hidden
        .insert_note(0, 0, &rust_xlsxwriter::Note::new("批注里的话"))
        .unwrap();
    book.save_to_buffer().unwrap()
}

const WORD: &str = "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>\
    <w:p><w:r><w:t>第一段 &amp; </w:t></w:r><w:r><w:t>后半</w:t></w:r></w:p>\
    <w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>\
    <w:tr><w:tc><w:p><w:r><w:t>赵测试</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2022010101</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
    </w:body></w:document>";

fn word() -> Vec<u8> {
    let core = "<c:coreProperties xmlns:c=\"c\" xmlns:dc=\"d\"><dc:creator>赵测试</dc:creator></c:coreProperties>";
    zipped(&[
        ("word/document.xml", WORD.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

pub(super) fn stream(dict: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>stream\n", body.len());
    [head.as_bytes(), body, b"\nendstream"].concat()
}

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF with a table of characters, as word processors write them: codes are numbers of drawings.
fn portable() -> Vec<u8> {
    let table = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfchar <0003> <8D75> endbfchar\n\
        1 beginbfrange <0010> <0019> <0030> endbfrange\n2 beginbfrange <0020> <0021> [<6D4B> <8BD5>] endbfrange";
    let content = "BT /F1 12 Tf 1 0 0 1 50 700 Tm <000300200021> Tj 100 0 Td [<0012> -300 <0010>] TJ ET\n\
        q BI /W 1 ID \u{1}( EI Q\nBT /F1 12 Tf 1 0 0 1 50 680 Tm <0011> Tj ET";
    let parts: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R>>>>>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_vec(),
        stream("/Filter/FlateDecode", &packed(content.as_bytes())),
        b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R>>".to_vec(),
        stream("/Filter/FlateDecode", &packed(table.as_bytes())),
        "<</Author<FEFF8D756D4B8BD5>>>".as_bytes().to_vec(),
    ];
    pdf(&parts)
}

/// A PDF with these objects, of which the first is the catalogue and the seventh tells of the author.
pub(super) fn pdf(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    for (index, part) in parts.iter().enumerate() {
        file.extend(format!("{} 0 obj\n", index + 1).as_bytes());
        file.extend(part);
        file.extend(b"\nendobj\n");
    }
    file.extend(b"trailer\n<</Root 1 0 R/Info 7 0 R>>\n%%EOF");
    file
}

pub(super) fn lines(document: &Document) -> Vec<(&str, &str)> {
    document
        .lines
        .iter()
        .map(|line| (line.place.as_str(), line.text.as_str()))
        .collect()
}

#[test]
fn every_sheet_of_a_workbook_is_read() {
    let document = read("a.xlsx", &workbook());
    assert_eq!(document.author.as_deref(), Some("赵测试"));
    let cells = |table: &Table| -> Vec<(usize, usize, String)> {
        let of_row = |row: &Row| {
            row.cells
                .iter()
                .map(|(at, text)| (row.number, *at, text.clone()))
                .collect::<Vec<_>>()
        };
        table.rows.iter().flat_map(of_row).collect()
    };
    let [first, hidden] = document.tables.as_slice() else {
        panic!("{document:?}")
    };
    let expected = [
        (1, 0, "姓名"),
        (1, 2, "电话"),
        (12, 0, "钱样例"),
        (12, 2, "13800000000"),
    ];
    assert_eq!(
        cells(first),
        expected.map(|(row, column, text)| (row, column, text.to_owned()))
    );
    assert_eq!(first.place(12, 2), "工作表“名单”第 12 行 C 列");
    assert_eq!(hidden.place(1, 27), "工作表“底稿”第 1 行 AB 列");
    assert!(lines(&document).contains(&("批注", "批注里的话")), "{document:?}");
    assert_eq!(document.closed, None);
}

#[test]
fn paragraphs_and_tables_of_a_document_are_read() {
    let document = read("a.docx", &word());
    assert_eq!(lines(&document), [("第 1 段", "第一段 & 后半")]);
    assert_eq!(document.tables.len(), 1);
    assert_eq!(
        document.tables[0].rows[1].cells,
        [(0, "赵测试".to_owned()), (1, "2022010101".to_owned())]
    );
    assert_eq!(document.tables[0].place(2, 1), "第 1 个表格第 2 行第 2 列");
    assert_eq!(document.author.as_deref(), Some("赵测试"));
}

#[test]
fn pages_of_a_pdf_are_read_through_the_fonts_own_table() {
    let document = read("a.pdf", &portable());
    assert_eq!(lines(&document), [("第 1 页", "赵测试 2 0"), ("第 1 页", "1")]);
    assert_eq!((document.author.as_deref(), document.closed), (Some("赵测试"), None));
}

#[test]
fn archives_are_looked_into_one_level_deep() {
    let inner = zipped(&[("b.txt", "里层\n".as_bytes())]);
    let archive = zipped(&[("a.docx", &word()), ("b.zip", &inner)]);
    let document = read("a.zip", &archive);
    assert!(
        lines(&document).contains(&("压缩包里的“a.docx”第 1 段", "第一段 & 后半")),
        "{document:?}"
    );
    assert_eq!(document.closed, Some(Closed::Archive));
    assert!(!lines(&document).iter().any(|(_, text)| text.contains("里层")));
}

#[test]
fn what_swells_or_is_locked_says_so() {
    let bomb = vec![b' '; 60 * 1024 * 1024];
    let bomb = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &bomb)]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(read("a.xlsx", &bomb).closed, Some(Closed::Swells));
    let locked = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R/Encrypt 2 0 R>>";
    assert_eq!(read("a.pdf", locked).closed, Some(Closed::Locked));
    assert_eq!(read("a.xlsx", b"not a workbook").closed, Some(Closed::Damaged));
    assert_eq!(read("a.rar", b"Rar!\x1a\x07\x00").closed, Some(Closed::Archive));
}

#[test]
fn what_can_be_read_in_part_only_says_so() {
    let wide: Vec<u8> = "号码 13800000000\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let document = read("a.csv", &wide);
    assert!(
        lines(&document).iter().any(|(_, text)| text.contains("13800000000")),
        "{document:?}"
    );
    assert_eq!(document.closed, Some(Closed::Damaged));
    let rich = read("a.rtf", b"{\\rtf1 13800000000}");
    assert_eq!((rich.lines.len(), rich.closed), (1, Some(Closed::Foreign)));
    let binary = zipped(&[("xl/workbook.bin", b"")]);
    assert_eq!(read("a.xlsb", &binary).closed, Some(Closed::Foreign));
    for (name, bytes) in [("a.tar", &[0; 10][..]), ("a.bz2", b"BZh9"), ("a.xz", b"\xFD7zXZ\0")] {
        assert_eq!(read(name, bytes).closed, Some(Closed::Archive), "{name}");
    }
    let broken = WORD.replace("赵测试", "赵<!测试");
    assert_eq!(
        read("a.docx", &zipped(&[("word/document.xml", broken.as_bytes())])).closed,
        Some(Closed::Damaged)
    );
    let mut drawn = portable();
    let table = drawn.windows(10).position(|part| part == b"/ToUnicode").unwrap();
    drawn[table + 1] = b'X';
    assert_eq!(read("a.pdf", &drawn).closed, Some(Closed::Drawings));
}

#[test]
fn pictures_within_other_files_are_looked_at() {
    let inner = zipped(&[("b.txt", b"")]);
    let files: [(&str, &[u8]); 4] = [("a.txt", b"\0"), ("b.zip", &inner), ("c.png", &png()), ("d.docx", b"")];
    let archive = read("a.zip", &zipped(&files));
    assert_eq!(archive.closed, Some(Closed::Damaged), "the worst of all reasons");
    let letter = zipped(&[
        ("word/document.xml", WORD.as_bytes()),
        ("word/media/image1.png", &png()),
    ]);
    for picture in [archive.picture, read("a.docx", &letter).picture] {
        let picture = picture.unwrap();
        assert_eq!((picture.tells.len(), picture.strippable), (2, false));
    }
}

/// A picture of one pixel with a place, a turn and a remark in it.
fn png() -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    block.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    block.extend(b"\0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\x38\0\0\0\0");
    block.extend([0, 0, 0, 22, 0, 0, 0, 1, 0, 0, 0, 32, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 1]);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 1, 1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.add_text_chunk("Author".to_owned(), "Z".to_owned()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::eXIf, &block).unwrap();
    writer.write_image_data(&[100, 197, 255]).unwrap();
    writer.finish().unwrap();
    file
}

#[test]
fn a_cleaned_picture_keeps_its_pixels_and_its_turn_and_nothing_else() {
    let original = png();
    let found = read("a.png", &original).picture.unwrap();
    let words: Vec<&str> = found.tells.iter().map(|tell| tell.word()).collect();
    assert_eq!(words, ["拍摄地点（GPS）", "拍摄者或相机主人的名字"]);
    let cleaned = clean("a.png", &original).unwrap().bytes;
    assert!(read("a.png", &cleaned).picture.is_none());
    assert!(strip(&cleaned).is_none(), "nothing is left to strip");
    let remark = b"\0\0\0\x03tEXta\0b\0\0\0\0";
    let head = cleaned.windows(4).position(|part| part == b"IDAT").unwrap() - 4;
    let again = strip(&[&cleaned[..head], remark, &cleaned[head..]].concat()).unwrap();
    assert_eq!(again, cleaned, "its block with the turn stays the only one");
    let pixels = |bytes: &[u8]| {
        let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        (
            pixels,
            reader.info().exif_metadata.clone().map(|block| block.into_owned()),
        )
    };
    let (before, _) = pixels(&original);
    let (after, block) = pixels(&cleaned);
    assert_eq!(before, after);
    assert_eq!(exif::orientation(&exif::block(&block.unwrap()).unwrap()), Some(6));
}

#[test]
fn a_webp_is_cleaned_too() {
    let chunk = |name: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [name, &length, body, &[0][..body.len() % 2]].concat()
    };
    let xmp = chunk(b"XMP ", b"<x exif:GPSLatitude='22,1N'/>");
    let inside = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[0x04, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        chunk(b"VP8 ", b"pixel"),
        xmp,
    ]
    .concat();
    let file = [
        b"RIFF".to_vec(),
        u32::try_from(inside.len()).unwrap().to_le_bytes().to_vec(),
        inside,
    ]
    .concat();
    let cleaned = clean("a.webp", &file).unwrap().bytes;
    assert!(read("a.webp", &cleaned).picture.is_none());
    assert_eq!(cleaned.len(), file.len() - 8 - 30);
    assert_eq!(cleaned[20], 0, "the head no longer promises XMP");
    assert_eq!(
        usize::try_from(u32::from_le_bytes(cleaned[4..8].try_into().unwrap())).unwrap(),
        cleaned.len() - 8
    );
}

/// One file of each kind.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.xlsx", workbook()),
        ("a.docx", word()),
        ("a.pdf", portable()),
        ("a.png", png()),
        ("a.zip", zipped(&[("a.docx", &word())])),
        (
            "a.jpg",
            b"\xFF\xD8\xFF\xE1\0\x10Exif\0\0MM\0*\0\0\0\x08\xFF\xDA\0\x02abc\xFF\xD9".to_vec(),
        ),
        ("a.doc", b"\xD0\xCF\x11\xE0 1\x003\x008\x00".to_vec()),
        ("a.webp", b"RIFF\x10\0\0\0WEBPXMP \x04\0\0\0abcd".to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_are_too_much(bytes in proptest::collection::vec(any::<u8>(), 0..400), which in 0..8_usize) {
        let (name, whole) = &samples()[which];
        let head = whole.get(..whole.len().min(12)).unwrap();
        open(name, &[head, &bytes].concat(), true);
        strip(&[head, &bytes].concat());
    }

    #[test]
    fn broken_files_are_survived(which in 0..8_usize, at in any::<prop::sample::Index>(), byte in any::<u8>(), end in any::<prop::sample::Index>()) {
        let (name, mut bytes) = samples().swap_remove(which);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        open(name, &bytes, true);
        strip(&bytes);
        let end = end.index(bytes.len());
        open(name, &bytes[..end], true);
        strip(&bytes[..end]);
    }
}
