//! Which column says what: the header of a class list, found by the usual names, and columns that must not be there.

use super::grid::{Cell, Grid, Row};
use super::rules;
use crate::diagnostics::{Finding, Place};

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Id,
    College,
    Major,
    Name,
    Size,
    Campus,
    Session,
    Fixed,
}

impl Column {
    const ALL: [Self; 8] = [
        Self::Id,
        Self::College,
        Self::Major,
        Self::Name,
        Self::Size,
        Self::Campus,
        Self::Session,
        Self::Fixed,
    ];

    /// The names that offices give it; the first is the one that we write.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["代号", "班级代号", "班级代码", "班级编号"],
            Self::College => &[
                "学院",
                "院系",
                "培养单位",
                "系",
                "系部",
                "二级学院",
                "所在学院",
                "所属学院",
                "学院名称",
                "教学单位",
            ],
            Self::Major => &["专业", "专业名称"],
            Self::Name => &["班级", "班", "行政班", "班级名称", "行政班级", "班名"],
            Self::Size => &[
                "人数",
                "应到人数",
                "班级人数",
                "应拍人数",
                "拍摄人数",
                "采集人数",
                "学生人数",
                "学生数",
                "总人数",
            ],
            Self::Campus => &["校区", "所在校区"],
            Self::Session => &["场次", "场次代号"],
            Self::Fixed => &["锁定", "锁定时间", "固定时间", "开始时间"],
        }
    }

    pub(super) fn word(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    fn of(header: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.names().contains(&header))
    }
}

/// Words that only stand above data about persons.
const PERSONAL: [&str; 13] = [
    "姓名",
    "学号",
    "身份证",
    "证件号",
    "手机",
    "电话",
    "联系人",
    "联系方式",
    "负责人",
    "辅导员",
    "班主任",
    "班长",
    "邮箱",
];

/// A header without what offices add to it: spaces, `（人）`, `*`, `：`.
pub(super) fn plain(text: &str) -> String {
    let cut = text.find(['(', '（']).filter(|at| *at > 0);
    let text = cut.and_then(|at| text.get(..at)).unwrap_or(text);
    text.chars()
        .filter(|c| !c.is_whitespace() && !"*＊:：".contains(*c))
        .collect()
}

/// The header of one table.
pub(super) struct Header {
    /// Its place among the table's rows.
    pub(super) row: usize,
    columns: Vec<(Column, usize)>,
}

impl Header {
    /// Where a column is.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.columns
            .iter()
            .find(|(known, _)| *known == column)
            .map(|(_, at)| *at)
    }

    /// The text of a row in a column; empty where the list has no such column.
    pub(super) fn text<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        self.at(column).map_or("", |at| row.text(at))
    }

    /// The cell of a row in a column.
    pub(super) fn cell<'a>(&self, row: &'a Row, column: Column) -> Option<&'a Cell> {
        row.cells.get(self.at(column)?)
    }

    /// The place of a row's cell; where the list has no such column, that of its class name.
    pub(super) fn place(&self, grid: &Grid, row: &Row, column: Column) -> Place {
        let at = self.at(column).or_else(|| self.at(Column::Name)).unwrap_or(0);
        grid.place(row, at)
    }

    fn of(index: usize, row: &Row) -> Self {
        let mut columns: Vec<(Column, usize)> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            if let Some(column) = Column::of(&plain(&cell.text))
                && !columns.iter().any(|(known, _)| *known == column)
            {
                columns.push((column, at));
            }
        }
        Self { row: index, columns }
    }
}

/// How far down a header may stand, below titles and remarks.
const SEARCHED: usize = 20;

