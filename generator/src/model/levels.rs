//! What a site says of the rules themselves: which findings it means, and how much each rule matters to it.

use super::scalar::{Spanned, When};
use schemars::JsonSchema;
use serde::Deserialize;

/// A finding that the staff know and mean, anywhere below `content/`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "按位置允许", description = "在某个文件或文件夹里放过一条规则，写明原因")]
pub struct AllowIn {
    /// Rule id, such as P110.
    #[serde(alias = "规则")]
    #[schemars(with = "String", description = "规则的编号，例如 P110")]
    pub rule: Spanned<String>,
    /// File or folder below `content/`.
    #[serde(rename = "in", alias = "位置")]
    #[schemars(
        with = "String",
        description = "content/ 里的文件或文件夹，例如 schools/demo.yaml、campaigns/demo-2027"
    )]
    pub within: Spanned<String>,
    /// Why it is meant.
    #[serde(alias = "原因")]
    #[schemars(with = "String", description = "为什么确实如此")]
    pub because: Spanned<String>,
    /// Last moment for which it holds.
    #[serde(default, alias = "期限")]
    #[schemars(with = "Option<When>", description = "放过到什么时候；不写就一直有效")]
    pub until: Option<Spanned<When>>,
}

/// How much one rule matters to this site.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "规则的级别", description = "一条规则在这个网站里有多要紧")]
pub struct RuleLevel {
    /// Rule id, such as L606.
    #[serde(alias = "规则")]
    #[schemars(with = "String", description = "规则的编号，例如 T219")]
    pub rule: Spanned<String>,
    /// How much it matters.
    #[serde(alias = "级别")]
    #[schemars(with = "Level", description = "改成哪一级")]
    pub level: Spanned<Level>,
    /// Why, for those who come after.
    #[serde(default, alias = "原因")]
    #[schemars(description = "为什么这样定，给以后接手的人看")]
    pub because: String,
}

/// What can be made of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(title = "级别", description = "一条规则有多要紧")]
pub enum Level {
    /// Not listed at all.
    #[serde(alias = "关闭")]
    #[schemars(description = "不再列出")]
    Off,
    /// Stops nothing.
    #[serde(alias = "提示")]
    #[schemars(description = "只提一句，从不影响生成")]
    Info,
    /// Stops with `--strict`.
    #[serde(alias = "警告")]
    #[schemars(description = "列出来；加 --strict 时不生成")]
    Warning,
    /// Stops the build.
    #[serde(alias = "错误")]
    #[schemars(description = "改好之前不生成")]
    Error,
}
