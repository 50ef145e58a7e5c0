//! A small web server for static files on 127.0.0.1 that writes down every request, so that a test can prove what
//! reached it and what did not.

use percent_encoding::percent_decode_str;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The most of a request's body that is kept; the rest is read and dropped.
const BODY_LIMIT: u64 = 1 << 20;
/// An open connection that says nothing for so long is closed; browsers open some in advance.
const IDLE: Duration = Duration::from_secs(20);
/// What is held back is given all the same after so long, so that no thread waits for ever.
const HELD: Duration = Duration::from_secs(120);
/// Headers of an answer, beyond those that every answer has.
type Headers = Vec<(String, String)>;

/// One request as it arrived, and the answer's status and size.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// Header names in lower case → values.
    pub headers: BTreeMap<String, String>,
    /// The first bytes of the body.
    pub body: Vec<u8>,
    /// Status of the answer; 0 when none was given because the server is stopped.
    pub status: u16,
    /// Bytes in the answer's body.
    pub sent: usize,
}

impl Request {
    /// Whether this asks to become a WebSocket.
    pub fn is_websocket(&self) -> bool {
        let upgrade = self.headers.get("upgrade");
        upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
    }
}

/// The server: runs until it is stopped or dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    root: PathBuf,
    prefix: String,
    stopped: AtomicBool,
    log: Mutex<Vec<Request>>,
    overrides: Mutex<BTreeMap<String, Override>>,
    /// Sent with every answer.
    headers: Mutex<Headers>,
    /// Paths whose answers wait.
    held: Mutex<BTreeSet<String>>,
    released: Condvar,
}

/// What a test put in a file's place.
#[derive(Clone, Debug)]
struct Override {
    status: u16,
    bytes: Vec<u8>,
    headers: Headers,
}

struct Answer {
    status: u16,
    mime: &'static str,
    headers: Headers,
    body: Vec<u8>,
}

impl Server {
    /// Serves `root` at `/`.
    pub fn start(root: &Path) -> Self {
        Self::start_under(root, "/")
    }

    /// Serves `root` under `prefix`, such as `/photo/2025/`; what lies outside of it is not found.
    pub fn start_under(root: &Path, prefix: &str) -> Self {
        assert!(
            prefix.starts_with('/') && prefix.ends_with('/'),
            "a prefix begins and ends with a slash: {prefix}"
        );
        let listener = TcpListener::bind("127.0.0.1:0").expect("a local port is free");
        let address = listener.local_addr().expect("a bound port has an address");
        let shared = Arc::new(Shared {
            root: root.to_path_buf(),
            prefix: prefix.to_owned(),
            stopped: AtomicBool::new(false),
            log: Mutex::default(),
            overrides: Mutex::default(),
            headers: Mutex::default(),
            held: Mutex::default(),
            released: Condvar::new(),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Self { address, shared }
    }

    /// The address of `path` (relative to the prefix), such as `http://127.0.0.1:40001/photo/index.html`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.shared.prefix)
    }

    /// From now on answers `path` (relative to the prefix) with these bytes instead of the file.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        self.put_status(path, 200, bytes);
    }

    /// From now on answers `path` (relative to the prefix) with this status.
    pub fn put_status(&self, path: &str, status: u16, bytes: &[u8]) {
        self.insert(path, status, bytes, &[]);
    }

    /// From now on answers `path` (relative to the prefix) with these bytes and headers; `Cache-Control` replaces the usual `no-store`.
    pub fn put_with(&self, path: &str, bytes: &[u8], headers: &[(&str, &str)]) {
        self.insert(path, 200, bytes, headers);
    }

    fn insert(&self, path: &str, status: u16, bytes: &[u8], headers: &[(&str, &str)]) {
        let kept = Override {
            status,
            bytes: bytes.to_vec(),
            headers: owned(headers),
        };
        lock(&self.shared.overrides).insert(path.to_owned(), kept);
    }

    /// From now on sends these headers with every answer.
    pub fn headers(&self, headers: &[(&str, &str)]) {
        *lock(&self.shared.headers) = owned(headers);
    }

    /// From now on requests for `path` (relative to the prefix) are heard and not answered, until [`Server::release`].
    pub fn hold(&self, path: &str) {
        lock(&self.shared.held).insert(path.to_owned());
    }

    /// Answers what was held back.
    pub fn release(&self) {
        lock(&self.shared.held).clear();
        self.shared.released.notify_all();
    }

