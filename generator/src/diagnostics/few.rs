//! Bounds on how much is said: a file that was mangled as a whole has one fault ten thousand times, and nobody reads them all.

use super::Finding;

/// Findings of one rule in one file that are said one by one.
const EACH: usize = 500;

/// Keeps the first findings of each rule in each file, and says how many more there are. `findings` are sorted.
pub fn limit(findings: &mut Vec<Finding>) {
    let mut groups: std::collections::BTreeMap<(String, &'static str), Vec<Finding>> = Default::default();
    if findings.len() <= EACH {
        return;
    }
    for finding in findings.drain(..) {
        let file = finding.path().unwrap_or_default().to_owned();
        groups.entry((file, finding.rule.id)).or_default().push(finding);
    }
    for ((file, _), mut group) in groups {
        let more = group.split_off(group.len().min(EACH));
        findings.append(&mut group);
        // The worst of the rest decides whether it stops the build.
        if let Some(worst) = more.iter().map(|finding| finding.severity).min()
            && let Some(first) = more.first()
        {
            let message = format!("“{}”这样的问题还有 {} 处没有列出", first.rule.title, more.len());
            let rest = Finding::of(first.rule, message).severity(worst);
            let rest = if file.is_empty() { rest } else { rest.in_file(file) };
            findings.push(rest.help("先改好列出的这些，再运行一次"));
        }
    }
    super::sort(findings);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Severity, Span};

    fn dead(file: &str, at: usize) -> Finding {
        let span = Span {
            file: file.to_owned(),
            range: at..at + 1,
        };
        Finding::of(&crate::pages::links::L601, format!("链接失效：{at}")).at(span)
    }

    #[test]
    fn the_first_are_said_and_the_rest_are_counted() {
        let mut findings: Vec<Finding> = (0..EACH + 7).map(|at| dead("a.md", at)).collect();
        findings.push(dead("b.md", 1));
        findings.last_mut().unwrap().severity = Severity::Warning;
        limit(&mut findings);
        assert_eq!(findings.len(), EACH + 2);
        let rest: Vec<&Finding> = findings.iter().filter(|f| f.primary.is_none()).collect();
        assert_eq!(rest.len(), 1);
        assert_eq!(rest[0].message, "“站内链接失效”这样的问题还有 7 处没有列出");
        assert_eq!((rest[0].path(), rest[0].severity), (Some("a.md"), Severity::Error));
        let mut few: Vec<Finding> = (0..EACH).map(|at| dead("a.md", at)).collect();
        limit(&mut few);
        assert_eq!(few.len(), EACH);
    }
}
