//! Documents (.docx) and slides (.pptx): paragraphs and tables.

use super::package::Package;
use super::xml::{Node, walk};
use super::{Closed, Document, Row, Table};

/// Reads every part that holds text, notes and comments included.
///
/// # Errors
/// When a part can't be unpacked; the parts before it have been read.
pub(super) fn read(package: &mut Package<'_>, document: &mut Document) -> Result<(), Closed> {
    let mut parts: Vec<(usize, String)> = package
        .names()
        .iter()
        .filter(|name| name.ends_with(".xml") && holds_text(name))
        .map(|name| (number(name), name.clone()))
        .collect();
    parts.sort();
    let mut reader = Walker::default();
    for (number, name) in parts {
        let bytes = package.part(&name)?;
        let slide = name.starts_with("ppt/slides/") || name.starts_with("ppt/notesSlides/");
        reader.page = slide.then(|| format!("第 {number} 页"));
        let whole = walk(&bytes, |node| {
            reader.take(node, document);
            document.closed != Some(Closed::TooBig)
        });
        if !whole {
            document.close(Closed::Damaged);
        }
        reader.end_line(document);
    }
    Ok(())
}

fn holds_text(name: &str) -> bool {
    let word = ["document", "header", "footer", "footnotes", "endnotes", "comments"];
    let in_word = name
        .strip_prefix("word/")
        .is_some_and(|rest| word.iter().any(|start| rest.starts_with(start)));
    in_word || name.starts_with("ppt/slides/slide") || name.starts_with("ppt/notesSlides/notes")
}

/// The number in a part's name: slide12.xml is the twelfth.
fn number(name: &str) -> usize {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// What has been seen so far.
#[derive(Default)]
struct Walker {
    page: Option<String>,
    paragraph: usize,
    tables: usize,
    /// Open tables, the innermost last.
    open: Vec<Table>,
    line: String,
    in_text: bool,
}

impl Walker {
    fn take(&mut self, node: Node<'_>, document: &mut Document) {
        match node {
            Node::Open("tbl", _) => {
                self.end_line(document);
                self.tables += 1;
                let place = format!("{}第 {} 个表格", self.page.clone().unwrap_or_default(), self.tables);
                self.open.push(Table {
                    place,
                    ..Table::default()
                });
            }
            Node::Close("tbl") => {
                if let Some(table) = self.open.pop() {
                    document.table(table);
                }
            }
            Node::Open("tr", _) => {
                if let Some(table) = self.open.last_mut() {
                    let number = table.rows.len() + 1;
                    table.rows.push(Row {
                        number,
                        cells: Vec::new(),
                    });
                }
            }
            Node::Close("tc") => self.end_cell(),
            Node::Open("t" | "delText", _) => self.in_text = true,
            Node::Close("t" | "delText") => self.in_text = false,
            Node::Open("tab" | "br" | "cr", _) => self.line.push(' '),
            Node::Text(text) if self.in_text => self.line.push_str(text),
            Node::Close("p") if self.open.is_empty() => {
                self.paragraph += 1;
                self.end_line(document);
            }
            Node::Close("p") => self.line.push(' '),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let text = std::mem::take(&mut self.line).trim().to_owned();
        if let Some(row) = self.open.last_mut().and_then(|table| table.rows.last_mut()) {
            let column = row.cells.len();
            row.cells.push((column, text));
        }
    }

    fn end_line(&mut self, document: &mut Document) {
        let text = std::mem::take(&mut self.line);
        let place = match &self.page {
            Some(page) => page.clone(),
            None => format!("第 {} 段", self.paragraph.max(1)),
        };
        document.line(&place, &text);
    }
}
