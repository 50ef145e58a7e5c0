//! Long drawings in slices: the browser shows what is there and answers a finger between two of them, and what is newer goes first.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::dom::{document, window};
use crate::seal::pause;

/// So long a slice may take before it gives way, in ms: with the style and layout that follow it, well below what a finger notices.
const SLICE_MS: f64 = 8.0;

/// So many rows are new to a slice at most: laying them out takes longer than making them, and comes after the slice.
const MOST: u32 = 5;

/// A browser that shows no frame for so long, in ms, is not looked at.
const NO_FRAME_MS: i32 = 100;

/// Counts drawings of the same thing: only the newest one counts.
#[derive(Default)]
pub(crate) struct Drawings(Rc<Cell<u32>>);

impl Drawings {
    /// Begins a new drawing; every earlier one ends with the slice it is in.
    pub(crate) fn begin(&self) -> Slices {
        self.0.set(self.0.get().wrapping_add(1));
        Slices {
            newest: Rc::clone(&self.0),
            own: self.0.get(),
            began: now(),
            made: 0,
        }
    }
}

/// One drawing.
pub(crate) struct Slices {
    newest: Rc<Cell<u32>>,
    own: u32,
    began: f64,
    made: u32,
}

impl Slices {
    /// Counts a row that is new, or new in its place.
    pub(crate) fn made_one(&mut self) {
        self.made += 1;
    }

    /// Whether this slice has taken its time.
    pub(crate) fn is_spent(&self) -> bool {
        self.made >= MOST || now() - self.began >= SLICE_MS
    }

    /// Lets the browser answer a finger, without a frame. False as in [`Self::next`].
    pub(crate) async fn breathe(&mut self) -> Result<bool, JsValue> {
        pause(0).await?;
        self.began = now();
        Ok(self.newest.get() == self.own)
    }

    /// Lets the browser show what was drawn so far. False: something newer is being drawn, and this drawing must stop.
    pub(crate) async fn next(&mut self) -> Result<bool, JsValue> {
        // Nobody waits for a page that isn't seen, and it has no frames.
        if !document()?.hidden() {
            frame().await?;
        }
        self.began = now();
        self.made = 0;
        Ok(self.newest.get() == self.own)
    }
}

/// Resolves once the browser has shown what was written, and has laid out the page for that: what is measured next costs nothing.
async fn frame() -> Result<(), JsValue> {
    let window = window()?;
    let shown = Promise::new(&mut |resolve, _| {
        // Whichever comes first; where both fail, there is no browser to draw in.
        drop(window.request_animation_frame(&resolve));
        drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, NO_FRAME_MS));
    });
    JsFuture::from(shown).await?;
    // A frame's callbacks come before its layout; a timer comes after it.
    pause(0).await
}

/// Milliseconds since the page began; 0 without a clock.
pub(crate) fn now() -> f64 {
    let clock = window().ok().and_then(|window| window.performance());
    clock.map_or(0.0, |clock| clock.now())
}
