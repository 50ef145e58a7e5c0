//! Browsers of other engines than Chromium's, where they are installed: WebKit, which every browser of an iPhone is made of, and Firefox.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use fantoccini::wd::Capabilities;
use serde_json::json;

use crate::browser::{Browser, find_program};

/// An engine that a test may find on a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// WebKit's edition for GTK, behind `WebKitWebDriver`; on a display that nobody sees (`Xvfb`).
    WebKit,
    /// Firefox without a window, behind `geckodriver`.
    Firefox,
}

impl Engine {
    /// A browser of this engine. The error says what is missing; nothing is installed for it.
    pub fn start(self) -> Result<Browser, String> {
        match self {
            Self::WebKit => {
                let mut driver = Command::new(installed("WEBKITWEBDRIVER", &["WebKitWebDriver"])?);
                let display = Display::start()?;
                driver.env("DISPLAY", format!(":{}", display.number));
                // Its sandbox doesn't start for an administrator, as whom tests often run in containers.
                driver.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
                let (driver, port) = listening(driver)?;
                Browser::behind(driver, port, Capabilities::new(), Some(display))
            }
            Self::Firefox => {
                let driver = Command::new(installed("GECKODRIVER", &["geckodriver"])?);
                let firefox = installed("FIREFOX", &["firefox", "firefox-esr"])?;
                let options = json!({ "args": ["-headless"], "binary": firefox });
                let mut capabilities = Capabilities::new();
                capabilities.insert("moz:firefoxOptions".to_owned(), options);
                let (driver, port) = listening(driver)?;
                Browser::behind(driver, port, capabilities, None)
            }
        }
    }
}

/// A display in memory, ended with this.
#[derive(Debug)]
pub(crate) struct Display {
    server: Child,
    number: String,
}

impl Display {
    fn start() -> Result<Self, String> {
        let mut command = Command::new(installed("XVFB", &["Xvfb"])?);
        command.args(["-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]);
        let command = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = command.spawn().map_err(|error| error.to_string())?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            // A server that ends says nothing, and the number stays empty.
            let _ = BufReader::new(output).read_line(&mut number);
        }
        let number = number.trim().to_owned();
        let display = Self { server, number };
        if display.number.is_empty() {
            return Err("Xvfb does not start".to_owned());
        }
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn installed(variable: &str, names: &[&str]) -> Result<PathBuf, String> {
    find_program(variable, names).ok_or_else(|| format!("{} is not installed", names[0]))
}

/// Starts a driver on a free port and waits until it listens there.
fn listening(mut driver: Command) -> Result<(Child, u16), String> {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|free| free.local_addr())
        .map_err(|error| error.to_string())?
        .port();
    driver.arg(format!("--port={port}"));
    let driver = driver.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut driver = driver.spawn().map_err(|error| error.to_string())?;
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok((driver, port));
        }
        thread::sleep(Duration::from_millis(50));
    }
    let _ = driver.kill();
    let _ = driver.wait();
    Err("the driver does not listen".to_owned())
}
