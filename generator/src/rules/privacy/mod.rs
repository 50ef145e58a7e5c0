//! P rules: nothing personal is published, and nothing that was found is printed.
//!
//! `number` and `person` know what is personal; `text` and `table` look for it in lines and in tables, `request` for texts that ask students for
//! it; `report` makes findings of what was found, `outgoing` looks once more at what is about to be published, `redact` hides it in all that is said.

mod number;
mod outgoing;
mod person;
mod picture;
mod redact;
mod report;
mod request;
mod table;
mod text;

pub(crate) use outgoing::check as check_outgoing;
pub(crate) use redact::Redactor;

use crate::diagnostics::{Finding, Place, Rule, Severity, Sources, Span};
use crate::model::{Model, Phone};
use crate::source::Loaded;
use crate::source::documents::{Attached, Closed};
use std::collections::BTreeSet;
use std::fmt;

pub(crate) static P101: Rule = Rule {
    id: "P101",
    severity: Severity::Error,
    judgement: true,
    title: "示例证件号不合法",
    why: "照着错的例子，学生会以为自己的证件号也可以不对；改掉几位的真号码，还能猜回去。",
    fix: "删掉手写的例子：在照片规则里写文件名的写法，页面会自己给出一个编的例子；一定要写，就写 000000180001010018。",
};

pub(crate) static P110: Rule = Rule {
    id: "P110",
    severity: Severity::Error,
    judgement: true,
    title: "内容里有个人信息",
    why: "网站是公开的，谁都能看到、搜到、存下来；公示证件号、学号和名单会让学生受骗。",
    fix: "删掉个人信息；名单改由学院在内部渠道通知。涉及一个人、确实要公开的，可以用 allow 写明原因；名单不能放过。",
};

pub(crate) static P111: Rule = Rule {
    id: "P111",
    severity: Severity::Warning,
    judgement: true,
    title: "标题预告了一份名单",
    why: "点开就是同学的姓名；人数很少时，等于点名。",
    fix: "名单不放在网上，由学院通知本人；标题改成办事的话，例如“还没有采集图像的同学怎么办”。",
};

pub(crate) static P112: Rule = Rule {
    id: "P112",
    severity: Severity::Warning,
    judgement: true,
    title: "缴费备注要填个人信息",
    why: "备注会留在支付平台的流水里，学校删不掉。",
    fix: "改用班级代号或缴费编号，姓名学号由班级联络员在校内登记。",
};

pub(crate) static P113: Rule = Rule {
    id: "P113",
    severity: Severity::Warning,
    judgement: true,
    title: "用邮件或聊天软件收证件材料",
    why: "证件的照片会留在信箱和聊天记录里，很久以后还可能被人拿走。",
    fix: "改用学校系统或当面提交；一定要这样收，就写明保存多久、什么时候删除。",
};

pub(crate) static P114: Rule = Rule {
    id: "P114",
    severity: Severity::Error,
    judgement: true,
    title: "图片里藏着拍摄地点或名字",
    why: "照片会带着拍摄地点、拍摄者和相机序列号，下载的人都能看到。",
    fix: "运行 tassel build --fix 自动清除，画面不变。",
};

/// What is known to be personal, or known not to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Number(number::Kind),
    /// A student number.
    Student,
    /// Persons in running text, by name.
    Persons,
    /// A column of a table, by name.
    Column,
}

/// Something personal at a place.
#[derive(Clone)]
struct Trace {
    what: What,
    place: Place,
    /// The text itself.
    secret: String,
    /// The same with everything private in it hidden.
    mask: String,
    /// How a column is called.
    column: String,
    /// How many persons it names.
    persons: usize,
    /// Whether it stands in a comment, which isn't published.
    comment: bool,
    /// Whether it stands as an example.
    example: bool,
    /// Whether it is about staff: what an office publishes of its own people is its decision.
    staff: bool,
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Trace({:?}, {}, {:?})", self.what, self.mask, self.place)
    }
}

impl Trace {
    fn of_number(hit: &number::Hit, secret: &str, place: Place) -> Self {
        Self {
            what: What::Number(hit.kind),
            place,
            secret: secret.to_owned(),
            mask: number::mask(&hit.digits),
            column: String::new(),
            persons: 1,
            comment: false,
            example: false,
            staff: false,
        }
    }

