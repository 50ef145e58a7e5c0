//! What is said in English: catalogues of single texts, and the English beside a notice or a question.

use super::scalar::Code;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `en.yaml` of a site or a campaign: Chinese texts as they stand in the YAML files, each with its English.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(
    title = "英文译文",
    description = "一行一句：冒号左边是 YAML 里的中文原文，一字不差；右边是英文。日期、金额和电话不用写，它们自己会变"
)]
pub struct Translation(pub BTreeMap<String, String>);

/// The front matter of `notices/<slug>.en.md`; what isn't given comes from the Chinese notice.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    title = "通知的英文",
    description = "中文通知旁边的同名 .en.md 文件，开头两行 --- 之间的字段；日期、附件等照中文通知，不再写"
)]
pub struct NoticeTranslation {
    /// Title.
    #[serde(alias = "标题")]
    #[schemars(description = "英文标题")]
    pub title: String,
    /// Publishing office, as signed.
    #[serde(default, alias = "部门")]
    #[schemars(description = "落款部门的英文；不写就按 en.yaml 里的译文")]
    pub office: Option<String>,
    /// To whom it is addressed.
    #[serde(default, alias = "主送")]
    #[schemars(description = "主送对象的英文")]
    pub to: Option<String>,
    /// Number within a series.
    #[serde(default, alias = "系列")]
    #[schemars(with = "Option<Code>", description = "系列序号的英文")]
    pub series: Option<String>,
    /// One sentence for lists.
    #[serde(default, alias = "摘要")]
    #[schemars(description = "列表里用的一句英文")]
    pub summary: Option<String>,
}

/// The front matter of `faq/<id>.en.md`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    title = "问题的英文",
    description = "中文问题旁边的同名 .en.md 文件，开头两行 --- 之间的字段"
)]
pub struct FaqTranslation {
    /// The question.
    #[serde(alias = "问题")]
    #[schemars(description = "英文问题")]
    pub question: String,
}

/// One campaign in English: the same facts, with texts translated as far as translations are there.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The campaign's id.
    pub id: String,
    /// The model with this one campaign.
    pub model: super::Model,
    /// Notices with an English text of their own, by slug.
    pub notices: std::collections::BTreeSet<String>,
    /// English → Chinese, for what is recognised by its Chinese.
    pub originals: BTreeMap<String, String>,
    /// How much of it is translated.
    pub coverage: Coverage,
}

/// How much is translated, in Chinese characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Characters whose text has a translation.
    pub translated: usize,
    /// All of them.
    pub all: usize,
    /// Texts without a translation, and files without an English one beside them.
    pub missing: Vec<String>,
}

impl Coverage {
    /// In whole percent, rounded down, so that 100 means everything.
    pub fn percent(&self) -> usize {
        (self.translated * 100).checked_div(self.all).unwrap_or(100)
    }
}
