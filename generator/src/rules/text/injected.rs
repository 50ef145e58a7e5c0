//! X001: words, addresses and unseen characters that somebody else has put into a page.

use super::lexicon::{Lexicon, List};
use super::passage::{Passage, is_han, web_addresses};
use super::{Places, times};
use crate::diagnostics::{Finding, Rule, Severity};
use std::ops::Range;
use std::sync::LazyLock;

pub(crate) static X001: Rule = Rule {
    id: "X001",
    severity: Severity::Error,
    judgement: true,
    title: "混进了博彩、黑链一类的文字",
    why: "从被篡改的网页复制文字，会把广告和看不见的字符一起带进来：学生看到博彩广告，搜索引擎把学校的网站标成危险网站。",
    fix: "删掉混进来的文字，照真正的原文改回来；看看同一个来源的其他段落有没有，并告诉原网站的管理员。",
};

static LIST: LazyLock<List> = LazyLock::new(|| List::read(include_str!("../../../data/words/injected.yaml")));

/// What was found, in the order in which it is told.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Word(String),
    /// ASCII that looks like the name of a website, glued to Chinese.
    Glued(String),
    Host(String),
    CheapHost(String),
    Unseen(char),
    /// Characters that change the order in which text is shown.
    Turning,
}

pub(super) fn check(passages: &[Passage<'_>]) -> Vec<Finding> {
    let lexicon = Lexicon::new(&LIST.words);
    let mut places = Places::new();
    for passage in passages {
        // Code and addresses are looked at, too: what was put in doesn't care where it stands.
        let start = passage.start;
        let text = passage.line.text.get(start..).unwrap_or("");
        let shifted = |range: Range<usize>| range.start + start..range.end + start;
        for (range, word) in lexicon.find(text) {
            places.add(passage, Kind::Word(word.word.clone()), shifted(range));
        }
        for range in glued_names(text) {
            let name = text.get(range.clone()).unwrap_or("").to_owned();
            places.add(passage, Kind::Glued(name), shifted(range));
        }
        for range in web_addresses(text) {
            if let Some(kind) = foreign(text.get(range.clone()).unwrap_or("")) {
                places.add(passage, kind, shifted(range));
            }
        }
        for (range, c) in unseen(passage.line.text) {
            let kind = if turns(c) { Kind::Turning } else { Kind::Unseen(c) };
            places.add(passage, kind, range);
        }
    }
    places.findings(tell)
}

fn tell(kind: &Kind, count: usize) -> Finding {
    let times = times(count);
    match kind {
        Kind::Word(word) => Finding::of(&X001, format!("像是混进来的博彩、黑链文字：“{word}”{times}"))
            .help("删掉混进来的文字，照真正的原文改回来；确实要写，在 campaign.yaml 的 allow 里写明原因"),
        Kind::Glued(name) => Finding::of(&X001, format!("“{name}”像是混在汉字里的网址{times}"))
            .help("和通知无关就删掉；确实是代号，前后各空一格"),
        Kind::Host(host) => Finding::of(&X001, format!("网址 {host} 像是博彩、色情网站{times}"))
            .help("删掉这个链接；看看这段文字是从哪里复制来的"),
        Kind::CheapHost(host) => Finding::of(&X001, format!("网址 {host} 的后缀，暗链用得很多{times}"))
            .severity(Severity::Warning)
            .help("打开看看是不是要学生去的地方；不是就删掉，是就在 allow 里写明原因"),
        Kind::Unseen(c) => {
            let code = u32::from(*c);
            Finding::of(&X001, format!("有看不见的字符 U+{code:04X}{times}"))
                .severity(Severity::Warning)
                .help("删掉这一小段重新打一遍，不要复制；看不见的字符会让搜索和核对对不上")
        }
        Kind::Turning => Finding::of(&X001, format!("有看不见的字符，会颠倒后面文字的顺序{times}"))
            .help("删掉这一小段重新打一遍，不要复制"),
    }
}

/// Runs of letters and digits such as `y272net` that touch Chinese and end like the name of a website.
fn glued_names(text: &str) -> Vec<Range<usize>> {
    const ENDS: [&str; 8] = ["net", "com", "vip", "xyz", "bet", "app", "cc", "top"];
    let mut found = Vec::new();
    let mut start = None;
    let mut before = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | ':' | '@' | '_') {
            start.get_or_insert((at, before));
        } else if let Some((from, lead)) = start.take() {
            let name = text.get(from..at).unwrap_or("");
            let lower = name.to_ascii_lowercase();
            let stem = ENDS.iter().find_map(|end| lower.strip_suffix(end));
            let digits = name.bytes().filter(u8::is_ascii_digit).count();
            let plain =
                name.bytes().all(|b| b.is_ascii_alphanumeric()) && name.starts_with(|c: char| c.is_ascii_alphabetic());
            let numbered = stem.is_some_and(|stem| stem.ends_with(|c: char| c.is_ascii_digit()));
            if plain && numbered && digits >= 2 && (is_han(lead) || is_han(c)) {
                found.push(from..at);
            }
        }
        before = c;
    }
    found
}

