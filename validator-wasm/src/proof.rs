//! What the lock opens: the number of requests since sealing, and what was tried.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Date};
use wasm_bindgen::prelude::*;
use web_sys::{Element, PerformanceEntry, PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit};

use tassel_validator::Lang;

use crate::dom::{append, by_id, document, lang};
use crate::say::say;
use crate::seal::probe_address;

/// The counter beside the lock.
#[derive(Clone)]
pub(crate) struct Proof {
    requests: Rc<Cell<u32>>,
    state: Element,
    tried: Element,
}

impl Proof {
    /// Says "sealed", sets `html[data-sealed]`, and counts from here on.
    pub(crate) fn begin() -> Result<Self, JsValue> {
        let proof = Self {
            requests: Rc::default(),
            state: by_id("seal-state")?,
            tried: by_id("seal-tried")?,
        };
        for what in [
            say(lang(), "取数据", "fetching data"),
            say(lang(), "加载图片", "loading a picture"),
            say(lang(), "加载脚本", "loading a script"),
        ] {
            proof.tried(what)?;
        }
        proof.observe()?;
        proof.count(0);
        if let Some(time) = document()?.get_element_by_id("sealed-at") {
            let now = Date::new_0();
            let [hour, minute, second] = [now.get_hours(), now.get_minutes(), now.get_seconds()];
            time.set_text_content(Some(&format!("{hour:02}:{minute:02}:{second:02}")));
        }
        document()?
            .document_element()
            .ok_or_else(|| JsValue::from_str("no root"))?
            .set_attribute("data-sealed", "true")?;
        Ok(proof)
    }

    /// One more thing that was tried and blocked.
    pub(crate) fn tried(&self, what: &str) -> Result<(), JsValue> {
        append(
            &self.tried,
            "li",
            "",
            &match lang() {
                Lang::Zh => format!("{what}：被浏览器拦住"),
                Lang::En => format!("{what}: blocked by the browser"),
            },
        )
        .map(|_| ())
    }

    /// Adds requests that were seen since sealing.
    pub(crate) fn count(&self, more: u32) {
        let total = self.requests.get().saturating_add(more);
        self.requests.set(total);
        self.state.set_text_content(Some(&match lang() {
            Lang::Zh => format!("已封闭 · {total} 个请求"),
            Lang::En => format!("Sealed · {total} requests"),
        }));
    }

    fn observe(&self) -> Result<(), JsValue> {
        let proof = self.clone();
        let probe = probe_address()?;
        let callback =
            Closure::<dyn FnMut(PerformanceObserverEntryList)>::new(move |list: PerformanceObserverEntryList| {
                let requests = list
                    .get_entries()
                    .iter()
                    .filter(|entry| leaves_the_page(entry, &probe))
                    .count();
                proof.count(u32::try_from(requests).unwrap_or(u32::MAX));
            });
        let observer = PerformanceObserver::new(callback.as_ref().unchecked_ref())?;
        observer.observe(&PerformanceObserverInit::new(&Array::of1(&"resource".into())));
        // It watches for as long as the page lives.
        callback.forget();
        Ok(())
    }
}

/// Pictures shown from memory and our own blocked tests are not requests.
fn leaves_the_page(entry: &JsValue, probe: &str) -> bool {
    entry.dyn_ref::<PerformanceEntry>().is_some_and(|entry| {
        let name = entry.name();
        name != probe && !name.starts_with("blob:") && !name.starts_with("data:")
    })
}
