//! Error rates: false accept and false reject at the thresholds as they are, equal error rate over all thresholds, geometry, whole photos.

use std::collections::{BTreeMap, BTreeSet};

use tassel_validator::{Check, Report, Status};

use super::label::{Label, Truth};

/// How good a check has to be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Goal {
    /// No error at all.
    Exact,
    /// False accept and false reject at most this, and no severe fault accepted.
    Rates(f64, f64),
    /// Equal error rate at most this.
    Equal(f64),
    /// Only looked at.
    None,
}

/// Checks by class, with the class's goal.
const GOALS: [(Goal, &str); 7] = [
    (
        Goal::Exact,
        "file.decode file.format file.size_px file.bytes file.dpi file.color_mode file.jpeg_quality file.orientation face.count",
    ),
    (
        Goal::Rates(0.01, 0.01),
        "geom.center geom.crown geom.eye_line geom.face_width pose.roll",
    ),
    (
        Goal::Rates(0.03, 0.02),
        "bg.color bg.uniform bg.objects light.over light.under color.cast color.grey overlay.border artefact.compression artefact.fringe",
    ),
    (
        Goal::Equal(0.02),
        "mouth.closed glasses headwear face.occlusion eyes.redeye pose.yaw pose.pitch",
    ),
    (Goal::Equal(0.04), "eyes.open hair.brows hair.ears"),
    (
        Goal::Equal(0.08),
        "light.even light.hotspot color.contrast sharp.focus sharp.resolution noise retouch clothes.contrast jewelry overlay.text",
    ),
    (Goal::None, "spoof.recapture style.cartoon"),
];

/// A rate that needs something to be a rate of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rate {
    pub(super) sum: f64,
    pub(super) of: usize,
}

impl Rate {
    fn add(&mut self, part: f64) {
        self.sum += part;
        self.of += 1;
    }

    pub(super) fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.sum / self.of as f64)
    }
}

/// One check's errors.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) false_reject: Rate,
    pub(super) false_accept: Rate,
    pub(super) severe_accept: Rate,
    good: Vec<f64>,
    bad: Vec<f64>,
}

impl Tally {
    /// The rate at the threshold where as many good ones fall below as bad ones don't.
    pub(super) fn equal(&self) -> Option<f64> {
        if self.good.is_empty() || self.bad.is_empty() {
            return None;
        }
        let mut thresholds: Vec<f64> = self
            .good
            .iter()
            .chain(&self.bad)
            .copied()
            .chain([f64::INFINITY])
            .collect();
        thresholds.sort_by(f64::total_cmp);
        let share = |scores: &[f64], is: &dyn Fn(f64) -> bool| {
            scores.iter().filter(|score| is(**score)).count() as f64 / scores.len() as f64
        };
        let worse = |threshold: &f64| {
            let rejected = share(&self.good, &|score| score < *threshold);
            rejected.max(share(&self.bad, &|score| score >= *threshold))
        };
        thresholds.iter().map(worse).min_by(f64::total_cmp)
    }

    fn meets(&self, goal: Goal) -> bool {
        let (reject, accept) = (self.false_reject.value(), self.false_accept.value().unwrap_or(0.0));
        match goal {
            Goal::Exact => accept == 0.0 && reject == Some(0.0),
            Goal::Rates(most_accept, most_reject) => {
                let severe = if most_accept > 0.01 { 0.01 } else { most_accept };
                self.false_accept.of > 0
                    && accept <= most_accept
                    && reject.unwrap_or(0.0) <= most_reject
                    && self.severe_accept.value().unwrap_or(0.0) <= severe
            }
            Goal::Equal(most) => self.equal().is_some_and(|rate| rate <= most),
            Goal::None => true,
        }
    }

