//! Who and where: schools with their campuses and offices, and the photo providers.

use super::scalar::{Code, Phone, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

/// `content/schools/<id>.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "学校", description = "一所学校和它的校区、部门")]
pub struct School {
    /// Full name.
    #[serde(alias = "名称")]
    #[schemars(description = "学校全称")]
    pub name: String,
    /// Short name for lists; the full name when absent.
    #[serde(default, alias = "简称")]
    #[schemars(description = "列表里用的简称；不写就用全称")]
    pub short: Option<String>,
    /// 院校代码, as text.
    #[serde(default, alias = "院校代码")]
    #[schemars(with = "Option<Code>", description = "院校代码，按文字写，开头的 0 也写上")]
    pub code: Option<String>,
    /// 地区码, as text.
    #[serde(default, alias = "地区码")]
    #[schemars(with = "Option<Code>", description = "地区码，按文字写")]
    pub region_code: Option<String>,
    /// Whether the school doesn't exist; all its pages say so.
    #[serde(default, alias = "虚构")]
    #[schemars(description = "学校是虚构的、用来演示：它的每一页都会这样说明")]
    pub fictional: bool,
    /// What a reader should know about how the school is named here.
    #[serde(default, alias = "说明")]
    #[schemars(description = "读者要知道的、关于校名写法的说明")]
    pub note: Option<String>,
    /// Campuses, in the order that the school uses.
    #[serde(default, alias = "校区")]
    #[schemars(description = "校区，按学校习惯的顺序")]
    pub campuses: Vec<Campus>,
    /// Offices that take part.
    #[serde(default, alias = "部门")]
    #[schemars(description = "参与采集工作的部门")]
    pub offices: Vec<Office>,
}

impl School {
    /// The id of a campus for what people write: the id, the name, or 北 for 北校区.
    pub fn campus_id(&self, written: &str) -> Option<&str> {
        let named = |campus: &&Campus| campus.id == written || campus.name == written;
        let short = |name: &str| name.trim_end_matches("校区").to_owned();
        let shortened = |campus: &&Campus| short(&campus.name) == short(written);
        let mut campuses = self.campuses.iter();
        let found = campuses.clone().find(named).or_else(|| campuses.find(shortened));
        found.map(|campus| campus.id.as_str())
    }
}

/// One campus of a school.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "校区", description = "一个校区")]
pub struct Campus {
    /// Stable id within the school.
    #[serde(alias = "代号")]
    #[schemars(description = "校内不重复的代号，别处用它指这个校区；定了就不再改")]
    pub id: String,
    /// Name, such as 粤海校区.
    #[serde(alias = "名称")]
    #[schemars(description = "校区名称，例如 粤海校区")]
    pub name: String,
}

/// An office of a school, with the places where it receives people and post.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "部门", description = "一个部门和它收件、接待的地方")]
pub struct Office {
    /// Stable id within the school.
    #[serde(alias = "代号")]
    #[schemars(description = "校内不重复的代号；定了就不再改")]
    pub id: String,
    /// Name, such as 教务部学籍室.
    #[serde(alias = "名称")]
    #[schemars(description = "部门名称，例如 教务部学籍室")]
    pub name: String,
    /// Campus id.
    #[serde(default, alias = "校区")]
    #[schemars(with = "Option<String>", description = "所在校区的代号")]
    pub campus: Option<Spanned<String>>,
    /// Building, room, window.
    #[serde(default, alias = "房间")]
    #[schemars(with = "Option<Code>", description = "楼、房间、窗口")]
    pub room: Option<String>,
    /// Postal address.
    #[serde(default, alias = "地址")]
    #[schemars(description = "邮寄地址")]
    pub address: Option<String>,
}

/// `content/providers/<id>.yaml`: who takes, prepares or reviews the pictures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "采集单位", description = "拍摄、制作或审核照片的单位")]
pub struct Provider {
    /// Full name.
    #[serde(alias = "名称")]
    #[schemars(description = "单位全称")]
    pub name: String,
    /// Postal address.
    #[serde(default, alias = "地址")]
    #[schemars(description = "邮寄或到店地址")]
    pub address: Option<String>,
    /// How to get there.
    #[serde(default, alias = "交通")]
    #[schemars(description = "怎么去")]
    pub directions: Option<String>,
    /// Opening hours in words.
    #[serde(default, alias = "营业时间")]
    #[schemars(description = "营业时间，用文字写")]
    pub hours: Option<String>,
    /// Whether an appointment is needed, and how.
    #[serde(default, alias = "预约")]
    #[schemars(description = "要不要预约、怎么预约")]
    pub appointment: Option<String>,
    /// Public numbers.
    #[serde(default, alias = "电话")]
    #[schemars(description = "对外公布的电话")]
    pub phones: Vec<Phone>,
    /// Public fax number.
    #[serde(default, alias = "传真")]
    #[schemars(description = "对外公布的传真")]
    pub fax: Option<Phone>,
    /// WeChat mini-program's name.
    #[serde(default, alias = "小程序")]
    #[schemars(description = "微信小程序的名称")]
    pub mini_program: Option<String>,
    /// WeChat official account's name.
    #[serde(default, alias = "公众号")]
    #[schemars(description = "微信公众号的名称")]
    pub official_account: Option<String>,
    /// Public website.
    #[serde(default, alias = "网站")]
    #[schemars(description = "公开的网址")]
    pub website: Option<String>,
    /// What else a reader should know.
    #[serde(default, alias = "说明")]
    #[schemars(description = "读者还要知道的")]
    pub note: Option<String>,
}
