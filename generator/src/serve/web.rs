//! The web server: hands out the pages of the present state, with the panel and the script that reloads them.

use super::panel::rules_page;
use super::{OWN, Site, State};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use tokio::sync::watch::{Receiver, Sender, channel};

const SCRIPT: &str = include_str!("live.js");
const STYLE: &str = include_str!("panel.css");
/// A preview is about what is on disk now.
const CACHE: &str = "no-store";
/// What lies there is named by its content, and the self-check's program and models are large.
const ASSETS: &str = "/assets/";
const CACHE_ASSETS: &str = "public, max-age=31536000, immutable";

/// Names under which the preview may be asked for. Any other name is refused: a page elsewhere could have its own name point at this
/// machine and read what only this machine should see.
#[derive(Debug, Clone)]
pub struct Hosts {
    bound: String,
    network: bool,
}

impl Hosts {
    /// The names for a server that was told to listen at `bound` and does so at `address`.
    pub fn new(bound: &str, address: SocketAddr) -> Self {
        Self {
            bound: bound.trim_matches(['[', ']']).to_ascii_lowercase(),
            network: !address.ip().is_loopback(),
        }
    }

    /// Whether the `Host` header names this preview; its port doesn't matter.
    pub fn allows(&self, header: &str) -> bool {
        let name = match header.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => header.split(':').next().unwrap_or_default(),
        };
        // An address of digits can't be pointed elsewhere, a name can.
        match name.parse::<IpAddr>() {
            Ok(ip) => ip.is_loopback() || self.network,
            Err(_) => name.eq_ignore_ascii_case("localhost") || name.eq_ignore_ascii_case(&self.bound),
        }
    }
}

#[derive(Clone)]
struct Preview {
    state: Receiver<Arc<State>>,
    hosts: Arc<Hosts>,
}

/// Starts answering in threads of its own; a state that is sent is shown from then on.
///
/// # Errors
/// When the system gives no threads or refuses the socket.
pub(super) fn start(listener: TcpListener, hosts: Hosts, state: State) -> io::Result<Sender<Arc<State>>> {
    let (sender, receiver) = channel(Arc::new(state));
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let preview = Preview {
        state: receiver,
        hosts: Arc::new(hosts),
    };
    let listener = runtime.block_on(async { tokio::net::TcpListener::from_std(listener) })?;
    let router = Router::new().fallback(answer).with_state(preview);
    std::thread::Builder::new().spawn(move || runtime.block_on(async { axum::serve(listener, router).await }))?;
    Ok(sender)
}

