//! `campaigns/<id>/routes/<route-id>.yaml`: one way to get the picture taken or handed in.

use super::audience::Group;
use super::scalar::{Code, Money, Spanned, When};
use super::session::{OrderBy, Pace, Session};
use schemars::JsonSchema;
use serde::Deserialize;

/// One capture route with everything a student needs to follow it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "路线", description = "取得照片的一条路线，学生照着走就能办完")]
pub struct Route {
    /// Name, such as 现场集中采集.
    #[serde(alias = "名称")]
    #[schemars(description = "路线名称，例如 现场集中采集")]
    pub name: String,
    /// Which kind of route it is.
    #[serde(alias = "类型")]
    #[schemars(description = "哪一类路线")]
    pub kind: RouteKind,
    /// Place in the list of routes; ties are broken by id.
    #[serde(default, alias = "顺序")]
    #[schemars(description = "排在第几；相同的按文件名排")]
    pub order: u16,
    /// One sentence: the route in short.
    #[serde(alias = "摘要")]
    #[schemars(description = "一句话说清这条路线")]
    pub summary: String,
    /// Who takes this route.
    #[serde(alias = "对象")]
    #[schemars(with = "Vec<Group>", description = "谁走这条路线")]
    pub audience: Vec<Spanned<Group>>,
    /// Who can't take it.
    #[serde(default, alias = "不适用")]
    #[schemars(description = "谁不能走")]
    pub not_for: Vec<String>,
    /// When the route is open.
    #[serde(default, alias = "时段")]
    #[schemars(description = "开放的时间")]
    pub window: Option<Window>,
    /// Signing up beforehand.
    #[serde(default, alias = "报名")]
    #[schemars(description = "事先报名")]
    pub sign_up: Option<SignUp>,
    /// What it costs.
    #[serde(default, alias = "费用")]
    #[schemars(description = "多少钱")]
    pub fee: Option<Fee>,
    /// How and until when it is paid.
    #[serde(default, alias = "缴费")]
    #[schemars(description = "怎么缴、到什么时候")]
    pub payment: Option<Payment>,
    /// Dates and places of on-site capture.
    #[serde(default, alias = "场次")]
    #[schemars(description = "现场拍摄的日期和地点")]
    pub sessions: Vec<Session>,
    /// How many people an hour.
    #[serde(default, alias = "速度")]
    #[schemars(description = "每小时能拍多少人")]
    pub pace: Option<Pace>,
    /// The order of the queue.
    #[serde(default, alias = "次序")]
    #[schemars(description = "排队的次序")]
    pub queue: Option<String>,
    /// What the order of the classes follows.
    #[serde(default, alias = "次序依据")]
    #[schemars(description = "各班按什么排先后；不写就按班级名单的顺序")]
    pub order_by: OrderBy,
    /// Minutes to come before one's turn.
    #[serde(default, alias = "提前到")]
    #[schemars(description = "比轮到自己提前几分钟到")]
    pub arrive_early: Option<u16>,
    /// What to bring or have ready.
    #[serde(default, alias = "带什么")]
    #[schemars(description = "要带的或要准备好的")]
    pub bring: Vec<String>,
    /// What the photo must come from, and what it must not.
    #[serde(default, alias = "照片来源")]
    #[schemars(description = "照片从哪里来、不能从哪里来")]
    pub photo_source: Vec<String>,
    /// The route step by step.
    #[serde(default, alias = "步骤")]
    #[schemars(description = "一步一步怎么做")]
    pub steps: Vec<Step>,
    /// Identity documents that this route takes.
    #[serde(default, alias = "证件")]
    #[schemars(description = "这条路线认的身份证件")]
    pub id_documents: Vec<String>,
    /// What holders of other documents do.
    #[serde(default, alias = "其他证件")]
    #[schemars(description = "持其他证件的人怎么办")]
    pub other_documents: Option<String>,
    /// Provider ids of places to go to.
    #[serde(default, alias = "地点")]
    #[schemars(with = "Vec<String>", description = "可以去的采集单位的代号")]
    pub places: Vec<Spanned<String>>,
    /// Codes to write on the provider's form.
    #[serde(default, alias = "代码")]
    #[schemars(description = "填在采集单位表格上的代码")]
    pub codes: Option<Codes>,
    /// What is reviewed, and how fast.
    #[serde(default, alias = "审核")]
    #[schemars(description = "审核什么、多快")]
    pub review: Option<Review>,
    /// What must be handed in afterwards.
    #[serde(default, alias = "提交")]
    #[schemars(description = "之后要交的东西")]
    pub delivery: Vec<Delivery>,
    /// What the decision path asks for this route; a question after its kind when absent.
    #[serde(default, alias = "提问")]
    #[schemars(description = "“我该走哪条路”里问的话，回答“是”就走这条；不写就按类型自动提问")]
    pub question: Option<String>,
    /// Route ids that can't be combined with this one.
    #[serde(default, alias = "互斥")]
    #[schemars(with = "Vec<String>", description = "不能和这条一起走的路线代号")]
    pub exclusive_with: Vec<Spanned<String>>,
    /// Route ids for those who miss this one.
    #[serde(default, alias = "替代")]
    #[schemars(with = "Vec<String>", description = "错过之后可以走的路线代号")]
    pub fallback: Vec<Spanned<String>>,
    /// What happens if this route is missed.
    #[serde(default, alias = "错过")]
    #[schemars(description = "错过了怎么办")]
    pub if_missed: Option<String>,
    /// Attachment ids of guides for this route.
    #[serde(default, alias = "指南")]
    #[schemars(with = "Vec<String>", description = "这条路线的操作指南：附件的代号")]
    pub guides: Vec<Spanned<String>>,
    /// What else must be known.
    #[serde(default, alias = "备注")]
    #[schemars(description = "还要知道的")]
    pub notes: Vec<String>,
}

