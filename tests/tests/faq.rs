//! Questions that follow from the facts: what they say, where they lead, and how hand-written answers take their place.

use scraper::Selector;
use serde_json::Value;
use tassel_tests::{Built, SiteTest, Tassel, html, photos, repository_site, site::small_site, tests_folder};

/// The small site with every fact that a question can be made from.
fn full() -> SiteTest {
    small_site().copy_from(&tests_folder().join("faq/content"), "content")
}

const FAQ: &str = "demo-2025/faq/index.html";

/// The questions as other programs read them.
fn questions(site: &Built, campaign: &str) -> Vec<Value> {
    let facts: Value = serde_json::from_str(&site.text(&format!("{campaign}/campaign.json"))).unwrap();
    facts["faq"].as_array().unwrap().clone()
}

fn text<'a>(question: &'a Value, key: &str) -> &'a str {
    question[key].as_str().unwrap()
}

fn css(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// Question, answer and place of the fact as a reader sees them on the page.
fn printed(site: &Built) -> String {
    let page = site.page(FAQ);
    let mut out = String::new();
    for topic in page.select("section.topic") {
        let heading = html::text_of(topic.select(&css("h2")).next().unwrap());
        out.push_str(&format!("== {}\n", heading.trim()));
        for answer in topic.select(&css(".answer")) {
            let one = |inside: &str| {
                let inside = css(inside);
                answer
                    .select(&inside)
                    .map(|node| html::text_of(node).trim().to_owned())
                    .collect::<Vec<_>>()
            };
            let id = answer.value().id().unwrap();
            out.push_str(&format!("#{id} {}\n", one("h3")[0].trim_end_matches(" #")));
            for line in one(".answer > p:not(.basis), .answer > ul > li") {
                out.push_str(&format!("   {line}\n"));
            }
            for link in answer.select(&css(".basis a")) {
                let href = link.value().attr("href").unwrap();
                out.push_str(&format!("   → {} {href}\n", html::text_of(link)));
            }
        }
    }
    out
}

#[test]
fn facts_become_questions_with_answers() {
    insta::assert_snapshot!(printed(&full().build()));
}

#[test]
fn what_is_not_known_is_not_asked() {
    let site = small_site().build();
    let all = questions(&site, "demo-2025");
    let ids: Vec<&str> = all.iter().map(|question| text(question, "id")).collect();
    for absent in [
        "code",
        "code-expiry",
        "id-card",
        "pay",
        "refund",
        "filename",
        "contact",
        "check",
        "both",
        "hmt",
    ] {
        assert!(!ids.contains(&absent), "{absent} in {ids:?}");
    }
    assert_eq!(ids[..2], ["when", "fee"]);
    assert_eq!(text(&all[1], "text"), "每人 15 元。");
}

#[test]
fn the_example_of_a_file_name_belongs_to_nobody_and_would_pass() {
    let all = questions(&full().build(), "demo-2025");
    let answer = text(
        all.iter().find(|question| question["id"] == "filename").unwrap(),
        "text",
    )
    .to_owned();
    let number: String = answer.chars().filter(char::is_ascii_alphanumeric).collect();
    let number = number.split("jpg").nth(1).unwrap();
    assert!(number.starts_with("000000") && number.len() == 18, "{answer}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = number
        .chars()
        .zip(weights)
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    assert_eq!(number.chars().last(), "10X98765432".chars().nth(sum as usize % 11));
}

#[test]
fn a_hand_written_answer_takes_the_place_of_a_generated_one() {
    let written = |id: &str, head: &str| (format!("content/campaigns/demo-2025/faq/{id}.md"), head.to_owned());
    let (fee, fee_text) = written(
        "fee",
        "---\nquestion: 贵不贵？\n---\n\n不贵，{{ route.onsite.fee }}。\n",
    );
    let (cannot, cannot_text) = written(
        "cannot",
        "---\nquestion: 那天来不了？\norder: 1\nreplaces:\n  - missed\n  - both\n---\n\n**上传**。\n",
    );
    let (own, own_text) = written("own", "---\n问题: 有饭吃吗？\n主题: 费用\n---\n\n没有。\n");
    let site = full()
        .file(&fee, &fee_text)
        .file(&cannot, &cannot_text)
        .file(&own, &own_text)
        .build();
    let all = questions(&site, "demo-2025");
    let ids: Vec<&str> = all.iter().map(|question| text(question, "id")).collect();
    assert!(!ids.contains(&"missed") && !ids.contains(&"both"), "{ids:?}");
    assert_eq!(ids.iter().filter(|id| **id == "fee").count(), 1);
    // The hand-written ones of a topic come first, in their own order.
    let fees: Vec<&str> = all
        .iter()
        .filter(|q| q["topic"] == "fee")
        .map(|q| text(q, "id"))
        .collect();
    assert_eq!(fees, ["fee", "own", "pay", "refund"]);
    let find = |id: &str| all.iter().find(|question| question["id"] == id).unwrap();
    assert_eq!(text(find("fee"), "text"), "不贵，13.5 元。");
    assert_eq!(text(find("cannot"), "text"), "上传。");
    assert_eq!(find("cannot")["topic"], "trouble");
    assert_eq!(find("fee")["origin"], "written");

    let page = site.page(FAQ);
    assert_eq!(page.attributes("#fee", "data-origin"), ["written"]);
    assert_eq!(page.attributes("#pay", "data-origin"), ["generated"]);
    // Links to what was replaced still arrive.
    assert_eq!(page.select("#cannot #missed").len(), 1);
    assert_eq!(page.select("#fee .basis a").len(), 1);
}

#[test]
fn the_five_campaigns_answer_more_than_was_written() {
    let site = repository_site();
    for campaign in site.campaigns() {
        let all = questions(site, &campaign);
        let of = |origin: &str| all.iter().filter(|question| question["origin"] == origin).count();
        assert!(of("generated") >= 10, "{campaign}: {}", of("generated"));
        for question in &all {
            for key in ["id", "question", "text", "anchor"] {
                assert!(!text(question, key).is_empty(), "{campaign}: {question}");
            }
            let answer = text(question, "text");
            assert!(!answer.contains(['{', '}', '*']), "{campaign}: {answer}");
            assert!(
                !answer.contains("。。") && !answer.contains("：："),
                "{campaign}: {answer}"
            );
            // What to do about a spoilt file is no fact of a campaign.
            let general = ["covered", "open", "upright", "one-face", "sharp", "cutout"];
            if question["origin"] == "generated" && !general.contains(&text(question, "id")) {
                assert!(question["basis"]["page"].is_string(), "{campaign}: {question}");
            }
        }
    }
}

/// Photo standard → whether it has a rule for names, as a self-check page brings them along.
fn standards(site: &Built, path: &str) -> Vec<(String, bool)> {
    let page = site.page(path);
    let json: String = page
        .select("#profiles")
        .iter()
        .flat_map(|script| script.text())
        .collect();
    let json: Value = serde_json::from_str(&json).unwrap();
    let profiles = json["profiles"].as_object().unwrap().iter();
    profiles
        .map(|(id, profile)| (id.clone(), profile["file"]["name"].is_object()))
        .collect()
}

/// Ids of all checks, as a report has them.
fn checks() -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("photo.jpg"), photos::compliant()).unwrap();
    let run = Tassel::new(["photo", "check", "--format", "jsonl", "photo.jpg"])
        .within(folder.path())
        .run();
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut ids: Vec<String> = report["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| text(check, "id").to_owned())
        .collect();
    ids.sort_unstable();
    assert!(ids.len() >= 47, "{ids:?}");
    ids
}

#[test]
fn every_refusal_has_one_answer_on_every_self_check_page() {
    let (site, checks) = (repository_site(), checks());
    let own = [
        "self-check/index.html",
        "self-check.html",
        "en/self-check.html",
        "demo-2027/en/self-check/index.html",
    ];
    let campaigns = site.campaigns();
    let of_campaigns = campaigns
        .iter()
        .map(|campaign| format!("{campaign}/self-check/index.html"));
    for path in own.map(str::to_owned).into_iter().chain(of_campaigns) {
        let page = site.page(&path);
        for (profile, names) in standards(site, &path) {
            let answers = page.attributes(&format!("#answers > [data-profiles~='{profile}']"), "data-answers");
            let mut answered: Vec<&str> = answers.iter().flat_map(|checks| checks.split(' ')).collect();
            answered.sort_unstable();
            // Without a rule for names, names are not judged.
            let judged = checks.iter().map(String::as_str);
            let judged: Vec<&str> = judged.filter(|check| names || *check != "file.name").collect();
            assert_eq!(answered, judged, "{path}, {profile}");
        }
        for answer in page.select("#answers > details") {
            let said = html::text_of(answer.select(&css(".sc-answer-body")).next().unwrap());
            assert!(said.trim().chars().count() > 8, "{path}: {said}");
            assert!(!said.contains(['！', '!', '您', '{']), "{path}: {said}");
            // The upload tool has Chinese names only.
            if path == "en/self-check.html" && !said.contains("百分比") {
                assert!(
                    !said.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                    "{path}: {said}"
                );
            }
        }
    }
}
