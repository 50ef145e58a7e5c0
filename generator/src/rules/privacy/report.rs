//! From what was found to findings: one for each kind of thing in a file, however often it is there.

use super::number::Kind;
use super::{P101, P110, Trace, What};
use crate::diagnostics::{Finding, Secret, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// Places that a finding names.
const PLACES: usize = 3;

/// Secrets of one finding that are hidden in messages. In the texts that snippets are cut from every one is hidden by its place.
const MAX_SECRETS: usize = 20_000;

/// What belongs into one finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    what: What,
    column: String,
    comment: bool,
    impossible: bool,
    staff: bool,
}

/// The findings about one file.
pub(super) fn findings(file: &str, traces: Vec<Trace>) -> Vec<Finding> {
    let mut groups: BTreeMap<Group, Vec<Trace>> = BTreeMap::new();
    for trace in traces {
        let group = Group {
            what: trace.what,
            column: trace.column.clone(),
            comment: trace.comment,
            impossible: is_example(&trace),
            staff: trace.staff,
        };
        groups.entry(group).or_default().push(trace);
    }
    // A column of numbers is told with the column.
    let columns: BTreeSet<String> = groups
        .iter()
        .filter(|(group, _)| group.what == What::Column)
        .flat_map(|(_, traces)| traces.iter().map(|trace| trace.secret.clone()))
        .collect();
    for (group, traces) in &mut groups {
        if group.what != What::Column {
            traces.retain(|trace| !columns.contains(&trace.secret));
        }
    }
    let groups = groups.into_iter().filter(|(_, traces)| !traces.is_empty());
    groups
        .filter_map(|(group, traces)| finding(file, &group, &traces))
        .collect()
}

/// Whether a number can't be anybody's: a made-up example, and a bad one.
fn is_example(trace: &Trace) -> bool {
    match trace.what {
        What::Number(Kind::Impossible) => true,
        What::Number(Kind::NearIdentity) => trace.example,
        _ => false,
    }
}

fn finding(file: &str, group: &Group, traces: &[Trace]) -> Option<Finding> {
    let first = traces.first()?;
    let different: BTreeSet<&str> = traces.iter().map(|trace| trace.secret.as_str()).collect();
    let persons: usize = match group.what {
        What::Persons | What::Column => traces.iter().map(|trace| trace.persons).sum(),
        _ => different.len(),
    };
    let mut finding = if group.impossible {
        impossible(first)
    } else {
        private(file, group, first, persons)
    };
    finding.firm = !group.impossible && !group.staff && is_list(group.what, persons);
    if group.comment {
        finding.severity = Severity::Warning;
        finding.message.push_str("（在注释里：不会发布，但会留在仓库里）");
    }
    finding = first.place.mark(finding);
    if group.what != What::Column {
        for other in traces.iter().skip(1).take(PLACES - 1) {
            finding = other.place.also(finding, "这里也有");
        }
    }
    finding.secrets = traces.iter().take(MAX_SECRETS).map(secret).collect();
    Some(finding)
}

fn secret(trace: &Trace) -> Secret {
    Secret {
        text: trace.secret.clone(),
        mask: trace.mask.clone(),
        span: trace.place.span.clone(),
    }
}

/// Whether it is about many: then a reason doesn't help.
fn is_list(what: What, persons: usize) -> bool {
    match what {
        What::Number(Kind::Mobile) => persons > 4,
        _ => persons > 1,
    }
}

fn impossible(first: &Trace) -> Finding {
    let why = match first.what {
        What::Number(Kind::Impossible) => "出生日期不存在".to_owned(),
        _ => match check_digit(&first.secret) {
            Some(digit) => format!("校验码应为 {digit}"),
            None => "校验码不对".to_owned(),
        },
    };
    Finding::of(&P101, format!("示例证件号 {} 不合法：{why}", first.mask))
        .help("删掉手写的例子：照片规则里写 文件名 的 写法，页面会自己给出一个编的；一定要写，就写 000000180001010018")
}

/// The check digit that would have been right.
fn check_digit(number: &str) -> Option<char> {
    let hit = super::number::find(number, super::number::Reading::Loose)
        .into_iter()
        .next()?;
    let head = hit.digits.get(..17)?;
    "0123456789X"
        .chars()
        .find(|last| tassel_validator::id_number::is_valid(&format!("{head}{last}")))
}

fn private(file: &str, group: &Group, first: &Trace, persons: usize) -> Finding {
    let masked = match &first.mask {
        mask if persons > 1 => format!("{mask} 等"),
        mask => mask.clone(),
    };
    let list = is_list(group.what, persons);
    let (message, help) = match group.what {
        What::Column => (
            format!("表格的“{}”一列有 {persons} 个人的信息（{masked}）", first.column),
            if group.staff {
                "工作人员只写岗位和办公电话；确实要公开，在 allow 里写明原因"
            } else {
                "删掉这一列，名单改由学院在内部渠道发"
            },
        ),
        What::Persons => (
            format!("这里像一份名单：有 {persons} 个人的姓名（{masked}）"),
            "删掉名单，改由学院在内部渠道通知本人",
        ),
        What::Student => (format!("这里有{}学号 {masked}", counted(persons)), help_for(list)),
        What::Number(kind) => (
            format!("这里有{}{} {masked}", counted(persons), kind.word()),
            help_for_number(kind, list),
        ),
    };
    let severity = match group.what {
        _ if group.staff => Severity::Warning,
        // Fifteen digits may be something else; a word beside them says that they aren't.
        What::Number(Kind::OldIdentity) if !first.example => Severity::Warning,
        _ => Severity::Error,
    };
    let help = if list && file.ends_with(".csv") && group.what != What::Column {
        "删掉这些行，名单改由学院在内部渠道发"
    } else {
        help
    };
    let finding = Finding::of(&P110, message).severity(severity);
    if list && !group.staff {
        return finding.help(format!("{help}；涉及多人的，不能用 allow 放过"));
    }
    finding.help(help)
}

fn counted(persons: usize) -> String {
    if persons > 1 {
        format!(" {persons} 个")
    } else {
        String::new()
    }
}

fn help_for(list: bool) -> &'static str {
    if list {
        "删掉它们，名单改由学院在内部渠道发"
    } else {
        "删掉它；要通知这位同学，由学院在内部渠道联系"
    }
}

fn help_for_number(kind: Kind, list: bool) -> &'static str {
    match (kind, list) {
        (Kind::Mobile, false) => {
            "换成办公电话；确实要公开这个手机号，把它写进 contacts（联系方式）的 phones，别处就能引用"
        }
        _ => help_for(list),
    }
}
