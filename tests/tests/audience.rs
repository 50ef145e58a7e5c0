//! Groups of people: what pages print of their conditions, and who is found to have no route.

use tassel_tests::SiteTest;
use tassel_tests::site::{SMALL, small_site};

const ROUTE: &str = "content/campaigns/demo-2025/routes/onsite.yaml";
const WHO: &str = "audience:\n  - 2025届全日制本科毕业生";
const HELP: &str = "if_missed: 联系教务处，另约时间补拍。\n";

/// The small site whose campaign takes in these groups, given as YAML.
fn included(groups: &str) -> SiteTest {
    small_site().edit(SMALL, |text| {
        text.replace(
            "  include:\n    - 2025届全日制本科毕业生",
            &format!("  include:\n{groups}"),
        )
    })
}

fn campuses(site: SiteTest) -> SiteTest {
    let school = "name: 示例大学\ncampuses:\n  - id: east\n    name: 东校区\n  - id: west\n    name: 西校区\noffices:\n  - id: jwc\n    name: 教务处\n";
    let session = "sessions:\n  - id: main\n    campus: east\n    venue: 体育馆\n    start: 2025-04-10\n";
    site.file("content/schools/demo.yaml", school)
        .edit(ROUTE, |text| text + session)
}

/// What a build says of rule R902, and that it goes through.
fn said(site: &SiteTest) -> String {
    let run = site.run().expect_code(0);
    let found = run.stderr.split("\n\n").filter(|part| part.contains("[R902]"));
    found.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn conditions_are_printed_as_a_sentence_and_own_words_as_they_are() {
    let groups = "    - campus: west\n      grade: 2021\n      years: 4\n      study: 全日制\n      origin: overseas\n      documents:\n        - 护照\n        - 回乡证\n      status: 注册学籍\n\
                  \u{20}   - 证件: [居民身份证]\n      错过: onsite\n    - text: 延期的同学\n      grade: 2020\n    - 其他同学\n";
    let built = campuses(included(groups)).build();
    let page = built.page("demo-2025/index.html");
    for sentence in [
        "西校区2021级4年制全日制境外毕业生，持护照、回乡证，学籍状态为“注册学籍”",
        "毕业生，持居民身份证，错过“现场集中采集”",
        "延期的同学",
        "其他同学",
    ] {
        assert!(page.text().contains(sentence), "{sentence}\n{}", page.text());
    }
    assert!(!page.text().contains("2020级"), "{}", page.text());
    built.check_file("demo-2025/campaign.json", "持护照、回乡证");
}

#[test]
fn block_and_flow_english_and_chinese_mean_the_same() {
    let plain = included("    - grade: 2021\n      study: part_time\n").build();
    for groups in [
        "    - {grade: 2021, study: part_time}\n",
        "    - 年级: 2021\n      学习形式: 非全日制\n",
        "    - {年级: \"2021\", study: 非全日制}\n",
    ] {
        included(groups).build().tree().expect_same(&plain.tree());
    }
}

#[test]
fn a_document_that_no_route_takes_is_found_at_its_place() {
    let site = included("    - documents:\n        - 居民身份证\n        - 护照\n")
        .edit(ROUTE, |text| text + "id_documents:\n  - 中国大陆居民身份证\n");
    let found = said(&site);
    assert!(
        found.contains("持护照的人没有可走的路线") && found.contains("campaign.yaml:15:"),
        "{found}"
    );
    assert!(!found.contains("持居民身份证"), "{found}");
    // A route that takes it, and a route that doesn't say which documents it takes, are both a way.
    let taken = site.edit(ROUTE, |text| {
        text.replace("id_documents:\n", "id_documents:\n  - 护照\n")
    });
    assert_eq!(said(&taken), "");
    let silent = taken.edit(ROUTE, |text| {
        text.replace("id_documents:\n  - 护照\n  - 中国大陆居民身份证\n", "")
    });
    assert_eq!(said(&silent), "");
}

#[test]
fn other_documents_need_a_route_that_takes_them() {
    let site = small_site().edit(ROUTE, |text| {
        text + "id_documents:\n  - 居民身份证\nother_documents: 持港澳台证件的同学走线下提交。\n"
    });
    let found = said(&site);
    assert!(
        found.contains("港澳台证件") && found.contains("onsite.yaml:"),
        "{found}"
    );
    let both = site.edit(ROUTE, |text| {
        text.replace("id_documents:\n", "id_documents:\n  - 港澳台居民居住证\n")
    });
    assert_eq!(said(&both), "");
}

#[test]
fn a_campus_without_a_session_is_found_unless_its_students_have_another_way() {
    let site = || campuses(small_site());
    let found = said(&site());
    assert!(
        found.contains("西校区的学生没有可走的路线") && found.contains("onsite.yaml:17:"),
        "{found}"
    );
    let named = "audience:\n  - 2025届全日制本科毕业生\n  - text: 西校区的同学乘校车来\n    campus: west";
    assert_eq!(said(&site().edit(ROUTE, |text| text.replace(WHO, named))), "");
    let left_out = site().edit(SMALL, |text| {
        text.replace(
            "deadlines:",
            "  exclude:\n    - text: 西校区另行安排\n      campus: west\ndeadlines:",
        )
    });
    assert_eq!(said(&left_out), "");
    let online = "name: 线上采集\nkind: online\nsummary: 用手机拍。\naudience:\n  - 不能到校的人\n";
    assert_eq!(
        said(&site().file("content/campaigns/demo-2025/routes/online.yaml", online)),
        ""
    );
}

#[test]
fn who_misses_the_only_session_is_told_what_to_do() {
    let silent = || small_site().edit(ROUTE, |text| text.replace(HELP, ""));
    let found = said(&silent());
    assert!(
        found.contains("错过“现场集中采集”的人没有可走的路线") && found.contains("main_route"),
        "{found}"
    );
    assert_eq!(said(&small_site()), "");
    let studio = "name: 散拍\nkind: studio\nsummary: 自己去拍。\naudience:\n  - missed: onsite\n";
    assert_eq!(
        said(&silent().file("content/campaigns/demo-2025/routes/studio.yaml", studio)),
        ""
    );
    // Meant so: it can be allowed with a reason.
    let allowed = silent().edit(SMALL, |text| {
        text + "allow:\n  - rule: R902\n    because: 补拍还没有谈妥\n"
    });
    assert_eq!(said(&allowed), "");
    // A route that can't be read may be the one that is missed here.
    let broken = silent().file("content/campaigns/demo-2025/routes/studio.yaml", "name: [\n");
    let run = broken.build_fails();
    assert!(!run.stderr.contains("R902"), "{}", run.stderr);
}

#[test]
fn the_real_campaigns_leave_nobody_out() {
    assert_eq!(said(&SiteTest::new().copy_content()), "");
}
