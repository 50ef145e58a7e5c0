//! What a theme's style sheets ask for: files of its `assets/`, under the names that they have there.

use super::L601;
use super::address::{decode, has_scheme, resolve};
use super::css;
use crate::diagnostics::{Finding, Sources, Span};
use std::collections::BTreeMap;

/// Checks the style sheets among a theme's assets (name → bytes). Published files have other names, so that every address must be one of an
/// asset; `folder` is the theme's, for messages, and the text of a faulty sheet is added to the sources.
pub(crate) fn check_styles(folder: &str, assets: &BTreeMap<String, Vec<u8>>, sources: &mut Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, bytes) in assets.iter().filter(|(name, _)| name.ends_with(".css")) {
        let text = String::from_utf8_lossy(bytes);
        let file = format!("{folder}/assets/{name}");
        let before = findings.len();
        for (address, range) in css::addresses(&text) {
            findings.extend(fault(name, address, assets).map(|finding| {
                finding.at(Span {
                    file: file.clone(),
                    range,
                })
            }));
        }
        if findings.len() > before {
            sources.insert(file, text.into_owned());
        }
    }
    findings
}

fn fault(sheet: &str, address: &str, assets: &BTreeMap<String, Vec<u8>>) -> Option<Finding> {
    let path = address.split(['#', '?']).next().unwrap_or("");
    if path.is_empty() || has_scheme(address) {
        return None;
    }
    let wanted = resolve(sheet, &decode(path));
    if !path.starts_with('/') && assets.contains_key(&wanted) {
        return None;
    }
    let small = wanted.to_lowercase();
    let near = assets.keys().find(|name| name.to_lowercase() == small);
    Some(match near.filter(|_| !path.starts_with('/')) {
        Some(right) => Finding::of(&L601, format!("样式里的大小写不对：写的是 {address}，主题里是 {right}"))
            .help(format!("改成 {right} 的写法；网站的服务器分大小写")),
        None => Finding::of(&L601, format!("样式要用的文件不在主题里：{address}")).help(format!(
            "把文件放进主题的 assets/，按相对于 {sheet} 的路径写，不以 / 开头"
        )),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_ask_for_assets_by_their_names() {
        let sheet = "@import 'print.css';a{background:url(img/Bg.png)}b{background:url(img/bg.png?v=2)}c{src:url(/img/bg.png)}\
                     d{mask:url(data:image/png;base64,AA)}e{fill:url(#grad)}f{src:url(none.woff2)}";
        let assets = BTreeMap::from([
            ("site.css".to_owned(), sheet.as_bytes().to_vec()),
            ("print.css".to_owned(), Vec::new()),
            ("img/bg.png".to_owned(), Vec::new()),
        ]);
        let mut sources = Sources::default();
        let found = check_styles("themes/own", &assets, &mut sources);
        let marked: Vec<&str> = found
            .iter()
            .map(|finding| {
                let span = finding.primary.as_ref().unwrap();
                &sources.get(&span.file).unwrap()[span.range.clone()]
            })
            .collect();
        assert_eq!(marked, ["img/Bg.png", "/img/bg.png", "none.woff2"]);
        assert!(found[0].message.contains("大小写"), "{}", found[0].message);
    }
}
