//! A real browser: headless Chromium behind its own chromedriver, one for each [`Browser`], ended with it.
//!
//! Calls block until the browser answers, so that tests read from top to bottom.

use std::env;
use std::fmt;
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::engines::Display;

/// How long [`Browser::wait_for`] waits: a debug build of the validator on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long one command may take before the browser counts as hanging.
const COMMAND_LIMIT: Duration = Duration::from_secs(60);
const MISSING: &str = "run `cargo xtask test`, which installs it, or name its path in the environment";

/// The flags that Chromium needs to run headless as any user, and to make no requests of its own.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--lang=zh-CN",
];

/// One browser with one window.
pub struct Browser {
    client: Option<Client>,
    runtime: Runtime,
    driver: Child,
    /// Whether it takes commands beyond the WebDriver standard.
    chromium: bool,
    _profile: Option<TempDir>,
    _display: Option<Display>,
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser")
            .field("driver", &self.driver.id())
            .finish_non_exhaustive()
    }
}

impl Browser {
    /// Starts a browser with a fresh profile and a window of 1280×900 CSS pixels.
    pub fn start() -> Self {
        Self::start_with(&json!({}))
    }

    /// Starts a browser in which pages can't run JavaScript, as some people set it.
    pub fn start_without_javascript() -> Self {
        Self::start_with(&json!({ "profile.managed_default_content_settings.javascript": 2 }))
    }

    fn start_with(preferences: &Value) -> Self {
        let chromium = program(
            "CHROMIUM",
            &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
        );
        let (driver, port) = start_driver(&program("CHROMEDRIVER", &["chromedriver"]));
        let profile = tempfile::tempdir().expect("a temporary folder can be made");
        let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let mut capabilities = Capabilities::new();
        let options = json!({ "args": flags, "binary": chromium, "prefs": preferences });
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let mut browser = Self::behind(driver, port, capabilities, None)
            .unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        browser.chromium = true;
        browser._profile = Some(profile);
        browser.resize(1280, 900);
        browser
    }

    /// A browser of any engine, behind a driver that listens on `port`, on a display of its own where it needs one; all end together.
    pub(crate) fn behind(
        driver: Child,
        port: u16,
        capabilities: Capabilities,
        display: Option<Display>,
    ) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let mut browser = Self {
            client: None,
            runtime: runtime.expect("a runtime can be made"),
            driver,
            chromium: false,
            _profile: None,
            _display: display,
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        let client = browser.runtime.block_on(builder.connect(&address));
        browser.client = Some(client.map_err(|error| error.to_string())?);
        Ok(browser)
    }

    /// Opens an address and waits until it is loaded.
    #[track_caller]
    pub fn open(&self, url: &str) {
        self.ask("open", |client| async move { client.goto(url).await });
    }

    /// The address shown.
    #[track_caller]
    pub fn address(&self) -> String {
        self.ask("address", |client| async move { client.current_url().await })
            .into()
    }

    /// Runs `script` (a function's body) in the page and gives back what it returns; `arguments[0]…` are `args`.
    #[track_caller]
    pub fn run(&self, script: &str, args: &[Value]) -> Value {
        let args = args.to_vec();
        self.ask("script", |client| async move { client.execute(script, args).await })
    }

    /// Runs `script` (the body of an `async` function) in the page and waits for what it returns.
    ///
    /// Panics when the script throws.
    #[track_caller]
    pub fn run_async(&self, script: &str, args: &[Value]) -> Value {
        let wrapped = format!(
            "const done = arguments[arguments.length - 1], given = Array.prototype.slice.call(arguments, 0, -1);\
             (async function () {{ {script} }}).apply(null, given)\
             .then(value => done({{ value: value === undefined ? null : value }}), error => done({{ error: String(error && error.stack || error) }}));"
        );
        let args = args.to_vec();
        let answer = self.ask(
            "script",
            |client| async move { client.execute_async(&wrapped, args).await },
        );
        if let Some(error) = answer["error"].as_str() {
            panic!("the script failed in the page: {error}\n{}", self.state());
        }
        answer["value"].clone()
    }

    /// Waits until an element matches the CSS selector.
    #[track_caller]
    pub fn wait_for(&self, css: &str) {
        let found = || {
            !self
                .run("return document.querySelector(arguments[0])", &[json!(css)])
                .is_null()
        };
        self.wait_until(&format!("an element {css}"), found);
    }

    /// Waits until `condition` holds; panics with the page's text and console when it does not.
    #[track_caller]
    pub fn wait_until(&self, what: &str, condition: impl Fn() -> bool) {
        let start = Instant::now();
        while !condition() {
            assert!(
                start.elapsed() < PATIENCE,
                "waited {PATIENCE:?} in vain for {what}\n{}",
                self.state()
            );
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// The text shown in the first element that matches, as the browser renders it; empty when none does.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let script = "const found = document.querySelector(arguments[0]); return found ? found.innerText : ''";
        self.run(script, &[json!(css)]).as_str().unwrap_or_default().to_owned()
    }

    /// An attribute of the first element that matches.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let script =
            "const found = document.querySelector(arguments[0]); return found && found.getAttribute(arguments[1])";
        self.run(script, &[json!(css), json!(name)]).as_str().map(str::to_owned)
    }