    fn of_person(name: &str, place: Place) -> Self {
        Self {
            what: What::Persons,
            place,
            secret: name.to_owned(),
            mask: person::mask(name),
            column: String::new(),
            persons: 1,
            comment: false,
            example: false,
            staff: false,
        }
    }
}

/// The place of a range of a file's text.
fn at(file: &str, start: usize, range: std::ops::Range<usize>) -> Place {
    Place {
        file: file.to_owned(),
        span: Some(Span {
            file: file.to_owned(),
            range: start + range.start..start + range.end,
        }),
        words: None,
    }
}

/// A place that only words can name.
fn in_words(file: &str, words: &str) -> Place {
    Place {
        file: file.to_owned(),
        span: None,
        words: (!words.is_empty()).then(|| words.to_owned()),
    }
}

/// What was found in `content/`.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) findings: Vec<Finding>,
    /// Digits of the numbers that are meant to be public.
    pub(crate) public: BTreeSet<String>,
    /// The same with those that have been told.
    pub(crate) told: BTreeSet<String>,
    /// All private places in texts, those as well of which nothing is told: in files that have been refused as a whole, or could not be read.
    pub(crate) hidden: Vec<Span>,
}

/// Looks through all of `content/`: what staff wrote and what they attached.
pub(crate) fn check(loaded: &Loaded, attached: &[Attached]) -> Checked {
    let public = public_numbers(&loaded.model);
    let mut checked = Checked {
        public: public.clone(),
        told: public.clone(),
        ..Checked::default()
    };
    let refused: BTreeSet<&str> = loaded
        .findings
        .iter()
        .filter(|f| f.rule.id == "P110")
        .filter_map(|f| f.path())
        .collect();
    let written =
        |file: &str| file.starts_with("content/") && [".yaml", ".yml", ".md"].iter().any(|end| file.ends_with(end));
    for (file, text) in loaded.sources.iter().filter(|(file, _)| written(file)) {
        let mut traces = text::traces(file, text, &public);
        if loaded.failed.contains(file) {
            // Its contacts could not be read: nobody knows which numbers are meant to be public, so none is told, and none is shown.
            let calls = traces.extract_if(.., |trace| trace.what == What::Number(number::Kind::Mobile));
            checked.hidden.extend(calls.filter_map(|trace| trace.place.span));
        }
        checked.tell(file, traces);
        checked.findings.extend(request::check(file, text));
    }
    for one in attached {
        let mut traces = match &one.text {
            Some(text) => text::traces(&one.file, text, &public),
            None => table::traces(&one.file, &one.document, &public),
        };
        if refused.contains(one.file.as_str()) {
            checked
                .hidden
                .extend(traces.drain(..).filter_map(|trace| trace.place.span));
        }
        checked.tell(&one.file, traces);
        checked.findings.extend(picture::check(&one.file, &one.document));
        checked
            .findings
            .extend(one.document.closed.and_then(|why| closed(&one.file, why)));
    }
    for file in loaded
        .sources
        .iter()
        .map(|(file, _)| file)
        .chain(attached.iter().map(|one| one.file.as_str()))
    {
        checked.findings.extend(file_name(file));
    }
    checked
}

impl Checked {
    fn tell(&mut self, file: &str, traces: Vec<Trace>) {
        let digits = traces
            .iter()
            .filter(|trace| !trace.comment)
            .flat_map(|trace| number::find(&trace.secret, number::Reading::Loose));
        self.told.extend(digits.map(|hit| hit.digits));
        // A finding keeps so many secrets and no more, and not those that another one tells of.
        let places = traces.iter().filter_map(|trace| trace.place.span.clone());
        self.hidden.extend(places);
        self.findings.extend(report::findings(file, traces));
    }

    /// Looks through the words of a theme. Some of them stand only in calendars and spreadsheets, which a check doesn't make.
    pub(crate) fn check_words(&mut self, sources: &Sources) -> Vec<Finding> {
        let of_theme = |file: &str| file.starts_with("themes/") && file.contains("/i18n/");
        for (file, text) in sources.iter().filter(|(file, _)| of_theme(file)) {
            let mut traces = text::traces(file, text, &self.told);
            traces.retain(|trace| matches!(trace.what, What::Number(kind) if kind != number::Kind::OldIdentity));
            self.tell(file, traces);
        }
        std::mem::take(&mut self.findings)
    }
}