/// What speaks against a web address, by its host's name alone.
fn foreign(address: &str) -> Option<Kind> {
    let lower = address.to_ascii_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = rest
        .split(['/', '?', '#', ':'])
        .next()?
        .trim_end_matches(['.', ')', ',']);
    let ending = host.rsplit('.').next()?;
    let listed = |list: &[String]| list.iter().any(|end| end == ending);
    if listed(&LIST.endings) || LIST.names.iter().any(|name| host.contains(name.as_str())) {
        return Some(Kind::Host(host.to_owned()));
    }
    listed(&LIST.cheap_endings).then(|| Kind::CheapHost(host.to_owned()))
}

/// Characters that take no space and that no keyboard types; those that belong to an emoji are left alone.
fn unseen(text: &str) -> Vec<(Range<usize>, char)> {
    let mut found = Vec::new();
    let mut before = ' ';
    // The flags of England, Scotland and Wales are spelt in tags behind a black one.
    let mut in_flag = false;
    for (at, c) in text.char_indices() {
        let tag = ('\u{e0020}'..='\u{e007f}').contains(&c);
        in_flag = c == '\u{1f3f4}' || (in_flag && tag);
        let joins = (c == '\u{200d}' && !is_han(before) && !before.is_ascii()) || (tag && in_flag);
        if is_hidden(c) && !joins {
            found.push((at..at + c.len_utf8(), c));
        }
        before = c;
    }
    found
}

/// Whether a character takes no space, or shows as space and is none.
fn is_hidden(c: char) -> bool {
    let fills = matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
    let unseen = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    fills || unseen || turns(c)
}

/// Whether a character changes the order in which text is shown.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glued(text: &str) -> Vec<&str> {
        glued_names(text)
            .into_iter()
            .filter_map(|range| text.get(range))
            .collect()
    }

    #[test]
    fn names_of_websites_within_chinese_are_seen() {
        assert_eq!(glued("附件2：必赢优惠y272net学生端操作手册"), ["y272net"]);
        assert_eq!(glued("点击ab88com，AB88COM"), ["ab88com"]);
        assert_eq!(glued("点击Y272Net打开"), ["Y272Net"]);
        for fine in [
            "小程序采集批次特征码为：JF3D34",
            "登录https://www.a12.com核对",
            "写信a12@b34.com问",
            "www.a12.net核对",
            "使用ASP.net",
            "文件夹 a12net 里",
            "C-5教学楼111",
        ] {
            assert!(glued(fine).is_empty(), "{fine}");
        }
    }

    #[test]
    fn code_is_searched_and_keys_are_not() {
        let found = |file: &str, text: &str| {
            let mut sources = crate::diagnostics::Sources::default();
            sources.insert(file, text);
            check(&super::super::passage::read(&sources)).len()
        };
        assert_eq!(found("content/a.md", "---\ntitle: 甲\n---\n`点y272net`\n"), 1);
        assert_eq!(found("content/a.md", "---\ntitle: 甲\n---\n```\n点y272net\n```\n"), 1);
        assert_eq!(found("content/a.yaml", "点y272net: 甲\n"), 0);
    }

    #[test]
    fn hosts_are_judged_by_their_names() {
        assert_eq!(
            foreign("https://www.abc-casino.net/a"),
            Some(Kind::Host("www.abc-casino.net".to_owned()))
        );
        assert_eq!(foreign("HTTP://a.BET"), Some(Kind::Host("a.bet".to_owned())));
        assert_eq!(
            foreign("http://y272.vip/x"),
            Some(Kind::CheapHost("y272.vip".to_owned()))
        );
        for fine in [
            "https://www.chsi.com.cn/",
            "https://www.xinhuacu.com/#/home",
            "https://a.edu.cn/?bet=casino",
            "https://alphabet.org",
        ] {
            assert_eq!(foreign(fine), None, "{fine}");
        }
    }

    #[test]
    fn characters_that_nobody_sees_are_told_but_not_those_of_an_emoji() {
        let of = |text: &str| unseen(text).into_iter().map(|(_, c)| c).collect::<Vec<_>>();
        assert_eq!(of("采集\u{200b}码\u{202e}甲"), ['\u{200b}', '\u{202e}']);
        assert_eq!(of("👩\u{200d}🎓毕业"), []);
        assert_eq!(
            of("采\u{e0061}集\u{3164}\u{115f}\u{34f}码"),
            ['\u{e0061}', '\u{3164}', '\u{115f}', '\u{34f}']
        );
        assert_eq!(of("🏴\u{e0067}\u{e0062}\u{e007f}"), []);
        assert_eq!(of("全角　空格，❤\u{fe0f}"), []);
    }

    #[test]
    fn ordinary_words_that_look_like_it_are_left_alone() {
        let lexicon = Lexicon::new(&LIST.words);
        for fine in [
            "请注意以下注意事项",
            "2寸数码背胶彩照8张",
            "六合区校区体育馆、棋牌室",
            "志在必得，势在必赢",
            "把注意力投注于学业，办证大厅二楼",
            "彩色照片、彩金色领带",
            "另交JPG电子照片一份，满足彩色、白底的要求",
            "最快三天内能在平台上看到",
            "召开奖学金评审会，公开奖项名单，开奖学金证明",
            "多彩民族服装、多彩民俗展",
            "体育馆当天有学校的运动会预赛",
        ] {
            assert!(lexicon.find(fine).is_empty(), "{fine}");
        }
    }
}
