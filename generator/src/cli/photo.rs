//! `tassel photo`: checks photo files on this machine; nothing leaves it.

use super::args::{Photo, PhotoCheck, PhotoCommand, PhotoFormat, PhotoLang};
use super::{Exit, World};
use crate::diagnostics::render_human;
use crate::photo::{self, CheckRequest};
use crate::source::load;
use tassel_validator::{Lang, Profile};

pub(super) fn run(args: Photo, world: &mut World<'_>) -> Exit {
    match args.command {
        PhotoCommand::Check(args) => check(args, world),
    }
}

fn check(args: PhotoCheck, world: &mut World<'_>) -> Exit {
    let profile = match find_profile(&args, world) {
        Ok(profile) => profile,
        Err(exit) => return exit,
    };
    let format = match args.format {
        PhotoFormat::Human => photo::PhotoFormat::Human,
        PhotoFormat::Json => photo::PhotoFormat::Json,
        PhotoFormat::Jsonl => photo::PhotoFormat::Jsonl,
    };
    let lang = match args.lang {
        PhotoLang::Zh => Lang::Zh,
        PhotoLang::En => Lang::En,
    };
    let request = CheckRequest {
        paths: args.paths,
        profile,
        format,
        lang,
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

/// A profile of the site's own content, or a built-in one.
fn find_profile(args: &PhotoCheck, world: &mut World<'_>) -> Result<Profile, Exit> {
    if !args.root.join("content/photo-profiles").is_dir() {
        return tassel_validator::builtin(&args.profile).ok_or_else(|| {
            let known: Vec<&str> = tassel_validator::builtin_ids().to_vec();
            unknown(args, &known, world)
        });
    }
    let loaded = load(&args.root).map_err(|error| {
        let _ = writeln!(world.err, "错误：{error}");
        Exit::System
    })?;
    let file = format!("content/photo-profiles/{}.yaml", args.profile);
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
    profiles.remove(&args.profile).ok_or_else(|| {
        let known: Vec<&str> = profiles.keys().map(String::as_str).collect();
        unknown(args, &known, world)
    })
}

fn unknown(args: &PhotoCheck, known: &[&str], world: &mut World<'_>) -> Exit {
    let _ = writeln!(
        world.err,
        "错误：没有叫“{}”的照片规则\n可以写的有：{}",
        args.profile,
        known.join("、")
    );
    Exit::Usage
}
