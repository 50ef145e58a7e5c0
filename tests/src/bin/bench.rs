//! Measures search on a big site: `bench [NOTICES]`; and what checking costs beside building: `bench lint [NOTICES…]`. `cargo xtask bench`
//! calls both.
//!
//! Makes a site of so many notices (1 000) out of the sentences of the repository's own, builds it, opens its search page in headless
//! Chromium and prints sizes and times; in the same run, for the same queries, what reading through all texts would take.

use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};
use tassel_tests::site::small_site;
use tassel_tests::{Browser, Server, SiteTest, Tassel, repository, tree};

/// Notices in one campaign.
const PER_CAMPAIGN: usize = 50;
/// Queries, and how often each is asked.
const QUERIES: usize = 50;
const ROUNDS: usize = 5;
/// What slows a desk's processor down to about that of a plain phone.
const PHONE: u32 = 6;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let is_lint = args.first().is_some_and(|arg| arg == "lint");
    let numbers: Result<Vec<usize>, _> = args.iter().skip(usize::from(is_lint)).map(|arg| arg.parse()).collect();
    match numbers {
        Ok(numbers) if !numbers.contains(&0) && (is_lint || numbers.len() < 2) => {
            if is_lint {
                lint(&numbers);
            } else {
                search(numbers.first().copied().unwrap_or(1000));
            }
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("bench [NOTICES], bench lint [NOTICES…]");
            ExitCode::from(2)
        }
    }
}

/// Builds and checks the same sites, of 1 000 and 10 000 notices unless said, one after the other in one run.
fn lint(numbers: &[usize]) {
    let numbers = if numbers.is_empty() { &[1000, 10_000] } else { numbers };
    let sentences = sentences();
    for notices in numbers {
        let site = site(*notices, &sentences);
        let measure = |command: &str| measured(Tassel::new([command, "."]).within(site.root()));
        // The first run warms the file system's cache for both.
        measure("lint");
        let (lint, build) = (measure("lint"), measure("build"));
        println!("通知 {notices} 条，秒和内存峰值 MB | notices, seconds and peak memory");
        for (what, (seconds, peak)) in [("lint ", lint), ("build", build)] {
            println!("  {what} {seconds:.2} s  {:.0} MB", peak as f64 / 1024.0);
        }
        println!("  lint / build: {:.2}", lint.0 / build.0);
    }
}

/// Seconds and the most memory in KB that a run took, which must end without errors. Memory is known on Linux only.
fn measured(tassel: Tassel) -> (f64, u64) {
    let (run, peak) = tassel.limit(Duration::from_secs(3600)).run_measured();
    let run = run.expect_code(0);
    (run.took.as_secs_f64(), peak)
}

fn search(notices: usize) {
    let sentences = sentences();
    let site = site(notices, &sentences);
    let run = site.run().expect_code(0);
    println!(
        "通知 {notices} 条，生成用了 {:.1} 秒 | notices, seconds to build",
        run.took.as_secs_f64()
    );

    let server = Server::start(&site.out());
    let browser = Browser::start();
    browser.open(&server.url("search/index.html"));
    browser.wait_for("#search:not([hidden])");
    let sizes = browser.run_async(LOAD, &[]);
    println!(
        "索引 {} KB，压缩后 {} KB；下载并读好 {:.0} 毫秒；{} 篇，{} 个词 | index, gzipped, loaded, documents, terms",
        kilobytes(&sizes["raw"]),
        kilobytes(&sizes["gzip"]),
        sizes["load"].as_f64().unwrap_or_default(),
        sizes["documents"],
        sizes["terms"],
    );
    let queries = queries(&sentences);
    measure(&browser, &queries, 1);
    measure(&browser, &queries, PHONE);
}

fn kilobytes(bytes: &Value) -> u64 {
    bytes.as_u64().unwrap_or_default().div_ceil(1024)
}

/// Fetches the index, packs it as a server would, and has the page load it.
const LOAD: &str = "
    const form = document.getElementById('search'), text = await (await fetch(form.dataset.index)).text();
    const packed = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    const take = tasselSearch.index;
    let data;
    const start = performance.now();
    await new Promise(done => {
      tasselSearch.index = given => { take(data = given); done(); };
      document.getElementById('q').dispatchEvent(new Event('focus'));
    });
    const load = performance.now() - start;
    window.texts = data.documents.map(d => d[3] + ' ' + d[4]);
    return { raw: new Blob([text]).size, gzip: packed.byteLength, load, documents: data.documents.length, terms: data.terms.split(' ').length };";

/// Asks every query so often; times in milliseconds of a whole answer (found, ranked, drawn) and of reading through all texts.
const ASK: &str = "
    const [queries, rounds] = arguments, form = document.getElementById('search'), field = document.getElementById('q');
    const times = { answer: [], reading: [], found: 0 };
    const timed = (list, work) => { const start = performance.now(); work(); list.push(performance.now() - start); };
    for (let round = 0; round < rounds; round++) for (const query of queries) {
      field.value = query;
      timed(times.answer, () => form.dispatchEvent(new Event('submit', { cancelable: true })));
      if (round === 0 && document.querySelector('#results li')) times.found += 1;
      timed(times.reading, () => window.texts.filter(text => query.toLowerCase().split(' ').every(word => text.toLowerCase().includes(word))).length);
    }
    return times;";

