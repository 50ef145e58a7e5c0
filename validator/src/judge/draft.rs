//! A check before its status is known, and how scores are made.

use crate::options::Lang;
use crate::profile::Profile;
use crate::report::{Check, Fix, Limit, Status, Value};
use crate::words::{Text, check_title};

/// A check before the profile's thresholds turn its score into a status.
pub(super) struct Draft {
    id: &'static str,
    /// `None` = skipped; the text says why.
    score: Option<f64>,
    text: Text,
    value: Option<Value>,
    unit: Option<&'static str>,
    limit: Option<Limit>,
    region: Option<[u32; 4]>,
    /// Who can repair it, should it not pass.
    fix: Fix,
}

impl Draft {
    /// A judged check; `score` is 0…1.
    pub(super) fn new(id: &'static str, score: f64, text: Text, fix: Fix) -> Draft {
        // NaN can't be made by any measure, but a report must not say "pass" for it.
        let score = if score.is_nan() { 0.0 } else { score.clamp(0.0, 1.0) };
        Draft {
            id,
            score: Some(score),
            text,
            value: None,
            unit: None,
            limit: None,
            region: None,
            fix,
        }
    }

    /// A check that can't or need not be made.
    pub(super) fn skip(id: &'static str, text: Text) -> Draft {
        Draft {
            id,
            score: None,
            text,
            value: None,
            unit: None,
            limit: None,
            region: None,
            fix: Fix::None,
        }
    }

    /// Whether it is this check's.
    pub(super) fn is(&self, id: &str) -> bool {
        self.id == id
    }

    pub(super) fn number(mut self, value: f64, unit: &'static str, min: Option<f64>, max: Option<f64>) -> Draft {
        self.value = Some(Value::Number(value));
        self.unit = Some(unit);
        self.limit = (min.is_some() || max.is_some()).then_some(Limit { min, max });
        self
    }

    pub(super) fn word(mut self, value: impl Into<String>) -> Draft {
        self.value = Some(Value::Text(value.into()));
        self
    }

    pub(super) fn at(mut self, region: Option<[u32; 4]>) -> Draft {
        self.region = region;
        self
    }

    /// Gives it the status that its score has under the profile.
    pub(super) fn finish(self, profile: &Profile, lang: Lang) -> Check {
        // The score is rounded as it is printed, so that status and printed score always agree.
        let score = self.score.map(crate::report::round3);
        let threshold = profile.threshold(self.id);
        let status = match score {
            None => Status::Skip,
            Some(s) if s < threshold.fail => Status::Fail,
            Some(s) if s < threshold.review => Status::Review,
            Some(_) => Status::Pass,
        };
        let open = matches!(status, Status::Fail | Status::Review);
        Check {
            id: self.id.to_owned(),
            status,
            score,
            value: self.value,
            unit: self.unit.map(str::to_owned),
            limit: self.limit,
            region: if open { self.region } else { None },
            title: check_title(self.id, lang),
            message: self.text.message,
            advice: if open { self.text.advice } else { String::new() },
            fix: if open { self.fix } else { Fix::None },
        }
    }
}

/// Score of a measure that should stay below a limit, from value ÷ limit: 1 up to a half, 0.5 at the limit, 0 from one and a half on.
pub(super) fn below(ratio: f64) -> f64 {
    (1.5 - ratio).clamp(0.0, 1.0)
}

/// Score of a rule that is kept or not: 1, or something under 0.5 that sinks with the distance (0 = just missed, 1 = far off).
pub(super) fn kept(kept: bool, distance: f64) -> f64 {
    if kept {
        1.0
    } else {
        0.45 * (1.0 - distance.clamp(0.0, 1.0))
    }
}
