//! Text of a PDF, page by page. A page that is a scan has none.

mod file;
mod font;
mod object;

use super::{Closed, Document, MAX_TEXT};
use file::File;
use font::{Font, utf16};
use object::{Dict, Lexer, Object};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Pages that are read; no attachment has more.
const MAX_PAGES: usize = 5_000;

/// Places in the tree of pages that are looked at.
const MAX_NODES: usize = 100_000;

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
        file.note(Closed::Damaged);
    }
    if file.trouble != Some(Closed::Locked) {
        let mut fonts = BTreeMap::new();
        for (index, page) in pages.iter().enumerate() {
            let mut reader = Reader {
                file: &mut file,
                fonts: &mut fonts,
                text: String::new(),
                font: Rc::default(),
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
    document.closed = document.closed.max(file.trouble);
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

/// A page, and what it uses to show something: its own, or what it has from the pages above it.
#[derive(Debug)]
struct Page {
    dict: Rc<Dict>,
    resources: Rc<Dict>,
}

/// The pages in their order; where the tree is broken, in the order of the file.
fn pages(file: &File<'_>) -> Vec<Page> {
    let mut tree = Tree {
        file,
        seen: BTreeSet::new(),
        left: MAX_NODES,
        pages: Vec::new(),
    };
    let none = Rc::default();
    if let Some(root) = file.trailer("Root").and_then(|root| file.entry(root, "Pages")?.dict()) {
        tree.collect(root, &none, 0);
    }
    let mut pages = tree.pages;
    if pages.is_empty() {
        let loose = file.of_type("Page").take(MAX_PAGES);
        pages = loose.map(|dict| page(file, dict, &none)).collect();
    }
    pages
}

/// The tree of pages while it is walked through.
struct Tree<'a> {
    file: &'a File<'a>,
    seen: BTreeSet<u32>,
    left: usize,
    pages: Vec<Page>,
}

impl Tree<'_> {
    fn collect(&mut self, node: &Rc<Dict>, inherited: &Rc<Dict>, depth: usize) {
        // Branches that share their twigs have no end, though each of them is short.
        self.left = self.left.saturating_sub(1);
        if self.pages.len() >= MAX_PAGES || depth > 32 || self.left == 0 {
            return;
        }
        let file = self.file;
        let page = page(file, node, inherited);
        let Some(kids) = file.entry(node, "Kids") else {
            self.pages.push(page);
            return;
        };
        for kid in kids.array() {
            let new = match kid {
                Object::Ref(id) => self.seen.insert(*id),
                _ => true,
            };
            if let Some(kid) = file.follow(kid).dict().filter(|_| new) {
                self.collect(kid, &page.resources, depth + 1);
            }
            if self.left == 0 {
                return;
            }
        }
    }
}

fn page(file: &File<'_>, dict: &Rc<Dict>, inherited: &Rc<Dict>) -> Page {
    let own = file.entry(dict, "Resources").and_then(Object::dict);
    Page {
        dict: Rc::clone(dict),
        resources: Rc::clone(own.unwrap_or(inherited)),
    }
}

/// The streams with what a page shows.
fn contents(file: &File<'_>, page: &Page) -> Vec<u32> {
    let reference = |object: &Object| match object {
        Object::Ref(id) => Some(*id),
        _ => None,
    };
    match page.dict.get("Contents") {
        Some(Object::Ref(id)) => match file.follow(&Object::Ref(*id)) {
            Object::Array(parts) => parts.iter().filter_map(reference).collect(),
            _ => vec![*id],
        },
        Some(Object::Array(parts)) => parts.iter().filter_map(reference).collect(),
        _ => Vec::new(),
    }
}

/// Follows the operators of a page and writes down its text.
struct Reader<'a, 'b> {
    file: &'a mut File<'b>,
    /// Fonts that were read, by their object's number.
    fonts: &'a mut BTreeMap<u32, Rc<Font>>,
    text: String,
    font: Rc<Font>,
    /// How high the last piece of text stands.
    height: Option<f64>,
    left: usize,
}

impl Reader<'_, '_> {
    fn page(&mut self, page: &Page) {
        let mut content = Vec::new();
        for id in contents(self.file, page) {
            if let Some(part) = self.file.stream(id) {
                content.extend(part);
                content.push(b'\n');
            }
        }
        self.content(&content, &page.resources, 0);
    }

    fn content(&mut self, bytes: &[u8], resources: &Rc<Dict>, depth: usize) {
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
                self.file.note(Closed::TooBig);
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
        if !text.is_empty() && !self.font.is_readable() {
            self.file.note(Closed::Drawings);
        }
        self.font.decode(text, &mut self.text, MAX_TEXT);
        if self.text.len() > MAX_TEXT {
            self.file.note(Closed::TooBig);
            self.left = 0;
        }
    }

    fn set_font(&mut self, name: &str, resources: &Dict) {
        let fonts = self.file.entry(resources, "Font").and_then(Object::dict);
        let Some(entry) = fonts.and_then(|fonts| fonts.get(name)) else {
            self.font = Rc::default();
            return;
        };
        let id = match entry {
            Object::Ref(id) => Some(*id),
            _ => None,
        };
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            self.font = Rc::clone(font);
            return;
        }
        let (mut font, table) = font(self.file, entry);
        if let Some(table) = table.and_then(|id| self.file.stream(id)) {
            font.read(&table);
        }
        self.font = Rc::new(font);
        self.fonts.extend(id.map(|id| (id, Rc::clone(&self.font))));
    }

    /// A drawing that is used on the page may have text of its own.
    fn drawing(&mut self, name: &str, resources: &Rc<Dict>, depth: usize) {
        let drawings = self.file.entry(resources, "XObject").and_then(Object::dict);
        let Some(Object::Ref(id)) = drawings.and_then(|drawings| drawings.get(name)) else {
            return;
        };
        let id = *id;
        let Some(dict) = self.file.target(id).and_then(Object::dict) else {
            return;
        };
        if depth >= DEEPEST || dict.get("Subtype").and_then(Object::name) != Some("Form") {
            return;
        }
        let own = self.file.entry(dict, "Resources").and_then(Object::dict);
        let own = Rc::clone(own.unwrap_or(resources));
        if let Some(content) = self.file.stream(id) {
            self.text.push('\n');
            self.content(&content, &own, depth + 1);
        }
    }
}

/// A font without its table, and where the table stands.
fn font(file: &File<'_>, entry: &Object) -> (Font, Option<u32>) {
    let Some(dict) = file.follow(entry).dict() else {
        return (Font::default(), None);
    };
    let composite = dict.get("Subtype").and_then(Object::name) == Some("Type0");
    let encoding = file.entry(dict, "Encoding").and_then(Object::name);
    let encoding = composite.then(|| encoding.unwrap_or("Identity-H"));
    let table = match dict.get("ToUnicode") {
        Some(Object::Ref(id)) => Some(*id),
        _ => None,
    };
    (Font::new(encoding), table)
}