fn measure(browser: &Browser, queries: &[String], slower: u32) {
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slower }));
    let times = browser.run(ASK, &[json!(queries), json!(ROUNDS)]);
    let (answer, reading) = (sorted(&times["answer"]), sorted(&times["reading"]));
    println!(
        "{} 个查询各 {ROUNDS} 次，处理器{}，{} 个有结果：| queries, rounds, processor, with results",
        queries.len(),
        if slower == 1 {
            "全速".to_owned()
        } else {
            format!("慢 {slower} 倍")
        },
        times["found"],
    );
    for (name, list) in [
        ("用索引：找到、排序、画出 | index, drawn ", &answer),
        ("逐篇读过去，只找不画 | reading, not drawn", &reading),
    ] {
        println!(
            "  {name}：中位 {:.1}，95% {:.1}，最慢 {:.1} 毫秒",
            at(list, 50),
            at(list, 95),
            at(list, 100)
        );
    }
    println!(
        "  中位之比 | ratio of medians: {:.2}",
        at(&reading, 50) / at(&answer, 50).max(0.1)
    );
}

fn sorted(times: &Value) -> Vec<f64> {
    let mut list: Vec<f64> = times
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect();
    list.sort_by(f64::total_cmp);
    list
}

fn at(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}

/// Sentences of the repository's notices and answers, without the facts that are inserted into them.
fn sentences() -> Vec<String> {
    let folder = repository().join("content/campaigns");
    let mut all = BTreeSet::new();
    for path in tree::list(&folder).iter().filter(|path| path.ends_with(".md")) {
        let text = fs::read_to_string(folder.join(path)).expect("content can be read");
        let body = text.splitn(3, "---").nth(2).unwrap_or_default();
        let parts = body.split(['。', '\n', '；']).map(str::trim);
        all.extend(
            parts
                .filter(|part| part.chars().count() > 6 && !part.contains(['{', '|', '[', '#', '*', '<', '`']))
                // A code that is spoken of and isn't there would be an error.
                .filter(|part| !part.contains("二维码"))
                .map(|part| {
                    part.trim_start_matches(|c: char| "-0123456789. ".contains(c))
                        .to_owned()
                }),
        );
    }
    all.into_iter().collect()
}

/// Numbers without a pattern that are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit.max(1) as u64).unwrap_or_default()
    }
}

fn site(notices: usize, sentences: &[String]) -> SiteTest {
    let mut dice = Dice(2027);
    let mut site = small_site().remove("content/campaigns/demo-2025/notices");
    let demo = site.root().join("content/campaigns/demo-2025");
    for number in 0..notices {
        let (campaign, own) = (number / PER_CAMPAIGN, number % PER_CAMPAIGN);
        let folder = format!("content/campaigns/demo-{}", 2001 + campaign);
        if own == 0 && campaign != 24 {
            site = site.copy_from(&demo, &folder);
        }
        let mut body = String::new();
        for part in 1..=5 {
            body.push_str(&format!("## {part}\n\n"));
            for _ in 0..6 {
                body.push_str(&sentences[dice.below(sentences.len())]);
                body.push('。');
            }
            body.push_str(&format!(
                "批次 {:06X}，{} 号教室。\n\n",
                dice.below(1 << 24),
                100 + dice.below(900)
            ));
        }
        let title: String = sentences[dice.below(sentences.len())].chars().take(18).collect();
        let text = format!(
            "---\ntitle: \"关于{}的通知（{number}）\"\noffice: 教务处\npublished: {}-{:02}-{:02}\n---\n\n{body}",
            title.replace(['"', '\\'], ""),
            2000 + campaign,
            1 + dice.below(12),
            1 + dice.below(28)
        );
        site = site.file(&format!("{folder}/notices/n{number}.md"), &text);
    }
    site
}

/// Pieces of sentences of two to eight letters, a few single letters and whole sentences, and some that are nowhere.
fn queries(sentences: &[String]) -> Vec<String> {
    let mut dice = Dice(5);
    let mut all = Vec::new();
    while all.len() < QUERIES {
        let letters: Vec<char> = sentences[dice.below(sentences.len())].chars().collect();
        let length = match all.len() % 10 {
            0 => 1,
            1 => 12,
            other => other.min(8),
        };
        let start = dice.below(letters.len().saturating_sub(length));
        let mut query: String = letters.iter().skip(start).take(length).collect();
        if all.len() % 10 == 9 {
            query = format!("{} {}", query.chars().take(2).collect::<String>(), "教室");
        }
        if all.len() % 25 == 24 {
            "不在任何一页里的词语".clone_into(&mut query);
        }
        if query.chars().any(char::is_alphabetic) {
            all.push(query);
        }
    }
    all
}
