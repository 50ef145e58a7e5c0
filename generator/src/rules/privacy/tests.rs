//! Hostile and merely odd texts: whatever is found, it lies in the text and nothing of it is shown.

use super::*;
use proptest::prelude::*;

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
