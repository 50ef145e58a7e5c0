//! The rules of reading: what a file must be before anything in it can be understood.

use crate::diagnostics::{Rule, Severity};

pub(crate) static I101: Rule = Rule {
    id: "I101",
    severity: Severity::Warning,
    judgement: false,
    title: "译文没有原文可配",
    why: "译文按中文原文找位置；原文改了，旧译文不会再出现，读英文页面的人看到的是中文或旧话。",
    fix: "核对中文现在的写法，把译文左边改成现在的原文；原文删掉了，就把译文也删掉。",
};

pub(crate) static I102: Rule = Rule {
    id: "I102",
    severity: Severity::Warning,
    judgement: false,
    title: "译文里的数字和原文不同",
    why: "日期、金额、电话译错一位，读英文的学生就会走错。",
    fix: "对照原文改译文；数字照原文用阿拉伯数字写，月份可以写英文名。",
};

pub(crate) static I103: Rule = Rule {
    id: "I103",
    severity: Severity::Error,
    judgement: false,
    title: "英文没有对应的中文文件",
    why: "英文页面的事实都来自中文内容，没有中文就没有可译的页面。",
    fix: "先写中文文件，或把英文文件改成中文文件的名字加 .en.md。",
};

pub(crate) static I104: Rule = Rule {
    id: "I104",
    severity: Severity::Warning,
    judgement: false,
    title: "英文不会出现在网站上",
    why: "一届要有 en.yaml 才有英文页面；只有零散的英文文件，读者进不去。",
    fix: "新建 en.yaml，写上其他内容的英文；可以先写一句。",
};

pub(crate) static K103: Rule = Rule {
    id: "K103",
    severity: Severity::Error,
    judgement: false,
    title: "两个文件说的是同一个代号",
    why: "文件名就是代号；两个文件同名，不知道以哪个为准。",
    fix: "留下一个，删掉另一个。",
};

pub(crate) static K104: Rule = Rule {
    id: "K104",
    severity: Severity::Error,
    judgement: false,
    title: "照片规则的 extends 绕成了一个圈",
    why: "每套规则都要从某一套已有的规则开始，绕成圈就没有起点。",
    fix: "让其中一个不再 extends 别的规则。",
};

pub(crate) static S001: Rule = Rule {
    id: "S001",
    severity: Severity::Error,
    judgement: false,
    title: "找不到内容文件夹",
    why: "没有 content/ 就没有可以生成的内容。",
    fix: "在放有 content/ 的文件夹里运行，或把那个文件夹写在命令后面：tassel build 文件夹。",
};

pub(crate) static S002: Rule = Rule {
    id: "S002",
    severity: Severity::Error,
    judgement: false,
    title: "内容文件夹是空的",
    why: "没有内容就没有可以生成的页面。",
    fix: "至少要有 content/site.yaml 和 content/campaigns/<届次>/campaign.yaml。",
};

pub(crate) static S003: Rule = Rule {
    id: "S003",
    severity: Severity::Error,
    judgement: false,
    title: "文件不是 UTF-8 编码",
    why: "别的编码在浏览器里会变成乱码，读的时候也会丢字。",
    fix: "用记事本或 VS Code 打开，选“另存为”，编码选 UTF-8，再保存一次。",
};

pub(crate) static S004: Rule = Rule {
    id: "S004",
    severity: Severity::Error,
    judgement: false,
    title: "文件读不了",
    why: "文件不在了，或没有读取权限，里面写了什么就不知道。",
    fix: "检查文件是否还在、是否有读取权限。",
};

pub(crate) static S005: Rule = Rule {
    id: "S005",
    severity: Severity::Error,
    judgement: false,
    title: "Markdown 文件没有写好开头的字段",
    why: "通知和常见问题的标题、日期写在两行 --- 之间；缺了一行，就分不清字段和正文。",
    fix: "文件开头写一行 ---，接着写 title 等字段，再写一行 ---，然后才是正文。",
};

pub(crate) static S006: Rule = Rule {
    id: "S006",
    severity: Severity::Error,
    judgement: false,
    title: "文字文件太大",
    why: "没有哪篇通知有这么长；多半是放错了文件。",
    fix: "把大文件放进 attachments/，文字文件里只留文字。",
};

pub(crate) static S007: Rule = Rule {
    id: "S007",
    severity: Severity::Error,
    judgement: false,
    title: "文件是空的",
    why: "空文件多半是没有存上，或忘了写。",
    fix: "写上字段，或删掉这个文件。",
};

pub(crate) static S008: Rule = Rule {
    id: "S008",
    severity: Severity::Error,
    judgement: false,
    title: "缺少必需的文件",
    why: "site.yaml 说明网站，campaign.yaml 说明一届；没有它们，其他文件不知道归谁。",
    fix: "新建缺少的文件，或把用不着的文件夹移出去。",
};

pub(crate) static S009: Rule = Rule {
    id: "S009",
    severity: Severity::Error,
    judgement: false,
    title: "名字不能用在网址里",
    why: "文件和文件夹的名字要出现在网址里，别的字符在有些地方会变样。",
    fix: "只用小写字母、数字、- 和 _，例如 2025-benke。",
};

pub(crate) static S010: Rule = Rule {
    id: "S010",
    severity: Severity::Warning,
    judgement: false,
    title: "文件没有被用到",
    why: "多半是文件夹名或扩展名写错了；它的内容不会出现在网站上。",
    fix: "放到认得的位置，或改正名字；用不着就删掉。",
};

