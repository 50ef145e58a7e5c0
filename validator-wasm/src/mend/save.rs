//! Ways for the finished file to leave the page, all of them by the student's own hand: a download, the system's share sheet, or – inside
//! apps that do neither – a picture to press and hold.

use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Element, File, FilePropertyBag, HtmlAnchorElement, HtmlElement, Url};

use super::name;
use crate::dom::{by_id, document, lang, listen, show, window};
use crate::page::Page;
use crate::say::say;

const JPEG: &str = "image/jpeg";

/// Whether this is a browser inside an app, in which downloads of what a page made come to nothing: WeChat, other Android WebViews, and
/// on iOS everything that doesn't call itself Safari or a browser.
pub fn saves_by_long_press(user_agent: &str) -> bool {
    let has = |word: &str| user_agent.contains(word);
    let ios = has("iPhone") || has("iPad") || has("iPod");
    has("MicroMessenger") || has("; wv)") || has(" QQ/") || has("DingTalk") || ios && !has("Safari/")
}

fn long_press() -> Result<bool, JsValue> {
    Ok(saves_by_long_press(&window()?.navigator().user_agent()?))
}

/// Whether there is a way to save that keeps a file's name.
pub(super) fn can_name() -> Result<bool, JsValue> {
    Ok(!long_press()? || can_share()?)
}

pub(super) fn listen_to_buttons(page: &Rc<Page>) -> Result<(), JsValue> {
    let pressed = long_press()?;
    let link: Element = by_id("save")?;
    show(&link, !pressed)?;
    show(&by_id("mend-press")?, pressed)?;
    show(&by_id("mend-share")?, can_share()?)?;
    let saver = Rc::clone(page);
    listen(&link, "click", move |event| {
        // The link's own name says nothing; the real one is nowhere in the page.
        event.prevent_default();
        saver.report_error(saver.save());
    })?;
    let sharer = Rc::clone(page);
    listen(&by_id::<Element>("mend-share")?, "click", move |_| {
        let page = Rc::clone(&sharer);
        spawn_local(async move {
            let outcome = page.share().await;
            page.report_error(outcome);
        });
    })
}

impl Page {
    /// Keeps the finished file's address for the link and the picture; `None` while there is no such file.
    pub(super) fn hold_file(&self, bytes: Option<&[u8]>) -> Result<(), JsValue> {
        let address = match bytes {
            Some(bytes) => Some(Url::create_object_url_with_blob(&blob(bytes)?)?),
            None => None,
        };
        let link: Element = by_id("save")?;
        match &address {
            Some(address) => link.set_attribute("href", address)?,
            None => link.remove_attribute("href")?,
        }
        by_id::<HtmlElement>("mend-share")?.toggle_attribute_with_force("disabled", address.is_none())?;
        by_id::<Element>("mend-saved")?.set_text_content(None);
        if let (Some(bytes), true) = (bytes, long_press()?) {
            by_id::<Element>("mend-press-image")?.set_attribute("src", &data_address(bytes)?)?;
        }
        // The old one goes last: what shows it is given the new one first.
        if let Some(old) = self.mending.address.replace(address) {
            Url::revoke_object_url(&old)?;
        }
        Ok(())
    }

    fn save(&self) -> Result<(), JsValue> {
        let Some(address) = self.mending.address.borrow().clone() else {
            return Ok(());
        };
        let Some((file_name, with_number)) = name::to_save(self)? else {
            return Ok(());
        };
        let link: HtmlAnchorElement = document()?.create_element("a")?.dyn_into()?;
        link.set_href(&address);
        link.set_download(&file_name);
        link.click();
        handed_over(with_number)
    }

    async fn share(&self) -> Result<(), JsValue> {
        let bytes = match self.mending.work.borrow().as_ref() {
            Some(work) if !work.bytes.is_empty() => work.bytes.clone(),
            _ => return Ok(()),
        };
        let Some((file_name, with_number)) = name::to_save(self)? else {
            return Ok(());
        };
        // Whether a browser throws or rejects, the photo is still here and the number still in its field.
        let outcome = match call_share("share", &bytes, &file_name) {
            Ok(promise) => JsFuture::from(Promise::resolve(&promise)).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(_) => {
                name::clear()?;
                say_saved(name::said_on_sharing(with_number))
            }
            Err(error) => say_saved(not_shared(&error)?),
        }
    }
}

