//! `tassel explain`: one rule, or all of them, for people, for programs and for the documentation.

use super::args::{Explain, ExplainFormat};
use super::{Exit, World};
use crate::rules::{explain, find, unknown_rule};

pub(super) fn run(args: &Explain, world: &mut World<'_>) -> Exit {
    let rule = match &args.rule {
        None => None,
        Some(id) => match find(&id.trim().to_ascii_uppercase()) {
            Some(rule) => Some(rule),
            None => {
                let _ = writeln!(
                    world.err,
                    "错误：{}\n不写编号，tassel explain 列出全部规则",
                    unknown_rule(id)
                );
                return Exit::Usage;
            }
        },
    };
    let text = match (args.format, rule) {
        (ExplainFormat::Human, None) => explain::list(),
        (ExplainFormat::Human, Some(rule)) => explain::one(rule),
        (ExplainFormat::Markdown, None) => explain::markdown(),
        (ExplainFormat::Markdown, Some(rule)) => explain::section(rule),
        (ExplainFormat::Json, rule) => explain::json(rule),
    };
    match write!(world.out, "{text}") {
        Ok(()) => Exit::Clean,
        Err(_) => Exit::System,
    }
}