pub(crate) static S011: Rule = Rule {
    id: "S011",
    severity: Severity::Error,
    judgement: false,
    title: "找不到主题",
    why: "页面的样子来自主题，没有它就生成不了页面。",
    fix: "新建这个主题的文件夹，或删掉 site.yaml 里 theme 这一行，用自带的 school 主题。",
};

pub(crate) static S012: Rule = Rule {
    id: "S012",
    severity: Severity::Warning,
    judgement: false,
    title: "文件名读不出来",
    why: "文件名不是 UTF-8 编码，多半来自 Windows 压缩包；这个文件没有被读。",
    fix: "给文件改名，只用小写字母、数字、- 和 _，再生成一次。",
};

pub(crate) static S013: Rule = Rule {
    id: "S013",
    severity: Severity::Error,
    judgement: false,
    title: "这一次没有生成成功",
    why: "系统拒绝了读或写，预览停在上一次的样子。",
    fix: "看提示里系统说了什么；处理好以后存一次盘，会自动再试。",
};

pub(crate) static F403: Rule = Rule {
    id: "F403",
    severity: Severity::Error,
    judgement: false,
    title: "费用不是金额",
    why: "“十几元”“4到6倍”这样的话，学生比较不了，也不知道要准备多少钱。",
    fix: "写每人多少元，只写数字；还不知道就写 待定。",
};

pub(crate) static T214: Rule = Rule {
    id: "T214",
    severity: Severity::Error,
    judgement: false,
    title: "日期缺少年份",
    why: "页面要能算出星期、倒计时和先后，第二年再看也不会弄错。",
    fix: "写上四位数的年份，例如 2024-09-28。",
};

pub(crate) static T217: Rule = Rule {
    id: "T217",
    severity: Severity::Error,
    judgement: false,
    title: "没有这一天或这一刻",
    why: "日历上没有的日期，多半是笔误；学生会在错的一天来。",
    fix: "改成存在的日期和钟点。",
};

pub(crate) static Y001: Rule = Rule {
    id: "Y001",
    severity: Severity::Error,
    judgement: false,
    title: "用 Tab 缩进",
    why: "YAML 用缩进表示谁属于谁，只认空格。",
    fix: "把 Tab 换成两个空格。",
};

pub(crate) static Y002: Rule = Rule {
    id: "Y002",
    severity: Severity::Error,
    judgement: false,
    title: "字段后面是全角冒号",
    why: "YAML 只认半角冒号；全角的会被当成文字的一部分。",
    fix: "改为半角冒号加一个空格“: ”。",
};

pub(crate) static Y003: Rule = Rule {
    id: "Y003",
    severity: Severity::Error,
    judgement: false,
    title: "行首有全角空格或不间断空格",
    why: "它们看起来像缩进，YAML 却不认。",
    fix: "换成半角空格。",
};

pub(crate) static Y005: Rule = Rule {
    id: "Y005",
    severity: Severity::Error,
    judgement: false,
    title: "不认识的字段",
    why: "写错名字的字段不会出现在页面上，而且没有人会发现。",
    fix: "改成认得的名字；可以写的都列在提示里。",
};

pub(crate) static Y006: Rule = Rule {
    id: "Y006",
    severity: Severity::Error,
    judgement: false,
    title: "同一个字段写了两次",
    why: "两个值只能用一个，不知道以哪个为准。",
    fix: "留下一个，删掉另一个。",
};

pub(crate) static Y007: Rule = Rule {
    id: "Y007",
    severity: Severity::Error,
    judgement: false,
    title: "内容的类型不对",
    why: "每个字段有它要的内容：文字、数字、日期或金额。",
    fix: "对照文档里同名字段的写法。",
};

pub(crate) static Y008: Rule = Rule {
    id: "Y008",
    severity: Severity::Error,
    judgement: false,
    title: "缺少必填的字段",
    why: "没有它，页面上就少一句学生必须知道的话。",
    fix: "补上这个字段；还不知道的时间和金额写 待定。",
};

pub(crate) static Y009: Rule = Rule {
    id: "Y009",
    severity: Severity::Error,
    judgement: false,
    title: "不认识的取值",
    why: "这个字段只认几个词；写成别的，程序不知道是什么意思。",
    fix: "改成提示里列出的词。",
};

pub(crate) static Y010: Rule = Rule {
    id: "Y010",
    severity: Severity::Error,
    judgement: false,
    title: "YAML 读不通",
    why: "缩进、冒号或引号有一处不对，后面的内容就读不懂。",
    fix: "看标出的这一行和上一行：缩进是否对齐，冒号后有没有空格，引号是否成对；含“: ”或“#”的文字要加英文引号。",
};

pub(crate) static Y011: Rule = Rule {
    id: "Y011",
    severity: Severity::Error,
    judgement: false,
    title: "内容展开后太大或嵌套太深",
    why: "一小段引用可以展开成几百万行，会让生成停住。",
    fix: "不要用 & 和 * 引用，把内容直接写出来。",
};

pub(crate) static Y012: Rule = Rule {
    id: "Y012",
    severity: Severity::Info,
    judgement: false,
    title: "一个文件里的错误太多",
    why: "一次列出几百处也改不过来；后面的多半和前面的是同一个毛病。",
    fix: "先改好列出的，再运行一次，会列出后面的。",
};
