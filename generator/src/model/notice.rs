//! `notices/*.md` and `faq/*.md`: YAML front matter and a Markdown body.

use super::scalar::{Code, Spanned, When};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A notice: a dated publication of some of a campaign's facts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "通知", description = "notices/ 里一个 Markdown 文件开头两行 --- 之间的字段")]
pub struct Notice {
    /// Full title as published.
    #[serde(alias = "标题")]
    #[schemars(description = "通知的完整标题")]
    pub title: String,
    /// Publishing office, as signed.
    #[serde(alias = "部门")]
    #[schemars(description = "落款的部门")]
    pub office: String,
    /// Moment of publication.
    #[serde(alias = "发布")]
    #[schemars(with = "When", description = "发布时间")]
    pub published: Spanned<When>,
    /// Whether it is still being written.
    #[serde(default, alias = "草稿")]
    #[schemars(description = "写 true 就是草稿：照样检查，但不放进网站")]
    pub draft: bool,
    /// First moment in which it stands on the site.
    #[serde(default, alias = "定时发布")]
    #[schemars(
        with = "Option<When>",
        description = "到这一刻才放进网站；不写钟点就从当天零点起。还没定就写 待定"
    )]
    pub publish_at: Option<Spanned<When>>,
    /// Last moment in which it stands on the site.
    #[serde(default, alias = "下线")]
    #[schemars(
        with = "Option<When>",
        description = "过了这一刻就从网站上撤下，原来的网址只留一句说明；不写钟点就含当日"
    )]
    pub expire_at: Option<Spanned<When>>,
    /// Addresses at which it stood before.
    #[serde(default, alias = "旧网址")]
    #[schemars(
        with = "Vec<String>",
        description = "这份通知以前的网址，域名后面的部分，例如 /info/1021/2345.htm；打开旧网址会转到这里"
    )]
    pub aliases: Vec<Spanned<String>>,
    /// Number within a series, such as 通知（2）.
    #[serde(default, alias = "系列")]
    #[schemars(with = "Option<Code>", description = "同一系列里的序号，例如 通知（2）")]
    pub series: Option<String>,
    /// 文号.
    #[serde(default, alias = "文号")]
    #[schemars(with = "Option<Code>", description = "文号")]
    pub number: Option<String>,
    /// To whom it is addressed, such as 各学院.
    #[serde(default, alias = "主送")]
    #[schemars(description = "主送对象，例如 各学院")]
    pub to: Option<String>,
    /// One sentence for lists.
    #[serde(default, alias = "摘要")]
    #[schemars(description = "列表里用的一句话")]
    pub summary: Option<String>,
    /// Attachment ids of the campaign, in printed order.
    #[serde(default, alias = "附件")]
    #[schemars(with = "Vec<String>", description = "附件的代号，按印出的顺序")]
    pub attachments: Vec<Spanned<String>>,
    /// Notices elsewhere that belong to this one but aren't kept here, as titles.
    #[serde(default, alias = "相关通知")]
    #[schemars(description = "相关但没有收在这里的通知，写标题")]
    pub related: Vec<String>,
    /// Slug of the earlier notice of the same campaign that this one corrects or supplements.
    #[serde(default, alias = "更正")]
    #[schemars(
        with = "Option<String>",
        description = "这份通知更正或补充的是哪一份：那份通知的文件名，不带 .md"
    )]
    pub amends: Option<Spanned<String>>,
    /// The facts that this notice changes.
    #[serde(default, alias = "变更")]
    #[schemars(description = "改了哪些事实；campaign.yaml 和 routes/ 里保留原来的值，不用改")]
    pub changes: Vec<Change>,
    /// The Markdown below the front matter; `{{ … }}` inserts facts of the campaign.
    #[serde(skip)]
    pub body: String,
    /// Line of the file on which the body begins, from 1.
    #[serde(skip)]
    pub body_line: usize,
}

/// One fact that a notice changes. The files keep the first value; pages show the one in force.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "变更", description = "通知改动的一个事实")]
pub struct Change {
    /// Path of the fact by stable ids, such as `routes.onsite.sessions.gym.start`.
    #[serde(alias = "位置")]
    #[schemars(
        with = "String",
        description = "哪个事实，用代号一级一级写，例如 routes.onsite.sessions.gym.start"
    )]
    pub path: Spanned<String>,
    /// The value that held until now; absent where nothing was said.
    #[serde(default, alias = "原值")]
    #[schemars(with = "Option<Code>", description = "到现在为止的值，用来核对；原来没有写就不写")]
    pub from: Option<Spanned<String>>,
    /// The value from now on.
    #[serde(alias = "新值")]
    #[schemars(with = "Code", description = "从这份通知起的值")]
    pub to: Spanned<String>,
    /// Why, in a few words.
    #[serde(default, alias = "原因")]
    #[schemars(description = "为什么改，几个字")]
    pub reason: Option<String>,
}

/// A question with its answer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "常见问题", description = "faq/ 里一个 Markdown 文件开头两行 --- 之间的字段")]
pub struct Faq {
    /// The question as a student asks it.
    #[serde(alias = "问题")]
    #[schemars(description = "学生会怎么问")]
    pub question: String,
    /// Place in the list; ties are broken by id.
    #[serde(default, alias = "顺序")]
    #[schemars(description = "排在第几；相同的按文件名排")]
    pub order: u16,
    /// What it is about; a question with the id of a generated one is filed with it.
    #[serde(default, alias = "主题")]
    #[schemars(description = "归到哪一组；和自动问答同名的，不写也会归到那一组")]
    pub topic: Option<Topic>,
    /// Ids of generated questions that this one answers, too.
    #[serde(default, alias = "替代")]
    #[schemars(
        with = "Vec<String>",
        description = "顺带答了哪些自动生成的问题：写它们的代号（常见问题页上那个问题的网址里 # 后面的一段），页面上就不再重复；照片自检里没通过的那几项也用这个答案"
    )]
    pub replaces: Vec<Spanned<String>>,
    /// The answer in Markdown; `{{ … }}` inserts facts of the campaign.
    #[serde(skip)]
    pub body: String,
    /// Line of the file on which the body begins, from 1.
    #[serde(skip)]
    pub body_line: usize,
}

/// What a question is about: the parts of the page of questions, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(title = "主题", description = "常见问题按主题分组")]
pub enum Topic {
    /// 参加与路线: who takes part, and on which route.
    #[serde(alias = "参加与路线")]
    #[schemars(description = "谁参加、走哪条路线")]
    TakingPart,
    /// 时间地点
    #[serde(alias = "时间地点")]
    #[schemars(description = "什么时候、在哪里")]
    Time,
    /// 费用
    #[serde(alias = "费用")]
    #[schemars(description = "多少钱、怎么缴、能不能退")]
    Fee,
    /// 照片
    #[serde(alias = "照片")]
    #[schemars(description = "照片要什么样")]
    Photo,
    /// 证件与文件
    #[serde(alias = "证件与文件")]
    #[schemars(description = "带什么、采集码、文件名、交什么")]
    Papers,
    /// 出问题时
    #[serde(alias = "出问题时")]
    #[schemars(description = "错过、没通过、信息有误")]
    Trouble,
    /// 其他
    #[serde(alias = "其他")]
    #[schemars(description = "别的")]
    Other,
}
