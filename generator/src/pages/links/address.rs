//! Where a written address leads: to a file of the site and an anchor in it, or to another site.

use percent_encoding::percent_decode_str;

/// A file of the site, and a place on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lead {
    /// Path below the output folder; begins with `../` when it leads out of the site.
    pub(crate) file: String,
    /// What stands behind `#`, decoded; none where that is the page's beginning.
    pub(crate) anchor: Option<String>,
}

/// The file of the site that an address on the page `url` asks for; `None` for other sites. `base` is the site's own full address.
pub(crate) fn lead(url: &str, written: &str, base: Option<&str>) -> Option<Lead> {
    let written = written.trim();
    let own = base.and_then(|base| below(written, base));
    if written.is_empty() || (own.is_none() && has_scheme(written)) {
        return None;
    }
    let (path, anchor) = own.unwrap_or(written).split_once('#').map_or_else(
        || (own.unwrap_or(written), None),
        |(path, anchor)| (path, Some(decode(anchor))),
    );
    let path = path.split('?').next().unwrap_or(path);
    // The page for missing addresses is served at any depth and may only use the site's base.
    if url == "404.html" && own.is_none() && path.starts_with('/') {
        return None;
    }
    let file = match own {
        Some(_) => resolve("", &decode(path)),
        None if path.is_empty() => url.to_owned(),
        None => resolve(url, &decode(path)),
    };
    // HTML's own rules: `#top` is every page's beginning, and `#:~:text=` no anchor at all.
    let anchor = anchor.filter(|anchor| !anchor.is_empty() && anchor != "top" && !anchor.starts_with(":~:"));
    Some(Lead { file, anchor })
}

/// The rest of an address of this very site.
fn below<'t>(written: &'t str, base: &str) -> Option<&'t str> {
    let rest = written.strip_prefix(base.trim_end_matches('/'))?;
    (rest.is_empty() || rest.starts_with(['/', '#', '?'])).then_some(rest)
}

/// Whether an address names its way (`https:`, `mailto:`) or another host (`//`).
pub(crate) fn has_scheme(written: &str) -> bool {
    let scheme = written.split([':', '/', '?', '#']).next().unwrap_or("");
    written.starts_with("//")
        || (written.get(scheme.len()..).is_some_and(|rest| rest.starts_with(':'))
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
}

/// The file of the site that `path`, written on the page `url` and percent-encoded or not, leads to; a folder stands for its
/// `index.html`.
pub fn file_of(url: &str, path: &str) -> String {
    resolve(url, &decode(path))
}

/// The file that a relative path leads to; a folder stands for its `index.html`. What climbs out of the site begins with `../`.
pub(crate) fn resolve(url: &str, path: &str) -> String {
    let folder = url.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return format!("../{}", path.trim_start_matches("../"));
                }
            }
            part => parts.push(part),
        }
    }
    let is_folder = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    if is_folder || parts.is_empty() {
        parts.push("index.html");
    }
    parts.join("/")
}

/// Percent signs resolved; what isn't UTF-8 then leads nowhere.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A file of the site as people see it in the address line: `/a/faq/` for `a/faq/index.html`.
pub(crate) fn shown(file: &str) -> String {
    match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{file}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(url: &str, written: &str) -> Option<String> {
        let lead = lead(url, written, Some("https://a.cn/x/"))?;
        Some(match lead.anchor {
            Some(anchor) => format!("{}#{anchor}", lead.file),
            None => lead.file,
        })
    }

    #[test]
    fn addresses_lead_to_files() {
        let cases = [
            ("a/b/index.html", "../c.html#x", Some("a/c.html#x")),
            ("a/b/index.html", "../", Some("a/index.html")),
            ("a/b/index.html", "..", Some("a/index.html")),
            ("a/b/index.html", "/a/?q=1#%E4%B8%80", Some("a/index.html#一")),
            ("a/b/index.html", "#top", Some("a/b/index.html")),
            ("a/b/index.html", "?page=2", Some("a/b/index.html")),
            ("a/index.html", "v1.", Some("a/v1.")),
            ("a/index.html", "../../x", Some("../x")),
            ("a/index.html", " %E4%B8%80.pdf ", Some("a/一.pdf")),
            ("a/index.html", "https://a.cn/x/b/#c", Some("b/index.html#c")),
            ("a/index.html", "https://a.cn/x", Some("index.html")),
            ("a/index.html", "https://a.cn/xy", None),
            ("a/index.html", "mailto:a@b.cn", None),
            ("a/index.html", "//a.cn/x/", None),
            ("404.html", "/anything.html", None),
            ("a/index.html", "", None),
        ];
        for (url, written, expected) in cases {
            assert_eq!(to(url, written).as_deref(), expected, "{written} on {url}");
        }
    }

    #[test]
    fn files_are_shown_as_addresses() {
        assert_eq!(shown("a/faq/index.html"), "/a/faq/");
        assert_eq!(shown("index.html"), "/");
        assert_eq!(shown("a/oldindex.html"), "/a/oldindex.html");
    }
}
