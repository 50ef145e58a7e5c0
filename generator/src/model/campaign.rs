//! `campaigns/<id>/campaign.yaml`: the facts that all routes share.

use super::audience::Group;
use super::scalar::{Code, Phone, Spanned, When};
use schemars::JsonSchema;
use serde::Deserialize;

/// One campaign: one cohort of one school, from the first announcement to the printed certificate.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "届次", description = "一届毕业生的采集：各条路线共用的事实")]
pub struct Campaign {
    /// Title of the campaign's pages.
    #[serde(alias = "标题")]
    #[schemars(description = "这一届页面的标题")]
    pub title: String,
    /// School id.
    #[serde(alias = "学校")]
    #[schemars(with = "String", description = "学校的代号，即 schools/ 里的文件名")]
    pub school: Spanned<String>,
    /// Office id within the school: who publishes.
    #[serde(alias = "部门")]
    #[schemars(with = "String", description = "发布部门的代号，写在学校文件的部门里")]
    pub office: Spanned<String>,
    /// 届: the year of graduation.
    #[serde(alias = "届")]
    #[schemars(with = "u16", description = "毕业的年份，四位数字，例如 2025")]
    pub cohort: Spanned<u16>,
    /// 本科, 专科, 研究生.
    #[serde(alias = "层次")]
    #[schemars(description = "本科、专科或研究生")]
    pub level: String,
    /// Day of publication.
    #[serde(alias = "发布")]
    #[schemars(with = "When", description = "发布日期")]
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
    /// Addresses at which its overview stood before.
    #[serde(default, alias = "旧网址")]
    #[schemars(
        with = "Vec<String>",
        description = "这一届首页以前的网址，域名后面的部分，例如 /info/1021/2345.htm；打开旧网址会转到这里"
    )]
    pub aliases: Vec<Spanned<String>>,
    /// One or two sentences: what happens and why it matters.
    #[serde(alias = "摘要")]
    #[schemars(description = "一两句话：做什么、为什么要紧")]
    pub summary: String,
    /// What the pictures are used for.
    #[serde(default, alias = "用途")]
    #[schemars(description = "照片用在哪里")]
    pub purpose: Vec<String>,
    /// Documents that the campaign rests on.
    #[serde(default, alias = "依据")]
    #[schemars(description = "依据的文件")]
    pub basis: Vec<String>,
    /// Provider ids; the first is the one in charge.
    #[serde(default, alias = "采集单位")]
    #[schemars(with = "Vec<String>", description = "采集单位的代号；第一个是主办单位")]
    pub providers: Vec<Spanned<String>>,
    /// Route id shown first, whose facts fill the first screen.
    #[serde(alias = "主路线")]
    #[schemars(with = "String", description = "首先展示的路线代号，首屏用它的时间和费用")]
    pub main_route: Spanned<String>,
    /// Who takes part, who doesn't.
    #[serde(alias = "对象")]
    #[schemars(description = "谁参加、谁不参加")]
    pub audience: Audience,
    /// Milestones that belong to no single route.
    #[serde(default, alias = "日程")]
    #[schemars(description = "不属于某一条路线的时间节点")]
    pub deadlines: Vec<Deadline>,
    /// Checking one's own picture afterwards.
    #[serde(default, alias = "核对")]
    #[schemars(description = "事后核对自己的照片")]
    pub verification: Vec<Verification>,
    /// What happens if it is missed.
    #[serde(default, alias = "后果")]
    #[schemars(description = "错过或做错会怎样")]
    pub consequences: Vec<Consequence>,
    /// Who else has something to do, and until when.
    #[serde(default, alias = "分工")]
    #[schemars(description = "学生以外的人各做什么、到什么时候")]
    pub duties: Vec<Duty>,
    /// 采集码.
    #[serde(default, alias = "采集码")]
    #[schemars(description = "学信网的图像采集码")]
    pub capture_code: Option<CaptureCode>,
    /// Photo profile id: built in, or `photo-profiles/<id>.yaml`.
    #[serde(alias = "照片规则")]
    #[schemars(
        with = "String",
        description = "照片规则的代号：自带的，或 photo-profiles/ 里的文件名"
    )]
    pub photo: Spanned<String>,
    /// Remarks on the photo that are advice rather than rules.
    #[serde(default, alias = "照片提示")]
    #[schemars(description = "关于照片的建议，不作为检查项")]
    pub photo_notes: Vec<String>,
    /// Systems and apps that a student has to use, named once.
    #[serde(default, alias = "系统")]
    #[schemars(description = "学生要用到的系统和应用，名称只写一次")]
    pub systems: Vec<System>,
    /// Whom to ask.
    #[serde(default, alias = "联系方式")]
    #[schemars(description = "有问题问谁")]
    pub contacts: Vec<Contact>,
    /// Files named by the notice.
    #[serde(default, alias = "附件")]
    #[schemars(description = "通知里提到的文件")]
    pub attachments: Vec<Attachment>,
    /// What else must be known, each a sentence or two.
    #[serde(default, alias = "备注")]
    #[schemars(description = "还要知道的，每条一两句话")]
    pub remarks: Vec<String>,
    /// Findings that are known and meant.
    #[serde(default, alias = "允许")]
    #[schemars(description = "已经知道、确实如此的问题，写明原因后不再列出")]
    pub allow: Vec<Allow>,
    /// What the published source leaves open or gets wrong, as an editor's note.
    #[serde(default, alias = "编者注")]
    #[schemars(description = "公开通知里没写清或写错的地方，作为编者注")]
    pub editor_notes: Vec<String>,
}

