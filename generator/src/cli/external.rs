//! `tassel lint --external`: asks every address on other sites whether it answers.
//!
//! `curl` asks, which Windows, macOS and Linux bring with them: a client of our own would carry a whole TLS library for one command.

use crate::diagnostics::{Finding, Severity};
use crate::pages::External;
use crate::pages::links::L601;
use rayon::prelude::*;
use std::process::{Command, Stdio};

/// Seconds that an address has to answer, redirections included.
const PATIENCE: &str = "15";
/// Seconds that a server has to take the call.
const CALL: &str = "5";
/// How many are asked at once: who waits for an answer needs no core of its own.
const AT_ONCE: usize = 16;
/// Answers that only say that a program is not welcome, or asks too much; people may well see the page.
const ANSWERED: [u16; 5] = [401, 403, 405, 416, 429];

/// Whether there is a `curl` to ask with.
///
/// # Errors
/// What to do when there is none.
pub(super) fn curl() -> Result<(), String> {
    let found = Command::new("curl")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match found {
        Ok(status) if status.success() => Ok(()),
        _ => Err("查站外链接要用 curl，这台电脑上没有；装上它，或去掉 --external".to_owned()),
    }
}

/// A finding for each address that doesn't answer.
pub(super) fn dead(addresses: &[External]) -> Vec<Finding> {
    let all = || addresses.par_iter().filter_map(one).collect();
    match rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build() {
        Ok(pool) => pool.install(all),
        Err(_) => all(),
    }
}

fn one(external: &External) -> Option<Finding> {
    let why = refused(&external.address)?;
    let page = external.page.trim_end_matches("index.html");
    let on = match external.pages {
        1 => format!("在 /{page} 上"),
        pages => format!("在 {pages} 个页面上，例如 /{page}"),
    };
    let finding = Finding::of(&L601, format!("站外链接打不开：{}（{why}；{on}）", external.address))
        .severity(Severity::Warning)
        .help("用浏览器打开看看：换了网址就改，没有了就删；只有校内能打开的，写明要连校园网");
    Some(match &external.place {
        Some(place) => finding.at(place.clone()),
        None => finding.in_file(&external.file),
    })
}

/// Why an address is not to be had; `None` when it answers.
fn refused(address: &str) -> Option<String> {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let asked = Command::new("curl")
        .args(["--silent", "--location", "--max-redirs", "5", "--max-time", PATIENCE])
        // Brackets and braces in an address are no pattern.
        .args(["--globoff", "--connect-timeout", CALL])
        // One byte is enough to know.
        .args(["--proto", "=http,https", "--range", "0-0", "--output", nowhere])
        .args(["--write-out", "%{http_code}", "--url", address])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let Ok(output) = asked else {
        return Some("curl 运行不了".to_owned());
    };
    let code: u16 = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(0);
    match (code, output.status.code()) {
        (0, Some(6)) => Some("找不到这个网站".to_owned()),
        (0, Some(28)) => Some(format!("{PATIENCE} 秒没有回音")),
        (0, Some(35 | 51 | 60)) => Some("证书有问题".to_owned()),
        (0, _) => Some("连不上".to_owned()),
        (404 | 410, _) => Some(format!("{code}，页面没有了")),
        (code, _) if code >= 400 && !ANSWERED.contains(&code) => Some(format!("网站回答 {code}")),
        _ => None,
    }
}
