//! W701: frequent slips of the pen, and two ways of writing one thing within a campaign.

use super::lexicon::{Lexicon, List};
use super::passage::Passage;
use super::{Places, mark, times};
use crate::diagnostics::{Finding, Rule, Severity, Span};
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(crate) static W701: Rule = Rule {
    id: "W701",
    severity: Severity::Warning,
    judgement: true,
    title: "像是错别字",
    why: "通知里的错别字会让学生怀疑其他内容也没有核对过。",
    fix: "照提示改；写得没有错，就在 allow 里说明。",
};

static LIST: LazyLock<List> = LazyLock::new(|| List::read(include_str!("../../../data/words/slips.yaml")));

pub(super) fn check(passages: &[Passage<'_>]) -> Vec<Finding> {
    let lexicon = Lexicon::new(&LIST.words);
    let mut places = Places::new();
    // A reason may quote the very slip that it excuses.
    let speaking = || passages.iter().filter(|passage| !passage.tells_of_faults());
    for passage in speaking() {
        for (range, word) in lexicon.find(&passage.prose) {
            let key = (
                word.word.as_str(),
                word.instead.as_str(),
                word.because.as_str(),
                word.info,
            );
            places.add(passage, key, range);
        }
    }
    let mut found = places.findings(|(word, instead, because, info), count| {
        let finding = Finding::of(&W701, format!("“{word}”像是“{instead}”写错了{}", times(count)));
        let finding = if *info {
            finding.severity(Severity::Info)
        } else {
            finding
        };
        finding.note(reason(because)).help(format!("改成“{instead}”"))
    });
    found.append(&mut mixed(speaking()));
    found
}

/// Why, without where the word was met.
fn reason(because: &str) -> &str {
    because.split('；').next().unwrap_or(because)
}

/// Campaign and pair → places of the better and of the other way of writing.
type Pairs<'p> = BTreeMap<(&'p str, usize), [Vec<Span>; 2]>;

/// Both ways of writing within one campaign.
fn mixed<'p>(passages: impl Iterator<Item = &'p Passage<'p>>) -> Vec<Finding> {
    let lexicon = Lexicon::new(&LIST.mixed);
    let mut pairs: Pairs<'_> = BTreeMap::new();
    for passage in passages {
        let Some(campaign) = passage.campaign else { continue };
        for (range, word) in lexicon.find(&passage.prose) {
            let pair = LIST
                .mixed
                .iter()
                .position(|other| std::ptr::eq(other, word))
                .unwrap_or(0);
            let [_, other] = pairs.entry((campaign, pair)).or_default();
            other.push(passage.line.span(range));
        }
        for (pair, word) in LIST.mixed.iter().enumerate() {
            let [better, _] = pairs.entry((campaign, pair)).or_default();
            let places = passage.prose.match_indices(&word.instead);
            better.extend(places.map(|(at, _)| passage.line.span(at..at + word.instead.len())));
        }
    }
    let one = |((_, pair), [better, other]): ((&str, usize), [Vec<Span>; 2])| {
        let word = LIST.mixed.get(pair)?;
        if better.is_empty() || other.is_empty() {
            return None;
        }
        let message = format!(
            "“{}”（{} 处）和“{}”（{} 处）混用",
            word.instead,
            better.len(),
            word.word,
            other.len()
        );
        let help = format!("统一写“{}”：同一件事两种写法，学生会以为是两笔钱", word.instead);
        Some(mark(Finding::of(&W701, message), other).help(help))
    };
    pairs.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(text: &str) -> Vec<&'static str> {
        let lexicon = Lexicon::new(&LIST.words);
        lexicon
            .find(text)
            .into_iter()
            .map(|(_, word)| word.word.as_str())
            .collect()
    }

    #[test]
    fn the_slips_of_the_notices_are_seen() {
        assert_eq!(slips("已完成采集的照片一但上传至学信网"), ["一但"]);
        assert_eq!(
            slips("错过上诉两次集采的学生自行前往各省图片设拍摄"),
            ["上诉", "图片设"]
        );
        assert_eq!(
            slips("请在相片拍摄40天后登陆学信网核对，在校外登陆校园网须使用VPN"),
            ["登陆", "登陆"]
        );
        assert_eq!(slips("若核审不通过，请重新提交"), ["核审"]);
        assert_eq!(slips("收费标准每位学单价：45元"), ["每位学"]);
        assert_eq!(slips("请提供上诉材料，账号写错的请在次提交"), ["上诉", "请在次"]);
    }

    #[test]
    fn a_reason_may_quote_what_it_excuses() {
        let mut sources = crate::diagnostics::Sources::default();
        sources.insert(
            "content/campaigns/a/campaign.yaml",
            "allow:\n  - {rule: W701, because: 原文就写“一但”}\nsummary: 一但\n",
        );
        let found = check(&super::super::passage::read(&sources));
        let lines: Vec<usize> = found
            .iter()
            .filter_map(|one| Some(one.primary.as_ref()?.range.start))
            .collect();
        assert_eq!(lines.len(), 1);
        assert!(lines[0] > 40);
    }

    #[test]
    fn right_words_that_hold_a_slip_are_left_alone() {
        for fine in [
            "这是办法之一但不是唯一但常用的",
            "以上诉求请向学院提出，线上诉讼",
            "学生不服处分的，可以向法院上诉",
            "台风登陆期间，系统暂停",
            "由学院考核审批、复核审定",
            "每位学生、每位学员",
            "图片设计、图片设置为蓝色",
            "以两周做为期限",
            "请即使用采集码",
            "照片尺寸按照像素计算",
            "对象素质、抽象素材",
            "本次采集的目的的确是为了了解情况",
            "我校2022届的采集已于去年截止，截至4月13日还有同学没有提交",
            "校园满意度调查",
        ] {
            assert_eq!(slips(fine), [] as [&str; 0], "{fine}");
        }
        assert_eq!(slips("如下一但"), ["一但"]);
    }
}
