//! A mistyped command in Chinese: what is wrong, what was probably meant, where the help is.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The message for a command line that could not be understood, or clap's own text where there is nothing to add.
pub fn explain_usage(error: &Error) -> String {
    let said = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", said(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("不认识“{}”", said(ContextKind::InvalidArg)),
        ErrorKind::MissingRequiredArgument => format!("还缺 {}", said(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error)
                .map(|reason| format!("：{reason}"))
                .unwrap_or_default();
            let value = said(ContextKind::InvalidValue);
            let argument = said(ContextKind::InvalidArg);
            if value.is_empty() {
                format!("{argument} 后面要写内容")
            } else {
                format!("{argument} 不能写“{value}”{reason}")
            }
        }
        ErrorKind::ArgumentConflict => format!("{} 写重了", said(ContextKind::InvalidArg)),
        _ => return error.to_string(),
    };
    let guesses = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ]
    .map(said);
    let guess = guesses.into_iter().find(|guess| !guess.is_empty());
    let guess = guess.map(|guess| format!("，是不是想写“{guess}”")).unwrap_or_default();
    let values = said(ContextKind::ValidValue);
    let values = if values.is_empty() {
        String::new()
    } else {
        format!("可以写的有：{values}\n")
    };
    format!("错误：{what}{guess}\n{values}用 tassel --help 看所有命令和选项\n")
}
