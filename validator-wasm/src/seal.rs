//! Closes the page's network before a photo can be chosen, and proves it.
//!
//! A `<meta>` policy that is added late takes effect at once, and policies only add up. What no policy covers is taken away
//! (WebRTC). What stays possible in theory is a navigation that our own script would start; it starts none.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlImageElement, RequestCache, RequestInit, SecurityPolicyViolationEvent, Url};

use crate::dom::{document, listen, make, window};

/// Nothing may load any more, except what is made in this page itself. Without `'self'` for scripts, images and styles: an address
/// can carry data. `wasm-unsafe-eval` lets a worker instantiate the module that it is handed.
const POLICY: &str = "default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; img-src blob: data:; style-src 'none'; \
    connect-src 'none'; media-src 'none'; font-src 'none'; frame-src 'none'; object-src 'none'; manifest-src 'none'; \
    base-uri 'none'; form-action 'none'";

/// Constructors that open connections outside (or beside) the policy.
const CONNECTORS: [&str; 5] = [
    "RTCPeerConnection",
    "webkitRTCPeerConnection",
    "mozRTCPeerConnection",
    "RTCDataChannel",
    "WebTransport",
];

/// How long the browser has to report what it blocked, in ms.
const PATIENCE_MS: i32 = 4000;

/// What a page asks for that came from no server. A neighbour on the disk says nothing about the network: Firefox refuses it before it looks at any
/// policy, and reports nothing. No such host can exist (RFC 2606).
const NOWHERE: &str = "https://seal-test.invalid/";

/// The address that the tests ask for; a server that sees it knows that the seal leaks.
pub(crate) fn probe_address() -> Result<String, JsValue> {
    let page = window()?.location();
    if !page.protocol()?.starts_with("http") {
        return Ok(NOWHERE.to_owned());
    }
    Ok(Url::new_with_base("seal-test", &page.href()?)?.href())
}

/// Closes the network and waits until the browser has blocked a fetch, an image and a script, by policy. False: it has not.
pub(crate) async fn seal() -> Result<bool, JsValue> {
    remove_connectors()?;
    let blocked: Rc<RefCell<BTreeSet<String>>> = Rc::default();
    let seen = Rc::clone(&blocked);
    listen(&document()?, "securitypolicyviolation", move |event| {
        if let Some(event) = event.dyn_ref::<SecurityPolicyViolationEvent>() {
            seen.borrow_mut().insert(family(&event.effective_directive()));
        }
    })?;
    add_policy()?;
    let fetch_failed = try_to_leak().await?;
    for _ in 0..PATIENCE_MS / 20 {
        if ["connect-src", "img-src", "script-src"]
            .iter()
            .all(|wanted| blocked.borrow().contains(*wanted))
        {
            return Ok(fetch_failed);
        }
        pause(20).await?;
    }
    Ok(false)
}

/// Resolves after so many milliseconds.
pub(crate) async fn pause(ms: i32) -> Result<(), JsValue> {
    let window = window()?;
    let timer = Promise::new(&mut |resolve, reject| {
        if let Err(error) = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms) {
            // A rejected promise is the only way out of here; its own failure would be no news.
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(timer).await.map(|_| ())
}

/// `script-src-elem` and `script-src` are one to us; browsers differ in which they name.
fn family(directive: &str) -> String {
    if directive.starts_with("script-src") {
        "script-src".to_owned()
    } else {
        directive.to_owned()
    }
}

fn remove_connectors() -> Result<(), JsValue> {
    let window = window()?;
    for name in CONNECTORS.map(JsValue::from_str) {
        if Reflect::has(&window, &name)? {
            Reflect::delete_property(&window, &name)?;
            // Not writable, not configurable: it doesn't come back.
            Reflect::define_property(&window, &name, &Object::new())?;
        }
    }
    Ok(())
}

fn add_policy() -> Result<(), JsValue> {
    let meta = make("meta", "", "")?;
    meta.set_attribute("http-equiv", "Content-Security-Policy")?;
    meta.set_attribute("content", POLICY)?;
    document()?
        .head()
        .ok_or_else(|| JsValue::from_str("no head"))?
        .append_child(&meta)?;
    Ok(())
}

/// Asks the server for something in three ways; true when the fetch was refused.
async fn try_to_leak() -> Result<bool, JsValue> {
    let address = probe_address()?;
    HtmlImageElement::new()?.set_src(&address);
    let script = make("script", "", "")?;
    script.set_attribute("src", &address)?;
    document()?
        .head()
        .ok_or_else(|| JsValue::from_str("no head"))?
        .append_child(&script)?;
    script.remove();
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoStore);
    Ok(JsFuture::from(window()?.fetch_with_str_and_init(&address, &init))
        .await
        .is_err())
}
