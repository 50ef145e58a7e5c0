//! `tassel build`: builds a site and says what came of it.

use super::args::{Build, Format};
use super::{Exit, World, findings};
use crate::channels::Channel;
use crate::derive::{Moment, Standing};
use crate::diagnostics::{count, harmless_name};
use crate::i18n::{Locale, Words};
use crate::model::{Coverage, When};
use crate::site::{Outcome, Request, build};
use std::io::Write;

pub(super) fn run(args: &Build, world: &mut World<'_>) -> Exit {
    let request = Request {
        root: args.site.root.clone(),
        out: args.folder(),
        base_url: args.base_url.clone(),
        now: args.present.now.unwrap_or(world.now),
        strict: args.strict,
        channel: args.channel.into(),
        drafts: args.drafts,
    };
    if let Err(error) = super::fix::apply(&args.mending, &args.site.root, world.err) {
        let _ = writeln!(world.err, "错误：{error}");
        return Exit::System;
    }
    let outcome = match findings::with_jobs(&args.work, || build(&request)) {
        Ok(outcome) => outcome,
        Err(error) => {
            let _ = writeln!(world.err, "错误：{error}");
            return Exit::System;
        }
    };
    let told = findings::tell(&args.listing, &outcome.report, &args.site.root, world);
    let told = told.and_then(|()| match args.listing.format {
        Format::Json => Ok(()),
        _ => summary(args, &outcome, world.err),
    });
    findings::exit(told, &outcome.report, args.strict)
}

fn summary(args: &Build, outcome: &Outcome, err: &mut dyn Write) -> std::io::Result<()> {
    let (channel, folder) = (Channel::from(args.channel), args.folder());
    let Some(done) = outcome.published else {
        let (_, warnings, _) = count(&outcome.report.findings);
        let why = if args.strict && warnings > 0 {
            "（--strict 下警告也算）"
        } else {
            ""
        };
        return writeln!(
            err,
            "没有生成{}{why}；{} 保持原样。改好上面的问题再运行一次",
            if channel == Channel::Site { "网站" } else { "文件" },
            folder.display()
        );
    };
    let change = match (done.written, done.removed) {
        (0, 0) => "内容没有变化，没有改动任何文件".to_owned(),
        (written, 0) => format!("写了 {written} 个文件"),
        (written, removed) => format!("写了 {written} 个文件，删了 {removed} 个"),
    };
    writeln!(
        err,
        "生成好了：{} 个届次，{} {}，共 {} 个文件、{} KB，在 {}（{change}）",
        outcome.report.campaigns,
        outcome.report.pages,
        if channel == Channel::Site {
            "个页面"
        } else {
            "篇通知"
        },
        done.files,
        done.bytes.div_ceil(1024),
        folder.display(),
    )?;
    if channel != Channel::Site {
        let page = folder.join("index.html");
        writeln!(
            err,
            "给{}用的：用浏览器打开 {}，从那里复制",
            channel.word(),
            page.display()
        )?;
    }
    for (id, coverage) in &outcome.report.english {
        writeln!(
            err,
            "英文：{} 已译 {} %{}",
            harmless_name(id),
            coverage.percent(),
            harmless_name(&still_missing(coverage))
        )?;
    }
    held_back(args, outcome, err)
}

/// What is not on the site, and when that changes by itself.
fn held_back(args: &Build, outcome: &Outcome, err: &mut dyn Write) -> std::io::Result<()> {
    let of = |wanted: fn(Standing) -> bool| {
        outcome
            .report
            .withheld
            .iter()
            .filter(|one| wanted(one.standing))
            .count()
    };
    let counts = [
        ("草稿", of(|standing| standing == Standing::Draft)),
        ("没到发布时间", of(|standing| matches!(standing, Standing::Waiting(_)))),
        ("已下线", of(|standing| matches!(standing, Standing::Expired(_)))),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{what} {count}"))
        .collect();
    if !counts.is_empty() {
        writeln!(err, "没有放进去：{}", counts.join("，"))?;
    }
    if args.drafts {
        writeln!(
            err,
            "草稿和没到发布时间的也在里面（--drafts）：只给预览用，不要放到网上"
        )?;
    }
    if let Some(next) = &outcome.report.next {
        let day = Moment::point(&When::At(next.at), Words::embedded(Locale::Zh)).text;
        let (tail, what) = if next.publishes {
            ("", "发布")
        } else if next.at.minutes.is_some() {
            ("", "下线")
        } else {
            ("结束时", "下线")
        };
        let title = harmless_name(&next.title);
        writeln!(err, "下一次变化：{day}{tail}{what}“{title}”；到时候再生成一次")?;
    }
    Ok(())
}

/// How many texts have no translation yet, and the first of them.
fn still_missing(coverage: &Coverage) -> String {
    const SHOWN: usize = 3;
    let missing = &coverage.missing;
    let Some(first) = missing
        .get(..missing.len().min(SHOWN))
        .filter(|first| !first.is_empty())
    else {
        return String::new();
    };
    let more = if missing.len() > SHOWN { "等" } else { "" };
    format!("，还没有译的有 {} 处：{}{more}", missing.len(), first.join("、"))
}
