//! `campaigns/<id>/classes.csv` or `.xlsx`, and `timetable.lock.csv`: how many people each class has, and the times that were announced.
//! No names of persons: a list with such a column is refused when it is read.

use super::scalar::Stamp;
use crate::diagnostics::Place;

/// One class.
#[derive(Debug, Clone)]
pub struct ClassGroup {
    /// The class in its page's address: as the list says, or made from the name.
    pub id: String,
    /// 学院.
    pub college: Option<String>,
    /// 专业.
    pub major: Option<String>,
    /// 班级.
    pub name: String,
    /// People to be photographed, at least 1.
    pub size: u32,
    /// Campus, by the id or the name that the school's file gives it.
    pub campus: Option<String>,
    /// Session id.
    pub session: Option<String>,
    /// The moment to which the list fixes the class.
    pub fixed: Option<Stamp>,
    /// The row: its class name.
    pub place: Place,
    /// The cell of the campus.
    pub campus_place: Option<Place>,
    /// The cell of the session.
    pub session_place: Option<Place>,
    /// The cell of the fixed moment.
    pub fixed_place: Option<Place>,
}

/// All classes, in the order of the list.
#[derive(Debug, Clone)]
pub struct ClassList {
    /// The file, relative to the site's root.
    pub file: String,
    /// The classes.
    pub classes: Vec<ClassGroup>,
}

/// One announced time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedSlot {
    /// Class id.
    pub class: String,
    /// Session id.
    pub session: String,
    /// The minute in which the class begins.
    pub start: Stamp,
    /// People, when the time was announced.
    pub size: Option<u32>,
}

/// The times that were announced.
#[derive(Debug, Clone)]
pub struct TimetableLock {
    /// The file, relative to the site's root.
    pub file: String,
    /// One for each class.
    pub slots: Vec<LockedSlot>,
}