    /// Every request so far, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.log).clone()
    }

    /// The requests so far whose target contains `part`.
    pub fn requests_for(&self, part: &str) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| request.target.contains(part));
        requests
    }

    /// Forgets the requests so far.
    pub fn clear(&self) {
        lock(&self.shared.log).clear();
    }

    /// Stops answering. Connections that are open get no answer any more, new ones are refused.
    pub fn stop(&self) {
        if !self.shared.stopped.swap(true, Ordering::SeqCst) {
            // Wakes the accepting thread, which then drops the listener.
            let _ = TcpStream::connect(self.address);
            for _ in 0..500 {
                if TcpStream::connect(self.address).is_err() {
                    return;
                }
                thread::sleep(Duration::from_millis(10));
            }
            panic!("the test server does not stop");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !self.shared.stopped.swap(true, Ordering::SeqCst) {
            let _ = TcpStream::connect(self.address);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn owned(headers: &[(&str, &str)]) -> Headers {
    let owned = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        thread::spawn(move || converse(stream, &shared));
    }
}

/// One connection, one request: with `Connection: close` there is nothing to get wrong about the next one.
fn converse(mut stream: TcpStream, shared: &Shared) {
    let _ = stream.set_read_timeout(Some(IDLE));
    let Some(mut request) = read_request(&stream) else {
        return;
    };
    if shared.stopped.load(Ordering::SeqCst) {
        lock(&shared.log).push(request);
        return;
    }
    shared.wait_while_held(&request);
    let answer = shared.answer(&request);
    request.status = answer.status;
    request.sent = answer.body.len();
    let head_only = request.method == "HEAD";
    lock(&shared.log).push(request);
    let mut head = format!(
        "HTTP/1.1 {} -\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
        answer.status,
        answer.mime,
        answer.body.len()
    );
    if !answer.headers.iter().any(|(name, _)| name == "Cache-Control") {
        head.push_str("Cache-Control: no-store\r\n");
    }
    for (name, value) in answer.headers.iter().chain(lock(&shared.headers).iter()) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let _ = stream.write_all(head.as_bytes());
    if !head_only {
        let _ = stream.write_all(&answer.body);
    }
    let _ = stream.shutdown(Shutdown::Write);
}

fn read_request(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|text| text.parse().ok());
    let length: u64 = length.unwrap_or(0);
    let mut body = Vec::new();
    let _ = reader.by_ref().take(length.min(BODY_LIMIT)).read_to_end(&mut body);
    let rest = length.saturating_sub(BODY_LIMIT);
    let _ = std::io::copy(&mut reader.take(rest), &mut std::io::sink());
    Some(Request {
        method,
        target,
        headers,
        body,
        status: 0,
        sent: 0,
    })
}

impl Shared {
    fn answer(&self, request: &Request) -> Answer {
        let path = request.target.split(['?', '#']).next().unwrap_or_default();
        let Some(path) = path.strip_prefix(&self.prefix) else {
            return Answer::plain(404, "outside of the site");
        };
        if request.is_websocket() {
            return Answer::plain(400, "no WebSockets here");
        }
        let path = decode(path);
        if let Some(made) = lock(&self.overrides).get(&path) {
            let mut answer = Answer::bytes(made.status, &path, made.bytes.clone());
            answer.headers.clone_from(&made.headers);
            return answer;
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Answer::plain(405, "only files here");
        }
        self.file(&path)
    }

    fn wait_while_held(&self, request: &Request) {
        let path = request.target.split(['?', '#']).next().unwrap_or_default();
        let path = decode(path.strip_prefix(&self.prefix).unwrap_or_default());
        let held = lock(&self.held);
        let wait = self
            .released
            .wait_timeout_while(held, HELD, |held| held.contains(&path));
        drop(wait);
    }

    fn file(&self, path: &str) -> Answer {
        let relative = Path::new(path);
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Answer::plain(404, "not a path of the site");
        }
        let mut file = self.root.join(relative);
        let mut name = path.to_owned();
        if file.is_dir() {
            if !path.is_empty() && !path.ends_with('/') {
                let mut answer = Answer::plain(301, "a folder");
                answer
                    .headers
                    .push(("Location".to_owned(), format!("{}{path}/", self.prefix)));
                return answer;
            }
            file.push("index.html");
            name.push_str("index.html");
        }
        match fs::read(&file) {
            Ok(bytes) => Answer::bytes(200, &name, bytes),
            Err(_) => {
                let page = fs::read(self.root.join("404.html")).unwrap_or_default();
                Answer::bytes(404, "404.html", page)
            }
        }
    }
}

impl Answer {
    fn plain(status: u16, text: &str) -> Self {
        Self::bytes(status, "answer.txt", text.as_bytes().to_vec())
    }

    fn bytes(status: u16, name: &str, body: Vec<u8>) -> Self {
        let mime = mime(name);
        Self {
            status,
            mime,
            headers: Headers::new(),
            body,
        }
    }
}

/// Percent-decodes a path; what is not an escape stays as it is.
pub(crate) fn decode(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "xml" => "application/xml",
        "ics" => "text/calendar; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
