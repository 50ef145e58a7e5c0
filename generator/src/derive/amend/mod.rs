//! Amendments: a notice changes facts that an earlier one announced. The files keep what was announced first; the changes of the notices
//! in force are applied on top, oldest first, so that every page shows what holds now and each notice what held when it came out.

mod fact;
mod ledger;
mod paths;
mod slots;

pub use fact::{Fact, Kind};
pub use ledger::{AmendmentView, ChangeView, Ledger, NoticeLink};
pub use paths::{PATHS, Path, is_same as is_same_path};

use super::relative::resolve_folder;
use super::{Now, Standing};
use crate::i18n::{Locale, Words};
use crate::model::{CampaignFolder, Model, Notice, School};
use slots::{Slot, slots};

/// A change that was applied.
#[derive(Debug, Clone)]
pub struct Applied {
    /// Place of the notice in the campaign's list.
    pub notice: usize,
    /// Place of the change in the notice.
    pub change: usize,
    /// The fact's path in canonical keys.
    pub path: String,
    /// The fact's name in words.
    pub what: String,
    /// What held before; `None` where nothing was said.
    pub from: Option<Fact>,
    /// What holds from now on.
    pub to: Fact,
}

/// Why a change doesn't fit.
#[derive(Debug, Clone)]
pub enum Fault {
    /// No fact has this path; the nearest ones that exist.
    UnknownPath(Vec<String>),
    /// The value in force is another one.
    OtherValue(Option<Fact>),
    /// The new value can't be read as what the fact is; why.
    WrongKind(Kind, String),
}

/// A campaign with changes applied.
#[derive(Debug, Clone)]
pub struct Amended {
    /// The facts in force.
    pub folder: CampaignFolder,
    /// What was changed, in order.
    pub applied: Vec<Applied>,
    /// What didn't fit: place of the notice, place of the change, why.
    pub faults: Vec<(usize, usize, Fault)>,
}

/// Applies the changes of the notices at these places of the campaign's list, in the order given. A change whose `from` is wrong is
/// applied all the same, so that one mistake is said once.
pub fn apply(
    school: Option<&School>,
    folder: &CampaignFolder,
    notices: impl IntoIterator<Item = usize>,
    words: &Words,
) -> Amended {
    let mut amended = Amended {
        folder: folder.clone(),
        applied: Vec::new(),
        faults: Vec::new(),
    };
    for notice in notices {
        let Some((_, written)) = folder.notices.get(notice) else {
            continue;
        };
        for (change, said) in written.changes.iter().enumerate() {
            let mut open = slots(&mut amended.folder, school, words);
            let Some(slot) = open.iter_mut().find(|slot| slot.is_at(&said.path.value)) else {
                let near = nearest(&said.path.value, &open);
                amended.faults.push((notice, change, Fault::UnknownPath(near)));
                continue;
            };
            let kind = slot.kind();
            let before = slot.fact();
            let from = said.from.as_ref().map(|from| kind.read(&from.value));
            let fits = match (&from, &before) {
                (None, None) => true,
                (Some(Ok(from)), before) => before.as_ref() == Some(from) || (before.is_none() && from.is_tba()),
                _ => false,
            };
            if !fits {
                amended.faults.push((notice, change, Fault::OtherValue(before.clone())));
            }
            match kind.read(&said.to.value) {
                Err(why) => amended.faults.push((notice, change, Fault::WrongKind(kind, why))),
                Ok(to) => {
                    slot.set(&to, &said.to);
                    amended.applied.push(Applied {
                        notice,
                        change,
                        path: slot.path.clone(),
                        what: slot.what.clone(),
                        from: before,
                        to,
                    });
                }
            }
        }
    }
    // What is counted from a changed time changes with it.
    resolve_folder(&mut amended.folder);
    amended
}

/// The school of a campaign, for the names of its campuses.
pub fn school_of<'a>(model: &'a Model, folder: &CampaignFolder) -> Option<&'a School> {
    model
        .schools
        .get(&folder.campaign.school.value)
        .map(|school| &school.value)
}

/// The value that holds at a canonical path; `None` where nothing is said or no such fact is.
pub fn fact_at(folder: &CampaignFolder, path: &str) -> Option<Fact> {
    let mut folder = folder.clone();
    let found = slots(&mut folder, None, Words::embedded(Locale::Zh))
        .into_iter()
        .find(|slot| slot.path == path)?;
    found.fact()
}

/// Whether a notice has been published, so that its changes hold. That it is taken down later doesn't bring the old facts back.
pub fn is_in_force(notice: &Notice, now: Now) -> bool {
    let standing = Standing::of(notice.draft, notice.publish_at.as_ref(), None, now);
    let published = notice.published.value.stamp();
    standing == Standing::InForce && published.is_some_and(|stamp| stamp.first_second() <= now.0)
}

/// The known paths that look most like a written one, at most three.
fn nearest(written: &str, slots: &[Slot<'_>]) -> Vec<String> {
    let mut all: Vec<(usize, &str)> = slots
        .iter()
        .map(|slot| (strsim::damerau_levenshtein(written, &slot.path), slot.path.as_str()))
        .collect();
    all.sort_unstable();
    all.into_iter().take(3).map(|(_, path)| path.to_owned()).collect()
}
