//! The announced times as a file: one line for each class, so that a later timetable can keep them.

use super::Timetable;
use crate::model::Stamp;

/// The text of `timetable.lock.csv`, in the order of the class list; it begins with a byte order mark, because Excel takes the text for
/// another encoding without it.
pub fn lock_text(timetable: &Timetable<'_>) -> String {
    let mut text = "\u{feff}代号,班级,场次,开始时间,人数\n".to_owned();
    for (class, slot) in timetable.classes.iter().zip(&timetable.plan.slots) {
        let Some((slot, hall)) = slot
            .as_ref()
            .and_then(|slot| Some((slot, timetable.halls.get(slot.hall)?)))
        else {
            continue;
        };
        let Some(start) = Stamp::of_minute(slot.start()) else {
            continue;
        };
        let cells = [
            quoted(&class.id),
            quoted(&class.name),
            quoted(&hall.id),
            format!("{} {}", start.date, start.clock().unwrap_or_default()),
            class.size.to_string(),
        ];
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', ';', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