/// Kinds of routes, by who takes the picture and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(title = "路线类型", description = "按谁来拍、在哪里拍分")]
pub enum RouteKind {
    /// 现场集中采集: a photographer comes to the school.
    #[serde(alias = "现场集中采集")]
    #[schemars(description = "摄影师到学校来拍")]
    Onsite,
    /// 线上集中采集: through a provider's app in a common window.
    #[serde(alias = "线上集中采集")]
    #[schemars(description = "在同一段时间里用采集单位的应用办理")]
    Online,
    /// 散拍: alone, at the provider's studio.
    #[serde(alias = "散拍")]
    #[schemars(description = "自己去采集单位的门店拍")]
    Studio,
    /// 小程序上传: a studio's photo through an app.
    #[serde(alias = "小程序上传")]
    #[schemars(description = "照相馆拍的照片，用小程序上传")]
    Upload,
    /// A studio's photo into the school's own system.
    #[serde(alias = "校内系统上传")]
    #[schemars(description = "照相馆拍的照片，上传到学校自己的系统")]
    SelfUpload,
    /// 补拍: for those who missed the rest.
    #[serde(alias = "补拍")]
    #[schemars(description = "给错过其他路线的人")]
    Makeup,
}

/// A span of time; an end without clock time includes the whole day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "时段", description = "一段时间；截止不写钟点就含当日")]
pub struct Window {
    /// First moment; absent when the source gives none.
    #[serde(default, alias = "开始")]
    #[schemars(with = "Option<When>", description = "开始的时刻；原通知没有就不写")]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(default, alias = "截止")]
    #[schemars(with = "Option<When>", description = "最后的时刻")]
    pub end: Option<Spanned<When>>,
    /// A time that depends on another event, in words.
    #[serde(default, alias = "相对时间")]
    #[schemars(description = "取决于别的事的时间，用文字写")]
    pub relative: Option<String>,
}

/// Signing up.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "报名", description = "事先报名")]
pub struct SignUp {
    /// How and with whom.
    #[serde(alias = "方式")]
    #[schemars(description = "怎么报、向谁报")]
    pub how: String,
    /// First moment.
    #[serde(default, alias = "开始")]
    #[schemars(with = "Option<When>", description = "开始的时刻")]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(default, alias = "截止")]
    #[schemars(with = "Option<When>", description = "最后的时刻")]
    pub end: Option<Spanned<When>>,
}

/// What a route costs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "费用", description = "这条路线的费用")]
pub struct Fee {
    /// Yuan for one person, or 待定.
    #[serde(alias = "金额")]
    #[schemars(with = "Money", description = "每人多少元，只写数字；还不知道就写 待定")]
    pub amount: Spanned<Money>,
    /// Words where the source gives no amount, such as 集体采集的 4–6 倍.
    #[serde(default, alias = "原文")]
    #[schemars(description = "原通知没有数额时的说法，例如 集体采集的 4–6 倍")]
    pub said: Option<String>,
    /// What is included.
    #[serde(default, alias = "包含")]
    #[schemars(description = "费用里包含什么")]
    pub includes: Vec<String>,
    /// The document behind the amount.
    #[serde(default, alias = "依据")]
    #[schemars(description = "收费依据的文件")]
    pub basis: Option<String>,
    /// Whether it is paid back.
    #[serde(default, alias = "可退")]
    #[schemars(description = "能不能退")]
    pub refundable: Option<bool>,
    /// How it is paid back, or why not.
    #[serde(default, alias = "退费")]
    #[schemars(description = "怎么退，或为什么不退")]
    pub refund: Option<String>,
    /// Who collects it.
    #[serde(default, alias = "收款方")]
    #[schemars(description = "谁收")]
    pub collector: Option<String>,
    /// Remarks.
    #[serde(default, alias = "备注")]
    #[schemars(description = "其他说明")]
    pub notes: Vec<String>,
}