/// The first row that names all of `needed`, or else the one that names the most columns, if there is any.
pub(super) fn header(grid: &Grid, needed: &[Column]) -> Option<Header> {
    let rows = || {
        grid.rows
            .iter()
            .take(SEARCHED)
            .enumerate()
            .map(|(index, row)| Header::of(index, row))
    };
    let whole = |header: &Header| needed.iter().all(|column| header.at(*column).is_some());
    rows().find(whole).or_else(|| {
        let best = rows().rev().max_by_key(|header| header.columns.len())?;
        (!best.columns.is_empty()).then_some(best)
    })
}

/// What is missing of `needed`, naming the columns that there are.
pub(super) fn missing(grid: &Grid, header: &Header, needed: &[Column]) -> Option<Finding> {
    let words = |columns: &mut dyn Iterator<Item = String>| columns.collect::<Vec<_>>().join("、");
    let lost = words(
        &mut needed
            .iter()
            .filter(|c| header.at(**c).is_none())
            .map(|c| format!("“{}”", c.word())),
    );
    if lost.is_empty() {
        return None;
    }
    let row = grid.rows.get(header.row)?;
    let seen = words(
        &mut row
            .cells
            .iter()
            .filter(|cell| !cell.text.is_empty() && !cell.merged)
            .map(|cell| cell.text.clone()),
    );
    let finding = Finding::of(&rules::K201, format!("名单缺少{lost}这一列；现有的列是：{seen}"));
    let others = needed.iter().filter(|c| header.at(**c).is_none()).map(|c| {
        let other = c.names().iter().skip(1).take(3).map(|name| format!("“{name}”"));
        format!("“{}”也可以写成{}", c.word(), other.collect::<Vec<_>>().join("、"))
    });
    let help = format!(
        "在表头里补上这一列，每个班填好；{}",
        others.collect::<Vec<_>>().join("；")
    );
    Some(grid.place(row, 0).mark(finding).help(help))
}

/// Columns about persons, by their header or by what stands in them. No cell of such a column is shown.
pub(super) fn personal(grid: &Grid, header: &Header) -> Vec<Finding> {
    let Some(row) = grid.rows.get(header.row) else {
        return Vec::new();
    };
    let width = grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut findings = Vec::new();
    for column in 0..width {
        let name = row.text(column);
        let named = PERSONAL.iter().any(|word| name.contains(word)) && Column::of(&plain(name)).is_none();
        let below = || grid.rows.iter().skip(header.row + 1);
        let filled = below().find(|row| is_personal(row.text(column)));
        let message = match (named, filled) {
            (true, _) => format!("名单里有“{name}”这一列：网站是公开的，班级名单不能带个人信息"),
            (false, Some(row)) => format!(
                "名单第 {} 行的“{name}”里有身份证号或手机号：网站是公开的，班级名单不能带个人信息",
                row.number
            ),
            (false, None) => continue,
        };
        let mut finding = Finding::of(&crate::rules::privacy::P110, message)
            .help("删掉这一列再保存；名单只要 学院、专业、班级、人数、校区");
        // A class list has a row for each of many: no reason makes that right.
        finding.firm = true;
        findings.push(grid.place(row, column).mark(finding));
    }
    findings
}

/// Whether a text has the form of an identity card's or a mobile telephone's number.
fn is_personal(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    match bytes {
        [first @ .., last] if first.len() == 17 => digits(first) && (last.is_ascii_digit() || b"xX".contains(last)),
        [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 => digits(rest),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_by_their_usual_names() {
        for (text, column) in [
            ("班 级", Some(Column::Name)),
            ("人数（人）", Some(Column::Size)),
            ("*应到人数：", Some(Column::Size)),
            ("院（系）", None),
            ("系", Some(Column::College)),
            ("备注", None),
        ] {
            assert_eq!(Column::of(&plain(text)), column, "{text}");
        }
    }

    #[test]
    fn numbers_of_persons_are_known_by_their_form() {
        assert!(is_personal("440301199001011234") && is_personal("44030119900101123x") && is_personal("13800138000"));
        assert!(!is_personal("20220101") && !is_personal("02083302077") && !is_personal(""));
    }
}
