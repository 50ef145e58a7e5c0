//! The rules of class lists.

use crate::diagnostics::{Rule, Severity};

pub(crate) static K201: Rule = Rule {
    id: "K201",
    severity: Severity::Error,
    judgement: false,
    title: "班级名单缺少表头或列",
    why: "名单要有“班级”和“人数”两列，才能排时间。",
    fix: "第一行写列名：班级、人数；还可以写学院、专业、校区。",
};

pub(crate) static K202: Rule = Rule {
    id: "K202",
    severity: Severity::Error,
    judgement: false,
    title: "名单里有出错的公式",
    why: "出错的单元格没有内容可用。",
    fix: "在表格里改好公式，或把结果直接写成数字。",
};

pub(crate) static K203: Rule = Rule {
    id: "K203",
    severity: Severity::Error,
    judgement: false,
    title: "名单里这一行读不出来",
    why: "缺了班级或人数，这个班就排不了时间。",
    fix: "每个班写一行，写全班级和人数；不要合并单元格。",
};

pub(crate) static K204: Rule = Rule {
    id: "K204",
    severity: Severity::Error,
    judgement: false,
    title: "一个班写了两次",
    why: "同一个班排两次时间，学生不知道去哪一场。",
    fix: "留下一行，或给两个班起不同的名字。",
};

pub(crate) static K205: Rule = Rule {
    id: "K205",
    severity: Severity::Error,
    judgement: false,
    title: "班级的网址不能用",
    why: "每个班有自己的页面，网址来自班级名称；两个班不能同名，也不能全是符号。",
    fix: "给其中一个班换一个能分得开的名称。",
};

pub(crate) static K209: Rule = Rule {
    id: "K209",
    severity: Severity::Error,
    judgement: false,
    title: "名单里一个班也没有",
    why: "没有班级就排不出时间表。",
    fix: "每个班写一行：班级、人数；还没有名单就删掉这个文件。",
};

pub(crate) static K210: Rule = Rule {
    id: "K210",
    severity: Severity::Error,
    judgement: false,
    title: "名单打不开或不止一份",
    why: "不知道用哪一份，就不能排时间。",
    fix: "只留一份 classes.csv 或 classes.xlsx，能用 Excel 打开。",
};

pub(crate) static K211: Rule = Rule {
    id: "K211",
    severity: Severity::Error,
    judgement: false,
    title: "名单太大",
    why: "没有哪个学校有这么多班；多半是放错了文件。",
    fix: "核对文件；确实很大就按校区分成几届。",
};

pub(crate) static K213: Rule = Rule {
    id: "K213",
    severity: Severity::Error,
    judgement: false,
    title: "公布过的时间读不出来",
    why: "已经告诉学生的时间要照旧保留，读不出来就保不住。",
    fix: "改成 2025-04-10 09:00 的样子，或用 tassel timetable --lock 再写一次。",
};
