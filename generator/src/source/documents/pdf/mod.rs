//! Text of a PDF, page by page. A page that is a scan has none.

mod file;
mod font;
mod object;

use super::{Closed, Document};
use file::File;
use font::{Font, utf16};
use object::{Dict, Lexer, Object};
use std::collections::{BTreeMap, BTreeSet};

/// Pages that are read; no attachment has more.
const MAX_PAGES: usize = 5_000;

/// How deep drawings may lie in each other.
const DEEPEST: usize = 4;

/// Operators of one page that are looked at.
const MAX_OPERATORS: usize = 5_000_000;

/// Operands that stand before an operator; none takes as many.
const MAX_OPERANDS: usize = 64;

/// What is in a PDF.
pub(super) fn read(bytes: &[u8]) -> Document {
    let mut file = File::read(bytes);
    let mut document = Document {
        author: author(&file),
        ..Document::default()
    };
    let pages = pages(&file);
    if file.trouble.is_none() && pages.is_empty() {
        file.trouble = Some(Closed::Damaged);
    }
    if file.trouble != Some(Closed::Locked) {
        let mut fonts = BTreeMap::new();
        for (index, page) in pages.iter().enumerate() {
            let mut reader = Reader {
                file: &mut file,
                fonts: &mut fonts,
                text: String::new(),
                font: Font::default(),
                height: None,
                left: MAX_OPERATORS,
            };
            reader.page(page);
            let text = reader.text;
            for line in text.lines() {
                document.line(&format!("第 {} 页", index + 1), line);
            }
            if document.closed.is_some() {
                break;
            }
        }
    }
    document.closed = document.closed.or(file.trouble);
    document
}

