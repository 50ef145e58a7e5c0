//! `tassel build`: builds a site and says what came of it.

use super::args::{Build, Format};
use super::{Exit, World};
use crate::channels::Channel;
use crate::derive::{Moment, Standing};
use crate::diagnostics::{count, render_github, render_gitlab, render_human, render_json};
use crate::i18n::{Locale, Words};
use crate::model::{Coverage, When};
use crate::site::{Outcome, Request, build, stops};
use std::io::Write;
use std::path::{Component, Path};

pub(super) fn run(args: &Build, world: &mut World<'_>) -> Exit {
    let request = Request {
        root: args.root.clone(),
        out: args.folder(),
        base_url: args.base_url.clone(),
        now: args.now.unwrap_or(world.now),
        strict: args.strict,
        channel: args.channel.into(),
        drafts: args.drafts,
    };
    if args.fix
        && let Err(error) = super::fix::pictures(&args.root, world.err)
    {
        let _ = writeln!(world.err, "错误：{error}");
        return Exit::System;
    }
    let built = match args.jobs {
        None => Ok(build(&request)),
        Some(jobs) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
            pool.map(|pool| pool.install(|| build(&request)))
        }
    };
    let error = match built {
        Ok(Ok(outcome)) => return report(args, &outcome, world),
        Ok(Err(error)) => error.to_string(),
        Err(error) => format!("开不了这么多线程：{error}"),
    };
    let _ = writeln!(world.err, "错误：{error}");
    Exit::System
}

fn report(args: &Build, outcome: &Outcome, world: &mut World<'_>) -> Exit {
    let (findings, sources) = (&outcome.findings, &outcome.sources);
    let text = match args.format {
        Format::Human => Ok(render_human(findings, sources, world.color)),
        Format::Json => render_json(findings, sources),
        Format::Github => Ok(render_github(findings, sources, &folder(&args.root))),
        Format::Gitlab => render_gitlab(findings, sources, &folder(&args.root)),
    };
    let Ok(text) = text else { return Exit::System };
    let written = match args.format {
        Format::Human => write!(world.err, "{text}").and_then(|()| summary(args, outcome, world.err)),
        Format::Json => write!(world.out, "{text}"),
        Format::Github | Format::Gitlab => write!(world.out, "{text}").and_then(|()| summary(args, outcome, world.err)),
    };
    match written {
        Err(_) => Exit::System,
        Ok(()) if stops(&outcome.findings, args.strict) => Exit::Findings,
        Ok(()) => Exit::Clean,
    }
}

/// The way from the current folder to the site, as annotations want it: with `/` and one at its end, empty for the current folder itself.
fn folder(root: &Path) -> String {
    let mut way = String::new();
    for part in root.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => way.push('/'),
            _ => way += &(part.as_os_str().to_string_lossy() + "/"),
        }
    }
    way
}

fn summary(args: &Build, outcome: &Outcome, err: &mut dyn Write) -> std::io::Result<()> {
    let (allowed, off) = (outcome.settled.allowed.len(), outcome.settled.off);
    if allowed > 0 {
        writeln!(err, "按 allow 里写明的原因，放过了 {allowed} 条提示")?;
    }
    if off > 0 {
        writeln!(err, "site.yaml 的 levels 关掉的规则，有 {off} 条没有列出")?;
    }
    let (channel, folder) = (Channel::from(args.channel), args.folder());
    let Some(done) = outcome.published else {
        let (_, warnings, _) = count(&outcome.findings);
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
        outcome.campaigns,
        outcome.pages,
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
    for (id, coverage) in &outcome.english {
        writeln!(
            err,
            "英文：{id} 已译 {} %{}",
            coverage.percent(),
            still_missing(coverage)
        )?;
    }
    held_back(args, outcome, err)
}

/// What is not on the site, and when that changes by itself.
fn held_back(args: &Build, outcome: &Outcome, err: &mut dyn Write) -> std::io::Result<()> {
    let of = |wanted: fn(Standing) -> bool| outcome.withheld.iter().filter(|one| wanted(one.standing)).count();
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
    if let Some(next) = &outcome.next {
        let day = Moment::point(&When::At(next.at), Words::embedded(Locale::Zh)).text;
        let (tail, what) = if next.publishes {
            ("", "发布")
        } else if next.at.minutes.is_some() {
            ("", "下线")
        } else {
            ("结束时", "下线")
        };
        writeln!(err, "下一次变化：{day}{tail}{what}“{}”；到时候再生成一次", next.title)?;
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