    /// Chooses `file` in a file input, as a person would.
    #[track_caller]
    pub fn choose_file(&self, css: &str, file: &Path) {
        let path = file.to_str().expect("a temporary path is plain");
        self.ask("choose a file", |client| async move {
            client.find(Locator::Css(css)).await?.send_keys(path).await
        });
    }

    /// Types into the first element that matches, as a person would; `\u{e015}` and its kin are WebDriver's codes of other keys.
    #[track_caller]
    pub fn type_into(&self, css: &str, text: &str) {
        self.ask("type", |client| async move {
            client.find(Locator::Css(css)).await?.send_keys(text).await
        });
    }

    /// Clicks the first element that matches.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.ask("click", |client| async move {
            client.find(Locator::Css(css)).await?.click().await
        });
    }

    /// Sends a command of the Chrome DevTools Protocol.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        let call = Extension {
            path: "goog/cdp/execute",
            body,
        };
        self.ask(command, |client| async move { client.issue_cmd(call).await })
    }

    /// From now on runs `script` in every page before the page's own.
    #[track_caller]
    pub fn before_each_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    }

    /// Tells pages that the person wants dark colours.
    #[track_caller]
    pub fn darken(&self) {
        let dark = json!({ "name": "prefers-color-scheme", "value": "dark" });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [dark] }));
    }

    /// Makes the page's area this many CSS pixels wide and high, as a phone or a desk shows it.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let phone = width < 600;
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": if phone { 2 } else { 1 }, "mobile": phone }),
        );
    }

    /// A PNG of the window's area, or of the whole page.
    #[track_caller]
    pub fn screenshot(&self, whole_page: bool) -> Vec<u8> {
        let mut parameters = json!({ "format": "png" });
        if whole_page {
            let sizes = self.devtools("Page.getLayoutMetrics", json!({}));
            let page = &sizes["cssContentSize"];
            parameters["captureBeyondViewport"] = json!(true);
            parameters["clip"] =
                json!({ "x": 0, "y": 0, "width": page["width"], "height": page["height"], "scale": 1 });
        }
        let answer = self.devtools("Page.captureScreenshot", parameters);
        let data = answer["data"].as_str().expect("a screenshot has data");
        BASE64_STANDARD.decode(data).expect("Chromium writes proper base64")
    }

    /// What the page wrote to the console since the last call, errors of the browser itself included.
    pub fn console(&self) -> Vec<String> {
        if !self.chromium {
            return Vec::new();
        }
        let call = Extension {
            path: "se/log",
            body: json!({ "type": "browser" }),
        };
        let answer = self.ask("console", |client| async move { client.issue_cmd(call).await });
        let entries = answer.as_array().cloned().unwrap_or_default();
        let line = |entry: &Value| format!("{}: {}", entry["level"], entry["message"]);
        entries.iter().map(line).collect()
    }

    /// Address, text and console, for the message of a test that fails.
    fn state(&self) -> String {
        let console = self.console().join("\n");
        format!(
            "--- at {}\n{}\n--- console\n{console}",
            self.address(),
            self.text("body")
        )
    }

    #[track_caller]
    fn ask<'a, T, F, Fut>(&'a self, what: &str, call: F) -> T
    where
        F: FnOnce(&'a Client) -> Fut,
        Fut: Future<Output = Result<T, CmdError>>,
    {
        let client = self.client.as_ref().expect("the browser is running");
        // The timer must be made inside the runtime.
        let answer = async { tokio::time::timeout(COMMAND_LIMIT, call(client)).await };
        match self.runtime.block_on(answer) {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => panic!("the browser refused ({what}): {error}"),
            Err(_) => panic!("the browser did not answer within {COMMAND_LIMIT:?} ({what})"),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            let close = async { tokio::time::timeout(Duration::from_secs(10), client.close()).await };
            let _ = self.runtime.block_on(close);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A command beyond the WebDriver standard: POST to the session's `path`.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

fn program(variable: &str, names: &[&str]) -> PathBuf {
    find_program(variable, names)
        .unwrap_or_else(|| panic!("{} is not installed: {MISSING} variable {variable}", names[0]))
}

/// The program that an environment variable names, else the first of these names that is in the path.
pub(crate) fn find_program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(PathBuf::from(path));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let files = names.iter().flat_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        folders.iter().map(move |folder| folder.join(&file))
    });
    files.into_iter().find(|file| file.is_file())
}

/// Starts chromedriver on a free port of its own choice and reads which one. It wants the same number for IPv4 and IPv6, and now and then
/// another program has one of the two: then it ends at once and is started again.
fn start_driver(program: &Path) -> (Child, u16) {
    (0..5)
        .find_map(|_| try_driver(program))
        .unwrap_or_else(|| panic!("{} says no port: {MISSING}", program.display()))
}

fn try_driver(program: &Path) -> Option<(Child, u16)> {
    let mut child = Command::new(program)
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{} does not start ({error}): {MISSING}", program.display()));
    let output = child.stdout.take().expect("stdout is piped");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let (_, rest) = line.split_once("started successfully on port ")?;
        rest.trim_end_matches('.').parse().ok()
    });
    // Keeps the pipe empty, or chromedriver would stop at a full one.
    thread::spawn(move || lines.for_each(drop));
    if port.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    port.map(|port| (child, port))
}

/// Encodes as standard base64, to hand bytes to a script.
pub fn encode_base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}
