//! Runs the check beside the page, in a worker made from a `blob:` (which inherits the seal), or in the page where workers can't start.

use std::cell::{Cell, RefCell};

use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, MessageEvent, Url, Worker};

use crate::dom::window;
use crate::seal::{pause, probe_address};

/// How long one photo may take before the worker is stopped, in ms.
const PHOTO_MS: i32 = 20_000;

/// How long a worker may take to load, in ms; then the page does the work.
const START_MS: i32 = 8_000;

/// What to check.
pub(crate) struct Job {
    /// The file.
    pub(crate) bytes: ArrayBuffer,
    /// Its name.
    pub(crate) name: String,
    /// The profile as JSON.
    pub(crate) profile: String,
    /// `zh` or `en`.
    pub(crate) lang: &'static str,
}

/// Why there is no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Took more than [`PHOTO_MS`].
    Slow,
    /// The program stopped.
    Crash,
    /// Another photo was chosen meanwhile.
    Superseded,
}

/// A finished check.
pub(crate) struct Done {
    /// The report as JSON.
    pub(crate) report: String,
    /// Requests that the worker has made since its last answer: none, if the seal holds.
    pub(crate) requests: u32,
}

/// Makes workers and hands them photos.
pub(crate) struct Checker {
    module: JsValue,
    source: String,
    /// Buffers of the face models, `null` for each that is missing; every new worker gets a copy.
    models: Array,
    worker: RefCell<Option<Worker>>,
    /// Number of the check that was asked for last.
    turn: Cell<u32>,
    running: Cell<bool>,
}

impl Checker {
    /// `module` is the compiled module, `glue` the text of its script, `models` the face models' buffers.
    pub(crate) fn new(module: JsValue, glue: &str, models: Array) -> Self {
        let source = format!("{glue}\n{}", include_str!("worker.js"));
        Self {
            module,
            source,
            models,
            worker: RefCell::default(),
            turn: Cell::default(),
            running: Cell::default(),
        }
    }

    /// Starts a worker, if there is none; true once it has found itself sealed and has loaded.
    pub(crate) async fn warm_up(&self) -> bool {
        if self.worker.borrow().is_none() {
            let spawned = self.spawn().await.ok().flatten();
            let mut worker = self.worker.borrow_mut();
            match (spawned, worker.is_some()) {
                (Some(late), true) => late.terminate(),
                (spawned, false) => *worker = spawned,
                (None, true) => {}
            }
        }
        self.worker.borrow().is_some()
    }

    /// Checks one photo, in the page where no worker can start. A call while another one runs stops that one.
    pub(crate) async fn check(&self, job: &Job) -> Result<Done, Failure> {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        if self.running.replace(true) {
            self.stop();
        }
        let outcome = self.run(job).await;
        if self.turn.get() != turn {
            return Err(Failure::Superseded);
        }
        self.running.set(false);
        if outcome.is_err() {
            // After a trap or a hang, this instance is not to be trusted with another photo.
            self.stop();
        }
        outcome
    }

    async fn run(&self, job: &Job) -> Result<Done, Failure> {
        self.warm_up().await;
        let worker = self.worker.borrow().clone();
        let Some(worker) = worker else {
            return in_page(job, &self.models).await;
        };
        let message = message(job).map_err(|_| Failure::Crash)?;
        read(JsFuture::from(exchange(&worker, &message, PHOTO_MS)).await)
    }

    fn stop(&self) {
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
    }

    async fn spawn(&self) -> Result<Option<Worker>, JsValue> {
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&self.source.as_str().into()), &kind)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let worker = Worker::new(&address)?;
        let hello = object(&[
            ("module", self.module.clone()),
            ("models", self.models.clone().into()),
            ("probe", probe_address()?.into()),
        ])?;
        let answer = JsFuture::from(exchange(&worker, &hello, START_MS)).await;
        Url::revoke_object_url(&address)?;
        let state = answer.and_then(|event| field(&event, "state"));
        if state.is_ok_and(|state| state.as_string().as_deref() == Some("ready")) {
            Ok(Some(worker))
        } else {
            worker.terminate();
            Ok(None)
        }
    }
}

/// Resolves with the worker's next message event; rejects with its error event, or with `undefined` when time is up.
fn exchange(worker: &Worker, message: &JsValue, patience_ms: i32) -> Promise {
    Promise::new(&mut |resolve, reject| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
        if let Err(error) = post(worker, message, patience_ms, &reject) {
            // A rejected promise is the only way out of here; its own failure would be no news.
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    })
}

fn post(worker: &Worker, message: &JsValue, patience_ms: i32, reject: &Function) -> Result<(), JsValue> {
    window()?.set_timeout_with_callback_and_timeout_and_arguments_0(reject, patience_ms)?;
    worker.post_message(message)
}

fn read(answer: Result<JsValue, JsValue>) -> Result<Done, Failure> {
    let event = answer.map_err(|error| {
        if error.is_undefined() {
            Failure::Slow
        } else {
            Failure::Crash
        }
    })?;
    let report = field(&event, "report")
        .ok()
        .and_then(|report| report.as_string())
        .ok_or(Failure::Crash)?;
    let requests = field(&event, "requests")
        .ok()
        .and_then(|count| count.as_f64())
        .unwrap_or(0.0);
    Ok(Done {
        report,
        requests: requests as u32,
    })
}

async fn in_page(job: &Job, models: &Array) -> Result<Done, Failure> {
    // The page says "checking" before it is busy.
    pause(50).await.map_err(|_| Failure::Crash)?;
    for (place, model) in (0..).zip(models.iter()) {
        if let Some(buffer) = model.dyn_ref::<ArrayBuffer>() {
            crate::add_model(place, &Uint8Array::new(buffer).to_vec());
            // It is kept now; another photo must not read it again.
            models.set(place, JsValue::NULL);
        }
    }
    let bytes = Uint8Array::new(&job.bytes).to_vec();
    let report = crate::report(&bytes, &job.name, &job.profile, job.lang).map_err(|_| Failure::Crash)?;
    Ok(Done { report, requests: 0 })
}

fn message(job: &Job) -> Result<JsValue, JsValue> {
    object(&[
        ("bytes", job.bytes.clone().into()),
        ("name", job.name.as_str().into()),
        ("profile", job.profile.as_str().into()),
        ("lang", job.lang.into()),
    ])
}

fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}

/// A field of a message event's data.
fn field(event: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let event: &MessageEvent = event.dyn_ref().ok_or_else(|| JsValue::from_str("not a message"))?;
    Reflect::get(&event.data(), &name.into())
}