fn handed_over(with_number: bool) -> Result<(), JsValue> {
    name::clear()?;
    say_saved(name::said_on_saving(with_number))
}

fn say_saved(text: &str) -> Result<(), JsValue> {
    by_id::<Element>("mend-saved")?.set_text_content(Some(text));
    Ok(())
}

/// Who closes the sheet has not shared, and that is no trouble; a browser or an app may also refuse. Either way: what else works.
fn not_shared(error: &JsValue) -> Result<&'static str, JsValue> {
    let closed = Reflect::get(error, &"name".into()).is_ok_and(|name| name == "AbortError");
    Ok(match (closed, long_press()?) {
        (true, false) => say(
            lang(),
            "没有发送，照片还在这里。也可以点「保存照片」。",
            "Not sent; the photo is still here. You can also choose “Save the photo”.",
        ),
        (true, true) => say(
            lang(),
            "没有发送，照片还在这里。也可以长按上面的照片保存。",
            "Not sent; the photo is still here. You can also press and hold the photo above to save it.",
        ),
        (false, false) => say(
            lang(),
            "这里发送不了，照片还在。点「保存照片」存下来，再从相册或文件里发送。",
            "It can't be sent from here; the photo is still here. Choose “Save the photo” and send it from your photos or files.",
        ),
        (false, true) => say(
            lang(),
            "这里发送不了，照片还在。长按上面的照片，选「保存图片」。",
            "It can't be sent from here; the photo is still here. Press and hold the photo above and choose “Save image”.",
        ),
    })
}

/// Whether the browser has a share sheet that takes a JPEG. Called with a file that stands for any.
fn can_share() -> Result<bool, JsValue> {
    let navigator = window()?.navigator();
    if !Reflect::has(&navigator, &"canShare".into())? || !Reflect::has(&navigator, &"share".into())? {
        return Ok(false);
    }
    Ok(call_share("canShare", &[0xFF, 0xD8], "photo.jpg").is_ok_and(|can| can.is_truthy()))
}

/// Calls `navigator.share` or `navigator.canShare` with one file.
fn call_share(method: &str, bytes: &[u8], file_name: &str) -> Result<JsValue, JsValue> {
    let navigator = window()?.navigator();
    let kind = FilePropertyBag::new();
    kind.set_type(JPEG);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let file = File::new_with_u8_array_sequence_and_options(&parts, file_name, &kind)?;
    let data = Object::new();
    Reflect::set(&data, &"files".into(), &Array::of1(&file))?;
    Reflect::get(&navigator, &method.into())?
        .dyn_into::<Function>()?
        .call1(&navigator, &data)
}

fn blob(bytes: &[u8]) -> Result<Blob, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(JPEG);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind)
}

/// The file as an address of its own: what is pressed and held has to carry the picture itself.
fn data_address(bytes: &[u8]) -> Result<String, JsValue> {
    let characters: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    Ok(format!("data:{JPEG};base64,{}", window()?.btoa(&characters)?))
}

#[cfg(test)]
mod tests {
    use super::saves_by_long_press;

    #[test]
    fn browsers_inside_apps_are_told_from_browsers() {
        let inside = [
            "Mozilla/5.0 (Linux; Android 13; V2218A Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160 MMWEBSDK/20231202 MicroMessenger/8.0.47",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.48",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
            "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0.0.0 Mobile Safari/537.36",
        ];
        let browsers = [
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; U; Android 12) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/98 MQQBrowser/14.0 Mobile Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        ];
        assert!(inside.iter().all(|agent| saves_by_long_press(agent)));
        assert!(!browsers.iter().any(|agent| saves_by_long_press(agent)));
    }
}
