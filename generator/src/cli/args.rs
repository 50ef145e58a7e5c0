//! What can be typed after `tassel`.

use super::photo_args::Photo;
use crate::channels::Channel;
use crate::derive::Now;
use crate::schema::{FINDINGS, KINDS, Kind};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 毕业生图像采集网站生成器与照片检查工具
#[derive(Debug, Parser)]
#[command(
    name = "tassel",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    subcommand_help_heading = "命令"
)]
#[command(
    override_usage = "tassel <命令> [选项]",
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Args {
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "选项", display_order = 100)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项", display_order = 101)]
    version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 把 content/ 生成为网站
    Build(Build),
    /// 只检查，不生成：build 会指出的问题一次都列出来
    Lint(Lint),
    /// 解释一条规则：为什么这样要求，怎么改，确实如此时怎么办
    Explain(Explain),
    /// 在本机预览网站：存盘后页面自己更新，问题写在页面上
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// 按班级名单排出各班的拍摄时间
    Timetable(Timetable),
    /// 检查、修改照片文件（只在本机，不上传）
    Photo(Photo),
    /// 列出 content/ 里能写的字段：给编辑器的 JSON Schema，或给人看的说明
    Schema(Schema),
}

/// `tassel build`.
#[derive(Debug, ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    next_help_heading = "选项"
)]
#[command(override_usage = "tassel build [文件夹] [选项]")]
pub struct Build {
    /// Which site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// 给哪里用：site 网站（不写就是它），cms 贴进学校网站后台，wechat 贴进公众号，text 群公告和短信
    #[arg(
        long,
        value_enum,
        default_value = "site",
        value_name = "渠道",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub channel: ChannelName,
    /// 写到哪个文件夹；不写就是 public，给其他渠道的是 public-cms、public-wechat、public-text
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 网站将来的网址，例如 https://tx.example.edu.cn/；站内链接始终是相对的，不写也能用
    #[arg(long, value_name = "网址", value_parser = parse_base_url)]
    pub base_url: Option<String>,
    /// For which moment.
    #[command(flatten)]
    pub present: Present,
    /// 连草稿和没到发布时间的也放进来，标出来：只给预览用
    #[arg(long)]
    pub drafts: bool,
    /// 有警告也不生成
    #[arg(long)]
    pub strict: bool,
    /// What to mend first.
    #[command(flatten)]
    pub mending: Mending,
    /// How many cores.
    #[command(flatten)]
    pub work: Work,
    /// How findings are told.
    #[command(flatten)]
    pub listing: Listing,
}

/// `tassel lint`.
#[derive(Debug, ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    next_help_heading = "选项"
)]
#[command(override_usage = "tassel lint [文件夹] [选项]")]
pub struct Lint {
    /// Which site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// 网站将来的网址：写了它的地方也一起检查，例如 https://tx.example.edu.cn/
    #[arg(long, value_name = "网址", value_parser = parse_base_url)]
    pub base_url: Option<String>,
    /// For which moment.
    #[command(flatten)]
    pub present: Present,
    /// 有警告也算没有通过
    #[arg(long)]
    pub strict: bool,
    /// 连站外的链接也问一遍能不能打开；要联网，校内才能打开的会当作打不开
    #[arg(long)]
    pub external: bool,
    /// What to mend first.
    #[command(flatten)]
    pub mending: Mending,
    /// How many cores.
    #[command(flatten)]
    pub work: Work,
    /// How findings are told.
    #[command(flatten)]
    pub listing: Listing,
}

/// `tassel explain`.
#[derive(Debug, ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    next_help_heading = "选项"
)]
#[command(override_usage = "tassel explain [编号] [选项]")]
pub struct Explain {
    /// 规则的编号，写在每条提示开头的方括号里，例如 T216；不写就列出全部规则
    #[arg(value_name = "编号", help_heading = "参数")]
    pub rule: Option<String>,
    /// 写成什么：human 给人看（不写就是它），json 给程序看，markdown 给文档
    #[arg(
        long,
        value_enum,
        default_value = "human",
        value_name = "格式",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: ExplainFormat,
}

/// How rules are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// 给人看
    Human,
    /// 给程序看
    Json,
    /// 给文档
    Markdown,
}

/// The site that a command is about.
#[derive(Debug, ClapArgs)]
pub struct SiteFolder {
    /// 放有 content/ 的文件夹；不写就是当前文件夹
    #[arg(
        default_value = ".",
        value_name = "文件夹",
        hide_default_value = true,
        help_heading = "参数"
    )]
    pub root: PathBuf,
}

/// What a command mends before it looks.
#[derive(Debug, ClapArgs)]
pub struct Mending {
    /// 先清除图片里的拍摄地点、拍摄者和相机序列号，画面不变
    #[arg(long)]
    pub fix: bool,
}

/// The moment that a command takes for the present.
#[derive(Debug, ClapArgs)]
pub struct Present {
    /// 把现在当作这一刻，例如 2024-04-28T08:00:00+08:00
    #[arg(long, value_name = "时间", value_parser = parse_now)]
    pub now: Option<Now>,
}

