//! Small files that want to be read without end, one for each way that was found. Each test also says so by ending.

use super::tests::{lines, packed, pdf, stream, zipped};
use super::*;

/// A PDF of one page that shows `content`, with more objects from the sixth on.
fn page(content: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let own = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Resources<</Font<</F1 5 0 R>>>>>>".to_vec(),
        b"<</Type/Page/Contents 4 0 R>>".to_vec(),
        stream("", content),
        b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R>>".to_vec(),
    ];
    pdf(&[&own, more].concat())
}

#[test]
fn thousands_of_objects_at_one_place_of_a_pdf() {
    let pairs: String = (0..500).map(|n| format!("{} 0 ", 100 + n)).collect();
    let body = format!("{pairs}({})", "x".repeat(1_000_000));
    let dict = format!("/Type/ObjStm/N 500/First {}/Filter/FlateDecode", pairs.len());
    let file = page(b"", &[stream(&dict, &packed(body.as_bytes()))]);
    assert!(file.len() < 20_000);
    assert_eq!(read("a.pdf", &file).closed, Some(Closed::Swells));
}

#[test]
fn a_long_text_for_one_code_of_a_pdf() {
    let table = format!("1 beginbfchar <0001> <{}> endbfchar", "0041".repeat(20_000));
    let content = format!("/F1 12 Tf <{}> Tj", "0001".repeat(1000));
    let document = read("a.pdf", &page(content.as_bytes(), &[stream("", table.as_bytes())]));
    let shown: Vec<usize> = lines(&document).iter().map(|(_, text)| text.len()).collect();
    assert_eq!((shown, document.closed), (vec![16_000], None));
}

#[test]
fn objects_of_a_pdf_that_never_end() {
    let file = [page(b"", &[]), b" 1 0 obj [(".repeat(2000)].concat();
    assert_eq!(read("a.pdf", &file).closed, Some(Closed::Damaged));
}

#[test]
fn a_large_stream_of_a_pdf_that_comes_out_as_nothing() {
    let asked = format!("<</Type/Page/Contents[{}]>>", "6 0 R ".repeat(200));
    let parts = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]>>".to_vec(),
        asked.into_bytes(),
        Vec::new(),
        Vec::new(),
        stream("/Filter/FlateDecode", &vec![0; 1024 * 1024]),
    ];
    assert_eq!(read("a.pdf", &pdf(&parts)).closed, Some(Closed::Swells));
}

#[test]
fn branches_of_a_pdf_that_share_their_twigs() {
    let branch = |n: usize| {
        let kid = format!("<</Kids {} 0 R>>", n + 4);
        format!("[{kid}{kid}{kid}{kid}]").into_bytes()
    };
    let head = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids 3 0 R>>".to_vec(),
    ];
    let parts: Vec<Vec<u8>> = head.into_iter().chain((0..31).map(branch)).collect();
    assert_eq!(read("a.pdf", &pdf(&parts)).closed, Some(Closed::Damaged));
}

#[test]
fn a_long_text_that_many_cells_of_a_workbook_point_at() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(4_000_000));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(1000);
    let file = zipped(&[
        ("xl/workbook.xml", b"<workbook><sheet name=\"a\" id=\"r1\"/></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<a><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></a>",
        ),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><row>{cells}</row></worksheet>").as_bytes(),
        ),
    ]);
    let document = read("a.xlsx", &file);
    let kept: Vec<usize> = document.tables.iter().map(|table| table.rows[0].cells.len()).collect();
    assert_eq!((kept, document.closed), (vec![4], Some(Closed::TooBig)));
}

#[test]
fn two_cells_of_an_old_workbook_in_opposite_corners() {
    let bomb = crate::source::old_book::tests::bomb();
    assert_eq!(read("a.xls", &bomb).closed, Some(Closed::Swells));
}
