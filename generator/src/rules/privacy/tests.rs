//! Hostile and merely odd texts: whatever is found, it lies in the text and nothing of it is shown.

use super::*;
use proptest::prelude::*;

#[test]
fn a_list_in_a_pdf_is_known_though_its_cells_stand_one_below_the_other() {
    let content = "BT /F1 12 Tf 1 0 0 1 50 700 Tm <D5D4B2E2CAD4> Tj 1 0 0 1 50 680 Tm (2022010101) Tj \
        1 0 0 1 50 660 Tm <C7AED1F9C0FD> Tj 1 0 0 1 50 640 Tm (2022010102) Tj ET";
    let file = format!(
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]>> endobj\n\
         3 0 obj <</Type/Page/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H>>>>>>>> endobj\n\
         4 0 obj <</Length {}>>\nstream\n{content}\nendstream endobj\ntrailer <</Root 1 0 R>>",
        content.len()
    );
    let document = crate::source::documents::read("a.pdf", file.as_bytes());
    let traces = table::traces("a.pdf", &document, &BTreeSet::new());
    let masks: Vec<&str> = traces.iter().map(|trace| trace.mask.as_str()).collect();
    assert_eq!(masks, ["赵**", "钱**"], "{document:?}");
    assert!(report::findings("a.pdf", traces).iter().all(|finding| finding.firm));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn places_lie_in_the_text(text in "[0-9０-９xX +.\\-:|，、\n#姓名学号单赵测试]{0,120}", name in prop_oneof![Just("a.md"), Just("a.yaml"), Just("a.csv")]) {
        for trace in text::traces(name, &text, &BTreeSet::new()) {
            let span = trace.place.span.unwrap();
            prop_assert_eq!(text.get(span.range), Some(trace.secret.as_str()));
        }
        request::check(name, &text);
    }

    #[test]
    fn no_number_that_was_found_is_said(text in "[0-9]{15,18}[xX]?( [0-9]{11}){0,2}") {
        let traces = text::traces("a.md", &text, &BTreeSet::new());
        let numbers: Vec<String> = traces.iter().map(|trace| trace.secret.clone()).collect();
        for finding in report::findings("a.md", traces) {
            let said = format!("{}{:?}{:?}{:?}", finding.message, finding.help, finding.note, finding.labels);
            for number in &numbers {
                prop_assert!(!said.contains(number), "{}", said);
            }
        }
    }
}
