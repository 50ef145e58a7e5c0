//! A notice on paper, in the shape of an official document (GB/T 9704): A4, its margins, 22 lines of 28 characters, page numbers.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};
use tassel_tests::site::placed_site;
use tassel_tests::{Browser, Server};

const NOTICE: &str = "foshan-12736-2025/notices/2024-04-10/index.html";

/// Millimetres in CSS pixels.
fn mm(length: f64) -> f64 {
    length * 96.0 / 25.4
}

/// Computed styles of the first element that matches.
fn style(browser: &Browser, css: &str, names: &[&str]) -> Vec<String> {
    let script = "const style = getComputedStyle(document.querySelector(arguments[0])); return arguments[1].map(name => style[name])";
    let found = browser.run(script, &[json!(css), json!(names)]);
    let found = found.as_array().unwrap().iter();
    found.map(|value| value.as_str().unwrap().to_owned()).collect()
}

fn points(pixels: &str) -> f64 {
    pixels.trim_end_matches("px").parse::<f64>().unwrap() * 0.75
}

#[test]
fn a_notice_prints_as_an_official_document() {
    let site = placed_site();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    browser.open(&server.url(NOTICE));
    let rule = "for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) if (rule instanceof CSSPageRule) return rule.cssText; return ''";
    let page = browser.run(rule, &[]);
    let page = page.as_str().unwrap();
    assert!(
        page.contains("margin: 37mm 26mm 35mm 28mm") && page.contains("size: a4"),
        "{page}"
    );
    assert!(
        page.contains("@bottom-center") && page.contains("counter(page)"),
        "{page}"
    );

    // The printed area as a window: what fits on a line of it fits on a line of the page.
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let size =
        json!({ "width": mm(156.0).round(), "height": mm(225.0).round(), "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", size);
    let title = style(&browser, "h1", &["fontSize", "textAlign", "color"]);
    assert!((points(&title[0]) - 22.0).abs() < 0.1, "{title:?}");
    assert_eq!(title[1..], ["center", "rgb(0, 0, 0)"]);
    let body = style(
        &browser,
        ".notice-body > p:not(.notice-to)",
        &["fontSize", "lineHeight", "textIndent", "textAlign"],
    );
    assert!(
        (points(&body[0]) - 16.0).abs() < 0.1 && (points(&body[2]) - 32.0).abs() < 0.1,
        "{body:?}"
    );
    assert_eq!(
        (225.0 / 25.4 * 72.0 / points(&body[1])).floor(),
        22.0,
        "lines on a page: {body:?}"
    );
    assert_eq!(body[3], "justify");
    let measure = "const p = document.createElement('p'); p.textContent = '国'.repeat(200); p.style.textIndent = '0'; document.querySelector('.notice-body').append(p);\
                   const range = document.createRange(), lines = new Map();\
                   for (let i = 0; i < 200; i++) { range.setStart(p.firstChild, i); range.setEnd(p.firstChild, i + 1); const y = Math.round(range.getBoundingClientRect().top); lines.set(y, (lines.get(y) || 0) + 1) }\
                   return [...lines.values()][0]";
    assert_eq!(browser.run(measure, &[]), 28, "characters in a line");
    for hidden in [
        ".site-head",
        ".site-foot",
        ".neighbours",
        ".notice-back",
        ".notice-summary",
        ".qr-fold",
    ] {
        assert_eq!(style(&browser, hidden, &["display"]), ["none"], "{hidden}");
    }
    let link = "const link = document.querySelector('.notice-body a[href^=http]'); return getComputedStyle(link, '::after').content";
    let link = browser.run(link, &[]);
    assert!(
        link.as_str().unwrap().contains('（'),
        "an address that can't be clicked is written out: {link}"
    );
}

#[test]
fn the_paper_is_a4() {
    let site = placed_site();
    let server = Server::start(&site.out());
    let browser = Browser::start();
    browser.open(&server.url(NOTICE));
    let answer: Value = browser.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true }));
    let pdf = BASE64_STANDARD.decode(answer["data"].as_str().unwrap()).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    let boxes: Vec<&str> = text
        .split("/MediaBox [")
        .skip(1)
        .filter_map(|rest| rest.split(']').next())
        .collect();
    assert!(boxes.len() >= 3, "a notice of several pages: {boxes:?}");
    for size in boxes {
        let numbers: Vec<f64> = size.split_whitespace().map(|number| number.parse().unwrap()).collect();
        assert!(
            (numbers[2] - 595.3).abs() < 1.0 && (numbers[3] - 841.9).abs() < 1.0,
            "{size}"
        );
    }
}
