//! The rows of a class list: one class each, with everything that is wrong with them.

use super::columns::{Column, Header, header, missing, personal, plain};
use super::grid::{Grid, Row};
use super::rules;
use crate::diagnostics::Finding;
use crate::model::{ClassGroup, Stamp, When};
use std::collections::BTreeMap;

const NEEDED: [Column; 2] = [Column::Name, Column::Size];

/// People in a class, at most; more is a slip of the hand.
const MAX_SIZE: u32 = 9_999;

/// Characters of a class in its page's address, at most.
const MAX_ID: usize = 60;

/// Classes of all tables that have the needed columns, in order.
pub(super) fn classes(file: &str, grids: &[Grid]) -> (Vec<ClassGroup>, Vec<Finding>) {
    let headers: Vec<(&Grid, Header)> = grids
        .iter()
        .filter_map(|grid| Some((grid, header(grid, &NEEDED)?)))
        .collect();
    let persons: Vec<Finding> = headers
        .iter()
        .flat_map(|(grid, header)| personal(grid, header))
        .collect();
    if !persons.is_empty() {
        return (Vec::new(), persons);
    }
    let (whole, partial): (Vec<_>, Vec<_>) = headers
        .into_iter()
        .partition(|(_, header)| NEEDED.iter().all(|column| header.at(*column).is_some()));
    let mut found = Found::default();
    if whole.is_empty() {
        let lost = partial.iter().find_map(|(grid, header)| missing(grid, header, &NEEDED));
        found.findings.push(lost.unwrap_or_else(|| no_header(file, grids)));
    }
    for (grid, header) in &whole {
        found.table(grid, header);
    }
    if !whole.is_empty() && found.classes.is_empty() && found.findings.is_empty() {
        found.findings.push(empty(file));
    }
    found.repeated();
    (found.classes, found.findings)
}

fn no_header(file: &str, grids: &[Grid]) -> Finding {
    if grids.iter().all(|grid| grid.rows.is_empty()) {
        return empty(file);
    }
    // What stands in an unknown table may be anything, so nothing of it is shown.
    Finding::of(&rules::K201, format!("在 {file} 里找不到表头"))
        .in_file(file)
        .help("第一行写列名，至少要有“班级”和“人数”，还可以有 学院、专业、校区")
}

fn empty(file: &str) -> Finding {
    Finding::of(&rules::K209, format!("{file} 里一个班也没有"))
        .in_file(file)
        .help("每个班写一行：班级、人数；还没有名单就删掉这个文件")
}

#[derive(Default)]
struct Found {
    classes: Vec<ClassGroup>,
    findings: Vec<Finding>,
}

impl Found {
    fn table(&mut self, grid: &Grid, header: &Header) {
        let mut college = String::new();
        for row in grid.rows.iter().skip(header.row + 1) {
            let name = header.text(row, Column::Name);
            if !header.text(row, Column::College).is_empty() {
                header.text(row, Column::College).clone_into(&mut college);
            }
            // Remarks below the table, a header repeated on each printed page, and sums.
            let remark = name.is_empty() && header.text(row, Column::Size).is_empty();
            if remark
                || plain(name)
                    == plain(
                        grid.rows
                            .get(header.row)
                            .map_or("", |top| header.text(top, Column::Name)),
                    )
                || is_sum(row)
            {
                continue;
            }
            let before = self.findings.len();
            let class = self.class(grid, header, row, &college);
            if self.findings.len() == before {
                self.classes.extend(class);
            }
        }
    }

    fn class(&mut self, grid: &Grid, header: &Header, row: &Row, college: &str) -> Option<ClassGroup> {
        self.formula_errors(grid, header, row);
        let name = header.text(row, Column::Name).to_owned();
        if name.is_empty() {
            let finding = Finding::of(&rules::K203, "这一行没有写班级").help("补上班级；如果是合计，在前面写“合计”");
            self.findings.push(header.place(grid, row, Column::Name).mark(finding));
            return None;
        }
        let size = self.size(grid, header, row, &name)?;
        let place = |column| header.place(grid, row, column);
        let text = |column| Some(header.text(row, column).to_owned()).filter(|text| !text.is_empty());
        let own = text(Column::Id);
        let id = address(own.as_deref().unwrap_or(&name));
        if id.is_empty() || id.chars().count() > MAX_ID {
            let finding = Finding::of(&rules::K205, format!("“{name}”做不成网址"));
            let finding = finding.help(format!("加一列“代号”，给这个班写 1–{MAX_ID} 个字母、数字或汉字"));
            self.findings.push(place(Column::Id).mark(finding));
        }
        let fixed = text(Column::Fixed).and_then(|text| self.fixed(grid, header, row, &text));
        Some(ClassGroup {
            id,
            college: Some(college.to_owned()).filter(|text| !text.is_empty()),
            major: text(Column::Major),
            name,
            size,
            campus: text(Column::Campus),
            session: text(Column::Session),
            fixed,
            place: place(Column::Name),
            campus_place: header.at(Column::Campus).map(|_| place(Column::Campus)),
            session_place: header.at(Column::Session).map(|_| place(Column::Session)),
            fixed_place: header.at(Column::Fixed).map(|_| place(Column::Fixed)),
        })
    }