fn author(file: &File<'_>) -> Option<String> {
    let bytes = file.entry(file.trailer("Info")?, "Author")?.text()?;
    let name = match bytes.strip_prefix(b"\xFE\xFF") {
        Some(rest) => utf16(rest),
        None => match std::str::from_utf8(bytes) {
            Ok(name) => name.to_owned(),
            Err(_) => encoding_rs::GBK.decode_without_bom_handling(bytes).0.into_owned(),
        },
    };
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// A page: what it shows, and what it uses for that.
#[derive(Debug, Clone, Default)]
struct Page {
    contents: Vec<u32>,
    resources: Dict,
}

/// The pages in their order; where the tree is broken, in the order of the file.
fn pages(file: &File<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    let root = file.trailer("Root").and_then(|root| file.entry(root, "Pages")?.dict());
    if let Some(root) = root {
        let mut seen = BTreeSet::new();
        collect(file, root, &Dict::new(), &mut seen, 0, &mut pages);
    }
    if pages.is_empty() {
        let loose = file.of_type("Page").take(MAX_PAGES);
        pages = loose.map(|dict| page(file, dict, &Dict::new())).collect();
    }
    pages
}

fn collect(
    file: &File<'_>,
    node: &Dict,
    inherited: &Dict,
    seen: &mut BTreeSet<u32>,
    depth: usize,
    pages: &mut Vec<Page>,
) {
    if pages.len() >= MAX_PAGES || depth > 32 {
        return;
    }
    let own = file
        .entry(node, "Resources")
        .and_then(Object::dict)
        .unwrap_or(inherited);
    match file.entry(node, "Kids") {
        Some(kids) => {
            for kid in kids.array() {
                let new = match kid {
                    Object::Ref(id) => seen.insert(*id),
                    _ => true,
                };
                if let Some(kid) = file.follow(kid).dict().filter(|_| new) {
                    collect(file, kid, own, seen, depth + 1, pages);
                }
            }
        }
        None => pages.push(page(file, node, own)),
    }
}

fn page(file: &File<'_>, dict: &Dict, inherited: &Dict) -> Page {
    let reference = |object: &Object| match object {
        Object::Ref(id) => Some(*id),
        _ => None,
    };
    let contents = match dict.get("Contents") {
        Some(Object::Ref(id)) => match file.follow(&Object::Ref(*id)) {
            Object::Array(parts) => parts.iter().filter_map(reference).collect(),
            _ => vec![*id],
        },
        Some(Object::Array(parts)) => parts.iter().filter_map(reference).collect(),
        _ => Vec::new(),
    };
    let resources = file
        .entry(dict, "Resources")
        .and_then(Object::dict)
        .unwrap_or(inherited);
    Page {
        contents,
        resources: resources.clone(),
    }
}

/// Follows the operators of a page and writes down its text.
struct Reader<'a, 'b> {
    file: &'a mut File<'b>,
    /// Fonts that were read, by their object's number.
    fonts: &'a mut BTreeMap<u32, Font>,
    text: String,
    font: Font,
    /// How high the last piece of text stands.
    height: Option<f64>,
    left: usize,
}

impl Reader<'_, '_> {
    fn page(&mut self, page: &Page) {
        let mut content = Vec::new();
        for id in &page.contents {
            content.extend(self.file.stream(*id).unwrap_or_default());
            content.push(b'\n');
        }
        self.content(&content, &page.resources, 0);
    }

    fn content(&mut self, bytes: &[u8], resources: &Dict, depth: usize) {
        let mut lexer = Lexer::new(bytes, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            let Object::Word(operator) = &object else {
                if operands.len() < MAX_OPERANDS {
                    operands.push(object);
                }
                continue;
            };
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                self.file.trouble.get_or_insert(Closed::TooBig);
                return;
            }
            match (operator.as_str(), operands.as_slice()) {
                ("ID", _) => lexer.skip_picture(),
                ("Do", [Object::Name(name)]) => self.drawing(name, resources, depth),
                ("Tf", [Object::Name(name), _]) => self.set_font(name, resources),
                (operator, operands) => self.operate(operator, operands),
            }
            operands.clear();
        }
    }

    fn operate(&mut self, operator: &str, operands: &[Object]) {
        match (operator, operands) {
            ("Tj", [Object::Text(text)]) => self.show(text),
            ("'", [Object::Text(text)]) | ("\"", [_, _, Object::Text(text)]) => {
                self.text.push('\n');
                self.show(text);
            }
            ("TJ", [Object::Array(items)]) => {
                for item in items {
                    match item {
                        Object::Text(text) => self.show(text),
                        // A gap as wide as a space, in thousandths of the type's size.
                        Object::Number(gap) if *gap < -200.0 => self.text.push(' '),
                        _ => {}
                    }
                }
            }
            ("Td" | "TD", [_, down]) => match down.number() {
                Some(0.0) => self.text.push(' '),
                _ => self.text.push('\n'),
            },
            ("T*", []) => self.text.push('\n'),
            ("Tm", [.., height]) => {
                let height = height.number();
                let same = matches!((height, self.height), (Some(a), Some(b)) if (a - b).abs() < 1.0);
                self.text.push(if same { ' ' } else { '\n' });
                self.height = height;
            }
            ("cm", _) => self.text.push('\n'),
            _ => {}
        }
    }

    fn show(&mut self, text: &[u8]) {
        self.font.decode(text, &mut self.text);
    }

    fn set_font(&mut self, name: &str, resources: &Dict) {
        let fonts = self.file.entry(resources, "Font").and_then(Object::dict);
        let Some(entry) = fonts.and_then(|fonts| fonts.get(name)).cloned() else {
            self.font = Font::default();
            return;
        };
        self.font = match &entry {
            Object::Ref(id) => match self.fonts.get(id) {
                Some(font) => font.clone(),
                None => {
                    let font = self.load_font(&entry);
                    self.fonts.insert(*id, font.clone());
                    font
                }
            },
            _ => self.load_font(&entry),
        };
    }

    fn load_font(&mut self, entry: &Object) -> Font {
        let Some(dict) = self.file.follow(entry).dict().cloned() else {
            return Font::default();
        };
        let composite = dict.get("Subtype").and_then(Object::name) == Some("Type0");
        let encoding = self
            .file
            .entry(&dict, "Encoding")
            .and_then(Object::name)
            .unwrap_or("Identity-H")
            .to_owned();
        let table = match dict.get("ToUnicode") {
            Some(Object::Ref(id)) => self.file.stream(*id),
            _ => None,
        };
        Font::new(composite.then_some(encoding.as_str()), table.as_deref())
    }

    /// A drawing that is used on the page may have text of its own.
    fn drawing(&mut self, name: &str, resources: &Dict, depth: usize) {
        let drawings = self.file.entry(resources, "XObject").and_then(Object::dict);
        let Some(Object::Ref(id)) = drawings.and_then(|drawings| drawings.get(name)).cloned() else {
            return;
        };
        let Some(dict) = self.file.follow(&Object::Ref(id)).dict().cloned() else {
            return;
        };
        if depth >= DEEPEST || dict.get("Subtype").and_then(Object::name) != Some("Form") {
            return;
        }
        let own = self
            .file
            .entry(&dict, "Resources")
            .and_then(Object::dict)
            .unwrap_or(resources)
            .clone();
        if let Some(content) = self.file.stream(id) {
            self.text.push('\n');
            self.content(&content, &own, depth + 1);
        }
    }
}
