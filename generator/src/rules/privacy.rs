//! P rules: nothing personal is published.

use crate::diagnostics::{Rule, Severity};

pub(crate) static P110: Rule = Rule {
    id: "P110",
    severity: Severity::Error,
    judgement: true,
    title: "内容里有个人信息",
    why: "网站是公开的，谁都能看到、搜到、存下来；公示证件号、学号和名单会让学生受骗。",
    fix: "删掉个人信息；名单改由学院在内部渠道通知。",
};