    fn count(&mut self, label: &Label, id: &str, expected: &str, check: Option<&Check>) {
        let wanted = matches!(expected, "fail" | "warn") && label.is_target(id);
        let Some(check) = check.filter(|check| check.status != Status::Skip) else {
            if wanted {
                self.accept(label, 1.0);
            }
            return;
        };
        if expected == "pass" && label.is_compliant() {
            self.false_reject.add(f64::from(u8::from(check.status == Status::Fail)));
            self.good.extend(check.score);
        } else if wanted && matches!(label.severity.as_str(), "moderate" | "severe" | "natural") {
            self.accept(
                label,
                match (check.status, expected) {
                    (Status::Fail, _) | (Status::Review, "warn") => 0.0,
                    (Status::Review, _) => 0.5,
                    _ => 1.0,
                },
            );
            self.bad.extend(check.score);
        }
    }

    fn accept(&mut self, label: &Label, part: f64) {
        self.false_accept.add(part);
        if label.severity == "severe" {
            self.severe_accept.add(part);
        }
    }
}

/// A measured number beside the truth.
pub(super) struct Distance {
    pub(super) name: &'static str,
    pub(super) goal: f64,
    pub(super) values: Vec<f64>,
}

impl Distance {
    pub(super) fn at(&self, share: f64) -> Option<f64> {
        let last = self.values.len().checked_sub(1)?;
        self.values.get((share * last as f64) as usize).copied()
    }
}

/// A rate over whole photos.
pub(super) struct Whole {
    pub(super) name: &'static str,
    pub(super) rate: Rate,
    pub(super) goal: Option<f64>,
}

/// Everything that is printed.
pub(super) struct Scores {
    pub(super) photos: usize,
    pub(super) checks: Vec<(String, Goal, Tally, bool)>,
    pub(super) distances: Vec<Distance>,
    pub(super) whole: Vec<Whole>,
    /// Checks that fail on photos with another fault, and how often.
    pub(super) wrong: Vec<(String, usize)>,
    /// ms a photo: median, 95 %.
    pub(super) ms: [f64; 2],
    pub(super) unmet: Vec<String>,
}

/// Compares reports with labels, which are in the same order.
pub(super) fn of(labels: &[Label], reports: &[Report]) -> Scores {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (label, report) in labels.iter().zip(reports) {
        for (id, expected) in &label.expect {
            let check = report.checks.iter().find(|check| check.id == *id);
            tallies.entry(id).or_default().count(label, id, expected, check);
        }
    }
    let ids = GOALS
        .iter()
        .flat_map(|(goal, ids)| ids.split(' ').map(|id| (*goal, id)));
    let checks: Vec<(String, Goal, Tally, bool)> = ids
        .map(|(goal, id)| {
            let tally = tallies.remove(id).unwrap_or_default();
            let met = tally.meets(goal);
            (id.to_owned(), goal, tally, met)
        })
        .collect();
    let distances = distances(labels, reports);
    let (whole, wrong) = whole(labels, reports);
    let mut times: Vec<f64> = reports.iter().map(|report| report.ms.total).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times
            .get((share * times.len().saturating_sub(1) as f64) as usize)
            .copied()
            .unwrap_or(0.0)
    };
    let missed = checks.iter().filter(|(.., met)| !met).map(|(id, ..)| id.clone());
    let far = distances
        .iter()
        .filter(|one| one.at(0.95).is_none_or(|value| value > one.goal));
    let off = whole.iter().filter(|one| {
        one.goal
            .is_some_and(|goal| one.rate.value().is_none_or(|rate| rate > goal))
    });
    let unmet = missed
        .chain(far.map(|one| one.name.to_owned()))
        .chain(off.map(|one| one.name.to_owned()))
        .collect();
    Scores {
        photos: reports.len(),
        ms: [at(0.5), at(0.95)],
        checks,
        distances,
        whole,
        wrong,
        unmet,
    }
}

