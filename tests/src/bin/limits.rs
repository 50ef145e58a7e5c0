//! Measures what inputs cost that are made to stall a program: `limits [WORD]`; `cargo xtask bench limits` calls it. Prints for each input the time from
//! start to end, the largest memory in use, and what was said; a star stands where it is more than 1 s or 256 MB.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tassel_tests::limits::INPUTS;
use tassel_tests::{site::NOW, tassel::binary};

/// When a run is given up.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() {
    let word = std::env::args().nth(1).unwrap_or_default();
    println!("秒 | s    MB    退出码 | exit code");
    for input in INPUTS.iter().filter(|input| input.name.contains(&word)) {
        let site = input.site();
        let mut command = Command::new(binary());
        command
            .args(["build", ".", "--out", "public", "--now", NOW])
            .current_dir(site.root());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let mut child = command.spawn().expect("tassel can be started");
        let mut peak = 0;
        let code = loop {
            peak = peak.max(memory(child.id()));
            if let Some(status) = child.try_wait().expect("tassel can be waited for") {
                break status.code().map_or("-".to_owned(), |code| code.to_string());
            }
            if start.elapsed() > PATIENCE {
                let _ = child.kill();
                let _ = child.wait();
                break "∞".to_owned();
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let took = start.elapsed().as_secs_f64();
        let star = if took > 1.0 || peak > 256 * 1024 { "*" } else { " " };
        println!("{took:7.2} {:6} {code:>3} {star} {}", peak / 1024, input.name);
    }
}

/// Largest memory in use so far, in KB; 0 where the system doesn't tell.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}
