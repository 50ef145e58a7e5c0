//! The links and pictures of a body as they were written, to point at one.

use super::options;
use pulldown_cmark::{Event, LinkType, Parser, Tag};
use std::collections::BTreeMap;
use std::ops::Range;

/// The address of each link and picture, with the bytes of `body` where it stands. What is inserted as a fact isn't there yet.
pub(crate) fn links(body: &str) -> Vec<(String, Range<usize>)> {
    let parser = Parser::new_ext(body, options());
    let definitions: BTreeMap<String, Range<usize>> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| {
            let place = inside(body, &definition.dest, definition.span.clone(), "]:");
            (definition.dest.to_string(), place)
        })
        .collect();
    let link = |(event, range): (Event<'_>, Range<usize>)| match event {
        Event::Start(
            Tag::Link {
                dest_url, link_type, ..
            }
            | Tag::Image {
                dest_url, link_type, ..
            },
        ) => {
            let defined = matches!(
                link_type,
                LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
            );
            let place = match definitions.get(&*dest_url).filter(|_| defined) {
                Some(place) => place.clone(),
                None => inside(body, &dest_url, range, "]("),
            };
            Some((dest_url.into_string(), place))
        }
        _ => None,
    };
    parser.into_offset_iter().filter_map(link).collect()
}

/// The address itself inside of its link or definition, behind `mark`; the whole where it is written with escapes.
fn inside(body: &str, address: &str, whole: Range<usize>, mark: &str) -> Range<usize> {
    let start = body.get(whole.clone()).and_then(|text| {
        let target = text.rfind(mark).map_or(0, |middle| middle + mark.len());
        Some(whole.start + target + text.get(target..)?.find(address)?)
    });
    match start.filter(|_| !address.is_empty()) {
        Some(start) => start..start + address.len(),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_place() {
        let body =
            "见[x.html](x.html \"t\")、![图](a/图.png)和[甲][one]、`[no](no)`、<https://a.cn/>。\n\n[one]: /y/#z\n";
        let found = links(body);
        let texts: Vec<&str> = found.iter().map(|(_, range)| &body[range.clone()]).collect();
        assert_eq!(texts, ["x.html", "a/图.png", "/y/#z", "https://a.cn/"]);
        assert_eq!(found[0].1.start, body.find("(x.html").unwrap() + 1);
    }

    proptest::proptest! {
        #[test]
        fn places_lie_inside(body in "(\\[x\\]|\\(a b\\)|\\(<y>\\)|\\(z\\)|\\[x\\]: z|[!\n`\\\\中]){0,20}") {
            for (_, range) in links(&body) {
                proptest::prop_assert!(body.get(range).is_some());
            }
        }
    }
}