/// Who takes part: groups of people.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "对象", description = "谁参加：每条说一类人，写一句话或写条件")]
pub struct Audience {
    /// Who must or may take part.
    #[serde(alias = "包括")]
    #[schemars(with = "Vec<Group>", description = "必须或可以参加的人")]
    pub include: Vec<Spanned<Group>>,
    /// Conditions that all of them meet.
    #[serde(default, alias = "条件")]
    #[schemars(description = "他们都要满足的条件")]
    pub require: Vec<String>,
    /// Who does not take part.
    #[serde(default, alias = "不包括")]
    #[schemars(with = "Vec<Group>", description = "不参加的人")]
    pub exclude: Vec<Spanned<Group>>,
    /// Who needs no new picture.
    #[serde(default, alias = "免拍")]
    #[schemars(with = "Vec<Group>", description = "不用再拍的人")]
    pub exempt: Vec<Spanned<Group>>,
    /// Who must be photographed again although a picture exists.
    #[serde(default, alias = "重拍")]
    #[schemars(with = "Vec<Group>", description = "已有照片也要重拍的人")]
    pub must_retake: Vec<Spanned<Group>>,
}

/// A milestone: a moment, or a span of time, by which something is done.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "时间节点", description = "一个时刻或一段时间，在那之前要做完一件事")]
pub struct Deadline {
    /// Stable id within the campaign.
    #[serde(alias = "代号")]
    #[schemars(description = "这一届里不重复的代号；定了就不再改")]
    pub id: String,
    /// What is to be done.
    #[serde(alias = "事项")]
    #[schemars(description = "要做的事")]
    pub what: String,
    /// By whom, such as 学生 or 学院.
    #[serde(default, alias = "谁")]
    #[schemars(description = "谁来做，例如 学生 或 学院")]
    pub who: Option<String>,
    /// First moment, where it matters.
    #[serde(default, alias = "开始")]
    #[schemars(with = "Option<When>", description = "开始的时刻；没有就不写")]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(alias = "截止")]
    #[schemars(with = "When", description = "最后的时刻；不写钟点就含当日")]
    pub end: Spanned<When>,
    /// Route ids whose pictures the school fetches by then.
    #[serde(default, alias = "取照片")]
    #[schemars(
        with = "Vec<String>",
        description = "学校在这时向采集单位取哪些路线的照片：写路线的代号；会核对截止以后来不来得及审核"
    )]
    pub collects: Vec<Spanned<String>>,
    /// Where and how, in numbered steps.
    #[serde(default, alias = "步骤")]
    #[schemars(description = "在哪里、怎么做，一步一条")]
    pub steps: Vec<String>,
    /// Remarks.
    #[serde(default, alias = "备注")]
    #[schemars(description = "其他说明")]
    pub notes: Vec<String>,
}

