//! `tassel serve` under test: started on a free port, asked over plain sockets, ended with the test.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::SiteTest;
use crate::site::NOW;
use crate::tassel::binary;

/// The longest that an answer or an event may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `tassel serve`.
#[derive(Debug)]
pub struct Preview {
    site: SiteTest,
    child: Child,
    address: String,
    said: Receiver<String>,
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header names in lower case → values.
    pub headers: BTreeMap<String, String>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Preview {
    /// Starts on a free port for `site`.
    pub fn start(site: SiteTest) -> Self {
        Self::start_with(site, &["--port", "0"])
    }

    /// Starts with these arguments, and waits until the address is printed.
    pub fn start_with(site: SiteTest, args: &[&str]) -> Self {
        let mut child = Command::new(binary())
            .args(["serve", ".", "--now", NOW])
            .args(args)
            .current_dir(site.root())
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tassel can be started");
        let (sender, said) = channel();
        let output = child.stderr.take().expect("stderr is piped");
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let output = child.stdout.take().expect("stdout is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let address = lines.find_map(|line| {
            let rest = line.strip_prefix("预览：http://")?;
            Some(rest.trim_end_matches('/').to_owned())
        });
        let Some(address) = address else {
            let said: Vec<String> = said.iter().collect();
            panic!("`tassel serve` names no address:\n{}", said.join("\n"));
        };
        Self {
            site,
            child,
            address,
            said,
        }
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        self.site.root()
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address of a page for a browser.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Changes a text file in one step, as a careful editor does.
    pub fn edit(&self, path: &str, change: impl FnOnce(String) -> String) {
        let file = self.root().join(path);
        let text = fs::read_to_string(&file).expect("the file is there");
        let new = self.root().join(".edited");
        fs::write(&new, change(text)).expect("a file can be written");
        fs::rename(new, file).expect("a file can be replaced");
    }

    /// Waits until the terminal shows a line that contains `needle`.
    #[track_caller]
    pub fn wait_for_line(&self, needle: &str) -> String {
        let mut before = String::new();
        loop {
            match self.said.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(needle) => return line,
                Ok(line) => before += &(line + "\n"),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("the terminal did not show {needle:?}:\n{before}")
                }
            }
        }
    }

    /// Fetches a path as a browser on this machine does.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &self.address)
    }

    /// Sends a request with any method, path and `Host`.
    #[track_caller]
    pub fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let mut stream = self.connect();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).expect("a request can be sent");
        let mut reader = BufReader::new(stream);
        let (status, headers) = read_head(&mut reader);
        let mut body = Vec::new();
        reader.read_to_end(&mut body).expect("an answer can be read");
        Answer { status, headers, body }
    }

    /// Listens to what the server tells open pages.
    #[track_caller]
    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        let head = format!("GET /__tassel/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(head.as_bytes()).expect("a request can be sent");
        let mut reader = BufReader::new(stream);
        let (status, headers) = read_head(&mut reader);
        assert_eq!(status, 200);
        assert_eq!(headers["content-type"], "text/event-stream");
        Events { reader }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the preview answers");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit can be set");
        stream
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A stream of events.
#[derive(Debug)]
pub struct Events {
    reader: BufReader<TcpStream>,
}

impl Events {
    /// The next event's data; panics when none comes.
    #[track_caller]
    pub fn next_data(&mut self) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            let read = self.reader.read_line(&mut line).expect("an event arrives in time");
            assert!(read > 0, "the stream of events ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return data.trim_end().to_owned();
            }
        }
    }

    /// Takes events until `condition` holds; panics when they stop before it does.
    #[track_caller]
    pub fn until(&mut self, condition: impl Fn() -> bool) {
        while !condition() {
            self.next_data();
        }
    }
}

fn read_head(reader: &mut BufReader<TcpStream>) -> (u16, BTreeMap<String, String>) {
    let mut line = String::new();
    reader.read_line(&mut line).expect("an answer arrives in time");
    let status = line.split_whitespace().nth(1).and_then(|text| text.parse().ok());
    let status = status.unwrap_or_else(|| panic!("no status in {line:?}"));
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line).expect("an answer arrives in time");
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return (status, headers);
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
}
