//! The campaign of 示例大学 and the guide, which a school begins with: what is copied from them works, and what is fictional says so.

use std::fs;

use tassel_tests::{SiteTest, repository, repository_site};

const ID: &str = "demo-2027";
const NOW: &str = "2026-11-22T09:00:00+08:00";

#[test]
fn every_page_of_a_fictional_school_says_so() {
    let site = repository_site();
    let (mut own, mut others) = (0, 0);
    for page in site.pages() {
        let fictional = page.path.starts_with(&format!("{ID}/"));
        assert_eq!(page.select(".fictional").len(), usize::from(fictional), "{}", page.path);
        if fictional {
            let description = page.attributes("meta[name=description]", "content").concat();
            let said = description.starts_with("示例大学是虚构的") || description.contains("is fictional");
            assert!(said, "{}: {description}", page.path);
            own += 1;
        } else {
            others += 1;
        }
    }
    assert!(own > 40 && others > 30, "{own} {others}");
}

#[test]
fn a_copy_of_it_under_another_name_is_a_site_without_findings() {
    let content = repository().join("content");
    let copies = [
        ("campaigns/demo-2027", "campaigns/2027-benke"),
        ("schools", "schools"),
        ("providers", "providers"),
    ];
    let site = copies.into_iter().fold(SiteTest::new(), |site, (from, to)| {
        site.copy_from(&content.join(from), &format!("content/{to}"))
    });
    // The photo rules of the real schools have their schools' faults, which the sample site allows.
    let rules = "photo-profiles/demo-2027.yaml";
    let site = site
        .bytes(&format!("content/{rules}"), &fs::read(content.join(rules)).unwrap())
        .file("content/site.yaml", "标题: 毕业生图像采集\n")
        .now(NOW)
        .arg("--strict")
        .arg("--format")
        .arg("json");
    let said: serde_json::Value = serde_json::from_str(&site.run().expect_code(0).stdout).unwrap();
    assert_eq!(said["findings"], serde_json::json!([]));
}

/// The fenced examples of the guide, in their order, without the fences.
fn examples() -> Vec<String> {
    let guide = fs::read_to_string(repository().join("docs/start-a-site.md")).unwrap();
    let blocks = guide.split("\n```").skip(1).step_by(2);
    blocks
        .map(|block| block.split_once('\n').map_or("", |(_, text)| text).to_owned() + "\n")
        .collect()
}

#[test]
fn the_examples_of_the_guide_make_a_site() {
    let examples = examples();
    let find = |start: &str| {
        let found = examples.iter().find(|text| text.starts_with(start));
        found.unwrap_or_else(|| panic!("the guide has no example that starts with {start}"))
    };
    let campaign = "标题: 2027届毕业生图像采集\n学校: tx\n部门: jwb\n届: 2027\n层次: 本科\n发布: 2027-03-12\n摘要: 拍学历照片。\n\
                    主路线: onsite\n照片规则: ours\n对象:\n  包括:\n    - 全体毕业生\n";
    let school = "名称: 某大学\n校区:\n  - 代号: east\n    名称: 东校区\n部门:\n  - 代号: jwb\n    名称: 教务部\n";
    let built = SiteTest::new()
        .file("content/site.yaml", find("标题: 毕业生图像采集"))
        .file("content/schools/tx.yaml", school)
        .file("content/photo-profiles/ours.yaml", find("继承: xueli2017"))
        .file("content/campaigns/2027-benke/campaign.yaml", campaign)
        .file(
            "content/campaigns/2027-benke/routes/onsite.yaml",
            find("名称: 现场集中采集"),
        )
        .file("content/campaigns/2027-benke/notices/2027-03-12.md", find("---\n标题"))
        .now("2027-03-20T09:00:00+08:00")
        .build();
    for (page, fact) in [
        ("notices/2027-03-12", "1号楼101"),
        ("photo", "不戴眼镜"),
        ("schedule", "最多拍360人"),
    ] {
        let text = built.page(&format!("2027-benke/{page}/index.html")).squeezed();
        assert!(text.contains(fact), "{page}: {text}");
    }
}
