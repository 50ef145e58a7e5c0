//! Runs the check beside the page, in a worker made from a `blob:` (which inherits the seal), or in the page where workers can't start.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Function, JsString, Object, Promise, Reflect, Uint8Array};
use tassel_validator::container::Format;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, MessageEvent, Url, Worker};

use crate::seal::{pause, probe_address};
use crate::slices::now;

/// How long a worker may be silent over a photo before it is stopped, in ms.
const PHOTO_MS: f64 = 20_000.0;

/// How long a worker may take to load, in ms; then the page does the work.
const START_MS: f64 = 8_000.0;

/// Files from this size on may well be too much for a small phone's memory.
const HEAVY: u32 = 6_000_000;

/// What to do with a photo.
pub(crate) enum Task {
    /// Check it.
    Check,
    /// Mend it.
    Mend {
        /// The student's own framing as JSON, or "".
        framing: String,
    },
}

/// One photo's work.
pub(crate) struct Job {
    pub(crate) task: Task,
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
    /// Nothing was heard for [`PHOTO_MS`].
    Slow,
    /// The program stopped.
    Crash,
    /// The program stopped over a photo that is large enough for memory to be the likely cause.
    Memory,
    /// Another photo was chosen meanwhile.
    Superseded,
}

impl Failure {
    /// Name of the paragraph `[data-trouble]` that says it; "" for none.
    pub(crate) fn trouble(self) -> &'static str {
        match self {
            Failure::Slow => "slow",
            Failure::Crash => "crash",
            Failure::Memory => "memory",
            Failure::Superseded => "",
        }
    }
}

/// A finished job.
pub(crate) struct Done {
    /// What the worker answered: a field `report` (JSON) or `mended`.
    answer: JsValue,
    /// Requests that the worker has made since its last answer: none, if the seal holds.
    pub(crate) requests: u32,
}

impl Done {
    /// The report as JSON.
    pub(crate) fn report(&self) -> Result<String, Failure> {
        let report = Reflect::get(&self.answer, &"report".into()).ok();
        report.and_then(|report| report.as_string()).ok_or(Failure::Crash)
    }

    /// What [`Task::Mend`] came to.
    pub(crate) fn mended(&self) -> Result<JsValue, Failure> {
        Reflect::get(&self.answer, &"mended".into()).map_err(|_| Failure::Crash)
    }
}

/// Called with each report on the way, as JSON.
pub(crate) type OnStep = Rc<dyn Fn(String)>;

/// Makes workers and hands them photos.
pub(crate) struct Checker {
    module: JsValue,
    /// The worker's script: the glue and the loop. The page has no need to read it.
    source: Array,
    /// Buffers of the face models, `null` for each that is missing; every new worker gets a copy.
    models: Array,
    worker: RefCell<Option<Worker>>,
    /// Models that the last worker has accepted, by place.
    kept: RefCell<Vec<bool>>,
    /// Number of the check that was asked for last.
    turn: Cell<u32>,
    running: Cell<bool>,
}

impl Checker {
    /// `module` is the compiled module, `glue` the text of its script, `models` the face models' buffers.
    pub(crate) fn new(module: JsValue, glue: &JsString, models: Array) -> Self {
        Self {
            module,
            source: Array::of3(glue, &"\n".into(), &include_str!("worker.js").into()),
            kept: RefCell::new(models.iter().map(|model| !model.is_null()).collect()),
            models,
            worker: RefCell::default(),
            turn: Cell::default(),
            running: Cell::default(),
        }
    }

