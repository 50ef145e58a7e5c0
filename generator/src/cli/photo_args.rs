//! The arguments of `tassel photo`.

use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `tassel photo`.
#[derive(Debug, ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    subcommand_help_heading = "命令"
)]
#[command(override_usage = "tassel photo <命令> [选项]")]
pub struct Photo {
    /// What to do with photos.
    #[command(subcommand)]
    pub command: PhotoCommand,
}

/// The commands below `tassel photo`.
#[derive(Debug, Subcommand)]
pub enum PhotoCommand {
    /// 按一套照片规则检查文件或文件夹
    Check(PhotoCheck),
    /// 把能改的改好，另存一份：转正、裁剪、尺寸、大小、分辨率、文件名；不修图，不换背景
    Fix(PhotoFix),
}

/// What every command about photos asks: the rules, and the language of the words.
#[derive(Debug, ClapArgs)]
pub struct PhotoRules {
    /// 照片规则：自带的，或 --root 里 content/photo-profiles/ 的；不写就是 xueli2017
    #[arg(long, default_value = "xueli2017", value_name = "规则", hide_default_value = true)]
    pub profile: String,
    /// 到哪里找 content/photo-profiles/；不写就是当前文件夹
    #[arg(long, default_value = ".", value_name = "文件夹", hide_default_value = true)]
    pub root: PathBuf,
    /// 结果用什么语言：zh 中文（不写就是它），en English
    #[arg(
        long,
        value_enum,
        default_value = "zh",
        value_name = "语言",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub lang: PhotoLang,
}

/// `tassel photo check`.
#[derive(Debug, ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    next_help_heading = "选项"
)]
#[command(override_usage = "tassel photo check <文件或文件夹>… [选项]")]
pub struct PhotoCheck {
    /// 照片文件或文件夹；写 - 就从标准输入读一份清单，每行一个
    #[arg(required = true, value_name = "文件或文件夹", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// By which rules, and in which language.
    #[command(flatten)]
    pub by: PhotoRules,
    /// 结果怎么列出：human 给人看（不写就是它），csv 表格，json 一个数组，jsonl 每张照片一行
    #[arg(
        long,
        value_enum,
        default_value = "human",
        value_name = "格式",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: PhotoFormat,
    /// 再列出 ISO/IEC 29794-5 的各项量值（json、jsonl 里）
    #[arg(long)]
    pub measures: bool,
}

/// `tassel photo fix`.
#[derive(ClapArgs)]
#[command(
    help_template = "{about}\n\n用法：{usage}\n\n{all-args}\n",
    next_help_heading = "选项"
)]
#[command(override_usage = "tassel photo fix <文件或文件夹>… [选项]")]
pub struct PhotoFix {
    /// 照片文件或文件夹
    #[arg(required = true, value_name = "文件或文件夹", help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// By which rules, and in which language.
    #[command(flatten)]
    pub by: PhotoRules,
    /// 改好的照片放到哪个文件夹，那里同名的会被换掉；不写就放在原照片旁边，叫 原名.fixed.jpg，什么都不覆盖
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 证件号，只用来取文件名，不保存，也不显示；只能配一张照片
    #[arg(long, value_name = "证件号")]
    pub id_number: Option<String>,
    /// 结果怎么列出：human 给人看（不写就是它），json 一个数组
    #[arg(
        long,
        value_enum,
        default_value = "human",
        value_name = "格式",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: FixFormat,
}

/// Without the identity number: those are never logged.
impl std::fmt::Debug for PhotoFix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhotoFix")
            .field("paths", &self.paths)
            .field("by", &self.by)
            .field("out", &self.out)
            .field("id_number", &self.id_number.is_some())
            .field("format", &self.format)
            .finish()
    }
}

/// How the result of mending is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FixFormat {
    /// 给人看
    Human,
    /// 一个 JSON 数组
    Json,
}

/// How photo reports are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PhotoFormat {
    /// 给人看
    Human,
    /// 表格，每张照片一行
    Csv,
    /// 一个 JSON 数组
    Json,
    /// 每张照片一行 JSON
    Jsonl,
}

/// Languages of photo reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PhotoLang {
    /// 中文
    Zh,
    /// English
    En,
}
