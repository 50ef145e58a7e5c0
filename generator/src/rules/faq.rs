//! K101, K102: a hand-written answer may stand for generated ones; it names them rightly, and no two stand for the same.

use super::Context;
use super::references::{Target, require};
use crate::derive::faq;
use crate::diagnostics::Finding;

pub(super) fn check(context: &mut Context<'_>) {
    let model = context.model;
    let target = Target {
        what: "自动问答",
        known: faq::ids().collect(),
    };
    for folder in &model.campaigns {
        for (index, (id, faq)) in folder.faq.iter().enumerate() {
            for other in &faq.replaces {
                require(context, &faq.file, other, &target);
                let stands = |earlier: &str| earlier == other.value;
                let taken = folder.faq.iter().enumerate().find(|(at, (own, by))| {
                    stands(own) && own != id || *at < index && by.replaces.iter().any(|id| stands(&id.value))
                });
                if let Some((_, (_, first))) = taken {
                    let message = format!("“{}”这个问题，{} 已经答了", other.value, first.file);
                    let finding = Finding::of(&crate::rules::names::K102, message).at_value(&faq.file, other);
                    context
                        .findings
                        .push(finding.help("在 replaces 里删掉它，或合并两个答案"));
                }
            }
        }
    }
}