/// How a fee is paid.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "缴费", description = "怎么缴费")]
pub struct Payment {
    /// Through what: an app, a QR code, the class liaison.
    #[serde(alias = "渠道")]
    #[schemars(description = "通过什么缴：应用、二维码、班级联系人")]
    pub channel: String,
    /// First moment.
    #[serde(default, alias = "开始")]
    #[schemars(with = "Option<When>", description = "开始的时刻")]
    pub start: Option<Spanned<When>>,
    /// Last moment.
    #[serde(default, alias = "截止")]
    #[schemars(with = "Option<When>", description = "最后的时刻")]
    pub end: Option<Spanned<When>>,
    /// 采集批次特征码.
    #[serde(default, alias = "批次码")]
    #[schemars(with = "Option<Code>", description = "采集批次特征码，按文字写")]
    pub batch_code: Option<String>,
    /// What to write into the payment's remark.
    #[serde(default, alias = "附言")]
    #[schemars(description = "缴费时附言写什么")]
    pub remark: Option<String>,
    /// Whether one can pay at the session.
    #[serde(default, alias = "现场缴费")]
    #[schemars(description = "能不能当场缴")]
    pub onsite: Option<bool>,
    /// Where, campus by campus.
    #[serde(default, alias = "缴费点")]
    #[schemars(description = "各校区在哪里缴")]
    pub places: Vec<PayPlace>,
    /// Remarks.
    #[serde(default, alias = "备注")]
    #[schemars(description = "其他说明")]
    pub notes: Vec<String>,
}

/// A desk where a fee is paid.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "缴费点", description = "一个缴费的地方")]
pub struct PayPlace {
    /// Campus id.
    #[serde(alias = "校区")]
    #[schemars(with = "String", description = "校区的代号")]
    pub campus: Spanned<String>,
    /// Building and room.
    #[serde(alias = "房间")]
    #[schemars(with = "Code", description = "楼和房间")]
    pub room: String,
}

/// One step of a route.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "步骤", description = "路线里的一步")]
pub struct Step {
    /// A few words.
    #[serde(alias = "标题")]
    #[schemars(description = "几个字")]
    pub title: String,
    /// What exactly to do.
    #[serde(default, alias = "内容")]
    #[schemars(description = "具体怎么做")]
    pub text: Option<String>,
}

/// Codes to write on a provider's form; text, because zeros may lead.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "代码", description = "填在采集单位表格上的代码")]
pub struct Codes {
    /// 院校代码.
    #[serde(alias = "院校代码")]
    #[schemars(with = "Code", description = "院校代码，按文字写")]
    pub school: String,
    /// 地区码.
    #[serde(default, alias = "地区码")]
    #[schemars(with = "Option<Code>", description = "地区码，按文字写")]
    pub region: Option<String>,
    /// What a wrong code leads to.
    #[serde(default, alias = "说明")]
    #[schemars(description = "填错会怎样")]
    pub note: Option<String>,
}

/// Review of uploaded pictures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "审核", description = "上传照片的审核")]
pub struct Review {
    /// Hours until the result.
    #[serde(default, alias = "审核小时")]
    #[schemars(description = "多少小时出结果")]
    pub within_hours: Option<u16>,
    /// Hours to upload again after a refusal.
    #[serde(default, alias = "重传小时")]
    #[schemars(description = "没通过之后多少小时内可以重传")]
    pub resubmit_hours: Option<u16>,
    /// Whether a refused picture is taken after the window has closed.
    #[serde(default, alias = "截止后可重传")]
    #[schemars(description = "时段截止以后还能不能重传：能就写 true")]
    pub late_resubmit: Option<bool>,
    /// Remarks.
    #[serde(default, alias = "备注")]
    #[schemars(description = "其他说明")]
    pub notes: Vec<String>,
}

/// Something that must be handed in or sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "提交", description = "之后要交或要寄的东西")]
pub struct Delivery {
    /// Stable id within the route.
    #[serde(alias = "代号")]
    #[schemars(with = "String", description = "这条路线里不重复的代号；定了就不再改")]
    pub id: Spanned<String>,
    /// What: prints, disc, file.
    #[serde(alias = "材料")]
    #[schemars(description = "交什么：纸质照片、光盘、文件")]
    pub what: String,
    /// To whom and where.
    #[serde(alias = "交给")]
    #[schemars(description = "交给谁、在哪里")]
    pub to: String,
    /// Office id within the school, whose address and room are printed.
    #[serde(default, alias = "部门")]
    #[schemars(with = "Option<String>", description = "收件部门的代号，页面印出它的地址")]
    pub office: Option<Spanned<String>>,
    /// Contact id of the campaign.
    #[serde(default, alias = "联系")]
    #[schemars(with = "Option<String>", description = "联系方式的代号")]
    pub contact: Option<Spanned<String>>,
    /// How: courier, by hand, upload.
    #[serde(default, alias = "方式")]
    #[schemars(description = "怎么交：快递、当面、上传")]
    pub how: Option<String>,
    /// Who sends it.
    #[serde(default, alias = "谁")]
    #[schemars(description = "谁来交")]
    pub by: Option<String>,
    /// Last moment.
    #[serde(default, alias = "截止")]
    #[schemars(with = "Option<When>", description = "最后的时刻；不写钟点就含当日")]
    pub end: Option<Spanned<When>>,
    /// A time that depends on another event, in words.
    #[serde(default, alias = "相对时间")]
    #[schemars(description = "取决于别的事的时间，用文字写")]
    pub relative: Option<String>,
}
