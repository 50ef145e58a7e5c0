//! `timetable.lock.csv`: the times that `tassel timetable --lock` noted down.

use super::columns::{Column, header, missing};
use super::rows::address;
use super::rules;
use super::{bytes, text};
use crate::diagnostics::{Finding, Sources};
use crate::model::{LockedSlot, TimetableLock, When};
use crate::source::FileTree;

const NEEDED: [Column; 3] = [Column::Id, Column::Session, Column::Fixed];

/// Reads a campaign's announced times, if the file is there; the text joins the sources.
pub(in crate::source) fn read_lock(
    tree: &FileTree,
    file: &str,
    sources: &mut Sources,
) -> Result<TimetableLock, Vec<Finding>> {
    let boxed = |finding: Box<Finding>| vec![*finding];
    let text = text::decode(file, &bytes(tree, file).map_err(boxed)?).map_err(boxed)?;
    let grid = text::grid(file, &text).map_err(boxed);
    sources.insert(file, text);
    let grid = grid?;
    let again = "这个文件由 tassel timetable --lock 写成；删掉它，再运行一次就有新的";
    let Some(header) = header(&grid, &NEEDED) else {
        let finding = Finding::of(&rules::K213, format!("{file} 里找不到表头")).in_file(file);
        return Err(vec![finding.help(again)]);
    };
    if let Some(finding) = missing(&grid, &header, &NEEDED) {
        return Err(vec![
            Finding {
                rule: &rules::K213,
                ..finding
            }
            .help(again),
        ]);
    }
    let mut lock = TimetableLock {
        file: file.to_owned(),
        slots: Vec::new(),
    };
    let mut findings = Vec::new();
    for row in grid.rows.iter().skip(header.row + 1) {
        let written = header.text(row, Column::Fixed);
        let stamp = written
            .parse::<When>()
            .ok()
            .and_then(|when| when.stamp())
            .filter(|stamp| stamp.minutes.is_some());
        let Some(start) = stamp else {
            let finding = Finding::of(&rules::K213, format!("公布过的时间“{written}”看不懂"))
                .help("写成 2027-04-10 09:15，或删掉这一行");
            findings.push(header.place(&grid, row, Column::Fixed).mark(finding));
            continue;
        };
        lock.slots.push(LockedSlot {
            class: address(header.text(row, Column::Id)),
            session: header.text(row, Column::Session).to_owned(),
            start,
            size: header.text(row, Column::Size).parse().ok(),
        });
    }
    if findings.is_empty() { Ok(lock) } else { Err(findings) }
}