    /// Places of the models that could not be had or that were damaged on the way.
    pub(crate) fn missing(&self) -> Vec<usize> {
        let kept = self.kept.borrow();
        (0..kept.len())
            .filter(|place| kept.get(*place) == Some(&false))
            .collect()
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

    /// Checks one photo, in the page where no worker can start. A call while other work is being done stops that.
    pub(crate) async fn check(&self, job: &Job, on_step: OnStep) -> Result<Done, Failure> {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        if self.running.replace(true) {
            self.stop();
        }
        self.finish(job, on_step, turn).await
    }

    /// Does a job once nothing else is being done; a check that is asked for meanwhile makes it moot.
    pub(crate) async fn mend(&self, job: &Job) -> Result<Done, Failure> {
        let turn = self.turn.get();
        while self.running.get() {
            pause(30).await.map_err(|_| Failure::Crash)?;
        }
        if self.turn.get() != turn {
            return Err(Failure::Superseded);
        }
        self.running.set(true);
        self.finish(job, Rc::new(|_| ()), turn).await
    }

    async fn finish(&self, job: &Job, on_step: OnStep, turn: u32) -> Result<Done, Failure> {
        let outcome = self.run(job, on_step).await;
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

    async fn run(&self, job: &Job, on_step: OnStep) -> Result<Done, Failure> {
        self.warm_up().await;
        let worker = self.worker.borrow().clone();
        let Some(worker) = worker else {
            return self.in_page(job, &on_step).await;
        };
        let message = message(job).map_err(|_| Failure::Crash)?;
        let answer = ask(&worker, &message, PHOTO_MS, on_step).await?;
        if Reflect::has(&answer, &"error".into()).unwrap_or(true) {
            return Err(broken(job.bytes.byte_length()));
        }
        let requests = Reflect::get(&answer, &"requests".into()).ok();
        let requests = requests.and_then(|count| count.as_f64()).unwrap_or(0.0) as u32;
        Ok(Done { answer, requests })
    }

    fn stop(&self) {
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
    }

    async fn spawn(&self) -> Result<Option<Worker>, JsValue> {
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&self.source, &kind)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let worker = Worker::new(&address)?;
        for model in self.models.iter() {
            // Each is copied for the worker; in between, the page looks up.
            worker.post_message(&object(&[("model", model)])?)?;
            pause(0).await?;
        }
        let hello = object(&[("module", self.module.clone()), ("probe", probe_address()?.into())])?;
        let answer = ask(&worker, &hello, START_MS, Rc::new(|_| ())).await;
        Url::revoke_object_url(&address)?;
        let state = |name: &str| {
            let answer = answer.as_ref().ok()?;
            Reflect::get(answer, &name.into()).ok()
        };
        if state("state").and_then(|state| state.as_string()).as_deref() != Some("ready") {
            worker.terminate();
            return Ok(None);
        }
        if let Some(kept) = state("kept").and_then(|kept| kept.dyn_into::<Array>().ok()) {
            self.kept.replace(kept.iter().map(|one| one.is_truthy()).collect());
        }
        Ok(Some(worker))
    }

    async fn in_page(&self, job: &Job, on_step: &OnStep) -> Result<Done, Failure> {
        // The page says "checking" before it is busy.
        pause(50).await.map_err(|_| Failure::Crash)?;
        for (place, model) in self.models.iter().enumerate() {
            if let Some(buffer) = model.dyn_ref::<ArrayBuffer>() {
                let kept = crate::keep_model(place, &Uint8Array::new(buffer).to_vec());
                if let Some(entry) = self.kept.borrow_mut().get_mut(place) {
                    *entry = kept;
                }
                // It is kept now; another photo must not read it again.
                self.models.set(place as u32, JsValue::NULL);
            }
        }
        let bytes = Uint8Array::new(&job.bytes).to_vec();
        let field = match &job.task {
            Task::Check => {
                let report = crate::report_in_steps(&bytes, &job.name, &job.profile, job.lang, None, &mut |step| {
                    on_step(step)
                });
                ("report", report.map_err(|_| Failure::Crash)?.into())
            }
            Task::Mend { framing } => {
                let answer = crate::door_mend::answer(&bytes, &job.name, &job.profile, job.lang, None, framing);
                ("mended", answer.map_err(|_| Failure::Crash)?)
            }
        };
        let answer = object(&[field]).map_err(|_| Failure::Crash)?;
        Ok(Done { answer, requests: 0 })
    }
}

/// What a stopped program most likely means.
fn broken(bytes: u32) -> Failure {
    if bytes >= HEAVY {
        Failure::Memory
    } else {
        Failure::Crash
    }
}

/// What is known of a question that a worker has not answered yet.
struct Waiting {
    heard: Cell<f64>,
    done: Cell<bool>,
}

/// Sends a message and waits for the answer's data; steps on the way go to `on_step`, and each of them shows that the worker is alive.
async fn ask(worker: &Worker, message: &JsValue, patience_ms: f64, on_step: OnStep) -> Result<JsValue, Failure> {
    let waiting = Rc::new(Waiting {
        heard: Cell::new(now()),
        done: Cell::new(false),
    });
    let answered = Promise::new(&mut |resolve, reject| {
        let (state, on_step, failed) = (Rc::clone(&waiting), Rc::clone(&on_step), reject.clone());
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            state.heard.set(now());
            let data = event.data();
            let step = Reflect::get(&data, &"step".into()).ok();
            match step.and_then(|step| step.as_string()) {
                Some(step) => on_step(step),
                // A promise that can't be settled has been settled.
                None => drop(resolve.call1(&JsValue::UNDEFINED, &data)),
            }
        });
        worker.set_onmessage(Some(&hear.into_js_value().unchecked_into()));
        worker.set_onerror(Some(&reject));
        if worker.post_message(message).is_err() {
            drop(failed.call0(&JsValue::UNDEFINED));
        }
        spawn_local(watch(Rc::clone(&waiting), reject, patience_ms));
    });
    let answer = JsFuture::from(answered).await;
    waiting.done.set(true);
    answer.map_err(|error| if error.is_null() { Failure::Slow } else { Failure::Crash })
}

/// Gives up with `null` when nothing has been heard for too long.
async fn watch(waiting: Rc<Waiting>, reject: Function, patience_ms: f64) {
    while !waiting.done.get() {
        if now() - waiting.heard.get() > patience_ms {
            drop(reject.call1(&JsValue::UNDEFINED, &JsValue::NULL));
            return;
        }
        if pause(250).await.is_err() {
            return;
        }
    }
}

fn message(job: &Job) -> Result<JsValue, JsValue> {
    let format = Format::sniff(&start_of(&job.bytes));
    // What the validator decodes itself the browser must not: its pixels differ from browser to browser.
    let foreign = format
        .is_some_and(|format| format.is_picture() && !matches!(format, Format::Jpeg | Format::Png | Format::Webp));
    let message = object(&[
        ("bytes", job.bytes.clone().into()),
        ("name", job.name.as_str().into()),
        ("profile", job.profile.as_str().into()),
        ("lang", job.lang.into()),
        ("decode", foreign.into()),
    ])?;
    if let Task::Mend { framing } = &job.task {
        for (name, value) in [("kind", "mend"), ("framing", framing)] {
            Reflect::set(&message, &name.into(), &value.into())?;
        }
    }
    Ok(message)
}

/// The bytes by which a kind of file is known.
fn start_of(bytes: &ArrayBuffer) -> Vec<u8> {
    Uint8Array::new_with_byte_offset_and_length(bytes, 0, bytes.byte_length().min(4096)).to_vec()
}

fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}
