//! R904: photo rules other than those of the school's last campaign. R905: photo rules only in an attachment. R906: clothes that suit one
//! of several backgrounds.

use super::Context;
use super::prose::Line;
use super::written::{Folder, Wanted, sentences};
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{CampaignFolder, Model};
use std::collections::BTreeMap;
use tassel_validator::{Policy, Profile};

pub(crate) static R904: Rule = Rule {
    id: "R904",
    severity: Severity::Info,
    judgement: true,
    title: "照片要求和上一届不同",
    why: "学生会问上一届的同学，也会照着去年的通知准备。",
    fix: "在正文里写明和上一届不同；确实如此，也可以在 allow 里写明原因。",
};

pub(crate) static R905: Rule = Rule {
    id: "R905",
    severity: Severity::Warning,
    judgement: true,
    title: "照片要求只写在附件里",
    why: "网页上看不到，自检也查不出；学生多半不会下载附件。",
    fix: "把附件里的要求写进 photo-profiles/ 的一个文件，campaign.yaml 的 photo 指到它。",
};

pub(crate) static R906: Rule = Rule {
    id: "R906",
    severity: Severity::Warning,
    judgement: true,
    title: "服装要求只顾到一种背景",
    why: "背景可以选几种颜色，服装却只按其中一种写，选别的背景的学生会穿错衣服。",
    fix: "按背景分别写，例如：蓝底不穿蓝色，白底不穿白色，灰底不穿灰色。",
};

pub(super) fn check(context: &mut Context<'_>) {
    let written = context.written;
    let model = context.model;
    let mut found = Vec::new();
    let mut series = Series::new();
    for folder in &model.campaigns {
        let of_series = series.entry(series_of(folder)).or_default();
        of_series.insert(folder.campaign.cohort.value, folder);
    }
    for folder in &model.campaigns {
        let lines = written.of(&folder.id);
        found.extend(changed(model, &series, folder, lines));
        found.extend(only_attached(context, folder, lines));
    }
    for (id, profile) in &model.profiles {
        found.extend(one_background(context, id, profile));
    }
    context.findings.append(&mut found);
}

/// The campaigns of one school and level by cohort.
type Series<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<u16, &'a CampaignFolder>>;

fn series_of(folder: &CampaignFolder) -> (&str, &str) {
    (&folder.campaign.school.value, &folder.campaign.level)
}

/// R904 against the same school's campaign of the same level before this one.
fn changed(model: &Model, earlier: &Series<'_>, folder: &CampaignFolder, lines: &Folder<'_>) -> Option<Finding> {
    let campaign = &folder.campaign;
    let series = earlier.get(&series_of(folder))?;
    let earlier: &CampaignFolder = series.range(..campaign.cohort.value).next_back()?.1;
    let profile = |folder: &CampaignFolder| model.profiles.get(&folder.campaign.photo.value);
    let (old, new) = (profile(earlier)?, profile(folder)?);
    let cohort = format!("{}届", earlier.campaign.cohort.value);
    let changes: Vec<String> = changes(old, new)
        .into_iter()
        .filter(|(topic, ..)| !is_told(lines, topic, &cohort))
        .map(|(topic, old, new)| format!("{topic}由“{old}”变为“{new}”"))
        .collect();
    if changes.is_empty() {
        return None;
    }
    let message = format!("照片要求和{cohort}不同：{}", changes.join("；"));
    let help = format!("在通知里写一句和{cohort}不同；已经知道的，在 allow 里写明原因");
    Some(
        Finding::of(&R904, message)
            .at_value(&campaign.file, &campaign.photo)
            .help(help),
    )
}

/// What differs: topic, old, new.
fn changes(old: &Profile, new: &Profile) -> Vec<(&'static str, String, String)> {
    let glasses = |profile: &Profile| {
        let rule = profile.rules.iter().find(|rule| rule.id == "glasses")?;
        rule.policy.map(policy_word)
    };
    let background = |profile: &Profile| {
        let names = profile.background.colors.iter().map(|color| color.name.as_str());
        let names: Vec<&str> = names.collect();
        (!names.is_empty()).then(|| names.join("、"))
    };
    let size = |profile: &Profile| {
        let sizes = &profile.file.size.as_ref()?.exact;
        let sizes: Vec<String> = sizes
            .iter()
            .map(|[width, height]| format!("{width}×{height}"))
            .collect();
        (!sizes.is_empty()).then(|| sizes.join("、"))
    };
    let all = [
        ("眼镜", glasses(old).map(str::to_owned), glasses(new).map(str::to_owned)),
        ("背景", background(old), background(new)),
        ("尺寸", size(old), size(new)),
    ];
    let differ = all
        .into_iter()
        .filter_map(|(topic, old, new)| Some((topic, old?, new?)));
    differ.filter(|(_, old, new)| old != new).collect()
}

fn policy_word(policy: Policy) -> &'static str {
    match policy {
        Policy::AllowNoGlare => "不反光可戴",
        Policy::Forbid => "不戴",
        Policy::Habitual => "平时戴可戴",
    }
}

/// Whether readers are told of a change: a line that speaks of the topic and of the time before.
fn is_told(lines: &Folder<'_>, topic: &str, cohort: &str) -> bool {
    let before = ["去年", "往年", "往届", "上届", "上一届", "以往"];
    let tells = |line: &&Line<'_>| {
        let text = line.text;
        text.contains(topic) && (text.contains(cohort) || before.iter().any(|word| text.contains(word)))
    };
    lines.lines.iter().chain(&lines.asides).any(|line| tells(&line))
}

