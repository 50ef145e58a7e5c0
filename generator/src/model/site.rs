//! `content/site.yaml`: what the whole site is called and how it is dressed.

use super::levels::{AllowIn, RuleLevel};
use schemars::JsonSchema;
use serde::Deserialize;

/// The site as a whole.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "网站", description = "整个网站：叫什么、用什么主题")]
pub struct Site {
    /// The site's name, shown in the head of every page.
    #[serde(alias = "标题")]
    #[schemars(description = "网站名称，显示在每一页的开头")]
    pub title: String,
    /// One or two sentences for the home page and search engines.
    #[serde(default, alias = "简介")]
    #[schemars(description = "一两句话，给首页和搜索引擎")]
    pub description: String,
    /// Folder below `themes/`; `school` is built in.
    #[serde(default = "default_theme", alias = "主题")]
    #[schemars(description = "themes/ 里的文件夹名；不写就用自带的 school")]
    pub theme: String,
    /// A sentence at the foot of every page, such as who keeps the site.
    #[serde(default, alias = "页脚")]
    #[schemars(description = "每一页末尾的一句话，例如由谁维护")]
    pub footer: String,
    /// Findings that are known and meant, by file or folder.
    #[serde(default, alias = "允许")]
    #[schemars(description = "已经知道、确实如此的问题，写明在哪里、为什么，以后不再列出")]
    pub allow: Vec<AllowIn>,
    /// How much single rules matter here.
    #[serde(default, alias = "级别")]
    #[schemars(description = "这个网站里，哪些规则更要紧或不要紧")]
    pub levels: Vec<RuleLevel>,
}

fn default_theme() -> String {
    "school".to_owned()
}
