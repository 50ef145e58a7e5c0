//! When and where a photographer comes: sessions, their breaks, how many people they take, in which order classes come.

use super::scalar::{Clock, Code, HalfDay, Spanned, When};
use schemars::JsonSchema;
use serde::Deserialize;

/// One session of on-site capture at one place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "场次", description = "在一个地方的一场拍摄")]
pub struct Session {
    /// Stable id within the route.
    #[serde(alias = "代号")]
    #[schemars(description = "这条路线里不重复的代号；定了就不再改")]
    pub id: String,
    /// Campus id.
    #[serde(default, alias = "校区")]
    #[schemars(with = "Option<String>", description = "校区的代号")]
    pub campus: Option<Spanned<String>>,
    /// Building and room, or 待定.
    #[serde(alias = "地点")]
    #[schemars(with = "Code", description = "楼和房间；还不知道就写 待定")]
    pub venue: String,
    /// First moment, or the day.
    #[serde(alias = "开始")]
    #[schemars(with = "When", description = "开始的时刻，或那一天")]
    pub start: Spanned<When>,
    /// Last moment, or the last day.
    #[serde(default, alias = "截止")]
    #[schemars(with = "Option<When>", description = "结束的时刻，或最后一天")]
    pub end: Option<Spanned<When>>,
    /// Part of the day where no clock time is known.
    #[serde(default, alias = "半天")]
    #[schemars(description = "不知道钟点时写上午、下午或全天")]
    pub half_day: Option<HalfDay>,
    /// Says that the hour is still to be announced.
    #[serde(default, alias = "钟点待定")]
    #[schemars(description = "钟点以后再通知")]
    pub hours_tba: bool,
    /// Number of cameras.
    #[serde(default, alias = "机位")]
    #[schemars(description = "几台相机")]
    pub machines: Option<u16>,
    /// This session's own pace, where it differs from the route's.
    #[serde(default, alias = "速度")]
    #[schemars(description = "这一场的速度；不写就用路线的")]
    pub pace: Option<Pace>,
    /// When nobody is photographed.
    #[serde(default, alias = "休息")]
    #[schemars(description = "中间不拍的时间，例如午休")]
    pub breaks: Vec<Break>,
    /// Remarks.
    #[serde(default, alias = "说明")]
    #[schemars(description = "其他说明")]
    pub note: Option<String>,
}

/// A pause within a session.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "休息", description = "一场中间不拍的一段时间")]
pub struct Break {
    /// First moment.
    #[serde(alias = "开始")]
    #[schemars(with = "Clock", description = "从几点起不拍，例如 12:00")]
    pub start: Spanned<Clock>,
    /// Last moment.
    #[serde(alias = "截止")]
    #[schemars(with = "Clock", description = "到几点再接着拍，例如 14:00")]
    pub end: Spanned<Clock>,
}

/// What the order of the classes follows; within a class it is always the student number, in words only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(title = "次序依据", description = "各班按什么排先后")]
pub enum OrderBy {
    /// The class list.
    #[default]
    #[serde(alias = "班级名单")]
    #[schemars(description = "按班级名单里的顺序")]
    Class,
    /// The class list, and student numbers within a class.
    #[serde(alias = "学号")]
    #[schemars(description = "各班按名单的顺序，班内按学号由小到大")]
    StudentNumber,
    /// One college after the other, in the order in which the class list names them.
    #[serde(alias = "学院")]
    #[schemars(description = "同一学院的班排在一起，学院按名单里出现的顺序")]
    College,
}

/// Throughput of on-site capture.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "速度", description = "现场拍摄的速度")]
pub struct Pace {
    /// People an hour.
    #[serde(alias = "每小时")]
    #[schemars(description = "每小时多少人")]
    pub per_hour: u32,
    /// Whether the number is for one camera or for all.
    #[serde(alias = "按")]
    #[schemars(description = "数字是按一台相机算，还是全场合计")]
    pub per: PaceUnit,
    /// Minutes for an ordinary class.
    #[serde(default, alias = "每班分钟")]
    #[schemars(description = "一个普通班要几分钟")]
    pub class_minutes: Option<u16>,
}

/// What a pace counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(title = "速度单位", description = "速度按什么算")]
pub enum PaceUnit {
    /// For one camera.
    #[serde(alias = "每台")]
    #[schemars(description = "按一台相机算")]
    Machine,
    /// For the whole session.
    #[serde(alias = "合计")]
    #[schemars(description = "全场合计")]
    Total,
}
