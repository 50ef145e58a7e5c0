//! The offline edition: a self-check page with everything in it that it would otherwise fetch, so that it works from a disk.
//!
//! It works on HTML that our own templates made: attributes stand in double quotes, elements are closed. Under which names the page's script
//! finds what is inlined, `docs/offline-edition.md` says.

use super::Assets;
use super::assets::models;
use super::context::World;
use super::english::{attribute, name_of, tag_length};
use crate::i18n::Locale;
use crate::outputs::address;
use crate::pages::{Content, Page, css, decode, has_scheme, resolve};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What every part of it may do. The hashes of its own scripts and sheets come between; nothing can be asked for.
const POLICY: [&str; 3] = [
    "default-src 'none'; script-src",
    " 'wasm-unsafe-eval'; style-src",
    "; img-src blob: data:; connect-src 'none'; worker-src blob:; object-src 'none'; base-uri 'none'; form-action 'none'",
];

/// Elements whose content is no markup.
const RAW: [&str; 4] = ["script", "style", "title", "textarea"];

/// A finished edition as pages speak of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Edition {
    /// Path below the output folder.
    pub(super) path: &'static str,
    /// Bytes of the file.
    pub(super) bytes: usize,
    /// SHA-256 as hexadecimal digits, which every desktop system can work out by itself.
    pub(super) sha256: String,
}

impl Edition {
    /// What is to be said of the file of a language.
    pub(super) fn of(locale: Locale, bytes: &[u8]) -> Self {
        Self {
            path: path(locale),
            bytes: bytes.len(),
            sha256: sha256(bytes),
        }
    }
}

/// Where the file of a language lies, below the output folder.
fn path(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => "self-check.html",
        Locale::En => "en/self-check.html",
    }
}

/// The page that the file of this world's language is made from.
pub(super) fn page<'a>(world: &World<'_>) -> Page<'a> {
    Page {
        url: path(world.words.locale).to_owned(),
        title: world.words.get("nav.self_check").to_owned(),
        source: world.model.site.file.clone(),
        content: Content::Offline,
        locale: world.words.locale,
        twin: None,
    }
}

/// SHA-256 as hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string can't fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// Puts everything into the page `html`, whose place would be `url`. Links lead to the site below `base`; without one they become plain text.
pub(super) fn inline(html: &str, url: &str, assets: &Assets, base: Option<&str>) -> String {
    let mut page = Inlining {
        url,
        assets,
        base,
        out: String::with_capacity(html.len() + 16 * 1024 * 1024),
        policy_at: None,
        scripts: Vec::new(),
        script_hashes: Vec::new(),
        style_hashes: Vec::new(),
    };
    page.walk(html);
    page.with_policy()
}

struct Inlining<'a> {
    url: &'a str,
    assets: &'a Assets,
    base: Option<&'a str>,
    out: String,
    /// Where the policy goes once all hashes are known.
    policy_at: Option<usize>,
    /// Scripts in the order in which they run, when the page has been read.
    scripts: Vec<String>,
    script_hashes: Vec<String>,
    style_hashes: Vec<String>,
}