fn distances(labels: &[Label], reports: &[Report]) -> Vec<Distance> {
    let names = [
        ("眼睛线 px", 6.0),
        ("头顶 px", 8.0),
        ("脸宽 px", 12.0),
        ("居中 px", 6.0),
        ("歪斜 °", 1.0),
    ];
    let mut all = names.map(|(name, goal)| Distance {
        name,
        goal,
        values: Vec::new(),
    });
    for (label, report) in labels.iter().zip(reports) {
        let told = ["00_", "01_", "30_", "31_"]
            .iter()
            .any(|prefix| label.fault.starts_with(prefix))
            && label.role == "A";
        let (Some(truth), Some(face), true) = (&label.truth, &report.face, told) else {
            continue;
        };
        let Truth {
            face_w,
            eye_y,
            crown_y,
            dx,
            roll,
        } = truth;
        let eyes = (face.eyes[0][1] + face.eyes[1][1]) / 2.0;
        let off = |is: Option<f64>, truth: &Option<f64>| Some((is? - (*truth)?).abs());
        // The sign of a lean is a matter of taste.
        let lean = roll.map(|roll| (face.roll - roll).abs().min((face.roll + roll).abs()));
        let found = [
            off(Some(eyes), eye_y),
            off(face.crown_y, crown_y),
            off(Some(face.face_width), face_w),
            off(Some(face.center_x - 240.0), dx),
            lean,
        ];
        for (distance, value) in all.iter_mut().zip(found) {
            distance.values.extend(value);
        }
    }
    for distance in &mut all {
        distance.values.sort_by(f64::total_cmp);
    }
    all.into()
}

fn whole(labels: &[Label], reports: &[Report]) -> (Vec<Whole>, Vec<(String, usize)>) {
    let mut rates: BTreeMap<(&str, &str), Rate> = BTreeMap::new();
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    let mut advice = Rate::default();
    for (label, report) in labels.iter().zip(reports) {
        let with = |of: &[Status]| -> BTreeSet<&str> {
            report
                .checks
                .iter()
                .filter(|check| of.contains(&check.status))
                .map(|check| check.id.as_str())
                .collect()
        };
        let (failed, flagged) = (with(&[Status::Fail]), with(&[Status::Fail, Status::Review]));
        let severity = label.severity.as_str();
        let mut count = |kind, part: bool| {
            rates
                .entry((kind, severity))
                .or_default()
                .add(f64::from(u8::from(part)))
        };
        if label.verdict == "pass" && label.is_compliant() {
            count("fail", !failed.is_empty());
            count("flag", !flagged.is_empty());
        } else if label.verdict == "fail" && matches!(severity, "mild" | "moderate" | "severe" | "natural") {
            count("no fail", failed.is_empty());
            count("no flag", flagged.is_empty());
            let scored = label
                .expect
                .iter()
                .filter(|(id, expected)| *expected == "pass" && !label.is_target(id));
            let astray: Vec<&String> = scored
                .map(|(id, _)| id)
                .filter(|id| failed.contains(id.as_str()))
                .collect();
            advice.add(f64::from(u8::from(!astray.is_empty())));
            for id in astray {
                *wrong.entry(id.clone()).or_default() += 1;
            }
        }
    }
    let rate = |kind, severity| rates.get(&(kind, severity)).copied().unwrap_or_default();
    let list = [
        ("合格照片被判不合格", rate("fail", "none"), Some(0.03)),
        ("严重问题没有判不合格", rate("no fail", "severe"), Some(0.05)),
        ("中等问题没有判不合格", rate("no fail", "moderate"), Some(0.15)),
        ("自然问题没有判不合格", rate("no fail", "natural"), Some(0.15)),
        ("轻微问题没有判不合格", rate("no fail", "mild"), None),
        ("合格照片被判不合格或待确认", rate("flag", "none"), None),
        ("严重问题一句也没说", rate("no flag", "severe"), None),
        ("说错了原因", advice, Some(0.05)),
    ];
    let whole = list.into_iter().map(|(name, rate, goal)| Whole { name, rate, goal });
    let mut wrong: Vec<(String, usize)> = wrong.into_iter().collect();
    wrong.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (whole.collect(), wrong)
}