/// Checking one's own picture in a system: a fixed span, or a time after an event.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "核对", description = "在系统里核对自己的照片：一段固定的时间，或某件事之后")]
pub struct Verification {
    /// Stable id within the campaign.
    #[serde(alias = "代号")]
    #[schemars(description = "这一届里不重复的代号；定了就不再改")]
    pub id: String,
    /// Who checks.
    #[serde(alias = "谁")]
    #[schemars(description = "谁来核对")]
    pub who: String,
    /// Route ids whose pictures are checked; all of them when absent, none when empty.
    #[serde(default, alias = "路线")]
    #[schemars(
        with = "Option<Vec<String>>",
        description = "核对哪些路线的照片，写路线的代号；不写就是所有路线，一条都不是就写 []"
    )]
    pub routes: Option<Vec<Spanned<String>>>,
    /// System id or plain name.
    #[serde(alias = "在哪里")]
    #[schemars(description = "系统的代号，或直接写名称")]
    pub place: String,
    /// First moment.
    #[serde(default, alias = "开始")]
    #[schemars(with = "Option<When>", description = "开始的时刻")]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(default, alias = "截止")]
    #[schemars(with = "Option<When>", description = "最后的时刻；不写钟点就含当日")]
    pub end: Option<Spanned<When>>,
    /// A time that depends on another event, in words, such as 拍摄 40 天后.
    #[serde(default, alias = "相对时间")]
    #[schemars(description = "取决于别的事的时间，用文字写，例如 拍摄 40 天后")]
    pub relative: Option<String>,
    /// What to look at.
    #[serde(default, alias = "内容")]
    #[schemars(description = "要看哪些内容")]
    pub items: Vec<String>,
    /// The way through the system.
    #[serde(default, alias = "步骤")]
    #[schemars(description = "在系统里怎么走，一步一条")]
    pub steps: Vec<String>,
    /// What to do if something is wrong.
    #[serde(default, alias = "有误")]
    #[schemars(description = "发现有误怎么办")]
    pub if_wrong: Option<String>,
    /// Contact id.
    #[serde(default, alias = "联系")]
    #[schemars(with = "Option<String>", description = "联系方式的代号")]
    pub contact: Option<Spanned<String>>,
}

/// What follows if something is missed or done wrong.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "后果", description = "错过或做错之后会怎样")]
pub struct Consequence {
    /// In which case.
    #[serde(alias = "情况")]
    #[schemars(description = "在什么情况下")]
    pub when: String,
    /// What follows.
    #[serde(alias = "结果")]
    #[schemars(description = "会怎样")]
    pub then: String,
    /// What it is about, where an answer of its own depends on that.
    #[serde(default, alias = "关于")]
    #[schemars(description = "说的是哪件事；写了，常见问题里才有对应的一问")]
    pub about: Option<Subject>,
}

/// What a consequence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(title = "关于", description = "后果说的是哪件事")]
pub enum Subject {
    /// 学信网 compares the picture with the one taken at admission, and it fails.
    #[serde(alias = "比对")]
    #[schemars(description = "学信网人像比对（人脸识别）不通过")]
    Comparison,
}

/// The tasks of one role other than the student.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "分工", description = "学生以外的一个角色要做的事")]
pub struct Duty {
    /// Stable id within the campaign.
    #[serde(alias = "代号")]
    #[schemars(with = "String", description = "这一届里不重复的代号；定了就不再改")]
    pub id: Spanned<String>,
    /// The role: 学院, 班级负责人, 研秘.
    #[serde(alias = "角色")]
    #[schemars(description = "谁，例如 学院、班级负责人、研秘")]
    pub role: String,
    /// Its tasks.
    #[serde(alias = "任务")]
    #[schemars(description = "要做的几件事")]
    pub tasks: Vec<Task>,
}

/// One task of a role.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "任务", description = "一件事")]
pub struct Task {
    /// Stable id within the duty.
    #[serde(alias = "代号")]
    #[schemars(with = "String", description = "这个角色的任务里不重复的代号；定了就不再改")]
    pub id: Spanned<String>,
    /// What to do.
    #[serde(alias = "事项")]
    #[schemars(description = "做什么")]
    pub what: String,
    /// Until when.
    #[serde(default, alias = "截止")]
    #[schemars(with = "Option<When>", description = "到什么时候")]
    pub due: Option<Spanned<When>>,
    /// What to hand in, and in which form.
    #[serde(default, alias = "提交")]
    #[schemars(description = "交什么、什么形式")]
    pub deliver: Vec<String>,
    /// To whom.
    #[serde(default, alias = "交给")]
    #[schemars(description = "交给谁")]
    pub to: Option<String>,
}

/// The capture code of 学信网.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "采集码", description = "学信网的图像采集码")]
pub struct CaptureCode {
    /// Where to get it.
    #[serde(alias = "获取")]
    #[schemars(description = "在哪里、怎么取得，一步一条")]
    pub get: Vec<String>,
    /// How many days before the session it must be at hand.
    #[serde(default, alias = "提前天数")]
    #[schemars(description = "拍摄前几天要准备好")]
    pub lead_days: Option<u16>,
    /// Whether it expires.
    #[serde(default, alias = "会过期")]
    #[schemars(description = "会不会过期")]
    pub expires: Option<bool>,
    /// Whether an identity card is needed beside it.
    #[serde(default, alias = "要身份证")]
    #[schemars(description = "当天是否还要带身份证")]
    pub id_card_needed: Option<bool>,
    /// How to use it on the day.
    #[serde(default, alias = "备注")]
    #[schemars(description = "当天怎么用等说明")]
    pub notes: Vec<String>,
}

