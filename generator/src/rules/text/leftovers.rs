//! W705: what was left over when an earlier notice was copied: the epidemic's words, other cohorts, dates of other years.

use super::lexicon::{Lexicon, List};
use super::passage::{Passage, clause};
use super::{Places, times};
use crate::derive::relative::slots;
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{CampaignFolder, Model};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

pub(crate) static W705: Rule = Rule {
    id: "W705",
    severity: Severity::Warning,
    judgement: true,
    title: "像是往年留下的内容",
    why: "照抄去年的通知，最容易忘的就是年份、届别和当年特别的要求；学生会照着过时的话做。",
    fix: "删掉或改成今年的；确实说的是往年，就写清楚“往年”或在 allow 里说明。",
};

static LIST: LazyLock<List> = LazyLock::new(|| List::read(include_str!("../../../data/words/leftovers.yaml")));

/// The first year and month in which a notice has no reason to speak of the epidemic any more.
const OVER: (i16, i8) = (2023, 3);

/// Which years a campaign may rightly speak of.
struct Years {
    cohort: i16,
    first: i16,
    last: i16,
    /// Whether it was published when the epidemic's rules were over.
    after: bool,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Word(&'static str),
    Cohort(i16, i16),
    Year(String),
}

pub(super) fn check(model: &Model, passages: &[Passage<'_>]) -> Vec<Finding> {
    let lexicon = Lexicon::new(&LIST.words);
    let years: BTreeMap<&str, Years> = model
        .campaigns
        .iter()
        .filter_map(|folder| Some((folder.id.as_str(), years(folder)?)))
        .collect();
    let mut places = Places::new();
    for passage in passages.iter().filter(|passage| passage.is_readable()) {
        let Some(years) = passage.campaign.and_then(|campaign| years.get(campaign)) else {
            continue;
        };
        // What was wrong with the source, and why, is told there on purpose.
        let of_other_years = ["related", "相关通知", "basis", "依据", "until", "期限"];
        if passage.tells_of_faults() || of_other_years.contains(&passage.key) {
            continue;
        }
        if years.after {
            for (range, word) in lexicon.find(&passage.prose) {
                places.add(passage, Kind::Word(word.word.as_str()), range);
            }
        }
        for (range, kind) in cohorts(passage, years).into_iter().chain(other_years(passage, years)) {
            places.add(passage, kind, range);
        }
    }
    places.findings(tell)
}

fn tell(kind: &Kind, count: usize) -> Finding {
    let times = times(count);
    match kind {
        Kind::Word(word) => Finding::of(&W705, format!("“{word}”像是防疫时期的通知留下的{times}"))
            .help("现在没有这个要求就删掉；仍然要求，就在 allow 里说明"),
        Kind::Cohort(written, own) => Finding::of(&W705, format!("写的是{written}届，这一届是{own}届{times}")).help(
            format!("核对哪个对：这里改成{own}届，或改正 cohort（届）；确实说的是{written}届，写清楚是往届"),
        ),
        Kind::Year(date) => Finding::of(&W705, format!("“{date}”不在这一届的年份里，像是往年留下的{times}"))
            .help("改成今年的日期；确实说的是往年，写清楚“已于……”，或在 allow 里说明"),
    }
}

fn years(folder: &CampaignFolder) -> Option<Years> {
    let campaign = &folder.campaign;
    let cohort = i16::try_from(campaign.cohort.value).ok()?;
    let published = campaign.published.value.stamp()?.date;
    let notices = folder
        .notices
        .iter()
        .filter_map(|(_, notice)| notice.published.value.stamp());
    let slots = slots(folder);
    let known = slots
        .iter()
        .filter(|slot| slot.event != "allow")
        .flat_map(|slot| [slot.when.value.value.stamp(), slot.when.value.value.last_stamp()])
        .flatten();
    let all = notices
        .chain(known)
        .map(|stamp| stamp.date.year())
        .chain([published.year(), cohort]);
    Some(Years {
        cohort,
        first: all.clone().min()?,
        last: all.max()?,
        after: (published.year(), published.month()) >= OVER,
    })
}

/// `2024届` where this campaign is of another cohort.
fn cohorts(passage: &Passage<'_>, years: &Years) -> Vec<(Range<usize>, Kind)> {
    let text = passage.prose.as_str();
    let own = format!("{}届", years.cohort);
    let title = is_title(passage);
    let mut found = Vec::new();
    for (at, mark) in text.match_indices('届') {
        let Some((start, year)) = number_before(text, at) else {
            continue;
        };
        let range = start..at + mark.len();
        let around = text.get(clause(text, &range)).unwrap_or(text);
        // A title is about one cohort; in a sentence last year's is the one that a copy leaves behind.
        let odd = if title {
            year != years.cohort
        } else {
            year == years.cohort - 1
        };
        if odd && !around.contains(&own) && !text.contains(&own) && !speaks_of_others(around) {
            found.push((range, Kind::Cohort(year, years.cohort)));
        }
    }
    found
}

/// Dates with a year, and years in titles, that lie outside of the campaign's.
fn other_years(passage: &Passage<'_>, years: &Years) -> Vec<(Range<usize>, Kind)> {
    let text = passage.prose.as_str();
    let title = is_title(passage);
    let mut found = Vec::new();
    for (at, mark) in text.match_indices('年') {
        let Some((start, year)) = number_before(text, at) else {
            continue;
        };
        if (years.first..=years.last).contains(&year) {
            continue;
        }
        let day = date_after(text, at + mark.len());
        let range = start..day.unwrap_or(at + mark.len());
        let around = text.get(clause(text, &range)).unwrap_or(text);
        if (day.is_some() || title) && !speaks_of_others(around) {
            let date = text.get(range.clone()).unwrap_or("").to_owned();
            found.push((range, Kind::Year(date)));
        }
    }
    found
}

fn is_title(passage: &Passage<'_>) -> bool {
    if passage.line.body {
        passage.line.text.starts_with('#')
    } else {
        matches!(passage.key, "title" | "标题")
    }
}

/// A year of four digits right before a character.
fn number_before(text: &str, at: usize) -> Option<(usize, i16)> {
    let before = text.get(..at)?;
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let digits = before.get(start..)?;
    let year = digits
        .parse()
        .ok()
        .filter(|year| digits.len() == 4 && (1990..2100).contains(year))?;
    Some((start, year))
}

/// The end of `4月28日` when it follows.
fn date_after(text: &str, from: usize) -> Option<usize> {
    let digits = |from: usize| {
        let rest = text.get(from..)?;
        let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (1..=2).contains(&length).then_some(from + length)
    };
    let month = digits(from)?;
    let day_from = month + text.get(month..)?.strip_prefix('月').map(|_| '月'.len_utf8())?;
    let day = digits(day_from)?;
    let mark = text.get(day..)?.chars().next().filter(|c| matches!(c, '日' | '号'))?;
    Some(day + mark.len_utf8())
}

/// Whether a sentence says that it means another year.
fn speaks_of_others(text: &str) -> bool {
    const SAYS: [&str; 22] = [
        "已",
        "曾",
        "原",
        "去年",
        "往年",
        "往届",
        "历届",
        "上届",
        "上一届",
        "以前",
        "结业",
        "延期",
        "延毕",
        "同校",
        "以来",
        "印发",
        "施行",
        "修订",
        "文件",
        "入学",
        "出生",
        "不同",
    ];
    SAYS.iter().any(|says| text.contains(says))
}

#[cfg(test)]
mod tests {
    use super::super::passage::read;
    use super::*;
    use crate::diagnostics::Sources;

    fn found(text: &str) -> Vec<String> {
        let years = Years {
            cohort: 2025,
            first: 2024,
            last: 2025,
            after: true,
        };
        let mut sources = Sources::default();
        sources.insert("content/campaigns/a/notices/b.md", text);
        let of = |passage: &Passage<'_>| {
            let all = cohorts(passage, &years).into_iter().chain(other_years(passage, &years));
            all.filter_map(|(range, _)| passage.prose.get(range).map(str::to_owned))
                .collect::<Vec<_>>()
        };
        read(&sources).iter().flat_map(of).collect()
    }

    #[test]
    fn other_cohorts_and_years_are_seen() {
        assert_eq!(found("---\ntitle: 关于2023届毕业生采集的通知\n---\n"), ["2023届"]);
        assert_eq!(found("---\n---\n# 2022年采集安排\n"), ["2022年"]);
        assert_eq!(
            found("---\n---\n请2024届毕业生于2023年4月28日到场\n"),
            ["2024届", "2023年4月28日"]
        );
    }

    #[test]
    fn what_is_said_of_other_years_on_purpose_is_left_alone() {
        for fine in [
            "2021级博士研究生，2021年已由研究生院组织采集过",
            "教毕指〔2017〕99号",
            "延期毕业的2024届学生也参加",
            "集体采集已于2019年11月3日结束",
            "2024届和2025届毕业生",
            "同校2024届要求不戴眼镜",
            "2003年5月6日出生的学生",
            "2024年4月28日到场",
            "按2017年的国家规范",
        ] {
            assert_eq!(
                found(&format!("---\ntitle: 甲\nrelated:\n---\n{fine}\n")),
                [] as [&str; 0],
                "{fine}"
            );
        }
    }

    #[test]
    fn a_mask_that_is_to_be_taken_off_is_a_rule_of_photos() {
        let lexicon = Lexicon::new(&LIST.words);
        assert_eq!(lexicon.find("除拍摄时以外，按防疫要求戴好口罩").len(), 2);
        for fine in [
            "拍照时不戴口罩",
            "摘下眼镜、口罩",
            "取下帽子、口罩",
            "不要戴帽子、口罩",
            "请摘下口罩、帽子",
            "帽子、口罩等遮挡物",
            "生物化学专业学核酸",
        ] {
            assert!(lexicon.find(fine).is_empty(), "{fine}");
        }
    }
}
