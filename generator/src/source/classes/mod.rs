//! `classes.csv`, `classes.xlsx` or `classes.xls` of a campaign: a table as offices keep it → classes with their sizes.
//!
//! What offices do to tables is borne: a title above the header, merged cells, empty rows, rows of totals, several sheets, any order of
//! columns, any usual name for them, any encoding. Names of persons are not: such a list is refused, and no cell of it is shown.

mod book;
mod columns;
mod grid;
mod lock;
mod rows;
pub(crate) mod rules;
pub(crate) mod text;

pub(super) use lock::read_lock;
pub(super) use text::decode;

use super::FileTree;
use crate::diagnostics::{Finding, Sources};
use crate::model::ClassList;
use grid::Grid;

/// Tables above this many bytes are refused before they are opened.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Rows that a class list may have; a school has some hundred classes.
const MAX_ROWS: usize = 50_000;

/// Findings of one list that are said one by one.
const MAX_FINDINGS: usize = 30;

/// Names of the file that may hold the list, the preferred one first.
const NAMES: [&str; 3] = ["classes.csv", "classes.xlsx", "classes.xls"];

/// A class list as far as it could be read.
pub(super) struct Read {
    /// Files that were looked at, whether or not they could be read.
    pub(super) files: Vec<String>,
    /// The list; `None` when there is none or it can't be used.
    pub(super) list: Option<ClassList>,
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
}

/// Reads the class list of the campaign in `folder`; the text of a csv file joins the sources.
pub(super) fn read_list(tree: &FileTree, folder: &str, sources: &mut Sources) -> Read {
    let files: Vec<String> = NAMES
        .iter()
        .map(|name| format!("{folder}/{name}"))
        .filter(|file| tree.has(file))
        .collect();
    let mut read = Read {
        files: files.clone(),
        list: None,
        findings: Vec::new(),
    };
    match files.as_slice() {
        [] => {}
        [file] => match grids(tree, file, sources) {
            Ok(grids) => {
                let (classes, findings) = rows::classes(file, &grids);
                read.findings = few(findings, file);
                // Names of persons stop everything: not even a part of such a list goes on.
                let refused = read.findings.iter().any(|finding| finding.rule.id == "P110");
                read.list = (!refused && !classes.is_empty()).then(|| ClassList {
                    file: file.clone(),
                    classes,
                });
            }
            Err(finding) => read.findings.push(*finding),
        },
        [first, others @ ..] => {
            let names: Vec<&str> = files.iter().filter_map(|file| file.rsplit('/').next()).collect();
            let message = format!(
                "班级名单有 {} 份：{}，不知道用哪一份",
                others.len() + 1,
                names.join("、")
            );
            let finding = Finding::of(&rules::K210, message).in_file(first);
            read.findings
                .push(finding.help("只留最新的一份，把其余的移出这个文件夹"));
        }
    }
    read
}

fn grids(tree: &FileTree, file: &str, sources: &mut Sources) -> Result<Vec<Grid>, Box<Finding>> {
    let bytes = bytes(tree, file)?;
    if file.ends_with(".csv") {
        let text = text::decode(file, &bytes)?;
        let grid = text::grid(file, &text);
        sources.insert(file, text);
        Ok(vec![grid?])
    } else {
        book::grids(file, bytes)
    }
}

fn bytes(tree: &FileTree, file: &str) -> Result<Vec<u8>, Box<Finding>> {
    if tree.size(file) > MAX_BYTES {
        let message = format!(
            "{file} 有 {} MB，超过表格的上限 {} MB",
            tree.size(file) >> 20,
            MAX_BYTES >> 20
        );
        let finding = Finding::of(&rules::K211, message).in_file(file);
        return Err(Box::new(
            finding.help("表里只留 学院、专业、班级、人数、校区 这几列，删掉图片和其他工作表"),
        ));
    }
    Ok(tree.bytes(file)?)
}

fn too_many_rows(file: &str) -> Box<Finding> {
    let finding = Finding::of(
        &rules::K211,
        format!("{file} 的行数超过 {MAX_ROWS} 行，不像一份班级名单"),
    );
    Box::new(finding.in_file(file).help("一个班一行；删掉不是班级的行，再保存一次"))
}

/// The first findings, and how many more there are.
fn few(mut findings: Vec<Finding>, file: &str) -> Vec<Finding> {
    let more = findings.len().saturating_sub(MAX_FINDINGS);
    if more > 0 {
        findings.truncate(MAX_FINDINGS);
        let rest = Finding::of(&rules::K203, format!("{file} 里还有 {more} 处问题没有列出"));
        findings.push(rest.in_file(file).help("先改好列出的这些，再运行一次"));
    }
    findings
}