/// Hides what is private in findings that are shown without the others, and in the texts for their snippets.
pub(crate) fn hide(loaded: &mut Loaded, findings: &mut [Finding]) {
    let public = public_numbers(&loaded.model);
    let traces = loaded
        .sources
        .iter()
        .flat_map(|(file, text)| text::traces(file, text, &public));
    let traces: Vec<Trace> = traces.collect();
    let mut redactor = Redactor::of(findings, public);
    for trace in traces {
        redactor.add(&trace.place.file, &trace.secret, &trace.mask);
        redactor.hide(trace.place.span);
    }
    redactor.sources(&mut loaded.sources, findings);
    findings.iter_mut().for_each(|finding| redactor.finding(finding));
}

/// Telephones that staff wrote down to be called: contacts, providers, and amendments of them.
fn public_numbers(model: &Model) -> BTreeSet<String> {
    let providers = model.providers.values().map(|provider| &provider.value);
    let providers = providers.flat_map(|provider| provider.phones.iter().chain(&provider.fax));
    let contacts = model.campaigns.iter().flat_map(|folder| &folder.campaign.contacts);
    let contacts = contacts.flat_map(|contact| contact.phones.iter().chain(&contact.fax));
    let changes = model
        .campaigns
        .iter()
        .flat_map(|folder| &folder.notices)
        .flat_map(|(_, notice)| &notice.changes);
    let changes = changes.filter(|change| {
        ["phone", "fax", "电话", "传真"]
            .iter()
            .any(|key| change.path.value.contains(key))
    });
    let typed = providers.chain(contacts).map(|Phone(text)| text.as_str());
    let typed = typed.chain(changes.map(|change| change.to.value.as_str()));
    typed
        .flat_map(|text| number::find(text, number::Reading::Loose))
        .map(|hit| hit.digits)
        .collect()
}

/// A file may be named after a student: photos are, by custom.
fn file_name(file: &str) -> Option<Finding> {
    let hits = number::find(file, number::Reading::Loose);
    let hit = hits.iter().find(|hit| hit.kind != number::Kind::OldIdentity)?;
    let message = format!("文件名里有{} {}", hit.kind.word(), number::mask(&hit.digits));
    let mut finding = Finding::of(&P110, message)
        .in_file(file)
        .help("删掉这个文件，或换一个不带号码的文件名");
    finding.firm = hit.kind == number::Kind::Identity;
    Some(finding)
}

/// What can't be looked into may hold anything.
fn closed(file: &str, why: Closed) -> Option<Finding> {
    // Whatever keeps a class list from being read is said where it is read.
    if file.contains("/classes.") {
        return None;
    }
    let (severity, reason, help) = match why {
        Closed::TooBig => (
            Severity::Warning,
            "文件太大",
            "拆成小一些的文件（不超过 64 MB），或自己确认里面没有个人信息",
        ),
        Closed::Swells => (
            Severity::Error,
            "它解开后大得不正常",
            "不要发布它；向做文件的人要一份正常的",
        ),
        Closed::Locked => (Severity::Warning, "它有密码或加了保护", "去掉密码再放进来"),
        Closed::Damaged => (
            Severity::Warning,
            "它已损坏，或不是名字说的那种文件",
            "重新导出一次；学生多半也打不开它",
        ),
        Closed::Legacy => (
            Severity::Info,
            "旧格式只能粗略地看，表格看不清",
            "另存为 .docx 或 .pptx",
        ),
        Closed::Drawings => (
            Severity::Info,
            "PDF 里的文字只是字形的编号，认不出是什么字",
            "用 Word 或 WPS 重新导出一份；学生也没法在里面搜索和复制",
        ),
        Closed::Foreign => (Severity::Warning, "这种格式在这里看不全", "另存为 .docx、.xlsx 或 .pdf"),
        Closed::Archive => (
            Severity::Warning,
            "压缩包里还有压缩包，或不是 zip",
            "解开来，把里面的文件一个个放进来",
        ),
    };
    let finding = Finding::of(&P110, format!("看不了里面有没有个人信息：{reason}"));
    Some(finding.severity(severity).in_file(file).help(help))
}

#[cfg(test)]
mod tests;
