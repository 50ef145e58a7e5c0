//! `tassel photo`: checks and mends photo files on this machine; nothing leaves it.

use std::path::{Path, PathBuf};

use super::photo_args::{FixFormat, Photo, PhotoCheck, PhotoCommand, PhotoFix, PhotoFormat, PhotoLang};
use super::{Exit, World};
use crate::diagnostics::render_human;
use crate::photo::{self, CheckRequest, FixRequest};
use crate::source::load;
use std::io::IsTerminal;
use tassel_validator::fix::NotFixed;
use tassel_validator::{Lang, Profile, id_number};

pub(super) fn run(args: Photo, world: &mut World<'_>) -> Exit {
    match args.command {
        PhotoCommand::Check(args) => check(args, world),
        PhotoCommand::Fix(args) => fix(args, world),
    }
}

fn check(args: PhotoCheck, world: &mut World<'_>) -> Exit {
    let profile = match find_profile(&args.by.profile, &args.by.root, world) {
        Ok(profile) => profile,
        Err(exit) => return exit,
    };
    let format = match args.format {
        PhotoFormat::Human => photo::PhotoFormat::Human,
        PhotoFormat::Csv => photo::PhotoFormat::Csv,
        PhotoFormat::Json => photo::PhotoFormat::Json,
        PhotoFormat::Jsonl => photo::PhotoFormat::Jsonl,
    };
    let paths = match named_or_listed(args.paths) {
        Ok(paths) => paths,
        Err(error) => {
            let _ = writeln!(world.err, "错误：标准输入里的清单读不出来：{error}");
            return Exit::System;
        }
    };
    let request = CheckRequest {
        paths,
        profile,
        format,
        lang: args.by.lang.into(),
        measures: args.measures,
        // Text for people that goes to a terminal is progress enough.
        progress: std::io::stderr().is_terminal()
            && !(format == photo::PhotoFormat::Human && std::io::stdout().is_terminal()),
    };
    match photo::run(&request, world.out, world.clock) {
        Ok(outcome) if outcome.unreadable > 0 => Exit::System,
        Ok(outcome) if outcome.failed > 0 => Exit::Findings,
        Ok(_) => Exit::Clean,
        Err(error) => {
            let _ = writeln!(world.err, "错误：结果写不出去：{error}");
            Exit::System
        }
    }
}

/// The paths as they were given; `-` stands for a list on standard input.
fn named_or_listed(paths: Vec<PathBuf>) -> std::io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            all.extend(photo::listed(&mut std::io::stdin().lock())?);
        } else {
            all.push(path);
        }
    }
    Ok(all)
}

fn fix(args: PhotoFix, world: &mut World<'_>) -> Exit {
    let lang: Lang = args.by.lang.into();
    if let Some(number) = &args.id_number {
        if args.paths.len() != 1 || args.paths.iter().any(|path| path.is_dir()) {
            let _ = writeln!(world.err, "错误：--id-number 只能配一张照片：每个人的证件号不一样");
            return Exit::Usage;
        }
        if let Err(fault) = id_number::examine(number) {
            let why = NotFixed::IdNumber(fault);
            let _ = writeln!(world.err, "错误：{}{}", why.message(lang), why.advice(lang));
            return Exit::Usage;
        }
    }
    let profile = match find_profile(&args.by.profile, &args.by.root, world) {
        Ok(profile) => profile,
        Err(exit) => return exit,
    };
    let request = FixRequest {
        paths: args.paths,
        profile,
        format: match args.format {
            FixFormat::Human => photo::FixFormat::Human,
            FixFormat::Json => photo::FixFormat::Json,
        },
        lang,
        out: args.out,
        id_number: args.id_number,
    };
    match photo::run_fix(&request, world.out, world.clock) {
        Ok(outcome) if outcome.refused > 0 => Exit::System,
        Ok(outcome) if outcome.open > 0 => Exit::Findings,
        Ok(_) => Exit::Clean,
        Err(error) => {
            let _ = writeln!(world.err, "错误：结果写不出去：{error}");
            Exit::System
        }
    }
}

impl From<PhotoLang> for Lang {
    fn from(lang: PhotoLang) -> Self {
        match lang {
            PhotoLang::Zh => Lang::Zh,
            PhotoLang::En => Lang::En,
        }
    }
}

/// A profile of the site's own content, or a built-in one.
fn find_profile(id: &str, root: &Path, world: &mut World<'_>) -> Result<Profile, Exit> {
    if !root.join("content/photo-profiles").is_dir() {
        return tassel_validator::builtin(id).ok_or_else(|| {
            let known: Vec<&str> = tassel_validator::builtin_ids().to_vec();
            unknown(id, &known, world)
        });
    }
    let loaded = load(root).map_err(|error| {
        let _ = writeln!(world.err, "错误：{error}");
        Exit::System
    })?;
    let file = format!("content/photo-profiles/{id}.yaml");
    let faults: Vec<_> = loaded
        .findings
        .into_iter()
        .filter(|finding| finding.path() == Some(file.as_str()))
        .collect();
    if !faults.is_empty() {
        let _ = write!(world.err, "{}", render_human(&faults, &loaded.sources, world.color));
        return Err(Exit::Findings);
    }
    let mut profiles = loaded.model.profiles;
    profiles.remove(id).ok_or_else(|| {
        let known: Vec<&str> = profiles.keys().map(String::as_str).collect();
        unknown(id, &known, world)
    })
}

fn unknown(id: &str, known: &[&str], world: &mut World<'_>) -> Exit {
    let _ = writeln!(
        world.err,
        "错误：没有叫“{id}”的照片规则\n可以写的有：{}",
        known.join("、")
    );
    Exit::Usage
}