/// What attachments with photo rules are called.
const RULES: [&str; 10] = [
    "照片要求",
    "拍摄要求",
    "拍照要求",
    "拍摄须知",
    "照片标准",
    "拍照标准",
    "采集照片的要求",
    "采集要求",
    "图像要求",
    "照片规范",
];

/// R905: the campaign's self-check knows the national standard only, and sentences point to rules in an attachment.
fn only_attached(context: &Context<'_>, folder: &CampaignFolder, lines: &Folder<'_>) -> Option<Finding> {
    let photo = &folder.campaign.photo;
    if !is_only_standard(context, &photo.value) {
        return None;
    }
    let pointing = lines.lines.iter().find_map(|line| {
        let (at, sentence) = sentences(line.text).find(|(_, sentence)| points_to_rules(sentence))?;
        let lead = sentence.len() - sentence.trim_start().len();
        Some((line, line.span(at + lead..at + sentence.trim_end().len())))
    });
    let (_, span) = pointing?;
    let finding = Finding::of(&R905, "照片要求只写在附件里，页面上没有，自检也不会查").at(span);
    let finding = match super::span_at(&folder.campaign.file, photo) {
        Some(place) => finding.label(place, "自检现在只查这一套"),
        None => finding,
    };
    Some(finding.help(format!(
        "在 photo-profiles/ 里新建一个文件，继承 {}，把附件里的要求写成 rules；再让 photo 指到它",
        photo.value
    )))
}

fn points_to_rules(sentence: &str) -> bool {
    let pointing = ["见", "按", "参照", "阅读", "对照"]
        .iter()
        .any(|word| sentence.contains(word));
    // The standard itself is what the self-check knows.
    let standard = ["采集规范", "99号", "信息标准"]
        .iter()
        .any(|word| sentence.contains(word));
    let attached = sentence.contains("附件") || sentence.contains("{{ attachment.");
    attached && pointing && !standard && RULES.iter().any(|word| sentence.contains(word))
}

/// Whether a profile is built in, or a file that adds no rule of its own to one that is.
fn is_only_standard(context: &Context<'_>, id: &str) -> bool {
    if context.sources.get(&profile_file(id)).is_none() {
        return tassel_validator::builtin(id).is_some();
    }
    let Some(own) = context.model.profiles.get(id) else {
        return false;
    };
    let mut standards = tassel_validator::builtin_ids()
        .iter()
        .filter_map(|id| tassel_validator::builtin(id));
    standards.any(|standard| standard.rules == own.rules && standard.background == own.background)
}

fn profile_file(id: &str) -> String {
    format!("content/photo-profiles/{id}.yaml")
}

/// Families of colours by the character that names them.
const COLORS: [char; 5] = ['蓝', '白', '灰', '红', '绿'];

/// Words that forbid clothes.
const FORBID: [&str; 9] = [
    "不穿",
    "不选",
    "不要穿",
    "不得穿",
    "不能穿",
    "不允许穿",
    "避开",
    "禁止",
    "不着",
];

/// R906: the profile names several backgrounds itself and forbids the colour of only some of them.
fn one_background(context: &Context<'_>, id: &str, profile: &Profile) -> Option<Finding> {
    let file = profile_file(id);
    context.sources.get(&file)?;
    let backgrounds = profile.rules.iter().filter(|rule| rule.id.starts_with("bg."));
    let (background, offered) = backgrounds
        .map(|rule| (rule, colors(&rule.text)))
        .find(|(_, colors)| colors.len() > 1)?;
    let wanted = |id| Wanted {
        file: &file,
        key: ["rules", "要求"],
        id: Some(id),
    };
    let clothes = profile.rules.iter().filter(|rule| rule.id.starts_with("clothes"));
    let mut forbidden: BTreeMap<char, &tassel_validator::HumanRule> = BTreeMap::new();
    for rule in clothes {
        // Written for each background apart.
        if ["蓝底", "白底", "灰底", "红底"]
            .iter()
            .any(|word| rule.text.contains(word))
        {
            return None;
        }
        for clause in rule.text.split(['，', '；', '。', ',']) {
            let Some(at) = FORBID.iter().filter_map(|word| clause.find(word)).min() else {
                continue;
            };
            let clause = clause.get(at..).unwrap_or("");
            forbidden.extend(colors(clause).into_iter().map(|color| (color, rule)));
        }
    }
    let (covered, left): (Vec<char>, Vec<char>) = offered.into_iter().partition(|color| forbidden.contains_key(color));
    let rule = forbidden.get(covered.first()?)?;
    if left.is_empty() {
        return None;
    }
    let list = |colors: &[char]| colors.iter().map(|c| format!("{c}色")).collect::<Vec<_>>().join("、");
    let message = format!(
        "背景可以用{}，服装却只避开{}",
        list(&[covered.clone(), left.clone()].concat()),
        list(&covered)
    );
    let each: Vec<String> = covered.iter().chain(&left).map(|c| format!("{c}底不穿{c}色")).collect();
    // A text that is folded or has escapes doesn't stand in the file as it is read; then its id is pointed at.
    let finding = wanted(&rule.id).mark(Finding::of(&R906, message), context.sources, &rule.text);
    let finding = match wanted(&background.id).place(context.sources, &background.text) {
        Some(span) => finding.label(span, "可以用的背景"),
        None => finding,
    };
    Some(finding.help(format!("按背景分别写，例如：{}", each.join("，"))))
}

/// The families of colours that a text names, in the order of [`COLORS`].
fn colors(text: &str) -> Vec<char> {
    COLORS.iter().copied().filter(|color| text.contains(*color)).collect()
}