/// How a command works.
#[derive(Debug, ClapArgs)]
pub struct Work {
    /// 同时用几个处理器核心；不写就全用，结果都一样
    #[arg(long, value_name = "数量", value_parser = parse_jobs)]
    pub jobs: Option<usize>,
}

/// How a command tells what it found.
#[derive(Debug, ClapArgs)]
pub struct Listing {
    /// 问题怎么列出：human 给人看（不写就是它），json 给程序看，sarif 给编辑器和代码平台，github、gitlab 给这两处的流水线
    #[arg(
        long,
        value_enum,
        default_value = "human",
        value_name = "格式",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: Format,
}

/// `tassel serve`.
#[cfg(feature = "serve")]
#[derive(Debug, ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    next_help_heading = "选项"
)]
#[command(override_usage = "tassel serve [文件夹] [选项]")]
pub struct Serve {
    /// Which site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// 网址里的端口；不写就是 8000，被占用时自动往后找，0 是由系统挑
    #[arg(long, default_value_t = 8000, value_name = "端口", hide_default_value = true)]
    pub port: u16,
    /// 让谁能打开；不写就是 127.0.0.1，只有这台电脑；写 0.0.0.0，同一网络里的人都能打开
    #[arg(long, default_value = "127.0.0.1", value_name = "地址", hide_default_value = true)]
    pub host: String,
    /// For which moment.
    #[command(flatten)]
    pub present: Present,
}

/// What `--channel` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChannelName {
    /// 网站
    Site,
    /// 学校网站后台
    Cms,
    /// 公众号
    Wechat,
    /// 群公告和短信
    Text,
}

impl From<ChannelName> for Channel {
    fn from(name: ChannelName) -> Self {
        match name {
            ChannelName::Site => Self::Site,
            ChannelName::Cms => Self::Cms,
            ChannelName::Wechat => Self::Wechat,
            ChannelName::Text => Self::Text,
        }
    }
}

impl Build {
    /// The output folder, named or not.
    pub fn folder(&self) -> PathBuf {
        let own = Channel::from(self.channel).folder();
        self.out.clone().unwrap_or_else(|| PathBuf::from(own))
    }
}

/// `tassel timetable`.
#[derive(Debug, ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    next_help_heading = "选项"
)]
#[command(override_usage = "tassel timetable [文件夹] [选项]")]
pub struct Timetable {
    /// Which site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// 只看这一届；不写就是有班级名单的每一届
    #[arg(long, value_name = "届次")]
    pub campaign: Option<String>,
    /// For which moment.
    #[command(flatten)]
    pub present: Present,
    /// 把排出的时间记进 timetable.lock.csv：以后改名单，已记下的班时间不动
    #[arg(long)]
    pub lock: bool,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 给人看
    Human,
    /// 给程序看
    Json,
    /// 给编辑器和代码平台
    Sarif,
    /// 给 GitHub Actions
    Github,
    /// 给 GitLab 的代码质量
    Gitlab,
}

/// `tassel schema`.
#[derive(Debug, ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    next_help_heading = "选项"
)]
#[command(override_usage = "tassel schema [种类] [选项]")]
pub struct Schema {
    /// site、school、provider、campaign、route、notice、faq、holidays、photo-profile、translation、notice-translation、faq-translation，或 findings（--format json 列出的问题）；不写就是全部
    #[arg(value_name = "种类", value_parser = parse_kind, help_heading = "参数")]
    pub kind: Option<&'static Kind>,
    /// 写成文件，放在哪个文件夹
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 写成什么：json 给编辑器（不写就是它），markdown 给人看
    #[arg(
        long,
        value_enum,
        default_value = "json",
        value_name = "格式",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: SchemaFormat,
}

/// How the fields of `content/` are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    /// 给编辑器
    Json,
    /// 给人看
    Markdown,
}

fn parse_kind(text: &str) -> Result<&'static Kind, String> {
    let names = KINDS.map(|kind| kind.name).join("、");
    Kind::of(text).ok_or_else(|| format!("可以写的有 {names}、{}", FINDINGS.name))
}

/// Reads RFC 3339, such as `2024-04-28T08:00:00+08:00` or `2024-04-28T08:00+08:00`.
fn parse_now(text: &str) -> Result<Now, String> {
    let moment: Result<jiff::Timestamp, _> = text.parse();
    moment
        .map(|moment| Now(moment.as_second()))
        .map_err(|_| "请写成 2024-04-28T08:00:00+08:00 的样子".to_owned())
}

/// More threads than this are a typing error.
const MOST_JOBS: usize = 1024;

fn parse_jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(jobs) if (1..=MOST_JOBS).contains(&jobs) => Ok(jobs),
        _ => Err(format!("请写 1 到 {MOST_JOBS} 之间的整数")),
    }
}

fn parse_base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains([' ', '"', '<', '>', '?', '#']) => {
            Ok(format!("{}/", text.trim_end_matches('/')))
        }
        _ => Err("请写成 https://tx.example.edu.cn/ 的样子".to_owned()),
    }
}