async fn answer(Shared(preview): Shared<Preview>, request: Request) -> Response {
    let mut response = preview.respond(&request);
    let lasts = response.status() == StatusCode::OK && request.uri().path().starts_with(ASSETS);
    let cache = if lasts { CACHE_ASSETS } else { CACHE };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

impl Preview {
    fn respond(&self, request: &Request) -> Response {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        if !host.is_some_and(|host| self.hosts.allows(host)) {
            return plain(
                StatusCode::FORBIDDEN,
                "这是本机的预览，只能用 localhost 或 127.0.0.1 打开。",
            );
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return plain(StatusCode::METHOD_NOT_ALLOWED, "预览只能看。");
        }
        let path = request.uri().path();
        let state = Arc::clone(&self.state.borrow());
        match path.strip_prefix(OWN) {
            Some("events") => events(self.state.clone()),
            Some("live.js") => typed(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT),
            Some("panel.css") => typed(StatusCode::OK, "text/css; charset=utf-8", STYLE),
            Some("panel") => html(StatusCode::OK, state.panel.list.clone()),
            Some("") => html(StatusCode::OK, state.findings_page()),
            Some("rules") => html(StatusCode::OK, rules_page()),
            Some(_) => plain(StatusCode::NOT_FOUND, "预览没有这一页。"),
            None => match &state.site {
                Some(site) => state.page(site, path),
                None => html(StatusCode::SERVICE_UNAVAILABLE, state.findings_page()),
            },
        }
    }
}

impl State {
    /// The page with all findings, which is all there is before the first good build.
    fn findings_page(&self) -> String {
        let page = self.panel.page(self.site.is_some());
        self.with_script(&page, "all")
    }

    /// A file of the site; a folder without its slash is sent on to the one with it.
    fn page(&self, site: &Site, path: &str) -> Response {
        let Some(name) = decode(path) else {
            return self.missing(site);
        };
        let name = name.strip_prefix('/').unwrap_or(&name);
        let folder = name.is_empty() || name.ends_with('/');
        let file = if folder {
            format!("{name}index.html")
        } else {
            name.to_owned()
        };
        match site.files.get(&file) {
            Some(bytes) if file.ends_with(".html") => self.document(StatusCode::OK, &file, bytes),
            Some(bytes) => typed(StatusCode::OK, media_type(&file), bytes.clone()),
            None if !folder && site.files.contains_key(&format!("{file}/index.html")) => moved(&format!("/{file}/")),
            None => self.missing(site),
        }
    }

    fn missing(&self, site: &Site) -> Response {
        match site.files.get("404.html") {
            Some(bytes) => self.document(StatusCode::NOT_FOUND, "404.html", bytes),
            None => plain(StatusCode::NOT_FOUND, "找不到这个页面。"),
        }
    }

    /// An HTML page with the panel. A self-check page stays as it is: it seals itself, and nothing may ask for anything there.
    fn document(&self, status: StatusCode, file: &str, bytes: &[u8]) -> Response {
        let text = String::from_utf8_lossy(bytes);
        let mut parts = file.rsplit('/');
        if parts.next() == Some("self-check.html") || parts.next() == Some("self-check") {
            return html(status, text.into_owned());
        }
        let text = if status == StatusCode::NOT_FOUND {
            without_policy(&text)
        } else {
            text.into_owned()
        };
        html(status, self.with_script(&text, "site"))
    }

    /// Adds style, panel and script before the end of the body. They come from this server, as the pages' own policy wants it.
    fn with_script(&self, page: &str, reload_on: &str) -> String {
        let panel = if reload_on == "site" {
            self.panel.list.as_str()
        } else {
            ""
        };
        let version = self.version();
        let added = format!(
            "<link rel=\"stylesheet\" href=\"{OWN}panel.css\">\n<div id=\"tassel-panel\" lang=\"zh-CN\">{panel}</div>\n\
             <script src=\"{OWN}live.js\" data-version=\"{version}\" data-reload-on=\"{reload_on}\" defer></script>\n"
        );
        match page.rfind("</body>") {
            Some(end) => [&page[..end], &added, &page[end..]].concat(),
            None => [page, &added].concat(),
        }
    }
}

/// The 404 page stands alone and forbids itself every request; in the preview it may ask for its panel.
fn without_policy(page: &str) -> String {
    let policy = page.find("<meta http-equiv=\"Content-Security-Policy\"");
    let ends = policy.and_then(|start| Some((start, start + page.get(start..)?.find('>')? + 1)));
    ends.map_or_else(
        || page.to_owned(),
        |(start, end)| [&page[..start], &page[end..]].concat(),
    )
}

/// The state's version at once, and each later one.
fn events(state: Receiver<Arc<State>>) -> Response {
    fn versions(state: Receiver<Arc<State>>) -> impl Stream<Item = Result<Event, Infallible>> {
        unfold((state, true), |(mut state, first)| async move {
            if !first {
                state.changed().await.ok()?;
            }
            let version = state.borrow_and_update().version();
            Some((Ok(Event::default().data(version)), (state, false)))
        })
    }
    Sse::new(versions(state))
        .keep_alive(KeepAlive::default())
        .into_response()
}

fn html(status: StatusCode, text: String) -> Response {
    typed(status, "text/html; charset=utf-8", text)
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    typed(status, "text/plain; charset=utf-8", text)
}

fn typed(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    (status, [(header::CONTENT_TYPE, kind)], body.into()).into_response()
}

fn moved(path: &str) -> Response {
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
    if let Ok(place) = HeaderValue::from_str(&encode(path)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

/// A path with its percent signs resolved; `None` when it isn't text.
fn decode(path: &str) -> Option<String> {
    percent_decode_str(path).decode_utf8().ok().map(Cow::into_owned)
}

/// What a header's address may hold as it is: ASCII letters, digits and `/-._~`.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

fn encode(path: &str) -> String {
    utf8_percent_encode(path, PLAIN).to_string()
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "htm" | "shtml" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_cannot_be_pointed_here_from_elsewhere() {
        let local = Hosts::new("127.0.0.1", "127.0.0.1:8000".parse().unwrap());
        for host in [
            "127.0.0.1:8000",
            "localhost:8000",
            "LOCALHOST",
            "[::1]:8000",
            "127.0.0.2",
        ] {
            assert!(local.allows(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example:8000",
            "192.168.1.5:8000",
            "127.0.0.1.evil.example",
            "[",
        ] {
            assert!(!local.allows(host), "{host}");
        }
        let network = Hosts::new("preview.local", "192.168.1.5:8000".parse().unwrap());
        for host in ["192.168.1.5:8000", "preview.local:8000", "localhost:8000"] {
            assert!(network.allows(host), "{host}");
        }
        assert!(!network.allows("evil.example"));
    }

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(decode("/c/%E8%BD%AF%E4%BB%B62201/").as_deref(), Some("/c/软件2201/"));
        assert_eq!(decode("/%252e%252e/%2").as_deref(), Some("/%2e%2e/%2"));
        assert_eq!(decode("/%ff"), None);
        assert_eq!(encode("/c/软件2201/"), "/c/%E8%BD%AF%E4%BB%B62201/");
    }
}