    fn formula_errors(&mut self, grid: &Grid, header: &Header, row: &Row) {
        for column in [
            Column::Id,
            Column::College,
            Column::Major,
            Column::Name,
            Column::Size,
            Column::Campus,
            Column::Session,
            Column::Fixed,
        ] {
            if let Some(cell) = header.cell(row, column).filter(|cell| cell.error) {
                let finding = Finding::of(&rules::K202, format!("公式出错：{}", cell.text));
                let finding = finding.help("在表格里改好这个公式，或直接写上它的值");
                self.findings.push(header.place(grid, row, column).mark(finding));
            }
        }
    }

    fn size(&mut self, grid: &Grid, header: &Header, row: &Row, name: &str) -> Option<u32> {
        let cell = header.cell(row, Column::Size).cloned().unwrap_or_default();
        if cell.error {
            return None;
        }
        let finding = if cell.merged {
            Finding::of(&rules::K203, format!("“{name}”的人数和上面的班合并成了一格"))
                .help("取消合并，每个班写自己的人数")
        } else {
            match people(&cell.text) {
                Some(size) => return Some(size),
                None if cell.text.is_empty() => {
                    Finding::of(&rules::K203, format!("“{name}”没有写人数")).help("写上要拍的人数，例如 38")
                }
                None => Finding::of(
                    &rules::K203,
                    format!("“{name}”的人数“{}”不是 1–{MAX_SIZE} 的整数", cell.text),
                )
                .help("只写一个数字，例如 38"),
            }
        };
        self.findings.push(header.place(grid, row, Column::Size).mark(finding));
        None
    }

    fn fixed(&mut self, grid: &Grid, header: &Header, row: &Row, text: &str) -> Option<Stamp> {
        let problem = match text.parse::<When>() {
            Ok(When::At(stamp)) if stamp.minutes.is_some() => return Some(stamp),
            Ok(When::Tba) => return None,
            Ok(When::At(_)) => format!("锁定的时间“{text}”没有钟点"),
            Ok(_) => format!("锁定的时间“{text}”不是一个时刻"),
            Err(_) => format!("锁定的时间“{text}”看不懂"),
        };
        let finding = Finding::of(&crate::rules::classes::K208, problem).help("写成 2027-04-10 09:15；不锁定就空着");
        self.findings.push(header.place(grid, row, Column::Fixed).mark(finding));
        None
    }

    /// One class on two lines, or two classes with one address.
    fn repeated(&mut self) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, class) in self.classes.iter().enumerate() {
            // Some file systems and servers don't tell upper from lower case.
            let Some(first) = seen
                .insert(class.id.to_lowercase(), index)
                .and_then(|first| self.classes.get(first))
            else {
                continue;
            };
            let finding = if first.name == class.name && first.college == class.college {
                Finding::of(&rules::K204, format!("“{}”在名单里出现了两次", class.name))
                    .help("留下一行，删掉另一行；真是两个班就给它们不同的名字")
            } else {
                let message = format!("“{}”和“{}”的网址一样，都是 /c/{}/", first.name, class.name, class.id);
                Finding::of(&rules::K205, message).help("加一列“代号”，给这两个班写不同的代号")
            };
            self.findings
                .push(first.place.also(class.place.mark(finding), "第一次在这里"));
        }
    }
}

/// A row of sums: 合计, 小计, 计算机学院小计, 总计 …
fn is_sum(row: &Row) -> bool {
    let cells = row.cells.iter().filter(|cell| !cell.text.is_empty()).take(4);
    let ends = |text: &str| {
        ["合计", "总计", "小计", "共计"]
            .iter()
            .any(|word| text.starts_with(word) || text.ends_with(word))
    };
    cells.into_iter().any(|cell| ends(&plain(&cell.text)))
}

/// People: a whole number from 1 on, perhaps with full-width digits or 人 behind it.
fn people(text: &str) -> Option<u32> {
    let text: String = text.trim_end_matches('人').trim().chars().map(narrow).collect();
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = plain.then(|| text.parse::<u32>().ok()).flatten()?;
    (1..=MAX_SIZE).contains(&number).then_some(number)
}

/// ASCII for a full-width character.
fn narrow(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A class in its page's address: letters, digits and Han as they are, anything else as one `-`.
pub(super) fn address(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars().map(narrow) {
        if c.is_alphanumeric() || c == '_' {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_letters_digits_and_han() {
        for (name, id) in [
            ("软件2201", "软件2201"),
            ("软件2201（中外合作）", "软件2201-中外合作"),
            (" ＡＩ 22/1班 ", "AI-22-1班"),
            ("../..", ""),
        ] {
            assert_eq!(address(name), id);
        }
    }

    #[test]
    fn people_are_whole_numbers() {
        let good = ["38", " 38人", "３８"].map(people);
        assert_eq!(good, [Some(38); 3]);
        assert_eq!(
            ["", "0", "38.5", "-3", "三十八", "10000", "99999999999"].map(people),
            [None; 7]
        );
    }
}