impl Inlining<'_> {
    fn walk(&mut self, html: &str) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let (text, tag) = rest.split_at(start);
            self.out.push_str(text);
            let length = if tag.starts_with("<!--") {
                tag.find("-->").map_or(tag.len(), |end| end + 3)
            } else {
                tag_length(tag)
            };
            let (tag, after) = tag.split_at(length);
            rest = after;
            let name = name_of(tag);
            if tag == "</body>" {
                self.bring_along();
            }
            if tag.starts_with("</") || !RAW.contains(&name) {
                self.tag(tag, name);
                continue;
            }
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            let (raw, after) = rest.split_at(end);
            let (close, after) = after.split_at(tag_length(after));
            rest = after;
            self.raw(tag, name, raw, close);
        }
        self.out.push_str(rest);
    }

    fn tag(&mut self, tag: &str, name: &str) {
        match name {
            "html" if !tag.starts_with("</") => {
                self.out
                    .push_str(&tag.replacen("<html", "<html data-edition=\"offline\"", 1));
            }
            "meta" if attribute(tag, "http-equiv") == Some("Content-Security-Policy") => {
                self.policy_at = Some(self.out.len());
            }
            "link" => self.link(tag),
            "a" => self.anchor(tag),
            "img" => self.picture(tag),
            _ => self.out.push_str(tag),
        }
    }

    /// Sheets and the icon come along; of what else a head points to, an offline page has no use.
    fn link(&mut self, tag: &str) {
        let asset = attribute(tag, "href").and_then(|href| self.asset(self.url, href));
        match (attribute(tag, "rel"), asset) {
            (Some("stylesheet"), Some((path, bytes))) => {
                let text = self.sheet(&path, &String::from_utf8_lossy(bytes)).replace("\r\n", "\n");
                let text = text.replace("</", "<\\/");
                self.style_hashes.push(source_of(&text));
                let media = attribute(tag, "media").map_or_else(String::new, |media| format!(" media=\"{media}\""));
                let _ = write!(self.out, "<style{media}>{text}</style>");
            }
            (Some("icon"), Some((path, bytes))) => {
                let _ = write!(self.out, "<link rel=\"icon\" href=\"{}\">", data(&path, bytes));
            }
            _ => {}
        }
    }

    /// A link to the site by its full address, or none where that is not known. Links inside the page stay.
    fn anchor(&mut self, tag: &str) {
        let Some(href) = attribute(tag, "href") else {
            return self.out.push_str(tag);
        };
        // An empty one is the page itself.
        if href.is_empty() || href.starts_with('#') || has_scheme(href) {
            return self.out.push_str(tag);
        }
        let end = href.find(['#', '?']).unwrap_or(href.len());
        let (path, tail) = href.split_at(end);
        let whole = self
            .base
            .map(|base| format!(" href=\"{}{tail}\"", address(base, &resolve(self.url, &decode(path)))));
        let written = format!(" href=\"{href}\"");
        self.out
            .push_str(&tag.replacen(&written, &whole.unwrap_or_default(), 1));
    }

    fn picture(&mut self, tag: &str) {
        let Some(src) = attribute(tag, "src") else {
            return self.out.push_str(tag);
        };
        if let Some((path, bytes)) = self.asset(self.url, src) {
            let written = format!(" src=\"{src}\"");
            let inlined = format!(" src=\"{}\"", data(&path, bytes));
            self.out.push_str(&tag.replacen(&written, &inlined, 1));
        }
    }

    /// An element whose content is no markup. Scripts with an address wait for the end, as `defer` has it.
    fn raw(&mut self, tag: &str, name: &str, raw: &str, close: &str) {
        if name == "script" {
            if let Some(src) = attribute(tag, "src") {
                let asset = self.asset(self.url, src);
                let text = asset.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
                self.scripts.extend(text);
                return;
            }
            if attribute(tag, "type").is_none() {
                self.script_hashes.push(source_of(raw));
            }
        } else if name == "style" {
            self.style_hashes.push(source_of(raw));
        }
        for part in [tag, raw, close] {
            self.out.push_str(part);
        }
    }

    /// The program, its models and the scripts, at the end of the body.
    fn bring_along(&mut self) {
        let program = [
            ("inline-wasm", "tassel_validator.wasm"),
            ("inline-glue", "tassel_validator.js"),
        ];
        let program = program.map(|(id, name)| (id.to_owned(), name.to_owned()));
        let models = models().into_iter().enumerate();
        let models = models.map(|(place, name)| (format!("inline-model-{place}"), name));
        for (id, name) in program.into_iter().chain(models) {
            let bytes = self.assets.path(&name).and_then(|path| self.assets.bytes(path));
            let _ = write!(self.out, "<script type=\"{DATA_TYPE}\" id=\"{id}\">");
            BASE64.encode_string(bytes.unwrap_or_default(), &mut self.out);
            self.out.push_str("</script>\n");
        }
        for script in std::mem::take(&mut self.scripts) {
            // Inside a string or a pattern, where alone these can stand, the backslash changes nothing.
            let text = script
                .replace("\r\n", "\n")
                .replace("</script", "<\\/script")
                .replace("<!--", "<\\!--");
            self.script_hashes.push(source_of(&text));
            let _ = writeln!(self.out, "<script>{text}</script>");
        }
    }

    fn with_policy(mut self) -> String {
        let listed = |hashes: &[String]| hashes.iter().map(|hash| format!(" {hash}")).collect::<String>();
        let styles = if self.style_hashes.is_empty() {
            " 'none'".to_owned()
        } else {
            listed(&self.style_hashes)
        };
        let [start, middle, end] = POLICY;
        let policy = [start, &listed(&self.script_hashes), middle, &styles, end].concat();
        let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        // A theme without a policy of its own gets one all the same.
        let after_head = || self.out.find("<head>").map(|at| at + "<head>".len());
        if let Some(at) = self.policy_at.or_else(after_head) {
            self.out.insert_str(at, &meta);
        }
        self.out
    }

    /// A sheet's text with the assets that it names inside it.
    fn sheet(&self, path: &str, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (written, range) in css::addresses(text) {
            let Some((target, bytes)) = self.asset(path, written) else {
                continue;
            };
            out.push_str(text.get(done..range.start).unwrap_or(""));
            out.push_str(&data(&target, bytes));
            done = range.end;
        }
        out.push_str(text.get(done..).unwrap_or(""));
        out
    }

    /// The asset that an address on the page or sheet `from` asks for.
    fn asset(&self, from: &str, written: &str) -> Option<(String, &[u8])> {
        if has_scheme(written) {
            return None;
        }
        let path = written.split(['#', '?']).next().unwrap_or("");
        let path = resolve(from, &decode(path));
        let bytes = self.assets.bytes(&path)?;
        Some((path, bytes))
    }
}