/// A system or app by its one name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "系统", description = "一个系统或应用，各页用同一个名称")]
pub struct System {
    /// Stable id within the campaign.
    #[serde(alias = "代号")]
    #[schemars(description = "这一届里不重复的代号；定了就不再改")]
    pub id: String,
    /// The name used on all pages.
    #[serde(alias = "名称")]
    #[schemars(description = "各页都用的名称")]
    pub name: String,
    /// Other names that the source uses.
    #[serde(default, alias = "别名")]
    #[schemars(description = "原通知里用过的其他叫法")]
    pub aliases: Vec<String>,
    /// Address.
    #[serde(default, alias = "网址")]
    #[schemars(description = "网址")]
    pub url: Option<String>,
    /// What it needs: a browser, a VPN.
    #[serde(default, alias = "备注")]
    #[schemars(description = "使用条件，例如浏览器、VPN")]
    pub notes: Vec<String>,
}

/// Whom to ask: a post and an office line, never a person.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "联系方式", description = "问谁：写岗位和办公电话，不写个人")]
pub struct Contact {
    /// Stable id within the campaign.
    #[serde(alias = "代号")]
    #[schemars(description = "这一届里不重复的代号；定了就不再改")]
    pub id: String,
    /// The post or office.
    #[serde(alias = "岗位")]
    #[schemars(description = "岗位或部门")]
    pub post: String,
    /// What for.
    #[serde(default, alias = "事项")]
    #[schemars(description = "管什么事")]
    pub topic: Option<String>,
    /// Campus id.
    #[serde(default, alias = "校区")]
    #[schemars(with = "Option<String>", description = "校区的代号")]
    pub campus: Option<Spanned<String>>,
    /// Building, room, window.
    #[serde(default, alias = "房间")]
    #[schemars(with = "Option<Code>", description = "楼、房间、窗口")]
    pub room: Option<String>,
    /// Office lines.
    #[serde(default, alias = "电话")]
    #[schemars(description = "办公电话")]
    pub phones: Vec<Phone>,
    /// Fax.
    #[serde(default, alias = "传真")]
    #[schemars(description = "传真")]
    pub fax: Option<Phone>,
    /// Office mailbox.
    #[serde(default, alias = "邮箱")]
    #[schemars(description = "办公邮箱")]
    pub email: Option<String>,
    /// Another way, such as 小程序在线客服.
    #[serde(default, alias = "在线咨询")]
    #[schemars(description = "其他联系办法，例如 小程序在线客服")]
    pub online: Option<String>,
    /// Office hours; shown as 待定 when the source has none.
    #[serde(default, alias = "办公时间")]
    #[schemars(description = "办公时间；不写就显示为待定")]
    pub hours: Option<String>,
}

/// A file that the notice names.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "附件", description = "通知提到的一个文件")]
pub struct Attachment {
    /// Stable id within the campaign.
    #[serde(alias = "代号")]
    #[schemars(description = "这一届里不重复的代号；定了就不再改")]
    pub id: String,
    /// Number as printed: 附件1.
    #[serde(alias = "编号")]
    #[schemars(with = "Code", description = "印在通知上的编号，例如 附件1")]
    pub no: String,
    /// Title without number and extension.
    #[serde(alias = "标题")]
    #[schemars(description = "标题，不带编号和扩展名")]
    pub title: String,
    /// Format as published, such as xlsx, where it is known.
    #[serde(default, alias = "格式")]
    #[schemars(description = "发布时的格式，例如 xlsx")]
    pub format: Option<String>,
    /// File below `attachments/`; absent when the original was not kept.
    #[serde(default, alias = "文件")]
    #[schemars(with = "Option<String>", description = "attachments/ 里的文件名；没有留存原件就不写")]
    pub file: Option<Spanned<String>>,
    /// Why there is no file, or what to know about it.
    #[serde(default, alias = "说明")]
    #[schemars(description = "为什么没有文件，或使用说明")]
    pub note: Option<String>,
}

/// A finding that the staff know and mean.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "允许", description = "对这一届放过一条规则，写明原因")]
pub struct Allow {
    /// Rule id, such as T210.
    #[serde(alias = "规则")]
    #[schemars(with = "String", description = "规则的编号，例如 T210")]
    pub rule: Spanned<String>,
    /// Why it is meant.
    #[serde(alias = "原因")]
    #[schemars(with = "String", description = "为什么确实如此")]
    pub because: Spanned<String>,
    /// Last moment for which it holds.
    #[serde(default, alias = "期限")]
    #[schemars(with = "Option<When>", description = "放过到什么时候；不写就一直有效")]
    pub until: Option<Spanned<When>>,
}