/// The type of a data block: no browser runs it, and it says how to read it.
pub(crate) const DATA_TYPE: &str = "application/octet-stream;base64";

/// A policy's name for a text that may run or style the page.
fn source_of(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(Sha256::digest(text)))
}

fn data(path: &str, bytes: &[u8]) -> String {
    let kind = match path.rsplit('.').next().unwrap_or("") {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "css" => "text/css",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    format!("data:{kind};base64,{}", BASE64.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Theme;

    fn site() -> Assets {
        let mut theme = Theme::default();
        let mut put = |name: &str, text: &str| theme.assets.insert(name.to_owned(), text.as_bytes().to_vec());
        put("site.css", "x{background:url(bg.png)}");
        put("bg.png", "png");
        put("site.js", "say('</script>')");
        Assets::new(&theme)
    }

    fn inlined(body: &str, base: Option<&str>) -> String {
        let assets = site();
        let path = |name: &str| assets.path(name).unwrap().to_owned();
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><meta http-equiv=\"Content-Security-Policy\" content=\"old\">\
             <link rel=\"stylesheet\" href=\"{}\"><link rel=\"alternate\" href=\"feed.xml\"></head>\
             <body>{body}<script src=\"{}\" defer></script></body></html>",
            path("site.css"),
            path("site.js"),
        );
        inline(&html, "self-check.html", &assets, base)
    }

    #[test]
    fn nothing_is_left_to_fetch_and_the_policy_names_what_is_inside() {
        let page = inlined("", None);
        let style = "x{background:url(data:image/png;base64,cG5n)}";
        let script = "say('<\\/script>')";
        assert!(page.contains(&format!("<style>{style}</style>")), "{}", &page[..900]);
        assert!(page.ends_with(&format!("<script>{script}</script>\n</body></html>")));
        assert!(!page.contains("feed.xml") && !page.contains("src=\"") && !page.contains("\"old\""));
        let expected = format!(
            "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {};",
            source_of(script),
            source_of(style)
        );
        assert!(page.contains(&expected), "{}", &page[..900]);
        assert!(page.starts_with("<!doctype html><html data-edition=\"offline\" lang=\"en\">"));
    }

    #[test]
    fn links_lead_to_the_site_or_nowhere() {
        let body = "<a class=\"x\" href=\"a/index.html#b\">c</a><a href=\"#d\">e</a><a href=\"tel:1\">f</a>";
        let kept = "<a href=\"#d\">e</a><a href=\"tel:1\">f</a>";
        let known = inlined(body, Some("https://s.cn/"));
        assert!(known.contains(&format!("<a class=\"x\" href=\"https://s.cn/a/#b\">c</a>{kept}")));
        assert!(inlined(body, None).contains(&format!("<a class=\"x\">c</a>{kept}")));
    }
}
